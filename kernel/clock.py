"""The only place that reads the time; scripts are told it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
"""The zone in which a business day begins and ends, unless the setting `business.timezone` says otherwise."""


class Clock(Protocol):
    """Tell the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""


class SystemClock:
    """Tell the machine's time."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """Tell the time it was given: for demo history and tests."""

    def __init__(self, at: datetime) -> None:
        """Start at `at`, which must be aware."""
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the time it was given."""
        return self.at


def business_day(at: datetime, zone: ZoneInfo = BUSINESS_ZONE) -> date:
    """Return the business date of an instant.

    >>> business_day(datetime(2026, 2, 28, 16, 30, tzinfo=UTC))
    datetime.date(2026, 3, 1)
    """
    return at.astimezone(zone).date()
