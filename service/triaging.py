"""Decide what kind of fault it is, how urgent, where it is repaired and who must move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory import requesting
from inventory.tables import ProductModel
from kernel.errors import NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from service.recording import record, ticket_to_change
from service.sla import ClockKind
from service.states import UNFINISHED, Colour, FaultType, TicketState, Urgency, Visit, require
from service.tables import Ticket
from service.timing import move_clocks, start_clocks
from service.warranty import cover


@dataclass(frozen=True, slots=True)
class Triaged:
    """Hold what was decided about a ticket."""

    ticket_id: int
    state: str
    urgency: str
    colour: str
    in_warranty: bool | None
    warranty_until_on: date | None


@once
def triage(
    session: Session,
    *,
    ticket_id: int,
    fault_type: str,
    urgency: str,
    visit: str,
    by: int,
    at: datetime,
    request_key: str,
    colour: str = "green",
    complex: bool = False,  # noqa: A002  the word of the trade
    remote_area: bool | None = None,
    purchased_on: date | None = None,
    product_model_id: int | None = None,
) -> Triaged:
    """Triage a ticket, or correct its triage while work goes on; the clocks follow, still counted from its opening.

    `purchased_on` and `product_model_id` complete what was not known at intake; None leaves what is known.
    """
    _check_words(fault_type, urgency, visit)
    ticket = ticket_to_change(session, ticket_id)
    require(ticket.state, UNFINISHED)
    if product_model_id is not None and product_model_id != ticket.product_model_id:
        if ticket.work_order_id is not None:
            raise RuleViolation("model_fixed_by_work_order", number=ticket.number)
        ticket.product_model_id = product_model_id
    urgency_changed = ticket.urgency != urgency
    ticket.fault_type, ticket.urgency, ticket.visit, ticket.complex = fault_type, urgency, visit, complex
    ticket.remote_area = ticket.remote_area if remote_area is None else remote_area
    ticket.purchased_on = purchased_on or ticket.purchased_on
    _find_warranty(session, ticket)
    if ticket.state == TicketState.NEW:
        ticket.state = str(TicketState.TRIAGED)
    if urgency_changed and ticket.work_order_id is not None:
        requesting.change_urgency(
            session,
            work_order_id=ticket.work_order_id,
            urgency=urgency,
            by=by,
            at=at,
            request_key=f"{request_key}:urgency",
        )
    move_clocks(session, ticket, at)
    record(
        session,
        ticket.id,
        "triaged",
        by=by,
        at=at,
        fault_type=fault_type,
        urgency=urgency,
        visit=visit,
        in_warranty=ticket.in_warranty,
    )
    _paint(session, ticket, Colour(colour), "", by, at)
    with refusals():
        session.flush()
    return _triaged(ticket)


@once
def recolour(
    session: Session,
    *,
    ticket_id: int,
    colour: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Triaged:
    """Say who must move: green the own desk, yellow another department in good time, red the manager at once."""
    if colour not in set(Colour):
        raise RuleViolation("word_unknown", word=colour)
    if not reason.strip():
        raise RuleViolation("reason_missing")
    ticket = ticket_to_change(session, ticket_id)
    require(ticket.state, UNFINISHED | {TicketState.COMPLETED})
    _paint(session, ticket, Colour(colour), reason.strip(), by, at)
    session.flush()
    return _triaged(ticket)


def _paint(session: Session, ticket: Ticket, colour: Colour, reason: str, by: int, at: datetime) -> None:
    """Change the colour and with it the clock of progress; red is reported to the manager."""
    if ticket.colour == colour:
        return
    record(session, ticket.id, "coloured", by=by, at=at, note=reason, before=ticket.colour, after=str(colour))
    ticket.colour = str(colour)
    start_clocks(session, ticket, [ClockKind.PROGRESS], at)
    if colour is Colour.RED:
        record(session, ticket.id, "escalated", by=by, at=at, note=reason)


def _find_warranty(session: Session, ticket: Ticket) -> None:
    months = None
    if ticket.product_model_id is not None:
        model = session.get(ProductModel, ticket.product_model_id)
        if model is None:
            raise NotFound("model_unknown", product_model_id=ticket.product_model_id)
        months = model.warranty_months
    found = cover(ticket.purchased_on, months, ticket.opened_on)
    ticket.in_warranty, ticket.warranty_until_on = found.in_warranty, found.until_on


def _check_words(fault_type: str, urgency: str, visit: str) -> None:
    for word, known in ((fault_type, FaultType), (urgency, Urgency), (visit, Visit)):
        if word not in set(known):
            raise RuleViolation("word_unknown", word=word)


def _triaged(ticket: Ticket) -> Triaged:
    return Triaged(ticket.id, ticket.state, ticket.urgency, ticket.colour, ticket.in_warranty, ticket.warranty_until_on)
