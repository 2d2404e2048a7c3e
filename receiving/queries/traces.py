"""Trace a lot back to where it came from, and give the facts of receiving that an evaluation looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Balance, Lot
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.text import Text
from procurement.tables import Delivery, Order, OrderLine, Supplier
from receiving.queries.claims import ReturnView, supplier_return
from receiving.queries.inspections import InspectionView, inspection
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection, SupplierReturn


@dataclass(frozen=True, slots=True)
class LotTrace:
    """Show where a lot came from; opening stock has no supplier, order or arrival."""

    lot_id: int
    lot_number: str
    origin: str
    supplier_id: int | None
    supplier_name: Text | None
    order_id: int | None
    order_number: str | None
    arrival_id: int | None
    arrival_number: str | None
    arrived_on: date | None
    delivery_id: int | None
    sister_lot_ids: tuple[int, ...]
    inspections: tuple[InspectionView, ...]
    returns: tuple[ReturnView, ...]


@dataclass(frozen=True, slots=True)
class ReceivingFact:
    """Hold one delivery as receiving saw it, for the evaluation of its supplier."""

    supplier_id: int
    part_id: int
    order_line_id: int
    delivery_id: int
    received_on: date
    due_on: date | None
    received: Quantity
    passed: Quantity
    failed: Quantity
    severity: str | None


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """Hold one claim, how far it is and how long it took, for the evaluation of its supplier."""

    supplier_id: int
    part_id: int
    reason: str
    state: str
    quantity: Quantity
    settled: Quantity
    amount_cny: Money
    deadline_on: date
    opened_at: datetime


def trace(session: Session, lot_id: int) -> LotTrace:
    """Return supplier, order, arrival, inspections and returns of a lot, and the sister lots of the same delivery."""
    lot = session.get(Lot, lot_id)
    if lot is None:
        raise NotFound("lot_unknown", id=lot_id)
    came = session.execute(
        select(ArrivalLot.id, ArrivalLine.id, ArrivalLine.delivery_id, Arrival, Supplier, Order.id, Order.number)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(OrderLine, OrderLine.id == ArrivalLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(ArrivalLot.lot_id == lot_id)
    ).one_or_none()
    if came is None:
        nothing = (None,) * 8
        return LotTrace(lot.id, lot.number, lot.origin, *nothing, (), (), ())
    arrival_lot_id, line_id, delivery_id, arrival, supplier, order_id, order_number = came
    return LotTrace(
        lot.id,
        lot.number,
        lot.origin,
        supplier.id,
        supplier.name,
        order_id,
        order_number,
        arrival.id,
        arrival.number,
        arrival.arrived_on,
        delivery_id,
        _sisters(session, line_id, lot_id),
        tuple(inspection(session, each) for each in _inspections_of(session, arrival_lot_id)),
        tuple(supplier_return(session, each) for each in _returns_of(session, lot_id)),
    )


def lots_of_supplier(session: Session, *, part_id: int, store_id: int, supplier_id: int) -> tuple[int, ...]:
    """Return the lots of a part in a store that came from a supplier, and those of which no supplier is known."""
    came = (
        select(ArrivalLot.lot_id, Arrival.supplier_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .subquery()
    )
    listed = (
        select(Lot.id)
        .join(Balance, Balance.lot_id == Lot.id)
        .outerjoin(came, came.c.lot_id == Lot.id)
        .where(Balance.part_id == part_id, Balance.store_id == store_id, Balance.on_hand > Quantity.zero())
        .where((came.c.supplier_id == supplier_id) | (came.c.supplier_id.is_(None) & (Lot.origin == "opening")))
        .distinct()
        .order_by(Lot.id)
    )
    return tuple(session.scalars(listed))


def _sisters(session: Session, line_id: int, lot_id: int) -> tuple[int, ...]:
    """Return the other lots of the same part that came by the same arrival."""
    line = session.get_one(ArrivalLine, line_id)
    found = (
        select(ArrivalLot.lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .where(
            ArrivalLine.arrival_id == line.arrival_id,
            ArrivalLine.part_id == line.part_id,
            ArrivalLot.lot_id != lot_id,
        )
        .order_by(ArrivalLot.lot_id)
    )
    return tuple(session.scalars(found))


def _inspections_of(session: Session, arrival_lot_id: int) -> list[int]:
    found = select(Inspection.id).where(Inspection.arrival_lot_id == arrival_lot_id).order_by(Inspection.id)
    return list(session.scalars(found))


def _returns_of(session: Session, lot_id: int) -> list[int]:
    return list(
        session.scalars(select(SupplierReturn.id).where(SupplierReturn.lot_id == lot_id).order_by(SupplierReturn.id))
    )


def receiving_facts(
    session: Session, *, since: date, until: date, supplier_id: int | None = None
) -> tuple[ReceivingFact, ...]:
    """Return every live delivery that arrived in [since, until): quantities, punctuality and the worst finding."""
    found = (
        select(
            Order.supplier_id,
            OrderLine.part_id,
            OrderLine.id,
            Delivery.id,
            Delivery.received_on,
            Delivery.due_on,
            Delivery.quantity,
            Delivery.passed,
            Delivery.failed,
            Delivery.severity,
        )
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Delivery.state == "live", Delivery.received_on >= since, Delivery.received_on < until)
        .order_by(Delivery.id)
    )
    if supplier_id is not None:
        found = found.where(Order.supplier_id == supplier_id)
    rows: Any = session.execute(found)
    return tuple(ReceivingFact(*row) for row in rows)


def claim_facts(session: Session, *, since: datetime, until: datetime) -> tuple[ClaimFact, ...]:
    """Return the claims opened in [since, until) that were not cancelled."""
    found = (
        select(
            SupplierReturn.supplier_id,
            SupplierReturn.part_id,
            SupplierReturn.reason,
            SupplierReturn.state,
            SupplierReturn.quantity,
            SupplierReturn.settled,
            SupplierReturn.amount_cny,
            SupplierReturn.deadline_on,
            SupplierReturn.opened_at,
        )
        .where(SupplierReturn.opened_at >= since, SupplierReturn.opened_at < until, SupplierReturn.state != "cancelled")
        .order_by(SupplierReturn.id)
    )
    rows: Any = session.execute(found)
    return tuple(ClaimFact(*row) for row in rows)
