"""Judge a supplier's qualification: questionnaire and samples, papers that ran out, and what keeps orders away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CERTIFICATE_KINDS = ("business_licence", "quality_system", "maker_authorisation", "product_certificate", "other")
"""Kinds of licences and certificates 资质证书."""
CERTIFICATE_RULES = ("must", "if_on_file", "no")
"""Whether a valid paper of a kind must be there, must be valid once one was entered, or is not looked at."""
ORDERABLE_STATES = ("approved", "on_watch")


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold the points for a question, 0 to 100, with the question's weight and the least points that it bears."""

    points: int
    weight: int
    least_points: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Hold how the newest inspection of a part's sample ended."""

    part_id: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold the tenths of a percent that an assessment reached, and the first reason why it failed (empty: passed)."""

    points_tenths: int
    failed_for: str

    @property
    def passed(self) -> bool:
        """Tell whether the supplier passed."""
        return not self.failed_for


def judge(answers: Sequence[Answer], samples: Iterable[Sample], pass_percent: int, samples_needed: int) -> Verdict:
    """Weigh the answers and look at the samples.

    The share is Σ weight × points / Σ weight. An answer below its least points fails the whole, so does a part whose
    newest sample failed, or fewer passed samples than are needed.

    >>> judge([Answer(80, 3), Answer(40, 1)], [], 70, 0)
    Verdict(points_tenths=700, failed_for='')
    >>> judge([Answer(100, 3), Answer(40, 1, 50)], [], 70, 0).failed_for
    'question_below_least'
    >>> judge([Answer(90, 1)], [Sample(1, False), Sample(2, True)], 70, 1).failed_for
    'sample_failed'
    """
    weight = sum(answer.weight for answer in answers)
    total = sum(answer.weight * answer.points for answer in answers)
    share = Decimal(total) / weight if weight else Decimal(0)
    tenths = int((share * 10).to_integral_value(ROUND_HALF_UP))
    judged = list(samples)
    if any(answer.points < answer.least_points for answer in answers):
        return Verdict(tenths, "question_below_least")
    if share < pass_percent:
        return Verdict(tenths, "below_pass_mark")
    if not all(sample.passed for sample in judged):
        return Verdict(tenths, "sample_failed")
    if len(judged) < samples_needed:
        return Verdict(tenths, "samples_missing")
    return Verdict(tenths, "")


@dataclass(frozen=True, slots=True)
class Paper:
    """Hold the kind of a certificate and its last day; without a day it does not run out."""

    kind: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Say why a supplier gets no orders: a code, the kind of paper, and the day on which it ran out."""

    code: str
    kind: str = ""
    ended_on: date | None = None


def last_days(papers: Iterable[Paper]) -> dict[str, date]:
    """Return the last day of each kind: a newer paper stands for the older ones of its kind; `date.max` has no end.

    >>> last_days([Paper("a", date(2025, 1, 1)), Paper("a", date(2026, 1, 1)), Paper("b", None)])["a"]
    datetime.date(2026, 1, 1)
    """
    ends: dict[str, date] = {}
    for paper in papers:
        end = paper.expires_on or date.max
        ends[paper.kind] = max(ends.get(paper.kind, end), end)
    return ends


def paper_hindrance(papers: Iterable[Paper], rules: Mapping[str, str], on: date) -> Hindrance | None:
    """Return the first needed paper that is missing or has run out; the last day still counts.

    >>> paper_hindrance([Paper("a", date(2026, 1, 1))], {"a": "if_on_file"}, date(2026, 1, 2))
    Hindrance(code='needed_certificate_expired', kind='a', ended_on=datetime.date(2026, 1, 1))
    >>> paper_hindrance([], {"a": "if_on_file", "b": "must"}, date(2026, 1, 2)).code
    'needed_certificate_missing'
    """
    ends = last_days(papers)
    for kind, rule in rules.items():
        end = ends.get(kind)
        if end is None and rule == "must":
            return Hindrance("needed_certificate_missing", kind)
        if end is not None and end < on and rule in ("must", "if_on_file"):
            return Hindrance("needed_certificate_expired", kind, end)
    return None


def hindrance(
    *,
    state: str,
    standing: str,
    papers: Iterable[Paper],
    rules: Mapping[str, str],
    next_assessment_on: date | None,
    grace_days: int,
    on: date,
) -> Hindrance | None:
    """Return what keeps a supplier from getting orders on a day, the gravest first; None where nothing does.

    >>> terms = dict(standing="good", papers=[], rules={}, grace_days=90, on=date(2026, 6, 1))
    >>> hindrance(state="blocked", next_assessment_on=None, **terms).code
    'supplier_blocked'
    >>> hindrance(state="approved", next_assessment_on=date(2026, 2, 1), **terms).code
    'qualification_expired'
    >>> hindrance(state="approved", next_assessment_on=date(2026, 3, 3), **terms)
    """
    if state not in ORDERABLE_STATES:
        return Hindrance(f"supplier_{state}")
    if standing == "block":
        return Hindrance("supplier_blocked_by_score")
    if (wanting := paper_hindrance(papers, rules, on)) is not None:
        return wanting
    ends = None if next_assessment_on is None else next_assessment_on + timedelta(days=grace_days)
    return Hindrance("qualification_expired", ended_on=ends) if ends is not None and ends < on else None


def outside(category_id: int | None, allowed: Iterable[int], parents: Mapping[int, int | None]) -> bool:
    """Tell whether a category lies in none of the allowed ones nor below them; without allowed ones nothing does.

    >>> parents = {1: None, 2: 1, 3: None}
    >>> outside(2, {1}, parents), outside(3, {1}, parents), outside(None, {1}, parents), outside(3, (), parents)
    (False, True, True, False)
    """
    wanted = set(allowed)
    if not wanted:
        return False
    while category_id is not None and category_id not in wanted:
        category_id = parents.get(category_id)
    return category_id is None
