"""Show what is asked for: who waits, what is ready to be picked, what a work order used, the demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Subquery, select
from sqlalchemy.orm import Session, aliased

from inventory.places import MovementKind
from inventory.queries.columns import Listing, number, or_zero, quantity, total, urgency_rank, waiting
from inventory.tables import Balance, Location, Lot, Movement, Part, PartRequest, Reservation, Unit, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.tables import Person


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """Hold an open request: what it still waits for, what of that is promised, what is lacking."""

    part_request_id: int
    work_order_id: int
    work_order_number: str
    part_id: int
    number: str
    name_zh: str
    name_en: str
    unit: str
    store_id: int
    store_code: str
    urgency: str
    urgency_rank: int
    asked_at: datetime
    needed_on: date | None
    stream: str
    engineer_id: int | None
    engineer: str | None
    quantity: Quantity
    issued: Quantity
    waiting: Quantity
    reserved: Quantity
    backordered: Quantity
    held: bool


@dataclass(frozen=True, slots=True)
class UsedLot:
    """Hold what of a lot a work order holds, at its own cost."""

    part_id: int
    number: str
    name_zh: str
    name_en: str
    unit: str
    lot_id: int
    lot_number: str
    serial_number: str | None
    quantity: Quantity
    unit_cost_cny: Money
    cost_cny: Money


@dataclass(frozen=True, slots=True)
class Consumption:
    """Hold what a work order has used and what that cost."""

    work_order_id: int
    lots: tuple[UsedLot, ...]
    cost_cny: Money


@dataclass(frozen=True, slots=True)
class DemandEvent:
    """Hold one demand: what was asked for, less what came back unused or was never fetched."""

    part_request_id: int
    part_id: int
    store_id: int
    asked_on: date
    quantity: Quantity
    stream: str


def requests_select() -> Listing:
    """List every part request; columns as in `WaitingRequest`, further state of the work order and of the request.

    The further columns are open, cancelled, returned, asked_part_id, work_order_state.
    """
    promised, engineer, store = promised_by_request("open"), aliased(Person), aliased(Location)
    lacking = waiting() - or_zero(promised.c.quantity)
    return (
        select(
            PartRequest.id.label("part_request_id"),
            PartRequest.work_order_id,
            WorkOrder.number.label("work_order_number"),
            PartRequest.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            PartRequest.store_id,
            store.code.label("store_code"),
            PartRequest.urgency,
            urgency_rank().label("urgency_rank"),
            PartRequest.asked_at,
            PartRequest.needed_on,
            PartRequest.stream,
            WorkOrder.engineer_id,
            engineer.name.label("engineer"),
            PartRequest.quantity,
            PartRequest.issued,
            quantity(waiting()).label("waiting"),
            quantity(or_zero(promised.c.quantity)).label("reserved"),
            quantity(lacking).label("backordered"),
            PartRequest.held,
            PartRequest.open,
            PartRequest.cancelled,
            PartRequest.returned,
            PartRequest.asked_part_id,
            WorkOrder.state.label("work_order_state"),
        )
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .join(Part, Part.id == PartRequest.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(store, store.id == PartRequest.store_id)
        .outerjoin(engineer, engineer.id == WorkOrder.engineer_id)
        .outerjoin(promised, promised.c.part_request_id == PartRequest.id)
    )


def waiting_select(
    *, store_id: int | None = None, part_id: int | None = None, backordered_only: bool = False
) -> Listing:
    """List open requests in the order in which they are served; `backordered_only` leaves out what is all promised."""
    listed = requests_select().where(PartRequest.open).order_by(urgency_rank(), PartRequest.asked_at, PartRequest.id)
    if store_id is not None:
        listed = listed.where(PartRequest.store_id == store_id)
    if part_id is not None:
        listed = listed.where(PartRequest.part_id == part_id)
    if backordered_only:
        listed = listed.where(listed.selected_columns["backordered"] > Quantity.zero())
    return listed


def pick_queue_select(*, store_id: int) -> Listing:
    """List requests of which something is ready to be picked in a store, in the order in which they are served."""
    listed = waiting_select(store_id=store_id)
    return listed.where(listed.selected_columns["reserved"] > Quantity.zero())


def waiting_requests(
    session: Session, *, store_id: int | None = None, part_id: int | None = None
) -> tuple[WaitingRequest, ...]:
    """Return open requests in the order in which they are served."""
    rows = session.execute(waiting_select(store_id=store_id, part_id=part_id)).mappings()
    return tuple(WaitingRequest(**{name: row[name] for name in WaitingRequest.__slots__}) for row in rows)


def consumption(session: Session, *, work_order_id: int) -> Consumption:
    """Return what a work order used: issued less returned, by lot at the lot's own cost.

    A numbered piece that came back as an old part later has left the order's place, and was used all the same.
    """
    order = session.get(WorkOrder, work_order_id)
    if order is None:
        raise NotFound("work_order_unknown", id=work_order_id)
    fitted = select(number(Movement.quantity)).where(
        Movement.from_location_id == Balance.location_id,
        Movement.lot_id == Balance.lot_id,
        Movement.kind == MovementKind.FITTED,
    )
    used = number(Balance.on_hand) + or_zero(fitted.correlate(Balance).scalar_subquery())
    rows = session.execute(
        select(
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Lot.serial_number,
            quantity(used).label("quantity"),
            Lot.unit_cost_cny,
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Balance.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(Balance.location_id == order.location_id, used > 0)
        .order_by(Part.number, Lot.rank_on, Lot.id)
    ).mappings()
    lots = tuple(UsedLot(**row, cost_cny=row["unit_cost_cny"].times(row["quantity"])) for row in rows)
    return Consumption(work_order_id, lots, sum((lot.cost_cny for lot in lots), Money.zero()))


def demand_select(*, since: date, until: date) -> Listing:
    """List the demand asked for from `since` to `until` inclusive; columns as in `DemandEvent`.

    Demand is what was asked for, whatever could be issued of it. What came back unused was not needed; what was
    promised and never fetched lapsed and was asked for anew if it was needed.
    """
    lapsed = promised_by_request("expired")
    wanted = number(PartRequest.quantity) - number(PartRequest.returned) - or_zero(lapsed.c.quantity)
    return (
        select(
            PartRequest.id.label("part_request_id"),
            PartRequest.part_id,
            PartRequest.store_id,
            PartRequest.asked_on,
            quantity(wanted).label("quantity"),
            PartRequest.stream,
        )
        .outerjoin(lapsed, lapsed.c.part_request_id == PartRequest.id)
        .where(PartRequest.asked_on.between(since, until), wanted > 0)
        .order_by(PartRequest.asked_on, PartRequest.id)
    )


def demand_events(session: Session, *, since: date, until: date) -> tuple[DemandEvent, ...]:
    """Return the demand asked for from `since` to `until` inclusive, oldest first."""
    return tuple(DemandEvent(*row) for row in session.execute(demand_select(since=since, until=until)))


def promised_by_request(state: str) -> Subquery:
    """Sum the promises in a state by request."""
    return (
        select(Reservation.part_request_id, total(number(Reservation.quantity)).label("quantity"))
        .where(Reservation.state == state)
        .group_by(Reservation.part_request_id)
        .subquery()
    )
