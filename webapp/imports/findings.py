"""Collect what is wrong or worth telling about the rows of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_KEPT = 1000
"""So many findings of each weight are kept with their place; the rest are counted."""
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one finding: where it is (row as a spreadsheet counts, heading and letter of the column), and its code."""

    code: str
    row: int | None = None
    column: str = ""
    letter: str = ""
    value: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


class BadValue(Exception):
    """Say why a cell cannot be used, by a code and the facts that explain it."""

    def __init__(self, code: str, **details: object) -> None:
        """Keep code and facts."""
        super().__init__(code, details)
        self.code, self.details = code, details


@dataclass(slots=True)
class Findings:
    """Gather faults, which stop an import, and notes, which do not."""

    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    faulty_rows: set[int] = field(default_factory=set)
    fault_count: int = 0
    note_count: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def fault(self, found: Finding) -> None:
        """Add what stops the import."""
        self.fault_count += 1
        self.codes[found.code] += 1
        if found.row is not None:
            self.faulty_rows.add(found.row)
        if len(self.faults) < MOST_KEPT:
            self.faults.append(found)

    def note(self, found: Finding) -> None:
        """Add what people should know; the import goes on."""
        self.note_count += 1
        if len(self.notes) < MOST_KEPT:
            self.notes.append(found)

    @property
    def sound(self) -> bool:
        """Tell whether nothing stops the import."""
        return not self.fault_count


def letter_of(index: int) -> str:
    """Return the letters by which a spreadsheet names a column, counted from 0.

    >>> letter_of(0), letter_of(25), letter_of(26), letter_of(701), letter_of(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown_value(raw: object) -> str:
    """Return a cell's content short enough for a message."""
    text = "" if raw is None else str(raw)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
