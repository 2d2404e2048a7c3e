"""What a store waits for at the store above: against METRIC with the variance, a played network, and its laws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.distribution import protection_moments
from forecasting.levels import Levels
from forecasting.model import plan_levels
from forecasting.promises import protection_quantiles
from forecasting.two_echelon import Network, waiting
from forecasting.waiting_above import Owed, owed, rows_above, with_waits


def planned(mean: Any, lead: Any, *, ratio: Any = 1.0, spread: Any = 0.0, review: Any = 0.0, **more: Any) -> Levels:
    """Return levels of a demand of known moments; lead times and review in periods."""
    wanted = np.atleast_1d(np.asarray(mean, dtype=np.float64))
    blank = plan_levels(np.zeros((wanted.size, 3)), lead_time_days=lead, period_days=1.0)
    facts = {
        "mean": wanted,
        "variance": wanted * ratio,
        "level_variance": np.zeros(wanted.size),
        "lead_time_periods": np.broadcast_to(np.asarray(lead, dtype=np.float64), wanted.shape).copy(),
        "lead_time_sd_periods": np.broadcast_to(np.asarray(spread, dtype=np.float64), wanted.shape).copy(),
        "review_periods": np.broadcast_to(np.asarray(review, dtype=np.float64), wanted.shape).copy(),
    } | more
    one = replace(blank, **facts)
    total, variance = protection_moments(
        one.mean,
        one.variance,
        one.lead_time_periods,
        one.lead_time_sd_periods,
        one.review_periods,
        one.level_variance,
    )
    one = replace(one, protection_mean=total, protection_sd=np.sqrt(variance))
    point = protection_quantiles(one, one.held_target[:, None])[:, 0]
    return replace(one, reorder_point=point, safety_stock=point - total, order_up_to_level=point)


def arrays(levels: Levels) -> dict[str, np.ndarray]:
    return {name: value for name, value in vars(levels).items() if isinstance(value, np.ndarray)}


def same(one: Levels, other: Levels) -> bool:
    """Tell whether two plans are the same to the last digit."""
    others = arrays(other)
    return all(np.array_equal(value, others[name], equal_nan=True) for name, value in arrays(one).items())


def echelon(above: tuple[int, ...], own: np.ndarray) -> np.ndarray:
    """Return own figures of each store with those of all below it."""
    total = own.astype(np.float64)
    for store in range(len(above) - 1, -1, -1):
        if above[store] >= 0:
            total[above[store]] += total[store]
    return total


@pytest.mark.parametrize(
    ("above", "rate", "lead", "stock"),
    [
        ((-1, 0, 0), [0.0, 0.1, 0.1], [14.0, 2.0, 2.0], [1, 1, 1]),  # the data of LINDO's model METRIC
        ((-1, 0, 0, 0, 0, 0), [0.0, *[23.2] * 5], [0.02531, *[0.01] * 5], [3, *[0] * 5]),  # Sherbrooke 2004, chapter 3
        ((-1, 0, 0), [0.3, 0.05, 0.4], [20.0, 3.0, 1.0], [12, 2, 1]),
        ((-1, 0, 1, 1, 0), [0.1, 0.05, 0.1, 0.2, 0.02], [10.0, 4.0, 2.0, 1.0, 5.0], [4, 1, 1, 0, 1]),
        ((-1, 0, 1, 2), [0.0, 0.0, 0.0, 0.5], [6.0, 5.0, 4.0, 3.0], [2, 2, 1, 1]),
    ],
)
def test_poisson_demand_gives_the_moments_of_vari_metric(
    above: tuple[int, ...], rate: list[float], lead: list[float], stock: list[int]
) -> None:
    truth = waiting(Network(above), [rate], lead, [stock])
    top = echelon(above, np.array(stock))
    rows = rows_above(np.zeros(len(above), dtype=np.int64), np.arange(len(above)), np.array(above))
    found, waited = with_waits(planned(echelon(above, np.array(rate)), lead), rows, lambda _: (top, 0 * top))
    assert found.protection_mean == pytest.approx(truth.pipeline[0])
    assert found.protection_sd**2 == pytest.approx(truth.pipeline_variance[0])
    supplied = np.flatnonzero(rows >= 0)
    assert waited.short[supplied] == pytest.approx(truth.backorders[0, rows[supplied]])
    assert waited.stock[supplied].tolist() == [stock[row] for row in rows[supplied]]


@pytest.mark.parametrize("pack", [1.0, 6.0])
@pytest.mark.parametrize("ratio", [0.4, 1.0, 7.0, 40.0])
def test_where_there_is_nothing_one_waits_the_whole_lead_time(pack: float, ratio: float) -> None:
    """And half a review, in which the goods lie until the next plan moves them; its spread is that of the lead time."""
    supplier = planned(
        [4.0, 0.3], 1.5, ratio=ratio, spread=0.3, review=0.6, pack=np.full(2, pack), level_variance=np.array([0.5, 0.0])
    )
    found = owed(supplier, np.array([0.0, -3.0]), np.zeros(2))
    assert found.wait == pytest.approx([1.8, 1.8])
    assert found.stock.tolist() == [0, 0]
    known = supplier.variance * 1.8 + supplier.mean**2 * (0.09 + 0.36 / 12) >= supplier.mean * pack * 1.8
    # Where the planned spread lies below that of Poisson demand, nothing can be told of the spread of the wait.
    assert found.wait_sd[known] == pytest.approx(np.sqrt(0.09 + 0.36 / 12))
    assert np.all(found.wait_sd[~known] <= 1e-6)


def test_lumpy_demand_spreads_the_wait_no_wider_than_all_or_nothing() -> None:
    """Thirty at once every few years: most of them wait, but none longer than the lead time."""
    supplier = planned([0.6], 0.9, ratio=30.0, spread=0.1)
    found = owed(supplier, np.array([8.0]), np.zeros(1))
    assert 0.3 < found.wait[0] < 0.9
    assert found.wait_sd[0] <= np.sqrt(0.9**2 / 4 + 0.1**2)


def test_between_orders_the_stock_sinks_to_the_reorder_point() -> None:
    """What is owed with lots is the mean over what is owed at the positions between the two."""
    supplier = planned([2.0], 2.0, ratio=2.0)
    lots = owed(supplier, np.array([12.0]), np.array([8.0]))
    single = [
        owed(supplier, np.array([12.0 - 8.0 * share]), np.zeros(1)).wait[0] for share in (0.125, 0.375, 0.625, 0.875)
    ]
    assert lots.wait[0] == pytest.approx(np.mean(single))
    assert lots.stock[0] == 12


@pytest.mark.parametrize("own", [0, 3, 12, 25, 36])
def test_the_wait_is_that_of_a_network_that_is_played(own: int) -> None:
    """Plans each week: what was used is asked for, what is there is sent, what lacks is ordered, and comes any day."""
    rng, items, review, rate = np.random.default_rng(own), 400, 7, 1.2
    weeks, longest = 150, 40
    there, owes = np.full(items, own), np.zeros(items, dtype=np.int64)
    asked, comes = np.zeros(items, dtype=np.int64), np.zeros((weeks * review + longest, items), dtype=np.int64)
    waits: list[float] = []
    for day in range(weeks * review):
        there = there + comes[day]
        if day % review == 0:
            owes = owes + asked
            np.add.at(comes, (day + rng.integers(27, 34, items), np.arange(items)), asked)
            asked = np.zeros(items, dtype=np.int64)
            sent = np.minimum(there, owes)
            there, owes = there - sent, owes - sent
        asked = asked + rng.poisson(rate, items)
        if day > 20 * review:
            waits.append(float(owes.mean()) / rate)
    # Goods come before the plan of their day, so half a day sooner than on any day and hour.
    supplier = planned([rate], 29.5, spread=2.0, review=float(review))
    assert owed(supplier, np.array([float(own)]), np.zeros(1)).wait[0] == pytest.approx(
        np.mean(waits), rel=0.05, abs=0.2
    )


NETWORKS = st.sampled_from([(-1, 0), (-1, 0, 0, 0), (-1, 0, 1, 1), (-1, -1, 1, 2)])
RATES = st.one_of(st.just(0.0), st.floats(0.001, 40))
FEW = settings(max_examples=60)


@st.composite
def plans(draw: st.DrawFn) -> tuple[tuple[int, ...], Levels, np.ndarray, np.ndarray]:
    """Return a network, levels of one part in it, the row above each, and what is ordered at a time."""
    above = draw(NETWORKS)
    many = len(above)

    def some(values: st.SearchStrategy[float]) -> np.ndarray:
        return np.array(draw(st.lists(values, min_size=many, max_size=many)))

    mean = echelon(above, some(RATES))
    levels = planned(
        mean,
        some(st.floats(0, 4)),
        ratio=some(st.floats(0.3, 9)),
        spread=some(st.floats(0, 1)),
        review=some(st.floats(0, 1)),
        level_variance=mean * draw(st.floats(0, 0.5)),
        pack=some(st.sampled_from([1.0, 1.0, 5.0])),
    )
    rows = rows_above(np.zeros(many, dtype=np.int64), np.arange(many), np.array(above))
    return above, levels, rows, np.where(rows < 0, some(st.integers(0, 30).map(float)), 0.0)


def plan(levels: Levels, rows: np.ndarray, lot: np.ndarray, lift: float | np.ndarray = 0.0) -> tuple[Levels, Owed]:
    return with_waits(levels, rows, lambda now: (now.reorder_point + lift, lot))


@FEW
@given(made=plans(), more=st.floats(0, 50))
def test_more_stock_above_never_lengthens_the_wait(made: Any, more: float) -> None:
    _, levels, rows, lot = made
    top = rows < 0
    (_, less), (_, richer) = plan(levels, rows, lot), plan(levels, rows, lot, more * top)
    direct = np.flatnonzero((rows >= 0) & top[rows])
    assert np.all(richer.wait[direct] <= less.wait[direct] + 1e-6)
    assert np.all(richer.short[direct] <= less.short[direct] + 1e-6 * (1 + less.short[direct]))
    assert np.all(richer.stock[direct] >= less.stock[direct])


@FEW
@given(made=plans())
def test_nobody_waits_longer_than_the_store_above(made: Any) -> None:
    _, levels, rows, lot = made
    found, waited = plan(levels, rows, lot)
    longest = found.lead_time_periods + found.review_periods
    under = np.flatnonzero(rows >= 0)
    assert np.all(waited.wait[under] <= longest[rows[under]] + 1e-9)
    assert found.lead_time_periods == pytest.approx(levels.lead_time_periods + waited.wait)
    assert found.lead_time_sd_periods**2 == pytest.approx(levels.lead_time_sd_periods**2 + waited.wait_sd**2)
    assert np.all(np.isfinite(found.reorder_point) & (waited.chance >= 0) & (waited.chance <= 1))
    assert found.reorder_point == pytest.approx(found.protection_mean + found.safety_stock)
    top = np.flatnonzero(rows < 0)
    assert same(found.take(top), levels.take(top))


@FEW
@given(made=plans())
def test_with_ample_stock_above_nothing_changes(made: Any) -> None:
    """To the last digit, level by level: so the stores in the middle have ample stock of their own, too."""
    above, levels, rows, lot = made
    found, waited = plan(levels, rows, lot, echelon(above, np.full(len(above), 1e4)) * 10.0)
    assert same(found, levels)
    assert not waited.wait.any()


@FEW
@given(made=plans())
def test_without_stores_below_nothing_changes(made: Any) -> None:
    _, levels, rows, lot = made
    found, waited = plan(levels, np.full_like(rows, -1), lot)
    assert found is levels
    assert not any(getattr(waited, name).any() for name in ("stock", "short", "chance", "wait", "wait_sd"))


@FEW
@given(made=plans(), factor=st.sampled_from([2.0, 10.0, 0.25]))
def test_other_units_give_the_same_waits(made: Any, factor: float) -> None:
    """Metres for pieces of ten metres: amounts scale, days do not."""
    _, levels, rows, lot = made
    once = ("mean", "pack", "protection_mean", "protection_sd", "reorder_point", "safety_stock", "order_up_to_level")
    scaled = {name: getattr(levels, name) * factor for name in once}
    scaled |= {name: getattr(levels, name) * factor**2 for name in ("variance", "level_variance")}
    (here, waited), (there, elsewhere) = plan(levels, rows, lot), plan(replace(levels, **scaled), rows, lot * factor)
    assert elsewhere.wait == pytest.approx(waited.wait, abs=2e-4)
    assert elsewhere.short == pytest.approx(waited.short * factor, rel=1e-5, abs=1e-5)
    assert there.protection_mean == pytest.approx(here.protection_mean * factor, rel=1e-4, abs=1e-2)


def test_a_part_without_a_row_above_waits_for_nobody() -> None:
    rows = rows_above(np.array([0, 0, 1, 1, 2]), np.array([0, 2, 1, 2, 0]), np.array([-1, 0, 1]))
    assert rows.tolist() == [-1, -1, -1, 2, -1]
    assert rows_above(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)).size == 0
