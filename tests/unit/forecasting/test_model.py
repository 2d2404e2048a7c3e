import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from forecasting.backtest import quick_quantiles, scores, weigh
from forecasting.classes import DemandClass
from forecasting.dispersion import Dispersion, fit_dispersion
from forecasting.distribution import quantile
from forecasting.explain import explain_plan_quantity, explain_reorder_point
from forecasting.levels import Levels, Note, PlannerSettings, note_names
from forecasting.model import plan_levels
from forecasting.promises import period_quantiles, protection_quantiles
from forecasting.seasonal import seasonal_indices

RNG = np.random.default_rng(12)
RATE = np.exp(RNG.normal(-0.5, 1.0, (60, 1)))
DEMAND = RNG.poisson(RATE, (60, 36)) * RNG.integers(1, 4, (60, 36)).astype(float)
FIXED = PlannerSettings(backtest_periods=3)


def plan(history, **more):
    asked = {"lead_time_days": 45.0, "lead_time_sd_days": 10.0, "review_days": 30.0, "targets": 0.95, "settings": FIXED}
    return plan_levels(history, **{**asked, **more})


def arrays(levels: Levels):
    return {k: v for k, v in vars(levels).items() if isinstance(v, np.ndarray)}


def test_bad_histories_plan_quietly_and_say_so():
    blank, zero = [np.nan] * 24, [0.0] * 24
    one = [0.0] * 20 + [3.0] + [0.0] * 3
    jump = [1.0, 0.0, 2.0, 1.0] * 5 + [1e6, 0.0, 1.0, 0.0]
    negative = [-5.0, 2.0] * 12
    infinite = [np.inf, 1.0] * 12
    found = plan([blank, zero, one, jump, negative, infinite])
    for name, values in arrays(found).items():
        if name != "adi":
            assert np.all(np.isfinite(values)), name
    assert note_names(found.notes[0]) == ["no_demand", "short_history", "blanks", "not_backtested"]
    assert note_names(found.notes[1])[0] == "no_demand"
    assert Note.ONE_DEMAND & int(found.notes[2])
    assert Note.JUMP & int(found.notes[3])
    assert Note.NEGATIVE & int(found.notes[4])
    assert Note.BLANKS & int(found.notes[5])
    assert found.reorder_point[:2].tolist() == [0.0, 0.0]
    assert found.fill_rate[:2].tolist() == [1.0, 1.0]
    assert found.demand_class[1] == DemandClass.NONE


@pytest.mark.parametrize("parts", [20, 200])
def test_months_that_nobody_watched_change_nothing(parts: int):
    lot = np.random.default_rng(3)
    history = lot.poisson(10, (parts, 36)) * (lot.random((parts, 36)) < 0.6).astype(float)
    seen, later = plan(history), plan(np.hstack([history, np.full((parts, 8), np.nan)]))
    # What came before the first period is blank in either case, and the methods' first steps are not judged.
    np.testing.assert_allclose(later.mean.mean(), seen.mean.mean(), rtol=0.01)
    np.testing.assert_allclose(later.reorder_point.mean(), seen.reorder_point.mean(), rtol=0.05)


def test_one_absurd_jump_does_not_fill_the_shelves_of_the_others():
    before = plan(DEMAND)
    spoiled = DEMAND.copy()
    spoiled[0, 30] = 1e6
    after = plan(spoiled)
    assert after.reorder_point[1:].sum() < 1.3 * before.reorder_point[1:].sum()


@pytest.mark.parametrize("shape", [(0, 0), (0, 12), (1, 0), (3, 0), (1, 1), (1, 3), (2, 5)])
def test_small_shapes(shape):
    found = plan(np.ones(shape))
    assert found.parts == shape[0]
    assert np.all(np.isfinite(found.reorder_point))
    assert protection_quantiles(found, [0.5, 0.9]).shape == (shape[0], 2)


@settings(max_examples=40)
@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(1, 5), st.integers(1, 14)),
        elements=st.one_of(st.just(0.0), st.just(np.nan), st.just(np.inf), st.floats(-1e6, 1e7)),
    )
)
def test_whatever_comes_in_nothing_blank_comes_out(history):
    for name, values in arrays(plan(history)).items():
        assert not np.any(np.isnan(values)), name
        if name not in {"adi", "safety_stock"}:
            assert np.all(values >= 0), name


@settings(max_examples=20)
@given(st.lists(st.floats(0.0, 0.9999), min_size=2, max_size=2))
def test_more_service_never_less_stock(targets):
    low, high = sorted(targets)
    assert np.all(plan(DEMAND, targets=low).reorder_point <= plan(DEMAND, targets=high).reorder_point)


@settings(max_examples=20)
@given(days=st.floats(0, 200), more=st.floats(0, 200), spread=st.floats(0, 1), target=st.floats(0.8, 0.999))
def test_longer_lead_time_never_less(days, more, spread, target):
    """The spread is no more than the lead time: a longer one of the same wide spread is less skewed, and its tail ends
    sooner, so that 0 days give or take 34 may ask for a unit more than 1 day give or take 34."""
    sd = spread * days
    short = plan(DEMAND, lead_time_days=days, lead_time_sd_days=sd, targets=target)
    long = plan(DEMAND, lead_time_days=days + more, lead_time_sd_days=sd, targets=target)
    assert np.all(short.reorder_point <= long.reorder_point)
    uncertain = plan(DEMAND, lead_time_days=days, lead_time_sd_days=sd + more, targets=0.95)
    sure = plan(DEMAND, lead_time_days=days, lead_time_sd_days=sd, targets=0.95)
    assert np.all(sure.protection_sd <= uncertain.protection_sd)


def test_parts_may_come_in_any_order_and_in_any_chunks():
    order = RNG.permutation(60)
    whole, mixed = plan(DEMAND), plan(DEMAND[order])
    pieces = plan(DEMAND, settings=PlannerSettings(backtest_periods=3, chunk_parts=7))
    for name, values in arrays(whole).items():
        assert arrays(mixed)[name] == pytest.approx(values[order], rel=1e-9), name
        assert np.array_equal(arrays(pieces)[name], values), name


def test_the_same_twice():
    first, second = arrays(plan(DEMAND)), arrays(plan(DEMAND))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_the_order_up_to_level_stands_one_order_above():
    found = plan(DEMAND, order_quantity=np.arange(60.0))
    assert found.order_up_to_level - found.reorder_point == pytest.approx(np.arange(60.0))
    assert found.safety_stock == pytest.approx(found.reorder_point - found.protection_mean)


def test_doubtful_parameters_are_noted():
    found = plan(DEMAND[:3], lead_time_days=[np.nan, -1.0, 10.0], targets=[2.0, 0.5, np.nan])
    assert [bool(Note.LEAD_TIME_ASSUMED & int(n)) for n in found.notes] == [True, True, False]
    assert [bool(Note.TARGET_CLIPPED & int(n)) for n in found.notes] == [True, False, True]
    for wrong in ({"targets": [0.9, 0.9]}, {"period_days": 0.0}):
        with pytest.raises(ValueError, match=r"targets|period_days"):
            plan(DEMAND[:3], **wrong)
    for wrong in ({"candidates": ()}, {"prior_periods": 0.0}):
        with pytest.raises(ValueError, match=r"settings|prior"):
            PlannerSettings(**wrong)


def test_leading_zeros_may_mean_not_yet_sold():
    young = np.concatenate([np.zeros((1, 30)), np.full((1, 6), 4.0)], 1)
    trimmed = PlannerSettings(backtest_periods=3, trim_leading_zeros=True)
    assert plan(young, settings=trimmed).mean[0] > plan(young).mean[0]


def test_a_season_moves_the_plan_into_the_season():
    wave = np.array([0.2, 0.2, 0.4, 1.0, 1.6, 2.4, 2.6, 1.8, 0.8, 0.5, 0.3, 0.2])
    history = np.random.default_rng(4).poisson(np.tile(wave * 3, 3), (30, 36)).astype(float)
    seasonal = PlannerSettings(backtest_periods=3, season=12)
    family = np.zeros(30)
    before_winter = plan(history[:, :33], family=family, settings=seasonal).mean.mean()
    before_summer = plan(history[:, :28], family=family, settings=seasonal).mean.mean()
    assert before_summer > 3 * before_winter
    alone = plan(history, family=np.full(30, -1), settings=seasonal)
    assert np.all(alone.season_factor == 1.0)
    assert not np.any(alone.notes & int(Note.SEASONAL))


def test_noise_has_no_season_and_a_trend_is_none():
    noise = np.random.default_rng(8).poisson(3.0, (40, 48)).astype(float)
    assert seasonal_indices(noise, np.zeros(40), families=1) == pytest.approx(np.ones((1, 12)), abs=0.1)
    growth = np.tile(1.03 ** np.arange(48), (5, 1))
    assert seasonal_indices(growth, np.zeros(5), families=1) == pytest.approx(np.ones((1, 12)), abs=0.01)
    shifted = seasonal_indices(np.tile([1.0, 1.0, 4.0], (2, 4)), [0, 0], families=1, season=3, first_season=1)
    assert shifted.round(2).tolist() == [[2.0, 0.5, 0.5]]


def test_the_backtest_sees_what_suits_a_part():
    growing = np.repeat([[1.0, 9.0]], 30, 1) + np.zeros((20, 1))
    steady = np.random.default_rng(3).poisson(2.0, (20, 60)).astype(float)
    methods = [FIXED.candidates[m].method for m in plan(np.concatenate([growing, steady])).method]
    alphas = [FIXED.candidates[m].alpha for m in plan(np.concatenate([growing, steady])).method]
    assert set(methods[:20]) != {"mean"}
    assert np.mean(alphas[:20]) > np.mean(alphas[20:])
    found = plan(steady)
    assert found.loss.mean() < found.naive_loss.mean()


def test_without_record_candidates_share_and_sharpness_narrows():
    assert weigh(np.array([[1.0, 1.0]]), 0.0).tolist() == [[0.5, 0.5]]
    sharp = plan(DEMAND, settings=PlannerSettings(sharpness=np.inf))
    assert np.all(sharp.weights.max(1) == 1.0)
    assert np.all(sharp.weights.argmax(1) == sharp.method)
    assert plan(DEMAND).weights.sum(1) == pytest.approx(np.ones(60))
    short = plan(np.ones((1, 2)))
    assert short.weights[0] == pytest.approx([1 / 8] * 8 + [0])


def test_the_quick_table_is_near_the_exact_quantiles():
    mean = np.exp(RNG.normal(1, 1.5, 500))
    variance = mean * (1 + np.exp(RNG.normal(0.5, 1, 500)))
    levels = (0.5, 0.9, 0.98)
    quick, exact = (
        quick_quantiles(mean, variance, levels),
        quantile("negative_binomial", mean[None], variance[None], np.array(levels)[:, None]),
    )
    assert np.all(np.abs(quick - exact) <= 1.0 + 0.12 * exact)
    assert quick.mean() == pytest.approx(exact.mean(), rel=0.02)


def test_dispersion_recovers_its_law_and_survives_nothing():
    mean = np.exp(np.linspace(-2, 3, 400))
    law = Dispersion(1.7, 0.4)
    found = fit_dispersion(mean, 1.7 * mean**1.4)
    assert (found.factor, found.power) == pytest.approx((law.factor, law.power), rel=0.02)
    assert fit_dispersion(np.zeros(3), np.zeros(3)) == Dispersion()
    assert fit_dispersion(np.empty(0), np.empty(0)) == Dispersion()


def test_the_explanation_adds_up():
    found = plan(DEMAND, order_quantity=5.0)
    for part in (0, 7, 33):
        rows = explain_reorder_point(found, part)
        value = {r.code: r.value for r in rows if r.code != "note"}
        assert value["protection_mean"] == pytest.approx(
            value["mean_per_period"] * (value["lead_time"] + value["review"])
        )
        parts = value["variance_of_demand"] + value["variance_of_lead_time"] + value["variance_of_forecast"]
        assert value["protection_variance"] == pytest.approx(parts)
        assert value["reorder_point"] == pytest.approx(value["protection_mean"] + value["safety_stock"])
        assert value["order_up_to_level"] == pytest.approx(value["reorder_point"] + value["order_quantity"])
        noted = [r.text for r in rows if r.code == "note"]
        assert noted == note_names(found.notes[part])
    with pytest.raises(IndexError):
        explain_reorder_point(found, 60)


def test_a_plan_above_the_reorder_point_has_nothing_missing():
    rows = explain_plan_quantity(
        on_hand=5,
        on_order=0,
        reserved=0,
        backordered=0,
        reorder_point=5,
        order_up_to_level=9,
        minimum=1,
        multiple=1,
        quantity=0,
    )
    assert {r.code: r.value for r in rows}["missing"] == 0.0


def test_bands_for_the_chart_rise_with_probability():
    bands = period_quantiles(plan(DEMAND), [0.1, 0.5, 0.9])
    assert np.all(np.diff(bands, axis=1) >= 0)


def test_scores_lean_on_the_class_only_while_the_record_is_short():
    from forecasting.backtest import Backtest

    loss = np.concatenate([np.tile([1.0, 2.0], (20, 1)), [[2.0, 1.0], [2.0, 1.0]]])
    reviews = np.array([12] * 20 + [1, 300])
    seen = Backtest(loss, np.ones(22), reviews, loss, loss, reviews)
    found = scores(seen, np.full(22, 3), horizon=3, prior_reviews=8.0)
    assert found[20, 0] < found[20, 1]
    assert found[21, 0] > found[21, 1]


def test_expected_fill_is_that_of_a_simulated_store():
    """Review each period, order up to S when at or below s: the share met at once is the one foretold."""
    rng = np.random.default_rng(11)
    mean, lead, quantity = 3.0, 2, 8
    history = rng.poisson(mean, (1, 240)).astype(float)
    found = plan_levels(
        history,
        lead_time_days=lead * 30.4375,
        review_days=30.4375,
        targets=0.85,
        order_quantity=quantity,
    )
    reorder_point, top = int(found.reorder_point[0]), int(found.order_up_to_level[0])
    on_hand, due, asked, met = top, [0] * lead, 0, 0
    for demand in rng.poisson(mean, 60_000):
        on_hand += due.pop(0)
        served = min(max(on_hand, 0), demand)
        asked, met, on_hand = asked + demand, met + served, on_hand - demand
        position = on_hand + sum(due)
        due.append(top - position if position <= reorder_point else 0)
    assert top > reorder_point
    assert found.fill_rate[0] == pytest.approx(met / asked, abs=0.04)


def test_a_slow_part_that_is_held_once_expects_to_meet_its_demand():
    """Order one when the last is used: nearly every need finds it, though the reorder point is zero."""
    history = np.zeros((1, 24))
    history[0, 3] = 1
    found = plan_levels(history, lead_time_days=20.0, targets=0.9, order_quantity=1.0)
    assert (found.reorder_point[0], found.order_up_to_level[0]) == (0, 1)
    assert found.fill_rate[0] > 0.9
