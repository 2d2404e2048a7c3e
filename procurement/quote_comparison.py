"""Compare quotations 比价: what a quantity really costs from each supplier, the best mix, and what a split costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kernel.amounts import Money, Quantity
from procurement.offers import packed
from procurement.prices import Step, line_amount, step_for

MOST_MIXED = 12
"""Suppliers whose mixes are all looked at: beyond that the tries would double with each."""


@dataclass(frozen=True, slots=True)
class Bid:
    """Hold on what terms a supplier quotes a line, in yuan without tax."""

    quote_line_id: int
    supplier_id: int
    steps: tuple[Step, ...]
    minimum: Quantity
    multiple: Quantity
    lead_time_days: int
    valid_until_on: date


@dataclass(frozen=True, slots=True)
class Cost:
    """Hold what must be bought of a bid to get the asked quantity, and what it costs."""

    bid: Bid
    quantity: Quantity
    unit_price_cny: Money
    amount_cny: Money


@dataclass(frozen=True, slots=True)
class Mix:
    """Hold who delivers each line (by the line's id) where all together costs least, freight included."""

    costs: Mapping[int, Cost]
    amount_cny: Money
    freight_cny: Money


def cost_of(bid: Bid, asked: Quantity) -> Cost:
    """Return what an asked quantity costs: raised to the minimum and to whole packs, at the step it then reaches.

    >>> step = Step(Quantity.of(0), Money.of(2), date.min)
    >>> bid = Bid(1, 1, (step,), Quantity.of(10), Quantity.of(4), 7, date.max)
    >>> cost = cost_of(bid, Quantity.of(9))
    >>> str(cost.quantity), str(cost.amount_cny)
    ('12', '24')
    """
    quantity = packed(asked, bid.minimum, bid.multiple)
    step = step_for(bid.steps, quantity)
    assert step is not None, "a line without prices is no bid"
    return Cost(bid, quantity, step.unit_price_cny, line_amount(step.unit_price_cny, quantity))


def cheapest(bids: Sequence[Bid], asked: Quantity) -> Cost | None:
    """Return the bid that costs least for an asked quantity; of equals the faster, then the smaller id."""
    costs = [cost_of(bid, asked) for bid in bids]
    return min(costs, key=_rank, default=None)


def split(first: Bid, second: Bid, asked: Quantity, percent: int) -> tuple[Cost, Cost]:
    """Return what both cost where the first gets `percent` of the asked quantity, in whole packs, the second the rest.

    What rounding up gives the first too much, the second needs not deliver.
    """
    share = Quantity(-(-asked.scaled * percent // 100))
    one = cost_of(first, share)
    rest = max(asked - one.quantity, Quantity.zero())
    return one, cost_of(second, rest)


def best_mix(asked: Mapping[int, Quantity], bids: Mapping[int, Sequence[Bid]], freight: Mapping[int, Money]) -> Mix:
    """Return the cheapest way to get every line that anybody offers: each supplier that delivers adds its freight.

    All groups of suppliers are tried, each line going to the cheapest of the group, so the answer is exact up to
    `MOST_MIXED` suppliers; beyond, only the cheapest for each line stay in the running.
    """
    lines = [line for line in asked if bids.get(line)]
    suppliers = sorted({bid.supplier_id for line in lines for bid in bids[line]})
    if len(suppliers) > MOST_MIXED:
        best = [cheapest(bids[line], asked[line]) for line in lines]
        suppliers = sorted({cost.bid.supplier_id for cost in best if cost is not None})
        if len(suppliers) > MOST_MIXED:
            return _mix(lines, asked, bids, freight, set(suppliers)) or Mix({}, Money.zero(), Money.zero())
    found = [
        mix
        for size in range(1, len(suppliers) + 1)
        for group in combinations(suppliers, size)
        if (mix := _mix(lines, asked, bids, freight, group)) is not None
    ]
    return min(found, key=lambda mix: mix.amount_cny + mix.freight_cny, default=Mix({}, Money.zero(), Money.zero()))


def _mix(
    lines: Sequence[int],
    asked: Mapping[int, Quantity],
    bids: Mapping[int, Sequence[Bid]],
    freight: Mapping[int, Money],
    group: Collection[int],
) -> Mix | None:
    """Give each line to the cheapest of a group; nothing where the group leaves a line out."""
    costs: dict[int, Cost] = {}
    for line in lines:
        cost = cheapest([bid for bid in bids[line] if bid.supplier_id in group], asked[line])
        if cost is None:
            return None
        costs[line] = cost
    used = {cost.bid.supplier_id for cost in costs.values()}
    return Mix(
        costs,
        sum((cost.amount_cny for cost in costs.values()), Money.zero()),
        sum((freight.get(supplier, Money.zero()) for supplier in used), Money.zero()),
    )


def _rank(cost: Cost) -> tuple[Money, int, int]:
    return cost.amount_cny, cost.bid.lead_time_days, cost.bid.quote_line_id
