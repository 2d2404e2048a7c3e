"""Look up what a file refers to: parts, units, places, people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.tables import Category, Location, Lot, Part, ProductModel, Unit
from kernel.amounts import Quantity
from kernel.errors import NotFound
from procurement.tables import Supplier
from webapp.imports.kinds import in_batches

UNIT_WORDS = {
    "pcs": (
        "pc",
        "piece",
        "pieces",
        "ea",
        "each",
        "unit",
        "units",
        "nos",
        "个",
        "件",
        "只",
        "台",
        "支",
        "片",
        "块",
        "张",
    ),
    "set": ("sets", "套"),
    "pair": ("pairs", "对", "双"),
    "m": ("metre", "meter", "metres", "meters", "米"),
    "kg": ("kilogram", "kilograms", "公斤", "千克"),
    "l": ("litre", "liter", "litres", "liters", "升"),
}
"""Other ways in which units are written; they count only where the unit itself is kept here."""


@dataclass(frozen=True, slots=True)
class KnownPart:
    """Hold what an import needs to know of a part."""

    id: int
    number: str
    step: Quantity
    unit: str
    serial_tracked: bool
    shelf_life_days: int | None


def parts(session: Session, numbers: Iterable[str]) -> dict[str, KnownPart]:
    """Return the known parts among these numbers."""
    found = {}
    for some in in_batches(numbers):
        rows = session.execute(
            select(Part.id, Part.number, Unit.step, Unit.code, Part.serial_tracked, Part.shelf_life_days)
            .join(Unit, Unit.id == Part.unit_id)
            .where(Part.number.in_(some))
        )
        found.update({row[1]: KnownPart(*row) for row in rows})
    return found


def parts_with_lots(session: Session, part_ids: Iterable[int]) -> set[int]:
    """Return the parts among these that have lots: their unit stays as it is."""
    wanted = sorted(part_ids)
    found: set[int] = set()
    for begin in range(0, len(wanted), 500):
        found |= set(
            session.scalars(select(Lot.part_id).where(Lot.part_id.in_(wanted[begin : begin + 500])).distinct())
        )
    return found


def units(session: Session) -> dict[str, tuple[str, Quantity]]:
    """Return code and step of each unit under every word for it."""
    words: dict[str, tuple[str, Quantity]] = {}
    rows = session.scalars(select(Unit).order_by(Unit.id)).all()
    for row in rows:
        for said in UNIT_WORDS.get(row.code.casefold(), ()):
            words.setdefault(said, (row.code, row.step))
    for row in reversed(rows):
        words |= {said.casefold(): (row.code, row.step) for said in (row.name_zh, row.name_en, row.code) if said}
    return words


def named(session: Session, table: type[Category | ProductModel]) -> dict[str, str]:
    """Return the code of each category or product model under its code and its names."""
    rows = session.execute(select(table.code, table.name_zh, table.name_en).order_by(table.id.desc())).all()
    words = {said.casefold(): code for code, *names in rows for said in names if said}
    return words | {code.casefold(): code for code, *_names in rows}


def supplier_states(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Return the state of each known supplier among these codes."""
    found: dict[str, str] = {}
    for some in in_batches(codes):
        found |= dict(session.execute(select(Supplier.code, Supplier.state).where(Supplier.code.in_(some))).all())
    return found


def store_id(session: Session, code: str) -> int:
    """Return the store of this code; without one the first that nobody supplies."""
    find = select(Location.id).where(
        Location.kind.in_((LocationKind.WAREHOUSE, LocationKind.VAN)), Location.id == Location.store_id
    )
    if code:
        found = session.scalar(find.where(Location.code == code))
    else:
        central = (Location.kind == LocationKind.WAREHOUSE, Location.supplying_store_id.is_(None), Location.active)
        found = session.scalar(find.where(*central).order_by(Location.id).limit(1))
    if found is None:
        raise NotFound("import_store_unknown" if code else "import_no_store", store=code)
    return found
