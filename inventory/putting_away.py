"""Put inspected goods into bins, where they become stock, and move goods between bins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, place
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.priority import Promise
from inventory.reserving import fill
from inventory.tables import Balance, Location, Lot
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once

MOST_PROPOSALS = 10


@dataclass(frozen=True, slots=True)
class PutAway:
    """Name the posting and list who was promised something of what came."""

    posting_id: int
    filled: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Relocated:
    """Name the posting."""

    posting_id: int


@dataclass(frozen=True, slots=True)
class BinProposal:
    """Propose a bin: it holds the part now, held it before, or is empty."""

    location_id: int
    code: str
    reason: str
    on_hand: Quantity


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
    lot = found(session, Lot, lot_id)
    source = place(session, from_location_id, LocationKind.STAGING, active=False)
    target = place(session, to_location_id, LocationKind.BIN)
    store_id = _same_store(source, target)
    check_quantity(session, lot.part_id, quantity)
    lock_stock(session, [(lot.part_id, store_id)])
    check_held(session, source, lot_id, quantity)
    move = Move(MovementKind.PUTAWAY, lot.part_id, lot_id, source.id, target.id, quantity)
    posted = post(session, [move], kind="putaway", reference=lot.reference, by=by, at=at)
    return PutAway(posted.posting_id, fill(session, lot.part_id, store_id, at))


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
    lot = found(session, Lot, lot_id)
    source = place(session, from_location_id, LocationKind.BIN, active=False)
    target = place(session, to_location_id, LocationKind.BIN)
    store_id = _same_store(source, target)
    check_quantity(session, lot.part_id, quantity)
    lock_stock(session, [(lot.part_id, store_id)])
    check_held(session, source, lot_id, quantity)
    move = Move(MovementKind.RELOCATION, lot.part_id, lot_id, source.id, target.id, quantity)
    return Relocated(post(session, [move], kind="relocation", reference=lot.number, by=by, at=at).posting_id)


def propose_bins(session: Session, *, part_id: int, store_id: int) -> tuple[BinProposal, ...]:
    """Propose bins for a part: those that hold it, the fullest first, those that held it, then empty ones by walk."""
    rows = session.execute(
        select(Location.id, Location.code, func.sum(Balance.on_hand).label("there"))
        .join(Balance, Balance.location_id == Location.id)
        .where(
            Balance.part_id == part_id,
            Location.store_id == store_id,
            Location.kind == LocationKind.BIN,
            Location.active,
        )
        .group_by(Location.id, Location.code)
        .order_by(func.sum(Balance.on_hand).desc(), Location.code)
        .limit(MOST_PROPOSALS)
    ).all()
    known = [BinProposal(key, code, "holds_it" if there else "held_it", there) for key, code, there in rows]
    empty = session.execute(
        select(Location.id, Location.code)
        .where(
            Location.store_id == store_id,
            Location.kind == LocationKind.BIN,
            Location.active,
            Location.id.not_in([proposal.location_id for proposal in known]),
            ~select(Balance.lot_id)
            .where(Balance.location_id == Location.id, Balance.on_hand > Quantity.zero())
            .exists(),
        )
        .order_by(Location.pick_sequence, Location.code)
        .limit(MOST_PROPOSALS - len(known))
    )
    return (*known, *(BinProposal(key, code, "empty", Quantity.zero()) for key, code in empty))


def _same_store(source: Location, target: Location) -> int:
    if source.store_id is None or source.store_id != target.store_id:
        raise RuleViolation("other_store", source=source.code, target=target.code)
    return source.store_id
