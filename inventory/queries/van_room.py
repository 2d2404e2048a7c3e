"""Read what engineers' vans may still take: limits of parts, money that is left, and what parts are worth."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import BigInteger, func, select, type_coerce
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.tables import Balance, Location, Lot, VanLimit
from kernel.amounts import Money, Quantity

IN_VAN = (LocationKind.VAN, LocationKind.IN_TRANSIT)
"""What counts against a van's limits: what lies in it and what is on its way to it."""


def limits_of_parts(session: Session) -> list[VanLimit]:
    """Return the limits of parts in vans that are in use."""
    used = select(VanLimit).join(Location, Location.id == VanLimit.van_id).where(Location.active)
    return list(session.scalars(used.order_by(VanLimit.id)))


def money_left(session: Session) -> dict[int, Money]:
    """Return by van how much more value it may hold, of those that have such a limit; below 0 counts as nothing."""
    vans = session.scalars(select(Location).where(Location.active, Location.most_value_cny.is_not(None)))
    left = {van.id: (van.most_value_cny or Money.zero()) - value_in_van(session, van.id) for van in vans}
    return {key: max(money, Money.zero()) for key, money in left.items()}


def mean_costs(session: Session) -> dict[int, Decimal]:
    """Return what a unit of each part in stock costs in the mean of its lots, CNY."""
    pieces = type_coerce(Balance.on_hand, BigInteger)
    rows = session.execute(
        select(Balance.part_id, Lot.unit_cost_cny, func.sum(pieces))
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.on_hand > Quantity.zero())
        .group_by(Balance.part_id, Lot.unit_cost_cny)
    )
    worth: dict[int, Decimal] = {}
    there: dict[int, int] = {}
    for part_id, cost, scaled in rows:
        worth[part_id] = worth.get(part_id, Decimal(0)) + cost.decimal * int(scaled)
        there[part_id] = there.get(part_id, 0) + int(scaled)
    return {part_id: value / there[part_id] for part_id, value in worth.items()}


def value_in_van(session: Session, van_id: int) -> Money:
    """Return what lies in a van or is on its way to it, at the cost of its lots."""
    rows = session.execute(
        select(Balance.on_hand, Lot.unit_cost_cny)
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.store_id == van_id, Location.kind.in_(IN_VAN), Balance.on_hand > Quantity.zero())
    )
    return sum((cost.times(on_hand) for on_hand, cost in rows), Money.zero())
