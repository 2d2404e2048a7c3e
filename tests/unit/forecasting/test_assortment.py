"""The best mix of stock: textbook figures, every mix of small assortments tried, and what must hold for any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.allocating import buying_list, curve, mix_for_budget, mix_for_service
from forecasting.assortment import Assortment, MomentDemand, evaluate, service, tops
from forecasting.distribution import expected_backorders, fill_rate
from forecasting.marginal import marginal_curve, stock_for_budget
from forecasting.what_if import target_of


def textbook(measure="invested"):
    """Sherbrooke's two items: A with 1 in the pipeline at 5, B with 4 at 1."""
    pipeline = MomentDemand(np.array([1.0, 4.0]), np.array([1.0, 4.0]))
    two = np.ones(2)
    return Assortment(pipeline, None, np.array([5.0, 1.0]), two, 0 * two, 0 * two, 60 * two, two, measure)


@pytest.mark.parametrize(("budget", "levels", "waiting"), [(11, [1, 6], 0.563), (17, [2, 7], 0.188)])
def test_the_textbook_mix(budget, levels, waiting):
    found = mix_for_budget(buying_list(textbook()), budget)
    assert found.level.tolist() == levels
    assert found.service.backorders == pytest.approx(waiting, abs=0.0005)
    assert found.service.value == pytest.approx(budget)
    assert found.met


def test_the_buying_list_is_that_of_marginal_analysis():
    path = buying_list(textbook())
    known = marginal_curve("negative_binomial", [1.0, 4.0], [1.0, 4.0], [5.0, 1.0], 12)
    for step in range(15):
        spent = float(known.spent[step])
        assert mix_for_budget(path, spent).level.tolist() == stock_for_budget(known, 2, spent).tolist()
        assert path.spent[step] == pytest.approx(spent)


@dataclass(frozen=True)
class AnyDemand:
    """Demand by the chances of 0, 1, 2 ... units: whatever distribution somebody brings."""

    chances: np.ndarray

    @property
    def mean(self):
        return self.chances @ np.arange(self.chances.shape[1])

    def exceedance(self, rows, stock):
        above = 1.0 - np.cumsum(self.chances, 1)
        at = np.minimum(np.floor(stock).astype(int), above.shape[1] - 1)
        return np.clip(np.take_along_axis(above[rows], at, 1), 0, 1)


def random_assortment(rng, parts, *, measure="on_hand", review=True):
    chances = rng.dirichlet(np.ones(5), parts)
    early = np.zeros_like(chances)
    early[:, 0] = chances[:, 0] + chances[:, 1:].sum(1) * 0.5
    early[:, 1:] = chances[:, 1:] * 0.5
    return Assortment(
        AnyDemand(chances),
        AnyDemand(early) if review else None,
        rng.integers(1, 9, parts).astype(float),
        rng.integers(1, 4, parts).astype(float),
        rng.integers(0, 3, parts).astype(float),
        np.zeros(parts),
        np.full(parts, 4.0),
        np.ones(parts),
        measure,
    )


@pytest.mark.parametrize("measure", ["on_hand", "invested"])
@pytest.mark.parametrize("seed", range(4))
def test_no_mix_of_a_small_assortment_saves_more_for_the_same_money(seed, measure):
    """Every mix is tried: at each sum where the list stops, none has fewer weighed back-orders."""
    one = random_assortment(np.random.default_rng(seed), 4, measure=measure)
    path = buying_list(one)
    levels = [np.array(each, dtype=float) for each in product(range(5), repeat=4)]
    standings = evaluate(one, [(each, True) for each in levels])
    money = np.array([each.value.sum() for each in standings])
    weighed = np.array([(one.weight * each.backorders).sum() for each in standings])
    for step in range(path.row.size):
        found = mix_for_budget(path, float(path.spent[step]))
        best = weighed[money <= path.spent[step] + 1e-9].min()
        assert (one.weight * found.standing.backorders).sum() == pytest.approx(best, abs=1e-9)


def test_what_is_left_of_a_budget_buys_what_still_fits():
    """The next on the list costs 5, so what is left goes to the cheap one that comes after it."""
    path = buying_list(textbook())
    assert mix_for_budget(path, 11.9).level.tolist() == [1, 6]
    assert mix_for_budget(path, 12.0).level.tolist() == [1, 7]
    assert mix_for_budget(path, 15.9).level.tolist() == [1, 10]  # the next would be another of the dear one
    assert mix_for_budget(path, 17.0).level.tolist() == [2, 7]


def test_fill_rates_are_those_of_periodic_review():
    mean, variance = np.array([3.0, 6.0]), np.array([4.0, 20.0])
    after, before = MomentDemand(mean, variance), MomentDemand(mean * 0.6, variance * 0.6)
    two = np.ones(2)
    one = Assortment(after, before, two, two, 0 * two, 0 * two, 99 * two, two)
    for level in (0.0, 2.0, 5.0, 11.0):
        (found,) = evaluate(one, [(np.full(2, level), True)])
        expected = fill_rate("negative_binomial", level, before.mean, before.variance, mean, variance)
        assert 1 - found.short / one.cycle == pytest.approx(expected, abs=1e-9)
        waiting = [
            expected_backorders("negative_binomial", each.mean, each.variance, level) for each in (after, before)
        ]
        assert found.backorders == pytest.approx(waiting[0], abs=1e-9)
        # On the shelf on average: position less what is on its way, plus what is owed, over the review cycle.
        assert found.value == pytest.approx(level - 0.8 * mean + (waiting[0] + waiting[1]) / 2, abs=1e-9)


def test_what_is_ordered_at_a_time_lies_on_top_and_spares_safety_stock():
    three = np.ones(2)
    demand = MomentDemand(np.array([2.0, 2.0]), np.array([3.0, 3.0]))
    one = Assortment(
        demand,
        MomentDemand(demand.mean * 0.7, demand.variance * 0.7),
        three,
        three,
        np.array([0.0, 12.0]),
        0 * three,
        50 * three,
        three,
    )
    found = mix_for_service(buying_list(one), 0.95)
    assert found.met
    assert found.level[1] < found.level[0]


def test_bounds_and_packs_are_kept():
    base = random_assortment(np.random.default_rng(7), 6)
    demand = MomentDemand(np.linspace(1, 12, 6), np.linspace(2, 60, 6))
    bound = replace(
        base,
        demand=demand,
        before=MomentDemand(demand.mean / 2, demand.variance / 2),
        least=np.array([3.0, 0, 0, 5, 0, 0]),
        most=np.array([9.0, 2, 50, 5, 50, 0]),
        pack=np.array([1.0, 1, 4, 1, 6, 1]),
    )
    path = buying_list(bound)
    for share in (0.5, 0.9, 0.99, 1.0):
        level = mix_for_service(path, share).level
        assert np.all((level >= bound.least) & (level <= bound.most))
        assert np.all((level - bound.least) % bound.pack == 0)
        assert (level[3], level[5]) == (5, 0)
    poor = mix_for_budget(path, 0.0)
    assert not poor.met
    assert poor.level.tolist() == bound.least.tolist()
    assert not mix_for_service(path, 1.0).met


def test_a_part_that_moves_in_thousands_takes_larger_steps_and_comes_out_the_same():
    mean = np.array([20_000.0])
    one = Assortment(
        MomentDemand(mean, mean * 400),
        MomentDemand(mean * 0.8, mean * 320),
        np.ones(1),
        np.ones(1),
        np.zeros(1),
        np.zeros(1),
        np.full(1, 1e9),
        np.ones(1),
    )
    found = mix_for_service(buying_list(one), 0.97)
    exact = fill_rate("negative_binomial", found.level, mean * 0.8, mean * 320, mean, mean * 400)
    assert found.service.units == pytest.approx(float(exact[0]), abs=2e-4)


def test_the_smallest_stock_is_found_for_any_distribution():
    demand = AnyDemand(np.array([[0.5, 0.2, 0.2, 0.1], [1.0, 0, 0, 0], [0, 0, 0, 1.0]]))
    assert tops(demand, 3, 0.25).tolist() == [2, 0, 3]
    assert tops(demand, 3, np.array([0.6, 0.5, 1e-4])).tolist() == [0, 0, 3]


MEANS = st.lists(st.floats(0.0, 30.0), min_size=1, max_size=6)


def drawn(means, seed, review=0.3):
    rng = np.random.default_rng(seed)
    mean = np.array(means)
    variance = mean * (1 + rng.exponential(2.0, mean.size))
    rows = mean.size
    return Assortment(
        MomentDemand(mean, variance),
        MomentDemand(mean * (1 - review), variance * (1 - review)) if review else None,
        rng.lognormal(2, 1, rows),
        rng.integers(1, 6, rows).astype(float),
        rng.integers(0, 6, rows).astype(float),
        rng.integers(0, 3, rows).astype(float),
        np.full(rows, 200.0),
        rng.integers(1, 3, rows).astype(float),
    )


@settings(max_examples=40)
@given(means=MEANS, seed=st.integers(0, 999), shares=st.tuples(st.floats(0, 1.2), st.floats(0, 1.2)))
def test_more_money_never_serves_less(means, seed, shares):
    one = drawn(means, seed)
    path = buying_list(one)
    top = max(float(path.standing.value.sum()), *(path.spent.tolist() or [1.0]))
    low, high = (mix_for_budget(path, share * top) for share in sorted(shares))
    assert (one.weight * high.standing.backorders).sum() <= (one.weight * low.standing.backorders).sum() + 1e-9
    assert low.service.value <= min(shares) * top + 1e-6 or not low.met


@settings(max_examples=40)
@given(
    means=MEANS,
    seed=st.integers(0, 999),
    targets=st.tuples(st.floats(0, 0.999), st.floats(0, 0.999)),
    measure=st.sampled_from(["units", "parts", "weighted"]),
    review=st.sampled_from([0.0, 0.2]),
)
def test_a_target_is_never_cheaper_than_a_lower_one_and_is_met(means, seed, targets, measure, review):
    path = buying_list(drawn(means, seed, review))
    low, high = (mix_for_service(path, each, measure) for each in sorted(targets))
    assert high.service.value >= low.service.value - 1e-9
    assert high.service.of(measure) >= low.service.of(measure) - 1e-9
    for found, wanted in ((low, min(targets)), (high, max(targets))):
        assert found.service.of(measure) >= wanted - 1e-6 or not found.met
    (again,) = evaluate(path.of, [(high.level, True)])
    assert service(path.of, again).of(measure) == pytest.approx(high.service.of(measure), abs=1e-6)
    assert again.value.sum() == pytest.approx(high.service.value, rel=1e-6, abs=1e-5)


@settings(max_examples=40)
@given(means=MEANS, seed=st.integers(0, 999), share=st.floats(0, 1), scale=st.sampled_from([0.25, 2.0, 64.0]))
def test_other_prices_in_proportion_cost_in_proportion_and_leave_the_mix(means, seed, share, scale):
    one = drawn(means, seed)
    path, scaled = buying_list(one), buying_list(replace(one, price=one.price * scale))
    at = int(share * path.row.size) - 1
    money = float(path.spent[at]) if at >= 0 else float(path.standing.value.sum())
    here, there = mix_for_budget(path, money), mix_for_budget(scaled, money * scale)
    assert here.level.tolist() == there.level.tolist()
    assert there.service.value == pytest.approx(here.service.value * scale)


@settings(max_examples=40)
@given(means=MEANS, seed=st.integers(0, 999))
def test_the_curve_rises_and_its_back_orders_bend_one_way(means, seed):
    one = replace(drawn(means, seed), weight=np.ones(len(means)))
    points = curve(buying_list(one), 12, [np.ones(len(means), dtype=bool)])
    value = np.array([each.value for each in points.points])
    waiting = np.array([each.backorders for each in points.points])
    for name in ("units", "parts", "weighted"):
        assert np.all(np.diff([each.of(name) for each in points.points]) >= -1e-9)
    assert np.all(np.diff(value) > 0)
    slopes = np.diff(waiting) / np.diff(value)
    assert np.all(np.diff(slopes) >= -1e-6 * np.abs(slopes[:-1]) - 1e-9)
    assert [group[0] for group in points.groups] == list(points.points)


@settings(max_examples=40)
@given(mean=st.floats(0.01, 40), ratio=st.floats(1, 9), level=st.integers(0, 60))
def test_the_target_of_a_level_leads_back_to_it(mean, ratio, level):
    demand = MomentDemand(np.array([mean]), np.array([mean * ratio]))
    target = target_of(demand, np.array([float(level)]))
    if 1e-6 < target[0] < 0.999:
        assert tops(demand, 1, 1.0 - target + 1e-12).tolist() == [level]


def test_refused():
    good = textbook()
    for name, wrong in (("price", 0.0), ("weight", 0.0), ("pack", 0.5), ("least", -1.0), ("order_quantity", -1.0)):
        with pytest.raises(ValueError, match=r"must"):
            replace(good, **{name: np.full(2, wrong)})
    with pytest.raises(ValueError, match="least <= most"):
        replace(good, least=np.full(2, 70.0))
