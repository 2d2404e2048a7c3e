"""Gather demand: what was asked for, by part and store, as one array with a store above seeing all below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Executable, Row, select, type_coerce
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import Period, bucket, merge_superseded, period_numbers
from forecasting.demand import Supersession as Link
from forecasting.tables import HistoryDemand
from inventory.places import LocationKind
from inventory.tables import Location, Part, PartRequest, Stock, Supersession, WorkOrder

CHUNK = 50_000
THOUSANDTHS = 1000.0
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Network:
    """Hold the stores: ids, who supplies whom (index, -1 for nobody), and which are vans."""

    store_ids: IntArray
    above: IntArray
    van: NDArray[np.bool_]

    @property
    def roots(self) -> IntArray:
        """Return the indexes of the stores that nobody supplies: these buy."""
        return cast("IntArray", np.flatnonzero(self.above < 0))

    def ancestors(self, store: IntArray) -> Iterator[tuple[NDArray[np.bool_], IntArray]]:
        """Walk up from the stores themselves: which of them still have one, and which store it is."""
        at = store.copy()
        while (at >= 0).any():
            yield at >= 0, at
            at = np.where(at >= 0, self.above[np.maximum(at, 0)], -1)


@dataclass(frozen=True)
class Events:
    """Hold demand events: indexes of part and store, day, units, and whether they came from a file."""

    part: IntArray
    store: IntArray
    day: NDArray[np.datetime64]
    units: FloatArray
    imported: NDArray[np.bool_]


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


def network(session: Session) -> Network:
    """Return the active stores and who supplies whom; a circle of suppliers is cut at its first store."""
    rows = session.execute(
        select(Location.id, Location.kind, Location.supplying_store_id)
        .where(Location.kind.in_((LocationKind.WAREHOUSE, LocationKind.VAN)), Location.active)
        .order_by(Location.id)
    ).all()
    index = {row.id: i for i, row in enumerate(rows)}
    above = [index.get(row.supplying_store_id, -1) for row in rows]
    for start in range(len(above)):
        seen, at = {start}, start
        while above[at] >= 0:
            if above[at] in seen:
                above[at] = -1
                break
            at = above[at]
            seen.add(at)
    return Network(
        np.array([row.id for row in rows], dtype=np.int64),
        np.array(above, dtype=np.int64),
        np.array([row.kind == LocationKind.VAN for row in rows], dtype=bool),
    )


def gather(
    session: Session, *, on: date, period: Period, periods: int, van_demand: str, wanted_part_ids: Iterable[int]
) -> Gathered:
    """Build the histories of all part × store rows from the periods that ended before `on` or with it.

    A root store has a row for each of `wanted_part_ids`; every store has one for what was asked of it or of a store
    below it, and for what it holds. Demand of superseded parts is moved to their successors.
    """
    places = network(session)
    part_ids = np.array(session.scalars(select(Part.id).order_by(Part.id)).all(), dtype=np.int64)
    events = _events(session, part_ids, places, van_demand)
    last = int(period_numbers(np.datetime64(on + timedelta(days=1)), period)) - 1
    numbers = period_numbers(events.day, period)
    known = numbers[numbers <= last]
    first = max(last - periods + 1, int(known.min())) if known.size else last - min(periods, 12) + 1
    begin = _first_day(first, period)
    links = _links(session, on)
    part, store = _rows(session, part_ids, places, events, wanted_part_ids, links)
    stores = max(places.store_ids.size, 1)
    codes = part * stores + store
    flat, source, imported = _spread(events, places, codes, stores)
    bucketed = bucket(
        flat,
        events.day[source],
        events.units[source],
        parts=codes.size,
        first=np.datetime64(begin),
        periods=last - first + 1,
        period=period,
    )
    own = places.store_ids.size and events.store[source] == store[flat]
    inside = (numbers[source] >= first) & (numbers[source] <= last)
    units = np.where(inside, events.units[source], 0.0)
    history = _unobserved(bucketed.history, flat, source, events, numbers, first)
    merged = _merged(history, codes, stores, part_ids, places, links)
    sources = {
        "own": np.bincount(flat, weights=units * own, minlength=codes.size),
        "below": np.bincount(flat, weights=units * ~np.asarray(own, dtype=bool), minlength=codes.size),
        "imported": np.bincount(flat, weights=units * imported, minlength=codes.size),
        "superseded": np.nansum(merged, 1) - np.nansum(history, 1),
    }
    return Gathered(part_ids, places, part, store, merged, begin, period, sources)


def _first_day(number: int, period: Period) -> date:
    """Return the first day of a numbered period; week 0 began on 1970-01-05."""
    if period == "month":
        return date(1970 + number // 12, number % 12 + 1, 1)
    return date(1970, 1, 5) + timedelta(weeks=number)


def _events(session: Session, part_ids: IntArray, places: Network, van_demand: str) -> Events:
    asked = (
        select(
            PartRequest.part_id,
            PartRequest.asked_part_id,
            PartRequest.store_id,
            PartRequest.asked_on,
            type_coerce(PartRequest.quantity, BigInteger) - type_coerce(PartRequest.returned, BigInteger),
            PartRequest.stream,
        )
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .where(WorkOrder.state != "cancelled")
    )
    vans = frozenset(places.store_ids[places.van].tolist())
    family = _families(session)
    requests = [
        (own if wanted is None or family.get(own, own) == family.get(wanted, wanted) else wanted, store, day, units)
        for own, wanted, store, day, units, stream in session.execute(asked)
        # A van's refill and its use are one and the same need: only one of them counts.
        if (store not in vans if van_demand == "refill" else stream != "refill")
    ]
    imported = select(
        HistoryDemand.part_id,
        HistoryDemand.store_id,
        HistoryDemand.period_start_on,
        type_coerce(HistoryDemand.quantity, BigInteger),
    )
    first = _columns(requests)
    parts = [first, *(_columns(rows) for rows in _chunks(session, imported))]
    part, store, day, units = (np.concatenate([each[i] for each in parts]) for i in range(4))
    from_file = np.arange(part.size) >= first[0].size
    part_at, store_at = _index(part_ids, part), _index(places.store_ids, store)
    good = (part_at >= 0) & (store_at >= 0)
    return Events(
        part_at[good], store_at[good], day[good].astype("datetime64[D]"), units[good] / THOUSANDTHS, from_file[good]
    )


def _chunks(session: Session, query: Executable) -> Iterator[Sequence[Row[Any]]]:
    yield from session.execute(query.execution_options(yield_per=CHUNK)).partitions()


def _columns(rows: Sequence[Any]) -> tuple[IntArray, IntArray, NDArray[np.datetime64], FloatArray]:
    part, store, day, units = zip(*rows, strict=True) if rows else ((), (), (), ())
    return (
        np.array(part, dtype=np.int64),
        np.array(store, dtype=np.int64),
        np.array(day, dtype="datetime64[D]"),
        np.array(units, dtype=np.float64),
    )


def _index(ids: IntArray, wanted: IntArray) -> IntArray:
    """Return the place of each wanted id in the sorted ids, -1 where there is none."""
    if not ids.size:
        return np.full(wanted.shape, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ids, wanted), ids.size - 1)
    return np.where(ids[at] == wanted, at, -1).astype(np.int64)


def _families(session: Session) -> dict[int, int]:
    """Return for each part of a chain of successors the last one of it."""
    after = dict(session.execute(select(Supersession.predecessor_id, Supersession.successor_id)).all())
    last = {}
    for part in after:
        at, seen = part, {part}
        while at in after and after[at] not in seen:
            at = after[at]
            seen.add(at)
        last[part] = at
    return last


def _links(session: Session, on: date) -> list[tuple[int, int, int, int]]:
    """Return the supersessions that hold on a day: predecessor, successor and their factors."""
    rows = session.execute(
        select(
            Supersession.predecessor_id,
            Supersession.successor_id,
            Supersession.predecessor_factor,
            Supersession.successor_factor,
        )
        .where(Supersession.valid_from_on <= on)
        .order_by(Supersession.id)
    )
    return [(old, new, old_factor, new_factor) for old, new, old_factor, new_factor in rows]


def _rows(
    session: Session,
    part_ids: IntArray,
    places: Network,
    events: Events,
    wanted_part_ids: Iterable[int],
    links: Sequence[tuple[int, int, int, int]],
) -> tuple[IntArray, IntArray]:
    """Return part and store index of every row, by part and then by store."""
    stores = max(places.store_ids.size, 1)
    wanted = _index(part_ids, np.array(sorted(set(wanted_part_ids)), dtype=np.int64))
    wanted = wanted[wanted >= 0]
    codes = [(wanted[:, None] * stores + places.roots[None, :]).ravel()]
    held = session.execute(
        select(Stock.part_id, Stock.store_id).where(Stock.on_hand > type_coerce(0, BigInteger))
    ).all()
    there = np.array([(part, store) for part, store in held], dtype=np.int64).reshape(-1, 2)
    held_part, held_store = _index(part_ids, there[:, 0]), _index(places.store_ids, there[:, 1])
    known = (held_part >= 0) & (held_store >= 0)
    for part, store in ((events.part, events.store), (held_part[known], held_store[known])):
        for has, at in places.ancestors(store):
            codes.append(np.unique(part[has] * stores + at[has]))
    found = np.unique(np.concatenate(codes)).astype(np.int64)
    for old, new, _, _ in links:  # a successor gets a row wherever its predecessor has one
        old_at, new_at = (int(_index(part_ids, np.array([each]))[0]) for each in (old, new))
        at = found[found // stores == old_at] % stores
        found = np.union1d(found, new_at * stores + at)
    return found // stores, found % stores


def _spread(
    events: Events, places: Network, codes: IntArray, stores: int
) -> tuple[IntArray, IntArray, NDArray[np.bool_]]:
    """Give each event to its own store and to all above: row and event number of each copy."""
    rows, copies = [], []
    for has, at in places.ancestors(events.store):
        copies.append(np.flatnonzero(has))
        rows.append(np.searchsorted(codes, events.part[has] * stores + at[has]))
    flat = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    source = np.concatenate(copies) if copies else np.zeros(0, dtype=np.int64)
    return flat.astype(np.int64), source.astype(np.int64), events.imported[source]


def _unobserved(
    history: FloatArray, flat: IntArray, source: IntArray, events: Events, numbers: IntArray, first: int
) -> FloatArray:
    """Blank the periods before a row's file begins or, without a file, before the first request of all.

    Nobody asked in a period that was watched is a zero; a period that nobody watched is a blank.
    """
    imported = events.imported[source]
    began = np.full(history.shape[0], NEVER)
    np.minimum.at(began, flat[imported], numbers[source][imported])
    own = numbers[~events.imported]
    if own.size:
        began = np.minimum(began, int(own.min()))
    column = np.arange(history.shape[1])[None, :] + first
    early = (column < began[:, None]) & (began < NEVER)[:, None]
    return np.where(early & (history == 0), np.nan, history)


def _merged(
    history: FloatArray,
    codes: IntArray,
    stores: int,
    part_ids: IntArray,
    places: Network,
    links: Sequence[tuple[int, int, int, int]],
) -> FloatArray:
    """Move the demand of superseded parts to their successors, store by store."""
    found = []
    for old, new, old_factor, new_factor in links:
        old_at, new_at = (int(_index(part_ids, np.array([each]))[0]) for each in (old, new))
        for store in range(places.store_ids.size):
            rows = _index(codes, np.array([old_at * stores + store, new_at * stores + store]))
            if (rows >= 0).all():
                found.append(Link(int(rows[0]), int(rows[1]), float(old_factor), float(new_factor)))
    return merge_superseded(history, found) if found else history
