"""Scores of suppliers: what is punctual, what is enough, and where the bounds lie."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kernel.amounts import Money, Quantity
from procurement.scorecard import (
    Arrival,
    Certificate,
    Facts,
    Line,
    Price,
    Rules,
    days_late,
    delivery,
    price,
    qualification,
    quality,
    score,
)

ON = date(2026, 6, 30)
DUE = date(2026, 6, 10)
RULES = Rules(
    weights={"qualification": 15, "reputation": 10, "quality": 30, "price": 20, "delivery": 25},
    severity_percent={"minor": 50, "major": 100, "critical": 300},
    state_points={"approved": 100, "on_watch": 60, "candidate": 40, "blocked": 0},
)


def q(value):
    return Quantity.of(value)


def line(*arrivals, still=0, due=DUE):
    """Each arrival: (days after the due date, quantity)."""
    return Line(1, due, q(still), tuple(Arrival(i, q(n), due + timedelta(days=d)) for i, (d, n) in enumerate(arrivals)))


@pytest.mark.parametrize(
    ("arrivals", "still", "expected"),
    [
        ([(0, 10)], 0, 0),
        ([(-9, 4), (-2, 3), (0, 3)], 0, 0),  # split, every part in time
        ([(0, 5), (10, 5)], 0, 5),
        ([(4, 10)], 0, 4),
        ([(0, 5)], 5, 10),  # half of it open for 20 days
        ([], 10, 20),
    ],
)
def test_lateness_is_weighted_by_quantity(arrivals, still, expected):
    assert days_late(line(*arrivals, still=still), ON) == expected


def test_what_is_not_due_yet_is_not_late():
    assert days_late(line(still=5, due=ON), ON) is None
    assert days_late(line((-3, 5), still=5, due=ON + timedelta(days=3)), ON) == 0


def test_lines_weigh_alike_whatever_their_unit():
    screws, compressor = line((0, 10000)), line((30, 1))
    assert delivery([screws, compressor], RULES, ON).points == 50


def test_older_facts_weigh_less():
    old = Line(1, date(2025, 6, 1), q(0), (Arrival(1, q(1), date(2025, 7, 1)),))
    assert delivery([old, line((0, 1))], RULES, ON).points > 70


def test_quality_counts_severity_and_leaves_out_what_waits():
    def arrival(passed, failed, severity=None, quantity=10):
        return Line(1, DUE, q(0), (Arrival(1, q(quantity), DUE, q(passed), q(failed), severity),))

    assert quality([arrival(10, 0)], RULES, ON).points == 100
    assert quality([arrival(8, 2, "major")], RULES, ON).points == 80
    assert quality([arrival(8, 2, "minor")], RULES, ON).points == 90
    assert quality([arrival(8, 2, "critical")], RULES, ON).points == 40
    assert quality([arrival(0, 10, "critical")], RULES, ON).points == 0
    assert quality([arrival(0, 0)], RULES, ON).points is None
    assert quality([arrival(4, 1, "major")], RULES, ON).points == 80


def test_price_is_measured_against_the_others():
    def one(own, *others):
        return price([Price(7, Money.of(own), tuple(Money.of(o) for o in others))], RULES)

    assert one("9", "10", "10").points == 100
    assert one("5", "10").points == 100
    assert one("13", "10", "10").points == 0
    assert one("11", "10").points == 50
    assert one("10").points is None


def test_certificates_cost_points():
    def points(*expiries, state="approved"):
        papers = tuple(Certificate("licence", expires) for expires in expiries)
        return qualification(Facts(state, papers), RULES, ON).points

    assert points(None) == 100
    assert points(ON - timedelta(days=1)) == 80
    assert points(ON) == 95
    assert points() == 80
    assert points(None, state="blocked") == 0


def test_too_few_deliveries_give_no_total_but_show_their_rows():
    facts = Facts("approved", lines=(line((0, 5), (0, 5)),))
    found = score(facts, RULES, ON)
    assert (found.total, found.standing, found.deliveries) == (None, "not_enough_data", 2)
    assert found.points("delivery") == 100


def test_total_shares_the_weight_of_what_is_unknown():
    perfect = Facts(
        "approved",
        (Certificate("licence", None),),
        lines=tuple(Line(n, DUE, q(0), (Arrival(n, q(5), DUE, q(5), q(0)),)) for n in range(5)),
    )
    found = score(perfect, RULES, ON)
    assert found.points("reputation") is None
    assert found.points("price") is None
    assert (found.total, found.standing) == (Decimal(100), "good")


def test_every_point_opens_to_its_rows():
    facts = Facts("approved", lines=(line((0, 5), (3, 5)),), prices=(Price(3, Money.of(1), (Money.of(2),)),))
    rows = {each.name: each.rows for each in score(facts, RULES, ON).dimensions}
    assert [row.key for row in rows["delivery"]] == ["1"]
    assert [row.key for row in rows["price"]] == ["3"]
    assert [row.about for row in rows["qualification"]] == ["state", "certificate"]
