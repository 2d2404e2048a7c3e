"""Begin to inspect a lot of the hold: find what it is about, lock it, draw the sample that its standard asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, held, locked, written
from inventory.posting import lock_stock
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, NotFound
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from receiving.drawing_samples import draw
from receiving.queries.standards import standard_for
from receiving.recounting import check_counted
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection


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
    """Hold the rows that an inspection is about."""

    arrival: Arrival
    line: ArrivalLine
    lot: ArrivalLot
    hold: Location
    pending: Quantity


@once
def begin(session: Session, *, lot_id: int, by: int, at: datetime, request_key: str) -> Begun:
    """Begin to inspect a lot in the hold; if somebody has begun, go on with theirs."""
    case = case_of(session, lot_id, by)
    row = pending_inspection(session, case) or begun_by(session, case, by, at)
    return Begun(row.id, row.number, lot_id, case.pending, row.standard_id)


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
    return Case(arrival, line, lot, found(session, Location, line.hold_location_id), pending)


def pending_inspection(session: Session, case: Case) -> Inspection | None:
    """Return the inspection of a lot that somebody has begun, if there is one."""
    return session.scalar(
        select(Inspection).where(Inspection.arrival_lot_id == case.lot.id, Inspection.state == "pending")
    )


def begun_by(session: Session, case: Case, by: int, at: datetime) -> Inspection:
    """Begin an inspection by the standard that holds today, with the sample that it asks for."""
    on = day_of(session, at)
    row = Inspection(
        number=next_number(session, "QC", on),
        arrival_lot_id=case.lot.id,
        bought_by_id=case.lot.bought_by_id,
        begun_by_id=by,
        begun_at=at,
        standard_id=standard_for(session, part_id=case.line.part_id, on=on),
    )
    session.add(row)
    written(session)
    draw(session, inspection=row, pending=case.pending, supplier_id=case.arrival.supplier_id, part_id=case.line.part_id)
    return row
