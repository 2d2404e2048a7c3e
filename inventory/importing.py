"""Take in many parts, or the stock of a first day, from a file: each call writes its rows or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.accepting import make_lots, post_receipt
from inventory.finding import found, place_in, written
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.reserving import fill
from inventory.tables import Category, Clearance, Fit, Location, Lot, Part, ProductModel, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once

PIECE = ("pcs", "件", "pc")
Row = TypeVar("Row", Category, ProductModel, Unit)


@dataclass(frozen=True, slots=True)
class PartRow:
    """Describe a part by its number; what is None stays as it is, or takes the house's default on a new part."""

    number: str
    name_zh: str | None = None
    name_en: str | None = None
    unit: str | None = None
    category: str | None = None
    criticality: str | None = None
    use_class: str | None = None
    state: str | None = None
    shelf_life_days: int | None = None
    serial_tracked: bool | None = None
    specification: str | None = None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptParts:
    """Count what was made and what was changed; the rest was so already."""

    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """Describe stock that was there before the system; without a bin it waits in staging for its putaway."""

    part_id: int
    quantity: Quantity
    hold_location_id: int
    unit_cost_cny: Money
    received_on: date
    bin_id: int | None = None
    expires_on: date | None = None
    supplier_lot: str | None = None
    serial_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningBrought:
    """Count the lots that came into the hold and those of them that were cleared."""

    lots: int
    cleared: int
    put_away: int


@once
def import_parts(session: Session, *, rows: tuple[PartRow, ...], by: int, at: datetime, request_key: str) -> KeptParts:
    """Make the parts that are new and change those that are known; unknown categories and models are made."""
    numbers = [row.number for row in rows]
    if len(set(numbers)) != len(numbers):
        raise RuleViolation("part_twice", part=next(each for each in numbers if numbers.count(each) > 1))
    known = {part.number: part for part in session.scalars(select(Part).where(Part.number.in_(numbers)))}
    units, piece = _by_code(session, Unit, (row.unit for row in rows)), None
    categories = _made(session, Category, (row.category for row in rows))
    models = _made(session, ProductModel, (code for row in rows for code in row.models))
    updated = 0
    for row in rows:
        values = _values(row)
        if row.category is not None:
            values["category_id"] = categories[row.category].id
        if row.unit is not None:
            if row.unit not in units:
                raise NotFound("unit_unknown", unit=row.unit)
            values["unit_id"] = units[row.unit].id
        part = known.get(row.number)
        if part is None:
            if "unit_id" not in values:
                piece = piece or _piece(session)
                values["unit_id"] = piece.id
            values.setdefault("name_zh", values.get("name_en", row.number))
            values.setdefault("name_en", "")
            session.add(Part(number=row.number, **values))
        else:
            updated += _changed(session, part, values)
    written(session)
    _fit(session, rows, models)
    return KeptParts(len(rows) - len(known), updated)


def _values(row: PartRow) -> dict[str, Any]:
    apart = {"number", "unit", "category", "models"}
    named = {each.name: getattr(row, each.name) for each in fields(row) if each.name not in apart}
    return {name: value for name, value in named.items() if value is not None}


def _changed(session: Session, part: Part, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(part, name) != value}
    if {"unit_id", "serial_tracked"} & set(changed) and _has_lots(session, part.id):
        raise InvalidState("part_has_lots", part=part.number)
    for name, value in changed.items():
        setattr(part, name, value)
    return bool(changed)


def _has_lots(session: Session, part_id: int) -> bool:
    return session.scalar(select(Lot.id).where(Lot.part_id == part_id).limit(1)) is not None


def _by_code(session: Session, table: type[Row], codes: Iterable[str | None]) -> dict[str, Row]:
    wanted = {code for code in codes if code is not None}
    if not wanted:
        return {}
    return {row.code: row for row in session.scalars(select(table).where(table.code.in_(sorted(wanted))))}


def _made(session: Session, table: type[Category | ProductModel], codes: Iterable[str | None]) -> dict[str, Any]:
    wanted = sorted({code for code in codes if code is not None})
    known: dict[str, Any] = _by_code(session, table, wanted)
    for code in wanted:
        if code not in known:
            known[code] = table(code=code, name_zh=code, name_en=code)
            session.add(known[code])
    written(session)
    return known


def _piece(session: Session) -> Unit:
    """Return the unit of parts that are counted by the piece; it is made where there is none."""
    row = session.scalar(select(Unit).where(Unit.code.in_(PIECE)).order_by(Unit.id).limit(1))
    if row is None:
        row = Unit(code="pcs", name_zh="件", name_en="pcs", step=Quantity(1000))
        session.add(row)
        written(session)
    return row


def _fit(session: Session, rows: tuple[PartRow, ...], models: dict[str, Any]) -> None:
    """Add the fits that the rows name; fits that are known stay."""
    fitting = {row.number: row.models for row in rows if row.models}
    if not fitting:
        return
    ids = dict(session.execute(select(Part.number, Part.id).where(Part.number.in_(sorted(fitting)))).all())
    there = set(session.execute(select(Fit.part_id, Fit.product_model_id).where(Fit.part_id.in_(list(ids.values())))))
    for number, codes in fitting.items():
        for code in dict.fromkeys(codes):
            pair = (ids[number], models[code].id)
            if pair not in there:
                session.add(Fit(part_id=pair[0], product_model_id=pair[1]))
    written(session)


@once
def import_openings(
    session: Session,
    *,
    rows: tuple[OpeningRow, ...],
    cleared_by: int | None,
    reference: str,
    by: int,
    at: datetime,
    request_key: str,
) -> OpeningBrought:
    """Bring the stock of the first day into the hold; where another person clears it, on to staging and its bins."""
    if cleared_by == by:
        raise FourEyes("four_eyes", step="clear")
    lots = []
    for row in rows:
        made = make_lots(
            session,
            part_id=row.part_id,
            quantity=row.quantity,
            unit_cost_cny=row.unit_cost_cny,
            received_on=row.received_on,
            reference=reference,
            brought_by_id=by,
            at=at,
            expires_on=row.expires_on,
            supplier_lot=row.supplier_lot,
            serial_numbers=row.serial_numbers,
            origin="opening",
        )
        lots += [(lot, row) for lot in made]
    post_receipt(session, lots=[(lot, row.hold_location_id) for lot, row in lots], reference=reference, by=by, at=at)
    if cleared_by is None:
        return OpeningBrought(len(lots), 0, 0)
    clearances = [
        Clearance(
            lot_id=lot.lot_id,
            hold_location_id=row.hold_location_id,
            passed=lot.quantity,
            failed=Quantity.zero(),
            brought_by_id=by,
            inspected_by_id=cleared_by,
            decided_at=at,
            reference=reference,
        )
        for lot, row in lots
    ]
    session.add_all(clearances)
    written(session)
    stagings = {key: _staging(session, key) for key in {row.hold_location_id for row in rows}}
    releases = [
        Move(
            MovementKind.RELEASE,
            row.part_id,
            lot.lot_id,
            row.hold_location_id,
            stagings[row.hold_location_id].id,
            lot.quantity,
            clearance_id=clearance.id,
        )
        for (lot, row), clearance in zip(lots, clearances, strict=True)
    ]
    post(session, releases, kind="clearance", reference=reference, by=cleared_by, at=at)
    shelved = [(lot, row, row.bin_id) for lot, row in lots if row.bin_id is not None]
    if shelved:
        stores = {(row.part_id, _store_id(stagings[row.hold_location_id])) for _lot, row, _bin in shelved}
        lock_stock(session, stores)
        moves = [
            Move(MovementKind.PUTAWAY, row.part_id, lot.lot_id, stagings[row.hold_location_id].id, bin_id, lot.quantity)
            for lot, row, bin_id in shelved
        ]
        post(session, moves, kind="putaway", reference=reference, by=by, at=at)
        for part_id, store_id in sorted(stores):
            fill(session, part_id, store_id, at)
    return OpeningBrought(len(lots), len(lots), len(shelved))


def _staging(session: Session, hold_location_id: int) -> Location:
    hold = found(session, Location, hold_location_id)
    return place_in(session, hold.store_id, LocationKind.STAGING)


def _store_id(place: Location) -> int:
    assert place.store_id is not None, "a staging lies in a store"
    return place.store_id
