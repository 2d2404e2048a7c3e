"""Read past demand from a file without a database: one column a period, or one row a demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forecasting.demand import Period
    from webapp.imports.sheet import Sheet

META = ("part", "unit_price", "installed")
"""Columns of a wide table that are no periods; `sparewell plan` knows more of them."""
TERMS = ("lead_time_days", "lead_time_sd_days", "target", "order_quantity")
DAYS = ("date", "day", "period", "month", "week", "asked_on", "日期", "月份", "期间")
UNITS = ("quantity", "qty", "demand", "units", "数量", "需求")
PART = ("part", "part_number", "配件编号")


@dataclass(frozen=True)
class Demand:
    """Hold demand of parts by period, blanks as NaN, with prices and other terms where the file has them."""

    history: NDArray[np.float64]
    unit_price: NDArray[np.float64] | None
    parts: tuple[str, ...]
    periods: int
    terms: dict[str, NDArray[np.float64]] = field(default_factory=dict)


def read(path: Path) -> Demand:
    """Read a wide table of demand; returns stay negative and blanks blank, for the planner to treat."""
    return _told(path, lambda sheet: wide(sheet, META))


def read_either(path: Path, period: Period) -> Demand:
    """Read a wide table, or a long one that names a part, a day and a quantity in each row."""
    return _told(path, lambda sheet: long(sheet, period) if is_long(sheet) else wide(sheet, (*META, *TERMS)))


def _told(path: Path, work: Any) -> Demand:
    """Say in words what is wrong with a file, where no application gives them."""
    from flask import Flask
    from flask_babel import Babel

    from kernel.errors import AppError
    from webapp.imports.limits import Limits
    from webapp.imports.sheet import open_sheet
    from webapp.imports.sources import Source
    from webapp.messages import message

    try:
        return cast("Demand", work(open_sheet(Source.at(path), Limits().for_commands())))
    except AppError as error:
        bare = Flask("webapp")
        Babel(bare)
        with bare.app_context():
            raise click.ClickException(message(error)) from None


def _at(sheet: Sheet, names: Sequence[str]) -> int | None:
    """Return the place of the first column that bears one of the names."""
    from webapp.imports.columns import folded

    wanted = {folded(name) for name in names}
    return next((index for index, cell in enumerate(sheet.header) if folded(cell) in wanted), None)


def is_long(sheet: Sheet) -> bool:
    """Tell whether each row is one demand: it has a column for the day and one for the quantity."""
    return _at(sheet, DAYS) is not None and _at(sheet, UNITS) is not None


def _number(sheet: Sheet, cells: Any, index: int, row: int) -> float:
    from webapp.imports.findings import BadValue, letter_of
    from webapp.imports.values import BLANK, decimal, plain

    raw = cells[index] if index < len(cells) else None
    if raw is None or (isinstance(raw, str) and plain(raw).casefold() in BLANK):
        return float("nan")
    try:
        return float(decimal(raw))
    except BadValue:
        raise click.ClickException(
            f"row {row}, column {letter_of(index)} ({sheet.header[index]}): {raw!r} is not a number"
        ) from None


def wide(sheet: Sheet, meta: Sequence[str]) -> Demand:
    """Read one row a part and one column a period."""
    from webapp.imports.values import plain

    at = {name: index for name in meta if (index := _at(sheet, (name,))) is not None}
    places = [index for index in range(len(sheet.header)) if index not in at.values()]
    if "part" not in at or not places:
        raise click.ClickException("the table needs a column part and one column for each period")
    named = [name for name in at if name not in ("part", "installed")]
    rows, parts, terms = [], [], {name: list[float]() for name in named}
    for row, cells in sheet.rows:
        parts.append(plain(cells[at["part"]]) if at["part"] < len(cells) else "")
        rows.append(np.array([_number(sheet, cells, index, row) for index in places]))
        for name in named:
            terms[name].append(_number(sheet, cells, at[name], row))
    if not rows:
        raise click.ClickException("the table has no rows below its heading")
    found = {name: np.array(values) for name, values in terms.items()}
    return Demand(np.stack(rows), found.pop("unit_price", None), tuple(parts), len(places), found)


def long(sheet: Sheet, period: Period) -> Demand:
    """Read one row a demand and sum it up by part and period; the last row's price and terms hold for a part.

    All periods from the first day of the file to the last count as observed: nobody asking there is a zero. Negative
    quantities are returns, and no demand.
    """
    from forecasting.demand import bucket, period_numbers
    from webapp.imports.values import plain

    part_at, day_at, units_at = _at(sheet, PART), _at(sheet, DAYS), _at(sheet, UNITS)
    if part_at is None or day_at is None or units_at is None:
        raise click.ClickException("the table needs the columns part, date and quantity")
    named = {name: place for name in ("unit_price", *TERMS) if (place := _at(sheet, (name,))) is not None}
    index: dict[str, int] = {}
    terms: dict[str, dict[int, float]] = {name: {} for name in named}
    events: list[tuple[int, date, float]] = []
    for row, cells in sheet.rows:
        part = plain(cells[part_at]) if part_at < len(cells) else ""
        if not part:
            raise click.ClickException(f"row {row}: no part is named")
        key = index.setdefault(part, len(index))
        events.append((key, _day(sheet, cells, day_at, row), _number(sheet, cells, units_at, row)))
        for name, place in named.items():
            value = _number(sheet, cells, place, row)
            if value == value:  # noqa: PLR0124 - a blank differs from itself
                terms[name][key] = value
    if not events:
        raise click.ClickException("the table has no rows below its heading")
    keys, days, units = zip(*events, strict=True)
    numbers = period_numbers(np.array(days, dtype="datetime64[D]"), period)
    count = int(numbers.max() - numbers.min()) + 1
    made = bucket(
        keys,
        np.array(days, dtype="datetime64[D]"),
        units,
        parts=len(index),
        first=np.datetime64(min(days)),
        periods=count,
        period=period,
    )
    found = {
        name: np.array([values.get(key, float("nan")) for key in range(len(index))]) for name, values in terms.items()
    }
    return Demand(made.history, found.pop("unit_price", None), tuple(index), count, found)


def _day(sheet: Sheet, cells: Any, index: int, row: int) -> date:
    """Return the day that a cell names, or the first of the month that it names."""
    from webapp.imports.findings import BadValue, letter_of
    from webapp.imports.values import MONTH_PARTS, day, plain

    raw = cells[index] if index < len(cells) else None
    month = MONTH_PARTS.fullmatch(plain(raw)) if isinstance(raw, str) else None
    try:
        if month is not None:
            return date(int(month[1]), int(month[2]), 1)
        return day(raw)
    except (BadValue, ValueError):
        raise click.ClickException(
            f"row {row}, column {letter_of(index)} ({sheet.header[index]}): {raw!r} is no day such as 2026-01-31"
            " and no month such as 2026-01"
        ) from None
