"""Choose the stock policy of each part in each store, and keep levels within what people have set for it.

periodic (R, s, S): looked at with each plan, ordered up to S when below s.  continuous (s, Q): looked at all the time,
so only the lead time has to be bridged.  base_stock (S - 1, S): for slow, dear parts; what is used is ordered again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, IntArray


class Policy(IntEnum):
    """Name the policies; ``BY_RULE`` stands for nobody having chosen."""

    BY_RULE = -1
    PERIODIC = 0
    CONTINUOUS = 1
    BASE_STOCK = 2


@dataclass(frozen=True)
class BaseStockRule:
    """Say from where on a part is slow and dear: used less in a year, and dearer, than these."""

    demand_per_year_below: float = 6.0
    unit_price_from_cny: float = 2000.0


def choose_policies(
    wanted: ArrayLike, otherwise: Policy, demand_per_year: ArrayLike, unit_price: ArrayLike, rule: BaseStockRule
) -> IntArray:
    """Return the policy of each row: what somebody chose, base stock where slow and dear, else the house's.

    :param wanted: :class:`Policy` codes, ``BY_RULE`` where nobody chose, (rows,).
    :param demand_per_year: units, (rows,).
    :param unit_price: money, (rows,); blank where unknown: not dear.

    >>> choose_policies(
    ...     [-1, -1, 0, -1], Policy.PERIODIC, [1, 1, 1, 50], [9000, 5, 9000, 9000], BaseStockRule()
    ... ).tolist()
    [2, 0, 0, 0]
    """
    chosen = np.asarray(wanted, dtype=np.int64)
    price = np.nan_to_num(np.asarray(unit_price, dtype=np.float64), nan=-np.inf)
    slow = np.asarray(demand_per_year, dtype=np.float64) < rule.demand_per_year_below
    by_rule = np.where(slow & (price >= rule.unit_price_from_cny), int(Policy.BASE_STOCK), int(otherwise))
    return np.where(chosen == int(Policy.BY_RULE), by_rule, chosen).astype(np.int64)


@dataclass(frozen=True)
class Bounds:
    """The least and most stock that somebody set, units, (rows,); blank where nobody did."""

    minimum: FloatArray
    maximum: FloatArray


def bounded_levels(
    reorder_point: FloatArray, order_quantity: FloatArray, stocked: ArrayLike, bounds: Bounds
) -> tuple[FloatArray, FloatArray]:
    """Return reorder point and order quantity of what is stocked, within the bounds; nothing for what is not.

    Stock that falls below the minimum is ordered; the order-up-to level never lies above the maximum, which goes
    before the minimum where they cross.  What is not stocked is ordered when somebody waits for it.

    :param reorder_point, order_quantity: units, (rows,).
    :param stocked: bool, (rows,).

    >>> none = np.full(3, np.nan)
    >>> bounds = Bounds(np.array([4.0, np.nan, 1.0]), np.array([np.nan, 6.0, np.nan]))
    >>> point, quantity = bounded_levels(np.array([2.0, 5.0, 3.0]), np.full(3, 3.0), [True, True, False], bounds)
    >>> point.tolist(), quantity.tolist()
    ([4.0, 5.0, 0.0], [3.0, 1.0, 0.0])
    """
    most = np.where(np.isnan(bounds.maximum), np.inf, np.maximum(bounds.maximum, 0.0))
    point = np.minimum(np.maximum(reorder_point, np.nan_to_num(bounds.minimum)), most)
    top = np.minimum(point + order_quantity, most)
    held = np.asarray(stocked, dtype=bool)
    return np.where(held, point, 0.0), np.where(held, np.maximum(top - point, 0.0), 0.0)
