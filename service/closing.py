"""Close a ticket after its callback, or cancel one that is not wanted any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import requesting
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from service.dispatching import open_dispatch_of
from service.recording import record, ticket_to_change
from service.states import TicketState, step
from service.tables import Callback, FollowUp
from service.timing import stop_clocks


@dataclass(frozen=True, slots=True)
class Closed:
    """Hold the state in which the ticket ended."""

    ticket_id: int
    state: str


@once
def close(
    session: Session,
    *,
    ticket_id: int,
    by: int,
    at: datetime,
    request_key: str,
    without_callback_reason: str = "",
) -> Closed:
    """Close a completed ticket; its callback must be done or the reason told why not, and no task left open."""
    ticket = ticket_to_change(session, ticket_id)
    to = step(ticket.state, TicketState.CLOSED)
    waiting = session.scalar(
        select(func.count()).select_from(FollowUp).where(FollowUp.ticket_id == ticket.id, FollowUp.done_at.is_(None))
    )
    if waiting:
        raise InvalidState("follow_up_open", number=ticket.number)
    done = session.scalar(select(Callback.done_at).where(Callback.ticket_id == ticket.id))
    if done is None and not without_callback_reason.strip():
        raise InvalidState("callback_open", number=ticket.number)
    ticket.state, ticket.closed_at = str(to), at
    stop_clocks(session, ticket.id, at)
    record(session, ticket.id, "closed", by=by, at=at, note=without_callback_reason.strip())
    session.flush()
    return Closed(ticket.id, ticket.state)


@once
def cancel(session: Session, *, ticket_id: int, reason: str, by: int, at: datetime, request_key: str) -> Closed:
    """Cancel a ticket that is not completed; its work order is cancelled too, so its requests are no demand.

    Parts that were issued on it have to be returned first.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing")
    ticket = ticket_to_change(session, ticket_id)
    to = step(ticket.state, TicketState.CANCELLED)
    if ticket.work_order_id is not None:
        requesting.close_work_order(
            session,
            work_order_id=ticket.work_order_id,
            cancelled=True,
            by=by,
            at=at,
            request_key=f"{request_key}:work-order",
        )
    sent = open_dispatch_of(session, ticket.id)
    if sent is not None:
        sent.withdrawn_at, sent.reason = at, reason.strip()
    ticket.state, ticket.closed_at, ticket.cancel_reason = str(to), at, reason.strip()
    stop_clocks(session, ticket.id, at)
    record(session, ticket.id, "cancelled", by=by, at=at, note=reason.strip())
    session.flush()
    return Closed(ticket.id, ticket.state)
