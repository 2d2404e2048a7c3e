"""Plan the stock levels of a whole assortment from its demand history: the planner's one entrance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import BoolArray, FloatArray, IntArray, as_history, divide, per_part
from forecasting.backtest import Backtest, backtest, choose, scores, warmup_periods, weigh
from forecasting.candidates import level_uncertainty
from forecasting.classes import adi_cv2, demand_classes
from forecasting.demand import Cleaned, clean, trim_before_first_demand
from forecasting.dispersion import Dispersion, fit_dispersion, shrunk_variance
from forecasting.distribution import fill_rate, protection_moments
from forecasting.levels import Levels, Note, PlannerSettings
from forecasting.mean import moving_average
from forecasting.safety_stock import stock_levels
from forecasting.seasonal import ahead_factor, deseasonalise, season_positions, seasonal_indices
from forecasting.smoothing import ses

_REFERENCE_ALPHA = 0.1
_SHORT = 12
POSITIONS = (0.125, 0.375, 0.625, 0.875)
"""Where between reorder point and order-up-to level the expected fill rate is looked at."""
_DEFAULT_SETTINGS = PlannerSettings()


def plan_levels(
    history: ArrayLike,
    *,
    lead_time_days: ArrayLike,
    lead_time_sd_days: ArrayLike = 0.0,
    review_days: ArrayLike = 0.0,
    targets: ArrayLike = 0.95,
    period_days: float = 30.4375,
    order_quantity: ArrayLike = 0.0,
    family: ArrayLike | None = None,
    settings: PlannerSettings = _DEFAULT_SETTINGS,
) -> Levels:
    """Plan all parts: class, forecast, distribution over lead time + review, stock levels, backtest.

    Pure and deterministic.  Bad history raises nothing and puts no blank into the result; it is said in
    ``notes``.  Parts are worked through in chunks, so memory does not grow with candidates times parts.

    :param history: units per period, oldest first, (parts, periods); blanks are 'not observed', negative
        numbers (returns) count as 0.
    :param lead_time_days: mean lead time, (parts,) or one; blank or negative: the settings' default, noted.
    :param lead_time_sd_days: its spread; blank or negative counts as 0.
    :param review_days: days between reviews; 0 for continuous review.
    :param targets: cycle service targets, 0 to 1; outside or blank is brought in, noted.
    :param period_days: length of one period in days, above 0 (a mean month: 30.4375; a week: 7).
    :param order_quantity: units by which the order-up-to level lies above the reorder point.
    :param family: family of each part for seasons, -1 for none; used when ``settings.season`` is above 1.
    :raises ValueError: for arrays whose lengths do not fit or a period length not above 0.

    >>> from forecasting.levels import note_names
    >>> found = plan_levels(
    ...     [[2, 0, 1, 0, 3, 0, 1, 2, 0, 1, 0, 2], [0] * 12], lead_time_days=30.4375, review_days=30.4375, targets=0.95
    ... )
    >>> found.demand_class.tolist(), found.reorder_point.tolist(), [note_names(n) for n in found.notes]
    ([3, 0], [5.0, 0.0], [[], ['no_demand', 'not_backtested']])
    """
    raw = as_history(history)
    if not period_days > 0:
        raise ValueError("period_days must be above 0")
    tidy = clean(raw if raw.shape[1] else np.full((raw.shape[0], 1), np.nan))
    parts = raw.shape[0]
    lead, spread, review, assumed = _intervals(
        parts, lead_time_days, lead_time_sd_days, review_days, period_days, settings
    )
    target, clipped = _targets(targets, parts, settings)
    demand = trim_before_first_demand(tidy.history) if settings.trim_leading_zeros else tidy.history
    protection = lead + review
    horizon = _horizon(protection, demand.shape[1], settings)
    base, factor = _season(demand, family, protection, settings)

    adi, cv2 = adi_cv2(demand)
    code = demand_classes(adi, cv2, settings.adi_cut, settings.cv2_cut)
    dispersion = _pooled_dispersion(base, settings)
    judged = _backtest(base, horizon, dispersion, settings)
    score = scores(judged, code, horizon=horizon, prior_reviews=settings.prior_reviews)
    weights = weigh(score, settings.sharpness)
    mean, variance, uncertain = _blend(judged, weights, dispersion, demand.shape[1], settings)
    mean, variance, uncertain = mean * factor, variance * factor**2, uncertain * factor**2

    total, total_variance = protection_moments(mean, variance, lead, spread, review)
    total_variance = total_variance + np.maximum(protection**2 - protection, 0.0) * uncertain
    stock = stock_levels(settings.kind, total, total_variance, target)
    best = choose(score)
    notes = _notes(tidy, demand, judged, settings) | assumed * int(Note.LEAD_TIME_ASSUMED)
    notes = notes | clipped * int(Note.TARGET_CLIPPED) | (factor != 1.0) * int(Note.SEASONAL)
    levels = Levels(
        demand_class=code,
        adi=adi,
        cv2=cv2,
        method=best,
        weights=weights,
        mean=mean,
        variance=variance,
        level_variance=uncertain,
        season_factor=factor,
        lead_time_periods=lead,
        lead_time_sd_periods=spread,
        review_periods=review,
        protection_mean=total,
        protection_sd=np.sqrt(total_variance),
        target=target,
        reorder_point=stock.reorder_point,
        safety_stock=stock.safety_stock,
        order_up_to_level=stock.order_up_to_level,
        fill_rate=np.zeros(parts),
        loss=judged.loss[np.arange(parts), best],
        naive_loss=judged.naive_loss,
        reviews=judged.origins,
        notes=notes.astype(np.int64),
        settings=settings,
        period_days=float(period_days),
    )
    return with_order_quantity(levels, np.nan_to_num(per_part(order_quantity, parts, "order_quantity")))


def with_order_quantity(levels: Levels, order_quantity: FloatArray) -> Levels:
    """Return the levels for what is ordered at a time: order-up-to level and expected fill rate follow from it.

    The economic quantity follows from the forecast, so it is known only once the levels are.

    :param order_quantity: units, (parts,), at least 0.
    :raises ValueError: for a negative order quantity.
    """
    if bool(np.any(order_quantity < 0)):
        raise ValueError("order quantity must not be negative")
    return replace(
        levels,
        order_up_to_level=levels.reorder_point + order_quantity,
        fill_rate=_expected_fill(levels, order_quantity),
    )


def _expected_fill(levels: Levels, order_quantity: FloatArray) -> FloatArray:
    """Return the expected fill rate, averaged over positions between reorder point and order-up-to level.

    After a review the position lies anywhere above the reorder point and up to the order-up-to level, each place
    about as likely as another.  Source: Zipkin (2000), Foundations of Inventory Management, section 6.2.
    """
    lead = levels.lead_time_periods
    before, before_variance = protection_moments(levels.mean, levels.variance, lead, levels.lead_time_sd_periods)
    before_variance = before_variance + np.maximum(lead**2 - lead, 0.0) * levels.level_variance
    found = np.zeros_like(levels.reorder_point)
    for share in POSITIONS:
        position = levels.reorder_point + order_quantity * share
        if levels.settings.kind == "negative_binomial":
            position = np.ceil(position)
        found += fill_rate(
            levels.settings.kind, position, before, before_variance, levels.protection_mean, levels.protection_sd**2
        )
    return found / len(POSITIONS)


def _intervals(
    parts: int,
    lead_time_days: ArrayLike,
    lead_time_sd_days: ArrayLike,
    review_days: ArrayLike,
    period_days: float,
    settings: PlannerSettings,
) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    """Return lead time, its spread and review in periods, and where the lead time had to be assumed."""
    lead = per_part(lead_time_days, parts, "lead_time_days")
    assumed = ~(np.isfinite(lead) & (lead >= 0))

    def sound(value: ArrayLike, name: str) -> FloatArray:
        days = per_part(value, parts, name)
        return np.where(np.isfinite(days) & (days > 0), days, 0.0) / period_days

    return (
        np.where(assumed, settings.default_lead_time_days, lead) / period_days,
        sound(lead_time_sd_days, "lead_time_sd_days"),
        sound(review_days, "review_days"),
        assumed,
    )


def _targets(targets: ArrayLike, parts: int, settings: PlannerSettings) -> tuple[FloatArray, BoolArray]:
    wanted = per_part(targets, parts, "targets")
    sound = np.clip(np.nan_to_num(wanted, nan=0.0), 0.0, settings.highest_target)
    return sound, sound != wanted


def _horizon(protection: FloatArray, periods: int, settings: PlannerSettings) -> int:
    """Return the periods that methods are judged on, the same for all parts.

    So a new lead time of one part does not change its method.  Never so long that no review fits the history.
    """
    if settings.backtest_periods is not None:
        wanted = settings.backtest_periods
    else:
        wanted = int(np.ceil(np.median(protection) - 1e-9)) if protection.size else 1
    return int(np.clip(wanted, 1, max(1, periods // 4)))


def _season(
    demand: FloatArray, family: ArrayLike | None, protection: FloatArray, settings: PlannerSettings
) -> tuple[FloatArray, FloatArray]:
    """Return the history freed of its season, and the season's factor for the interval ahead."""
    parts, periods = demand.shape
    if family is None or settings.season <= 1:
        return demand, np.ones(parts)
    group = np.asarray(per_part(family, parts, "family"), dtype=np.int64)
    families = int(group.max(initial=-1)) + 1
    index = seasonal_indices(
        demand, group, families=families, season=settings.season, first_season=settings.first_season
    )
    own = np.concatenate([index, np.ones((1, settings.season))])[group]
    positions = season_positions(periods + 1, settings.season, settings.first_season)
    base = deseasonalise(demand, own[:, positions[:-1]])
    return base, ahead_factor(own, int(positions[-1]), np.maximum(protection, 1.0))


def _chunks(parts: int, settings: PlannerSettings) -> Iterator[slice]:
    for begin in range(0, parts, settings.chunk_parts):
        yield slice(begin, min(parts, begin + settings.chunk_parts))


def _pooled_dispersion(demand: FloatArray, settings: PlannerSettings) -> Dispersion:
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
    judged: Backtest, weights: FloatArray, dispersion: Dispersion, periods: int, settings: PlannerSettings
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and variance of one period and the variance of the level, weighed over the candidates.

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
    return mean, variance, variance * (weights @ share)


def _notes(tidy: Cleaned, demand: FloatArray, judged: Backtest, settings: PlannerSettings) -> IntArray:
    hit = np.nan_to_num(demand) > 0
    demands = hit.sum(1)
    largest = np.nan_to_num(demand).max(1, initial=0.0)
    others = divide(np.nan_to_num(demand).sum(1) - largest, demands - 1)
    flags = {
        Note.NO_DEMAND: demands == 0,
        Note.ONE_DEMAND: demands == 1,
        Note.SHORT_HISTORY: (~np.isnan(demand)).sum(1) < _SHORT,
        Note.BLANKS: tidy.blank > 0,
        Note.NEGATIVE: tidy.negative > 0,
        Note.JUMP: (demands > 1) & (largest > settings.jump_factor * others),
        # A part that sold nothing in any judged interval gives every method the same loss of nothing.
        Note.NOT_BACKTESTED: (judged.origins == 0) | (judged.loss.max(1, initial=0.0) == 0),
    }
    notes = np.zeros(demand.shape[0], dtype=np.int64)
    for flag, where in flags.items():
        notes |= where * int(flag)
    return notes
