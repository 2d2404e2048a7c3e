"""Remind engineers of the old parts that they owe, and ask after orders that workshops should have sent back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries.old_parts import DueDebt, due_debts
from kernel.settings import day_of, define, setting
from kernel.tables import Mail, Person
from webapp import context
from webapp.jobs import Progress, periodic
from webapp.mail import queue_mail
from webapp.workshop_mails import remind_late_workshops

REMIND = define(
    "old_parts.remind",
    {"days_before": 2, "every_days_after": 7},
    "旧件返还提醒：到期前几天提醒；逾期后每隔几天再次提醒",
    "Reminders of old parts: so many days before the day, and every so many days after it",
)


@periodic("old_part_reminders", _l("Remind of old parts"), timedelta(hours=1))
def remind(progress: Progress) -> dict[str, Any]:
    """Queue the reminders that have come due."""
    at = progress.at
    return {"mails": progress.write(lambda session: remind_debtors(session, at))}


@periodic("workshop_reminders", _l("Remind of overdue workshop orders"), timedelta(hours=1))
def remind_of_workshops(progress: Progress) -> dict[str, Any]:
    """Ask after workshop orders that are overdue."""
    at = progress.at
    return {"reminders": progress.write(lambda session: remind_late_workshops(session, at))}


def remind_debtors(session: Session, at: datetime) -> int:
    """Queue a mail for each debt that needs one, once for each occasion; return how many were queued."""
    on = day_of(session, at)
    rule = setting(session, REMIND, on)
    before, every = int(rule["days_before"]), max(1, int(rule["every_days_after"]))
    queued = 0
    for debt in due_debts(session, by_day=on + timedelta(days=before)):
        late_days = (on - debt.due_on).days
        occasion = "soon" if late_days <= 0 else f"late{(late_days - 1) // every}"
        queued += _mail(session, debt, late_days, f"old_part:{debt.debt_id}:{debt.due_on}:{occasion}", at)
    return queued


def _mail(session: Session, debt: DueDebt, late_days: int, about: str, at: datetime) -> int:
    person = session.get_one(Person, debt.engineer_id)
    if not person.email or not person.active:
        return 0
    if session.scalar(select(Mail.id).where(Mail.about == about)) is not None:
        return 0
    part = f"{debt.part_number} {debt.name_zh} / {debt.name_en}"
    if late_days > 0:
        subject = f"旧件逾期未还 / old part overdue: {debt.part_number} ({debt.work_order}, {debt.due_on})"
        body = (
            f"{debt.work_order} 换下的旧件 {part} 应于 {debt.due_on} 返还，已逾期 {late_days} 天。"
            "请返还，或提交说明。\n"
            f"The old part {part} of {debt.work_order} was due on {debt.due_on}, {late_days} days ago."
            " Please bring it, or hand in an explanation."
        )
    else:
        subject = f"旧件即将到期 / old part due soon: {debt.part_number} ({debt.work_order}, {debt.due_on})"
        body = (
            f"{debt.work_order} 换下的旧件 {part} 应于 {debt.due_on} 前返还。\n"
            f"The old part {part} of {debt.work_order} is due by {debt.due_on}."
        )
    link = f"{context.config().base_url.rstrip('/')}/old-parts/{debt.debt_id}"
    queue_mail(session, to=person.email, subject=subject, body=f"{body}\n\n{link}", at=at, about=about)
    return 1
