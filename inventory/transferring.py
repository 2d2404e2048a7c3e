"""Transfer goods between stores and vans: asked for, sent by one keeper, received by another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import check_quantity, found, locked, place, place_in, store, written
from inventory.finding_pieces import Pieces, named, picks_of
from inventory.finding_transit import on_the_way
from inventory.limiting import check_limits, is_signed
from inventory.looking_at_bins import check_bin
from inventory.picking import candidates
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.reserving import fill, free_stock
from inventory.tables import Location, Part, Transfer, TransferLine
from kernel.amounts import Quantity
from kernel.errors import Forbidden, FourEyes, InsufficientStock, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of

name_check("ck_transfer_two_keepers", "four_eyes", FourEyes)
name_check("ck_transfer_another_store", "same_store")
name_check("ck_transfer_settlement_four_eyes", "four_eyes", FourEyes)

Lines = tuple[tuple[int, Quantity], ...]


@dataclass(frozen=True, slots=True)
class RequestedTransfer:
    """Name a transfer that was asked for."""

    transfer_id: int
    number: str


@dataclass(frozen=True, slots=True)
class MovedLot:
    """Hold how much of a lot went from where to where."""

    part_id: int
    lot_id: int
    from_location_id: int
    to_location_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Transferred:
    """Hold a step of a transfer: its state after it, its posting and the lots that moved."""

    transfer_id: int
    state: str
    posting_id: int | None
    lots: tuple[MovedLot, ...]


@once
def request_transfer(
    session: Session,
    *,
    from_store_id: int,
    to_store_id: int,
    lines: Lines,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
    beyond_reason: str = "",
) -> RequestedTransfer:
    """Ask that parts go from one store or van to another; nothing is promised yet.

    What would take a van beyond its limits is refused, unless `beyond_reason` asks a supervisor to sign it.
    """
    if from_store_id == to_store_id:
        raise RuleViolation("same_store", store_id=from_store_id)
    store(session, from_store_id)
    store(session, to_store_id)
    _check_lines(session, lines)
    if not (reason := beyond_reason.strip()):
        check_limits(session, to_store_id, from_store_id, lines, at)
    transfer = Transfer(
        number=next_number(session, "TR", day_of(session, at)),
        from_store_id=from_store_id,
        to_store_id=to_store_id,
        asked_by_id=by,
        asked_at=at,
        note=note,
        beyond_reason=reason,
    )
    session.add(transfer)
    written(session)
    session.add_all(
        [TransferLine(transfer_id=transfer.id, part_id=part, quantity=quantity) for part, quantity in lines]
    )
    written(session)
    return RequestedTransfer(transfer.id, transfer.number)


@once
def send(
    session: Session,
    *,
    transfer_id: int,
    by: int,
    at: datetime,
    request_key: str,
    lines: Lines | None = None,
    pieces: Pieces = (),
) -> Transferred:
    """Send a transfer, oldest lots first, never what is promised to others; `lines` where less goes than was asked.

    Of a part with serial numbers the keeper names each piece that goes.
    """
    transfer = found(session, Transfer, transfer_id)
    asked = {line.part_id: line for line in lines_of(session, transfer_id)}
    lock_stock(session, [(part_id, transfer.from_store_id) for part_id in asked])
    transfer = in_state(session, transfer_id, "requested")
    check_keeper(session, transfer.from_store_id, by)
    wanted = dict(_sane(session, lines, asked)) if lines is not None else {p: x.quantity for p, x in asked.items()}
    serials = named(session, pieces, wanted)
    transit = place_in(session, transfer.to_store_id, LocationKind.IN_TRANSIT)
    moves: list[Move] = []
    for part_id, quantity in sorted(wanted.items()):
        if quantity > asked[part_id].quantity:
            raise RuleViolation("more_than_requested", part_id=part_id, requested=str(asked[part_id].quantity))
        asked[part_id].sent = quantity
        moves += [
            Move(MovementKind.TRANSFER_OUT, part_id, pick.lot_id, pick.location_id, transit.id, pick.quantity)
            for pick in _picks(session, part_id, transfer.from_store_id, quantity, at, serials.get(part_id, ()))
        ]
    if not moves:
        raise RuleViolation("nothing_to_send", number=transfer.number)
    written(session)
    done = _posted(session, transfer, moves, "transfer_out", by, at)
    if not is_signed(session, transfer_id):
        check_limits(session, transfer.to_store_id, None, (), at, parts=wanted)
    transfer.state, transfer.sent_by_id, transfer.sent_at = "sent", by, at
    written(session)
    return replace(done, state=transfer.state)


@once
def receive(
    session: Session,
    *,
    transfer_id: int,
    lines: Lines,
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
    pieces: Pieces = (),
) -> Transferred:
    """Receive what came of a transfer, counted by another person than its sender; what is missing leaves it short.

    Of a part with serial numbers each piece that came is named; the others are those that are missing.
    """
    transfer = found(session, Transfer, transfer_id)
    target = place(session, to_location_id, LocationKind.BIN, LocationKind.VAN)
    if target.store_id != transfer.to_store_id:
        raise RuleViolation("other_store", place=target.code, number=transfer.number)
    sent = {line.part_id: line for line in lines_of(session, transfer_id)}
    lock_stock(session, [(part_id, transfer.to_store_id) for part_id in sent])
    transfer = in_state(session, transfer_id, "sent")
    if transfer.sent_by_id == by:
        raise FourEyes("four_eyes", step="receive", number=transfer.number)
    check_keeper(session, transfer.to_store_id, by)
    came = dict(_sane(session, lines, sent))
    for part_id, quantity in came.items():
        if quantity > sent[part_id].sent:
            raise RuleViolation("more_than_sent", part_id=part_id, sent=str(sent[part_id].sent), came=str(quantity))
        sent[part_id].received = quantity
    serials = named(session, pieces, came)
    coming = on_the_way(session, transfer)
    moves = [
        Move(MovementKind.TRANSFER_IN, line.part_id, pick.lot_id, pick.location_id, target.id, pick.quantity)
        for line in sent.values()
        for pick in coming_picks(
            session, line.part_id, coming.get(line.part_id, []), line.received, serials.get(line.part_id, ())
        )
    ]
    if target.kind == LocationKind.BIN:
        for move in moves:
            check_bin(session, target, move.part_id, move.lot_id, move.quantity, at)
    whole = all(line.received == line.sent for line in sent.values())
    transfer.state = "received" if whole else "short"
    transfer.received_by_id, transfer.received_at = by, at
    written(session)
    done = _posted(session, transfer, moves, "transfer_in", by, at)
    for part_id in sorted(sent):
        fill(session, part_id, transfer.to_store_id, at)
    return done


@once
def cancel(session: Session, *, transfer_id: int, by: int, at: datetime, request_key: str) -> Transferred:
    """Cancel a transfer that has not been sent."""
    transfer = in_state(session, transfer_id, "requested")
    transfer.state = "cancelled"
    written(session)
    return Transferred(transfer.id, transfer.state, None, ())


def in_state(session: Session, transfer_id: int, state: str) -> Transfer:
    """Return a transfer, locked, or refuse because it has gone on."""
    transfer = locked(session, Transfer, transfer_id)
    if transfer.state != state:
        raise InvalidState("transfer_in_other_state", number=transfer.number, state=transfer.state, wanted=state)
    return transfer


def lines_of(session: Session, transfer_id: int) -> list[TransferLine]:
    """Return the lines of a transfer."""
    return list(
        session.scalars(select(TransferLine).where(TransferLine.transfer_id == transfer_id).order_by(TransferLine.id))
    )


def _check_lines(session: Session, lines: Lines) -> None:
    if not lines:
        raise RuleViolation("no_lines")
    if twice := [part_id for part_id, times in Counter(part_id for part_id, _ in lines).items() if times > 1]:
        raise RuleViolation("part_twice", part_ids=twice)
    for part_id, quantity in lines:
        found(session, Part, part_id)
        check_quantity(session, part_id, quantity)


def _sane(session: Session, lines: Lines, known: dict[int, TransferLine]) -> Lines:
    for part_id, quantity in lines:
        if part_id not in known:
            raise RuleViolation("not_on_transfer", part_id=part_id)
        check_quantity(session, part_id, quantity, zero=True)
    if len({part_id for part_id, _ in lines}) != len(lines):
        raise RuleViolation("part_twice", part_ids=[part_id for part_id, _ in lines])
    return lines


def check_keeper(session: Session, store_id: int, by: int) -> None:
    """Let only its engineer confirm what goes into or out of a van; for a warehouse the roles decide."""
    row = found(session, Location, store_id)
    if row.kind == LocationKind.VAN and row.keeper_id != by:
        raise Forbidden("not_the_keeper", place=row.code)


def coming_picks(
    session: Session,
    part_id: int,
    coming: list[fifo.Candidate],
    quantity: Quantity,
    serials: tuple[str, ...],
) -> tuple[fifo.Pick, ...]:
    """Return what of the goods in transit is meant: the named pieces, or the oldest."""
    if serials:
        return picks_of(session, part_id, coming, serials, "pieces_not_on_the_way")
    return fifo.picks(coming, quantity, date.min)


def _picks(
    session: Session, part_id: int, store_id: int, quantity: Quantity, at: datetime, serials: tuple[str, ...]
) -> tuple[fifo.Pick, ...]:
    free = free_stock(session, part_id, store_id, at)
    if quantity > free.available:
        raise InsufficientStock(
            "insufficient_stock",
            part=found(session, Part, part_id).number,
            asked=str(quantity),
            available=str(free.available),
            on_hand=str(free.on_hand),
            reserved_for_others=str(free.reserved),
            expired=str(free.expired),
        )
    on = day_of(session, at)
    there = candidates(session, part_id, store_id, on)
    if serials:
        usable = [each for each in there if fifo.usable(each, on)]
        return picks_of(session, part_id, usable, serials, "pieces_not_in_store")
    return fifo.picks(there, quantity, on)


def _posted(session: Session, transfer: Transfer, moves: list[Move], kind: str, by: int, at: datetime) -> Transferred:
    posting_id = None
    if moves:
        posting_id = post(session, moves, kind=kind, reference=transfer.number, by=by, at=at).posting_id
    lots = tuple(MovedLot(m.part_id, m.lot_id, m.from_location_id, m.to_location_id, m.quantity) for m in moves)
    return Transferred(transfer.id, transfer.state, posting_id, lots)
