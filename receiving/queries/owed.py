"""Show which goods suppliers owe on claims: what is settled, what came and waits for its verdict, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from inventory.tables import Location, Part
from kernel.amounts import Quantity
from kernel.db import QuantityType
from procurement.tables import Supplier
from receiving.settlement import GOODS, NEVER_SETTLED_BY_GOODS, Demand
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, ClaimedLine, Inspection, SupplierReturn

OPEN = ("open", "returned")
STORE = func.coalesce(Location.store_id, Arrival.store_id)
"""The store in which the goods of a return lie, or to which they came."""


@dataclass(frozen=True, slots=True)
class OwedGoods:
    """Show a claim that a delivery may settle, and how much of it no delivery has brought yet."""

    supplier_return_id: int
    number: str
    demand: str
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    store_id: int
    part_id: int
    part_number: str
    part_name_zh: str
    part_name_en: str
    serial_tracked: bool
    shelf_life_days: int | None
    deadline_on: date
    open: Quantity


def under_way(session: Session, supplier_return_id: int) -> Quantity:
    """Return what came for a claim and still waits for its verdict."""
    return session.scalar(select(_waiting(supplier_return_id))) or Quantity.zero()


def came_reworked(session: Session, supplier_return_id: int) -> Quantity:
    """Return what came back reworked for a claim, whatever was found of it."""
    return session.scalar(select(_reworked(supplier_return_id))) or Quantity.zero()


def owed_goods(session: Session, *conditions: ColumnElement[bool]) -> tuple[OwedGoods, ...]:
    """Return the claims that ask for goods of which some are still to come, the oldest deadline first."""
    rows = session.execute(owed_select().where(*conditions).order_by(SupplierReturn.deadline_on, SupplierReturn.id))
    return tuple(OwedGoods(*row) for row in rows if row.open > Quantity.zero())


def owed_select() -> Select[*tuple[Any, ...]]:
    """Return the claims that ask for goods and are not settled, one row each, with what is still to come."""
    waiting = func.coalesce(_waiting(SupplierReturn.id), 0)
    rest = SupplierReturn.quantity - SupplierReturn.settled - waiting
    left = SupplierReturn.sent - func.coalesce(_reworked(SupplierReturn.id), 0)  # what never left cannot come back
    may_come = case((and_(SupplierReturn.demand == Demand.REWORK, left < rest), left), else_=rest)
    return (
        select(
            SupplierReturn.id.label("supplier_return_id"),
            SupplierReturn.number,
            SupplierReturn.demand,
            SupplierReturn.supplier_id,
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            STORE.label("store_id"),
            SupplierReturn.part_id,
            Part.number.label("part_number"),
            Part.name_zh.label("part_name_zh"),
            Part.name_en.label("part_name_en"),
            Part.serial_tracked,
            Part.shelf_life_days,
            SupplierReturn.deadline_on,
            type_coerce(may_come, QuantityType).label("open"),
        )
        .join(Supplier, Supplier.id == SupplierReturn.supplier_id)
        .join(Part, Part.id == SupplierReturn.part_id)
        .join(ArrivalLine, ArrivalLine.id == SupplierReturn.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Location, Location.id == SupplierReturn.quarantine_location_id)
        .where(
            SupplierReturn.state.in_(OPEN),
            SupplierReturn.demand.in_(GOODS),
            SupplierReturn.reason.not_in(NEVER_SETTLED_BY_GOODS),
        )
    )


def _reworked(supplier_return_id: int | InstrumentedAttribute[int]) -> ScalarSelect[Any]:
    """Return, as a column, what came back reworked for a claim."""
    line, arrival = aliased(ArrivalLine), aliased(Arrival)
    return (
        select(func.sum(line.quantity, type_=QuantityType))
        .join(ClaimedLine, ClaimedLine.arrival_line_id == line.id)
        .join(arrival, arrival.id == line.arrival_id)
        .where(
            ClaimedLine.supplier_return_id == supplier_return_id,
            line.kind == "reworked",
            arrival.state != "undone",
        )
        .correlate(SupplierReturn)
        .scalar_subquery()
    )


def _waiting(supplier_return_id: int | InstrumentedAttribute[int]) -> ScalarSelect[Any]:
    """Return, as a column, what of the deliveries for a claim has no verdict yet."""
    line, lot, arrival = aliased(ArrivalLine), aliased(ArrivalLot), aliased(Arrival)
    judged = (
        select(func.coalesce(func.sum(Inspection.passed + Inspection.failed), 0))
        .where(Inspection.arrival_lot_id == lot.id, Inspection.state == "decided")
        .correlate(lot)
        .scalar_subquery()
    )
    return (
        select(func.sum(lot.quantity - judged, type_=QuantityType))
        .join(line, line.id == lot.arrival_line_id)
        .join(ClaimedLine, ClaimedLine.arrival_line_id == line.id)
        .join(arrival, arrival.id == line.arrival_id)
        .where(ClaimedLine.supplier_return_id == supplier_return_id, arrival.state != "undone")
        .correlate(SupplierReturn)
        .scalar_subquery()
    )
