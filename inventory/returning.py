"""Take unused parts back from a work order into their own lot at their own cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, locked, place, written
from inventory.owing import follow
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.priority import Promise
from inventory.reserving import fill
from inventory.tables import Lot, PartRequest, WorkOrder
from kernel.amounts import Quantity
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class Returned:
    """Name the posting and list who was promised something of what came back."""

    posting_id: int
    filled: tuple[Promise, ...]


@once
def return_unused(
    session: Session,
    *,
    work_order_id: int,
    lot_id: int,
    quantity: Quantity,
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> Returned:
    """Take back so much of a lot into a bin or van; nothing is asked for anew by it.

    A work order may be closed by then: what was not used was not consumed.
    """
    order = found(session, WorkOrder, work_order_id)
    lot = found(session, Lot, lot_id)
    source = place(session, order.location_id, LocationKind.WORK_ORDER)
    target = place(session, to_location_id, LocationKind.BIN, LocationKind.VAN)
    check_quantity(session, lot.part_id, quantity)
    assert target.store_id is not None
    lock_stock(session, [(lot.part_id, target.store_id)])
    locked(session, WorkOrder, work_order_id)
    check_held(session, source, lot_id, quantity)
    unissue(session, order.id, lot.part_id, quantity, wanted_again=False)
    move = Move(MovementKind.RETURN, lot.part_id, lot_id, source.id, target.id, quantity)
    posted = post(session, [move], kind="return", reference=order.number, by=by, at=at)
    follow(session, order.id, lot.part_id)
    return Returned(posted.posting_id, fill(session, lot.part_id, target.store_id, at))


def unissue(session: Session, work_order_id: int, part_id: int, quantity: Quantity, *, wanted_again: bool) -> None:
    """Lower what requests of a work order count as issued, the newest first.

    `wanted_again` is for an issue that was a mistake: the request waits again; else the rest is noted as returned.
    """
    keys = session.scalars(
        select(PartRequest.id)
        .where(
            PartRequest.work_order_id == work_order_id,
            PartRequest.part_id == part_id,
            PartRequest.issued > Quantity.zero(),
        )
        .order_by(PartRequest.id)
    ).all()
    requests = [locked(session, PartRequest, key) for key in keys]
    for request in reversed(requests):
        part = min(request.issued, quantity)
        request.issued -= part
        if not wanted_again:
            request.cancelled += part
            request.returned += part
        request.open = request.issued + request.cancelled < request.quantity
        quantity -= part
    written(session)


def reissue(session: Session, work_order_id: int, part_id: int, quantity: Quantity) -> None:
    """Take back a return: what came back counts as issued again."""
    keys = session.scalars(
        select(PartRequest.id)
        .where(
            PartRequest.work_order_id == work_order_id,
            PartRequest.part_id == part_id,
            PartRequest.returned > Quantity.zero(),
        )
        .order_by(PartRequest.id)
    ).all()
    for request in [locked(session, PartRequest, key) for key in keys]:
        part = min(request.returned, quantity)
        request.issued += part
        request.cancelled -= part
        request.returned -= part
        quantity -= part
    written(session)
