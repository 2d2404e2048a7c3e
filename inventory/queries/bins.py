"""Show bins with what they hold against what they take, homes of parts, and further keepers of stores."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from inventory.queries.columns import Listing, number, quantity
from inventory.tables import Balance, BinHome, Location, Part, StoreDeputy, Unit
from kernel.amounts import Quantity
from kernel.tables import Person


def bins_select() -> Listing:
    """List bins with their zone, condition, capacity and content; `full_percent` is the fuller of both measures."""
    store, zone = aliased(Location), aliased(Location)
    inside = (Balance.location_id == Location.id) & (Balance.on_hand > Quantity.zero())
    units = select(func.coalesce(func.sum(number(Balance.on_hand)), 0)).where(inside).correlate(Location)
    lots = select(func.count()).select_from(Balance).where(inside).correlate(Location)
    held, kinds = units.scalar_subquery(), lots.scalar_subquery()
    by_units = case((Location.most_units.is_not(None), 100 * held / number(Location.most_units)), else_=None)
    by_lots = case((Location.most_lots.is_not(None), 100 * kinds / Location.most_lots), else_=None)
    fuller = case(
        (by_units.is_(None), by_lots), (by_lots.is_(None), by_units), (by_units > by_lots, by_units), else_=by_lots
    )
    return (
        select(
            Location.id.label("id"),
            Location.code,
            Location.store_id,
            store.code.label("store_code"),
            zone.code.label("zone_code"),
            func.coalesce(func.nullif(Location.storage_condition, ""), zone.storage_condition, "").label("condition"),
            quantity(held).label("units"),
            Location.most_units,
            kinds.label("lots"),
            Location.most_lots,
            fuller.label("full_percent"),
            Location.pick_sequence,
            Location.active,
        )
        .join(store, store.id == Location.store_id)
        .outerjoin(zone, (zone.id == Location.parent_id) & (zone.kind == "zone"))
        .where(Location.kind == "bin")
    )


def homes_select() -> Listing:
    """List fixed homes of parts with what of the part lies there."""
    there = (
        select(func.coalesce(func.sum(number(Balance.on_hand)), 0))
        .where(Balance.location_id == BinHome.location_id, Balance.part_id == BinHome.part_id)
        .correlate(BinHome)
        .scalar_subquery()
    )
    return (
        select(
            BinHome.id.label("id"),
            BinHome.location_id,
            Location.code.label("place"),
            Location.store_id,
            BinHome.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            BinHome.position,
            BinHome.most,
            quantity(there).label("there"),
        )
        .join(Location, Location.id == BinHome.location_id)
        .join(Part, Part.id == BinHome.part_id)
        .join(Unit, Unit.id == Part.unit_id)
    )


def deputies_select() -> Listing:
    """List further keepers of stores."""
    named = aliased(Person)
    return (
        select(
            StoreDeputy.id.label("id"),
            StoreDeputy.store_id,
            Location.code.label("store_code"),
            StoreDeputy.person_id,
            Person.name.label("person"),
            StoreDeputy.from_on,
            StoreDeputy.until_on,
            named.name.label("named_by"),
        )
        .join(Location, Location.id == StoreDeputy.store_id)
        .join(Person, Person.id == StoreDeputy.person_id)
        .join(named, named.id == StoreDeputy.named_by_id)
    )
