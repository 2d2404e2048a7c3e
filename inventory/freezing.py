"""Freeze lots on suspicion, so that nobody gets a piece of them, and set them free by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, written
from inventory.posting import lock_stock
from inventory.queries.columns import number, total
from inventory.reserving import fill, make_room
from inventory.tables import Balance, FrozenLot, Lot, LotFreeze, LotThaw
from kernel.amounts import Quantity
from kernel.errors import Conflict, FourEyes, InvalidState, RuleViolation
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of
from kernel.tables import ChainHead

name_check("ck_lot_thaw_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class FrozenLots:
    """Name the lots that were frozen and the requests that lost their promise and wait again."""

    lot_ids: tuple[int, ...]
    displaced: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ThawedLot:
    """Name the lot that may be used again."""

    lot_id: int


@once
def freeze(
    session: Session,
    *,
    lot_ids: tuple[int, ...],
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    cause: str = "found",
    reference: str = "",
) -> FrozenLots:
    """Freeze lots everywhere; what is frozen already stays so. Promises that only these lots backed are taken back."""
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    lots = [found(session, Lot, lot_id) for lot_id in dict.fromkeys(lot_ids)]
    fresh = [lot for lot in lots if session.get(FrozenLot, lot.id) is None]
    if not fresh:
        raise Conflict("lot_frozen_already")
    there = {lot.id: _shelved(session, lot.id) for lot in fresh}
    lock_stock(session, [(lot.part_id, store_id) for lot in fresh for store_id in there[lot.id]])
    displaced = _make_room(session, fresh, there, by, at)
    for lot in fresh:
        session.add(
            LotFreeze(
                lot_id=lot.id,
                part_id=lot.part_id,
                cause=cause if lot is fresh[0] or cause != "sample" else "sister",
                reason=reason,
                reference=reference,
                frozen_by_id=by,
                frozen_at=at,
                ledger_id=_last_movement(session),
            )
        )
        written(session)
    return FrozenLots(tuple(lot.id for lot in fresh), tuple(dict.fromkeys(displaced)))


def _make_room(
    session: Session, lots: list[Lot], there: dict[int, dict[int, Quantity]], by: int, at: datetime
) -> list[int]:
    """Take back the promises that rest on lots, all of them before the head of the ledger is locked; return whose."""
    leaving: dict[tuple[int, int], Quantity] = {}
    for lot in lots:
        if lot.expires_on is None or lot.expires_on >= day_of(session, at):
            for store_id, quantity in there[lot.id].items():
                pair = (lot.part_id, store_id)
                leaving[pair] = leaving.get(pair, Quantity.zero()) + quantity
    return [
        request_id
        for (part_id, store_id), quantity in sorted(leaving.items())
        for request_id in make_room(session, part_id, store_id, quantity, at, by=by)
    ]


@once
def thaw(session: Session, *, lot_id: int, reason: str, by: int, at: datetime, request_key: str) -> ThawedLot:
    """Set a frozen lot free, by another person than who froze it; whoever waits for the part is served."""
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    lot = found(session, Lot, lot_id)
    frozen = session.get(FrozenLot, lot_id)
    if frozen is None:
        raise InvalidState("lot_not_frozen", lot=lot.number)
    begun = session.get_one(LotFreeze, frozen.lot_freeze_id)
    if begun.frozen_by_id == by:
        raise FourEyes("four_eyes", step="thaw", lot=lot.number)
    stores = sorted(_shelved(session, lot_id))
    lock_stock(session, [(lot.part_id, store_id) for store_id in stores])
    session.expunge(frozen)
    session.add(
        LotThaw(
            lot_freeze_id=begun.id,
            frozen_by_id=begun.frozen_by_id,
            thawed_by_id=by,
            thawed_at=at,
            reason=reason,
            ledger_id=_last_movement(session),
        )
    )
    written(session)
    for store_id in stores:
        fill(session, lot.part_id, store_id, at)
    return ThawedLot(lot_id)


def _last_movement(session: Session) -> int:
    """Return the newest movement and let none follow it before this transaction ends."""
    head = select(ChainHead.last_id).where(ChainHead.name == "movement").with_for_update()
    return session.execute(head).scalar_one()


def _shelved(session: Session, lot_id: int) -> dict[int, Quantity]:
    """Return how much of a lot lies in the bins or the van of each store."""
    rows = session.execute(
        select(Balance.store_id, total(number(Balance.on_hand)))
        .where(Balance.lot_id == lot_id, Balance.issueable, Balance.on_hand > Quantity.zero())
        .group_by(Balance.store_id)
    )
    return {store_id: Quantity(int(there)) for store_id, there in rows if store_id is not None}
