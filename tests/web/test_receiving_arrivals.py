"""Arrivals through their pages: by scan, with less, more and wrong goods, undone, printed, by the API."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from inventory.tables import Location, Lot
from receiving.tables import Arrival, ArrivalLine, SupplierReturn
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import TODAY
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def ramp(web: Web) -> tuple[Web, dict[str, int]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        session.get_one(Location, world.places["N"]).keeper_id = world.people["keeper2"]
        market = Market(world)
        for part in ("P1", "P2", "FRESH", "SER"):
            market.offer("ACME", part)
        plain = market.sent("ACME", ("P1", 10), ("P2", 4), promised=TODAY)
        fussy = market.sent("ACME", ("FRESH", 6), ("SER", 2))
        north = market.sent("ACME", ("P1", 3), store="N")
        draft = market.draft("ACME", ("P1", 1))
        session.commit()
        ids = {
            "plain": plain.order_id,
            "fussy": fussy.order_id,
            "north": north.order_id,
            "draft": draft.order_id,
            "acme": market.suppliers["ACME"],
            "C": world.places["C"],
            **{f"part {number}": row for number, row in world.parts.items()},
        }
        numbers = {
            name: session.scalar(select(_order().number).where(_order().id == ids[name]))
            for name in ("plain", "fussy", "north", "draft")
        }
    for code, role in (("keeper", "keeper"), ("keeper2", "keeper"), ("inspector", "inspector"), ("buyer", "buyer")):
        web.person(code, role)
    return web, {**ids, **{f"{name} number": number for name, number in numbers.items()}}


def _order():
    from procurement.tables import Order

    return Order


def sent(page: str) -> dict[str, str]:
    """Return what the prefilled boxes of the lines say."""
    import re

    return {
        name: value
        for tag in re.findall(r"<input[^>]*>", page.split("<template>", maxsplit=1)[0])
        if (found := re.search(r'name="(lines-[^"]+)"', tag)) and (name := found[1])
        for value in [(re.search(r'value="([^"]*)"', tag) or ["", ""])[1]]
    }


def test_the_order_is_scanned_and_its_lines_are_filled_in(ramp) -> None:
    web, ids = ramp
    keeper = web.as_("keeper")
    home = keeper.text("/")
    assert "Deliveries due" in home
    due = keeper.text("/arrivals/expected?due=now")
    assert ids["plain number"] in due
    assert ids["north number"] not in keeper.text("/arrivals/expected")
    chosen = keeper.get(f"/arrivals/new?code=SW:O:{ids['plain number']}")
    assert chosen.status_code == 302
    page = keeper.text(chosen.location)
    boxes = sent(page)
    assert boxes["lines-0-quantity"] == "10"
    assert boxes["lines-1-part_id"] == "P2"
    assert keeper.get(f"/scan?code=SW:O:{ids['plain number']}").status_code in {200, 302}
    assert "was not sent" in keeper.text(f"/arrivals/new?code={ids['draft number']}")
    assert "is no order" in keeper.text("/arrivals/new?code=NOTHING")
    assert "unknown" not in keeper.text("/arrivals/new?code=SW:X:1")
    by_supplier = keeper.get("/arrivals/new?supplier=ACME&store=C")
    assert "lines-3-" in keeper.text(by_supplier.location)
    assert keeper.get(f"/arrivals/register?order={ids['north']}").status_code == 403
    assert keeper.get("/arrivals/register?order=999").status_code == 404


def test_less_more_and_wrong_goods_in_one_delivery(ramp) -> None:
    web, ids = ramp
    keeper = web.as_("keeper")
    address = f"/arrivals/register?order={ids['plain']}"
    boxes = sent(keeper.text(address))
    boxes |= {
        "lines-0-quantity": "7",
        "lines-1-quantity": "5",
        "lines-7-order_line_id": "",
        "lines-7-part_id": "P3",
        "lines-7-quantity": "2",
    }
    head = {"delivery_note": "DN-77", "arrived_on": "2026-03-02"}
    answer = keeper.post(address, {**head, **boxes}, key="k" * 32)
    assert answer.status_code == 303, answer.text
    again = keeper.post(address, {**head, **boxes}, key="k" * 32)
    assert again.location == answer.location
    page = keeper.text(answer.location)
    assert "2 lines lie in the hold" in page
    assert "2 lines go back to the supplier" in page
    assert "3 still to come" in page
    with web.session() as session:
        kinds = dict(session.execute(select(ArrivalLine.kind, func.count()).group_by(ArrivalLine.kind)).all())
        assert kinds == {"ordered": 2, "over": 1, "wrong_part": 1}
        arrival = session.scalars(select(Arrival)).one()
        number, arrival_id = arrival.number, arrival.id
        assert session.scalar(select(func.count()).select_from(SupplierReturn)) == 2
    warned = keeper.post(address, {**head, "lines-0-part_id": "P1", "lines-0-quantity": "x"})
    assert warned.status_code == 422
    assert "already registered" in warned.text
    assert number in keeper.text("/arrivals")
    assert keeper.get(f"/scan?code={number}").location.endswith(f"/arrivals/{arrival_id}")
    note = text_of(keeper.get(f"/arrivals/{arrival_id}/note.pdf?language=en").data)
    assert "3 still to come" in note
    assert "Not ordered" in note
    assert "DN-77" in note
    labels = keeper.get(f"/arrivals/{arrival_id}/labels.pdf?per=piece&skip=2")
    assert labels.mimetype == "application/pdf"
    with web.session() as session:
        lot = session.scalars(select(Lot.number).where(Lot.reference == number)).first()
    assert lot in text_of(labels.data)
    assert lot in text_of(keeper.get(f"/arrivals/{arrival_id}/labels.pdf?size=roll").data)
    assert web.as_("keeper2", "keeper").get(f"/arrivals/{arrival_id}").status_code == 403


def test_shelf_life_and_serials_are_asked_for_beside_their_line(ramp) -> None:
    web, ids = ramp
    keeper = web.as_("keeper")
    address = f"/arrivals/register?order={ids['fussy']}"
    boxes = {**sent(keeper.text(address)), "delivery_note": "DN-8", "arrived_on": "2026-03-02"}
    answer = keeper.post(address, {**boxes, "lines-0-supplier_lot": "Batch 9", "lines-1-serials": "A1"})
    assert answer.status_code == 422
    assert "type the expiry" in answer.text
    assert "1 serial numbers for a quantity of 2" in answer.text
    assert 'value="Batch 9"' in answer.text
    with web.session() as session:
        assert session.scalar(select(func.count()).select_from(Arrival)) == 0
    good = {"lines-0-expires_on": "2027-01-01", "lines-1-serials": "A1–A2\n"}
    future = keeper.post(address, {**boxes, **good, "arrived_on": "2026-03-09"})
    assert "lies in the future" in future.text
    answer = keeper.post(address, {**boxes, **good})
    assert answer.status_code == 303, answer.text
    with web.session() as session:
        assert set(session.scalars(select(Lot.serial_number))) == {None, "A1", "A2"}
    page = keeper.text(answer.location)
    assert "A2" in page
    assert "2027" in page


def test_an_arrival_is_undone_while_all_of_it_is_in_the_hold(ramp) -> None:
    web, ids = ramp
    keeper = web.as_("keeper")
    address = f"/arrivals/register?order={ids['plain']}"
    answer = keeper.post(address, {**sent(keeper.text(address)), "arrived_on": "2026-03-02"})
    shown = answer.location.split("?")[0]
    assert f"{shown}/undo" in keeper.text(shown)
    assert web.as_("buyer").get(f"{shown}/undo").status_code == 403
    assert keeper.post(f"{shown}/undo", {"reason": ""}).status_code == 422
    assert keeper.post(f"{shown}/undo", {"reason": "wrong order"}).status_code == 303
    page = keeper.text(shown)
    assert "was undone" in page
    assert "wrong order" in page
    assert ids["plain number"] in keeper.text("/arrivals/expected")


def test_the_api_registers_and_lists(ramp) -> None:
    web, ids = ramp
    keeper = web.as_("keeper")
    expected = keeper.api("/arrivals/expected").json["items"]
    line = next(row for row in expected if row["part_number"] == "P1")
    body = {
        "store_id": ids["C"],
        "supplier_id": ids["acme"],
        "arrived_on": "2026-03-02",
        "lines": [{"order_line_id": line["id"], "part_id": ids["part P1"], "quantity": "10"}],
    }
    made = keeper.api("/arrivals", body, key="abcdefgh")
    assert made.status_code == 200, made.text
    assert keeper.api("/arrivals", body, key="abcdefgh").json == made.json
    assert made.json["lines"][0]["kind"] == "ordered"
    assert web.as_("keeper2", "keeper").api("/arrivals", body).status_code == 403
    assert keeper.api("/arrivals").json["items"][0]["number"] == made.json["number"]
    undone = keeper.api(f"/arrivals/{made.json['arrival_id']}/undo", {"reason": "typed wrong"})
    assert undone.status_code == 200
