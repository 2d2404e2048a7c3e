"""Decide how much of a delivery an order line takes and how much is surplus."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.amounts import Quantity


@dataclass(frozen=True, slots=True)
class Allotment:
    """Say how much of what came is accepted for inspection and how much goes straight back."""

    accepted: Quantity
    surplus: Quantity


def allot(arrived: Quantity, *, expected: Quantity) -> Allotment:
    """Accept what the order line still takes, tolerance included; the rest is surplus.

    >>> allot(Quantity.of(15), expected=Quantity.of(7))
    Allotment(accepted=Quantity('7'), surplus=Quantity('8'))
    >>> allot(Quantity.of(5), expected=Quantity.of(7))
    Allotment(accepted=Quantity('5'), surplus=Quantity('0'))
    """
    accepted = min(arrived, max(expected, Quantity.zero()))
    return Allotment(accepted, arrived - accepted)
