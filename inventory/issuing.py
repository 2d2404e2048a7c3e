"""Issue parts to open work orders, oldest lots first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import check_quantity, found, know_place, lot_facts, part_with_unit, place, written
from inventory.finding_fits import check_fit
from inventory.finding_requests import asked
from inventory.owing import owe
from inventory.picking import PickLine, candidates, next_candidates, propose_pick
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.requesting import add_request, open_order
from inventory.reserving import fill, free_stock, open_reservations, take_promise, total_of
from inventory.succession import Share
from inventory.tables import FifoException, Lot, Part, PartRequest, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InsufficientStock, InvalidState, OutOfOrder, RuleViolation
from kernel.refusals import name_check, refusals
from kernel.requests import once
from kernel.rows import change_row
from kernel.settings import day_of

__all__ = [
    "Issued",
    "PickLine",
    "PickedLine",
    "SignedException",
    "issue",
    "issue_from_van",
    "propose_pick",
    "sign_exception",
]

name_check("ck_fifo_exception_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class PickedLine:
    """Hold what was taken of one lot from one place, at its own cost."""

    lot_id: int
    lot_number: str
    location_id: int
    quantity: Quantity
    unit_cost_cny: Money
    cost_cny: Money


@dataclass(frozen=True, slots=True)
class Issued:
    """Hold what was issued to a work order and what it cost."""

    posting_id: int
    work_order_id: int
    part_id: int
    quantity: Quantity
    lines: tuple[PickedLine, ...]
    cost_cny: Money
    part_request_id: int


@dataclass(frozen=True, slots=True)
class SignedException:
    """Name a signed permission to issue a lot before an older one."""

    fifo_exception_id: int


@once
def issue(
    session: Session,
    *,
    part_request_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    lot_id: int | None = None,
    fifo_exception_id: int | None = None,
) -> Issued:
    """Issue what a request is promised, oldest lots first; with `lot_id` only that lot, in its turn or by exception."""
    request, order, part, promised = asked(session, part_request_id, day_of(session, at))
    check_quantity(session, part.id, quantity)
    check_fit(session, part, order)
    _check_asked(request, quantity)
    if total_of(promised) < quantity:
        fill(session, part.id, request.store_id, at)
        promised = open_reservations(session, request.id)
    _check_promised(session, part, request, total_of(promised), quantity, at)
    picked = _picks(session, request, quantity, lot_id, fifo_exception_id, at)
    issued = request.issued + quantity
    with refusals():
        change_row(session, request, issued=issued, open=issued + request.cancelled < request.quantity)
    take_promise(session, request, promised, quantity, at)
    moves = [
        Move(
            MovementKind.ISSUE,
            part.id,
            pick.lot_id,
            pick.location_id,
            order.location_id,
            pick.quantity,
            fifo_exception_id=fifo_exception_id,
        )
        for pick in picked
    ]
    know_place(session, order.location_id, LocationKind.WORK_ORDER, None)
    posted = post(session, moves, kind="issue", reference=order.number, by=by, at=at)
    owe(session, order, part, request.stream, at)
    lines = tuple(_line(session, pick) for pick in picked)
    cost = sum((line.cost_cny for line in lines), Money.zero())
    return Issued(posted.posting_id, order.id, part.id, quantity, lines, cost, request.id)


@once
def issue_from_van(
    session: Session,
    *,
    work_order_id: int,
    part_id: int,
    van_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    stream: str = "repair",
) -> Issued:
    """Let an engineer use a part from the van: asked for and issued in one step, all of it or nothing."""
    van = place(session, van_id, LocationKind.VAN, active=False)
    part, _ = part_with_unit(session, part_id)
    check_quantity(session, part_id, quantity)
    lock_stock(session, [(part_id, van.id)])
    order = open_order(session, work_order_id)
    check_fit(session, part, order)
    line = add_request(
        session,
        order,
        Share(part_id, quantity),
        asked_part_id=part_id,
        store_id=van.id,
        stream=stream,
        needed_on=None,
        by=by,
        at=at,
    )
    return issue(
        session,
        part_request_id=line.part_request_id,
        quantity=quantity,
        by=by,
        at=at,
        request_key=f"{request_key}:issue",
    )


@once
def sign_exception(
    session: Session,
    *,
    lot_id: int,
    work_order_id: int,
    reason: str,
    asked_by_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> SignedException:
    """Permit, once and by another person than who asked, to issue a lot to a work order before an older one."""
    found(session, Lot, lot_id)
    order = found(session, WorkOrder, work_order_id)
    if order.state != "open":
        raise InvalidState("work_order_closed", number=order.number, state=order.state)
    if not reason.strip():
        raise RuleViolation("reason_missing")
    if asked_by_id == by:
        raise FourEyes("four_eyes", step="sign_exception")
    row = FifoException(
        lot_id=lot_id,
        work_order_id=work_order_id,
        reason=reason,
        asked_by_id=asked_by_id,
        signed_by_id=by,
        signed_at=at,
    )
    session.add(row)
    written(session)
    return SignedException(row.id)


def _check_asked(request: PartRequest, quantity: Quantity) -> None:
    waiting = request.quantity - request.issued - request.cancelled
    if quantity > waiting:
        raise RuleViolation(
            "more_than_requested",
            requested=str(request.quantity),
            issued=str(request.issued),
            waiting=str(waiting),
            asked=str(quantity),
        )


def _check_promised(
    session: Session, part: Part, request: PartRequest, promised: Quantity, quantity: Quantity, at: datetime
) -> None:
    if quantity > promised:
        free = free_stock(session, part.id, request.store_id, at)
        raise InsufficientStock(
            "insufficient_stock",
            part=part.number,
            asked=str(quantity),
            available=str(promised),
            on_hand=str(free.on_hand),
            reserved_for_others=str(free.reserved - promised),
            expired=str(free.expired),
        )


def _picks(
    session: Session,
    request: PartRequest,
    quantity: Quantity,
    lot_id: int | None,
    fifo_exception_id: int | None,
    at: datetime,
) -> tuple[fifo.Pick, ...]:
    on = day_of(session, at)
    if lot_id is None:
        there = next_candidates(session, request.part_id, request.store_id, quantity, on)
    else:
        there = candidates(session, request.part_id, request.store_id, on)
        if (older := fifo.older_lots(there, lot_id, on)) and fifo_exception_id is None:
            first = session.get_one(Lot, older[0])
            raise OutOfOrder("out_of_order", lot_id=lot_id, first_lot_id=first.id, first_lot=first.number)
        there = [candidate for candidate in there if candidate.lot_id == lot_id]
    if fifo_exception_id is not None:
        _check_exception(session, request, lot_id, fifo_exception_id)
        there = [max(there, key=lambda c: c.quantity)] if there else []  # an exception is good for one movement
    picked = fifo.picks(there, quantity, on)
    if fifo.total(picked) < quantity:
        raise InsufficientStock("insufficient_stock", asked=str(quantity), available=str(fifo.total(picked)))
    return picked


def _check_exception(session: Session, request: PartRequest, lot_id: int | None, fifo_exception_id: int) -> None:
    exception = found(session, FifoException, fifo_exception_id)
    if (exception.lot_id, exception.work_order_id) != (lot_id, request.work_order_id):
        raise RuleViolation("exception_for_another", fifo_exception_id=fifo_exception_id)


def _line(session: Session, pick: fifo.Pick) -> PickedLine:
    number, unit_cost = lot_facts(session, pick.lot_id)
    return PickedLine(pick.lot_id, number, pick.location_id, pick.quantity, unit_cost, unit_cost.times(pick.quantity))
