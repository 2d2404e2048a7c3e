"""Compare suppliers by several criteria: laws of both rankings, and what turns them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from procurement.comparison import topsis, weight_changes, weighted_sum, winning_value

UP = (True, False, True)
tables = arrays.arrays(
    float, st.tuples(st.integers(2, 6), st.just(3)), elements=st.floats(1, 1000).map(lambda each: round(each, 3))
)
weighing = st.lists(st.integers(1, 50), min_size=3, max_size=3)


@given(tables, weighing)
def test_who_is_best_in_all_is_first_in_both(values, weights):
    best = np.where(UP, values.max(axis=0), values.min(axis=0))
    table = np.vstack([values, best])
    for ranking in (weighted_sum, topsis):
        found = ranking(table, weights, UP)
        assert found[-1] == pytest.approx(found.max())
        assert np.all((found >= 0) & (found <= 1 + 1e-12))


@given(tables, weighing, st.floats(0.1, 100), st.integers(2, 9))
def test_units_and_the_scale_of_weights_change_nothing(values, weights, unit, times):
    scaled = values * np.array([unit, 1, 1])
    for ranking in (weighted_sum, topsis):
        first = ranking(values, weights, UP)
        assert ranking(scaled, weights, UP) == pytest.approx(first, abs=1e-9)
        assert ranking(values, [each * times for each in weights], UP) == pytest.approx(first, abs=1e-9)


@given(tables, weighing)
def test_a_turning_weight_makes_the_other_one_level(values, weights):
    first = int(np.argmax(weighted_sum(values, weights, UP)))
    for each in weight_changes(values, weights, UP):
        assert each.first != first
        moved = [float(weight) for weight in weights]
        moved[each.criterion] = each.weight
        assume(sum(moved) > 1e-6)
        found = weighted_sum(values, moved, UP)
        assert found[each.first] == pytest.approx(found.max(), abs=1e-6)


def test_a_known_turn():
    """Two suppliers, score 90 at 10 against 60 at 5: level where .333 x score weighs as much as .5 x price."""
    (turn_score, turn_price) = weight_changes([[90, 10.0], [60, 5.0]], [50, 50], [True, False])
    assert (turn_score.criterion, turn_score.first) == (0, 0)
    assert turn_score.weight == pytest.approx(75)
    assert turn_price.weight == pytest.approx(100 / 3)


def test_the_price_at_which_a_supplier_comes_first():
    values = np.array([[90, 10.0], [60, 5.0]])

    def at(price: float) -> np.ndarray:
        moved = values.copy()
        moved[0, 1] = price
        return weighted_sum(moved, [50, 50], [True, False])

    found = winning_value(at, 10.0, 0)
    assert found == pytest.approx(7.5)  # .5 x 1 + .5 x 5/7.5 = .833 = .5 x .667 + .5
    assert winning_value(at, 6.0, 0) == 6.0


def test_no_price_helps_where_price_does_not_weigh():
    def at(price: float) -> np.ndarray:
        return weighted_sum([[90, 10.0], [60, price]], [1, 0], [True, False])

    assert winning_value(at, 5.0, 1) is None


def test_alternatives_that_do_not_differ_are_halfway():
    assert topsis([[1, 2], [1, 2]], [1, 1], [True, False]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize("values", [[[1, np.nan]], [[-1, 2]], [], [1, 2]])
def test_nonsense_is_refused(values):
    with pytest.raises(ValueError, match="values are"):
        topsis(values, [1, 1], [True, True])


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2]])
def test_weights_without_sense_are_refused(weights):
    with pytest.raises(ValueError, match="weights are"):
        weighted_sum([[1, 2]], weights, [True, True])
