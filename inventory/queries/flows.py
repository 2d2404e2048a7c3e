"""Sum what went into and out of stock between two days, by store, category or part: in quantity and in exact value."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Subquery, and_, case, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from inventory.places import VALUED, LocationKind
from inventory.queries.columns import Listing, money, number, quantity, total
from inventory.queries.values import balances_on
from inventory.tables import Category, Location, Lot, Movement, Part, Unit
from inventory.tables.periods import FLOWS

K = LocationKind
By = Literal["part", "category", "store"]
OUTER = {
    "received": (K.SUPPLIER, K.OPENING),
    "supplier_returned": (K.SUPPLIER, K.OPENING),
    "issued": (K.WORK_ORDER,),
    "taken_back": (K.WORK_ORDER,),
    "gained": (K.VARIANCE,),
    "lost": (K.VARIANCE,),
    "scrapped": (K.SCRAP,),
}
"""Which other end makes a movement a flow of that name; between stores it is a transfer, all else is other."""
_ELSE_IN = (K.SUPPLIER, K.OPENING, K.WORK_ORDER, K.VARIANCE)
_ELSE_OUT = (*_ELSE_IN, K.SCRAP)


def sides(*, since: date | None = None, until: date | None = None, store_id: int | None = None) -> Subquery:
    """Return both ends of each movement that lie in a store: part_id, lot_id, store_id, other, into, out_of.

    `other` is the kind of the other end, or transfer between stores; a move inside a store is left out. A reversal
    takes away from the flow that it undoes, so that a mistake and its correction leave nothing in either sum.
    """
    source, target = aliased(Location), aliased(Location)
    return union_all(
        _side(target, source, into=True, since=since, until=until, store_id=store_id),
        _side(source, target, into=False, since=since, until=until, store_id=store_id),
    ).subquery()


def _side(
    place: Any,  # noqa: ANN401 - an alias of Location
    other: Any,  # noqa: ANN401
    *,
    into: bool,
    since: date | None,
    until: date | None,
    store_id: int | None,
) -> Listing:
    amount = number(Movement.quantity)
    undoes = Movement.kind == "reversal"
    forward, backward = case((undoes, 0), else_=amount), case((undoes, -amount), else_=0)
    inside = place.store_id == other.store_id
    listed = (
        select(
            Movement.part_id,
            Movement.lot_id,
            place.store_id.label("store_id"),
            case((other.kind.in_(VALUED), literal("transfer")), else_=other.kind).label("other"),
            (forward if into else backward).label("into"),
            (backward if into else forward).label("out_of"),
        )
        .join(place, place.id == (Movement.to_location_id if into else Movement.from_location_id))
        .join(other, other.id == (Movement.from_location_id if into else Movement.to_location_id))
        .where(
            place.kind.in_(VALUED),
            place.store_id.is_not(None),
            or_(other.kind.not_in(VALUED), other.store_id.is_(None), ~inside),
        )
    )
    if since is not None:
        listed = listed.where(Movement.moved_on >= since)
    if until is not None:
        listed = listed.where(Movement.moved_on <= until)
    return listed if store_id is None else listed.where(place.store_id == store_id)


def flow_case(name: str, rows: Subquery) -> ColumnElement[int]:
    """Return a row's amount if it belongs to the flow of that name, else 0."""
    into, out_of, other = rows.c.into, rows.c.out_of, rows.c.other
    match name:
        case "received" | "taken_back" | "gained":
            return case((other.in_(OUTER[name]), into), else_=0)
        case "supplier_returned" | "issued" | "lost" | "scrapped":
            return case((other.in_(OUTER[name]), out_of), else_=0)
        case "transferred_in":
            return case((other == "transfer", into), else_=0)
        case "transferred_out":
            return case((other == "transfer", out_of), else_=0)
        case "other_in":
            return case((and_(other != "transfer", other.not_in(_ELSE_IN)), into), else_=0)
        case _:
            return case((and_(other != "transfer", other.not_in(_ELSE_OUT)), out_of), else_=0)


def month_values_select(*, since: date, until: date) -> Listing:
    """List the exact flows of some days by store and category: store_id, category_id, one column a flow.

    In ten-millionths of a yuan: a scaled quantity times a scaled unit cost, never rounded.
    """
    rows = sides(since=since, until=until)
    worth = number(Lot.unit_cost_cny)
    return (
        select(
            rows.c.store_id,
            Part.category_id,
            *(total(flow_case(name, rows) * worth).label(name) for name in FLOWS),
        )
        .select_from(rows)
        .join(Lot, Lot.id == rows.c.lot_id)
        .join(Part, Part.id == rows.c.part_id)
        .group_by(rows.c.store_id, Part.category_id)
    )


def closing_values_select(*, on: date, from_months: bool = True) -> Listing:
    """List the exact value at the end of a day by store and category: store_id, category_id, closing."""
    then = balances_on(on, from_months=from_months)
    return (
        select(then.c.store_id, Part.category_id, total(then.c.on_hand * number(Lot.unit_cost_cny)).label("closing"))
        .select_from(then)
        .join(Location, Location.id == then.c.location_id)
        .join(Lot, Lot.id == then.c.lot_id)
        .join(Part, Part.id == then.c.part_id)
        .where(Location.kind.in_(VALUED), then.c.store_id.is_not(None))
        .group_by(then.c.store_id, Part.category_id)
    )


def period_select(by: By, *, since: date, until: date, store_id: int | None = None) -> Listing:
    """List opening, flows and closing of some days by part, category or store.

    Columns: id, code, name_zh, name_en (by part also unit, and each amount as quantity: opening, received, issued,
    transferred, adjusted, other, closing), opening_cny, received_cny, issued_cny (less what came back unused),
    transferred_cny, adjusted_cny, other_cny (returned to suppliers, scrapped, sold), closing_cny.
    """
    listed = _flows_and_closing(since, until, store_id)
    key, code, name_zh, name_en = {
        "part": (Part.id, Part.number, Part.name_zh, Part.name_en),
        "category": (Category.id, Category.code, Category.name_zh, Category.name_en),
        "store": (Location.id, Location.code, Location.name_zh, Location.name_en),
    }[by]
    amounts: list[Any] = []
    if by == "part":
        amounts = [Unit.code.label("unit"), *(quantity(total(listed.c[n])).label(n) for n in SHOWN)]
    worth = number(Lot.unit_cost_cny)
    amounts += [money(total(listed.c[name] * worth)).label(f"{name}_cny") for name in SHOWN]
    groups = [key, code, name_zh, name_en, *([Unit.code] if by == "part" else [])]
    return (
        select(key.label("id"), code.label("code"), name_zh.label("name_zh"), name_en.label("name_en"), *amounts)
        .select_from(listed)
        .join(Lot, Lot.id == listed.c.lot_id)
        .join(Part, Part.id == listed.c.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == listed.c.store_id)
        .outerjoin(Category, Category.id == Part.category_id)
        .group_by(*groups)
    )


SHOWN = ("opening", "received", "issued", "transferred", "adjusted", "other", "closing")


def _flows_and_closing(since: date, until: date, store_id: int | None) -> Subquery:
    """Sum by lot and store: what lies there now less what came later is the closing, less the flows the opening."""
    rows = sides(since=since, until=until, store_id=store_id)
    flow = {name: flow_case(name, rows) for name in FLOWS}
    shown: dict[str, ColumnElement[int]] = {
        "received": flow["received"],
        "issued": flow["taken_back"] - flow["issued"],
        "transferred": flow["transferred_in"] - flow["transferred_out"],
        "adjusted": flow["gained"] - flow["lost"],
        "other": flow["other_in"] - flow["other_out"] - flow["supplier_returned"] - flow["scrapped"],
    }
    then = balances_on(until)
    there = (
        select(
            then.c.part_id,
            then.c.lot_id,
            then.c.store_id,
            then.c.on_hand.label("opening"),
            *(literal(0).label(name) for name in SHOWN[1:-1]),
            then.c.on_hand.label("closing"),
        )
        .join(Location, Location.id == then.c.location_id)
        .where(Location.kind.in_(VALUED), then.c.store_id.is_not(None), then.c.on_hand != 0)
    )
    if store_id is not None:
        there = there.where(then.c.store_id == store_id)
    moved = select(
        rows.c.part_id,
        rows.c.lot_id,
        rows.c.store_id,
        (rows.c.out_of - rows.c.into).label("opening"),
        *(shown[name].label(name) for name in SHOWN[1:-1]),
        literal(0).label("closing"),
    )
    return union_all(there, moved).subquery()
