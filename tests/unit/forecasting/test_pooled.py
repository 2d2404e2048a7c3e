"""What parts teach each other: on made-up demand whose truth is known, and on real demand beside the checkout."""

import json
from itertools import pairwise

import numpy as np
import pytest

from forecasting.arrays import FloatArray
from forecasting.backtest import pinball
from forecasting.count_regression import fit_count_regression
from forecasting.deciding import _met_at_once
from forecasting.explain import explain_reorder_point
from forecasting.explain_forecast import explain_forecast
from forecasting.features import COLUMNS, GROUPS, known
from forecasting.learning import Learnt
from forecasting.levels import Levels, PlannerSettings
from forecasting.model import plan_levels
from forecasting.packs import pack_sizes
from forecasting.pooled import gather_examples
from forecasting.promises import PlannedDemand, held_targets, is_pooled, period_quantiles, protection_quantiles

MONTH = 30.4375
RULES = PlannerSettings(backtest_periods=3)


def demand(parts: int, periods: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return demand with gamma rates and geometric sizes, and the mean of one period of each part."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.6, 1.0, (parts, 1))
    chance = rng.uniform(0.3, 1.0, (parts, 1))
    counts = rng.poisson(rate, (parts, periods))
    sizes = np.where(counts > 0, rng.negative_binomial(np.maximum(counts, 1), chance) + counts, 0)
    return sizes.astype(float), (rate / chance)[:, 0]


HISTORY, TRUE_MEAN = demand(600, 40, 5)


def plan(history: FloatArray, **more: object) -> Levels:
    return plan_levels(history, **({"lead_time_days": 2 * MONTH, "review_days": MONTH, "settings": RULES} | more))


@pytest.fixture(scope="module")
def planned() -> Levels:
    return plan(HISTORY)


def test_packs_need_enough_demands_that_agree():
    history = np.zeros((6, 8))
    history[0, :7] = [2, 4, 6, 2, 8, 2, 4]  # seven demands agree on pairs
    history[1, :6] = [2, 4, 6, 2, 8, 2]  # six could be luck
    history[2, :3] = [10, 20, 10]
    history[3, :3] = [10, 20, 15]  # a pack of five
    history[4, :4] = [0.5, 1.0, 1.5, 2.0]  # metres come in no packs
    assert pack_sizes(history).tolist() == [2, 1, 10, 5, 1, 1]
    assert pack_sizes(np.array([[np.nan, 12.0, -3.0, 24.0, 12.0]])).tolist() == [12]
    assert pack_sizes(np.array([[1e18, 2e18, 1e18]])).tolist() == [1]


def test_the_features_tell_what_they_say():
    history = np.array([[0, 2, 0, 4, 0, 0], [np.nan, 0, 3, 0, 0, 0], [0, 0, 0, 0, 0, 0]], dtype=float)
    seen = known(history, 0.5, np.log([1.0, 2.0, 1.0]))
    assert sum(count for _, count in GROUPS) == COLUMNS == seen.columns.shape[1]
    assert seen.demands.tolist() == [2, 1, 0]
    hair = 0.02 * 0.5 + 1e-3
    weights = 0.94 ** np.arange(5, -1, -1)
    assert np.exp(seen.start[0]) == pytest.approx((2 * weights[1] + 4 * weights[3]) / weights.sum() + hair)
    assert np.exp(seen.start[1]) == pytest.approx(3 * weights[2] / weights[1:].sum() + hair)
    quiet = np.expm1(seen.columns[:, [name for name, n in GROUPS for _ in range(n)].index("quiet")])
    assert quiet == pytest.approx([2, 3, 6])
    assert np.all(np.isfinite(seen.columns))


def test_the_regression_finds_mean_and_spread_that_made_the_counts():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(30_000, 2))
    mean, excess = np.exp(0.2 + 0.5 * x[:, 0]), np.exp(0.4 - 0.6 * x[:, 1])
    counts = rng.negative_binomial(mean / excess, 1 / (1 + excess)).astype(float)
    found = fit_count_regression(np.column_stack([np.ones(len(x)), x]), counts, np.zeros(len(x)))
    slopes = found.weights[1:] / found.spread[1:, None]
    assert slopes == pytest.approx(np.array([[0.5, 0.0], [0.0, -0.6]]), abs=0.05)
    m, e = found.predict(np.array([[1.0, 0.0, 0.0]]), np.zeros(1))
    assert (m[0], e[0]) == pytest.approx((np.exp(0.2), np.exp(0.4)), rel=0.05)
    with pytest.raises(ValueError, match="example"):
        fit_count_regression(np.empty((0, 1)), np.empty(0), np.empty(0))


def test_enough_parts_are_learnt_from_and_few_are_not(planned):
    assert planned.learnt is not None
    assert planned.learnt.interval.horizon == 3
    assert is_pooled(planned)[HISTORY.sum(1) > 0].all()
    assert plan(HISTORY[:60]).learnt is None
    assert plan(HISTORY[:, :5]).learnt is None
    assert plan(HISTORY, settings=PlannerSettings(pool=False)).learnt is None
    assert plan(HISTORY, settings=PlannerSettings(kind="gamma")).learnt is None


def test_it_comes_nearer_to_the_truth_than_the_parts_alone(planned):
    sold = HISTORY.sum(1) > 0
    alone = plan(HISTORY, settings=PlannerSettings(pool=False, backtest_periods=3))
    error = np.abs(np.log(planned.mean[sold] / TRUE_MEAN[sold]))
    assert error.mean() < np.abs(np.log(alone.mean[sold] / TRUE_MEAN[sold])).mean()


def test_the_chances_hold_on_demand_that_nobody_has_seen(planned):
    future = demand_ahead(3)
    for chance in (0.5, 0.8, 0.95):
        # A count cannot hit a chance exactly: it lies between that of below and that of at most the quantile.
        quantile = protection_quantiles(planned, [chance])
        below, within = (future < quantile).mean(), (future <= quantile).mean()
        assert below - 0.02 <= chance <= within + 0.02
    ours = pinball(future, protection_quantiles(planned, [0.95]), 0.95).mean()
    alone = plan(HISTORY, settings=PlannerSettings(pool=False, backtest_periods=3))
    assert ours < pinball(future, protection_quantiles(alone, [0.95]), 0.95).mean()


def demand_ahead(periods: int) -> FloatArray:
    """Return the demand of many futures of the same parts, (parts, futures)."""
    rng = np.random.default_rng(5)
    rate = rng.gamma(0.6, 1.0, (600, 1))
    chance = rng.uniform(0.3, 1.0, (600, 1))
    counts = np.random.default_rng(6).poisson(rate * periods, (600, 50))
    later = np.random.default_rng(7).negative_binomial(np.maximum(counts, 1), chance)
    return np.where(counts > 0, later + counts, 0).astype(float)


def test_a_part_is_planned_alone_as_among_all(planned):
    kept = Learnt.from_json(json.loads(json.dumps(planned.learnt.to_json())))
    some = [3, 77, 200, 599]
    alone = plan(HISTORY[some], learnt=kept)
    for name in ("mean", "variance", "protection_sd", "reorder_point", "fill_rate", "loss", "naive_loss", "weights"):
        assert getattr(alone, name) == pytest.approx(getattr(planned, name)[some], rel=1e-9), name
    assert np.array_equal(period_quantiles(alone, [0.1, 0.9]), period_quantiles(planned, [0.1, 0.9])[some])
    pieces = plan(HISTORY, settings=PlannerSettings(backtest_periods=3, chunk_parts=97))
    assert np.array_equal(pieces.reorder_point, planned.reorder_point)


def test_more_service_and_longer_lead_times_never_need_less(planned):
    dial = np.linspace(0.05, 0.999, 25)
    held = held_targets(planned, np.broadcast_to(dial, (600, 25)))
    assert np.all(np.diff(protection_quantiles(planned, held), axis=1) >= 0)
    last = np.zeros(600)
    for months in (0.0, 0.4, 1.0, 2.0, 2.7, 5.0, 11.0):
        now = plan(HISTORY, lead_time_days=months * MONTH, learnt=planned.learnt).reorder_point
        assert np.all(now >= last)
        last = now


def test_the_tilt_holds_slow_parts_higher_and_leaves_the_ends(planned):
    held = held_targets(planned, planned.target)
    slow = (planned.mean > 0) & (planned.mean < planned.learnt.reference)
    assert np.all(held[slow] > 0.95)
    assert np.all(held[planned.mean > planned.learnt.reference] < 0.95)
    ends = np.broadcast_to([0.0, 1.0], (600, 2))
    assert np.array_equal(held_targets(planned, ends), ends)
    level = plan(HISTORY, settings=PlannerSettings(backtest_periods=3, tilt=0.0))
    assert np.all(held_targets(level, level.target) == 0.95)
    with pytest.raises(ValueError, match="tilt"):
        PlannerSettings(tilt=1.0)


def test_packs_scale_the_plan():
    dozens = HISTORY.copy()
    dozens[:50] *= 12
    level = PlannerSettings(backtest_periods=3, tilt=0.0)
    plain, packed = plan(HISTORY, settings=level), plan(dozens, settings=level)
    often = (HISTORY[:50] > 0).sum(1) >= 7
    assert np.all(packed.pack[:50][often] % 12 == 0)
    rows = np.flatnonzero(often & (plain.pack[:50] == 1))
    assert rows.size > 10
    # The pack itself is a fact that the others learn by, so the plan scales nearly and not to the last piece.
    assert packed.reorder_point[rows].sum() == pytest.approx(12 * plain.reorder_point[rows].sum(), rel=0.1)
    assert np.all(packed.reorder_point[rows] % 12 == 0)


def test_one_absurd_jump_among_many_parts_stays_its_own_affair(planned):
    spoiled = HISTORY.copy()
    spoiled[0, 30] = 1e6
    after = plan(spoiled)
    assert after.reorder_point[1:].sum() == pytest.approx(planned.reorder_point[1:].sum(), rel=0.05)
    assert np.all(np.isfinite(after.reorder_point))


def test_blanks_and_returns_are_no_obstacle():
    rng = np.random.default_rng(3)
    holes = np.where(rng.random(HISTORY.shape) < 0.1, np.nan, HISTORY)
    holes[5:20, 7] = -2
    holes[40] = np.nan
    holes[41] = 0
    found = plan(holes)
    assert found.learnt is not None
    for name in ("mean", "reorder_point", "protection_sd", "fill_rate", "loss"):
        assert np.all(np.isfinite(getattr(found, name))), name
    assert found.reorder_point[40:42].tolist() == [0, 0]


def test_a_known_price_is_learnt_by():
    rng = np.random.default_rng(9)
    true = np.repeat([0.3, 0.9], 600)
    history = rng.poisson(true[:, None] * np.ones((1200, 30))).astype(float)
    price = np.log(np.repeat([900.0, 3.0], 600))[:, None]
    price[::50] = np.nan
    young = history.copy()
    young[:, :22] = np.nan
    with_price = plan(young, attributes=price, settings=PlannerSettings(backtest_periods=1))
    without = plan(young, settings=PlannerSettings(backtest_periods=1))
    assert with_price.learnt is not None
    assert without.learnt is not None
    sold = with_price.mean > 0
    assert np.abs(with_price.mean - true)[sold].mean() < np.abs(without.mean - true)[sold].mean()
    with pytest.raises(ValueError, match="attributes"):
        plan(history, attributes=np.zeros(1200))


def test_the_pooled_model_gives_way_where_a_textbook_method_does_better(planned):
    """Parts that sell steadily and then stop for good at one moment: only a fast method can know."""
    records = planned.learnt.records
    assert all(record.trusted for record in records)
    worse = planned.learnt.to_json()
    worse["records"] = [[r[0], r[2] * 1.5, r[2], r[3], r[4]] for r in worse["records"]]
    found = plan(HISTORY, learnt=Learnt.from_json(worse))
    assert not is_pooled(found).any()
    assert found.weights.sum(1) == pytest.approx(np.ones(600))
    assert found.reorder_point.sum() == pytest.approx(planned.reorder_point.sum(), rel=0.3)


def test_the_explanation_multiplies_to_the_forecast(planned):
    part = int(np.argmax((planned.mean > 0) & (planned.pack == 1)))
    rows = explain_forecast(planned, part, HISTORY[part].tolist())
    value = {row.code: row.value for row in rows}
    product = value["plain_forecast"]
    for row in rows:
        if row.unit == "factor":
            product *= row.value
    assert product == pytest.approx(value["learnt_forecast"])
    assert value["learnt_forecast"] == pytest.approx(planned.mean[part])
    assert explain_forecast(plan(HISTORY[:10]), 0, HISTORY[0].tolist()) == []


def test_what_is_weighed_against_money_is_what_the_planner_reads(planned):
    """The chance of a shortage at a level is the one whose quantile that level is, packs and corrections included."""
    interval = planned.learnt.interval
    demand = PlannedDemand(
        planned.protection_mean,
        planned.protection_sd**2,
        planned.pack,
        planned.mean,
        is_pooled(planned),
        interval,
    )
    rows = np.flatnonzero(planned.mean > 0)
    for chance in (0.5, 0.9, 0.98):
        level = protection_quantiles(planned, [chance])[rows]
        assert np.all(demand.exceedance(rows, level) <= 1 - chance + 1e-6)
        below = np.maximum(level - planned.pack[rows, None], 0)
        assert np.all((demand.exceedance(rows, below) >= 1 - chance - 1e-6)[level > 0])


def test_a_target_meant_for_one_part_is_not_tilted(planned):
    exact = np.zeros(600, dtype=bool)
    exact[7:9] = True
    found = plan(HISTORY, exact=exact, learnt=planned.learnt)
    assert found.held_target[7:9].tolist() == [0.95, 0.95]
    assert np.array_equal(found.held_target[~exact], planned.held_target[~exact])


def test_a_site_in_its_first_month_teaches_nothing_yet():
    many = np.ones((60_001, 1))
    examples, pool = gather_examples(many, 1, np.zeros(60_001))
    assert (examples.demand.size, pool) == (0, 1.0)


def test_a_part_without_demand_has_no_endless_interval_in_its_sum(planned):
    none = plan(np.zeros((1, 40)))
    assert np.isinf(none.adi[0])
    rows = explain_reorder_point(none, 0)
    assert "adi" not in {row.code for row in rows}
    assert all(np.isfinite(row.value) for row in rows)
    assert "adi" in {row.code for row in explain_reorder_point(planned, int(np.argmax(TRUE_MEAN)))}


def test_under_continuous_review_a_fill_rate_counts_packs():
    """The same demand in boxes of four is filled as it was in pieces."""
    pieces = plan(HISTORY[:50], review_days=0.0)
    boxes = plan(HISTORY[:50] * 4, review_days=0.0)
    same = boxes.pack == 4 * pieces.pack
    assert same.sum() > 30
    assert _met_at_once(boxes)[same] == pytest.approx(_met_at_once(pieces)[same], abs=0.005)


def test_a_part_that_takes_months_has_a_spread_of_its_level_where_most_come_within_one() -> None:
    lead = np.full(600, 10.0)
    lead[:20] = 150.0
    planned = plan(HISTORY, lead_time_days=lead, review_days=10.0, settings=PlannerSettings())
    learnt = planned.learnt
    assert learnt is not None
    assert learnt.interval.horizon == 2
    slow = np.flatnonzero(is_pooled(planned)[:20])
    assert slow.size
    one = planned.take(slow)
    assert (one.level_variance > 0).mean() > 0.4
    alone = np.sqrt((one.lead_time_periods + one.review_periods) * one.variance)
    assert np.all(one.protection_sd >= alone - 1e-9)
    assert np.all(one.protection_sd[one.level_variance > 0] > alone[one.level_variance > 0])


def test_what_is_learnt_across_parts_holds_no_less_for_more_service_or_a_longer_lead_time(planned: Levels) -> None:
    by_target = [plan(HISTORY, targets=target, learnt=planned.learnt).reorder_point for target in (0.8, 0.9, 0.97)]
    by_days = [plan(HISTORY, lead_time_days=days, learnt=planned.learnt).reorder_point for days in (20, 45, 120)]
    for points in (by_target, by_days):
        for less, more in pairwise(points):
            assert np.all(more >= less - 1e-9)
