"""Decide whether goods would take an engineer's van beyond its limits: so much of a part, so much value in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kernel.amounts import Money, Quantity


@dataclass(frozen=True, slots=True)
class Load:
    """Describe one part: the most a van may have, what it has or is on its way, and what is to come on top."""

    part_id: int
    most: Quantity | None
    there: Quantity
    coming: Quantity


def too_much(loads: Iterable[Load]) -> tuple[Load, ...]:
    """Return the parts of which the van would have more than it may.

    >>> few, many = (
    ...     Load(1, Quantity.of(4), Quantity.of(1), Quantity.of(3)),
    ...     Load(2, Quantity.of(4), *[Quantity.of(3)] * 2),
    ... )
    >>> [load.part_id for load in too_much([few, many, Load(3, None, Quantity.of(9), Quantity.of(9))])]
    [2]
    """
    return tuple(load for load in loads if load.most is not None and load.there + load.coming > load.most)


def too_dear(most: Money | None, there: Money, coming: Money) -> bool:
    """Tell whether the van would hold more value than it may.

    >>> (
    ...     too_dear(Money.of(500), Money.of(400), Money.of(100)),
    ...     too_dear(Money.of(500), Money.of(400), Money.of("100.01")),
    ... )
    (False, True)
    """
    return most is not None and there + coming > most
