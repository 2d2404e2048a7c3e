"""Show what repairs cost in parts: by work order, month and product model; and which lots expire soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import BigInteger, String, case, cast, extract, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from inventory.places import ISSUEABLE, LocationKind
from inventory.queries.columns import Listing, money, number, quantity, total
from inventory.tables import (
    Balance,
    FrozenLot,
    Location,
    Lot,
    Movement,
    Part,
    Posting,
    ProductModel,
    Unit,
    WorkOrder,
)
from kernel.amounts import Money, Quantity

WATCHED = (*ISSUEABLE, LocationKind.STAGING)
"""Places whose goods are watched for their expiry."""


@dataclass(frozen=True, slots=True)
class CostsAsked:
    """Say which issues are meant: days, and a store, a model (`modelled` False: none is known), an order or a part."""

    since: date
    until: date
    store_id: int | None = None
    product_model_id: int | None = None
    modelled: bool | None = None
    work_order_id: int | None = None
    part_id: int | None = None


def issue_costs_select(by: Literal["work_order", "month", "model"], asked: CostsAsked) -> Listing:
    """List the FIFO cost of what went to work orders less what came back, by work order, month or product model.

    Columns: id, code, name_zh, name_en (of the model), cost_cny, work_orders (how many), months as first days in code.
    """
    moved = _moved(asked).subquery()
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


def issue_cost(session: Session, asked: CostsAsked) -> Money:
    """Return the cost of all these issues less what came back."""
    moved = _moved(asked).subquery()
    summed = (
        select(money(total(moved.c.quantity * number(Lot.unit_cost_cny))))
        .select_from(moved)
        .join(Lot, Lot.id == moved.c.lot_id)
    )
    return session.scalar(summed) or Money.zero()


def cost_movements_select(asked: CostsAsked) -> Listing:
    """List the movements behind a cost, what came back as negative amounts.

    Columns: id, posting_id, posted_at, moved_on, kind, reference, part_number, name_*, unit, lot_id, lot_number,
    work_order_id, work_order, model_code, store_code, quantity, unit_cost_cny, cost_cny.
    """
    moved = _moved(asked).subquery()
    store = aliased(Location)
    return (
        select(
            moved.c.id,
            Posting.id.label("posting_id"),
            Posting.posted_at,
            moved.c.moved_on,
            moved.c.kind,
            Posting.reference,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            WorkOrder.id.label("work_order_id"),
            WorkOrder.number.label("work_order"),
            ProductModel.code.label("model_code"),
            store.code.label("store_code"),
            quantity(moved.c.quantity).label("quantity"),
            Lot.unit_cost_cny,
            money(moved.c.quantity * number(Lot.unit_cost_cny)).label("cost_cny"),
        )
        .select_from(moved)
        .join(Posting, Posting.id == moved.c.posting_id)
        .join(Lot, Lot.id == moved.c.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(WorkOrder, WorkOrder.location_id == moved.c.place_id)
        .outerjoin(ProductModel, ProductModel.id == WorkOrder.product_model_id)
        .outerjoin(store, store.id == moved.c.store_id)
    )


def _moved(asked: CostsAsked) -> Listing:
    """List both directions between stores and work orders: lot, place of the work order, day, signed quantity.

    What leaves a work order for the customer was used: it costs what it cost.
    """
    branches = []
    for place, other, sign in (
        (Movement.to_location_id, Movement.from_location_id, 1),
        (Movement.from_location_id, Movement.to_location_id, -1),
    ):
        end, store = aliased(Location), aliased(Location)
        branch = (
            select(
                Movement.id,
                Movement.posting_id,
                Movement.kind,
                Movement.lot_id,
                end.id.label("place_id"),
                Movement.moved_on,
                store.store_id,
                (number(Movement.quantity) * sign).label("quantity"),
            )
            .join(end, end.id == place)
            .join(store, store.id == other)
            .where(
                end.kind == LocationKind.WORK_ORDER,
                store.kind != LocationKind.CUSTOMER,
                Movement.moved_on.between(asked.since, asked.until),
            )
        )
        if asked.store_id is not None:
            branch = branch.where(store.store_id == asked.store_id)
        if asked.part_id is not None:
            branch = branch.where(Movement.part_id == asked.part_id)
        branches.append(_of_orders(branch, end.id, asked))
    moved = union_all(*branches).subquery()
    return select(moved)


def _of_orders(branch: Listing, place_id: Any, asked: CostsAsked) -> Listing:  # noqa: ANN401 - a column
    """Narrow to work orders of a model, of none, or to one."""
    conditions = []
    if asked.work_order_id is not None:
        conditions.append(WorkOrder.id == asked.work_order_id)
    if asked.product_model_id is not None:
        conditions.append(WorkOrder.product_model_id == asked.product_model_id)
    if asked.modelled is not None:
        known = WorkOrder.product_model_id.is_not(None)
        conditions.append(known if asked.modelled else ~known)
    if not conditions:
        return branch
    return branch.where(place_id.in_(select(WorkOrder.location_id).where(*conditions)))


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
