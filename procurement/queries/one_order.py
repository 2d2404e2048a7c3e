"""Show one order with all that belongs to it: lines, deliveries, approvals, versions, log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.queries.columns import quantity
from inventory.tables import Location, Part, Unit, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.tables import Person
from procurement.queries.columns import as_money, order_line_amount, still_open
from procurement.queries.order_lines import amount_of, lines_of
from procurement.queries.suppliers import PART_COLUMNS
from procurement.tables import (
    Delivery,
    Order,
    OrderApproval,
    OrderLine,
    OrderNote,
    OrderVersion,
    Supplier,
    SupplierPart,
)


@dataclass(frozen=True, slots=True)
class LineDetail:
    """Hold an order line as papers and pages show it."""

    order_line_id: int
    line_no: int
    part_id: int
    part_number: str
    part_name_zh: str
    part_name_en: str
    unit_code: str
    unit_name_zh: str
    unit_name_en: str
    supplier_part_number: str
    quantity: Quantity
    unit_price_cny: Money
    amount_cny: Money
    received: Quantity
    cancelled: Quantity
    open: Quantity
    over_tolerance: Quantity
    over_percent: int | None
    needed_on: date | None
    promised_on: date | None
    first_promised_on: date | None
    proposal_id: int | None
    minimum_quantity: Quantity | None
    multiple_quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class DeliveryDetail:
    """Hold a delivery of an order with its verdict."""

    delivery_id: int
    order_line_id: int
    quantity: Quantity
    received_on: date
    due_on: date | None
    days_late: int | None
    passed: Quantity
    failed: Quantity
    pending: Quantity
    severity: str | None
    state: str
    undo_reason: str


@dataclass(frozen=True, slots=True)
class ApprovalDetail:
    """Hold who approved which version of an order, and for how much."""

    version: int
    approved_by_id: int
    approved_by: str
    approved_at: datetime
    amount_cny: Money
    note: str


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """Hold the text of an order before an amendment."""

    version: int
    text: dict[str, Any]
    reason: str
    amended_by: str
    amended_at: datetime


@dataclass(frozen=True, slots=True)
class NoteDetail:
    """Hold an entry of an order's log."""

    order_note_id: int
    kind: str
    text: str
    by: str
    at: datetime
    order_line_id: int | None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Hold one order with all that belongs to it."""

    order_id: int
    number: str
    state: str
    version: int
    sent_version: int | None
    supplier_id: int
    supplier_code: str
    supplier_name_zh: str
    supplier_name_en: str
    store_id: int
    store_code: str
    store_name_zh: str
    store_name_en: str
    plan_id: int | None
    created_by_id: int
    created_by: str
    created_at: datetime
    created_on: date
    ordered_on: date | None
    expected_on: date | None
    sent_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    end_reason: str
    supplier_reference: str
    currency: str
    note: str
    urgent_reason: str
    work_order_id: int | None
    work_order: str
    amount_cny: Money
    lines: tuple[LineDetail, ...]
    deliveries: tuple[DeliveryDetail, ...]
    approvals: tuple[ApprovalDetail, ...]
    versions: tuple[VersionDetail, ...]
    notes: tuple[NoteDetail, ...]


def order_detail(session: Session, *, order_id: int) -> OrderDetail:
    """Return one order with lines, deliveries, approvals, versions and log."""
    order = found(session, Order, order_id)
    supplier, store = found(session, Supplier, order.supplier_id), found(session, Location, order.store_id)
    return OrderDetail(
        order_id=order.id,
        number=order.number,
        state=order.state,
        version=order.version,
        sent_version=order.sent_version,
        supplier_id=supplier.id,
        supplier_code=supplier.code,
        supplier_name_zh=supplier.name_zh,
        supplier_name_en=supplier.name_en,
        store_id=store.id,
        store_code=store.code,
        store_name_zh=store.name_zh,
        store_name_en=store.name_en,
        plan_id=order.plan_id,
        created_by_id=order.created_by_id,
        created_by=found(session, Person, order.created_by_id).name,
        created_at=order.created_at,
        created_on=order.created_on,
        ordered_on=order.ordered_on,
        expected_on=order.expected_on,
        sent_at=order.sent_at,
        confirmed_at=order.confirmed_at,
        ended_at=order.ended_at,
        end_reason=order.end_reason,
        supplier_reference=order.supplier_reference,
        currency=order.currency,
        note=order.note,
        urgent_reason=order.urgent_reason,
        work_order_id=order.work_order_id,
        work_order=found(session, WorkOrder, order.work_order_id).number if order.work_order_id else "",
        amount_cny=amount_of(lines_of(session, order.id)),
        lines=_lines(session, order.id),
        deliveries=_deliveries(session, order.id),
        approvals=_approvals(session, order.id),
        versions=_versions(session, order.id),
        notes=_notes(session, order.id),
    )


def _lines(session: Session, order_id: int) -> tuple[LineDetail, ...]:
    rows = session.execute(
        select(
            OrderLine.id.label("order_line_id"),
            OrderLine.line_no,
            OrderLine.part_id,
            *PART_COLUMNS,
            Unit.code.label("unit_code"),
            Unit.name_zh.label("unit_name_zh"),
            Unit.name_en.label("unit_name_en"),
            func.coalesce(SupplierPart.supplier_part_number, "").label("supplier_part_number"),
            OrderLine.quantity,
            OrderLine.unit_price_cny,
            as_money(order_line_amount()).label("amount_cny"),
            OrderLine.received,
            OrderLine.cancelled,
            quantity(still_open()).label("open"),
            OrderLine.over_tolerance,
            OrderLine.over_percent,
            OrderLine.needed_on,
            OrderLine.promised_on,
            OrderLine.first_promised_on,
            OrderLine.proposal_id,
            SupplierPart.minimum_quantity,
            SupplierPart.multiple_quantity,
        )
        .join(Part, Part.id == OrderLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(SupplierPart, SupplierPart.id == OrderLine.supplier_part_id)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.line_no)
    )
    return tuple(LineDetail(**row) for row in rows.mappings())


def _deliveries(session: Session, order_id: int) -> tuple[DeliveryDetail, ...]:
    rows = session.scalars(
        select(Delivery)
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .where(OrderLine.order_id == order_id)
        .order_by(Delivery.received_on, Delivery.id)
    )
    return tuple(
        DeliveryDetail(
            delivery_id=row.id,
            order_line_id=row.order_line_id,
            quantity=row.quantity,
            received_on=row.received_on,
            due_on=row.due_on,
            days_late=None if row.due_on is None else max((row.received_on - row.due_on).days, 0),
            passed=row.passed,
            failed=row.failed,
            pending=row.quantity - row.passed - row.failed,
            severity=row.severity,
            state=row.state,
            undo_reason=row.undo_reason,
        )
        for row in rows
    )


def _approvals(session: Session, order_id: int) -> tuple[ApprovalDetail, ...]:
    rows = session.execute(
        select(OrderApproval, Person.name)
        .join(Person, Person.id == OrderApproval.approved_by_id)
        .where(OrderApproval.order_id == order_id)
        .order_by(OrderApproval.version)
    )
    return tuple(
        ApprovalDetail(row.version, row.approved_by_id, name, row.approved_at, row.amount_cny, row.note)
        for row, name in rows
    )


def _versions(session: Session, order_id: int) -> tuple[VersionDetail, ...]:
    rows = session.execute(
        select(OrderVersion, Person.name)
        .join(Person, Person.id == OrderVersion.amended_by_id)
        .where(OrderVersion.order_id == order_id)
        .order_by(OrderVersion.version)
    )
    return tuple(VersionDetail(row.version, row.text, row.reason, name, row.amended_at) for row, name in rows)


def _notes(session: Session, order_id: int) -> tuple[NoteDetail, ...]:
    rows = session.execute(
        select(OrderNote, Person.name)
        .join(Person, Person.id == OrderNote.by_id)
        .where(OrderNote.order_id == order_id)
        .order_by(OrderNote.at, OrderNote.id)
    )
    return tuple(NoteDetail(row.id, row.kind, row.text, name, row.at, row.order_line_id) for row, name in rows)
