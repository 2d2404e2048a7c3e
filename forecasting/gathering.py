"""Gather demand: what was asked for, by part and store, as one array with a store above seeing all below it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, select, type_coerce
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import Period, bucket, period_numbers
from forecasting.reading_events import (
    STREAMS,
    Events,
    Network,
    as_successors,
    index_of,
    network,
    read_events,
    successors,
    without_overlap,
)
from forecasting.tables.parts import PartPlanning
from inventory.tables import Part, Stock

__all__ = ["Gathered", "Network", "gather", "network"]

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Gathered:
    """Hold the history of every part × store that is planned, with its origins in units per row."""

    part_ids: IntArray
    network: Network
    part: IntArray
    store: IntArray
    history: FloatArray
    first_period_on: date
    period: Period
    sources: dict[str, FloatArray]
    streams: dict[str, FloatArray] = field(default_factory=dict)
    marks: list[dict[str, Any]] = field(default_factory=list)

    def mended(self, history: FloatArray, marks: list[dict[str, Any]]) -> Gathered:
        """Return the same with the history that models are to see, and what was done to it, row by row."""
        return replace(self, history=history, marks=marks)


def gather(
    session: Session,
    *,
    on: date,
    period: Period,
    periods: int,
    van_demand: str,
    wanted_part_ids: Iterable[int],
    streams: Collection[str] = STREAMS,
    overlap: str = "larger",
) -> Gathered:
    """Build the histories of all part × store rows from the periods that ended before `on` or with it.

    A root store has a row for each of `wanted_part_ids`; every store has one for what was asked of it or of a store
    below it, for what it holds, and for what people have set there. Demand of superseded parts is moved to their
    successors. Where a file and the system's own requests speak of the same period the `overlap` says what counts: the
    "larger", or both ("add").
    """
    places = network(session)
    part_ids = np.array(session.scalars(select(Part.id).order_by(Part.id)).all(), dtype=np.int64)
    asked = read_events(session, part_ids, places, van_demand=van_demand, streams=streams)
    last = int(period_numbers(np.datetime64(on + timedelta(days=1)), period)) - 1
    numbers = period_numbers(asked.day, period)
    counts_for, factor = successors(session, part_ids, on)
    events = as_successors(asked, counts_for, factor)
    if overlap == "larger":
        events = without_overlap(events, numbers)
    known = numbers[numbers <= last]
    first = max(last - periods + 1, int(known.min())) if known.size else last - min(periods, 12) + 1
    begin = _first_day(first, period)
    part, store = _rows(session, part_ids, places, asked, wanted_part_ids, counts_for)
    stores = max(places.store_ids.size, 1)
    codes = part * stores + store
    flat, source = _spread(events, places, codes, stores)
    bucketed = bucket(
        flat,
        events.day[source],
        events.units[source],
        parts=codes.size,
        first=np.datetime64(begin),
        periods=last - first + 1,
        period=period,
    )
    history = _unobserved(bucketed.history, flat, source, events, numbers, first)
    sources, by_stream = _origins(
        asked, events.units / factor[asked.part], (numbers >= first) & (numbers <= last), places, codes
    )
    sources["superseded"] = np.nansum(history, 1) - sources["own"] - sources["below"]
    return Gathered(part_ids, places, part, store, history, begin, period, sources, by_stream)


def _origins(
    asked: Events, units: FloatArray, inside: NDArray[np.bool_], places: Network, codes: IntArray
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Return how many units of its own each row was asked for, by origin and by stream, of the events inside."""
    flat, source = _spread(asked, places, codes, max(places.store_ids.size, 1))
    counted = np.where(inside, units, 0.0)[source]
    store = codes[flat] % max(places.store_ids.size, 1)

    def total(which: NDArray[np.bool_]) -> FloatArray:
        return np.bincount(flat, weights=counted * which, minlength=codes.size).astype(np.float64)

    own = asked.store[source] == store
    streams = {name: total(asked.stream[source] == number) for number, name in enumerate(STREAMS)}
    return {"own": total(own), "below": total(~own), "imported": total(asked.imported[source])}, streams


def _first_day(number: int, period: Period) -> date:
    """Return the first day of a numbered period; week 0 began on 1970-01-05."""
    if period == "month":
        return date(1970 + number // 12, number % 12 + 1, 1)
    return date(1970, 1, 5) + timedelta(weeks=number)


def _rows(
    session: Session,
    part_ids: IntArray,
    places: Network,
    events: Events,
    wanted_part_ids: Iterable[int],
    counts_for: IntArray,
) -> tuple[IntArray, IntArray]:
    """Return part and store index of every row, by part and then by store.

    :param counts_for: of each part the last successor, which gets a row wherever a predecessor has one.
    """
    stores = max(places.store_ids.size, 1)
    wanted = index_of(part_ids, np.array(sorted(set(wanted_part_ids)), dtype=np.int64))
    wanted = wanted[wanted >= 0]
    codes = [(wanted[:, None] * stores + places.roots[None, :]).ravel()]
    held = session.execute(
        select(Stock.part_id, Stock.store_id).where(Stock.on_hand > type_coerce(0, BigInteger))
    ).all()
    kept = session.execute(
        select(PartPlanning.part_id, PartPlanning.store_id).where(PartPlanning.store_id.is_not(None))
    ).all()
    there = np.array([(part, store) for part, store in [*held, *kept]], dtype=np.int64).reshape(-1, 2)
    held_part, held_store = index_of(part_ids, there[:, 0]), index_of(places.store_ids, there[:, 1])
    known = (held_part >= 0) & (held_store >= 0)
    for part, store in ((events.part, events.store), (held_part[known], held_store[known])):
        for has, at in places.ancestors(store):
            codes.append(np.unique(part[has] * stores + at[has]))
    found = np.unique(np.concatenate(codes)).astype(np.int64)
    found = np.union1d(found, counts_for[found // stores] * stores + found % stores)
    return found // stores, found % stores


def _spread(events: Events, places: Network, codes: IntArray, stores: int) -> tuple[IntArray, IntArray]:
    """Give each event to its own store and to all above: row and event number of each copy."""
    rows, copies = [], []
    for has, at in places.ancestors(events.store):
        copies.append(np.flatnonzero(has))
        rows.append(np.searchsorted(codes, events.part[has] * stores + at[has]))
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    source = np.concatenate(copies) if copies else np.zeros(0, dtype=np.int64)
    return flat.astype(np.int64), source.astype(np.int64)


def _unobserved(
    history: FloatArray, flat: IntArray, source: IntArray, events: Events, numbers: IntArray, first: int
) -> FloatArray:
    """Blank the periods that nobody watched: that nobody asked in a period that was watched is a zero.

    A row is watched from where its file begins, and every row from the first request of all; between the end of the
    last file and that first request nobody watches.
    """
    imported = events.imported[source]
    began = np.full(history.shape[0], NEVER)
    np.minimum.at(began, flat[imported], numbers[source][imported])
    own = numbers[~events.imported]
    first_own = int(own.min()) if own.size else NEVER
    began = np.minimum(began, first_own)
    column = np.arange(history.shape[1])[None, :] + first
    blank = (column < began[:, None]) & (began < NEVER)[:, None]
    if events.imported.any():
        blank |= (column > int(numbers[events.imported].max())) & (column < first_own)
    return np.where(blank & (history == 0), np.nan, history)
