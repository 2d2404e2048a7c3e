"""Say who lost a promise, to whom and why: on the pages of requests and tickets, and by mail to the engineer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries.allocations import lost_select
from inventory.tables import AllocationEvent, WorkOrder
from kernel.tables import Mail, Person
from webapp import context
from webapp.commands_of.requests import URGENCIES
from webapp.i18n import quantity
from webapp.listings.allocations import SYSTEM_REASONS
from webapp.mail import queue_mail
from webapp.scopes import own_work_orders

TOLD_WITHIN = timedelta(days=2)
"""What was taken longer ago is not mailed any more, as when an address is entered late."""
URGENCY_WORDS = {"urgent": ("紧急", "urgent"), "important": ("重要", "important"), "normal": ("普通", "normal")}
"""A mail is written in both languages, because nobody reads along when it is sent."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Say in the reader's language what was taken from a request, with a link to who got it where that is open."""

    said: str
    why: str
    at: datetime
    by: str
    url: str


def losses_of(part_request_ids: Iterable[int]) -> dict[int, list[Loss]]:
    """Return what was taken from requests, the newest first."""
    ids = list(part_request_ids)
    if not ids:
        return {}
    session = context.session()
    rows = session.execute(
        lost_select().where(AllocationEvent.part_request_id.in_(ids)).order_by(AllocationEvent.id.desc())
    ).all()
    takers = {row.to_work_order_id for row in rows if row.to_work_order_id}
    mine: set[int] = set()
    if takers and context.may("requests.read"):
        seen = select(WorkOrder.id).where(WorkOrder.id.in_(takers), own_work_orders(context.actor()))
        mine = set(session.scalars(seen))
    losses: dict[int, list[Loss]] = {}
    for row in rows:
        losses.setdefault(row.part_request_id, []).append(_loss(row, mine))
    return losses


def _loss(row: Any, mine: set[int]) -> Loss:
    count = quantity(row.quantity, row.unit)
    if row.kind == "released":
        said = _("%(quantity)s of its promise were released", quantity=count)
    else:
        said = _("%(quantity)s of its promise went to %(order)s", quantity=count, order=row.to_work_order)
    why = str(SYSTEM_REASONS.get(row.reason, row.reason))
    if row.kind == "taken_over":
        why = _(
            "that one is %(theirs)s, this one %(ours)s", theirs=URGENCIES[row.to_urgency], ours=URGENCIES[row.urgency]
        )
    url = url_for("requests.work_order", work_order_id=row.to_work_order_id) if row.to_work_order_id in mine else ""
    return Loss(str(said), str(why), row.at, row.by_name or str(_("by the rule")), url)


def tell_losers(session: Session, at: datetime) -> int:
    """Queue a mail to the engineer of each request that lost a promise lately, once for each loss."""
    rows = session.execute(
        lost_select()
        .where(AllocationEvent.at > at - TOLD_WITHIN, AllocationEvent.at <= at)
        .order_by(AllocationEvent.id)
    ).all()
    abouts = {f"promise:{row.id}": row for row in rows}
    told = set(session.scalars(select(Mail.about).where(Mail.about.in_(abouts))))
    queued = 0
    for about, row in abouts.items():
        person = session.get_one(Person, row.engineer_id)
        if about in told or not person.email or not person.active:
            continue
        subject, body = _words(row)
        link = f"{context.config().base_url.rstrip('/')}/work-orders/{row.work_order_id}"
        queue_mail(session, to=person.email, subject=subject, body=f"{body}\n\n{link}", at=at, about=about)
        queued += 1
    return queued


def _words(row: Any) -> tuple[str, str]:
    """Return subject and text of the mail in both languages."""
    part = f"{row.number} {row.name_zh} / {row.name_en}"
    zh_count, en_count = f"{row.quantity} {row.unit_zh}", f"{row.quantity} {row.unit_en}"
    subject = f"{row.work_order} 的配件预留已被取走 / a promised part was taken: {row.number}"
    by = row.by_name or ""
    if row.kind == "taken_over":
        theirs, ours = URGENCY_WORDS[row.to_urgency], URGENCY_WORDS[row.urgency]
        zh = f"因其紧急程度为“{theirs[0]}”，高于本单的“{ours[0]}”，由 {row.to_work_order} 占用。"
        en = f"{row.to_work_order} took it over: it is {theirs[1]}, yours is {ours[1]}."
    elif row.kind == "reallocated":
        zh = f"由 {by} 改分配给 {row.to_work_order}。原因：{row.reason}"
        en = f"{by} gave it to {row.to_work_order}. Reason: {row.reason}"
    elif row.reason == "insufficient_stock":
        zh = f"货物已不可用（冻结、隔离、盘亏或冲销），由 {by} 登记。"
        en = f"The goods cannot be used any more (frozen, set apart, missing or reversed), as {by} put on record."
    else:
        zh, en = f"由 {by} 释放。原因：{row.reason}", f"{by} released it. Reason: {row.reason}"
    body = (
        f"{row.work_order} 的配件 {part}，原已预留的 {zh_count}在 {row.store_code} 被取走。{zh}\n"
        "本单将按顺序重新等待；需要加急时请联系配件主管。\n"
        f"Of {part} for {row.work_order}, {en_count} that were promised in {row.store_code} are gone. {en}\n"
        "Your request waits again in its turn; ask the parts supervisor where it cannot wait."
    )
    return subject, body
