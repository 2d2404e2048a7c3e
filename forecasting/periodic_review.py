"""Optimise (s, S): at each review, order up to S when the inventory position is at s or below."""

from __future__ import annotations

import numpy as np
import scipy

from forecasting.distribution import expected_backorders


class _Policy:
    """Cost (s, S) policies of one part under Poisson demand, remembering what was worked out."""

    def __init__(self, holding_cost: float, stockout_cost: float, fixed_cost: float, mean: float, wait: int) -> None:
        self._h, self._p, self._k, self._mean = holding_cost, stockout_cost, fixed_cost, mean
        self._m = mean * (wait + 1)
        self._visits = [1.0 / (1.0 - float(np.exp(-mean)))]
        self._rates: dict[int, float] = {}

    def _visit(self, j: int) -> float:
        """Return the expected reviews spent j units below S between two orders."""
        while len(self._visits) <= j:
            i = len(self._visits)
            chance = scipy.stats.poisson.pmf(np.arange(1, i + 1), self._mean)
            self._visits.append(float(chance @ np.array(self._visits[::-1])) * self._visits[0])
        return self._visits[j]

    def rate(self, level: int) -> float:
        """Return the expected cost of one period that begins with an inventory position of ``level``."""
        if level not in self._rates:
            short = float(expected_backorders("negative_binomial", self._m, self._m, max(level, 0))) + max(-level, 0)
            self._rates[level] = self._h * (level - self._m + short) + self._p * short
        return self._rates[level]

    def cost(self, low: int, high: int) -> float:
        """Return the average cost per period of the policy (s, S) = (low, high)."""
        reviews = [self._visit(j) for j in range(high - low)]
        return (self._k + sum(n * self.rate(high - j) for j, n in enumerate(reviews))) / sum(reviews)

    def best_level(self) -> int:
        """Return the position at which one period costs least."""
        best = int(np.floor(self._m))
        while self.rate(best + 1) < self.rate(best):
            best += 1
        while self.rate(best - 1) < self.rate(best):
            best -= 1
        return best


def _policy(
    holding_cost: float, stockout_cost: float, fixed_cost: float, demand_mean: float, lead_time: int
) -> _Policy:
    if not (holding_cost > 0 and stockout_cost > 0 and fixed_cost > 0 and demand_mean > 0 and lead_time >= 0):
        raise ValueError("costs and demand must be above 0, the lead time not negative")
    return _Policy(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time)


def ss_poisson_cost(
    reorder_point: int,
    up_to: int,
    holding_cost: float,
    stockout_cost: float,
    fixed_cost: float,
    demand_mean: float,
    lead_time: int = 0,
) -> float:
    """Return the exact cost per period of a given (s, S) under Poisson demand, for one part.

    Source: Snyder & Shen, 2nd ed., section 4.4 (renewal of the position between orders).

    :raises ValueError: for S not above s; otherwise as :func:`ss_poisson`.

    >>> round(ss_poisson_cost(6, 18, 1, 4, 5, 6), 5)
    10.1938
    """
    if up_to <= reorder_point:
        raise ValueError("S must lie above s")
    return _policy(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time).cost(reorder_point, up_to)


def ss_poisson(
    holding_cost: float, stockout_cost: float, fixed_cost: float, demand_mean: float, lead_time: int = 0
) -> tuple[int, int, float]:
    """Return the optimal s, S and cost per period under Poisson demand and periodic review, for one part.

    Source: Zheng & Federgruen (1991), *Operations Research* 39(4), 654-665.

    :param holding_cost: h, money per unit left at the end of a period, above 0.
    :param stockout_cost: p, money per unit backordered at the end of a period, above 0.
    :param fixed_cost: K, money per order, above 0.
    :param demand_mean: units per period, above 0.
    :param lead_time: whole periods until an order arrives.
    :raises ValueError: for a parameter out of range.

    >>> s, up_to, cost = ss_poisson(1, 4, 5, 6)
    >>> s, up_to, round(cost, 5)
    (4, 10, 8.03411)
    """
    policy = _policy(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time)
    best = policy.best_level()
    low, up_to = best - 1, best
    while policy.cost(low, up_to) > policy.rate(low):
        low -= 1
    least = policy.cost(low, up_to)
    high = up_to + 1
    while policy.rate(high) <= least:
        if policy.cost(low, high) < least:
            up_to = high
            while policy.cost(low, up_to) <= policy.rate(low + 1):
                low += 1
            least = policy.cost(low, up_to)
        high += 1
    return low, up_to, least
