"""Learn across parts how far demand spreads at a given mean, so that a part with few demands borrows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.arrays import FloatArray, divide

_BINS = 10
_PARTS_PER_BIN = 20
_CAP = 25.0
_FLOOR_MEAN = 1e-3
_NO_SPREAD = 1e-9


@dataclass(frozen=True)
class Dispersion:
    """Variance of one period's forecast error at mean m: factor * m ** (1 + power), units squared."""

    factor: float = 1.0
    power: float = 0.0

    def variance(self, mean: FloatArray) -> FloatArray:
        """Return the pooled variance at each mean, never below that of a Poisson demand.

        >>> Dispersion(2.0, 0.5).variance(np.array([0.0, 4.0])).tolist()
        [0.0, 16.0]
        """
        ratio = self.factor * np.maximum(mean, _FLOOR_MEAN) ** self.power
        return np.asarray(np.maximum(ratio, 1.0) * mean)


def fit_dispersion(mean: FloatArray, variance: FloatArray) -> Dispersion:
    """Fit log(variance / mean) as a straight line in log(mean) through bins of like parts.

    Within a bin a ratio counts at most 25 times the bin's median, so that one absurd jump does not
    inflate the stock of every other part.

    :param mean: mean demand per period of each part, units, (parts,).
    :param variance: mean squared one-step forecast error of each part, units squared, (parts,).
    :return: the pooled relation; Poisson where no part has demand.

    >>> m = np.linspace(0.5, 5.0, 200)
    >>> fitted = fit_dispersion(m, 2.0 * m**1.5)
    >>> round(fitted.factor, 1), round(fitted.power, 1)
    (2.0, 0.5)
    """
    usable = (mean > 0) & np.isfinite(variance) & (variance > 0)
    if not usable.any():
        return Dispersion()
    m, ratio = mean[usable], divide(variance[usable], mean[usable])
    order = np.argsort(m, kind="stable")
    groups = np.array_split(order, int(np.clip(m.size // _PARTS_PER_BIN, 1, _BINS)))
    x, z = np.empty(len(groups)), np.empty(len(groups))
    for i, group in enumerate(groups):
        capped = np.minimum(ratio[group], _CAP * np.median(ratio[group]))
        x[i] = np.log(m[group].mean())
        z[i] = np.log((capped * m[group]).sum() / m[group].sum())
    spread = float(((x - x.mean()) ** 2).sum())
    power = float(np.clip(((x - x.mean()) * (z - z.mean())).sum() / spread, 0.0, 1.5)) if spread > _NO_SPREAD else 0.0
    return Dispersion(float(np.exp(z.mean() - power * x.mean())), power)


def shrunk_variance(
    squared_errors: FloatArray, counted: FloatArray, pooled: FloatArray, prior_weight: float
) -> FloatArray:
    """Return (sum of e^2 + k * pooled) / (n + k): the part's own spread where it has history, else its kind's.

    :param squared_errors: sum of squared one-step errors, units squared.
    :param counted: n, number of errors.
    :param pooled: variance of the part's kind, units squared.
    :param prior_weight: k, periods; above 0.

    >>> shrunk_variance(np.array([30.0]), np.array([10.0]), np.array([1.0]), 10.0).tolist()
    [2.0]
    """
    return np.asarray((squared_errors + prior_weight * pooled) / (counted + prior_weight))
