"""Optimise (r, Q): order Q whenever the inventory position falls to r."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from forecasting.arrays import FloatArray, divide
from forecasting.distribution import expected_backorders

_HALVINGS = 80


def _second_loss(mean: FloatArray, sd: FloatArray, stock: FloatArray) -> FloatArray:
    """Return the integral of the normal loss function from ``stock`` to infinity."""
    z = (stock - mean) / sd
    return np.asarray(sd**2 / 2 * ((1 + z**2) * special.ndtr(-z) - z * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)))


def _inputs(*values: ArrayLike) -> list[FloatArray]:
    arrays = [np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(*values)]
    if any(bool(np.any(~(a > 0))) for a in arrays):
        raise ValueError("costs, demand, spread and lead time must all be above 0")
    return arrays


def rq_normal_cost(
    reorder_point: ArrayLike,
    order_quantity: ArrayLike,
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    fixed_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> FloatArray:
    """Return the exact expected cost per unit of time of (r, Q) under normal demand.

    C = (K D + integral of g(y) from r to r + Q) / Q with g(y) = h (y - m) + (h + p) n(y) and n the loss
    function of the demand over the lead time.  Source: Snyder & Shen, 2nd ed., section 5.2.

    :param reorder_point, order_quantity: r and Q, units.
    :param holding_cost: h, money per unit and unit of time.
    :param stockout_cost: p, money per unit backordered and unit of time.
    :param fixed_cost: K, money per order.
    :param demand_mean, demand_sd: per unit of time, units.
    :param lead_time: units of time.
    :raises ValueError: for a parameter (r apart) that is not above 0.

    >>> round(float(rq_normal_cost(126.8, 328.5, 0.225, 7.5, 8, 1300, 150, 1 / 12)), 5)
    78.07116
    """
    q, h, p, k, d, spread, wait = _inputs(
        order_quantity, holding_cost, stockout_cost, fixed_cost, demand_mean, demand_sd, lead_time
    )
    r = np.asarray(reorder_point, dtype=np.float64)
    m, sd = d * wait, spread * np.sqrt(wait)
    held = h * ((r + q - m) ** 2 - (r - m) ** 2) / 2
    short = (h + p) * (_second_loss(m, sd, r) - _second_loss(m, sd, r + q))
    return np.asarray((k * d + held + short) / q)


def _rate(stock: FloatArray, h: FloatArray, p: FloatArray, m: FloatArray, v: FloatArray) -> FloatArray:
    return np.asarray(h * (stock - m) + (h + p) * expected_backorders("normal", m, v, stock))


def best_reorder_point(
    order_quantity: ArrayLike,
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> FloatArray:
    """Return the reorder point that costs least with a given order quantity, units, under normal demand.

    The window from r to r + Q lies best where both its ends cost the same, g(r) = g(r + Q); found by bisection.
    Source: Zheng (1992), lemma 2.

    Parameters and errors as for :func:`rq_normal_cost`.

    >>> round(float(best_reorder_point(318, 0.225, 7.5, 1300, 150, 1 / 12)), 3)
    127.788
    """
    q, h, p, d, spread, wait = _inputs(order_quantity, holding_cost, stockout_cost, demand_mean, demand_sd, lead_time)
    m, sd = d * wait, spread * np.sqrt(wait)
    v = sd**2
    low, high = m - q - 40 * sd, m + 40 * sd
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = _rate(middle + q, h, p, m, v) > _rate(middle, h, p, m, v)
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.asarray((low + high) / 2)


def rq_normal(
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    fixed_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the optimal r, Q and cost under normal demand, for all parts at once.

    For a given Q the best r has g(r) = g(r + Q); the best Q has average cost = g(r).  Both are found
    by bisection.  Source: Zheng (1992), *Management Science* 38(1), 87-103.

    Parameters and errors as for :func:`rq_normal_cost`.

    >>> r, q, cost = rq_normal(0.225, 7.5, 8, 1300, 150, 1 / 12)
    >>> round(float(r), 2), round(float(q), 2), round(float(cost), 4)
    (126.87, 328.45, 78.0711)
    """
    h, p, k, d, spread, wait = _inputs(holding_cost, stockout_cost, fixed_cost, demand_mean, demand_sd, lead_time)
    m, sd = d * wait, spread * np.sqrt(wait)
    v = sd**2

    low = np.zeros_like(m)
    # Spread only raises Q above the EOQ with back-orders, and by no more than a few deviations' worth.
    high = np.sqrt(2 * k * d * (h + p) / (h * p)) + 20 * sd * np.sqrt((h + p) / h)
    for _ in range(_HALVINGS):
        q = (low + high) / 2
        r = best_reorder_point(q, h, p, d, spread, wait)
        small = rq_normal_cost(r, q, h, p, k, d, spread, wait) > _rate(r, h, p, m, v)
        low, high = np.where(small, q, low), np.where(small, high, q)
    quantity = (low + high) / 2
    point = best_reorder_point(quantity, h, p, d, spread, wait)
    return point, np.asarray(quantity), rq_normal_cost(point, quantity, h, p, k, d, spread, wait)


class _PoissonRate:
    """Cost a position of one part under Poisson demand, remembering what was worked out."""

    def __init__(self, *values: float) -> None:
        self.h, self.p, self.k, self.d, wait = (float(x) for x in _inputs(*values))
        self.mean = self.d * wait
        self._known: dict[int, float] = {}

    def __call__(self, level: int) -> float:
        if level not in self._known:
            # A position below 0 is certain to be short.
            short = float(expected_backorders("negative_binomial", self.mean, self.mean, max(level, 0)))
            short += max(-level, 0)
            self._known[level] = self.h * (level - self.mean + short) + self.p * short
        return self._known[level]


def rq_poisson_cost(
    reorder_point: int,
    order_quantity: int,
    holding_cost: float,
    stockout_cost: float,
    fixed_cost: float,
    demand_mean: float,
    lead_time: float,
) -> float:
    """Return the exact cost per unit of time of a whole (r, Q) under Poisson demand, for one part.

    The position lies on r + 1 .. r + Q, each as likely as another.  Source: Snyder & Shen, 2nd ed., section 5.4.

    :raises ValueError: for a quantity below 1 or another parameter (r apart) that is not above 0.

    >>> round(rq_poisson_cost(6, 7, 4, 28, 4, 12, 0.5), 5)
    28.24131
    """
    if order_quantity < 1:
        raise ValueError("the order quantity must be at least 1")
    rate = _PoissonRate(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time)
    held = sum(rate(reorder_point + i) for i in range(1, order_quantity + 1))
    return (rate.k * rate.d + held) / order_quantity


def rq_poisson(
    holding_cost: float, stockout_cost: float, fixed_cost: float, demand_mean: float, lead_time: float
) -> tuple[int, int, float]:
    """Return the optimal whole r, Q and cost per unit of time under Poisson demand, for one part.

    Starting at the best base-stock level the window r + 1 .. r + Q grows on the cheaper side while the next
    level costs less than the average so far.  Source: Federgruen & Zheng (1992), *Operations
    Research* 40(4), 808-813.

    :raises ValueError: for a parameter that is not above 0.

    >>> r, q, cost = rq_poisson(20, 150, 100, 1.5, 2)
    >>> r, q, round(cost, 5)
    (3, 5, 107.92358)
    """
    rate = _PoissonRate(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time)
    low = high = int(np.floor(rate.mean))
    while rate(low + 1) < rate(low):
        low = high = low + 1
    while rate(low - 1) < rate(low):
        low = high = low - 1
    total, quantity = rate.k * rate.d + rate(low), 1
    while min(rate(low - 1), rate(high + 1)) < total / quantity:
        if rate(low - 1) <= rate(high + 1):
            low -= 1
            total += rate(low)
        else:
            high += 1
            total += rate(high)
        quantity += 1
    return low - 1, quantity, float(divide(total, quantity))
