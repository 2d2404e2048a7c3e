"""Turn computed levels into what is done: policy, stocked or not, and the bounds that people have set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.demand import PERIODS_PER_YEAR, YEAR_DAYS
from forecasting.distribution import cdf
from forecasting.gathering import Gathered
from forecasting.levels import Levels
from forecasting.model import POSITIONS, with_order_quantity
from forecasting.policy import BaseStockRule, Bounds, Policy, bounded_levels, choose_policies
from forecasting.stocking import Former, Reason, Stocking, StockingRule, decide, look_back, stock_above
from forecasting.tables import Level, LevelRun
from forecasting.tables.parts import PartPlanning
from kernel.errors import RuleViolation
from kernel.prepared import run
from kernel.settings import setting

THOUSANDTHS = 1000.0
CHOSEN = {"auto": -1, "yes": 1, "no": 0}


@dataclass(frozen=True)
class PartRules:
    """What people have set, one value a row; blank or -1 where nobody has: see :class:`PartPlanning`."""

    policy: IntArray
    target: FloatArray
    chosen: IntArray
    minimum: FloatArray
    maximum: FloatArray
    otherwise: Policy

    def over(self, inputs: dict[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
        """Return the planner's inputs with the targets that were set, and no review where it is continuous."""
        by_rule = (self.policy == int(Policy.BY_RULE)) & (self.otherwise == Policy.CONTINUOUS)
        always = by_rule | (self.policy == int(Policy.CONTINUOUS))
        return inputs | {
            "targets": np.where(np.isnan(self.target), inputs["targets"], self.target),
            "exact": inputs["exact"].astype(bool) | ~np.isnan(self.target),
            "review_days": np.where(always, 0.0, inputs["review_days"]),
        }


@dataclass(frozen=True)
class Decided:
    """The levels as they hold, and per row the policy, the decision to stock, and what explains both."""

    levels: Levels
    order_quantity: FloatArray
    policy: IntArray
    stocking: Stocking
    decision: list[dict[str, Any]]


def part_rules(session: Session, found: Gathered, on: date) -> PartRules:
    """Return what people have set for each row: for its store, field by field, before what holds everywhere."""
    rows = found.part.size
    otherwise = _house_policy(session, on)
    out = PartRules(
        np.full(rows, -1, dtype=np.int64),
        np.full(rows, np.nan),
        np.full(rows, -1, dtype=np.int64),
        np.full(rows, np.nan),
        np.full(rows, np.nan),
        otherwise,
    )
    query = select(PartPlanning).order_by(PartPlanning.store_id.is_not(None), PartPlanning.id)
    for each in session.scalars(query):
        part = int(np.searchsorted(found.part_ids, each.part_id))
        at = np.arange(*np.searchsorted(found.part, [part, part + 1]))
        if each.store_id is not None:
            at = at[found.network.store_ids[found.store[at]] == each.store_id]
        if each.policy is not None:
            out.policy[at] = int(Policy[each.policy.upper()])
        if each.target_permyriad is not None:
            out.target[at] = each.target_permyriad / 10_000
        if each.stocked != "auto":
            out.chosen[at] = CHOSEN[each.stocked]
        if each.minimum is not None:
            out.minimum[at] = each.minimum.scaled / THOUSANDTHS
        if each.maximum is not None:
            out.maximum[at] = each.maximum.scaled / THOUSANDTHS
    return out


def _house_policy(session: Session, on: date) -> Policy:
    name = setting(session, settings.POLICY, on)
    if name not in ("periodic", "continuous"):
        raise RuleViolation("planning_setting_unusable", name=settings.POLICY)
    return Policy[name.upper()]


def settle(
    session: Session,
    own: PartRules,
    found: Gathered,
    levels: Levels,
    order_quantity: FloatArray,
    *,
    vital: BoolArray,
    unit_price: FloatArray,
    on: date,
) -> Decided:
    """Decide policy and stocking of each row and return the levels as they hold from now on.

    :param levels: as planned; their reorder points are kept in the decision where something changes them.
    :param order_quantity: economic, units, (rows,).
    :param vital, unit_price: of each row's part; a blank price is not known.
    """
    held = hold(session, own, found, levels, order_quantity, vital=vital, unit_price=unit_price, on=on)
    policy, stocking = held.policy, held.stocking
    point, quantity, bounds = held.levels(found, levels.reorder_point)
    settled = with_order_quantity(
        replace(levels, reorder_point=point, safety_stock=point - levels.protection_mean), quantity
    )
    settled = replace(settled, fill_rate=np.where(levels.review_periods > 0, settled.fill_rate, _met_at_once(settled)))
    return Decided(settled, quantity, policy, stocking, _facts(own, levels, stocking, bounds, settled, on))


@dataclass(frozen=True)
class Held:
    """What is held whatever the reorder points are: policy, stocked or not, what is ordered at a time, and bounds."""

    policy: IntArray
    stocking: Stocking
    lot: FloatArray
    bounds: Bounds

    def levels(self, found: Gathered, reorder_point: FloatArray) -> tuple[FloatArray, FloatArray, Bounds]:
        """Return reorder points and order quantities as they are held, and the bounds with what lies below."""
        bounds = Bounds(self.bounds.minimum, self.bounds.maximum.copy())
        return *_bounded(found, reorder_point, self.lot, self.stocking, bounds), bounds


def hold(
    session: Session,
    own: PartRules,
    found: Gathered,
    levels: Levels,
    order_quantity: FloatArray,
    *,
    vital: BoolArray,
    unit_price: FloatArray,
    on: date,
) -> Held:
    """Decide policy and stocking of each row; parameters as for :func:`settle`."""
    policy = choose_policies(
        own.policy,
        own.otherwise,
        levels.year_mean / levels.period_days * YEAR_DAYS,
        unit_price,
        BaseStockRule(**setting(session, settings.BASE_STOCK, on)),
    )
    stocking = _stocking(session, own, found, levels, vital, unit_price, on)
    least = np.where(stocking.reason == int(Reason.SET_STOCKED), np.fmax(own.minimum, 1.0), own.minimum)
    bounds = Bounds(_with_minimum_below(found, least), own.maximum.copy())
    return Held(policy, stocking, np.where(policy == int(Policy.BASE_STOCK), 0.0, order_quantity), bounds)


def _met_at_once(levels: Levels) -> FloatArray:
    """Return the expected fill rate under continuous review: the chance that a demand finds something left.

    Between two reviews without time between them nobody asks, so the periodic formula says nothing here.
    """
    quantity = levels.order_up_to_level - levels.reorder_point
    kind, pack = levels.settings.kind, levels.pack
    mean, variance = levels.protection_mean / pack, (levels.protection_sd / pack) ** 2
    less = 1.0 if kind == "negative_binomial" else 0.0
    found = np.zeros_like(quantity)
    for share in POSITIONS:
        position = (levels.reorder_point + quantity * share) / pack
        left = (np.ceil(position) if less else position) - less
        found += np.where(left >= 0, cdf(kind, mean, variance, np.maximum(left, 0.0)), 0.0)
    return np.where(levels.protection_mean > 0, found / len(POSITIONS), 1.0)


def _stocking(
    session: Session,
    own: PartRules,
    found: Gathered,
    levels: Levels,
    vital: BoolArray,
    unit_price: FloatArray,
    on: date,
) -> Stocking:
    told = setting(session, settings.STOCKING, on)
    try:
        steps = tuple((float(price), float(demands)) for price, demands in told["demands_by_price"])
        rule = StockingRule(**told | {"demands_by_price": steps})
    except (TypeError, ValueError):
        raise RuleViolation("planning_setting_unusable", name=settings.STOCKING) from None
    former = _former(session, found)
    # A least stock that somebody set says more plainly than any count that the part is to be there.
    chosen = np.where((own.chosen < 0) & (own.minimum > 0), 1, own.chosen)
    decided = decide(
        look_back(found.history, PERIODS_PER_YEAR[found.period], rule.out_after_months),
        rule=rule,
        expected=levels.protection_mean,
        unit_price=unit_price,
        vital=vital,
        chosen=chosen,
        former=former,
        on=np.datetime64(on),
    )
    return stock_above(decided, found.part, found.store, found.network.above, former, np.datetime64(on))


def _former(session: Session, found: Gathered) -> Former:
    """Return what the newest run before this one decided."""
    rows, stores = found.part.size, max(found.network.store_ids.size, 1)
    former = Former(np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool), np.full(rows, "NaT", dtype="datetime64[D]"))
    last = session.scalar(select(func.max(LevelRun.id)))
    told = Level.__table__.c
    query = select(told.part_id, told.store_id, told.stocked, told.stocked_since_on).where(told.run_id == last)
    kept = run(session, query).all()
    if not kept or not rows:
        return former
    part = np.searchsorted(found.part_ids, np.array([row.part_id for row in kept]))
    places = {int(store): i for i, store in enumerate(found.network.store_ids)}
    store = np.array([places.get(row.store_id, -1) for row in kept], dtype=np.int64)
    codes = found.part * stores + found.store
    at = np.searchsorted(codes, part * stores + store)
    known = (store >= 0) & (at < rows)
    known[known] = codes[at[known]] == (part * stores + store)[known]
    former.known[at[known]] = True
    former.stocked[at[known]] = np.array([row.stocked for row in kept], dtype=bool)[known]
    since = np.array([row.stocked_since_on or np.datetime64("NaT") for row in kept], dtype="datetime64[D]")
    former.since[at[known]] = since[known]
    return former


def _with_minimum_below(found: Gathered, minimum: FloatArray) -> FloatArray:
    """Raise the least stock of a supplying store, whose level counts all stock below it, by what must lie there."""
    out = minimum.copy()
    stores = max(found.network.store_ids.size, 1)
    codes = found.part * stores + found.store
    for row in np.flatnonzero(minimum > 0).tolist():
        above = int(found.network.above[found.store[row]])
        while above >= 0:
            at = int(np.searchsorted(codes, found.part[row] * stores + above))
            out[at] = np.nan_to_num(out[at]) + minimum[row]
            above = int(found.network.above[above])
    return out


def _bounded(
    found: Gathered, reorder_point: FloatArray, order_quantity: FloatArray, stocking: Stocking, bounds: Bounds
) -> tuple[FloatArray, FloatArray]:
    """Return the levels within their bounds, from the vans upwards.

    The level of a supplying store counts all stock below it. So its most stock is its own besides what lies below,
    which is written into ``bounds``; where it is to have none, there remains what the stores below shall have.
    """
    kept_out = stocking.reason == int(Reason.SET_NOT_STOCKED)
    supplies = np.isin(found.store, found.network.above)
    special = np.flatnonzero(supplies & (kept_out | ~np.isnan(bounds.maximum)))
    simple = Bounds(bounds.minimum, np.where(supplies, np.nan, bounds.maximum))
    point, quantity = bounded_levels(reorder_point, order_quantity, stocking.stocked, simple)
    depth = np.zeros(found.part.size, dtype=np.int64)
    for has, _at in found.network.ancestors(found.store):
        depth += has
    for row in special[np.argsort(-depth[special], kind="stable")].tolist():
        same = np.arange(*np.searchsorted(found.part, [found.part[row], found.part[row] + 1]))
        under = same[found.network.above[found.store[same]] == found.store[row]]
        below = float((point + quantity)[under].sum())
        if kept_out[row]:
            point[row], quantity[row] = below, 0.0
            continue
        bounds.maximum[row] += below
        top = min(point[row] + quantity[row], bounds.maximum[row])
        point[row] = min(point[row], top)
        quantity[row] = top - point[row]
    return point, quantity


def _facts(
    own: PartRules,
    computed: Levels,
    stocking: Stocking,
    bounds: Bounds,
    settled: Levels,
    on: date,
) -> list[dict[str, Any]]:
    """Return what explains each decision, as plain numbers for JSON."""
    names = [reason.name.lower() for reason in Reason]
    reasons, needed, demands = stocking.reason.tolist(), stocking.needed.tolist(), stocking.demands.tolist()
    facts: list[dict[str, Any]] = [
        {"reason": names[reason], "demands": seen, "needed": wanted}
        for reason, seen, wanted in zip(reasons, demands, needed, strict=True)
    ]
    for row in np.flatnonzero(~np.isnat(stocking.since)).tolist():
        facts[row]["days"] = int((np.datetime64(on) - stocking.since[row]).astype(int))
    changed = computed.reorder_point != settled.reorder_point
    for row in np.flatnonzero(changed).tolist():
        facts[row]["computed"] = float(computed.reorder_point[row])
    for name, values in (("minimum", bounds.minimum), ("maximum", bounds.maximum)):
        for row in np.flatnonzero(~np.isnan(values)).tolist():
            facts[row][name] = float(values[row])
    by_hand = {"policy": own.policy >= 0, "target": ~np.isnan(own.target), "stocked": own.chosen >= 0}
    for name, somebody in by_hand.items():
        for row in np.flatnonzero(somebody).tolist():
            facts[row].setdefault("set", []).append(f"chosen_{name}")
    return facts
