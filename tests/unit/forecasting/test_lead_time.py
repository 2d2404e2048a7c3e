import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.lead_time import lead_times

DAY = np.datetime64("2024-01-01")


def learn(rows, days, quantity, *, supplier=(0, 0, 1), planned=(10.0, 90.0, 20.0), wait=60, **more):
    """Deliver after so many days; a blank is an open order, begun on the first day."""
    took = np.asarray(days, dtype=float)
    received = np.array(
        [np.datetime64("NaT") if np.isnan(d) else DAY + np.timedelta64(int(d)) for d in took], dtype="datetime64[D]"
    )
    return lead_times(
        supplier=supplier,
        planned_days=planned,
        supplier_part=rows,
        ordered_on=np.full(took.shape, DAY),
        received_on=received,
        quantity=quantity,
        today=DAY + np.timedelta64(wait),
        **more,
    )


def test_nothing_delivered_is_the_plan_or_the_default():
    found = learn([], [], [], planned=[10.0, np.nan, -3.0])
    assert found.mean_days.tolist() == [10.0, 30.0, 30.0]
    assert found.sd_days.tolist() == [2.5, 7.5, 7.5]


def test_a_long_record_speaks_for_itself_and_for_its_supplier():
    found = learn([0] * 300, [20.0] * 300, [1.0] * 300)
    assert found.mean_days[0] == pytest.approx(20.0, rel=0.01)
    assert found.mean_days[1] == pytest.approx(180.0, rel=0.03)
    assert found.sd_days[0] < 0.3
    assert found.mean_days[2] > 20.0


def test_late_units_weigh_by_quantity():
    late_few = learn([0, 0], [10.0, 40.0], [99.0, 1.0])
    late_many = learn([0, 0], [10.0, 40.0], [1.0, 99.0])
    assert late_few.mean_days[0] < late_many.mean_days[0]


def test_units_of_measure_do_not_let_one_part_outweigh_another():
    grams = learn([0, 1], [20.0, 90.0], [5000.0, 1.0])
    pieces = learn([0, 1], [20.0, 90.0], [1.0, 1.0])
    assert grams.mean_days == pytest.approx(pieces.mean_days)


def test_an_overdue_open_order_lengthens_and_a_young_one_says_nothing():
    known = learn([0] * 5, [10.0] * 5, [1.0] * 5)
    overdue = learn([0] * 6, [10.0] * 5 + [np.nan], [1.0] * 6)
    young = learn([0] * 6, [10.0] * 5 + [np.nan], [1.0] * 6, wait=5)
    assert overdue.mean_days[0] > known.mean_days[0]
    assert overdue.overdue.tolist() == [1, 0, 0]
    assert young.mean_days.tolist() == known.mean_days.tolist()
    assert young.deliveries.tolist() == [5, 0, 0]


def test_lines_without_quantity_do_not_count_and_unknown_rows_are_refused():
    assert learn([0, 0], [50.0, 50.0], [0.0, np.nan]).mean_days[0] == 10.0
    with pytest.raises(ValueError, match="does not exist"):
        learn([7], [1.0], [1.0])


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=8), later=st.integers(0, 100))
def test_later_deliveries_never_shorten(days, later):
    row, one = [0] * len(days), [1.0] * len(days)
    before = learn(row, days, one)
    after = learn(row, [d + later for d in days], one)
    assert np.all(after.mean_days >= before.mean_days - 1e-9)
    assert np.all(np.isfinite(after.sd_days))
    assert np.all(after.sd_days >= 0)
