"""Work out what a store waits for at the store above it, and plan it for that (METRIC with the variance).

A store that supplies others is planned for its echelon: its level counts all stock below it.  What it has of its own is
what is left of that level once the stores below hold theirs.  Demand beyond that is owed until goods have come and the
next plan moves them: over its lead time and half a review on the mean, as goods come on any day between two plans.  By
Little's law what is owed on the mean, divided by the demand, is how long a piece asked of it waits.  That wait is added
to the lead time of the stores below, from the top of the network downwards.

The spread of the wait follows from that of what is owed: of Var[B] the demand that comes in during the wait explains
its own share (which the store below counts as demand over its lead time), the rest is d^2 Var[W].  With Poisson demand
the moments that the store below gets are those of VARI-METRIC to the last digit.
Sources: Sherbrooke, *Optimal Inventory Modeling of Systems*, 2nd ed., chapters 3 and 5; Graves (1985), *Management
Science* 31(10), 1247-1256; for the equivalence of echelon and own levels Axsäter & Rosling (1993), *Management Science*
39(10), 1274-1280; for the positions between reorder point and order-up-to level Zipkin (2000), section 6.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.distribution import protection_moments
from forecasting.levels import Levels
from forecasting.model import POSITIONS, with_lead_times
from forecasting.two_echelon import backorder_moments

_NOTICED = 1e-4
"""A wait of fewer periods (minutes) is none: levels then stay to the last digit."""
Holding = Callable[[Levels], tuple[FloatArray, FloatArray]]
"""Give reorder points and order quantities as they will be held, units, for levels as computed."""


@dataclass(frozen=True)
class Owed:
    """What supplying stores owe and how long a piece asked of them waits, (rows,).

    ``stock``: their own at most, units; ``short``: owed on the mean, units; ``chance``: that none is left;
    ``wait`` and ``wait_sd``: periods.
    """

    stock: FloatArray
    short: FloatArray
    chance: FloatArray
    wait: FloatArray
    wait_sd: FloatArray

    @classmethod
    def nothing(cls, rows: int) -> Owed:
        """Return that nobody waits for anything."""
        return cls(*(np.zeros(rows) for _ in range(5)))

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.stock.size)

    def put(self, rows: IntArray, other: Owed, of: IntArray) -> None:
        """Write what some rows of another owe into rows of this one."""
        for name in ("stock", "short", "chance", "wait", "wait_sd"):
            getattr(self, name)[rows] = getattr(other, name)[of]


def rows_above(part: IntArray, store: IntArray, above: IntArray) -> IntArray:
    """Return the row of the same part in the store above, -1 where there is none.

    :param part, store: indexes of each row; sorted by part, then store.
    :param above: index of the store above each store, -1 for none, (stores,).

    >>> rows_above(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([-1, 0])).tolist()
    [-1, 0, -1]
    """
    if not part.size:
        return np.zeros(0, dtype=np.int64)
    stores = max(above.size, 1)
    wanted = np.where(above[store] >= 0, part * stores + above[store], -1)
    codes = part * stores + store
    at = np.minimum(np.searchsorted(codes, wanted), codes.size - 1)
    return np.where((wanted >= 0) & (codes[at] == wanted), at, -1).astype(np.int64)


def owed(levels: Levels, top: FloatArray, quantity: FloatArray) -> Owed:
    """Return what stores owe that have so much of their own.

    Between orders the stock sinks by what is ordered at a time; what is owed is averaged over where it may stand.

    :param levels: of the supplying rows alone; their demand is that of the whole echelon.
    :param top: order-up-to level less what the stores below hold, units; below 0 there is nothing of its own.
    :param quantity: ordered at a time, units, at least 0.
    """
    rows, pack = np.arange(levels.parts), levels.pack
    lots = rows[quantity > 0]
    # Each row once where nothing is ordered in lots, else once for each position.
    row = np.concatenate([rows[quantity <= 0], np.repeat(lots, len(POSITIONS))])
    below_top = 1.0 - np.concatenate([np.ones(rows.size - lots.size), np.tile(POSITIONS, lots.size)])
    there = np.maximum(top[row] - quantity[row] * below_top, 0.0)
    review = levels.review_periods
    interval = levels.lead_time_periods + review / 2.0
    late = np.hypot(levels.lead_time_sd_periods, review / np.sqrt(12.0))
    mean, variance = protection_moments(
        levels.mean, levels.variance, levels.lead_time_periods, late, review / 2.0, levels.level_variance
    )
    mean, variance = mean / pack, variance / pack**2
    short, spread, chance = backorder_moments(mean[row], variance[row], there / pack[row])
    times = np.bincount(row, minlength=rows.size)

    def averaged(values: FloatArray) -> FloatArray:
        return np.bincount(row, weights=values, minlength=rows.size) / np.maximum(times, 1)

    mean_short = averaged(short)
    short_variance = averaged(spread + short**2) - mean_short**2
    # A count varies no less than Poisson, whatever the forecast says of the demand.
    counted = np.where(variance < mean, mean_short, 0.0)
    mean_short, short_variance, counted = mean_short * pack, short_variance * pack**2, counted * pack**2
    wait = np.minimum(divide(mean_short, levels.mean), interval)
    explained = wait * levels.variance + np.maximum(wait**2 - wait, 0.0) * levels.level_variance
    rest = divide(np.maximum(short_variance - np.maximum(explained, counted), 0.0), levels.mean**2)
    # Nobody waits longer than until what is ordered now is there: at most all of it or nothing, by chance.
    most = wait * (interval - wait) + divide(wait, interval) * late**2
    noticed = wait > _NOTICED
    return Owed(
        stock=np.maximum(top, 0.0),
        short=mean_short,
        chance=averaged(chance),
        wait=np.where(noticed, wait, 0.0),
        wait_sd=np.where(noticed, np.sqrt(np.minimum(rest, most)), 0.0),
    )


def with_waits(levels: Levels, above: IntArray, held: Holding) -> tuple[Levels, Owed]:
    """Return the levels with what each row waits for at the store above, and that itself, row by row.

    Where nothing is asked for, nothing is waited for.

    One pass from the top downwards: what is held below a store is taken as planned without any wait.

    :param above: row of the same part in the store above, -1 for none, (rows,).
    :param held: levels as they will be held: what is not stocked holds nothing.
    """
    waited, lower = Owed.nothing(levels.parts), above >= 0
    waits = lower.copy()
    while waits.any():
        # The rows directly below those that are done: the store above waits for nobody, or its wait is known.
        ready = waits & ~waits[np.maximum(above, 0)]
        rows = np.flatnonzero(ready & (levels.mean > 0))
        suppliers, of = np.unique(above[rows], return_inverse=True)
        point, quantity = held(levels)
        top = point + quantity
        below = np.bincount(above[lower], weights=top[lower], minlength=levels.parts)
        waited.put(rows, owed(levels.take(suppliers), (top - below)[suppliers], quantity[suppliers]), of)
        levels = with_lead_times(
            levels,
            levels.lead_time_periods + waited.wait * waits,
            np.hypot(levels.lead_time_sd_periods, waited.wait_sd * waits),
        )
        waits &= ~ready
    return levels, waited
