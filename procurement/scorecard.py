"""Score a supplier 综合评估 in five dimensions from facts; every point opens to the rows behind it.

Points run from 0 to 100. A dimension without facts has no points, and its weight is shared by the others; a supplier
with fewer deliveries than asked for has no total. Facts lose weight with every month of age. Where the market is known,
the points of a dimension lean on it as long as there are few facts: two perfect deliveries do not rank first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from procurement.credibility import (
    DIMENSIONS,
    HUNDRED,
    LEANING,
    Dimension,
    Norm,
    Row,
    Score,
    finish,
    standing,
    sums_of,
    tenths,
)
from procurement.score_facts import (
    FIELD_REASONS,
    Answer,
    Arrival,
    Certificate,
    Claim,
    Facts,
    Line,
    Price,
    Rules,
    Weights,
)

WEIGHT_PLACES = Decimal("0.000001")
"""Weights are whole millionths, so that sums over a million facts come out the same in any order."""

__all__ = [
    "DIMENSIONS",
    "Answer",
    "Arrival",
    "Certificate",
    "Claim",
    "Dimension",
    "Facts",
    "Line",
    "Price",
    "Row",
    "Rules",
    "Score",
    "score",
    "standing",
]


def score(
    facts: Facts, rules: Rules, on: date, norms: Mapping[str, Norm] | None = None, weights: Weights | None = None
) -> Score:
    """Score one supplier on a day; without the norms of the market its own facts are all there is."""
    rows = rows_of(facts, rules, on)
    base = qualification(facts, rules, on)
    sums = {name: sums_of(rows[name]) for name in LEANING}
    deliveries = sum(len(line.arrivals) for line in facts.lines)
    made = finish(base.points, sums, rules, deliveries, norms=norms, weights=weights)
    shown = {"qualification": base.rows, **rows}
    return replace(made, dimensions=tuple(replace(each, rows=shown[each.name]) for each in made.dimensions))


def rows_of(facts: Facts, rules: Rules, on: date) -> dict[str, tuple[Row, ...]]:
    """Return the facts behind each dimension that leans on the market."""
    return {
        "reputation": reputation(facts, rules, on).rows,
        "quality": quality(facts.lines, rules, on, facts.claims).rows,
        "price": price(facts.prices, rules).rows,
        "delivery": delivery(facts.lines, rules, on).rows,
    }


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
    return Dimension("qualification", tenths(max(base - lost, Decimal(0))), tuple(rows))


def reputation(facts: Facts, rules: Rules, on: date) -> Dimension:
    """Score how a supplier keeps its word: what was entered with its reason, answers to orders, ends of claims.

    An answer on the day gives all points, one after `answer_days` none. A claim gives all points when it was settled
    in time, fewer for every day beyond its deadline, and none for the share that we had to waive.
    """
    rows = []
    if facts.reputation is not None:
        entered = Decimal(facts.reputation)
        rows.append(
            Row("entered", "", str(facts.reputation), entered, rules.entered_facts, detail=facts.reputation_reason)
        )
    rows += [row for each in facts.answers if (row := _answer(each, rules, on)) is not None]
    rows += [row for each in facts.claims if (row := _claim(each, rules, on)) is not None]
    return _dimension("reputation", rows)


def answer_days(each: Answer, rules: Rules, on: date) -> int | None:
    """Return the days that an answer took; none while an unanswered order is still in time."""
    if each.days is not None:
        return max(each.days, 0)
    waited = (on - each.sent_on).days
    return waited if waited >= rules.answer_days else None


def _answer(each: Answer, rules: Rules, on: date) -> Row | None:
    days = answer_days(each, rules, on)
    if days is None:
        return None
    points = max(HUNDRED - HUNDRED * days / rules.answer_days, Decimal(0))
    said = "answered" if each.days is not None else "open"
    return Row("answer", str(each.order_id), str(days), tenths(points), _weight(each.sent_on, on, rules), said)


def _claim(each: Claim, rules: Rules, on: date) -> Row | None:
    ended = each.ended_on or on
    late = max((ended - each.deadline_on).days, 0)
    if each.ended_on is None and not late:
        return None
    points = max(HUNDRED - HUNDRED * late / rules.late_days, Decimal(0)) * (1 - each.waived_share)
    said = "settled" if each.ended_on else "open"
    return Row("claim", str(each.claim_id), str(late), tenths(points), _weight(ended, on, rules), said)


def quality(lines: Iterable[Line], rules: Rules, on: date, claims: Iterable[Claim] = ()) -> Dimension:
    """Score the share that passed, a failed unit counting by its severity; what waits for inspection does not count.

    Each delivery weighs alike whatever its quantity, because pieces and metres cannot be added. What was accepted and
    failed in stock or at a customer's counts like a delivery of which nothing was good.
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
                tenths(points),
                _weight(each.received_on, on, rules),
                each.severity or "",
            )
        )
    rows += [
        Row("failure", str(each.claim_id), "", Decimal(0), _weight(each.opened_on, on, rules), each.reason)
        for each in claims
        if each.reason in FIELD_REASONS
    ]
    return _dimension("quality", rows)


def days_late(line: Line, on: date) -> Decimal | None:
    """Return the days late of a line, weighted by quantity: received x days late + open overdue x days open.

    A delivery split in two that both came in time is in time; none where nothing came and nothing is overdue.

    >>> from kernel.amounts import Quantity
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
            Row("order_line", str(line.order_line_id), str(tenths(late)), tenths(points), weight, str(line.due_on))
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
        rows.append(Row("part", str(each.part_id), f"{tenths(percent)}%", tenths(points), detail=str(each.own_cny)))
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
    return weight_of((on.year - happened_on.year) * 12 + on.month - happened_on.month, rules)


def weight_of(months: int, rules: Rules) -> Decimal:
    """Return the weight of a fact of so many months, in whole millionths."""
    return ((1 - rules.decay_percent / HUNDRED) ** max(months, 0)).quantize(WEIGHT_PLACES, ROUND_HALF_UP)


def _dimension(name: str, rows: Sequence[Row]) -> Dimension:
    mean = sums_of(rows).mean
    return Dimension(name, None if mean is None else tenths(mean), tuple(rows))
