"""Bring what lies ahead into the levels: the installed base where history is short or the base changes, and plans.

Only stores that buy follow the base and the plans; each takes the share of a part's need that it has of its history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, divide
from forecasting.demand import MONTH_DAYS
from forecasting.distribution import protection_moments
from forecasting.explain import Row
from forecasting.gathering import Gathered
from forecasting.levels import Levels
from forecasting.planned_demand import blend, within
from forecasting.promises import protection_quantiles
from forecasting.tables.base import BaseForecast, PlannedNeed, RateRun
from inventory.tables import Part
from kernel.settings import setting

MOST_GROWTH = 2.0
"""A growing base raises a forecast at most so many times, a shrinking one lowers it as much."""
FAILURES_FOR_GROWTH = 3.0
"""A base with fewer failures says nothing of the growth of demand."""


@dataclass(frozen=True)
class Ahead:
    """Hold what lies ahead of the rows that are planned: share of the part's need, forecasts and needs by part id."""

    share: FloatArray
    forecasts: dict[int, BaseForecast]
    needs: dict[int, list[PlannedNeed]]
    numbers: dict[int, str]
    prior_months: float
    growth_from: float
    on: date

    @property
    def facts(self) -> list[Any]:
        """Return what the levels follow from, as plain values: the same from a later run that found the same."""
        names = ("source", "units", "failures", "past", "relative_variance", "means", "variances")
        base = [[key, *(getattr(each, name) for name in names)] for key, each in sorted(self.forecasts.items())]
        plans = [
            [key, each.kind, each.reference, str(each.from_on), str(each.to_on), float(each.quantity)]
            for key, some in sorted(self.needs.items())
            for each in some
        ]
        return [base, plans, self.prior_months, self.growth_from]


def read_ahead(session: Session, found: Gathered, on: date) -> Ahead:
    """Read the newest rates and plans, and share them out between the stores that buy."""
    run_id = session.scalar(select(RateRun.id).order_by(RateRun.id.desc()).limit(1))
    forecasts = session.scalars(select(BaseForecast).where(BaseForecast.run_id == run_id)).all() if run_id else []
    needs = (
        session.scalars(
            select(PlannedNeed).where(PlannedNeed.run_id == run_id, PlannedNeed.to_on >= on).order_by(PlannedNeed.id)
        ).all()
        if run_id
        else []
    )
    by_part: dict[int, list[PlannedNeed]] = {}
    for need in needs:
        by_part.setdefault(need.part_id, []).append(need)
    similar = {each.similar_part_id for each in forecasts if each.similar_part_id is not None}
    numbers = dict(session.execute(select(Part.id, Part.number).where(Part.id.in_(similar))).all()) if similar else {}
    rules = setting(session, settings.BASE, on)
    return Ahead(
        _shares(found),
        {each.part_id: each for each in forecasts},
        by_part,
        numbers,
        float(rules["prior_months"]),
        float(rules["growth_from"]),
        on,
    )


def _shares(found: Gathered) -> FloatArray:
    """Return the share of each row in its part's demand at the stores that buy; 0 for every other store."""
    if not found.part.size:
        return np.zeros(0)
    root = found.network.above[found.store] < 0
    units = np.nansum(found.history, axis=1) * root
    by_store = np.bincount(found.store, weights=units, minlength=found.network.store_ids.size)
    roots = max(int(np.unique(found.store[root]).size), 1)
    # Without history of its own a part is shared as all parts together are, and all parts alike without any.
    usual = np.where(by_store.sum() > 0, divide(by_store, by_store.sum()), 1.0 / roots)[found.store] * root
    of_part = np.bincount(found.part, weights=units, minlength=found.part_ids.size)[found.part]
    usual_of_part = np.bincount(found.part, weights=usual, minlength=found.part_ids.size)[found.part]
    return np.where(of_part > 0, divide(units, of_part), divide(usual, usual_of_part)) * root


@dataclass(frozen=True)
class Explained:
    """Hold the rows of the sum that were added, and the certain need, row by row of the levels."""

    rows: list[dict[str, Any] | None]
    need: FloatArray


def with_base(levels: Levels, ahead: Ahead, found: Gathered) -> tuple[Levels, list[dict[str, Any] | None]]:
    """Return the levels with the forecast of the installed base where history is short or the base changes.

    Short is a history of less than twice the months after which it weighs as much as the base.  Elsewhere the mean
    follows the growth of what the base needs: the months of the interval ahead against the twelve behind.
    """
    told: list[dict[str, Any] | None] = [None] * levels.parts
    rows = [
        r for r in np.flatnonzero(ahead.share > 0).tolist() if int(found.part_ids[found.part[r]]) in ahead.forecasts
    ]
    if not rows:
        return levels, told
    months = levels.period_days / MONTH_DAYS
    prior = ahead.prior_months / months
    mean, variance, uncertain = levels.mean.copy(), levels.variance.copy(), levels.level_variance.copy()
    for row in rows:
        forecast = ahead.forecasts[int(found.part_ids[found.part[row]])]
        interval = float(levels.lead_time_periods[row] + levels.review_periods[row]) * months
        base = _mean_over(forecast.means, interval) * ahead.share[row] * months
        spread = _mean_over(forecast.variances, interval) * ahead.share[row] * months
        seen = observed(found.history[row])
        growth = _growth(forecast, interval, ahead.growth_from)
        short = seen < 2 * prior
        if not short and growth == 1.0:
            continue
        own, own_variance = mean[row] * growth, variance[row] * growth**2
        weight: float = 1.0
        if short:
            mixed, mixed_variance, weighed = blend(own, own_variance, seen, base, spread, prior)
            mean[row], variance[row], weight = float(mixed), float(mixed_variance), float(weighed)
        else:
            mean[row], variance[row] = own, own_variance
        doubt = base**2 * forecast.relative_variance
        uncertain[row] = weight**2 * uncertain[row] * growth**2 + (1.0 - weight) ** 2 * doubt
        told[row] = {"base": _base_rows(forecast, ahead, row, base, levels.mean[row], weight, growth)}
    return _with_demand(levels, mean, variance, uncertain), told


def observed(history: FloatArray) -> float:
    """Return how many periods of a row count as its own history: those watched since the first demand.

    >>> observed(np.array([np.nan, 0.0, 2.0, 0.0])), observed(np.zeros(3))
    (2.0, 0.0)
    """
    hit = np.flatnonzero(history > 0)
    return float((~np.isnan(history[hit[0] :])).sum()) if hit.size else 0.0


def _mean_over(path: list[float], months: float) -> float:
    """Return the mean a month over the first months of a path, the last of them in part; at least one month."""
    values = np.asarray(path, dtype=np.float64)
    if not values.size:
        return 0.0
    covered = np.clip(max(months, 1.0) - np.arange(values.size), 0.0, 1.0)
    return float(values @ covered / covered.sum())


def _growth(forecast: BaseForecast, months: float, least: float) -> float:
    if forecast.source != "rates" or forecast.past <= 0 or forecast.failures < FAILURES_FOR_GROWTH:
        return 1.0
    growth = _mean_over(forecast.means, months) / forecast.past
    return float(np.clip(growth, 1.0 / MOST_GROWTH, MOST_GROWTH)) if abs(growth - 1.0) > least else 1.0


def _base_rows(
    forecast: BaseForecast, ahead: Ahead, row: int, base: float, history: float, weight: float, growth: float
) -> list[dict[str, Any]]:
    rows = []
    if forecast.source == "rates":
        rows += [_row("base_units", forecast.units, "count"), _row("base_failures", forecast.failures, "count")]
        rate = float(divide(_mean_over(forecast.means, 1.0), forecast.units))
        rows.append(_row("base_rate", rate * 1000.0, "units_per_period"))
    else:
        text = ahead.numbers.get(forecast.similar_part_id or 0, "")
        rows.append(_row("starts_like", 0.0, "code", text or "category_median"))
    if ahead.share[row] < 1.0:
        rows.append(_row("store_share", float(ahead.share[row]), "share"))
    rows.append(_row("base_mean", float(base), "units_per_period"))
    rows.append(_row("history_mean", float(history), "units_per_period"))
    if growth != 1.0:
        rows.append(_row("base_growth", growth, "share"))
    if weight != 1.0:
        rows.append(_row("history_weight", weight, "share"))
    return rows


def _row(code: str, value: float, unit: str, text: str = "") -> dict[str, Any]:
    return {"code": code, "value": round(value, 6), "unit": unit, "text": text}


def _with_demand(levels: Levels, mean: FloatArray, variance: FloatArray, uncertain: FloatArray) -> Levels:
    """Return the levels for another mean and variance of one period."""
    lead, review = levels.lead_time_periods, levels.review_periods
    total, spread = protection_moments(mean, variance, lead, levels.lead_time_sd_periods, review, uncertain)
    changed: NDArray[np.bool_] = (mean != levels.mean) | (variance != levels.variance)
    other = replace(
        levels,
        mean=mean,
        variance=variance,
        level_variance=uncertain,
        protection_mean=total,
        protection_sd=np.sqrt(spread),
    )
    point = protection_quantiles(other, other.held_target[:, None])[:, 0]
    ordered = levels.order_up_to_level - levels.reorder_point

    def chosen(new: FloatArray, old: FloatArray) -> FloatArray:
        return np.where(changed, new, old)

    return replace(
        levels,
        mean=mean,
        variance=variance,
        level_variance=uncertain,
        protection_mean=chosen(total, levels.protection_mean),
        protection_sd=chosen(np.sqrt(spread), levels.protection_sd),
        safety_stock=chosen(point - total, levels.safety_stock),
        reorder_point=chosen(point, levels.reorder_point),
        order_up_to_level=chosen(point + ordered, levels.order_up_to_level),
    )


def with_plans(
    levels: Levels, ahead: Ahead, found: Gathered, told: list[dict[str, Any] | None]
) -> tuple[Levels, Explained]:
    """Return the levels with what is certain to be needed over lead time and review on top, a row for each plan."""
    need, out = np.zeros(levels.parts), list(told)
    for row in np.flatnonzero(ahead.share > 0).tolist():
        plans = ahead.needs.get(int(found.part_ids[found.part[row]]))
        if not plans:
            continue
        days = float(levels.lead_time_periods[row] + levels.review_periods[row]) * levels.period_days
        sums: dict[tuple[str, str], float] = {}
        for plan in plans:
            some = within(plan.from_on, plan.to_on, plan.quantity, ahead.on, days) * float(ahead.share[row])
            sums[plan.kind, plan.reference] = sums.get((plan.kind, plan.reference), 0.0) + some
        rows = [_row(f"planned_{kind}", some, "units", text) for (kind, text), some in sums.items() if some > 0]
        if rows:
            need[row] = sum(some for some in sums.values() if some > 0)
            out[row] = {**(out[row] or {}), "plans": rows}
    if not need.any():
        return levels, Explained(out, need)
    lifted = replace(
        levels, reorder_point=levels.reorder_point + need, order_up_to_level=levels.order_up_to_level + need
    )
    return lifted, Explained(out, need)


def with_ahead_rows(rows: list[Row], ahead: dict[str, Any] | None, need: float) -> list[Row]:
    """Return the rows of a level's sum with those of the base before the mean and those of plans before the level.

    >>> some = [Row("mean_per_period", 2, "units_per_period"), Row("reorder_point", 9, "units")]
    >>> plan = {"plans": [{"code": "planned_campaign", "value": 4.0, "unit": "units", "text": "RC-1"}]}
    >>> [row.code for row in with_ahead_rows(some, plan, 4.0)]
    ['mean_per_period', 'planned_campaign', 'planned_need', 'reorder_point']
    """
    told = ahead or {}
    base = [Row(**each) for each in told.get("base", ())]
    plans = [Row(**each) for each in told.get("plans", ())]
    if plans:
        plans.append(Row("planned_need", need, "units"))
    out: list[Row] = []
    for row in rows:
        out += base if row.code == "mean_per_period" else plans if row.code == "reorder_point" else []
        out.append(row)
    return out
