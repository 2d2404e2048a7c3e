"""The budget: tickets first, then what saves most, and nothing cut without saying so."""

from __future__ import annotations

from kernel.amounts import Money
from procurement.budget import BudgetLine, within_budget


def line(key, rank, cost, saving=0.0, urgent=None):
    return BudgetLine(key, rank, Money.of(cost), saving, None if urgent is None else Money.of(urgent))


def verdicts(budget, *lines):
    return within_budget(lines, None if budget is None else Money.of(budget))


def test_without_a_budget_everything_is_bought():
    assert verdicts(None, line(1, 6, 10**6), line(2, 0, 1)) == {2: "full", 1: "full"}


def test_tickets_go_before_the_best_saving():
    assert verdicts(10, line(1, 6, 5, 99.0), line(2, 2, 8)) == {2: "full", 1: "out"}


def test_saving_per_yuan_decides_between_the_others():
    lines = line(1, 3, 100, 10.0), line(2, 6, 50, 9.0), line(3, 6, 60, 3.0)
    assert verdicts(110, *lines) == {2: "full", 1: "out", 3: "full"}


def test_a_line_for_tickets_is_cut_to_what_they_need():
    assert verdicts(40, line(1, 0, 100, urgent=30), line(2, 6, 10, 1.0)) == {1: "urgent_only", 2: "full"}
    assert verdicts(20, line(1, 0, 100, urgent=30)) == {1: "out"}


def test_a_budget_that_just_fits_is_enough():
    assert verdicts(15, line(1, 6, 5, 1.0), line(2, 6, 10, 1.0)) == {1: "full", 2: "full"}
    assert verdicts(0, line(1, 6, 0, 0.0)) == {1: "full"}
