"""Read what was scanned at a shelf: a part, a lot, a piece's serial number, a place."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from inventory.scan_codes import CodeKind, parse_code
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from kernel.errors import AppError
from webapp import context
from webapp.documents.gs1 import read_gs1
from webapp.messages import message


@dataclass(frozen=True, slots=True)
class Read:
    """Hold what a scanned code may stand for; `wrong` says what is the matter with a code that is nothing here."""

    lots: tuple[Lot, ...] = ()
    place: Location | None = None
    part: Part | None = None
    wrong: str = ""

    def __bool__(self) -> bool:
        """Tell whether the code is known."""
        return bool(self.lots or self.place or self.part)


def read(text: str) -> Read:
    """Return the lots, the place and the part that bear a code."""
    text = text.strip()
    if not text:
        return Read()
    try:
        code = parse_code(text)
    except AppError as error:
        return Read(wrong=message(error))
    session = context.session()
    lots = list(session.scalars(select(Lot).where(Lot.number == code.key))) if code.kind in {None, CodeKind.LOT} else []
    if code.kind in {None, CodeKind.SERIAL}:
        lots += session.scalars(select(Lot).where(Lot.serial_number == code.key))
    place = part = None
    if code.kind in {None, CodeKind.LOCATION}:
        place = session.scalar(select(Location).where(Location.code == code.key))
    if code.kind in {None, CodeKind.PART}:
        part = session.scalar(select(Part).where(Part.number == code.key))
    if code.kind is None and not lots and place is None and part is None:
        part, lots = by_gs1(text)
    found = Read(tuple(lots), place, part)
    return found or Read(wrong=_("Unknown code: %(code)s", code=text[:60]))


def by_gs1(text: str) -> tuple[Part | None, list[Lot]]:
    """Return the part of a GS1 code, and the lot or the piece that the code names."""
    gs1, session = read_gs1(text), context.session()
    if gs1 is None or gs1.gtin is None:
        return None, []
    part = session.scalar(select(Part).where(Part.gtin.in_({gs1.gtin, gs1.gtin.lstrip("0")})))
    if part is None or not (gs1.lot or gs1.serial):
        return part, []
    lots = select(Lot).where(Lot.part_id == part.id).order_by(Lot.rank_on, Lot.id)
    if gs1.serial:
        lots = lots.where(Lot.serial_number == gs1.serial)
    else:
        lots = lots.where((Lot.number == gs1.lot) | (Lot.supplier_lot == gs1.lot))
    return part, list(session.scalars(lots))


def part_in(text: str) -> tuple[Part | None, str]:
    """Return the part that a code stands for, also by one of its lots, and what is wrong with the code."""
    found = read(text)
    if found.part is not None:
        return found.part, ""
    if found.lots:
        return context.session().get(Part, found.lots[0].part_id), ""
    return None, found.wrong or (_("“%(code)s” is no part.", code=text[:60]) if text.strip() else "")


@dataclass(frozen=True, slots=True)
class Lying:
    """Hold how much of a lot lies in a place."""

    lot: Lot
    place: Location
    part: Part
    on_hand: Quantity


def lying(
    *,
    lot_id: int | None = None,
    location_id: int | None = None,
    part_id: int | None = None,
    kinds: tuple[str, ...] = (),
) -> list[Lying]:
    """Return what lies there of a lot or a part or in a place, in kinds of places, by place and lot."""
    found = (
        select(Lot, Location, Part, Balance.on_hand)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Location, Location.id == Balance.location_id)
        .join(Part, Part.id == Lot.part_id)
        .where(Balance.on_hand > Quantity.zero())
        .order_by(Location.code, Part.number, Lot.rank_on, Lot.id)
    )
    if lot_id is not None:
        found = found.where(Balance.lot_id == lot_id)
    if location_id is not None:
        found = found.where(Balance.location_id == location_id)
    if part_id is not None:
        found = found.where(Balance.part_id == part_id)
    if kinds:
        found = found.where(Location.kind.in_(kinds))
    return [Lying(*row) for row in context.session().execute(found)]
