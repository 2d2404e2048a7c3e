"""Read the headings of a wide history: months, weeks or first days, with dates or only counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from webapp.imports.findings import BadValue
from webapp.imports.values import MONTH_PARTS, day, plain

Unit = Literal["month", "week"]

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
WEEK = re.compile(r"([0-9]{4})\s*[-/ ]?\s*[Ww]([0-9]{1,2})|([0-9]{4})\s*[-年]\s*第?([0-9]{1,2})周")
WORDED = re.compile(r"([A-Za-z]{3})[a-z]*[- .']*([0-9]{2}|[0-9]{4})|([0-9]{4})[- .]*([A-Za-z]{3})[a-z]*")
COUNTED = re.compile(r"(m|month|月|w|wk|week|周|p|per|period|t|期)?[ _.-]*([0-9]{1,4})(?:月|周|期)?", re.IGNORECASE)
COUNTED_UNITS: dict[str, Unit] = {
    "m": "month",
    "month": "month",
    "月": "month",
    "w": "week",
    "wk": "week",
    "week": "week",
    "周": "week",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold what a heading says: its unit where known, the first day of its period or its place in the count."""

    unit: Unit | None
    start_on: date | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Periods:
    """Hold the periods of a file's columns, in the order of the columns."""

    unit: Unit
    starts: tuple[date, ...]
    counted: bool
    moved_by: int = 0

    @property
    def first_on(self) -> date:
        """Return the first day of the first period."""
        return min(self.starts)

    @property
    def last_on(self) -> date:
        """Return the first day of the last period."""
        return max(self.starts)


def heading(cell: object) -> Heading | None:
    """Return what a heading says of a period, or None where it names none.

    >>> heading("2026-W02").start_on, heading("Jan-26").start_on, heading("m07").number
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 1), 7)
    """
    if isinstance(cell, date):
        return Heading(None, cell.date() if isinstance(cell, datetime) else cell)
    said = plain(cell)
    if found := WEEK.fullmatch(said):
        return Heading("week", _week(int(found[1] or found[3]), int(found[2] or found[4])))
    if (start := _month(said)) is not None:
        return Heading("month", start)
    try:
        if not (said.isdecimal() and len(said) < 8):
            return Heading(None, day(said))
    except BadValue:
        pass
    if found := COUNTED.fullmatch(said):
        word = (found[1] or said[-1] if not said[-1].isdecimal() else found[1] or "").casefold()
        return Heading(COUNTED_UNITS.get(word), number=int(found[2]))
    return None


def _week(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _month(said: str) -> date | None:
    """Return the first day of the month that a text names."""
    if found := MONTH_PARTS.fullmatch(said):
        year, month = int(found[1]), int(found[2])
    elif said.isdecimal() and len(said) == 6 and 1 <= int(said[4:]) <= 12 and 1950 <= int(said[:4]) <= 2199:
        year, month = int(said[:4]), int(said[4:])
    elif (found := WORDED.fullmatch(said)) and (found[1] or found[4]).casefold() in MONTHS:
        year = int(found[2] or found[3])
        year, month = year + 2000 if year < 100 else year, MONTHS[(found[1] or found[4]).casefold()]
    else:
        return None
    return date(year, month, 1) if 1 <= month <= 12 and 1950 <= year <= 2199 else None


def begin(on: date, unit: Unit) -> date:
    """Return the first day of the period that a day lies in.

    >>> begin(date(2026, 1, 7), "week"), begin(date(2026, 1, 7), "month")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 1))
    """
    return on.replace(day=1) if unit == "month" else on - timedelta(days=on.weekday())


def later(start_on: date, periods: int, unit: Unit) -> date:
    """Return the first day of the period that comes so many periods after one."""
    if unit == "week":
        return start_on + timedelta(weeks=periods)
    months = start_on.year * 12 + start_on.month - 1 + periods
    return date(months // 12, months % 12 + 1, 1)


def apart(first: date, last: date, unit: Unit) -> int:
    """Return how many periods lie between two first days."""
    if unit == "week":
        return (last - first).days // 7
    return (last.year - first.year) * 12 + last.month - first.month


def last_period(said: str, unit: Unit) -> date:
    """Return the first day of the period named in an option."""
    found = heading(said)
    if found is None or found.start_on is None:
        raise BadValue("import_period_unclear", value=said)
    return begin(found.start_on, unit)


def periods_of(
    found: Sequence[Heading], *, today: date, unit: Unit | None = None, last: str = ""
) -> tuple[Periods, list[int]]:
    """Return the periods of all columns and the places of columns that repeat one; the file must speak of one unit.

    Columns that are only counted end with the period before today's, or at `last`; dated columns are moved there too.
    """
    if not found:
        raise BadValue("import_no_periods")
    if any(each.start_on is None and each.number is None for each in found):
        raise BadValue("import_period_unclear", value="")
    if any(each.number is not None for each in found):
        return _counted(found, today=today, unit=unit, last=last)
    starts = [each.start_on for each in found if each.start_on is not None]
    units = {each.unit for each in found} - {None}
    if len(units) > 1:
        raise BadValue("import_periods_mixed")
    real = next(iter(units), None) or _unit_of(starts)
    if unit is not None and unit != real:
        raise BadValue("import_periods_other_unit", unit=real)
    at = [begin(each, real) for each in starts]
    moved = 0
    if last:
        moved = apart(max(at), last_period(last, real), real)
        at = [later(each, moved, real) for each in at]
    return Periods(real, tuple(at), counted=False, moved_by=moved), _repeated(at)


def _unit_of(starts: Sequence[date]) -> Unit:
    """Tell months from weeks by the days on which columns begin."""
    ordered = sorted(set(starts))
    if all(each.day == 1 for each in ordered):
        return "month"
    if len(ordered) > 1 and all((b - a).days % 7 == 0 for a, b in pairwise(ordered)):
        return "week"
    if len(ordered) == 1:
        return "week"
    if len({each.replace(day=1) for each in ordered}) == len(ordered) and all(_month_end(each) for each in ordered):
        return "month"
    raise BadValue("import_periods_uneven")


def _month_end(on: date) -> bool:
    return (on + timedelta(days=1)).day == 1


def _counted(found: Sequence[Heading], *, today: date, unit: Unit | None, last: str) -> tuple[Periods, list[int]]:
    numbers = [each.number for each in found if each.number is not None]
    if len(numbers) != len(found):
        raise BadValue("import_periods_mixed")
    units = {each.unit for each in found} - {None}
    if len(units) > 1:
        raise BadValue("import_periods_mixed")
    real: Unit = unit or next(iter(units), None) or "month"
    end = last_period(last, real) if last else later(begin(today, real), -1, real)
    at = [later(end, number - max(numbers), real) for number in numbers]
    if at and min(at) < date(1950, 1, 1):
        raise BadValue("import_periods_too_many")
    return Periods(real, tuple(at), counted=True), _repeated(at)


def _repeated(at: Sequence[date]) -> list[int]:
    seen: set[date] = set()
    again = []
    for place, start in enumerate(at):
        if start in seen:
            again.append(place)
        seen.add(start)
    return again
