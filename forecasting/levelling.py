"""Compute the stock levels of every part in every store and keep them with all that they were made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import Period
from forecasting.gathering import Gathered, gather
from forecasting.levels import Levels, PlannerSettings
from forecasting.model import plan_levels, with_order_quantity
from forecasting.order_quantity import choose_price_break, limit_cover, round_up
from forecasting.service_level import Criticality, ServiceTargets, service_targets
from forecasting.tables import Level, LevelRun
from inventory.finding import written
from inventory.tables import Category, Part
from kernel.db import Base
from kernel.hashing import canonical
from kernel.requests import once
from kernel.settings import setting

PERIOD_DAYS: dict[Period, float] = {"month": 30.4375, "week": 7.0}
SEASON: dict[Period, int] = {"month": 12, "week": 52}
YEAR_DAYS = 365.25
CHUNK = 5000
TABLE = Base.metadata.tables["level"]
"""The table rather than the class: with it a statement takes many rows at once."""
KEEP_RUNS = 3


@dataclass(frozen=True, slots=True)
class Supply:
    """Say how each bought part comes and what it costs: one column per fact, parts in one order.

    `lead_time_days` and its spread are those really delivered; `holding_rate` is a share of the price per year;
    `from_quantity` and `unit_price_cny` hold the steps of the price list, smallest first, empty where none is known.
    """

    part_ids: tuple[int, ...] = ()
    lead_time_days: tuple[float, ...] = ()
    lead_time_sd_days: tuple[float, ...] = ()
    order_cost_cny: tuple[float, ...] = ()
    holding_rate: tuple[float, ...] = ()
    minimum: tuple[float, ...] = ()
    multiple: tuple[float, ...] = ()
    from_quantity: tuple[tuple[float, ...], ...] = ()
    unit_price_cny: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Levelled:
    """Name the run and say how many levels it holds."""

    level_run_id: int
    levels: int
    periods: int
    inputs_hash: str


@once
def compute_levels(
    session: Session,
    *,
    on: date,
    lead_times: Supply,
    by: int,
    at: datetime,
    request_key: str,
    keep_run_ids: tuple[int, ...] = (),
) -> Levelled:
    """Compute all levels in one array call and store them; levels of old runs go, their heads and hashes stay.

    Only periods that have ended count. A store that supplies others is planned for the demand of all below it.
    """
    period = cast("Period", setting(session, settings.PERIOD, on))
    parts = {row.id: row for row in session.execute(_part_facts())}
    wanted = [key for key, row in parts.items() if row.state != "discontinued"]
    found = gather(
        session,
        on=on,
        period=period,
        periods=int(setting(session, settings.PERIODS, on)),
        van_demand=setting(session, settings.VAN_DEMAND, on),
        wanted_part_ids=wanted,
    )
    facts = [parts[key] for key in found.part_ids.tolist()]
    rules = _rules(session, found, facts, on)
    inputs = _inputs(session, found, facts, lead_times, on)
    levels = plan_levels(
        found.history,
        lead_time_days=inputs["lead_time_days"],
        lead_time_sd_days=inputs["lead_time_sd_days"],
        review_days=inputs["review_days"],
        targets=inputs["targets"],
        period_days=PERIOD_DAYS[period],
        family=inputs["family"],
        settings=rules,
    )
    quantity = _order_quantities(session, found, facts, lead_times, levels, on)
    levels = with_order_quantity(levels, quantity)
    kept = {"period": period, "review_days": float(inputs["review_days"][0]) if found.part.size else 0.0}
    run = LevelRun(
        computed_on=on,
        computed_at=at,
        by_id=by,
        period=period,
        first_period_on=found.first_period_on,
        periods=int(found.history.shape[1]),
        level_count=int(found.part.size),
        inputs_hash=_hash(found, inputs, quantity, rules),
        settings=kept | _planner_settings(rules),
    )
    session.add(run)
    written(session)
    for rows in _level_rows(run.id, found, levels, quantity):
        session.execute(insert(TABLE), rows)
    _prune(session, keep_run_ids)
    return Levelled(run.id, run.level_count, run.periods, run.inputs_hash)


def _part_facts() -> Select[int, str, str, int | None, int | None, bool | None]:
    return (
        select(Part.id, Part.state, Part.criticality, Part.shelf_life_days, Part.category_id, Category.seasonal)
        .outerjoin(Category, Category.id == Part.category_id)
        .order_by(Part.id)
    )


def _rules(session: Session, found: Gathered, facts: list[Any], on: date) -> PlannerSettings:
    seasonal = setting(session, settings.SEASONS, on) and any(each.seasonal for each in facts)
    if not seasonal:
        return PlannerSettings()
    month = found.first_period_on.month - 1
    week = min((found.first_period_on.timetuple().tm_yday - 1) // 7, 51)
    return replace(
        PlannerSettings(),
        season=SEASON[found.period],
        first_season=month if found.period == "month" else week,
    )


def _inputs(
    session: Session, found: Gathered, facts: list[Any], supply: Supply, on: date
) -> dict[str, NDArray[np.generic]]:
    """Return per row: lead time and spread, review, target, family."""
    targets = setting(session, settings.TARGETS, on)
    transfer = setting(session, settings.TRANSFER_LEAD_TIME, on)
    root = found.network.above[found.store] < 0 if found.part.size else np.zeros(0, dtype=bool)
    lead = _by_part(found.part_ids, supply.part_ids, supply.lead_time_days, np.nan)[found.part]
    spread = _by_part(found.part_ids, supply.part_ids, supply.lead_time_sd_days, 0.0)[found.part]
    critical = np.array([Criticality[each.criticality.upper()] for each in facts], dtype=np.int64)
    categories = sorted({each.category_id for each in facts if each.seasonal})
    number = {category: i for i, category in enumerate(categories)}
    family = np.array([number.get(each.category_id, -1) for each in facts], dtype=np.int64)
    wanted = service_targets(critical, np.zeros(critical.shape, dtype=np.int64), ServiceTargets(**targets))
    return {
        "lead_time_days": np.where(root, lead, float(transfer["days"])),
        "lead_time_sd_days": np.where(root, spread, float(transfer["sd_days"])),
        "review_days": np.full(found.part.shape, float(setting(session, settings.REVIEW_DAYS, on))),
        "targets": wanted[found.part],
        "family": family[found.part],
    }


def _by_part(part_ids: IntArray, keys: tuple[int, ...], values: tuple[float, ...], otherwise: float) -> FloatArray:
    """Spread values by part id over the parts' own order."""
    out = np.full(part_ids.shape, otherwise)
    at = np.searchsorted(part_ids, np.array(keys, dtype=np.int64))
    out[at] = values
    return out


def _order_quantities(
    session: Session, found: Gathered, facts: list[Any], supply: Supply, levels: Levels, on: date
) -> FloatArray:
    """Return the economic order quantity of each row within cover limits and packs; lower stores take as used."""
    quantity = np.zeros(found.part.shape)
    priced = [i for i, prices in enumerate(supply.unit_price_cny) if prices]
    if not priced or not found.part.size:
        return quantity
    at = np.full(found.part_ids.shape, -1, dtype=np.int64)
    at[np.searchsorted(found.part_ids, np.array([supply.part_ids[i] for i in priced]))] = priced
    rows = np.flatnonzero((at[found.part] >= 0) & (found.network.above[found.store] < 0))
    if not rows.size:
        return quantity
    chosen = at[found.part[rows]]
    steps = max(len(supply.unit_price_cny[i]) for i in priced)
    breaks, prices = np.full((rows.size, steps), np.nan), np.full((rows.size, steps), np.nan)
    for row, i in enumerate(chosen.tolist()):
        breaks[row, : len(supply.from_quantity[i])] = supply.from_quantity[i]
        prices[row, : len(supply.unit_price_cny[i])] = supply.unit_price_cny[i]

    def column(values: tuple[float, ...]) -> FloatArray:
        return np.array(values, dtype=np.float64)[chosen]

    per_day = levels.mean[rows] / levels.period_days
    best = choose_price_break(
        column(supply.order_cost_cny),
        column(supply.holding_rate),
        per_day * YEAR_DAYS,
        breaks,
        prices,
        column(supply.minimum),
        column(supply.multiple),
    )
    longest = float(setting(session, settings.MAXIMUM_COVER, on))
    shelf = np.array([each.shelf_life_days or np.inf for each in facts], dtype=np.float64)
    limited = limit_cover(best.quantity, per_day, 0.0, np.minimum(longest, shelf)[found.part[rows]])
    quantity[rows] = round_up(limited, column(supply.minimum), column(supply.multiple))
    return quantity


def _hash(found: Gathered, inputs: dict[str, NDArray[np.generic]], quantity: FloatArray, rules: PlannerSettings) -> str:
    total = hashlib.sha256(canonical([str(found.first_period_on), found.period, _planner_settings(rules)]).encode())
    for array in (found.part_ids[found.part], found.store, found.history, *inputs.values(), quantity):
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


def _planner_settings(rules: PlannerSettings) -> dict[str, Any]:
    """Return what an explanation needs to know of the planner's settings."""
    return {
        "kind": rules.kind,
        "candidates": [[each.method, each.alpha, each.beta] for each in rules.candidates],
        "season": rules.season,
        "first_season": rules.first_season,
    }


def _level_rows(run_id: int, found: Gathered, levels: Levels, quantity: FloatArray) -> Iterator[list[dict[str, Any]]]:
    """Yield rows in chunks, every number as plain Python so that the database and JSON can hold it."""
    days = levels.period_days
    columns: dict[str, FloatArray | IntArray] = {
        "part_id": found.part_ids[found.part],
        "store_id": found.network.store_ids[found.store] if found.part.size else found.store,
        "demand_class": levels.demand_class,
        "cv2": levels.cv2,
        "method": levels.method,
        "mean": levels.mean,
        "variance": levels.variance,
        "level_variance": levels.level_variance,
        "season_factor": levels.season_factor,
        "lead_time_days": levels.lead_time_periods * days,
        "lead_time_sd_days": levels.lead_time_sd_periods * days,
        "review_days": levels.review_periods * days,
        "protection_mean": levels.protection_mean,
        "protection_sd": levels.protection_sd,
        "target": levels.target,
        "safety_stock": levels.safety_stock,
        "reorder_point": levels.reorder_point,
        "order_quantity": quantity,
        "order_up_to_level": levels.order_up_to_level,
        "fill_rate": levels.fill_rate,
        "loss": levels.loss,
        "naive_loss": levels.naive_loss,
        "reviews": levels.reviews,
        "notes": levels.notes,
    }
    for begin in range(0, found.part.size, CHUNK):
        some = slice(begin, begin + CHUNK)
        plain = [columns[name][some].tolist() for name in columns]
        adi = [None if np.isinf(value) else value for value in levels.adi[some].tolist()]
        weights = np.round(levels.weights[some], 6).tolist()
        past = [
            [None if value != value else value for value in row]  # noqa: PLR0124 - a blank differs from itself
            for row in np.round(found.history[some], 3).tolist()
        ]
        origins = zip(*(np.round(each[some], 3).tolist() for each in found.sources.values()), strict=True)
        yield [
            dict(
                zip(columns, values, strict=True),
                run_id=run_id,
                adi=one_adi,
                weights=one_weights,
                history=one_past,
                sources={name: units for name, units in zip(found.sources, one_origin, strict=True) if units},
            )
            for values, one_adi, one_weights, one_past, one_origin in zip(
                zip(*plain, strict=True), adi, weights, past, origins, strict=True
            )
        ]


def _prune(session: Session, keep_run_ids: tuple[int, ...]) -> None:
    """Delete the levels of runs that nobody looks at any more; the runs themselves stay."""
    newest = session.scalars(select(LevelRun.id).order_by(LevelRun.id.desc()).limit(KEEP_RUNS)).all()
    session.execute(delete(Level).where(Level.run_id.not_in({*newest, *keep_run_ids})))
