"""Show stock levels, the sums behind them and imported demand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.choosing_targets import with_origin
from forecasting.classes import DemandClass
from forecasting.demand import PERIOD_DAYS, Period, period_starts
from forecasting.explain import Row, explain_decision, explain_reorder_point, explain_waiting, method_name
from forecasting.explain_forecast import explain_forecast
from forecasting.finding_stock_outs import stock_outs
from forecasting.learning import Learnt
from forecasting.levels import Levels, Note, PlannerSettings
from forecasting.looking_ahead import with_ahead_rows
from forecasting.mending import marked_periods
from forecasting.policy import Policy
from forecasting.season_ahead import bands_ahead, kept_season, season_span
from forecasting.shifting import Basis
from forecasting.stock_outs import StockOut, period_after
from forecasting.tables import DemandMark, HistoryDemand, Level, LevelRun
from inventory.tables import Location, Part
from kernel.errors import NotFound
from kernel.prepared import run as reading

FOLLOWED = 36
"""Of so many last periods it is told when the store had none."""
MOST_AHEAD = 12
"""For so many periods ahead the band is told."""
BAND = (0.1, 0.5, 0.9)


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
    planned_need: FloatArray
    season_factor: FloatArray

    @property
    def mean_per_day(self) -> FloatArray:
        """Return the demand a day in the season ahead, units (rows,)."""
        return self.mean / self.period_days

    @property
    def year_mean_per_day(self) -> FloatArray:
        """Return the demand a day over a whole year, units (rows,): what lies for long is used up by that."""
        return divide(self.mean_per_day, self.season_factor)


@dataclass(frozen=True, slots=True)
class MendedPeriod:
    """Hold a period whose demand was mended or judged: what was asked for, what counts, and who said so."""

    number: int
    start_on: date
    raw: float | None
    counted: float | None
    verdict: str
    demand_mark_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class LevelDetail:
    """Hold one level with its history, where that came from, the forecast band and the whole sum.

    ``bands``: mean and quantiles .1, .5 and .9 of the demand of each period ahead, which follow the season.
    """

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
    raw: tuple[float | None, ...]
    mended: tuple[MendedPeriod, ...]
    stock_outs: tuple[StockOut, ...]
    streams: dict[str, float]
    bands: tuple[tuple[float, ...], ...]
    protection_periods: float
    sources: dict[str, float]
    rows: tuple[Row, ...]
    policy: str
    stocked: bool


def latest_run(session: Session) -> LevelRun | None:
    """Return the newest run of levels."""
    return session.scalar(select(LevelRun).order_by(LevelRun.id.desc()).limit(1))


def level_arrays(session: Session, run_id: int) -> LevelArrays:
    """Return the levels of a run as arrays for the planner."""
    run = session.get(LevelRun, run_id)
    if run is None:
        raise NotFound("level_run_unknown", id=run_id)
    names = [name for name in LevelArrays.__dataclass_fields__ if name not in ("run_id", "period_days")]
    told = Level.__table__.c
    rows = reading(session, select(*(told[name] for name in names)).where(told.run_id == run_id)).all()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays: dict[str, Any] = {
        name: np.array(column, dtype=np.int64 if name.endswith("_id") else np.float64)
        for name, column in zip(names, columns, strict=True)
    }
    order = np.lexsort((arrays["store_id"], arrays["part_id"]))
    arrays = {name: column[order] for name, column in arrays.items()}
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
            Level.policy,
            Level.stocked,
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


def level_basis(session: Session, *, part_id: int, store_id: int, run_id: int) -> Basis | None:
    """Return what the level of a run rests on, none where there is none: from it follows what would change it."""
    row = session.scalar(
        select(Level).where(Level.part_id == part_id, Level.store_id == store_id, Level.run_id == run_id)
    )
    if row is None:
        return None
    run = session.get_one(LevelRun, run_id)
    told = row.decision or {}
    return Basis(
        levels_of(row, run),
        stocked=row.stocked,
        minimum=float(told.get("minimum", 0.0)),
        maximum=float(told.get("maximum", math.inf)),
        planned_need=row.planned_need,
        computed=told.get("computed"),
    )


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
    days = tuple(starts.astype(object).tolist())
    mended = _mended(session, row, run, days)
    raw = list(row.history)
    for each in mended:
        raw[each.number] = each.raw
    season = kept_season(run.settings, row.marks, periods)
    span = season_span(season, levels, run.first_period_on, cast("Period", run.period))
    return LevelDetail(
        level_id=row.id,
        run_id=row.run_id,
        computed_on=run.computed_on,
        part_id=row.part_id,
        store_id=row.store_id,
        demand_class=DemandClass(row.demand_class).name.lower(),
        method=method_name(levels, 0),
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
        period_starts_on=days,
        history=tuple(row.history),
        raw=tuple(raw),
        mended=mended,
        stock_outs=_stock_outs(session, row, days),
        streams=dict((row.marks or {}).get("streams", {})),
        bands=bands_ahead(levels, season, MOST_AHEAD, BAND),
        protection_periods=(row.lead_time_days + row.review_days) / PERIOD_DAYS[run.period],
        sources=dict(row.sources),
        rows=(
            *with_ahead_rows(
                with_origin(
                    session,
                    explain_waiting(explain_reorder_point(levels, 0, span), (row.ahead or {}).get("above")),
                    run.settings,
                    (row.part_id, row.store_id),
                ),
                row.ahead,
                row.planned_need,
            ),
            *explain_forecast(levels, 0, row.history, row.known_price_cny, season=season, span=span),
            *explain_decision(row.policy, row.decision, stocked=row.stocked),
        ),
        policy=Policy(row.policy).name.lower(),
        stocked=row.stocked,
    )


def _mended(session: Session, row: Level, run: LevelRun, days: tuple[date, ...]) -> tuple[MendedPeriod, ...]:
    """Return the periods that were mended in a run, with what was said of them since."""
    said = {
        mark.period_start_on: mark
        for mark in session.scalars(
            select(DemandMark).where(
                DemandMark.part_id == row.part_id, DemandMark.store_id == row.store_id, DemandMark.period == run.period
            )
        )
    }
    kept = {number: (raw, verdict) for number, raw, verdict in marked_periods(row.marks, len(row.history))}
    numbers = sorted({*kept, *(number for number, day in enumerate(days) if day in said)})
    found = []
    for number in numbers:
        raw, verdict = kept.get(number, (row.history[number], ""))
        mark = said.get(days[number])
        found.append(
            MendedPeriod(
                number,
                days[number],
                raw,
                row.history[number],
                mark.verdict if mark else verdict,
                mark.id if mark else None,
                mark.reason if mark else "",
            )
        )
    return tuple(found)


def _stock_outs(session: Session, row: Level, days: tuple[date, ...]) -> tuple[StockOut, ...]:
    """Return the stock-out of each of the last periods, none for the older ones."""
    begin = max(len(days) - FOLLOWED, 0)
    late = days[begin:]
    if not late:
        return ()
    found = stock_outs(session, part_id=row.part_id, store_id=row.store_id, starts=late, until=period_after(late))
    return (*(StockOut(0, 0.0) for _ in range(begin)), *found)


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
        "pack": row.pack,
        "lead_time_periods": row.lead_time_days / days,
        "lead_time_sd_periods": row.lead_time_sd_days / days,
        "review_periods": row.review_days / days,
        "protection_mean": row.protection_mean,
        "protection_sd": row.protection_sd,
        "target": row.target,
        "held_target": row.target if row.held_target is None else row.held_target,
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
    rules = PlannerSettings.from_json(run.settings)
    weights = [*row.weights, 0.0][: len(rules.candidates) + 1]
    return Levels(
        **arrays,
        weights=np.array([weights], dtype=np.float64),
        settings=rules,
        period_days=days,
        learnt=Learnt.from_json(run.learnt) if run.learnt else None,
    )
