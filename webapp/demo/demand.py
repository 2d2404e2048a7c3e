"""Decide when each part of the demo company is asked for: four classes of demand, a season, and no demand at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

SEASON = (0.2, 0.2, 0.4, 0.7, 1.8, 2.6, 3.0, 2.6, 1.5, 0.5, 0.3, 0.2)
"""How the months of the year weigh for parts of air conditioners that follow the heat."""
WINTER = (1.5, 1.4, 1.1, 0.9, 0.8, 0.7, 0.6, 0.7, 0.8, 1.0, 1.2, 1.4)
FLAT = (1.0,) * 12


@dataclass(frozen=True, slots=True)
class Pace:
    """Describe a way of being asked for: events a month, how regular, and how much each time.

    `regular` gives about the same number of events each month; else each day has its chance. `sizes` are drawn from
    with equal chance, in units of the part.
    """

    a_month: float
    sizes: tuple[float, ...] = (1,)
    regular: bool = False
    months: tuple[float, ...] = FLAT


PACES: dict[str, Pace] = {
    "fast": Pace(1.1, (1,), regular=True),
    "steady": Pace(0.05, (1,)),
    "slow": Pace(0.02, (1,)),
    "rare": Pace(0.015, (1,)),
    "dead": Pace(0.0),
    "pairs": Pace(0.14, (2, 2, 4)),
    "bulk": Pace(0.07, (1, 1, 2, 6, 12)),
    "erratic": Pace(1.15, (1, 1, 2, 3, 14), regular=True),
    "metres": Pace(0.25, (0.5, 1.5, 3, 6, 12.5)),
    "kilograms": Pace(0.4, (0.2, 0.45, 0.8, 1.6, 4)),
    "season_fast": Pace(0.25, (1,), months=SEASON),
    "season_slow": Pace(0.04, (1,), months=SEASON),
    "season_bulk": Pace(0.13, (1, 1, 2, 4), months=SEASON),
}
"""The paces by name; the classes that come out are tested."""


class Wish(NamedTuple):
    """Say that a part is needed on a day and how much of it."""

    on: date
    part: int
    quantity: float


def mean_a_day(pace: str) -> float:
    """Return how much of a part is needed on an average day of the year."""
    found = PACES[pace]
    return found.a_month * sum(found.sizes) / len(found.sizes) / 30.4


def mean_around(pace: str, on: date) -> float:
    """Return how much is needed a day in the two months that begin on a day: what a buyer with experience expects."""
    found = PACES[pace]
    months = [found.months[(on.month - 1 + ahead) % 12] for ahead in (0, 1, 2)]
    return mean_a_day(pace) * max(months)


def wishes(paces: list[str], since: date, until: date, rng: Random) -> list[Wish]:
    """Return every need of every part from a day up to before another, in order of day."""
    found: list[Wish] = []
    for part, name in enumerate(paces):
        pace = PACES[name]
        first = date(since.year, since.month, 1)
        while first < until and pace.a_month:
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            expected = pace.a_month * pace.months[first.month - 1]
            for _ in range(_events(expected, rng, regular=pace.regular)):
                on = _working(first + timedelta(days=rng.randrange((following - first).days)))
                if since <= on < until:
                    found.append(Wish(on, part, rng.choice(pace.sizes)))
            first = following
    return sorted(found, key=lambda wish: (wish.on, wish.part))


def _events(expected: float, rng: Random, *, regular: bool) -> int:
    """Return how many needs a month has: near its mean, or by chance of each of many moments."""
    if regular:
        return max(0, int(expected) + (rng.random() < expected - int(expected)) + rng.choice((0, 0, 0, 1, -1)))
    return sum(rng.random() < expected / 40 for _ in range(40))


def _working(on: date) -> date:
    """Return the day, or the Saturday before a Sunday."""
    return on - timedelta(days=1) if on.weekday() == 6 else on
