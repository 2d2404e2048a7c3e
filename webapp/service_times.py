"""Read days and the ends of business days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def as_day(text: str | date | None) -> date | None:
    """Return the date of an ISO text, which a stored fact is."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a business day begins.

    >>> day_start(date(2026, 3, 2), ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-03-01T16:00:00+00:00'
    """
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_end(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a business day ends."""
    return day_start(day + timedelta(days=1), zone)
