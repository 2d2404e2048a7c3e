"""Decide whether a part is worth stocking in a store at all, and do not change one's mind too often.

What is not stocked is ordered when somebody waits for it.  A part comes in from so many demands in twelve months, the
more the dearer it is; it goes out only after it has been below that for some months; and neither is turned round within
a time of rest.  Demands are counted as periods in which somebody asked for the part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.demand import YEAR_DAYS, until_watched

MONTHS = 12


class Reason(IntEnum):
    """Say why a part is stocked or not; the first that holds, from the top."""

    SET_STOCKED = 0
    SET_NOT_STOCKED = 1
    RULE_OFF = 2
    VITAL = 3
    STORE_BELOW = 4
    EXPECTED = 5
    DEMANDS = 6
    YOUNG = 7
    LATELY = 8
    RESTING_IN = 9
    RESTING_OUT = 10
    FEW = 11


@dataclass(frozen=True)
class StockingRule:
    """Say what is worth stocking.

    ``demands_by_price``: from which unit price on (CNY) how many demands in twelve months are needed, rising;
    ``expected_units``: so much expected over lead time and review is enough by itself; ``out_after_months``: so long
    below before a part goes out; ``rest_months``: so long no decision is turned round.
    """

    active: bool = True
    demands_by_price: tuple[tuple[float, float], ...] = ((0.0, 2.0), (2000.0, 3.0))
    expected_units: float = 1.0
    out_after_months: int = 6
    rest_months: int = 6

    def __post_init__(self) -> None:
        """Refuse rules that say nothing or turn themselves round."""
        prices = [price for price, _demands in self.demands_by_price]
        if not prices or prices != sorted(prices) or self.out_after_months < 1 or self.rest_months < 0:
            raise ValueError("stocking needs steps of rising price, a month or more to go out and no negative rest")

    def needed(self, unit_price: ArrayLike) -> FloatArray:
        """Return the demands in twelve months that a part of such a price needs; the first step where it is unknown.

        >>> StockingRule().needed([np.nan, 10.0, 5000.0]).tolist()
        [2.0, 2.0, 3.0]
        """
        price = np.nan_to_num(np.asarray(unit_price, dtype=np.float64), nan=0.0)
        starts = np.array([start for start, _demands in self.demands_by_price])
        demands = np.array([demands for _start, demands in self.demands_by_price])
        return demands[np.maximum(np.searchsorted(starts, price, side="right") - 1, 0)]


@dataclass(frozen=True)
class Seen:
    """What the history says, (rows,).

    ``demands`` of the last twelve months, ``most`` of any twelve that ended within the months before going out, and how
    many ``months`` were observed at all.
    """

    demands: FloatArray
    most: FloatArray
    months: FloatArray


def look_back(history: FloatArray, periods_per_year: int, out_after_months: int) -> Seen:
    """Count demands in the last twelve months, and the most in any twelve that ended in the months before.

    Months end with the last one that was watched: behind it nobody would have noticed a demand.

    :param history: units per period, oldest first, (rows, periods); blanks were not observed.
    :param periods_per_year: 12 or 52.

    >>> found = look_back(np.array([[0.0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]), 12, 6)
    >>> found.demands.tolist(), found.most.tolist(), found.months.tolist()
    ([0.0], [2.0], [16.0])
    """
    history = until_watched(history)
    rows, periods = history.shape
    asked = history > 0
    running = np.concatenate([np.zeros((rows, 1)), np.cumsum(asked, axis=1)], axis=1)
    windows = max(1, round(out_after_months * periods_per_year / MONTHS))
    counts = [np.zeros(rows)]
    for back in range(min(windows, periods)):
        end = periods - back
        counts.append(running[:, end] - running[:, max(end - periods_per_year, 0)])
    now = counts[1] if periods else counts[0]
    seen = (~np.isnan(history)).sum(1) * MONTHS / periods_per_year
    return Seen(now, np.max(counts, axis=0), seen)


@dataclass(frozen=True)
class Former:
    """What the run before decided, (rows,): ``known`` or not, ``stocked``, and since when (NaT: from the start)."""

    known: BoolArray
    stocked: BoolArray
    since: NDArray[np.datetime64]


@dataclass(frozen=True)
class Stocking:
    """The decision, (rows,): ``stocked``, :class:`Reason` codes, since when; the demands ``needed`` and those seen."""

    stocked: BoolArray
    reason: IntArray
    since: NDArray[np.datetime64]
    needed: FloatArray
    demands: FloatArray


def decide(
    seen: Seen,
    *,
    rule: StockingRule,
    expected: ArrayLike,
    unit_price: ArrayLike,
    vital: ArrayLike,
    chosen: ArrayLike,
    former: Former,
    on: np.datetime64,
) -> Stocking:
    """Return what is stocked and why.

    Without a former decision a part is stocked unless it has been below for long; so much is the same whether the
    product is new or the rule has just been switched on.

    :param expected: units over lead time and review, (rows,).
    :param unit_price: CNY, blank where unknown.
    :param vital: a part that stops the product is stocked whatever its demand.
    :param chosen: 1 where somebody said to stock it, 0 not to, -1 by rule.
    :param on: the day.
    """
    needed = rule.needed(unit_price)
    hand = np.asarray(chosen, dtype=np.int64)
    rest = on - np.timedelta64(round(rule.rest_months * YEAR_DAYS / MONTHS), "D")
    resting = former.known & ~np.isnat(former.since) & (former.since > rest)
    enough = seen.demands >= needed
    strong = np.asarray(expected, dtype=np.float64) >= rule.expected_units
    # A year and the months of going out have to be seen before a part can have been below for long.
    young = seen.months < MONTHS + rule.out_after_months
    lately = seen.most >= needed
    before = former.known & former.stocked
    absent = former.known & ~former.stocked
    by_rule = [
        (hand == 1, True, Reason.SET_STOCKED),
        (hand == 0, False, Reason.SET_NOT_STOCKED),
        (np.full(hand.shape, not rule.active), True, Reason.RULE_OFF),
        (np.asarray(vital, dtype=bool), True, Reason.VITAL),
        (absent & resting & (strong | enough), False, Reason.RESTING_OUT),
        (strong, True, Reason.EXPECTED),
        (enough, True, Reason.DEMANDS),
        (~absent & young, True, Reason.YOUNG),
        (~absent & lately, True, Reason.LATELY),
        (before & resting, True, Reason.RESTING_IN),
    ]
    conditions = [np.broadcast_to(condition, hand.shape) for condition, _stocked, _reason in by_rule]
    stocked = np.select(conditions, [np.full(hand.shape, kept) for _c, kept, _r in by_rule], False)
    reason = np.select(conditions, [np.full(hand.shape, int(why)) for _c, _k, why in by_rule], int(Reason.FEW))
    return Stocking(stocked, reason.astype(np.int64), _since(stocked, former, on), needed, seen.demands)


def _since(stocked: BoolArray, former: Former, on: np.datetime64) -> NDArray[np.datetime64]:
    turned = former.known & (former.stocked != stocked)
    return np.where(turned, on, np.where(former.known, former.since, np.datetime64("NaT", "D")))


def stock_above(
    found: Stocking, part: IntArray, store: IntArray, above: IntArray, former: Former, on: np.datetime64
) -> Stocking:
    """Stock a part in every store above one that stocks it: what a van is to hold, its supplier has to be able to send.

    Only what somebody expressly keeps out of a store stays out of it.

    :param part, store: indexes of each row; sorted by part, then store.
    :param above: index of the store above each store, -1 for none, (stores,).
    """
    codes = part * max(above.size, 1) + store
    stocked, reason = found.stocked.copy(), found.reason.copy()
    holding = np.flatnonzero(found.stocked)
    of, at = part[holding], above[store[holding]] if above.size else np.full(holding.shape, -1)
    while (at >= 0).any():
        of, at = of[at >= 0], at[at >= 0]
        wanted = np.unique(of * max(above.size, 1) + at)
        rows = np.searchsorted(codes, wanted)
        rows = rows[rows < codes.size]
        rows = rows[np.isin(codes[rows], wanted) & ~stocked[rows] & (reason[rows] != int(Reason.SET_NOT_STOCKED))]
        stocked[rows], reason[rows] = True, int(Reason.STORE_BELOW)
        at = above[at]
    return Stocking(stocked, reason, _since(stocked, former, on), found.needed, found.demands)
