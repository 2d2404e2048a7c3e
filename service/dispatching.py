"""Send an engineer to a ticket; the engineer accepts or declines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import requesting
from kernel.errors import Forbidden, InvalidState, NotFound, RuleViolation
from kernel.hashing import plain
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of
from service.matching import Candidate
from service.queries.candidates import candidates
from service.recording import record, ticket_to_change
from service.sla import ClockKind
from service.states import TicketState, step
from service.tables import Dispatch, Ticket
from service.timing import meet, start_clocks, unmeet


@dataclass(frozen=True, slots=True)
class Dispatched:
    """Name the dispatch, the engineer and the work order on which parts may be asked for."""

    dispatch_id: int
    ticket_id: int
    number: str
    engineer_id: int
    work_order_id: int
    over_load: bool


@dataclass(frozen=True, slots=True)
class DispatchAnswered:
    """Hold an engineer's answer."""

    dispatch_id: int
    ticket_id: int
    state: str


@once
def dispatch(
    session: Session,
    *,
    ticket_id: int,
    engineer_id: int,
    by: int,
    at: datetime,
    request_key: str,
    reason: str = "",
) -> Dispatched:
    """Send a qualified engineer; sending another in place of the first needs a reason.

    Opens the work order with the ticket's number and urgency on the first dispatch. An engineer at their limit may
    still be sent (an emergency does not wait), and the result says so.
    """
    ticket = ticket_to_change(session, ticket_id)
    to = step(ticket.state, TicketState.DISPATCHED)
    chosen = _candidate(session, ticket, engineer_id, at)
    _withdraw(session, ticket, engineer_id, reason.strip(), by, at)
    row = Dispatch(
        ticket_id=ticket.id,
        engineer_id=engineer_id,
        dispatched_by_id=by,
        dispatched_at=at,
        score=chosen.score,
        score_reasons=plain(chosen.reasons),
    )
    with refusals():
        session.add(row)
        session.flush()
    ticket.work_order_id = _work_order(session, ticket, engineer_id, by, at, request_key)
    ticket.engineer_id, ticket.state = engineer_id, str(to)
    meet(session, ticket.id, ClockKind.DISPATCH, at=at)
    start_clocks(session, ticket, [ClockKind.NOTIFY], at)
    record(session, ticket.id, "dispatched", by=by, at=at, note=reason.strip(), engineer_id=engineer_id)
    session.flush()
    return Dispatched(row.id, ticket.id, ticket.number, engineer_id, ticket.work_order_id, chosen.full)


@once
def mark_notified(
    session: Session,
    *,
    dispatch_id: int,
    by: int | None,
    at: datetime,
    request_key: str,
) -> DispatchAnswered:
    """Record that the engineer has been told of a dispatch: a message went out, or the page was opened."""
    row, ticket = _open_dispatch(session, dispatch_id)
    _notified(session, row, at)
    record(session, ticket.id, "notified", by=by, at=at, engineer_id=row.engineer_id)
    session.flush()
    return DispatchAnswered(row.id, ticket.id, ticket.state)


@once
def accept(
    session: Session,
    *,
    dispatch_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> DispatchAnswered:
    """Accept a dispatch; only the engineer who was sent may."""
    row, ticket = _own_dispatch(session, dispatch_id, by)
    ticket.state = str(step(ticket.state, TicketState.ACCEPTED))
    row.accepted_at = at
    _notified(session, row, at)
    record(session, ticket.id, "accepted", by=by, at=at)
    session.flush()
    return DispatchAnswered(row.id, ticket.id, ticket.state)


@once
def decline(
    session: Session,
    *,
    dispatch_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> DispatchAnswered:
    """Decline a dispatch with a reason; the ticket waits for another engineer and its dispatch clock runs on."""
    if not reason.strip():
        raise RuleViolation("reason_missing")
    row, ticket = _own_dispatch(session, dispatch_id, by)
    if row.accepted_at is not None:
        raise InvalidState("dispatch_accepted", number=ticket.number)
    ticket.state = str(step(ticket.state, TicketState.TRIAGED))
    ticket.engineer_id = None
    row.declined_at, row.reason = at, reason.strip()
    _notified(session, row, at)
    unmeet(session, ticket.id, ClockKind.DISPATCH)
    if ticket.work_order_id is not None:
        requesting.assign_engineer(
            session,
            work_order_id=ticket.work_order_id,
            engineer_id=None,
            by=by,
            at=at,
            request_key=f"{request_key}:unassign",
        )
    record(session, ticket.id, "declined", by=by, at=at, note=reason.strip())
    session.flush()
    return DispatchAnswered(row.id, ticket.id, ticket.state)


def open_dispatch_of(session: Session, ticket_id: int) -> Dispatch | None:
    """Return the dispatch of a ticket that was neither declined nor withdrawn."""
    return session.scalar(
        select(Dispatch).where(
            Dispatch.ticket_id == ticket_id, Dispatch.declined_at.is_(None), Dispatch.withdrawn_at.is_(None)
        )
    )


def _candidate(session: Session, ticket: Ticket, engineer_id: int, at: datetime) -> Candidate:
    for each in candidates(session, ticket.id, day_of(session, at)):
        if each.engineer_id == engineer_id:
            if not each.eligible:
                raise RuleViolation("not_qualified", engineer=each.name, number=ticket.number)
            return each
    raise NotFound("engineer_unknown", engineer_id=engineer_id)


def _withdraw(session: Session, ticket: Ticket, engineer_id: int, reason: str, by: int, at: datetime) -> None:
    before = open_dispatch_of(session, ticket.id)
    if before is None:
        return
    if before.engineer_id == engineer_id:
        raise InvalidState("already_dispatched", number=ticket.number)
    if not reason:
        raise RuleViolation("reason_missing")
    before.withdrawn_at, before.reason = at, reason
    record(session, ticket.id, "withdrawn", by=by, at=at, note=reason, engineer_id=before.engineer_id)
    session.flush()


def _work_order(session: Session, ticket: Ticket, engineer_id: int, by: int, at: datetime, request_key: str) -> int:
    if ticket.work_order_id is None:
        return requesting.open_work_order(
            session,
            number=ticket.number,
            urgency=ticket.urgency,
            product_model_id=ticket.product_model_id,
            product_serial=ticket.serial,
            engineer_id=engineer_id,
            by=by,
            at=at,
            request_key=f"{request_key}:work-order",
        ).work_order_id
    return requesting.assign_engineer(
        session,
        work_order_id=ticket.work_order_id,
        engineer_id=engineer_id,
        by=by,
        at=at,
        request_key=f"{request_key}:assign",
    ).work_order_id


def _open_dispatch(session: Session, dispatch_id: int) -> tuple[Dispatch, Ticket]:
    row = session.get(Dispatch, dispatch_id)
    if row is None:
        raise NotFound("dispatch_unknown", dispatch_id=dispatch_id)
    ticket = ticket_to_change(session, row.ticket_id)
    session.refresh(row)
    if row.declined_at is not None or row.withdrawn_at is not None:
        raise InvalidState("dispatch_over", number=ticket.number)
    return row, ticket


def _own_dispatch(session: Session, dispatch_id: int, by: int) -> tuple[Dispatch, Ticket]:
    row, ticket = _open_dispatch(session, dispatch_id)
    if row.engineer_id != by:
        raise Forbidden("not_your_ticket", number=ticket.number)
    return row, ticket


def _notified(session: Session, row: Dispatch, at: datetime) -> None:
    row.notified_at = row.notified_at or at
    meet(session, row.ticket_id, ClockKind.NOTIFY, at=at)
