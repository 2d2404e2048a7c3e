"""Decide the last purchase of a part: all demand still to come, against what running out and left-overs cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.distribution import cdf, expected_backorders, quantile

MOST_POINTS = 400
"""Quantities of which the cost is computed; beyond, they lie apart by a step."""
FURTHEST = 0.9999
MONTHS_A_YEAR = 12.0
EQUAL = 1e-9
"""Costs that lie no further apart than this share of them are equal."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Hold what a last purchase costs, money per unit: its price, a unit short, a unit left over at the end.

    ``holding_rate`` is a share of the price per year; ``disposal`` may be negative where left-overs sell.
    """

    price: float
    shortage: float
    disposal: float = 0.0
    holding_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class RiskCurve:
    """Hold what each quantity bought means, arrays (quantities,): chance of running out, units short and left, cost."""

    quantity: FloatArray
    risk: FloatArray
    short: FloatArray
    left: FloatArray
    cost: FloatArray


def life_moments(monthly: ArrayLike, relative_variance: float) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of the demand summed up to each month.

    The doubt about the rate is shared by all months, so it does not average out: variance m + m² · r of the sum.

    :param monthly: expected demand of each month, (months,).

    >>> [each.tolist() for each in life_moments([2.0, 2.0], 0.25)]
    [[2.0, 4.0], [3.0, 8.0]]
    """
    mean = np.cumsum(np.asarray(monthly, dtype=np.float64))
    return mean, mean + mean**2 * relative_variance


def buy_for_probability(mean: float, variance: float, stock: float, probability: float) -> float:
    """Return the least quantity with which all demand is met with a probability, beyond what is there already.

    >>> buy_for_probability(4.0, 12.0, 3.0, 0.95), buy_for_probability(4.0, 12.0, 20.0, 0.95)
    (8.0, 0.0)
    """
    needed = float(quantile("negative_binomial", mean, variance, min(max(probability, 0.0), FURTHEST)))
    return float(np.ceil(max(needed - stock, 0.0)))


def critical_ratio(costs: Costs, years: float) -> float:
    """Return the probability of meeting all demand at which one more unit no longer pays.

    One unit too few costs the shortage less what it would have cost to have it, one too many its price, holding and
    disposal: (shortage - price · (1 + holding · years)) / (shortage + disposal), the newsvendor's ratio with the last
    unit held to the end.  Source: Snyder & Shen, 2nd ed., section 4.3; Teunter & Fortuin (1999), International Journal
    of Production Economics 59, 237-244, for a final order with disposal.

    >>> round(critical_ratio(Costs(10.0, 40.0), 5.0), 4), round(critical_ratio(Costs(10.0, 40.0, 10.0, 0.1), 5.0), 4)
    (0.75, 0.5)
    """
    paid = costs.price * (1.0 + costs.holding_rate * years)
    whole = costs.shortage + costs.disposal
    return float(np.clip((costs.shortage - paid) / whole, 0.0, FURTHEST)) if whole > 0 else 0.0


def risk_curve(mean: ArrayLike, variance: ArrayLike, stock: float, costs: Costs) -> RiskCurve:
    """Return for quantities from 0 up to near certainty what each of them means over the whole remaining life.

    Holding is counted month by month on what is expected to lie there: E[(stock + quantity - demand so far)+].

    :param mean, variance: of the demand summed up to each month, (months,), as from :func:`life_moments`.
    :param stock: on hand and on order, units.
    """
    m, v = np.asarray(mean, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    top = buy_for_probability(float(m[-1]), float(v[-1]), stock, FURTHEST)
    step = max(np.ceil((top + 1.0) / MOST_POINTS), 1.0)
    quantity = np.arange(0.0, top + step + 1.0, step)
    there = quantity + stock
    short = expected_backorders("negative_binomial", m[-1], v[-1], there)
    left = there - m[-1] + short
    lying = np.zeros(quantity.shape)
    for at in range(m.size):
        lying += there - m[at] + expected_backorders("negative_binomial", m[at], v[at], there)
    held = costs.price * costs.holding_rate / MONTHS_A_YEAR * lying
    cost = costs.price * quantity + held + costs.shortage * short + costs.disposal * left
    return RiskCurve(quantity, 1.0 - cdf("negative_binomial", m[-1], v[-1], there), short, left, cost)


def buy_for_cost(curve: RiskCurve) -> float:
    """Return the quantity of a curve that costs least; of equal ones the smallest."""
    least = float(curve.cost.min())
    return float(curve.quantity[int(np.argmax(curve.cost <= least + EQUAL * abs(least)))])
