"""Keep a plan within its budget: waiting tickets first, then what saves most back-orders per yuan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kernel.amounts import Money

LAST_WAITING_RANK = 2
Verdict = Literal["full", "urgent_only", "out"]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Hold what a proposal costs, how urgent it is, and the back-orders that it is expected to save, in units.

    `urgent_cost_cny` is the cost of what waiting tickets alone need, where that is less than the whole.
    """

    key: int
    rank: int
    cost_cny: Money
    saving: float
    urgent_cost_cny: Money | None = None


def within_budget(lines: Sequence[BudgetLine], budget_cny: Money | None) -> dict[int, Verdict]:
    """Say for each line whether it fits: whole, only what tickets wait for, or not at all.

    Nothing is split but a line for waiting tickets, and that is said. A line that does not fit lets cheaper ones
    behind it pass.

    >>> lines = [
    ...     BudgetLine(1, 6, Money.of(80), 4.0),
    ...     BudgetLine(2, 6, Money.of(50), 5.0),
    ...     BudgetLine(3, 0, Money.of(40), 0),
    ... ]
    >>> within_budget(lines, Money.of(100))
    {3: 'full', 2: 'full', 1: 'out'}
    """
    verdicts: dict[int, Verdict] = {}
    left = budget_cny
    for line in sorted(lines, key=_turn):
        verdict: Verdict = "full"
        if left is not None:
            cost = line.cost_cny
            if cost > left:
                cost = line.urgent_cost_cny if line.urgent_cost_cny is not None else cost
                verdict = "urgent_only" if cost <= left else "out"
            if verdict != "out":
                left = left - cost
        verdicts[line.key] = verdict
    return verdicts


def _turn(line: BudgetLine) -> tuple[int, float, int]:
    if line.rank <= LAST_WAITING_RANK:
        return line.rank, 0.0, line.key
    per_yuan = line.saving / max(float(line.cost_cny.decimal), 1e-9)
    return LAST_WAITING_RANK + 1, -per_yuan, line.key
