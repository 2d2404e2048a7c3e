"""Decide which part of a supersession chain is used: old stock first, then the successor, by the factors between them.

One-way interchange: the new part may stand in for the old one. Two-way: the old part may also stand in for the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kernel.amounts import Quantity


@dataclass(frozen=True, slots=True)
class Link:
    """Say that so many of the old part equal so many of the new one, from a day on."""

    predecessor_id: int
    successor_id: int
    valid_from_on: date
    two_way: bool = False
    predecessor_factor: int = 1
    successor_factor: int = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """Hold a part that may be used and how many of it equal one of the part asked for."""

    part_id: int
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """Say how much of a part is to be used."""

    part_id: int
    quantity: Quantity


def closes_circle(links: Iterable[Link], predecessor_id: int, successor_id: int) -> bool:
    """Tell whether a new link would lead from a part back to itself.

    >>> closes_circle([Link(1, 2, date(2026, 1, 1)), Link(2, 3, date(2026, 1, 1))], 3, 1)
    True
    """
    following = {link.predecessor_id: link.successor_id for link in links}
    seen = {predecessor_id}
    part: int | None = successor_id
    while part is not None:
        if part in seen:
            return True
        seen.add(part)
        part = following.get(part)
    return False


def stages(links: Iterable[Link], part_id: int, on: date) -> tuple[Stage, ...]:
    """Return the parts that may serve for `part_id` on a day, in the order in which they are to be used up.

    First its two-way predecessors, the oldest in front, then the part itself, then its successors one after another.

    >>> chain = [Link(1, 2, date(2026, 1, 1), True, 1, 2)]
    >>> [(s.part_id, str(s.factor)) for s in stages(chain, 2, date(2026, 3, 1))]
    [(1, '1/2'), (2, '1')]
    """
    valid = [link for link in links if link.valid_from_on <= on]
    return (*_backward(valid, part_id), Stage(part_id, Fraction(1)), *_forward(valid, part_id))


def _forward(links: list[Link], part_id: int) -> list[Stage]:
    following = {link.predecessor_id: link for link in links}
    found: list[Stage] = []
    factor, seen = Fraction(1), {part_id}
    while (link := following.get(part_id)) is not None and link.successor_id not in seen:
        factor *= Fraction(link.successor_factor, link.predecessor_factor)
        part_id = link.successor_id
        seen.add(part_id)
        found.append(Stage(part_id, factor))
    return found


def _backward(links: list[Link], part_id: int) -> list[Stage]:
    found: list[Stage] = []
    layer, seen = [Stage(part_id, Fraction(1))], {part_id}
    while layer:
        before = [
            Stage(link.predecessor_id, stage.factor * Fraction(link.predecessor_factor, link.successor_factor))
            for stage in layer
            for link in sorted(links, key=lambda each: each.predecessor_id)
            if link.two_way and link.successor_id == stage.part_id and link.predecessor_id not in seen
        ]
        seen.update(stage.part_id for stage in before)
        found = before + found
        layer = before
    return found


def shares(
    chain: tuple[Stage, ...],
    asked: Quantity,
    available: Mapping[int, Quantity],
    steps: Mapping[int, Quantity],
) -> tuple[Share, ...]:
    """Share what was asked for among the parts of a chain: each uses up its stock, the last takes the rest.

    Quantities are whole steps of each part's unit; where the factors leave a remainder the last share is rounded up.

    >>> one = Quantity.of(1)
    >>> chain = (Stage(1, Fraction(1)), Stage(2, Fraction(2)))
    >>> have = {1: Quantity.of(1), 2: Quantity.of(9)}
    >>> [(s.part_id, str(s.quantity)) for s in shares(chain, Quantity.of(3), have, {1: one, 2: one})]
    [(1, '1'), (2, '4')]
    """
    rest = Fraction(asked.scaled)
    taken: list[Share] = []
    for number, stage in enumerate(chain, 1):
        step = steps[stage.part_id].scaled
        needed = -(-rest * stage.factor // step) * step
        last = number == len(chain)
        there = max(0, available.get(stage.part_id, Quantity.zero()).scaled)
        use = int(needed if last else min(needed, there // step * step))
        if use > 0:
            taken.append(Share(stage.part_id, Quantity(use)))
            rest -= Fraction(use) / stage.factor
        if rest <= 0:
            break
    return tuple(taken)
