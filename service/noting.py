"""Note what happened on a ticket between its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.errors import RuleViolation
from kernel.requests import once
from service.recording import record, ticket_to_change
from service.sla import ClockKind
from service.timing import meet


@dataclass(frozen=True, slots=True)
class Noted:
    """Name the ticket that was noted on."""

    ticket_id: int


@once
def note(
    session: Session,
    *,
    ticket_id: int,
    text: str,
    by: int,
    at: datetime,
    request_key: str,
    customer_contacted: bool = False,
    progress: bool = False,
) -> Noted:
    """Add a note; one of a talk with the customer is the first response, one of progress meets that clock."""
    if not text.strip():
        raise RuleViolation("note_empty")
    ticket = ticket_to_change(session, ticket_id)
    if customer_contacted:
        meet(session, ticket.id, ClockKind.FIRST_RESPONSE, at=at)
    if progress:
        meet(session, ticket.id, ClockKind.PROGRESS, at=at)
    record(
        session,
        ticket.id,
        "noted",
        by=by,
        at=at,
        note=text.strip(),
        customer_contacted=customer_contacted,
        progress=progress,
    )
    session.flush()
    return Noted(ticket.id)
