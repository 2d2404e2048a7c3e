"""Spread money over an assortment: the best mix for a budget, the least money for a service, and the curve of both.

Marginal analysis: each next unit (or pack) of a part saves back-orders for money, ever fewer for ever more, so buying
in the order of saving per money is best for every sum at which it stops. Seen from the price of service: a part's level
is raised until the chance that demand exceeds it falls below about price * its cost, so the target of a dear part is
lower than that of a cheap one. Source: Sherbrooke, *Optimal Inventory Modeling of Systems*, 2nd ed., chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.arrays import BoolArray, FloatArray, IntArray, divide
from forecasting.assortment import (
    MOST_STEPS,
    Assortment,
    Service,
    Standing,
    Table,
    read_into,
    service,
    tables,
)

LOOK_AHEAD = 20_000
"""How many further units are tried with what is left of a budget."""
_SMALLEST = 1e-9


@dataclass(frozen=True)
class Path:
    """Hold the buying list of an assortment, best saving per money first.

    `base`: the lowest allowed levels, (rows,), and what they give; `row`, `units`, `cost`, `saved` (weighed
    back-orders) and `served` (units of demand) of every step, (steps,); `evaluated`: what the levels give that were
    asked about besides.
    """

    of: Assortment
    base: FloatArray
    standing: Standing
    row: IntArray
    units: FloatArray
    cost: FloatArray
    relieved: FloatArray
    served: FloatArray
    price: FloatArray
    evaluated: tuple[Standing, ...]

    @property
    def spent(self) -> FloatArray:
        """Return the value after each step, money, (steps,)."""
        return float(self.standing.value.sum()) + np.cumsum(self.cost)

    def running(self, measure: str) -> FloatArray:
        """Return the service after each step by one of the measures, (steps,)."""
        start = service(self.of, self.standing).of(measure)
        cycle, weight = self.of.cycle, self.of.weight
        if measure == "parts":
            asked = max(int((cycle > 0).sum()), 1)
            added = divide(self.served, cycle[self.row]) / asked
        else:
            worth = weight if measure == "weighted" else np.ones_like(weight)
            total = float((worth * cycle).sum())
            added = worth[self.row] * self.served / total if total > 0 else np.zeros_like(self.served)
        return np.minimum(start + np.cumsum(added), 1.0)


@dataclass(frozen=True)
class Mix:
    """Hold a chosen mix: `level` (rows,), what it gives, its sum, and whether what was asked for could be met."""

    level: FloatArray
    standing: Standing
    service: Service
    met: bool


@dataclass(frozen=True)
class Curve:
    """Hold the best service for money: points from the least to the most, and each point's figures by group."""

    points: tuple[Service, ...]
    groups: tuple[tuple[Service, ...], ...]


def buying_list(one: Assortment, also: Sequence[tuple[FloatArray, bool]] = ()) -> Path:
    """List all steps of all rows in the order in which they save most weighed back-orders per money.

    :param also: levels to be evaluated besides, each with whether what is ordered at a time lies on top.
    """
    standing = Standing(*(np.zeros(one.rows) for _ in range(3)))
    evaluated = [Standing(*(np.zeros(one.rows) for _ in range(3))) for _ in also]
    names = ("row", "units", "cost", "relieved", "served", "price")
    parts: dict[str, list[FloatArray]] = {name: [] for name in names}
    base = one.least.copy()
    for table in tables(one):
        read_into([standing], table, [(base, True)])
        read_into(evaluated, table, also)
        for name, values in _steps(one, table).items():
            parts[name].append(values)
    steps = {name: np.concatenate(each) if each else np.zeros(0) for name, each in parts.items()}
    order = np.argsort(-steps["price"], kind="stable")  # of equals the earlier unit of a part stays before the later
    ordered = {name: values[order] for name, values in steps.items()}
    row = ordered.pop("row").astype(np.int64)
    return Path(of=one, base=base, standing=standing, row=row, evaluated=tuple(evaluated), **ordered)


def _steps(one: Assortment, table: Table) -> dict[str, FloatArray]:
    """Return the steps of a table's rows: cost, relief and demand served of each, and the price at which it pays."""
    rows = table.rows
    least = one.least[rows]
    room = np.maximum(np.minimum(one.most[rows], np.maximum(table.top, least)) - least, 0.0)
    # Where a part has more room than steps it moves in larger ones, whole packs still.
    pack = one.pack[rows] * np.maximum(np.ceil(room / one.pack[rows] / MOST_STEPS), 1.0)
    count = np.floor(room / pack + 1e-9)
    deepest = int(count.max(initial=0.0))
    if not deepest:
        return {}
    steps = np.minimum(np.arange(deepest + 1, dtype=np.float64)[None, :], count[:, None])
    stands = table.at(least[:, None] + steps * pack[:, None])
    weight = one.weight[rows, None]
    cost = np.maximum(np.diff(stands.value, axis=1), one.price[rows, None] * _SMALLEST)
    relieved = np.maximum(-np.diff(stands.backorders, axis=1), 0.0)
    price = np.minimum.accumulate(weight * relieved / cost, axis=1)
    real = (np.arange(deepest)[None, :] < count[:, None]) & (relieved > 0)
    return {
        "row": np.broadcast_to(rows[:, None], real.shape)[real].astype(np.float64),
        "units": np.broadcast_to(pack[:, None], real.shape)[real],
        "cost": cost[real],
        "relieved": relieved[real],
        "served": np.maximum(-np.diff(stands.short, axis=1), 0.0)[real],
        "price": price[real],
    }


def _mix(path: Path, taken: IntArray, *, met: bool) -> Mix:
    def added(values: FloatArray) -> FloatArray:
        summed = np.bincount(path.row[taken], weights=values[taken], minlength=path.of.rows)
        return summed.astype(np.float64)

    standing = Standing(
        path.standing.value + added(path.cost),
        np.maximum(path.standing.backorders - added(path.relieved), 0.0),
        np.maximum(path.standing.short - added(path.served), 0.0),
    )
    return Mix(path.base + added(path.units), standing, service(path.of, standing), met)


def mix_for_budget(path: Path, budget: float) -> Mix:
    """Return the best mix whose value does not exceed a budget; what is left goes to the next units that fit.

    Where even the lowest allowed levels are dearer, they are returned and `met` is off.

    >>> from forecasting.assortment import MomentDemand
    >>> pipeline = np.array([1.0, 4.0])
    >>> nothing, much = np.zeros(2), np.full(2, 50.0)
    >>> one = Assortment(
    ...     MomentDemand(pipeline, pipeline),
    ...     None,
    ...     np.array([5.0, 1.0]),
    ...     np.ones(2),
    ...     nothing,
    ...     nothing,
    ...     much,
    ...     np.ones(2),
    ...     "invested",
    ... )
    >>> [mix_for_budget(buying_list(one), b).level.tolist() for b in (11.0, 17.0)]
    [[1.0, 6.0], [2.0, 7.0]]
    """
    start = float(path.standing.value.sum())
    slack = 1e-9 * max(abs(budget), 1.0)
    first = int(np.searchsorted(path.spent, budget + slack, side="right"))
    taken = list(range(first))
    left = budget + slack - (float(path.spent[first - 1]) if first else start)
    closed: set[int] = set()
    rows, costs = path.row[first : first + LOOK_AHEAD].tolist(), path.cost[first : first + LOOK_AHEAD].tolist()
    for offset, (row, cost) in enumerate(zip(rows, costs, strict=True)):
        if row in closed:
            continue
        if cost > left:
            closed.add(row)  # a part's later units never go before its earlier ones
            continue
        taken.append(first + offset)
        left -= cost
    return _mix(path, np.array(taken, dtype=np.int64), met=start <= budget + slack)


def mix_for_service(path: Path, target: float, measure: str = "units") -> Mix:
    """Return the mix with the least money along the buying list that reaches a service; else the most there is.

    :param target: share, 0 to 1.
    :param measure: units, parts or weighted, as in :class:`~forecasting.assortment.Service`.
    """
    start = service(path.of, path.standing).of(measure)
    running = path.running(measure)
    if start >= target - _SMALLEST:
        count = 0
    else:
        count = min(int(np.searchsorted(running, target - _SMALLEST, side="left")) + 1, running.size)
    reached = float(running[count - 1]) if count else start
    return _mix(path, np.arange(count, dtype=np.int64), met=reached >= target - _SMALLEST)


def curve(path: Path, points: int = 40, groups: Sequence[BoolArray] = ()) -> Curve:
    """Return points of the best service for money, evenly spread over the money between the least and the most.

    :param points: at least 2.
    :param groups: masks of rows, each (rows,), whose own figures are wanted at every point.
    """
    spent = path.spent
    start = float(path.standing.value.sum())
    last = float(spent[-1]) if spent.size else start
    # Denser where service rises fastest: the steps of money grow with their square.
    wanted = start + (last - start) * np.linspace(0.0, 1.0, max(points, 2)) ** 2
    counts = np.unique(np.searchsorted(spent, wanted + 1e-9 * max(last, 1.0), side="right"))
    found, by_group = [], []
    value, waiting, short = (getattr(path.standing, name).copy() for name in ("value", "backorders", "short"))
    done = 0
    for count in counts.tolist():
        some = slice(done, count)
        for total, added in ((value, path.cost), (waiting, -path.relieved), (short, -path.served)):
            np.add(total, np.bincount(path.row[some], weights=added[some], minlength=path.of.rows), out=total)
        done = count
        standing = Standing(value, np.maximum(waiting, 0.0), np.maximum(short, 0.0))
        found.append(service(path.of, standing))
        by_group.append(tuple(service(path.of, standing, mask) for mask in groups))
    return Curve(tuple(found), tuple(by_group))
