"""What if: what nothing touches stays, what is touched follows, and the bounds of the mix hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.assortment import evaluate
from forecasting.distribution import protection_moments, quantile
from forecasting.what_if import BOUNDS, UNBOUNDED, Change, LevelFacts, changed, outcome

DAYS = 30.4375


def facts(rows=12, seed=1):
    """Levels as the planner would have stored them, with prices from 5 to some thousand."""
    rng = np.random.default_rng(seed)
    mean = rng.lognormal(0.3, 1.0, rows)
    variance, uncertain = mean * (1 + rng.exponential(1.0, rows)), mean * 0.02
    lead, spread, review = rng.uniform(10, 60, rows), rng.uniform(0, 8, rows), np.full(rows, 7.0)
    total, total_variance = protection_moments(mean, variance, lead / DAYS, spread / DAYS, review / DAYS)
    interval = (lead + review) / DAYS
    total_variance = total_variance + np.maximum(interval**2 - interval, 0.0) * uncertain
    target = np.array([0.98, 0.95, 0.90])[np.arange(rows) % 3]
    return LevelFacts(
        part_id=np.arange(1, rows + 1),
        store_id=np.full(rows, 1),
        category_id=np.arange(rows) % 2 + 1,
        supplier_id=np.arange(rows) % 4 + 1,
        criticality=np.arange(rows) % 3,
        demand_class=np.full(rows, 3),
        mean=mean,
        variance=variance,
        level_variance=uncertain,
        lead_time=lead,
        lead_time_sd=spread,
        review=review,
        protection_mean=total,
        protection_sd=np.sqrt(total_variance),
        target=target,
        reorder_point=(point := quantile("negative_binomial", total, total_variance, target)),
        order_quantity=rng.integers(0, 9, rows).astype(float),
        pack=np.ones(rows),
        demand_pack=np.ones(rows),
        pooled=np.zeros(rows, dtype=bool),
        price=rng.lognormal(4, 1.2, rows),
        holding_rate=np.full(rows, 0.2),
        weight=np.array([5.0, 2.0, 1.0])[np.arange(rows) % 3],
        least=np.zeros(rows),
        most=np.full(rows, UNBOUNDED),
        minimum=np.zeros(rows),
        maximum=np.full(rows, UNBOUNDED),
        computed=point,
        stocked=np.ones(rows, dtype=bool),
        period_days=DAYS,
    )


def test_nothing_changed_is_nothing_changed():
    today = facts()
    found = outcome(today, [], "targets")
    assert found.level.tolist() == today.reorder_point.tolist()
    assert found.before == found.unchanged == found.after


def test_a_change_touches_only_whom_it_names():
    today = facts()
    for name, wanted in (("criticality", 0), ("category_id", 2), ("supplier_id", 3), ("part_id", 5)):
        made = outcome(today, [Change("lead_time_days", 30.0, **{name: wanted})], "targets")
        touched = getattr(today, name) == wanted
        assert np.all(made.level[~touched] == today.reorder_point[~touched])
        assert np.all(made.level[touched] >= today.reorder_point[touched])
        assert made.level[touched].sum() > today.reorder_point[touched].sum()
        assert made.unchanged.units < made.before.units
    both = changed(today, [Change("price_percent", 10.0, criticality=0, category_id=1)])
    assert (both.price != today.price).tolist() == ((today.criticality == 0) & (today.category_id == 1)).tolist()


def test_a_longer_lead_time_needs_what_the_planner_would_hold_for_it():
    """The scaled figures are those that the sum behind a level gives for the new lead time."""
    today = facts()
    made = changed(today, [Change("lead_time_days", 14.0)])
    days = (today.lead_time + 14.0) / DAYS
    total, variance = protection_moments(
        today.mean, today.variance, days, today.lead_time_sd / DAYS, today.review / DAYS
    )
    interval = days + today.review / DAYS
    variance = variance + np.maximum(interval**2 - interval, 0.0) * today.level_variance
    assert made.protection_mean == pytest.approx(total)
    assert made.protection_sd == pytest.approx(np.sqrt(variance))
    wanted = quantile("negative_binomial", total, variance, today.target)
    assert outcome(today, [Change("lead_time_days", 14.0)], "targets").level.tolist() == wanted.tolist()


def test_levels_of_another_forecast_move_by_what_the_change_moves():
    """A stored level that the distribution would not give itself (another engine made it) moves from where it is."""
    today = facts()
    above = today.reorder_point + 2
    higher = LevelFacts(**{**vars(today), "reorder_point": above, "computed": above})
    change = [Change("demand_percent", 50.0)]
    here, there = (outcome(each, change, "targets").level for each in (today, higher))
    assert (there - here).tolist() == [2.0] * today.rows


@pytest.mark.parametrize("goal", ["targets", "budget", "service"])
def test_what_people_have_set_holds_in_every_scenario(goal: str):
    today = facts()
    point = today.reorder_point.copy()
    minimum, maximum, stocked = np.zeros(today.rows), np.full(today.rows, UNBOUNDED), np.ones(today.rows, dtype=bool)
    minimum[0] = point[0] = point[0] + 5  # never less than that
    maximum[1] = point[1]  # never more
    maximum[2] = point[2] = 0.0  # kept out
    stocked[3], point[3] = False, 0.0  # the rule holds none
    own = LevelFacts(
        **{**vars(today), "reorder_point": point, "minimum": minimum, "maximum": maximum, "stocked": stocked}
    )
    aim = {"budget": {"budget": 1e7}, "service": {"wanted_service": 0.999}}.get(goal, {})
    for change in (Change("demand_percent", 200.0), Change("demand_percent", -80.0)):
        level = outcome(own, [change], goal, **aim).level  # type: ignore[arg-type]
        assert level[0] >= minimum[0]
        assert level[1] <= maximum[1]
        assert level[2] == 0
        if goal == "targets":
            assert level[3] == 0
    more = outcome(own, [Change("demand_percent", 200.0)], "targets").level
    assert (more[4:] > point[4:]).any(), "nothing binds the others"
    least = outcome(own, [Change("lead_time_days", 1.0)], "targets").level[0]
    assert least == max(minimum[0], outcome(today, [Change("lead_time_days", 1.0)], "targets").level[0])


def test_rows_under_continuous_review_stand_beside_others_as_they_stand_alone():
    today = facts()
    review = np.where(np.arange(today.rows) % 2 == 0, 0.0, today.review)
    mixed = LevelFacts(**{**vars(today), "review": review})
    whole = evaluate(mixed.assortment(), [(mixed.reorder_point, True)])[0]
    for which in (review == 0, review > 0):
        alone = mixed.take(which)
        found = evaluate(alone.assortment(), [(alone.reorder_point, True)])[0]
        for name in ("value", "backorders", "short"):
            np.testing.assert_allclose(getattr(whole, name)[which], getattr(found, name), rtol=1e-9)


def test_demand_prices_and_rates_move_what_is_ordered_at_a_time():
    today = facts()
    four = changed(today, [Change("demand_percent", 300.0)])
    assert four.order_quantity.tolist() == (today.order_quantity * 2).tolist()
    dear = changed(today, [Change("price_percent", 300.0)])
    assert dear.order_quantity.tolist() == np.ceil(today.order_quantity / 2).tolist()
    assert dear.price == pytest.approx(today.price * 4)
    held = changed(today, [Change("holding_percent", 300.0)])
    assert held.order_quantity.tolist() == dear.order_quantity.tolist()
    assert held.holding_rate == pytest.approx(today.holding_rate * 4)
    assert changed(today, [Change("lead_time_percent", -100.0)]).lead_time.tolist() == [0.0] * today.rows


def test_a_higher_target_raises_stock_and_service_and_a_budget_the_other_way():
    today = facts()
    higher = outcome(today, [Change("target_points", 1.5)], "targets")
    assert higher.after.value > higher.before.value
    assert higher.after.units > higher.before.units
    less = outcome(today, [], "budget", budget=higher.before.value * 0.7)
    assert less.after.value <= higher.before.value * 0.7 + 1e-6
    again = outcome(today, [], "service", wanted_service=less.after.units)
    assert again.after.value <= less.after.value + 1e-6
    # Today's levels do not know prices: the same service costs less, the same money serves more.
    same_service = outcome(today, [], "service", wanted_service=higher.before.weighted, measure="weighted")
    assert same_service.after.value < higher.before.value
    same_money = outcome(today, [], "budget", budget=higher.before.value)
    assert same_money.after.weighted > higher.before.weighted


def test_bounds_of_the_mix():
    today = facts()
    rules = [
        Change("least_service_percent", 97.0, criticality=0),
        Change("most_units", 1.0, criticality=2),
        Change("least_units", 2.0, part_id=5),
        Change("keep", 0.0, part_id=2),
    ]
    poor, rich = (outcome(today, rules, "service", wanted_service=each) for each in (0.0, 0.9999))
    floor = quantile("negative_binomial", today.protection_mean, today.protection_sd**2, 0.97)
    vital = today.criticality == 0
    for found in (poor, rich):
        assert np.all(found.level[vital] >= floor[vital])
        assert np.all(found.level[today.criticality == 2] <= 1)
        assert found.level[4] >= 2
        assert found.level[1] == today.reorder_point[1]
    assert not rich.met


@settings(max_examples=30)
@given(what=st.sampled_from(sorted(BOUNDS)), share=st.floats(0, 1), goal=st.sampled_from(["targets", "budget"]))
def test_every_change_within_its_bounds_gives_sound_figures(what, share, goal):
    low, high = BOUNDS[what]
    found = outcome(facts(5), [Change(what, low + share * (high - low))], goal, budget=500.0, points=5)
    for each in (found.before, found.unchanged, found.after):
        assert np.isfinite([each.value, each.units, each.parts, each.weighted, each.backorders]).all()
        assert each.value >= 0
        assert 0 <= each.units <= 1
    assert np.all((found.target >= 0) & (found.target < 1))
    assert np.all(found.level >= 0)


def test_refused():
    for wrong in (Change("weather", 1.0), Change("demand_percent", -101.0), Change("price_percent", float("nan"))):
        with pytest.raises(ValueError, match="change"):
            changed(facts(3), [wrong])
    with pytest.raises(ValueError, match="needs its figure"):
        outcome(facts(3), [], "budget")
