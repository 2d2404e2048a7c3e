import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.distribution import (
    KINDS,
    cdf,
    expected_backorders,
    fill_rate,
    protection_moments,
    quantile,
    quantile_table,
)

MEANS = st.floats(0.01, 500)
RATIOS = st.floats(0.2, 40)


def samples(kind, mean, variance, n=400_000):
    rng = np.random.default_rng(3)
    if kind == "normal":
        return rng.normal(mean, variance**0.5, n)
    if kind == "gamma":
        return rng.gamma(mean**2 / variance, variance / mean, n)
    return rng.negative_binomial(mean**2 / (variance - mean), mean / variance, n)


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_simulation(kind):
    x = samples(kind, 20.0, 60.0)
    for stock in (10.0, 20.0, 33.5):
        assert cdf(kind, 20.0, 60.0, stock) == pytest.approx((x <= stock).mean(), abs=0.004)
        assert expected_backorders(kind, 20.0, 60.0, stock) == pytest.approx(np.maximum(x - stock, 0).mean(), abs=0.05)
    assert quantile(kind, 20.0, 60.0, 0.95) == pytest.approx(np.quantile(x, 0.95), abs=0.6)


@given(
    mean=MEANS,
    ratio=RATIOS,
    levels=st.lists(st.floats(0.01, 0.9995), min_size=2, max_size=6),
    kind=st.sampled_from(KINDS),
)
def test_more_service_never_less_stock(mean, ratio, levels, kind):
    wanted = np.sort(levels)
    found = quantile(kind, mean, mean * ratio, wanted)
    assert np.all(np.diff(found) >= 0)
    # A very flat gamma has quantiles below the smallest float; they come out as 0.
    above = (found > 0) | (kind != "gamma")
    assert np.all((cdf(kind, mean, mean * ratio, found) >= wanted - 1e-7)[above])


@given(mean=MEANS, ratio=RATIOS, stock=st.floats(0, 800), kind=st.sampled_from(KINDS))
def test_loss_falls_with_stock_and_is_at_least_what_the_mean_misses(mean, ratio, stock, kind):
    now, more = expected_backorders(kind, mean, mean * ratio, [stock, stock + 1.0])
    assert 0 <= more <= now + 1e-9
    assert now >= mean - stock - 1e-6 * mean


@given(mean=st.floats(0.05, 300), ratio=st.floats(1.05, 30), scale=st.floats(0.1, 100))
def test_normal_and_gamma_scale_with_the_unit(mean, ratio, scale):
    for kind in ("normal", "gamma"):
        one = quantile(kind, mean, mean * ratio, 0.95)
        assert quantile(kind, mean * scale, mean * ratio * scale**2, 0.95) == pytest.approx(
            float(one) * scale, rel=1e-6
        )


def test_the_table_equals_the_quantiles_one_by_one():
    rng = np.random.default_rng(5)
    mean = np.exp(rng.normal(0, 2, 400))
    variance = mean * (1 + np.exp(rng.normal(0, 1.5, 400)) * rng.integers(0, 2, 400))
    mean[:3] = [0.0, np.nan, 5000.0]
    levels = np.array([0.0, 0.1, 0.5, 0.95, 0.9995])
    for kind in KINDS:
        table = quantile_table(kind, mean, variance, levels)
        assert np.array_equal(table, quantile(kind, mean[:, None], variance[:, None], levels[None]))
        assert np.all(table[:2] == 0)
        own = np.random.default_rng(6).uniform(0, 0.99, (400, 2))
        assert np.array_equal(
            quantile_table(kind, mean, variance, own), quantile(kind, mean[:, None], variance[:, None], own)
        )
    with pytest.raises(ValueError, match="level"):
        quantile_table("negative_binomial", mean, variance, [1.0])


def test_nothing_asked_nothing_stocked_and_no_blank_comes_out():
    mean = np.array([0.0, np.nan, np.inf, -1.0, 1e-12, 1e12])
    for kind in KINDS:
        for found in (
            quantile(kind, mean, mean, 0.99),
            cdf(kind, mean, mean, 3.0),
            expected_backorders(kind, mean, mean, 3.0),
        ):
            assert np.all(np.isfinite(found))
        assert np.all(quantile(kind, mean, mean, 0.99)[:4] == 0)


def test_a_variance_below_the_mean_is_poisson_and_a_point_is_a_point():
    assert quantile("negative_binomial", 4.0, 0.5, 0.95) == quantile("negative_binomial", 4.0, 4.0, 0.95)
    assert expected_backorders("normal", 5.0, 0.0, [3.0, 7.0]).tolist() == [2.0, 0.0]
    assert cdf("normal", 5.0, 0.0, [4.0, 5.0]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("level", [-0.1, 1.0, np.nan])
def test_levels_outside_are_refused(level):
    with pytest.raises(ValueError, match="level"):
        quantile("gamma", 1.0, 1.0, level)
    with pytest.raises(ValueError, match="unknown"):
        quantile("weibull", 1.0, 1.0, 0.5)


def test_protection_moments_match_a_simulated_random_sum():
    rng = np.random.default_rng(11)
    length = rng.gamma(16, 0.25, 200_000)
    total = rng.normal(10 * length, 5 * np.sqrt(length))
    mean, variance = protection_moments(10.0, 25.0, 4.0, 1.0)
    assert total.mean() == pytest.approx(float(mean), rel=0.01)
    assert total.var() == pytest.approx(float(variance), rel=0.02)


def test_fill_rate_matches_a_simulated_store():
    rng = np.random.default_rng(2)
    demand = rng.poisson(3.0, 60_000)
    level, lead = 11, 2
    short = 0
    for t in range(lead, demand.size):
        before = level - demand[t - lead : t].sum()
        short += max(0, demand[t] - max(before, 0))
    seen = 1 - short / demand[lead:].sum()
    found = fill_rate("negative_binomial", 11.0, 6.0, 6.0, 9.0, 9.0)
    assert float(found) == pytest.approx(seen, abs=0.005)
    assert fill_rate("normal", 0.0, 0.0, 0.0, 0.0, 0.0) == 1.0
