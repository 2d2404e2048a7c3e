"""Forecast every part: by the pooled model where it is trusted, by a blend of textbook methods elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.backtest import Backtest, backtest, choose, scores, warmup_periods, weigh
from forecasting.candidates import level_uncertainty
from forecasting.dispersion import Dispersion, fit_dispersion, shrunk_variance
from forecasting.learning import Learnt, judge_pooled
from forecasting.levels import PlannerSettings
from forecasting.mean import moving_average
from forecasting.smoothing import ses

_REFERENCE_ALPHA = 0.1
_INTERVALS = 6
_FIRST_REVIEW = 6


@dataclass(frozen=True)
class Forecast:
    """What is expected of each part, (parts,) unless said; units per period, units squared for variances.

    The variance of a sum of P periods is P * ``variance`` + (P**2 - P) * ``level_variance``.  ``method`` is the
    heaviest candidate, one beyond the last for the pooled model; ``weights`` (parts, candidates + 1).  ``loss`` and
    ``naive_loss``: pinball per review, units; ``worst_loss``: of the worst method; ``reviews``: how many.
    """

    mean: FloatArray
    variance: FloatArray
    level_variance: FloatArray
    method: IntArray
    weights: FloatArray
    loss: FloatArray
    naive_loss: FloatArray
    worst_loss: FloatArray
    reviews: IntArray


def forecast(
    history: FloatArray,
    pack: FloatArray,
    attributes: FloatArray,
    demand_class: IntArray,
    horizon: int,
    learnt: Learnt | None,
    settings: PlannerSettings,
) -> Forecast:
    """Forecast all parts, chunk by chunk, so that memory does not grow with methods times parts.

    With ``learnt`` each part is forecast alone; without it the parts' own backtest decides.

    :param history: clean units per period, (parts, periods); other parameters as in
        :func:`forecasting.learning.learn`.
    """
    parts, candidates = history.shape[0], len(settings.candidates)
    out = Forecast(
        mean=np.zeros(parts),
        variance=np.zeros(parts),
        level_variance=np.zeros(parts),
        method=np.zeros(parts, dtype=np.int64),
        weights=np.zeros((parts, candidates + 1)),
        loss=np.zeros(parts),
        naive_loss=np.zeros(parts),
        worst_loss=np.zeros(parts),
        reviews=np.zeros(parts, dtype=np.int64),
    )
    if learnt is None:
        spread = pooled_dispersion(history, settings)
        judged = _backtest(history, horizon, spread, settings)
        score = scores(judged, demand_class, horizon=horizon, prior_reviews=settings.prior_reviews)
        weights = weigh(score, settings.sharpness)
        _blend(out, np.arange(parts), judged, weights, choose(score), spread, history.shape[1], settings)
        return out
    trusted = learnt.trusted(demand_class)
    for rows in _chunks(parts, settings):
        own = np.arange(parts)[rows][trusted[rows]]
        if own.size:
            _pooled(out, own, history[own], pack[own], attributes[own], learnt, settings)
    rest = np.flatnonzero(~trusted)
    if rest.size:
        judged = _backtest(history[rest], horizon, learnt.dispersion, settings)
        weights = learnt.weights[demand_class[rest]]
        _blend(out, rest, judged, weights, weights.argmax(1), learnt.dispersion, history.shape[1], settings)
    return out


def _pooled(
    out: Forecast,
    rows: IntArray,
    history: FloatArray,
    pack: FloatArray,
    attributes: FloatArray,
    learnt: Learnt,
    settings: PlannerSettings,
) -> None:
    """Fill in what the pooled model says of some parts.

    The interval's own mean and variance hold exactly at its own length; in between, the excess of variance over mean
    grows in a straight line from that of one period, as that of a forecast whose level is uncertain does.
    """
    interval, periods = learnt.interval, history.shape[1]
    packs, log_pack, span = history / pack[:, None], np.log(pack), learnt.interval.horizon
    total, excess = interval.predict(packs, log_pack, attributes)
    mean = total / span
    first = excess
    if span > 1:
        first = np.minimum(learnt.period.predict(packs, log_pack, attributes)[1], excess)
        out.level_variance[rows] = mean * (excess - first) / (span - 1) * pack**2
    out.mean[rows] = mean * pack
    out.variance[rows] = mean * (1.0 + first) * pack**2
    out.method[rows] = len(settings.candidates)
    out.weights[rows, -1] = 1.0
    # Intervals that do not overlap: as many independent trials.
    ends = [periods - span * (k + 1) for k in range(_INTERVALS)]
    reviews = [t for t in ends if t >= max(_FIRST_REVIEW, span)]
    loss, naive, count = judge_pooled(interval, packs, pack, attributes, reviews, settings.loss_levels)
    out.loss[rows], out.naive_loss[rows], out.reviews[rows] = loss, naive, count
    out.worst_loss[rows] = loss


def pooled_dispersion(demand: FloatArray, settings: PlannerSettings) -> Dispersion:
    """Learn variance against mean over all parts from the errors of one plain reference method."""
    parts, periods = demand.shape
    mean, variance = np.zeros(parts), np.zeros(parts)
    skip = warmup_periods(periods)
    for rows in _chunks(parts, settings):
        own = demand[rows]
        wrong = (own - ses(own, _REFERENCE_ALPHA)[:, :-1])[:, skip:] ** 2
        seen = ~np.isnan(wrong)
        variance[rows] = divide(np.where(seen, wrong, 0.0).sum(1), seen.sum(1))
        mean[rows] = moving_average(own)[:, -1]
    return fit_dispersion(mean, variance)


def _chunks(parts: int, settings: PlannerSettings) -> Iterator[slice]:
    for begin in range(0, parts, settings.chunk_parts):
        yield slice(begin, min(parts, begin + settings.chunk_parts))


def _backtest(demand: FloatArray, horizon: int, dispersion: Dispersion, settings: PlannerSettings) -> Backtest:
    shape = (demand.shape[0], len(settings.candidates))
    out = Backtest(
        np.zeros(shape),
        np.zeros(shape[0]),
        np.zeros(shape[0], dtype=np.int64),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape[0], dtype=np.int64),
    )
    for rows in _chunks(shape[0], settings):
        one = backtest(
            demand[rows],
            settings.candidates,
            horizon=horizon,
            origins=settings.backtest_reviews,
            dispersion=dispersion,
            prior_weight=settings.prior_periods,
            levels=settings.loss_levels,
        )
        for name in ("loss", "naive_loss", "origins", "mean", "squared_errors", "errors"):
            getattr(out, name)[rows] = getattr(one, name)
    return out


def _blend(
    out: Forecast,
    rows: IntArray,
    judged: Backtest,
    weights: FloatArray,
    best: IntArray,
    dispersion: Dispersion,
    periods: int,
    settings: PlannerSettings,
) -> None:
    """Fill in the blend of textbook methods: mean and variance of one period and the variance of the level.

    The weighed sum of squared errors is never below that of the weighed forecast (squares are convex), so
    the spread errs on the safe side.
    """
    mean = (weights * judged.mean).sum(1)
    squares = (weights * judged.squared_errors).sum(1)
    variance = shrunk_variance(
        squares, judged.errors.astype(np.float64), dispersion.variance(mean), settings.prior_periods
    )
    share = np.array([level_uncertainty(c, periods) for c in settings.candidates])
    # A mean of exactly 0 is a part without demand: nothing to spread.
    variance = np.where(mean > 0, variance, 0.0)
    out.mean[rows], out.variance[rows], out.level_variance[rows] = mean, variance, variance * (weights @ share)
    out.method[rows], out.weights[rows, :-1] = best, weights
    out.loss[rows] = judged.loss[np.arange(best.size), best]
    out.naive_loss[rows], out.reviews[rows] = judged.naive_loss, judged.origins
    out.worst_loss[rows] = judged.loss.max(1, initial=0.0)
