"""The queues of the service desk and of an engineer, callbacks and tasks that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from kernel.settings import day_of, setting
from kernel.tables import Person
from service.queries.tickets import TicketRow, next_due, standing_column, ticket_rows, tickets_select
from service.sla import PHONE_BEFORE, Standing
from service.states import UNFINISHED, WITH_ENGINEER, TicketState, Visit
from service.tables import Callback, Customer, Dispatch, FollowUp, Ticket

Engineer = aliased(Person)
ALARMING = (str(Standing.AT_RISK), str(Standing.BREACHED))


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """Hold a callback that waits or was made."""

    callback_id: int
    ticket_id: int
    number: str
    customer_name: str
    customer_phone: str
    contact_preference: str
    engineer_id: int
    engineer_name: str
    completed_at: datetime
    due_at: datetime
    tries: int
    overdue: bool
    done_at: datetime | None
    overall: int | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Hold a task that waits or was done."""

    follow_up_id: int
    ticket_id: int
    number: str
    cause: str
    task: str
    assigned_to_id: int
    assigned_to_name: str
    due_at: datetime
    overdue: bool
    done_at: datetime | None
    result: str


@dataclass(frozen=True, slots=True)
class DeskQueues:
    """Hold what waits at the service desk: the first of each queue, and how many there are in all."""

    new: tuple[TicketRow, ...]
    to_dispatch: tuple[TicketRow, ...]
    at_risk: tuple[TicketRow, ...]
    red: tuple[TicketRow, ...]
    callbacks: tuple[CallbackRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class EngineerTicket:
    """Hold a ticket on the engineer's page; a dispatch that waits for an answer is named."""

    row: TicketRow
    open_dispatch_id: int | None
    answered: bool
    address: str


def desk_queues(session: Session, at: datetime, *, owner_id: int | None = None, limit: int = 20) -> DeskQueues:
    """Return the desk's queues, most pressing first; with `owner_id`, those of one desk member only."""

    def tickets(query: Select[*tuple[Any, ...]]) -> tuple[TicketRow, ...]:
        return ticket_rows(session, query.order_by(None).order_by(next_due(), Ticket.id).limit(limit))

    queues = {
        "new": tickets_select(at=at, owner_id=owner_id, states=[TicketState.NEW]),
        "to_dispatch": tickets_select(at=at, owner_id=owner_id, states=[TicketState.TRIAGED]),
        "at_risk": tickets_select(at=at, owner_id=owner_id, standings=ALARMING),
        "red": tickets_select(at=at, owner_id=owner_id, states=UNFINISHED).where(Ticket.colour == "red"),
        "callbacks": callbacks_select(at=at, owner_id=owner_id, waiting=True),
        "follow_ups": follow_ups_select(at=at, assigned_to_id=owner_id, waiting=True),
    }
    counts = {name: count(session, query) for name, query in queues.items()}
    return DeskQueues(
        new=tickets(queues["new"]),
        to_dispatch=tickets(queues["to_dispatch"]),
        at_risk=tickets(queues["at_risk"]),
        red=tickets(queues["red"]),
        callbacks=callback_rows(session, queues["callbacks"].limit(limit)),
        follow_ups=follow_up_rows(session, queues["follow_ups"].limit(limit)),
        counts=counts,
    )


def engineers_tickets(session: Session, engineer_id: int, at: datetime) -> tuple[EngineerTicket, ...]:
    """Return an engineer's open tickets, the most pressing first, with those that wait for an answer."""
    query = tickets_select(at=at, engineer_id=engineer_id, states=WITH_ENGINEER).order_by(None)
    rows = ticket_rows(session, query.order_by(standing_column(at) != "breached", next_due(), Ticket.id))
    found = session.execute(
        select(Dispatch.ticket_id, Dispatch.id, Dispatch.accepted_at).where(
            Dispatch.ticket_id.in_([row.ticket_id for row in rows]),
            Dispatch.declined_at.is_(None),
            Dispatch.withdrawn_at.is_(None),
        )
    )
    sent = {ticket_id: (dispatch_id, accepted_at is not None) for ticket_id, dispatch_id, accepted_at in found}
    nobody: tuple[int | None, bool] = (None, False)
    addresses = dict(
        session.execute(
            select(Customer.id, Customer.address).where(Customer.id.in_({row.customer_id for row in rows}))
        ).all()
    )
    return tuple(
        EngineerTicket(row, dispatch_id, answered, addresses[row.customer_id])
        for row in rows
        for dispatch_id, answered in [sent.get(row.ticket_id, nobody)]
    )


def visits_to_phone(session: Session, at: datetime, *, engineer_id: int | None = None) -> tuple[TicketRow, ...]:
    """Return the accepted visits that begin so soon that the engineer has to phone ahead now, the first on top."""
    soon = at + timedelta(minutes=float(setting(session, PHONE_BEFORE, day_of(session, at))))
    query = tickets_select(at=at, engineer_id=engineer_id, states=[TicketState.ACCEPTED])
    query = query.where(Ticket.visit == str(Visit.ON_SITE), Ticket.wished_at >= at, Ticket.wished_at <= soon)
    return ticket_rows(session, query.order_by(None).order_by(Ticket.wished_at, Ticket.id))


def callbacks_select(
    *, at: datetime, owner_id: int | None = None, waiting: bool | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the list of callbacks, columns named as the fields of `CallbackRow`, the earliest due first."""
    query = (
        select(
            Callback.id.label("callback_id"),
            Callback.ticket_id,
            Ticket.number,
            Customer.name.label("customer_name"),
            Customer.phone.label("customer_phone"),
            Customer.contact_preference,
            Callback.engineer_id,
            Engineer.name.label("engineer_name"),
            Ticket.completed_at,
            Callback.due_at,
            Callback.tries,
            (Callback.done_at.is_(None) & (Callback.due_at < at)).label("overdue"),
            Callback.done_at,
            Callback.overall,
        )
        .join(Ticket, Ticket.id == Callback.ticket_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .join(Engineer, Engineer.id == Callback.engineer_id)
        .order_by(Callback.due_at, Callback.id)
    )
    if owner_id is not None:
        query = query.where(Ticket.owner_id == owner_id)
    if waiting is not None:
        # A ticket may be closed without its callback when the customer cannot be reached: it waits no more.
        open_ = Callback.done_at.is_(None) & (Ticket.state == "completed")
        query = query.where(open_ if waiting else ~open_)
    return query


def callback_rows(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[CallbackRow, ...]:
    """Run a list of callbacks."""
    return tuple(CallbackRow(**row) for row in session.execute(query).mappings())


def follow_ups_select(
    *, at: datetime, assigned_to_id: int | None = None, waiting: bool | None = None
) -> Select[*tuple[Any, ...]]:
    """Return the list of tasks, columns named as the fields of `FollowUpRow`, the earliest due first."""
    query = (
        select(
            FollowUp.id.label("follow_up_id"),
            FollowUp.ticket_id,
            Ticket.number,
            FollowUp.cause,
            FollowUp.task,
            FollowUp.assigned_to_id,
            Person.name.label("assigned_to_name"),
            FollowUp.due_at,
            (FollowUp.done_at.is_(None) & (FollowUp.due_at < at)).label("overdue"),
            FollowUp.done_at,
            FollowUp.result,
        )
        .join(Ticket, Ticket.id == FollowUp.ticket_id)
        .join(Person, Person.id == FollowUp.assigned_to_id)
        .order_by(FollowUp.due_at, FollowUp.id)
    )
    if assigned_to_id is not None:
        query = query.where(FollowUp.assigned_to_id == assigned_to_id)
    if waiting is not None:
        query = query.where(FollowUp.done_at.is_(None) if waiting else FollowUp.done_at.is_not(None))
    return query


def follow_up_rows(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[FollowUpRow, ...]:
    """Run a list of tasks."""
    return tuple(FollowUpRow(**row) for row in session.execute(query).mappings())


def count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    """Return how many rows a list has in all."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
