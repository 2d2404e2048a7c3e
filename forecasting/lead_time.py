"""Learn lead times from what was really delivered, leaning on the supplier where there is little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray, divide, per_part


@dataclass(frozen=True)
class LeadTimes:
    """Lead times per supplier part, (supplier parts,).

    ``mean_days`` and ``sd_days``; ``deliveries``: how many receipts stand behind them; ``overdue``: open
    orders that count as late already; ``ratio``: delivered over planned, the part's own belief.
    """

    mean_days: FloatArray
    sd_days: FloatArray
    deliveries: NDArray[np.int64]
    overdue: NDArray[np.int64]
    ratio: FloatArray


def _shrink(
    ratio: FloatArray, weight: FloatArray, group: NDArray[np.int64], groups: int, prior: FloatArray, strength: float
) -> tuple[FloatArray, FloatArray]:
    """Return per group the weighted mean shrunk to ``prior`` by n / (n + k), and n = (sum w)^2 / sum w^2."""
    total = np.bincount(group, weights=weight, minlength=groups)
    own = divide(np.bincount(group, weights=weight * ratio, minlength=groups), total)
    n = divide(total**2, np.bincount(group, weights=weight**2, minlength=groups))
    return np.asarray((n * own + strength * prior) / (n + strength)), n


def _levels(
    value: FloatArray,
    weight: FloatArray,
    row: NDArray[np.int64],
    supplier: NDArray[np.int64],
    overall: float,
    strength: float,
) -> FloatArray:
    """Shrink overall -> supplier -> supplier part."""
    suppliers = int(supplier.max(initial=-1)) + 1
    by_supplier, _ = _shrink(value, weight, supplier[row], suppliers, np.full(suppliers, overall), strength)
    return _shrink(value, weight, row, supplier.shape[0], by_supplier[supplier], strength)[0]


def lead_times(
    *,
    supplier: ArrayLike,
    planned_days: ArrayLike,
    supplier_part: ArrayLike,
    ordered_on: ArrayLike,
    received_on: ArrayLike,
    quantity: ArrayLike,
    today: ArrayLike,
    default_days: float = 30.0,
    default_cv: float = 0.25,
    prior_weight: float = 3.0,
) -> LeadTimes:
    """Estimate mean and spread of each supplier part's lead time from deliveries, weighted by quantity.

    Learnt is the ratio delivered / planned, so that a supplier's habit carries over from a part that takes
    10 days to one that takes 90.  A part's ratio is its own n deliveries and its supplier's as
    n / (n + k); the supplier's leans on all suppliers in the same way, and these on 1 (the plan).  The spread
    of the ratio is pooled alike, from ``default_cv``.  n is the effective number of deliveries,
    (sum q)^2 / sum q^2, so one large delivery with many small ones does not pass for many.

    Open orders are not ignored: one that is already older than the mean learnt from deliveries counts as if
    it came today.  That is the least it can become, so the truth is later still; younger ones say nothing yet.

    :param supplier: row of the supplier, from 0, (supplier parts,).
    :param planned_days: agreed lead time in days, (supplier parts,); blank or not above 0: ``default_days``.
    :param supplier_part: row of each order line, (lines,).
    :param ordered_on: dates, (lines,).
    :param received_on: dates, NaT while open, (lines,).
    :param quantity: units received, or open; lines without a positive quantity do not count, (lines,).
    :param today: date up to which open orders have waited.
    :param prior_weight: k, in deliveries, above 0.
    :raises ValueError: for a row that does not exist.

    >>> found = lead_times(
    ...     supplier=[0, 0],
    ...     planned_days=[10.0, 20.0],
    ...     supplier_part=[0, 0, 0],
    ...     ordered_on=["2024-01-01"] * 3,
    ...     received_on=["2024-01-21"] * 3,
    ...     quantity=[5.0, 5.0, 5.0],
    ...     today="2024-03-01",
    ... )
    >>> found.mean_days.round(2).tolist(), found.deliveries.tolist()
    ([18.75, 35.0], [3, 0])
    """
    group = np.asarray(supplier, dtype=np.int64)
    parts = group.shape[0]
    planned = np.array(per_part(planned_days, parts, "planned_days"))
    planned = np.where(np.isfinite(planned) & (planned > 0), planned, default_days)
    row = np.asarray(supplier_part, dtype=np.int64)
    if row.size and not (row.min() >= 0 and row.max() < parts):
        raise ValueError("an order line names a supplier part that does not exist")
    begun = np.asarray(ordered_on, dtype="datetime64[D]")
    came = np.asarray(received_on, dtype="datetime64[D]")
    amount = np.asarray(quantity, dtype=np.float64)
    known = ~np.isnat(begun) & np.isfinite(amount) & (amount > 0)
    arrived = known & ~np.isnat(came)
    end = np.where(np.isnat(came), np.asarray(today, dtype="datetime64[D]"), came)
    days = np.where(known, (end - begun).astype(np.int64), 0).astype(np.float64).clip(0.0)

    first = _estimate(days, amount, row, arrived, group, planned, default_cv, prior_weight)
    late = known & np.isnat(came) & (days > first[0][row])
    mean, sd = _estimate(days, amount, row, arrived | late, group, planned, default_cv, prior_weight)
    return LeadTimes(
        mean,
        sd,
        np.bincount(row[arrived], minlength=parts).astype(np.int64),
        np.bincount(row[late], minlength=parts).astype(np.int64),
        mean / planned,
    )


def _estimate(
    days: FloatArray,
    amount: FloatArray,
    row: NDArray[np.int64],
    used: NDArray[np.bool_],
    supplier: NDArray[np.int64],
    planned: FloatArray,
    default_cv: float,
    strength: float,
) -> tuple[FloatArray, FloatArray]:
    at = row[used]
    # Each part's weights sum to its own number of lines, so parts in grams do not outweigh parts in pieces.
    lines = np.bincount(at, minlength=planned.shape[0])
    share = divide(lines, np.bincount(at, weights=amount[used], minlength=planned.shape[0]))
    weight = amount[used] * share[at]
    ratio = days[used] / planned[at]
    one = np.zeros(at.shape[0], dtype=np.int64)
    overall = float(_shrink(ratio, weight, one, 1, np.ones(1), strength)[0][0])
    mean = _levels(ratio, weight, at, supplier, overall, strength)
    # Spread around the part's own mean; squared, so that it pools as variances do.
    off = (ratio / mean[at] - 1.0) ** 2
    every = float(_shrink(off, weight, one, 1, np.array([default_cv**2]), strength)[0][0])
    variation = np.sqrt(_levels(off, weight, at, supplier, every, strength))
    return np.asarray(mean * planned), np.asarray(mean * planned * variation)
