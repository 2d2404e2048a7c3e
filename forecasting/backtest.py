"""Judge methods by the demand distribution that they would have promised at past reviews.

At each past origin a method may use only what lay before it.  Its mean and spread give quantiles of
the demand summed over the next ``horizon`` periods, and these are judged by the pinball loss on the
demand that came.  Why not MASE: half of all intermittent parts are best served by a forecast of zero
under an absolute error, and a zero forecast buys no stock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.candidates import Candidate, forecast_paths, level_uncertainty
from forecasting.dispersion import Dispersion, shrunk_variance
from forecasting.distribution import quantile_table

# Chosen for what stock is bought for: the upper half of the distribution, and its middle for the bias.
LOSS_LEVELS: tuple[float, ...] = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
_MEAN_LOW, _MEAN_HIGH, _MEAN_STEPS = 1e-3, 60.0, 220
_RATIO_HIGH, _RATIO_STEPS = 60.0, 60
_ENOUGH_PARTS = 10


@dataclass(frozen=True)
class Backtest:
    """What each candidate did on each part; C candidates, arrays (parts, C) unless said.

    ``loss``: mean pinball loss per origin, units; ``naive_loss`` (parts,): the same for 'as much as in
    the last interval'; ``origins`` (parts,): how many origins were judged; ``mean``: today's forecast per
    period, units; ``squared_errors``: sum of squared one-step errors; ``errors`` (parts,): their number.
    """

    loss: FloatArray
    naive_loss: FloatArray
    origins: IntArray
    mean: FloatArray
    squared_errors: FloatArray
    errors: IntArray


def pinball(actual: FloatArray, quantile: FloatArray, level: float | FloatArray) -> FloatArray:
    """Return the pinball (quantile) loss, units; source: Koenker & Bassett (1978).

    >>> pinball(np.array([3.0, 3.0]), np.array([1.0, 5.0]), 0.9).round(2).tolist()
    [1.8, 0.2]
    """
    error = actual - quantile
    return np.maximum(level * error, (level - 1.0) * error)


@lru_cache(maxsize=4)
def _table(levels: tuple[float, ...]) -> FloatArray:
    """Tabulate negative binomial quantiles, (levels, cells): a cell is a mean and a variance-to-mean ratio."""
    means = np.geomspace(_MEAN_LOW, _MEAN_HIGH, _MEAN_STEPS)
    ratios = np.geomspace(1.0, _RATIO_HIGH, _RATIO_STEPS)
    m, r = np.meshgrid(means, ratios, indexing="ij")
    return np.ascontiguousarray(quantile_table("negative_binomial", m.ravel(), (m * r).ravel(), levels).T)


def _cells(mean: FloatArray, variance: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the table's cell for each mean and variance, and the scale of what is found there."""
    scale = np.where(mean > 0, np.maximum(mean / _MEAN_HIGH, 1.0), 0.0)
    ratio = np.maximum(divide(variance, mean * np.maximum(scale, 1.0), 1.0), 1.0)
    small = np.clip(mean, _MEAN_LOW, _MEAN_HIGH)
    i = np.rint(np.log(small / _MEAN_LOW) * ((_MEAN_STEPS - 1) / np.log(_MEAN_HIGH / _MEAN_LOW)))
    j = np.minimum(np.rint(np.log(ratio) * ((_RATIO_STEPS - 1) / np.log(_RATIO_HIGH))), _RATIO_STEPS - 1)
    return (i * _RATIO_STEPS + j).astype(np.int64), scale


def quick_quantiles(mean: FloatArray, variance: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Look negative binomial quantiles up in a table (nearest of 5 % steps); (levels,) + shape of mean.

    Only for ranking methods; stock levels are computed exactly.  Means beyond the table are scaled
    down with the same coefficient of variation, where the distribution hardly differs from a gamma.

    >>> quick_quantiles(np.array([4.0]), np.array([12.0]), (0.5, 0.95)).tolist()
    [[3.0], [11.0]]
    """
    cell, scale = _cells(mean, variance)
    return np.stack([row[cell] * scale for row in _table(levels)])


def _promise_loss(real: FloatArray, mean: FloatArray, variance: FloatArray, levels: tuple[float, ...]) -> FloatArray:
    """Return the pinball loss, averaged over levels, of the distribution promised; shape of ``real``."""
    # Level by level: numpy is several times slower on a short last axis.
    cell, scale = _cells(mean, variance)
    total = np.zeros(real.shape)
    for level, row in zip(levels, _table(levels), strict=True):
        total += pinball(real, row[cell] * scale, level)
    return total / len(levels)


def _sums(history: FloatArray, horizon: int) -> FloatArray:
    """Return demand of periods o to o + horizon - 1 for each origin o; blank where a period is blank."""
    running = np.concatenate([np.zeros((history.shape[0], 1)), np.cumsum(np.nan_to_num(history), 1)], 1)
    blanks = np.concatenate([np.zeros((history.shape[0], 1)), np.cumsum(np.isnan(history), 1)], 1)
    total = running[:, horizon:] - running[:, :-horizon]
    return np.where(blanks[:, horizon:] == blanks[:, :-horizon], np.maximum(total, 0.0), np.nan)


def warmup_periods(periods: int) -> int:
    """Return how many first errors are left out, while the methods have seen next to nothing.

    >>> warmup_periods(3), warmup_periods(60)
    (1, 6)
    """
    return min(6, max(1, periods // 3))


def backtest(
    history: FloatArray,
    candidates: Sequence[Candidate],
    *,
    horizon: int,
    origins: int,
    dispersion: Dispersion,
    prior_weight: float,
    levels: tuple[float, ...] = LOSS_LEVELS,
) -> Backtest:
    """Run every candidate over past reviews of all parts in one pass.

    :param history: demand, units per period, (parts, periods); blanks are not judged.
    :param candidates: the methods, at least one.
    :param horizon: periods of the protection interval, at least 1.
    :param origins: how many of the latest possible reviews to judge.
    :param dispersion: pooled spread, see :func:`forecasting.dispersion.fit_dispersion`.
    :param prior_weight: periods that the pooled spread counts for.
    :raises ValueError: for no candidate or a horizon below 1.

    >>> y = np.array([[2.0, 0.0, 3.0, 0.0, 2.0, 0.0, 3.0, 0.0, 2.0]])
    >>> seen = backtest(y, [Candidate("mean")], horizon=2, origins=3, dispersion=Dispersion(), prior_weight=12.0)
    >>> seen.origins.tolist(), seen.mean.round(3).tolist(), bool(seen.loss[0, 0] < 2.0)
    ([3], [[1.333]], True)
    """
    if not candidates or horizon < 1:
        raise ValueError("a backtest needs a candidate and a horizon of at least 1 period")
    parts, periods = history.shape
    skip = warmup_periods(periods)
    first = max(skip + 1, horizon, periods - horizon - origins + 1)
    at = np.arange(first, periods - horizon + 1)
    sums = _sums(history, horizon) if periods >= horizon else np.empty((parts, 0))
    actual = sums[:, at] if at.size else np.empty((parts, 0))
    judged = ~np.isnan(actual)
    count = judged.sum(1)
    real = np.where(judged, actual, 0.0)
    seen = ~np.isnan(history)
    seen[:, :skip] = False
    errors = np.concatenate([np.zeros((parts, 1)), np.cumsum(seen, 1)], 1)
    shape = (parts, len(candidates))
    loss, mean, squares = np.empty(shape), np.empty(shape), np.empty(shape)
    for c, candidate in enumerate(candidates):
        paths = forecast_paths(history, candidate)
        mean[:, c] = paths[:, -1]
        wrong = np.where(seen, (np.nan_to_num(history) - paths[:, :-1]) ** 2, 0.0)
        running = np.cumsum(wrong, 1)
        squares[:, c] = running[:, -1] if periods else 0.0
        m = paths[:, at]
        one = shrunk_variance(running[:, at - 1], errors[:, at], dispersion.variance(m), prior_weight)
        total = one * (horizon + (horizon**2 - horizon) * level_uncertainty(candidate, periods))
        each = _promise_loss(real, horizon * m, total, levels)
        loss[:, c] = divide(np.where(judged, each, 0.0).sum(1), count)
    naive = _naive_loss(sums, at, horizon, real, judged, levels)
    return Backtest(loss, naive, count.astype(np.int64), mean, squares, errors[:, -1].astype(np.int64))


def _naive_loss(
    sums: FloatArray, at: IntArray, horizon: int, real: FloatArray, judged: np.ndarray, levels: tuple[float, ...]
) -> FloatArray:
    if not at.size:
        return np.zeros(sums.shape[0])
    same = np.nan_to_num(sums[:, at - horizon])
    each = sum((pinball(real, same, level) for level in levels), np.zeros(real.shape)) / len(levels)
    return divide(np.where(judged, each, 0.0).sum(1), judged.sum(1))


def scores(result: Backtest, classes: IntArray, *, horizon: int, prior_reviews: float) -> FloatArray:
    """Score candidates per part by their own loss, leaning on the part's class where history is short.

    Losses are taken relative to the part's mean over candidates, so that large sellers do not drown the
    others.  score = (n * own + k * class) / (n + k) with n the independent intervals judged
    (origins / horizon).  A class with fewer than ten judged parts leans on all parts; with nothing judged
    at all every score is 1.

    :param classes: demand class of each part, (parts,).
    :param horizon: periods of the interval judged.
    :param prior_reviews: k, in independent intervals, above 0.
    :return: (parts, C), near 1, lower is better.

    >>> seen = Backtest(
    ...     np.array([[1.0, 3.0], [0.0, 0.0]]),
    ...     np.ones(2),
    ...     np.array([6, 0]),
    ...     np.ones((2, 2)),
    ...     np.ones((2, 2)),
    ...     np.array([6, 0]),
    ... )
    >>> scores(seen, np.array([3, 3]), horizon=3, prior_reviews=4.0).tolist()
    [[0.5, 1.5], [0.5, 1.5]]
    """
    average = result.loss.mean(1)
    known = (result.origins > 0) & (average > 0)
    relative = np.where(known[:, None], divide(result.loss, average[:, None], 1.0), 1.0)
    everyone = relative[known].mean(0) if known.any() else np.ones(relative.shape[1])
    pooled = np.tile(everyone, (relative.shape[0], 1))
    for code in np.unique(classes):
        own = classes == code
        if (own & known).sum() >= _ENOUGH_PARTS:
            pooled[own] = relative[own & known].mean(0)
    n = np.where(known, result.origins / horizon, 0.0)[:, None]
    # Rounding makes a tie a tie, whatever the order of summing was.
    return np.round((n * relative + prior_reviews * pooled) / (n + prior_reviews), 9)


def choose(score: FloatArray) -> IntArray:
    """Return the index of each part's best candidate, the earlier one of equals.

    >>> choose(np.array([[0.9, 0.8], [1.0, 1.0]])).tolist()
    [1, 0]
    """
    return np.asarray(np.argmin(score, axis=1), dtype=np.int64)


def weigh(score: FloatArray, sharpness: float) -> FloatArray:
    """Turn scores into weights that sum to 1, proportional to exp(-sharpness * score).

    A sharpness of 0 gives equal weights, infinity gives all weight to the best candidate.  Some blend
    beats the best single method: with a dozen overlapping reviews per part the best one is part luck.

    >>> weigh(np.array([[1.0, 1.0]]), 5.0).tolist(), weigh(np.array([[0.9, 1.0]]), np.inf).tolist()
    ([[0.5, 0.5]], [[1.0, 0.0]])
    """
    if np.isinf(sharpness):
        return np.eye(score.shape[1])[choose(score)]
    raw = np.exp(-sharpness * (score - score.min(1, keepdims=True)))
    return np.asarray(raw / raw.sum(1, keepdims=True))
