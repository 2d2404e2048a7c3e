"""Group known future needs into orders (Wagner-Whitin)."""

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


def wagner_whitin(demand: ArrayLike, fixed_cost: float, holding_cost: float) -> LotSizes:
    """Return the cheapest orders that meet a known demand on time.

    An order at period t covers periods t to u - 1; the cheapest chain of such orders is found backwards.
    Source: Wagner & Whitin (1958), *Management Science* 5(1), 89-96.

    :param demand: units per period, at least 0, (periods,).
    :param fixed_cost: money per order.
    :param holding_cost: money per unit carried from one period to the next.
    :raises ValueError: for negative or blank demand or costs.

    >>> found = wagner_whitin([90, 120, 80, 70], 500, 2)
    >>> found.orders.tolist(), found.cost
    ([210.0, 0.0, 150.0, 0.0], 1380.0)
    """
    need = np.asarray(demand, dtype=np.float64)
    if need.ndim != 1 or not bool(np.all(need >= 0)) or fixed_cost < 0 or holding_cost < 0:
        raise ValueError("demand must be one row of numbers not below 0, costs not negative")
    periods = need.shape[0]
    best = np.zeros(periods + 1)
    until = np.zeros(periods, dtype=np.int64)
    for t in range(periods - 1, -1, -1):
        carried = np.cumsum(holding_cost * np.arange(periods - t) * need[t:])
        # Nothing needed: nothing ordered, so a chain may begin later without a fixed cost.
        started = np.where(np.cumsum(need[t:]) > 0, fixed_cost, 0.0)
        total = started + carried + best[t + 1 :]
        until[t] = t + 1 + int(np.argmin(total))
        best[t] = total.min()
    orders = np.zeros(periods)
    t = 0
    while t < periods:
        orders[t] = need[t : until[t]].sum()
        t = int(until[t])
    return LotSizes(orders, float(best[0]))
