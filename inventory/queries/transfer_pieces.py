"""Show which tracked pieces went with a transfer and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding_transit import movements_of
from inventory.places import MovementKind
from inventory.tables import Location, Lot, Part, Transfer, TransferSettlement, TransferSettlementPiece


class PieceState(StrEnum):
    """Say where a piece of a transfer stands."""

    ON_THE_WAY = "on_the_way"
    RECEIVED = "received"
    MISSING = "missing"
    REPORTED = "reported"
    FOUND = "found"
    SENT_BACK = "sent_back"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class PieceOfTransfer:
    """Hold one piece of a transfer: what it is, where it left, what became of it."""

    part_id: int
    part_number: str
    lot_id: int
    serial_number: str
    from_code: str
    state: str


def pieces_of(session: Session, transfer: Transfer) -> list[PieceOfTransfer]:
    """Return the tracked pieces that a transfer has sent, in the order of their numbers."""
    moved = movements_of(session, transfer)
    out = {each.lot_id: each for each in moved if each.kind == MovementKind.TRANSFER_OUT}
    ended = {each.lot_id: each.kind for each in moved if each.kind != MovementKind.TRANSFER_OUT}
    named = _settled(session, transfer.id)
    rows = session.execute(
        select(Lot.id, Lot.serial_number, Part.id, Part.number)
        .join(Part, Part.id == Lot.part_id)
        .where(Lot.id.in_(out), Lot.serial_number.is_not(None))
        .order_by(Part.number, Lot.serial_number)
    )
    codes = dict(
        session.execute(
            select(Location.id, Location.code).where(Location.id.in_({each.from_location_id for each in out.values()}))
        ).all()
    )
    return [
        PieceOfTransfer(
            part_id,
            number,
            lot_id,
            str(serial),
            codes[out[lot_id].from_location_id],
            str(_state(transfer.state, ended.get(lot_id), named.get(lot_id))),
        )
        for lot_id, serial, part_id, number in rows
    ]


def _state(transfer_state: str, ended: str | None, cause: str | None) -> PieceState:
    if ended is not None:
        return PieceState(cause) if cause else PieceState.RECEIVED
    if cause:
        return PieceState.REPORTED
    return PieceState.ON_THE_WAY if transfer_state == "sent" else PieceState.MISSING


def _settled(session: Session, transfer_id: int) -> dict[int, str]:
    """Return the cause that each piece has by now, by lot; what was refused is none."""
    rows = session.execute(
        select(TransferSettlementPiece.lot_id, TransferSettlement.cause)
        .join(TransferSettlement, TransferSettlement.id == TransferSettlementPiece.settlement_id)
        .where(TransferSettlement.transfer_id == transfer_id, TransferSettlement.state != "refused")
    )
    return dict(rows.all())
