"""Settle what a transfer lacked on arrival: found late, sent back, or lost with the approval of another person.

Until then the goods stay in transit, where everybody sees them; nothing closes a transfer but a cause for each piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import check_quantity, found, locked, outside, place, written
from inventory.finding_pieces import named, pieces_of_settlement, reported
from inventory.finding_transit import back_home, on_the_way
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.reserving import fill
from inventory.tables import Transfer, TransferSettlement, TransferSettlementPiece
from inventory.transferring import check_keeper, coming_picks, in_state, lines_of
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.requests import once

CAUSES = ("found", "sent_back", "lost")


@dataclass(frozen=True, slots=True)
class Settled:
    """Hold what became of missing goods, and the state of the transfer after it."""

    transfer_id: int
    settlement_id: int
    state: str
    transfer_state: str
    posting_id: int | None


@once
def settle_missing(
    session: Session,
    *,
    transfer_id: int,
    part_id: int,
    quantity: Quantity,
    cause: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
    to_location_id: int | None = None,
    serial_numbers: tuple[str, ...] = (),
) -> Settled:
    """Say what became of goods that did not arrive; a loss waits until another person has approved it.

    `found`: they came after all, into `to_location_id` of the receiving store. `sent_back`: they lie in the bins that
    they left. Of a part with serial numbers the pieces are named.
    """
    if cause not in CAUSES:
        raise RuleViolation("cause_unknown", cause=cause)
    if not note.strip():
        raise RuleViolation("reason_missing", field="note")
    transfer = found(session, Transfer, transfer_id)
    check_quantity(session, part_id, quantity)
    lock_stock(session, [(part_id, transfer.from_store_id), (part_id, transfer.to_store_id)])
    transfer = in_state(session, transfer_id, "short")
    _check_missing(session, transfer, part_id, quantity)
    _check_who(session, transfer, cause, by)
    named(session, ((part_id, serial_numbers),), {part_id: quantity})
    picked = _picks(session, transfer, part_id, quantity, serial_numbers)
    moves = _moves(session, transfer, picked, part_id, cause, to_location_id)
    row = TransferSettlement(
        transfer_id=transfer_id, part_id=part_id, quantity=quantity, cause=cause, note=note.strip(), by_id=by, at=at
    )
    session.add(row)
    written(session)
    if serial_numbers:
        session.add_all([TransferSettlementPiece(settlement_id=row.id, lot_id=pick.lot_id) for pick in picked])
        written(session)
    if cause == "lost":
        return Settled(transfer_id, row.id, row.state, transfer.state, None)
    row.posting_id = post(session, moves, kind="transfer_in", reference=transfer.number, by=by, at=at).posting_id
    row.state = "posted"
    written(session)
    fill(session, part_id, transfer.from_store_id if cause == "sent_back" else transfer.to_store_id, at)
    return _closed(session, transfer, row)


@once
def decide_loss(
    session: Session,
    *,
    settlement_id: int,
    approved: bool,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Settled:
    """Approve or refuse a loss, as somebody who neither asked for it nor sent or received the goods."""
    row = found(session, TransferSettlement, settlement_id)
    transfer = found(session, Transfer, row.transfer_id)
    lock_stock(session, [(row.part_id, transfer.to_store_id)])
    transfer = in_state(session, transfer.id, "short")
    row = locked(session, TransferSettlement, settlement_id)
    if row.state != "asked":
        raise InvalidState("settlement_decided", number=transfer.number)
    if by in {row.by_id, transfer.sent_by_id, transfer.received_by_id}:
        raise FourEyes("four_eyes", step="decide_loss", number=transfer.number)
    if not approved and not note.strip():
        raise RuleViolation("reason_missing", field="note")
    row.state, row.decided_by_id, row.decided_at = "posted" if approved else "refused", by, at
    row.decision_note = note.strip()
    posting_id = None
    if approved:
        serials = tuple(number for _lot, number in pieces_of_settlement(session, row.id))
        picked = _picks(session, transfer, row.part_id, row.quantity, serials, reported_too=True)
        written(session)  # the approval comes first: the ledger asks for it
        gone = outside(session, LocationKind.VARIANCE)
        moves = [
            Move(MovementKind.LOSS, row.part_id, pick.lot_id, pick.location_id, gone.id, pick.quantity)
            for pick in picked
        ]
        posted = post(session, moves, kind="loss", reference=transfer.number, by=by, at=at, note=row.note)
        posting_id = posted.posting_id
    written(session)
    return _closed(session, transfer, row, posting_id)


def missing(session: Session, transfer: Transfer) -> dict[int, Quantity]:
    """Return what of a transfer has no cause yet, by part; a loss that waits for approval has one."""
    rows = session.execute(
        select(TransferSettlement.part_id, func.sum(TransferSettlement.quantity))
        .where(TransferSettlement.transfer_id == transfer.id, TransferSettlement.state == "asked")
        .group_by(TransferSettlement.part_id)
    )
    asked: dict[int, Quantity] = dict(rows.all())
    left = {
        part_id: sum((each.quantity for each in there), Quantity.zero()) - asked.get(part_id, Quantity.zero())
        for part_id, there in on_the_way(session, transfer).items()
    }
    return {part_id: quantity for part_id, quantity in left.items() if quantity}


def _check_missing(session: Session, transfer: Transfer, part_id: int, quantity: Quantity) -> None:
    if part_id not in {line.part_id for line in lines_of(session, transfer.id)}:
        raise RuleViolation("not_on_transfer", part_id=part_id)
    left = missing(session, transfer).get(part_id, Quantity.zero())
    if quantity > left:
        raise RuleViolation("more_than_missing", missing=str(left), asked=str(quantity), field="quantity")


def _check_who(session: Session, transfer: Transfer, cause: str, by: int) -> None:
    """Let the receiver's side find and the sender's side take back, never who was at the other end."""
    if cause == "found":
        other, store_id = transfer.sent_by_id, transfer.to_store_id
    elif cause == "sent_back":
        other, store_id = transfer.received_by_id, transfer.from_store_id
    else:
        return
    if other == by:
        raise FourEyes("four_eyes", step="settle_missing", number=transfer.number)
    check_keeper(session, store_id, by)


def _moves(
    session: Session,
    transfer: Transfer,
    picked: tuple[fifo.Pick, ...],
    part_id: int,
    cause: str,
    to_location_id: int | None,
) -> list[Move]:
    """Return how found or sent back goods leave the transit; what is lost stays there until that is approved."""
    if cause == "lost":
        return []
    if cause == "sent_back":
        return back_home(session, transfer, picked, part_id)
    return _into(session, transfer, picked, part_id, to_location_id)


def _picks(
    session: Session,
    transfer: Transfer,
    part_id: int,
    quantity: Quantity,
    serials: tuple[str, ...],
    *,
    reported_too: bool = False,
) -> tuple[fifo.Pick, ...]:
    """Return which goods in transit are meant; a piece that is reported as lost waits for that decision."""
    coming = on_the_way(session, transfer).get(part_id, [])
    if serials and not reported_too:
        gone = set(reported(session, transfer.id))
        coming = [each for each in coming if each.lot_id not in gone]
    return coming_picks(session, part_id, coming, quantity, serials)


def _into(
    session: Session, transfer: Transfer, picked: tuple[fifo.Pick, ...], part_id: int, to_location_id: int | None
) -> list[Move]:
    if to_location_id is None:
        raise RuleViolation("place_missing", field="to_location_id")
    target = place(session, to_location_id, LocationKind.BIN, LocationKind.VAN)
    if target.store_id != transfer.to_store_id:
        raise RuleViolation("other_store", place=target.code, number=transfer.number)
    return [
        Move(MovementKind.TRANSFER_IN, part_id, pick.lot_id, pick.location_id, target.id, pick.quantity)
        for pick in picked
    ]


def _closed(session: Session, transfer: Transfer, row: TransferSettlement, posting_id: int | None = None) -> Settled:
    """Close the transfer when nothing of it is on the way any more."""
    if not on_the_way(session, transfer):
        transfer.state = "closed"
        written(session)
    return Settled(transfer.id, row.id, row.state, transfer.state, posting_id or row.posting_id)
