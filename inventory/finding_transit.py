"""Tell what of a transfer is still on the way, from its movements, and where each piece came from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import found
from inventory.places import MovementKind
from inventory.posting import Move
from inventory.tables import Lot, Movement, Posting, Transfer
from kernel.amounts import Quantity


def movements_of(session: Session, transfer: Transfer) -> list[Movement]:
    """Return the movements of a transfer in their order."""
    return list(
        session.scalars(
            select(Movement)
            .join(Posting, Posting.id == Movement.posting_id)
            .where(Posting.reference == transfer.number, Posting.kind.in_(["transfer_out", "transfer_in", "loss"]))
            .order_by(Movement.id)
        )
    )


def on_the_way(session: Session, transfer: Transfer) -> dict[int, list[fifo.Candidate]]:
    """Return what of a transfer is still in transit, by part."""
    rest: dict[tuple[int, int, int], Quantity] = {}
    for movement in movements_of(session, transfer):
        out = movement.kind == MovementKind.TRANSFER_OUT
        transit = movement.to_location_id if out else movement.from_location_id
        key = (movement.part_id, movement.lot_id, transit)
        rest[key] = rest.get(key, Quantity.zero()) + (movement.quantity if out else -movement.quantity)
    by_part: dict[int, list[fifo.Candidate]] = {}
    for (part_id, lot_id, transit), quantity in rest.items():
        if quantity:
            rank_on = found(session, Lot, lot_id).rank_on
            by_part.setdefault(part_id, []).append(fifo.Candidate(lot_id, transit, quantity, rank_on))
    return by_part


def back_home(session: Session, transfer: Transfer, picked: tuple[fifo.Pick, ...], part_id: int) -> list[Move]:
    """Return the moves that take goods in transit back to the places that they left, the last taken first."""
    left: dict[tuple[int, int], Quantity] = {}
    for movement in movements_of(session, transfer):
        out = movement.kind == MovementKind.TRANSFER_OUT
        key = (movement.lot_id, movement.from_location_id if out else movement.to_location_id)
        if movement.part_id == part_id and (out or key in left):
            left[key] = left.get(key, Quantity.zero()) + (movement.quantity if out else -movement.quantity)
    moves = []
    for pick in picked:
        quantity = pick.quantity
        for (lot_id, place_id), there in reversed(left.items()):
            if lot_id == pick.lot_id and (part := min(there, quantity)):
                moves.append(Move(MovementKind.TRANSFER_IN, part_id, lot_id, pick.location_id, place_id, part))
                quantity -= part
    return moves
