"""Freeing demand of its season: ratios of sums, so that dead months say nothing and nothing asked for is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecasting.model import PlannerSettings, plan_levels
from forecasting.seasonal import deseasonalise

YEAR = np.array([0, 0, 0.02, 0.5, 1.2, 2.2, 3, 2.6, 1.5, 0.6, 0.2, 0.18])
MONTH = 30.4375


@pytest.mark.parametrize("end", [51, 54, 57])
def test_months_in_which_nothing_is_expected_are_no_falling_demand(end: int) -> None:
    """Whether planned in March, June or September: the year's mean is what it is in truth, 24 a month."""
    index = np.tile(YEAR * 12 / YEAR.sum(), 5)[:end]
    history = np.random.default_rng(1).poisson(24 * index, (60, end)).astype(float)
    planned = plan_levels(
        history,
        lead_time_days=MONTH,
        review_days=MONTH,
        targets=0.95,
        family=np.zeros(60, dtype=int),
        settings=PlannerSettings(season=12),
    )
    assert (planned.mean / planned.season_factor).mean() == pytest.approx(24, rel=0.03)


@given(
    arrays(float, (1, 24), elements=st.floats(0, 100).map(round).map(float)),
    arrays(float, (1, 24), elements=st.sampled_from([0.0, 0.1, 0.3, 0.6, 1.0, 2.5])),
    arrays(bool, (1, 24)),
)
def test_values_times_their_periods_indices_give_back_what_was_asked_for(
    demand: np.ndarray, index: np.ndarray, unseen: np.ndarray
) -> None:
    history = np.where(unseen, np.nan, demand)
    base = deseasonalise(history, index)
    kept = np.flatnonzero(~np.isnan(base[0]))
    seen = ~np.isnan(history[0])
    assert set(kept) <= set(np.flatnonzero(seen))
    weights = np.where(seen, index[0], 0.0)
    if not seen.any():
        assert not kept.size
    elif weights.sum() >= 0.5 and kept.size:
        starts = np.concatenate([[0], kept[:-1] + 1])
        groups = np.add.reduceat(weights, starts)
        assert (base[0, kept] * groups).sum() == pytest.approx(np.nansum(history), abs=1e-6)


def test_a_season_without_dead_months_divides_each_period_alone() -> None:
    history, index = np.array([[3.0, np.nan, 8.0]]), np.array([[0.5, 1.0, 1.6]])
    assert deseasonalise(history, index)[0].tolist() == pytest.approx([6.0, np.nan, 5.0], nan_ok=True)
