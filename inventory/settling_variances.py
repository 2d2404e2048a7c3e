"""Turn approved differences into movements: gains to the newest sound lot, losses from the oldest lots still there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import reserving, variance
from inventory.finding import outside
from inventory.finding_stock_takes import Difference, is_last
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move
from inventory.reading_books import MANY, serial_lots, serials_at
from inventory.tables import Balance, Clearance, Count, CountLine, Location, Lot, Part, PartRequest, Stock
from inventory.variance import Held
from kernel.amounts import Money, Quantity
from kernel.errors import InsufficientStock, RuleViolation
from kernel.settings import day_of

ZERO = Quantity.zero()


def gains(session: Session, lines: Sequence[Difference]) -> list[Move]:
    """Add each gain to the newest lot of its part that has passed inspection: nothing else may be stock."""
    if not lines:
        return []
    lots = _sound_lots(session, sorted({line.part_id for line in lines}))
    from_id = outside(session, LocationKind.VARIANCE).id
    moves = []
    for line in lines:
        if line.part_id not in lots:
            raise RuleViolation("gain_without_sound_lot", part_id=line.part_id, count_line_id=line.line)
        gained = line.counted - line.book
        lot = lots[line.part_id]
        moves.append(_move(line, lot, from_id, line.location_id, gained))
    return moves


def _sound_lots(session: Session, parts: Sequence[int]) -> dict[int, int]:
    """Return the newest sound lot of each part with a gain.

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
    lots: dict[int, int] = {}
    for begin in range(0, len(parts), MANY):
        rows = session.execute(
            select(Lot.part_id, Lot.id)
            .where(
                Lot.part_id.in_(parts[begin : begin + MANY]),
                Lot.serial_number.is_(None),
                select(Clearance.id).where(Clearance.lot_id == Lot.id, Clearance.passed > ZERO).exists(),
                ~waiting.exists(),
            )
            .order_by(Lot.received_on, Lot.id)
        )
        lots.update(rows.all())
    return lots


def losses(session: Session, stock_take_id: int, lines: Sequence[Difference]) -> list[Move]:
    """Take losses from the lots still there, oldest first; of a serial-tracked part the numbers nobody saw."""
    if not lines:
        return []
    there = _lots_there(session, stock_take_id)
    counted = select(CountLine.part_id).where(CountLine.stock_take_id == stock_take_id)
    tracked = set(session.scalars(select(Part.id).where(Part.serial_tracked, Part.id.in_(counted))))
    to_id = outside(session, LocationKind.VARIANCE).id
    moves = []
    for line in lines:
        held: Iterable[Held] = there.get((line.location_id, line.part_id), ())
        if line.part_id in tracked:
            held = _unseen(session, line)
        lost = line.book - line.counted
        shares, left = variance.losses(held, lost)
        if left:
            _goods_have_left(session, line, lost, lost - left)
        moves += [_move(line, share.lot_id, line.location_id, to_id, share.quantity) for share in shares]
    return moves


def _unseen(session: Session, line: Difference) -> list[Held]:
    """Return the pieces that the book had when the line was counted and nobody saw, as far as they are still there."""
    missing = serials_at(session, line.location_id, line.part_id, line.ledger_id) - set(line.serials)
    return [lot for serial, lot in serial_lots(session, line.location_id, line.part_id).items() if serial in missing]


def _goods_have_left(session: Session, line: Difference, lost: Quantity, there: Quantity) -> None:
    raise InsufficientStock(
        "lost_goods_have_left",
        stock_take_id=line.stock_take_id,
        place=session.get_one(Location, line.location_id).code,
        part_id=line.part_id,
        lost=str(lost),
        there=str(there),
    )


def _move(line: Difference, lot_id: int, from_id: int, to_id: int, quantity: Quantity) -> Move:
    return Move(MovementKind.ADJUSTMENT, line.part_id, lot_id, from_id, to_id, quantity, count_line_id=line.line)


def _lots_there(session: Session, stock_take_id: int) -> dict[tuple[int, int], list[Held]]:
    """Return what lies in the places of losses by place and part, oldest lot first."""
    rows = session.execute(
        select(Balance.location_id, Balance.part_id, Lot.id, Balance.on_hand)
        .select_from(CountLine)
        .join(Count, is_last())
        .join(Balance, (Balance.location_id == CountLine.location_id) & (Balance.part_id == CountLine.part_id))
        .join(Lot, Lot.id == Balance.lot_id)
        .where(CountLine.stock_take_id == stock_take_id, Count.counted < Count.book, Balance.on_hand > ZERO)
        .order_by(Lot.rank_on, Lot.id)
    )
    there: dict[tuple[int, int], list[Held]] = {}
    for place, part, lot, on_hand in rows:
        there.setdefault((place, part), []).append(Held(lot, on_hand))
    return there


def make_room(
    session: Session, store_id: int, gained: Sequence[Move], lost: Sequence[Move], at: datetime, *, by: int
) -> tuple[int, ...]:
    """Take promises back where a part's net loss in the store, or its loss of goods still usable, reaches into them."""
    if not lost:
        return ()
    today = day_of(session, at)
    expired = set(session.scalars(select(Lot.id).where(Lot.expires_on < today)))
    promised = _promised(session, store_id)
    gone: dict[int, Quantity] = {}
    usable: dict[int, Quantity] = {}
    for move in lost:
        if move.part_id in promised:
            gone[move.part_id] = gone.get(move.part_id, ZERO) + move.quantity
            kept = ZERO if move.lot_id in expired else move.quantity
            usable[move.part_id] = usable.get(move.part_id, ZERO) + kept
    for move in gained:
        if move.part_id in gone:
            gone[move.part_id] -= move.quantity
            usable[move.part_id] -= move.quantity
    withdrawn: list[int] = []
    for part_id in sorted(gone):
        withdrawn += reserving.make_room(session, part_id, store_id, gone[part_id], at, by=by, unusable=True)
        withdrawn += reserving.make_room(session, part_id, store_id, usable[part_id], at, by=by)
    return tuple(dict.fromkeys(withdrawn))


def _promised(session: Session, store_id: int) -> set[int]:
    """Return the parts of which a store has promised anything: of the others nothing can be taken back."""
    return set(session.scalars(select(Stock.part_id).where(Stock.store_id == store_id, Stock.reserved > ZERO)))


def serve(session: Session, store_id: int, moves: Sequence[Move], at: datetime) -> None:
    """Promise what is free now to those who wait for the moved parts."""
    asked = select(PartRequest.part_id).where(PartRequest.store_id == store_id, PartRequest.open)
    waiting = set(session.scalars(asked.distinct()))
    for part_id in sorted({move.part_id for move in moves} & waiting):
        reserving.fill(session, part_id, store_id, at)


def worth(session: Session, moves: Sequence[Move]) -> Money:
    """Return what the moved goods cost."""
    wanted = sorted({move.lot_id for move in moves})
    costs: dict[int, Money] = {}
    for begin in range(0, len(wanted), MANY):
        some = select(Lot.id, Lot.unit_cost_cny).where(Lot.id.in_(wanted[begin : begin + MANY]))
        costs.update(session.execute(some).all())
    return sum((costs[move.lot_id].times(move.quantity) for move in moves), Money.zero())
