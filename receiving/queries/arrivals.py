"""Show what is expected, what arrived, and how much of it has passed, failed and is pending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.queries.columns import quantity
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text
from procurement.finding_room import goods_may_come, to_come, tolerated
from procurement.tables import Order, OrderLine, Supplier
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, ClaimedLine, Inspection, Recount, SupplierReturn


@dataclass(frozen=True, slots=True)
class LotQuantities:
    """Show how much of an arrival's lot was received, passed, failed, and waits in the hold."""

    received: Quantity
    passed: Quantity
    failed: Quantity
    pending: Quantity


@dataclass(frozen=True, slots=True)
class ArrivedLotView:
    """Show a lot of an arrival."""

    lot_id: int
    lot_number: str
    serial_number: str | None
    supplier_lot: str | None
    expires_on: date | None
    made_on: date | None
    quantities: LotQuantities


@dataclass(frozen=True, slots=True)
class ArrivalLineView:
    """Show a line of an arrival; only an `ordered` line has lots, the others name the return that was opened."""

    arrival_line_id: int
    kind: str
    part_id: int
    part_number: str
    part_name: Text
    quantity: Quantity
    order_line_id: int | None
    order_id: int | None
    order_number: str | None
    ordered: Quantity | None
    ordered_part_number: str | None
    note: str
    lots: tuple[ArrivedLotView, ...]
    return_numbers: tuple[str, ...]
    claim_id: int | None
    claim_number: str | None


@dataclass(frozen=True, slots=True)
class RecountView:
    """Show where a delivery that was counted blind differs from its order, and whether it was counted again."""

    recount_id: int
    order_line_id: int
    order_number: str
    part_id: int
    part_number: str
    expected: Quantity
    arrived: Quantity
    confirmed_by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """Show an arrival with everything about it."""

    arrival_id: int
    number: str
    state: str
    store_id: int
    store_code: str
    supplier_id: int
    supplier_name: Text
    delivery_note: str
    carrier: str
    arrived_on: date
    registered_at: datetime
    registered_by: str
    note: str
    undone_reason: str
    lines: tuple[ArrivalLineView, ...]
    recounts: tuple[RecountView, ...]


def expected_select(*, store_id: int | None = None, supplier_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return the open lines of orders that were sent, one row each, with the day they are due."""
    still = to_come()
    found = (
        select(
            OrderLine.id.label("order_line_id"),
            Order.id.label("order_id"),
            Order.number.label("order_number"),
            Order.state.label("order_state"),
            Order.store_id,
            Order.supplier_id,
            Supplier.code.label("supplier_code"),
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            OrderLine.part_id,
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Part.serial_tracked,
            Part.shelf_life_days,
            OrderLine.quantity.label("ordered"),
            OrderLine.received,
            quantity(tolerated()).label("over_tolerance"),
            quantity(still).label("expected"),
            func.coalesce(OrderLine.promised_on, Order.expected_on, OrderLine.needed_on).label("due_on"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .join(Part, Part.id == OrderLine.part_id)
        .where(goods_may_come(), still > 0)
    )
    if store_id is not None:
        found = found.where(Order.store_id == store_id)
    return found if supplier_id is None else found.where(Order.supplier_id == supplier_id)


def arrivals_select(*, store_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return every arrival, one row each, with the number of its lines."""
    lines = select(func.count()).where(ArrivalLine.arrival_id == Arrival.id).scalar_subquery()
    found = (
        select(
            Arrival.id.label("arrival_id"),
            Arrival.number,
            Arrival.state,
            Arrival.store_id,
            Location.code.label("store_code"),
            Arrival.supplier_id,
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            Arrival.delivery_note,
            Arrival.arrived_on,
            Arrival.registered_at,
            Person.name.label("registered_by"),
            lines.label("lines"),
        )
        .join(Location, Location.id == Arrival.store_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(Person, Person.id == Arrival.registered_by_id)
    )
    return found if store_id is None else found.where(Arrival.store_id == store_id)


def registered_before(session: Session, *, supplier_id: int, delivery_note: str) -> tuple[str, ...]:
    """Return the arrivals that already carry this delivery note, so that the keeper is warned of a second booking."""
    same = select(Arrival.number).where(
        Arrival.supplier_id == supplier_id,
        Arrival.delivery_note == delivery_note.strip(),
        Arrival.delivery_note != "",
        Arrival.state != "undone",
    )
    return tuple(session.scalars(same.order_by(Arrival.id)))


def quantities(session: Session, lot_ids: list[int]) -> dict[int, LotQuantities]:
    """Return received, passed, failed and pending of arrived lots; pending is what the hold holds."""
    judged = (
        select(
            Inspection.arrival_lot_id,
            func.sum(Inspection.passed, type_=QuantityType).label("passed"),
            func.sum(Inspection.failed, type_=QuantityType).label("failed"),
        )
        .where(Inspection.state == "decided")
        .group_by(Inspection.arrival_lot_id)
        .subquery()
    )
    held = (
        select(Balance.lot_id, func.sum(Balance.on_hand).label("pending"))
        .join(Location, Location.id == Balance.location_id)
        .where(Location.kind == LocationKind.HOLD, Balance.lot_id.in_(lot_ids))
        .group_by(Balance.lot_id)
        .subquery()
    )
    rows = session.execute(
        select(ArrivalLot.lot_id, ArrivalLot.quantity, judged.c.passed, judged.c.failed, held.c.pending)
        .outerjoin(judged, judged.c.arrival_lot_id == ArrivalLot.id)
        .outerjoin(held, held.c.lot_id == ArrivalLot.lot_id)
        .where(ArrivalLot.lot_id.in_(lot_ids))
    )
    zero = Quantity.zero()
    return {
        lot_id: LotQuantities(received, passed or zero, failed or zero, pending or zero)
        for lot_id, received, passed, failed, pending in rows
    }


def arrival(session: Session, arrival_id: int) -> ArrivalView:
    """Return an arrival with its lines, lots and returns."""
    row = session.execute(
        select(Arrival, Location.code, Supplier, Person.name)
        .join(Location, Location.id == Arrival.store_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(Person, Person.id == Arrival.registered_by_id)
        .where(Arrival.id == arrival_id)
    ).one_or_none()
    if row is None:
        raise NotFound("arrival_unknown", id=arrival_id)
    head, store_code, supplier, registered_by = row
    return ArrivalView(
        head.id,
        head.number,
        head.state,
        head.store_id,
        store_code,
        supplier.id,
        supplier.name,
        head.delivery_note,
        head.carrier,
        head.arrived_on,
        head.registered_at,
        registered_by,
        head.note,
        head.undone_reason,
        _lines(session, arrival_id),
        _recounts(session, arrival_id),
    )


def _recounts(session: Session, arrival_id: int) -> tuple[RecountView, ...]:
    rows = session.execute(
        select(
            Recount.id,
            Recount.order_line_id,
            Order.number,
            Part.id,
            Part.number,
            Recount.expected,
            Recount.arrived,
            Person.name,
            Recount.confirmed_at,
        )
        .join(OrderLine, OrderLine.id == Recount.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Part, Part.id == OrderLine.part_id)
        .outerjoin(Person, Person.id == Recount.confirmed_by_id)
        .where(Recount.arrival_id == arrival_id)
        .order_by(Recount.id)
    )
    return tuple(RecountView(*row) for row in rows)


def _lines(session: Session, arrival_id: int) -> tuple[ArrivalLineView, ...]:
    ordered_part = select(Part.number).where(Part.id == OrderLine.part_id).correlate(OrderLine).scalar_subquery()
    rows = session.execute(
        select(
            ArrivalLine,
            Part,
            OrderLine.quantity,
            Order.id,
            Order.number,
            ordered_part,
            SupplierReturn.id,
            SupplierReturn.number,
        )
        .join(Part, Part.id == ArrivalLine.part_id)
        .outerjoin(OrderLine, OrderLine.id == ArrivalLine.order_line_id)
        .outerjoin(Order, Order.id == OrderLine.order_id)
        .outerjoin(ClaimedLine, ClaimedLine.arrival_line_id == ArrivalLine.id)
        .outerjoin(SupplierReturn, SupplierReturn.id == ClaimedLine.supplier_return_id)
        .where(ArrivalLine.arrival_id == arrival_id)
        .order_by(ArrivalLine.id)
    ).all()
    line_ids = [line.id for line, *_ in rows]
    lots = _lots(session, line_ids)
    returns: dict[int, list[str]] = {}
    for line_id, number in session.execute(
        select(SupplierReturn.arrival_line_id, SupplierReturn.number)
        .where(SupplierReturn.arrival_line_id.in_(line_ids))
        .order_by(SupplierReturn.id)
    ):
        returns.setdefault(line_id, []).append(number)
    return tuple(
        ArrivalLineView(
            line.id,
            line.kind,
            part.id,
            part.number,
            part.name,
            line.quantity,
            line.order_line_id,
            order_id,
            order_number,
            ordered,
            ordered_number,
            line.note,
            tuple(lots.get(line.id, ())),
            tuple(returns.get(line.id, ())),
            claim_id,
            claim_number,
        )
        for line, part, ordered, order_id, order_number, ordered_number, claim_id, claim_number in rows
    )


def _lots(session: Session, line_ids: list[int]) -> dict[int, list[ArrivedLotView]]:
    rows = session.execute(
        select(ArrivalLot.arrival_line_id, ArrivalLot.made_on, Lot)
        .join(Lot, Lot.id == ArrivalLot.lot_id)
        .where(ArrivalLot.arrival_line_id.in_(line_ids))
        .order_by(ArrivalLot.id)
    ).all()
    known = quantities(session, [lot.id for *_, lot in rows])
    lots: dict[int, list[ArrivedLotView]] = {}
    for line_id, made_on, lot in rows:
        view = ArrivedLotView(
            lot.id, lot.number, lot.serial_number, lot.supplier_lot, lot.expires_on, made_on, known[lot.id]
        )
        lots.setdefault(line_id, []).append(view)
    return lots
