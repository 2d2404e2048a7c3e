"""Group known future needs into orders: Wagner-Whitin's best plan, and Silver-Meal's quick one.

For needs with a date, such as planned maintenance: what is asked for when is known, so nothing has to be forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray


@dataclass(frozen=True)
class LotSizes:
    """Orders per period, units, and the total cost, money."""

    orders: FloatArray
    cost: float


def _needs(demand: ArrayLike, fixed_cost: ArrayLike, holding_cost: float) -> tuple[FloatArray, FloatArray]:
    need = np.asarray(demand, dtype=np.float64)
    if need.ndim != 1 or not bool(np.all(need >= 0)) or not holding_cost >= 0:
        raise ValueError("demand must be one row of numbers not below 0, costs not negative")
    fixed = np.asarray(fixed_cost, dtype=np.float64)
    if fixed.shape not in ((), need.shape) or not bool(np.all(fixed >= 0)):
        raise ValueError("the fixed cost must be one number or one per period, not negative")
    return need, np.broadcast_to(fixed, need.shape)


def wagner_whitin(demand: ArrayLike, fixed_cost: ArrayLike, holding_cost: float) -> LotSizes:
    """Return the cheapest orders that meet a known demand on time.

    An order at period t covers periods t to u - 1; the cheapest chain of such orders is found backwards.
    Source: Wagner & Whitin (1958), *Management Science* 5(1), 89-96.

    :param demand: units per period, at least 0, (periods,).
    :param fixed_cost: money per order: one number, or one for each period, (periods,).
    :param holding_cost: money per unit carried from one period to the next.
    :raises ValueError: for negative or blank demand or costs.

    >>> found = wagner_whitin([90, 120, 80, 70], 500, 2)
    >>> found.orders.tolist(), found.cost
    ([210.0, 0.0, 150.0, 0.0], 1380.0)
    """
    need, fixed = _needs(demand, fixed_cost, holding_cost)
    periods = need.shape[0]
    best = np.zeros(periods + 1)
    until = np.zeros(periods, dtype=np.int64)
    for t in range(periods - 1, -1, -1):
        carried = np.cumsum(holding_cost * np.arange(periods - t) * need[t:])
        # Nothing needed: nothing ordered, so a chain may begin later without a fixed cost.
        started = np.where(np.cumsum(need[t:]) > 0, fixed[t], 0.0)
        total = started + carried + best[t + 1 :]
        until[t] = t + 1 + int(np.argmin(total))
        best[t] = total.min()
    orders = np.zeros(periods)
    t = 0
    while t < periods:
        orders[t] = need[t : until[t]].sum()
        t = int(until[t])
    return LotSizes(orders, float(best[0]))


def silver_meal(demand: ArrayLike, fixed_cost: ArrayLike, holding_cost: float) -> LotSizes:
    """Return orders that each reach on until the cost per period would rise.

    Quicker to explain to a buyer than the best plan, and seldom much dearer; what lies far ahead does not change the
    first order.  An order counts as lasting until the next need, so periods without need do not cut it short as they do
    in the textbook form, to which this comes down where every period needs something.
    Source: Silver & Meal (1973), *Production and Inventory Management* 14(2), 64-74; Segerstedt, Abdul-Jalbar &
    Samuelsson (2023), *Axioms* 12(7), 661.

    Parameters and errors as for :func:`wagner_whitin`.

    >>> silver_meal([18, 30, 42, 5, 20], 80, 2).orders.tolist()
    [48.0, 0.0, 47.0, 0.0, 20.0]
    """
    need, fixed = _needs(demand, fixed_cost, holding_cost)
    orders, total = np.zeros_like(need), 0.0
    wanted = np.flatnonzero(need > 0).tolist()
    # An order lasts until the next period that needs something; the last one until the end.
    lasts = dict(zip(wanted, [*wanted, need.size][1:], strict=True))
    t = wanted[0] if wanted else need.size
    while t < need.size:
        spent, end = float(fixed[t]), lasts[t]
        while end < need.size:
            more = spent + holding_cost * (end - t) * need[end]
            if more / (lasts[end] - t) > spent / (end - t):
                break
            spent, end = more, lasts[end]
        orders[t], total, t = need[t:end].sum(), total + spent, end
    return LotSizes(orders, float(total))
