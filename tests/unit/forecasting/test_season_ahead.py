"""A season seen from a kept level: the band follows it, and the explanation multiplies out with it."""

from datetime import date

import numpy as np
import pytest

from forecasting.explain import explain_reorder_point
from forecasting.explain_forecast import explain_forecast
from forecasting.levels import Levels, PlannerSettings
from forecasting.model import plan_levels
from forecasting.season_ahead import Season, bands_ahead, kept_season, season_span

MONTH = 30.4375
SUMMER = np.array([0.2, 0.2, 0.4, 0.8, 1.6, 2.4, 2.6, 2.0, 0.9, 0.5, 0.2, 0.2])
RULES = PlannerSettings(backtest_periods=3, season=12, first_season=4)


def history() -> np.ndarray:
    """Return 42 months from May on, so that the next one is November; half of the parts follow the summer."""
    lot = np.random.default_rng(3)
    wave = np.tile(np.roll(SUMMER, -4), 4)[:42]
    rate = lot.gamma(1.0, 2.0, (400, 1))
    return lot.poisson(rate * np.where(np.arange(400)[:, None] < 200, wave, 1.0)).astype(float)


HISTORY = history()
FAMILY = np.where(np.arange(400) < 200, 0, -1)


@pytest.fixture(scope="module")
def planned() -> Levels:
    return plan_levels(HISTORY, lead_time_days=2 * MONTH, review_days=MONTH, family=FAMILY, settings=RULES)


@pytest.fixture
def season(planned: Levels) -> Season:
    found = kept_season({"seasons": planned.seasons, "first_season": 4}, {"family": 0}, 42)
    assert found is not None
    return found


def test_only_a_row_with_a_family_follows_a_season(planned: Levels) -> None:
    kept = {"seasons": planned.seasons, "first_season": 4}
    assert kept_season(kept, {"streams": {}}, 42) is None
    assert kept_season(kept, None, 42) is None
    assert kept_season({"first_season": 4}, {"family": 0}, 42) is None, "a run from before seasons were kept"


def test_the_band_follows_the_season_and_keeps_its_mean(planned: Levels, season: Season) -> None:
    part = int(np.argmax(planned.mean[:200]))
    one = planned.take([part])
    bands = np.array(bands_ahead(one, season, 12, (0.1, 0.5, 0.9)))
    assert bands[:3, 0].mean() == pytest.approx(one.mean[0]), "the months of lead time and review have the level's mean"
    assert int(bands[:, 0].argmax()) in (7, 8), "from November it is eight months to July"
    assert bands[8, 3] > 3 * bands[0, 3]
    assert np.all(np.diff(bands[:, 1:], axis=1) >= 0)
    flat = np.array(bands_ahead(one, None, 12, (0.1, 0.5, 0.9)))
    assert np.all(flat == flat[0])


def test_the_factor_says_of_which_periods_it_is_the_mean(planned: Levels, season: Season) -> None:
    one = planned.take([0])
    assert season_span(season, one, date(2022, 5, 1), "month") == "2025-11/2026-01"
    assert season_span(season, planned.take([300]), date(2022, 5, 1), "month") == "", "no factor, nothing to say"
    assert season_span(None, one, date(2022, 5, 1), "month") == ""
    weekly = Season(np.linspace(0.5, 1.5, 52), 0, 10)
    assert season_span(weekly, one, date(2026, 1, 5), "week") == "2026-03-16/2026-03-30"


def test_the_explanation_of_a_seasonal_part_multiplies_to_its_mean(planned: Levels, season: Season) -> None:
    part = int(np.argmax(planned.mean[:200]))
    rows = explain_forecast(planned, part, HISTORY[part].tolist(), season=season, span="2025-11/2026-01")
    value = {row.code: row.value for row in rows}
    product = value["plain_forecast"]
    for row in rows:
        if row.unit == "factor":
            product *= row.value
    assert product == pytest.approx(value["seasonal_forecast"])
    assert value["seasonal_forecast"] == pytest.approx(planned.mean[part])
    assert value["factor_season"] == pytest.approx(season.ahead(3).mean()) != 1
    assert {row.code: row.text for row in rows}["factor_season"] == "2025-11/2026-01"
    told = {row.code: row for row in explain_reorder_point(planned, part, "2025-11/2026-01")}
    assert (told["season_factor"].value, told["season_factor"].text) == (value["factor_season"], "2025-11/2026-01")


def test_without_the_season_that_was_taken_out_no_sum_is_claimed(planned: Levels) -> None:
    assert explain_forecast(planned, 0, HISTORY[0].tolist()) == []
    other = explain_forecast(planned, 300, HISTORY[300].tolist())
    assert other[-1].code == "learnt_forecast"
    assert other[-1].value == pytest.approx(planned.mean[300])
