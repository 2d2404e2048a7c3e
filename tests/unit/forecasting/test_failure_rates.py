"""Failure rates: published data sets, lives recovered from simulated records, and limits of thin ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.failure_rates import STEADY, Prior, age_rates, fit_prior, poisson_limits, shrink
from forecasting.installed_base import (
    age_exposure,
    base_by_age,
    demand_moments,
    renew,
    retirement,
    run_ahead,
    staying_shares,
)
from forecasting.rating import ENOUGH_FOR_FAMILY, Failure, Fleet, Pair, family_hazard, parts_ahead, rate_parts
from forecasting.weibull import Weibull, fit_weibull, nelson_aalen

SHOCK_ABSORBERS = (
    "6700F 6950 7820 8790 9120F 9660 9820 11310 11690 11850 11880 12140 12200F 12870 13150F 13330 13470 14040 14300F"
    " 17520F 17540 17890 18450 18960 18980 19410 20100F 20100 20150 20320 20900F 22700F 23490 26510F 27410 27490F"
    " 27890 28100"
)
"""Kilometres of 38 shock absorbers, F for failed: O'Connor (1985), as in Meeker & Escobar (1998), table C.2."""
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
"""Weeks of remission under 6-MP, + for censored: Freireich et al. (1963), as in Klein & Moeschberger, section 1.2."""
PUMP_FAILURES = (5, 1, 5, 14, 3, 19, 1, 1, 4, 22)
PUMP_THOUSAND_HOURS = (94.320, 15.720, 62.880, 125.760, 5.240, 31.440, 1.048, 1.048, 2.096, 10.480)
"""Ten pumps of a power plant: Gaver & O'Muircheartaigh (1987), Technometrics 29, table 1."""


def test_weibull_of_shock_absorbers_is_the_published_one() -> None:
    """Meeker & Escobar (1998), table 8.1: mu 10.23, sigma .3164, on the scale of logarithms."""
    words = SHOCK_ABSORBERS.split()
    ages = [float(word.strip("F")) for word in words]
    found = fit_weibull(np.zeros(38), ages, [word.endswith("F") for word in words])
    assert found is not None
    assert np.log(found.scale) == pytest.approx(10.23, abs=0.005)
    assert 1 / found.shape == pytest.approx(0.3164, abs=0.0001)


def test_nelson_aalen_of_remissions_is_the_published_one() -> None:
    """Klein & Moeschberger (2003), table 4.2: the cumulative hazard at 6, 7, 10, 13, 16, 22 and 23 weeks."""
    words = REMISSION.split()
    weeks = [float(word.strip("+")) for word in words]
    ages, hazard, variance = nelson_aalen(np.zeros(21), weeks, [not word.endswith("+") for word in words])
    assert ages.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert hazard.round(4).tolist() == [0.1429, 0.2017, 0.2683, 0.3517, 0.4426, 0.5854, 0.7521]
    assert np.sqrt(variance[-1]) == pytest.approx(0.2795, abs=0.0001)


def test_units_older_than_the_records_tell_as_much_as_they_lived_within() -> None:
    rng = np.random.default_rng(7)
    lives = 60 * rng.weibull(2.0, 6000)
    entry = rng.uniform(0, 60, 6000)
    seen = lives > entry
    entry, lives = entry[seen], lives[seen]
    end = np.minimum(lives, entry + 24)
    right = fit_weibull(entry, end, lives <= entry + 24)
    assert right is not None
    assert right.shape == pytest.approx(2.0, rel=0.06)
    assert right.scale == pytest.approx(60.0, rel=0.04)
    # Taking them for new is wrong by far: this is what truncation is for.
    wrong = fit_weibull(np.zeros(entry.size), end, lives <= entry + 24)
    assert wrong is not None
    assert abs(wrong.scale - 60) > 3 * abs(right.scale - 60)


def test_weights_stand_for_so_many_units() -> None:
    one = fit_weibull([0, 0, 1, 0], [3, 5, 6, 9], [1, 0, 1, 1], [2, 3, 1, 1])
    many = fit_weibull([0, 0, 0, 0, 0, 1, 0], [3, 3, 5, 5, 5, 6, 9], [1, 1, 0, 0, 0, 1, 1])
    assert one is not None
    assert many is not None
    assert (one.shape, one.scale) == pytest.approx((many.shape, many.scale), rel=1e-6)


@pytest.mark.parametrize(
    ("end", "failed"), [([5.0, 6.0], [1, 0]), ([5.0, 5.0, 5.0], [1, 1, 1]), ([0.0, 0.0], [1, 1]), ([], [])]
)
def test_records_that_tell_nothing_have_no_weibull(end: list[float], failed: list[int]) -> None:
    assert fit_weibull(np.zeros(len(end)), end, failed) is None


def test_spells_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="spells"):
        fit_weibull([5.0], [4.0], [1])
    with pytest.raises(ValueError, match="level"):
        poisson_limits([1], 1.0)


def test_exact_limits_are_those_of_the_tables() -> None:
    """Garwood (1936) and every table since: 90 % and 95 % limits of a Poisson count."""
    low, high = poisson_limits([0, 1, 2, 5, 20], 0.95)
    assert high.round(2).tolist() == [3.69, 5.57, 7.22, 11.67, 30.89]
    assert low.round(3).tolist() == [0, 0.025, 0.242, 1.623, 12.217]


@given(st.integers(0, 400), st.floats(0.5, 0.99))
def test_limits_enclose_the_count_and_more_certainty_is_wider(count: int, level: float) -> None:
    low, high = poisson_limits(count, level)
    wider_low, wider_high = poisson_limits(count, level + (1 - level) / 2)
    assert wider_low <= low <= count <= high <= wider_high


def test_pumps_are_drawn_to_their_family_as_published() -> None:
    """Gaver & O'Muircheartaigh (1987), gamma prior by likelihood: shape .82, rate 1.26 per thousand hours."""
    prior = fit_prior(PUMP_FAILURES, PUMP_THOUSAND_HOURS)
    assert prior is not None
    assert (prior.shape, prior.rate) == pytest.approx((0.8223, 1.2590), abs=0.001)
    rate, _variance = shrink(PUMP_FAILURES, PUMP_THOUSAND_HOURS, prior)
    raw = np.array(PUMP_FAILURES) / np.array(PUMP_THOUSAND_HOURS)
    # A pump of 1,048 hours and one failure falls furthest towards the family; one of 125,760 hardly moves.
    assert rate[6] == pytest.approx(0.790, abs=0.001)
    assert abs(rate[3] - raw[3]) / raw[3] < 0.06
    assert np.all((rate - prior.mean) * (raw - prior.mean) > 0)


def test_a_family_that_only_chance_tells_apart_shares_one_rate() -> None:
    rng = np.random.default_rng(3)
    seen = np.full(400, 50.0)
    prior = fit_prior(rng.poisson(0.1 * seen), seen)
    assert prior is not None
    assert prior.shape > 30
    assert prior.mean == pytest.approx(0.1, rel=0.05)
    assert fit_prior([0, 0], [10.0, 5.0]) is None
    lone = fit_prior([4], [8.0])
    assert lone is not None
    assert (lone.shape, lone.mean) == (1.0, 0.5)
    assert prior.shape < STEADY


def test_spread_between_members_is_found_again() -> None:
    rng = np.random.default_rng(4)
    own = rng.gamma(2.0, 1 / 2.0, 3000)
    prior = fit_prior(rng.poisson(own * 3.0), np.full(3000, 3.0))
    assert prior is not None
    assert prior.shape == pytest.approx(2.0, rel=0.1)
    rate, _ = shrink(rng.poisson(own * 3.0), np.full(3000, 3.0), prior)
    raw = rng.poisson(own * 3.0) / 3.0
    assert ((rate - own) ** 2).mean() < 0.7 * ((raw - own) ** 2).mean()


def test_ages_lean_on_the_whole_by_one_failure() -> None:
    rates = age_rates([0, 0, 30], [10.0, 1000.0, 1000.0])
    assert 0 < rates[1] < 0.001
    assert rates[0] < 30 / 2010
    assert rates[2] == pytest.approx(0.0299, abs=0.001)
    assert age_rates([0, 0], [5.0, 5.0]).tolist() == [0, 0]


def test_exposure_is_what_was_lived_within_the_records() -> None:
    alive = np.ones((1, 6))
    sold = np.array([[4.0, 0, 2.0, 0, 0]])
    whole = age_exposure(sold, alive, 0, 4)
    assert whole.tolist() == [[3.0, 6.0, 4.0, 4.0, 0, 0]]
    late = age_exposure(sold, alive, 2, 4)
    assert late.tolist() == [[1.0, 2.0, 4.0, 4.0, 0, 0]]
    assert base_by_age(sold, alive, 4).tolist() == [[0, 0, 2.0, 0, 4.0, 0]]


def test_renewal_moves_exposure_and_keeps_its_sum() -> None:
    seen = np.array([50.0, 100, 100, 100, 100, 0, 0])
    base = np.array([0.0, 0, 0, 0, 0, 100, 0])
    moved, now = renew(seen, base, np.array([1, 2]), np.array([4, 3]))
    assert moved.sum() == pytest.approx(seen.sum())
    assert now.sum() == pytest.approx(100)
    assert now[4] == 1
    assert now[3] == 1
    assert now[5] == 98


def test_a_retirement_curve_has_its_mean_life() -> None:
    alive = retirement(60.0, 3.0, 400)
    assert alive.sum() - 0.5 == pytest.approx(60.0, abs=0.1)
    assert np.all(np.diff(alive) <= 0)
    with pytest.raises(ValueError, match="life"):
        retirement(0, 3.0, 5)


def test_a_dying_base_needs_less_every_month_and_a_growing_one_more() -> None:
    sold = np.zeros((1, 121))
    sold[0, :12] = 100.0
    alive = np.stack([retirement(90.0, 4.0, 300)])
    staying = staying_shares(sold, alive, 120, 60)
    failures, units = run_ahead(base_by_age(sold, alive, 120)[0], np.full(300, 0.01), 60, staying=staying[0])
    assert np.all(np.diff(units) < 0)
    assert units[12] == pytest.approx(base_by_age(sold, alive, 132).sum(), rel=1e-6)
    assert failures[-1] < 0.05 * failures[0]
    growing, more = run_ahead(np.zeros(30), np.full(30, 0.01), 12, sales=50.0)
    assert more.tolist() == pytest.approx([50.0 * step for step in range(1, 13)])
    assert growing[-1] == pytest.approx(0.01 * (11 * 50 + 25))


def test_without_renewal_a_unit_fails_again_at_its_age() -> None:
    failures, units = run_ahead([0.0, 100.0], [0.0, 0.1], 3, renewed=False)
    assert failures.tolist() == pytest.approx([10, 10, 10])
    assert units.tolist() == [100, 100, 100]


def test_doubt_about_the_rate_widens_the_demand() -> None:
    mean, variance = demand_moments([5.0, 5.0], [0.0, 1.0])
    assert mean.tolist() == [5, 5]
    assert variance.tolist() == [5, 30]


def fleet_with_failures(shape: float, seed: int, watched: int) -> tuple[Fleet, list[Failure], int]:
    """Sell 50 units a month for five years, let a part fail and be replaced, and count next year's failures too."""
    rng, now = np.random.default_rng(seed), 72
    sold = np.zeros((1, now + 1))
    sold[0, :60] = 50
    failures, coming = [], 0
    for month in np.repeat(np.arange(60), 50).tolist():
        at, begun = month + rng.random(), month
        while (at := at + 80 * rng.weibull(shape)) < now + 12:
            if at >= now:
                coming += 1
            elif int(at) >= watched:
                failures.append(Failure(1, 0, int(at), int(at) - begun))
                begun = int(at)
    return Fleet(sold, np.array([[1e6, 3.0]]), watched, now), failures, coming


@pytest.mark.parametrize(("shape", "watched"), [(0.7, 0), (1.0, 36), (2.5, 36)])
def test_life_and_next_year_are_recovered_from_a_simulated_fleet(shape: float, watched: int) -> None:
    """Early failures, chance and wear, with renewal and with records that begin when units are years old."""
    told, came, shapes, scales = 0.0, 0, [], []
    for seed in range(3):
        fleet, failures, coming = fleet_with_failures(shape, seed, watched)
        rated = rate_parts(fleet, [Pair(1, 0, "x")], failures)[0]
        told += float(rated.ahead[:12].sum())
        came += coming
        assert rated.weibull is not None
        shapes.append(rated.weibull.shape)
        scales.append(rated.weibull.scale)
        assert rated.low < rated.failures / rated.unit_months < rated.high
    assert told == pytest.approx(came, rel=0.1)
    assert np.mean(shapes) == pytest.approx(shape, rel=0.1)
    assert np.mean(scales) == pytest.approx(80.0, rel=0.15)


def test_a_thin_part_borrows_from_its_family_and_a_rich_one_stands_alone() -> None:
    sold = np.full((3, 25), 40.0)
    fleet = Fleet(sold, np.tile([120.0, 3.0], (3, 1)), 0, 24)
    failures = [Failure(1, 0, month, 1) for month in range(1, 24) for _ in range(4)]
    failures += [Failure(1, 1, month, 2) for month in range(2, 24)]
    pairs = [Pair(1, 0, "pump"), Pair(1, 1, "pump"), Pair(2, 2, "pump"), Pair(9, 2, "other")]
    rated = {(each.pair.part_id, each.pair.model): each for each in rate_parts(fleet, pairs, failures)}
    assert set(rated) == {(1, 0), (1, 1), (2, 2)}  # a family without any failure has no rate
    rich, thin = rated[1, 0], rated[2, 2]
    assert rich.failures == 92
    assert thin.failures == 0
    assert 0 < thin.rate < rated[1, 1].rate < rich.rate
    assert thin.relative_variance > 10 * rich.relative_variance
    ahead = parts_ahead(list(rated.values()))
    assert ahead[1].means[0] == pytest.approx(rich.ahead[0] + rated[1, 1].ahead[0])
    assert ahead[1].relative_variance < thin.relative_variance
    assert rich.past == pytest.approx(rich.ahead[0], rel=0.3)


def test_failures_of_unknown_age_are_spread_over_what_was_lived() -> None:
    fleet = Fleet(np.full((1, 13), 10.0), np.array([[120.0, 3.0]]), 0, 12)
    known = rate_parts(fleet, [Pair(1, 0, "x")], [Failure(1, 0, 6, 3), Failure(1, 0, 8, 2)])[0]
    unknown = rate_parts(fleet, [Pair(1, 0, "x")], [Failure(1, 0, 6), Failure(1, 0, 8)])[0]
    assert unknown.failures == pytest.approx(known.failures)
    assert unknown.unit_months == pytest.approx(known.unit_months, rel=0.05)


def test_ages_that_nobody_watched_follow_the_weibull_but_not_without_end() -> None:
    ages = np.arange(200)
    life = Weibull(3.0, 80.0)
    seen = np.where(ages < 60, 1000.0, 0.0)
    count = seen * (life.cumulative(ages + 1.0) - life.cumulative(ages))
    assert count.sum() > ENOUGH_FOR_FAMILY
    hazard = family_hazard(count, seen)
    truth = life.cumulative(ages + 1.0) - life.cumulative(ages)
    assert hazard[:60] == pytest.approx(truth[:60], rel=0.25, abs=0.002)
    assert hazard[80] == pytest.approx(truth[80], rel=0.1)
    assert hazard[199] <= 5 * hazard[:60].max()


def test_a_family_that_never_failed_or_a_model_nobody_has_is_left_out() -> None:
    fleet = Fleet(np.zeros((1, 13)), np.array([[120.0, 3.0]]), 0, 12)
    assert rate_parts(fleet, [Pair(1, 0, "x")], [Failure(1, 0, 6, 3)]) == []
    assert Prior(2.0, 4.0).mean == 0.5
