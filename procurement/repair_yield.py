"""Say how many of the parts at a workshop will come back repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ended:
    """Count what came back of a part in all, and how much of it was repaired, in thousandths."""

    part_id: int
    repaired: int
    returned: int


def yields(ended: Iterable[Ended], *, assumed: float, weight: float) -> Mapping[int, float]:
    """Return the share that comes back repaired by part, and under 0 that of a part of which nothing came back yet.

    A part's own record leans on that of all parts, and that on what is assumed, each with the weight of so many
    units: (repaired + weight x share) / (returned + weight), the mean of a beta law whose prior is that share.
    Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 2.4.

    >>> found = yields([Ended(1, 8000, 10000), Ended(2, 0, 1000)], assumed=0.7, weight=5)
    >>> {part: round(share, 3) for part, share in found.items()}
    {0: 0.719, 1: 0.773, 2: 0.599}
    """
    rows = list(ended)
    repaired, returned = (sum(getattr(row, name) for row in rows) / 1000 for name in ("repaired", "returned"))
    every = (repaired + weight * assumed) / max(returned + weight, 1e-9)
    own = {
        row.part_id: (row.repaired / 1000 + weight * every) / max(row.returned / 1000 + weight, 1e-9) for row in rows
    }
    return {0: every, **own}


def expected(open_units: int, share: float, step: int) -> int:
    """Return what is expected of what is still at the workshop, thousandths, whole steps rounded down.

    >>> expected(5000, 0.7, 1000), expected(2500, 0.7, 1)
    (3000, 1750)
    """
    return int(open_units * share + 1e-6) // step * step
