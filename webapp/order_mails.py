"""Ask suppliers after what they promised: a few days before the day, while it is late, or when somebody asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.tables import Part, WorkOrder
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, define, setting
from kernel.tables import Person
from procurement.queries.orders import Reminder, open_lines, reminders_due
from procurement.tables import Order, OrderNote, Supplier
from procurement.tracking import Noted, add_order_note
from webapp import context
from webapp.mail import queue_mail
from webapp.role_mails import mail_role

REMIND_SUPPLIERS = define(
    "procurement.remind_suppliers",
    {"mail_supplier": False},
    "交期提醒：除采购员外是否自动发邮件给供应商",
    "Reminders of promised dates: whether the supplier gets a mail by itself, beside the buyer",
)


def remind_of_orders(session: Session, at: datetime) -> int:
    """Note and mail a reminder for each order of which lines are due soon or late; return how many orders."""
    on = day_of(session, at)
    mail_supplier = bool(setting(session, REMIND_SUPPLIERS, on)["mail_supplier"])
    by_order: dict[int, list[Reminder]] = defaultdict(list)
    for each in reminders_due(session, on=on):
        by_order[each.order_id].append(each)
    for order_id, lines in by_order.items():
        order = found(session, Order, order_id)
        to = _addresses(session, order, mail_supplier=mail_supplier)
        key = f"order_reminder:{order_id}:{on}"
        _noted(session, order, lines, to, by=order.created_by_id, at=at, request_key=key)
        _mail(session, order, lines, to, at)
    return len(by_order)


@once
def remind_supplier(session: Session, *, order_id: int, by: int, at: datetime, request_key: str) -> Noted:
    """Ask the supplier now after all that is still to come of an order; a copy goes to the buyer."""
    order = found(session, Order, order_id)
    supplier = found(session, Supplier, order.supplier_id)
    if not supplier.email:
        raise RuleViolation("supplier_unreachable", supplier=supplier.code)
    lines = open_lines(session, order_id=order_id, on=day_of(session, at))
    if not lines:
        raise RuleViolation("nothing_to_come", number=order.number)
    today = select(OrderNote.id).where(
        OrderNote.order_id == order_id, OrderNote.kind == "reminder", OrderNote.noted_on == day_of(session, at)
    )
    if session.scalar(today.limit(1)) is not None:
        raise InvalidState("supplier_reminded_today", number=order.number)
    to = _addresses(session, order, mail_supplier=True)
    noted = _noted(session, order, lines, to, by=by, at=at, request_key=f"{request_key}:note")
    _mail(session, order, lines, to, at)
    return noted


def tell_of_urgent(session: Session, order_id: int, at: datetime) -> int:
    """Mail the supervisors that an urgent order waits for their approval; return how many were told."""
    order = found(session, Order, order_id)
    work = session.get(WorkOrder, order.work_order_id) if order.work_order_id else None
    supplier = found(session, Supplier, order.supplier_id)
    about = f"{work.number}: {order.urgent_reason}" if work else order.urgent_reason
    return mail_role(
        session,
        "supervisor",
        subject=f"加急采购待审批 / urgent order to approve: {order.number}",
        body=f"加急采购订单 {order.number}（{supplier.name_zh}）等待审批。原因：{about}\n"
        f"Urgent purchase order {order.number} ({supplier.name_en or supplier.name_zh}) waits for approval."
        f" Reason: {about}\n\n"
        f"{_link(order_id)}",
        about=f"urgent_order:{order_id}",
        at=at,
    )


def _link(order_id: int) -> str:
    return f"{context.config().base_url.rstrip('/')}/orders/{order_id}"


def _addresses(session: Session, order: Order, *, mail_supplier: bool) -> list[str]:
    buyer, supplier = session.get_one(Person, order.created_by_id), session.get_one(Supplier, order.supplier_id)
    own = buyer.email if buyer.active and buyer.email else ""
    return [each for each in (supplier.email if mail_supplier else "", own) if each]


def _noted(
    session: Session,
    order: Order,
    lines: Sequence[Reminder],
    to: Sequence[str],
    *,
    by: int,
    at: datetime,
    request_key: str,
) -> Noted:
    numbers = _part_numbers(session, lines)
    said = "; ".join(f"{numbers[each.part_id]} {each.open} ({each.due_on})" for each in lines)
    text = f"{said} → {', '.join(to) or '—'}"
    return add_order_note(session, order_id=order.id, kind="reminder", text=text, by=by, at=at, request_key=request_key)


def _mail(session: Session, order: Order, lines: Sequence[Reminder], to: Iterable[str], at: datetime) -> None:
    on, numbers = day_of(session, at), _part_numbers(session, lines)
    first = min(each.due_on for each in lines)
    late = first < on
    rows = "\n".join(_row(numbers[each.part_id], each, on) for each in lines)
    body = (
        f"采购订单 {order.number} 的下列货物{'已逾期' if late else '即将到期'}，请告知何时可以到货。\n"
        f"Of purchase order {order.number} these goods {'are overdue' if late else 'are due soon'}."
        f" Please say when they come.\n\n{rows}\n\n"
    )
    link = _link(order.id)
    subject = f"{'催货' if late else '交期提醒'} / {'overdue' if late else 'due soon'}: {order.number}"
    buyer = session.get_one(Person, order.created_by_id).email
    for address in to:
        mine = body + link if address == buyer else body  # a supplier has no log-in
        queue_mail(session, to=address, subject=subject, body=mine, at=at, about=f"order:{order.id}")


def _row(part: str, each: Reminder, on: date) -> str:
    days = (on - each.due_on).days
    late = f"，逾期 {days} 天 / {days} days late" if days > 0 else ""
    return f"- {part} × {each.open}，{each.due_on}{late}"


def _part_numbers(session: Session, lines: Iterable[Reminder]) -> dict[int, str]:
    rows = session.execute(select(Part.id, Part.number).where(Part.id.in_({each.part_id for each in lines})))
    return {key: number for key, number in rows}  # noqa: C416 - rows are no pairs for dict()
