"""Turn sales, lives and failures into failure rates and into what each part will need: arrays in, arrays out.

Members of a family (parts of one category in models of one product family) share how failures come with age; each
member has its own multiple of it, drawn towards 1 as far as its record is thin.  Where a part was replaced its age
begins anew.  Rates are of repairs that used the part, per unit in use and month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.failure_rates import Prior, age_rates, fit_prior, poisson_limits, shrink
from forecasting.installed_base import (
    HALF,
    age_exposure,
    base_by_age,
    demand_moments,
    renew,
    retirement,
    run_ahead,
    staying_shares,
)
from forecasting.weibull import Weibull, fit_weibull

EDGES = (0, 3, 12, 24, 36, 60, 84, 120)
"""First month of each class of age; the last class is open."""
HORIZON = 24
"""Months ahead of which the need is kept."""
LAST_YEAR = 12
SALES_GO_ON = 6
"""Months whose mean sales are taken to go on, while there were any in the last half of them."""
ENOUGH_FOR_FAMILY, ENOUGH_FOR_PART = 20, 5
"""Failures from which a Weibull is fitted to a family, and to a part of a model."""
FURTHEST_RISE = 5.0
"""A Weibull drawn out to ages that nobody watched goes no higher than so many times the highest rate watched."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Name a part in a product model (its row), the family both belong to, and what a repair takes."""

    part_id: int
    model: int
    family: str
    quantity: float = 1.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Hold a repair that used a part: when, and the age of the part in months, -1 where nobody knows."""

    part_id: int
    model: int
    month: int
    age: int = -1


@dataclass(frozen=True)
class Fleet:
    """Hold the installed base by model; months are numbered from the first sale, `now` is the one not yet ended.

    ``sold`` (models, now + 1); ``life`` (models, 2): mean life in months and Weibull shape; failures are known from
    month ``watched`` on.
    """

    sold: FloatArray
    life: FloatArray
    watched: int
    now: int

    def ages(self, horizon: int = HORIZON) -> int:
        """Return how many ages are kept."""
        return self.now + horizon + 2

    def survival(self, horizon: int = HORIZON) -> FloatArray:
        """Return the share in use by age, (models, ages)."""
        many = self.ages(horizon)
        kinds, which = np.unique(self.life, axis=0, return_inverse=True)
        curves = [retirement(float(months), float(shape), many) for months, shape in kinds]
        return np.stack(curves)[which.ravel()] if curves else np.zeros((0, many))

    def sales_ahead(self) -> FloatArray:
        """Return the units of each model that are taken to be sold in each coming month, (models,)."""
        last = self.sold[:, max(self.now - SALES_GO_ON, 0) : self.now]
        if not last.shape[1]:
            return np.zeros(self.sold.shape[0])
        alive = last[:, -max(last.shape[1] // 2, 1) :].sum(1) > 0
        return np.where(alive, last.mean(1), 0.0)


@dataclass(frozen=True)
class Rated:
    """Hold what was learnt of one part in one model; see `FailureRate` for the columns."""

    pair: Pair
    units: float
    unit_months: float
    failures: float
    expected: float
    rate: float
    relative_variance: float
    low: float
    high: float
    weibull: Weibull | None
    ages: list[list[float | None]]
    hazard: FloatArray
    base: FloatArray
    ahead: FloatArray
    in_use: FloatArray
    past: float


@dataclass
class PartAhead:
    """Hold what a part is expected to need in all models together."""

    units: float = 0.0
    failures: float = 0.0
    past: float = 0.0
    means: FloatArray = field(default_factory=lambda: np.zeros(HORIZON))
    variances: FloatArray = field(default_factory=lambda: np.zeros(HORIZON))
    doubt: float = 0.0

    @property
    def relative_variance(self) -> float:
        """Return the squared coefficient of variation of the rate behind the sum."""
        total = float(self.means.sum())
        return self.doubt / total**2 if total > 0 else 0.0


def age_classes(ages: int) -> IntArray:
    """Return the class of each month of age, (ages,).

    >>> age_classes(14).tolist()
    [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]
    """
    return np.searchsorted(np.array(EDGES), np.arange(ages), side="right").astype(np.int64) - 1


def rate_parts(
    fleet: Fleet,
    pairs: Sequence[Pair],
    failures: Sequence[Failure],
    horizon: int = HORIZON,
    *,
    selling: bool = True,
) -> list[Rated]:
    """Return the rates of all pairs whose family has failed at all and whose model has been in use.

    What lies ahead counts units that go on being sold as they were, unless ``selling`` is over.

    A pair is listed once; failures of pairs that are not listed, or of models nobody has, are left out.
    """
    alive = fleet.survival(horizon)
    seen = age_exposure(fleet.sold, alive, fleet.watched, fleet.now)
    lately = age_exposure(fleet.sold, alive, max(fleet.watched, fleet.now - LAST_YEAR), fleet.now)
    base = base_by_age(fleet.sold, alive, fleet.now)
    staying = staying_shares(fleet.sold, alive, fleet.now, horizon)
    sales = np.repeat(fleet.sales_ahead()[:, None], horizon, axis=1) * selling
    # The present month has not ended: what was sold in it so far stands in the base already.
    sales[:, 0] = np.maximum(sales[:, 0] - fleet.sold[:, fleet.now], 0.0)
    by_pair: dict[tuple[int, int], list[Failure]] = defaultdict(list)
    for each in failures:
        by_pair[each.part_id, each.model].append(each)
    families: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if seen[pair.model].sum() > 0:
            families[pair.family].append(pair)
    found: list[Rated] = []
    for name in sorted(families):
        members = families[name]
        hits = [by_pair.get((pair.part_id, pair.model), []) for pair in members]
        if not any(hits):
            continue
        models = np.array([pair.model for pair in members])
        found += _family(
            members, hits, seen[models], base[models], lately[models], staying[models], sales[models], fleet, horizon
        )
    return found


def _family(
    members: list[Pair],
    hits: list[list[Failure]],
    seen: FloatArray,
    base: FloatArray,
    lately: FloatArray,
    staying: FloatArray,
    sales: FloatArray,
    fleet: Fleet,
    horizon: int,
) -> list[Rated]:
    """Rate one family: (members, ages) throughout."""
    seen, base, count = seen.copy(), base.copy(), np.zeros(seen.shape)
    top = seen.shape[1] - 1
    for row, own in enumerate(hits):
        known = [(min(each.age, top), fleet.now - each.month) for each in own if each.age >= 0]
        spread = seen[row] / seen[row].sum()
        if known:
            ages, since = (np.array(column, dtype=np.int64) for column in zip(*known, strict=True))
            np.add.at(count[row], ages, 1.0)
            seen[row], base[row] = renew(seen[row], base[row], ages, since)
        count[row] += spread * sum(each.age < 0 for each in own)
    where = age_classes(seen.shape[1])
    hazard = family_hazard(count.sum(0), seen.sum(0))
    expected, total = seen @ hazard, count.sum(1)
    prior = fit_prior(total, expected) or Prior(1.0, 1.0)
    multiple, variance = shrink(total, expected, prior)
    doubt = variance / multiple**2
    months = seen.sum(1)
    low, high = (divide(limit, months) for limit in poisson_limits(total))
    own_hazard = multiple[:, None] * hazard[None, :]
    ahead, path = run_ahead(base, own_hazard, horizon, staying=staying, sales=sales)
    years = max(min(LAST_YEAR, fleet.now - fleet.watched), 1)
    past = (lately * own_hazard).sum(1) / years
    rated = []
    for row, pair in enumerate(members):
        in_use = float(base[row].sum())
        weibull = weibull_by_age(count[row], seen[row]) if total[row] >= ENOUGH_FOR_PART else None
        rated.append(
            Rated(
                pair=pair,
                units=in_use,
                unit_months=float(months[row]),
                failures=float(total[row]),
                expected=float(expected[row]),
                rate=float(divide(base[row] @ own_hazard[row], in_use)),
                relative_variance=float(doubt[row]),
                low=float(low[row]),
                high=float(high[row]),
                weibull=weibull,
                ages=_by_class(where, base[row], seen[row], count[row], own_hazard[row]),
                hazard=own_hazard[row],
                base=base[row],
                ahead=ahead[row],
                in_use=path[row],
                past=float(past[row]),
            )
        )
    return rated


def family_hazard(count: FloatArray, seen: FloatArray) -> FloatArray:
    """Return failures per unit-month by month of age, (ages,): the level of each class of age as it was watched.

    Within a class, and where nobody watched, a family with failures enough follows its Weibull.

    :param count, seen: failures and unit-months, (ages,).
    """
    where = age_classes(count.size)
    failed, lived = (np.bincount(where, weights=each, minlength=len(EDGES)) for each in (count, seen))
    rates = age_rates(failed, lived)
    overall = float(divide(failed.sum(), lived.sum()))
    curve = weibull_by_age(count, seen) if count.sum() >= ENOUGH_FOR_FAMILY else None
    if curve is None:
        return rates[where]
    ages = np.arange(count.size)
    drawn = curve.cumulative(ages + 1.0) - curve.cumulative(ages)
    watched = lived * overall >= 1.0
    mean = divide(np.bincount(where, weights=seen * drawn, minlength=len(EDGES)), lived)
    hazard = drawn * np.where(watched & (mean > 0), divide(rates, mean, 1.0), 1.0)[where]
    return np.minimum(hazard, FURTHEST_RISE * float(rates[watched].max(initial=overall)))


def weibull_by_age(count: FloatArray, seen: FloatArray) -> Weibull | None:
    """Return the Weibull of failures and unit-months by month of age, (ages,): a failure lies mid-month."""
    ages = np.arange(count.size, dtype=np.float64)
    lived, failed = np.flatnonzero(seen > 0), np.flatnonzero(count > 0)
    # Age 0 is half a month of each unit: what it was exposed to lies in the second half of the first month's hazard.
    weight = np.where(ages == 0, 1.0 / HALF, 1.0)[lived] * seen[lived]
    middle = ages[failed] + HALF
    return fit_weibull(
        np.concatenate([np.where(ages[lived] == 0, 0.0, ages[lived]), middle]),
        np.concatenate([np.where(ages[lived] == 0, HALF, ages[lived] + 1.0), middle]),
        np.concatenate([np.zeros(lived.size), np.ones(failed.size)]),
        np.concatenate([weight, count[failed]]),
    )


def _by_class(
    where: IntArray, base: FloatArray, seen: FloatArray, count: FloatArray, hazard: FloatArray
) -> list[list[float | None]]:
    """Return for each class of age that has units or exposure: from, to, units, unit-months, failures, rate."""
    rows: list[list[float | None]] = []
    for number, begin in enumerate(EDGES):
        at = where == number
        if not (base[at].sum() > 0 or seen[at].sum() > 0):
            continue
        end = EDGES[number + 1] if number + 1 < len(EDGES) else None
        figures = (base[at].sum(), seen[at].sum(), count[at].sum())
        weight = seen[at] if seen[at].sum() > 0 else base[at]
        rows.append(
            [begin, end, *(round(float(each), 3) for each in figures), float((hazard[at] @ weight) / weight.sum())]
        )
    return rows


def parts_ahead(rated: Sequence[Rated]) -> dict[int, PartAhead]:
    """Sum what parts need over their models."""
    found: dict[int, PartAhead] = defaultdict(PartAhead)
    for each in rated:
        mean, variance = demand_moments(each.ahead, each.relative_variance, each.pair.quantity)
        one = found[each.pair.part_id]
        if one.means.size != mean.size:
            one.means, one.variances = np.zeros(mean.size), np.zeros(mean.size)
        one.units += each.units
        one.failures += each.failures
        one.past += each.past * each.pair.quantity
        one.means = one.means + mean
        one.variances = one.variances + variance
        one.doubt += float(mean.sum()) ** 2 * each.relative_variance
    return dict(found)


def as_hashed(fleet: Fleet, pairs: Sequence[Pair], failures: Sequence[Failure]) -> list[Any]:
    """Return plain rows of the inputs, for their hash."""
    return [
        fleet.sold.round(6).tolist(),
        fleet.life.round(6).tolist(),
        fleet.watched,
        fleet.now,
        [[each.part_id, each.model, each.family, each.quantity] for each in pairs],
        [[each.part_id, each.model, each.month, each.age] for each in failures],
    ]
