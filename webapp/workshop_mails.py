"""Ask outside workshops after orders that should be back: when somebody asks for it, or by the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.queries.workshops import LateOrder, late_workshop_orders
from inventory.tables import Location, WorkshopOrder
from inventory.workshops_keeping import Reminded, note_reminder, party
from kernel.requests import once
from kernel.settings import day_of, define, setting
from kernel.tables import Person
from kernel.text import Text
from webapp import context
from webapp.mail import queue_mail

REMIND_WORKSHOPS = define(
    "old_parts.remind_workshops",
    {"every_days_after": 7, "mail_workshop": False},
    "外修逾期提醒：每隔几天提醒送修人；是否同时发邮件给外修厂",
    "Reminders of overdue workshop orders: who sent them every so many days; whether the workshop gets a mail too",
)


def remind_late_workshops(session: Session, at: datetime) -> int:
    """Note and mail a reminder for each overdue order that was not asked after lately; return how many."""
    on = day_of(session, at)
    rule = setting(session, REMIND_WORKSHOPS, on)
    quiet_since = on - timedelta(days=max(1, int(rule["every_days_after"])))
    late = late_workshop_orders(session, on=on, quiet_since=quiet_since)
    for order in late:
        to = _addresses(session, order, workshop=bool(rule["mail_workshop"]))
        note_reminder(
            session,
            workshop_order_id=order.workshop_order_id,
            sent_to=", ".join(to),
            at=at,
            request_key=f"workshop_reminder:{order.workshop_order_id}:{on}",
        )
        _mail(session, order, on, to, at)
    return len(late)


@once
def remind_workshop(session: Session, *, workshop_order_id: int, by: int, at: datetime, request_key: str) -> Reminded:
    """Ask a workshop after an order now: a mail goes to it and to whoever asks."""
    order = found(session, WorkshopOrder, workshop_order_id)
    place = found(session, Location, order.workshop_id)
    known = party(session, place.id)
    late = LateOrder(
        order.id,
        order.number,
        Text(place.name_zh, place.name_en),
        order.due_on,
        known.email if known else order.email,
        by,
    )
    to = _addresses(session, late, workshop=True)
    noted = note_reminder(
        session, workshop_order_id=order.id, sent_to=", ".join(to), by=by, at=at, request_key=f"{request_key}:note"
    )
    _mail(session, late, day_of(session, at), to, at)
    return noted


def _addresses(session: Session, order: LateOrder, *, workshop: bool) -> list[str]:
    person = session.get_one(Person, order.sent_by_id)
    own = person.email if person.active and person.email else ""
    return [each for each in (own, order.workshop_email if workshop else "") if each]


def _mail(session: Session, order: LateOrder, on: date, to: list[str], at: datetime) -> None:
    days = (on - order.due_on).days
    late_zh = f"，已逾期 {days} 天" if days > 0 else ""
    late_en = f", {days} days ago" if days > 0 else ""
    body = (
        f"送修单 {order.number}（{order.workshop.zh}）应于 {order.due_on} 返回{late_zh}。请告知何时可以返回。\n"
        f"Repair order {order.number} ({order.workshop.en}) was due back on {order.due_on}{late_en}."
        " Please say when it comes.\n\n"
    )
    link = f"{context.config().base_url.rstrip('/')}/old-parts/workshop-orders/{order.workshop_order_id}"
    about = f"workshop_order:{order.workshop_order_id}:{on}"
    for address in to:
        subject = f"送修催询 / repair order {order.number}: {order.due_on}"
        queue_mail(session, to=address, subject=subject, body=body + link, at=at, about=about)
