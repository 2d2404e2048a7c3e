"""Working time at the edges: closing time, weekends, holidays, moved working days, leap day, midnight in UTC+8."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kernel.errors import RuleViolation
from service.calendar import Calendar, Runs
from service.calendars import PUBLISHED, calendar_around, special_days

ZONE = ZoneInfo("Asia/Shanghai")
RULES = {"opens": "08:30", "closes": "18:00", "weekend": [5, 6], "closed_days": [], "extra_days": []}


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def in_shanghai(at):
    assert at.tzinfo is UTC
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "hours", "runs", "due"),
    [
        ("2026-03-06 17:00", 4, Runs.WORKING_HOURS, "2026-03-09 11:30"),  # Friday evening to Monday
        ("2026-03-06 17:00", 1, Runs.WORKING_HOURS, "2026-03-06 18:00"),  # due at the stroke of closing
        ("2026-03-06 18:00", 1, Runs.WORKING_HOURS, "2026-03-09 09:30"),  # called at closing time
        ("2026-03-07 10:00", 1, Runs.WORKING_HOURS, "2026-03-09 09:30"),  # called on a Saturday
        ("2026-03-05 06:00", 2, Runs.WORKING_HOURS, "2026-03-05 10:30"),  # before opening
        ("2026-03-06 17:00", 24, Runs.WORKING_DAYS, "2026-03-09 17:00"),
        ("2026-03-07 17:00", 24, Runs.WORKING_DAYS, "2026-03-10 00:00"),  # the whole of Monday
        ("2026-03-06 23:59", 1, Runs.WORKING_DAYS, "2026-03-09 00:59"),
        ("2026-03-06 17:00", 24, Runs.ALWAYS, "2026-03-07 17:00"),
        ("2024-02-28 17:00", 24, Runs.WORKING_DAYS, "2024-02-29 17:00"),
        ("2024-02-29 17:30", 1, Runs.WORKING_HOURS, "2024-03-01 09:00"),
        ("2023-02-28 17:30", 1, Runs.WORKING_HOURS, "2023-03-01 09:00"),
    ],
)
def test_running_time_is_added(start, hours, runs, due):
    assert in_shanghai(Calendar().after(local(start), timedelta(hours=hours), runs)) == due


def test_a_day_begins_at_midnight_in_shanghai_not_in_utc():
    sunday_evening_utc = datetime(2026, 3, 8, 16, 30, tzinfo=UTC)  # 00:30 on Monday in Shanghai
    assert (
        in_shanghai(Calendar().after(sunday_evening_utc, timedelta(hours=1), Runs.WORKING_DAYS)) == "2026-03-09 01:30"
    )
    friday_evening_utc = datetime(2026, 3, 6, 16, 30, tzinfo=UTC)  # 00:30 on Saturday
    assert (
        in_shanghai(Calendar().after(friday_evening_utc, timedelta(hours=1), Runs.WORKING_DAYS)) == "2026-03-09 01:00"
    )


def test_no_time_is_due_at_once_even_on_a_sunday():
    sunday = local("2026-03-08 10:00")
    assert Calendar().after(sunday, timedelta(0), Runs.WORKING_HOURS) == sunday


@pytest.mark.parametrize("runs", list(Runs))
@pytest.mark.parametrize("start", ["2026-03-06 17:00", "2026-03-08 03:00", "2026-03-05 12:34"])
@pytest.mark.parametrize("minutes", [1, 90, 600, 2880, 4320])
def test_between_is_the_inverse_of_after(runs, start, minutes):
    calendar, begun = Calendar(), local(start)
    due = calendar.after(begun, timedelta(minutes=minutes), runs)
    assert calendar.between(begun, due, runs) == timedelta(minutes=minutes)
    assert calendar.between(due, begun, runs) == -timedelta(minutes=minutes)


def test_a_moved_working_day_beats_the_weekend_and_a_holiday_the_weekday():
    calendar = Calendar(holidays=frozenset({date(2026, 3, 9)}), extra_days=frozenset({date(2026, 3, 7)}))
    assert calendar.is_working(date(2026, 3, 7))
    assert not calendar.is_working(date(2026, 3, 9))
    friday = local("2026-03-06 17:30")
    assert in_shanghai(calendar.after(friday, timedelta(hours=1), Runs.WORKING_HOURS)) == "2026-03-07 09:00"


def test_a_calendar_that_never_works_is_refused():
    never = Calendar(weekend=frozenset(range(7)))
    with pytest.raises(RuleViolation, match="calendar_without_working_days"):
        never.after(local("2026-03-06 17:00"), timedelta(hours=1), Runs.WORKING_DAYS)
    with pytest.raises(RuleViolation, match="calendar_hours"):
        calendar_around(2026, RULES | {"opens": "18:00"}, ZONE)


def test_the_published_calendar_of_china_is_known():
    calendar = calendar_around(2026, RULES, ZONE)
    assert not calendar.is_working(date(2026, 2, 17))  # Spring Festival
    assert calendar.is_working(date(2026, 2, 14))  # a Saturday worked for it
    assert not calendar.is_working(date(2026, 10, 1))
    before_national_day = local("2026-09-30 17:30")
    due = calendar.after(before_national_day, timedelta(hours=1), Runs.WORKING_HOURS)
    assert in_shanghai(due) == "2026-10-08 09:00"


def test_a_year_that_is_not_announced_is_estimated():
    year = max(PUBLISHED) + 3
    off, _ = special_days(year)
    assert date(year, 1, 1) in off
    assert date(year, 10, 1) in off
    assert not calendar_around(year, RULES, ZONE).is_working(date(year, 10, 1))


def test_the_company_closes_and_opens_as_it_likes():
    rules = RULES | {"closed_days": ["2026-03-05"], "extra_days": ["2026-03-08"], "weekend": [6]}
    calendar = calendar_around(2026, rules, ZONE)
    assert [calendar.is_working(date(2026, 3, day)) for day in (5, 6, 7, 8)] == [False, True, True, True]
