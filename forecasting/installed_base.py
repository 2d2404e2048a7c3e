"""Follow the installed base: who is how old, who was watched at which age, and how many failures are to come.

Months are numbered; a unit sold in month c has age t - c in month t. Sales fall on average in the middle of their
month, so age 0 counts for half a month of exposure.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.weibull import Weibull

NOBODY = 1e-9
HALF = 0.5
"""Share of its first month that a unit is in use."""


def retirement(life_months: float, shape: float, ages: int) -> FloatArray:
    """Return the share of units still in use at the beginning of each month of age, (ages,).

    A Weibull with the given mean life; shape 3 leaves nearly all at a third of it and few at twice of it.

    :raises ValueError: for a life or shape not above 0.

    >>> retirement(10.0, 1.0, 3).round(4).tolist()
    [1.0, 0.9048, 0.8187]
    """
    if not (life_months > 0 and shape > 0):
        raise ValueError("life and shape must be above 0")
    scale = life_months / float(special.gamma(1.0 + 1.0 / shape))
    return Weibull(shape, scale).survival(np.arange(ages))


def age_exposure(sold: ArrayLike, survival: ArrayLike, first: int, end: int) -> FloatArray:
    """Return unit-months by age that were lived through in the months from ``first`` up to, without, ``end``.

    What was lived before the records began is left out: the records are truncated on the left.

    :param sold: units by month of sale, (models, months), months numbered from 0.
    :param survival: share in use by age, (models, ages) with at least as many ages as months.
    :return: (models, ages).

    >>> age_exposure([[10.0, 0.0, 0.0]], [[1.0, 1.0, 0.5]], 1, 3).tolist()
    [[0.0, 10.0, 5.0]]
    """
    units, alive = np.asarray(sold, dtype=np.float64), np.asarray(survival, dtype=np.float64)
    out = np.zeros(alive.shape)
    for month in range(max(first, 0), end):
        known = min(month + 1, units.shape[1])
        ages = month - np.arange(known)
        out[:, ages] += units[:, :known] * alive[:, ages]
    out[:, 0] *= HALF
    return out


def base_by_age(sold: ArrayLike, survival: ArrayLike, now: int) -> FloatArray:
    """Return units in use by age in month ``now``, (models, ages); shapes as for :func:`age_exposure`.

    >>> base_by_age([[10.0, 4.0, 0.0]], [[1.0, 0.9, 0.5]], 2).tolist()
    [[0.0, 3.6, 5.0]]
    """
    units, alive = np.asarray(sold, dtype=np.float64), np.asarray(survival, dtype=np.float64)
    out = np.zeros(alive.shape)
    known = min(now + 1, units.shape[1])
    ages = now - np.arange(known)
    out[:, ages] = units[:, :known] * alive[:, ages]
    return out


def renew(exposure: FloatArray, base: FloatArray, ages: IntArray, since: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return exposure and base by the age of the part itself: where one was replaced, a new one began.

    A failure falls on average in the middle of its month, half of which the new part serves.  An approximation: the
    unit that failed is taken to stay in use up to now, and replacements before the records are not known.  Units are
    never fewer than none.

    :param exposure: up to the present month, by age, (ages,).
    :param base: in the present month, by age, (ages,).
    :param ages: of the part when it failed, months, (failures,).
    :param since: months from the failure to the present one, at least 1, (failures,).

    >>> seen, now = renew(np.array([0.5, 1, 1, 1, 0]), np.array([0.0, 0, 0, 0, 1]), np.array([1]), np.array([3]))
    >>> seen.tolist(), now.tolist()
    ([1.0, 1.5, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 0.0])
    """
    seen, now = exposure.copy(), base.copy()
    top = seen.size - 1
    for age, months in zip(ages.tolist(), since.tolist(), strict=True):
        served = np.concatenate([[HALF], np.ones(months - 1)])
        np.subtract.at(seen, np.minimum(np.arange(age, age + months), top), served)
        np.add.at(seen, np.minimum(np.arange(months), top), served)
        now[min(age + months, top)] -= 1.0
        now[min(months, top)] += 1.0
    return np.maximum(seen, 0.0), np.maximum(now, 0.0)


def run_ahead(
    base: ArrayLike,
    hazard: ArrayLike,
    months: int,
    *,
    staying: ArrayLike | None = None,
    sales: ArrayLike = 0.0,
    renewed: bool = True,
) -> tuple[FloatArray, FloatArray]:
    """Return expected failures and units in use of each coming month: base by age times hazard, month after month.

    Units grow older, leave by ``staying``, are sold anew, and begin again when the part is replaced (``renewed``: a
    month later the new part has age 1); age 0 counts for half a month; the oldest age keeps what grows beyond it.

    :param base: units by age, (ages,) or (rows, ages).
    :param hazard: failures per unit and month by age, of the same shape.
    :param staying: share of the units that is still in use a month later, by month, (months,) or (rows, months).
    :param sales: units sold a month, one number, (months,) or (rows, months).
    :return: two arrays (rows, months), or (months,) for one row.

    >>> failures, units = run_ahead([0.0, 0.0, 100.0], [0.0, 0.0, 0.1], 4)
    >>> failures.round(3).tolist(), units.tolist()
    ([10.0, 9.0, 9.1, 9.09], [100.0, 100.0, 100.0, 100.0])
    """
    units: FloatArray = np.atleast_2d(np.asarray(base, dtype=np.float64)).copy()
    risk = np.broadcast_to(np.asarray(hazard, dtype=np.float64), units.shape).copy()
    risk[:, 0] *= HALF
    rows = units.shape[0]
    stay = np.broadcast_to(np.asarray(1.0 if staying is None else staying, dtype=np.float64), (rows, months))
    new = np.broadcast_to(np.asarray(sales, dtype=np.float64), (rows, months))
    failures, path = np.zeros((rows, months)), np.zeros((rows, months))
    for month in range(months):
        units[:, 0] += new[:, month]
        hit = units * np.minimum(risk, 1.0) if renewed else units * risk
        failures[:, month], path[:, month] = hit.sum(1), units.sum(1)
        left = (units - hit if renewed else units) * stay[:, month, None]
        units = np.zeros((rows, units.shape[1]))
        units[:, 1:] = left[:, :-1]
        units[:, -1] += left[:, -1]
        if renewed:
            units[:, min(1, units.shape[1] - 1)] += hit.sum(1) * stay[:, month]
    single = np.asarray(base).ndim == 1
    return (failures[0], path[0]) if single else (failures, path)


def staying_shares(sold: ArrayLike, survival: ArrayLike, now: int, months: int) -> FloatArray:
    """Return for each model the share of its units in use that is still in use a month later, (models, months).

    By the age of the products, so that parts which were renewed retire with the product they sit in.

    :param survival: (models, ages) with ages up to now + months at least.
    """
    units, alive = np.asarray(sold, dtype=np.float64), np.asarray(survival, dtype=np.float64)
    totals = np.stack([base_by_age(units, alive, now + step).sum(1) for step in range(months + 1)], axis=1)
    before, after = totals[:, :-1], totals[:, 1:]
    return divide(after, np.where(before > NOBODY, before, 0.0), 1.0)


def demand_moments(
    failures: ArrayLike, relative_variance: ArrayLike, quantity: ArrayLike = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of the demand that expected failures make, with the doubt about their rate.

    Failures are Poisson about a rate that is gamma: a negative binomial with variance m + m² · r, r being the squared
    coefficient of variation of the rate; each failure takes ``quantity`` units.

    >>> [float(each) for each in demand_moments(4.0, 0.25, 2.0)]
    [8.0, 32.0]
    """
    mean, doubt, each = (np.asarray(value, dtype=np.float64) for value in (failures, relative_variance, quantity))
    return mean * each, (mean + mean**2 * doubt) * each**2
