"""Open and close work orders and ask for parts on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory import succession
from inventory.finding import check_quantity, found, locked, step_of, written
from inventory.finding_fits import check_fit, misfit
from inventory.finding_requests import check_open, wanted
from inventory.owing import follow_engineer
from inventory.places import LocationKind
from inventory.posting import lock_stock
from inventory.priority import URGENCIES, Claim
from inventory.reserving import cancel, fill, free_stock, resolve, unhold
from inventory.tables import Balance, Location, Part, PartRequest, ProductModel, Supersession, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import Conflict, InvalidState, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.rows import insert_row
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class OpenedWorkOrder:
    """Name the work order and the place that stands for it in the ledger."""

    work_order_id: int
    location_id: int


@dataclass(frozen=True, slots=True)
class RequestedLine:
    """Hold one part that was asked for: how much, of that promised, and still lacking."""

    part_request_id: int
    part_id: int
    quantity: Quantity
    reserved: Quantity
    backordered: Quantity


@dataclass(frozen=True, slots=True)
class Requested:
    """Hold what became of a request; `others` are further parts where old stock is used up and a successor follows."""

    part_request_id: int
    part_id: int
    reserved: Quantity
    backordered: Quantity
    quantity: Quantity
    others: tuple[RequestedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Say how much of a request is no longer wanted."""

    part_request_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class ClosedWorkOrder:
    """Name the closed work order and what it gave up."""

    work_order_id: int
    state: str
    cancelled: tuple[Cancelled, ...]


@dataclass(frozen=True, slots=True)
class ChangedWorkOrder:
    """Name the changed work order."""

    work_order_id: int


@once
def open_work_order(
    session: Session,
    *,
    number: str,
    urgency: str,
    product_model_id: int | None,
    engineer_id: int | None,
    by: int,
    at: datetime,
    request_key: str,
    product_serial: str = "",
) -> OpenedWorkOrder:
    """Open a work order: a place that may consume parts until it is closed."""
    _check_urgency(urgency)
    if product_model_id is not None:
        found(session, ProductModel, product_model_id)
    if session.scalar(select(WorkOrder.id).where(WorkOrder.number == number)) is not None:
        raise Conflict("already_exists", taken=number)
    place = Location(
        code=number, name_zh=f"工单 {number}", name_en=f"Work order {number}", kind=LocationKind.WORK_ORDER
    )
    session.add(place)
    written(session)
    order = WorkOrder(
        number=number,
        location_id=place.id,
        urgency=urgency,
        opened_at=at,
        opened_by_id=by,
        product_model_id=product_model_id,
        engineer_id=engineer_id,
        product_serial=product_serial.strip(),
    )
    session.add(order)
    written(session)
    return OpenedWorkOrder(order.id, place.id)


@once
def request_part(
    session: Session,
    *,
    work_order_id: int,
    part_id: int,
    store_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    stream: str = "repair",
    needed_on: date | None = None,
) -> Requested:
    """Ask a store for a part on a work order and reserve at once what is free and nobody else waits for.

    Stock of a superseded part is used up first; what is still lacking is asked of its newest successor that fits.
    """
    part, alone, order = wanted(session, work_order_id, part_id, store_id, day_of(session, at))
    while part.merged_into_id is not None:  # the old number of a part that was entered twice
        part = found(session, Part, part.merged_into_id)
    asked_part_id, part_id = part_id, part.id
    check_quantity(session, part_id, quantity)
    chain = succession.stages([], part_id, date.max) if alone else _chain(session, part_id, day_of(session, at))
    if order is None:
        lock_stock(session, [(stage.part_id, store_id) for stage in chain])
        order = locked(session, WorkOrder, work_order_id)
    check_open(order)
    check_fit(session, part, order)
    shares = _shares(session, chain, part_id, store_id, quantity, order, at)
    lines = tuple(
        add_request(
            session,
            order,
            share,
            asked_part_id=asked_part_id,
            store_id=store_id,
            stream=stream,
            needed_on=needed_on,
            by=by,
            at=at,
        )
        for share in shares
    )
    first = lines[0]
    return Requested(first.part_request_id, first.part_id, first.reserved, first.backordered, first.quantity, lines[1:])


@once
def cancel_request(
    session: Session, *, part_request_id: int, by: int, at: datetime, request_key: str, was_needed: bool = False
) -> Cancelled:
    """Cancel what of a request is not yet issued; its promise goes to who is next.

    It was no demand, unless it `was_needed` and could not be waited for.
    """
    request = found(session, PartRequest, part_request_id)
    lock_stock(session, [(request.part_id, request.store_id)])
    request = locked(session, PartRequest, part_request_id)
    if not request.open:
        raise InvalidState("part_request_closed", part_request_id=part_request_id)
    given_up = _give_up(session, request, at, was_needed=was_needed)
    fill(session, request.part_id, request.store_id, at)
    return given_up


@once
def close_work_order(
    session: Session,
    *,
    work_order_id: int,
    cancelled: bool = False,
    by: int,
    at: datetime,
    request_key: str,
) -> ClosedWorkOrder:
    """Close a work order: what it holds is consumed, what it still waits for is cancelled, its promises go to others.

    A cancelled work order has consumed nothing, so its parts have to be returned first.
    """
    found(session, WorkOrder, work_order_id)
    pairs = _pairs(session, work_order_id)
    lock_stock(session, pairs)
    order = open_order(session, work_order_id)
    if late := set(_pairs(session, work_order_id)) - set(pairs):  # asked while we waited for the lock
        lock_stock(session, late)
        pairs = _pairs(session, work_order_id)
    if cancelled:
        _check_empty(session, order)
    waiting = session.scalars(_open_requests(work_order_id)).all()
    given_up = [
        _give_up(session, locked(session, PartRequest, request_id), at, was_needed=not cancelled)
        for request_id in waiting
    ]
    order.state = "cancelled" if cancelled else "closed"
    order.closed_at = at
    written(session)
    for part_id, store_id in sorted(set(pairs)):
        fill(session, part_id, store_id, at)
    return ClosedWorkOrder(order.id, order.state, tuple(given_up))


@once
def change_urgency(
    session: Session, *, work_order_id: int, urgency: str, by: int, at: datetime, request_key: str
) -> ChangedWorkOrder:
    """Change how urgent a work order is, and with it the turn of everything it still waits for."""
    _check_urgency(urgency)
    pairs = _pairs(session, work_order_id)
    lock_stock(session, pairs)
    order = open_order(session, work_order_id)
    order.urgency = urgency
    for request_id in session.scalars(_open_requests(work_order_id)).all():
        locked(session, PartRequest, request_id).urgency = urgency
    written(session)
    for part_id, store_id in sorted(set(pairs)):
        fill(session, part_id, store_id, at)
    return ChangedWorkOrder(order.id)


@once
def name_product(
    session: Session, *, work_order_id: int, product_serial: str, by: int, at: datetime, request_key: str
) -> ChangedWorkOrder:
    """Say which product is repaired, by its serial number; parts are checked against it from now on."""
    order = open_order(session, work_order_id)
    order.product_serial = product_serial.strip()
    written(session)
    return ChangedWorkOrder(order.id)


@once
def assign_engineer(
    session: Session, *, work_order_id: int, engineer_id: int | None, by: int, at: datetime, request_key: str
) -> ChangedWorkOrder:
    """Say whose work order it is."""
    order = open_order(session, work_order_id)
    order.engineer_id = engineer_id
    written(session)
    if engineer_id is not None:
        follow_engineer(session, order.id, engineer_id)
    return ChangedWorkOrder(order.id)


def open_order(session: Session, work_order_id: int) -> WorkOrder:
    """Return a work order, locked, or refuse because it is no longer open."""
    return check_open(locked(session, WorkOrder, work_order_id))


def add_request(
    session: Session,
    order: WorkOrder,
    share: succession.Share,
    *,
    asked_part_id: int,
    store_id: int,
    stream: str,
    needed_on: date | None,
    by: int,
    at: datetime,
) -> RequestedLine:
    """Add a request for one part and let everybody who waits for it be served in turn."""
    with refusals():
        request_id = insert_row(
            session,
            PartRequest,
            work_order_id=order.id,
            part_id=share.part_id,
            store_id=store_id,
            quantity=share.quantity,
            urgency=order.urgency,
            asked_by_id=by,
            asked_at=at,
            asked_on=day_of(session, at),
            asked_part_id=asked_part_id if asked_part_id != share.part_id else None,
            stream=stream,
            needed_on=needed_on,
        )
    given = fill(session, share.part_id, store_id, at, Claim(request_id, order.urgency, at, share.quantity))
    promised = (promise.quantity for promise in given if promise.part_request_id == request_id)
    reserved = sum(promised, Quantity.zero())
    return RequestedLine(request_id, share.part_id, share.quantity, reserved, share.quantity - reserved)


def _shares(
    session: Session,
    chain: tuple[succession.Stage, ...],
    part_id: int,
    store_id: int,
    quantity: Quantity,
    order: WorkOrder,
    at: datetime,
) -> tuple[succession.Share, ...]:
    usable = tuple(
        stage
        for stage in chain
        if stage.part_id == part_id or misfit(session, found(session, Part, stage.part_id), order) is None
    )
    only = len(usable) == 1 and usable[0].part_id == part_id
    if only and found(session, Part, part_id).state != "discontinued":
        return (succession.Share(part_id, quantity),)  # the common case: nothing to divide, whatever is there
    for stage in usable:
        fill(session, stage.part_id, store_id, at)
    available = {s.part_id: free_stock(session, s.part_id, store_id, at).available for s in usable}
    steps = {stage.part_id: step_of(session, stage.part_id) for stage in usable}
    shares = succession.shares(usable, quantity, available, steps)
    last = found(session, Part, shares[-1].part_id)
    if last.state == "discontinued" and shares[-1].quantity > available[last.id]:
        raise RuleViolation(
            "part_discontinued",
            part=last.number,
            asked=str(shares[-1].quantity),
            available=str(available[last.id]),
        )
    return shares


def _chain(session: Session, part_id: int, on: date) -> tuple[succession.Stage, ...]:
    return succession.stages(links_around(session, part_id), part_id, on)


def links_around(session: Session, part_id: int) -> list[succession.Link]:
    """Return every supersession that is connected with a part."""
    links: dict[int, succession.Link] = {}
    reached, fresh = {part_id}, {part_id}
    while fresh:
        rows = session.scalars(
            select(Supersession).where(Supersession.predecessor_id.in_(fresh) | Supersession.successor_id.in_(fresh))
        )
        for row in rows:
            links[row.id] = _link(row)
        ends = {end for link in links.values() for end in (link.predecessor_id, link.successor_id)}
        fresh = ends - reached
        reached |= ends
    return list(links.values())


def _link(row: Supersession) -> succession.Link:
    return succession.Link(
        row.predecessor_id,
        row.successor_id,
        row.valid_from_on,
        row.two_way,
        row.predecessor_factor,
        row.successor_factor,
    )


def _give_up(session: Session, request: PartRequest, at: datetime, *, was_needed: bool) -> Cancelled:
    """Cancel the rest of a request; what was needed and lacking stays demand, what lay ready was not needed."""
    unhold(session, request, "no_longer_wanted", at)
    ready = resolve(session, request.id, "released", at)
    rest = request.quantity - request.issued - request.cancelled
    cancel(request, rest)
    request.returned += min(ready, rest) if was_needed else rest
    written(session)
    return Cancelled(request.id, rest)


def _check_empty(session: Session, order: WorkOrder) -> None:
    parts = session.scalars(
        select(Part.number)
        .join(Balance, Balance.part_id == Part.id)
        .where(Balance.location_id == order.location_id, Balance.on_hand > Quantity.zero())
        .distinct()
        .order_by(Part.number)
    ).all()
    if parts:
        raise InvalidState("parts_still_issued", number=order.number, parts=list(parts))


def _open_requests(work_order_id: int) -> Select[int]:
    return (
        select(PartRequest.id)
        .where(PartRequest.work_order_id == work_order_id, PartRequest.open)
        .order_by(PartRequest.id)
    )


def _pairs(session: Session, work_order_id: int) -> list[tuple[int, int]]:
    rows = session.execute(
        select(PartRequest.part_id, PartRequest.store_id).where(
            PartRequest.work_order_id == work_order_id, PartRequest.open
        )
    )
    return [(part_id, store_id) for part_id, store_id in rows]


def _check_urgency(urgency: str) -> None:
    if urgency not in URGENCIES:
        raise RuleViolation("urgency_unknown", urgency=urgency)
