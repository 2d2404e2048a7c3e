"""Decide who is served first: the more urgent ticket, then the older request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kernel.amounts import Quantity

URGENCIES = ("urgent", "important", "normal")
"""The urgencies of a ticket, first served first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Describe what a request waits for, or holds."""

    part_request_id: int
    urgency: str
    asked_at: datetime
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Promise:
    """Say how much of the stock goes to a request, or is taken from it."""

    part_request_id: int
    quantity: Quantity


def serving_key(claim: Claim) -> tuple[int, datetime, int]:
    """Return the place of a request in the order of service."""
    return URGENCIES.index(claim.urgency), claim.asked_at, claim.part_request_id


def promises(waiting: Iterable[Claim], free: Quantity) -> tuple[Promise, ...]:
    """Share free stock among the waiting; nobody overtakes, so the first gets all that it lacks before the next.

    >>> from datetime import UTC
    >>> early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    >>> asked = [Claim(1, "normal", early, Quantity.of(2)), Claim(2, "urgent", late, Quantity.of(2))]
    >>> [(p.part_request_id, str(p.quantity)) for p in promises(asked, Quantity.of(3))]
    [(2, '2'), (1, '1')]
    """
    return _dealt(sorted(waiting, key=serving_key), free)


def withdrawals(holding: Iterable[Claim], lacking: Quantity) -> tuple[Promise, ...]:
    """Choose whose promises are taken back when stock is gone: the least urgent and newest first."""
    return _dealt(sorted(holding, key=serving_key, reverse=True), lacking)


def _dealt(claims: Iterable[Claim], amount: Quantity) -> tuple[Promise, ...]:
    dealt = []
    for claim in claims:
        if amount <= Quantity.zero():
            break
        part = min(claim.quantity, amount)
        if part > Quantity.zero():
            dealt.append(Promise(claim.part_request_id, part))
            amount -= part
    return tuple(dealt)
