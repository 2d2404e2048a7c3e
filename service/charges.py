"""What a repair costs the customer: sale price of parts, fees, and what the warranty bears."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kernel.amounts import Money
from kernel.errors import RuleViolation
from kernel.settings import define

PRICING = define(
    "service.pricing",
    {"markup_percent": 30, "part_warranty_months": 3},
    "售价表未列配件的保外加价率（%）与更换配件的质保月数",
    "Mark-up on the cost of parts out of warranty that stand in no price list in per cent, and warranty on replaced"
    " parts in months",
)


@dataclass(frozen=True, slots=True)
class Bill:
    """Hold a customer's bill: total = labour + travel + parts − covered."""

    labour_fee_cny: Money
    travel_fee_cny: Money
    parts_fee_cny: Money
    covered_cny: Money
    total_cny: Money


def sale_price(unit_cost: Money, markup_percent: float) -> Money:
    """Return the sale price per unit, rounded to the fen.

    >>> sale_price(Money.of("10.01"), 30)
    Money('13.01')
    """
    return Money.of((unit_cost.decimal * (100 + Decimal(str(markup_percent))) / 100).quantize(Decimal("0.01")))


def charged(unit_cost: Money, listed: Money | None, markup_percent: float) -> Money:
    """Return what a unit costs the customer out of warranty: as the price list says, else its cost with the mark-up.

    >>> charged(Money.of(10), Money.of(12), 30), charged(Money.of(10), None, 30)
    (Money('12'), Money('13'))
    """
    return sale_price(unit_cost, markup_percent) if listed is None else listed


def bill(*, labour: Money, travel: Money, parts: Money, free: bool) -> Bill:
    """Draw up the bill; under warranty everything is borne for the customer.

    Raises `RuleViolation` for a negative fee.
    """
    if min(labour, travel, parts) < Money.zero():
        raise RuleViolation("fee_negative")
    whole = labour + travel + parts
    return Bill(labour, travel, parts, whole if free else Money.zero(), Money.zero() if free else whole)
