"""Build columns that several listings share: what a line comes to, what is still open, when it is due."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, case, cast, func, select, type_coerce

from inventory.queries.columns import THOUSANDTHS, number
from kernel.db import MoneyType
from procurement.tables import Order, OrderLine, PriceBreak, SupplierPart

FEN = 100
"""A fen in the scale of money."""


def half_even(value: ColumnElement[int], divisor: int) -> ColumnElement[int]:
    """Divide a whole number that is not negative, a half going to the even neighbour, as `Money` rounds."""
    rest = value % divisor
    whole = cast((value - rest) // divisor, BigInteger)
    return case((rest * 2 > divisor, whole + 1), (rest * 2 == divisor, whole + whole % 2), else_=whole)


def line_amount(price: ColumnElement[int], quantity: ColumnElement[int]) -> ColumnElement[int]:
    """Return what a line comes to, rounded as `procurement.prices.line_amount` does."""
    return half_even(half_even(price * quantity, THOUSANDTHS), FEN) * FEN


def order_line_amount() -> ColumnElement[int]:
    """Return what an order line comes to without what was given up."""
    return line_amount(number(OrderLine.unit_price_cny), number(OrderLine.quantity) - number(OrderLine.cancelled))


def as_money(value: ColumnElement[int]) -> ColumnElement[object]:
    """Show a scaled integer as money."""
    return type_coerce(cast(value, BigInteger), MoneyType())


def still_open() -> ColumnElement[int]:
    """Return what has not come of an order line and was not given up."""
    rest = number(OrderLine.quantity) - number(OrderLine.received) - number(OrderLine.cancelled)
    return case((rest > 0, rest), else_=0)


def due_on() -> ColumnElement[date]:
    """Return the day on which a line should come: as promised, else as the order's lead times say."""
    return func.coalesce(OrderLine.promised_on, Order.expected_on, OrderLine.needed_on)


def price_on(on: date) -> ScalarSelect[object]:
    """Return the first step of the price list of a supplier's part that holds on a day."""
    begun = (
        select(func.max(PriceBreak.valid_from_on))
        .where(PriceBreak.supplier_part_id == SupplierPart.id, PriceBreak.valid_from_on <= on)
        .correlate(SupplierPart)
        .scalar_subquery()
    )
    return (
        select(PriceBreak.unit_price_cny)
        .where(PriceBreak.supplier_part_id == SupplierPart.id, PriceBreak.valid_from_on == begun)
        .order_by(PriceBreak.from_quantity)
        .limit(1)
        .correlate(SupplierPart)
        .scalar_subquery()
    )
