"""Find stock-takes, their lines and counts, and what lies in the scope of one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import locked
from inventory.tables import Category, Count, CountLine, Location, StockTake
from kernel.errors import InvalidState

UNDER_WAY = ("counting", "reviewed", "approved")
"""The states in which a stock-take may still change the book."""


def in_state(session: Session, stock_take_id: int, *states: str) -> StockTake:
    """Return a stock-take, locked, or say that its state does not allow this."""
    take = locked(session, StockTake, stock_take_id)
    if take.state not in states:
        raise InvalidState("stock_take_state", number=take.number, state=take.state, wanted=list(states))
    return take


def lines_of(session: Session, stock_take_id: int) -> list[CountLine]:
    """Return the lines of a stock-take."""
    query = select(CountLine).where(CountLine.stock_take_id == stock_take_id).order_by(CountLine.id)
    return list(session.scalars(query))


def last_count(session: Session, count_line_id: int) -> Count | None:
    """Return the count of a line that stands: the last one."""
    return session.scalar(
        select(Count).where(Count.count_line_id == count_line_id).order_by(Count.round.desc()).limit(1)
    )


def last_counts(session: Session, stock_take_id: int) -> dict[int, Count]:
    """Return the count that stands for each counted line."""
    made = session.scalars(
        select(Count)
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .order_by(Count.round)
    )
    return {each.count_line_id: each for each in made}


def counted_elsewhere(session: Session, store_id: int, take_id: int | None) -> dict[tuple[int, int], str]:
    """Return the (place, part) pairs that other stock-takes of the store still count, with their numbers."""
    rows = session.execute(
        select(CountLine.location_id, CountLine.part_id, StockTake.number)
        .join(StockTake, StockTake.id == CountLine.stock_take_id)
        .where(StockTake.store_id == store_id, StockTake.state.in_(UNDER_WAY), StockTake.id != (take_id or 0))
    )
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
