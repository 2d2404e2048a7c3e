"""Tell what is known beforehand: maintenance by interval, campaigns by date, and new parts that start like others."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray


def maintenance_visits(base: ArrayLike, interval_months: int, months: int, staying: ArrayLike) -> FloatArray:
    """Return units of each coming month that reach a multiple of the interval of their age, (months,).

    :param base: units in use by age in the first of these months, (ages,).
    :param staying: share that stays in use from each month to the next, (months,).
    :raises ValueError: for an interval below one month.

    >>> maintenance_visits([0, 0, 6, 5, 0, 9], 3, 4, [1, 1, 1, 1]).tolist()
    [5.0, 15.0, 0.0, 5.0]
    """
    if interval_months < 1:
        raise ValueError("the interval has at least one month")
    units = np.asarray(base, dtype=np.float64)
    ages = np.arange(units.size)
    kept = np.concatenate([[1.0], np.cumprod(np.asarray(staying, dtype=np.float64))])[:months]
    due = [units[((ages + step) % interval_months == 0) & (ages + step > 0)].sum() for step in range(months)]
    return np.asarray(np.array(due) * kept, dtype=np.float64)


def campaign_remainder(units: float, share: float, quantity: float, done: float) -> float:
    """Return what a campaign still needs: products times share times quantity less what its repairs have used.

    >>> campaign_remainder(200, 0.6, 2, 100), campaign_remainder(10, 0.5, 1, 8)
    (140.0, 0.0)
    """
    return max(units * share * quantity - done, 0.0)


def within(from_on: date, to_on: date, quantity: float, on: date, days: float) -> float:
    """Return how much of a quantity, spread evenly over its days yet to come, falls into the days from ``on``.

    What should have come before ``on`` is still to come, for it was not yet used; past its last day nothing is.

    >>> within(date(2026, 3, 1), date(2026, 3, 10), 20, date(2026, 3, 6), 2)
    8.0
    >>> within(date(2026, 4, 1), date(2026, 4, 30), 30, date(2026, 3, 22), 20)
    10.0
    """
    begin = max(from_on, on)
    span = (to_on - begin).days + 1
    if span <= 0:
        return 0.0
    covered = min(max(days - (begin - on).days, 0.0), float(span))
    return quantity * covered / span


def ramp(months: int, since: float, length: float) -> FloatArray:
    """Return the share of its full demand that a new part has in each coming month, rising in a straight line.

    :param since: months since it came into use; negative before.
    :param length: months until it has its full demand; 0: at once.

    >>> ramp(4, 0, 2).tolist(), ramp(2, -1, 0).tolist()
    ([0.25, 0.75, 1.0, 1.0], [0.0, 1.0])
    """
    at = np.arange(months) + since
    if length <= 0:
        return np.where(at >= 0, 1.0, 0.0)
    return np.clip((at + 0.5) / length, 0.0, 1.0)


def blend(
    own: ArrayLike,
    own_variance: ArrayLike,
    periods: ArrayLike,
    other: ArrayLike,
    other_variance: ArrayLike,
    prior: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and variance between a part's own history and another forecast, and the history's weight.

    The weight is periods / (periods + prior): after ``prior`` periods the own history counts as much as the other.  The
    variance is that of the mixture, so it holds the disagreement of the two.

    >>> [float(each) for each in blend(4.0, 4.0, 12, 2.0, 2.0, 12.0)]
    [3.0, 4.0, 0.5]
    """
    mean, spread, seen, borrowed, borrowed_spread = (
        np.asarray(each, dtype=np.float64) for each in (own, own_variance, periods, other, other_variance)
    )
    weight = seen / (seen + prior)
    mixed = weight * mean + (1.0 - weight) * borrowed
    apart = weight * (1.0 - weight) * (mean - borrowed) ** 2
    return mixed, weight * spread + (1.0 - weight) * borrowed_spread + apart, weight
