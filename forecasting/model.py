"""Plan the stock levels of a whole assortment from its demand history: the planner's one entrance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import BoolArray, FloatArray, IntArray, as_history, divide, per_part
from forecasting.classes import adi_cv2, demand_classes
from forecasting.demand import Cleaned, clean, trim_before_first_demand, until_watched
from forecasting.distribution import fill_rate, protection_moments
from forecasting.forecast import Forecast, forecast, pooled_dispersion
from forecasting.learning import Learnt, learn
from forecasting.levels import Levels, Note, PlannerSettings
from forecasting.packs import pack_sizes
from forecasting.promises import held_targets, protection_quantiles
from forecasting.seasonal import ahead_factor, deseasonalise, season_positions, seasonal_indices

_SHORT = 12
_SPREAD_PARTS = 5000
POSITIONS = (0.125, 0.375, 0.625, 0.875)
"""Where between reorder point and order-up-to level the expected fill rate is looked at."""
_DEFAULT_SETTINGS = PlannerSettings()
_LEAST_HORIZON = 2


def plan_levels(
    history: ArrayLike,
    *,
    lead_time_days: ArrayLike,
    lead_time_sd_days: ArrayLike = 0.0,
    review_days: ArrayLike = 0.0,
    targets: ArrayLike = 0.95,
    exact: ArrayLike = False,
    period_days: float = 30.4375,
    order_quantity: ArrayLike = 0.0,
    family: ArrayLike | None = None,
    attributes: ArrayLike | None = None,
    learnt: Learnt | None = None,
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
    :param exact: where a target is meant for this very part, (parts,) or one: it is held as it is, whatever the tilt.
    :param period_days: length of one period in days, above 0 (a mean month: 30.4375; a week: 7).
    :param order_quantity: units by which the order-up-to level lies above the reorder point.
    :param family: family of each part for seasons, -1 for none; used when ``settings.season`` is above 1.
    :param attributes: further facts to learn by, such as the logarithm of the price, blanks allowed, (parts, facts).
    :param learnt: what an assortment taught before (``levels.learnt``), for planning some of its parts alone; without
        it everything is learnt anew from these parts.
    :raises ValueError: for arrays whose lengths do not fit or a period length not above 0.

    >>> from forecasting.levels import note_names
    >>> found = plan_levels(
    ...     [[2, 0, 1, 0, 3, 0, 1, 2, 0, 1, 0, 2], [0] * 12], lead_time_days=30.4375, review_days=30.4375, targets=0.95
    ... )
    >>> found.demand_class.tolist(), found.reorder_point.tolist(), [note_names(n) for n in found.notes]
    ([3, 0], [5.0, 0.0], [[], ['no_demand', 'not_backtested']])
    """
    tidy, demand = _tidied(history, period_days, settings)
    parts = demand.shape[0]
    lead, spread, review, assumed = _intervals(
        parts, lead_time_days, lead_time_sd_days, review_days, period_days, settings
    )
    target, clipped = _targets(targets, parts, settings)
    protection = lead + review
    horizon = learnt.interval.horizon if learnt else _horizon(protection, demand.shape[1], settings)
    base, factor, index = _season(demand, family, protection, settings, learnt)
    base = until_watched(base)

    adi, cv2 = adi_cv2(demand)
    code = demand_classes(adi, cv2, settings.adi_cut, settings.cv2_cut)
    facts = _facts(attributes, parts)
    pack = pack_sizes(base)
    if learnt is None:
        learnt = _learn(base, pack, facts, code, horizon, index, settings)
    made = forecast(base, pack, facts, code, horizon, learnt, settings)
    mean, variance, uncertain = made.mean * factor, made.variance * factor**2, made.level_variance * factor**2

    total, total_variance = protection_moments(mean, variance, lead, spread, review, uncertain)
    notes = _notes(tidy, demand, made, settings) | assumed * int(Note.LEAD_TIME_ASSUMED)
    notes = notes | clipped * int(Note.TARGET_CLIPPED) | (factor != 1.0) * int(Note.SEASONAL)
    zero = np.zeros(parts)
    levels = Levels(
        demand_class=code,
        adi=adi,
        cv2=cv2,
        method=made.method,
        weights=made.weights,
        mean=mean,
        variance=variance,
        level_variance=uncertain,
        season_factor=factor,
        pack=pack,
        lead_time_periods=lead,
        lead_time_sd_periods=spread,
        review_periods=review,
        protection_mean=total,
        protection_sd=np.sqrt(total_variance),
        target=target,
        held_target=target,
        reorder_point=zero,
        safety_stock=zero,
        order_up_to_level=zero,
        fill_rate=zero,
        loss=made.loss,
        naive_loss=made.naive_loss,
        reviews=made.reviews,
        notes=notes.astype(np.int64),
        settings=settings,
        period_days=float(period_days),
        learnt=learnt,
        seasons=as_seasons(index),
    )
    held = np.where(_exactly(exact, parts), target, held_targets(levels, target))
    point = protection_quantiles(levels, held[:, None])[:, 0]
    levels = replace(levels, held_target=held, reorder_point=point, safety_stock=point - total)
    return with_order_quantity(levels, np.nan_to_num(per_part(order_quantity, parts, "order_quantity")))


def teach(
    history: ArrayLike,
    *,
    lead_time_days: ArrayLike,
    review_days: ArrayLike = 0.0,
    period_days: float = 30.4375,
    family: ArrayLike | None = None,
    attributes: ArrayLike | None = None,
    settings: PlannerSettings = _DEFAULT_SETTINGS,
) -> Learnt | None:
    """Return what :func:`plan_levels` would learn across all parts, without planning any; None for too few of them.

    With it the parts can be planned in shares, each by another worker. Parameters as for :func:`plan_levels`.
    """
    _, demand = _tidied(history, period_days, settings)
    lead, _, review, _ = _intervals(demand.shape[0], lead_time_days, 0.0, review_days, period_days, settings)
    base, _, index = _season(demand, family, lead + review, settings, None)
    base = until_watched(base)
    code = demand_classes(*adi_cv2(demand), settings.adi_cut, settings.cv2_cut)
    facts, horizon = _facts(attributes, demand.shape[0]), _horizon(lead + review, demand.shape[1], settings)
    return _learn(base, pack_sizes(base), facts, code, horizon, index, settings)


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


def with_lead_times(levels: Levels, lead_time: FloatArray, lead_time_sd: FloatArray) -> Levels:
    """Return the levels for other lead times, read off the same forecast; rows that keep theirs stay to the last digit.

    What is ordered at a time stays, and so does the season, which was taken for the interval planned before.  The
    expected fill rate follows once it is settled what is ordered at a time: see :func:`with_order_quantity`.

    :param lead_time: periods, at least 0, (parts,).  ``lead_time_sd``: its spread, periods.
    """
    rows = np.flatnonzero((lead_time != levels.lead_time_periods) | (lead_time_sd != levels.lead_time_sd_periods))
    if not rows.size:
        return levels
    one = levels.take(rows)
    lead, spread = lead_time[rows], lead_time_sd[rows]
    total, variance = protection_moments(one.mean, one.variance, lead, spread, one.review_periods, one.level_variance)
    moved = replace(one, protection_mean=total, protection_sd=np.sqrt(variance))
    point = protection_quantiles(moved, moved.held_target[:, None])[:, 0]
    new = {
        "lead_time_periods": lead,
        "lead_time_sd_periods": spread,
        "protection_mean": total,
        "protection_sd": moved.protection_sd,
        "reorder_point": point,
        "safety_stock": point - total,
        "order_up_to_level": point + one.order_up_to_level - one.reorder_point,
    }
    arrays = {name: getattr(levels, name).copy() for name in new}
    for name, values in new.items():
        arrays[name][rows] = values
    return replace(levels, **arrays)


def _expected_fill(levels: Levels, order_quantity: FloatArray) -> FloatArray:
    """Return the expected fill rate, averaged over positions between reorder point and order-up-to level.

    After a review the position lies anywhere above the reorder point and up to the order-up-to level, each place
    about as likely as another.  Source: Zipkin (2000), Foundations of Inventory Management, section 6.2.
    """
    lead, pack = levels.lead_time_periods, levels.pack
    spread = levels.lead_time_sd_periods
    before, before_variance = protection_moments(levels.mean, levels.variance, lead, spread, 0.0, levels.level_variance)
    found = np.zeros_like(levels.reorder_point)
    positions = POSITIONS if order_quantity.any() else (0.0,)
    for share in positions:
        position = (levels.reorder_point + order_quantity * share) / pack
        if levels.settings.kind == "negative_binomial":
            position = np.ceil(position)
        found += fill_rate(
            levels.settings.kind,
            position,
            before / pack,
            before_variance / pack**2,
            levels.protection_mean / pack,
            (levels.protection_sd / pack) ** 2,
        )
    return found / len(positions)


def _tidied(history: ArrayLike, period_days: float, settings: PlannerSettings) -> tuple[Cleaned, FloatArray]:
    """Return the history with what had to be cleaned, and the demand that models see."""
    raw = as_history(history)
    if not period_days > 0:
        raise ValueError("period_days must be above 0")
    tidy = clean(raw if raw.shape[1] else np.full((raw.shape[0], 1), np.nan))
    return tidy, trim_before_first_demand(tidy.history) if settings.trim_leading_zeros else tidy.history


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

    So a new lead time of one part does not change its method.  Never so long that no review fits the history, and two
    periods where they fit: one alone shows no part of the spread as that of the level, and a part that takes months
    to come would be held as if each month were drawn anew.
    """
    longest = max(1, periods // 4)
    if settings.backtest_periods is not None:
        return int(np.clip(settings.backtest_periods, 1, longest))
    wanted = int(np.ceil(np.median(protection) - 1e-9)) if protection.size else 1
    return int(np.clip(wanted, min(_LEAST_HORIZON, longest), longest))


def _season(
    demand: FloatArray,
    family: ArrayLike | None,
    protection: FloatArray,
    settings: PlannerSettings,
    learnt: Learnt | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the history freed of its season, the season's factor for the interval ahead, and the families' indices."""
    parts, periods = demand.shape
    if family is None or settings.season <= 1:
        return demand, np.ones(parts), np.empty((0, 0))
    group = np.asarray(per_part(family, parts, "family"), dtype=np.int64)
    if learnt is not None and learnt.seasons.size:
        index = learnt.seasons
    else:
        families = int(group.max(initial=-1)) + 1
        index = seasonal_indices(
            demand, group, families=families, season=settings.season, first_season=settings.first_season
        )
    own = np.concatenate([index, np.ones((1, settings.season))])[group]
    positions = season_positions(periods + 1, settings.season, settings.first_season)
    base = deseasonalise(demand, own[:, positions[:-1]])
    return base, ahead_factor(own, int(positions[-1]), np.maximum(protection, 1.0)), index


def as_seasons(index: FloatArray) -> tuple[tuple[float, ...], ...]:
    """Return the families' indices in the form in which levels carry them."""
    return tuple(tuple(each) for each in index.tolist())


def _facts(attributes: ArrayLike | None, parts: int) -> FloatArray:
    """Return the attributes as numbers, (parts, facts)."""
    facts = np.empty((parts, 0)) if attributes is None else np.asarray(attributes, dtype=np.float64)
    if facts.ndim != 2 or facts.shape[0] != parts:  # noqa: PLR2004 - parts and facts
        raise ValueError(f"attributes must have shape ({parts}, facts), not {facts.shape}")
    return facts


def _exactly(exact: ArrayLike, parts: int) -> BoolArray:
    return np.broadcast_to(np.asarray(exact, dtype=bool), (parts,))


def _learn(
    base: FloatArray,
    pack: FloatArray,
    facts: FloatArray,
    code: IntArray,
    horizon: int,
    seasons: FloatArray,
    settings: PlannerSettings,
) -> Learnt | None:
    """Learn across the parts where that is wanted: demand in counts, of enough parts."""
    if not settings.pool or settings.kind != "negative_binomial":
        return None
    spread = pooled_dispersion(base[:: max(1, base.shape[0] // _SPREAD_PARTS)], settings)
    found = learn(base, pack, facts, code, spread, horizon, settings)
    return None if found is None else replace(found, seasons=seasons)


def _notes(tidy: Cleaned, demand: FloatArray, made: Forecast, settings: PlannerSettings) -> IntArray:
    hit = demand > 0
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
        Note.NOT_BACKTESTED: (made.reviews == 0) | (made.worst_loss == 0),
    }
    notes = np.zeros(demand.shape[0], dtype=np.int64)
    for flag, where in flags.items():
        notes |= where * int(flag)
    return notes
