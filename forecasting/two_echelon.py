"""Back-orders of slow, dear parts in a network of stores (central, regional, van), and where the next piece helps most.

Each store works by (S - 1, S): what is used is asked of the store above at once.  What a store waits for is what is
on its way plus its share of what the store above is short of; mean and variance of that share are passed down (METRIC
with the variance: VARI-METRIC), and a negative binomial of these two moments gives the store's own back-orders.
Pure and for whole units; for deciding how a few pieces are spread over many places, where planning each store by itself
counts the same piece twice.  The two moments are exact for fixed lead times; the back-orders read off them were within
6 % of the exact ones in every case of the tests.
Sources: Sherbrooke (1968), *Operations Research* 16(1), 122-141; Graves (1985), *Management Science* 31(10), 1247-1256;
Sherbrooke, *Optimal Inventory Modeling of Systems*, 2nd ed., chapters 3 and 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.distribution import Kind, expected_backorders

_KIND: Kind = "negative_binomial"
_NOTHING = 1e-9
"""A mean below this is no demand; its distribution would underflow."""


@dataclass(frozen=True)
class Network:
    """Name the store above each store, (stores,); -1 for one that is supplied from outside.

    A store stands behind the one above it, so the array can be walked once.
    """

    above: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a store that stands before its own supplier."""
        if any(not -1 <= above < i for i, above in enumerate(self.above)):
            raise ValueError("each store must stand behind the store above it")

    def below(self, store: int) -> list[int]:
        """Return the stores that a store supplies, in order."""
        return [i for i, above in enumerate(self.above) if above == store]


@dataclass(frozen=True)
class Waiting:
    """What a spread of stock gives, arrays (items, stores).

    ``pipeline`` and ``pipeline_variance``: units asked for and not yet come; ``backorders`` and
    ``backorder_variance``: units short, of stores below and of customers alike; ``customers``: units that customers
    wait for there, the figure to bring down.
    """

    pipeline: FloatArray
    pipeline_variance: FloatArray
    backorders: FloatArray
    backorder_variance: FloatArray
    customers: FloatArray


def backorder_moments(
    mean: ArrayLike, variance: ArrayLike, stock: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return mean and variance of (X - stock)+ for a count of the given moments, and the chance that none is left.

    E[((X - s)+)^2] = E[X (X - 1); X > s] - (2 s - 1) E[X; X > s] + s^2 P(X > s); each partial moment is a tail of
    the same distribution with its size raised by two, one and none.

    :param stock: units, at least 0; between two whole numbers the moments lie between theirs, as they are.
    :return: units, units squared, P(X >= the whole units of the stock).

    >>> [each.round(4).tolist() for each in backorder_moments(4.0, 4.0, [0, 4])]
    [[4.0, 0.7815], [4.0, 1.6554], [1.0, 0.5665]]
    """
    m, v, s = (np.asarray(x, dtype=np.float64) for x in np.broadcast_arrays(mean, variance, stock))
    known = m > _NOTHING
    safe, spread = np.where(known, m, 1.0), np.where(known, np.maximum(v, m), 1.0)
    poisson = spread <= safe * (1 + 1e-6)
    excess = np.where(poisson, 0.0, (spread - safe) / safe**2)  # one by the size of the negative binomial
    size = divide(1.0, excess, 1.0)
    none = np.where(poisson, 0.5, safe / spread)
    k = np.floor(s)
    beyond = np.where(poisson, special.gammainc(k + 1, safe), special.betainc(k + 1, size, 1 - none))
    logarithm = np.where(
        poisson,
        k * np.log(safe) - safe,
        special.gammaln(size + k) - special.gammaln(size) + size * np.log(none) + k * np.log1p(-none),
    )
    just = np.exp(logarithm - special.gammaln(k + 1))  # P(X = k)
    # The tails with raised size follow from P(X > k) and P(X = k) by the recurrence of the incomplete beta function.
    raised = beyond + just * (1 + k * excess)
    twice = raised + just * k / safe * (1 + (k - 1) * excess / (1 + excess))
    pairs, once = (safe**2 + np.where(poisson, 0.0, spread - safe)) * twice, safe * raised
    first = np.maximum(once - s * beyond, 0.0)
    second = pairs - (2 * s - 1) * once + s**2 * beyond
    return (
        np.where(known, first, 0.0),
        np.where(known, np.maximum(second - first**2, 0.0), 0.0),
        np.where(known, np.minimum(beyond + just, 1.0), np.where(k > 0, 0.0, 1.0)),
    )


def backorder_variance(mean: ArrayLike, variance: ArrayLike, stock: ArrayLike) -> FloatArray:
    """Return the variance of (X - stock)+ for a count of the given moments, units squared.

    >>> backorder_variance(4.0, 4.0, [0, 4]).round(4).tolist()
    [4.0, 1.6554]
    """
    return backorder_moments(mean, variance, stock)[1]


def _checked(network: Network, demand_rate: ArrayLike, lead_time: ArrayLike) -> tuple[FloatArray, FloatArray]:
    rate = np.atleast_2d(np.asarray(demand_rate, dtype=np.float64))
    if rate.shape[1] != len(network.above):
        raise ValueError("demand must have shape (items, stores)")
    wait = np.broadcast_to(np.asarray(lead_time, dtype=np.float64), rate.shape)
    if not bool(np.all(rate >= 0) and np.all(wait >= 0)):
        raise ValueError("demand and lead times must not be negative")
    return rate, wait


def _flow(network: Network, rate: FloatArray) -> FloatArray:
    """Return what each store is asked for: by its customers and by all stores below it, (items, stores)."""
    total = rate.copy()
    for store in range(len(network.above) - 1, -1, -1):
        if network.above[store] >= 0:
            total[:, network.above[store]] += total[:, store]
    return total


def waiting(network: Network, demand_rate: ArrayLike, lead_time: ArrayLike, stock: ArrayLike) -> Waiting:
    """Return pipelines and back-orders of every item in every store for a given spread of stock.

    :param demand_rate: of customers at each store, units per unit of time, Poisson, (items, stores).
    :param lead_time: from the store above, or from outside, when that has stock; units of time, (items, stores).
    :param stock: S of each store, whole units, (items, stores).
    :raises ValueError: for negative numbers or arrays that do not fit the network.

    >>> found = waiting(Network((-1, 0, 0)), [[0.0, 0.1, 0.1]], [14.0, 2.0, 2.0], [[1, 1, 1]])
    >>> found.pipeline.round(4).tolist(), found.customers.round(4).tolist()
    ([[2.8, 1.1304, 1.1304]], [[0.0, 0.4784, 0.4784]])
    """
    rate, wait = _checked(network, demand_rate, lead_time)
    s = np.broadcast_to(np.asarray(stock, dtype=np.float64), rate.shape)
    if not bool(np.all(s >= 0)):
        raise ValueError("stock must not be negative")
    total = _flow(network, rate)
    pipeline, spread = total * wait, total * wait
    short, short_variance = np.zeros_like(rate), np.zeros_like(rate)
    for store, above in enumerate(network.above):
        if above >= 0:
            share = divide(total[:, store], total[:, above])
            pipeline[:, store] += share * short[:, above]
            spread[:, store] += share * (1 - share) * short[:, above] + share**2 * short_variance[:, above]
        short[:, store] = expected_backorders(_KIND, pipeline[:, store], spread[:, store], s[:, store])
        short_variance[:, store] = backorder_variance(pipeline[:, store], spread[:, store], s[:, store])
    return Waiting(pipeline, spread, short, short_variance, short * divide(rate, total))


@dataclass(frozen=True)
class Spread:
    """The best spread of 0, 1, 2 ... pieces of one item.

    ``waiting``: customers that wait, units, (most + 1,); ``stock``: of each store, units, (most + 1, stores).
    """

    waiting: FloatArray
    stock: IntArray


def best_spread(network: Network, demand_rate: ArrayLike, lead_time: ArrayLike, most_units: int) -> Spread:
    """Return for each number of pieces of one item the spread over the stores that lets fewest customers wait.

    Exact within the approximation: given the stock of a store, the stores below it do not touch each other, so their
    curves are joined piece by piece and the store's own stock is tried from none to all.

    :param demand_rate, lead_time: as for :func:`waiting`, (stores,).
    :param most_units: pieces to consider, at least 0; work grows with its square and with the depth of the network.
    :raises ValueError: as :func:`waiting`.

    >>> found = best_spread(Network((-1, 0, 0)), [0.0, 0.1, 0.1], [14.0, 2.0, 2.0], 4)
    >>> found.stock.tolist(), found.waiting.round(3).tolist()
    ([[0, 0, 0], [1, 0, 0], [2, 0, 0], [1, 1, 1], [2, 1, 1]], [3.2, 2.261, 1.492, 0.957, 0.519])
    """
    rate, wait = _checked(network, demand_rate, lead_time)
    if most_units < 0 or rate.shape[0] != 1:
        raise ValueError("one item, and not fewer than no pieces")
    total = _flow(network, rate)[0]
    roots = [_curve(network, store, rate[0], wait[0], total, 0.0, 0.0, most_units) for store in network.below(-1)]
    return _joined(roots, most_units, len(network.above))


def _curve(
    network: Network,
    store: int,
    rate: FloatArray,
    wait: FloatArray,
    total: FloatArray,
    short_above: float,
    variance_above: float,
    most: int,
) -> Spread:
    """Return the best spread over a store and all below it, given what it waits for from above."""
    mean = total[store] * wait[store] + short_above
    variance = total[store] * wait[store] + variance_above
    units = np.arange(most + 1.0)
    short = expected_backorders(_KIND, mean, variance, units)
    own = short * float(divide(rate[store], total[store]))
    below = network.below(store)
    if not below:
        stock = np.zeros((most + 1, len(rate)), dtype=np.int64)
        stock[:, store] = np.arange(most + 1)
        return Spread(own, stock)
    spread = backorder_variance(mean, variance, units)
    best = np.full(most + 1, np.inf)
    stock = np.zeros((most + 1, len(rate)), dtype=np.int64)
    for held in range(most + 1):
        curves = []
        for child in below:
            share = float(divide(total[child], total[store]))
            passed = share * (1 - share) * short[held] + share**2 * spread[held]
            curves.append(_curve(network, child, rate, wait, total, share * short[held], passed, most - held))
        joined = _joined(curves, most - held, len(rate))
        better = own[held] + joined.waiting < best[held:] - 1e-12
        best[held:] = np.where(better, own[held] + joined.waiting, best[held:])
        stock[held:][better] = joined.stock[better]
        stock[held:, store][better] = held
    return Spread(best, stock)


def _joined(curves: list[Spread], most: int, stores: int) -> Spread:
    """Return the best way to share 0 .. most pieces between stores that do not touch each other."""
    values, stock = np.zeros(most + 1), np.zeros((most + 1, stores), dtype=np.int64)
    for curve in curves:
        # Row n, column k: k pieces to this one and n - k to those before it.
        taken = np.arange(most + 1)[None, :]
        rest = np.arange(most + 1)[:, None] - taken
        table = np.where(rest >= 0, values[np.maximum(rest, 0)] + curve.waiting[None, : most + 1], np.inf)
        chosen = np.argmin(table, axis=1)
        rows = np.arange(most + 1)
        values, stock = table[rows, chosen], stock[rows - chosen] + curve.stock[chosen]
    return Spread(values, stock)


@dataclass(frozen=True)
class NetworkCurve:
    """The buying list over items: step after step, what saves most waiting per money first.

    ``item``: which item each step raises, (steps,); ``units``: to how many pieces in the whole network, (steps,);
    ``spent``: running cost, money; ``waiting``: customers that wait after each step, units; ``without``: with no stock.
    """

    item: IntArray
    units: IntArray
    spent: FloatArray
    waiting: FloatArray
    without: float


def network_curve(spreads: list[Spread], unit_cost: ArrayLike) -> NetworkCurve:
    """List over many items the steps that save most waiting per money; :func:`best_spread` says where the pieces lie.

    A step may be of several pieces: a lone piece in the centre can save less than two, and what lies above the convex
    hull of an item's curve is never worth buying.  Source: Sherbrooke, 2nd ed., section 3.5.

    :param spreads: one for each item.
    :param unit_cost: money, above 0, (items,).
    :raises ValueError: for a cost not above 0 or other than one for each item.

    >>> one = best_spread(Network((-1, 0, 0)), [0.0, 0.1, 0.1], [14.0, 2.0, 2.0], 4)
    >>> curve = network_curve([one], [100.0])
    >>> curve.units.tolist(), curve.spent.tolist()
    ([1, 2, 3, 4], [100.0, 200.0, 300.0, 400.0])
    """
    cost = np.asarray(unit_cost, dtype=np.float64)
    if cost.shape != (len(spreads),) or not bool(np.all(cost > 0)):
        raise ValueError("each item needs a cost above 0")
    item, units, gain, price = [], [], [], []
    for i, each in enumerate(spreads):
        for begin, end in _hull_steps(each.waiting):
            item.append(i)
            units.append(end)
            gain.append(each.waiting[begin] - each.waiting[end])
            price.append((end - begin) * cost[i])
    saved, paid = np.array(gain, dtype=np.float64), np.array(price, dtype=np.float64)
    order = np.argsort(-divide(saved, paid), kind="stable")
    without = float(sum(each.waiting[0] for each in spreads))
    return NetworkCurve(
        np.array(item, dtype=np.int64)[order],
        np.array(units, dtype=np.int64)[order],
        np.cumsum(paid[order]),
        np.maximum(without - np.cumsum(saved[order]), 0.0),
        without,
    )


def _hull_steps(values: FloatArray) -> list[tuple[int, int]]:
    """Return the corners of the lower convex hull of a falling curve as steps from one to the next."""
    steps, at = [], 0
    while at < values.size - 1:
        ahead = np.arange(at + 1, values.size)
        slope = (values[at] - values[ahead]) / (ahead - at)
        if slope.max() <= 0:
            break
        end = int(ahead[np.flatnonzero(slope >= slope.max() - 1e-15)[-1]])
        steps.append((at, end))
        at = end
    return steps


def stock_for_budget(curve: NetworkCurve, spreads: list[Spread], budget: float) -> NDArray[np.int64]:
    """Return the stock of each item in each store that the budget buys from the top of the list, (items, stores).

    >>> one = best_spread(Network((-1, 0, 0)), [0.0, 0.1, 0.1], [14.0, 2.0, 2.0], 4)
    >>> stock_for_budget(network_curve([one], [100.0]), [one], 350.0).tolist()
    [[1, 1, 1]]
    """
    held = [0] * len(spreads)
    steps = int(np.searchsorted(curve.spent, budget + 1e-9, side="right"))
    for item, units in zip(curve.item[:steps].tolist(), curve.units[:steps].tolist(), strict=True):
        held[item] = units
    return np.array([each.stock[n] for each, n in zip(spreads, held, strict=True)], dtype=np.int64)
