"""Rules of the watch on the forecast: tracking signal, coverage, service; pure arrays and figures, no database."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from forecasting.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Errors:
    """Hold smoothed errors, arrays (parts,): the error and its absolute value in units, their months.

    ``variance``: what the smoothed error would vary by if the forecasts were right, units².
    """

    error: FloatArray
    deviation: FloatArray
    variance: FloatArray
    months: IntArray


@dataclass(frozen=True)
class TrackingRule:
    """Say how errors are smoothed and from where on they alarm."""

    smoothing: float = 0.1
    limit: float = 0.5
    spreads: float = 2.5
    least_months: int = 6

    def __post_init__(self) -> None:
        """Refuse a smoothing that forgets nothing or all."""
        if not 0 < self.smoothing <= 1 or self.limit < 0 or self.spreads < 0:
            raise ValueError("the smoothing lies above 0 and up to 1, limits are not negative")


def no_errors(parts: int) -> Errors:
    """Return the state before the first month."""
    zero = np.zeros(parts)
    return Errors(zero, zero.copy(), zero.copy(), np.zeros(parts, dtype=np.int64))


def follow(before: Errors, error: ArrayLike, variance: ArrayLike, smoothing: float) -> Errors:
    """Add a month: E = a·e + (1 - a)·E and the same of |e|, after D. W. Trigg, Oper. Res. Q. 15 (1964) 271-274.

    Of independent errors of variance s² the smoothed one has a²·s² + (1 - a)²·(its own), a/(2 - a)·s² in the long run.

    :param error: what came less what was forecast, units, (parts,).
    :param variance: of the demand of the month about its forecast, units², (parts,).

    >>> after = follow(no_errors(1), [4.0], [9.0], 0.5)
    >>> after.error.tolist(), after.deviation.tolist(), after.variance.tolist(), after.months.tolist()
    ([2.0], [2.0], [2.25], [1])
    """
    new, spread = np.asarray(error, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    rest = 1 - smoothing
    return Errors(
        smoothing * new + rest * before.error,
        smoothing * np.abs(new) + rest * before.deviation,
        smoothing**2 * spread + rest**2 * before.variance,
        before.months + 1,
    )


def tracking_signal(errors: Errors) -> FloatArray:
    """Return smoothed error over smoothed absolute error, -1 to 1; 0 where there was no error at all."""
    return np.divide(errors.error, errors.deviation, out=np.zeros_like(errors.error), where=errors.deviation > 0)


def biased(errors: Errors, rule: TrackingRule) -> NDArray[np.bool_]:
    """Tell which forecasts are biased: the signal beyond its limit, and the error beyond what chance would bring.

    The signal alone would alarm for every part that is asked for seldom: each month without demand is a small error
    of one sign.
    """
    beyond = np.abs(errors.error) > rule.spreads * np.sqrt(errors.variance)
    enough = errors.months >= rule.least_months
    return np.asarray((np.abs(tracking_signal(errors)) > rule.limit) & beyond & enough, dtype=bool)


def coverage_outside(within: int, under: int, ended: int, *, low: float, high: float, least: int) -> float | None:
    """Return the coverage where it lies outside of low to high, None where it does not or too few intervals ended.

    Demand comes in pieces, so that a quantile is often reached exactly: too few is judged by what did not exceed it,
    too many by what stayed below it.

    >>> (
    ...     coverage_outside(80, 70, 100, low=0.9, high=0.98, least=30),
    ...     coverage_outside(100, 90, 100, low=0.9, high=0.98, least=30),
    ... )
    (0.8, None)
    >>> coverage_outside(100, 99, 100, low=0.9, high=0.98, least=30)
    0.99
    """
    if ended < max(least, 1):
        return None
    if within / ended < low:
        return within / ended
    return under / ended if under / ended > high else None


def service_missed(met: int, lines: int, promised: float, *, points: float, significance: float, least: int) -> bool:
    """Tell whether less was met than promised: by more than so many points, and not by chance.

    Chance: the binomial probability of so few or fewer met requests if each were met as promised.

    >>> service_missed(7, 10, 0.9, points=0.02, significance=0.1, least=5)
    True
    >>> service_missed(7, 10, 0.9, points=0.02, significance=0.05, least=5)
    False
    """
    if lines < max(least, 1) or met / lines >= promised - points:
        return False
    return chance_of(met, lines, promised) < significance


def chance_of(met: int, lines: int, promised: float) -> float:
    """Return the probability of at most so many met of so many requests.

    >>> round(chance_of(7, 10, 0.9), 4), round(chance_of(1, 5, 0.5), 4)
    (0.0702, 0.1875)
    """
    return float(stats.binom.cdf(met, lines, min(max(promised, 0.0), 1.0)))
