"""Keep what levels promise for the month that begins next, so that the watch can compare it with what comes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import MONTH_DAYS, PERIOD_DAYS
from forecasting.distribution import quantile_table
from forecasting.levels import Levels
from forecasting.promises import protection_quantiles
from forecasting.tables import KeptLevel, Level, LevelRun
from kernel.bulk import insert_columns
from kernel.db import Base

KEPT = Base.metadata.tables["kept_level"]
SHARES = (0.5, 0.9, 0.95)


def month_start(on: date, ahead: int = 0) -> date:
    """Return the first day of a day's month, or of one so many months later.

    >>> month_start(date(2025, 12, 9), 1)
    datetime.date(2026, 1, 1)
    """
    number = on.year * 12 + on.month - 1 + ahead
    return date(number // 12, number % 12 + 1, 1)


def in_force_from(computed_on: date) -> date:
    """Return the first month that begins with levels computed on a day: that day itself where it is a first."""
    return computed_on if computed_on.day == 1 else month_start(computed_on, 1)


def variance_per_day(variance: FloatArray, level_variance: FloatArray, period_days: float) -> FloatArray:
    """Return the share of a day in the variance of a month's demand, for what is kept is compared by the month.

    Of P periods it is P variance + (P² - P) level variance, as over any interval; the doubt about the level is that of
    all its periods alike and so is part of the variance of one.

    >>> month = variance_per_day(np.array([4.0]), np.array([1.0]), 7.609375) * 30.4375  # four periods make a month
    >>> month.tolist()
    [28.0]
    """
    periods = MONTH_DAYS / period_days
    month = periods * variance + max(periods**2 - periods, 0.0) * level_variance
    return np.asarray(month / MONTH_DAYS, dtype=np.float64)


def keep_levels(session: Session, run: LevelRun, part_ids: IntArray, store_ids: IntArray, levels: Levels) -> None:
    """Keep the levels of a new run in the place of an earlier one for the same month."""
    _keep(
        session,
        run,
        {
            "part_id": part_ids,
            "store_id": store_ids,
            "demand_class": levels.demand_class,
            "mean": levels.mean / levels.period_days,
            "variance": variance_per_day(levels.variance, levels.level_variance, levels.period_days),
            "protection_days": _days((levels.lead_time_periods + levels.review_periods) * levels.period_days),
            "target": levels.held_target,
            "fill_rate": levels.fill_rate,
        },
        protection_quantiles(levels, SHARES),
        levels.reorder_point,
    )


def keep_stored_runs(session: Session) -> int:
    """Keep the levels of runs that are still stored whole and were computed before anything was kept."""
    stored = session.scalars(
        select(LevelRun).where(LevelRun.id.in_(select(Level.run_id).distinct())).order_by(LevelRun.computed_on)
    ).all()
    months = set(session.scalars(select(KeptLevel.in_force_on).distinct()))
    newest = {in_force_from(run.computed_on): run for run in stored}
    for month, run in newest.items():
        if month not in months:
            _keep_stored(session, run)
    return len(set(newest) - months)


def _keep_stored(session: Session, run: LevelRun) -> None:
    names = (
        *("part_id", "store_id", "demand_class", "mean", "variance", "level_variance", "lead_time_days"),
        *("review_days", "protection_mean", "protection_sd", "target", "fill_rate", "reorder_point", "pack"),
    )
    rows = session.execute(
        select(*(getattr(Level, name) for name in names)).where(Level.run_id == run.id).order_by(Level.id)
    ).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    whole = ("part_id", "store_id", "demand_class")
    facts: dict[str, NDArray[Any]] = {
        name: np.array(column, dtype=np.int64 if name in whole else np.float64)
        for name, column in zip(names, columns, strict=True)
    }
    days = PERIOD_DAYS[run.period]
    kind = run.settings.get("kind", "negative_binomial")
    pack = facts["pack"]
    quantiles = quantile_table(kind, facts["protection_mean"] / pack, (facts["protection_sd"] / pack) ** 2, SHARES)
    quantiles *= pack[:, None]
    kept = {name: facts[name] for name in (*whole, "target", "fill_rate")}
    kept["mean"] = facts["mean"] / days
    kept["variance"] = variance_per_day(facts["variance"], facts["level_variance"], days)
    kept["protection_days"] = _days(facts["lead_time_days"] + facts["review_days"])
    _keep(session, run, kept, quantiles, facts["reorder_point"])


def _days(days: FloatArray) -> IntArray:
    return np.maximum(np.rint(np.where(np.isfinite(days), days, 1.0)), 1).astype(np.int64)


def _keep(
    session: Session, run: LevelRun, facts: dict[str, NDArray[Any]], quantiles: FloatArray, reorder_point: FloatArray
) -> None:
    """Write the rows that promise anything; a run for an earlier day never takes the place of a later one."""
    month = in_force_from(run.computed_on)
    later = session.scalar(
        select(LevelRun.id)
        .join(KeptLevel, KeptLevel.run_id == LevelRun.id)
        .where(KeptLevel.in_force_on == month, LevelRun.computed_on > run.computed_on)
        .limit(1)
    )
    if later is not None:
        return
    session.execute(delete(KeptLevel).where(KeptLevel.in_force_on == month))
    rows = np.flatnonzero((facts["mean"] > 0) | (reorder_point > 0))
    facts = facts | {name: quantiles[:, i] for i, name in enumerate(("q50", "q90", "q95"))}
    columns = {name: values[rows].tolist() for name, values in facts.items()}
    insert_columns(session, KEPT, columns | {"in_force_on": [month] * rows.size, "run_id": [run.id] * rows.size})
