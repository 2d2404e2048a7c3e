"""Watch the clocks of tickets: warn before they are missed, tell engineers of dispatches, remind of phoning ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_datetime
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.settings import zone
from kernel.tables import Mail, Person
from service import dispatching, timing
from service.queries.desk import visits_to_phone
from service.tables import Dispatch, Ticket
from service.timing import Notice
from webapp import context
from webapp.jobs import Progress, periodic
from webapp.mail import queue_mail

CLOCK_WORDS = {
    "dispatch": ("派工", "dispatch"),
    "on_site": ("上门", "time on site"),
    "first_response": ("首次响应", "first response"),
    "solve": ("解决", "solution"),
    "notify": ("通知工程师", "telling the engineer"),
    "progress": ("进展", "progress"),
}
"""Names of the clocks; a mail is written in both languages, because nobody reads along when it is sent."""


@periodic("service_clocks", _l("Watch the clocks of tickets"), timedelta(minutes=1))
def watch(progress: Progress) -> dict[str, Any]:
    """Sweep the clocks, and queue the mails that follow."""
    at = progress.at

    def work(session: Session) -> dict[str, Any]:
        swept = timing.sweep(session, by=None, at=at, request_key=f"{progress.request_key}:sweep")
        told = _tell_clocks(session, swept.warned, False, at) + _tell_clocks(session, swept.breached, True, at)
        told += _tell_dispatched(session, at, progress.request_key) + _remind(session, at)
        return {"warned": len(swept.warned), "breached": len(swept.breached), "mails": told}

    return progress.write(work)


def _tell_clocks(session: Session, notices: Iterable[Notice], late: bool, at: datetime) -> int:  # noqa: FBT001
    told = 0
    for each in notices:
        zh, en = CLOCK_WORDS[each.kind]
        due = _local(session, each.due_at)
        if late:
            subject = f"{each.number} 已超时：{zh} / breached: {en}"
            body = f"工单 {each.number} 的“{zh}”时限 {due} 已过。\nThe {en} of ticket {each.number} was due {due}."
        else:
            subject = f"{each.number} 即将超时：{zh} / at risk: {en}"
            body = f"工单 {each.number} 的“{zh}”时限为 {due}。\nThe {en} of ticket {each.number} is due {due}."
        for person_id in dict.fromkeys((each.owner_id, each.engineer_id)):
            about = f"clock:{each.ticket_id}:{each.kind}:{'breached' if late else 'at_risk'}:{due}:{person_id}"
            told += _mail(session, person_id, subject, f"{body}\n\n{_link(each.ticket_id)}", about, at)
    return told


def _tell_dispatched(session: Session, at: datetime, request_key: str) -> int:
    """Tell engineers of dispatches they do not know of yet; only what can really be sent counts as told."""
    if not context.config().sends_mail:
        return 0
    waiting = session.execute(
        select(Dispatch.id, Dispatch.engineer_id, Ticket.id, Ticket.number, Ticket.urgency)
        .join(Ticket, Ticket.id == Dispatch.ticket_id)
        .where(Dispatch.notified_at.is_(None), Dispatch.declined_at.is_(None), Dispatch.withdrawn_at.is_(None))
        .order_by(Dispatch.id)
    ).all()
    told = 0
    for dispatch_id, engineer_id, ticket_id, number, urgency in waiting:
        sign = "【紧急 / urgent】" if urgency == "urgent" else ""
        subject = f"{sign}新派工单 / new dispatch: {number}"
        body = f"您有新的派工单 {number}，请接单或说明原因拒绝。\nYou are sent to {number}: please accept or decline."
        if _mail(
            session, engineer_id, subject, f"{body}\n\n{_link(ticket_id, mine=True)}", f"dispatch:{dispatch_id}", at
        ):
            key = f"{request_key}:notified:{dispatch_id}"
            dispatching.mark_notified(session, dispatch_id=dispatch_id, by=None, at=at, request_key=key)
            told += 1
    return told


def _remind(session: Session, at: datetime) -> int:
    """Remind engineers to phone the customer before the visit, once for each wished time."""
    told = 0
    for row in visits_to_phone(session, at):
        wished = _local(session, row.wished_at) if row.wished_at else ""
        subject = f"{row.number} 上门前请电话联系客户 / phone before the visit"
        body = f"预约上门时间 {wished}，请先电话联系客户。\nThe visit is wished for {wished}: please phone first."
        about = f"phone:{row.ticket_id}:{wished}"
        told += _mail(session, row.engineer_id, subject, f"{body}\n\n{_link(row.ticket_id, mine=True)}", about, at)
    return told


def _mail(session: Session, person_id: int | None, subject: str, body: str, about: str, at: datetime) -> int:
    """Queue a mail to somebody once for each occasion; tell whether it was queued."""
    person = session.get(Person, person_id) if person_id is not None else None
    if person is None or not person.email or not person.active:
        return 0
    if session.scalar(select(Mail.id).where(Mail.about == about)) is not None:
        return 0
    queue_mail(session, to=person.email, subject=subject, body=body, at=at, about=about)
    return 1


def _local(session: Session, at: datetime) -> str:
    return format_datetime(at, "yyyy-MM-dd HH:mm", tzinfo=zone(session), locale="en")


def _link(ticket_id: int, *, mine: bool = False) -> str:
    path = "my-tickets" if mine else "tickets"
    return f"{context.config().base_url.rstrip('/')}/{path}/{ticket_id}"
