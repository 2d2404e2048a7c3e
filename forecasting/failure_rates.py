"""Learn failures per unit-month of exposure, with exact limits, and let thin records borrow from their family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from forecasting.arrays import FloatArray, divide

STEADY = 1e4
"""Shape of a prior beyond which all rates of a family are as good as equal."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Hold what a family knows of one of its own before it has failed: a gamma with this shape and rate.

    ``rate`` is in units of exposure (or of expected failures); the mean is ``shape / rate``.
    """

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """Return the mean of the family."""
        return self.shape / self.rate


def poisson_limits(failures: ArrayLike, level: float = 0.9) -> tuple[FloatArray, FloatArray]:
    """Return exact limits for the expected count behind an observed one, each missed with half of 1 - level.

    Source: Garwood (1936), Biometrika 28, 437-442, by the chi-squared distribution.

    :param failures: counts, may be parts of a failure where one was shared out.
    :raises ValueError: for a level outside 0 to 1 or a negative count.

    >>> [each.round(2).tolist() for each in poisson_limits([0, 1, 10], 0.95)]
    [[0.0, 0.03, 4.8], [3.69, 5.57, 18.39]]
    """
    count = np.asarray(failures, dtype=np.float64)
    if not 0 < level < 1 or bool(np.any(count < 0)):
        raise ValueError("the level lies between 0 and 1 and a count is not negative")
    tail = (1.0 - level) / 2.0
    low = np.where(count > 0, special.gammaincinv(np.where(count > 0, count, 1.0), tail), 0.0)
    return low, np.asarray(special.gammaincinv(count + 1.0, 1.0 - tail), dtype=np.float64)


def fit_prior(failures: ArrayLike, exposure: ArrayLike) -> Prior | None:
    """Return the gamma prior that makes the counts of a family most likely, None without a failure.

    Counts are Poisson given their rates and rates are gamma, so counts are negative binomial; its likelihood is
    maximised in the mean and the shape.  Where the counts vary no more than chance, the shape stops at `STEADY`.
    Source: Gaver & O'Muircheartaigh (1987), Technometrics 29, 1-15; Clayton & Kaldor (1987), Biometrics 43, 671-681.

    :param failures: (members,); ``exposure`` in unit-months or expected failures, (members,), rows at 0 are left out.
    """
    count, seen = np.asarray(failures, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    count, seen = count[seen > 0], seen[seen > 0]
    if not count.sum() > 0:
        return None
    crude = float(count.sum() / seen.sum())

    def loss(at: FloatArray) -> float:
        shape, mean = np.exp(np.minimum(at[0], np.log(STEADY))), crude * np.exp(at[1])
        rate = shape / mean
        chance = special.gammaln(count + shape) - special.gammaln(shape)
        chance += shape * np.log(rate / (rate + seen)) - count * np.log(rate + seen)
        return float(-chance.sum())

    if count.size == 1:  # one member says nothing of how members differ
        return Prior(1.0, 1.0 / crude)
    found = optimize.minimize(loss, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-10})
    shape = float(np.exp(np.clip(found.x[0], np.log(0.01), np.log(STEADY))))
    return Prior(shape, shape / (crude * float(np.exp(found.x[1]))))


def shrink(failures: ArrayLike, exposure: ArrayLike, prior: Prior) -> tuple[FloatArray, FloatArray]:
    """Return each member's rate between its own record and its family's, and the variance of that rate.

    The mean of the gamma after the record: (shape + failures) / (rate + exposure).

    >>> [each.round(4).tolist() for each in shrink([0, 8], [10.0, 10.0], Prior(2.0, 10.0))]
    [[0.1, 0.5], [0.005, 0.025]]
    """
    count, seen = np.asarray(failures, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    return (prior.shape + count) / (prior.rate + seen), (prior.shape + count) / (prior.rate + seen) ** 2


def age_rates(failures: ArrayLike, exposure: ArrayLike) -> FloatArray:
    """Return failures per unit-month by age for one family, each age leaning on all ages by one failure's worth.

    :param failures, exposure: (ages,), exposure in unit-months.
    :return: (ages,); 0 where the family has no failure at all.

    >>> age_rates([0, 4], [100.0, 100.0]).round(4).tolist()
    [0.0067, 0.0333]
    """
    count, seen = np.asarray(failures, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    overall = float(divide(count.sum(), seen.sum()))
    if overall == 0:
        return np.zeros(count.shape)
    return (count + 1.0) / (seen + 1.0 / overall)
