"""Tell which tracked pieces a transfer names: which are free, on the way, or wait for a cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import part_with_unit
from inventory.finding_transit import on_the_way
from inventory.picking import candidates
from inventory.tables import Location, Lot, Transfer, TransferSettlement, TransferSettlementPiece
from kernel.amounts import Quantity
from kernel.errors import NotFound, RuleViolation

Pieces = tuple[tuple[int, tuple[str, ...]], ...]
"""Parts, each with the serial numbers of the pieces that are named."""
PIECE = Quantity(1000)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Say which piece lies where."""

    part_id: int
    serial_number: str
    lot_id: int
    location_id: int
    location_code: str


def named(session: Session, pieces: Pieces, quantities: Mapping[int, Quantity]) -> dict[int, tuple[str, ...]]:
    """Return the serial numbers by part: as many as the quantity of a tracked part, none of any other."""
    by_part = dict(pieces)
    if len(by_part) != len(pieces):
        raise RuleViolation("part_twice", part_ids=[part_id for part_id, _ in pieces])
    for part_id, serials in by_part.items():
        if serials and part_id not in quantities:
            raise RuleViolation("not_on_transfer", part_id=part_id)
    for part_id, quantity in quantities.items():
        _check(session, part_id, quantity, by_part.get(part_id, ()))
    return {part_id: serials for part_id, serials in by_part.items() if serials}


def _check(session: Session, part_id: int, quantity: Quantity, serials: tuple[str, ...]) -> None:
    part = part_with_unit(session, part_id)[0]
    if not part.serial_tracked:
        if serials:
            raise RuleViolation("not_serial_tracked", part=part.number)
        return
    if quantity and not serials:
        raise RuleViolation("pieces_not_named", part=part.number, quantity=str(quantity))
    if twice := sorted({each for each in serials if serials.count(each) > 1}):
        raise RuleViolation("serial_repeated", serial_numbers=twice[:MOST_SHOWN])
    if quantity != PIECE * len(serials):
        raise RuleViolation("pieces_not_the_quantity", part=part.number, quantity=str(quantity), named=len(serials))


def picks_of(
    session: Session, part_id: int, there: Iterable[fifo.Candidate], serials: tuple[str, ...], code: str
) -> tuple[fifo.Pick, ...]:
    """Return the named pieces among what is there; one that is not is refused with `code`."""
    lying = {each.serial_number: each for each in _pieces(session, part_id, there)}
    if missing := [each for each in serials if each not in lying]:
        number = part_with_unit(session, part_id)[0].number
        raise NotFound(code, part=number, serial_numbers=missing[:MOST_SHOWN])
    return tuple(fifo.Pick(lying[each].lot_id, lying[each].location_id, PIECE) for each in serials)


def pieces_in_store(session: Session, part_id: int, store_id: int, on: date) -> list[Piece]:
    """Return the pieces of a part that a store could send, in the turn that the settings of a day give them."""
    there = candidates(session, part_id, store_id, on)
    return _pieces(session, part_id, sorted(there, key=fifo.turn))


def pieces_on_the_way(session: Session, transfer: Transfer) -> dict[int, list[Piece]]:
    """Return the pieces of a transfer that were sent and neither came nor have a cause; reported losses left out."""
    gone = set(reported(session, transfer.id))
    return {
        part_id: rest
        for part_id, there in on_the_way(session, transfer).items()
        if (rest := [each for each in _pieces(session, part_id, there) if each.lot_id not in gone])
    }


def reported(session: Session, transfer_id: int) -> list[int]:
    """Return the pieces of a transfer that are reported as lost and wait for approval."""
    asked = (
        select(TransferSettlementPiece.lot_id)
        .join(TransferSettlement, TransferSettlement.id == TransferSettlementPiece.settlement_id)
        .where(TransferSettlement.transfer_id == transfer_id, TransferSettlement.state == "asked")
    )
    return list(session.scalars(asked))


def pieces_of_settlement(session: Session, settlement_id: int) -> list[tuple[int, str]]:
    """Return lot and serial number of each piece that a settlement names."""
    listed = (
        select(Lot.id, Lot.serial_number)
        .join(TransferSettlementPiece, TransferSettlementPiece.lot_id == Lot.id)
        .where(TransferSettlementPiece.settlement_id == settlement_id)
        .order_by(TransferSettlementPiece.id)
    )
    return [(lot_id, str(number)) for lot_id, number in session.execute(listed)]


def pieces_of_settlements(session: Session, transfer_id: int) -> dict[int, list[str]]:
    """Return the serial numbers that each settlement of a transfer names, by settlement."""
    listed = (
        select(TransferSettlementPiece.settlement_id, Lot.serial_number)
        .join(TransferSettlement, TransferSettlement.id == TransferSettlementPiece.settlement_id)
        .join(Lot, Lot.id == TransferSettlementPiece.lot_id)
        .where(TransferSettlement.transfer_id == transfer_id)
        .order_by(TransferSettlementPiece.id)
    )
    named: dict[int, list[str]] = {}
    for settlement_id, number in session.execute(listed):
        named.setdefault(settlement_id, []).append(str(number))
    return named


def _pieces(session: Session, part_id: int, there: Iterable[fifo.Candidate]) -> list[Piece]:
    """Return the tracked pieces among what lies there, in its order."""
    lying = list(there)
    lots = {each.lot_id for each in lying}
    numbers = dict(session.execute(select(Lot.id, Lot.serial_number).where(Lot.id.in_(lots))).all())
    places = {each.location_id for each in lying}
    codes = dict(session.execute(select(Location.id, Location.code).where(Location.id.in_(places))).all())
    return [
        Piece(part_id, number, each.lot_id, each.location_id, codes[each.location_id])
        for each in lying
        if (number := numbers[each.lot_id]) is not None
    ]
