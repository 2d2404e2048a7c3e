"""Decide the way of a keeper's walk: by the order of the bins, but an older lot of a part before a younger one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.amounts import Quantity


@dataclass(frozen=True, slots=True)
class Stop:
    """Describe one thing to take: of which lot from where for which request; `turn` is the lot's place in its part."""

    part_request_id: int
    part_id: int
    lot_id: int
    location_id: int
    pick_sequence: int
    code: str
    turn: int
    quantity: Quantity


def walk(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Return the stops in walking order; a bin is passed twice only where an older lot lies further on.

    >>> old = Stop(1, 7, 1, 20, 9, "B9", 0, Quantity.of(1))
    >>> new = Stop(1, 7, 2, 10, 1, "A1", 1, Quantity.of(1))
    >>> near = Stop(2, 8, 3, 10, 1, "A1", 0, Quantity.of(1))
    >>> [(stop.code, stop.lot_id) for stop in walk([old, new, near])]
    [('A1', 3), ('B9', 1), ('A1', 2)]
    """
    reached: dict[int, tuple[int, str]] = {}
    placed = []
    for stop in sorted(stops, key=lambda each: (each.turn, each.pick_sequence, each.code)):
        here = max((stop.pick_sequence, stop.code), reached.get(stop.part_id, (stop.pick_sequence, stop.code)))
        reached[stop.part_id] = here
        placed.append((here, stop))
    return tuple(stop for _, stop in sorted(placed, key=lambda each: (*each[0], each[1].turn, each[1].code)))
