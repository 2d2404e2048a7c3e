import numpy as np
import pytest

from forecasting.candidates import DEFAULT_CANDIDATES, Candidate, forecast_paths, level_uncertainty
from forecasting.intermittent import croston, sba, tsb
from forecasting.mean import moving_average, seasonal_naive
from forecasting.smoothing import ses

RNG = np.random.default_rng(7)
DEMAND = RNG.poisson(0.6, (40, 50)) * RNG.integers(1, 6, (40, 50)).astype(float)


def slow_croston(y, alpha, size, interval):
    """Write Croston part by part, as the paper does, to check the array version against it."""
    out, gap = [], 1
    for value in y:
        out.append(size / interval)
        if value > 0:
            size += alpha * (value - size)
            interval += alpha * (gap - interval)
            gap = 1
        else:
            gap += 1
    return [*out, size / interval]


def test_croston_equals_the_loop_of_the_paper():
    found = croston(DEMAND, 0.15, start_size=2.0, start_interval=3.0)
    for row, y in zip(found, DEMAND, strict=True):
        assert row == pytest.approx(slow_croston(y, 0.15, 2.0, 3.0))


def test_sba_is_croston_less_half_the_constant_and_constants_may_differ_by_part():
    alpha = np.linspace(0.05, 0.4, 40)
    assert sba(DEMAND, alpha) == pytest.approx(croston(DEMAND, alpha) * (1 - alpha / 2)[:, None])
    one = croston(DEMAND[3:4], alpha[3])
    assert croston(DEMAND, alpha)[3] == pytest.approx(one[0])


def test_tsb_fades_when_nobody_asks_and_croston_does_not():
    dying = np.concatenate([np.full((1, 12), 4.0), np.zeros((1, 48))], 1)
    assert tsb(dying, 0.1, 0.1)[0, -1] < 0.1
    assert croston(dying, 0.1)[0, -1] == pytest.approx(4.0)


@pytest.mark.parametrize("candidate", [*DEFAULT_CANDIDATES, Candidate("croston", 0.1, 0.2)])
def test_every_method_is_honest_scales_and_permutes(candidate):
    paths = forecast_paths(DEMAND, candidate)
    assert paths.shape == (40, 51)
    later = DEMAND.copy()
    later[:, 30:] = 99.0
    assert np.array_equal(forecast_paths(later, candidate)[:, :31], paths[:, :31])
    assert forecast_paths(DEMAND * 12.5, candidate) == pytest.approx(paths * 12.5)
    order = RNG.permutation(40)
    assert np.array_equal(forecast_paths(DEMAND[order], candidate), paths[order])
    assert forecast_paths(np.full((1, 30), 3.0), candidate)[0, -1] == pytest.approx(
        3.0 * (0.95 if candidate.method == "sba" else 1.0)
    )


@pytest.mark.parametrize("candidate", DEFAULT_CANDIDATES)
def test_blanks_change_nothing(candidate):
    gaps = np.insert(DEMAND, [5, 20, 20], np.nan, axis=1)
    assert forecast_paths(gaps, candidate)[:, -1] == pytest.approx(forecast_paths(DEMAND, candidate)[:, -1])
    assert np.all(forecast_paths(np.full((2, 9), np.nan), candidate) == 0.0)


def test_normalised_smoothing_begins_with_the_first_value_and_a_start_is_the_textbook():
    assert ses([[8.0, 0.0]], 0.2)[0].tolist() == pytest.approx([0.0, 8.0, 8.0 * 0.16 / 0.36])
    assert ses([[8.0, 0.0]], 0.2, start=8.0)[0].tolist() == pytest.approx([8.0, 8.0, 6.4])
    assert ses([[8.0, 1.0]], 0.0)[0, -1] > 0


def test_plain_means_and_seasonal_naive():
    y = np.array([[1.0, 2.0, 3.0, 4.0]])
    assert moving_average(y, 99)[0].tolist() == [0, 1, 1.5, 2, 2.5]
    assert moving_average(y, 1)[0].tolist() == [0, 1, 2, 3, 4]
    assert seasonal_naive(y, 9)[0].tolist() == [0] * 5
    for bad in (lambda: moving_average(y, 0), lambda: seasonal_naive(y, 0)):
        with pytest.raises(ValueError, match="at least 1"):
            bad()


@pytest.mark.parametrize("alpha", [-0.1, 1.1, np.nan, [0.1, 0.2, 0.3]])
def test_wrong_constants_are_refused(alpha):
    with pytest.raises(ValueError, match="alpha"):
        ses(DEMAND, alpha)


def test_wrong_shapes_and_candidates_are_refused():
    with pytest.raises(ValueError, match="shape"):
        ses([1.0, 2.0], 0.1)
    with pytest.raises(ValueError, match="between"):
        Candidate("ses", 2.0)


def test_level_uncertainty_matches_simulation():
    noise = np.random.default_rng(1).normal(10, 1, (20000, 80))
    for candidate in (Candidate("ses", 0.2), Candidate("mean")):
        seen = forecast_paths(noise, candidate)[:, -1].var()
        assert seen == pytest.approx(level_uncertainty(candidate, 80), rel=0.05)


def test_agrees_with_statsforecast():
    models = pytest.importorskip("statsforecast.models")
    y = DEMAND[0]
    z = y[y > 0]
    theirs = models.CrostonClassic().forecast(y=y, h=1)["mean"][0]
    gaps = np.diff(np.flatnonzero(y > 0), prepend=-1).astype(float)
    ours = croston(y[None], 0.1, start_size=z[0], start_interval=gaps[0])[0, -1]
    assert ours == pytest.approx(theirs, rel=1e-6)
    theirs = models.SimpleExponentialSmoothing(0.1).forecast(y=y, h=1)["mean"][0]
    assert ses(y[None], 0.1, start=y[0])[0, -1] == pytest.approx(theirs, rel=1e-6)
