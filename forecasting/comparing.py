"""Gather what came against what the levels of a month's beginning had said: demand, coverage, requests met."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import period_numbers
from forecasting.reading_events import (
    THOUSANDTHS,
    Events,
    Network,
    as_successors,
    index_of,
    network,
    read_events,
    successors,
    without_overlap,
)
from forecasting.tables import KeptLevel
from forecasting.tables.base import PlannedWork
from inventory.queries.requests import promised_by_request
from inventory.tables import Part, PartRequest, Reservation, WorkOrder
from kernel.settings import setting


@dataclass(frozen=True)
class Kept:
    """Hold the levels kept for a month as arrays (rows,): ids, facts in units and days, and their places here."""

    part_id: IntArray
    store_id: IntArray
    demand_class: IntArray
    mean: FloatArray
    variance: FloatArray
    protection_days: IntArray
    quantiles: FloatArray
    target: FloatArray
    fill_rate: FloatArray
    part: IntArray
    store: IntArray

    @property
    def rows(self) -> int:
        """Return how many there are."""
        return int(self.part_id.size)


@dataclass(frozen=True)
class Field:
    """Hold the parts and stores in which everything is found again, and the events since a day."""

    part_ids: IntArray
    places: Network
    events: Events


@dataclass(frozen=True)
class Service:
    """Hold the requests of a month by row of the levels, arrays (rows,): how many, met at once, in units."""

    lines: IntArray
    lines_met: IntArray
    asked: FloatArray
    met: FloatArray


def open_field(session: Session, since: date, until: date, on: date) -> Field:
    """Read the events from a day on, before another; what counts is what the planner counts."""
    places = network(session)
    part_ids = np.array(session.scalars(select(Part.id).order_by(Part.id)).all(), dtype=np.int64)
    events = read_events(
        session,
        part_ids,
        places,
        van_demand=setting(session, settings.VAN_DEMAND, on),
        streams=setting(session, settings.STREAMS, on),
        since=since,
        until=until,
    )
    if setting(session, settings.OVERLAP, on) == "larger":
        part, factor = successors(session, part_ids, on)
        counted = without_overlap(as_successors(events, part, factor), period_numbers(events.day, "month"))
        events = replace(events, units=counted.units / factor[events.part])
    return Field(part_ids, places, events)


def kept_of(session: Session, month: date, known: Field) -> Kept:
    """Return the levels kept for a month."""
    names = (
        *("part_id", "store_id", "demand_class", "mean", "variance", "protection_days"),
        *("q50", "q90", "q95", "target", "fill_rate"),
    )
    rows = session.execute(
        select(*(getattr(KeptLevel, name) for name in names))
        .where(KeptLevel.in_force_on == month)
        .order_by(KeptLevel.part_id, KeptLevel.store_id)
    ).all()
    table = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, len(names))
    whole = table[:, :3].astype(np.int64)
    return Kept(
        whole[:, 0],
        whole[:, 1],
        whole[:, 2],
        table[:, 3],
        table[:, 4],
        table[:, 5].astype(np.int64),
        table[:, 6:9],
        table[:, 9],
        table[:, 10],
        index_of(known.part_ids, whole[:, 0]),
        index_of(known.places.store_ids, whole[:, 1]),
    )


def demand_of(session: Session, known: Field, kept: Kept, since: date, days: IntArray) -> FloatArray:
    """Return what was asked for of each row and of all stores below it in so many days from a day on, units.

    Superseded parts count for their successors as they did on that day.
    """
    events, stores = known.events, max(known.places.store_ids.size, 1)
    late = (events.day - np.datetime64(since)).astype(np.int64)
    inside = np.flatnonzero((late >= 0) & (late < (int(days.max()) if days.size else 0)))
    part, factor = successors(session, known.part_ids, since)
    codes = kept.part * stores + kept.store
    order = np.argsort(codes, kind="stable")
    total = np.zeros(kept.rows)
    moved = part[events.part[inside]]
    units = events.units[inside] * factor[events.part[inside]]
    for has, at in known.places.ancestors(events.store[inside]):
        row = index_of(codes[order], np.where(has, moved * stores + at, -1))
        found = np.flatnonzero((row >= 0) & has)
        rows = order[row[found]]
        early = late[inside][found] < days[rows]
        total += np.bincount(rows[early], weights=units[found][early], minlength=kept.rows)
    return total


def service_of(session: Session, known: Field, kept: Kept, begin: date, end: date) -> Service:
    """Return the requests asked of warehouses from a day on, before another, and what stock promised them at once.

    A van is not counted: what is not in it is asked of another store, so it meets all that it is asked for.
    """
    at_once = (
        select(func.coalesce(func.sum(type_coerce(Reservation.quantity, BigInteger)), 0))
        .where(and_(Reservation.part_request_id == PartRequest.id, Reservation.reserved_at == PartRequest.asked_at))
        .scalar_subquery()
    )
    lapsed = promised_by_request("expired")
    wanted = (
        type_coerce(PartRequest.quantity, BigInteger)
        - type_coerce(PartRequest.returned, BigInteger)
        - func.coalesce(lapsed.c.quantity, 0)
    )
    rows = session.execute(
        select(PartRequest.part_id, PartRequest.store_id, wanted, at_once)
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .outerjoin(lapsed, lapsed.c.part_request_id == PartRequest.id)
        .where(PartRequest.asked_on >= begin, PartRequest.asked_on < end, WorkOrder.state != "cancelled", wanted > 0)
        # Planned work asks for what it said before: no level promises that from stock.
        .where(WorkOrder.id.not_in(select(PlannedWork.work_order_id)))
    ).all()
    table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 4)
    part, store = index_of(known.part_ids, table[:, 0]), index_of(known.places.store_ids, table[:, 1])
    last, _factor = successors(session, known.part_ids, begin)
    stores = max(known.places.store_ids.size, 1)
    good = (part >= 0) & (store >= 0)
    good &= ~known.places.van[np.maximum(store, 0)] if known.places.van.size else False
    codes = kept.part * stores + kept.store
    order = np.argsort(codes, kind="stable")
    row = index_of(codes[order], np.where(good, last[np.maximum(part, 0)] * stores + store, -1))
    chosen = np.flatnonzero(good & (row >= 0))
    rows_at = order[row[chosen]]
    asked, met = table[chosen, 2], np.minimum(table[chosen, 3], table[chosen, 2])

    def total(weights: NDArray[np.generic]) -> FloatArray:
        return np.bincount(rows_at, weights=weights, minlength=kept.rows).astype(np.float64)

    return Service(
        total(np.ones(chosen.size)).astype(np.int64),
        total(met >= asked).astype(np.int64),
        total(asked) / THOUSANDTHS,
        total(met) / THOUSANDTHS,
    )


def ended_in(kept: Kept, month: date, begin: date, end: date) -> NDArray[np.bool_]:
    """Tell whose interval of lead time and review, begun with a month, ended from a day on, before another."""
    last = np.array([month + timedelta(days=int(days) - 1) for days in kept.protection_days], dtype="datetime64[D]")
    return np.asarray((last >= np.datetime64(begin)) & (last < np.datetime64(end)), dtype=bool)
