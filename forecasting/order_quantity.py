"""Decide how much to order: economic quantities, price breaks, packs and limits of cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray, as_history


def _arrays(*values: ArrayLike) -> list[FloatArray]:
    return [np.asarray(v, dtype=np.float64) for v in np.broadcast_arrays(*values)]


def _positive(name: str, *values: FloatArray) -> None:
    if any(bool(np.any(~(v > 0))) for v in values):
        raise ValueError(f"{name} must be above 0")


def eoq(fixed_cost: ArrayLike, holding_cost: ArrayLike, demand_rate: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the economic order quantity sqrt(2 K D / h) and its cost per unit of time sqrt(2 K D h).

    Source: Harris (1913); Snyder & Shen, *Fundamentals of Supply Chain Theory*, 2nd ed., section 3.2.

    :param fixed_cost: K, money per order, at least 0.
    :param holding_cost: h, money per unit and unit of time, above 0.
    :param demand_rate: D, units per unit of time, at least 0.
    :return: units and money per unit of time.
    :raises ValueError: for a holding cost not above 0, a negative cost or demand.

    >>> quantity, cost = eoq(8.0, 0.225, 1300.0)
    >>> round(float(quantity), 4), round(float(cost), 4)
    (304.0468, 68.4105)
    """
    k, h, d = _arrays(fixed_cost, holding_cost, demand_rate)
    _positive("holding cost", h)
    if bool(np.any(k < 0) or np.any(d < 0)):
        raise ValueError("fixed cost and demand must not be negative")
    return np.sqrt(2 * k * d / h), np.sqrt(2 * k * d * h)


def eoq_with_backorders(
    fixed_cost: ArrayLike, holding_cost: ArrayLike, stockout_cost: ArrayLike, demand_rate: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return quantity, share of demand backordered and cost where planned back-orders are allowed.

    Q = sqrt(2 K D (h + p) / (h p)), share = h / (h + p).  Source: Snyder & Shen, 2nd ed., section 3.5.

    :param stockout_cost: p, money per unit backordered and unit of time, above 0; the others as for :func:`eoq`.
    :raises ValueError: as :func:`eoq`, and for a stock-out cost not above 0.

    >>> quantity, share, cost = eoq_with_backorders(8.0, 0.225, 5.0, 1300.0)
    >>> round(float(quantity), 4), round(float(share), 4), round(float(cost), 4)
    (310.8126, 0.0431, 66.9214)
    """
    k, h, p, d = _arrays(fixed_cost, holding_cost, stockout_cost, demand_rate)
    _positive("stock-out cost", p)
    base, cost = eoq(k, h, d)
    factor = np.sqrt((h + p) / p)
    return base * factor, h / (h + p), cost / factor


def round_up(quantity: ArrayLike, minimum: ArrayLike = 0.0, multiple: ArrayLike = 1.0) -> FloatArray:
    """Raise to the minimum and then up to a whole number of packs; nothing stays nothing.

    :param quantity: units wanted; 0, negative or blank gives 0.
    :param minimum: least units of an order.
    :param multiple: units of a pack, above 0.
    :raises ValueError: for a multiple not above 0.

    >>> round_up([0.0, 1.0, 13.0], minimum=10.0, multiple=6.0).tolist()
    [0.0, 12.0, 18.0]
    """
    wanted, least, pack = _arrays(quantity, minimum, multiple)
    _positive("multiple", pack)
    wanted = np.nan_to_num(wanted, nan=0.0)
    # A hair of tolerance keeps 3 * 0.1 from becoming four packs of 0.1.
    packs = np.ceil(np.maximum(wanted, least) / pack - 1e-9)
    return np.where(wanted > 0, packs * pack, 0.0)


def limit_cover(
    quantity: ArrayLike, demand_per_day: ArrayLike, minimum_days: ArrayLike = 0.0, maximum_days: ArrayLike = np.inf
) -> FloatArray:
    """Keep an order quantity between two lengths of cover; without demand it is left as it is.

    :param quantity: units.
    :param demand_per_day: units a day.
    :param minimum_days, maximum_days: days, minimum <= maximum.
    :raises ValueError: when the limits are crossed.

    >>> limit_cover([5.0, 500.0, 7.0], [1.0, 1.0, 0.0], 10.0, 90.0).tolist()
    [10.0, 90.0, 7.0]
    """
    wanted, rate, low, high = _arrays(quantity, demand_per_day, minimum_days, maximum_days)
    if bool(np.any(low > high)):
        raise ValueError("minimum cover must not exceed maximum cover")
    selling = rate > 0
    use = np.where(selling, rate, 1.0)
    return np.where(selling, np.clip(wanted, use * low, use * high), wanted)


@dataclass(frozen=True)
class BreakChoice:
    """The chosen price break per part: units, cost per unit of time with purchase, unit price, its column."""

    quantity: FloatArray
    cost: FloatArray
    unit_price: FloatArray
    chosen: NDArray[np.int64]


def choose_price_break(
    fixed_cost: ArrayLike,
    holding_rate: ArrayLike,
    demand_rate: ArrayLike,
    break_quantity: ArrayLike,
    unit_price: ArrayLike,
    minimum: ArrayLike = 0.0,
    multiple: ArrayLike | None = None,
) -> BreakChoice:
    """Choose the cheapest order quantity under all-units discounts, minimum and pack.

    In each price break the best quantity is its own EOQ, raised to the break, the minimum and whole packs;
    the one of least total cost (purchase + ordering + holding) wins, the smaller quantity of equals.
    Source: Snyder & Shen, 2nd ed., section 3.4 (all-units discounts).

    :param fixed_cost: K, money per order, (parts,).
    :param holding_rate: share of the price per unit of time, above 0, (parts,).
    :param demand_rate: D, units per unit of time, (parts,); 0 gives a quantity of 0.
    :param break_quantity: least units of each price, (parts, breaks); blank: no such break.
    :param unit_price: money, (parts, breaks).
    :param minimum: units, (parts,).
    :param multiple: units of a pack, (parts,); without it quantities stay as they fall.
    :raises ValueError: for a part without any price, a price or holding rate not above 0.

    >>> found = choose_price_break([200.0], [0.2], [1000.0], [[0, 200, 500]], [[500.0, 475.0, 450.0]])
    >>> found.quantity.tolist(), found.cost.round(2).tolist(), found.chosen.tolist()
    ([500.0], [472900.0], [2])
    """
    breaks, price = as_history(break_quantity), as_history(unit_price)
    valid = np.isfinite(breaks) & np.isfinite(price)
    if breaks.shape != price.shape or not bool(valid.any(-1).all()):
        raise ValueError("every part needs a price; breaks and prices have shape (parts, breaks)")
    parts = breaks.shape[0]
    k, rate, d, least = (
        np.broadcast_to(np.asarray(v, dtype=np.float64), (parts,))[:, None]
        for v in (fixed_cost, holding_rate, demand_rate, minimum)
    )
    safe_price, floor = np.where(valid, price, 1.0), np.where(valid, breaks, 0.0)
    _positive("price", safe_price)
    quantity = np.maximum(np.maximum(eoq(k, rate * safe_price, d)[0], floor), least)
    if multiple is not None:
        pack = np.broadcast_to(np.asarray(multiple, dtype=np.float64), (parts,))[:, None]
        quantity = round_up(np.where(quantity > 0, quantity, pack), 0.0, pack)
    # A break at 0 with no ordering cost asks for one piece at a time.
    quantity = np.where(quantity > 0, quantity, 1.0)
    cost = d * safe_price + k * d / quantity + rate * safe_price * quantity / 2
    cost = np.where(valid, cost, np.inf)
    best = cost.min(1, keepdims=True)
    chosen = np.argmin(np.where(cost <= best * (1 + 1e-12), quantity, np.inf), axis=1)
    rows = np.arange(parts)
    selling = d[:, 0] > 0
    return BreakChoice(
        np.where(selling, quantity[rows, chosen], 0.0),
        np.where(selling, cost[rows, chosen], 0.0),
        price[rows, chosen],
        np.asarray(chosen, dtype=np.int64),
    )


def choose_incremental_break(
    fixed_cost: ArrayLike,
    holding_rate: ArrayLike,
    demand_rate: ArrayLike,
    break_quantity: ArrayLike,
    unit_price: ArrayLike,
) -> BreakChoice:
    """Choose the cheapest order quantity where a better price holds only for the units beyond its break.

    Buying in a break costs as much as a higher fixed cost (what the dearer units before it cost more) and its own
    price; the EOQ of that counts if it lies in the break.  Quantities are not rounded: the best one is never at a
    break, so packs may follow by :func:`round_up`.  The price lists of the product hold for all units; this is for
    suppliers who quote by slices, worked out before their offer is entered at its average price.
    Source: Snyder & Shen, 2nd ed., section 3.4 (incremental discounts).

    Parameters, result and errors as for :func:`choose_price_break`; the first break must be 0 (or 1 piece, the same),
    breaks rise and ``unit_price`` of the result is the average paid for a unit.

    >>> found = choose_incremental_break([8.0], [0.2], [600.0], [[0, 500, 1000]], [[0.30, 0.29, 0.28]])
    >>> found.quantity.round().tolist(), found.cost.round(2).tolist(), found.chosen.tolist()
    ([400.0], [204.0], [0])
    """
    breaks, price = as_history(break_quantity), as_history(unit_price)
    valid = np.isfinite(breaks) & np.isfinite(price)
    if breaks.shape != price.shape or not bool(valid[:, :1].all()) or bool(np.any(breaks[:, :1] > 1)):
        raise ValueError("every part needs a price from the first piece; breaks and prices have shape (parts, breaks)")
    parts = breaks.shape[0]
    k, rate, d = (
        np.broadcast_to(np.asarray(v, dtype=np.float64), (parts,))[:, None]
        for v in (fixed_cost, holding_rate, demand_rate)
    )
    safe_price, floor = np.where(valid, price, 1.0), np.where(valid, breaks, 0.0)
    floor[:, 0] = 0.0
    _positive("price", safe_price)
    step = np.diff(safe_price, axis=1, prepend=safe_price[:, :1])
    extra = np.cumsum(np.where(valid, -step * floor, 0.0), axis=1)
    quantity = eoq(k + extra, rate * safe_price, d)[0]
    ends = np.append(np.where(valid, breaks, np.inf)[:, 1:], np.full((parts, 1), np.inf), axis=1)
    inside = valid & (quantity >= floor) & (quantity <= ends)
    # A part that costs nothing to order is bought piece by piece at the first price.
    quantity = np.where(quantity > 0, quantity, 1.0)
    cost = d * safe_price + (k + extra) * d / quantity + rate * (extra / 2 + safe_price * quantity / 2)
    cost = np.where(inside, cost, np.inf)
    rows, chosen = np.arange(parts), np.argmin(cost, axis=1)
    best = quantity[rows, chosen]
    selling = d[:, 0] > 0
    return BreakChoice(
        np.where(selling, best, 0.0),
        np.where(selling, cost[rows, chosen], 0.0),
        np.where(selling, extra[rows, chosen] / best, 0.0) + safe_price[rows, chosen],
        np.asarray(chosen, dtype=np.int64),
    )
