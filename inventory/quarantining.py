"""Take bad goods out of stock and out of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, outside, place, place_in
from inventory.places import ISSUEABLE, LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.reserving import fill, make_room
from inventory.tables import FrozenLot, Lot
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Name the posting, the quarantine, and the requests that lost their promise because the goods are bad."""

    posting_id: int
    quarantine_location_id: int
    displaced: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """Name the posting by which goods left the house."""

    posting_id: int


@once
def quarantine(
    session: Session,
    *,
    lot_id: int,
    from_location_id: int,
    quantity: Quantity,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Quarantined:
    """Put goods from staging, a bin or a van into their store's quarantine; promises that nothing backs are taken back.

    The least urgent and newest requests lose first and wait again.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing")
    lot = found(session, Lot, lot_id)
    source = place(session, from_location_id, LocationKind.STAGING, LocationKind.BIN, LocationKind.VAN, active=False)
    target = place_in(session, source.store_id, LocationKind.QUARANTINE)
    check_quantity(session, lot.part_id, quantity)
    assert source.store_id is not None
    lock_stock(session, [(lot.part_id, source.store_id)])
    check_held(session, source, lot_id, quantity)
    displaced: tuple[int, ...] = ()
    if source.kind in ISSUEABLE:
        expired = lot.expires_on is not None and lot.expires_on < day_of(session, at)
        unusable = expired or session.get(FrozenLot, lot_id) is not None
        displaced = make_room(session, lot.part_id, source.store_id, quantity, at, by=by, unusable=unusable)
    move = Move(MovementKind.QUARANTINE, lot.part_id, lot_id, source.id, target.id, quantity)
    posted = post(session, [move], kind="quarantine", reference=lot.number, by=by, at=at, note=reason)
    fill(session, lot.part_id, source.store_id, at)
    return Quarantined(posted.posting_id, target.id, displaced)


@once
def return_to_supplier(
    session: Session,
    *,
    lot_id: int,
    quarantine_location_id: int,
    quantity: Quantity,
    reference: str,
    by: int,
    at: datetime,
    request_key: str,
    reason: str = "",
) -> Removed:
    """Send quarantined goods back to their supplier."""
    return _remove(
        session,
        MovementKind.SUPPLIER_RETURN,
        LocationKind.SUPPLIER,
        lot_id,
        quarantine_location_id,
        quantity,
        reference,
        by,
        at,
        reason,
    )


@once
def scrap(
    session: Session,
    *,
    lot_id: int,
    quarantine_location_id: int,
    quantity: Quantity,
    reference: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Removed:
    """Scrap quarantined goods for a stated reason."""
    if not reason.strip():
        raise RuleViolation("reason_missing")
    return _remove(
        session,
        MovementKind.SCRAP,
        LocationKind.SCRAP,
        lot_id,
        quarantine_location_id,
        quantity,
        reference,
        by,
        at,
        reason,
    )


def _remove(
    session: Session,
    kind: MovementKind,
    target: LocationKind,
    lot_id: int,
    quarantine_location_id: int,
    quantity: Quantity,
    reference: str,
    by: int,
    at: datetime,
    reason: str,
) -> Removed:
    lot = found(session, Lot, lot_id)
    source = place(session, quarantine_location_id, LocationKind.QUARANTINE, LocationKind.DEFECTIVE, active=False)
    check_quantity(session, lot.part_id, quantity)
    check_held(session, source, lot_id, quantity)
    move = Move(kind, lot.part_id, lot_id, source.id, outside(session, target).id, quantity)
    posted = post(session, [move], kind=str(kind), reference=reference, by=by, at=at, note=reason)
    return Removed(posted.posting_id)
