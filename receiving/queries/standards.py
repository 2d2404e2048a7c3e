"""Show acceptance standards and find the one that holds for a part on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from inventory.tables import Category, Part
from kernel.errors import NotFound
from kernel.text import Text
from receiving.readings import Reading
from receiving.tables import Characteristic, Standard


@dataclass(frozen=True, slots=True)
class CharacteristicView:
    """Show one thing to look at."""

    characteristic_id: int
    position: int
    aspect: str
    kind: str
    text: Text
    defect_class: str
    gauge: str
    unit: str
    lower_limit: Reading | None
    upper_limit: Reading | None


@dataclass(frozen=True, slots=True)
class StandardView:
    """Show a version of a standard with its characteristics."""

    standard_id: int
    version: int
    valid_from_on: date
    part_id: int | None
    category_id: int | None
    note: str
    characteristics: tuple[CharacteristicView, ...]


def standard_for(session: Session, *, part_id: int, on: date) -> int | None:
    """Return the standard that holds for a part: its own, else that of its category or the nearest one above."""
    own = _newest(session, Standard.part_id == part_id, on)
    category_id = session.scalar(select(Part.category_id).where(Part.id == part_id))
    seen: set[int] = set()
    while own is None and category_id is not None and category_id not in seen:
        seen.add(category_id)
        own = _newest(session, Standard.category_id == category_id, on)
        category_id = session.scalar(select(Category.parent_id).where(Category.id == category_id))
    return own


def _newest(session: Session, whose: ColumnElement[bool], on: date) -> int | None:
    return session.scalar(
        select(Standard.id)
        .where(whose, Standard.valid_from_on <= on)
        .order_by(Standard.valid_from_on.desc(), Standard.version.desc())
        .limit(1)
    )


def standard(session: Session, standard_id: int) -> StandardView:
    """Return a version of a standard."""
    row = session.get(Standard, standard_id)
    if row is None:
        raise NotFound("standard_unknown", id=standard_id)
    return StandardView(
        row.id, row.version, row.valid_from_on, row.part_id, row.category_id, row.note, characteristics(session, row.id)
    )


def characteristics(session: Session, standard_id: int) -> tuple[CharacteristicView, ...]:
    """Return the characteristics of a standard in the order of the sheet."""
    rows = session.scalars(
        select(Characteristic).where(Characteristic.standard_id == standard_id).order_by(Characteristic.position)
    )
    return tuple(
        CharacteristicView(
            row.id,
            row.position,
            row.aspect,
            row.kind,
            Text(row.text_zh, row.text_en),
            row.defect_class,
            row.gauge,
            row.unit,
            row.lower_limit,
            row.upper_limit,
        )
        for row in rows
    )


def standards_select() -> Select[*tuple[Any, ...]]:
    """Return every version of every standard with its part or category, one row each."""
    count = select(func.count()).where(Characteristic.standard_id == Standard.id).scalar_subquery()
    return (
        select(
            Standard.id.label("standard_id"),
            Standard.version,
            Standard.valid_from_on,
            Standard.part_id,
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Standard.category_id,
            Category.code.label("category_code"),
            Category.name_zh.label("category_name_zh"),
            Category.name_en.label("category_name_en"),
            count.label("characteristics"),
            Standard.note,
        )
        .outerjoin(Part, Part.id == Standard.part_id)
        .outerjoin(Category, Category.id == Standard.category_id)
    )
