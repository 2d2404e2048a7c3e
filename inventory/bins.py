"""Decide where goods are put: their fixed home, then where the part lies, then free room of the right condition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.amounts import Quantity

REASONS = ("home", "holds_it", "held_it", "empty", "room")
"""Why a bin is proposed, best first."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Describe a bin as it is now, seen from one part and one lot.

    `units` and `lots` count everything in it, each part in its own unit; `of_part` is what of the part lies there;
    `most_of_part` is the limit of its home. `home` is the place among the part's homes, none where it is no home.
    """

    location_id: int
    code: str
    pick_sequence: int = 0
    condition: str = ""
    units: Quantity = Quantity(0)  # noqa: RUF009 - a value that never changes
    lots: int = 0
    most_units: Quantity | None = None
    most_lots: int | None = None
    of_part: Quantity = Quantity(0)  # noqa: RUF009
    most_of_part: Quantity | None = None
    home: int | None = None
    holds_lot: bool = False
    held_part: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Propose a bin, why, and how much still fits; without a figure there is no limit."""

    location_id: int
    code: str
    reason: str
    on_hand: Quantity
    fits: Quantity | None


def room(place: Bin) -> Quantity | None:
    """Return how much more of the part and lot fits into a bin; none: as much as wanted.

    >>> str(room(Bin(1, "A1", units=Quantity.of(7), most_units=Quantity.of(10))))
    '3'
    >>> (
    ...     room(Bin(1, "A1")) is None,
    ...     str(room(Bin(1, "A1", lots=2, most_lots=2))),
    ...     room(Bin(1, "A1", lots=2, most_lots=2, holds_lot=True)) is None,
    ... )
    (True, '0', True)
    """
    if place.most_lots is not None and not place.holds_lot and place.lots >= place.most_lots:
        return Quantity.zero()
    left = [
        most - there
        for most, there in ((place.most_units, place.units), (place.most_of_part, place.of_part))
        if most is not None
    ]
    return max(min(left), Quantity.zero()) if left else None


def over(place: Bin, wanted: Quantity) -> Quantity:
    """Return how much of what is to be put there would be too much.

    >>> str(over(Bin(1, "A1", units=Quantity.of(7), most_units=Quantity.of(10)), Quantity.of(5)))
    '2'
    """
    free = room(place)
    return Quantity.zero() if free is None else max(wanted - free, Quantity.zero())


def suits(place: Bin, condition: str) -> bool:
    """Tell whether a bin is proposed for goods that want a storage condition.

    A bin of which nothing is written takes everything; one with a condition is kept for what wants it. A fixed home is
    right whatever is written.

    >>> cold = Bin(1, "A1", condition="cold")
    >>> suits(cold, "cold"), suits(cold, ""), suits(cold, "dry"), suits(Bin(1, "A1"), "cold")
    (True, False, False, True)
    """
    return place.home is not None or place.condition in {"", condition}


def wrong(place: Bin, condition: str) -> bool:
    """Tell whether goods that want one condition would lie in a bin of another.

    >>> wrong(Bin(1, "A1", condition="cold"), "dry"), wrong(Bin(1, "A1", condition="cold"), "")
    (True, False)
    """
    return bool(condition) and not suits(place, condition)


def proposals(bins: Iterable[Bin], condition: str, wanted: Quantity, most: int) -> tuple[Proposal, ...]:
    """Return bins with room, best first: homes, where the part lies or lay, empty ones, then any with room.

    Among equals those that take all that is wanted come first, then the fullest of the part, then the walk.

    >>> home, holds, free = Bin(1, "H", home=1), Bin(2, "A", of_part=Quantity.of(3), lots=1), Bin(3, "B")
    >>> [(p.code, p.reason) for p in proposals([free, holds, home], "", Quantity.of(1), 9)]
    [('H', 'home'), ('A', 'holds_it'), ('B', 'empty')]
    """
    fitting = [each for each in bins if room(each) != Quantity.zero() and suits(each, condition)]
    ranked = sorted(fitting, key=lambda each: _rank(each, condition, wanted))
    return tuple(
        Proposal(each.location_id, each.code, _reason(each), each.of_part, room(each)) for each in ranked[:most]
    )


def _reason(place: Bin) -> str:
    if place.home is not None:
        return "home"
    if place.of_part:
        return "holds_it"
    if place.held_part:
        return "held_it"
    return "room" if place.lots else "empty"


def _rank(place: Bin, condition: str, wanted: Quantity) -> tuple[int, bool, bool, int, int, int, str]:
    return (
        REASONS.index(_reason(place)),
        bool(over(place, wanted)),
        place.condition != condition,
        place.home or 0,
        -place.of_part.scaled,
        place.pick_sequence,
        place.code,
    )
