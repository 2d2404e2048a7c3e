"""Spend a budget where the next unit saves most back-orders per yuan (marginal analysis)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray
from forecasting.distribution import Kind, cdf, expected_backorders


@dataclass(frozen=True)
class MarginalCurve:
    """The greedy buying list: unit after unit, best saving per money first.

    ``part``: which part each bought unit belongs to, (steps,); ``spent``: running cost, money, (steps,);
    ``backorders``: expected back-orders of all parts after each step, units, (steps,); ``without``: before the first.
    """

    part: NDArray[np.int64]
    spent: FloatArray
    backorders: FloatArray
    without: float


def marginal_curve(
    kind: Kind, mean: ArrayLike, variance: ArrayLike, unit_cost: ArrayLike, most_units: int
) -> MarginalCurve:
    """List units in the order in which they save most expected back-orders per money.

    The unit that lifts stock from s to s + 1 saves P(demand > s), which falls with s, so sorting all units
    of all parts by saving / cost is the greedy rule, and each step is the best for its spend.
    Source: Sherbrooke, *Optimal Inventory Modeling of Systems*, 2nd ed., chapter 2.

    :param mean, variance: demand in the pipeline (over lead time + review), units and units squared, (parts,).
    :param unit_cost: money, above 0, (parts,).
    :param most_units: how many units of each part to consider, at least 1.
    :raises ValueError: for a cost not above 0 or fewer than one unit.

    >>> curve = marginal_curve("negative_binomial", [1.0, 4.0], [1.0, 4.0], [5.0, 1.0], 10)
    >>> at = int(np.flatnonzero(curve.spent == 11)[0])
    >>> np.bincount(curve.part[: at + 1]).tolist(), round(float(curve.backorders[at]), 3)
    ([1, 6], 0.563)
    """
    m, v, cost = (np.asarray(a, dtype=np.float64) for a in np.broadcast_arrays(mean, variance, unit_cost))
    if bool(np.any(~(cost > 0))) or most_units < 1:
        raise ValueError("unit cost must be above 0 and at least one unit considered")
    units = np.arange(most_units, dtype=np.float64)[None, :]
    saving = np.maximum(1.0 - cdf(kind, m[:, None], v[:, None], units), 0.0)
    if kind != "negative_binomial":
        # Without whole units the saving of one more unit is the difference of the loss function.
        loss = expected_backorders(kind, m[:, None], v[:, None], np.arange(most_units + 1.0)[None, :])
        saving = np.maximum(loss[:, :-1] - loss[:, 1:], 0.0)
    part, _ = np.nonzero(saving > 0)
    gain = saving[saving > 0]
    # Never buy a part's later unit before its earlier one, even where rounding makes them equal: stable sort.
    order = np.argsort(-gain / cost[part], kind="stable")
    without = float(expected_backorders(kind, m, v, 0.0).sum())
    return MarginalCurve(
        np.asarray(part[order], dtype=np.int64),
        np.cumsum(cost[part[order]]),
        np.maximum(without - np.cumsum(gain[order]), 0.0),
        without,
    )


def stock_for_budget(curve: MarginalCurve, parts: int, budget: float) -> NDArray[np.int64]:
    """Return the stock per part, units, bought from the top of the list while the budget lasts.

    >>> curve = marginal_curve("negative_binomial", [1.0, 4.0], [1.0, 4.0], [5.0, 1.0], 10)
    >>> stock_for_budget(curve, 2, 17.0).tolist()
    [2, 7]
    """
    steps = int(np.searchsorted(curve.spent, budget + 1e-9, side="right"))
    return np.bincount(curve.part[:steps], minlength=parts).astype(np.int64)
