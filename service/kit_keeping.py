"""Keep kits: named lists of parts for a product model, a symptom, both, or any repair."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.tables import Fit, Part, ProductModel
from kernel.amounts import Quantity
from kernel.errors import Conflict, RuleViolation
from kernel.requests import once
from kernel.text import Text
from service.tables import Kit, KitLine, Symptom


@dataclass(frozen=True, slots=True)
class KitPart:
    """Say how many of a part belong to a kit; an optional one is left out unless wanted."""

    part_id: int
    quantity: Quantity
    optional: bool = False


@dataclass(frozen=True, slots=True)
class KitKept:
    """Name a kit."""

    kit_id: int


@once
def make_kit(
    session: Session,
    *,
    code: str,
    name: Text,
    lines: tuple[KitPart, ...],
    by: int,
    at: datetime,
    request_key: str,
    product_model_id: int | None = None,
    symptom_id: int | None = None,
    note: str = "",
) -> KitKept:
    """Make a kit."""
    code = code.strip()
    if not code or not name.zh.strip():
        raise RuleViolation("name_missing", field="code" if not code else "name_zh")
    if session.scalar(select(Kit.id).where(Kit.code == code)) is not None:
        raise Conflict("already_exists", taken=code)
    row = Kit(code=code, name_zh=name.zh, name_en=name.en or name.zh)
    session.add(row)
    written(session)
    return _keep(session, row, name, lines, product_model_id, symptom_id, note)


@once
def change_kit(
    session: Session,
    *,
    kit_id: int,
    name: Text,
    lines: tuple[KitPart, ...],
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
    product_model_id: int | None = None,
    symptom_id: int | None = None,
    note: str = "",
) -> KitKept:
    """Change a kit; what was asked for by it before stays as it was asked."""
    row = locked(session, Kit, kit_id)
    row.active = active
    session.execute(delete(KitLine).where(KitLine.kit_id == kit_id))
    return _keep(session, row, name, lines, product_model_id, symptom_id, note)


def _keep(
    session: Session,
    row: Kit,
    name: Text,
    lines: tuple[KitPart, ...],
    product_model_id: int | None,
    symptom_id: int | None,
    note: str,
) -> KitKept:
    if product_model_id is not None:
        found(session, ProductModel, product_model_id)
    if symptom_id is not None:
        found(session, Symptom, symptom_id)
    _check(session, lines, product_model_id)
    row.name_zh, row.name_en, row.note = name.zh.strip(), name.en.strip() or name.zh.strip(), note.strip()
    row.product_model_id, row.symptom_id = product_model_id, symptom_id
    session.add_all(
        [KitLine(kit_id=row.id, part_id=each.part_id, quantity=each.quantity, optional=each.optional) for each in lines]
    )
    written(session)
    return KitKept(row.id)


def _check(session: Session, lines: tuple[KitPart, ...], product_model_id: int | None) -> None:
    """Refuse a kit without parts, with a part twice, or with one that does not fit the kit's model."""
    if not lines:
        raise RuleViolation("no_lines", field="lines")
    if twice := [part for part, times in Counter(each.part_id for each in lines).items() if times > 1]:
        raise RuleViolation("part_twice", part_ids=twice)
    for each in lines:
        part = found(session, Part, each.part_id)
        check_quantity(session, part.id, each.quantity)
        models = set(session.scalars(select(Fit.product_model_id).where(Fit.part_id == part.id)))
        if product_model_id is not None and models and product_model_id not in models:
            model = found(session, ProductModel, product_model_id)
            raise RuleViolation("does_not_fit", part=part.number, model=model.code)
