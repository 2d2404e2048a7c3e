"""Say who counts which lines, so that several people count at once and no two count the same one unknowingly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from inventory.finding import found
from inventory.finding_stock_takes import in_state, places_inside, waiting
from inventory.tables import Count, CountLine, Location, StockTake
from kernel.auditing import log
from kernel.errors import Conflict, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.tables import Person


@dataclass(frozen=True, slots=True)
class Shared:
    """Say how many lines got another counter."""

    stock_take_id: int
    lines: int


@once
def assign(
    session: Session,
    *,
    stock_take_id: int,
    person_id: int | None,
    location_ids: tuple[int, ...] = (),
    zone_ids: tuple[int, ...] = (),
    by: int,
    at: datetime,
    request_key: str,
) -> Shared:
    """Give the waiting lines of some places or zones to a person (or to nobody); without any, all of them.

    A line that waits for a recount is never given to who counted it last.
    """
    take = in_state(session, stock_take_id, "counting")
    if person_id is not None:
        found(session, Person, person_id)
    places = set(location_ids)
    if zone_ids:
        places |= places_inside(session, take.store_id, zone_ids)
    return _give(session, take, person_id, places or None)


@once
def claim(session: Session, *, stock_take_id: int, location_id: int, by: int, at: datetime, request_key: str) -> Shared:
    """Take the free lines of a place for oneself before counting it."""
    take = in_state(session, stock_take_id, "counting")
    free = _give(session, take, by, {location_id}, only_free=True)
    if not free.lines:
        held = aliased(Person)
        others = (
            select(held.name)
            .join(CountLine, CountLine.assigned_to_id == held.id)
            .where(CountLine.stock_take_id == take.id, CountLine.location_id == location_id, waiting(), held.id != by)
        )
        if name := session.scalar(others.limit(1)):
            raise Conflict("assigned_to_another", to=name, location_id=location_id)
    return free


@once
def share_out(
    session: Session, *, stock_take_id: int, person_ids: tuple[int, ...], by: int, at: datetime, request_key: str
) -> Shared:
    """Share the waiting lines among people in equal stretches of the walk; a place is never cut in two."""
    take = in_state(session, stock_take_id, "counting")
    people = list(dict.fromkeys(person_ids))
    if not people:
        raise RuleViolation("nobody_to_count")
    for person in people:
        found(session, Person, person)
    rows = session.execute(
        select(CountLine.location_id, func.count())
        .join(Location, Location.id == CountLine.location_id)
        .where(CountLine.stock_take_id == take.id, waiting())
        .group_by(CountLine.location_id, Location.pick_sequence, Location.code)
        .order_by(Location.pick_sequence, Location.code)
    ).all()
    lines = 0
    for person, places in zip(people, stretches([(place, count) for place, count in rows], len(people)), strict=True):
        if places:
            lines += _give(session, take, person, set(places)).lines
    return Shared(take.id, lines)


def stretches(walk: Sequence[tuple[int, int]], shares: int) -> list[list[int]]:
    """Cut a walk of (place, lines) into stretches of about as many lines each.

    >>> stretches([(1, 4), (2, 1), (3, 1), (4, 2)], 2)
    [[1], [2, 3, 4]]
    """
    total = sum(lines for _place, lines in walk)
    cut: list[list[int]] = [[] for _ in range(shares)]
    before = 0
    for place, lines in walk:
        middle = before + lines / 2
        cut[min(int(middle * shares / total), shares - 1)].append(place)
        before += lines
    return cut


def _give(
    session: Session, take: StockTake, person_id: int | None, places: set[int] | None, *, only_free: bool = False
) -> Shared:
    where = [CountLine.stock_take_id == take.id, waiting(), CountLine.assigned_to_id.is_distinct_from(person_id)]
    if only_free:
        where.append(CountLine.assigned_to_id.is_(None))
    if places is not None:
        where.append(CountLine.location_id.in_(places))
    if person_id is not None:
        again = aliased(Count)
        newest = select(func.max(again.round)).where(again.count_line_id == CountLine.id).scalar_subquery()
        by_the_same = select(Count.id).where(
            Count.count_line_id == CountLine.id, Count.round == newest, Count.counted_by_id == person_id
        )
        where.append(~by_the_same.exists())
    session.flush()
    with refusals():
        changed = session.execute(
            update(CountLine)
            .where(*where)
            .values(assigned_to_id=person_id)
            .execution_options(synchronize_session=False)
        )
    lines = int(getattr(changed, "rowcount", 0))
    session.expire_all()
    facts = {"assigned_to": person_id, "lines": lines, "places": sorted(places or ())[:50]}
    log(session, action="updated", about="count_line", key=take.number, facts=facts)
    return Shared(take.id, lines)
