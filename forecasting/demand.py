"""Turn demand events into arrays of periods, and clean them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray, IntArray, as_history

Period = Literal["month", "week"]
DayArray = NDArray[np.datetime64]
MONTH_DAYS = 30.4375
YEAR_DAYS = 365.25
PERIOD_DAYS: dict[str, float] = {"month": MONTH_DAYS, "week": 7.0}
PERIODS_PER_YEAR: dict[str, int] = {"month": 12, "week": 52}

# 1970-01-05, day 4 of the epoch, was a Monday: ISO weeks begin there.
_FIRST_MONDAY = 4


@dataclass(frozen=True)
class Bucketed:
    """Demand per period: ``history`` (parts, periods), units; what was left out, counted per part (parts,).

    ``returned``: events with a negative quantity; ``blank``: without a quantity; ``outside``: before the
    first or after the last period.
    """

    history: FloatArray
    returned: IntArray
    blank: IntArray
    outside: IntArray


@dataclass(frozen=True)
class Cleaned:
    """A wide history made fit for models: ``history`` (parts, periods) and what was mended, (parts,)."""

    history: FloatArray
    negative: IntArray
    blank: IntArray


def period_numbers(days: ArrayLike, period: Period) -> IntArray:
    """Give a running number to the month or ISO week (Monday to Sunday) of each day, unbroken over year ends.

    :param days: dates, ``datetime64[D]`` or ISO strings.
    :raises ValueError: for an unknown period.

    >>> n = period_numbers(["2024-12-29", "2024-12-30", "2025-01-05"], "week")
    >>> (n - n[0]).tolist()
    [0, 1, 1]
    """
    when = np.asarray(days, dtype="datetime64[D]")
    if period == "month":
        return when.astype("datetime64[M]").astype(np.int64)
    if period == "week":
        return np.asarray((when.astype(np.int64) - _FIRST_MONDAY) // 7, dtype=np.int64)
    raise ValueError(f"unknown period {period!r}")


def period_starts(first: ArrayLike, periods: int, period: Period) -> DayArray:
    """Return the first day of each of ``periods`` periods, beginning with the one that contains ``first``.

    >>> period_starts("2024-01-17", 2, "month").astype(str).tolist()
    ['2024-01-01', '2024-02-01']
    >>> period_starts("2024-01-17", 2, "week").astype(str).tolist()
    ['2024-01-15', '2024-01-22']
    """
    begin = int(period_numbers(first, period))
    numbers = np.arange(begin, begin + periods)
    if period == "month":
        return numbers.astype("datetime64[M]").astype("datetime64[D]")
    return (numbers * 7 + _FIRST_MONDAY).astype("datetime64[D]")


def bucket(
    part: ArrayLike, day: ArrayLike, quantity: ArrayLike, *, parts: int, first: ArrayLike, periods: int, period: Period
) -> Bucketed:
    """Sum demand events into periods; returns (negative quantities) and blanks are counted, not netted.

    :param part: row of each event, 0 to parts - 1, (events,).
    :param day: date on which it was asked for, (events,).
    :param quantity: units asked for, (events,).
    :param parts, periods: shape of the result.
    :param first: any day of the first period.
    :raises ValueError: for a row outside 0 to parts - 1.

    >>> b = bucket(
    ...     [0, 0, 1, 1],
    ...     ["2024-01-31", "2024-02-01", "2024-02-09", "2024-03-01"],
    ...     [2.0, 3.0, -1.0, 4.0],
    ...     parts=2,
    ...     first="2024-01-01",
    ...     periods=2,
    ...     period="month",
    ... )
    >>> b.history.tolist(), b.returned.tolist(), b.outside.tolist()
    ([[2.0, 3.0], [0.0, 0.0]], [0, 1], [0, 1])
    """
    row = np.asarray(part, dtype=np.int64)
    units = np.asarray(quantity, dtype=np.float64)
    if row.size and not (row.min() >= 0 and row.max() < parts):
        raise ValueError("an event names a row that does not exist")
    column = period_numbers(day, period) - int(period_numbers(first, period))
    outside = (column < 0) | (column >= periods)
    blank = ~np.isfinite(units)
    returned = ~blank & (units < 0)
    good = ~(outside | blank | returned)
    flat = np.bincount(row[good] * periods + column[good], weights=units[good], minlength=parts * periods)

    def count(which: NDArray[np.bool_]) -> IntArray:
        return np.bincount(row[which], minlength=parts).astype(np.int64)

    return Bucketed(
        flat.reshape(parts, periods).astype(np.float64),
        count(returned & ~outside),
        count(blank & ~outside),
        count(outside),
    )


def clean(history: ArrayLike) -> Cleaned:
    """Set negative demand to 0 (a return is not demand) and infinities to blank, counting both.

    :param history: units per period, (parts, periods).

    >>> c = clean([[1.0, -2.0, float("nan")]])
    >>> c.history.tolist(), c.negative.tolist(), c.blank.tolist()
    ([[1.0, 0.0, nan]], [1], [1])
    """
    demand = as_history(history)
    finite = np.isfinite(demand)
    return Cleaned(
        np.where(finite, np.maximum(np.where(finite, demand, 0.0), 0.0), np.nan),
        (finite & (demand < 0)).sum(1).astype(np.int64),
        (~finite).sum(1).astype(np.int64),
    )


def age_periods(history: ArrayLike) -> IntArray:
    """Return the periods since the first demand, that one included; 0 without demand.

    >>> age_periods([[0, 3, 0], [0, 0, 0]]).tolist()
    [2, 0]
    """
    hit = as_history(history) > 0
    if not hit.shape[1]:
        return np.zeros(hit.shape[0], dtype=np.int64)
    return np.where(hit.any(1), hit.shape[1] - hit.argmax(1), 0).astype(np.int64)


def trim_before_first_demand(history: ArrayLike) -> FloatArray:
    """Blank the periods before the first demand: for histories whose leading zeros mean 'not yet sold'.

    >>> trim_before_first_demand([[0, 3, 0], [0, 0, 0]]).tolist()
    [[nan, 3.0, 0.0], [0.0, 0.0, 0.0]]
    """
    demand = as_history(history)
    age = age_periods(demand)
    column = np.arange(demand.shape[1])
    early = (column[None, :] < demand.shape[1] - age[:, None]) & (age > 0)[:, None]
    return np.where(early, np.nan, demand)


def until_watched(history: ArrayLike) -> FloatArray:
    """Let each history end with its last observed period: blanks behind it go to the front.

    What nobody watched says nothing of demand; left at the end it would read as months of silence.

    >>> until_watched([[1.0, 2.0, float("nan")], [0.0, float("nan"), 3.0]]).tolist()
    [[nan, 1.0, 2.0], [0.0, nan, 3.0]]
    """
    demand = as_history(history)
    seen = ~np.isnan(demand)
    periods = demand.shape[1]
    behind = np.where(seen.any(1), np.argmax(seen[:, ::-1], axis=1), 0) if periods else np.zeros(len(demand), np.int64)
    rows = np.flatnonzero(behind)
    if not rows.size:
        return demand
    moved = demand.copy()
    column = (np.arange(periods)[None, :] - behind[rows, None]) % periods
    moved[rows] = np.take_along_axis(demand[rows], column, axis=1)
    return moved
