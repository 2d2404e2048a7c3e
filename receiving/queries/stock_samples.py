"""Show samples of stored lots: what is due and what was found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from inventory.tables import Location, Lot, Part, Unit
from kernel.tables import Person
from receiving.tables import StockSample


def samples_select() -> Select[*tuple[Any, ...]]:
    """List samples, those due first.

    Columns: id, number, state, due_on, lot_id, lot_number, part_id, part_number, name_zh, name_en, unit, store_id,
    store_code, sample_size, risk, defective, finding, inspected_by, inspected_at.
    """
    store = aliased(Location)
    return (
        select(
            StockSample.id,
            StockSample.number,
            StockSample.state,
            StockSample.due_on,
            StockSample.lot_id,
            Lot.number.label("lot_number"),
            Lot.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            StockSample.store_id,
            store.code.label("store_code"),
            StockSample.sample_size,
            StockSample.risk,
            StockSample.defective,
            StockSample.finding,
            Person.name.label("inspected_by"),
            StockSample.inspected_at,
        )
        .join(Lot, Lot.id == StockSample.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(store, store.id == StockSample.store_id)
        .outerjoin(Person, Person.id == StockSample.inspected_by_id)
        .order_by(StockSample.due_on, StockSample.id)
    )
