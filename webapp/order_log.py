"""Tell what happened to an order in the order of time: its states, approvals, versions, mails and notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.amounts import Money, Quantity
from kernel.tables import Audit, Mail, Person
from procurement.queries.one_order import OrderDetail, VersionDetail
from webapp.commands_of.orders import NOTE_KINDS, STATES, TONES
from webapp.listings.administration import MAIL_STATES
from webapp.order_paper import approved_instead, for_absent

MAIL_TONES = {"sent": "success", "given_up": "danger"}


@dataclass(frozen=True, slots=True)
class OldLine:
    """Hold a line as an earlier version of its order had it."""

    line_no: int
    part_number: str
    quantity: Quantity
    unit_price_cny: Money
    needed_on: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one thing that happened: a badge, words, who and when; an amendment brings the text before it."""

    at: datetime
    badge: Any
    tone: str
    text: str
    by: str
    amount_cny: Money | None = None
    lines: tuple[OldLine, ...] = ()


def log_of(session: Session, order: OrderDetail, mails: Iterable[Mail]) -> list[Entry]:
    """Return everything that happened to an order, its mails among it, the oldest first."""
    told = [
        Entry(order.created_at, STATES["draft"], TONES["draft"], "", order.created_by),
        *_versions(session, order),
        *_steps(session, order),
        *(_mailed(each) for each in mails),
        *(Entry(each.at, NOTE_KINDS[each.kind], "secondary", each.text, each.by) for each in order.notes),
    ]
    return sorted(told, key=lambda entry: entry.at)


def _steps(session: Session, order: OrderDetail) -> list[Entry]:
    """Read from the trail who took the order from state to state; approvals and amendments are told elsewhere."""
    rows = session.execute(
        select(Audit.at, Audit.before, Audit.after, Person.name)
        .outerjoin(Person, Person.id == Audit.by_id)
        .where(Audit.table_name == "purchase_order", Audit.row_key == str(order.order_id), Audit.action == "updated")
        .order_by(Audit.id)
    )
    found = []
    for at, before, after, name in rows:
        step = _step(json.loads(before or "{}"), json.loads(after or "{}"))
        if step is not None:
            why = order.end_reason if step == "cancelled" else ""
            words, tone = (STATES[step], TONES[step]) if step in STATES else (_("amendment taken back"), "info")
            found.append(Entry(at, words, tone, why, name or ""))
    return found


def _step(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """Return the state that a change of an order brought, `taken_back`, or nothing that is told here."""
    state: str | None = after.get("state")
    if state is None:
        return "sent" if "sent_at" in after else None
    if before.get("state") == "draft" and state in {"sent", "confirmed"}:
        return "taken_back"
    return state if state in {"sent", "confirmed", "received", "closed", "cancelled"} else None


def _mailed(mail: Mail) -> Entry:
    text = f"{mail.subject} → {mail.to_address} ({MAIL_STATES[mail.state]})"
    return Entry(mail.sent_at or mail.queued_at, _("mail"), MAIL_TONES.get(mail.state, "info"), text, "")


def _versions(session: Session, order: OrderDetail) -> list[Entry]:
    """Tell of each version that it was approved, and then that another replaced it."""
    approved, replaced = _approved(session, order), _replaced(session, order)
    numbers = sorted({*approved, *replaced})
    return [each[number] for number in numbers for each in (approved, replaced) if number in each]


def _approved(session: Session, order: OrderDetail) -> dict[int, Entry]:
    instead = approved_instead(session, order)
    return {
        each.version: Entry(
            each.approved_at,
            _("version %(version)s approved", version=each.version),
            "success",
            each.note,
            for_absent(each.approved_by, instead.get(each.version)),
            each.amount_cny,
        )
        for each in order.approvals
    }


def _replaced(session: Session, order: OrderDetail) -> dict[int, Entry]:
    part_ids = {line["part_id"] for each in order.versions for line in each.text["lines"]}
    rows = session.execute(select(Part.id, Part.number).where(Part.id.in_(part_ids)))
    numbers = {key: number for key, number in rows}  # noqa: C416 - rows are no pairs for dict()
    return {
        each.version: Entry(
            each.amended_at,
            _("version %(version)s replaced", version=each.version),
            "info",
            each.reason,
            each.amended_by,
            lines=_old_lines(each, numbers),
        )
        for each in order.versions
    }


def _old_lines(version: VersionDetail, numbers: dict[int, str]) -> tuple[OldLine, ...]:
    return tuple(
        OldLine(
            line["line_no"],
            numbers[line["part_id"]],
            Quantity.of(line["quantity"]),
            Money.of(line["unit_price_cny"]),
            line["needed_on"] or "",
        )
        for line in version.text["lines"]
    )
