"""Open a file as a table: its headings and its rows, whatever form it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import RuleViolation
from webapp.imports.limits import Limits
from webapp.imports.sources import Source, form_of
from webapp.imports.texts import SHOWN, look, records
from webapp.imports.values import is_blank
from webapp.imports.workbooks import first_sheet


@dataclass(slots=True)
class Sheet:
    """Hold a table that is read row by row; `read_as` says how its bytes were understood."""

    name: str
    read_as: str
    header_row: int
    header: Sequence[Any]
    rows: Iterator[tuple[int, Sequence[Any]]]


def open_sheet(source: Source, limits: Limits) -> Sheet:
    """Open a file and read its headings; refuse a file that is too large, no table, or has no rows."""
    form = form_of(source, limits)
    given: Iterator[tuple[int, Sequence[Any]]]
    if form == "workbook":
        given, read_as = first_sheet(source, limits), "XLSX"
    else:
        text = look(source, form, limits)
        given, read_as = records(source, text, limits), SHOWN.get(text.encoding, text.encoding.upper())
    bounded = _bounded(given, limits)
    number, header = next(bounded, (0, ()))
    if not header or all(is_blank(cell) for cell in header):
        raise RuleViolation("upload_empty")
    first = next(bounded, None)
    if first is None:
        raise RuleViolation("import_only_headings")
    return Sheet(source.name, read_as, number, header, _with_first(first, bounded))


def _with_first(
    first: tuple[int, Sequence[Any]], rest: Iterator[tuple[int, Sequence[Any]]]
) -> Iterator[tuple[int, Sequence[Any]]]:
    yield first
    yield from rest


def _bounded(given: Iterator[tuple[int, Sequence[Any]]], limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    """Pass rows on until one bound is broken: rows, columns, length of a cell."""
    count = -1
    for number, cells in given:
        if all(is_blank(cell) for cell in cells):
            continue
        count += 1
        if count > limits.rows:
            raise RuleViolation("import_too_many_rows", most=limits.rows)
        if len(cells) > limits.columns:
            raise RuleViolation("import_too_many_columns", most=limits.columns)
        if any(isinstance(cell, str) and len(cell) > limits.cell_length for cell in cells):
            raise RuleViolation("import_cell_too_long", most=limits.cell_length, row=number)
        yield number, cells
