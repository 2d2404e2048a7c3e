"""Put the facts behind a supplier's score into words: what, which order or part, how it counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from procurement.queries.suppliers import ScoreDetail, ScoreSubject, score_detail
from receiving.queries.claim_facts import claim_facts
from receiving.tables import SupplierReturn
from webapp import context
from webapp.commands_of.suppliers import CERTIFICATES, STATES
from webapp.i18n import day, money, number, percent
from webapp.receiving_words import REASONS, SEVERITIES

ABOUT = {
    "state": _l("Qualification"),
    "certificate": _l("Certificate"),
    "entered": _l("Entered by the buyer"),
    "delivery": _l("Goods received"),
    "order_line": _l("Order line"),
    "part": _l("Price"),
    "answer": _l("Answer to an order"),
    "claim": _l("Claim"),
    "failure": _l("Failed after it was accepted"),
}


def score_of(session: Session, supplier_id: int) -> ScoreDetail | None:
    """Return the newest score of a supplier, open to its facts."""
    claims = tuple(each.claim for each in claim_facts(session, on=context.today(), supplier_id=supplier_id))
    return score_detail(session, supplier_id=supplier_id, claims=claims)


def claim_number(session: Session, claim_id: int) -> str:
    """Return the number of a claim, empty where there is none any more."""
    return session.scalar(select(SupplierReturn.number).where(SupplierReturn.id == claim_id)) or ""


@dataclass(frozen=True, slots=True)
class ScoreFact:
    """Hold one fact behind a dimension as people read it."""

    about: str
    which: str
    link: str
    value: str
    points: str
    weight: str


def score_fact(row: Mapping[str, Any], subjects: Mapping[tuple[str, str], ScoreSubject]) -> ScoreFact:
    """Return a row of a score in words, with the address of what it names."""
    subject = subjects.get((row["about"], row["key"]))
    which, link = _which(row, subject)
    points = "—" if row["points"] is None else number(Decimal(row["points"]), 1)
    weight = percent(Decimal(row["weight"]))
    if row["about"] == "certificate":  # what it takes off, whatever its age
        points, weight = (points if Decimal(row["points"]) else str(_("nothing deducted"))), "—"
    return ScoreFact(str(ABOUT.get(row["about"], row["about"])), which, link, _value(row), points, weight)


def _which(row: Mapping[str, Any], subject: ScoreSubject | None) -> tuple[str, str]:
    if row["about"] == "certificate":
        return str(_("none entered") if row["key"] == "none" else CERTIFICATES.get(row["key"], row["key"])), ""
    if row["about"] in {"claim", "failure"}:
        claim_id = int(row["key"])
        return claim_number(context.session(), claim_id), url_for("claims.show", supplier_return_id=claim_id)
    if subject is None:
        return "", ""
    if subject.part_id is None:
        return subject.order_number, url_for("orders.show", order_id=subject.order_id)
    if subject.order_id is None:
        return subject.part_number, url_for("parts.show", part_id=subject.part_id)
    name = f"{subject.order_number}/{subject.line_no} {subject.part_number}"
    if subject.happened_on:
        name += f", {day(subject.happened_on)}"
    return name, url_for("orders.show", order_id=subject.order_id)


def _value(row: Mapping[str, Any]) -> str:
    about, value, detail = str(row["about"]), str(row["value"]), str(row["detail"])
    said = VALUES.get(about)
    return said(value, detail) if said else f"{value} {detail}".strip()


def _valid(value: str, _detail: str) -> str:
    return str(_("valid until %(day)s", day=day(date.fromisoformat(value)))) if value else ""


def _verdict(value: str, severity: str) -> str:
    passed, judged = value.split("/")
    words = str(_("%(passed)s of %(received)s passed", passed=passed, received=judged))
    return f"{words} ({SEVERITIES[severity]})" if severity in SEVERITIES else words


def _late(value: str, due: str) -> str:
    return str(_("%(days)s days late on average, due %(due)s", days=value, due=day(date.fromisoformat(due))))


def _answered(value: str, detail: str) -> str:
    if detail == "answered":
        return str(_("%(days)s days until it was confirmed", days=value))
    return str(_("%(days)s days without an answer", days=value))


def _settled(value: str, detail: str) -> str:
    if detail != "settled":
        return str(_("%(days)s days beyond its deadline", days=value))
    return str(_("settled %(days)s days late", days=value) if value != "0" else _("settled in time"))


def _of_market(value: str, price: str) -> str:
    words = str(_("%(share)s of the market", share=value))
    return f"{words} ({money(Decimal(price))})" if context.may("prices.read") else words


VALUES: dict[str, Callable[[str, str], str]] = {
    "state": lambda value, _detail: str(STATES.get(value, value)),
    "certificate": _valid,
    "delivery": _verdict,
    "order_line": _late,
    "answer": _answered,
    "claim": _settled,
    "failure": lambda _value, reason: str(REASONS[reason]),
    "part": _of_market,
}
