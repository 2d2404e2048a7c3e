"""Bring along in one statement, made once, what a command of the warehouse looks at: each costs a way to the server.

Nothing is decided here. What is found is kept in hand, where the look-ups of `inventory.finding` take it from; what is
not found they look for again, and say what is wrong.
"""

from __future__ import annotations

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session, aliased

from inventory.finding import hold_row, in_hand, know_outside, know_part, know_place_in
from inventory.places import LocationKind
from inventory.tables import Location, Lot, Part, Unit

_SOURCE, _TARGET, _FIRST = aliased(Location), aliased(Location), aliased(Location)
_RECEIPT = (
    select(Part, Unit, _SOURCE, _TARGET)
    .join(Unit, Unit.id == Part.unit_id)
    .join(_SOURCE, _SOURCE.kind == bindparam("outside"))
    .join(_TARGET, _TARGET.id == bindparam("hold"))
    .where(Part.id == bindparam("part"))
    .order_by(_SOURCE.id)
    .limit(1)
)
_LOT = (
    select(Lot, Part, Unit, _SOURCE, _TARGET)
    .join(Part, Part.id == Lot.part_id)
    .join(Unit, Unit.id == Part.unit_id)
    .join(_SOURCE, _SOURCE.id == bindparam("source"))
    .where(Lot.id == bindparam("lot"))
)
_MOVE = _LOT.join(_TARGET, _TARGET.id == bindparam("target"))
_STAGING = (
    select(_FIRST.id)
    .where(_FIRST.store_id == _SOURCE.store_id, _FIRST.kind == LocationKind.STAGING, _FIRST.active)
    .order_by(_FIRST.id)
    .limit(1)
    .scalar_subquery()
)
_VERDICT = _LOT.join(_TARGET, _TARGET.id == _STAGING)


def look_at_receipt(session: Session, part_id: int, hold_location_id: int, outside: LocationKind) -> None:
    """Bring a part, its unit, a hold and the place outside that the goods come from."""
    values = {"part": part_id, "hold": hold_location_id, "outside": outside}
    row = session.execute(_RECEIPT, values).one_or_none()
    if row is not None:
        part, unit, source, hold = row
        know_part(session, part, unit)
        know_outside(session, outside, source)
        hold_row(session, hold)


def look_at_move(session: Session, lot_id: int, from_location_id: int, to_location_id: int) -> None:
    """Bring a lot with its part, and the two places that it moves between."""
    if in_hand(session, Lot, lot_id) and in_hand(session, Location, from_location_id):
        return  # an earlier command of the transaction has brought most of it
    _keep(session, _MOVE, lot=lot_id, source=from_location_id, target=to_location_id)


def look_at_verdict(session: Session, lot_id: int, hold_location_id: int) -> None:
    """Bring a lot with its part, its hold, and the staging area of the same store."""
    staging = _keep(session, _VERDICT, lot=lot_id, source=hold_location_id)
    if staging is not None:
        know_place_in(session, staging)


def _keep(session: Session, statement: Executable, **values: int) -> Location | None:
    row = session.execute(statement, values).one_or_none()
    if row is None:
        return None
    lot, part, unit, source, target = row
    know_part(session, part, unit)
    for each in (lot, source, target):
        hold_row(session, each)
    found: Location = target
    return found
