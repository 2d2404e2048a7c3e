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

    def best_point(q: FloatArray) -> FloatArray:
        low, high = m - q - 40 * sd, m + 40 * sd
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            above = _rate(middle + q, h, p, m, v) > _rate(middle, h, p, m, v)
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        return np.asarray((low + high) / 2)

    low = np.zeros_like(m)
    # Spread only raises Q above the EOQ with back-orders, and by no more than a few deviations' worth.
    high = np.sqrt(2 * k * d * (h + p) / (h * p)) + 20 * sd * np.sqrt((h + p) / h)
    for _ in range(_HALVINGS):
        q = (low + high) / 2
        r = best_point(q)
        small = rq_normal_cost(r, q, h, p, k, d, spread, wait) > _rate(r, h, p, m, v)
        low, high = np.where(small, q, low), np.where(small, high, q)
    quantity = (low + high) / 2
    point = best_point(quantity)
    return point, np.asarray(quantity), rq_normal_cost(point, quantity, h, p, k, d, spread, wait)


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
    h, p, k, d, wait = (float(x) for x in _inputs(holding_cost, stockout_cost, fixed_cost, demand_mean, lead_time))
    m = d * wait

    def rate(level: int) -> float:
        # A position below 0 is certain to be short.
        short = float(expected_backorders("negative_binomial", m, m, max(level, 0))) + max(-level, 0)
        return h * (level - m + short) + p * short

    low = high = int(np.floor(m))
    while rate(low + 1) < rate(low):
        low = high = low + 1
    while rate(low - 1) < rate(low):
        low = high = low - 1
    total, quantity = k * d + rate(low), 1
    while min(rate(low - 1), rate(high + 1)) < total / quantity:
        if rate(low - 1) <= rate(high + 1):
            low -= 1
            total += rate(low)
        else:
            high += 1
            total += rate(high)
        quantity += 1
    return low - 1, quantity, float(divide(total, quantity))
