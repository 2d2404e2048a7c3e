"""Compute the stock levels of every part in every store and keep them with all that they were made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.adding_waits import add_waits
from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.choosing_targets import targets_from, with_choice
from forecasting.deciding import Decided, PartRules, part_rules, settle
from forecasting.demand import PERIOD_DAYS, PERIODS_PER_YEAR, YEAR_DAYS, Period
from forecasting.gathering import Gathered, gather
from forecasting.keeping_levels import keep_levels
from forecasting.levels import Levels, PlannerSettings
from forecasting.looking_ahead import Ahead, Explained, read_ahead, with_base, with_plans
from forecasting.mending import mend
from forecasting.order_quantity import choose_price_break, limit_cover, round_up
from forecasting.restarting import fingerprint, stored_run
from forecasting.rolling import log_prices
from forecasting.season_ahead import with_families
from forecasting.service_level import Criticality, ServiceTargets, service_targets
from forecasting.shares import Inputs
from forecasting.tables import Level, LevelRun
from forecasting.tables.series import packed
from inventory.finding import written
from inventory.tables import Category, Part
from kernel.bulk import insert_columns
from kernel.db import Base
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import setting
from kernel.telling import tell

CHUNK = 20_000
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

    @property
    def content_hash(self) -> str:
        """Return the hash of everything."""
        return fingerprint([], self.arrays())

    def arrays(self) -> list[NDArray[np.generic]]:
        """Return all that is known as arrays, the steps of all parts one after the other with their numbers."""
        columns = [getattr(self, each.name) for each in fields(self)]
        flat = [[value for steps in column for value in steps] for column in columns[-2:]]
        counts = [[len(steps) for steps in column] for column in columns[-2:]]
        return [
            np.array(column, dtype=np.int64 if number == 0 else np.float64)
            for number, column in enumerate([*columns[:-2], *flat, *counts])
        ]


@dataclass(frozen=True, slots=True)
class Levelled:
    """Name the run and say how many levels it holds."""

    level_run_id: int
    levels: int
    periods: int
    inputs_hash: str


@dataclass(frozen=True)
class Prepared:
    """Hold all that levels follow from, read once: the planner's inputs, and what is decided and explained by.

    `stored`: whether levels of the very same inputs were there when they were read.  `planned`: the levels where they
    are known already, as from shares.
    """

    on: date
    found: Gathered
    facts: list[Any]
    rules: PlannerSettings
    price: FloatArray
    own: PartRules
    ahead: Ahead
    supply: Supply
    inputs: Inputs
    inputs_hash: str
    stored: bool = False
    planned: Levels | None = None

    @property
    def content_hash(self) -> str:
        """Return the hash of what was read; what is planned follows from it."""
        return self.inputs_hash

    def with_levels(self) -> Prepared:
        """Return the same with its levels planned, unless they are stored already: pure, outside of any transaction."""
        tell("levels", 0, self.inputs.rows)
        return self if self.stored else replace(self, planned=self.inputs.planned())


def prepare_levels(session: Session, *, on: date, lead_times: Supply) -> Prepared:
    """Read what the levels of a day follow from; only periods that have ended count.

    A store that supplies others is planned for the demand of all below it.
    """
    tell("demand")
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
        streams=setting(session, settings.STREAMS, on),
        overlap=setting(session, settings.OVERLAP, on),
    )
    found = mend(session, found, on)
    facts = [parts[key] for key in found.part_ids.tolist()]
    rules = _rules(session, found, facts, on)
    price = _known_prices(found, lead_times)
    own = part_rules(session, found, on)
    columns: dict[str, Any] = own.over(_inputs(session, found, facts, lead_times, on))
    ahead = read_ahead(session, found, on)
    inputs_hash = _hash(session, found, facts, columns, own, ahead, lead_times, rules, on)
    return Prepared(
        on=on,
        found=found,
        facts=facts,
        rules=rules,
        price=price,
        own=own,
        ahead=ahead,
        supply=lead_times,
        inputs=Inputs(
            history=found.history,
            **columns,
            attributes=log_prices(price, found.part.size),
            period_days=PERIOD_DAYS[period],
            settings=rules,
        ),
        inputs_hash=inputs_hash,
        stored=stored_run(session, on=on, inputs_hash=inputs_hash) is not None,
    )


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


def _part_facts() -> Select[int, str, str, int | None, int | None, bool | None]:
    return (
        select(Part.id, Part.state, Part.criticality, Part.shelf_life_days, Part.category_id, Category.seasonal)
        .outerjoin(Category, Category.id == Part.category_id)
        .order_by(Part.id)
    )


def _rules(session: Session, found: Gathered, facts: list[Any], on: date) -> PlannerSettings:
    try:
        plain = PlannerSettings(
            tilt=float(setting(session, settings.TILT, on)),
            default_lead_time_days=float(setting(session, settings.DEFAULT_LEAD_TIME, on)),
        )
    except (TypeError, ValueError):
        raise RuleViolation("planning_setting_unusable", name=settings.TILT) from None
    seasonal = setting(session, settings.SEASONS, on) and any(each.seasonal for each in facts)
    if not seasonal:
        return plain
    month = found.first_period_on.month - 1
    week = min((found.first_period_on.timetuple().tm_yday - 1) // 7, 51)
    return replace(
        plain,
        season=PERIODS_PER_YEAR[found.period],
        first_season=month if found.period == "month" else week,
    )


def _inputs(
    session: Session, found: Gathered, facts: list[Any], supply: Supply, on: date
) -> dict[str, NDArray[np.generic]]:
    """Return per row: lead time and spread, review, target and whether it is meant for this very row, family."""
    targets = setting(session, settings.TARGETS, on)
    transfer = setting(session, settings.TRANSFER_LEAD_TIME, on)
    root = found.network.above[found.store] < 0 if found.part.size else np.zeros(0, dtype=bool)
    lead = _by_part(found.part_ids, supply.part_ids, supply.lead_time_days, np.nan)[found.part]
    spread = _by_part(found.part_ids, supply.part_ids, supply.lead_time_sd_days, 0.0)[found.part]
    critical = np.array([Criticality[each.criticality.upper()] for each in facts], dtype=np.int64)
    categories = sorted({each.category_id for each in facts if each.seasonal})
    number = {category: i for i, category in enumerate(categories)}
    family = np.array([number.get(each.category_id, -1) for each in facts], dtype=np.int64)
    stores = found.network.store_ids[found.store] if found.part.size else found.store
    usual = service_targets(critical, np.zeros(critical.shape, dtype=np.int64), ServiceTargets(**targets))
    wanted, exact = with_choice(session, on, found.part_ids[found.part], stores, usual[found.part])
    return {
        "lead_time_days": np.where(root, lead, float(transfer["days"])),
        "lead_time_sd_days": np.where(root, spread, float(transfer["sd_days"])),
        "review_days": np.full(found.part.shape, float(setting(session, settings.REVIEW_DAYS, on))),
        "targets": wanted,
        "exact": exact,
        "family": family[found.part],
    }


def _known_prices(found: Gathered, supply: Supply) -> FloatArray:
    """Return the price of one unit of each row's part, blank where none is known."""
    known = [(key, prices[0]) for key, prices in zip(supply.part_ids, supply.unit_price_cny, strict=False) if prices]
    keys, prices = tuple(key for key, _ in known), tuple(price for _, price in known)
    return _by_part(found.part_ids, keys, prices, np.nan)[found.part]


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


def _hash(
    session: Session,
    found: Gathered,
    facts: list[Any],
    inputs: dict[str, NDArray[np.generic]],
    own: PartRules,
    ahead: Ahead,
    supply: Supply,
    rules: PlannerSettings,
    on: date,
) -> str:
    """Return the hash of all that levels, order quantities and decisions follow from, but for the decisions before."""
    told = (settings.MAXIMUM_COVER, settings.BASE_STOCK, settings.STOCKING, settings.WAIT_ABOVE)
    plain = [
        str(found.first_period_on),
        found.period,
        rules.to_json(),
        [setting(session, name, on) for name in told],
        [[row, each["periods"]] for row, each in enumerate(found.marks) if "periods" in each],
        int(own.otherwise),
        ahead.facts,
    ]
    places = (found.network.store_ids, found.network.above)
    history = (found.part_ids[found.part], found.store, found.history, *found.sources.values())
    people = (own.policy, own.target, own.chosen, own.minimum, own.maximum)
    known = (
        np.array([each.shelf_life_days or 0 for each in facts], dtype=np.int64),
        np.array([int(Criticality[each.criticality.upper()]) for each in facts], dtype=np.int64),
    )
    arrays = (*places, *history, *found.streams.values(), *people, *inputs.values(), *known, *supply.arrays())
    return fingerprint(plain, arrays)


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
