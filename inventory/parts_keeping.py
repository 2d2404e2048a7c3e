"""Keep the part master: units, categories, product models, parts, what they fit, replace and are succeeded by."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import succession
from inventory.finding import found, locked, written
from inventory.old_parts import Owed
from inventory.requesting import links_around
from inventory.tables import Alternate, Category, Fit, Lot, Part, ProductModel, Supersession, Unit
from kernel.amounts import Quantity
from kernel.db import Base
from kernel.errors import Conflict, InvalidState, NotFound, RuleViolation
from kernel.requests import once

GTIN_LENGTHS = (8, 12, 13, 14)
USE_CLASSES = ("wear", "common", "key")
CRITICALITIES = ("vital", "essential", "desirable")
STATES = ("active", "phasing_out", "discontinued")


@dataclass(frozen=True, slots=True)
class Kept:
    """Name the row that was written."""

    id: int


@dataclass(frozen=True, slots=True)
class PartFacts:
    """Hold everything that people say of a part; classes that are computed are not among it."""

    number: str
    name_zh: str
    name_en: str
    unit_id: int
    category_id: int | None = None
    use_class: str = "common"
    criticality: str = "essential"
    state: str = "active"
    shelf_life_days: int | None = None
    serial_tracked: bool = False
    original_maker: bool = True
    old_part: str = "by_rule"
    storage_condition: str = ""
    specification: str = ""
    gtin: str | None = None


@once
def create_unit(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    step: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> Kept:
    """Add a unit of measure with its smallest step."""
    if step <= Quantity.zero():
        raise RuleViolation("quantity_not_positive", quantity=str(step))
    code = _text(code)
    _free(session, Unit, Unit.code == code, taken=code)
    return _added(session, Unit(code=code, name_zh=_text(name_zh), name_en=name_en or name_zh, step=step))


@once
def create_category(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    by: int,
    at: datetime,
    request_key: str,
    parent_id: int | None = None,
    seasonal: bool = False,
) -> Kept:
    """Add a node to the function tree of parts."""
    code = _text(code)
    _free(session, Category, Category.code == code, taken=code)
    if parent_id is not None:
        found(session, Category, parent_id)
    row = Category(
        code=code, name_zh=_text(name_zh), name_en=name_en or name_zh, parent_id=parent_id, seasonal=seasonal
    )
    return _added(session, row)


@once
def update_category(
    session: Session,
    *,
    category_id: int,
    name_zh: str,
    name_en: str,
    parent_id: int | None,
    seasonal: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> Kept:
    """Change a node of the function tree, which stays a tree."""
    row = locked(session, Category, category_id)
    above = parent_id
    while above is not None:
        if above == category_id:
            raise RuleViolation("category_in_a_circle", category_id=category_id)
        above = found(session, Category, above).parent_id
    row.name_zh, row.name_en = _text(name_zh), name_en or name_zh
    row.parent_id, row.seasonal = parent_id, seasonal
    written(session)
    return Kept(row.id)


@once
def create_model(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    by: int,
    at: datetime,
    request_key: str,
    family: str = "",
    warranty_months: int = 12,
) -> Kept:
    """Add a product model that the company services."""
    code = _text(code)
    _free(session, ProductModel, ProductModel.code == code, taken=code)
    _check_months(warranty_months)
    row = ProductModel(
        code=code,
        name_zh=_text(name_zh),
        name_en=name_en or name_zh,
        family=family,
        warranty_months=warranty_months,
    )
    return _added(session, row)


@once
def update_model(
    session: Session,
    *,
    product_model_id: int,
    name_zh: str,
    name_en: str,
    family: str,
    warranty_months: int,
    by: int,
    at: datetime,
    request_key: str,
) -> Kept:
    """Change a product model."""
    row = locked(session, ProductModel, product_model_id)
    _check_months(warranty_months)
    row.name_zh, row.name_en = _text(name_zh), name_en or name_zh
    row.family, row.warranty_months = family, warranty_months
    written(session)
    return Kept(row.id)


@once
def create_part(session: Session, *, facts: PartFacts, by: int, at: datetime, request_key: str) -> Kept:
    """Add a part to the part master."""
    facts = replace(facts, number=facts.number.strip())
    _check_facts(session, facts)
    _free(session, Part, Part.number == facts.number, taken=facts.number)
    return _added(session, Part(**asdict(facts)))


@once
def update_part(session: Session, *, part_id: int, facts: PartFacts, by: int, at: datetime, request_key: str) -> Kept:
    """Change a part; once there are lots its unit and its serial tracking stay as they are."""
    row = locked(session, Part, part_id)
    own_part(session, part_id)
    facts = replace(facts, number=facts.number.strip())
    _check_facts(session, facts, part_id)
    _free(session, Part, (Part.number == facts.number) & (Part.id != part_id), taken=facts.number)
    measured = (row.unit_id, row.serial_tracked)
    if measured != (facts.unit_id, facts.serial_tracked) and _has_lots(session, part_id):
        raise InvalidState("part_has_lots", part=row.number)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    written(session)
    return Kept(row.id)


@once
def set_fit(
    session: Session,
    *,
    part_id: int,
    product_model_id: int,
    by: int,
    at: datetime,
    request_key: str,
    quantity_per_repair: Quantity = Quantity(1000),  # noqa: B008 - a frozen value
) -> Kept:
    """Say that a part fits a model and how many a repair takes."""
    own_part(session, part_id)
    found(session, ProductModel, product_model_id)
    if quantity_per_repair <= Quantity.zero():
        raise RuleViolation("quantity_not_positive", quantity=str(quantity_per_repair))
    row = session.scalar(select(Fit).where(Fit.part_id == part_id, Fit.product_model_id == product_model_id))
    if row is None:
        return _added(
            session,
            Fit(part_id=part_id, product_model_id=product_model_id, quantity_per_repair=quantity_per_repair),
        )
    row.quantity_per_repair = quantity_per_repair
    written(session)
    return Kept(row.id)


@once
def remove_fit(
    session: Session, *, part_id: int, product_model_id: int, by: int, at: datetime, request_key: str
) -> Kept:
    """Say that a part no longer fits a model; without any fit left it would fit every model, so the last one stays."""
    fits = session.scalars(select(Fit).where(Fit.part_id == part_id)).all()
    row = next((fit for fit in fits if fit.product_model_id == product_model_id), None)
    if row is None:
        raise NotFound("fit_unknown", part_id=part_id, product_model_id=product_model_id)
    if len(fits) == 1:
        raise RuleViolation("last_fit", part_id=part_id)
    session.delete(row)
    written(session)
    return Kept(row.id)


@once
def set_alternate(
    session: Session,
    *,
    part_id: int,
    alternate_part_id: int,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> Kept:
    """Say that one part may be used in place of another."""
    own_part(session, part_id)
    own_part(session, alternate_part_id)
    if part_id == alternate_part_id:
        raise RuleViolation("same_part", part_id=part_id)
    row = session.scalar(
        select(Alternate).where(Alternate.part_id == part_id, Alternate.alternate_part_id == alternate_part_id)
    )
    if row is None:
        return _added(session, Alternate(part_id=part_id, alternate_part_id=alternate_part_id, note=note))
    row.note = note
    written(session)
    return Kept(row.id)


@once
def remove_alternate(session: Session, *, alternate_id: int, by: int, at: datetime, request_key: str) -> Kept:
    """Say that a part may no longer stand in for another."""
    row = found(session, Alternate, alternate_id)
    session.delete(row)
    written(session)
    return Kept(alternate_id)


@once
def supersede(
    session: Session,
    *,
    predecessor_id: int,
    successor_id: int,
    valid_from_on: date,
    by: int,
    at: datetime,
    request_key: str,
    two_way: bool = False,
    predecessor_factor: int = 1,
    successor_factor: int = 1,
) -> Kept:
    """Say that a part is succeeded by another from a day on: so many of the old equal so many of the new."""
    own_part(session, predecessor_id)
    own_part(session, successor_id)
    if predecessor_factor < 1 or successor_factor < 1:
        raise RuleViolation("factor_not_positive", factors=[predecessor_factor, successor_factor])
    row = session.scalar(select(Supersession).where(Supersession.predecessor_id == predecessor_id))
    others = [
        link
        for link in (*links_around(session, predecessor_id), *links_around(session, successor_id))
        if link.predecessor_id != predecessor_id
    ]
    if succession.closes_circle(others, predecessor_id, successor_id):
        raise RuleViolation("supersession_in_a_circle", predecessor_id=predecessor_id, successor_id=successor_id)
    if row is None:
        row = Supersession(
            predecessor_id=predecessor_id,
            successor_id=successor_id,
            valid_from_on=valid_from_on,
            two_way=two_way,
            predecessor_factor=predecessor_factor,
            successor_factor=successor_factor,
        )
        return _added(session, row)
    row.successor_id, row.valid_from_on, row.two_way = successor_id, valid_from_on, two_way
    row.predecessor_factor, row.successor_factor = predecessor_factor, successor_factor
    written(session)
    return Kept(row.id)


@once
def remove_supersession(session: Session, *, predecessor_id: int, by: int, at: datetime, request_key: str) -> Kept:
    """Take a supersession back."""
    row = session.scalar(select(Supersession).where(Supersession.predecessor_id == predecessor_id))
    if row is None:
        raise NotFound("supersession_unknown", predecessor_id=predecessor_id)
    session.delete(row)
    written(session)
    return Kept(row.id)


def own_part(session: Session, part_id: int) -> Part:
    """Return a part that stands for itself; a duplicate that was merged is kept under the other number."""
    part = found(session, Part, part_id)
    if part.merged_into_id is not None:
        raise InvalidState("part_merged", part=part.number, kept=found(session, Part, part.merged_into_id).number)
    return part


def _check_facts(session: Session, facts: PartFacts, part_id: int | None = None) -> None:
    _text(facts.number)
    _text(facts.name_zh or facts.name_en)
    unit = found(session, Unit, facts.unit_id)
    if facts.category_id is not None:
        found(session, Category, facts.category_id)
    for name, known in (
        ("use_class", USE_CLASSES),
        ("criticality", CRITICALITIES),
        ("state", STATES),
        ("old_part", tuple(Owed)),
    ):
        if getattr(facts, name) not in known:
            raise RuleViolation("word_unknown", field=name, value=getattr(facts, name), known=list(known))
    if facts.shelf_life_days is not None and facts.shelf_life_days < 1:
        raise RuleViolation("shelf_life_not_positive", days=facts.shelf_life_days)
    if facts.serial_tracked and not Quantity(1000).is_multiple_of(unit.step):
        raise RuleViolation("serials_need_pieces", unit=unit.code)
    if facts.gtin is not None:
        if not right_gtin(facts.gtin):
            raise RuleViolation("gtin_wrong", gtin=facts.gtin)
        _free(session, Part, (Part.gtin == facts.gtin) & (Part.id != (part_id or 0)), taken=facts.gtin)


def right_gtin(gtin: str) -> bool:
    """Tell whether a GS1 article number has a known length and the right check digit.

    The digits are weighed 3, 1, 3, ... from the one before the check digit; the sum goes up to a multiple of ten.

    >>> right_gtin("6901234567892"), right_gtin("6901234567891"), right_gtin("69012")
    (True, False, False)
    """
    if len(gtin) not in GTIN_LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(gtin[:-1])))
    return (total + int(gtin[-1])) % 10 == 0


def _check_months(warranty_months: int) -> None:
    if warranty_months < 0:
        raise RuleViolation("warranty_negative", months=warranty_months)


def _has_lots(session: Session, part_id: int) -> bool:
    return session.scalar(select(Lot.id).where(Lot.part_id == part_id).limit(1)) is not None


def _text(text: str) -> str:
    if not text.strip():
        raise RuleViolation("name_missing")
    return text.strip()


def _free(session: Session, table: type[Base], same: ColumnElement[bool], *, taken: str) -> None:
    if session.scalar(select(table).where(same).limit(1)) is not None:
        raise Conflict("already_exists", taken=taken)


def _added(session: Session, row: Unit | Category | ProductModel | Part | Fit | Alternate | Supersession) -> Kept:
    session.add(row)
    written(session)
    return Kept(row.id)
