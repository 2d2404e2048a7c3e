"""Warranty: until which day a product or a replaced part is covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.errors import RuleViolation
from kernel.months import months_after
from service.states import FaultType


@dataclass(frozen=True, slots=True)
class Cover:
    """Say whether a fault of a day is covered, and until when; nothing is known without a purchase date."""

    in_warranty: bool | None
    until_on: date | None


def last_day(begins_on: date, months: int) -> date:
    """Return the last covered day: the same day of the month so many months later, or that month's last day.

    >>> last_day(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    >>> last_day(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    return months_after(begins_on, months)


def cover(purchased_on: date | None, months: int | None, on: date) -> Cover:
    """Tell whether a fault told on a day is under warranty; the last day still is.

    Raises `RuleViolation` when the purchase lies after the day.
    """
    if purchased_on is None or months is None:
        return Cover(None, None)
    if purchased_on > on:
        raise RuleViolation("purchase_in_future", purchased_on=purchased_on.isoformat())
    until_on = last_day(purchased_on, months)
    return Cover(on <= until_on, until_on)


def is_free(in_warranty: bool | None, fault_type: str | None) -> bool:  # noqa: FBT001  a fact of the ticket
    """Tell whether the customer pays nothing: under warranty, and not through misuse."""
    return bool(in_warranty) and fault_type != FaultType.MISUSE
