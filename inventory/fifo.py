"""Decide which lots are taken: oldest first, or earliest expiry first, and never an expired one.

The order is that of the database: (rank, lot id) within a store, where the rank is the expiry where there is one, else
the day of receipt. Between bins that hold the same lot the walk through the store decides. Refurbished lots are a
class of their own: the whole class comes before the new ones or after them, as a setting says. Pieces with serial
numbers that came on one day have the same turn: whichever the keeper takes from the shelf is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kernel.amounts import Quantity


@dataclass(frozen=True, slots=True)
class Candidate:
    """Describe what of a lot lies in a place."""

    lot_id: int
    location_id: int
    quantity: Quantity
    rank_on: date
    expires_on: date | None = None
    pick_sequence: int = 0
    refurbished: bool = False
    serial: bool = False
    turn_class: int = 0


@dataclass(frozen=True, slots=True)
class Pick:
    """Say what to take from where."""

    lot_id: int
    location_id: int
    quantity: Quantity


def turn(candidate: Candidate) -> tuple[int, date, int]:
    """Return a lot's place in the order of issue."""
    return candidate.turn_class, candidate.rank_on, candidate.lot_id


def classed(candidates: Iterable[Candidate], *, refurbished_first: bool) -> list[Candidate]:
    """Put the class of refurbished lots before the new ones, or after them.

    >>> new, used = Candidate(1, 1, Quantity.of(1), date(2026, 1, 1)), Candidate(2, 1, Quantity.of(1), date(2026, 2, 1))
    >>> [c.lot_id for c in in_order(classed([new, replace(used, refurbished=True)], refurbished_first=True), date.min)]
    [2, 1]
    """
    there = list(candidates)
    own = -1 if refurbished_first else 1
    return [replace(c, turn_class=own) if c.refurbished else c for c in there]


def usable(candidate: Candidate, on: date) -> bool:
    """Tell whether the goods may be issued on a day: something is there and it has not expired.

    >>> usable(Candidate(1, 1, Quantity.of(2), date(2026, 3, 1), date(2026, 3, 1)), date(2026, 3, 1))
    True
    """
    return bool(candidate.quantity) and (candidate.expires_on is None or candidate.expires_on >= on)


def in_order(candidates: Iterable[Candidate], on: date) -> list[Candidate]:
    """Return the usable goods in the order in which they must be taken."""
    there = [candidate for candidate in candidates if usable(candidate, on)]
    return sorted(there, key=lambda c: (*turn(c), c.pick_sequence, c.location_id))


def picks(candidates: Iterable[Candidate], wanted: Quantity, on: date) -> tuple[Pick, ...]:
    """Take up to `wanted` from the candidates in order; less when less is there.

    >>> old = Candidate(1, 10, Quantity.of(2), date(2026, 1, 1))
    >>> new = Candidate(2, 11, Quantity.of(5), date(2026, 2, 1))
    >>> [(p.lot_id, str(p.quantity)) for p in picks([new, old], Quantity.of(3), date(2026, 3, 1))]
    [(1, '2'), (2, '1')]
    """
    taken = []
    for candidate in in_order(candidates, on):
        if not wanted:
            break
        part = min(candidate.quantity, wanted)
        taken.append(Pick(candidate.lot_id, candidate.location_id, part))
        wanted -= part
    return tuple(taken)


def older_lots(candidates: Iterable[Candidate], lot_id: int, on: date) -> tuple[int, ...]:
    """Return the lots that must go before `lot_id`; empty when it is its turn, or when nothing of it is there."""
    ordered = in_order(candidates, on)
    own = next((candidate for candidate in ordered if candidate.lot_id == lot_id), None)
    if own is None:
        return ()
    length = 2 if own.serial else 3  # pieces that came on one day are equally old
    return tuple(dict.fromkeys(c.lot_id for c in ordered if turn(c)[:length] < turn(own)[:length]))


def total(picked: Iterable[Pick]) -> Quantity:
    """Return how much was picked."""
    return sum((pick.quantity for pick in picked), Quantity.zero())


def leave(candidates: Iterable[Candidate], taken: Iterable[Pick]) -> list[Candidate]:
    """Return the candidates as they are after the picks, for the next request of the same walk."""
    gone = {(pick.lot_id, pick.location_id): pick.quantity for pick in taken}
    return [replace(c, quantity=c.quantity - gone.get((c.lot_id, c.location_id), Quantity.zero())) for c in candidates]
