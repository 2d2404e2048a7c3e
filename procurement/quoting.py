"""Take quotations: from the supplier's own link or from a buyer's hand; each answer is a version of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import locked, step_of, written
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.exchange import net_cny, rate_millionths
from procurement.prices import check_steps
from procurement.tables import Quote, QuoteBreak, QuoteInvitation, QuoteLine, QuoteRequest, QuoteRequestLine

NOTHING = Money.zero()


@dataclass(frozen=True, slots=True)
class QuotedStep:
    """Say that a price holds from a quantity on, in the currency of the quotation."""

    from_quantity: Quantity
    unit_price: Money


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """Say on what terms a line is offered; without steps it cannot be offered."""

    request_line_id: int
    steps: tuple[QuotedStep, ...] = ()
    lead_time_days: int = 0
    minimum_quantity: Quantity | None = None
    multiple_quantity: Quantity | None = None
    supplier_part_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """Hold what is true of a whole quotation."""

    currency: str
    tax_included: bool
    tax_bp: int
    valid_until_on: date
    freight: Money = NOTHING
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Name the quotation and which version of the supplier's answer it is."""

    quote_id: int
    request_id: int
    version: int
    lines_offered: int


@once
def enter_quote(
    session: Session,
    *,
    invitation_id: int,
    via: str,
    terms: QuoteTerms,
    lines: tuple[QuotedLine, ...],
    received_at: datetime,
    by: int,
    at: datetime,
    request_key: str,
) -> Quoted:
    """Enter a quotation that came by mail, telephone or on paper, until the request is awarded."""
    invitation = locked(session, QuoteInvitation, invitation_id)
    if received_at > at:
        raise RuleViolation("received_in_future", field="received_at")
    return _keep(session, invitation, via, terms, lines, received_at, by, at)


@once
def answer_quote(
    session: Session,
    *,
    token_hash: str,
    terms: QuoteTerms,
    lines: tuple[QuotedLine, ...],
    at: datetime,
    request_key: str,
    by: int | None = None,
) -> Quoted:
    """Take a supplier's answer by its link while the request is open; a later one replaces it as a new version."""
    invitation = invited(session, token_hash=token_hash, at=at)
    invitation = locked(session, QuoteInvitation, invitation.id)
    invitation.opened_at = invitation.opened_at or at
    return _keep(session, invitation, "web", terms, lines, at, None, at)


def invited(session: Session, *, token_hash: str, at: datetime) -> QuoteInvitation:
    """Return the invitation that a link opens, while it may be answered."""
    row = session.scalar(select(QuoteInvitation).where(QuoteInvitation.token_hash == token_hash))
    if row is None:
        raise NotFound("quote_link_unknown")
    request = session.get_one(QuoteRequest, row.request_id)
    late = row.token_expires_at is None or at > row.token_expires_at or day_of(session, at) > request.closes_on
    if late or request.state != "sent":
        raise _too_late(request)
    return row


def _too_late(request: QuoteRequest) -> InvalidState:
    return InvalidState("quote_too_late", number=request.number, closes_on=request.closes_on.isoformat())


def _keep(
    session: Session,
    invitation: QuoteInvitation,
    via: str,
    terms: QuoteTerms,
    lines: Sequence[QuotedLine],
    received_at: datetime,
    by: int | None,
    at: datetime,
) -> Quoted:
    on = day_of(session, at)
    request = locked(session, QuoteRequest, invitation.request_id)
    if request.state not in ("sent", "closed"):
        raise _too_late(request)
    if terms.valid_until_on < on:
        raise RuleViolation("validity_in_the_past", field="valid_until_on")
    rate = rate_millionths(setting(session, settings.EXCHANGE_RATES, on), terms.currency)
    last = session.scalar(select(func.max(Quote.version)).where(Quote.invitation_id == invitation.id)) or 0
    quote = Quote(
        invitation_id=invitation.id,
        version=last + 1,
        currency=terms.currency,
        tax_included=terms.tax_included,
        tax_bp=terms.tax_bp,
        rate_millionths=rate,
        rate_on=on,
        valid_until_on=terms.valid_until_on,
        received_at=received_at,
        via=via,
        entered_by_id=by,
        freight=terms.freight,
        freight_cny=net_cny(terms.freight, rate=rate, tax_included=terms.tax_included, tax_bp=terms.tax_bp).rounded(),
        note=terms.note.strip(),
    )
    session.add(quote)
    written(session)
    asked = session.scalars(select(QuoteRequestLine).where(QuoteRequestLine.request_id == request.id))
    by_line = {line.request_line_id: line for line in lines}
    offered = 0
    for line in sorted(asked, key=lambda each: each.line_no):
        said = by_line.pop(line.id, QuotedLine(line.id))
        offered += bool(said.steps)
        _line(session, quote, line, said)
    if by_line:
        raise NotFound("quote_line_unknown", id=min(by_line))
    written(session)
    return Quoted(quote.id, request.id, quote.version, offered)


def _line(session: Session, quote: Quote, asked: QuoteRequestLine, said: QuotedLine) -> None:
    check_steps([(step.from_quantity, step.unit_price) for step in said.steps], line=asked.line_no)
    step = step_of(session, asked.part_id)
    multiple = said.multiple_quantity or step
    minimum = said.minimum_quantity or Quantity.zero()
    if multiple <= Quantity.zero() or not multiple.is_multiple_of(step):
        raise RuleViolation("not_whole_steps", quantity=str(multiple), step=str(step))
    row = QuoteLine(
        quote_id=quote.id,
        request_line_id=asked.id,
        offered=bool(said.steps),
        lead_time_days=said.lead_time_days,
        minimum_quantity=minimum,
        multiple_quantity=multiple,
        supplier_part_number=said.supplier_part_number.strip(),
        note=said.note.strip(),
    )
    session.add(row)
    written(session)
    for each in said.steps:
        session.add(
            QuoteBreak(
                quote_line_id=row.id,
                from_quantity=each.from_quantity,
                unit_price=each.unit_price,
                unit_price_cny=net_cny(
                    each.unit_price, rate=quote.rate_millionths, tax_included=quote.tax_included, tax_bp=quote.tax_bp
                ),
            )
        )
