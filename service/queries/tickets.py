"""Lists of tickets with how their clocks stand, and what else belongs to a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import ProductModel
from kernel.tables import Person
from service.sla import Standing
from service.tables import Customer, SlaClock, Symptom, Ticket

Engineer = aliased(Person)
Owner = aliased(Person)


@dataclass(frozen=True, slots=True)
class TicketRow:
    """Hold one line of a list of tickets; `standing` is that of its worst running clock, None when none runs."""

    ticket_id: int
    number: str
    state: str
    channel: str
    urgency: str
    colour: str
    opened_at: datetime
    opened_on: date
    customer_id: int
    customer_name: str
    customer_phone: str
    region: str
    model_code: str | None
    model_typed: str
    serial: str
    symptom_zh: str | None
    symptom_en: str | None
    description: str
    visit: str
    in_warranty: bool | None
    wished_at: datetime | None
    owner_id: int
    owner_name: str
    engineer_id: int | None
    engineer_name: str | None
    work_order_id: int | None
    completed_at: datetime | None
    next_due_at: datetime | None
    standing: str | None


def _running() -> ColumnElement[bool]:
    return (SlaClock.ticket_id == Ticket.id) & SlaClock.met_at.is_(None) & SlaClock.stopped_at.is_(None)


def next_due() -> ColumnElement[datetime]:
    """Return when the next running clock of a ticket is due, as a column."""
    return select(func.min(SlaClock.due_at)).where(_running()).correlate(Ticket).scalar_subquery()


def next_warning() -> ColumnElement[datetime]:
    """Return when the next running clock of a ticket warns, as a column."""
    return select(func.min(SlaClock.warn_at)).where(_running()).correlate(Ticket).scalar_subquery()


def standing_column(at: datetime) -> ColumnElement[str | None]:
    """Return how the worst running clock of a ticket stands at an instant, as a column."""
    return case(
        (next_due() < at, str(Standing.BREACHED)),
        (next_warning() <= at, str(Standing.AT_RISK)),
        (next_due().is_not(None), str(Standing.RUNNING)),
        else_=None,
    )


def tickets_select(
    *,
    at: datetime,
    engineer_id: int | None = None,
    owner_id: int | None = None,
    customer_id: int | None = None,
    product_id: int | None = None,
    states: Iterable[str] | None = None,
    standings: Iterable[str] | None = None,
    words: str = "",
) -> Select[*tuple[Any, ...]]:
    """Return the list of tickets, columns named as the fields of `TicketRow`, newest first.

    `engineer_id` narrows it to what that engineer may see; `words` looks in number, customer, telephone, serial, fault.
    """
    query = (
        select(
            Ticket.id.label("ticket_id"),
            Ticket.number,
            Ticket.state,
            Ticket.channel,
            Ticket.urgency,
            Ticket.colour,
            Ticket.opened_at,
            Ticket.opened_on,
            Ticket.customer_id,
            Customer.name.label("customer_name"),
            Customer.phone.label("customer_phone"),
            Ticket.region,
            ProductModel.code.label("model_code"),
            Ticket.model_typed,
            Ticket.serial,
            Symptom.name_zh.label("symptom_zh"),
            Symptom.name_en.label("symptom_en"),
            Ticket.description,
            Ticket.visit,
            Ticket.in_warranty,
            Ticket.wished_at,
            Ticket.owner_id,
            Owner.name.label("owner_name"),
            Ticket.engineer_id,
            Engineer.name.label("engineer_name"),
            Ticket.work_order_id,
            Ticket.completed_at,
            next_due().label("next_due_at"),
            standing_column(at).label("standing"),
        )
        .join(Customer, Customer.id == Ticket.customer_id)
        .join(Owner, Owner.id == Ticket.owner_id)
        .outerjoin(Engineer, Engineer.id == Ticket.engineer_id)
        .outerjoin(ProductModel, ProductModel.id == Ticket.product_model_id)
        .outerjoin(Symptom, Symptom.id == Ticket.symptom_id)
        .order_by(Ticket.id.desc())
    )
    for column, wanted in (
        (Ticket.engineer_id, engineer_id),
        (Ticket.owner_id, owner_id),
        (Ticket.customer_id, customer_id),
        (Ticket.product_id, product_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if states is not None:
        query = query.where(Ticket.state.in_([str(state) for state in states]))
    if standings is not None:
        query = query.where(standing_column(at).in_([str(each) for each in standings]))
    return query.where(_has(words)) if words.strip() else query


def _has(words: str) -> ColumnElement[bool]:
    columns = (Ticket.number, Customer.name, Customer.phone, Ticket.serial, Ticket.description)
    return or_(*(column.icontains(words.strip(), autoescape=True) for column in columns))


def ticket_rows(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[TicketRow, ...]:
    """Run a list of tickets, however it was sorted, narrowed or cut into pages."""
    names = [field.name for field in fields(TicketRow)]
    return tuple(TicketRow(**{name: row[name] for name in names}) for row in session.execute(query).mappings())


def customer_history(session: Session, customer_id: int, at: datetime) -> tuple[TicketRow, ...]:
    """Return all tickets of a customer, newest first."""
    return ticket_rows(session, tickets_select(at=at, customer_id=customer_id))
