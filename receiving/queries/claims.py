"""Show returns to suppliers and claims: open, overdue, and what each supplier owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from inventory.tables import Location, Lot, Part, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text
from procurement.tables import Order, OrderLine, Supplier
from receiving.queries.owed import STORE, under_way
from receiving.tables import (
    Arrival,
    ArrivalLine,
    ArrivalLot,
    ClaimedLine,
    Inspection,
    Settlement,
    SupplierReturn,
)


@dataclass(frozen=True, slots=True)
class SettlementView:
    """Show how a part of a claim ended."""

    kind: str
    quantity: Quantity
    amount_cny: Money
    reference: str
    settled_by: str
    settled_at: datetime
    note: str
    credited_on: date | None
    inspection_id: int | None


@dataclass(frozen=True, slots=True)
class ReplacementView:
    """Show a lot that came for a claim, and what became of it."""

    arrival_id: int
    arrival_number: str
    kind: str
    lot_id: int
    lot_number: str
    quantity: Quantity
    passed: Quantity
    failed: Quantity


@dataclass(frozen=True, slots=True)
class ReturnView:
    """Show a return and its claim."""

    supplier_return_id: int
    number: str
    state: str
    reason: str
    demand: str
    note: str
    supplier_id: int
    supplier_name: Text
    part_id: int
    part_number: str
    part_name: Text
    lot_id: int | None
    lot_number: str | None
    quarantine_code: str | None
    arrival_id: int
    arrival_number: str
    order_number: str | None
    inspection_id: int | None
    inspection_number: str | None
    quantity: Quantity
    sent: Quantity
    scrapped: Quantity
    settled: Quantity
    amount_cny: Money
    deadline_on: date
    opened_by: str
    opened_at: datetime
    store_id: int
    failed_lot_id: int | None
    failed_lot_number: str | None
    work_order_id: int | None
    work_order_number: str | None
    product_serial: str | None
    settlements: tuple[SettlementView, ...]
    under_way: Quantity
    replacements: tuple[ReplacementView, ...]


FAILED = aliased(Lot)


@dataclass(frozen=True, slots=True)
class SupplierClaims:
    """Show what a supplier has not settled yet."""

    supplier_id: int
    supplier_name: Text
    claims: int
    overdue: int
    amount_cny: Money


def returns_select(*, state: str | None = None, overdue_on: date | None = None) -> Select[*tuple[Any, ...]]:
    """Return every return, one row each; of one state, or only those unsettled whose deadline was before a day."""
    found = (
        select(
            SupplierReturn.id.label("supplier_return_id"),
            SupplierReturn.number,
            SupplierReturn.state,
            SupplierReturn.reason,
            SupplierReturn.demand,
            SupplierReturn.supplier_id,
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            SupplierReturn.part_id,
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            SupplierReturn.lot_id,
            Lot.number.label("lot_number"),
            Arrival.id.label("arrival_id"),
            Arrival.number.label("arrival_number"),
            STORE.label("store_id"),
            SupplierReturn.quantity,
            SupplierReturn.sent,
            SupplierReturn.scrapped,
            SupplierReturn.settled,
            type_coerce(SupplierReturn.quantity - SupplierReturn.settled, QuantityType).label("owed"),
            SupplierReturn.amount_cny,
            SupplierReturn.deadline_on,
            SupplierReturn.opened_at,
        )
        .join(Supplier, Supplier.id == SupplierReturn.supplier_id)
        .join(Part, Part.id == SupplierReturn.part_id)
        .join(ArrivalLine, ArrivalLine.id == SupplierReturn.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Lot, Lot.id == SupplierReturn.lot_id)
        .outerjoin(Location, Location.id == SupplierReturn.quarantine_location_id)
    )
    if state is not None:
        found = found.where(SupplierReturn.state == state)
    if overdue_on is not None:
        found = found.where(SupplierReturn.state.in_(("open", "returned")), SupplierReturn.deadline_on < overdue_on)
    return found


def supplier_return(session: Session, supplier_return_id: int) -> ReturnView:
    """Return one return with its settlements."""
    row = session.execute(
        select(
            SupplierReturn,
            Supplier,
            Part,
            Lot.number,
            Location.code,
            Arrival.id,
            Arrival.number,
            Order.number,
            Inspection.number,
            Person.name,
            STORE,
            FAILED.number,
            WorkOrder,
        )
        .join(Supplier, Supplier.id == SupplierReturn.supplier_id)
        .join(Part, Part.id == SupplierReturn.part_id)
        .join(ArrivalLine, ArrivalLine.id == SupplierReturn.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Person, Person.id == SupplierReturn.opened_by_id)
        .outerjoin(Lot, Lot.id == SupplierReturn.lot_id)
        .outerjoin(Location, Location.id == SupplierReturn.quarantine_location_id)
        .outerjoin(OrderLine, OrderLine.id == ArrivalLine.order_line_id)
        .outerjoin(Order, Order.id == OrderLine.order_id)
        .outerjoin(Inspection, Inspection.id == SupplierReturn.inspection_id)
        .outerjoin(FAILED, FAILED.id == SupplierReturn.failed_lot_id)
        .outerjoin(WorkOrder, WorkOrder.id == SupplierReturn.work_order_id)
        .where(SupplierReturn.id == supplier_return_id)
    ).one_or_none()
    if row is None:
        raise NotFound("supplier_return_unknown", id=supplier_return_id)
    back, supplier, part, lot_number, place_code, arrival_id, arrival_number, order_number, inspected, *more = row
    opened_by, store_id, failed_number, work_order = more
    return ReturnView(
        back.id,
        back.number,
        back.state,
        back.reason,
        back.demand,
        back.note,
        supplier.id,
        supplier.name,
        part.id,
        part.number,
        part.name,
        back.lot_id,
        lot_number,
        place_code,
        arrival_id,
        arrival_number,
        order_number,
        back.inspection_id,
        inspected,
        back.quantity,
        back.sent,
        back.scrapped,
        back.settled,
        back.amount_cny,
        back.deadline_on,
        opened_by,
        back.opened_at,
        store_id,
        back.failed_lot_id,
        failed_number,
        back.work_order_id,
        work_order.number if work_order else None,
        work_order.product_serial if work_order else None,
        _settlements(session, back.id),
        under_way(session, back.id),
        _replacements(session, back.id),
    )


def _replacements(session: Session, supplier_return_id: int) -> tuple[ReplacementView, ...]:
    judged = [
        select(func.coalesce(func.sum(column, type_=QuantityType), 0))
        .where(Inspection.arrival_lot_id == ArrivalLot.id, Inspection.state == "decided")
        .correlate(ArrivalLot)
        .scalar_subquery()
        for column in (Inspection.passed, Inspection.failed)
    ]
    rows: Any = session.execute(
        select(
            Arrival.id,
            Arrival.number,
            ArrivalLine.kind,
            Lot.id,
            Lot.number,
            ArrivalLot.quantity,
            *(type_coerce(each, QuantityType) for each in judged),
        )
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(ClaimedLine, ClaimedLine.arrival_line_id == ArrivalLine.id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Lot, Lot.id == ArrivalLot.lot_id)
        .where(ClaimedLine.supplier_return_id == supplier_return_id, Arrival.state != "undone")
        .order_by(ArrivalLot.id)
    )
    return tuple(ReplacementView(*row) for row in rows)


def _settlements(session: Session, supplier_return_id: int) -> tuple[SettlementView, ...]:
    rows = session.execute(
        select(Settlement, Person.name)
        .join(Person, Person.id == Settlement.settled_by_id)
        .where(Settlement.supplier_return_id == supplier_return_id)
        .order_by(Settlement.id)
    )
    return tuple(
        SettlementView(
            row.kind,
            row.quantity,
            row.amount_cny,
            row.reference,
            name,
            row.settled_at,
            row.note,
            row.credited_on,
            row.inspection_id,
        )
        for row, name in rows
    )


def open_claims(session: Session, *, on: date) -> tuple[SupplierClaims, ...]:
    """Return per supplier what is not settled, the largest amount first."""
    late = func.count().filter(SupplierReturn.deadline_on < on)
    amount = func.sum(SupplierReturn.amount_cny)
    rows = session.execute(
        select(Supplier, func.count(), late, amount)
        .join(Supplier, Supplier.id == SupplierReturn.supplier_id)
        .where(SupplierReturn.state.in_(("open", "returned")))
        .group_by(Supplier.id)
        .order_by(amount.desc(), Supplier.id)
    )
    return tuple(SupplierClaims(s.id, s.name, number, overdue, owed) for s, number, overdue, owed in rows)
