"""Make the working calendar of China: published holidays and moved working days, with the company's own on top."""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays

from kernel.settings import define
from service.calendar import Calendar

CALENDAR = define(
    "service.calendar",
    {"opens": "08:30", "closes": "18:00", "weekend": [5, 6], "closed_days": [], "extra_days": []},
    "服务日历：上班时间、下班时间、周末（0 为周一）、另休日期、另上班日期",
    "Service calendar: opening and closing time, weekend (0 is Monday), further days off, further working days",
)

PUBLISHED = frozenset(day.year for day in chinese_calendar.constants.holidays)
"""Years whose holidays and moved working days have been announced."""

YEARS_BEFORE, YEARS_AFTER = 1, 2
"""How far around an instant a calendar knows holidays: more than any clock runs."""


@lru_cache(maxsize=64)
def special_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return a year's public holidays and its moved working days; a year not announced yet is estimated."""
    if year in PUBLISHED:
        off = frozenset(day for day in chinese_calendar.constants.holidays if day.year == year)
        return off, frozenset(day for day in chinese_calendar.constants.workdays if day.year == year)
    estimated = holidays.country_holidays("CN", years=year)
    return frozenset(estimated), frozenset(estimated.weekend_workdays)


def calendar_around(year: int, rules: dict[str, Any], zone: ZoneInfo) -> Calendar:
    """Return the calendar for instants of a year under the setting `service.calendar`."""
    return _made(
        year,
        time.fromisoformat(rules["opens"]),
        time.fromisoformat(rules["closes"]),
        frozenset(int(day) for day in rules["weekend"]),
        frozenset(date.fromisoformat(day) for day in rules["closed_days"]),
        frozenset(date.fromisoformat(day) for day in rules["extra_days"]),
        zone,
    )


@lru_cache(maxsize=64)
def _made(
    year: int,
    opens: time,
    closes: time,
    weekend: frozenset[int],
    closed: frozenset[date],
    extra: frozenset[date],
    zone: ZoneInfo,
) -> Calendar:
    known = [special_days(each) for each in range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)]
    off = frozenset[date]().union(*(days for days, _ in known))
    on = frozenset[date]().union(*(days for _, days in known))
    return Calendar(opens, closes, weekend, off | closed, (on | extra) - closed, zone)
