"""Ask suppliers for quotations: write the request, invite, open and void their links, close, give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, place, written
from inventory.places import LocationKind
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from procurement.tables import QuoteInvitation, QuoteRequest, QuoteRequestLine, Supplier


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Ask for one part."""

    part_id: int
    quantity: Quantity
    needed_on: date | None = None
    note: str = ""
    proposal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Requested:
    """Say how a request stands."""

    request_id: int
    number: str
    state: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Name an invitation whose link was made or voided."""

    invitation_id: int
    request_id: int
    supplier_id: int


@once
def create_request(
    session: Session,
    *,
    store_id: int,
    closes_on: date,
    lines: tuple[AskedLine, ...],
    supplier_ids: tuple[int, ...],
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> Requested:
    """Draft a request over lines to suppliers, open until the end of its closing day."""
    on = day_of(session, at)
    request = QuoteRequest(
        number=next_number(session, "RQ", on),
        store_id=place(session, store_id, LocationKind.WAREHOUSE).id,
        closes_on=_closing(closes_on, on),
        created_by_id=by,
        created_at=at,
        created_on=on,
        note=note.strip(),
    )
    session.add(request)
    written(session)
    _fill(session, request, lines, supplier_ids, by, at)
    return _requested(request)


@once
def change_request(
    session: Session,
    *,
    request_id: int,
    store_id: int,
    closes_on: date,
    lines: tuple[AskedLine, ...],
    supplier_ids: tuple[int, ...],
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> Requested:
    """Write a draft anew: its lines and suppliers are those given now."""
    request = _in(session, request_id, "draft")
    request.store_id = place(session, store_id, LocationKind.WAREHOUSE).id
    request.closes_on, request.note = _closing(closes_on, day_of(session, at)), note.strip()
    session.execute(delete(QuoteRequestLine).where(QuoteRequestLine.request_id == request.id))
    session.execute(delete(QuoteInvitation).where(QuoteInvitation.request_id == request.id))
    _fill(session, request, lines, supplier_ids, by, at)
    return _requested(request)


@once
def send_request(session: Session, *, request_id: int, by: int, at: datetime, request_key: str) -> Requested:
    """Mark a draft as sent: from now on suppliers may answer by their links."""
    request = _in(session, request_id, "draft")
    _closing(request.closes_on, day_of(session, at))
    request.state, request.sent_at = "sent", at
    written(session)
    return _requested(request)


@once
def invite_supplier(
    session: Session, *, request_id: int, supplier_id: int, by: int, at: datetime, request_key: str
) -> Linked:
    """Ask one more supplier while the request is open."""
    request = _in(session, request_id, "sent")
    return _linked(_invite(session, request, supplier_id, by, at))


@once
def open_link(
    session: Session,
    *,
    invitation_id: int,
    token_hash: str,
    expires_at: datetime,
    sent_to: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Linked:
    """Give a supplier a link to answer by; only the SHA-256 of its secret is kept, an earlier link is void."""
    row = locked(session, QuoteInvitation, invitation_id)
    _in(session, row.request_id, "sent")
    if expires_at <= at:
        raise RuleViolation("quote_request_closed")
    row.sends += 1
    row.token_hash, row.token_expires_at, row.revoked_at = token_hash, expires_at, None
    row.sent_at, row.sent_to = at, sent_to
    written(session)
    return _linked(row)


@once
def revoke_link(session: Session, *, invitation_id: int, by: int, at: datetime, request_key: str) -> Linked:
    """Void a supplier's link; what was quoted by it stays."""
    row = locked(session, QuoteInvitation, invitation_id)
    if row.token_hash is None:
        raise InvalidState("quote_link_gone")
    row.token_hash, row.token_expires_at, row.revoked_at = None, None, at
    written(session)
    return _linked(row)


@once
def note_reminder(
    session: Session, *, invitation_id: int, at: datetime, request_key: str, by: int | None = None
) -> Linked:
    """Note that a supplier was reminded of its answer."""
    row = locked(session, QuoteInvitation, invitation_id)
    row.reminded_at = at
    written(session)
    return _linked(row)


@once
def move_closing(
    session: Session, *, request_id: int, closes_on: date, by: int, at: datetime, request_key: str
) -> Requested:
    """Put the closing day off or forward; a closed request is open again. Links hold as long as they were made for."""
    request = _in(session, request_id, "sent", "closed")
    request.closes_on = _closing(closes_on, day_of(session, at))
    request.state, request.closed_at = "sent", None
    written(session)
    return _requested(request)


@once
def close_request(
    session: Session, *, request_id: int, at: datetime, request_key: str, by: int | None = None
) -> Requested:
    """Close a request: suppliers can answer no more, and it can be awarded."""
    request = _in(session, request_id, "sent")
    request.state, request.closed_at = "closed", at
    written(session)
    return _requested(request)


@once
def cancel_request(
    session: Session, *, request_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Requested:
    """Give a request up; its links are void."""
    request = _in(session, request_id, "draft", "sent", "closed")
    if not reason.strip():
        raise RuleViolation("reason_needed")
    request.state, request.ended_at, request.end_reason = "cancelled", at, reason.strip()
    void_links(session, request.id)
    return _requested(request)


def void_links(session: Session, request_id: int) -> None:
    """Void every link of a request that has ended."""
    for row in session.scalars(select(QuoteInvitation).where(QuoteInvitation.request_id == request_id)):
        row.token_hash = row.token_expires_at = None
    written(session)


def request_in(session: Session, request_id: int, *states: str) -> QuoteRequest:
    """Return a request, locked, that is in one of the states."""
    return _in(session, request_id, *states)


def _in(session: Session, request_id: int, *states: str) -> QuoteRequest:
    request = locked(session, QuoteRequest, request_id)
    if request.state not in states:
        raise InvalidState("quote_request_step", number=request.number, state=request.state, wanted=list(states))
    return request


def _closing(closes_on: date, on: date) -> date:
    if closes_on < on:
        raise RuleViolation("closing_in_the_past", closes_on=closes_on.isoformat(), field="closes_on")
    return closes_on


def _fill(
    session: Session,
    request: QuoteRequest,
    lines: Sequence[AskedLine],
    supplier_ids: Sequence[int],
    by: int,
    at: datetime,
) -> None:
    if not lines:
        raise RuleViolation("quote_request_empty", field="lines")
    if not supplier_ids:
        raise RuleViolation("quote_request_to_nobody", field="suppliers")
    if len(set(supplier_ids)) < len(supplier_ids):
        raise RuleViolation("supplier_twice", field="suppliers")
    for line_no, asked in enumerate(lines, 1):
        check_quantity(session, asked.part_id, asked.quantity)
        session.add(
            QuoteRequestLine(
                request_id=request.id,
                line_no=line_no,
                part_id=asked.part_id,
                quantity=asked.quantity,
                needed_on=asked.needed_on,
                note=asked.note.strip(),
                proposal_id=asked.proposal_id,
            )
        )
    for supplier_id in supplier_ids:
        _invite(session, request, supplier_id, by, at)
    written(session)


def _invite(session: Session, request: QuoteRequest, supplier_id: int, by: int, at: datetime) -> QuoteInvitation:
    """Add a supplier: a candidate may be asked, though it gets no order before it is approved; a blocked one not."""
    supplier = found(session, Supplier, supplier_id)
    if supplier.state == "blocked":
        raise InvalidState("supplier_blocked", supplier=supplier.code, field="suppliers")
    row = QuoteInvitation(request_id=request.id, supplier_id=supplier_id, added_by_id=by, added_at=at)
    session.add(row)
    written(session)
    return row


def _requested(request: QuoteRequest) -> Requested:
    return Requested(request.id, request.number, request.state)


def _linked(row: QuoteInvitation) -> Linked:
    return Linked(row.id, row.request_id, row.supplier_id)
