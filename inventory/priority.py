"""Decide who is served first: the more urgent ticket, then the older request."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    held: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """Say how much of the stock goes to a request, or is taken from it."""

    part_request_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Takeover:
    """Say how much of a promise goes from one request to a more urgent one."""

    from_request_id: int
    to_request_id: int
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
    """Choose whose promises are taken back when stock is gone: soft before hard, the least urgent and newest first."""
    return _dealt(sorted(sorted(holding, key=serving_key, reverse=True), key=lambda claim: claim.held), lacking)


def takeovers(waiting: Iterable[Claim], holding: Collection[Claim], may: Collection[str]) -> tuple[Takeover, ...]:
    """Let requests of the urgencies `may` take soft promises of less urgent ones, the least urgent and newest first.

    >>> from datetime import UTC
    >>> early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    >>> soft, hard = (Claim(key, "normal", early, Quantity.of(2), held) for key, held in ((1, False), (2, True)))
    >>> [
    ...     (t.from_request_id, str(t.quantity))
    ...     for t in takeovers([Claim(3, "urgent", late, Quantity.of(3))], [soft, hard], ["urgent"])
    ... ]
    [(1, '2')]
    """
    left = {claim.part_request_id: claim.quantity for claim in holding if not claim.held}
    givers = sorted((c for c in holding if not c.held), key=serving_key, reverse=True)
    taken = []
    for taker in sorted((c for c in waiting if c.urgency in may), key=serving_key):
        lacking, rank = taker.quantity, URGENCIES.index(taker.urgency)
        for giver in givers:
            part = min(lacking, left[giver.part_request_id])
            if URGENCIES.index(giver.urgency) > rank and part > Quantity.zero():
                taken.append(Takeover(giver.part_request_id, taker.part_request_id, part))
                left[giver.part_request_id] -= part
                lacking -= part
    return tuple(taken)


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
