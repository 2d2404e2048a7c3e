"""Order parts: create, approve, send, confirm, cancel the rest, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement.amending import Amended, LineChange, amend_order, restore_agreed, take_back_amendment
from procurement.drafting import NewLine, Urgency, agree, check_needed, draft_order
from procurement.finding_standing import check_supplier, release_of
from procurement.leaving_contracts import keep_to_contracts
from procurement.queries.order_lines import amount_of, lines_of
from procurement.tables import Order, OrderApproval, OrderLine, Plan
from procurement.tracking import follow_order

__all__ = [
    "Amended",
    "LineChange",
    "NewLine",
    "Ordered",
    "Promise",
    "Stepped",
    "amend_order",
    "approve_order",
    "cancel_rest",
    "close_order",
    "confirm_order",
    "create_order",
    "send_order",
    "supplier_has",
    "take_back_amendment",
]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Name the new order, its lines and what it comes to."""

    order_id: int
    number: str
    state: str
    line_ids: tuple[int, ...]
    amount_cny: Money


@dataclass(frozen=True, slots=True)
class Stepped:
    """Say how an order stands after a step."""

    order_id: int
    number: str
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Say for which day the supplier has promised a line."""

    order_line_id: int
    promised_on: date


@once
def create_order(
    session: Session,
    *,
    supplier_id: int,
    store_id: int,
    lines: tuple[NewLine, ...],
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
    urgency: Urgency | None = None,
) -> Ordered:
    """Draft an order to an approved supplier for a warehouse; prices come from its contract or list unless given."""
    check_needed([line.needed_on for line in lines], day_of(session, at))
    order, made = draft_order(
        session, supplier_id=supplier_id, store_id=store_id, lines=lines, by=by, at=at, note=note, urgency=urgency
    )
    return Ordered(order.id, order.number, order.state, tuple(line.id for line in made), amount_of(made))


@once
def approve_order(
    session: Session, *, order_id: int, by: int, at: datetime, request_key: str, note: str = ""
) -> Stepped:
    """Approve a draft order; by another person than its author and the author of its plan.

    What leaves a contract is approved only once somebody has said why.
    """
    order = locked(session, Order, order_id)
    _must_be(order, "draft")
    check_supplier(session, order.supplier_id, day_of(session, at), release=release_of(session, order.id))
    plan = session.get(Plan, order.plan_id) if order.plan_id else None
    if by == order.created_by_id or (plan is not None and by == plan.created_by_id):
        raise FourEyes("four_eyes", number=order.number)
    keep_to_contracts(session, order, day_of(session, at))
    amount = amount_of(lines_of(session, order.id))
    session.add(
        OrderApproval(
            order_id=order.id,
            version=order.version,
            created_by_id=order.created_by_id,
            approved_by_id=by,
            approved_at=at,
            amount_cny=amount,
            note=note,
        )
    )
    written(session)
    order.state = "approved"
    agree(session, order)
    follow_order(session, order)
    return _stepped(order)


@once
def send_order(session: Session, *, order_id: int, by: int, at: datetime, request_key: str) -> Stepped:
    """Mark an approved order, or an amendment of a sent one, as sent; lead time counts from the first sending."""
    order = locked(session, Order, order_id)
    again = order.sent_version is not None and order.sent_version < order.version
    if not (order.state == "approved" or (again and order.state in ("sent", "confirmed", "partly_received"))):
        raise InvalidState("order_step", number=order.number, state=order.state, wanted="sent")
    check_supplier(session, order.supplier_id, day_of(session, at), release=release_of(session, order.id))
    order.ordered_on = order.ordered_on or day_of(session, at)
    order.sent_at, order.sent_version = at, order.version
    if order.state == "approved":
        order.state = "sent"
    written(session)
    return _stepped(order)


def supplier_has(session: Session, *, order_id: int, at: datetime) -> None:
    """Keep that the supplier was given an order's present text once more, however that was done."""
    order = locked(session, Order, order_id)
    order.sent_at, order.sent_version = at, order.version
    written(session)


@once
def confirm_order(
    session: Session,
    *,
    order_id: int,
    promises: tuple[Promise, ...],
    by: int,
    at: datetime,
    request_key: str,
    supplier_reference: str = "",
) -> Stepped:
    """Note the dates that the supplier promised; the order is confirmed once every open line has one.

    The first promise of a line stays on record beside the present one: lateness is counted from it.
    """
    order = locked(session, Order, order_id)
    _must_be(order, "sent", "confirmed", "partly_received")
    lines = {line.id: line for line in lines_of(session, order.id)}
    for promise in promises:
        line = lines.get(promise.order_line_id)
        if line is None:
            raise NotFound("order_line_unknown", id=promise.order_line_id)
        if order.ordered_on is not None and promise.promised_on < order.ordered_on:
            raise RuleViolation("promised_before_ordered", promised_on=promise.promised_on.isoformat())
        line.promised_on = promise.promised_on
        line.first_promised_on = line.first_promised_on or promise.promised_on
    if supplier_reference:
        order.supplier_reference = supplier_reference
    written(session)
    if all(line.promised_on is not None or not _open(line) for line in lines.values()):
        order.confirmed_at = order.confirmed_at or at
        dates = [line.promised_on for line in lines.values() if line.promised_on is not None]
        order.expected_on = max(dates, default=order.expected_on)
        if order.state == "sent":
            order.state = "confirmed"
    written(session)
    return _stepped(order)


@once
def cancel_rest(
    session: Session,
    *,
    order_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    order_line_id: int | None = None,
) -> Stepped:
    """Give up what has not come yet, of one line or of all; an order of which nothing came is cancelled."""
    order = locked(session, Order, order_id)
    _must_be(order, "draft", "approved", "sent", "confirmed", "partly_received")
    if not reason.strip():
        raise RuleViolation("reason_needed")
    if order_line_id is not None and found(session, OrderLine, order_line_id).order_id != order.id:
        raise RuleViolation("line_of_another_order", order_line_id=order_line_id)
    if order_line_id is None and order.state == "draft" and order.sent_version is not None:
        restore_agreed(session, order, reason.strip(), by, at)
    lines = lines_of(session, order.id)
    for line in lines:
        if order_line_id in (None, line.id):
            line.cancelled = line.cancelled + _open(line)
    written(session)
    if any(_open(line) for line in lines):
        return _stepped(order)
    if any(line.received for line in lines):
        follow_order(session, order)
    else:
        order.state, order.ended_at = "cancelled", at
    order.end_reason = reason.strip()
    written(session)
    return _stepped(order)


@once
def close_order(session: Session, *, order_id: int, by: int, at: datetime, request_key: str) -> Stepped:
    """Close an order of which nothing is open any more."""
    order = locked(session, Order, order_id)
    _must_be(order, "received", "partly_received")
    still = [line.line_no for line in lines_of(session, order.id) if _open(line)]
    if still:
        raise InvalidState("order_still_open", number=order.number, lines=still)
    order.state, order.ended_at = "closed", at
    written(session)
    return _stepped(order)


def _open(line: OrderLine) -> Quantity:
    return max(line.quantity - line.received - line.cancelled, Quantity.zero())


def _must_be(order: Order, *states: str) -> None:
    if order.state not in states:
        raise InvalidState("order_step", number=order.number, state=order.state, wanted=list(states))


def _stepped(order: Order) -> Stepped:
    return Stepped(order.id, order.number, order.state, order.version)
