"""Watch the forecast: when a month is over, compare what came with what the levels at its beginning had promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, IntArray
from forecasting.classes import DemandClass
from forecasting.comparing import (
    Field,
    Kept,
    Service,
    demand_of,
    ended_in,
    kept_of,
    open_field,
    service_of,
)
from forecasting.keeping_levels import keep_stored_runs, month_start
from forecasting.tables import ForecastAlarm, ForecastError, ForecastWatch, KeptLevel
from forecasting.tracking import (
    Errors,
    TrackingRule,
    biased,
    coverage_outside,
    follow,
    no_errors,
    service_missed,
    tracking_signal,
)
from inventory.finding import found, written
from inventory.tables import Part
from kernel.auditing import log
from kernel.db import Base
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import setting

ERRORS = Base.metadata.tables["forecast_error"]
CHUNK = 5000
MOST_ALARMS = 500
"""Alarms of single parts in a month, the surest first; beyond that the groups say enough."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Say which month was watched, how many forecasts were compared, and how many alarms there are."""

    month_on: date
    rows: int
    alarms: int


@dataclass(frozen=True, slots=True)
class SeenAlarm:
    """Name the alarm that somebody has looked at."""

    forecast_alarm_id: int


@dataclass(frozen=True)
class Month:
    """Hold the figures of a month, arrays (rows,) of the levels in force when it began; intervals by level."""

    kept: Kept
    forecast: FloatArray
    demand: FloatArray
    service: Service
    stocked: NDArray[np.bool_]
    intervals: list[tuple[Kept, NDArray[np.bool_], FloatArray]]


def due_months(session: Session, on: date) -> tuple[date, ...]:
    """Return the months before that of a day that levels were kept for and nobody has watched yet, oldest first."""
    keep_stored_runs(session)
    first = session.scalar(select(KeptLevel.in_force_on).order_by(KeptLevel.in_force_on).limit(1))
    last = session.scalar(select(ForecastWatch.month_on).order_by(ForecastWatch.month_on.desc()).limit(1))
    if first is None:
        return ()
    month = first if last is None else max(first, month_start(last, 1))
    found_months = []
    while month < month_start(on):
        found_months.append(month)
        month = month_start(month, 1)
    return tuple(found_months)


@once
def watch_month(session: Session, *, month_on: date, by: int, at: datetime, request_key: str) -> Watched:
    """Compare a month that is over with its forecast, follow the errors on, and raise the alarms; once a month.

    Months follow each other: the smoothed errors carry what came before.
    """
    month_on, end = month_start(month_on), month_start(month_on, 1)
    if session.scalar(select(ForecastWatch.id).where(ForecastWatch.month_on >= month_on).limit(1)) is not None:
        raise InvalidState("month_watched", month=f"{month_on:%Y-%m}")
    begun = session.scalars(
        select(KeptLevel.in_force_on)
        .where(KeptLevel.in_force_on <= month_on)
        .distinct()
        .order_by(KeptLevel.in_force_on.desc())
    ).all()
    if not begun:
        raise RuleViolation("no_level_kept", month=f"{month_on:%Y-%m}")
    known = open_field(session, begun[-1], end, month_on)
    seen = _month(session, known, begun, month_on, end)
    rule = TrackingRule(**setting(session, settings.WATCH_TRACKING, month_on))
    errors = _follow(session, seen, rule)
    alarm = biased(errors, rule)
    groups = list(_groups(session, seen, setting(session, settings.WATCH_COVERAGE, month_on)))
    raised = _service_alarms(groups, setting(session, settings.WATCH_SERVICE, month_on))
    alarms = [*_bias_alarms(seen.kept, errors, alarm, rule), *raised]
    session.add_all(ForecastWatch(month_on=month_on, **figures) for figures, _found in groups)
    session.add_all(ForecastAlarm(month_on=month_on, **facts) for facts in alarms)
    written(session)
    _forget(session, end)
    facts = {"month": f"{month_on}", "rows": seen.kept.rows, "alarms": len(alarms)}
    log(session, action="logged", about="forecast_watch", key=f"{month_on}", facts=facts)
    return Watched(month_on, seen.kept.rows, len(alarms))


@once
def see_alarm(
    session: Session, *, forecast_alarm_id: int, note: str, by: int, at: datetime, request_key: str
) -> SeenAlarm:
    """Note that an alarm was looked at, and what was found."""
    row = found(session, ForecastAlarm, forecast_alarm_id)
    if row.seen_at is not None:
        raise InvalidState("alarm_seen", forecast_alarm_id=forecast_alarm_id)
    if not note.strip():
        raise RuleViolation("reason_missing", field="note")
    row.seen_at, row.seen_by_id, row.note = at, by, note.strip()
    written(session)
    return SeenAlarm(row.id)


def _month(session: Session, known: Field, begun: Sequence[date], month_on: date, end: date) -> Month:
    kept = kept_of(session, begun[0], known)
    days = np.full(kept.rows, (end - month_on).days, dtype=np.int64)
    intervals = []
    for start in begun:
        older = kept if start == begun[0] else kept_of(session, start, known)
        over = ended_in(older, start, month_on, end)
        if over.any():
            came = demand_of(session, known, older, start, np.where(over, older.protection_days, 0))
            intervals.append((older, over, came))
    vans = known.places.van[np.maximum(kept.store, 0)] if known.places.van.size else np.zeros(kept.rows, dtype=bool)
    return Month(
        kept,
        kept.mean * days,
        demand_of(session, known, kept, month_on, days),
        service_of(session, known, kept, month_on, end),
        (kept.store >= 0) & ~vans,
        intervals,
    )


def _follow(session: Session, seen: Month, rule: TrackingRule) -> Errors:
    """Carry the smoothed errors a month on; rows that have no forecast any more are forgotten."""
    stored = session.execute(
        select(
            ForecastError.part_id,
            ForecastError.store_id,
            ForecastError.error,
            ForecastError.deviation,
            ForecastError.variance,
            ForecastError.months,
        )
    ).all()
    at = {(row.part_id, row.store_id): i for i, row in enumerate(stored)}
    table = np.array([tuple(row) for row in stored], dtype=np.float64).reshape(-1, 6)
    pairs = list(zip(seen.kept.part_id.tolist(), seen.kept.store_id.tolist(), strict=True))
    row = np.array([at.get(pair, -1) for pair in pairs], dtype=np.int64)
    old, before = row >= 0, no_errors(len(pairs))
    for name, column in (("error", 2), ("deviation", 3), ("variance", 4), ("months", 5)):
        getattr(before, name)[old] = table[row[old], column]
    share = np.divide(seen.forecast, seen.kept.mean, out=np.zeros(seen.kept.rows), where=seen.kept.mean > 0)
    after = follow(before, seen.demand - seen.forecast, seen.kept.variance * share, rule.smoothing)
    session.execute(delete(ForecastError))
    values = zip(
        pairs, *(each.tolist() for each in (after.error, after.deviation, after.variance, after.months)), strict=True
    )
    rows = [
        {"part_id": p, "store_id": s, "error": error, "deviation": size, "variance": spread, "months": months}
        for (p, s), error, size, spread, months in values
    ]
    for begin in range(0, len(rows), CHUNK):
        session.execute(insert(ERRORS), rows[begin : begin + CHUNK])
    return after


def _keys(session: Session, kept: Kept) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield each kind of group with the key of every row, empty where it belongs to none."""
    facts = {row.id: row for row in session.execute(select(Part.id, Part.criticality, Part.category_id))}
    parts = [facts[part] for part in kept.part_id.tolist()]
    yield "all", np.full(kept.rows, "all")
    yield "demand_class", np.array([DemandClass(each).name.lower() for each in kept.demand_class.tolist()])
    yield "criticality", np.array([each.criticality for each in parts])
    yield "store", kept.store_id.astype(str)
    yield "category", np.array(["" if each.category_id is None else str(each.category_id) for each in parts])


def _groups(session: Session, seen: Month, rule: dict[str, Any]) -> Iterator[tuple[dict[str, Any], float | None]]:
    """Yield the figures of each group, with its coverage where that lies outside of the bounds."""
    older = [dict(_keys(session, kept)) for kept, _over, _came in seen.intervals]
    for kind, keys in _keys(session, seen.kept):
        every = {*keys.tolist(), *(key for each in older for key in each[kind].tolist())} - {""}
        for key in sorted(every):
            figures = _figures(seen, keys == key) | _coverage(seen, [each[kind] == key for each in older])
            outside = coverage_outside(
                figures["within_95"],
                figures["under_95"],
                figures["ended"],
                low=float(rule["low"]),
                high=float(rule["high"]),
                least=int(rule["least"]),
            )
            bound = float(rule["low"] if outside is not None and outside < rule["low"] else rule["high"])
            yield figures | {"group_kind": kind, "group_key": key, "alarms": [], "bound": bound}, outside


def _figures(seen: Month, mine: NDArray[np.bool_]) -> dict[str, Any]:
    service, stocked = seen.service, mine & seen.stocked
    lines = service.lines[mine]
    promised = float((seen.kept.fill_rate[mine] * lines).sum() / lines.sum()) if lines.sum() else 0.0
    met = service.lines_met[stocked] == service.lines[stocked]
    return {
        "rows": int(mine.sum()),
        "forecast": float(seen.forecast[mine].sum()),
        "demand": float(seen.demand[mine].sum()),
        "deviation": float(np.abs(seen.demand - seen.forecast)[mine].sum()),
        "lines": int(lines.sum()),
        "lines_met": int(service.lines_met[mine].sum()),
        "asked": float(service.asked[mine].sum()),
        "met": float(service.met[mine].sum()),
        "promised": promised,
        "cycles": int(stocked.sum()),
        "cycles_kept": int(met.sum()),
        "target": float(seen.kept.target[stocked].mean()) if stocked.any() else 0.0,
    }


def _coverage(seen: Month, mine: list[NDArray[np.bool_]]) -> dict[str, int]:
    counts = {"ended": 0, "within_50": 0, "within_90": 0, "within_95": 0, "under_95": 0}
    for (kept, over, came), own in zip(seen.intervals, mine, strict=True):
        rows = over & own
        counts["ended"] += int(rows.sum())
        for column, name in enumerate(("within_50", "within_90", "within_95")):
            counts[name] += int((came[rows] <= kept.quantiles[rows, column] + 1e-9).sum())
        counts["under_95"] += int((came[rows] < kept.quantiles[rows, 2] - 1e-9).sum())
    return counts


def _service_alarms(groups: list[tuple[dict[str, Any], float | None]], rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Note in each group's figures what it alarms for, and return those alarms."""
    alarms = []
    for figures, outside in groups:
        bound = figures.pop("bound")
        named = {"group_kind": figures["group_kind"], "group_key": figures["group_key"]}
        if outside is not None:
            figures["alarms"].append("coverage")
            alarms.append({"kind": "coverage", "value": outside, "bound": bound, "cases": figures["ended"]} | named)
        if service_missed(
            figures["lines_met"],
            figures["lines"],
            figures["promised"],
            points=float(rule["points"]),
            significance=float(rule["significance"]),
            least=int(rule["least_lines"]),
        ):
            figures["alarms"].append("service")
            share = figures["lines_met"] / figures["lines"]
            facts = {"kind": "service", "value": share, "bound": figures["promised"], "cases": figures["lines"]}
            alarms.append(facts | named)
    return alarms


def _bias_alarms(kept: Kept, errors: Errors, alarm: NDArray[np.bool_], rule: TrackingRule) -> list[dict[str, Any]]:
    signal = tracking_signal(errors)
    sure = np.abs(errors.error) / np.sqrt(np.maximum(errors.variance, 1e-12))
    rows: IntArray = np.flatnonzero(alarm)
    rows = rows[np.argsort(-sure[rows], kind="stable")][:MOST_ALARMS]
    return [
        {
            "kind": "bias",
            "group_kind": "part",
            "group_key": f"{kept.part_id[row]}:{kept.store_id[row]}",
            "value": float(signal[row]),
            "bound": rule.limit,
            "cases": int(errors.months[row]),
            "part_id": int(kept.part_id[row]),
            "store_id": int(kept.store_id[row]),
        }
        for row in rows.tolist()
    ]


def _forget(session: Session, end: date) -> None:
    """Delete kept levels whose intervals are over, but for those that are in force in the month that begins now."""
    current = session.scalar(
        select(KeptLevel.in_force_on)
        .where(KeptLevel.in_force_on <= end)
        .order_by(KeptLevel.in_force_on.desc())
        .limit(1)
    )
    for month in session.scalars(select(KeptLevel.in_force_on).where(KeptLevel.in_force_on < current).distinct()):
        days = (end - month).days
        session.execute(delete(KeptLevel).where(KeptLevel.in_force_on == month, KeptLevel.protection_days <= days))
