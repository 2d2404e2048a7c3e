"""Keep what the installed base rests on: sales by month, lives of products, maintenance lines, starts of new parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tables.base import PartStart
from inventory.finding import check_quantity, found, locked, written
from inventory.tables import Part, ProductModel
from kernel.amounts import Quantity
from kernel.auditing import log
from kernel.errors import Conflict, NotFound, RuleViolation
from kernel.requests import once
from service.tables import BaseCount, MaintenanceLine, ProductLife

LONGEST_SOURCE = 120


@dataclass(frozen=True, slots=True)
class SalesKept:
    """Count the months that were written and those that took the place of others."""

    written: int
    replaced: int


@dataclass(frozen=True, slots=True)
class LifeKept:
    """Name the model whose life was kept."""

    product_model_id: int


@dataclass(frozen=True, slots=True)
class MaintenanceKept:
    """Name a maintenance line."""

    maintenance_line_id: int


@dataclass(frozen=True, slots=True)
class StartKept:
    """Name the part that starts like another."""

    part_id: int


@once
def keep_sales(
    session: Session,
    *,
    rows: tuple[tuple[int, date, int], ...],
    source: str,
    by: int,
    at: datetime,
    request_key: str,
) -> SalesKept:
    """Write the units of a model sold in a month; what is said of a month takes the place of what was known."""
    wanted = {(model, day.replace(day=1)): units for model, day, units in rows}
    if len(wanted) != len(rows):
        raise RuleViolation("base_month_twice")
    if any(units < 0 for units in wanted.values()):
        raise RuleViolation("base_units_negative")
    models = {model for model, _day in wanted}
    known = {
        (row.product_model_id, row.month_on): row
        for row in session.scalars(select(BaseCount).where(BaseCount.product_model_id.in_(models)))
    }
    replaced = 0
    for (model, day), units in sorted(wanted.items()):
        row = known.get((model, day))
        if row is None:
            found(session, ProductModel, model)
            session.add(BaseCount(product_model_id=model, month_on=day, units=units, source=source[:LONGEST_SOURCE]))
        elif row.units != units:
            row.units, row.source = units, source[:LONGEST_SOURCE]
            replaced += 1
    written(session)
    facts = {"written": len(wanted), "replaced": replaced, "file": source}
    log(session, action="logged", about="base_count", key=request_key[:80], facts=facts)
    return SalesKept(len(wanted), replaced)


@once
def keep_life(
    session: Session,
    *,
    product_model_id: int,
    life_months: int,
    shape_tenths: int,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> LifeKept:
    """Say how long units of a model are used before they are scrapped."""
    found(session, ProductModel, product_model_id)
    row = session.get(ProductLife, product_model_id)
    if row is None:
        row = ProductLife(product_model_id=product_model_id, life_months=life_months)
        session.add(row)
    row.life_months, row.shape_tenths, row.note = life_months, shape_tenths, note.strip()
    written(session)
    return LifeKept(product_model_id)


@once
def keep_maintenance(
    session: Session,
    *,
    product_model_id: int,
    part_id: int,
    interval_months: int,
    quantity: Quantity,
    percent: int,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> MaintenanceKept:
    """Plan that units of a model get a part every so many months."""
    found(session, ProductModel, product_model_id)
    found(session, Part, part_id)
    check_quantity(session, part_id, quantity)
    same = select(MaintenanceLine.id).where(
        MaintenanceLine.product_model_id == product_model_id,
        MaintenanceLine.part_id == part_id,
        MaintenanceLine.interval_months == interval_months,
    )
    if session.scalar(same) is not None:
        raise Conflict("maintenance_line_there", field="interval_months")
    row = MaintenanceLine(
        product_model_id=product_model_id,
        part_id=part_id,
        interval_months=interval_months,
        quantity=quantity,
        percent=percent,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    return MaintenanceKept(row.id)


@once
def change_maintenance(
    session: Session,
    *,
    maintenance_line_id: int,
    quantity: Quantity,
    percent: int,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> MaintenanceKept:
    """Change what maintenance takes, or let a line rest."""
    row = locked(session, MaintenanceLine, maintenance_line_id)
    check_quantity(session, row.part_id, quantity)
    row.quantity, row.percent, row.active, row.note = quantity, percent, active, note.strip()
    written(session)
    return MaintenanceKept(row.id)


@once
def start_like(
    session: Session,
    *,
    part_id: int,
    from_on: date,
    percent: int,
    ramp_months: int,
    by: int,
    at: datetime,
    request_key: str,
    similar_part_id: int | None = None,
    note: str = "",
) -> StartKept:
    """Let a new part start with the demand of a similar one, or of the median part of its category."""
    part = found(session, Part, part_id)
    if similar_part_id == part_id:
        raise RuleViolation("starts_like_itself", field="similar_part_id")
    if similar_part_id is not None:
        found(session, Part, similar_part_id)
    elif part.category_id is None:
        raise RuleViolation("starts_without_category", field="similar_part_id")
    row = session.scalar(select(PartStart).where(PartStart.part_id == part_id))
    if row is None:
        row = PartStart(part_id=part_id, similar_part_id=similar_part_id, from_on=from_on)
        session.add(row)
    row.similar_part_id, row.from_on, row.note = similar_part_id, from_on, note.strip()
    row.percent, row.ramp_months = percent, ramp_months
    written(session)
    return StartKept(part_id)


@once
def start_alone(session: Session, *, part_id: int, by: int, at: datetime, request_key: str) -> StartKept:
    """Let a part be planned from its own history and base only."""
    row = session.scalar(select(PartStart).where(PartStart.part_id == part_id))
    if row is None:
        raise NotFound("part_start_unknown", id=part_id)
    session.delete(row)
    written(session)
    return StartKept(part_id)
