"""Cells become exact values, or are refused by a code."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kernel.amounts import Money, Quantity
from webapp.imports import values
from webapp.imports.findings import BadValue
from webapp.imports.periods import Heading, heading, periods_of

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("3", "3"),
        (3, "3"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        ("1,234.5", "1234.5"),
        ("１２", "12"),
        ("1e2", "100"),
        (" 7 ", "7"),
    ],
)
def test_quantities_are_exact(raw: object, expected: str) -> None:
    assert values.quantity(raw) == Quantity.of(expected)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("x", "import_not_a_number"),
        ("12,5", "import_not_a_number"),
        ("-1", "import_negative"),
        (-1.0, "import_negative"),
        (True, "import_not_a_number"),
        (float("nan"), "import_not_a_number"),
        ("1.0001", "amount_too_fine"),
        ("1e17", "amount_out_of_range"),
        (datetime(2026, 1, 1, tzinfo=UTC), "import_not_a_number"),
        ("=1+1", "import_not_a_number"),
        ("0x10", "import_not_a_number"),
        ("1" * 400, "import_not_a_number"),
    ],
)
def test_what_is_no_quantity_is_refused(raw: object, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        values.quantity(raw)
    assert caught.value.code == code


@pytest.mark.parametrize("raw", ["¥12.50", "12.5元", "12.50 CNY", 12.5, "12.50004"])
def test_money_is_read_with_its_sign_and_rounded_as_prices_are(raw: object) -> None:
    assert values.money(raw) == Money.of("12.5")


@pytest.mark.parametrize("raw", ["2026-01-05", "2026/1/5", "20260105", "2026.01.05", "2026年1月5日", 46027.0, "46027"])
def test_every_usual_way_to_write_a_day(raw: object) -> None:
    assert values.day(raw) == date(2026, 1, 5)
    assert values.day(datetime(2026, 1, 5, 10, tzinfo=UTC)) == date(2026, 1, 5)


@pytest.mark.parametrize("raw", ["2026-02-30", "05/01/2026", "soon", "", 3, "1899-01-01"])
def test_what_is_no_day_is_refused(raw: object) -> None:
    with pytest.raises(BadValue):
        values.day(raw)


def test_a_text_escaped_on_export_comes_back_as_it_was() -> None:
    assert values.text(20)("'=A1") == "=A1"
    with pytest.raises(BadValue):
        values.text(20)("a\x07b")
    with pytest.raises(BadValue):
        values.text(20)("压\ufffd机")


def headings(*cells: object) -> list[Heading]:
    found = [heading(cell) for cell in cells]
    assert None not in found
    return found  # type: ignore[return-value]


def test_months_in_every_way_are_the_same_months() -> None:
    for pair in (
        ("2026-01", "2026-02"),
        ("202601", "202602"),
        ("Jan-26", "Feb-26"),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ):
        periods, again = periods_of(headings(*pair), today=TODAY)
        assert (periods.unit, periods.starts, again) == ("month", (date(2026, 1, 1), date(2026, 2, 1)), [])


def test_weeks_by_number_and_by_first_day() -> None:
    by_number, _ = periods_of(headings("2025-W52", "2026-W01", "2026-W02"), today=TODAY)
    by_day, _ = periods_of(headings("2025-12-22", "2025-12-29", "2026-01-05"), today=TODAY)
    assert by_number.unit == by_day.unit == "week"
    assert by_number.starts == by_day.starts == (date(2025, 12, 22), date(2025, 12, 29), date(2026, 1, 5))


def test_counted_columns_end_with_the_period_before_today() -> None:
    months, _ = periods_of(headings("m01", "m02", "m03"), today=TODAY)
    weeks, _ = periods_of(headings("w1", "w2"), today=TODAY)
    chosen, _ = periods_of(headings("1", "2"), today=TODAY, unit="week", last="2025-W10")
    assert months.starts == (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert weeks.starts == (date(2026, 2, 16), date(2026, 2, 23))
    assert chosen.starts == (date(2025, 2, 24), date(2025, 3, 3))


def test_a_dated_history_can_be_moved() -> None:
    moved, _ = periods_of(headings("2002-11", "2002-12"), today=TODAY, last="2026-02")
    assert (moved.starts, moved.moved_by) == ((date(2026, 1, 1), date(2026, 2, 1)), 278)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("2026-01", "2026-W02"), "import_periods_mixed"),
        (("m01", "2026-01"), "import_periods_mixed"),
        (("m01", "w02"), "import_periods_mixed"),
        (("2026-01-05", "2026-01-07"), "import_periods_uneven"),
        ((), "import_no_periods"),
        (("2026-W60",), "import_period_unclear"),
    ],
)
def test_headings_that_make_no_series_are_refused(cells: tuple[str, ...], code: str) -> None:
    with pytest.raises(BadValue) as caught:
        periods_of(headings(*cells), today=TODAY)
    assert caught.value.code == code


def test_a_period_named_twice_is_told() -> None:
    _, again = periods_of(headings("2026-01", "Jan 2026"), today=TODAY)
    assert again == [1]
