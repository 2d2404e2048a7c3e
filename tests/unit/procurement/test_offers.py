"""The choice of a supplier: who may get an order, and what decides between those who may."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kernel.amounts import Money, Quantity
from procurement.offers import Offer, choose, packed, ranked
from procurement.prices import Step

PLAIN = {"score": 40, "price": 40, "lead_time": 20}
URGENT = {"score": 20, "price": 10, "lead_time": 70}


def q(value):
    return Quantity.of(value)


def offer(key, *prices, state="approved", standing="good", score=80, lead=10.0, minimum=0, multiple=1, preferred=False):
    steps = tuple(Step(q(start), Money.of(price), date(2026, 1, 1)) for start, price in prices)
    return Offer(
        supplier_part_id=key,
        supplier_id=key,
        part_id=1,
        state=state,
        standing=standing,
        score=None if score is None else Decimal(score),
        lead_time_days=lead,
        lead_time_sd_days=2.0,
        deliveries=9,
        minimum=q(minimum),
        multiple=q(multiple),
        order_cost_cny=Money.of(60),
        holding_rate=0.2,
        preferred=preferred,
        steps=steps,
    )


def order(*offers, need=5, weights=PLAIN):
    return [each.offer.supplier_id for each in ranked(offers, q(need), weights, 60)]


def test_who_is_not_approved_or_blocked_by_score_or_without_price_is_out():
    assert order(
        offer(1, (0, "1"), state="candidate"),
        offer(2, (0, "1"), state="blocked"),
        offer(3, (0, "1"), standing="block"),
        offer(4),
        offer(5, (0, "99")),
    ) == [5]
    assert choose([], q(1), PLAIN, 60) is None


def test_on_watch_comes_last_and_preferred_first():
    assert order(
        offer(1, (0, "1"), state="on_watch", preferred=True),
        offer(2, (0, "10")),
        offer(3, (0, "12"), preferred=True),
    ) == [3, 2, 1]


def test_price_decides_among_equals_and_lead_time_when_tickets_wait():
    cheap, quick = offer(1, (0, "10"), lead=30.0), offer(2, (0, "12"), lead=5.0)
    assert order(cheap, quick, weights={"score": 40, "price": 60, "lead_time": 0}) == [1, 2]
    assert order(cheap, quick, weights=URGENT) == [2, 1]


def test_without_enough_data_a_neutral_score_is_taken():
    assert order(offer(1, (0, "10"), score=None), offer(2, (0, "10"), score=70)) == [2, 1]
    assert order(offer(1, (0, "10"), score=None), offer(2, (0, "10"), score=50)) == [1, 2]


def test_equals_are_settled_by_the_older_offer():
    assert order(offer(7, (0, "10")), offer(3, (0, "10"))) == [3, 7]


@pytest.mark.parametrize(
    ("need", "minimum", "multiple", "expected"),
    [(1, 0, 1, 1), (1, 10, 6, 12), (13, 10, 6, 18), (0, 10, 6, 0), ("0.4", 0, "0.25", "0.5")],
)
def test_quantities_are_whole_packs_of_at_least_the_minimum(need, minimum, multiple, expected):
    assert packed(q(need), q(minimum), q(multiple)) == q(expected)


def test_a_cheaper_step_is_taken_only_where_more_costs_less_in_all():
    offered = offer(1, (0, "10"), (10, "8"), (100, "1"))
    few, nearly, capped = (
        choose([offered], q(need), PLAIN, 60, most) for need, most in ((5, q(50)), (9, q(50)), (9, q(9)))
    )
    assert (few.quantity, few.unit_price_cny) == (q(5), Money.of(10))
    assert (nearly.quantity, nearly.unit_price_cny, nearly.raised_for_price) == (q(10), Money.of(8), True)
    assert (capped.quantity, capped.raised_for_price) == (q(9), False)
