"""Read price lists: which list holds on a day, and what a quantity costs by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step of a price list: from this quantity on, this price, from this day on."""

    from_quantity: Quantity
    unit_price_cny: Money
    valid_from_on: date


def list_on(steps: Iterable[Step], on: date) -> tuple[Step, ...]:
    """Return the price list that holds on a day: the one with the latest start, smallest quantity first.

    >>> old = Step(Quantity.of(0), Money.of(10), date(2026, 1, 1))
    >>> new = Step(Quantity.of(0), Money.of(12), date(2026, 3, 1))
    >>> [str(s.unit_price_cny) for s in list_on([new, old], date(2026, 2, 1))]
    ['10']
    """
    begun = [step for step in steps if step.valid_from_on <= on]
    if len(begun) <= 1:
        return tuple(begun)
    newest = max(step.valid_from_on for step in begun)
    return tuple(sorted((s for s in begun if s.valid_from_on == newest), key=lambda s: s.from_quantity))


def step_for(steps: Sequence[Step], quantity: Quantity) -> Step | None:
    """Return the step of a sorted list that a quantity reaches; below the first step the first one holds.

    >>> steps = [
    ...     Step(Quantity.of(1), Money.of(10), date.min),
    ...     Step(Quantity.of(100), Money.of(9), date.min),
    ... ]
    >>> [str(step_for(steps, Quantity.of(q)).unit_price_cny) for q in (1, 99, 100)]
    ['10', '10', '9']
    """
    reached = [step for step in steps if step.from_quantity <= quantity]
    return reached[-1] if reached else (steps[0] if steps else None)


def line_amount(unit_price_cny: Money, quantity: Quantity) -> Money:
    """Return what a line comes to, rounded to the fen.

    >>> line_amount(Money.of("0.333"), Quantity.of(10))
    Money('3.33')
    """
    return unit_price_cny.times(quantity).rounded()


def check_steps(steps: Iterable[tuple[Quantity, Money]], **where: object) -> None:
    """Refuse price steps of which two begin alike, one is not positive, or one costs more than the step before.

    >>> check_steps([(Quantity.of(0), Money.of(10)), (Quantity.of(100), Money.of(9))])
    >>> check_steps([(Quantity.of(0), Money.of(9)), (Quantity.of(100), Money.of(10))])
    Traceback (most recent call last):
    ...
    kernel.errors.RuleViolation: price_step_rises (from_quantity=100, price=10, before=9)
    """
    ordered = sorted(steps)
    if len({begins for begins, _ in ordered}) < len(ordered):
        raise RuleViolation("price_step_twice", **where)
    if any(price <= Money.zero() for _, price in ordered):
        raise RuleViolation("price_not_positive", **where)
    for (_, before), (begins, price) in pairwise(ordered):
        if price > before:
            raise RuleViolation(
                "price_step_rises", from_quantity=str(begins), price=str(price), before=str(before), **where
            )
