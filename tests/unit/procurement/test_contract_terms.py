"""How an order line stands to the contracts."""

from __future__ import annotations

from datetime import date

import pytest

from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from procurement.contract_terms import Ordered, Term, kinds_outside
from procurement.exchange import MILLION, net_cny, rate_millionths
from procurement.prices import Step

Q, M = Quantity.of, Money.of
DAY = date(2026, 3, 2)
TERM = Term(
    1,
    "CT-1",
    1,
    1,
    1,
    1,
    date(2026, 1, 1),
    date(2026, 12, 31),
    (Step(Q(0), M(10), date.min), Step(Q(100), M(9), date.min)),
    maximum_total=Q(200),
)


@pytest.mark.parametrize(
    ("quantity", "price", "on", "called_off", "kinds"),
    [
        (50, "10", DAY, 0, ()),
        (50, "10.0001", DAY, 0, ("price",)),
        (100, "10", DAY, 0, ("price",)),
        (100, "9", date(2026, 12, 31), 100, ()),
        (100, "9", date(2027, 1, 1), 101, ("term", "maximum")),
    ],
)
def test_price_term_and_maximum(quantity: int, price: str, on: date, called_off: int, kinds: tuple[str, ...]) -> None:
    line = Ordered(Q(quantity), M(price))
    found = kinds_outside(line, term=TERM, on=on, called_off=Q(called_off), elsewhere=True)
    assert found == kinds


@pytest.mark.parametrize(("elsewhere", "kinds"), [(False, ()), (True, ("elsewhere",))])
def test_a_part_without_a_term(elsewhere: bool, kinds: tuple[str, ...]) -> None:
    line = Ordered(Q(1), M(1))
    assert kinds_outside(line, term=None, on=DAY, called_off=Q(0), elsewhere=elsewhere) == kinds


def test_tax_comes_off_before_prices_are_compared() -> None:
    with_tax = net_cny(M("113"), rate=MILLION, tax_included=True, tax_bp=1300)
    without = net_cny(M("100"), rate=MILLION, tax_included=False, tax_bp=1300)
    assert with_tax == without == M(100)


def test_a_currency_without_a_rate_is_refused() -> None:
    with pytest.raises(RuleViolation, match="currency_without_rate"):
        rate_millionths([{"currency": "USD", "cny": 7}], "EUR")
