"""Show what repairs cost in parts: by work order, month and product model; and which lots expire soon."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import BigInteger, String, case, cast, extract, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from inventory.places import ISSUEABLE, LocationKind
from inventory.queries.columns import Listing, money, number, total
from inventory.tables import Balance, FrozenLot, Location, Lot, Movement, Part, ProductModel, Unit, WorkOrder
from kernel.amounts import Quantity

WATCHED = (*ISSUEABLE, LocationKind.STAGING)
"""Places whose goods are watched for their expiry."""


def issue_costs_select(
    by: Literal["work_order", "month", "model"], *, since: date, until: date, store_id: int | None = None
) -> Listing:
    """List the FIFO cost of what went to work orders less what came back, by work order, month or product model.

    Columns: id, code, name_zh, name_en (of the model), cost_cny, work_orders (how many), months as first days in code.
    """
    moved = _moved(since, until, store_id).subquery()
    day = moved.c.moved_on
    month = cast(extract("year", day) * 100 + extract("month", day), BigInteger)
    key: dict[str, tuple[Any, ...]] = {
        "work_order": (WorkOrder.id, WorkOrder.number, ProductModel.name_zh, ProductModel.name_en),
        "month": (month, cast(month, String), literal(""), literal("")),
        "model": (ProductModel.id, ProductModel.code, ProductModel.name_zh, ProductModel.name_en),
    }
    own, code, name_zh, name_en = key[by]
    groups = [own, code] if by == "month" else [own, code, name_zh, name_en]
    return (
        select(
            own.label("id"),
            code.label("code"),
            name_zh.label("name_zh"),
            name_en.label("name_en"),
            money(total(moved.c.quantity * number(Lot.unit_cost_cny))).label("cost_cny"),
            func.count(WorkOrder.id.distinct()).label("work_orders"),
        )
        .select_from(moved)
        .join(Lot, Lot.id == moved.c.lot_id)
        .join(WorkOrder, WorkOrder.location_id == moved.c.place_id)
        .outerjoin(ProductModel, ProductModel.id == WorkOrder.product_model_id)
        .group_by(*groups)
    )


def _moved(since: date, until: date, store_id: int | None) -> Listing:
    """List both directions between stores and work orders: lot, place of the work order, day, signed quantity."""
    branches = []
    for place, other, sign in (
        (Movement.to_location_id, Movement.from_location_id, 1),
        (Movement.from_location_id, Movement.to_location_id, -1),
    ):
        end, store = aliased(Location), aliased(Location)
        branch = (
            select(
                Movement.lot_id,
                end.id.label("place_id"),
                Movement.moved_on,
                (number(Movement.quantity) * sign).label("quantity"),
            )
            .join(end, end.id == place)
            .where(end.kind == LocationKind.WORK_ORDER, Movement.moved_on.between(since, until))
        )
        if store_id is not None:
            branch = branch.join(store, store.id == other).where(store.store_id == store_id)
        branches.append(branch)
    moved = union_all(*branches).subquery()
    return select(moved.c.lot_id, moved.c.place_id, moved.c.moved_on, moved.c.quantity)


def expiring_select(*, on: date, until: date, store_id: int | None = None) -> Listing:
    """List what lies in bins, vans and staging and expires by a day, or has expired, the first to expire first.

    Columns: lot_id, lot_number, part_id, number, name_zh, name_en, unit, location_id, location_code, store_code,
    on_hand, value_cny, expires_on, state (expired before `on`, or soon), frozen.
    """
    store = aliased(Location)
    listed = (
        select(
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Balance.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Location.id.label("location_id"),
            Location.code.label("location_code"),
            store.code.label("store_code"),
            Balance.on_hand,
            money(number(Balance.on_hand) * number(Lot.unit_cost_cny)).label("value_cny"),
            Lot.expires_on,
            case((Lot.expires_on < on, "expired"), else_="soon").label("state"),
            FrozenLot.lot_id.is_not(None).label("frozen"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Balance.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == Balance.location_id)
        .join(store, store.id == Balance.store_id)
        .outerjoin(FrozenLot, FrozenLot.lot_id == Lot.id)
        .where(
            or_(*(Location.kind == kind for kind in WATCHED)),
            Balance.on_hand > Quantity.zero(),
            Lot.expires_on.is_not(None),
            Lot.expires_on <= until,
        )
        .order_by(Lot.expires_on, Lot.id, Location.code)
    )
    return listed if store_id is None else listed.where(Balance.store_id == store_id)
