"""Describe the demand over the protection interval by a distribution, for all parts at once.

The kinds are ``negative_binomial`` (counts; Poisson where the variance does not exceed the mean),
``normal`` and ``gamma``.  All are given by mean and variance, in units and units squared.
A mean of 0 (or a blank) stands for a demand that is surely 0.
"""

from __future__ import annotations

from typing import Literal, cast

import numpy as np
import scipy  # `scipy.stats` loads when first used: every start would wait a second for it
from numpy.typing import ArrayLike
from scipy import special

from forecasting.arrays import FloatArray, divide

Kind = Literal["negative_binomial", "normal", "gamma"]
KINDS: tuple[Kind, ...] = ("negative_binomial", "normal", "gamma")

# Below this excess of variance over mean the negative binomial is Poisson to all printed digits,
# and its parameters would overflow.
_POISSON = 1e-6
# A mean below this is no demand; its parameters would underflow.
_NOTHING = 1e-9
# Walking up the counts starts at the chance of none, which must be a float above 0 ...
_LOG_SMALLEST = -600.0
# ... and beyond this many steps inverting is quicker.
_WALK_LIMIT = 6000.0
_CELLS = 2_000_000
_CHUNK = 4096


def protection_moments(
    mean: ArrayLike,
    variance: ArrayLike,
    lead_time: ArrayLike,
    lead_time_sd: ArrayLike,
    review: ArrayLike = 0.0,
    level_variance: ArrayLike = 0.0,
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of the demand over lead time + review.

    mean = d * (E[L] + R);  variance = (E[L] + R) * var_d + d^2 * var_L + (P^2 - P) * var_m for a P = E[L] + R above 1,
    where var_m is what the forecast itself may be wrong by: the same in every period, so it does not average out.
    Source of the first two terms: Silver, Pyke & Thomas,
    *Inventory and Production Management in Supply Chains*, 4th ed., chapter on variable lead times
    (a random sum of independent periods).

    :param mean: demand per period d, units, (parts,).
    :param variance: variance of the demand of one period, units squared.
    :param lead_time: E[L], periods.
    :param lead_time_sd: spread of L, periods.
    :param review: R, periods between reviews.
    :param level_variance: var_m, units squared.
    :return: mean (units) and variance (units squared) over the interval.

    >>> m, v = protection_moments([100.0], [400.0], 4.0, 0.5, 1.0)
    >>> m.tolist(), v.tolist()
    ([500.0], [4500.0])
    """
    d = np.asarray(mean, dtype=np.float64)
    interval = np.asarray(lead_time, dtype=np.float64) + np.asarray(review, dtype=np.float64)
    spread = np.asarray(lead_time_sd, dtype=np.float64)
    total = interval * np.asarray(variance, dtype=np.float64) + d**2 * spread**2
    total = total + np.maximum(interval**2 - interval, 0.0) * np.asarray(level_variance, dtype=np.float64)
    return d * interval, np.asarray(total)


def _moments(*values: ArrayLike) -> list[FloatArray]:
    arrays = [np.asarray(v, dtype=np.float64) for v in values]
    shape = np.broadcast_shapes(*(a.shape for a in arrays))
    return [np.broadcast_to(a, shape) for a in arrays]


def _counts(mean: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return size n and probability p of the negative binomial, variance lifted to just above the mean."""
    lifted = np.maximum(variance, mean * (1.0 + _POISSON))
    return divide(mean**2, lifted - mean), divide(mean, lifted, 1.0)


def _check_kind(kind: Kind) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown distribution {kind!r}")


def quantile(kind: Kind, mean: ArrayLike, variance: ArrayLike, level: ArrayLike) -> FloatArray:
    """Return the smallest demand not exceeded with probability ``level``, never below 0.

    :param kind: name of the distribution.
    :param mean: units; broadcast against the others.
    :param variance: units squared.
    :param level: probability, 0 <= level < 1.
    :return: units; whole numbers for counts.
    :raises ValueError: for an unknown kind or a level outside 0 to 1.

    >>> quantile("negative_binomial", [4.0, 4.0, 0.0], [4.0, 12.0, 1.0], 0.95).tolist()
    [8.0, 11.0, 0.0]
    >>> quantile("normal", [50.0], [64.0], 0.7 / 0.88).round(4).tolist()
    [56.604]
    """
    _check_kind(kind)
    m, v, q = _moments(mean, variance, level)
    if not bool(np.all((q >= 0) & (q < 1))):
        raise ValueError("level must lie in 0 <= level < 1")
    known = (m > _NOTHING) & np.isfinite(m) & np.isfinite(v)
    m, v = np.where(known, m, 1.0), np.where(known, np.maximum(v, 0.0), 1.0)
    if kind == "normal":
        found = m + np.sqrt(v) * special.ndtri(q)
    elif kind == "gamma":
        # Below a variance of mean^2 * 1e-12 a gamma is a point.
        v = np.maximum(v, m**2 * 1e-12)
        found = special.gammaincinv(m**2 / v, q) * v / m
    else:
        poisson = v <= m * (1.0 + _POISSON)
        n, p = _counts(m, v)
        found = np.zeros(m.shape)
        # Each only where it holds: inverting is the dearest step of a plan.
        found[poisson] = scipy.stats.poisson.ppf(q[poisson], m[poisson])
        found[~poisson] = scipy.stats.nbinom.ppf(q[~poisson], n[~poisson], p[~poisson])
    return np.where(known & (q > 0), np.maximum(found, 0.0), 0.0)


def cdf(kind: Kind, mean: ArrayLike, variance: ArrayLike, value: ArrayLike) -> FloatArray:
    """Return the probability that demand does not exceed ``value`` units.

    Parameters and errors as for :func:`quantile`.

    >>> cdf("negative_binomial", [4.0], [4.0], 8.0).round(4).tolist()
    [0.9786]
    """
    return 1.0 - _exceeds(kind, mean, variance, value)


def _exceeds(kind: Kind, mean: ArrayLike, variance: ArrayLike, value: ArrayLike, *, biased: bool = False) -> FloatArray:
    """Return P(X > value); ``biased`` weighs each outcome by its size, which gives E[X; X > value] / mean."""
    _check_kind(kind)
    m, v, s = _moments(mean, variance, value)
    known = (m > _NOTHING) & np.isfinite(m) & np.isfinite(v)
    m, v = np.where(known, m, 1.0), np.where(known, np.maximum(v, 0.0), 1.0)
    if kind == "normal":
        z = np.where(v > 0, divide(s - m, np.sqrt(v)), np.where(s >= m, np.inf, -np.inf))
        found = special.ndtr(-z)
    elif kind == "gamma":
        v = np.maximum(v, m**2 * 1e-12)
        found = special.gammaincc(m**2 / v + (1.0 if biased else 0.0), np.maximum(s, 0.0) * m / v)
    else:
        whole = np.floor(s) - (1.0 if biased else 0.0)
        poisson = v <= m * (1.0 + _POISSON)
        n, p = _counts(m, v)
        n = n + (1.0 if biased else 0.0)
        at = np.maximum(whole, -1.0) + 1.0
        # P(X >= at); at = 0 is certain, and the incomplete functions want a positive argument.
        safe = np.maximum(at, 1.0)
        found = np.where(poisson, special.gammainc(safe, m), special.betainc(safe, np.where(poisson, 1.0, n), 1.0 - p))
        found = np.where(at <= 0, 1.0, found)
    return np.where(known, found, np.where(s < 0, 1.0, 0.0))


def expected_backorders(kind: Kind, mean: ArrayLike, variance: ArrayLike, stock: ArrayLike) -> FloatArray:
    """Return the units by which demand is expected to exceed ``stock``, E[(X - stock)+].

    Closed forms of the loss function: for counts and gamma E[X; X > s] is the mean times the tail of
    the same distribution with its size raised by one; for the normal sd * (phi(z) - z * (1 - Phi(z))).
    Source: Snyder & Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., appendix on loss functions.

    :param stock: units, at least 0; other parameters and errors as for :func:`quantile`.
    :return: units.

    >>> expected_backorders("negative_binomial", 4.0, 4.0, [0, 1, 2, 3, 4, 5]).round(4).tolist()
    [4.0, 3.0183, 2.1099, 1.348, 0.7815, 0.4103]
    """
    m, v, s = _moments(mean, variance, stock)
    known = (m > _NOTHING) & np.isfinite(m) & np.isfinite(v)
    m, v = np.where(known, m, 1.0), np.where(known, v, 1.0)
    if kind == "normal":
        sd = np.sqrt(np.maximum(v, 0.0))
        z = divide(s - m, sd)
        loss = np.where(sd > 0, sd * (np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) - z * special.ndtr(-z)), m - s)
    else:
        loss = m * _exceeds(kind, m, v, s, biased=True) - s * _exceeds(kind, m, v, s)
    return np.where(known, np.maximum(loss, 0.0), 0.0)


def fill_rate(
    kind: Kind,
    stock: ArrayLike,
    mean_before: ArrayLike,
    variance_before: ArrayLike,
    mean: ArrayLike,
    variance: ArrayLike,
) -> FloatArray:
    """Return the share of demand that is met at once under periodic review with order-up-to ``stock``.

    Short units of one review cycle are the expected back-orders just before the next arrival (over
    lead time + review) less those just after the last one (over lead time).
    Source: Silver, Pyke & Thomas, 4th ed., (R, S) systems with a fill rate constraint.

    :param stock: order-up-to level, units.
    :param mean_before, variance_before: demand over the lead time alone.
    :param mean, variance: demand over lead time + review.
    :return: 0 to 1; 1 where there is no demand.

    >>> fill_rate("negative_binomial", [5.0], [2.0], [2.0], [3.0], [3.0]).round(4).tolist()
    [0.8879]
    """
    short = expected_backorders(kind, mean, variance, stock) - expected_backorders(
        kind, mean_before, variance_before, stock
    )
    demand = np.asarray(mean, dtype=np.float64) - np.asarray(mean_before, dtype=np.float64)
    return np.clip(1.0 - divide(short, demand), 0.0, 1.0)


def quantile_table(kind: Kind, mean: ArrayLike, variance: ArrayLike, levels: ArrayLike) -> FloatArray:
    """Return many quantiles per part, (parts, levels), walking up the counts once for all levels.

    The result equals :func:`quantile` level by level; for counts it is some ten times quicker.

    :param mean: (parts,), units.
    :param variance: (parts,), units squared.
    :param levels: probabilities, 0 <= level < 1, (levels,) for all parts or (parts, levels).
    :raises ValueError: as :func:`quantile`.

    >>> quantile_table("negative_binomial", [4.0], [12.0], [0.5, 0.95]).tolist()
    [[3.0, 11.0]]
    """
    m, v = _moments(mean, variance)
    wanted = np.atleast_1d(np.asarray(levels, dtype=np.float64))
    wanted = np.broadcast_to(wanted, (m.shape[0], wanted.shape[-1]))
    if not bool(np.all((wanted >= 0) & (wanted < 1))):
        raise ValueError("level must lie in 0 <= level < 1")
    out = np.zeros(wanted.shape)
    reach = m + 12.0 * np.sqrt(np.maximum(v, 0.0))
    walk = (m > _NOTHING) & np.isfinite(reach) & (reach < _WALK_LIMIT) & (_log_none(m, v) > _LOG_SMALLEST)
    if kind != "negative_binomial":
        walk = np.zeros(m.shape, dtype=bool)
    rest = np.flatnonzero(~walk)
    if rest.size:
        out[rest] = quantile(kind, m[rest, None], v[rest, None], wanted[rest])
    # Sorting by reach keeps each chunk's table of probabilities as short as its parts allow.
    order = np.flatnonzero(walk)
    order = order[np.argsort(reach[order], kind="stable")]
    begin = 0
    while begin < order.size:
        # The last of a full chunk reaches furthest; where that is far, fewer parts fit the same memory.
        furthest = reach[order[min(begin + _CHUNK, order.size) - 1]]
        rows = order[begin : begin + max(64, min(_CHUNK, int(_CELLS / furthest)))]
        out[rows] = _walk(m[rows], v[rows], wanted[rows], int(reach[rows[-1]]) + 8)
        begin += rows.size
    return out


def _log_none(mean: FloatArray, variance: FloatArray) -> FloatArray:
    """Return the logarithm of the chance of no demand at all."""
    n, p = _counts(mean, variance)
    return np.where(variance <= mean * (1.0 + _POISSON), -mean, n * np.log(np.maximum(p, 1e-300)))


def _walk(mean: FloatArray, variance: FloatArray, levels: FloatArray, top: int) -> FloatArray:
    """Sum probabilities upwards from 0 to ``top`` and read all quantiles off the running total."""
    poisson = variance <= mean * (1.0 + _POISSON)
    n, p = _counts(mean, variance)
    term = np.where(poisson, np.exp(-mean), np.exp(n * np.log(p)))
    running = np.empty((top + 1, mean.shape[0]))
    running[0] = term
    for k in range(top):
        term = term * np.where(poisson, mean, (k + n) * (1.0 - p)) / (k + 1.0)
        running[k + 1] = running[k] + term
    # One sorted line for all parts: part i's totals lie between 2i and 2i + 1.
    offset = 2.0 * np.arange(mean.shape[0])[:, None]
    line = (np.minimum(running, 1.0).T + offset).ravel()
    at = np.searchsorted(line, (levels + offset - 1e-11).ravel()).reshape(offset.shape[0], -1)
    found = (at - np.arange(offset.shape[0])[:, None] * (top + 1)).astype(np.float64)
    unreached = found > top
    if bool(unreached.any()):
        i, j = np.nonzero(unreached)
        found[i, j] = quantile("negative_binomial", mean[i], variance[i], levels[i, j])
    return cast("FloatArray", np.where(levels > 0, found, 0.0))
