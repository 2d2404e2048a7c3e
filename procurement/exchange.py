"""Turn what suppliers quote into yuan without tax: by the rate of a day, kept with the quotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from kernel.amounts import Money
from kernel.errors import RuleViolation

MILLION = 1_000_000
HUNDRED_PERCENT_BP = 10_000
HOME = "CNY"


def rate_millionths(rates: Iterable[Mapping[str, Any]], currency: str) -> int:
    """Return the yuan for a unit of a currency in millionths, from the entries of the setting.

    >>> rate_millionths([{"currency": "USD", "cny": 7.1234}], "USD")
    7123400
    """
    if currency == HOME:
        return MILLION
    for entry in rates:
        if entry["currency"] == currency:
            return int((Decimal(str(entry["cny"])) * MILLION).to_integral_value(ROUND_HALF_EVEN))
    raise RuleViolation("currency_without_rate", currency=currency, field="currency")


def currencies(rates: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the currencies that can be quoted, the yuan first.

    >>> currencies([{"currency": "USD", "cny": 7}, {"currency": "EUR", "cny": 8}])
    ('CNY', 'EUR', 'USD')
    """
    return (HOME, *sorted({str(entry["currency"]) for entry in rates} - {HOME}))


def net_cny(amount: Money, *, rate: int, tax_included: bool, tax_bp: int) -> Money:
    """Return an amount of a quotation in yuan without tax, rounded half to even at the fourth place.

    >>> net_cny(Money.of("11.30"), rate=MILLION, tax_included=True, tax_bp=1300)
    Money('10')
    >>> net_cny(Money.of("10"), rate=7_123_400, tax_included=False, tax_bp=1300)
    Money('71.234')
    """
    exact = Decimal(amount.scaled) * rate / MILLION
    if tax_included:
        exact = exact * HUNDRED_PERCENT_BP / (HUNDRED_PERCENT_BP + tax_bp)
    return Money(int(exact.to_integral_value(ROUND_HALF_EVEN)))
