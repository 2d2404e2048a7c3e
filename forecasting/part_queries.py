"""Show what people have set for the planning of parts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, Select, cast, select

from forecasting.tables.parts import PartPlanning
from inventory.tables import Location, Part, Unit
from kernel.tables import Person


def part_planning_select(part_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return the listing of what is set, of one part or of all; a blank store stands for every store."""
    query = (
        select(
            PartPlanning.id.label("part_planning_id"),
            PartPlanning.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            PartPlanning.store_id,
            Location.code.label("store_code"),
            PartPlanning.stocked,
            PartPlanning.policy,
            (cast(PartPlanning.target_permyriad, Float(53)) / 10_000.0).label("target"),
            PartPlanning.minimum,
            PartPlanning.maximum,
            Unit.code.label("unit"),
            PartPlanning.reason,
            Person.name.label("set_by"),
            PartPlanning.set_at,
        )
        .join(Part, Part.id == PartPlanning.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Person, Person.id == PartPlanning.set_by_id)
        .outerjoin(Location, Location.id == PartPlanning.store_id)
        .order_by(Part.number, Location.code)
    )
    return query if part_id is None else query.where(PartPlanning.part_id == part_id)
