"""Find stock-takes, their lines and counts, and what lies in the scope of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.finding import locked
from inventory.tables import Category, Count, CountLine, Location, StockTake
from inventory.variance import Tolerance
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState
from kernel.settings import day_of, define, setting
from kernel.tables import Person

TOLERANCE = define(
    "stock_take.tolerance",
    {"share_percent": 2, "value_cny": 200},
    "复盘规则：差异超过账面数的百分比，或超过金额（元）时，须由另一人复盘",
    "Recount rule: a difference above this share of the book, or this value in yuan, needs a recount by another person",
)

UNDER_WAY = ("counting", "reviewed", "approved")
"""The states in which a stock-take may still change the book."""


def in_state(session: Session, stock_take_id: int, *states: str) -> StockTake:
    """Return a stock-take, locked, or say that its state does not allow this."""
    take = locked(session, StockTake, stock_take_id)
    if take.state not in states:
        raise InvalidState("stock_take_state", number=take.number, state=take.state, wanted=list(states))
    return take


@dataclass(frozen=True, slots=True)
class Standing:
    """Say how a line of a stock-take stands: whose it is, and its last count."""

    id: int
    recount_asked: bool
    found: bool
    cause: str | None
    assigned_to_id: int | None
    assigned_to: str | None
    round: int
    last_by_id: int | None
    last_by: str | None
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold a line whose last count differs from the book."""

    line: int
    stock_take_id: int
    location_id: int
    part_id: int
    counted: Quantity
    book: Quantity
    ledger_id: int
    serials: tuple[str, ...]
    cause: str | None
    unit_cost: Money | None


def standings(session: Session, stock_take_id: int, pair: tuple[int, int] | None) -> dict[tuple[int, int], Standing]:
    """Return the lines of a stock-take by place and part, or the one of a pair."""
    counter, holder = aliased(Person), aliased(Person)
    query = (
        select(
            CountLine.location_id,
            CountLine.part_id,
            CountLine.id,
            CountLine.recount_asked,
            CountLine.found,
            CountLine.cause,
            CountLine.assigned_to_id,
            holder.name,
            func.coalesce(Count.round, 0),
            Count.counted_by_id,
            counter.name,
            Count.counted_at,
        )
        .select_from(CountLine)
        .outerjoin(Count, is_last())
        .outerjoin(counter, counter.id == Count.counted_by_id)
        .outerjoin(holder, holder.id == CountLine.assigned_to_id)
        .where(CountLine.stock_take_id == stock_take_id)
    )
    if pair is not None:
        query = query.where(CountLine.location_id == pair[0], CountLine.part_id == pair[1])
    return {(place, part): Standing(*rest) for place, part, *rest in session.execute(query)}


def is_last() -> ColumnElement[bool]:
    """Return the condition that joins a line to the count of it that stands: the last one."""
    other = aliased(Count)
    newest = select(func.max(other.round)).where(other.count_line_id == CountLine.id).correlate(CountLine)
    return (Count.count_line_id == CountLine.id) & (Count.round == newest.scalar_subquery())


def waiting() -> ColumnElement[bool]:
    """Return the condition that a line waits for a count or a recount."""
    made = aliased(Count)
    counted = select(made.id).where(made.count_line_id == CountLine.id).correlate(CountLine).exists()
    return or_(CountLine.recount_asked, ~counted)


def differences(session: Session, stock_take_id: int) -> list[Difference]:
    """Return the lines of a stock-take whose last count differs from the book, by id."""
    query = (
        select(
            CountLine.id,
            CountLine.stock_take_id,
            CountLine.location_id,
            CountLine.part_id,
            Count.counted,
            Count.book,
            Count.ledger_id,
            Count.serials,
            CountLine.cause,
            Count.unit_cost_cny,
        )
        .select_from(CountLine)
        .join(Count, is_last())
        .where(CountLine.stock_take_id == stock_take_id, Count.counted != Count.book)
        .order_by(CountLine.id)
    )
    return [
        Difference(line, take, place, part, counted, book, ledger, tuple(serials or ()), cause, cost)
        for line, take, place, part, counted, book, ledger, serials, cause, cost in session.execute(query)
    ]


def tolerance(session: Session, at: datetime) -> Tolerance:
    """Return up to which difference one count is enough."""
    limits = setting(session, TOLERANCE, day_of(session, at))
    return Tolerance(Decimal(str(limits["share_percent"])), Decimal(str(limits["value_cny"])))


def last_count(session: Session, count_line_id: int) -> Count | None:
    """Return the count of a line that stands: the last one."""
    return session.scalar(
        select(Count).where(Count.count_line_id == count_line_id).order_by(Count.round.desc()).limit(1)
    )


def being_counted(store_id: int) -> Select[int, int, str]:
    """Return the query for the (place, part, number) that open stock-takes of a store count."""
    return (
        select(CountLine.location_id, CountLine.part_id, StockTake.number)
        .select_from(CountLine)
        .join(StockTake, StockTake.id == CountLine.stock_take_id)
        .where(StockTake.store_id == store_id, StockTake.state.in_(UNDER_WAY))
    )


def counted_elsewhere(session: Session, store_id: int, take_id: int | None) -> dict[tuple[int, int], str]:
    """Return the (place, part) pairs that other stock-takes of the store still count, with their numbers."""
    rows = session.execute(being_counted(store_id).where(StockTake.id != (take_id or 0)))
    return {(location_id, part_id): number for location_id, part_id, number in rows}


def places_inside(session: Session, store_id: int, zone_ids: Iterable[int]) -> set[int]:
    """Return the places at or below the zones."""
    parents = session.execute(select(Location.id, Location.parent_id).where(Location.store_id == store_id))
    return _descendants(dict(parents.all()), zone_ids)


def categories_below(session: Session, category_ids: Iterable[int]) -> set[int]:
    """Return the categories at or below those chosen."""
    parents = session.execute(select(Category.id, Category.parent_id))
    return _descendants(dict(parents.all()), category_ids)


def _descendants(parents: dict[int, int | None], roots: Iterable[int]) -> set[int]:
    inside = set(roots)
    grown = True
    while grown:
        more = {key for key, parent in parents.items() if parent in inside and key not in inside}
        inside |= more
        grown = bool(more)
    return inside
