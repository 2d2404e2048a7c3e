"""Show the serial-tracked pieces that came together and are inspected as one lot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.tables import Balance, Location, Lot
from kernel.amounts import Quantity
from receiving.drawing_samples import PIECE
from receiving.tables import ArrivalLot, Inspection, SupplierReturn


@dataclass(frozen=True, slots=True)
class PieceView:
    """Show a serial-tracked piece of those that an inspection is about: waiting, passed or failed."""

    lot_id: int
    lot_number: str
    serial_number: str
    state: str
    supplier_return_id: int | None
    return_number: str | None


def together(session: Session, lot_id: int) -> Quantity | None:
    """Return how many serial-tracked pieces came with one and wait too, itself among them; None where it is alone."""
    row = session.scalar(select(ArrivalLot.arrival_line_id).where(ArrivalLot.lot_id == lot_id))
    waits = session.execute(_waiting_of(row)).all() if row is not None else []
    return PIECE * len(waits) if len(waits) > 1 else None


def pieces_of(session: Session, head: Inspection) -> tuple[PieceView, ...]:
    """Return the pieces that an inspection is about: before the verdict those that wait with it, then those it led.

    One piece alone, or one of goods without serial numbers, is together with nothing.
    """
    if head.state == "pending":
        line = session.get_one(ArrivalLot, head.arrival_lot_id).arrival_line_id
        found = [
            PieceView(lot_id, number, serial, "waiting", None, None)
            for lot_id, number, serial in session.execute(_waiting_of(line))
        ]
    else:
        found = [
            PieceView(lot_id, number, serial, "failed" if failed else "passed", claim_id, claim)
            for lot_id, number, serial, failed, claim_id, claim in session.execute(_decided_with(head))
        ]
    return tuple(found) if len(found) > 1 else ()


def _waiting_of(arrival_line_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Lot.id, Lot.number, Lot.serial_number)
        .join(ArrivalLot, ArrivalLot.lot_id == Lot.id)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Location, Location.id == Balance.location_id)
        .where(
            ArrivalLot.arrival_line_id == arrival_line_id,
            Lot.serial_number.is_not(None),
            Location.kind == LocationKind.HOLD,
            Balance.on_hand > Quantity(0),
        )
        .order_by(ArrivalLot.id)
    )


def _decided_with(head: Inspection) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lot.id,
            Lot.number,
            Lot.serial_number,
            Inspection.failed > Quantity(0),
            SupplierReturn.id,
            SupplierReturn.number,
        )
        .join(ArrivalLot, ArrivalLot.lot_id == Lot.id)
        .join(Inspection, Inspection.arrival_lot_id == ArrivalLot.id)
        .outerjoin(SupplierReturn, SupplierReturn.inspection_id == Inspection.id)
        .where(
            (Inspection.id == head.id) | (Inspection.led_by_id == head.id),
            Lot.serial_number.is_not(None),
            Inspection.state == "decided",
        )
        .order_by(ArrivalLot.id)
    )


def sum_of(pieces: tuple[PieceView, ...], state: str, alone: Quantity) -> Quantity:
    """Return how many pieces are in a state, or the quantity of an inspection that is about one lot."""
    return PIECE * sum(each.state == state for each in pieces) if pieces else alone
