"""Open a stock-take: choose what is counted and give each part in each place its line, twenty thousand at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, literal, select, update
from sqlalchemy.orm import Session

from inventory.finding import store, written
from inventory.finding_stock_takes import being_counted, categories_below, places_inside
from inventory.places import ISSUEABLE
from inventory.tables import Balance, CountLine, CountProposal, Location, Part, StockTake
from kernel.amounts import Quantity
from kernel.auditing import log
from kernel.db import Base
from kernel.errors import Conflict, RuleViolation
from kernel.numbering import next_number
from kernel.prepared import run_many
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of

_LINE = Base.metadata.tables["count_line"]
_COLUMNS = ("stock_take_id", "location_id", "part_id", "found", "recount_asked", "cause_note")


@dataclass(frozen=True, slots=True)
class Created:
    """Name the new stock-take and say how many lines it has."""

    stock_take_id: int
    number: str
    lines: int


@once
def create_stock_take(
    session: Session,
    *,
    store_id: int,
    due_on: date,
    zone_ids: tuple[int, ...] = (),
    abc: tuple[str, ...] = (),
    category_ids: tuple[int, ...] = (),
    by: int,
    at: datetime,
    request_key: str,
) -> Created:
    """Open a stock-take over all that a store holds in the chosen zones, classes and categories."""
    keeper = store(session, store_id)
    where: list[ColumnElement[bool]] = [Location.store_id == keeper.id]
    if zone_ids:
        where.append(Location.id.in_(places_inside(session, keeper.id, zone_ids)))
    if abc:
        where.append(Part.abc.in_(abc))
    if category_ids:
        where.append(Part.category_id.in_(categories_below(session, category_ids)))
    pairs = lying(*where)
    chosen = pairs.subquery()
    same = (chosen.c.location_id == CountLine.location_id) & (chosen.c.part_id == CountLine.part_id)
    clash = being_counted(keeper.id).join(chosen, same)
    if other := session.execute(clash.limit(1)).first():
        place, part, number = other
        raise Conflict("already_being_counted", stock_take=number, location_id=place, part_id=part)
    scope = {"zone_ids": list(zone_ids), "abc": list(abc), "category_ids": list(category_ids)}
    take = new_take(session, keeper.id, due_on, scope, by=by, at=at)
    rows = pairs.add_columns(literal(take.id), literal(value=False), literal(value=False), literal(""))
    named = ("location_id", "part_id", "stock_take_id", "found", "recount_asked", "cause_note")
    with refusals():
        session.execute(insert(_LINE).from_select(named, rows, include_defaults=False))
    lines = session.scalar(select(func.count()).select_from(CountLine).where(CountLine.stock_take_id == take.id)) or 0
    if not lines:
        raise RuleViolation("nothing_to_count", store=keeper.code)
    log(session, action="inserted", about="count_line", key=take.number, facts={"lines": lines, "scope": scope})
    take_proposals(session, take.id)
    return Created(take.id, take.number, lines)


def lying(*where: ColumnElement[bool]) -> Select[int, int]:
    """Return the query for each place and part that the book has on shelves and vans, in the order of both."""
    return (
        select(Balance.location_id, Balance.part_id)
        .join(Location, Location.id == Balance.location_id)
        .join(Part, Part.id == Balance.part_id)
        .where(Balance.on_hand > Quantity.zero(), Location.kind.in_(ISSUEABLE), *where)
        .distinct()
        .order_by(Balance.location_id, Balance.part_id)
    )


def open_over(
    session: Session,
    store_id: int,
    due_on: date,
    pairs: Sequence[tuple[int, int]],
    scope: dict[str, Any],
    *,
    by: int,
    at: datetime,
    plan_id: int | None = None,
) -> Created:
    """Open a stock-take over chosen places and parts, which nobody else counts now."""
    take = new_take(session, store_id, due_on, scope, by=by, at=at, plan_id=plan_id)
    rows = [dict(zip(_COLUMNS, (take.id, place, part, False, False, ""), strict=True)) for place, part in pairs]
    with refusals():
        run_many(session, insert(_LINE), rows)
    log(session, action="inserted", about="count_line", key=take.number, facts={"lines": len(rows), "scope": scope})
    take_proposals(session, take.id)
    return Created(take.id, take.number, len(rows))


def new_take(
    session: Session,
    store_id: int,
    due_on: date,
    scope: dict[str, Any],
    *,
    by: int,
    at: datetime,
    plan_id: int | None = None,
) -> StockTake:
    """Add the head of a stock-take."""
    take = StockTake(
        number=next_number(session, "ST", day_of(session, at)),
        store_id=store_id,
        scope=scope,
        due_on=due_on,
        created_by_id=by,
        created_at=at,
        plan_id=plan_id,
    )
    session.add(take)
    written(session)
    return take


def take_proposals(session: Session, stock_take_id: int) -> None:
    """Answer the open proposals that a stock-take's lines cover."""
    mine = (
        select(CountLine.id)
        .where(
            CountLine.stock_take_id == stock_take_id,
            CountLine.location_id == CountProposal.location_id,
            CountLine.part_id == CountProposal.part_id,
        )
        .scalar_subquery()
    )
    session.execute(
        update(CountProposal)
        .where(CountProposal.count_line_id.is_(None), mine.is_not(None))
        .values(count_line_id=mine)
        .execution_options(synchronize_session=False)
    )
