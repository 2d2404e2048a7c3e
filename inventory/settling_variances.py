"""Turn approved differences into movements: gains to the newest sound lot, losses from the oldest lots still there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import reserving, variance
from inventory.finding import found, outside
from inventory.keeping_counts import serial_lots, serials_at
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move
from inventory.tables import Balance, Clearance, Count, CountLine, Location, Lot, Part
from inventory.variance import Held
from kernel.amounts import Money, Quantity
from kernel.errors import InsufficientStock, RuleViolation
from kernel.settings import day_of

ZERO = Quantity.zero()


def gain(session: Session, line: CountLine, last: Count) -> Move:
    """Add a gain to the newest lot of the part that has passed inspection: nothing else may be stock.

    A lot that still lies in a hold or in quarantine is left out: what was found could be its uninspected or bad pieces.
    """
    waiting = (
        select(Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .where(
            Balance.lot_id == Lot.id,
            Balance.on_hand > ZERO,
            Location.kind.in_((LocationKind.HOLD, LocationKind.QUARANTINE)),
        )
    )
    lot_id = session.scalar(
        select(Lot.id)
        .where(
            Lot.part_id == line.part_id,
            Lot.serial_number.is_(None),
            select(Clearance.id).where(Clearance.lot_id == Lot.id, Clearance.passed > ZERO).exists(),
            ~waiting.exists(),
        )
        .order_by(Lot.received_on.desc(), Lot.id.desc())
        .limit(1)
    )
    if lot_id is None:
        raise RuleViolation("gain_without_sound_lot", part_id=line.part_id, count_line_id=line.id)
    return Move(
        MovementKind.ADJUSTMENT,
        line.part_id,
        lot_id,
        outside(session, LocationKind.VARIANCE).id,
        line.location_id,
        last.counted - last.book,
        count_line_id=line.id,
    )


def loss(session: Session, line: CountLine, last: Count) -> Iterable[Move]:
    """Take a loss from the lots still there, oldest first; of a serial-tracked part the numbers nobody saw."""
    there = serial_lots(session, line.location_id, line.part_id)
    held: Iterable[Held]
    if found(session, Part, line.part_id).serial_tracked:
        missing = serials_at(session, line.location_id, line.part_id, last.ledger_id) - set(last.serials or ())
        held = [lot for serial, lot in there.items() if serial in missing]
    else:
        held = _lots_there(session, line)
    lost = last.book - last.counted
    shares, left = variance.losses(held, lost)
    if left:
        where = found(session, Location, line.location_id).code
        raise InsufficientStock(
            "lost_goods_have_left",
            stock_take_id=line.stock_take_id,
            place=where,
            part_id=line.part_id,
            lost=str(lost),
            there=str(lost - left),
        )
    to_id = outside(session, LocationKind.VARIANCE).id
    for share in shares:
        yield Move(
            MovementKind.ADJUSTMENT,
            line.part_id,
            share.lot_id,
            line.location_id,
            to_id,
            share.quantity,
            count_line_id=line.id,
        )


def _lots_there(session: Session, line: CountLine) -> list[Held]:
    rows = session.execute(
        select(Lot.id, Balance.on_hand)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.location_id == line.location_id, Balance.part_id == line.part_id, Balance.on_hand > ZERO)
        .order_by(Lot.rank_on, Lot.id)
    )
    return [Held(lot, on_hand) for lot, on_hand in rows]


def make_room(session: Session, store_id: int, gains: list[Move], losses: list[Move], at: datetime) -> tuple[int, ...]:
    """Take promises back where a part's net loss in the store, or its loss of goods still usable, reaches into them."""
    today = day_of(session, at)
    expired = set(session.scalars(select(Lot.id).where(Lot.id.in_({m.lot_id for m in losses}), Lot.expires_on < today)))
    withdrawn: list[int] = []
    for part_id in sorted({move.part_id for move in losses}):
        added = sum((m.quantity for m in gains if m.part_id == part_id), ZERO)
        gone = sum((m.quantity for m in losses if m.part_id == part_id), ZERO) - added
        usable = sum((m.quantity for m in losses if m.part_id == part_id and m.lot_id not in expired), ZERO) - added
        withdrawn += reserving.make_room(session, part_id, store_id, gone, at, unusable=True)
        withdrawn += reserving.make_room(session, part_id, store_id, usable, at)
    return tuple(dict.fromkeys(withdrawn))


def worth(session: Session, moves: list[Move]) -> Money:
    """Return what the moved goods cost."""
    lots = session.execute(select(Lot.id, Lot.unit_cost_cny).where(Lot.id.in_({move.lot_id for move in moves})))
    costs = dict(lots.all())
    return sum((costs[move.lot_id].times(move.quantity) for move in moves), Money.zero())
