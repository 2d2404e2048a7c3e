"""Begin to inspect a lot of the hold: find what it is about, lock it, draw the sample that its standard asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, held, locked, written
from inventory.posting import lock_stock
from inventory.tables import Balance, Location, Lot
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, NotFound
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from receiving.drawing_samples import PIECE, draw, scheme_of
from receiving.queries.standards import standard_for
from receiving.recounting import check_counted
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection, SampleDraw


@dataclass(frozen=True, slots=True)
class Begun:
    """Name the inspection, what it is about and the standard that it follows."""

    inspection_id: int
    number: str
    lot_id: int
    pending: Quantity
    standard_id: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """Hold the rows that an inspection is about.

    `pieces` are all serial-tracked pieces of the same line that wait, this one among them; none of other goods.
    """

    arrival: Arrival
    line: ArrivalLine
    lot: ArrivalLot
    hold: Location
    pending: Quantity
    pieces: tuple[ArrivalLot, ...] = ()

    @property
    def together(self) -> Quantity:
        """Return how much may be decided at once: all pieces that came together, or what is pending of the lot."""
        return PIECE * len(self.pieces) if self.pieces else self.pending


@once
def begin(session: Session, *, lot_id: int, by: int, at: datetime, request_key: str) -> Begun:
    """Begin to inspect a lot in the hold; if somebody has begun, go on with theirs.

    Serial-tracked pieces that came together are one lot for sampling: their sample hangs on one inspection, which
    leads those of the others.
    """
    case = case_of(session, lot_id, by)
    row = inspection_of(session, case, by, at)
    about = found(session, ArrivalLot, row.arrival_lot_id).lot_id
    return Begun(row.id, row.number, about, case.pending, row.standard_id)


def case_of(session: Session, lot_id: int, by: int) -> Case:
    """Find what a lot is about and lock its arrival, so that two inspectors never decide over the same pieces."""
    about = session.execute(
        select(ArrivalLine.arrival_id, ArrivalLine.part_id, Arrival.store_id)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(ArrivalLot.lot_id == lot_id)
    ).first()
    if about is None:
        raise NotFound("lot_without_arrival", lot_id=lot_id)
    lock_stock(session, [(about.part_id, about.store_id)])
    arrival = locked(session, Arrival, about.arrival_id)
    lot = session.scalars(select(ArrivalLot).where(ArrivalLot.lot_id == lot_id)).one()
    line = found(session, ArrivalLine, lot.arrival_line_id)
    if lot.bought_by_id == by:
        raise FourEyes("four_eyes", step="inspect", arrival=arrival.number)
    assert line.hold_location_id is not None
    check_counted(session, arrival, line)
    pending = held(session, line.hold_location_id, lot_id)
    if arrival.state == "undone" or not pending:
        raise InvalidState("nothing_pending", arrival=arrival.number, lot_id=lot_id)
    hold = found(session, Location, line.hold_location_id)
    return Case(arrival, line, lot, hold, pending, _pieces(session, line, hold))


def _pieces(session: Session, line: ArrivalLine, hold: Location) -> tuple[ArrivalLot, ...]:
    wanted = (
        select(ArrivalLot)
        .join(Lot, Lot.id == ArrivalLot.lot_id)
        .join(Balance, Balance.lot_id == Lot.id)
        .where(
            ArrivalLot.arrival_line_id == line.id,
            Lot.serial_number.is_not(None),
            Balance.location_id == hold.id,
            Balance.on_hand > Quantity.zero(),
        )
        .order_by(ArrivalLot.id)
    )
    return tuple(session.scalars(wanted))


def inspection_of(session: Session, case: Case, by: int, at: datetime) -> Inspection:
    """Return the inspection that holds a lot's findings: its own, the one that leads its pieces, or a new one."""
    return pending_inspection(session, case) or leading(session, case) or begun_by(session, case, by, at)


def leading(session: Session, case: Case) -> Inspection | None:
    """Return the pending inspection with the common sample of the pieces that came together, if there is one."""
    if len(case.pieces) < 2:  # noqa: PLR2004 - one piece is not together with another
        return None
    return session.scalar(
        select(Inspection)
        .join(SampleDraw, SampleDraw.inspection_id == Inspection.id)
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .where(ArrivalLot.arrival_line_id == case.line.id, Inspection.state == "pending", SampleDraw.lot_size > 1)
    )


def pending_inspection(session: Session, case: Case) -> Inspection | None:
    """Return the inspection of a lot that somebody has begun, if there is one."""
    return session.scalar(
        select(Inspection).where(Inspection.arrival_lot_id == case.lot.id, Inspection.state == "pending")
    )


def begun_by(session: Session, case: Case, by: int, at: datetime) -> Inspection:
    """Begin an inspection by the standard that holds today, with the sample that it asks for."""
    on = day_of(session, at)
    standard_id = standard_for(session, part_id=case.line.part_id, on=on)
    sampled = scheme_of(session, standard_id) is not None
    row = begun_on(session, case.pieces[0] if sampled and case.pieces else case.lot, by, at, standard_id=standard_id)
    draw(
        session, inspection=row, pending=case.together, supplier_id=case.arrival.supplier_id, part_id=case.line.part_id
    )
    return row


def begun_on(
    session: Session, lot: ArrivalLot, by: int, at: datetime, *, standard_id: int | None, led_by: int | None = None
) -> Inspection:
    """Begin the inspection of one lot of a delivery."""
    row = Inspection(
        number=next_number(session, "QC", day_of(session, at)),
        arrival_lot_id=lot.id,
        bought_by_id=lot.bought_by_id,
        begun_by_id=by,
        begun_at=at,
        standard_id=standard_id,
        led_by_id=led_by,
    )
    session.add(row)
    written(session)
    return row
