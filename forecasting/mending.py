"""Mend the histories that models learn from: outliers of each row, and what buyers said of single periods.

The raw figures stay with the level. A row is judged on what it sees itself: its store and all below it. What a buyer
calls a one-off goes out of the row that it was said of and of every store above.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import period_numbers
from forecasting.gathering import Gathered
from forecasting.outliers import BoolArray, OutlierRule, find_outliers, log_spread, winsorise, without_one_offs
from forecasting.reading_events import index_of, supersessions
from forecasting.tables import DemandMark
from kernel.settings import setting

CHUNK = 20_000
REAL, ONE_OFF, FLAGGED = "real", "one_off", "flagged"


def mend(session: Session, found: Gathered, on: date) -> Gathered:
    """Return what was gathered with histories mended as the settings and the buyers say, and marks of what was done."""
    raw = found.history
    said = _said(session, found, on)
    one_off = np.zeros(raw.shape, dtype=bool)
    real = np.zeros(raw.shape, dtype=bool)
    for row, column, verdict in said:
        (one_off if verdict == ONE_OFF else real)[row, column] = True
    history = without_one_offs(raw, one_off)
    history = _with_stores_above(found, raw, history, one_off | real)
    rule = setting(session, settings.OUTLIERS, on)
    flagged = np.zeros(raw.shape, dtype=bool)
    if rule["mend"]:
        flagged, lowered = _winsorised(history, outlier_rule(rule))
        flagged &= ~real & ~one_off
        history = np.where(flagged, lowered, history)
    return found.mended(history, _marks(found, raw, history, real, flagged))


def _winsorised(history: FloatArray, rule: OutlierRule) -> tuple[BoolArray, FloatArray]:
    """Flag and bring down in chunks of rows, so that a large assortment needs little memory."""
    chunks = [slice(begin, begin + CHUNK) for begin in range(0, max(len(history), 1), CHUNK)]
    spreads = [log_spread(history[some]) for some in chunks]
    enough = np.concatenate([spread[count >= rule.least_demands] for _middle, spread, count in spreads])
    pooled = float(np.median(enough)) if enough.size else 0.0
    found = [find_outliers(history[some], rule, pooled, known) for some, known in zip(chunks, spreads, strict=True)]
    lowered = [winsorise(history[some], each) for some, each in zip(chunks, found, strict=True)]
    return np.concatenate([each.flagged for each in found]), np.concatenate(lowered)


def outlier_rule(rule: dict[str, Any]) -> OutlierRule:
    """Return the rule of the settings within the bounds that it can work with."""
    return OutlierRule(
        spreads=max(2.0, float(rule["spreads"])),
        least_demands=max(4, int(rule["least_demands"])),
        most_share=min(0.25, max(0.0, float(rule["most_share"]))),
        least_units=max(0.0, float(rule["least_units"])),
    )


def _said(session: Session, found: Gathered, on: date) -> list[tuple[int, int, str]]:
    """Return row, column and verdict of what buyers said; of a superseded part it holds for the last successor."""
    rows = session.execute(
        select(DemandMark.part_id, DemandMark.store_id, DemandMark.period_start_on, DemandMark.verdict)
        .where(DemandMark.period == found.period)
        .order_by(DemandMark.id)
    ).all()
    if not rows or not found.part.size:
        return []
    after = {old: new for old, new, _, _ in supersessions(session, on)}
    stores = found.network.store_ids.size
    part = index_of(found.part_ids, np.array([_last(row.part_id, after) for row in rows], dtype=np.int64))
    store = index_of(found.network.store_ids, np.array([row.store_id for row in rows], dtype=np.int64))
    at = index_of(found.part * stores + found.store, part * stores + store)
    first = int(period_numbers(np.datetime64(found.first_period_on), found.period))
    column = (
        period_numbers(np.array([row.period_start_on for row in rows], dtype="datetime64[D]"), found.period) - first
    )
    known = (part >= 0) & (store >= 0) & (at >= 0) & (column >= 0) & (column < found.history.shape[1])
    return [(int(at[i]), int(column[i]), rows[i].verdict) for i in np.flatnonzero(known).tolist()]


def _last(part: int, after: dict[int, int]) -> int:
    seen = {part}
    while (following := after.get(part)) is not None and following not in seen:
        part = following
        seen.add(part)
    return part


def _with_stores_above(found: Gathered, raw: FloatArray, history: FloatArray, own: BoolArray) -> FloatArray:
    """Take what went out of a store's row out of every row above it, but where somebody spoke of that row itself."""
    gone = np.nan_to_num(raw) - np.nan_to_num(history)
    rows, columns = np.nonzero(gone > 0)
    if not rows.size:
        return history
    stores = found.network.store_ids.size
    codes: IntArray = found.part * stores + found.store
    less = np.zeros_like(history)
    above = found.network.above
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        at = int(above[found.store[row]])
        while at >= 0:
            higher = int(index_of(codes, np.array([int(found.part[row]) * stores + at]))[0])
            if higher < 0 or own[higher, column]:
                break  # what is said of a row stands for all below it
            less[higher, column] += gone[row, column]
            at = int(above[at])
    return np.where(np.isfinite(history), np.maximum(history - less, np.minimum(history, 0.0)), history)


def _marks(
    found: Gathered, raw: FloatArray, history: FloatArray, real: BoolArray, flagged: BoolArray
) -> list[dict[str, Any]]:
    """Return for each row its units by stream, and the periods that were mended or judged."""
    totals = np.round(np.stack(list(found.streams.values()), axis=1), 3).tolist() if found.streams else []
    names = list(found.streams)
    marks: list[dict[str, Any]] = [
        {"streams": {name: units for name, units in zip(names, row, strict=True) if units}} for row in totals
    ] or [{} for _ in range(raw.shape[0])]
    touched = (np.nan_to_num(raw) - np.nan_to_num(history) > 0) | real
    for row, column in zip(*(each.tolist() for each in np.nonzero(touched)), strict=True):
        verdict = REAL if real[row, column] else FLAGGED if flagged[row, column] else ONE_OFF
        units = raw[row, column]
        kept = marks[row].setdefault("periods", {})
        kept[str(column)] = [None if np.isnan(units) else round(float(units), 3), verdict]
    return marks


def marked_periods(marks: dict[str, Any] | None, periods: int) -> list[tuple[int, float | None, str]]:
    """Return number, raw units and verdict of each of the periods that was mended or judged, oldest first."""
    kept = (marks or {}).get("periods", {})
    return sorted((int(number), raw, verdict) for number, (raw, verdict) in kept.items() if int(number) < periods)
