"""Compute the stock levels of every part in every store and keep them with all that they were made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.adding_waits import add_waits
from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.choosing_targets import targets_from
from forecasting.deciding import Decided, settle
from forecasting.demand import YEAR_DAYS
from forecasting.gathering import Gathered
from forecasting.keeping_levels import keep_levels
from forecasting.levels import Levels
from forecasting.looking_ahead import Explained, with_base, with_plans
from forecasting.order_quantity import choose_price_break, limit_cover, round_up
from forecasting.preparing_levels import Prepared, Supply, prepare_levels
from forecasting.restarting import stored_run
from forecasting.season_ahead import with_families
from forecasting.tables import Level, LevelRun
from forecasting.tables.series import packed
from inventory.finding import written
from kernel.bulk import insert_columns
from kernel.db import Base
from kernel.requests import once
from kernel.settings import setting
from kernel.telling import tell

CHUNK = 20_000
TABLE = Base.metadata.tables["level"]
"""The table rather than the class: with it a statement takes many rows at once."""
KEEP_RUNS = 3


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

    Levels of the same day that were made from the very same inputs are not computed again.
    """
    prepared = prepare_levels(session, on=on, lead_times=lead_times).with_levels()
    return _stored(session, prepared, by=by, at=at, keep_run_ids=keep_run_ids)


@once
def store_levels(
    session: Session,
    *,
    prepared: Prepared,
    by: int,
    at: datetime,
    request_key: str,
    keep_run_ids: tuple[int, ...] = (),
) -> Levelled:
    """Store levels that were prepared before, planned already or not yet."""
    return _stored(session, prepared, by=by, at=at, keep_run_ids=keep_run_ids)


def _stored(
    session: Session,
    prepared: Prepared,
    *,
    by: int,
    at: datetime,
    keep_run_ids: tuple[int, ...],
) -> Levelled:
    found, ahead, on = prepared.found, prepared.ahead, prepared.on
    if (known := stored_run(session, on=on, inputs_hash=prepared.inputs_hash)) is not None:
        return Levelled(known.id, known.level_count, known.periods, prepared.inputs_hash)
    levels, based = with_base(prepared.planned or prepared.inputs.planned(), ahead, found)
    quantity = _order_quantities(session, found, prepared.facts, prepared.supply, levels, on)
    vital = np.array([each.criticality == "vital" for each in prepared.facts], dtype=bool)
    levels, based = add_waits(
        session,
        prepared.own,
        found,
        levels,
        quantity,
        based,
        vital=vital[found.part],
        unit_price=prepared.price,
        on=on,
    )
    decided = settle(
        session,
        prepared.own,
        found,
        levels,
        quantity,
        vital=vital[found.part],
        unit_price=prepared.price,
        on=on,
    )
    settled, explained = with_plans(decided.levels, ahead, found, based)
    decided = replace(decided, levels=settled)
    kept = {"period": found.period, "review_days": float(setting(session, settings.REVIEW_DAYS, on))}
    seasons = {}
    if levels.seasons:
        seasons = {"seasons": levels.seasons}
        found = replace(found, marks=with_families(found.marks, prepared.inputs.family))
    run = LevelRun(
        computed_on=on,
        computed_at=at,
        by_id=by,
        period=found.period,
        first_period_on=found.first_period_on,
        periods=int(found.history.shape[1]),
        level_count=int(found.part.size),
        inputs_hash=prepared.inputs_hash,
        settings=kept | prepared.rules.to_json() | seasons | targets_from(session, on),
        learnt=levels.learnt.to_json() if levels.learnt else None,
    )
    session.add(run)
    written(session)
    for begin in range(0, run.level_count, CHUNK):
        tell("store_levels", begin, run.level_count)
        some = slice(begin, begin + CHUNK)
        insert_columns(session, TABLE, _level_columns(run.id, found, decided, prepared.price, explained, some))
    if found.part.size:
        keep_levels(session, run, found.part_ids[found.part], found.network.store_ids[found.store], decided.levels)
    _prune(session, keep_run_ids)
    return Levelled(run.id, run.level_count, run.periods, run.inputs_hash)


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

    # The mean is that of the season ahead; what is ordered at a time is settled by the whole year's demand.
    per_day = levels.year_mean[rows] / levels.period_days
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


def _level_columns(
    run_id: int, found: Gathered, decided: Decided, price: FloatArray, explained: Explained, some: slice
) -> dict[str, Sequence[Any]]:
    """Return the columns of some rows, every number as plain Python so that the database and JSON can hold it."""
    levels, days = decided.levels, decided.levels.period_days
    columns: dict[str, FloatArray | IntArray | BoolArray] = {
        "part_id": found.part_ids[found.part[some]],
        "store_id": found.network.store_ids[found.store[some]],
        "demand_class": levels.demand_class[some],
        "cv2": levels.cv2[some],
        "method": levels.method[some],
        "mean": levels.mean[some],
        "variance": levels.variance[some],
        "level_variance": levels.level_variance[some],
        "season_factor": levels.season_factor[some],
        "pack": levels.pack[some],
        "lead_time_days": levels.lead_time_periods[some] * days,
        "lead_time_sd_days": levels.lead_time_sd_periods[some] * days,
        "review_days": levels.review_periods[some] * days,
        "protection_mean": levels.protection_mean[some],
        "protection_sd": levels.protection_sd[some],
        "target": levels.target[some],
        "held_target": levels.held_target[some],
        "safety_stock": levels.safety_stock[some],
        "reorder_point": levels.reorder_point[some],
        "order_quantity": decided.order_quantity[some],
        "order_up_to_level": levels.order_up_to_level[some],
        "fill_rate": levels.fill_rate[some],
        "loss": levels.loss[some],
        "naive_loss": levels.naive_loss[some],
        "reviews": levels.reviews[some],
        "notes": levels.notes[some],
        "policy": decided.policy[some],
        "stocked": decided.stocking.stocked[some],
        "planned_need": explained.need[some],
    }
    origins = zip(*(np.round(each[some], 3).tolist() for each in found.sources.values()), strict=True)
    told: dict[str, Sequence[Any]] = {
        "run_id": [run_id] * len(columns["part_id"]),
        "adi": [None if value == np.inf else value for value in levels.adi[some].tolist()],
        "known_price_cny": [None if math.isnan(value) else value for value in price[some].tolist()],
        "weights": packed(np.round(levels.weights[some], 6)),
        "history": packed(np.round(found.history[some], 3)),
        "sources": [
            {name: units for name, units in zip(found.sources, each, strict=True) if units} for each in origins
        ],
        "marks": found.marks[some] if found.marks else [{}] * len(columns["part_id"]),
        "stocked_since_on": decided.stocking.since[some].astype(object).tolist(),
        "decision": decided.decision[some],
        "ahead": explained.rows[some],
    }
    return {name: values.tolist() for name, values in columns.items()} | told


def _prune(session: Session, keep_run_ids: tuple[int, ...]) -> None:
    """Delete the levels of runs that nobody looks at any more; the runs themselves stay."""
    newest = session.scalars(select(LevelRun.id).order_by(LevelRun.id.desc()).limit(KEEP_RUNS)).all()
    session.execute(delete(Level).where(Level.run_id.not_in({*newest, *keep_run_ids})))
