"""Scores lean on the market while facts are few; sums of arrays are those of rows, to the last millionth."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.amounts import Quantity
from procurement import score_sums
from procurement.credibility import LEANING, Norm, Sums, finish, norms_of, sums_of, weights_for
from procurement.score_facts import Answer, Arrival, Claim, Facts, Line, Rules
from procurement.scorecard import delivery, quality, reputation, score

ON = date(2026, 6, 30)
RULES = Rules(
    weights={"qualification": 15, "reputation": 10, "quality": 30, "price": 20, "delivery": 25},
    severity_percent={"minor": 50, "major": 100, "critical": 300},
    state_points={"approved": 100, "on_watch": 60, "candidate": 40, "blocked": 0},
)
NO_SUMS = {name: Sums() for name in LEANING}


def some(mean: int, facts: int, weight: int | None = None) -> Sums:
    weighing = Decimal(facts if weight is None else weight)
    return Sums(facts, weighing, weighing * mean, weighing * mean * mean)


def test_few_facts_lean_on_the_market_and_many_do_not():
    norms = {"quality": Norm(Decimal(80), Decimal(100))}
    points = [
        finish(None, {**NO_SUMS, "quality": some(100, n)}, RULES, 10, norms=norms).points("quality") for n in (2, 5, 95)
    ]
    assert points == [Decimal("85.7"), 90, 99]


def test_two_perfect_deliveries_do_not_rank_above_a_long_good_record():
    norms = {"quality": Norm(Decimal(75), Decimal(200)), "delivery": Norm(Decimal(75), Decimal(200))}
    short = finish(Decimal(100), {**NO_SUMS, "quality": some(100, 2), "delivery": some(100, 2)}, RULES, 5, norms=norms)
    long = finish(Decimal(100), {**NO_SUMS, "quality": some(96, 60), "delivery": some(96, 60)}, RULES, 60, norms=norms)
    assert short.total < long.total
    assert short.high - short.low > long.high - long.low


def test_the_interval_is_that_of_a_normal_mean():
    norms = {"quality": Norm(Decimal(50), Decimal(225))}
    found = finish(None, {**NO_SUMS, "quality": some(50, 20)}, RULES, 20, norms=norms)
    quality_made = next(each for each in found.dimensions if each.name == "quality")
    assert (quality_made.low, quality_made.high) == (Decimal("45.1"), Decimal("54.9"))  # 1.645 x 15 / sqrt(25)


def test_norms_pool_the_spread_within_suppliers():
    one = sums_of(quality([a_line(10, 0), a_line(6, 4)], RULES, ON).rows)
    other = sums_of(quality([a_line(5, 5)] * 2, RULES, ON).rows)
    found = norms_of([{**NO_SUMS, "quality": one}, {**NO_SUMS, "quality": other}])
    assert found["quality"] == Norm(Decimal(65), Decimal(200))
    assert "price" not in found


def test_nobody_with_a_fact_is_no_norm_and_no_total():
    assert norms_of([NO_SUMS, NO_SUMS]) == {}
    found = finish(Decimal(100), NO_SUMS, RULES, 0, norms={})
    assert (found.total, found.standing, found.low) == (None, "not_enough_data", None)


@pytest.mark.parametrize(
    ("total", "expected"),
    [(30, "block"), (Decimal("30.1"), "warn"), (50, "warn"), (Decimal("50.1"), "good"), (100, "good")],
)
def test_a_total_on_a_bound_has_the_stricter_standing(total, expected):
    rules = Rules(weights={**dict.fromkeys(LEANING, 0), "qualification": 1})
    assert finish(Decimal(total), NO_SUMS, rules, 9).standing == expected


def test_weights_follow_what_is_delivered():
    rules = Rules({"price": 10, "quality": 10}, category_weights={"BOARD": {"quality": 40}})
    assert weights_for({"BOARD": 3, "": 1}, rules) == {"price": 10, "quality": Decimal("32.5")}
    assert weights_for({}, rules) == rules.weights


def a_line(passed: int, failed: int, *, days: int = 0, severity: str | None = None, age: int = 10) -> Line:
    due = ON - timedelta(days=age)
    amount = Quantity.of(passed + failed)
    return Line(
        1,
        due,
        Quantity(0),
        (Arrival(1, amount, due + timedelta(days=days), Quantity.of(passed), Quantity.of(failed), severity),),
    )


def test_answers_and_claims_make_the_reputation_beside_what_was_entered():
    answers = (Answer(1, ON - timedelta(days=20), 0), Answer(2, ON - timedelta(days=20), None), Answer(3, ON, None))
    claims = (
        Claim(1, "rejected", ON - timedelta(days=20), ON - timedelta(days=5), ON - timedelta(days=6)),
        Claim(2, "rejected", ON - timedelta(days=40), ON - timedelta(days=15)),
        Claim(3, "rejected", ON - timedelta(days=20), ON - timedelta(days=5), ON - timedelta(days=6), Decimal("0.5")),
        Claim(4, "rejected", ON, ON + timedelta(days=15)),
    )
    made = reputation(
        Facts("approved", reputation=60, reputation_reason="known", answers=answers, claims=claims), RULES, ON
    )
    assert [(row.about, row.key, row.points) for row in made.rows] == [
        ("entered", "", 60),
        ("answer", "1", 100),
        ("answer", "2", 0),
        ("claim", "1", 100),
        ("claim", "2", 50),
        ("claim", "3", 50),
    ]
    assert made.rows[0].weight == 5


def test_a_failure_in_the_field_counts_like_a_delivery_without_a_good_piece():
    claims = [Claim(7, "warranty", ON, ON + timedelta(days=15)), Claim(8, "rejected", ON, ON)]
    made = quality([a_line(10, 0, age=0)] * 3, RULES, ON, claims)
    assert made.points == 75
    assert [row.about for row in made.rows] == ["delivery"] * 3 + ["failure"]


days = st.integers(0, 700)
amounts = st.integers(0, 10**9)
arrivals = st.tuples(
    days, st.integers(1, 10**9), amounts, amounts, st.sampled_from([None, "minor", "major", "critical"])
)
lines = st.tuples(days, amounts, st.lists(arrivals, max_size=4))


@given(st.lists(st.tuples(st.integers(0, 2), lines), max_size=25), st.decimals(0.5, 90, places=1), st.integers(0, 30))
def test_sums_of_arrays_are_the_sums_of_rows(drawn, late_days, decay):
    """Whatever came when, the arrays give every supplier the sums that its rows would."""
    rules = Rules(
        RULES.weights, decay_percent=Decimal(decay), late_days=late_days, severity_percent=RULES.severity_percent
    )
    every: list[list[Line]] = [[], [], []]
    for key, (owner, (due, still, arrived)) in enumerate(drawn):
        due_on = ON - timedelta(days=due - 60)
        came = tuple(
            Arrival(
                key * 10 + n,
                Quantity(size),
                ON - timedelta(days=ago),
                Quantity(min(good, size)),
                Quantity(min(bad, size - min(good, size))),
                how,
            )
            for n, (ago, size, good, bad, how) in enumerate(arrived)
        )
        every[owner].append(Line(key, due_on, Quantity(still), came))
    as_rows = [(sums_of(quality(each, rules, ON).rows), sums_of(delivery(each, rules, ON).rows)) for each in every]
    assert _as_arrays(every, rules) == as_rows


def _as_arrays(every: list[list[Line]], rules: Rules) -> list[tuple[Sums, Sums]]:
    flat = [(owner, line) for owner, mine in enumerate(every) for line in mine]
    came = [(owner, at, each) for at, (owner, line) in enumerate(flat) for each in line.arrivals]

    def ints(values):
        return np.array(list(values), dtype=np.int64)

    months = ints(each.received_on.year * 12 + each.received_on.month for _, _, each in came)
    now = ON.year * 12 + ON.month
    passed, failed = ints(e.passed.scaled for *_, e in came), ints(e.failed.scaled for *_, e in came)
    codes = ints(score_sums.SEVERITIES.index(e.severity or "") for *_, e in came)
    judged = passed + failed > 0
    tenths = score_sums.quality_tenths(passed[judged], failed[judged], codes[judged], rules)
    owners = ints(owner for owner, *_ in came)
    piled = score_sums.pile(owners[judged], tenths, score_sums.weights(now - months[judged], rules), 3)
    line_of, size = ints(at for _, at, _ in came), ints(e.quantity.scaled for *_, e in came)
    due = ints(line.due_on.toordinal() for _, line in flat)
    still = ints(line.open.scaled for _, line in flat)
    arrived = score_sums.Arrived(line_of, size, ints(e.received_on.toordinal() for *_, e in came), months)
    lateness = score_sums.lateness(arrived, ints(owner for owner, _ in flat), due, still, ON, rules, 3)
    return [(piled.of(at), lateness.of(at)) for at in range(3)]


def test_a_score_without_a_market_is_what_its_own_facts_say():
    found = score(Facts("approved", lines=(a_line(8, 2), a_line(10, 0, days=15))), RULES, ON)
    assert (found.points("quality"), found.points("delivery")) == (90, 75)
    assert found.low is None
