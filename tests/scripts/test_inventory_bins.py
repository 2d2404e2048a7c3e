"""Capacity, storage conditions, fixed homes and proposals of bins, and further keepers, on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import bins_keeping, putting_away, walking, waves
from inventory.bins import REASONS, Bin, proposals, room
from inventory.looking_at_bins import propose_bins
from inventory.places import LocationKind as K
from inventory.tables import BinHome, Part
from kernel.errors import Conflict, InvalidState, RuleViolation
from kernel.refusals import refusal
from kernel.settings import set_value
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


class Clerk:
    """Keep bins by short names."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world

    def facts(self) -> dict[str, Any]:
        return {"by": self.world.people["supervisor"], "at": NOON, "request_key": key()}

    def capacity(self, code: str, units: int | None = None, lots: int | None = None, condition: str = "") -> None:
        bins_keeping.set_capacity(
            self.session,
            location_id=self.world.places[code],
            storage_condition=condition,
            most_units=None if units is None else q(units),
            most_lots=lots,
            **self.facts(),
        )

    def home(self, code: str, part: str, position: int = 1, most: int | None = None) -> None:
        bins_keeping.add_home(
            self.session,
            location_id=self.world.places[code],
            part_id=self.world.parts[part],
            position=position,
            most=None if most is None else q(most),
            **self.facts(),
        )

    def rules(self, **values: str) -> None:
        value = {"over_capacity": "warn", "wrong_condition": "warn", **values}
        set_value(self.session, name="bins.rules", value=value, valid_from_on=date(2026, 1, 1), by=None)

    def proposed(self, part: str = "P1", quantity: int = 1) -> list[tuple[str, str, str | None]]:
        found = propose_bins(
            self.session, part_id=self.world.parts[part], store_id=self.world.places["C"], quantity=q(quantity)
        )
        return [(each.code, each.reason, str(each.fits) if each.fits is not None else None) for each in found]


@pytest.fixture
def clerk(session: Session, world: World) -> Clerk:
    return Clerk(session, world)


def staged(world: World, desk: Desk, quantity: int, part: str = "P1") -> int:
    lot = desk.bring(part, quantity).lots[0].lot_id
    desk.clear(lot, quantity)
    return lot


def test_homes_come_first_then_where_it_lies_then_free_bins(world: World, clerk: Clerk) -> None:
    for code in ("C-A3", "C-A4"):
        world.place(code, K.BIN, store_id=world.places["C"], parent_id=world.places["C"])
    world.stocked("P1", 2, at="C-A2")
    world.stocked("P2", 1, at="C-A4")
    clerk.home("C-A4", "P1", most=5)
    assert clerk.proposed() == [
        ("C-A4", "home", "5"),
        ("C-A2", "holds_it", None),
        ("C-A1", "empty", None),
        ("C-A3", "empty", None),
    ]
    clerk.capacity("C-A2", units=2)
    clerk.capacity("C-A4", units=3)
    assert clerk.proposed()[0] == ("C-A4", "home", "2")
    assert "C-A2" not in [code for code, *_ in clerk.proposed()], "full bins are left out"
    with pytest.raises(Conflict):
        clerk.home("C-A4", "P1")


def test_a_bin_with_a_condition_is_kept_for_what_wants_it(session: Session, world: World, clerk: Clerk) -> None:
    zone = world.place("C-Z", K.ZONE, store_id=world.places["C"], parent_id=world.places["C"])
    world.place("C-COLD", K.BIN, store_id=world.places["C"], parent_id=zone)
    clerk.capacity("C-Z", condition="cold")
    assert "C-COLD" not in [code for code, *_ in clerk.proposed()]
    session.get_one(Part, world.parts["P1"]).storage_condition = "cold"
    session.flush()
    assert clerk.proposed()[0][0] == "C-COLD"


def test_over_capacity_warns_or_refuses_by_setting(session: Session, world: World, desk: Desk, clerk: Clerk) -> None:
    lot = staged(world, desk, 9)
    clerk.capacity("C-A1", units=4)
    done = desk.put_away(lot, 5)
    assert done.over == q(1)
    clerk.rules(over_capacity="refuse")
    with pytest.raises(RuleViolation, match="bin_full") as caught:
        desk.put_away(lot, 1)
    assert caught.value.details["fits"] == "0"
    clerk.capacity("C-A2", units=1)
    move: dict[str, Any] = {"from_location_id": world.places["C-A1"], "to_location_id": world.places["C-A2"]}
    with pytest.raises(RuleViolation, match="bin_full"):
        putting_away.relocate(session, lot_id=lot, quantity=q(2), **move, **clerk.facts())
    clerk.capacity("C-A2")
    desk.put_away(lot, 4, to="C-A2")
    assert world.on_hand("C-A2", lot) == q(4)


def test_lots_and_the_limit_of_a_home_are_capacity_too(world: World, desk: Desk, clerk: Clerk) -> None:
    clerk.rules(over_capacity="refuse")
    world.stocked("P2", 1)
    clerk.capacity("C-A1", lots=1)
    lot = staged(world, desk, 6)
    with pytest.raises(RuleViolation, match="bin_full"):
        desk.put_away(lot, 1)
    clerk.home("C-A2", "P1", most=4)
    desk.put_away(lot, 3, to="C-A2")
    with pytest.raises(RuleViolation, match="bin_full"):
        desk.put_away(lot, 2, to="C-A2")


def test_another_storage_condition_warns_or_refuses(session: Session, world: World, desk: Desk, clerk: Clerk) -> None:
    session.get_one(Part, world.parts["P1"]).storage_condition = "dry"
    clerk.capacity("C-A1", condition="cold")
    lot = staged(world, desk, 2)
    assert desk.put_away(lot, 1).wrong_condition
    clerk.rules(wrong_condition="refuse")
    with pytest.raises(RuleViolation, match="bin_of_other_condition"):
        desk.put_away(lot, 1)


def test_homes_and_deputies_are_kept(session: Session, world: World, clerk: Clerk) -> None:
    clerk.home("C-A1", "P1")
    home = session.scalars(select(BinHome.id)).one()
    bins_keeping.remove_home(session, bin_home_id=home, **clerk.facts())
    assert session.scalars(select(BinHome)).all() == []
    with pytest.raises(RuleViolation, match="wrong_kind_of_place"):
        clerk.home("C-H", "P1")
    world.place("C-Z", K.ZONE, store_id=world.places["C"], parent_id=world.places["C"])
    with pytest.raises(RuleViolation, match="zone_without_capacity"):
        clerk.capacity("C-Z", units=3)
    facts: dict[str, Any] = {"person_id": world.people["keeper2"], "from_on": date(2026, 3, 1)}
    with pytest.raises(RuleViolation, match="wrong_kind_of_place"):
        bins_keeping.name_deputy(session, store_id=world.places["VAN1"], until_on=None, **facts, **clerk.facts())
    made = bins_keeping.name_deputy(session, store_id=world.places["C"], until_on=None, **facts, **clerk.facts())
    ended: dict[str, Any] = {"store_deputy_id": made.store_deputy_id, "until_on": date(2026, 3, 9)}
    bins_keeping.end_deputy(session, **ended, **clerk.facts())
    with pytest.raises(InvalidState):
        bins_keeping.end_deputy(session, **ended, **clerk.facts())


def test_the_database_keeps_homes_to_bins_and_limits_to_vans(session: Session, world: World) -> None:
    session.commit()
    hold, part, person = world.places["C-H"], world.parts["P1"], world.people["keeper"]
    for sql in (
        f"INSERT INTO bin_home (part_id, location_id, position) VALUES ({part}, {hold}, 1)",
        f"INSERT INTO van_limit (part_id, van_id, most) VALUES ({part}, {hold}, 1000)",
        (
            "INSERT INTO store_deputy (store_id, person_id, from_on, named_by_id)"
            f" VALUES ({hold}, {person}, '2026-03-01', {person})"
        ),
    ):
        with pytest.raises(DBAPIError) as caught:
            session.execute(text(sql))
        session.rollback()
        assert refusal(caught.value).code == "wrong_kind_of_place"


def test_a_walk_goes_by_the_bins_and_holds_what_it_took_on(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 1, on=date(2026, 1, 1), at="C-A2")
    world.stocked("P1", 2, on=date(2026, 2, 1), at="C-A1")
    world.stocked("P2", 1, at="C-A1")
    asked = [desk.ask(desk.order(f"W{n}"), part, n).part_request_id for n, part in ((3, "P1"), (1, "P2"))]
    facts: dict[str, Any] = {"by": world.people["keeper"], "at": NOON}
    walk = walking.set_out(
        session, store_id=world.places["C"], part_request_ids=tuple(asked), request_key=key(), **facts
    )
    way = walking.stops(session, walk.pick_wave_id, date(2026, 3, 2))
    assert [(stop.code, stop.part_request_id) for stop in way] == [
        ("C-A1", asked[1]),
        ("C-A2", asked[0]),
        ("C-A1", asked[0]),
    ]
    assert desk.request(asked[0]).held
    with pytest.raises(RuleViolation, match="already_being_picked"):
        walking.set_out(session, store_id=world.places["C"], part_request_ids=(asked[0],), request_key=key(), **facts)
    session.rollback()


stops = st.builds(
    waves.Stop,
    part_request_id=st.integers(1, 5),
    part_id=st.integers(1, 3),
    lot_id=st.integers(1, 9),
    location_id=st.just(1),
    pick_sequence=st.integers(0, 5),
    code=st.sampled_from(["A", "B"]),
    turn=st.integers(0, 4),
    quantity=st.just(q(1)),
)


@given(st.lists(stops, max_size=12))
def test_no_walk_takes_a_younger_lot_before_an_older_one(given_stops: list[waves.Stop]) -> None:
    way = waves.walk(given_stops)
    assert sorted(way, key=repr) == sorted(given_stops, key=repr)
    for part in {stop.part_id for stop in way}:
        turns = [stop.turn for stop in way if stop.part_id == part]
        assert turns == sorted(turns)


bins = st.builds(
    Bin,
    location_id=st.integers(1, 99),
    code=st.text("AB", min_size=1, max_size=2),
    condition=st.sampled_from(["", "cold"]),
    units=st.integers(0, 9).map(q),
    lots=st.integers(0, 3),
    most_units=st.none() | st.integers(1, 9).map(q),
    most_lots=st.none() | st.integers(1, 3),
    home=st.none() | st.integers(1, 2),
)


@given(st.lists(bins, max_size=10), st.sampled_from(["", "cold"]), st.integers(1, 5).map(q))
def test_proposals_have_room_and_come_best_first(given_bins: list[Bin], condition: str, wanted: Any) -> None:
    made = proposals(given_bins, condition, wanted, 99)
    assert [REASONS.index(each.reason) for each in made] == sorted(REASONS.index(each.reason) for each in made)
    assert all(each.fits is None or each.fits > q(0) for each in made)
    left_out = len(given_bins) - len(made)
    assert left_out == sum(
        room(each) == q(0) or (each.home is None and each.condition not in {"", condition}) for each in given_bins
    )
