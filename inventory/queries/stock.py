"""Show stock by part and store, and open what is available to the lots and promises behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Subquery, case, select, union
from sqlalchemy.orm import Session, aliased

from inventory.places import VALUED, LocationKind
from inventory.queries.columns import Listing, money, number, or_zero, quantity, total, waiting
from inventory.queries.requests import WaitingRequest, waiting_requests
from inventory.tables import Alternate, Balance, FrozenLot, Location, Lot, Part, PartRequest, Stock, Unit
from kernel.amounts import Money, Quantity

K = LocationKind


@dataclass(frozen=True, slots=True)
class LotThere:
    """Hold what of a lot lies in a place."""

    part_id: int
    lot_id: int
    lot_number: str
    serial_number: str | None
    location_id: int
    location_code: str
    location_kind: str
    store_id: int
    on_hand: Quantity
    unit_cost_cny: Money
    received_on: date
    expires_on: date | None
    issueable: bool
    frozen: bool


@dataclass(frozen=True, slots=True)
class Availability:
    """Hold how the available quantity comes about: on hand less reserved, expired and frozen, with the rows behind."""

    part_id: int
    store_id: int
    on_hand: Quantity
    reserved: Quantity
    expired: Quantity
    frozen: Quantity
    available: Quantity
    backordered: Quantity
    lots: tuple[LotThere, ...]
    requests: tuple[WaitingRequest, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """Hold a part that may be used instead and what of it is free in a store."""

    part_id: int
    number: str
    name_zh: str
    name_en: str
    note: str
    available: Quantity


def stock_select(
    *, on: date, store_id: int | None = None, part_id: int | None = None, part_ids: tuple[int, ...] | None = None
) -> Listing:
    """List parts by store: every part that was ever there or is asked for.

    Columns: part_id, number, name_zh, name_en, unit, category_id, use_class, criticality, state, abc, xyz, fsn,
    store_id, store_code, store_name_zh, store_name_en, on_hand, reserved, expired, frozen, available, backordered,
    hold, staging, quarantine, in_transit, value_cny. Available is on hand less reserved less expired less frozen;
    backordered is what requests lack beyond what is promised to them. `part_ids` narrows every sum to some parts.
    """
    parts = (part_id,) if part_id is not None else part_ids
    there, asked = _there(on, store_id, parts), _asked(store_id, parts)
    stocked = _narrowed(select(Stock.part_id, Stock.store_id), Stock, store_id, parts)
    keys = union(
        stocked, select(there.c.part_id, there.c.store_id), select(asked.c.part_id, asked.c.store_id)
    ).subquery()
    store = aliased(Location)
    on_hand, reserved, expired = or_zero(Stock.on_hand), or_zero(Stock.reserved), or_zero(there.c.expired)
    frozen = or_zero(there.c.frozen)
    return (
        select(
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Part.category_id,
            Part.use_class,
            Part.criticality,
            Part.state,
            Part.abc,
            Part.xyz,
            Part.fsn,
            store.id.label("store_id"),
            store.code.label("store_code"),
            store.name_zh.label("store_name_zh"),
            store.name_en.label("store_name_en"),
            quantity(on_hand).label("on_hand"),
            quantity(reserved).label("reserved"),
            quantity(expired).label("expired"),
            quantity(frozen).label("frozen"),
            quantity(on_hand - reserved - expired - frozen).label("available"),
            quantity(or_zero(asked.c.waiting) - reserved).label("backordered"),
            *(quantity(or_zero(there.c[name])).label(name) for name in ELSEWHERE),
            money(or_zero(there.c.value)).label("value_cny"),
        )
        .select_from(keys)
        .join(Part, Part.id == keys.c.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(store, store.id == keys.c.store_id)
        .outerjoin(Stock, (Stock.part_id == keys.c.part_id) & (Stock.store_id == keys.c.store_id))
        .outerjoin(there, (there.c.part_id == keys.c.part_id) & (there.c.store_id == keys.c.store_id))
        .outerjoin(asked, (asked.c.part_id == keys.c.part_id) & (asked.c.store_id == keys.c.store_id))
    )


ELSEWHERE = {"hold": K.HOLD, "staging": K.STAGING, "quarantine": K.QUARANTINE, "in_transit": K.IN_TRANSIT}
"""Columns of goods that are in the house but no stock, with the kind of place that they lie in."""


def lots_select(*, part_id: int | None = None, store_id: int | None = None, kinds: tuple[str, ...] = ()) -> Listing:
    """List what of each lot lies where inside the stores; columns as in `LotThere`, oldest first."""
    listed = (
        select(
            Balance.part_id,
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Location.id.label("location_id"),
            Location.code.label("location_code"),
            Location.kind.label("location_kind"),
            Balance.store_id,
            Balance.on_hand,
            Lot.unit_cost_cny,
            Lot.received_on,
            Lot.expires_on,
            Balance.issueable,
            FrozenLot.lot_id.is_not(None).label("frozen"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .outerjoin(FrozenLot, FrozenLot.lot_id == Balance.lot_id)
        .where(Balance.on_hand > Quantity.zero(), Balance.store_id.is_not(None))
        .order_by(Lot.rank_on, Lot.id, Location.code)
    )
    if kinds:
        listed = listed.where(Location.kind.in_(kinds))
    return _narrowed(listed, Balance, store_id, None if part_id is None else (part_id,))


def availability(session: Session, *, part_id: int, store_id: int, on: date) -> Availability:
    """Open the available quantity of a part in a store to its lots and to the requests that hold or want it."""
    row = session.execute(
        select(Stock.on_hand, Stock.reserved).where(Stock.part_id == part_id, Stock.store_id == store_id)
    ).one_or_none()
    on_hand, reserved = row or (Quantity.zero(), Quantity.zero())
    rows = session.execute(lots_select(part_id=part_id, store_id=store_id)).mappings()
    lots = tuple(LotThere(**each) for each in rows)
    shelved = [lot for lot in lots if lot.issueable]
    stopped = sum((lot.on_hand for lot in shelved if lot.frozen), Quantity.zero())
    gone = (lot.on_hand for lot in shelved if not lot.frozen and lot.expires_on is not None and lot.expires_on < on)
    expired = sum(gone, Quantity.zero())
    requests = waiting_requests(session, part_id=part_id, store_id=store_id)
    lacking = sum((request.backordered for request in requests), Quantity.zero())
    return Availability(
        part_id,
        store_id,
        on_hand,
        reserved,
        expired,
        stopped,
        on_hand - reserved - expired - stopped,
        lacking,
        lots,
        requests,
    )


def substitutes(session: Session, *, part_id: int, store_id: int) -> tuple[Substitute, ...]:
    """Return the alternates of a part with what of each is free in a store, the most available first."""
    free = or_zero(Stock.on_hand) - or_zero(Stock.reserved)
    rows = session.execute(
        select(Part.id, Part.number, Part.name_zh, Part.name_en, Alternate.note, quantity(free))
        .join(Alternate, Part.id == Alternate.alternate_part_id)
        .outerjoin(Stock, (Stock.part_id == Part.id) & (Stock.store_id == store_id))
        .where(Alternate.part_id == part_id)
        .order_by(free.desc(), Part.number)
    )
    return tuple(Substitute(*row) for row in rows)


def van_stock_select(*, van_id: int, on: date) -> Listing:
    """List what an engineer has in the van, as `stock_select`, leaving out what is not there."""
    listed = stock_select(on=on, store_id=van_id)
    return listed.where((Stock.on_hand > Quantity.zero()) | (Stock.reserved > Quantity.zero()))


def _there(on: date, store_id: int | None, part_ids: tuple[int, ...] | None) -> Subquery:
    """Sum what lies in the places of each store, by part."""
    there = number(Balance.on_hand)
    stopped = FrozenLot.lot_id.is_not(None)
    expired = Balance.issueable & (Lot.expires_on < on) & ~stopped
    value = case((Location.kind.in_(VALUED), there * number(Lot.unit_cost_cny)), else_=0)
    summed = (
        select(
            Balance.part_id,
            Balance.store_id,
            total(case((expired, there), else_=0)).label("expired"),
            total(case((Balance.issueable & stopped, there), else_=0)).label("frozen"),
            *(total(case((Location.kind == kind, there), else_=0)).label(name) for name, kind in ELSEWHERE.items()),
            total(value).label("value"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .outerjoin(FrozenLot, FrozenLot.lot_id == Balance.lot_id)
        .where(Balance.on_hand > Quantity.zero(), Balance.store_id.is_not(None))
        .group_by(Balance.part_id, Balance.store_id)
    )
    return _narrowed(summed, Balance, store_id, part_ids).subquery()


def _asked(store_id: int | None, part_ids: tuple[int, ...] | None) -> Subquery:
    """Sum what open requests still lack or are promised, by part and store."""
    summed = (
        select(PartRequest.part_id, PartRequest.store_id, total(waiting()).label("waiting"))
        .where(PartRequest.open)
        .group_by(PartRequest.part_id, PartRequest.store_id)
    )
    return _narrowed(summed, PartRequest, store_id, part_ids).subquery()


def _narrowed(
    listed: Listing,
    table: type[Stock | Balance | PartRequest],
    store_id: int | None,
    part_ids: tuple[int, ...] | None,
) -> Listing:
    if store_id is not None:
        listed = listed.where(table.store_id == store_id)
    if part_ids is None:
        return listed
    return listed.where(table.part_id == part_ids[0] if len(part_ids) == 1 else table.part_id.in_(part_ids))
