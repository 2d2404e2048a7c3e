"""Describe the columns of an import, find them in a file's headings, and read the rows beneath."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.imports.findings import BadValue, Finding, Findings, letter_of, shown_value
from webapp.imports.values import Parser, is_blank

_MARKS = re.compile(r"[\s_\-./:：（）()\[\]]+")


@dataclass(frozen=True, slots=True)
class Column:
    """Describe a column: its heading in both languages, other headings it is known by, and how a cell is read.

    `required`: the column must be there; `filled`: no cell of it may be blank. `example` goes into the template.
    """

    name: str
    en: str
    zh: str
    parse: Parser
    also: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    example: Any = None
    help: Any = ""

    @property
    def headings(self) -> set[str]:
        """Return every heading that means this column, as `folded` writes it."""
        return {folded(each) for each in (self.name, self.en, self.zh, *self.also)}


@dataclass(slots=True)
class Layout:
    """Say where each column stands in a file, and which headings belong to no column."""

    at: dict[str, int]
    headings: tuple[str, ...]
    others: dict[int, Any] = field(default_factory=dict)
    row: int = 1

    def named(self, index: int) -> str:
        """Return the heading of a place as the file has it."""
        return self.headings[index] if index < len(self.headings) else ""

    def finding(self, code: str, row: int | None, index: int | None, raw: object = None, **details: object) -> Finding:
        """Return a finding at a row and place."""
        return Finding(
            code,
            row,
            "" if index is None else shown_value(self.named(index)),
            "" if index is None else letter_of(index),
            shown_value(raw),
            details,
        )

    def find(self, code: str, name: str, row: int, raw: object = None, **details: object) -> Finding:
        """Return a finding in a named column of a row."""
        return self.finding(code, row, self.at.get(name), raw, **details)


@dataclass(slots=True)
class Row:
    """Hold the values of a row by the names of its columns; what was blank is missing."""

    number: int
    values: dict[str, Any]
    others: list[Any]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return a value, or what stands for a blank."""
        return self.values.get(name, otherwise)


def folded(heading: object) -> str:
    """Return a heading without case, blanks and marks.

    >>> folded("Lead time (days)") == folded("lead_time_days"), folded("交期（天）")
    (True, '交期天')
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", str(heading or "")).casefold().lstrip("\ufeff"))


def _halves(heading: object) -> Iterable[str]:
    """Yield a heading and, where it bears both languages, each of them."""
    said = str(heading or "")
    yield folded(said)
    for mark in (" / ", "\n"):
        if mark in said:
            yield from (folded(each) for each in said.split(mark))


def lay_out(
    cells: Sequence[Any], row: int, columns: Sequence[Column], findings: Findings, other: Callable[[Any], Any | None]
) -> Layout:
    """Find the columns in the headings; tell those that are missing, doubled or unknown.

    `other` may know a heading that is no column, such as a period; what it returns is kept by place.
    """
    known = {heading: column.name for column in columns for heading in column.headings}
    layout = Layout({}, tuple(str(cell or "").strip() for cell in cells), row=row)
    for index, cell in enumerate(cells):
        if is_blank(cell):
            continue
        name = next((known[half] for half in _halves(cell) if half in known), None)
        if name is None:
            meaning = other(cell)
            if meaning is not None:
                layout.others[index] = meaning
            else:
                findings.note(layout.finding("import_column_unknown", row, index))
        elif name in layout.at:
            first = layout.named(layout.at[name])
            findings.fault(layout.finding("import_column_twice", row, index, first=first))
        else:
            layout.at[name] = index
    for column in columns:
        if column.required and column.name not in layout.at:
            accepted = [column.en, column.zh, *column.also[:3]]
            findings.fault(Finding("import_column_missing", row, column.en, "", "", {"accepted": accepted}))
    return layout


def read_rows(
    given: Iterable[tuple[int, Sequence[Any]]], layout: Layout, columns: Sequence[Column], findings: Findings
) -> Iterator[Row]:
    """Yield the rows with their values; what cannot be used is told, and its row comes without that value."""
    present = [(column, layout.at[column.name]) for column in columns if column.name in layout.at]
    width = len(layout.headings)
    for number, cells in given:
        if len(cells) > width and any(not is_blank(cell) for cell in cells[width:]):
            extra = next(at for at in range(width, len(cells)) if not is_blank(cells[at]))
            findings.fault(layout.finding("import_cell_without_heading", number, extra, cells[extra]))
        values: dict[str, Any] = {}
        for column, index in present:
            raw = cells[index] if index < len(cells) else None
            if is_blank(raw):
                if column.filled:
                    findings.fault(layout.finding("import_blank", number, index))
                continue
            try:
                values[column.name] = column.parse(raw)
            except BadValue as wrong:
                findings.fault(layout.finding(wrong.code, number, index, raw, **wrong.details))
        others = [cells[index] if index < len(cells) else None for index in layout.others]
        yield Row(number, values, others)
