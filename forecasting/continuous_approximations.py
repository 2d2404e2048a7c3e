"""Approximate the best (r, Q) for all parts at once, the three ways that planners are taught.

The planner itself orders the EOQ within price breaks and takes the reorder point from the distribution of the demand:
that is the third way with a service target in the place of p / (h + p).  The other two show a buyer, and the tests, how
far that lies from a quantity that knows the cost of being short; :func:`forecasting.continuous_review.rq_normal` is
what all three approximate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.continuous_review import best_reorder_point
from forecasting.distribution import expected_backorders, quantile
from forecasting.order_quantity import eoq, eoq_with_backorders

_ROUNDS = 200
_NEAR = 1e-10


def _inputs(*values: ArrayLike) -> list[FloatArray]:
    arrays = [np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(*values)]
    if any(bool(np.any(~(a > 0))) for a in arrays):
        raise ValueError("costs, demand, spread and lead time must all be above 0")
    return arrays


def rq_safety_stock(
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    fixed_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Return r and Q, each for itself: the EOQ, and the newsvendor's level over the lead time.

    Source: Snyder & Shen, 2nd ed., section 5.3 (EOQ + safety stock).

    :param holding_cost: h, money per unit and unit of time.
    :param stockout_cost: p, money per unit backordered and unit of time.
    :param fixed_cost: K, money per order.
    :param demand_mean, demand_sd: per unit of time, units.
    :param lead_time: units of time.
    :raises ValueError: for a parameter that is not above 0.

    >>> [round(float(x), 3) for x in rq_safety_stock(0.225, 7.5, 8, 1300, 150, 1 / 12)]
    [190.337, 304.047]
    """
    h, p, k, d, spread, wait = _inputs(holding_cost, stockout_cost, fixed_cost, demand_mean, demand_sd, lead_time)
    return quantile("normal", d * wait, spread**2 * wait, p / (h + p)), eoq(k, h, d)[0]


def rq_backorders(
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    fixed_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Return r and Q: the EOQ with planned back-orders, and the best reorder point for that quantity.

    Source: Snyder & Shen, 2nd ed., section 5.3 (EOQB); Zheng (1992) bounds its excess cost by 1/8.

    Parameters and errors as for :func:`rq_safety_stock`.

    >>> [round(float(x), 3) for x in rq_backorders(0.225, 7.5, 8, 1300, 150, 1 / 12)]
    [128.638, 308.574]
    """
    h, p, k, d, spread, wait = _inputs(holding_cost, stockout_cost, fixed_cost, demand_mean, demand_sd, lead_time)
    quantity = eoq_with_backorders(k, h, p, d)[0]
    return best_reorder_point(quantity, h, p, d, spread, wait), quantity


def rq_by_shortages(
    holding_cost: ArrayLike,
    shortage_cost: ArrayLike,
    fixed_cost: ArrayLike,
    demand_mean: ArrayLike,
    demand_sd: ArrayLike,
    lead_time: ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return r, Q and cost where each unit short costs once, however long it stays short.

    r and Q follow from each other: P(X > r) = Q h / (p D) and Q = sqrt(2 D (K + p n(r)) / h); stock on hand is taken
    as r - D L + Q / 2.  They are found by turns, from the EOQ.  Where being short costs less than carrying a lot
    (Q h > p D) no reorder point is worth having: r is then 0, as low as the formula can speak of.
    Source: Hadley & Whitin (1963), section 4-2; Snyder & Shen, 2nd ed., section 5.3 (EIL).

    :param shortage_cost: p, money per unit short; the others as for :func:`rq_safety_stock`.

    >>> [round(float(x), 3) for x in rq_by_shortages(0.225, 7.5, 8, 1300, 150, 1 / 12)]
    [213.97, 318.59, 95.451]
    """
    h, p, k, d, spread, wait = _inputs(holding_cost, shortage_cost, fixed_cost, demand_mean, demand_sd, lead_time)
    m, v = d * wait, spread**2 * wait
    q = eoq(k, h, d)[0]
    r = np.zeros_like(q)
    for _ in range(_ROUNDS):
        r = quantile("normal", m, v, np.clip(1 - q * h / (p * d), 0.0, 1 - _NEAR))
        short = expected_backorders("normal", m, v, r)
        last, q = q, np.sqrt(2 * d * (k + p * short) / h)
        if bool(np.all(np.abs(q - last) <= _NEAR * q)):
            break
    short = expected_backorders("normal", m, v, r)
    return r, q, np.asarray(k * d / q + h * (r - m + q / 2) + p * d * short / q)
