"""Track what really comes: arrivals against order lines, verdicts on them, notes of the expediter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from kernel.amounts import Quantity
from kernel.errors import InvalidState, OverReceipt, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement.finding_room import room, takes_goods
from procurement.states import SEVERITIES, order_state_after_receipt, worse
from procurement.tables import Delivery, Order, OrderLine, OrderNote


@dataclass(frozen=True, slots=True)
class Delivered:
    """Name the delivery and say how the order stands after it."""

    delivery_id: int
    order_id: int
    order_state: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Say how much of a delivery has passed, failed and still waits."""

    delivery_id: int
    order_id: int
    passed: Quantity
    failed: Quantity
    pending: Quantity


@dataclass(frozen=True, slots=True)
class Noted:
    """Name the note that was added to an order's log."""

    order_note_id: int
    order_id: int


@once
def record_delivery(
    session: Session,
    *,
    order_line_id: int,
    quantity: Quantity,
    received_on: date,
    by: int,
    at: datetime,
    request_key: str,
) -> Delivered:
    """Record that so much of an order line came on a day; more than ordered plus tolerance is refused.

    Raises `InvalidState` for an order that was not sent or has ended and `OverReceipt`.
    """
    order, line = _line_with_order(session, order_line_id)
    check_quantity(session, line.part_id, quantity)
    if not takes_goods(order):
        raise InvalidState("order_not_sent", number=order.number, state=order.state)
    if quantity > (most := room(order, line)):
        raise OverReceipt("over_receipt", number=order.number, arrived=str(quantity), expected=str(most))
    row = Delivery(
        order_line_id=line.id,
        quantity=quantity,
        received_on=received_on,
        received_by_id=by,
        recorded_at=at,
        due_on=line.first_promised_on or order.expected_on or line.needed_on,
    )
    session.add(row)
    written(session)
    follow_order(session, order)
    return Delivered(row.id, order.id, order.state)


@once
def record_verdict(
    session: Session,
    *,
    delivery_id: int,
    passed: Quantity,
    failed: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    severity: str | None = None,
) -> Judged:
    """Add a verdict to a delivery: so much more passed, so much more failed; the worst severity stays.

    What waits for inspection is the delivered quantity less both. Raises `RuleViolation` when more is judged than came.
    """
    row = locked(session, Delivery, delivery_id)
    if row.state != "live":
        raise InvalidState("delivery_undone", delivery_id=delivery_id)
    if severity is not None and severity not in SEVERITIES:
        raise RuleViolation("severity_unknown", severity=severity)
    if passed < Quantity.zero() or failed < Quantity.zero() or not (passed or failed):
        raise RuleViolation("quantity_not_positive", passed=str(passed), failed=str(failed))
    pending = row.quantity - row.passed - row.failed
    if passed + failed > pending:
        raise RuleViolation("verdict_exceeds_delivery", judged=str(passed + failed), pending=str(pending))
    row.passed, row.failed = row.passed + passed, row.failed + failed
    row.severity = worse(row.severity, severity if failed else None)
    written(session)
    order_id = found(session, OrderLine, row.order_line_id).order_id
    return Judged(row.id, order_id, row.passed, row.failed, pending - passed - failed)


@once
def undo_delivery(
    session: Session, *, delivery_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Delivered:
    """Undo an arrival that was recorded wrongly and not yet inspected; the row stays, marked undone."""
    order, _ = _line_with_order(session, found(session, Delivery, delivery_id).order_line_id)
    row = locked(session, Delivery, delivery_id)
    if row.state != "live" or row.passed or row.failed:
        raise InvalidState("delivery_settled", delivery_id=delivery_id, state=row.state)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    if order.state in ("closed", "cancelled"):
        raise InvalidState("order_ended", number=order.number, state=order.state)
    row.state, row.undone_by_id, row.undone_at, row.undo_reason = "undone", by, at, reason.strip()
    written(session)
    follow_order(session, order)
    return Delivered(row.id, order.id, order.state)


@once
def add_order_note(
    session: Session,
    *,
    order_id: int,
    kind: str,
    text: str,
    by: int,
    at: datetime,
    request_key: str,
    order_line_id: int | None = None,
) -> Noted:
    """Add a line to the log of an order: a reminder that was sent, a call, an answer."""
    order = found(session, Order, order_id)
    if kind not in ("reminder", "expedite", "note"):
        raise RuleViolation("note_kind_unknown", kind=kind)
    if not text.strip():
        raise RuleViolation("text_needed")
    if order_line_id is not None and found(session, OrderLine, order_line_id).order_id != order.id:
        raise RuleViolation("line_of_another_order", order_line_id=order_line_id)
    row = OrderNote(
        order_id=order.id,
        kind=kind,
        text=text.strip(),
        by_id=by,
        at=at,
        noted_on=day_of(session, at),
        order_line_id=order_line_id,
    )
    session.add(row)
    written(session)
    return Noted(row.id, order.id)


def _line_with_order(session: Session, order_line_id: int) -> tuple[Order, OrderLine]:
    """Lock the order and then the line, in the order that everybody keeps."""
    order = locked(session, Order, found(session, OrderLine, order_line_id).order_id)
    return order, locked(session, OrderLine, order_line_id)


def follow_order(session: Session, order: Order) -> None:
    """Bring the order's state in line with what has come; triggers have changed its lines behind the session's back.

    While a raise of it waits for approval it stays a draft, whatever comes.
    """
    written(session)
    if order.state == "draft" or (order.state == "approved" and order.sent_version is None):
        return
    lines = session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).execution_options(populate_existing=True)
    ).all()
    received = sum(line.received.scaled for line in lines)
    if order.state == "approved" and not received:
        return
    state = order_state_after_receipt(
        received=received,
        wanted_open=sum(max((line.quantity - line.received - line.cancelled).scaled, 0) for line in lines),
        confirmed=order.confirmed_at is not None,
    )
    if state != order.state:
        order.state = state
        written(session)
