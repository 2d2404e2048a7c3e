"""Keep the list of causes that differences may have, and the accounts that bear them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import found, written
from inventory.tables import VarianceCause
from kernel.errors import RuleViolation
from kernel.requests import once

SOUND = re.compile(r"[a-z][a-z0-9_]{1,19}")
SIDES = ("both", "gain", "loss")


@dataclass(frozen=True, slots=True)
class CauseKept:
    """Name a cause."""

    variance_cause_id: int


@once
def add_cause(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    side: str = "both",
    account: str = "",
    place: int = 100,
    by: int,
    at: datetime,
    request_key: str,
) -> CauseKept:
    """Add a cause; its code never changes, its words may."""
    if not SOUND.fullmatch(code):
        raise RuleViolation("cause_code_wrong", cause=code, field="code")
    row = VarianceCause(code=code, name_zh="", name_en="", side=side, account=account, place=place)
    _fill(row, name_zh, name_en, side)
    session.add(row)
    written(session)
    return CauseKept(row.id)


@once
def change_cause(
    session: Session,
    *,
    variance_cause_id: int,
    name_zh: str,
    name_en: str,
    side: str,
    account: str,
    place: int,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> CauseKept:
    """Change words, side, account and turn of a cause, or take it out of use; differences that have it keep it."""
    row = found(session, VarianceCause, variance_cause_id)
    _fill(row, name_zh, name_en, side)
    row.account, row.place, row.active = account, place, active
    written(session)
    return CauseKept(row.id)


def _fill(row: VarianceCause, name_zh: str, name_en: str, side: str) -> None:
    if not name_zh.strip() or not name_en.strip():
        raise RuleViolation("name_missing", field="name_zh" if not name_zh.strip() else "name_en")
    if side not in SIDES:
        raise RuleViolation("word_unknown", word=side)
    row.name_zh, row.name_en, row.side = name_zh.strip(), name_en.strip(), side
