"""Score a supplier 综合评估 in five dimensions from facts; every point opens to the rows behind it.

Points run from 0 to 100. A dimension without facts has no points, and its weight is shared by the others; a supplier
with fewer deliveries than asked for has no total. Facts lose weight with every month of age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from kernel.amounts import Money, Quantity

HUNDRED = Decimal(100)
NOTHING = Quantity(0)
DIMENSIONS = ("qualification", "reputation", "quality", "price", "delivery")


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold the settings of a score."""

    weights: dict[str, int | float]
    minimum_deliveries: int = 5
    decay_percent: Decimal = Decimal(10)
    block_at_most: Decimal = Decimal(30)
    warn_at_most: Decimal = Decimal(50)
    late_days: Decimal = Decimal(30)
    best_price_percent: Decimal = Decimal(90)
    worst_price_percent: Decimal = Decimal(130)
    severity_percent: dict[str, int | float] | None = None
    state_points: dict[str, int | float] | None = None
    expired_points: Decimal = Decimal(20)
    expiring_points: Decimal = Decimal(5)
    missing_points: Decimal = Decimal(20)
    expiry_warn_days: int = 30


@dataclass(frozen=True, slots=True)
class Certificate:
    """Name a licence or certificate and its last day."""

    kind: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Hold one delivery of an order line with its verdict."""

    delivery_id: int
    quantity: Quantity
    received_on: date
    passed: Quantity = NOTHING
    failed: Quantity = NOTHING
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one order line: when it was due, what came of it, and what is still open."""

    order_line_id: int
    due_on: date
    open: Quantity
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """Hold the supplier's price of a part beside those of the others."""

    part_id: int
    own_cny: Money
    others_cny: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold all that is known about one supplier."""

    state: str
    certificates: tuple[Certificate, ...] = ()
    reputation: int | None = None
    reputation_reason: str = ""
    lines: tuple[Line, ...] = ()
    prices: tuple[Price, ...] = ()


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
class Dimension:
    """Hold the points of a dimension, none where there are no facts, and its rows."""

    name: str
    points: Decimal | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the whole score; `total` is none until there is enough data."""

    dimensions: tuple[Dimension, ...]
    total: Decimal | None
    standing: str
    deliveries: int

    def points(self, name: str) -> Decimal | None:
        """Return the points of a dimension."""
        return next(each.points for each in self.dimensions if each.name == name)


def score(facts: Facts, rules: Rules, on: date) -> Score:
    """Score one supplier on a day."""
    dimensions = (
        qualification(facts, rules, on),
        reputation(facts),
        quality(facts.lines, rules, on),
        price(facts.prices, rules),
        delivery(facts.lines, rules, on),
    )
    deliveries = sum(len(line.arrivals) for line in facts.lines)
    total = None
    if deliveries >= rules.minimum_deliveries:
        known = [(Decimal(str(rules.weights[d.name])), d.points) for d in dimensions if d.points is not None]
        total = _mean(known)
    return Score(dimensions, total, standing(total, rules), deliveries)


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


def qualification(facts: Facts, rules: Rules, on: date) -> Dimension:
    """Score the state of qualification less what expired, expiring or missing certificates cost."""
    base = Decimal(str((rules.state_points or {"approved": 100}).get(facts.state, 0)))
    rows = [Row("state", facts.state, facts.state, base)]
    lost = Decimal(0)
    for each in facts.certificates:
        points = _certificate_loss(each, rules, on)
        lost += points
        rows.append(Row("certificate", each.kind, str(each.expires_on or ""), -points))
    if not facts.certificates:
        lost += rules.missing_points
        rows.append(Row("certificate", "none", "", -rules.missing_points))
    return Dimension("qualification", _tenths(max(base - lost, Decimal(0))), tuple(rows))


def reputation(facts: Facts) -> Dimension:
    """Take the reputation that was entered with its reason."""
    if facts.reputation is None:
        return Dimension("reputation", None, ())
    points = Decimal(facts.reputation)
    return Dimension(
        "reputation", points, (Row("entered", "", str(facts.reputation), points, detail=facts.reputation_reason),)
    )


def quality(lines: Iterable[Line], rules: Rules, on: date) -> Dimension:
    """Score the share that passed, a failed unit counting by its severity; what waits for inspection does not count.

    Each delivery weighs alike whatever its quantity, because pieces and metres cannot be added.
    """
    severities = rules.severity_percent or {}
    rows = []
    for each in (arrival for line in lines for arrival in line.arrivals):
        judged = (each.passed + each.failed).scaled
        if not judged:
            continue
        weight = Decimal(str(severities.get(each.severity or "major", 100))) / HUNDRED
        points = max(HUNDRED - HUNDRED * weight * each.failed.scaled / judged, Decimal(0))
        rows.append(
            Row(
                "delivery",
                str(each.delivery_id),
                f"{each.passed}/{each.passed + each.failed}",
                _tenths(points),
                _weight(each.received_on, on, rules),
                each.severity or "",
            )
        )
    return _dimension("quality", rows)


def days_late(line: Line, on: date) -> Decimal | None:
    """Return the days late of a line, weighted by quantity: received x days late + open overdue x days open.

    A delivery split in two that both came in time is in time; none where nothing came and nothing is overdue.

    >>> due = date(2026, 3, 10)
    >>> on_time = Arrival(1, Quantity.of(4), date(2026, 3, 1)), Arrival(2, Quantity.of(6), due)
    >>> days_late(Line(1, due, Quantity.of(0), on_time), date(2026, 5, 1))
    Decimal('0')
    >>> days_late(Line(1, due, Quantity.of(6), on_time[:1]), date(2026, 3, 20))
    Decimal('6')
    """
    overdue = max((on - line.due_on).days, 0)
    still = line.open.scaled if overdue else 0
    total = sum(each.quantity.scaled for each in line.arrivals) + still
    if not total:
        return None
    late = sum(each.quantity.scaled * max((each.received_on - line.due_on).days, 0) for each in line.arrivals)
    return Decimal(late + still * overdue) / total


def delivery(lines: Iterable[Line], rules: Rules, on: date) -> Dimension:
    """Score punctuality: no days late give all points, `late_days` on average give none; lines weigh alike."""
    rows = []
    for line in lines:
        late = days_late(line, on)
        if late is None:
            continue
        points = max(HUNDRED - HUNDRED * late / rules.late_days, Decimal(0))
        last = max((each.received_on for each in line.arrivals), default=on)
        weight = _weight(on if line.open and line.due_on < on else last, on, rules)
        rows.append(
            Row("order_line", str(line.order_line_id), str(_tenths(late)), _tenths(points), weight, str(line.due_on))
        )
    return _dimension("delivery", rows)


def price(prices: Iterable[Price], rules: Rules) -> Dimension:
    """Score prices against the market: the median of the others' prices of the same part and quantity."""
    rows = []
    span = rules.worst_price_percent - rules.best_price_percent
    for each in prices:
        if not each.others_cny:
            continue
        market = Decimal(median(other.scaled for other in each.others_cny))
        percent = HUNDRED * each.own_cny.scaled / market
        points = min(max(HUNDRED * (rules.worst_price_percent - percent) / span, Decimal(0)), HUNDRED)
        rows.append(Row("part", str(each.part_id), f"{_tenths(percent)}%", _tenths(points), detail=str(each.own_cny)))
    return _dimension("price", rows)


def _certificate_loss(each: Certificate, rules: Rules, on: date) -> Decimal:
    if each.expires_on is None:
        return Decimal(0)
    left = (each.expires_on - on).days
    if left < 0:
        return rules.expired_points
    return rules.expiring_points if left <= rules.expiry_warn_days else Decimal(0)


def _weight(happened_on: date, on: date, rules: Rules) -> Decimal:
    """Return the weight of a fact by its age in whole months."""
    months = max((on.year - happened_on.year) * 12 + on.month - happened_on.month, 0)
    return (1 - rules.decay_percent / HUNDRED) ** months


def _dimension(name: str, rows: Sequence[Row]) -> Dimension:
    return Dimension(name, _mean([(row.weight, row.points) for row in rows if row.points is not None]), tuple(rows))


def _mean(weighted: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    total = sum((weight for weight, _ in weighted), Decimal(0))
    return _tenths(sum((w * points for w, points in weighted), Decimal(0)) / total) if total else None


def _tenths(value: Decimal) -> Decimal:
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded
