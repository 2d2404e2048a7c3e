"""Register what arrives: taken in, over, wrong, short, several orders, undone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import Conflict, InvalidState, RuleViolation
from procurement.tables import Order, OrderLine
from receiving.arriving import register_arrival, undo_arrival
from receiving.inspecting import begin
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection, SupplierReturn
from tests.support.procurement import Market
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for supplier in ("ACME", "OTHER"):
        for part in ("P1", "P2", "HOSE", "FRESH", "SER"):
            market.offer(supplier, part, (0, "10"))
    world.session.commit()
    return Ramp(market)


def test_what_was_ordered_lies_in_the_hold_and_is_not_stock(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10))
    made = ramp.register(ramp.line(order.line_ids[0], "P1", 10, supplier_lot="B77"))
    session.commit()
    (line,) = made.lines
    assert (line.kind, line.quantity, made.state) == ("ordered", q(10), "open")
    assert ramp.where(line.lots[0].lot_id) == {"C-H": q(10)}
    assert session.get_one(Order, order.order_id).state == "received"
    row = session.scalars(select(ArrivalLot)).one()
    assert (row.quantity, row.bought_by_id) == (q(10), ramp.world.people["buyer"])


def test_short_delivery_leaves_the_order_open(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10))
    ramp.register(ramp.line(order.line_ids[0], "P1", 4))
    assert session.get_one(Order, order.order_id).state == "partly_received"
    ramp.register(ramp.line(order.line_ids[0], "P1", 6))
    assert session.get_one(Order, order.order_id).state == "received"


def test_surplus_beyond_tolerance_goes_back_without_touching_the_ledger(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 100))
    tolerance = session.get_one(OrderLine, order.line_ids[0]).over_tolerance
    made = ramp.register(ramp.line(order.line_ids[0], "P1", 120))
    session.commit()
    taken, over = made.lines
    assert (taken.kind, taken.quantity) == ("ordered", q(100) + tolerance)
    assert (over.kind, over.quantity, over.lots) == ("over", q(20) - tolerance, ())
    back = session.get_one(SupplierReturn, over.supplier_return_id)
    assert (back.reason, back.quantity, back.lot_id, back.state) == ("over", over.quantity, None, "open")
    assert back.number == over.supplier_return_number
    assert ramp.where(taken.lots[0].lot_id) == {"C-H": taken.quantity}


def test_wrong_part_is_on_record_and_goes_back(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10))
    made = ramp.register(ramp.line(order.line_ids[0], "P2", 3), ramp.line(None, "HOSE", "2.5"))
    assert [line.kind for line in made.lines] == ["wrong_part", "wrong_part"]
    assert (made.posting_id, made.state) == (None, "closed")
    assert {row.reason for row in session.scalars(select(SupplierReturn))} == {"wrong_part"}
    assert session.get_one(OrderLine, order.line_ids[0]).received == q(0)


def test_several_orders_in_one_delivery(session: Session, ramp: Ramp) -> None:
    first, second = ramp.market.sent("ACME", ("P1", 5), ("P2", 2)), ramp.market.sent("ACME", ("P1", 3))
    made = ramp.register(
        ramp.line(first.line_ids[0], "P1", 3, supplier_lot="A"),
        ramp.line(first.line_ids[0], "P1", 2, supplier_lot="B"),
        ramp.line(first.line_ids[1], "P2", 2),
        ramp.line(second.line_ids[0], "P1", 3),
    )
    session.commit()
    assert len({line.delivery_id for line in made.lines}) == 4
    assert {session.get_one(Order, o.order_id).state for o in (first, second)} == {"received"}


def test_serials_and_expiry_are_asked_for(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("SER", 3), ("FRESH", 4))
    serial, fresh = order.line_ids
    session.commit()
    with pytest.raises(RuleViolation, match="serials_do_not_match"):
        ramp.register(ramp.line(serial, "SER", 3, serial_numbers=("S1", "S2")))
    session.rollback()
    with pytest.raises(RuleViolation, match="expiry_needed"):
        ramp.register(ramp.line(fresh, "FRESH", 4))
    session.rollback()
    made = ramp.register(
        ramp.line(serial, "SER", 3, serial_numbers=("S1", "S2", "S3")),
        ramp.line(fresh, "FRESH", 4, expires_on=date(2026, 12, 31)),
    )
    assert [lot.quantity for lot in made.lines[0].lots] == [q(1)] * 3
    session.commit()


@pytest.mark.parametrize(
    ("supplier", "state", "code"), [("OTHER", "sent", "order_of_another_supplier"), ("ACME", "draft", "order_not_sent")]
)
def test_an_order_must_be_the_suppliers_and_sent(
    session: Session, ramp: Ramp, supplier: str, state: str, code: str
) -> None:
    order = ramp.market.sent("ACME", ("P1", 5)) if state == "sent" else ramp.market.draft("ACME", ("P1", 5))
    with pytest.raises((RuleViolation, InvalidState), match=code):
        ramp.register(ramp.line(order.line_ids[0], "P1", 5), supplier=supplier)


def test_an_arrival_is_not_of_tomorrow(ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 5))
    with pytest.raises(RuleViolation, match="arrived_in_future"):
        ramp.register(ramp.line(order.line_ids[0], "P1", 5), on=date(2026, 3, 3))


def test_the_same_request_registers_once(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10))
    world = ramp.world
    arguments = {
        "store_id": world.places["C"],
        "supplier_id": ramp.market.suppliers["ACME"],
        "delivery_note": "DN-9",
        "arrived_on": TODAY,
        "by": world.people["keeper"],
        "at": NOON,
        "request_key": "the-same",
    }
    first = register_arrival(session, lines=(ramp.line(order.line_ids[0], "P1", 5),), **arguments)
    session.commit()
    assert register_arrival(session, lines=(ramp.line(order.line_ids[0], "P1", 5),), **arguments) == first
    with pytest.raises(Conflict, match="request_key_reused"):
        register_arrival(session, lines=(ramp.line(order.line_ids[0], "P1", 4),), **arguments)


def undo(ramp: Ramp, arrival: int):
    people = ramp.world.people
    return undo_arrival(
        ramp.world.session, arrival_id=arrival, reason="wrong truck", by=people["keeper"], at=NOON, request_key=key()
    )


def test_an_arrival_is_undone_while_it_lies_in_the_hold(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10))
    made = ramp.register(ramp.line(order.line_ids[0], "P1", 20))
    lot = made.lines[0].lots[0].lot_id
    begin(session, lot_id=lot, by=ramp.world.people["inspector"], at=NOON, request_key=key())
    session.commit()
    undone = undo(ramp, made.arrival_id)
    session.commit()
    assert undone.posting_id is not None
    assert ramp.where(lot) == {}
    assert session.get_one(OrderLine, order.line_ids[0]).received == q(0)
    assert session.get_one(Order, order.order_id).state == "sent"
    assert session.get_one(Arrival, made.arrival_id).state == "undone"
    assert [row.state for row in session.scalars(select(SupplierReturn))] == ["cancelled"]
    assert [row.state for row in session.scalars(select(Inspection))] == ["dropped"]
    with pytest.raises(InvalidState, match="arrival_not_open"):
        undo(ramp, made.arrival_id)
    session.rollback()
    assert ramp.register(ramp.line(order.line_ids[0], "P1", 10)).lines[0].kind == "ordered"
    session.commit()


def test_an_arrival_with_a_verdict_is_not_undone(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 10)
    ramp.decide(lot, 4)
    session.commit()
    with pytest.raises(InvalidState, match="arrival_inspected"):
        undo(ramp, session.scalars(select(ArrivalLine)).one().arrival_id)
