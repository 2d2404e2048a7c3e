"""Find what a request or an issue looks at, locked in its turn, by statements made once: most often a single one.

Each costs a way to the server. They read of every row what these commands ask for; the rest is read when asked for.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, load_only

from inventory.finding import STORES, check_place, know_part, part_with_unit, store
from inventory.owing import OWED_FOR
from inventory.posting import lock_stock, locked_stock
from inventory.reserving import RESERVATION_DAYS
from inventory.tables import OPEN, Location, Part, PartRequest, Reservation, Stock, Supersession, Unit, WorkOrder
from kernel.errors import InvalidState, NotFound
from kernel.prepared import run
from kernel.settings import holding, know_setting

_PART = load_only(
    Part.number,
    Part.unit_id,
    Part.state,
    Part.merged_into_id,
    Part.serial_tracked,
    Part.use_class,
    Part.criticality,
    Part.old_part,
)
_ORDER = load_only(
    WorkOrder.number,
    WorkOrder.location_id,
    WorkOrder.state,
    WorkOrder.urgency,
    WorkOrder.engineer_id,
    WorkOrder.product_model_id,
    WorkOrder.product_serial,
)
_REQUEST = load_only(
    PartRequest.work_order_id,
    PartRequest.part_id,
    PartRequest.store_id,
    PartRequest.stream,
    PartRequest.quantity,
    PartRequest.issued,
    PartRequest.cancelled,
    PartRequest.open,
)
_UNIT = load_only(Unit.step)
_STORE = load_only(Location.code, Location.kind, Location.active)

_IN_CHAIN = (
    select(Supersession.id)
    .where(or_(Supersession.predecessor_id == bindparam("part"), Supersession.successor_id == bindparam("part")))
    .exists()
)
_WANTED = (
    select(Part, Unit, Location, holding(RESERVATION_DAYS), _IN_CHAIN)
    .join(Unit, Unit.id == Part.unit_id)
    .join(Location, Location.id == bindparam("store"))
    .where(Part.id == bindparam("part"))
    .options(_PART, _UNIT, _STORE)
)
_WANTED_ALONE = (
    select(Part, Unit, Location, holding(RESERVATION_DAYS), WorkOrder)
    .join(Unit, Unit.id == Part.unit_id)
    .join(Location, Location.id == bindparam("store"))
    .join(Stock, (Stock.part_id == Part.id) & (Stock.store_id == Location.id))
    .join(WorkOrder, WorkOrder.id == bindparam("order"))
    .where(Part.id == bindparam("part"), Part.merged_into_id.is_(None), ~_IN_CHAIN)
    .options(_PART, _UNIT, _STORE, _ORDER)
    .with_for_update(of=(Stock, WorkOrder), key_share=True)
    .execution_options(populate_existing=True)
)

_ASKED = select(PartRequest.part_id, PartRequest.store_id).where(PartRequest.id == bindparam("key"))
_LOCKED = _ASKED.join(
    Stock, (Stock.part_id == PartRequest.part_id) & (Stock.store_id == PartRequest.store_id)
).with_for_update(of=Stock)
_OPEN = (Reservation.part_request_id == PartRequest.id) & (Reservation.state == OPEN)


def _sheet() -> Select[PartRequest, WorkOrder, Part, Unit, Reservation, object]:
    return (
        select(PartRequest, WorkOrder, Part, Unit, Reservation, holding(OWED_FOR))
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .join(Part, Part.id == PartRequest.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(PartRequest.id == bindparam("key"))
        .order_by(Reservation.id)
        .options(_REQUEST, _ORDER, _PART, _UNIT)
        .execution_options(populate_existing=True)
    )


_SHEET = _sheet().outerjoin(Reservation, _OPEN).with_for_update(of=(WorkOrder, PartRequest), key_share=True)
_PROMISED = (
    _sheet()
    .join(Stock, (Stock.part_id == PartRequest.part_id) & (Stock.store_id == PartRequest.store_id))
    .join(Reservation, _OPEN)
    .with_for_update(of=(Stock, WorkOrder, PartRequest, Reservation), key_share=True)
)
"""The promises are locked too, so that each is as it is now, also where the statement waited for the stock row. One
that was made meanwhile is not among them; it stays open, or is looked for when these are not enough."""


class Wanted(NamedTuple):
    """Hold a part that a store is asked for, and whether nothing else stands in its place or it in another's.

    Then the order is there as it is now, its row locked with the stock row.
    """

    part: Part
    alone: bool
    order: WorkOrder | None


class Asked(NamedTuple):
    """Hold a request as it is now, the open order it belongs to, its part, and the open promises to it."""

    request: PartRequest
    order: WorkOrder
    part: Part
    promised: list[Reservation]


def wanted(session: Session, work_order_id: int, part_id: int, store_id: int, on: date) -> Wanted:
    """Return the part that a work order wants of a store on a day, most often with everything locked that is needed.

    A part that has never been in the store has no stock row yet, and one of a chain is not alone: nothing is locked.
    """
    values = {"order": work_order_id, "part": part_id, "store": store_id, "day": on}
    row = session.execute(_WANTED_ALONE, values).one_or_none()
    if row is not None:
        locked_stock(session, part_id, store_id)
    else:
        row = session.execute(_WANTED, values).one_or_none()
        if row is None:
            store(session, store_id)
            return Wanted(part_with_unit(session, part_id)[0], alone=False, order=None)
    part, unit, place, reservation_days, more = row
    know_part(session, part, unit)
    know_setting(session, RESERVATION_DAYS, on, reservation_days)
    check_place(place, *STORES)
    if isinstance(more, WorkOrder):
        return Wanted(part, alone=True, order=more)
    return Wanted(part, alone=not more and part.merged_into_id is None, order=None)


def asked(session: Session, part_request_id: int, on: date) -> Asked:
    """Return a request with what belongs to it on a day, its stock row, order and own row locked in this order.

    Whoever changes promises of a part in a store holds its stock row. Raises `NotFound`, and `InvalidState` where the
    order is no longer open.
    """
    values = {"key": part_request_id, "day": on}
    rows = session.execute(_PROMISED, values).all()
    if rows:
        locked_stock(session, rows[0][0].part_id, rows[0][0].store_id)
    else:
        _lock(session, part_request_id)
        rows = session.execute(_SHEET, values).all()
    request, order, part, unit, _, owed_for = rows[0]
    know_part(session, part, unit)
    know_setting(session, OWED_FOR, on, owed_for)
    return Asked(request, check_open(order), part, [row[4] for row in rows if row[4] is not None])


def check_open(order: WorkOrder) -> WorkOrder:
    """Return a work order, or refuse because it is no longer open."""
    if order.state != "open":
        raise InvalidState("work_order_closed", number=order.number, state=order.state)
    return order


def _lock(session: Session, part_request_id: int) -> None:
    """Lock the stock row of a request, so that a second statement sees its promises as they are."""
    pair = run(session, _LOCKED, key=part_request_id).one_or_none()
    if pair is not None:
        locked_stock(session, pair.part_id, pair.store_id)
        return
    pair = run(session, _ASKED, key=part_request_id).one_or_none()  # never in this store: no stock row yet
    if pair is None:
        raise NotFound("part_request_unknown", id=part_request_id)
    lock_stock(session, [(pair.part_id, pair.store_id)])
