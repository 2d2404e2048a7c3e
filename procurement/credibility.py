"""Turn the facts of each dimension into points that lean on the market while there are few, a total and a standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from procurement.score_facts import Rules, Weights

HUNDRED = Decimal(100)
DIMENSIONS = ("qualification", "reputation", "quality", "price", "delivery")
LEANING = DIMENSIONS[1:]
"""Dimensions whose points lean on the market; what a supplier is qualified for is no sample of anything."""
CONFIDENCE = 1.645
"""Half width of the interval that holds the truth with 90 %, in standard deviations of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one fact behind a dimension: what it is about, its value, its points and its weight."""

    about: str
    key: str
    value: str
    points: Decimal | None
    weight: Decimal = Decimal(1)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Hold what the points of a dimension follow from: number of facts, and sums of their weights and points.

    `points` is the sum of weight x points, `squares` that of weight x points squared.
    """

    facts: int = 0
    weight: Decimal = Decimal(0)
    points: Decimal = Decimal(0)
    squares: Decimal = Decimal(0)

    @property
    def mean(self) -> Decimal | None:
        """Return the mean points, none without facts."""
        return self.points / self.weight if self.weight else None


@dataclass(frozen=True, slots=True)
class Norm:
    """Hold how a dimension stands with all suppliers: mean points, and the variance of a fact within suppliers."""

    mean: Decimal
    variance: Decimal


@dataclass(frozen=True, slots=True)
class Dimension:
    """Hold the points of a dimension, none where there are no facts, and its rows.

    `raw` are the points of the supplier's own facts, `low` and `high` hold the truth with 90 %.
    """

    name: str
    points: Decimal | None
    rows: tuple[Row, ...] = ()
    raw: Decimal | None = None
    facts: int = 0
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the whole score; `total` is none until there is enough data."""

    dimensions: tuple[Dimension, ...]
    total: Decimal | None
    standing: str
    deliveries: int
    low: Decimal | None = None
    high: Decimal | None = None

    def points(self, name: str) -> Decimal | None:
        """Return the points of a dimension."""
        return next(each.points for each in self.dimensions if each.name == name)


def sums_of(rows: Iterable[Row]) -> Sums:
    """Return the sums of the facts of a dimension."""
    counted = [(row.weight, row.points) for row in rows if row.points is not None]
    return Sums(
        len(counted),
        sum((weight for weight, _ in counted), Decimal(0)),
        sum((weight * points for weight, points in counted), Decimal(0)),
        sum((weight * points * points for weight, points in counted), Decimal(0)),
    )


def norms_of(every: Iterable[Mapping[str, Sums]]) -> dict[str, Norm]:
    """Return how each dimension stands with all suppliers together; none where nobody has a fact.

    The variance is that of facts around their own supplier's mean, pooled over suppliers.
    """
    suppliers = tuple(every)
    found = {}
    for name in LEANING:
        own = [each[name] for each in suppliers if each[name].weight]
        weight = sum((each.weight for each in own), Decimal(0))
        if not weight:
            continue
        mean = sum((each.points for each in own), Decimal(0)) / weight
        within = sum((each.squares - each.points * each.points / each.weight for each in own), Decimal(0))
        found[name] = Norm(mean, max(within / weight, Decimal(0)))
    return found


def finish(
    qualified: Decimal | None,
    sums: Mapping[str, Sums],
    rules: Rules,
    deliveries: int,
    *,
    norms: Mapping[str, Norm] | None = None,
    weights: Weights | None = None,
) -> Score:
    """Turn the sums of each dimension into points, a total with its interval, and a standing.

    Points lean on the market as a credibility estimate: (S + k m) / (w + k) with S the weighted points of the facts, w
    their weight, m the market's mean and k `prior_facts`; their variance is that of a fact over w + k. Source:
    Buehlmann, Experience rating and credibility, ASTIN Bulletin 4 (1967); Gelman et al., Bayesian Data Analysis, 2.5.
    """
    weighing = weights or rules.weights
    dimensions = [Dimension("qualification", qualified, raw=qualified, facts=1)]
    spread = Decimal(0)
    known = [(Decimal(str(weighing["qualification"])), qualified)] if qualified is not None else []
    for name in LEANING:
        made, variance = _leaning(name, sums[name], (norms or {}).get(name), rules)
        dimensions.append(made)
        if made.points is not None:
            weight = Decimal(str(weighing[name]))
            known.append((weight, made.points))
            spread += weight * weight * variance
    total = _mean(known) if deliveries >= rules.minimum_deliveries else None
    all_weight = sum((weight for weight, _ in known), Decimal(0))
    half = Decimal(CONFIDENCE * sqrt(spread)) / all_weight if norms and all_weight else None
    low, high = _around(total, half)
    return Score(tuple(dimensions), total, standing(total, rules), deliveries, low, high)


def _leaning(name: str, sums: Sums, norm: Norm | None, rules: Rules) -> tuple[Dimension, Decimal]:
    """Return a dimension and the variance of its points."""
    if sums.mean is None:
        return Dimension(name, None), Decimal(0)
    raw = tenths(sums.mean)
    if norm is None:
        return Dimension(name, raw, raw=raw, facts=sums.facts), Decimal(0)
    weight = sums.weight + rules.prior_facts
    points = (sums.points + rules.prior_facts * norm.mean) / weight
    variance = norm.variance / weight
    low, high = _around(points, Decimal(CONFIDENCE * sqrt(variance)))
    return Dimension(name, tenths(points), (), raw, sums.facts, low, high), variance


def _around(points: Decimal | None, half: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    if points is None or half is None:
        return None, None
    return tenths(max(points - half, Decimal(0))), tenths(min(points + half, HUNDRED))


def weights_for(counts: Mapping[str, int], rules: Rules) -> Weights:
    """Return the weights of a supplier by what it delivers: those of each category, by its share of deliveries.

    >>> rules = Rules({"price": 10, "quality": 10}, category_weights={"BOARD": {"price": 0, "quality": 20}})
    >>> {name: str(each) for name, each in weights_for({"BOARD": 1, "": 1}, rules).items()}
    {'price': '5', 'quality': '15'}
    """
    all_of = sum(counts.values())
    if not all_of or not rules.category_weights:
        return rules.weights
    return {
        name: sum(
            (Decimal(str(rules.category_weights.get(code, rules.weights).get(name, usual))) * count
             for code, count in counts.items()),
            Decimal(0),
        )
        / all_of
        for name, usual in rules.weights.items()
    }  # fmt: skip


def standing(total: Decimal | None, rules: Rules) -> str:
    """Return what a total means; a total on a bound belongs to the stricter side.

    >>> rules = Rules({})
    >>> [standing(None if t is None else Decimal(t), rules) for t in (100, 51, 50, 31, 30, 0, None)]
    ['good', 'good', 'warn', 'warn', 'block', 'block', 'not_enough_data']
    """
    if total is None:
        return "not_enough_data"
    if total <= rules.block_at_most:
        return "block"
    return "warn" if total <= rules.warn_at_most else "good"


def _mean(weighted: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    total = sum((weight for weight, _ in weighted), Decimal(0))
    return tenths(sum((w * points for w, points in weighted), Decimal(0)) / total) if total else None


def tenths(value: Decimal) -> Decimal:
    """Round half up to tenths of a point, whole points without a comma."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded
