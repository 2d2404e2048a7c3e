"""Show stock levels, the sums behind them and imported demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray
from forecasting.candidates import Candidate
from forecasting.classes import DemandClass
from forecasting.demand import Period, period_starts
from forecasting.explain import Row, explain_reorder_point
from forecasting.levels import Levels, Note, PlannerSettings, period_quantiles
from forecasting.tables import HistoryDemand, Level, LevelRun
from inventory.tables import Location, Part
from kernel.errors import NotFound

PERIOD_DAYS: dict[str, float] = {"month": 30.4375, "week": 7.0}


@dataclass(frozen=True)
class LevelArrays:
    """Hold the levels of a run as columns, by part and store."""

    run_id: int
    period_days: float
    part_id: IntArray
    store_id: IntArray
    mean: FloatArray
    protection_mean: FloatArray
    protection_sd: FloatArray
    lead_time_days: FloatArray
    safety_stock: FloatArray
    reorder_point: FloatArray
    order_quantity: FloatArray
    order_up_to_level: FloatArray
    target: FloatArray


@dataclass(frozen=True, slots=True)
class LevelDetail:
    """Hold one level with its history, where that came from, the forecast band and the whole sum."""

    level_id: int
    run_id: int
    computed_on: date
    part_id: int
    store_id: int
    demand_class: str
    method: str
    mean: float
    safety_stock: float
    reorder_point: float
    order_up_to_level: float
    target: float
    fill_rate: float
    loss: float
    naive_loss: float
    reviews: int
    notes: tuple[str, ...]
    period: str
    period_starts_on: tuple[date, ...]
    history: tuple[float | None, ...]
    band: tuple[tuple[float, float], ...]
    sources: dict[str, float]
    rows: tuple[Row, ...]


def latest_run(session: Session) -> LevelRun | None:
    """Return the newest run of levels."""
    return session.scalar(select(LevelRun).order_by(LevelRun.id.desc()).limit(1))


def level_arrays(session: Session, run_id: int) -> LevelArrays:
    """Return the levels of a run as arrays for the planner."""
    run = session.get(LevelRun, run_id)
    if run is None:
        raise NotFound("level_run_unknown", id=run_id)
    names = [name for name in LevelArrays.__dataclass_fields__ if name not in ("run_id", "period_days")]
    query = select(*(getattr(Level, name) for name in names)).where(Level.run_id == run_id)
    rows = session.execute(query.order_by(Level.part_id, Level.store_id)).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays: dict[str, Any] = {
        name: np.array(column, dtype=np.int64 if name.endswith("_id") else np.float64)
        for name, column in zip(names, columns, strict=True)
    }
    return LevelArrays(run_id=run_id, period_days=PERIOD_DAYS[run.period], **arrays)


def levels_select(run_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return the listing of the levels of a run (without one, the newest) with part and store."""
    newest = select(func.max(LevelRun.id)).scalar_subquery()
    return (
        select(
            Level.id.label("level_id"),
            Part.id.label("part_id"),
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Part.criticality,
            Location.id.label("store_id"),
            Location.code.label("store_code"),
            Level.demand_class,
            Level.adi,
            Level.cv2,
            Level.method,
            Level.mean,
            Level.lead_time_days,
            Level.target,
            Level.safety_stock,
            Level.reorder_point,
            Level.order_quantity,
            Level.order_up_to_level,
            Level.fill_rate,
            Level.loss,
            Level.naive_loss,
            Level.notes,
        )
        .join(Part, Part.id == Level.part_id)
        .join(Location, Location.id == Level.store_id)
        .where(Level.run_id == (newest if run_id is None else run_id))
        .order_by(Part.number, Location.code)
    )


def history_demand_select() -> Select[*tuple[Any, ...]]:
    """Return the listing of imported demand."""
    return (
        select(
            HistoryDemand.id.label("history_demand_id"),
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Location.code.label("store_code"),
            HistoryDemand.period_start_on,
            HistoryDemand.quantity,
            HistoryDemand.source,
        )
        .join(Part, Part.id == HistoryDemand.part_id)
        .join(Location, Location.id == HistoryDemand.store_id)
        .order_by(Part.number, Location.code, HistoryDemand.period_start_on)
    )


def level_for(session: Session, *, part_id: int, store_id: int, run_id: int | None = None) -> LevelDetail | None:
    """Return the newest level (or that of a run) of a part in a store, none where there is none."""
    query = select(Level).where(Level.part_id == part_id, Level.store_id == store_id)
    if run_id is not None:
        query = query.where(Level.run_id == run_id)
    row = session.scalar(query.order_by(Level.run_id.desc()).limit(1))
    return None if row is None else _detail(session, row)


def explain_level(session: Session, *, level_id: int) -> LevelDetail:
    """Open one level to everything behind it."""
    row = session.get(Level, level_id)
    if row is None:
        raise NotFound("level_unknown", id=level_id)
    return _detail(session, row)


def _detail(session: Session, row: Level) -> LevelDetail:
    run = session.get_one(LevelRun, row.run_id)
    levels = levels_of(row, run)
    periods = len(row.history)
    starts = period_starts(np.datetime64(run.first_period_on), periods, cast("Period", run.period))
    ahead = period_quantiles(levels, [0.1, 0.5, 0.9])[0]
    return LevelDetail(
        level_id=row.id,
        run_id=row.run_id,
        computed_on=run.computed_on,
        part_id=row.part_id,
        store_id=row.store_id,
        demand_class=DemandClass(row.demand_class).name.lower(),
        method=levels.settings.candidates[row.method].method,
        mean=row.mean,
        safety_stock=row.safety_stock,
        reorder_point=row.reorder_point,
        order_up_to_level=row.order_up_to_level,
        target=row.target,
        fill_rate=row.fill_rate,
        loss=row.loss,
        naive_loss=row.naive_loss,
        reviews=row.reviews,
        notes=tuple(flag.name.lower() for flag in Note(row.notes) if flag.name),
        period=run.period,
        period_starts_on=tuple(starts.astype(object).tolist()),
        history=tuple(row.history),
        band=tuple(zip((0.1, 0.5, 0.9), ahead.tolist(), strict=True)),
        sources=dict(row.sources),
        rows=tuple(explain_reorder_point(levels, 0)),
    )


def levels_of(row: Level, run: LevelRun) -> Levels:
    """Return a stored level in the planner's own form, one part wide, so that it explains itself as once made."""
    days = PERIOD_DAYS[run.period]
    floats: dict[str, Any] = {
        "cv2": row.cv2,
        "adi": np.inf if row.adi is None else row.adi,
        "mean": row.mean,
        "variance": row.variance,
        "level_variance": row.level_variance,
        "season_factor": row.season_factor,
        "lead_time_periods": row.lead_time_days / days,
        "lead_time_sd_periods": row.lead_time_sd_days / days,
        "review_periods": row.review_days / days,
        "protection_mean": row.protection_mean,
        "protection_sd": row.protection_sd,
        "target": row.target,
        "reorder_point": row.reorder_point,
        "safety_stock": row.safety_stock,
        "order_up_to_level": row.order_up_to_level,
        "fill_rate": row.fill_rate,
        "loss": row.loss,
        "naive_loss": row.naive_loss,
    }
    whole: dict[str, Any] = {
        "demand_class": row.demand_class,
        "method": row.method,
        "reviews": row.reviews,
        "notes": row.notes,
    }
    arrays: dict[str, Any] = {name: np.array([value], dtype=np.float64) for name, value in floats.items()}
    arrays |= {name: np.array([value], dtype=np.int64) for name, value in whole.items()}
    rules = PlannerSettings(
        kind=run.settings["kind"],
        candidates=tuple(Candidate(*each) for each in run.settings["candidates"]),
        season=run.settings["season"],
        first_season=run.settings["first_season"],
    )
    return Levels(
        **arrays,
        weights=np.array([row.weights], dtype=np.float64),
        settings=rules,
        period_days=days,
    )
