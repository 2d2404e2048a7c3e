"""Read the lines of an order and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.amounts import Money
from procurement.prices import line_amount
from procurement.tables import OrderLine


def lines_of(session: Session, order_id: int) -> list[OrderLine]:
    """Return the lines of an order as they are now, in order."""
    return list(
        session.scalars(
            select(OrderLine)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.line_no)
            .execution_options(populate_existing=True)
        )
    )


def amount_of(lines: Sequence[OrderLine]) -> Money:
    """Return what the lines come to, without what was given up."""
    return sum((line_amount(line.unit_price_cny, line.quantity - line.cancelled) for line in lines), Money.zero())
