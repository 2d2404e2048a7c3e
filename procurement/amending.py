"""Amend orders: the text before is kept as a version, and what was raised is approved anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, locked, written
from inventory.tables import Part, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.drafting import NewLine, add_lines, agree, check_needed, text_of, tolerance_of
from procurement.queries.order_lines import amount_of, lines_of
from procurement.tables import Order, OrderLine, OrderVersion
from procurement.tracking import follow_order

AMENDABLE = ("draft", "approved", "sent", "confirmed", "partly_received")


@dataclass(frozen=True, slots=True)
class LineChange:
    """Say what becomes of a line; what is not given stays."""

    order_line_id: int
    quantity: Quantity | None = None
    unit_price_cny: Money | None = None
    needed_on: date | None = None
    over_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """Say how an order stands after an amendment: as a draft it has to be approved again."""

    order_id: int
    number: str
    state: str
    version: int
    amount_cny: Money


@once
def amend_order(
    session: Session,
    *,
    order_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    changes: tuple[LineChange, ...] = (),
    added: tuple[NewLine, ...] = (),
    removed_line_ids: tuple[int, ...] = (),
    note: str | None = None,
) -> Amended:
    """Amend an order that has not ended.

    More quantity, a higher price or another line sends it back to draft, so that it is approved and sent again; of
    an order of which something has come only less can be agreed. A line that no supplier has seen is deleted, another
    is given up. A plain draft that nobody has approved is edited without keeping a version. What a supplier was sent
    before may arrive while the amendment waits.
    """
    order = locked(session, Order, order_id)
    lines = {line.id: line for line in lines_of(session, order.id)}
    _check(order, lines, reason, changes, removed_line_ids)
    on = day_of(session, at)
    usual = Decimal(str(setting(session, settings.OVER_TOLERANCE, on)))
    _check_days(changes, added, lines, on)
    _check_differs(order, lines, changes, note, other=bool(added or removed_line_ids))
    raised = bool(added) or any(_raises(lines[change.order_line_id], change, usual) for change in changes)
    if raised and any(line.received for line in lines.values()):
        raise InvalidState("order_has_receipts", number=order.number)
    if order.state != "draft" or order.plan_id is not None or order.version > 1:
        _keep_version(session, order, list(lines.values()), reason.strip(), by, at)
    if raised and order.state != "draft":
        order.state = "draft"
        order.confirmed_at = None
        written(session)
    for change in changes:
        _apply(session, order, lines[change.order_line_id], change, on)
    for line_id in removed_line_ids:
        _remove(session, lines[line_id])
    order.note = order.note if note is None else note
    written(session)
    add_lines(session, order, added, on)
    return _settled(session, order)


def _settled(session: Session, order: Order) -> Amended:
    """Keep what holds now as agreed unless it waits for approval, and say how the order stands."""
    left = lines_of(session, order.id)
    if all(line.cancelled == line.quantity for line in left):
        raise RuleViolation("order_has_no_lines")
    if order.state != "draft":
        agree(session, order)
    if order.state == "partly_received":
        follow_order(session, order)
    return Amended(order.id, order.number, order.state, order.version, amount_of(left))


@once
def take_back_amendment(
    session: Session, *, order_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Amended:
    """Take back an amendment that waits for approval: the order is again what was approved and sent before.

    Raises `InvalidState` for an order that is no draft or was never sent.
    """
    order = locked(session, Order, order_id)
    if order.state != "draft" or order.sent_version is None:
        raise InvalidState("order_not_amended", number=order.number)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    restore_agreed(session, order, reason.strip(), by, at)
    return Amended(order.id, order.number, order.state, order.version, amount_of(lines_of(session, order.id)))


def restore_agreed(session: Session, order: Order, reason: str, by: int, at: datetime) -> None:
    """Give an order the text again that was last approved, keep the amendment as a version, and follow arrivals."""
    held = session.scalars(
        select(OrderVersion).where(OrderVersion.order_id == order.id).order_by(OrderVersion.version.desc())
    )
    kept = next(each for each in held if each.text["state"] != "draft")
    _keep_version(session, order, lines_of(session, order.id), reason, by, at)
    before = {each["id"]: each for each in kept.text["lines"]}
    for line in lines_of(session, order.id):
        if line.id in before:
            _restore(line, before[line.id])
        else:
            session.delete(line)
    order.note = kept.text["note"]
    order.confirmed_at = datetime.fromisoformat(was) if (was := kept.text.get("confirmed_at")) else None
    if order.sent_version == kept.version:
        order.sent_version = order.version
    written(session)
    order.state = "sent" if order.confirmed_at is None else "confirmed"
    written(session)
    follow_order(session, order)


def _restore(line: OrderLine, text: Mapping[str, Any]) -> None:
    line.cancelled = min(
        line.cancelled, line.agreed - line.received if line.agreed > line.received else Quantity.zero()
    )
    line.quantity, line.over_tolerance, line.unit_price_cny = line.agreed, line.agreed_over, line.agreed_price_cny
    line.needed_on = date.fromisoformat(text["needed_on"]) if text["needed_on"] else None
    line.over_percent = text.get("over_percent", line.over_percent)


def _remove(session: Session, line: OrderLine) -> None:
    """Delete a line that no supplier has seen; give up what is open of one that was sent."""
    if line.agreed:
        line.cancelled = max(line.quantity - line.received, Quantity.zero())
    else:
        session.delete(line)


def _check(
    order: Order,
    lines: dict[int, OrderLine],
    reason: str,
    changes: Sequence[LineChange],
    removed: Sequence[int],
) -> None:
    if order.state not in AMENDABLE:
        raise InvalidState("order_ended", number=order.number, state=order.state)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    unknown = ({change.order_line_id for change in changes} | set(removed)) - set(lines)
    if unknown:
        raise NotFound("order_line_unknown", id=min(unknown))


def _check_days(
    changes: Sequence[LineChange], added: Sequence[NewLine], lines: Mapping[int, OrderLine], on: date
) -> None:
    """Refuse a day of need that has passed, unless the line has it already."""
    days = [each.needed_on for each in changes if each.needed_on != lines[each.order_line_id].needed_on]
    check_needed([*days, *(line.needed_on for line in added)], on)


def _check_differs(
    order: Order, lines: Mapping[int, OrderLine], changes: Sequence[LineChange], note: str | None, *, other: bool
) -> None:
    names = ("quantity", "unit_price_cny", "needed_on", "over_percent")
    changed = any(
        getattr(each, name) not in (None, getattr(lines[each.order_line_id], name))
        for each in changes
        for name in names
    )
    if not (changed or other or note not in (None, order.note)):
        raise RuleViolation("nothing_changed", number=order.number)


def _raises(line: OrderLine, change: LineChange, usual: Decimal) -> bool:
    more = change.quantity is not None and change.quantity > line.quantity
    dearer = change.unit_price_cny is not None and change.unit_price_cny > line.unit_price_cny
    bound = usual if line.over_percent is None else Decimal(line.over_percent)
    return more or dearer or (change.over_percent is not None and change.over_percent > bound)


def _keep_version(
    session: Session, order: Order, lines: Sequence[OrderLine], reason: str, by: int, at: datetime
) -> None:
    session.add(
        OrderVersion(
            order_id=order.id,
            version=order.version,
            text=text_of(order, lines),
            reason=reason,
            amended_by_id=by,
            amended_at=at,
        )
    )
    written(session)
    order.version += 1


def _apply(session: Session, order: Order, line: OrderLine, change: LineChange, on: date) -> None:
    if change.quantity is not None:
        check_quantity(session, line.part_id, change.quantity)
        if change.quantity < line.received + line.cancelled:
            raise RuleViolation("less_than_received", received=str(line.received), cancelled=str(line.cancelled))
        line.quantity = change.quantity
    if change.over_percent is not None:
        line.over_percent = change.over_percent
    if change.quantity is not None or change.over_percent is not None:
        _follow_tolerance(session, order, line, on)
    if change.unit_price_cny is not None:
        line.unit_price_cny = change.unit_price_cny
    if change.needed_on is not None:
        line.needed_on = change.needed_on


def _follow_tolerance(session: Session, order: Order, line: OrderLine, on: date) -> None:
    """Let the accepted excess follow quantity and percent; beyond a draft it only shrinks, and never below arrivals."""
    part = session.get_one(Part, line.part_id)
    wanted = tolerance_of(session, line, session.get_one(Unit, part.unit_id).step, on)
    if order.state != "draft":
        wanted = min(wanted, line.over_tolerance)
    line.over_tolerance = max(wanted, line.received + line.cancelled - line.quantity)
