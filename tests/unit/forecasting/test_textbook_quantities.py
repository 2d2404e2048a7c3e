"""Order quantities and lots for known demand against published examples, each proven by plain search."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import minimize, minimize_scalar

from forecasting.lot_sizing import LotSizes, silver_meal, wagner_whitin
from forecasting.order_quantity import choose_incremental_break, choose_price_break, eoq, eoq_with_backorders
from tests.support.textbook import Example, Figures, cases, check, confirmed


def searched_eoq(k: float, h: float, d: float) -> Figures:
    best = minimize_scalar(lambda q: k * d / q + h * q / 2, bounds=(1e-3, d), method="bounded", options={"xatol": 1e-9})
    return best.x, best.fun


def searched_backorders(k: float, h: float, p: float, d: float) -> Figures:
    def cost(x: np.ndarray) -> float:
        q, share = np.exp(x[0]), x[1]
        return float(k * d / q + h * q * (1 - share) ** 2 / 2 + p * q * share**2 / 2)

    best = minimize(cost, [np.log(100.0), 0.1], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
    return float(np.exp(best.x[0])), float(best.x[1]), float(best.fun)


def paid(q: np.ndarray, breaks: list[float], prices: list[float], *, incremental: bool) -> np.ndarray:
    """Return what an order of q units costs."""
    if not incremental:
        return q * np.array(prices)[np.searchsorted(breaks, q, side="right") - 1]
    ends = [*breaks[1:], np.inf]
    return sum(
        price * np.clip(np.minimum(q, end) - begin, 0, None)
        for begin, end, price in zip(breaks, ends, prices, strict=True)
    )


def searched_break(
    k: float, rate: float, d: float, breaks: list[float], prices: list[float], *, incremental: bool, most: float = 5000
) -> Figures:
    q = np.concatenate([np.linspace(1, most, 400_001), np.array(breaks[1:], dtype=float)])
    bought = paid(q, breaks, prices, incremental=incremental)
    cost = bought * d / q + k * d / q + rate * bought / 2
    at = int(np.argmin(cost))
    return float(q[at]), float(cost[at])


def all_units(k: float, rate: float, d: float, breaks: list[float], prices: list[float]) -> Figures:
    found = choose_price_break([k], [rate], [d], [breaks], [prices])
    return float(found.quantity[0]), float(found.cost[0])


def incremental(k: float, rate: float, d: float, breaks: list[float], prices: list[float]) -> Figures:
    found = choose_incremental_break([k], [rate], [d], [breaks], [prices])
    return float(found.quantity[0]), float(found.cost[0])


def lots(found: LotSizes) -> Figures:
    return (*found.orders.tolist(), found.cost)


def planned_by_trial(need: list[float], fixed: list[float], hold: float) -> Figures:
    """Try every set of periods with an order; give the cheapest, the earliest orders of equals."""
    best: tuple[float, tuple[float, ...]] = (np.inf, ())
    for plan in itertools.product((False, True), repeat=len(need) - 1):
        orders, cost, at = [0.0] * len(need), 0.0, 0
        for t, units in enumerate(need):
            if t == 0 or plan[t - 1]:
                at, cost = t, cost + fixed[t]
            orders[at] += units
            cost += hold * units * (t - at)
        if cost < best[0] - 1e-9:
            best = (cost, tuple(orders))
    return (*best[1], best[0])


def by_hand(orders: list[float], need: list[float], fixed: float, hold: float) -> Figures:
    """Cost a given plan by walking through the stock."""
    left = np.cumsum(orders) - np.cumsum(need)
    assert np.all(left >= 0)
    assert left[-1] == 0
    return (*orders, fixed * sum(q > 0 for q in orders) + hold * float(left.sum()))


BOXES = [10, 62, 12, 130, 154, 129, 88, 52, 124, 160, 238, 41]
BOX_LOTS = [84, 0, 0, 130, 283, 0, 140, 0, 124, 160, 279, 0]
WAGNER = [69, 29, 36, 61, 61, 26, 34, 67, 45, 67, 79, 56]
WAGNER_FIXED = [85, 102, 102, 101, 98, 114, 105, 86, 119, 110, 98, 114]
BAGS = (8, 0.2, 600, [0, 500, 1000], [0.30, 0.29, 0.28])
RESISTORS = (1.5, 0.24)

EXAMPLES = [
    Example(
        "Snyder & Shen 2019, example 3.1 (EOQ)",
        "author's tests",
        (304.0467800264368, 68.410525505948272),
        lambda: eoq(8, 0.225, 1300),
        lambda: searched_eoq(8, 0.225, 1300),
    ),
    Example(
        "Snyder & Shen 2019, problem 3.1 (EOQ)",
        "author's tests",
        (1728.109844993551, 475230.2073732266),
        lambda: eoq(2250, 275, 182500),
        lambda: searched_eoq(2250, 275, 182500),
    ),
    Example(
        "Silver, Pyke & Peterson 1998, section 5.2.1 (EOQ of a resistor)",
        "recalled",
        (400.0, 38.40),
        lambda: eoq(3.20, 0.40 * 0.24, 2400),
        lambda: searched_eoq(3.20, 0.40 * 0.24, 2400),
    ),
    Example(
        "Snyder & Shen 2019, example 3.8 (planned back-orders)",
        "author's tests",
        (310.8125551589646, 0.043062200956938, 66.921363550973254),
        lambda: eoq_with_backorders(8, 0.225, 5, 1300),
        lambda: searched_backorders(8, 0.225, 5, 1300),
    ),
    Example(
        "Snyder & Shen 2019, problem 3.2(b) (planned back-orders)",
        "author's tests",
        (83.235448128898042, 0.400299850074962, 1999.148244415212),
        lambda: eoq_with_backorders(40, 40.05, 60, 2080),
        lambda: searched_backorders(40, 40.05, 60, 2080),
    ),
    Example(
        "stockpyl manual, all-units discounts",
        "author's tests",
        (500.0, 472_900.0),
        lambda: all_units(200, 0.2, 1000, [0, 200, 500], [500, 475, 450]),
        lambda: searched_break(200, 0.2, 1000, [0, 200, 500], [500, 475, 450], incremental=False),
    ),
    Example(
        "Snyder & Shen 2019, example 3.5 (all-units discounts)",
        "data only",
        (800.0, 978.60),
        lambda: all_units(8, 0.3, 1300, [0, 400, 800], [0.75, 0.72, 0.68]),
        lambda: searched_break(8, 0.3, 1300, [0, 400, 800], [0.75, 0.72, 0.68], incremental=False),
    ),
    Example(
        "Nahmias 2009, example 4.4 (trash bags, all-units discounts)",
        "recalled",
        (500.0, 198.10),
        lambda: all_units(*BAGS),
        lambda: searched_break(*BAGS, incremental=False),
    ),
    Example(
        "Nahmias 2009, example 4.5 (trash bags, incremental discounts)",
        "recalled",
        (400.0, 204.00),
        lambda: incremental(*BAGS),
        lambda: searched_break(*BAGS, incremental=True),
    ),
    Example(
        "stockpyl manual, incremental discounts",
        "author's tests",
        (1481.8906842274164, 222762.8136845483),
        lambda: incremental(150, 0.25, 2400, [0, 300, 600], [100, 90, 80]),
        lambda: searched_break(150, 0.25, 2400, [0, 300, 600], [100, 90, 80], incremental=True),
    ),
    Example(
        "Silver, Pyke & Peterson 1998, section 5.5, item A (discount worth its stock)",
        "recalled",
        (100.0, 5962.288),
        lambda: all_units(*RESISTORS, 416, [0, 100], [14.20, 14.20 * 0.98]),
        lambda: searched_break(*RESISTORS, 416, [0, 100], [14.20, 14.20 * 0.98], incremental=False),
    ),
    Example(
        "Silver, Pyke & Peterson 1998, section 5.5, item B (discount not worth it)",
        "recalled",
        (20.478155, 337.6357474),
        lambda: all_units(*RESISTORS, 104, [0, 100], [3.10, 3.10 * 0.98]),
        lambda: searched_break(*RESISTORS, 104, [0, 100], [3.10, 3.10 * 0.98], incremental=False),
        proof_near=1e-3,
    ),
    Example(
        "Silver, Pyke & Peterson 1998, section 5.5, item C (EOQ beyond the break)",
        "recalled",
        (148.690429, 9868.252773),
        lambda: all_units(*RESISTORS, 4160, [0, 100], [2.40, 2.40 * 0.98]),
        lambda: searched_break(*RESISTORS, 4160, [0, 100], [2.40, 2.40 * 0.98], incremental=False),
        proof_near=1e-3,
    ),
    Example(
        "Snyder & Shen 2019, example 3.9 (Wagner-Whitin)",
        "author's tests",
        (210, 0, 150, 0, 1380),
        lambda: lots(wagner_whitin([90, 120, 80, 70], 500, 2)),
        lambda: planned_by_trial([90, 120, 80, 70], [500] * 4, 2),
    ),
    Example(
        "Snyder & Shen 2019, problem 3.27 (Wagner-Whitin)",
        "author's tests",
        (150, 180, 0, 200, 424),
        lambda: lots(wagner_whitin([150, 100, 80, 200], 120, 0.8)),
        lambda: planned_by_trial([150, 100, 80, 200], [120] * 4, 0.8),
    ),
    Example(
        "Snyder & Shen 2019, problem 3.29 (Wagner-Whitin)",
        "author's tests",
        (1310, 0, 1095, 0, 880, 423),
        lambda: lots(wagner_whitin([730, 580, 445, 650, 880], 100, 0.1)),
        lambda: planned_by_trial([730, 580, 445, 650, 880], [100] * 5, 0.1),
    ),
    Example(
        "Wagner & Whitin 1958, table 1 (twelve months, set-up costs that change)",
        "second-hand",
        (98, 0, 97, 0, 121, 0, 0, 112, 0, 67, 135, 0, 864),
        lambda: lots(wagner_whitin(WAGNER, WAGNER_FIXED, 1)),
        lambda: planned_by_trial(WAGNER, WAGNER_FIXED, 1),
    ),
    Example(
        "Silver, Pyke & Peterson 1998, table 6.3 (Wagner-Whitin, boxes)",
        "second-hand",
        (*BOX_LOTS, 501.20),
        lambda: lots(wagner_whitin(BOXES, 54, 0.4)),
        lambda: planned_by_trial(BOXES, [54] * 12, 0.4),
    ),
    Example(
        "Silver, Pyke & Peterson 1998, table 6.5 (Silver-Meal, boxes)",
        "second-hand",
        (*BOX_LOTS, 501.20),
        lambda: lots(silver_meal(BOXES, 54, 0.4)),
        lambda: by_hand(BOX_LOTS, BOXES, 54, 0.4),
    ),
    Example(
        "Nahmias 2009, example 7.2 (Silver-Meal, computer casings)",
        "second-hand",
        (48, 0, 47, 0, 20, 310),
        lambda: lots(silver_meal([18, 30, 42, 5, 20], 80, 2)),
        lambda: by_hand([48, 0, 47, 0, 20], [18, 30, 42, 5, 20], 80, 2),
    ),
]


@pytest.mark.parametrize("example", cases(EXAMPLES))
def test_published_quantities(example: Example) -> None:
    check(example)


def test_enough_published_examples_are_kept() -> None:
    assert confirmed(EXAMPLES) >= 13


def test_gaps_do_not_cut_an_order_short() -> None:
    """The same needs on a finer calendar are grouped alike: the textbook form would order far more often."""
    weeks = [30.0, 20.0, 25.0, 10.0, 40.0]
    days = [units if day == 0 else 0.0 for units in weeks for day in range(5)]
    coarse, fine = silver_meal(weeks, 100, 2.5), silver_meal(days, 100, 0.5)
    assert fine.orders[::5].tolist() == coarse.orders.tolist()
    assert fine.cost == pytest.approx(coarse.cost)
    assert silver_meal([0, 0, 3], 10, 1).orders.tolist() == [0, 0, 3]
    assert silver_meal([0, 0], 10, 1).cost == 0
    assert silver_meal([], 10, 1).orders.size == 0


def test_the_quick_plan_costs_a_little_more_at_most() -> None:
    rng = np.random.default_rng(5)
    for _ in range(40):
        need = rng.integers(0, 60, 16) * rng.integers(0, 2, 16)
        quick, best = silver_meal(need, 90, 1), wagner_whitin(need, 90, 1)
        assert best.cost - 1e-9 <= quick.cost <= 1.35 * best.cost + 1e-9
        assert quick.orders.sum() == need.sum()


@pytest.mark.parametrize("rule", [wagner_whitin, silver_meal])
@pytest.mark.parametrize(
    "wrong", [([-1.0], 1, 1), ([np.nan], 1, 1), ([1.0], -1, 1), ([1.0], 1, -1), ([1.0, 2.0], [1], 1)]
)
def test_lots_refuse_nonsense(rule: object, wrong: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"demand|fixed"):
        rule(*wrong)  # type: ignore[operator]


def test_incremental_breaks_respect_gaps_and_parts_without_demand() -> None:
    found = choose_incremental_break(
        [8.0, 8.0, 0.0],
        0.2,
        [600.0, 0.0, 5.0],
        [[1, 500, np.nan], [0, np.nan, np.nan], [0, 10, 20]],
        [[0.30, 0.29, np.nan], [4.0, np.nan, np.nan], [4.0, 3.0, 2.0]],
    )
    assert found.quantity.round().tolist()[:2] == [400.0, 0.0]
    assert found.unit_price[0] == pytest.approx(0.30)
    with pytest.raises(ValueError, match="first piece"):
        choose_incremental_break([1.0], 0.2, [1.0], [[5.0]], [[2.0]])
