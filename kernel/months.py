"""Count whole months from a day, as warranties and terms do."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(begins_on: date, months: int) -> date:
    """Return the same day of the month so many months later, or that month's last day.

    >>> months_after(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    >>> months_after(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    month = begins_on.month - 1 + months
    year, month = begins_on.year + month // 12, month % 12 + 1
    return date(year, month, min(begins_on.day, monthrange(year, month)[1]))
