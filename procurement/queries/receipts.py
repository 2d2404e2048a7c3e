"""Show what came into a store of a part and what is still to come, with its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from inventory.places import MovementKind
from inventory.queries.columns import number
from inventory.tables import Location, Movement
from procurement.queries.columns import due_on, still_open
from procurement.queries.repairs import expected_repairs
from procurement.states import OPEN_ORDER_STATES
from procurement.tables import Order, OrderLine

CAME = (MovementKind.RECEIPT, MovementKind.TRANSFER_IN, MovementKind.REFURBISHMENT)
"""Movements by which goods come to a store from elsewhere."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Hold so many thousandths that came or come on a day; `reference` names the order where they still come."""

    on: date
    units: int
    reference: str = ""


def came(session: Session, *, part_id: int, store_id: int, since: date) -> list[Receipt]:
    """Return what came into a store since a day and was not reversed, in order of time."""
    undone = aliased(Movement)
    rows = session.execute(
        select(Movement.moved_on, number(Movement.quantity))
        .join(Location, Location.id == Movement.to_location_id)
        .where(
            Movement.part_id == part_id,
            Location.store_id == store_id,
            Movement.kind.in_(CAME),
            Movement.moved_on >= since,
            ~select(undone.id).where(undone.reverses_id == Movement.id).exists(),
        )
        .order_by(Movement.id)
    )
    return [Receipt(on, int(units)) for on, units in rows]


def comes(session: Session, *, part_id: int, store_id: int, on: date) -> list[Receipt]:
    """Return what is on order for a store and expected back from repair, by the day that it is due."""
    rows = session.execute(
        select(due_on(), still_open(), Order.number)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            OrderLine.part_id == part_id,
            Order.store_id == store_id,
            Order.state.in_(OPEN_ORDER_STATES),
            still_open() > 0,
        )
    )
    found = [Receipt(due or on, int(units), code) for due, units, code in rows]
    found += [
        Receipt(each.due_on, each.expected, each.order_number)
        for each in expected_repairs(session, on)
        if (each.part_id, each.store_id) == (part_id, store_id) and each.expected
    ]
    return sorted(found, key=lambda each: (each.on, each.reference))
