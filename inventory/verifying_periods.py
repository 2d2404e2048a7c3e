"""Recount the figures of closed months from the movements and name what does not agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from inventory.places import PHYSICAL
from inventory.queries.columns import Listing, number, total
from inventory.queries.flows import month_values_select, sides
from inventory.tables import Location, Lot, Movement
from inventory.tables.periods import FLOWS, PeriodBalance, PeriodClose, PeriodFigure

Difference = tuple[str, str, int, int]
"""Name of the check, where, what stands there, what should."""


def period_differences(session: Session) -> Iterator[Difference]:
    """Go through the closed months in order: late movements, openings that do not follow, flows that differ."""
    closes = session.scalars(select(PeriodClose).order_by(PeriodClose.month_on)).all()
    if closes:
        yield from _late(session, closes[-1].ends_on, [(each.ends_on, each.last_movement_id) for each in closes])
    before = _before(session, closes[0].month_on) if closes else {}
    for close in closes:
        stands = _kept(session, close.id)
        moved = _moved(session, close)
        for store_id in sorted(stands.keys() | moved.keys() | before.keys()):
            figures, flows = stands.get(store_id, {}), moved.get(store_id, {})
            where = f"month {close.month_on:%Y-%m}, store {store_id}, "
            for name, should in (("opening", before.get(store_id, 0)), *((flow, flows.get(flow, 0)) for flow in FLOWS)):
                if figures.get(name, 0) != should:
                    yield "period_not_the_ledger", where + name, figures.get(name, 0), should
        before = {store_id: figures["closing"] for store_id, figures in stands.items()}


def _kept(session: Session, period_close_id: int) -> dict[int, dict[str, int]]:
    names = ("opening", *FLOWS, "closing")
    rows = session.execute(
        select(PeriodFigure.store_id, *(total(number(getattr(PeriodFigure, name))).label(name) for name in names))
        .where(PeriodFigure.period_close_id == period_close_id)
        .group_by(PeriodFigure.store_id)
    )
    return {row.store_id: {name: int(getattr(row, name)) for name in names} for row in rows}


def _moved(session: Session, close: PeriodClose) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in session.execute(month_values_select(since=close.month_on, until=close.ends_on)):
        into = found.setdefault(row.store_id, dict.fromkeys(FLOWS, 0))
        for name in FLOWS:
            into[name] += int(getattr(row, name))
    return found


def _before(session: Session, first_on: date) -> dict[int, int]:
    rows = sides(until=first_on - timedelta(days=1))
    worth = (rows.c.into - rows.c.out_of) * number(Lot.unit_cost_cny)
    listed = select(rows.c.store_id, total(worth)).join(Lot, Lot.id == rows.c.lot_id).group_by(rows.c.store_id)
    return {store_id: int(value) for store_id, value in session.execute(listed)}


def _late(session: Session, closed_on: date, heads: list[tuple[date, int]]) -> Iterator[Difference]:
    """Name movements that bear a date of a closed month but came after it was closed."""
    since = None
    for ends_on, last_id in heads:
        late = select(func.count(), func.min(Movement.id)).where(Movement.id > last_id, Movement.moved_on <= ends_on)
        if since is not None:
            late = late.where(Movement.moved_on > since)
        count, first = session.execute(late).one()
        if count:
            yield "movement_in_closed_month", f"movement {first}, closed until {closed_on}", count, 0
        since = ends_on


def balance_differences(session: Session) -> Iterator[Difference]:
    """Go through the balances kept with closed months: those of the month before and its movements make each."""
    before: date | None = None
    for ends_on in session.scalars(select(PeriodClose.ends_on).order_by(PeriodClose.ends_on)).all():
        for location_id, lot_id, stands, should in session.execute(_month_end(before, ends_on)):
            where = f"month's end {ends_on}, place {location_id}, lot {lot_id}"
            yield "checkpoint_not_the_movements", where, int(stands), int(should)
        before = ends_on


def _month_end(before: date | None, ends_on: date) -> Listing:
    """Return where the balances kept at the end of a month are not what they should be."""
    place, amount, kept = aliased(Location), number(Movement.quantity), PeriodBalance
    days = Movement.moved_on <= ends_on
    if before is not None:
        days &= Movement.moved_on > before
    parts: list[Any] = [
        select(end.label("location_id"), Movement.lot_id, literal(0).label("stands"), signed.label("should"))
        .join(place, place.id == end)
        .where(days, place.store_id.is_not(None), place.kind.in_(PHYSICAL))
        for end, signed in ((Movement.to_location_id, amount), (Movement.from_location_id, -amount))
    ]
    on_hand = number(kept.on_hand)
    parts.append(select(kept.location_id, kept.lot_id, on_hand, literal(0)).where(kept.ends_on == ends_on))
    if before is not None:
        parts.append(select(kept.location_id, kept.lot_id, literal(0), on_hand).where(kept.ends_on == before))
    rows = union_all(*parts).subquery()
    stands, should = total(rows.c.stands), total(rows.c.should)
    return (
        select(rows.c.location_id, rows.c.lot_id, stands, should)
        .group_by(rows.c.location_id, rows.c.lot_id)
        .having(stands != should)
        .order_by(rows.c.location_id, rows.c.lot_id)
    )
