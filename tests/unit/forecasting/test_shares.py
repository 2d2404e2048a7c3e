"""A run worked out in shares is the run worked out at once, to the last bit."""

from dataclasses import fields, replace

import numpy as np
import pytest

from forecasting.levels import Levels, PlannerSettings
from forecasting.shares import Inputs, joined, package, parted, work_out

SHARED = ("settings", "period_days", "learnt")


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Give rows of every kind: blanks, families with a season, unknown prices, targets of their own."""
    rng, rows = np.random.default_rng(11), 9000
    season = 1 + 0.6 * np.sin(np.arange(30) * np.pi / 6)
    family = rng.integers(-1, 3, rows)
    mean = rng.gamma(0.5, 1.5, (rows, 1)) * np.where(family[:, None] >= 0, season, 1.0)
    history = (rng.poisson(mean) * rng.geometric(0.6, (rows, 30))).astype(float)
    history[rng.random(history.shape) < 0.01] = np.nan
    price = np.log(rng.gamma(1.0, 100.0, (rows, 1)))
    price[::7] = np.nan
    return Inputs(
        history=history,
        lead_time_days=rng.uniform(5, 90, rows),
        lead_time_sd_days=rng.uniform(0, 20, rows),
        review_days=np.full(rows, 30.4375),
        targets=rng.choice([0.9, 0.95, 0.99], rows),
        exact=rng.random(rows) < 0.1,
        family=family,
        attributes=price,
        period_days=30.4375,
        settings=PlannerSettings(season=12, first_season=4),
    )


def test_shares_give_what_the_whole_gives(inputs: Inputs) -> None:
    whole, learnt = inputs.planned(), inputs.taught()
    assert learnt is not None
    assert learnt.seasons.shape == (3, 12)
    assert learnt.to_json() == whole.learnt.to_json(), "learning alone learns the same"
    results = [work_out(package(inputs.some(rows), learnt)) for rows in parted(inputs, 4)]
    assert len(results) == 3, "nine thousand rows are three chunks of the planner"
    again = joined(inputs, learnt, results)
    for each in fields(Levels):
        if each.name not in SHARED:
            assert np.array_equal(getattr(again, each.name), getattr(whole, each.name), equal_nan=True), each.name
    assert (whole.season_factor != 1).any()
    assert again.seasons == whole.seasons


@pytest.mark.parametrize("shares", [1, 2, 3, 8, 100])
def test_every_row_is_in_one_share(inputs: Inputs, shares: int) -> None:
    rows = [row for some in parted(inputs, shares) for row in range(some.start, some.stop)]
    assert rows == list(range(inputs.rows))
    assert len(parted(inputs, shares)) <= shares


def test_settings_that_would_not_travel_are_refused(inputs: Inputs) -> None:
    some = inputs.some(slice(0, 4096))
    with pytest.raises(ValueError, match="usual settings"):
        package(replace(some, settings=replace(some.settings, sharpness=1.0)), inputs.taught())


def test_too_few_parts_teach_nothing(inputs: Inputs) -> None:
    assert inputs.some(slice(0, 50)).taught() is None
    assert parted(inputs.some(slice(0, 0)), 3) == []
