"""Balance one unit too many against one too few: the newsvendor, and base stock with a lead time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.distribution import Kind, expected_backorders, quantile


def newsvendor(
    kind: Kind,
    holding_cost: ArrayLike,
    stockout_cost: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
    lead_time: ArrayLike = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Return the stock that minimises h E[(S - X)+] + p E[(X - S)+] and that cost per period.

    The best level is the p / (h + p) quantile of the demand over lead time + 1 periods (base stock
    under review each period).  Source: Snyder & Shen, 2nd ed., section 4.3.

    :param kind: distribution; ``negative_binomial`` with variance = mean is the Poisson.
    :param holding_cost: h, money per unit left at the end of a period, above 0.
    :param stockout_cost: p, money per unit short, above 0.
    :param mean, variance: demand of one period, units and units squared.
    :param lead_time: periods until an order arrives, at least 0.
    :raises ValueError: for a cost not above 0 or a negative lead time.

    >>> [round(float(x), 4) for x in newsvendor("normal", 0.18, 0.70, 50.0, 64.0)]
    [56.604, 1.9976]
    >>> [round(float(x), 4) for x in newsvendor("normal", 0.18, 0.70, 50.0, 64.0, lead_time=4)]
    [264.7669, 4.4668]
    >>> [round(float(x), 5) for x in newsvendor("negative_binomial", 1.0, 4.0, 6.0, 6.0)]
    [8.0, 3.57011]
    """
    h, p = np.asarray(holding_cost, dtype=np.float64), np.asarray(stockout_cost, dtype=np.float64)
    wait = np.asarray(lead_time, dtype=np.float64)
    if bool(np.any(~(h > 0)) or np.any(~(p > 0)) or np.any(wait < 0)):
        raise ValueError("costs must be above 0 and the lead time not negative")
    m = np.asarray(mean, dtype=np.float64) * (wait + 1.0)
    v = np.asarray(variance, dtype=np.float64) * (wait + 1.0)
    stock = quantile(kind, m, v, p / (h + p))
    short = expected_backorders(kind, m, v, stock)
    return stock, h * (stock - m + short) + p * short
