"""Build typed columns for sums: the database adds integers, the caller gets quantities and money."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Case, ColumnElement, Select, case, cast, func, type_coerce

from inventory.priority import URGENCIES
from inventory.tables import PartRequest
from kernel.amounts import Money, Quantity
from kernel.db import MoneyType, QuantityType

Listing: TypeAlias = Select[*tuple[Any, ...]]
"""A statement whose labelled columns a page sorts, filters and cuts into pages in the database."""

THOUSANDTHS = 1000
"""A quantity's scale: the product of a scaled quantity and a scaled unit cost is this much too large."""


def number(column: Any) -> ColumnElement[int]:  # noqa: ANN401 - any column that holds a scaled integer
    """Return a column's plain integer, for arithmetic in the database."""
    return type_coerce(column, BigInteger)


def total(expression: ColumnElement[int]) -> ColumnElement[int]:
    """Return the sum of an integer expression as an integer, 0 for no rows."""
    return cast(func.coalesce(func.sum(expression), 0), BigInteger)


def or_zero(expression: Any) -> ColumnElement[int]:  # noqa: ANN401 - as above
    """Return an integer expression with 0 in place of nothing."""
    return func.coalesce(number(expression), 0)


def quantity(expression: ColumnElement[int]) -> ColumnElement[Quantity]:
    """Show an integer expression as a quantity."""
    return type_coerce(cast(expression, BigInteger), QuantityType())


def money(scaled_products: ColumnElement[int]) -> ColumnElement[Money]:
    """Show a sum of scaled quantity × scaled unit cost as money, rounded once at the fourth place, half away from 0.

    The database cuts a quotient towards zero, so the half is added away from it.
    """
    exact = cast(scaled_products, BigInteger)
    half = THOUSANDTHS // 2
    rounded = (exact + case((exact < 0, -half), else_=half)) // THOUSANDTHS
    return type_coerce(cast(rounded, BigInteger), MoneyType())


def waiting() -> ColumnElement[int]:
    """Return what a request still lacks or is promised: asked for less issued less cancelled."""
    return number(PartRequest.quantity) - number(PartRequest.issued) - number(PartRequest.cancelled)


def urgency_rank() -> Case[int]:
    """Return the rank of a request's urgency, first served first."""
    return case({word: rank for rank, word in enumerate(URGENCIES)}, value=PartRequest.urgency, else_=len(URGENCIES))
