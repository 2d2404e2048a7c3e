"""Name what a plan shows first, in the order of the page, and judge what a history of demand says.

A line of the plan may be shown for several reasons; they are kept as bits, the most urgent one names the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import BoolArray, FloatArray
from forecasting.distribution import quantile_table

ALERTS = (
    "ticket_waits",
    "stock_out",
    "stock_out_before_delivery",
    "order_overdue",
    "repair_overdue",
    "surplus_on_order",
    "surplus",
    "demand_jump",
    "new_part",
    "discontinued",
    "no_supplier",
    "below_safety_stock",
    "reorder",
    "price_jump",
)
"""Every reason for which a line stands in a plan, the first ones first; a jump of its price only adds to another."""

TICKETS = 3
"""Tickets take the ranks 0 to 2 by their urgency; each further reason takes one rank."""

STOCK_OUT, BEFORE_DELIVERY, BELOW_SAFETY, REORDER = (
    ALERTS.index(code) + TICKETS - 1
    for code in ("stock_out", "stock_out_before_delivery", "below_safety_stock", "reorder")
)
LAST_RANK = REORDER


def rank_of_alert(code: str) -> int:
    """Return the rank of a reason; that of a waiting ticket is the least urgent one.

    >>> [rank_of_alert(code) for code in ("ticket_waits", "stock_out", "reorder")]
    [2, 3, 14]
    """
    return ALERTS.index(code) + TICKETS - 1


def alert_of(rank: int) -> str:
    """Return the reason of a rank.

    >>> [alert_of(rank) for rank in (0, 2, 3, 14)]
    ['ticket_waits', 'ticket_waits', 'stock_out', 'reorder']
    """
    return ALERTS[max(rank - TICKETS + 1, 0)]


def bits_of(codes: Iterable[str]) -> int:
    """Return reasons as one number.

    >>> bits_of(["stock_out", "ticket_waits", "stock_out"])
    3
    """
    return sum(1 << ALERTS.index(code) for code in set(codes))


def codes_of(bits: int) -> tuple[str, ...]:
    """Return the reasons that a number holds, the first ones first.

    >>> codes_of(3)
    ('ticket_waits', 'stock_out')
    """
    return tuple(code for i, code in enumerate(ALERTS) if bits >> i & 1)


@dataclass(frozen=True, slots=True)
class JumpRule:
    """Say when demand has jumped: above which quantile of what was to be expected, and from how many units."""

    quantile: float = 0.99
    least_units: float = 3.0
    least_periods: int = 6


def expected_at_most(history: ArrayLike, quantile: float, *, least_periods: int = 6) -> FloatArray:
    """Return what the last period was to be at most, from the periods before it, units, (rows,); blank: not known.

    The periods before it give mean and variance; demand is negative binomial with at least the variance of a
    Poisson law, and the variance of the mean itself is added, so a short record promises little. A demand counted
    into its own forecast would hide itself, hence the last period is left out.

    :param history: units per period, (rows, periods), blanks are not observed.
    :param quantile: probability, above 0 and below 1.
    :param least_periods: periods that must have been observed before the last one.
    """
    past = np.asarray(history, dtype=np.float64)[:, :-1]
    seen = ~np.isnan(past)
    count = seen.sum(1)
    mean = np.where(seen, past, 0.0).sum(1) / np.maximum(count, 1)
    spread = (np.where(seen, past - mean[:, None], 0.0) ** 2).sum(1) / np.maximum(count - 1, 1)
    variance = np.maximum(spread, mean) * (1.0 + 1.0 / np.maximum(count, 1))
    found = quantile_table("negative_binomial", mean, variance, [quantile])[:, 0]
    return np.where(count >= least_periods, found, np.nan)


def jumped(history: ArrayLike, rule: JumpRule) -> tuple[BoolArray, FloatArray]:
    """Tell where the last period lies above what was to be expected, and the bound, units, (rows,).

    >>> rows = [[4, 5, 3, 4, 5, 4, 3, 30], [4, 5, 3, 4, 5, 4, 3, 7], [0, 0, 0, 0, 0, 0, 0, 2]]
    >>> jumped(rows, JumpRule())[0].tolist()
    [True, False, False]
    """
    demand = np.asarray(history, dtype=np.float64)
    last = np.nan_to_num(demand[:, -1])
    bound = expected_at_most(demand, rule.quantile, least_periods=rule.least_periods)
    return np.asarray((last > bound) & (last >= rule.least_units)), bound


def first_asked(history: ArrayLike) -> NDArray[np.int64]:
    """Return how many periods ago a part was asked for the first time (1: in the last one), 0 for never.

    >>> first_asked([[0, 0, 2, 0], [0, 0, 0, 0], [1, 0, 0, 0]]).tolist()
    [2, 0, 4]
    """
    demand = np.nan_to_num(np.asarray(history, dtype=np.float64)) > 0
    since = demand.shape[1] - np.argmax(demand, axis=1)
    return np.where(demand.any(1), since, 0).astype(np.int64)
