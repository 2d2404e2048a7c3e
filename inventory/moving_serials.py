"""Move, issue and take back tracked pieces by their serial numbers, one or many in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import issuing, returning
from inventory.finding import found, place
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.priority import Promise
from inventory.reserving import fill
from inventory.tables import Balance, Location, Lot, Part, PartRequest, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once

PIECE = Quantity(1000)


@dataclass(frozen=True, slots=True)
class Lies:
    """Say where a piece is."""

    serial_number: str
    lot_id: int
    lot_number: str
    rank: tuple[str, int]
    location_id: int
    kind: str
    store_id: int | None


@dataclass(frozen=True, slots=True)
class MovedPieces:
    """Name the posting, how many pieces it moved, and who was promised something by it."""

    posting_id: int
    pieces: int
    filled: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class IssuedPieces:
    """Hold the pieces that were issued and what they cost."""

    part_request_id: int
    work_order_id: int
    lot_ids: tuple[int, ...]
    cost_cny: Money


@dataclass(frozen=True, slots=True)
class ReturnedPieces:
    """Hold the pieces that came back."""

    work_order_id: int
    lot_ids: tuple[int, ...]


def where_they_lie(session: Session, part_id: int, serial_numbers: Sequence[str]) -> tuple[Lies, ...]:
    """Return where each of the pieces is, in the order of the numbers; raises `NotFound` for one that is nowhere."""
    part = found(session, Part, part_id)
    if not part.serial_tracked:
        raise RuleViolation("not_serial_tracked", part=part.number)
    if not serial_numbers:
        raise RuleViolation("no_lines")
    rows = session.execute(
        select(Lot, Location)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Location, Location.id == Balance.location_id)
        .where(Lot.part_id == part_id, Lot.serial_number.in_(serial_numbers), Balance.on_hand > Quantity.zero())
    )
    there = {
        str(lot.serial_number): Lies(
            str(lot.serial_number), lot.id, lot.number, (lot.rank_on.isoformat(), lot.id), at.id, at.kind, at.store_id
        )
        for lot, at in rows
    }
    if missing := [each for each in serial_numbers if each not in there]:
        raise NotFound("serial_nowhere", part=part.number, serial_numbers=missing[:20])
    return tuple(there[each] for each in serial_numbers)


@once
def move_serials(
    session: Session,
    *,
    part_id: int,
    serial_numbers: tuple[str, ...],
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> MovedPieces:
    """Put pieces into a bin of their store: those from staging are put away, those from other bins are moved."""
    target = place(session, to_location_id, LocationKind.BIN)
    assert target.store_id is not None
    lock_stock(session, [(part_id, target.store_id)])
    pieces = where_they_lie(session, part_id, serial_numbers)
    kinds = {LocationKind.STAGING: MovementKind.PUTAWAY, LocationKind.BIN: MovementKind.RELOCATION}
    moves = []
    for piece in pieces:
        if piece.store_id != target.store_id or piece.kind not in kinds:
            raise RuleViolation("serial_not_movable", serial_number=piece.serial_number, place=_code(session, piece))
        if piece.location_id != target.id:
            kind = kinds[LocationKind(piece.kind)]
            moves.append(Move(kind, part_id, piece.lot_id, piece.location_id, target.id, PIECE))
    if not moves:
        raise RuleViolation("serials_there_already", place=target.code)
    away = any(move.kind is MovementKind.PUTAWAY for move in moves)
    reference = found(session, Part, part_id).number
    posted = post(session, moves, kind="putaway" if away else "relocation", reference=reference, by=by, at=at)
    filled = fill(session, part_id, target.store_id, at) if away else ()
    return MovedPieces(posted.posting_id, len(moves), filled)


@once
def issue_serials(
    session: Session,
    *,
    part_request_id: int,
    serial_numbers: tuple[str, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> IssuedPieces:
    """Issue named pieces to a request; the oldest day goes first, among pieces of one day any may be taken."""
    request = found(session, PartRequest, part_request_id)
    pieces = where_they_lie(session, request.part_id, serial_numbers)
    cost, lots = Money.zero(), []
    for piece in sorted(pieces, key=lambda each: each.rank):
        if piece.store_id != request.store_id:
            raise RuleViolation("serial_not_movable", serial_number=piece.serial_number, place=_code(session, piece))
        done = issuing.issue(
            session,
            part_request_id=part_request_id,
            quantity=PIECE,
            lot_id=piece.lot_id,
            by=by,
            at=at,
            request_key=f"{request_key}:{piece.lot_id}",
        )
        cost += done.cost_cny
        lots.append(piece.lot_id)
    return IssuedPieces(request.id, request.work_order_id, tuple(lots), cost)


@once
def return_serials(
    session: Session,
    *,
    work_order_id: int,
    part_id: int,
    serial_numbers: tuple[str, ...],
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnedPieces:
    """Take named pieces back that a work order did not use."""
    order = found(session, WorkOrder, work_order_id)
    pieces = where_they_lie(session, part_id, serial_numbers)
    for piece in pieces:
        if piece.location_id != order.location_id:
            raise RuleViolation("serial_not_movable", serial_number=piece.serial_number, place=_code(session, piece))
        returning.return_unused(
            session,
            work_order_id=work_order_id,
            lot_id=piece.lot_id,
            quantity=PIECE,
            to_location_id=to_location_id,
            by=by,
            at=at,
            request_key=f"{request_key}:{piece.lot_id}",
        )
    return ReturnedPieces(work_order_id, tuple(piece.lot_id for piece in pieces))


def _code(session: Session, piece: Lies) -> str:
    return found(session, Location, piece.location_id).code
