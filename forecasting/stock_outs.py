"""Tell of each period on how many days a store had none of a part, and how much was asked for in vain.

Demand is what was asked for, so what could not be given is in it already. What nobody asked for because it was shown
as not there is not: such periods are flagged for the eye, and nothing is made up for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby


@dataclass(frozen=True, slots=True)
class StockOut:
    """Hold a period's days without stock and the units that were asked for and not there; both 0 where it was well."""

    days: int
    unmet: float


def days_without(changes: Sequence[tuple[date, int]], on_hand: int, starts: Sequence[date], until: date) -> list[int]:
    """Count for each period the days on which nothing was there at the day's end, before `until`.

    :param changes: day and change of stock, the oldest first; only their sum by day matters.
    :param on_hand: stock after the last change; any unit.
    :param starts: first days of the periods, the oldest first; the last ends before `until`.

    >>> days_without([(date(2026, 1, 5), -2), (date(2026, 1, 9), 4)], 4, [date(2026, 1, 1)], date(2026, 2, 1))
    [4]
    """
    steps = [(day, sum(units for _day, units in some)) for day, some in groupby(sorted(changes), key=lambda c: c[0])]
    balance = on_hand - sum(units for _day, units in steps)
    spans: list[tuple[date, date]] = []
    begin = starts[0] if starts else until
    for day, change in steps:
        if balance <= 0 and day > begin:
            spans.append((begin, day))
        balance += change
        begin = max(begin, day)
    if balance <= 0 and until > begin:
        spans.append((begin, until))
    ends = [*starts[1:], until]
    return [
        sum(max((min(end, there) - max(start, gone)).days, 0) for gone, there in spans)
        for start, end in zip(starts, ends, strict=True)
    ]


def period_after(starts: Sequence[date]) -> date:
    """Return the first day after the last of periods of one kind: months, or weeks.

    >>> period_after([date(2025, 11, 1), date(2025, 12, 1)]), period_after([date(2026, 3, 2), date(2026, 3, 9)])
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 16))
    """
    last = starts[-1]
    weekly = len(starts) > 1 and (last - starts[-2]).days == 7  # noqa: PLR2004
    if weekly:
        return last + timedelta(days=7)
    return date(last.year + last.month // 12, last.month % 12 + 1, 1)
