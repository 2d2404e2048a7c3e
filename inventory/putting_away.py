"""Put inspected goods into bins, where they become stock, and move goods between bins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, place
from inventory.finding_moves import look_at_move
from inventory.looking_at_bins import check_bin
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.priority import Promise
from inventory.reserving import fill
from inventory.tables import Location, Lot
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class PutAway:
    """Name the posting, list who was promised something of what came, and say what is doubtful about the bin."""

    posting_id: int
    filled: tuple[Promise, ...]
    over: Quantity = Quantity(0)  # noqa: RUF009 - a value that never changes
    wrong_condition: bool = False


@dataclass(frozen=True, slots=True)
class Relocated:
    """Name the posting, and say what is doubtful about the bin."""

    posting_id: int
    over: Quantity = Quantity(0)  # noqa: RUF009 - a value that never changes
    wrong_condition: bool = False


@once
def put_away(
    session: Session,
    *,
    lot_id: int,
    from_location_id: int,
    to_location_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> PutAway:
    """Put goods from staging into a bin and promise them to those who wait, in their order."""
    seen = look_at_move(session, lot_id, from_location_id, to_location_id)
    lot = found(session, Lot, lot_id)
    source = place(session, from_location_id, LocationKind.STAGING, active=False)
    target = place(session, to_location_id, LocationKind.BIN)
    store_id = _same_store(source, target)
    check_quantity(session, lot.part_id, quantity)
    lock_stock(session, [(lot.part_id, store_id)])
    check_held(session, source, lot_id, quantity, seen.there)
    doubts = check_bin(session, target, lot.part_id, lot_id, quantity, at, seen.written)
    move = Move(MovementKind.PUTAWAY, lot.part_id, lot_id, source.id, target.id, quantity)
    posted = post(session, [move], kind="putaway", reference=lot.reference, by=by, at=at)
    filled = fill(session, lot.part_id, store_id, at)
    return PutAway(posted.posting_id, filled, doubts.over, doubts.wrong_condition)


@once
def relocate(
    session: Session,
    *,
    lot_id: int,
    from_location_id: int,
    to_location_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> Relocated:
    """Move goods from one bin to another of the same store; promises are not touched."""
    seen = look_at_move(session, lot_id, from_location_id, to_location_id)
    lot = found(session, Lot, lot_id)
    source = place(session, from_location_id, LocationKind.BIN, active=False)
    target = place(session, to_location_id, LocationKind.BIN)
    store_id = _same_store(source, target)
    check_quantity(session, lot.part_id, quantity)
    lock_stock(session, [(lot.part_id, store_id)])
    check_held(session, source, lot_id, quantity, seen.there)
    doubts = check_bin(session, target, lot.part_id, lot_id, quantity, at, seen.written)
    move = Move(MovementKind.RELOCATION, lot.part_id, lot_id, source.id, target.id, quantity)
    posted = post(session, [move], kind="relocation", reference=lot.number, by=by, at=at)
    return Relocated(posted.posting_id, doubts.over, doubts.wrong_condition)


def _same_store(source: Location, target: Location) -> int:
    if source.store_id is None or source.store_id != target.store_id:
        raise RuleViolation("other_store", source=source.code, target=target.code)
    return source.store_id
