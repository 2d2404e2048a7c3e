"""Find a ticket to work on and log each step of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from kernel.db import Base
from kernel.errors import Forbidden, NotFound
from kernel.hashing import plain
from kernel.prepared import run
from kernel.refusals import refusals
from service.sla import Case
from service.states import Colour, Urgency, Visit
from service.tables import Ticket, TicketEvent

_TICKET = (
    select(Ticket)
    .where(Ticket.id == bindparam("ticket"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_LOG = insert(Base.metadata.tables[TicketEvent.__tablename__])


def ticket_to_change(session: Session, ticket_id: int) -> Ticket:
    """Return the ticket as it stands now with its row locked, so that two steps never pass each other."""
    ticket = session.scalar(_TICKET, {"ticket": ticket_id})
    if ticket is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    return ticket


def own_ticket(session: Session, ticket_id: int, by: int) -> Ticket:
    """Return the locked ticket, which must be this engineer's."""
    ticket = ticket_to_change(session, ticket_id)
    if ticket.engineer_id != by:
        raise Forbidden("not_your_ticket", number=ticket.number)
    return ticket


def record(
    session: Session, ticket_id: int, kind: str, *, by: int | None, at: datetime, note: str = "", **facts: object
) -> None:
    """Append a step to the ticket's log."""
    with refusals():
        run(session, _LOG, ticket_id=ticket_id, kind=kind, at=at, by_id=by, note=note, facts=plain(facts))


def case_of(ticket: Ticket) -> Case:
    """Return what of a ticket decides about its clocks."""
    return Case(Urgency(ticket.urgency), Visit(ticket.visit), ticket.remote_area, ticket.complex, Colour(ticket.colour))
