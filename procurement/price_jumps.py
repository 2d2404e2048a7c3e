"""Find jumps and swings in a series of prices, and what a jump does to the price that a plan counts with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import fmean, median, stdev

from kernel.amounts import Money
from kernel.months import months_after

BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Point:
    """Hold a price with its day and where it stands."""

    on: date
    unit_price_cny: Money
    reference: str = ""


@dataclass(frozen=True, slots=True)
class JumpRule:
    """Say from which change, percent, a price has jumped, and how a series is looked at."""

    jump_percent: float
    variation_percent: float
    months: int = 12
    least_points: int = 3
    fresh_days: int = 31


@dataclass(frozen=True, slots=True)
class Jump:
    """Hold what was found at the newest price: its kind, the price compared with, figure and bound."""

    kind: str
    point: Point
    old_price_cny: Money
    figure_bp: int
    bound_bp: int


def change_bp(old: Money, new: Money) -> int:
    """Return the relative change in hundredths of a percent.

    >>> change_bp(Money.of(100), Money.of(115)), change_bp(Money.of(100), Money.of(80))
    (1500, -2000)
    """
    return round(Decimal(new.scaled - old.scaled) * BASIS_POINTS / old.scaled)


def variation(prices: Sequence[Money]) -> float:
    """Return the coefficient of variation: sample standard deviation over mean; of fewer than two prices 0.

    >>> round(
    ...     variation(
    ...         [Money.of(2), Money.of(4), Money.of(4), Money.of(4), Money.of(5), Money.of(5), Money.of(7), Money.of(9)]
    ...     ),
    ...     4,
    ... )
    0.4276
    """
    values = [price.scaled for price in prices]
    return stdev(values) / fmean(values) if len(values) > 1 else 0.0


def find_jump(points: Sequence[Point], rule: JumpRule, on: date) -> Jump | None:
    """Return what the newest price of a series shows, the change against the last one first; None: nothing.

    A price older than the fresh days says nothing any more. The median and the variation are of the months up to the
    newest price; both need the least points before it.

    >>> from datetime import timedelta
    >>> days = [date(2026, 1, 1) + timedelta(days=20 * n) for n in range(4)]
    >>> series = [Point(day, Money.of(p)) for day, p in zip(days, (100, 100, 100, 120), strict=True)]
    >>> found = find_jump(series, JumpRule(15, 20), date(2026, 3, 2))
    >>> found.kind, found.figure_bp, str(found.old_price_cny)
    ('against_last', 2000, '100')
    """
    line = sorted((point for point in points if point.on <= on), key=lambda point: point.on)
    if len(line) < 2 or (on - line[-1].on).days > rule.fresh_days:  # noqa: PLR2004  a change needs two
        return None
    newest, last = line[-1], line[-2]
    bound = round(rule.jump_percent * 100)
    change = change_bp(last.unit_price_cny, newest.unit_price_cny)
    if abs(change) > bound:
        return Jump("against_last", newest, last.unit_price_cny, change, bound)
    recent = [each for each in line[:-1] if months_after(each.on, rule.months) >= newest.on]
    if len(recent) < rule.least_points:
        return None
    middle = Money(round(median(each.unit_price_cny.scaled for each in recent)))
    change = change_bp(middle, newest.unit_price_cny)
    if abs(change) > bound:
        return Jump("against_median", newest, middle, change, bound)
    spread = round(variation([each.unit_price_cny for each in (*recent, newest)]) * BASIS_POINTS)
    limit = round(rule.variation_percent * 100)
    return Jump("volatility", newest, middle, spread, limit) if spread > limit else None


def price_after(planned: Money, basis: str, old: Money, new: Money) -> Money:
    """Return what a planned price becomes by a jump: what was paid is the price; a market moves it in proportion.

    >>> (
    ...     price_after(Money.of(10), "paid", Money.of(9), Money.of(12)),
    ...     price_after(Money.of(10), "market", Money.of(8), Money.of(10)),
    ... )
    (Money('12'), Money('12.5'))
    """
    if basis == "paid":
        return new
    exact = Decimal(planned.scaled) * new.scaled / old.scaled
    return Money(int(exact.to_integral_value(ROUND_HALF_EVEN)))
