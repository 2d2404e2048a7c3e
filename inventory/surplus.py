"""Decide what lies too long in a store and what is best done with it: move it, return it, sell it, scrap it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.amounts import Quantity


class Act(StrEnum):
    """Name what can be done with surplus."""

    TRANSFER = "transfer"
    SUPPLIER_RETURN = "supplier_return"
    SELL = "sell"
    SCRAP = "scrap"


class Reason(StrEnum):
    """Name why stock is surplus."""

    DEAD = "dead"
    SLOW = "slow"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold the thresholds, in days."""

    slow_days: int
    dead_days: int
    cover_days: int
    keep_days: int
    return_days: int
    scrap_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold how a part stands in a store: what is free there, when something came and went last, use in a year."""

    store_id: int
    free: Quantity
    used_a_year: Quantity
    issued_on: date | None
    received_on: date
    step: Quantity
    returnable: bool = False
    discontinued: bool = False


@dataclass(frozen=True, slots=True)
class Advice:
    """Say what is surplus, why, and what to do with it."""

    act: Act
    reason: Reason
    quantity: Quantity
    to_store_id: int | None = None


def reason_of(standing: Standing, limits: Limits, on: date) -> Reason | None:
    """Return why stock is surplus, or None: what came in lately is not, whatever was issued.

    >>> limits = Limits(180, 365, 730, 180, 90, 730)
    >>> there = Standing(1, Quantity.of(5), Quantity.zero(), None, date(2024, 1, 1), Quantity.of(1))
    >>> reason_of(there, limits, date(2026, 1, 1)).value
    'dead'
    """
    age = (on - standing.received_on).days
    quiet = age if standing.issued_on is None else min(age, (on - standing.issued_on).days)
    if quiet >= limits.dead_days:
        return Reason.DEAD
    if quiet >= limits.slow_days:
        return Reason.SLOW
    cover = limits.cover_days
    if age >= limits.slow_days and standing.free.scaled * 365 > standing.used_a_year.scaled * cover > 0:
        return Reason.TOO_MUCH
    return None


def needed(used_a_year: Quantity, days: int, step: Quantity) -> Quantity:
    """Return what so many days use, in whole steps, rounded up.

    >>> needed(Quantity.of(10), 180, Quantity.of(1))
    Quantity('5')
    """
    exact = used_a_year.scaled * days
    steps = -(-exact // (365 * step.scaled))
    return Quantity(steps * step.scaled)


def advise(standing: Standing, others: Iterable[Standing], limits: Limits, on: date) -> Advice | None:
    """Return what to do with the surplus of a part in a store, or None where there is none.

    A store that uses the part and will run out within the days kept gets what it lacks; else the supplier takes back
    what is fresh enough; what is discontinued and dead for long is scrapped; the rest is sold.
    """
    reason = reason_of(standing, limits, on)
    if reason is None:
        return None
    keep = Quantity.zero() if reason is Reason.DEAD else needed(standing.used_a_year, limits.keep_days, standing.step)
    surplus = standing.free - min(keep, standing.free)
    surplus = Quantity(surplus.scaled - surplus.scaled % standing.step.scaled)
    if not surplus:
        return None
    lacks = [
        (needed(other.used_a_year, limits.keep_days, other.step) - other.free, other.used_a_year, other.store_id)
        for other in others
        if other.store_id != standing.store_id and other.used_a_year
    ]
    lack, _used, store_id = max(lacks, default=(Quantity.zero(), Quantity.zero(), 0))
    if lack > Quantity.zero():
        return Advice(Act.TRANSFER, reason, min(surplus, lack), store_id)
    age = (on - standing.received_on).days
    if standing.returnable and age <= limits.return_days + limits.slow_days:
        return Advice(Act.SUPPLIER_RETURN, reason, surplus)
    if standing.discontinued and reason is Reason.DEAD and age >= limits.scrap_days:
        return Advice(Act.SCRAP, reason, surplus)
    return Advice(Act.SELL, reason, surplus)
