"""What quotations cost, the best mix of them and what a split costs."""

from __future__ import annotations

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kernel.amounts import Money, Quantity
from procurement.prices import Step
from procurement.quote_comparison import Bid, best_mix, cheapest, cost_of, split

Q, M = Quantity.of, Money.of


def bid(
    supplier: int, *steps: tuple[int, str], minimum: int = 0, multiple: int = 1, lead: int = 7, key: int = 0
) -> Bid:
    return Bid(
        key or supplier,
        supplier,
        tuple(Step(Q(start), M(price), date.min) for start, price in steps),
        Q(minimum),
        Q(multiple),
        lead,
        date.max,
    )


def test_minimum_and_packs_may_make_a_low_price_dear() -> None:
    low, high = bid(1, (0, "9"), minimum=50), bid(2, (0, "10"))
    assert cost_of(low, Q(20)).amount_cny == M(450)
    best = cheapest([low, high], Q(20))
    assert best is not None
    assert (best.bid.supplier_id, best.amount_cny) == (2, M(200))
    assert cheapest([], Q(1)) is None


def test_the_step_that_rounding_up_reaches_holds() -> None:
    cost = cost_of(bid(1, (0, "10"), (100, "8"), multiple=25), Q(90))
    assert (cost.quantity, cost.unit_price_cny) == (Q(100), M(8))


def test_a_split_gives_the_second_only_what_is_left() -> None:
    one, two = split(bid(1, (0, "9"), multiple=25), bid(2, (0, "10")), Q(100), 60)
    assert (one.quantity, two.quantity) == (Q(75), Q(25))
    assert one.amount_cny + two.amount_cny == M(925)


def test_freight_can_make_one_supplier_cheaper_than_the_best_of_each_line() -> None:
    bids = {1: [bid(1, (0, "10")), bid(2, (0, "9"))], 2: [bid(1, (0, "10")), bid(2, (0, "11"))]}
    asked = {1: Q(10), 2: Q(10)}
    apart = best_mix(asked, bids, {})
    assert {line: cost.bid.supplier_id for line, cost in apart.costs.items()} == {1: 2, 2: 1}
    assert apart.amount_cny == M(190)
    together = best_mix(asked, bids, {1: M(5), 2: M(30)})
    assert {line: cost.bid.supplier_id for line, cost in together.costs.items()} == {1: 1, 2: 1}
    assert (together.amount_cny, together.freight_cny) == (M(200), M(5))


def test_a_line_that_nobody_offers_is_left_out() -> None:
    mix = best_mix({1: Q(1), 2: Q(1)}, {1: [bid(1, (0, "3"))], 2: []}, {})
    assert list(mix.costs) == [1]
    assert best_mix({1: Q(1)}, {}, {}).costs == {}


prices = st.lists(st.lists(st.one_of(st.none(), st.integers(1, 50)), min_size=3, max_size=3), min_size=1, max_size=4)


@given(prices, st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_no_other_way_to_share_the_lines_costs_less(table: list[list[int | None]], freights: list[int]) -> None:
    """The mix is as cheap as the cheapest of all ways to give each line to one of its bidders, freight included."""
    asked = {line: Q(1) for line in range(len(table))}
    bids = {
        line: [bid(number, (0, str(price))) for number, price in enumerate(row, 1) if price is not None]
        for line, row in enumerate(table)
    }
    freight = {number: M(each) for number, each in enumerate(freights, 1)}
    mix = best_mix(asked, bids, freight)
    offered = [line for line in asked if bids[line]]
    ways = product(*(bids[line] for line in offered))
    sums = [
        sum((cost_of(one, Q(1)).amount_cny for one in way), Money.zero())
        + sum((freight[number] for number in {one.supplier_id for one in way}), Money.zero())
        for way in ways
    ]
    assert mix.amount_cny + mix.freight_cny == min(sums)


@given(st.integers(1, 500), st.integers(1, 99), st.integers(1, 30), st.integers(1, 30))
def test_a_split_always_gives_at_least_what_was_asked(asked: int, percent: int, pack: int, other: int) -> None:
    one, two = split(bid(1, (0, "1"), multiple=pack), bid(2, (0, "1"), multiple=other), Q(asked), percent)
    assert one.quantity + two.quantity >= Q(asked)
    assert one.quantity * 100 >= Q(asked) * percent
