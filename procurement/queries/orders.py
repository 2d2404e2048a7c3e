"""List orders and their lines, what is overdue, what is on order, and of what suppliers should be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.queries.columns import Listing, number, quantity, total
from inventory.tables import Location, Part, Unit
from kernel.amounts import Quantity
from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.finding_room import being_amended, to_come
from procurement.queries.columns import as_money, due_on, order_line_amount, still_open
from procurement.queries.suppliers import PART_COLUMNS, SUPPLIER_COLUMNS
from procurement.states import OPEN_ORDER_STATES
from procurement.tables import (
    Delivery,
    Order,
    OrderLine,
    OrderNote,
    Supplier,
)

COMING = ("sent", "confirmed", "partly_received")
"""States in which the supplier owes the goods; also while an order that he has is amended."""

STORE_COLUMNS = (
    Location.code.label("store_code"),
    Location.name_zh.label("store_name_zh"),
    Location.name_en.label("store_name_en"),
)


def owed() -> ColumnElement[bool]:
    """Return the condition that the supplier knows of an order and owes its goods."""
    return or_(Order.state.in_(COMING), being_amended())


@dataclass(frozen=True, slots=True)
class Reminder:
    """Name an order line about which the supplier should be asked today."""

    order_id: int
    order_number: str
    order_line_id: int
    supplier_id: int
    part_id: int
    open: Quantity
    due_on: date
    days_late: int
    last_reminded_on: date | None


def orders_select(*, on: date) -> Listing:
    """List orders with what they come to, the newest first.

    Columns: order_id, number, state, version, sent_version, supplier_id, supplier_code, supplier_name_*, store_id,
    store_code, store_name_*, plan_id, urgent, created_on, created_by, ordered_on, expected_on, lines, amount_cny,
    open_lines, overdue_lines.
    """
    opened = still_open() > 0
    late = and_(to_come() > 0, due_on() < on, owed())
    lines = (
        select(
            OrderLine.order_id,
            func.count().label("lines"),
            total(order_line_amount()).label("amount"),
            total(case((opened, 1), else_=0)).label("open_lines"),
            total(case((late, 1), else_=0)).label("overdue_lines"),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .group_by(OrderLine.order_id)
        .subquery()
    )
    return (
        select(
            Order.id.label("order_id"),
            Order.number,
            Order.state,
            Order.version,
            Order.sent_version,
            Order.supplier_id,
            *SUPPLIER_COLUMNS,
            Order.store_id,
            *STORE_COLUMNS,
            Order.plan_id,
            (Order.urgent_reason != "").label("urgent"),
            Order.created_on,
            Person.name.label("created_by"),
            Order.ordered_on,
            Order.expected_on,
            lines.c.lines,
            as_money(lines.c.amount).label("amount_cny"),
            lines.c.open_lines,
            lines.c.overdue_lines,
        )
        .join(Supplier, Supplier.id == Order.supplier_id)
        .join(Location, Location.id == Order.store_id)
        .join(Person, Person.id == Order.created_by_id)
        .join(lines, lines.c.order_id == Order.id)
        .order_by(Order.id.desc())
    )


def order_lines_select(
    *,
    order_id: int | None = None,
    supplier_id: int | None = None,
    part_id: int | None = None,
    open_only: bool = False,
) -> Listing:
    """List order lines, those that are due first on top; `open_only`: what the supplier still owes.

    Columns: order_line_id, order_id, order_number, order_state, line_no, supplier_id, supplier_code, supplier_name_*,
    store_id, store_code, store_name_*, part_id, part_number, part_name_*, unit, quantity, unit_price_cny, amount_cny,
    received, cancelled, open, over_tolerance, needed_on, promised_on, first_promised_on, due_on, proposal_id.
    """
    listed = (
        select(
            OrderLine.id.label("order_line_id"),
            OrderLine.order_id,
            Order.number.label("order_number"),
            Order.state.label("order_state"),
            OrderLine.line_no,
            Order.supplier_id,
            *SUPPLIER_COLUMNS,
            Order.store_id,
            *STORE_COLUMNS,
            OrderLine.part_id,
            *PART_COLUMNS,
            Unit.code.label("unit"),
            OrderLine.quantity,
            OrderLine.unit_price_cny,
            as_money(order_line_amount()).label("amount_cny"),
            OrderLine.received,
            OrderLine.cancelled,
            quantity(to_come() if open_only else still_open()).label("open"),
            OrderLine.over_tolerance,
            OrderLine.needed_on,
            OrderLine.promised_on,
            OrderLine.first_promised_on,
            due_on().label("due_on"),
            OrderLine.proposal_id,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .join(Location, Location.id == Order.store_id)
        .join(Part, Part.id == OrderLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .order_by(due_on(), Order.id, OrderLine.line_no)
    )
    for column, value in ((Order.id, order_id), (Order.supplier_id, supplier_id), (OrderLine.part_id, part_id)):
        if value is not None:
            listed = listed.where(column == value)
    return listed.where(owed(), to_come() > 0) if open_only else listed


def overdue_select(*, on: date) -> Listing:
    """List what suppliers owe since before a day, the longest first; columns as in `order_lines_select`."""
    return order_lines_select(open_only=True).where(due_on() < on)


def deliveries_select(*, order_id: int | None = None, supplier_id: int | None = None) -> Listing:
    """List deliveries, the newest first."""
    listed = (
        select(
            Delivery.id.label("delivery_id"),
            OrderLine.id.label("order_line_id"),
            Order.id.label("order_id"),
            Order.number.label("order_number"),
            Order.supplier_id,
            *SUPPLIER_COLUMNS,
            OrderLine.part_id,
            *PART_COLUMNS,
            Delivery.quantity,
            Delivery.received_on,
            Delivery.due_on,
            Delivery.passed,
            Delivery.failed,
            Delivery.severity,
            Delivery.state,
        )
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .join(Part, Part.id == OrderLine.part_id)
        .order_by(Delivery.received_on.desc(), Delivery.id.desc())
    )
    for column, value in ((Order.id, order_id), (Order.supplier_id, supplier_id)):
        if value is not None:
            listed = listed.where(column == value)
    return listed


def on_order(session: Session, *, part_id: int | None = None) -> dict[tuple[int, int], Quantity]:
    """Return what is on order by part and store: open lines of orders that have not ended, drafts included."""
    rest = number(OrderLine.quantity) - number(OrderLine.received) - number(OrderLine.cancelled)
    query = (
        select(OrderLine.part_id, Order.store_id, total(rest))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state.in_(OPEN_ORDER_STATES), rest > 0)
        .group_by(OrderLine.part_id, Order.store_id)
    )
    if part_id is not None:
        query = query.where(OrderLine.part_id == part_id)
    return {(part, store): Quantity(int(scaled)) for part, store, scaled in session.execute(query)}


def reminders_due(session: Session, *, on: date) -> tuple[Reminder, ...]:
    """Return the lines to ask about: due within the days before, or overdue and not asked about for some days."""
    before = on + timedelta(days=int(setting(session, settings.REMIND_BEFORE, on)))
    again = on - timedelta(days=int(setting(session, settings.REMIND_AFTER, on)))
    asked = (
        select(OrderNote.order_id, OrderNote.order_line_id, func.max(OrderNote.noted_on).label("last_on"))
        .where(OrderNote.kind == "reminder")
        .group_by(OrderNote.order_id, OrderNote.order_line_id)
        .subquery()
    )
    whole, line = aliased(asked), aliased(asked)
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            OrderLine.id,
            Order.supplier_id,
            OrderLine.part_id,
            quantity(to_come()),
            due_on(),
            whole.c.last_on,
            line.c.last_on,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(whole, and_(whole.c.order_id == Order.id, whole.c.order_line_id.is_(None)))
        .outerjoin(line, and_(line.c.order_id == Order.id, line.c.order_line_id == OrderLine.id))
        .where(owed(), to_come() > 0, or_(due_on() <= before, due_on() < on))
        .order_by(due_on(), Order.id, OrderLine.line_no)
    )
    found_lines = []
    for order_id, no, line_id, supplier_id, part_id, rest, due, for_order, for_line in rows:
        last = max((each for each in (for_order, for_line) if each is not None), default=None)
        overdue = due < on
        # Before the date one reminder is enough; after it they are repeated.
        quiet = last is not None and (last > again if overdue else last >= due - timedelta(days=(before - on).days))
        if not quiet:
            late = max((on - due).days, 0)
            found_lines.append(Reminder(order_id, no, line_id, supplier_id, part_id, rest, due, late, last))
    return tuple(found_lines)


def open_lines(session: Session, *, order_id: int, on: date) -> tuple[Reminder, ...]:
    """Return what is still to come of an order, the first due on top."""
    rows = session.execute(
        select(Order.number, OrderLine.id, Order.supplier_id, OrderLine.part_id, quantity(to_come()), due_on())
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.id == order_id, owed(), to_come() > 0)
        .order_by(due_on(), OrderLine.line_no)
    )
    return tuple(
        Reminder(
            order_id, number, line_id, supplier_id, part_id, rest, due or on, max((on - (due or on)).days, 0), None
        )
        for number, line_id, supplier_id, part_id, rest, due in rows
    )
