"""Turn the distribution over the protection interval into reorder point, safety stock and order-up-to level.

The rule of use: at a review, order when the inventory position (on hand + on order - backordered) is
*below* the reorder point, up to the order-up-to level.  An order therefore never lands where it fires again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.distribution import Kind, quantile


@dataclass(frozen=True)
class StockLevels:
    """Stock levels in units, (parts,)."""

    reorder_point: FloatArray
    safety_stock: FloatArray
    order_up_to_level: FloatArray


def stock_levels(
    kind: Kind, mean: ArrayLike, variance: ArrayLike, target: ArrayLike, order_quantity: ArrayLike = 0.0
) -> StockLevels:
    """Return the levels of an (R, s, S) policy for a cycle service target.

    s = the demand over lead time + review that is not exceeded with probability ``target``;
    safety stock = s - mean (below 0 where the target is lower than the chance of no demand);
    S = s + order quantity.  With an order quantity of 0 this is (R, S), base stock: S = s.
    With a review of 0 it is (s, Q).  Source: Silver, Pyke & Thomas, 4th ed., (R, s, S) systems.

    :param kind: distribution of the demand.
    :param mean, variance: demand over the protection interval, units and units squared, (parts,).
    :param target: cycle service level, 0 <= target < 1.
    :param order_quantity: units, at least 0.
    :raises ValueError: for a target outside 0 to 1 or a negative order quantity.

    >>> found = stock_levels("normal", [500.0], [4500.0], 0.95, 200.0)
    >>> [x.round(1).tolist() for x in (found.reorder_point, found.safety_stock, found.order_up_to_level)]
    [[610.3], [110.3], [810.3]]
    """
    quantity = np.asarray(order_quantity, dtype=np.float64)
    if bool(np.any(quantity < 0)):
        raise ValueError("order quantity must not be negative")
    point = quantile(kind, mean, variance, target)
    centre = np.broadcast_to(np.asarray(mean, dtype=np.float64), point.shape)
    return StockLevels(point, point - np.maximum(np.nan_to_num(centre), 0.0), np.asarray(point + quantity))
