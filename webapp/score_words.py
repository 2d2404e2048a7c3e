"""Put the facts behind a supplier's score into words: what, which order or part, how it counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from procurement.queries.suppliers import ScoreSubject
from webapp import context
from webapp.commands_of.suppliers import CERTIFICATES, STATES
from webapp.i18n import day, money, number, percent
from webapp.receiving_words import SEVERITIES

ABOUT = {
    "state": _l("Qualification"),
    "certificate": _l("Certificate"),
    "entered": _l("Entered by the buyer"),
    "delivery": _l("Goods received"),
    "order_line": _l("Order line"),
    "part": _l("Price"),
}


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
    return ScoreFact(
        str(ABOUT.get(row["about"], row["about"])), which, link, _value(row), points, percent(Decimal(row["weight"]))
    )


def _which(row: Mapping[str, Any], subject: ScoreSubject | None) -> tuple[str, str]:
    if row["about"] == "certificate":
        return str(_("none entered") if row["key"] == "none" else CERTIFICATES.get(row["key"], row["key"])), ""
    if subject is None:
        return "", ""
    if subject.order_id is None:
        return subject.part_number, url_for("parts.show", part_id=subject.part_id)
    name = f"{subject.order_number}/{subject.line_no} {subject.part_number}"
    if subject.happened_on:
        name += f", {day(subject.happened_on)}"
    return name, url_for("orders.show", order_id=subject.order_id)


def _value(row: Mapping[str, Any]) -> str:
    about, value, detail = row["about"], row["value"], row["detail"]
    if about == "state":
        return str(STATES.get(value, value))
    if about == "certificate":
        return str(_("valid until %(day)s", day=day(date.fromisoformat(value)))) if value else ""
    if about == "delivery":
        passed, judged = value.split("/")
        words = str(_("%(passed)s of %(received)s passed", passed=passed, received=judged))
        return f"{words} ({SEVERITIES[detail]})" if detail in SEVERITIES else words
    if about == "order_line":
        return str(_("%(days)s days late on average, due %(due)s", days=value, due=day(date.fromisoformat(detail))))
    if about == "part":
        words = str(_("%(share)s of the market", share=value))
        return f"{words} ({money(Decimal(detail))})" if context.may("prices.read") else words
    return f"{value} {detail}".strip()
