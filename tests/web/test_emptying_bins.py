"""Many lots leave a bin on one page: all ticked at first, in chosen quantities, in one posting or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from inventory.tables import Balance, Location, Lot, Movement, Part
from kernel.amounts import Quantity
from kernel.settings import set_value
from tests.support.web import Web
from tests.support.world import World, q


class Aisle:
    """Hold a bin with three lots, one of them a piece."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            lots = [
                world.stocked("P1", 6, on=date(2026, 1, 1)),
                world.stocked("P2", 4),
                world.stocked("SER", 1, serial_number="SN1"),
            ]
            self.lots = [session.get_one(Lot, each).number for each in lots]
            self.ids = lots
            self.places = dict(world.places)
            self.admin = world.people["admin"]
            session.commit()
        self.page = f"/bins/{self.places['C-A1']}/move-out"

    def form(self, *chosen: tuple[int, str], to: str = "C-A2") -> dict[str, str]:
        """Return what the page sends: every lot with its box, a tick for the chosen."""
        sent: dict[str, str] = {"to_location_id": to}
        for number, quantity in enumerate(("6", "4", "1")):
            sent |= {f"lines-{number}-lot_id": self.lots[number], f"lines-{number}-quantity": quantity}
        for number, quantity in chosen:
            sent |= {f"lines-{number}-take": "yes", f"lines-{number}-quantity": quantity}
        return sent

    def there(self, place: str) -> dict[str, str]:
        with self.web.session() as session:
            rows = session.execute(
                select(Part.number, Balance.on_hand)
                .join(Lot, Lot.id == Balance.lot_id)
                .join(Part, Part.id == Lot.part_id)
                .where(Balance.location_id == self.places[place], Balance.on_hand > Quantity.zero())
            )
            return {number: str(there) for number, there in rows}


@pytest.fixture
def aisle(web: Web) -> Aisle:
    return Aisle(web)


def test_all_are_ticked_and_go_in_one_posting(aisle: Aisle) -> None:
    keeper = aisle.web.as_("keeper")
    assert keeper.text(aisle.page).count(" checked") == 3
    assert aisle.page in keeper.text(f"/places/{aisle.places['C-A1']}")
    assert aisle.page in keeper.text("/relocate?code=C-A1")
    done = keeper.post(aisle.page, aisle.form((0, "6"), (1, "4"), (2, "1")))
    assert "3 lots are moved" in keeper.text(done.location)
    assert (aisle.there("C-A1"), aisle.there("C-A2")) == ({}, {"P1": "6", "P2": "4", "SER": "1"})
    with aisle.web.session() as session:
        postings = session.scalars(select(Movement.posting_id).where(Movement.kind == "relocation")).all()
        assert len(postings) == 3
        assert len(set(postings)) == 1


def test_chosen_lots_go_in_part_and_the_rest_stays(aisle: Aisle) -> None:
    keeper = aisle.web.as_("keeper")
    scanned = keeper.text(f"{aisle.page}?code={aisle.lots[1]}")
    assert scanned.count(" checked") == 1
    assert 'value="C-A2"' in keeper.text(f"{aisle.page}?code=SW:B:C-A2&only={aisle.lots[1]}")
    assert "no bin of this store" in keeper.text(f"{aisle.page}?code=N-A1")
    assert "Unknown code" in keeper.text(f"{aisle.page}?code=NOBODY")
    keeper.post(aisle.page, aisle.form((0, "2"), (2, "1")))
    assert (aisle.there("C-A1"), aisle.there("C-A2")) == ({"P1": "4", "P2": "4"}, {"P1": "2", "SER": "1"})


@pytest.mark.parametrize(
    ("chosen", "to", "said"),
    [
        ([(0, "6"), (1, "5")], "C-A2", "Only"),
        ([], "C-A2", "Nothing is ticked"),
        ([(0, "1")], "C-A1", "where they lie already"),
        ([(0, "1")], "N-A1", "same store"),
        ([(0, "0")], "C-A2", ""),
    ],
)
def test_what_cannot_be_moves_nothing_and_keeps_the_form(
    aisle: Aisle, chosen: list[tuple[int, str]], to: str, said: str
) -> None:
    keeper = aisle.web.as_("keeper")
    refused = keeper.post(aisle.page, aisle.form(*chosen, to=to))
    assert refused.status_code in {404, 409, 422}
    assert said in refused.text
    assert refused.text.count(" checked") == len(chosen)
    assert aisle.there("C-A1") == {"P1": "6", "P2": "4", "SER": "1"}


def test_after_a_refusal_what_was_typed_stays_with_its_lot_though_another_left(aisle: Aisle) -> None:
    keeper = aisle.web.as_("keeper")
    typed = aisle.form((0, "6"), (1, "3"))
    lines = {"lines-0-lot_id": aisle.lots[0], "lines-0-quantity": "6", "lines-0-take": "yes"}
    keeper.post(aisle.page, {"to_location_id": "C-A2", **lines})
    page = keeper.post(aisle.page, typed).text
    boxes = {
        lot: panel for panel in page.split('class="panel portion"')[1:] for lot in aisle.lots if f'"{lot}"' in panel
    }
    assert set(boxes) == set(aisle.lots[1:])
    assert {lot: " checked" in panel for lot, panel in boxes.items()} == {aisle.lots[1]: True, aisle.lots[2]: False}
    for lot, quantity in zip(aisle.lots[1:], "31", strict=True):
        assert f'value="{quantity}" inputmode' in boxes[lot]
    assert f"No longer in this bin, and left out: {aisle.lots[0]}" in page
    assert aisle.there("C-A1") == {"P2": "4", "SER": "1"}


def test_a_lot_that_came_meanwhile_is_shown_but_does_not_go_along(aisle: Aisle) -> None:
    keeper = aisle.web.as_("keeper")
    sent = aisle.form((2, "1"), to="N-A1")
    for name in ("lot_id", "quantity"):
        del sent[f"lines-0-{name}"]
    page = keeper.post(aisle.page, sent).text
    came = next(each for each in page.split('class="panel portion"') if f'value="{aisle.lots[0]}"' in each)
    assert " checked" not in came
    assert 'value="6" inputmode' in came
    assert page.count(" checked") == 1


def test_room_is_judged_for_all_of_them_together(aisle: Aisle) -> None:
    with aisle.web.session() as session:
        session.get_one(Location, aisle.places["C-A2"]).most_units = q(8)
        rules: dict[str, Any] = {"over_capacity": "refuse", "wrong_condition": "warn"}
        set_value(session, name="bins.rules", value=rules, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    keeper = aisle.web.as_("keeper")
    assert "Only 2 more fit" in keeper.post(aisle.page, aisle.form((0, "6"), (1, "4"))).text
    assert aisle.there("C-A2") == {}
    keeper.post(aisle.page, aisle.form((0, "6"), (1, "2")))
    assert aisle.there("C-A2") == {"P1": "6", "P2": "2"}


def test_only_its_keeper_and_programs_move_out_of_a_bin(aisle: Aisle) -> None:
    assert aisle.web.as_("keeper2", "keeper").get(aisle.page).status_code == 403
    lines = [{"lot_id": aisle.ids[0], "quantity": "3"}, {"lot_id": aisle.ids[1], "quantity": "4", "take": False}]
    sent = {"to_location_id": aisle.places["C-A2"], "lines": lines}
    assert aisle.web.as_("keeper").api(aisle.page, sent).json["lots"] == 1
    assert aisle.there("C-A2") == {"P1": "3"}
