"""Show what was measured of a part over its lots, one series a characteristic and supplier, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.text import Text
from procurement.tables import Supplier
from receiving.readings import Reading
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Characteristic, Inspection, InspectionResult, Standard


@dataclass(frozen=True, slots=True)
class LotReadings:
    """Hold what was measured on the pieces of one lot."""

    inspection_id: int
    inspection_number: str
    arrived_on: date
    supplier_id: int
    supplier_name: Text
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold a measured characteristic with the limits of its newest version, and its lots in order of time."""

    text: Text
    unit: str
    lower_limit: Reading | None
    upper_limit: Reading | None
    lots: tuple[LotReadings, ...]


def measurements(session: Session, part_id: int, *, supplier_id: int | None = None) -> tuple[Measured, ...]:
    """Return the readings of a part's decided inspections.

    A characteristic is the same through the versions of a standard as long as its words and unit are.
    """
    rows = session.execute(
        select(Characteristic, Inspection, Arrival, Supplier, InspectionResult.measured)
        .join(InspectionResult, InspectionResult.characteristic_id == Characteristic.id)
        .join(Standard, Standard.id == Characteristic.standard_id)
        .join(Inspection, Inspection.id == InspectionResult.inspection_id)
        .join(ArrivalLot, ArrivalLot.id == Inspection.arrival_lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .where(
            ArrivalLine.part_id == part_id,
            Inspection.state == "decided",
            InspectionResult.measured.is_not(None),
            *([Arrival.supplier_id == supplier_id] if supplier_id is not None else []),
        )
        .order_by(
            Characteristic.text_zh,
            Characteristic.text_en,
            Characteristic.unit,
            Inspection.decided_at,
            Inspection.id,
            InspectionResult.sample,
        )
    ).all()
    grouped = groupby(rows, key=lambda row: (row[0].text_zh, row[0].text_en, row[0].unit))
    return tuple(_measured([tuple(row) for row in each]) for _, each in grouped)


def _measured(rows: list[tuple[Any, ...]]) -> Measured:
    newest = max((row[0] for row in rows), key=lambda each: each.standard_id)
    lots = []
    for _, each in groupby(rows, key=lambda row: row[1].id):
        of_lot = list(each)
        _, inspection, arrival, supplier, _ = of_lot[0]
        values = tuple(float(row[4].decimal) for row in of_lot)
        lots.append(
            LotReadings(inspection.id, inspection.number, arrival.arrived_on, supplier.id, supplier.name, values)
        )
    return Measured(
        Text(newest.text_zh, newest.text_en), newest.unit, newest.lower_limit, newest.upper_limit, tuple(lots)
    )
