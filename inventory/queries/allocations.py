"""Show who holds what of a part in a store, what was done beyond the rule, and which bins hold promised pieces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory import fifo
from inventory.picking import candidates
from inventory.queries.columns import Listing
from inventory.queries.requests import waiting_requests
from inventory.tables import AllocationEvent, Location, Lot, Part, PartRequest, Unit, WorkOrder
from kernel.amounts import Quantity
from kernel.tables import Person


@dataclass(frozen=True, slots=True)
class PromisedThere:
    """Hold what the pick proposal takes of a lot in a place for a request."""

    part_request_id: int
    work_order_number: str
    urgency: str
    part_id: int
    lot_id: int
    lot_number: str
    location_id: int
    location_code: str
    quantity: Quantity


def allocation_events_select() -> Listing:
    """List what was done to promises beyond the plain rule."""
    order, other = aliased(WorkOrder), aliased(WorkOrder)
    taker, store = aliased(PartRequest), aliased(Location)
    return (
        select(
            AllocationEvent.id.label("id"),
            AllocationEvent.at,
            AllocationEvent.kind,
            AllocationEvent.part_request_id,
            order.id.label("work_order_id"),
            order.number.label("work_order"),
            AllocationEvent.to_request_id,
            other.id.label("to_work_order_id"),
            other.number.label("to_work_order"),
            PartRequest.urgency,
            taker.urgency.label("to_urgency"),
            PartRequest.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            PartRequest.store_id,
            store.code.label("store_code"),
            AllocationEvent.quantity,
            AllocationEvent.reason,
            Person.name.label("by_name"),
        )
        .join(PartRequest, PartRequest.id == AllocationEvent.part_request_id)
        .join(order, order.id == PartRequest.work_order_id)
        .join(Part, Part.id == PartRequest.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(store, store.id == PartRequest.store_id)
        .outerjoin(taker, taker.id == AllocationEvent.to_request_id)
        .outerjoin(other, other.id == taker.work_order_id)
        .outerjoin(Person, Person.id == AllocationEvent.by_id)
    )


LOST = ("taken_over", "reallocated", "released")
"""What takes a promise from a request that still waits."""


def lost_select() -> Listing:
    """List what was taken from requests, with the engineer of the work order that lost it, and who did it.

    What engineers gave up by themselves is no loss.
    """
    losing = aliased(WorkOrder)
    return (
        allocation_events_select()
        .add_columns(
            func.coalesce(losing.engineer_id, PartRequest.asked_by_id).label("engineer_id"),
            AllocationEvent.by_id,
            Unit.name_zh.label("unit_zh"),
            Unit.name_en.label("unit_en"),
        )
        .join(losing, losing.id == PartRequest.work_order_id)
        .where(_is_loss(losing))
    )


def waiting_losses_select(engineer_id: int) -> Select[*tuple[int, int]]:
    """List (event, request) of what was taken from requests that still wait, of an engineer's own work orders."""
    losing = aliased(WorkOrder)
    own = or_(
        losing.engineer_id == engineer_id,
        and_(losing.engineer_id.is_(None), PartRequest.asked_by_id == engineer_id),
    )
    return (
        select(AllocationEvent.id, AllocationEvent.part_request_id)
        .join(PartRequest, PartRequest.id == AllocationEvent.part_request_id)
        .join(losing, losing.id == PartRequest.work_order_id)
        .where(PartRequest.open, own, _is_loss(losing))
    )


def _is_loss(losing: type[WorkOrder]) -> ColumnElement[bool]:
    """Return the condition that an event took a promise away, and not by the engineer's own hand."""
    return and_(
        AllocationEvent.kind.in_(LOST),
        AllocationEvent.quantity > Quantity.zero(),
        or_(
            AllocationEvent.by_id.is_(None),
            AllocationEvent.by_id != losing.engineer_id,
            losing.engineer_id.is_(None),
        ),
    )


def promised_places(session: Session, pairs: Iterable[tuple[int, int]], *, on: date) -> tuple[PromisedThere, ...]:
    """Return where the promised pieces of parts in stores lie: who is served first takes the oldest lots.

    A promise names no bin; this is what a keeper would be told to take now.
    """
    found = []
    for part_id, store_id in sorted(set(pairs)):
        there = candidates(session, part_id, store_id, on)
        for request in waiting_requests(session, part_id=part_id, store_id=store_id):
            if not request.reserved:
                continue
            picked = fifo.picks(there, request.reserved, on)
            there = fifo.leave(there, picked)
            found += [
                PromisedThere(
                    request.part_request_id,
                    request.work_order_number,
                    request.urgency,
                    part_id,
                    pick.lot_id,
                    session.get_one(Lot, pick.lot_id).number,
                    pick.location_id,
                    session.get_one(Location, pick.location_id).code,
                    pick.quantity,
                )
                for pick in picked
            ]
    return tuple(found)
