import numpy as np
import pytest

from forecasting.demand import age_periods, bucket, clean, period_numbers, period_starts


def test_iso_weeks_agree_with_the_calendar_over_twenty_years():
    days = np.arange("2010-01-01", "2030-01-01", dtype="datetime64[D]")
    numbers = period_numbers(days, "week")
    mondays = np.array([d.astype(object).isoweekday() == 1 for d in days])
    assert np.array_equal(np.diff(numbers) == 1, mondays[1:])


def test_period_starts_round_trip():
    for period in ("month", "week"):
        starts = period_starts("2023-11-15", 30, period)
        assert np.array_equal(np.diff(period_numbers(starts, period)), np.ones(29))
        before = period_numbers(starts - np.timedelta64(1, "D"), period)
        assert np.array_equal(before, period_numbers(starts, period) - 1)


def test_returns_and_blanks_and_strangers_are_counted_not_netted():
    found = bucket(
        [0, 0, 0, 0, 0],
        ["2024-01-02", "2024-01-03", "2024-01-04", "NaT", "2023-12-31"],
        [5.0, -2.0, np.nan, 1.0, 1.0],
        parts=1,
        first="2024-01-01",
        periods=2,
        period="month",
    )
    assert found.history.tolist() == [[5.0, 0.0]]
    assert (found.returned[0], found.blank[0], found.outside[0]) == (1, 1, 2)


def test_no_events_give_zeros_and_unknown_rows_are_refused():
    empty = bucket([], [], [], parts=2, first="2024-01-01", periods=3, period="week")
    assert empty.history.tolist() == [[0.0] * 3] * 2
    with pytest.raises(ValueError, match="row"):
        bucket([2], ["2024-01-01"], [1.0], parts=2, first="2024-01-01", periods=1, period="week")
    with pytest.raises(ValueError, match="period"):
        period_numbers(["2024-01-01"], "year")


def test_clean_keeps_the_raw_array():
    raw = np.array([[np.inf, -3.0, 2.0]])
    found = clean(raw)
    assert np.isnan(found.history[0, 0])
    assert found.history[0, 1:].tolist() == [0.0, 2.0]
    assert raw[0, 1] == -3.0


def test_age_of_a_history_without_periods():
    assert age_periods(np.empty((2, 0))).tolist() == [0, 0]
