"""Check order quantities against published figures, against stockpyl and against brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.continuous_review import rq_normal, rq_normal_cost, rq_poisson
from forecasting.lot_sizing import wagner_whitin
from forecasting.marginal import marginal_curve, stock_for_budget
from forecasting.newsvendor import newsvendor
from forecasting.order_quantity import choose_price_break, eoq, eoq_with_backorders, limit_cover, round_up
from forecasting.periodic_review import ss_poisson
from forecasting.safety_stock import stock_levels
from forecasting.service_level import Criticality, ServiceTargets, service_targets


def test_published_figures():
    assert [float(x) for x in eoq(8, 0.225, 1300)] == pytest.approx([304.0468, 68.4105], abs=1e-4)
    quantity, _, cost = eoq_with_backorders(8, 0.225, 5, 1300)
    assert (float(quantity), float(cost)) == pytest.approx((310.8126, 66.9214), abs=1e-4)
    found = choose_price_break([200], [0.2], [1000], [[0, 200, 500]], [[500, 475, 450]])
    assert (found.quantity[0], found.cost[0]) == pytest.approx((500, 472_900))
    assert [float(x) for x in newsvendor("normal", 0.18, 0.7, 50, 64)] == pytest.approx([56.6040, 1.99761], abs=1e-4)
    assert [float(x) for x in newsvendor("normal", 0.18, 0.7, 50, 64, 4)] == pytest.approx(
        [264.7669, 4.46678], abs=1e-4
    )
    assert [float(x) for x in newsvendor("negative_binomial", 1, 4, 6, 6)] == pytest.approx([8, 3.57011], abs=1e-5)
    assert float(rq_normal_cost(126.8, 328.5, 0.225, 7.5, 8, 1300, 150, 1 / 12)) == pytest.approx(78.07116, abs=1e-5)
    assert rq_poisson(20, 150, 100, 1.5, 2) == pytest.approx((3, 5, 107.92358), abs=1e-5)
    assert ss_poisson(1, 4, 5, 6) == pytest.approx((4, 10, 8.03411), abs=1e-5)
    lots = wagner_whitin([90, 120, 80, 70], 500, 2)
    assert (lots.orders.tolist(), lots.cost) == ([210, 0, 150, 0], 1380)


@pytest.mark.parametrize(("budget", "stock", "left"), [(11, [1, 6], 0.563), (17, [2, 7], 0.188)])
def test_published_marginal_analysis(budget, stock, left):
    curve = marginal_curve("negative_binomial", [1.0, 4.0], [1.0, 4.0], [5.0, 1.0], 12)
    assert stock_for_budget(curve, 2, budget).tolist() == stock
    assert curve.backorders[curve.spent == budget][0] == pytest.approx(left, abs=5e-4)


def test_agrees_with_stockpyl():
    book = pytest.importorskip("stockpyl.rq")
    ss = pytest.importorskip("stockpyl.ss")
    for h, p, k, d, wait in ((1, 9, 20, 2.0, 1.0), (20, 150, 100, 1.5, 2), (0.5, 4, 3, 0.7, 3)):
        r, q, cost = book.r_q_poisson_exact(h, p, k, d, wait)
        assert rq_poisson(h, p, k, d, wait) == pytest.approx((r, q, cost))
    for h, p, k, mean in ((1, 4, 5, 6), (1, 9, 30, 3), (2, 5, 0.5, 1.3)):
        s, up_to, cost = ss.s_s_discrete_exact(h, p, k, use_poisson=True, demand_mean=mean)
        assert ss_poisson(h, p, k, mean) == pytest.approx((s, up_to, cost))


def test_no_neighbour_of_the_best_rq_is_cheaper():
    r, q, cost = rq_normal([0.225, 1.0], [7.5, 3.0], [8, 50], [1300, 40], [150, 12], [1 / 12, 2])
    for dr, dq in itertools.product((-0.5, 0, 0.5), (-0.5, 0, 0.5)):
        near = rq_normal_cost(r + dr, q + dq, [0.225, 1.0], [7.5, 3.0], [8, 50], [1300, 40], [150, 12], [1 / 12, 2])
        assert np.all(near >= cost - 1e-9)


@given(need=st.lists(st.integers(0, 50), min_size=1, max_size=7), fixed=st.integers(0, 200), hold=st.integers(0, 5))
def test_wagner_whitin_beats_every_plan_there_is(need, fixed, hold):
    periods, best = len(need), np.inf
    for plan in itertools.product((False, True), repeat=periods):
        at, cost, met = None, 0.0, True
        for t, units in enumerate(need):
            if plan[t]:
                at, cost = t, cost + fixed
            if units:
                met = met and at is not None
                cost += hold * units * (t - at) if at is not None else 0.0
        best = min(best, cost) if met else best
    found = wagner_whitin(need, fixed, hold)
    assert found.cost == pytest.approx(best)
    assert np.all(np.cumsum(found.orders) >= np.cumsum(need) - 1e-9)
    assert found.orders.sum() == pytest.approx(sum(need))


def test_the_curve_is_the_best_for_what_it_spends():
    mean, cost = np.array([0.5, 2.0, 1.2]), np.array([3.0, 1.0, 2.0])
    curve = marginal_curve("negative_binomial", mean, mean * 1.8, cost, 6)
    assert np.all(np.diff(curve.backorders) <= 1e-12)
    from forecasting.distribution import expected_backorders

    for stock in itertools.product(range(5), repeat=3):
        spent = float(np.dot(stock, cost))
        left = float(expected_backorders("negative_binomial", mean, mean * 1.8, np.array(stock, float)).sum())
        at = int(np.searchsorted(curve.spent, spent - 1e-9))
        assert at < curve.spent.size
        assert curve.backorders[at] <= left + 1e-9


@given(quantity=st.floats(0, 1e6), minimum=st.floats(0, 1e4), pack=st.sampled_from([0.1, 1.0, 6.0, 25.0, 144.0]))
def test_rounding_gives_whole_packs_at_or_above_minimum_and_wish(quantity, minimum, pack):
    found = float(round_up(quantity, minimum, pack))
    if quantity == 0:
        assert found == 0
        return
    assert found >= max(quantity, minimum) - 1e-8 * max(pack, quantity, minimum, 1)
    assert found < max(quantity, minimum) + pack * (1 + 1e-6)
    assert found / pack == pytest.approx(round(found / pack), abs=1e-6)


def test_price_breaks_respect_pack_and_minimum_and_gaps_in_the_list():
    found = choose_price_break(
        [10.0, 10.0, 0.0],
        0.2,
        [100.0, 0.0, 5.0],
        [[1, 50, np.nan], [1, np.nan, np.nan], [0, np.nan, np.nan]],
        [[10.0, 9.0, np.nan], [4.0, np.nan, np.nan], [4.0, np.nan, np.nan]],
        minimum=[55.0, 1.0, 0.0],
        multiple=12.0,
    )
    assert found.quantity.tolist() == [60.0, 0.0, 12.0]
    assert found.unit_price.tolist() == [9.0, 4.0, 4.0]
    with pytest.raises(ValueError, match="price"):
        choose_price_break([1.0], 0.2, [1.0], [[np.nan]], [[np.nan]])


def test_refusals():
    for wrong in (
        lambda: eoq(1, 0, 1),
        lambda: eoq(-1, 1, 1),
        lambda: round_up(1, 0, 0),
        lambda: limit_cover(1, 1, 9, 2),
        lambda: newsvendor("normal", 0, 1, 1, 1),
        lambda: rq_poisson(1, 1, 0, 1, 1),
        lambda: ss_poisson(1, 1, 1, 0),
        lambda: wagner_whitin([-1], 1, 1),
        lambda: marginal_curve("normal", 1, 1, 0, 1),
        lambda: stock_levels("normal", 1, 1, 0.5, -1),
        lambda: ServiceTargets(vital=1.0),
        lambda: ServiceTargets(lowest=0.9, highest=0.5),
        lambda: service_targets([3], [0], ServiceTargets()),
    ):
        with pytest.raises(ValueError, match=r".+"):
            wrong()


def test_targets_by_criticality():
    assert service_targets([Criticality.VITAL, Criticality.DESIRABLE], [1, 4], ServiceTargets()).tolist() == [0.98, 0.9]
