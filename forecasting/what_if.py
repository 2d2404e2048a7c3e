"""Ask what would be: the levels of a run with other lead times, demand, prices or targets, without a new forecast.

What changes is scaled from the stored figures, so a row that nothing touches keeps its level to the last unit, however
the forecast behind it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np

from forecasting.allocating import Curve, Mix, buying_list, curve, mix_for_budget, mix_for_service
from forecasting.arrays import BoolArray, FloatArray, IntArray, divide
from forecasting.assortment import Assortment, Demand, Service, Standing, evaluate, service, tops
from forecasting.distribution import Kind, protection_moments
from forecasting.pooled import Pooled
from forecasting.promises import PlannedDemand

Goal = Literal["targets", "budget", "service"]
GOALS: tuple[Goal, ...] = ("targets", "budget", "service")
BOUNDS: dict[str, tuple[float, float]] = {
    "lead_time_days": (-3650.0, 3650.0),
    "lead_time_percent": (-100.0, 1000.0),
    "demand_percent": (-100.0, 1000.0),
    "price_percent": (-99.0, 1000.0),
    "holding_percent": (-99.0, 1000.0),
    "target_percent": (0.0, 99.99),
    "target_points": (-100.0, 100.0),
    "least_service_percent": (0.0, 99.99),
    "least_units": (0.0, 1_000_000.0),
    "most_units": (0.0, 1_000_000.0),
    "keep": (0.0, 0.0),
}
"""What may be changed, and between which bounds; the last four bind the mix."""
HIGHEST_TARGET = 0.9999
UNBOUNDED = 1e9
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """Change one thing for all rows, or only for those of a criticality, category, supplier or part."""

    what: str
    amount: float
    criticality: int | None = None
    category_id: int | None = None
    supplier_id: int | None = None
    part_id: int | None = None


@dataclass(frozen=True)
class LevelFacts:
    """Hold the stored levels of what is bought with all that a change may touch, arrays (rows,).

    Demand a period: `mean`, `variance`, `level_variance` (of the forecast itself). Days: `lead_time`, `lead_time_sd`,
    `review`. Units: `protection_mean`, `protection_sd`, `reorder_point` (less planned need), `order_quantity`, `pack`
    (bought in) and `demand_pack` (asked for in). `pooled`: whether `model` corrects the row's chances. Shares: `target`
    (cycle service at which it is held), `holding_rate` (a year). `price`: money per unit. `criticality`: 0 vital to 2
    desirable; ids are -1 where there is none. Bounds of the level, units: `least` and `most` bind the mix, `minimum`
    and `maximum` were set by people and hold whatever is aimed at; `computed` is the level without them. `stocked`:
    whether it is held there today.
    """

    part_id: IntArray
    store_id: IntArray
    category_id: IntArray
    supplier_id: IntArray
    criticality: IntArray
    demand_class: IntArray
    mean: FloatArray
    variance: FloatArray
    level_variance: FloatArray
    lead_time: FloatArray
    lead_time_sd: FloatArray
    review: FloatArray
    protection_mean: FloatArray
    protection_sd: FloatArray
    target: FloatArray
    reorder_point: FloatArray
    order_quantity: FloatArray
    pack: FloatArray
    demand_pack: FloatArray
    pooled: BoolArray
    price: FloatArray
    holding_rate: FloatArray
    weight: FloatArray
    least: FloatArray
    most: FloatArray
    minimum: FloatArray
    maximum: FloatArray
    computed: FloatArray
    stocked: BoolArray
    period_days: float = 30.4375
    kind: Kind = "negative_binomial"
    model: Pooled | None = None

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.mean.shape[0])

    def take(self, rows: BoolArray) -> LevelFacts:
        """Return some rows only."""
        names = [each.name for each in fields(self) if each.name not in ("period_days", "kind", "model")]
        return replace(self, **{name: getattr(self, name)[rows] for name in names})

    @property
    def before(self) -> Demand:
        """Return the demand over the lead time alone."""
        share = divide(self.lead_time, self.lead_time + self.review)
        variance = self.protection_sd**2 * divide(_model_variance(self, 0.0), _model_variance(self))
        return self._read(self.protection_mean * share, variance)

    @property
    def demand(self) -> Demand:
        """Return the demand over lead time + review."""
        return self._read(self.protection_mean, self.protection_sd**2)

    def _read(self, mean: FloatArray, variance: FloatArray) -> Demand:
        return PlannedDemand(mean, variance, self.demand_pack, self.mean, self.pooled, self.model, self.kind)

    def assortment(self, *, whole_packs: bool = False) -> Assortment:
        """Return what is to be decided about the levels."""
        continuous = not bool(np.any(self.review > 0))
        most = np.minimum(self.most, self.maximum)
        return Assortment(
            demand=self.demand,
            before=None if continuous else self.before,
            price=self.price,
            weight=self.weight,
            order_quantity=self.order_quantity,
            least=np.minimum(np.maximum(self.least, self.minimum), most),
            most=most,
            pack=np.maximum(np.ceil(self.pack), 1.0) if whole_packs else np.ones(self.rows),
        )


def _model_variance(one: LevelFacts, review: float | None = None) -> FloatArray:
    """Return the variance of the demand over lead time + review as the planner adds it up, units squared."""
    days = one.period_days
    reviewed = one.review / days if review is None else np.zeros(one.rows)
    lead, spread = one.lead_time / days, one.lead_time_sd / days
    return protection_moments(one.mean, one.variance, lead, spread, reviewed, one.level_variance)[1]


def changed(one: LevelFacts, changes: Iterable[Change]) -> LevelFacts:
    """Return the facts after changes, one after the other; levels themselves stay as they are.

    More demand is more of the same (the variance of a period grows as the mean), but what the forecast does not know
    grows with it squared. What is ordered at a time follows the economic quantity's root and is rounded up to packs.

    :raises ValueError: for a change that is not known or lies out of bounds.
    """
    for change in changes:
        one = _applied(one, change)
    return one


def _touched(one: LevelFacts, change: Change) -> BoolArray:
    rows = np.ones(one.rows, dtype=bool)
    for name in ("criticality", "category_id", "supplier_id", "part_id"):
        wanted = getattr(change, name)
        if wanted is not None:
            rows &= getattr(one, name) == wanted
    return rows


def _applied(one: LevelFacts, change: Change) -> LevelFacts:
    low, high = BOUNDS.get(change.what, (np.inf, -np.inf))
    if not low <= change.amount <= high:
        raise ValueError(f"change {change.what} by {change.amount}")
    rows = _touched(one, change)
    factor = np.where(rows, 1.0 + change.amount / 100.0, 1.0)
    added = np.where(rows, change.amount, 0.0)
    match change.what:
        case "lead_time_days":
            made = replace(one, lead_time=np.maximum(one.lead_time + added, 0.0))
        case "lead_time_percent":
            made = replace(one, lead_time=one.lead_time * factor, lead_time_sd=one.lead_time_sd * factor)
        case "demand_percent":
            made = replace(
                one,
                mean=one.mean * factor,
                variance=one.variance * factor,
                level_variance=one.level_variance * factor**2,
                order_quantity=_ordered(one, np.sqrt(factor)),
            )
        case "price_percent":
            made = replace(one, price=one.price * factor, order_quantity=_ordered(one, 1.0 / np.sqrt(factor)))
        case "holding_percent":
            cheaper = _ordered(one, 1.0 / np.sqrt(factor))
            made = replace(one, holding_rate=one.holding_rate * factor, order_quantity=cheaper)
        case _:
            return _bound(one, change, rows)
    scale = divide(made.mean * (made.lead_time + made.review), one.mean * (one.lead_time + one.review), 1.0)
    spread = divide(_model_variance(made), _model_variance(one), 1.0)
    same = (np.abs(scale - 1.0) < _SAME) & (np.abs(spread - 1.0) < _SAME)
    return replace(
        made,
        protection_mean=np.where(same, one.protection_mean, one.protection_mean * scale),
        protection_sd=np.where(same, one.protection_sd, one.protection_sd * np.sqrt(spread)),
    )


def _ordered(one: LevelFacts, factor: FloatArray) -> FloatArray:
    """Return what is ordered at a time when its economic quantity changes by a factor, in whole packs."""
    pack = np.where(one.pack > 0, one.pack, 1.0)
    packed = np.ceil(one.order_quantity * factor / pack - 1e-6) * pack
    return np.where(np.abs(factor - 1.0) < _SAME, one.order_quantity, packed)


def _bound(one: LevelFacts, change: Change, rows: BoolArray) -> LevelFacts:
    """Apply what sets targets or binds the mix."""
    share = change.amount / 100.0
    match change.what:
        case "target_percent":
            return replace(one, target=np.where(rows, share, one.target))
        case "target_points":
            return replace(one, target=np.where(rows, np.clip(one.target + share, 0.0, HIGHEST_TARGET), one.target))
        case "least_service_percent":
            needed = tops(one.demand, one.rows, 1.0 - share + 1e-12)
            least = np.where(rows, np.maximum(one.least, needed), one.least)
        case "least_units":
            least = np.where(rows, np.maximum(one.least, change.amount), one.least)
        case "most_units":
            most = np.where(rows, np.minimum(one.most, change.amount), one.most)
            return replace(one, most=most, least=np.minimum(one.least, most))
        case _:  # keep
            kept = np.maximum(one.reorder_point, 0.0)
            return replace(one, least=np.where(rows, kept, one.least), most=np.where(rows, kept, one.most))
    return replace(one, least=least, most=np.maximum(one.most, least))


@dataclass(frozen=True)
class Outcome:
    """Hold what a scenario comes to, row by row and in sum.

    `before`: today's levels with today's facts; `unchanged`: today's levels with the changed facts, which is what comes
    of doing nothing; `after`: the levels of the scenario. `target`: the cycle service that gives each new level.
    """

    facts: LevelFacts
    level: FloatArray
    target: FloatArray
    standings: tuple[Standing, Standing, Standing]
    before: Service
    unchanged: Service
    after: Service
    curve: Curve
    met: bool


def outcome(
    today: LevelFacts,
    changes: Iterable[Change],
    goal: Goal,
    *,
    budget: float | None = None,
    wanted_service: float | None = None,
    measure: str = "units",
    whole_packs: bool = False,
    points: int = 40,
) -> Outcome:
    """Return what comes of changes and a goal.

    :param goal: "targets": levels follow the cycle targets; "budget": the best mix for `budget` (money, average value
        on the shelf); "service": the least money for `wanted_service` (share by `measure`).
    :raises ValueError: for a goal without its figure, or a change that cannot be made.
    """
    facts = changed(today, changes)
    one = facts.assortment(whole_packs=whole_packs)
    present = today.reorder_point
    by_target = _levels_by_target(today, facts)
    (before,) = evaluate(today.assortment(), [(present, True)])
    path = buying_list(one, [(present, True), (by_target, True)])
    unchanged, aimed = path.evaluated
    if goal == "targets":
        chosen = Mix(by_target, aimed, service(one, aimed), met=True)
        target = facts.target
    else:
        asked = budget if goal == "budget" else wanted_service
        if asked is None:
            raise ValueError(f"the goal {goal} needs its figure")
        chosen = mix_for_budget(path, asked) if goal == "budget" else mix_for_service(path, asked, measure)
        # Where nothing is asked for there is nothing to aim at: the target stays.
        target = np.where(facts.protection_mean > 0, target_of(one.demand, chosen.level), facts.target)
    return Outcome(
        facts=facts,
        level=chosen.level,
        target=target,
        standings=(before, unchanged, chosen.standing),
        before=service(today.assortment(), before),
        unchanged=service(one, unchanged),
        after=chosen.service,
        curve=curve(path, points),
        met=chosen.met,
    )


def _levels_by_target(today: LevelFacts, facts: LevelFacts) -> FloatArray:
    """Return the levels that follow the targets: the stored ones, moved by what the change moves the quantile.

    What is not stocked stays so: a target says how much there is of what is held.
    """
    same = (facts.protection_mean == today.protection_mean) & (facts.protection_sd == today.protection_sd)
    same &= facts.target == today.target
    now = tops(facts.demand, facts.rows, 1.0 - facts.target + 1e-12)
    then = tops(today.demand, today.rows, 1.0 - today.target + 1e-12)
    moved = np.maximum(today.computed + now - then, 0.0)
    moved = np.where(today.stocked, np.minimum(np.maximum(moved, facts.minimum), facts.maximum), today.reorder_point)
    return np.where(same, today.reorder_point, moved)


def target_of(demand: Demand, level: FloatArray) -> FloatArray:
    """Return a cycle service whose quantile is the level: the middle of the chances of one unit less and of it.

    >>> from forecasting.assortment import MomentDemand
    >>> target_of(MomentDemand(np.array([4.0]), np.array([4.0])), np.array([8.0])).round(3).tolist()
    [0.964]
    """
    rows = np.arange(level.shape[0], dtype=np.int64)
    here = 1.0 - demand.exceedance(rows, np.maximum(level, 0.0)[:, None])[:, 0]
    below = 1.0 - demand.exceedance(rows, np.maximum(level - 1.0, 0.0)[:, None])[:, 0]
    below = np.where(level >= 1.0, below, 0.0)
    return np.minimum((here + below) / 2.0, HIGHEST_TARGET)
