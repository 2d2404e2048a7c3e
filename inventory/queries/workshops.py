"""Show outside workshops, what is there to be repaired, what that cost, and how often they were reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from inventory.queries.columns import Listing, money, number, quantity, total
from inventory.tables import (
    Balance,
    Location,
    Lot,
    OldPartVerdict,
    Part,
    Refurbishment,
    Unit,
    Workshop,
    WorkshopLine,
    WorkshopOrder,
    WorkshopReminder,
)
from kernel.tables import Person
from kernel.text import Text


def workshop_orders_select(*, on: date) -> Listing:
    """List what was sent to outside workshops.

    Columns: workshop_order_id, number, state (sent, overdue, closed), workshop_id, workshop_code, workshop_name_*,
    store_id, sent_by, sent_on, due_on, closed_at, lines, quantity, back, cost_cny (of what was repaired so far), note,
    address, contact, phone, email (as they were when it was sent), reminders, reminded_on (last).
    """

    def over_lines(expression: Any) -> Any:  # noqa: ANN401 - a sum over the order's lines
        return (
            select(expression)
            .where(WorkshopLine.workshop_order_id == WorkshopOrder.id)
            .correlate(WorkshopOrder)
            .scalar_subquery()
        )

    back = number(WorkshopLine.repaired) + number(WorkshopLine.unrepaired)
    late = and_(WorkshopOrder.state == "sent", WorkshopOrder.due_on < on)
    return (
        select(
            WorkshopOrder.id.label("workshop_order_id"),
            WorkshopOrder.number,
            case((late, "overdue"), else_=WorkshopOrder.state).label("state"),
            WorkshopOrder.workshop_id,
            Location.code.label("workshop_code"),
            Location.name_zh.label("workshop_name_zh"),
            Location.name_en.label("workshop_name_en"),
            WorkshopOrder.store_id,
            WorkshopOrder.sent_on,
            WorkshopOrder.due_on,
            WorkshopOrder.closed_at,
            over_lines(func.count(WorkshopLine.id)).label("lines"),
            quantity(over_lines(total(number(WorkshopLine.quantity)))).label("quantity"),
            quantity(over_lines(total(back))).label("back"),
            money(_repair_cost()).label("cost_cny"),
            WorkshopOrder.note,
            WorkshopOrder.address,
            WorkshopOrder.contact,
            WorkshopOrder.phone,
            WorkshopOrder.email,
            Person.name.label("sent_by"),
            _reminders(func.count(WorkshopReminder.id)).label("reminders"),
            _reminders(func.max(WorkshopReminder.reminded_on)).label("reminded_on"),
        )
        .join(Location, Location.id == WorkshopOrder.workshop_id)
        .join(Person, Person.id == WorkshopOrder.sent_by_id)
    )


def _repair_cost() -> Any:  # noqa: ANN401 - an exact sum over the order's refurbished lots
    return (
        select(total(number(Refurbishment.quantity) * number(Refurbishment.unit_cost_cny)))
        .join(WorkshopLine, WorkshopLine.id == Refurbishment.workshop_line_id)
        .where(WorkshopLine.workshop_order_id == WorkshopOrder.id)
        .correlate(WorkshopOrder)
        .scalar_subquery()
    )


def _reminders(expression: Any) -> Any:  # noqa: ANN401 - an aggregate over the order's reminders
    return (
        select(expression)
        .where(WorkshopReminder.workshop_order_id == WorkshopOrder.id)
        .correlate(WorkshopOrder)
        .scalar_subquery()
    )


def workshops_select(*, on: date) -> Listing:
    """List outside workshops.

    Columns: id (of the place), code, name_*, store_id, store_code, address, contact, phone, email, supplier_id, note,
    active, open_orders, overdue_orders, quantity (lying there).
    """
    store = aliased(Location)

    def orders(*conditions: Any) -> Any:  # noqa: ANN401
        return (
            select(func.count(WorkshopOrder.id))
            .where(WorkshopOrder.workshop_id == Location.id, WorkshopOrder.state == "sent", *conditions)
            .correlate(Location)
            .scalar_subquery()
        )

    there = (
        select(total(number(Balance.on_hand)))
        .where(Balance.location_id == Location.id)
        .correlate(Location)
        .scalar_subquery()
    )
    known = (Workshop.address, Workshop.contact, Workshop.phone, Workshop.email, Workshop.note)
    return (
        select(
            Location.id,
            Location.code,
            Location.name_zh,
            Location.name_en,
            Location.store_id,
            store.code.label("store_code"),
            *(func.coalesce(column, "").label(column.key) for column in known),
            Workshop.supplier_id,
            Location.active,
            orders().label("open_orders"),
            orders(WorkshopOrder.due_on < on).label("overdue_orders"),
            quantity(there).label("quantity"),
        )
        .join(store, store.id == Location.store_id)
        .outerjoin(Workshop, Workshop.location_id == Location.id)
        .where(Location.kind == "workshop")
    )


def reminders_select(workshop_order_id: int) -> Listing:
    """List how often a workshop was asked after an order: reminded_at, reminded_by (None: the clock), sent_to."""
    return (
        select(WorkshopReminder.reminded_at, Person.name.label("reminded_by"), WorkshopReminder.sent_to)
        .outerjoin(Person, Person.id == WorkshopReminder.reminded_by_id)
        .where(WorkshopReminder.workshop_order_id == workshop_order_id)
        .order_by(WorkshopReminder.id.desc())
    )


@dataclass(frozen=True, slots=True)
class LateOrder:
    """Hold a workshop order that should be back, whom to ask, and who sent it."""

    workshop_order_id: int
    number: str
    workshop: Text
    due_on: date
    workshop_email: str
    sent_by_id: int


def late_workshop_orders(session: Session, *, on: date, quiet_since: date) -> tuple[LateOrder, ...]:
    """Return the orders that are overdue and were not asked after since a day, the most overdue first."""
    asked = (
        select(WorkshopReminder.id)
        .where(WorkshopReminder.workshop_order_id == WorkshopOrder.id, WorkshopReminder.reminded_on > quiet_since)
        .exists()
    )
    rows = session.execute(
        select(
            WorkshopOrder.id,
            WorkshopOrder.number,
            Location.name_zh,
            Location.name_en,
            WorkshopOrder.due_on,
            func.coalesce(Workshop.email, WorkshopOrder.email),
            WorkshopOrder.sent_by_id,
        )
        .join(Location, Location.id == WorkshopOrder.workshop_id)
        .outerjoin(Workshop, Workshop.location_id == Location.id)
        .where(WorkshopOrder.state == "sent", WorkshopOrder.due_on < on, ~asked)
        .order_by(WorkshopOrder.due_on, WorkshopOrder.id)
    )
    return tuple(
        LateOrder(order, number_, Text(zh, en), due_on, email, sender)
        for order, number_, zh, en, due_on, email, sender in rows
    )


def workshop_lines_select(workshop_order_id: int) -> Listing:
    """List the lines of a workshop order.

    Columns: workshop_line_id, lot_id, lot_number, serial_number, part_id, number, name_*, unit, quantity, repaired,
    unrepaired, there, cost_cny (of what was repaired), finding (of the verdict that sent it).
    """
    there = number(WorkshopLine.quantity) - number(WorkshopLine.repaired) - number(WorkshopLine.unrepaired)
    return (
        select(
            WorkshopLine.id.label("workshop_line_id"),
            WorkshopLine.lot_id,
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Lot.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            WorkshopLine.quantity,
            WorkshopLine.repaired,
            WorkshopLine.unrepaired,
            quantity(there).label("there"),
            money(
                select(total(number(Refurbishment.quantity) * number(Refurbishment.unit_cost_cny)))
                .where(Refurbishment.workshop_line_id == WorkshopLine.id)
                .correlate(WorkshopLine)
                .scalar_subquery()
            ).label("cost_cny"),
            select(OldPartVerdict.finding)
            .where(OldPartVerdict.lot_id == WorkshopLine.lot_id, OldPartVerdict.verdict == "repair")
            .order_by(OldPartVerdict.id.desc())
            .limit(1)
            .correlate(WorkshopLine)
            .scalar_subquery()
            .label("finding"),
        )
        .join(Lot, Lot.id == WorkshopLine.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(WorkshopLine.workshop_order_id == workshop_order_id)
        .order_by(WorkshopLine.id)
    )
