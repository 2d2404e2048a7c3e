"""What must hold of every plan, whatever the engine inside: asked of `plan_levels` alone, with few parts."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from forecasting.levels import Levels, Note, PlannerSettings, note_names
from forecasting.model import plan_levels
from forecasting.promises import period_quantiles, protection_quantiles

FIXED = PlannerSettings(backtest_periods=3)
"""Judge on the same interval always: else a new lead time of many parts may rightly change a method."""
PERIOD = 30.4375
FEW = settings(max_examples=12)
HISTORIES = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 6), st.integers(3, 30)),
    elements=st.one_of(st.just(0.0), st.just(0.0), st.integers(1, 9).map(float), st.integers(10, 400).map(float)),
)
SPOILED = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 14)),
    elements=st.one_of(
        st.just(0.0), st.just(np.nan), st.just(np.inf), st.just(-np.inf), st.just(1e6), st.floats(-1e6, 1e7)
    ),
)
DAYS = st.floats(0, 250)


def plan(history: Any, **more: Any) -> Levels:
    asked: dict[str, Any] = {"lead_time_days": 45.0, "lead_time_sd_days": 8.0, "review_days": 15.0, "targets": 0.95}
    return plan_levels(history, **{"settings": FIXED, **asked, **more})


def arrays(levels: Levels) -> dict[str, np.ndarray]:
    return {name: value for name, value in vars(levels).items() if isinstance(value, np.ndarray)}


@FEW
@given(history=HISTORIES, targets=st.lists(st.floats(0, 0.9999), min_size=3, max_size=3).map(sorted))
def test_more_service_never_less_stock(history: np.ndarray, targets: list[float]) -> None:
    points = [plan(history, targets=target) for target in targets]
    for less, more in itertools.pairwise(points):
        assert np.all(less.reorder_point <= more.reorder_point)
        assert np.all(less.order_up_to_level <= more.order_up_to_level)
        assert np.all(less.safety_stock <= more.safety_stock + 1e-9)
        assert np.all(less.fill_rate <= more.fill_rate + 1e-9)


@FEW
@given(history=HISTORIES, levels=st.lists(st.floats(0, 0.9999), min_size=2, max_size=5).map(sorted))
def test_quantiles_rise_with_probability_and_agree_with_the_reorder_point(
    history: np.ndarray, levels: list[float]
) -> None:
    found = plan(history, targets=levels[-1])
    for table in (protection_quantiles(found, levels), period_quantiles(found, levels)):
        assert np.all(np.diff(table, axis=1) >= 0)
        assert np.all(np.isfinite(table))
    assert protection_quantiles(found, levels)[:, -1] == pytest.approx(found.reorder_point)


@FEW
@given(history=HISTORIES, days=DAYS, more=DAYS, target=st.floats(0.8, 0.999))
def test_a_longer_lead_time_never_needs_less(history: np.ndarray, days: float, more: float, target: float) -> None:
    """From a target of 0.8 up; below, a longer interval may turn 'surely none' into a wider spread around little."""
    short, long = (plan(history, lead_time_days=d, targets=target) for d in (days, days + more))
    assert np.all(short.reorder_point <= long.reorder_point)
    assert np.all(short.protection_mean <= long.protection_mean + 1e-9)
    assert np.all(short.order_up_to_level <= long.order_up_to_level)


@FEW
@given(history=HISTORIES, days=DAYS, more=DAYS, target=st.floats(0.8, 0.999))
def test_a_rarer_review_never_needs_less(history: np.ndarray, days: float, more: float, target: float) -> None:
    often, seldom = (plan(history, review_days=d, targets=target) for d in (days, days + more))
    assert np.all(often.reorder_point <= seldom.reorder_point)


@FEW
@given(history=HISTORIES, spread=st.floats(0, 60), more=st.floats(0, 60))
def test_an_uncertain_lead_time_spreads_the_demand(history: np.ndarray, spread: float, more: float) -> None:
    """The spread of the demand never falls; that alone is true of every part and target.

    Not so the reorder point: for a part with a fraction of a unit in the interval, more spread with the same mean
    makes 'none' likelier, and a quantile may fall. The next test says where it may not.
    """
    sure, unsure = (plan(history, lead_time_sd_days=sd) for sd in (spread, spread + more))
    assert np.all(sure.protection_sd <= unsure.protection_sd + 1e-9)
    assert np.array_equal(sure.protection_mean, unsure.protection_mean)


@FEW
@given(
    rate=st.integers(8, 60),
    seed=st.integers(0, 999),
    spread=st.floats(0, 20),
    more=st.floats(0, 20),
    target=st.floats(0.85, 0.99),
)
def test_an_uncertain_lead_time_never_needs_less_of_a_part_in_steady_use(
    rate: int, seed: int, spread: float, more: float, target: float
) -> None:
    """Where some ten units and more are used in the interval and the spread stays below the mean."""
    history = np.random.default_rng(seed).poisson(rate, (3, 24)).astype(float)
    sure, unsure = (plan(history, lead_time_sd_days=sd, targets=target) for sd in (spread, spread + more))
    assert np.all(sure.reorder_point <= unsure.reorder_point)


@FEW
@given(history=HISTORIES, quantity=st.floats(0, 1e4), more=st.floats(0, 1e4))
def test_a_larger_order_never_lowers_the_order_up_to_level(history: np.ndarray, quantity: float, more: float) -> None:
    small, large = (plan(history, order_quantity=q) for q in (quantity, quantity + more))
    assert np.all(small.order_up_to_level <= large.order_up_to_level)
    assert np.array_equal(small.reorder_point, large.reorder_point)
    assert np.all(small.fill_rate <= large.fill_rate + 1e-9)


@FEW
@given(history=HISTORIES, seed=st.integers(0, 999))
def test_the_same_twice_and_in_any_order(history: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(history.shape[0])
    first, again, mixed = plan(history), plan(history.copy()), plan(history[order])
    for name, values in arrays(first).items():
        assert np.array_equal(values, arrays(again)[name]), name
        assert arrays(mixed)[name] == pytest.approx(values[order], rel=1e-8, abs=1e-9), name


@FEW
@given(
    history=SPOILED,
    days=st.sampled_from([0.0, 45.0, -3.0, np.nan, np.inf]),
    spread=st.sampled_from([0.0, 9.0, -1.0, np.nan]),
    target=st.sampled_from([0.0, 0.95, 1.0, 7.0, -1.0, np.nan]),
)
def test_whatever_comes_in_a_plan_comes_out(history: np.ndarray, days: float, spread: float, target: float) -> None:
    found = plan(history, lead_time_days=days, lead_time_sd_days=spread, targets=target, settings=PlannerSettings())
    for name, values in arrays(found).items():
        assert not np.any(np.isnan(values)), name
        if name not in {"adi", "safety_stock"}:
            assert np.all(np.isfinite(values)), name
            assert np.all(values >= 0), name
    assert np.all(found.fill_rate <= 1)
    assert all(bool(Note.LEAD_TIME_ASSUMED & int(bits)) == (not 0 <= days < np.inf) for bits in found.notes)
    assert all(bool(Note.TARGET_CLIPPED & int(bits)) == (not 0 <= target <= 0.9999) for bits in found.notes)


BAD = {
    "all zero": ([0.0] * 24, {"no_demand", "not_backtested"}),
    "all blank": ([np.nan] * 24, {"no_demand", "blanks", "short_history", "not_backtested"}),
    "one demand": ([0.0] * 20 + [3.0] + [0.0] * 3, {"one_demand"}),
    "some blanks": ([1.0, np.nan, 2.0, 0.0] * 6, {"blanks"}),
    "returns": ([4.0, -3.0, 2.0, 0.0] * 6, {"negative"}),
    "infinite": ([np.inf, 1.0, 2.0, 0.0] * 6, {"blanks"}),
    "a jump of a million": ([1.0, 0.0, 2.0, 1.0] * 5 + [1e6, 0.0, 1.0, 0.0], {"jump"}),
    "three periods": ([2.0, 0.0, 1.0], {"short_history"}),
    "one period": ([2.0], {"one_demand", "short_history", "not_backtested"}),
    "no period": ([], {"no_demand", "short_history", "not_backtested"}),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_histories_are_said_in_the_notes(name: str) -> None:
    row, expected = BAD[name]
    found = plan(np.array([row], dtype=float).reshape(1, len(row)))
    assert expected <= set(note_names(int(found.notes[0])))
    assert np.isfinite(found.reorder_point[0])
    assert found.reorder_point[0] >= 0
    if "no_demand" in expected:
        assert (found.reorder_point[0], found.mean[0], found.fill_rate[0]) == (0, 0, 1)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_history_spoils_no_neighbour(name: str) -> None:
    """A part among sound ones is no reason to plan them wildly otherwise: kinds are learnt from all."""
    sound = np.random.default_rng(4).poisson(3.0, (40, 24)).astype(float)
    row = BAD[name][0]
    padded = np.full(24, np.nan)
    padded[24 - len(row) :] = row
    alone, together = plan(sound), plan(np.vstack([sound, padded]))
    assert together.reorder_point[:40].sum() == pytest.approx(alone.reorder_point.sum(), rel=0.25)


def test_no_part_at_all() -> None:
    for shape in ((0, 0), (0, 24)):
        found = plan(np.zeros(shape))
        assert found.parts == 0
        assert protection_quantiles(found, [0.5]).shape == (0, 1)
