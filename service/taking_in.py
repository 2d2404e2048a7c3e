"""Take in a case: open the ticket, name its owner, start its clocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from kernel.errors import NotFound, RuleViolation
from kernel.numbering import next_number
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of
from service.recording import record
from service.sla import OPENING
from service.tables import Customer, GuidedChoice, Product, Ticket, TicketAnswer
from service.timing import start_clocks
from service.triage import Hint, Suggestion, suggest
from service.warranty import cover


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold an answer to a guided question: a choice, or own words."""

    question_id: int
    choice_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Name the ticket and what the answers suggest about it."""

    ticket_id: int
    number: str
    suggested_urgency: str
    suggested_fault_type: str | None
    suggested_visit: str
    in_warranty: bool | None
    warranty_until_on: date | None


@once
def take_in(
    session: Session,
    *,
    channel: str,
    customer_id: int,
    by: int,
    at: datetime,
    request_key: str,
    product_id: int | None = None,
    product_model_id: int | None = None,
    model_typed: str = "",
    serial: str = "",
    purchased_on: date | None = None,
    symptom_id: int | None = None,
    description: str = "",
    fault_at: datetime | None = None,
    fault_environment: str = "",
    wished_at: datetime | None = None,
    region: str | None = None,
    remote_area: bool | None = None,
    answers: tuple[Answered, ...] = (),
) -> TakenIn:
    """Open a ticket; whoever takes it owns it to the end, and its clocks run from this instant.

    The urgency is what the guided answers suggest until triage decides. Region and remote area are the customer's
    unless told otherwise.
    """
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NotFound("customer_unknown", customer_id=customer_id)
    if symptom_id is None and not description.strip():
        raise RuleViolation("fault_missing")
    product = _product(session, product_id, product_model_id, serial.strip())
    model_id = product.product_model_id if product else product_model_id
    model = session.get(ProductModel, model_id) if model_id is not None else None
    if model_id is not None and model is None:
        raise NotFound("model_unknown", product_model_id=model_id)
    bought_on = purchased_on or (product.purchased_on if product else None)
    on = day_of(session, at)
    covered = cover(bought_on, model.warranty_months if model else None, on)
    suggestion = suggest(_hints(session, answers))
    ticket = Ticket(
        number=next_number(session, "SR", on),
        channel=channel,
        customer_id=customer_id,
        owner_id=by,
        opened_at=at,
        opened_on=on,
        product_id=product.id if product else None,
        product_model_id=model_id,
        model_typed=model_typed.strip(),
        serial=product.serial if product else serial.strip(),
        purchased_on=bought_on,
        symptom_id=symptom_id,
        description=description.strip(),
        fault_at=fault_at,
        fault_environment=fault_environment.strip(),
        wished_at=wished_at,
        region=customer.region if region is None else region.strip(),
        remote_area=customer.remote_area if remote_area is None else remote_area,
        urgency=str(suggestion.urgency),
        visit=str(suggestion.visit),
        in_warranty=covered.in_warranty,
        warranty_until_on=covered.until_on,
    )
    with refusals():
        session.add(ticket)
        session.flush()
        _keep_answers(session, ticket.id, answers, at)
        start_clocks(session, ticket, OPENING, at)
        record(session, ticket.id, "opened", by=by, at=at, channel=channel, urgency=ticket.urgency)
        session.flush()
    return _taken(ticket, suggestion)


def _taken(ticket: Ticket, suggestion: Suggestion) -> TakenIn:
    return TakenIn(
        ticket.id,
        ticket.number,
        str(suggestion.urgency),
        None if suggestion.fault_type is None else str(suggestion.fault_type),
        str(suggestion.visit),
        ticket.in_warranty,
        ticket.warranty_until_on,
    )


def _product(session: Session, product_id: int | None, model_id: int | None, serial: str) -> Product | None:
    """Return the sold unit that was named, or that model and serial number point at."""
    if product_id is not None:
        found = session.get(Product, product_id)
        if found is None:
            raise NotFound("product_unknown", product_id=product_id)
        return found
    if model_id is None or not serial:
        return None
    return session.scalar(select(Product).where(Product.product_model_id == model_id, Product.serial == serial))


def _hints(session: Session, answers: Iterable[Answered]) -> list[Hint]:
    chosen = {each.choice_id: each.question_id for each in answers if each.choice_id is not None}
    rows = session.scalars(select(GuidedChoice).where(GuidedChoice.id.in_(chosen)).order_by(GuidedChoice.id))
    found = {row.id: row for row in rows}
    for choice_id, question_id in chosen.items():
        if choice_id not in found or found[choice_id].question_id != question_id:
            raise RuleViolation("choice_of_other_question", question_id=question_id)
    return [
        Hint(row.question_id, row.suggests_urgency, row.suggests_fault_type, row.suggests_visit)
        for row in found.values()
    ]


def _keep_answers(session: Session, ticket_id: int, answers: Iterable[Answered], at: datetime) -> None:
    session.add_all(
        TicketAnswer(
            ticket_id=ticket_id,
            question_id=each.question_id,
            answered_at=at,
            choice_id=each.choice_id,
            words=each.words.strip(),
        )
        for each in answers
        if each.choice_id is not None or each.words.strip()
    )
