"""Sum the facts behind supplier scores over all suppliers at once, as arrays; exact, in whole millionths and tenths.

Every function takes one entry per fact and returns one entry per supplier. What it sums is what
`procurement.scorecard` writes into rows one by one: the same points to the tenth and the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from procurement.credibility import Sums
from procurement.score_facts import Rules
from procurement.scorecard import weight_of

Ints = NDArray[np.int64]
MILLIONTHS = 1_000_000
TENTHS = 1000
"""All points, in tenths."""
WIDEST = np.iinfo(np.int64).max // (4 * TENTHS)
FAR_MONTHS = 1200
"""No fact is older than a hundred years."""
SEVERITIES = ("", "minor", "major", "critical")
"""The codes of severities in arrays; a finding without a word counts as major."""


@dataclass(frozen=True, slots=True)
class Piled:
    """Hold the sums of one dimension: facts, weights in millionths, weighted points in millionths of tenths."""

    facts: Ints
    weight: Ints
    points: Ints
    squares: Ints

    def of(self, at: int) -> Sums:
        """Return the sums of one supplier."""
        scale = Decimal(MILLIONTHS)
        return Sums(
            int(self.facts[at]),
            int(self.weight[at]) / scale,
            int(self.points[at]) / scale / 10,
            int(self.squares[at]) / scale / 100,
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """Hold deliveries: the place of their line, quantity in thousandths, day as ordinal, month as year x 12 + month."""

    line: Ints
    quantity: Ints
    on: Ints
    month: Ints


def lateness(came: Arrived, owner: Ints, due: Ints, still: Ints, on: date, rules: Rules, suppliers: int) -> Piled:
    """Sum punctuality by supplier: received x days late + open x days overdue, over what came or is overdue.

    `owner`, `due` (ordinal) and `still` (open quantity) have one entry a line; an owner of -1 leaves a line out.
    """
    lines, now = owner.size, on.year * 12 + on.month
    overdue = np.maximum(on.toordinal() - due, 0)
    open_late = np.where(overdue > 0, still, 0)
    days = np.maximum(came.on - due[came.line], 0)
    late = summed(came.line, came.quantity * days, lines) + open_late * overdue
    total = summed(came.line, came.quantity, lines) + open_late
    last = np.zeros(lines, dtype=np.int64)
    np.maximum.at(last, came.line, came.month)
    month = np.where((open_late > 0) | (last == 0), now, last)
    counts = (owner >= 0) & (total > 0)
    tenths = delivery_tenths(late[counts], total[counts], rules)
    return pile(owner[counts], tenths, weights(now - month[counts], rules), suppliers)


def pile(supplier: Ints, tenths: Ints, weight: Ints, suppliers: int) -> Piled:
    """Sum facts by supplier: `tenths` are points, `weight` is in millionths, `supplier` counts from 0."""
    return Piled(
        np.bincount(supplier, minlength=suppliers).astype(np.int64),
        summed(supplier, weight, suppliers),
        summed(supplier, weight * tenths, suppliers),
        summed(supplier, weight * tenths * tenths, suppliers),
    )


def weights(months: Ints, rules: Rules) -> Ints:
    """Return the weight of facts by their age in months, in millionths."""
    table = np.array([int(weight_of(each, rules) * MILLIONTHS) for each in range(FAR_MONTHS)], dtype=np.int64)
    return table[np.clip(months, 0, FAR_MONTHS - 1)]


def quality_tenths(passed: Ints, failed: Ints, severity: Ints, rules: Rules) -> Ints:
    """Return the points of deliveries that were judged: all less the share that failed, by its severity."""
    given = rules.severity_percent or {}
    percents = np.array(
        [round(float(given.get(each or "major", 100)) * 1000) for each in SEVERITIES], dtype=np.int64
    )  # thousandths of a percent: settings may have a fraction
    judged = passed + failed
    return _shortfall(percents[severity] * failed, judged * 100_000)


def delivery_tenths(late: Ints, counted: Ints, rules: Rules) -> Ints:
    """Return the points of lines: `late` is quantity x days, `counted` the quantity that came or is overdue."""
    days = round(float(rules.late_days) * 1000)
    return _shortfall(late * 1000, counted * days)


def answer_tenths(days: Ints, rules: Rules) -> Ints:
    """Return the points of answers that took so many days."""
    return _shortfall(days * 1000, np.full_like(days, round(float(rules.answer_days) * 1000)))


def _shortfall(lost: Ints, whole: Ints) -> Ints:
    """Return 100 points less the share that is lost, at least none, rounded half up to tenths."""
    left = whole - np.minimum(lost, whole)
    if whole.size and int(whole.max()) > WIDEST:  # numbers of Python where 64 bits do not hold twice a thousandfold
        exact = [(2 * a * TENTHS + b) // (2 * b) for a, b in zip(left.tolist(), whole.tolist(), strict=True)]
        return np.array(exact, dtype=np.int64)
    return np.asarray((2 * left * TENTHS + whole) // (2 * whole), dtype=np.int64)


def summed(index: Ints, values: Ints, count: int) -> Ints:
    """Return the sums of values by index, exact."""
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, index, values)
    return found
