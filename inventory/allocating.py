"""Hold promises, lift holds, and give what is promised to one request to another; each for a reason on record.

A promise is soft when the rule makes it: a more urgent request may take it over, and it lapses. It is hard once it is
held: by a supervisor, by the walk of a keeper who has set out to pick it, or because a supervisor gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.posting import lock_stock
from inventory.priority import Takeover
from inventory.reserving import expiry, fill, give_on, note, promised_to, unhold
from inventory.tables import PartRequest, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import InsufficientStock, InvalidState, RuleViolation
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class Held:
    """Say whether a request's promises are hard now, and how much they are."""

    part_request_id: int
    held: bool
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Reallocated:
    """Say how much went from one request to another."""

    from_request_id: int
    to_request_id: int
    quantity: Quantity


@once
def hold(session: Session, *, part_request_id: int, reason: str, by: int, at: datetime, request_key: str) -> Held:
    """Make what is promised to a request hard: nobody takes it over and it does not lapse."""
    request = _open(session, part_request_id)
    _check_reason(reason)
    if not promised_to(session, part_request_id):
        raise InvalidState("nothing_promised", part_request_id=part_request_id)
    return _held(session, request, reason.strip(), by, at)


@once
def lift(session: Session, *, part_request_id: int, reason: str, by: int, at: datetime, request_key: str) -> Held:
    """Make what is promised to a request soft again; who waits more urgently may take it over at once."""
    request = _open(session, part_request_id)
    _check_reason(reason)
    if not request.held:
        raise InvalidState("not_held", part_request_id=part_request_id)
    unhold(session, request, reason.strip(), at, by)
    fill(session, request.part_id, request.store_id, at)
    return Held(request.id, held=False, quantity=promised_to(session, request.id))


@once
def reallocate(
    session: Session,
    *,
    from_request_id: int,
    to_request_id: int,
    quantity: Quantity,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Reallocated:
    """Give what is promised to one request to another for the same part in the same store, and hold it there."""
    _check_reason(reason)
    giver, taker = found(session, PartRequest, from_request_id), found(session, PartRequest, to_request_id)
    if giver.id == taker.id or (giver.part_id, giver.store_id) != (taker.part_id, taker.store_id):
        raise RuleViolation("not_the_same_part", field="to_request_id")
    check_quantity(session, giver.part_id, quantity)
    lock_stock(session, [(giver.part_id, giver.store_id)])
    rows = {key: locked(session, PartRequest, key) for key in sorted((from_request_id, to_request_id))}
    giver, taker = rows[from_request_id], rows[to_request_id]
    promised = promised_to(session, giver.id)
    if quantity > promised:
        raise InsufficientStock("insufficient_stock", asked=str(quantity), available=str(promised), field="quantity")
    lacking = taker.quantity - taker.issued - taker.cancelled - promised_to(session, taker.id)
    if quantity > lacking:
        raise RuleViolation("more_than_lacking", asked=str(quantity), lacking=str(lacking), field="quantity")
    unhold(session, giver, reason.strip(), at, by)
    until = expiry(session, found(session, WorkOrder, taker.work_order_id).urgency, at)
    give_on(session, giver.part_id, giver.store_id, Takeover(giver.id, taker.id, quantity), until, at)
    note(session, "reallocated", giver.id, quantity, at, reason=reason.strip(), by=by, to=taker.id)
    _held(session, taker, reason.strip(), by, at)
    return Reallocated(giver.id, taker.id, quantity)


def hold_for(session: Session, request: PartRequest, reason: str, by: int, at: datetime) -> bool:
    """Make a request's promises hard for a walk; tell whether that changed anything."""
    if request.held:
        return False
    _held(session, request, reason, by, at)
    return True


def _held(session: Session, request: PartRequest, reason: str, by: int, at: datetime) -> Held:
    promised = promised_to(session, request.id)
    if not request.held:
        note(session, "held", request.id, promised, at, reason=reason, by=by)
        request.held = True
        written(session)
    return Held(request.id, held=True, quantity=promised)


def _open(session: Session, part_request_id: int) -> PartRequest:
    request = found(session, PartRequest, part_request_id)
    lock_stock(session, [(request.part_id, request.store_id)])
    request = locked(session, PartRequest, part_request_id)
    if not request.open:
        raise InvalidState("part_request_closed", part_request_id=part_request_id)
    return request


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
