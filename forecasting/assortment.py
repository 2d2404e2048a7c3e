"""Say what each level of stock of each part gives and costs: the ground on which money is spread over an assortment.

A level is the reorder point, in units: the inventory position is kept above it and up to `order_quantity` higher. What
is weighed are the units that wait (back-orders) at the end of a review, what is not served at once (fill rate), and the
value that lies on the shelf on average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from forecasting.arrays import BoolArray, FloatArray, IntArray, divide
from forecasting.distribution import Kind, cdf

POSITIONS = (0.125, 0.375, 0.625, 0.875)
"""Where between reorder point and order-up-to level the position is looked at, as the expected fill rate does."""
CERTAIN = 1e-4
"""No level is raised beyond the first with a smaller chance of being exceeded."""
NEVER = 1e-6
"""Beyond a stock that is exceeded with a smaller chance nothing more is counted."""
MOST_CELLS = 4096
MOST_STEPS = 512
_CHUNK_CELLS = 2_000_000
_LARGEST = 2.0**40

Measure = Literal["on_hand", "invested"]


class Demand(Protocol):
    """Give the demand over an interval, part by part, by the chance that it exceeds a stock: all that is asked of it.

    Any discrete distribution will do. `exceedance(rows, stock)` gets rows (n,) and stock (n, k) in units, at least 0,
    and returns P(demand > stock), (n, k); it must not rise with the stock.
    """

    @property
    def mean(self) -> FloatArray:
        """Return the expected demand of every row, units."""

    def exceedance(self, rows: IntArray, stock: FloatArray) -> FloatArray:
        """Return the chance that demand exceeds a stock."""


@dataclass(frozen=True)
class MomentDemand:
    """Give demand by its mean (units) and variance (units squared), (rows,): negative binomial unless said."""

    mean: FloatArray
    variance: FloatArray
    kind: Kind = "negative_binomial"

    def exceedance(self, rows: IntArray, stock: FloatArray) -> FloatArray:
        """Return P(demand > stock), (rows, k)."""
        return np.maximum(1.0 - cdf(self.kind, self.mean[rows, None], self.variance[rows, None], stock), 0.0)


@dataclass(frozen=True)
class Assortment:
    """Hold what is to be decided, arrays (rows,).

    `demand`: over lead time + review. `before`: over the lead time alone; None where all stock is reviewed all the
    time, and the same as `demand` in the rows that are.
    `price`: money per unit, above 0. `weight`: how much a waiting unit counts (criticality), above 0.
    `order_quantity`: units ordered at a time beyond the level. `least` and `most`: bounds of the level, units; equal
    bounds leave a row as it is. `pack`: the level moves in steps of so many whole units, counted from `least`.
    `measure`: what money means. "on_hand" is the average value on the shelf: position less what is on its way, plus
    expected back-orders, averaged over the review cycle. "invested" is the level itself at its price, as in textbooks.
    """

    demand: Demand
    before: Demand | None
    price: FloatArray
    weight: FloatArray
    order_quantity: FloatArray
    least: FloatArray
    most: FloatArray
    pack: FloatArray
    measure: Measure = "on_hand"

    def __post_init__(self) -> None:
        """Refuse what cannot be weighed."""
        if not (bool(np.all(self.price > 0)) and bool(np.all(self.weight > 0)) and bool(np.all(self.pack >= 1))):
            raise ValueError("prices and weights must be above 0 and packs at least 1")
        if not (bool(np.all(self.least >= 0)) and bool(np.all(self.most >= self.least))):
            raise ValueError("bounds must satisfy 0 <= least <= most")
        if bool(np.any(self.order_quantity < 0)):
            raise ValueError("order quantity must not be negative")

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.price.shape[0])

    @property
    def continuous(self) -> BoolArray:
        """Tell which rows are reviewed all the time."""
        if self.before is None:
            return np.ones(self.rows, dtype=bool)
        return np.asarray(self.before.mean >= self.demand.mean, dtype=bool)

    @property
    def cycle(self) -> FloatArray:
        """Return the demand that one review cycle brings (without review: over the lead time), units."""
        if self.before is None:
            return self.demand.mean
        return np.where(self.continuous, self.demand.mean, np.maximum(self.demand.mean - self.before.mean, 0.0))


@dataclass(frozen=True)
class Standing:
    """Hold what levels give, (rows,) or (rows, k): `value` money, `backorders` and `short` units a review cycle.

    `short` is what is not served at once; `backorders` waits at the end of the cycle, which is what money buys down.
    """

    value: FloatArray
    backorders: FloatArray
    short: FloatArray


@dataclass(frozen=True)
class Table:
    """Hold running sums over the stock, for rows of like reach: (n, cells + 1), one cell for `stride` units."""

    of: Assortment
    rows: IntArray
    stride: FloatArray
    waiting: FloatArray
    waiting_before: FloatArray
    missed: FloatArray
    top: FloatArray
    reach: FloatArray

    def at(self, level: FloatArray, *, cycle_stock: bool = True) -> Standing:
        """Return what levels (n, k) give; without `cycle_stock` the level is the position itself."""
        one = self.of
        quantity = one.order_quantity[self.rows] if cycle_stock else np.zeros(self.rows.shape)
        shares = POSITIONS if bool(np.any(quantity > 0)) else POSITIONS[:1]
        waiting, before, missed, units = (np.zeros(level.shape) for _ in range(4))
        for share in shares:
            position = level + np.ceil(quantity * share)[:, None]
            # Each row ends at its own reach, so that it reads the same whatever rows stand beside it.
            place = np.minimum(position, self.reach[:, None]) / self.stride[:, None]
            units += position / len(shares)
            waiting += self._read(self.waiting, place) / len(shares)
            before += self._read(self.waiting_before, place) / len(shares)
            missed += self._read(self.missed, place) / len(shares)
        mean = one.demand.mean[self.rows]
        mean_before = mean if one.before is None else one.before.mean[self.rows]
        if one.measure == "invested":
            held = level
        else:
            held = np.maximum(units - ((mean + mean_before) / 2.0)[:, None] + (waiting + before) / 2.0, 0.0)
        return Standing(one.price[self.rows, None] * held, waiting, missed)

    def _read(self, sums: FloatArray, place: FloatArray) -> FloatArray:
        """Read running sums at places between the cells; beyond the last there is nothing left to gain."""
        last = sums.shape[1] - 1
        low = np.minimum(np.floor(place + 1e-9), last).astype(np.int64)
        found = np.take_along_axis(sums, low, 1)
        if bool(np.any(self.stride > 1)):
            high = np.take_along_axis(sums, np.minimum(low + 1, last), 1)
            found = found + np.clip(place - low, 0.0, 1.0) * (high - found)
        return found


def tops(demand: Demand, rows: int, chance: float | FloatArray = CERTAIN) -> FloatArray:
    """Return the smallest whole stock that demand exceeds with a chance below `chance`, units, (rows,).

    Found by halving for all rows at once, so it holds for any distribution.

    >>> poisson = MomentDemand(np.array([4.0, 0.0]), np.array([4.0, 0.0]))
    >>> tops(poisson, 2, 0.05).tolist()
    [8.0, 0.0]
    """
    every = np.arange(rows, dtype=np.int64)
    wanted = np.broadcast_to(np.asarray(chance, dtype=np.float64), (rows,))
    low, high = np.full(rows, -1.0), np.maximum(np.ceil(demand.mean), 1.0)
    growing = every
    while growing.size and float(high.max(initial=0.0)) < _LARGEST:
        above = demand.exceedance(growing, high[growing, None])[:, 0] >= wanted[growing]
        growing = growing[above]
        low[growing], high[growing] = high[growing], high[growing] * 2.0
    while True:
        open_rows = every[high - low > 1.0]
        if not open_rows.size:
            return high
        middle = np.floor((low[open_rows] + high[open_rows]) / 2.0)
        above = demand.exceedance(open_rows, middle[:, None])[:, 0] >= wanted[open_rows]
        low[open_rows[above]] = middle[above]
        high[open_rows[~above]] = middle[~above]


def tables(one: Assortment) -> Iterator[Table]:
    """Yield the tables of all rows, rows of like reach together, so that loops run over units and never over parts."""
    top, end = tops(one.demand, one.rows), tops(one.demand, one.rows, NEVER)
    reach = np.maximum(np.minimum(end, top + np.ceil(one.order_quantity * POSITIONS[-1])), 1.0)
    order = np.argsort(reach, kind="stable")
    begin = 0
    while begin < order.size:
        ahead = np.minimum(reach[order[begin:]], MOST_CELLS) + 1.0
        fitting = int(np.searchsorted(ahead * np.arange(1, ahead.size + 1), _CHUNK_CELLS, side="right"))
        rows = order[begin : begin + max(fitting, 1)]
        yield _table(one, rows, top[rows], reach[rows])
        begin += rows.size


def _table(one: Assortment, rows: IntArray, top: FloatArray, reach: FloatArray) -> Table:
    stride = np.maximum(np.ceil(reach / MOST_CELLS), 1.0)
    cells = int(np.ceil(reach / stride).max(initial=1.0))
    # A cell of several units is weighed by the one in its middle.
    stock = np.arange(cells, dtype=np.float64)[None, :] * stride[:, None] + np.floor((stride - 1.0) / 2.0)[:, None]
    after = one.demand.exceedance(rows, stock)
    mean, cycle = one.demand.mean[rows], one.cycle[rows]
    waiting = _left(mean, after * stride[:, None])
    # Who comes to a stock of y is served at once unless y or more are already owed: P(demand > y - 1).
    missed = np.concatenate([np.ones((rows.size, 1)), after], 1) * cycle[:, None]
    if one.before is None:
        return Table(one, rows, stride, waiting, waiting, missed, top, reach)
    early = one.before.exceedance(rows, stock)
    waiting_before = _left(one.before.mean[rows], early * stride[:, None])
    # What a unit adds to the demand served at once; never below nothing, so that more stock never serves less.
    periodic = _left(cycle, np.maximum(after - early, 0.0) * stride[:, None])
    missed = np.where(one.continuous[rows, None], missed, periodic)
    return Table(one, rows, stride, waiting, waiting_before, missed, top, reach)


def _left(start: FloatArray, taken: FloatArray) -> FloatArray:
    """Return what is left of `start` after each of `taken`, (n, cells + 1), never below nothing."""
    sums = np.cumsum(np.concatenate([np.zeros((start.shape[0], 1)), taken], 1), 1)
    return np.asarray(np.maximum(start[:, None] - sums, 0.0), dtype=np.float64)


@dataclass(frozen=True)
class Service:
    """Hold how a whole assortment stands.

    `value` money; `units`: share of the demand that is served at once; `parts`: mean of that share over the parts with
    demand; `weighted`: share of the demand, each unit weighed by its part's criticality; `backorders`: units that wait
    at the end of a review.
    """

    value: float
    units: float
    parts: float
    weighted: float
    backorders: float

    def of(self, measure: str) -> float:
        """Return one of the three shares by its name."""
        return {"units": self.units, "parts": self.parts, "weighted": self.weighted}[measure]


MEASURES = ("units", "parts", "weighted")


def service(one: Assortment, standing: Standing, rows: NDArray[np.bool_] | None = None) -> Service:
    """Sum up how rows stand, all of them or those that `rows` marks.

    Nothing asked for is served wholly.
    """
    chosen = np.ones(one.rows, dtype=bool) if rows is None else rows
    cycle, weight, short = one.cycle[chosen], one.weight[chosen], standing.short[chosen]
    asked = cycle > 0

    def share(lost: float, of: float) -> float:
        return 1.0 - lost / of if of > 0 else 1.0

    return Service(
        value=float(standing.value[chosen].sum()),
        units=share(float(short.sum()), float(cycle.sum())),
        parts=share(float(divide(short, cycle)[asked].sum()), float(asked.sum())),
        weighted=share(float((weight * short).sum()), float((weight * cycle).sum())),
        backorders=float(standing.backorders[chosen].sum()),
    )


def evaluate(one: Assortment, levels: Sequence[tuple[FloatArray, bool]]) -> list[Standing]:
    """Return what given levels (rows,) give; each says whether what is ordered at a time lies on top of it."""
    found = [Standing(*(np.zeros(one.rows) for _ in range(3))) for _ in levels]
    for table in tables(one):
        read_into(found, table, levels)
    return found


def read_into(found: Sequence[Standing], table: Table, levels: Sequence[tuple[FloatArray, bool]]) -> None:
    """Write what a table says of given levels into the standings of all rows."""
    for standing, (level, cycle_stock) in zip(found, levels, strict=True):
        read = table.at(level[table.rows, None], cycle_stock=cycle_stock)
        for name in ("value", "backorders", "short"):
            getattr(standing, name)[table.rows] = getattr(read, name)[:, 0]
