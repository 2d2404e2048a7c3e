"""Reckon with working time: when so many hours of it have passed, and how many lie between two instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kernel.clock import BUSINESS_ZONE
from kernel.errors import RuleViolation

LONGEST_SEARCH_DAYS = 3660
"""A calendar without a working day in ten years is a wrong setting, not a long holiday."""


class Runs(StrEnum):
    """Name when a clock runs: round the clock, the whole of working days, or in working hours only."""

    ALWAYS = "always"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hold which days are worked (0 is Monday) and from when to when, in the business time zone."""

    opens: time = time(8, 30)
    closes: time = time(18, 0)
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    extra_days: frozenset[date] = frozenset()
    zone: ZoneInfo = field(default=BUSINESS_ZONE)

    def __post_init__(self) -> None:
        """Refuse a working day that ends before it begins."""
        if self.closes <= self.opens:
            raise RuleViolation("calendar_hours", opens=self.opens.isoformat(), closes=self.closes.isoformat())

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked: a moved working day beats a holiday, a holiday beats a weekday."""
        if day in self.extra_days:
            return True
        return day not in self.holidays and day.weekday() not in self.weekend

    def stretch(self, day: date, runs: Runs) -> tuple[datetime, datetime] | None:
        """Return from when to when (UTC) a clock of this kind runs on a day, or nothing."""
        if not self.is_working(day):
            return None
        if runs is Runs.WORKING_DAYS:
            begins, ends = datetime.combine(day, time.min), datetime.combine(day + timedelta(1), time.min)
        else:
            begins, ends = datetime.combine(day, self.opens), datetime.combine(day, self.closes)
        return begins.replace(tzinfo=self.zone).astimezone(UTC), ends.replace(tzinfo=self.zone).astimezone(UTC)

    def after(self, start: datetime, lasting: timedelta, runs: Runs) -> datetime:
        """Return the instant at which `lasting` of running time has passed since `start`.

        >>> friday = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai, an hour before closing
        >>> Calendar().after(friday, timedelta(hours=4), Runs.WORKING_HOURS).isoformat()
        '2026-03-09T03:30:00+00:00'
        """
        if lasting <= timedelta(0):
            return start.astimezone(UTC)
        if runs is Runs.ALWAYS:
            return start.astimezone(UTC) + lasting
        for begins, ends in self._stretches(start, runs):
            begin = max(begins, start)
            if begin + lasting <= ends:
                return begin.astimezone(UTC) + lasting
            lasting -= max(ends - begin, timedelta(0))
        raise RuleViolation("calendar_without_working_days")

    def between(self, start: datetime, end: datetime, runs: Runs) -> timedelta:
        """Return the running time from `start` to `end`; negative when `end` lies before."""
        if end < start:
            return -self.between(end, start, runs)
        if runs is Runs.ALWAYS:
            return end - start
        passed = timedelta(0)
        last = end.astimezone(self.zone).date()
        day = start.astimezone(self.zone).date()
        while day <= last:
            stretch = self.stretch(day, runs)
            if stretch is not None:
                passed += max(min(stretch[1], end) - max(stretch[0], start), timedelta(0))
            day += timedelta(1)
        return passed

    def _stretches(self, start: datetime, runs: Runs) -> Iterator[tuple[datetime, datetime]]:
        day = start.astimezone(self.zone).date()
        for _ in range(LONGEST_SEARCH_DAYS):
            stretch = self.stretch(day, runs)
            if stretch is not None:
                yield stretch
            day += timedelta(1)
