"""Decide how often a stored lot is looked at, and how many pieces of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.amounts import Quantity


@dataclass(frozen=True, slots=True)
class StoredLot:
    """Hold what the risk of a stored lot depends on."""

    lot_id: int
    on_hand: Quantity
    step: Quantity
    received_on: date
    looked_at_on: date | None
    criticality: str
    perishable: bool
    kept_specially: bool
    failed_before: bool


def interval_days(lot: StoredLot, by_criticality: dict[str, int], risky_percent: int) -> int:
    """Return the days between two looks: by criticality, shortened for each risk that the lot bears.

    >>> lot = StoredLot(1, Quantity.of(9), Quantity.of(1), date(2026, 1, 1), None, "vital", True, False, True)
    >>> interval_days(lot, {"vital": 120}, 50)
    30
    """
    days = by_criticality[lot.criticality]
    for risk in (lot.perishable, lot.kept_specially, lot.failed_before):
        if risk:
            days = days * risky_percent // 100
    return max(days, 1)


def due_on(lot: StoredLot, by_criticality: dict[str, int], risky_percent: int) -> date:
    """Return the day on which the lot is to be looked at next."""
    last = lot.looked_at_on or lot.received_on
    return last + timedelta(days=interval_days(lot, by_criticality, risky_percent))


def sample_size(on_hand: Quantity, step: Quantity) -> Quantity:
    """Return how much of a lot is looked at: the square root of its pieces and one more, never more than there is.

    >>> sample_size(Quantity.of(25), Quantity.of(1)), sample_size(Quantity.of(1), Quantity.of(1))
    (Quantity('6'), Quantity('1'))
    """
    pieces = on_hand.scaled // max(step.scaled, 1000)
    wanted = (math.isqrt(pieces) + 1) * max(step.scaled, 1000)
    return Quantity(min(wanted, on_hand.scaled))
