"""Make sale prices out of warranty by the rule: cost, mark-up of the category, rounding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from kernel.amounts import Money


def by_rule(cost: Money, percent: Decimal, round_to: Decimal) -> Money:
    """Return the cost with its mark-up, raised to the next step of the rounding.

    >>> by_rule(Money.of("10.01"), Decimal(30), Decimal("0.1"))
    Money('13.1')
    >>> by_rule(Money.of(10), Decimal(30), Decimal(1))
    Money('13')
    """
    steps = cost.decimal * (100 + percent) / 100 / round_to
    return Money.of(steps.to_integral_value(ROUND_CEILING) * round_to)


def markup(
    category_id: int | None, own: Mapping[int, Decimal], parents: Mapping[int, int | None], usual: Decimal
) -> Decimal:
    """Return the mark-up of a category, else that of the nearest one above it, else the usual one.

    >>> markup(2, {1: Decimal(50)}, {1: None, 2: 1}, Decimal(30)), markup(None, {}, {}, Decimal(30))
    (Decimal('50'), Decimal('30'))
    """
    while category_id is not None:
        if category_id in own:
            return own[category_id]
        category_id = parents.get(category_id)
    return usual
