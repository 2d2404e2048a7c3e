"""Set acceptance standards: each change is a new version, and an inspection keeps the one that it began with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import locked, written
from inventory.tables import Category, Part
from kernel.errors import RuleViolation
from kernel.requests import once
from receiving.readings import Reading
from receiving.sampling_tables import LEVELS, PERCENT_AQLS
from receiving.tables import Characteristic, SamplingScheme, Standard
from receiving.verdict import Aspect, DefectClass

LEAST_RUN = 10
"""Lots that have to be accepted in a row before any may be skipped (ISO 2859-3:2005, 5.2.1)."""


@dataclass(frozen=True, slots=True)
class CharacteristicDraft:
    """Say what is to be looked at; with a limit it is measured, without one it is right or not."""

    aspect: Aspect
    text_zh: str
    text_en: str
    defect_class: DefectClass
    gauge: str = ""
    unit: str = ""
    lower_limit: Reading | None = None
    upper_limit: Reading | None = None


@dataclass(frozen=True, slots=True)
class SamplingDraft:
    """Say how lots are to be sampled: inspection level, and the quality limit of each class in percent.

    A class without a limit accepts nothing in the sample. `skip_after` accepted lots in a row (0: never) leave lots
    unopened but for one in `skip_one_in`.
    """

    level: str = "II"
    critical_aql: str | None = None
    major_aql: str | None = None
    minor_aql: str | None = None
    reduced_allowed: bool = False
    skip_after: int = 0
    skip_one_in: int = 2


@dataclass(frozen=True, slots=True)
class CreatedStandard:
    """Name the version that was made and its characteristics in their order."""

    standard_id: int
    version: int
    characteristic_ids: tuple[int, ...]


@once
def create_standard(
    session: Session,
    *,
    characteristics: tuple[CharacteristicDraft, ...],
    valid_from_on: date,
    by: int,
    at: datetime,
    request_key: str,
    part_id: int | None = None,
    category_id: int | None = None,
    note: str = "",
    sampling: SamplingDraft | None = None,
) -> CreatedStandard:
    """Set the next version of the standard of a part, or of a category for its parts without one of their own."""
    if (part_id is None) == (category_id is None):
        raise RuleViolation("part_or_category")
    _lock_owner(session, part_id, category_id)
    if not characteristics:
        raise RuleViolation("characteristics_needed")
    for draft in characteristics:
        _check(draft)
    if sampling is not None:
        _check_sampling(sampling)
    same = Standard.part_id == part_id if part_id is not None else Standard.category_id == category_id
    version = (session.scalar(select(func.max(Standard.version)).where(same)) or 0) + 1
    standard = Standard(
        version=version,
        valid_from_on=valid_from_on,
        created_by_id=by,
        created_at=at,
        part_id=part_id,
        category_id=category_id,
        note=note,
    )
    session.add(standard)
    written(session)
    rows = [_row(standard.id, position, draft) for position, draft in enumerate(characteristics, 1)]
    session.add_all(rows)
    if sampling is not None:
        session.add(_scheme(standard.id, sampling))
    written(session)
    return CreatedStandard(standard.id, version, tuple(row.id for row in rows))


def _lock_owner(session: Session, part_id: int | None, category_id: int | None) -> None:
    """Lock what the standard is for, so that two versions never get the same number."""
    if part_id is not None:
        locked(session, Part, part_id)
    elif category_id is not None:
        locked(session, Category, category_id)


def _check(draft: CharacteristicDraft) -> None:
    if not (draft.text_zh.strip() or draft.text_en.strip()):
        raise RuleViolation("text_needed")
    if draft.lower_limit is not None and draft.upper_limit is not None and draft.lower_limit > draft.upper_limit:
        raise RuleViolation("limits_crossed", lower=str(draft.lower_limit), upper=str(draft.upper_limit))


def _check_sampling(draft: SamplingDraft) -> None:
    if draft.level not in LEVELS:
        raise RuleViolation("inspection_level_unknown", level=draft.level)
    limits = [each for each in (draft.critical_aql, draft.major_aql, draft.minor_aql) if each is not None]
    if not limits:
        raise RuleViolation("quality_limit_needed", field="major_aql")
    for each in limits:
        if each not in PERCENT_AQLS:
            raise RuleViolation("aql_unknown", aql=each)
    if 0 < draft.skip_after < LEAST_RUN:
        raise RuleViolation("skip_after_ten", field="skip_after", least=LEAST_RUN)


def _scheme(standard_id: int, draft: SamplingDraft) -> SamplingScheme:
    return SamplingScheme(
        standard_id=standard_id,
        level=draft.level,
        critical_aql=draft.critical_aql,
        major_aql=draft.major_aql,
        minor_aql=draft.minor_aql,
        reduced_allowed=draft.reduced_allowed,
        skip_after=draft.skip_after,
        skip_one_in=draft.skip_one_in,
    )


def _row(standard_id: int, position: int, draft: CharacteristicDraft) -> Characteristic:
    measured = draft.lower_limit is not None or draft.upper_limit is not None
    return Characteristic(
        standard_id=standard_id,
        position=position,
        aspect=str(draft.aspect),
        kind="measured" if measured else "attribute",
        text_zh=draft.text_zh.strip(),
        text_en=draft.text_en.strip(),
        defect_class=str(draft.defect_class),
        gauge=draft.gauge,
        unit=draft.unit,
        lower_limit=draft.lower_limit,
        upper_limit=draft.upper_limit,
    )
