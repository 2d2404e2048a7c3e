"""Demands that stand far out: Hampel's identifier on log sizes, and what mending may never do."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from forecasting.outliers import OutlierRule, find_outliers, log_spread, winsorise, without_one_offs
from forecasting.stock_outs import days_without

sizes = st.one_of(st.just(0.0), st.just(float("nan")), st.floats(0.01, 1e6), st.integers(1, 9).map(float))
histories = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=24), elements=sizes)


def mended(history: np.ndarray, pooled: float = 0.4, rule: OutlierRule | None = None) -> np.ndarray:
    return winsorise(history, find_outliers(history, rule, pooled))


def test_median_and_deviation_of_logs() -> None:
    # ln 1, ln 2, ln 4, ln 8, ln 1000: median ln 4; deviations 2, 1, 0, 1 times ln 2 and ln 250: their median ln 2
    middle, spread, count = log_spread([[1, 2, 4, 8, 1000], [0, 0, 0, 0, 0]])
    assert middle == pytest.approx([np.log(4), 0])
    assert spread == pytest.approx([1.4826 * np.log(2), 0])
    assert count.tolist() == [5, 0]


def test_the_limit_is_so_many_spreads_above_the_median() -> None:
    history = [[1, 2, 4, 8, 2, 4, 8, 1000]]
    rule = OutlierRule(spreads=3, prior_demands=1e-9)
    middle, spread, _count = log_spread(history)
    found = find_outliers(history, rule, 0.0)
    assert found.limit == pytest.approx(np.exp(middle + 3 * spread))
    assert found.flagged.nonzero()[1].tolist() == [7]
    # with few demands of its own, the spread of all weighs as much as its own: variances are averaged
    half = find_outliers(history, OutlierRule(spreads=3, prior_demands=8), 2.0)
    assert half.limit == pytest.approx(np.exp(middle + 3 * np.sqrt((spread**2 + 4) / 2)))


def test_what_is_a_parts_nature_is_left_alone() -> None:
    lumpy = [[1, 1, 1, 60, 1, 1, 1, 70, 1, 1, 1, 65]]
    few = [[1, 0, 0, 2, 0, 0, 0, 90, 0, 0, 0, 0]]
    small = [[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1.5]]
    for history in (lumpy, few, small):
        assert not find_outliers(history).flagged.any()


@given(histories)
def test_mending_never_raises_anything_and_comes_to_rest(history: np.ndarray) -> None:
    once = mended(history)
    assert (np.isnan(once) == np.isnan(history)).all()
    assert (np.nan_to_num(once) <= np.nan_to_num(history)).all()
    assert (np.nan_to_num(once)[np.nan_to_num(history) == 0] == 0).all()
    np.testing.assert_allclose(mended(once), once, rtol=1e-9)


@given(histories, st.floats(0.01, 100))
def test_mending_asks_not_in_which_unit_parts_are_counted(history: np.ndarray, factor: float) -> None:
    rule = OutlierRule(least_units=0)
    found = find_outliers(history, rule, 0.4)
    border = np.abs(np.nan_to_num(history) / np.where(np.isinf(found.limit), 1, found.limit)[:, None] - 1) < 1e-6
    scaled = find_outliers(history * factor, rule, 0.4)
    same = scaled.flagged == found.flagged
    assert (same | border.any(1, keepdims=True)).all()
    known = np.isfinite(found.limit)
    np.testing.assert_allclose(scaled.limit[known], found.limit[known] * factor, rtol=1e-6)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_periods_says_nothing(history: np.ndarray, random: object) -> None:
    order = list(range(history.shape[1]))
    random.shuffle(order)  # type: ignore[attr-defined]
    np.testing.assert_array_equal(mended(history[:, order]), mended(history)[:, order])


@given(histories, st.data())
def test_a_one_off_goes_down_to_what_is_usual(history: np.ndarray, data: st.DataObject) -> None:
    named = data.draw(arrays(np.bool_, history.shape))
    out = without_one_offs(history, named)
    assert (np.nan_to_num(out) <= np.nan_to_num(history)).all()
    np.testing.assert_array_equal(out[~named], history[~named])
    np.testing.assert_array_equal(without_one_offs(out, named), out)


@pytest.mark.parametrize("wrong", [{"spreads": 1.9}, {"least_demands": 3}, {"most_share": 0.3}, {"least_spread": 0}])
def test_bounds_under_which_mending_would_not_rest_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be|at least"):
        OutlierRule(**wrong)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 89), st.integers(-3, 3)), max_size=12), st.integers(0, 9))
def test_days_without_stock_are_those_on_which_the_balance_is_not_above_nothing(
    moves: list[tuple[int, int]], on_hand: int
) -> None:
    begin = date(2026, 1, 1)
    changes = [(begin + timedelta(days=day), units) for day, units in moves]
    starts, until = [begin, date(2026, 2, 1), date(2026, 3, 1)], date(2026, 4, 1)
    opening = on_hand - sum(units for _day, units in changes)
    expected = [0, 0, 0]
    for offset in range((until - begin).days):
        day = begin + timedelta(days=offset)
        if opening + sum(units for when, units in changes if when <= day) <= 0:
            expected[day.month - 1] += 1
    assert days_without(changes, on_hand, starts, until) == expected
