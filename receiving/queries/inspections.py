"""Show what waits for inspection, and the acceptance record 验收记录 of what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from inventory.places import LocationKind
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text
from procurement.tables import Order, OrderLine, Supplier
from receiving.drawing_samples import PIECE
from receiving.queries.pieces import PieceView, pieces_of, sum_of
from receiving.queries.sampling import ConcessionView, SampleView, concessions, sample
from receiving.queries.standards import CharacteristicView, characteristics
from receiving.readings import Reading
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Inspection, InspectionResult, Standard, SupplierReturn


@dataclass(frozen=True, slots=True)
class ResultView:
    """Show what was found of one characteristic on one sample; sample 0 is the whole lot."""

    result_id: int
    characteristic_id: int
    sample: int
    measured: Reading | None
    conforms: bool
    note: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class InspectionView:
    """Show one inspection with its standard, its results and its verdict: the body of an acceptance record.

    Where serial-tracked pieces came together its quantities are those of all `pieces`; `led_by_id` names the
    inspection that holds findings and sample of a piece that was decided with others.
    """

    inspection_id: int
    number: str
    state: str
    arrival_id: int
    arrival_number: str
    arrived_on: date
    order_number: str
    supplier_id: int
    supplier_name: Text
    lot_id: int
    lot_number: str
    part_id: int
    part_number: str
    part_name: Text
    received: Quantity
    passed: Quantity
    failed: Quantity
    pending_after: Quantity
    severity: str | None
    reason: str
    begun_by: str
    begun_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    standard_id: int | None
    standard_version: int | None
    characteristics: tuple[CharacteristicView, ...]
    results: tuple[ResultView, ...]
    return_number: str | None
    sample: SampleView | None
    concessions: tuple[ConcessionView, ...]
    pieces: tuple[PieceView, ...]
    led_by_id: int | None


def worklist_select(*, store_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return what lies in the holds and since when, one row a lot and hold; opening stock has no arrival.

    A person must not inspect rows whose `bought_by_id` is their own.
    """
    open_inspection = (
        select(Inspection.id)
        .where(Inspection.arrival_lot_id == ArrivalLot.id, Inspection.state == "pending")
        .correlate(ArrivalLot)
        .scalar_subquery()
    )
    found = (
        select(
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Lot.expires_on,
            Lot.brought_by_id.label("bought_by_id"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Balance.on_hand.label("pending"),
            Balance.location_id.label("hold_location_id"),
            Location.code.label("hold_code"),
            Location.store_id,
            func.coalesce(Arrival.registered_at, Lot.created_at, type_=Lot.created_at.type).label("waiting_since"),
            Arrival.id.label("arrival_id"),
            Arrival.number.label("arrival_number"),
            Arrival.supplier_id,
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            open_inspection.label("inspection_id"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Location, Location.id == Balance.location_id)
        .outerjoin(ArrivalLot, ArrivalLot.lot_id == Lot.id)
        .outerjoin(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .outerjoin(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Supplier, Supplier.id == Arrival.supplier_id)
        .where(Location.kind == LocationKind.HOLD, Balance.on_hand > Quantity(0))
    )
    return found if store_id is None else found.where(Location.store_id == store_id)


def waiting_select() -> Select[*tuple[Any, ...]]:
    """Return what lies in the holds as inspectors take it up: pieces that came together stand in one row, the first.

    The columns are those of `worklist_select`, with the sum of the pieces as pending.
    """
    lot, arrived, balance = aliased(Lot), aliased(ArrivalLot), aliased(Balance)
    together = (
        select(func.count(lot.id))
        .select_from(lot)
        .join(arrived, arrived.lot_id == lot.id)
        .join(balance, balance.lot_id == lot.id)
        .where(
            arrived.arrival_line_id == ArrivalLot.arrival_line_id,
            lot.serial_number.is_not(None),
            balance.location_id == Balance.location_id,
            balance.on_hand > Quantity(0),
        )
        .correlate(ArrivalLot, Balance)
    )
    single = Lot.serial_number.is_(None) | ArrivalLot.id.is_(None)
    first = ~together.with_only_columns(lot.id).where(arrived.id < ArrivalLot.id).exists()
    pieces = type_coerce(together.scalar_subquery() * PIECE.scaled, QuantityType)
    return (
        worklist_select()
        .where(single | first)
        .add_columns(case((single, Balance.on_hand), else_=pieces).label("together"))
    )


def inspections_select() -> Select[*tuple[Any, ...]]:
    """Return every inspection, one row each."""
    inspector = aliased(Person)
    return (
        select(
            Inspection.id.label("inspection_id"),
            Inspection.number,
            Inspection.state,
            Inspection.begun_at,
            Inspection.decided_at,
            inspector.name.label("decided_by"),
            Inspection.passed,
            Inspection.failed,
            Inspection.severity,
            Inspection.reason,
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Arrival.id.label("arrival_id"),
            Arrival.number.label("arrival_number"),
            Arrival.store_id,
            Arrival.supplier_id,
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
        )
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(Lot, Lot.id == ArrivalLot.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .outerjoin(inspector, inspector.id == Inspection.decided_by_id)
    )


def acceptance_record(session: Session, arrival_id: int) -> tuple[InspectionView, ...]:
    """Return the decided inspections of an arrival in their order, for one acceptance record over all its lots.

    Pieces that were decided together stand under the inspection that led them.
    """
    found = (
        select(Inspection.id)
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .where(ArrivalLine.arrival_id == arrival_id, Inspection.state == "decided", Inspection.led_by_id.is_(None))
        .order_by(Inspection.decided_at, Inspection.id)
    )
    return tuple(inspection(session, each) for each in session.scalars(found).all())


def inspection(session: Session, inspection_id: int) -> InspectionView:
    """Return one inspection with everything that its record shows."""
    begun, decided = aliased(Person), aliased(Person)
    row = session.execute(
        select(
            Inspection,
            ArrivalLot.quantity,
            Arrival,
            Order.number,
            Supplier,
            Lot,
            Part,
            begun.name,
            decided.name,
            Standard.version,
            SupplierReturn.number,
        )
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(OrderLine, OrderLine.id == ArrivalLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .join(Lot, Lot.id == ArrivalLot.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(begun, begun.id == Inspection.begun_by_id)
        .outerjoin(decided, decided.id == Inspection.decided_by_id)
        .outerjoin(Standard, Standard.id == Inspection.standard_id)
        .outerjoin(SupplierReturn, SupplierReturn.inspection_id == Inspection.id)
        .where(Inspection.id == inspection_id)
    ).one_or_none()
    if row is None:
        raise NotFound("inspection_unknown", id=inspection_id)
    head, received, arrival, order_number, supplier, lot, part, begun_by, decided_by, version, return_number = row
    conceded = concessions(session, head.id)
    together = pieces_of(session, head)
    passed, failed = (sum_of(together, state, of) for state, of in (("passed", head.passed), ("failed", head.failed)))
    return InspectionView(
        head.id,
        head.number,
        head.state,
        arrival.id,
        arrival.number,
        arrival.arrived_on,
        order_number,
        supplier.id,
        supplier.name,
        lot.id,
        lot.number,
        part.id,
        part.number,
        part.name,
        PIECE * len(together) if together else received,
        passed,
        failed,
        sum_of(together, "waiting", received - _judged_by(session, head)),
        head.severity,
        head.reason,
        begun_by,
        head.begun_at,
        decided_by,
        head.decided_at,
        head.standard_id,
        version,
        () if head.standard_id is None else characteristics(session, head.standard_id),
        _results(session, inspection_id),
        return_number,
        sample(session, head, _conceded(conceded)),
        conceded,
        together,
        head.led_by_id,
    )


def _conceded(asked: tuple[ConcessionView, ...]) -> Quantity:
    """Return what was granted; whether its last day has passed is looked at when the verdict is given."""
    return sum((each.quantity for each in asked if each.state == "granted"), Quantity.zero())


def _judged_by(session: Session, head: Inspection) -> Quantity:
    """Return what was decided over the lot up to and with this inspection; before its verdict, what was so far."""
    earlier = select(func.sum(Inspection.passed + Inspection.failed, type_=QuantityType)).where(
        Inspection.arrival_lot_id == head.arrival_lot_id, Inspection.state == "decided", Inspection.id <= head.id
    )
    return session.scalar(earlier) or Quantity.zero()


def _results(session: Session, inspection_id: int) -> tuple[ResultView, ...]:
    rows = session.execute(
        select(InspectionResult, Person.name)
        .join(Person, Person.id == InspectionResult.noted_by_id)
        .where(InspectionResult.inspection_id == inspection_id)
        .order_by(InspectionResult.sample, InspectionResult.characteristic_id)
    )
    return tuple(
        ResultView(
            row.id,
            row.characteristic_id,
            row.sample,
            row.measured,
            row.conforms,
            row.note,
            noted_by,
            row.noted_at,
        )
        for row, noted_by in rows
    )
