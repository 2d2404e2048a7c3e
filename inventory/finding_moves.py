"""Bring along in one statement, made once, what a command of the warehouse looks at: each costs a way to the server.

Nothing is decided here. What is found is kept in hand, where the look-ups of `inventory.finding` take it from; what is
not found they look for again, and say what is wrong.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session, aliased, load_only

from inventory.finding import hold_row, know_outside, know_part, know_place_in
from inventory.looking_at_bins import written_of
from inventory.places import LocationKind
from inventory.posting import locked_stock
from inventory.tables import Balance, Location, Lot, Part, Stock, Unit
from kernel.amounts import Quantity

_SOURCE, _TARGET, _FIRST = aliased(Location), aliased(Location), aliased(Location)
_NEEDED = (
    load_only(Lot.number, Lot.part_id, Lot.reference, Lot.brought_by_id),
    load_only(
        Part.number,
        Part.unit_id,
        Part.serial_tracked,
        Part.shelf_life_days,
        Part.storage_condition,
    ),
    load_only(Unit.step),
    *(
        load_only(
            place.code,
            place.kind,
            place.store_id,
            place.active,
            place.storage_condition,
            place.most_units,
            place.most_lots,
        )
        for place in (_SOURCE, _TARGET)
    ),
)
"""Of every row what these commands ask for; the rest is read when somebody asks for it."""

_RECEIPT = (
    select(Part, Unit, _SOURCE, _TARGET)
    .join(Unit, Unit.id == Part.unit_id)
    .join(_SOURCE, _SOURCE.kind == bindparam("outside"))
    .join(_TARGET, _TARGET.id == bindparam("hold"))
    .where(Part.id == bindparam("part"))
    .order_by(_SOURCE.id)
    .limit(1)
    .options(*_NEEDED[1:])
)
_HELD = (
    select(Balance.on_hand)
    .where(Balance.location_id == bindparam("source"), Balance.lot_id == bindparam("lot"))
    .scalar_subquery()
)
_LOT = (
    select(Lot, Part, Unit, _SOURCE, _TARGET, _HELD)
    .join(Part, Part.id == Lot.part_id)
    .join(Unit, Unit.id == Part.unit_id)
    .join(_SOURCE, _SOURCE.id == bindparam("source"))
    .where(Lot.id == bindparam("lot"))
    .options(*_NEEDED)
)
_MOVE = _LOT.add_columns(*written_of(_TARGET, Lot.part_id)).join(_TARGET, _TARGET.id == bindparam("target"))
_MOVE_OF_STOCK = _MOVE.join(Stock, (Stock.part_id == Lot.part_id) & (Stock.store_id == _SOURCE.store_id))
_MOVE_OF_STOCK = _MOVE_OF_STOCK.with_for_update(of=Stock)
_STAGING = (
    select(_FIRST.id)
    .where(_FIRST.store_id == _SOURCE.store_id, _FIRST.kind == LocationKind.STAGING, _FIRST.active)
    .order_by(_FIRST.id)
    .limit(1)
    .scalar_subquery()
)
_VERDICT = _LOT.join(_TARGET, _TARGET.id == _STAGING)


class Looked(NamedTuple):
    """Hold what was seen on the way: how much of the lot lies there, and what is written of the bin it goes to."""

    there: Quantity | None = None
    written: tuple[str | None, Quantity | None] | None = None


def look_at_receipt(session: Session, part_id: int, hold_location_id: int, outside: LocationKind) -> None:
    """Bring a part, its unit, a hold and the place outside that the goods come from."""
    values = {"part": part_id, "hold": hold_location_id, "outside": outside}
    row = session.execute(_RECEIPT, values).one_or_none()
    if row is not None:
        part, unit, source, hold = row
        know_part(session, part, unit)
        know_outside(session, outside, source)
        hold_row(session, hold)


def look_at_move(session: Session, lot_id: int, from_location_id: int, to_location_id: int) -> Looked:
    """Bring a lot with its part, and the two places that it moves between, and lock the store's stock row of it."""
    values = {"lot": lot_id, "source": from_location_id, "target": to_location_id}
    row = session.execute(_MOVE_OF_STOCK, values).one_or_none()
    if row is not None:
        locked_stock(session, row[0].part_id, row[3].store_id)
    else:  # no stock of it has been there yet, so there is no row to lock
        row = session.execute(_MOVE, values).one_or_none()
        if row is None:
            return Looked()
    _keep(session, row)
    return Looked(row[5], (row[6], row[7]))


def look_at_verdict(session: Session, lot_id: int, hold_location_id: int) -> Looked:
    """Bring a lot with its part, its hold, and the staging area of the same store."""
    row = session.execute(_VERDICT, {"lot": lot_id, "source": hold_location_id}).one_or_none()
    if row is None:
        return Looked()
    _keep(session, row)
    know_place_in(session, row[4])
    return Looked(row[5])


def _keep(session: Session, row: Row[Lot, Part, Unit, Location, Location, *tuple[object, ...]]) -> None:
    lot, part, unit, source, target = row[:5]
    know_part(session, part, unit)
    for each in (lot, source, target):
        hold_row(session, each)
