"""Measure and set (S - 1, S) policies under Poisson demand: what is used is ordered again at once.

What is on order or in repair at any moment is Poisson with mean demand rate x mean lead time, whatever the lead time's
own distribution (Palm's theorem), so all measures follow from one number per part and site.  Used by
:mod:`forecasting.two_echelon` and wherever dear, slow parts are planned one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.distribution import Kind, cdf, expected_backorders, quantile

_KIND: Kind = "negative_binomial"
"""With variance = mean this is the Poisson."""


@dataclass(frozen=True)
class BaseStockMeasures:
    """What a stock level of S gives, arrays of one shape.

    ``fill_rate``: share of demand met at once, P(X <= S - 1), which is also the share of time with stock on hand;
    ``ready_rate``: share of time without a back-order, P(X <= S); ``backorders``: expected at any moment, units;
    ``on_hand``: expected, units; ``wait``: expected per demand, in the unit of the lead time.
    """

    fill_rate: FloatArray
    ready_rate: FloatArray
    backorders: FloatArray
    on_hand: FloatArray
    wait: FloatArray


def base_stock_measures(demand_rate: ArrayLike, lead_time: ArrayLike, stock: ArrayLike) -> BaseStockMeasures:
    """Return the measures of (S - 1, S) for whole S at least 0, broadcast over parts and sites.

    Source: Palm (1938); Sherbrooke, *Optimal Inventory Modeling of Systems*, 2nd ed., chapter 2; the wait by Little.

    :param demand_rate: units per unit of time, at least 0.
    :param lead_time: units of time, at least 0.
    :param stock: S, whole units.
    :raises ValueError: for a negative number.

    >>> found = base_stock_measures(10.0, 1.0, 14)
    >>> [round(float(x), 3) for x in (found.fill_rate, found.ready_rate, found.backorders, found.on_hand)]
    [0.864, 0.917, 0.187, 4.187]
    """
    rate, wait, s = (np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(demand_rate, lead_time, stock))
    if bool(np.any(~(rate >= 0)) or np.any(~(wait >= 0)) or np.any(~(s >= 0))):
        raise ValueError("demand, lead time and stock must not be negative")
    mean = rate * wait
    short = expected_backorders(_KIND, mean, mean, s)
    return BaseStockMeasures(
        np.where(s > 0, cdf(_KIND, mean, mean, s - 1.0), 0.0),
        cdf(_KIND, mean, mean, s),
        short,
        np.asarray(s - mean + short),
        np.divide(short, rate, out=np.zeros_like(short), where=rate > 0),
    )


def base_stock_for(demand_rate: ArrayLike, lead_time: ArrayLike, fill_rate: ArrayLike) -> FloatArray:
    """Return the least S whose fill rate reaches a target, whole units; 0 for a target of 0 or no demand.

    :param fill_rate: 0 <= target < 1; the others as for :func:`base_stock_measures`.
    :raises ValueError: for a negative demand or lead time or a target outside 0 to 1.

    >>> base_stock_for(10.0, 1.0, [0.0, 0.86, 0.9]).tolist()
    [0.0, 14.0, 15.0]
    """
    rate, wait, target = (
        np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(demand_rate, lead_time, fill_rate)
    )
    if bool(np.any(~(rate >= 0)) or np.any(~(wait >= 0))):
        raise ValueError("demand and lead time must not be negative")
    mean = rate * wait
    return np.where((target > 0) & (mean > 0), quantile(_KIND, mean, mean, target) + 1.0, 0.0)
