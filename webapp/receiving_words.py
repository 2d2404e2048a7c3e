"""Say the words of receiving on screen: states, kinds, reasons, severities, and the units of parts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Location, Part, Unit
from kernel.errors import Forbidden
from kernel.text import Text
from receiving import sampling, settlement, verdict
from receiving.sampling import Severity
from receiving.settlement import BY_VERDICT, Bearer, Demand, Reason, SettlementKind
from receiving.verdict import Aspect, DefectClass
from webapp import context
from webapp.context import Actor
from webapp.i18n import words
from webapp.scopes import own_stores


class Spoken:
    """Write a text of two languages in the reader's language when it is shown."""

    def __init__(self, text: Text) -> None:
        """Keep the text."""
        self.text = text

    def __str__(self) -> str:
        """Return the words."""
        return words(self.text)


def spoken(kind: type[StrEnum], texts: dict[StrEnum, Text]) -> dict[str, Any]:
    """Return the words of each member of an enumeration, as choices of a field or a filter."""
    return {str(each): Spoken(texts[each]) for each in kind}


REASONS = spoken(Reason, settlement.WORDS)
DEMANDS = spoken(Demand, settlement.WORDS)
SETTLEMENTS = spoken(SettlementKind, settlement.WORDS)
BEARERS = spoken(Bearer, settlement.WORDS)
BY_HAND = {key: said for key, said in SETTLEMENTS.items() if key not in set(BY_VERDICT.values())}
"""How somebody may note that a claim ended; what is replaced or reworked is settled by its verdict."""
SEVERITIES = spoken(DefectClass, verdict.WORDS)
ASPECTS = spoken(Aspect, verdict.WORDS)
SAMPLE_REGIMES = {**spoken(Severity, sampling.WORDS), "skip": _l("Skipped: papers and identity only")}
SEVERITY_TONES = {"critical": "danger", "major": "danger", "minor": "warning"}

ARRIVAL_STATES = {"open": _l("being inspected"), "closed": _l("closed"), "undone": _l("undone")}
ARRIVAL_TONES = {"open": "primary", "closed": "success", "undone": "secondary"}
LINE_KINDS = {
    "ordered": _l("in the hold"),
    "replaced": _l("replacement"),
    "reworked": _l("reworked"),
    "over": _l("surplus"),
    "wrong_part": _l("not ordered"),
}
LINE_TONES = {
    "ordered": "success",
    "replaced": "success",
    "reworked": "success",
    "over": "warning",
    "wrong_part": "danger",
}

INSPECTION_STATES = {"pending": _l("being inspected"), "decided": _l("decided"), "dropped": _l("dropped")}
INSPECTION_TONES = {"pending": "primary", "decided": "success", "dropped": "secondary"}

CLAIM_STATES = {
    "open": _l("goods still here"),
    "returned": _l("waits for settlement"),
    "settled": _l("settled"),
    "cancelled": _l("cancelled"),
}
CLAIM_TONES = {"open": "warning", "returned": "primary", "settled": "success", "cancelled": "secondary"}


def units(session: Session, part_ids: Iterable[int]) -> dict[int, Text]:
    """Return the unit of each part."""
    rows = session.execute(
        select(Part.id, Unit.name_zh, Unit.name_en)
        .join(Unit, Unit.id == Part.unit_id)
        .where(Part.id.in_(set(part_ids)))
    )
    return {part_id: Text(zh, en) for part_id, zh, en in rows}


def require_own(session: Session, actor: Actor, store_id: int | None) -> None:
    """Refuse goods of a store that somebody else keeps."""
    own = own_stores(session, actor)
    if own is not None and store_id not in own:
        raise Forbidden("not_your_store", store_id=store_id)


def second(text: Text, language: str) -> str:
    """Return a name in the other language, for papers that carry both; empty where it is the same."""
    other = text.in_("en" if language == "zh" else "zh")
    return other if other != text.in_(language) else ""


def store_wanted() -> str:
    """Return the code of the store to begin with: the own one, where somebody keeps exactly one warehouse."""
    session = context.session()
    own = own_stores(session, context.actor())
    found = select(Location.code).where(Location.active, Location.kind == "warehouse").order_by(Location.id)
    if own is not None:
        found = found.where(Location.id.in_(sorted(own)))
    codes = list(session.scalars(found.limit(2)))
    return codes[0] if codes and (own is None or len(codes) == 1) else ""
