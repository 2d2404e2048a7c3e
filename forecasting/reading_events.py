"""Read demand events: what was asked for, of which part in which store on which day, by the stream it came in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, ColumnElement, String, Text, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from forecasting.arrays import FloatArray, IntArray
from forecasting.tables import HistoryDemand
from forecasting.tables.base import PlannedWork
from inventory.places import LocationKind
from inventory.queries.requests import promised_by_request
from inventory.tables import Location, PartRequest, Supersession, Transfer, TransferLine, WorkOrder
from kernel.prepared import run
from kernel.settings import day_of

THOUSANDTHS = 1000.0
_EPOCH = date(1970, 1, 1).toordinal()
STREAMS = ("repair", "maintenance", "direct_sale", "refill", "imported")
"""Where demand comes from; an event names its stream by the place here. The last is what a file brought."""
IMPORTED = STREAMS.index("imported")


@dataclass(frozen=True)
class Network:
    """Hold the stores: ids, who supplies whom (index, -1 for nobody), and which are vans.

    `closed` names for each store that is no longer in use the index of the one whose need it was, -1 for none.
    """

    store_ids: IntArray
    above: IntArray
    van: NDArray[np.bool_]
    closed: dict[int, int] = field(default_factory=dict)
    closed_vans: frozenset[int] = frozenset()

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
    """Hold demand events: indexes of part and store, day, units, and the stream as a place in `STREAMS`."""

    part: IntArray
    store: IntArray
    day: NDArray[np.datetime64]
    units: FloatArray
    stream: IntArray

    @property
    def imported(self) -> NDArray[np.bool_]:
        """Tell which came from a file."""
        return cast("NDArray[np.bool_]", self.stream == IMPORTED)


Columns = tuple[IntArray, IntArray, NDArray[np.datetime64], FloatArray, IntArray]


class _Days(dict[Any, int]):
    """Number the days as the driver gives them, each worked out once: millions of rows name a few hundred days."""

    def __missing__(self, day: date | str) -> int:
        number = self[day] = (day if isinstance(day, date) else date.fromisoformat(day)).toordinal() - _EPOCH
        return number


def network(session: Session) -> Network:
    """Return the active stores and who supplies whom; a circle of suppliers is cut at its first store."""
    rows = session.execute(
        select(Location.id, Location.kind, Location.supplying_store_id, Location.active)
        .where(Location.kind.in_((LocationKind.WAREHOUSE, LocationKind.VAN)))
        .order_by(Location.id)
    ).all()
    active = [row for row in rows if row.active]
    index = {row.id: i for i, row in enumerate(active)}
    above = [index.get(row.supplying_store_id, -1) for row in active]
    for start in range(len(above)):
        seen, at = {start}, start
        while above[at] >= 0:
            if above[at] in seen:
                above[at] = -1
                break
            at = above[at]
            seen.add(at)
    supplier = {row.id: row.supplying_store_id for row in rows}
    gone = [row for row in rows if not row.active]
    return Network(
        np.array([row.id for row in active], dtype=np.int64),
        np.array(above, dtype=np.int64),
        np.array([row.kind == LocationKind.VAN for row in active], dtype=bool),
        {row.id: _heir(row.id, supplier, index) for row in gone},
        frozenset(row.id for row in gone if row.kind == LocationKind.VAN),
    )


def _heir(store_id: int, supplier: dict[int, int | None], index: dict[int, int]) -> int:
    """Return the index of the first store in use above one that is not, -1 where there is none."""
    at: int | None = store_id
    seen: set[int] = set()
    while at is not None and at not in seen and at not in index:
        seen.add(at)
        at = supplier.get(at)
    return index.get(at, -1) if at is not None else -1


def read_events(
    session: Session,
    part_ids: IntArray,
    places: Network,
    *,
    van_demand: str,
    streams: Collection[str] = STREAMS,
    since: date | None = None,
    until: date | None = None,
    files: bool = True,
) -> Events:
    """Return every event of the wanted streams, from `since` on and before `until` where they are named.

    What was asked for counts once, on the day on which it was asked for: not what came back unused, what was cancelled
    because it was not needed, what was promised and lapsed (whoever needed it asked anew), what was asked anew on the
    same work order, nor anything of a cancelled work order. Of a van either its use counts or its refill.
    """
    between = [PartRequest.asked_on >= since] if since is not None else []
    between += [PartRequest.asked_on < until] if until is not None else []
    vans = [*places.store_ids[places.van].tolist(), *places.closed_vans]
    read = [_without_refills(_requests(session, *between), vans, streams, van_demand)]
    if van_demand == "refill" and "refill" in streams:
        read.append(_columns(_refills(session, vans, since, until)))
    if files:
        read.append(_imported(session, since, until))
    part, store, day, units, stream = (np.concatenate([each[i] for each in read]) for i in range(5))
    for closed, heir in places.closed.items():
        store = np.where(store == closed, int(places.store_ids[heir]) if heir >= 0 else -1, store)
    part_at, store_at = index_of(part_ids, part), index_of(places.store_ids, store)
    good = (part_at >= 0) & (store_at >= 0)
    return Events(
        part_at[good], store_at[good], day[good].astype("datetime64[D]"), units[good] / THOUSANDTHS, stream[good]
    )


def as_successors(events: Events, part: IntArray, factor: FloatArray) -> Events:
    """Count what was asked of superseded parts for their last successors, in units of these.

    :param part, factor: of each part, see :func:`successors`.
    """
    return replace(events, part=part[events.part], units=events.units * factor[events.part])


def successors(session: Session, part_ids: IntArray, on: date) -> tuple[IntArray, FloatArray]:
    """Return for each part the one that its demand counts for on a day, and how many of that one piece equals."""
    found = last_successors(session, on)
    last, factor = np.arange(part_ids.size), np.ones(part_ids.size)
    rows = index_of(part_ids, np.array(list(found), dtype=np.int64))
    last[rows] = index_of(part_ids, np.array([part for part, _factor in found.values()], dtype=np.int64))
    factor[rows] = [share for _part, share in found.values()]
    return last, factor


def last_successors(session: Session, on: date) -> dict[int, tuple[int, float]]:
    """Return for each part that was succeeded by a day the last of its chain, and how many of that one piece equals."""
    after = {old: (new, ours, theirs) for old, new, ours, theirs in supersessions(session, on)}
    found = {}
    for start in after:
        at, share, seen = start, 1.0, {start}
        while at in after and after[at][0] not in seen:
            at, ours, theirs = after[at]
            share *= theirs / ours
            seen.add(at)
        found[start] = at, share
    return found


def without_overlap(events: Events, periods: IntArray) -> Events:
    """Let what a file says of a part, store and period count only beyond what the system's own requests say of it.

    A file often reaches into the months after the system was begun; the larger of the two figures counts.

    :param events: of last successors, for a file may name the old part and a request the new one.
    :param periods: running number of the period of each event.
    """
    if not events.imported.any() or events.imported.all():
        return events
    _keys, code = np.unique(np.stack([events.part, events.store, periods]), axis=1, return_inverse=True)
    code = code.reshape(-1)
    from_file = np.bincount(code, weights=np.where(events.imported, events.units, 0.0))
    own = np.bincount(code, weights=np.where(events.imported, 0.0, events.units))
    left = np.divide(np.maximum(from_file - own, 0.0), from_file, out=np.ones_like(from_file), where=from_file > 0)
    return replace(events, units=np.where(events.imported, events.units * left[code], events.units))


def _requests(session: Session, *between: ColumnElement[bool]) -> Columns:
    """Return what was asked for on work orders, of the part that was wanted, less what does not count."""
    lapsed = promised_by_request("expired")
    rows = run(
        session,
        select(
            PartRequest.work_order_id,
            PartRequest.part_id,
            func.coalesce(PartRequest.asked_part_id, PartRequest.part_id),
            PartRequest.store_id,
            type_coerce(PartRequest.asked_on, String),
            type_coerce(PartRequest.quantity, BigInteger),
            type_coerce(PartRequest.cancelled, BigInteger),
            type_coerce(PartRequest.returned, BigInteger),
            type_coerce(func.coalesce(lapsed.c.quantity, 0), BigInteger),
            PartRequest.stream,
        )
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .outerjoin(lapsed, lapsed.c.part_request_id == PartRequest.id)
        # What campaigns and maintenance ask for is planned need, and no history to forecast from.
        .where(WorkOrder.state != "cancelled", WorkOrder.id.not_in(select(PlannedWork.work_order_id)), *between)
        .order_by(PartRequest.id),
    )
    columns = list(zip(*rows, strict=True)) or [()] * 10
    days = _Days()
    day = np.fromiter(map(days.__getitem__, columns[4]), dtype=np.int64, count=len(columns[4]))
    stream = np.fromiter(map(STREAMS.index, columns[9]), dtype=np.int64, count=len(columns[9]))
    order, given, wanted, store = (np.array(column, dtype=np.int64) for column in columns[:4])
    quantity, cancelled, returned, expired = (np.array(column, dtype=np.int64) for column in columns[5:9])
    family = _families(session)
    part = given.copy()
    for row in np.flatnonzero(given != wanted).tolist():
        one, other = int(given[row]), int(wanted[row])
        if family.get(one, one) != family.get(other, other):
            part[row] = other
    units = np.maximum(quantity - returned - expired, 0)
    given_up = np.maximum(cancelled - returned - expired, 0)
    units = _without_repeats(order, part, units, given_up, family)
    return part, store, day.astype("datetime64[D]"), units.astype(np.float64), stream


def _without_repeats(
    order: IntArray, part: IntArray, units: IntArray, given_up: IntArray, family: dict[int, int]
) -> IntArray:
    """Take out of later requests of a work order what an earlier one had given up: it is the same need.

    It counts where and when it was first asked for, as that store should have had it.

    :param given_up: what was still wanted when nobody waited for it any more.
    """
    left = units.copy()
    waiting: dict[tuple[int, int], int] = {}
    for row in np.flatnonzero(np.isin(order, order[given_up > 0])).tolist():
        key = (int(order[row]), family.get(int(part[row]), int(part[row])))
        again = min(int(units[row]), waiting.get(key, 0))
        left[row] -= again
        waiting[key] = waiting.get(key, 0) - again + min(int(given_up[row]), int(units[row]))
    return left


def _without_refills(asked: Columns, vans: Sequence[int], streams: Collection[str], van_demand: str) -> Columns:
    """Keep the wanted streams, and of a van either its use or its refill: they are one and the same need."""
    part, store, day, units, stream = asked
    keep = np.isin(stream, [STREAMS.index(name) for name in streams])
    keep &= ~np.isin(store, vans) if van_demand == "refill" else stream != STREAMS.index("refill")
    return part[keep], store[keep], day[keep], units[keep], stream[keep]


def _refills(
    session: Session, vans: Collection[int], since: date | None, until: date | None
) -> list[tuple[int, int, date, int, int]]:
    """Return what vans were to be refilled with: demand of the store that was asked for it."""
    source = aliased(Location)
    query = (
        select(TransferLine.part_id, Transfer.from_store_id, Transfer.asked_at, TransferLine.quantity)
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .join(source, source.id == Transfer.from_store_id)
        .where(Transfer.to_store_id.in_(vans), source.kind == LocationKind.WAREHOUSE, Transfer.state != "cancelled")
    )
    if since is not None:  # a day of the calendar begins in some zone up to half a day away
        query = query.where(Transfer.asked_at >= datetime.combine(since - timedelta(days=1), time(), UTC))
    found = [
        (part, store, day_of(session, asked_at), quantity.scaled, STREAMS.index("refill"))
        for part, store, asked_at, quantity in session.execute(query)
    ]
    return [row for row in found if (since is None or row[2] >= since) and (until is None or row[2] < until)]


def _imported(session: Session, since: date | None, until: date | None) -> Columns:
    """Return what files brought: most of a long history, so the database writes each part's days and amounts as one.

    Millions of rows cost several times as much one by one.
    """
    told = HistoryDemand.__table__.c
    day = func.replace(told.period_start_on.cast(Text), "-", "")
    pair = day.concat(",").concat(told.quantity.cast(BigInteger).cast(Text))
    query = select(told.part_id, told.store_id, func.count(), func.aggregate_strings(pair, ","))
    if since is not None:
        query = query.where(told.period_start_on >= since)
    if until is not None:
        query = query.where(told.period_start_on < until)
    rows = run(session, query.group_by(told.part_id, told.store_id)).all()
    part, store, count, pairs = zip(*rows, strict=True) if rows else ((), (), (), ())
    numbers = np.fromstring(",".join(pairs), dtype=np.int64, sep=",").reshape(-1, 2)
    days, units = numbers[:, 0], numbers[:, 1]
    month = (days // 10_000 - 1970) * 12 + days // 100 % 100 - 1
    first = month.astype("datetime64[M]").astype("datetime64[D]")
    return (
        np.repeat(np.array(part, dtype=np.int64), count),
        np.repeat(np.array(store, dtype=np.int64), count),
        np.asarray(first + (days % 100 - 1), dtype="datetime64[D]"),
        units.astype(np.float64),
        np.full(units.size, IMPORTED, dtype=np.int64),
    )


def _columns(rows: Sequence[Any]) -> Columns:
    part, store, day, units, stream = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return (
        np.array(part, dtype=np.int64),
        np.array(store, dtype=np.int64),
        np.array(day, dtype="datetime64[D]"),
        np.array(units, dtype=np.float64),
        np.array(stream, dtype=np.int64),
    )


def index_of(ids: IntArray, wanted: IntArray) -> IntArray:
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


def supersessions(session: Session, on: date) -> list[tuple[int, int, int, int]]:
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
