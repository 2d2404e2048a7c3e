"""Fit a negative binomial regression in which the spread is learnt as freely as the mean.

With x the columns of an example (standardised, cut at 4 standard deviations) and o its offset:

    log mean = o + x b,    log excess = x g,    variance = mean * (1 + excess)

The likelihood is that of a negative binomial with size mean / excess (NB1: Cameron & Trivedi, *Regression Analysis of
Count Data*, 2nd ed., section 3.3), maximised with a ridge penalty by L-BFGS (Liu & Nocedal 1989) with exact slopes.
The columns are first turned to their principal axes, where a few dozen steps suffice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # `scipy.optimize` loads when first used: every start would wait for it
from numpy.typing import NDArray
from scipy import special

from forecasting.arrays import FloatArray, IntArray

CUT = 4.0
"""Standard deviations beyond which a column says no more: nothing is concluded from what was hardly ever seen."""
_RIDGE_EXAMPLES = 60.0
_STEPS = 30
_LOG_MEAN = (-12.0, 25.0)
_LOG_EXCESS = (-8.0, 16.0)


@dataclass(frozen=True)
class CountRegression:
    """Hold what was learnt: ``middle`` and ``spread`` (columns,) standardise, ``weights`` (columns, 2) are b and g."""

    middle: FloatArray
    spread: FloatArray
    weights: FloatArray

    def standardised(self, columns: FloatArray) -> FloatArray:
        """Return columns in standard deviations from the mean of what was learnt from, cut, (rows, columns)."""
        return np.clip((columns - self.middle) / self.spread, -CUT, CUT)

    def predict(self, columns: FloatArray, offset: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return mean and excess of each row: the variance is mean * (1 + excess).

        :param columns: (rows, columns) as learnt from.
        :param offset: logarithm of the forecast to start from, (rows,).
        """
        shift = self.standardised(columns) @ self.weights
        return np.exp(np.clip(offset + shift[:, 0], *_LOG_MEAN)), np.exp(np.clip(shift[:, 1], *_LOG_EXCESS))


def fit_count_regression(columns: FloatArray, counts: FloatArray, offset: FloatArray) -> CountRegression:
    """Learn from examples; deterministic.

    :param columns: (examples, columns), the first one constant.
    :param counts: demand, at least 0, (examples,).
    :param offset: logarithm of the forecast to start from, (examples,).
    :raises ValueError: without an example.

    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=4000)
    >>> mean = np.exp(0.5 + 0.3 * x)
    >>> y = rng.negative_binomial(mean / 2.0, 1 / 3.0).astype(float)
    >>> found = fit_count_regression(np.column_stack([np.ones(4000), x]), y, np.zeros(4000))
    >>> m, e = found.predict(np.array([[1.0, 0.0]]), np.zeros(1))
    >>> bool(abs(m[0] - np.exp(0.5)) < 0.1), bool(abs(e[0] - 2.0) < 0.3)
    (True, True)
    """
    rows, width = columns.shape
    if not rows:
        raise ValueError("a regression needs an example")
    middle, spread = columns.mean(0), columns.std(0) + 1e-9
    middle[0], spread[0] = 0.0, 1.0
    standard = np.clip((columns - middle) / spread, -CUT, CUT)
    ridge = np.full(width, _RIDGE_EXAMPLES / rows)
    ridge[0] = 0.0
    value, axes = np.linalg.eigh(standard.T @ standard / rows + np.eye(width) * _RIDGE_EXAMPLES / rows)
    turn = axes / np.sqrt(value)
    penalty = turn.T @ (ridge[:, None] * turn)
    turned = np.ascontiguousarray(standard @ turn, dtype=np.float32)
    sold = np.flatnonzero(counts > 0)

    def loss(flat: FloatArray) -> tuple[float, FloatArray]:
        b = flat.reshape(width, 2)
        shift = (turned @ b.astype(np.float32)).astype(np.float64)
        value, slopes = _likelihood(offset + shift[:, 0], shift[:, 1], counts, sold)
        down = (turned.T @ slopes.astype(np.float32)).astype(np.float64) / rows
        pulled = penalty @ b
        return float((b * pulled).sum() - value / rows), (2.0 * pulled - down).ravel()

    found = scipy.optimize.minimize(
        loss, np.zeros(2 * width), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 15}
    )
    return CountRegression(middle, spread, np.asarray(turn @ found.x.reshape(width, 2)))


def _likelihood(
    log_mean: FloatArray, log_excess: FloatArray, counts: FloatArray, sold: IntArray | NDArray[np.intp]
) -> tuple[float, FloatArray]:
    """Return the log-likelihood (less its constant) and its slopes in both logarithms, (rows, 2).

    Most rows have no demand, and for them the gamma functions fall out.
    """
    excess = np.exp(np.clip(log_excess, *_LOG_EXCESS))
    size = np.exp(np.clip(log_mean, *_LOG_MEAN)) / excess
    log_one = np.log1p(excess)
    slope = -log_one
    value = -float(size @ log_one)
    count, own = counts[sold], size[sold]
    value += float((special.gammaln(count + own) - special.gammaln(own)).sum())
    value += float(count @ (np.log(excess[sold]) - log_one[sold]))
    slope[sold] += special.psi(count + own) - special.psi(own)
    slope *= size
    spread = -slope - size * excess / (1.0 + excess)
    spread[sold] += count / (1.0 + excess[sold])
    return value, np.stack([slope, spread], axis=1)
