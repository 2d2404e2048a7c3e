"""Back-orders passed down a network: against the exact distribution, and spreads against every spread there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from forecasting.base_stock import base_stock_measures
from forecasting.two_echelon import (
    Network,
    backorder_moments,
    backorder_variance,
    best_spread,
    network_curve,
    stock_for_budget,
    waiting,
)

TWO = Network((-1, 0, 0))


def exact(rates: list[float], supply: float, ways: list[float], central: int, stock: tuple[int, ...]) -> np.ndarray:
    """Return (mean, variance, back-orders) by site from the exact distribution.

    What the centre is short of belongs to the sites by the order of demands, so by binomial thinning; with fixed
    lead times a site then waits for its part of it and for what was asked for since (Graves 1985, equations 3 to 5).
    """
    x = np.arange(90)
    asked = stats.poisson.pmf(x, sum(rates) * supply)
    short = np.zeros(90)
    np.add.at(short, np.maximum(x - central, 0), asked)
    rows = []
    for rate, way, held in zip(rates, ways, stock, strict=True):
        share = stats.binom.pmf(x[None, :], x[:, None], rate / sum(rates))
        pipeline = np.convolve(short @ share, stats.poisson.pmf(x, rate * way))
        units = np.arange(pipeline.size)
        mean = pipeline @ units
        rows.append((mean, pipeline @ units**2 - mean**2, pipeline @ np.maximum(units - held, 0)))
    return np.array(rows)


@pytest.mark.parametrize("central", [0, 1, 2, 4, 7])
@pytest.mark.parametrize(
    ("rates", "supply", "ways"),
    [
        ([0.1, 0.1], 14.0, [2.0, 2.0]),  # the data of LINDO's model METRIC
        (
            [23.2] * 5,
            0.02531,
            [0.01] * 5,
        ),  # of Sherbrooke 2004, chapter 3, all repaired at the depot
        ([0.05, 0.3, 0.02], 20.0, [3.0, 1.0, 9.0]),
    ],
)
def test_moments_are_exact_and_backorders_near(
    central: int, rates: list[float], supply: float, ways: list[float]
) -> None:
    stock = tuple(range(1, len(rates) + 1))
    network = Network((-1, *[0] * len(rates)))
    found = waiting(network, [[0.0, *rates]], [supply, *ways], [[central, *stock]])
    truth = exact(rates, supply, ways, central, stock)
    assert found.pipeline[0, 1:] == pytest.approx(truth[:, 0])
    assert found.pipeline_variance[0, 1:] == pytest.approx(truth[:, 1])
    assert found.customers[0, 1:] == pytest.approx(truth[:, 2], rel=0.06, abs=0.004)
    poisson = base_stock_measures(truth[:, 0], 1.0, np.array(stock)).backorders
    # Without the variance the same chain promises too much, all the more where the centre is often short.
    assert np.abs(found.customers[0, 1:] - truth[:, 2]).sum() <= np.abs(poisson - truth[:, 2]).sum() + 0.002


@given(mean=st.floats(0.01, 30), ratio=st.floats(1, 8), stock=st.one_of(st.integers(0, 40), st.floats(0, 40)))
def test_what_is_owed_is_the_sum_over_all_counts(mean: float, ratio: float, stock: float) -> None:
    x = np.arange(3000)
    variance = mean * ratio
    law = stats.poisson(mean) if ratio <= 1 + 1e-6 else stats.nbinom(mean / (ratio - 1), 1 / ratio)
    short = np.maximum(x - stock, 0)
    chance = law.pmf(x)
    small = 1e-7 * (1 + variance)
    owed, spread, none = (float(each) for each in backorder_moments(mean, variance, stock))
    assert owed == pytest.approx(chance @ short, rel=1e-4, abs=small)
    assert spread == pytest.approx(chance @ short**2 - (chance @ short) ** 2, rel=1e-4, abs=small)
    assert none == pytest.approx(chance[x >= int(stock)].sum(), rel=1e-4, abs=small)
    assert float(backorder_variance(mean, variance, stock)) == spread


@pytest.mark.parametrize(
    ("above", "rate", "wait"),
    [
        ((-1, 0, 0), [0.0, 0.1, 0.15], [14.0, 2.0, 3.0]),
        ((-1, 0, 0), [0.2, 0.01, 0.3], [5.0, 8.0, 1.0]),
        ((-1, 0, 1, 1), [0.0, 0.05, 0.1, 0.2], [10.0, 4.0, 2.0, 1.0]),  # centre, region, two vans
        ((-1, -1, 1), [0.1, 0.0, 0.3], [3.0, 6.0, 2.0]),
    ],
)
def test_no_spread_lets_fewer_wait(above: tuple[int, ...], rate: list[float], wait: list[float]) -> None:
    network, most = Network(above), 5
    found = best_spread(network, rate, wait, most)
    for units in range(most + 1):
        every = [each for each in itertools.product(range(units + 1), repeat=len(above)) if sum(each) == units]
        left = waiting(network, np.tile(rate, (len(every), 1)), wait, every).customers.sum(1)
        assert found.waiting[units] == pytest.approx(left.min())
        assert found.stock[units].sum() == units
        own = waiting(network, [rate], wait, [found.stock[units]]).customers.sum()
        assert own == pytest.approx(found.waiting[units])


def test_the_list_over_items_is_the_best_for_what_it_spends() -> None:
    items = [([0.0, 0.1, 0.15], 300.0), ([0.0, 0.02, 0.05], 90.0), ([0.3, 0.2, 0.0], 40.0)]
    wait, most = [14.0, 2.0, 3.0], 5
    spreads = [best_spread(TWO, rate, wait, most) for rate, _cost in items]
    curve = network_curve(spreads, [cost for _rate, cost in items])
    assert np.all(np.diff(curve.waiting) <= 1e-12)
    assert curve.waiting[0] < curve.without
    for held in itertools.product(range(most + 1), repeat=3):
        spent = sum(n * cost for n, (_rate, cost) in zip(held, items, strict=True))
        left = sum(each.waiting[n] for n, each in zip(held, spreads, strict=True))
        at = int(np.searchsorted(curve.spent, spent - 1e-9))
        if at < curve.spent.size:
            assert curve.waiting[at] <= left + 1e-9
    for budget in (0.0, 250.0, 999.0, 1e6):
        stock = stock_for_budget(curve, spreads, budget)
        assert stock.shape == (3, 3)
        assert float(stock.sum(1) @ [cost for _rate, cost in items]) <= budget
    assert stock_for_budget(curve, spreads, 0.0).sum() == 0


def test_stores_below_a_full_centre_stand_alone() -> None:
    """With plenty above, a store is plain base stock over its own way."""
    found = waiting(TWO, [[0.0, 0.4, 0.1]], [9.0, 5.0, 2.0], [[60, 2, 0]])
    assert found.customers[0, 1:] == pytest.approx(base_stock_measures([0.4, 0.1], [5.0, 2.0], [2, 0]).backorders)
    none = waiting(TWO, [[0.0, 0.0, 0.0]], 5.0, [[0, 0, 0]])
    assert np.all(none.customers == 0)
    assert best_spread(TWO, [0.0, 0.0, 0.0], 5.0, 2).waiting.tolist() == [0, 0, 0]


@settings(max_examples=30)
@given(
    rate=st.lists(st.floats(0, 2), min_size=4, max_size=4),
    wait=st.lists(st.floats(0, 20), min_size=4, max_size=4),
    stock=st.lists(st.integers(0, 6), min_size=4, max_size=4),
    more=st.integers(0, 3),
)
def test_one_piece_more_anywhere_lets_no_more_wait(
    rate: list[float], wait: list[float], stock: list[int], more: int
) -> None:
    network = Network((-1, 0, 1, 0))
    before = waiting(network, [rate], wait, [stock])
    raised = list(stock)
    raised[more] += 1
    after = waiting(network, [rate], wait, [raised])
    assert after.customers.sum() <= before.customers.sum() + 1e-3 * before.customers.sum() + 1e-9
    for values in vars(before).values():
        assert np.all(np.isfinite(values))
        assert np.all(values >= 0)


def test_networks_that_make_no_sense_are_refused() -> None:
    for wrong in (
        lambda: Network((0, -1)),
        lambda: Network((-2,)),
        lambda: waiting(TWO, [[1.0, 1.0]], 1.0, [[0, 0]]),
        lambda: waiting(TWO, [[1.0, -1.0, 0.0]], 1.0, 0),
        lambda: waiting(TWO, [[1.0, 1.0, 0.0]], 1.0, -1),
        lambda: best_spread(TWO, [1.0, 1.0, 1.0], 1.0, -1),
        lambda: network_curve([best_spread(TWO, [1.0, 1.0, 1.0], 1.0, 1)], [0.0]),
    ):
        with pytest.raises(ValueError, match=r".+"):
            wrong()
