"""Find demands that stand far out of a part's own and bring them down to a limit; pure arrays, no database.

A size is far out where it lies more than so many spreads above the part's median on a logarithmic scale. The rule is
Hampel's identifier (median and median absolute deviation, MAD) of F. R. Hampel, J. Am. Stat. Assoc. 69 (1974)
383-393, on log sizes. A part with few demands borrows from the spread of all: its squared spread is weighed with the
pooled one by the number of demands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray, as_history

BoolArray = NDArray[np.bool_]
MAD_TO_SD = 1.4826
"""1 / the upper quartile of the normal distribution: makes the MAD of a normal sample its standard deviation."""


@dataclass(frozen=True)
class OutlierRule:
    """Say what counts as far out.

    ``spreads``: so many spreads above the median.  ``least_demands``: parts with fewer demands are left alone.
    ``most_share``: where more of a part's demands than this would be called far out, that is its nature.
    ``least_units``: smaller demands are never far out.  ``prior_demands``: so many demands of its own make a part's
    spread weigh as much as the pooled one.  ``least_spread``: no part counts as steadier than this (log units).
    """

    spreads: float = 3.5
    least_demands: int = 6
    most_share: float = 0.15
    least_units: float = 2.0
    prior_demands: float = 10.0
    least_spread: float = 0.25

    def __post_init__(self) -> None:
        """Refuse bounds under which mending would not come to rest, or would say nothing."""
        if not self.spreads >= 2:  # noqa: PLR2004
            raise ValueError("spreads must be at least 2")
        if self.least_demands < 4 or not 0 <= self.most_share <= 0.25:  # noqa: PLR2004
            raise ValueError("at least 4 demands, and at most a quarter of them far out")
        if not (self.prior_demands > 0 and self.least_spread > 0 and self.least_units >= 0):
            raise ValueError("prior and least spread must be above 0, the least units not negative")


@dataclass(frozen=True)
class Outliers:
    """What was found: ``limit`` (parts,), units, infinite where none can be told; ``flagged`` (parts, periods)."""

    limit: FloatArray
    flagged: BoolArray


def log_spread(history: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return median and spread (1.4826 MAD) of the logarithms of the sizes above 0, and how many there are, (parts,).

    Median and spread are 0 where there is no demand.

    >>> median, spread, count = log_spread([[0.0, 1.0, 10.0, 100.0]])
    >>> float(np.round(np.exp(median[0]))), float(np.round(spread[0] / np.log(10), 4)), float(count[0])
    (10.0, 1.4826, 3.0)
    """
    demand = as_history(history)
    hit = demand > 0
    logs = np.where(hit, np.log(np.where(hit, demand, 1.0)), np.nan)
    count = hit.sum(1).astype(np.float64)
    middle = _median(logs)
    return middle, MAD_TO_SD * _median(np.abs(logs - middle[:, None])), count


def _median(rows: FloatArray) -> FloatArray:
    """Return the median of each row without its blanks, 0 for an empty one."""
    ordered = np.sort(rows, axis=1)  # blanks go last
    count = (~np.isnan(rows)).sum(1)
    if not rows.shape[1]:
        return np.zeros(rows.shape[0])
    row = np.arange(rows.shape[0])
    low, high = np.maximum((count - 1) // 2, 0), np.maximum(count // 2, 0)
    high = np.minimum(high, rows.shape[1] - 1)
    return np.where(count > 0, (ordered[row, low] + ordered[row, high]) / 2, 0.0)


def find_outliers(
    history: ArrayLike,
    rule: OutlierRule | None = None,
    pooled: float | None = None,
    spreads: tuple[FloatArray, FloatArray, FloatArray] | None = None,
) -> Outliers:
    """Find the demands beyond each part's limit.

    :param history: units per period, (parts, periods); blanks are left alone.
    :param pooled: spread of log sizes of the whole assortment; None: the median of the spreads in `history`.
    :param spreads: :func:`log_spread` of the history, where it is known already.

    >>> found = find_outliers([[2, 3, 0, 2, 4, 3, 0, 2, 3, 90]])
    >>> found.flagged[0].nonzero()[0].tolist(), bool(10 < found.limit[0] < 30)
    ([9], True)
    """
    rule = rule or OutlierRule()
    demand = as_history(history)
    middle, spread, count = log_spread(demand) if spreads is None else spreads
    enough = count >= rule.least_demands
    if pooled is None:
        pooled = float(np.median(spread[enough])) if enough.any() else 0.0
    weight = count / (count + rule.prior_demands)
    shrunk = np.sqrt(weight * spread**2 + (1 - weight) * max(pooled, rule.least_spread) ** 2)
    # Never below its own spread: a limit stays outside of half of a part's own demands, so mending comes to rest.
    width = np.maximum(np.maximum(shrunk, spread), rule.least_spread)
    with np.errstate(over="ignore"):
        limit = np.where(enough, np.exp(middle + rule.spreads * width), np.inf)
    beyond = (np.nan_to_num(demand) > limit[:, None] * (1 + 1e-9)) & (np.nan_to_num(demand) >= rule.least_units)
    nature = beyond.sum(1) > rule.most_share * count
    return Outliers(limit, beyond & ~nature[:, None])


def winsorise(history: ArrayLike, found: Outliers) -> FloatArray:
    """Return the history with what was flagged brought down to the limit; nothing is ever raised.

    >>> winsorise([[1.0, 9.0]], Outliers(np.array([4.0]), np.array([[False, True]]))).tolist()
    [[1.0, 4.0]]
    """
    demand = as_history(history)
    return np.where(found.flagged, np.minimum(demand, found.limit[:, None]), demand)


def without_one_offs(history: ArrayLike, one_off: ArrayLike) -> FloatArray:
    """Return the history with the named periods brought down to the mean of the row's others; never raised.

    :param one_off: which periods will not come again, (parts, periods).

    >>> without_one_offs([[1.0, 0.0, 40.0, 2.0]], [[False, False, True, False]]).tolist()
    [[1.0, 0.0, 1.0, 2.0]]
    """
    demand = as_history(history)
    named = np.asarray(one_off, dtype=bool)
    others = ~named & np.isfinite(demand)
    count = others.sum(1)
    total = np.where(others, demand, 0.0).sum(1)
    usual = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    return np.where(named & np.isfinite(demand), np.minimum(demand, usual[:, None]), demand)
