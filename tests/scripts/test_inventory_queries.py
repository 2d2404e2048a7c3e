"""What the screens show, against what was done, on both engines."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import queries, reserving, transferring
from inventory.places import MovementKind as M
from inventory.queries.stock_cards import card_page
from inventory.tables import Alternate, Category, Part
from kernel.amounts import Money
from kernel.errors import NotFound
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q

TODAY = date(2026, 3, 2)


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def rows(session: Session, statement: Any) -> list[dict[str, Any]]:
    session.flush()
    return [dict(row) for row in session.execute(statement).mappings()]


def test_the_stock_list_tells_every_state(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 5, cost="10.5")
    desk.ask(desk.order("W1"), "P1", 3)
    lot = desk.bring("P1", 10, "20").lots[0].lot_id
    desk.clear(lot, 4, 1)
    desk.ask(desk.order("W2"), "P2", 2)
    found = rows(session, queries.stock_select(on=TODAY).order_by(Part.number))
    assert [row["number"] for row in found] == ["P1", "P2"]
    first, second = found
    expected = {
        "on_hand": q(5),
        "reserved": q(3),
        "expired": q(0),
        "available": q(2),
        "backordered": q(0),
        "hold": q(5),
        "staging": q(4),
        "quarantine": q(1),
        "in_transit": q(0),
        "value_cny": Money.of("252.5"),
        "store_code": "C",
        "unit": "pcs",
    }
    assert {name: first[name] for name in expected} == expected
    assert (second["on_hand"], second["backordered"], second["value_cny"]) == (q(0), q(2), Money.zero())
    assert rows(session, queries.stock_select(on=TODAY, store_id=world.places["N"])) == []
    assert len(rows(session, queries.stock_select(on=TODAY, part_id=world.parts["P2"]))) == 1


def test_a_listing_is_sorted_filtered_and_paged_in_the_database(session: Session, world: World) -> None:
    for part, quantity in (("P1", 5), ("P2", 9), ("P3", 2)):
        world.stocked(part, quantity)
    listing = queries.stock_select(on=TODAY).subquery()
    page = select(listing.c.number, listing.c.on_hand).order_by(listing.c.on_hand.desc()).offset(1).limit(1)
    assert rows(session, page) == [{"number": "P1", "on_hand": q(5)}]
    assert session.scalar(select(func.count()).select_from(listing).where(listing.c.on_hand > q(4))) == 2


def test_availability_opens_to_lots_and_requests(session: Session, world: World, desk: Desk) -> None:
    old = world.stocked("FRESH", 2, on=date(2025, 1, 1), expires_on=date(2026, 3, 1))
    good = world.stocked("FRESH", 3, on=date(2025, 2, 1), expires_on=date(2026, 9, 1), at="C-A2")
    first = desk.ask(desk.order("W1"), "FRESH", 2, minutes=1)
    second = desk.ask(desk.order("W2", "important"), "FRESH", 2, minutes=2)
    seen = queries.availability(session, part_id=world.parts["FRESH"], store_id=world.places["C"], on=TODAY)
    assert (seen.on_hand, seen.reserved, seen.expired, seen.available) == (q(5), q(3), q(2), q(0))
    assert seen.backordered == q(1)
    assert [(lot.lot_id, lot.location_code, lot.on_hand) for lot in seen.lots] == [
        (old, "C-A1", q(2)),
        (good, "C-A2", q(3)),
    ]
    assert [(r.part_request_id, r.reserved, r.backordered) for r in seen.requests] == [
        (second.part_request_id, q(1), q(1)),
        (first.part_request_id, q(2), q(0)),
    ]
    nothing = queries.availability(session, part_id=world.parts["P1"], store_id=world.places["N"], on=TODAY)
    assert (nothing.on_hand, nothing.lots, nothing.requests) == (q(0), (), ())


def test_waiting_and_picking_queues_are_in_serving_order(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    ready = desk.ask(desk.order("W1"), "P1", 2, minutes=0)
    late = desk.ask(desk.order("W2"), "P1", 1, minutes=1)
    urgent = desk.ask(desk.order("W3", "important"), "P1", 1, minutes=2)
    waiting = rows(session, queries.waiting_select(store_id=world.places["C"]))
    assert [row["part_request_id"] for row in waiting] == [
        urgent.part_request_id,
        ready.part_request_id,
        late.part_request_id,
    ]
    assert [row["engineer"] for row in waiting] == ["Engineer"] * 3
    backordered = rows(session, queries.waiting_select(backordered_only=True))
    assert [row["part_request_id"] for row in backordered] == [urgent.part_request_id, late.part_request_id]
    picks = rows(session, queries.pick_queue_select(store_id=world.places["C"]))
    assert [(row["part_request_id"], row["reserved"]) for row in picks] == [(ready.part_request_id, q(2))]
    assert len(queries.waiting_requests(session, part_id=world.parts["P2"])) == 0


def test_the_stock_card_runs_and_each_page_is_right(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 5)
    world.move(M.RELOCATION, lot, "C-A1", "C-A2", 2)
    order = desk.order()
    desk.issue(desk.ask(order, "P1", 3).part_request_id, 3)
    desk.give_back(order, lot, 1)
    world.stocked("P1", 4, at="N-A1")
    card = functools.partial(card_page, session, part_id=world.parts["P1"], store_id=world.places["C"])
    found = card().entries[::-1]
    assert [(line.kind, line.change, line.balance) for line in found] == [
        ("putaway", q(5), q(5)),
        ("issue", -q(3), q(2)),
        ("return", q(1), q(3)),
    ]
    assert found[-1].balance == desk.stock("P1")[0]
    assert card(after=found[0].movement_id, size=1).entries == found[1:2]
    assert card(before=found[2].movement_id, size=1).entries == found[1:2]
    assert {line.reference for line in found[1:]} == {"W1"}


def test_stock_and_value_of_a_past_day(session: Session, world: World, desk: Desk) -> None:
    category = Category(code="ELEC", name_zh="电气", name_en="Electric")
    session.add(category)
    session.flush()
    session.get_one(Part, world.parts["P1"]).category_id = category.id
    world.stocked("P1", 5, cost="10")
    world.stocked("P2", 2, cost="3.3333", at="N-A1")
    tomorrow = NOON + timedelta(days=1)
    asked = desk.ask(desk.order(), "P1", 2)
    desk.issue(asked.part_request_id, 2, at=tomorrow)
    session.commit()
    assert queries.stock_value(session) == Money.of("36.6666")
    assert queries.stock_value(session, on=TODAY) == Money.of("56.6666")
    assert queries.stock_value(session, on=TODAY, store_id=world.places["C"]) == Money.of(50)
    assert queries.stock_value(session, on=TODAY - timedelta(days=1)) == Money.zero()
    then = rows(session, queries.stock_on_select(on=TODAY, store_id=world.places["C"]))
    assert [(row["number"], row["on_hand"], row["value_cny"]) for row in then] == [("P1", q(5), Money.of(50))]
    by_store = rows(session, queries.value_select("store", on=TODAY))
    assert {row["code"]: row["value_cny"] for row in by_store} == {"C": Money.of(50), "N": Money.of("6.6666")}
    by_category = rows(session, queries.value_select("category"))
    assert {row["code"]: row["value_cny"] for row in by_category} == {"ELEC": Money.of(30), None: Money.of("6.6666")}
    by_part = rows(session, queries.value_select("part"))
    assert {row["code"]: row["value_cny"] for row in by_part} == {"P1": Money.of(30), "P2": Money.of("6.6666")}
    speed = queries.turnover(session, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=1))
    assert (speed.used_cny, speed.value_before_cny, speed.value_after_cny) == (
        Money.of(20),
        Money.of("56.6666"),
        Money.of("36.6666"),
    )
    assert speed.turns_per_year == pytest.approx(20 / 46.6666 * 365)
    assert speed.days_of_cover == pytest.approx(36.6666 / 20)
    still = queries.turnover(session, since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=8))
    assert (still.turns_per_year, still.days_of_cover) == (None, None)


def test_a_work_order_shows_what_it_used_at_cost(session: Session, world: World, desk: Desk) -> None:
    old = world.stocked("P1", 1, on=date(2026, 1, 1), cost="10")
    new = world.stocked("P1", 3, on=date(2026, 2, 1), cost="12")
    order = desk.order()
    desk.issue(desk.ask(order, "P1", 3).part_request_id, 3)
    desk.give_back(order, new, 1)
    used = queries.consumption(session, work_order_id=order)
    assert [(lot.lot_id, lot.quantity, lot.cost_cny) for lot in used.lots] == [
        (old, q(1), Money.of(10)),
        (new, q(1), Money.of(12)),
    ]
    assert used.cost_cny == Money.of(22)
    with pytest.raises(NotFound):
        queries.consumption(session, work_order_id=99)


def test_queues_of_putaway_and_quarantine(session: Session, world: World, desk: Desk) -> None:
    late = desk.bring("P1", 5).lots[0].lot_id
    early = desk.bring("P2", 5, received_on=date(2026, 2, 1)).lots[0].lot_id
    desk.clear(late, 3, 1)
    desk.clear(early, 2, 0)
    staged = rows(session, queries.putaway_select(store_id=world.places["C"]))
    assert [(row["lot_id"], row["on_hand"], row["since_at"]) for row in staged] == [
        (early, q(2), NOON),
        (late, q(3), NOON),
    ]
    assert [row["on_hand"] for row in rows(session, queries.quarantine_select())] == [q(1)]
    assert rows(session, queries.putaway_select(store_id=world.places["N"])) == []


def test_transfers_to_send_and_to_receive(session: Session, world: World) -> None:
    asked = transferring.request_transfer(
        session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((world.parts["P1"], q(1)), (world.parts["P2"], q(2))),
        by=world.people["keeper2"],
        at=NOON,
        request_key=key(),
    )
    to_send = rows(session, queries.transfers_select(from_store_id=world.places["C"], states=("requested",)))
    assert [(row["number"], row["parts"], row["to_code"]) for row in to_send] == [(asked.number, 2, "N")]
    assert rows(session, queries.transfers_select(to_store_id=world.places["N"], states=("sent",))) == []
    lines = rows(session, queries.transfer_lines_select(transfer_id=asked.transfer_id))
    assert [(line["number"], line["quantity"], line["sent"]) for line in lines] == [
        ("P1", q(1), q(0)),
        ("P2", q(2), q(0)),
    ]


def test_age_bands_and_slow_stock(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 1, on=TODAY - timedelta(days=30), cost="10")
    world.stocked("P1", 1, on=TODAY - timedelta(days=31), cost="7")
    world.stocked("P2", 2, on=TODAY - timedelta(days=400), cost="5")
    bands = queries.ageing(session, on=TODAY)
    assert [(band.from_days, band.to_days, band.lots, band.value_cny) for band in bands] == [
        (0, 30, 1, Money.of(10)),
        (31, 90, 1, Money.of(7)),
        (91, 180, 0, Money.zero()),
        (181, 365, 0, Money.zero()),
        (366, None, 1, Money.of(10)),
    ]
    slow = rows(session, queries.slow_select(on=TODAY, days=180))
    assert [(row["number"], row["on_hand"], row["issued_on"]) for row in slow] == [("P2", q(2), None)]
    desk.issue(desk.ask(desk.order(), "P2", 1).part_request_id, 1)
    assert rows(session, queries.slow_select(on=TODAY, days=180)) == []


def test_demand_is_what_was_asked_for_and_needed(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 4)
    order = desk.order("W1")
    used = desk.ask(order, "P1", 3)
    desk.issue(used.part_request_id, 3)
    desk.give_back(order, lot, 1)
    short = desk.ask(desk.order("W2"), "P1", 5, minutes=1)
    found = queries.demand_events(session, since=TODAY, until=TODAY)
    assert [(event.part_request_id, event.quantity, event.stream) for event in found] == [
        (used.part_request_id, q(2), "repair"),
        (short.part_request_id, q(5), "repair"),
    ]
    reserving.expire(session, by=1, at=NOON + timedelta(days=20), request_key=key())
    lapsed = queries.demand_events(session, since=TODAY, until=TODAY)
    assert [event.quantity for event in lapsed] == [q(2), q(3)]
    assert queries.demand_events(session, since=TODAY + timedelta(days=1), until=TODAY + timedelta(days=9)) == ()


def test_substitutes_are_offered_with_what_is_free(session: Session, world: World) -> None:
    for other, note in (("P2", "同规格"), ("P3", "")):
        session.add(Alternate(part_id=world.parts["P1"], alternate_part_id=world.parts[other], note=note))
    world.stocked("P3", 2)
    found = queries.substitutes(session, part_id=world.parts["P1"], store_id=world.places["C"])
    assert [(s.number, s.available, s.note) for s in found] == [("P3", q(2), ""), ("P2", q(0), "同规格")]


def test_a_van_shows_what_is_in_it(session: Session, world: World) -> None:
    lot = world.stocked("P1", 3)
    world.stocked("P2", 3)
    world.move(M.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 2)
    world.move(M.TRANSFER_IN, lot, "VAN1-T", "VAN1", 2)
    found = rows(session, queries.van_stock_select(van_id=world.places["VAN1"], on=TODAY))
    assert [(row["number"], row["on_hand"]) for row in found] == [("P1", q(2))]


def test_movements_of_a_lot_and_of_a_place(session: Session, world: World) -> None:
    lot = world.stocked("P1", 3)
    world.stocked("P2", 1, at="C-A2")
    of_lot = rows(session, queries.movements_select(lot_id=lot))
    assert [row["kind"] for row in of_lot] == ["opening", "release", "putaway"]
    through = rows(session, queries.movements_select(location_id=world.places["C-A2"]))
    assert [(row["number"], row["to_code"], row["quantity"]) for row in through] == [("P2", "C-A2", q(1))]
