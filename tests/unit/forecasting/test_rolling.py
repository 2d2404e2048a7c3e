"""Replay reviews: on made-up demand always, on real demand where it stands beside the checkout."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from forecasting.distribution import quantile_table
from forecasting.rolling import kept_parts, rolling_forecast
from forecasting.smoothing import ses

DATA = Path(__file__).parents[4] / "shared" / "data"
GRID = np.arange(1, 100) / 100


def test_a_review_knows_only_what_lay_before_it():
    demand = np.random.default_rng(0).poisson(0.8, (25, 30)).astype(float)
    asked = {"start": 20, "reviews": 5, "levels": [0.5, 0.9], "dial": [0.9, 0.99], "budget_dial": [0.01, 0.5]}
    price = np.linspace(1, 50, 25)
    seen = []
    now = rolling_forecast(demand, unit_price=price, progress=lambda done, of: seen.append((done, of)), **asked)
    changed = demand.copy()
    changed[:, 22:] += 5
    other = rolling_forecast(changed, unit_price=price, **asked)
    assert seen[-1] == (5, 5)
    for name in ("point", "quantiles", "ltd_quantiles"):
        assert np.array_equal(now.forecast[name][:3], other.forecast[name][:3])
        assert not np.array_equal(now.forecast[name][3:], other.forecast[name][3:])
    assert now.forecast["quantiles"].shape == (5, 25, 3, 2)
    assert now.forecast["origins"].tolist() == [20, 21, 22, 23, 24]
    assert now.order_up_to["S"].shape == (2, 5, 25)
    assert np.all(now.order_up_to["S"][0] <= now.order_up_to["S"][1])
    assert now.budget is not None
    assert np.all(now.budget["S"][0] >= now.budget["S"][1])


def test_ranges_are_checked():
    demand = np.ones((2, 10))
    for wrong in (
        {"start": 0, "reviews": 1},
        {"start": 9, "reviews": 4},
        {"start": 5, "reviews": 1, "budget_dial": [0.1]},
        {"start": 5, "reviews": 1, "budget_dial": [0.1], "unit_price": [1.0]},
    ):
        with pytest.raises(ValueError, match=r"start|review|price"):
            rolling_forecast(demand, **wrong)
    assert kept_parts([[np.nan, 1.0]], 1, all_parts=True).tolist() == [True]


def read(name):
    path = DATA / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip(f"no {name}.csv.gz beside the checkout")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        head = next(lines).rstrip("\n").split(",")
        first = 1 + ("unit_price" in head)
        rows = [[float(cell) if cell else np.nan for cell in line.rstrip("\n").split(",")[first:]] for line in lines]
    return np.array(rows)


def crps(actual, quantiles):
    error = actual[:, None] - quantiles
    return 2 * np.maximum(GRID * error, (GRID - 1) * error).mean(1).sum() / actual.sum()


@pytest.mark.shared
@pytest.mark.parametrize(("name", "origins"), [("carparts", (33, 40, 47)), ("auto", (12, 16, 20)), ("raf", (62, 74))])
def test_real_demand_is_met_better_than_by_naive_and_by_smoothing(name, origins):
    demand = read(name)
    demand = demand[kept_parts(demand, origins[0], drop_incomplete=True)]
    ours, naive, smooth = [], [], []
    for origin in origins:
        found = rolling_forecast(demand, start=origin, reviews=1, levels=GRID, dial=[0.9])
        actual = demand[:, origin : origin + 3].sum(1)
        ours.append(crps(actual, found.forecast["ltd_quantiles"][0].astype(float)))
        naive.append(crps(actual, np.repeat(demand[:, origin - 3 : origin].sum(1)[:, None], 99, 1)))
        known = demand[:, :origin]
        paths = ses(known, 0.1, start=known[:, :12].mean(1))
        mean, error = 3 * paths[:, -1], 3 * ((known - paths[:, :-1]) ** 2).mean(1)
        smooth.append(crps(actual, quantile_table("negative_binomial", mean, np.maximum(error, 1.02 * mean), GRID)))
    assert np.mean(ours) < 0.85 * np.mean(naive)
    assert np.mean(ours) < 1.02 * np.mean(smooth)


@pytest.mark.shared
def test_the_95_percent_level_covers_about_that_on_real_demand():
    demand = read("carparts")
    demand = demand[kept_parts(demand, 33, drop_incomplete=True)]
    met = []
    for origin in (33, 39, 45):
        found = rolling_forecast(demand, start=origin, reviews=1, levels=[0.95], dial=[0.95])
        met.append((demand[:, origin : origin + 3].sum(1) <= found.forecast["ltd_quantiles"][0, :, 0]).mean())
    assert 0.93 < np.mean(met) < 0.98
