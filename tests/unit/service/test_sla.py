"""Service levels: how long each clock runs for whom, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.settings import DEFINITIONS
from service.calendar import Calendar
from service.sla import RUNNING, TARGETS, Case, ClockKind, Rules, Standing, standing, timed
from service.states import Colour, Urgency, Visit

RULES = Rules(DEFINITIONS[TARGETS].default, DEFINITIONS[RUNNING].default, 75, Calendar())
TUESDAY_TEN = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
FRIDAY_SEVENTEEN = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
K = ClockKind


@pytest.mark.parametrize(
    ("kind", "case", "lasting"),
    [
        (K.DISPATCH, Case(Urgency.URGENT), timedelta(minutes=30)),
        (K.ON_SITE, Case(Urgency.URGENT), timedelta(hours=2)),
        (K.DISPATCH, Case(Urgency.IMPORTANT), timedelta(hours=2)),
        (K.ON_SITE, Case(Urgency.IMPORTANT), timedelta(hours=4)),
        (K.DISPATCH, Case(), timedelta(hours=4)),
        (K.ON_SITE, Case(), timedelta(hours=24)),
        (K.FIRST_RESPONSE, Case(), timedelta(hours=24)),
        (K.SOLVE, Case(), timedelta(hours=48)),
        (K.SOLVE, Case(complex=True), timedelta(days=3)),
        (K.NOTIFY, Case(), timedelta(minutes=15)),
        (K.PROGRESS, Case(colour=Colour.YELLOW), timedelta(hours=48)),
        (K.PROGRESS, Case(colour=Colour.RED), timedelta(hours=24)),
    ],
)
def test_every_clock_has_the_time_of_the_book(kind, case, lasting):
    found = timed(RULES, kind, case, TUESDAY_TEN)
    assert found is not None
    assert found.due_at == TUESDAY_TEN + lasting
    assert TUESDAY_TEN < found.warn_at < found.due_at


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        (K.ON_SITE, Case(remote_area=True)),
        (K.ON_SITE, Case(visit=Visit.REMOTE)),
        (K.PROGRESS, Case(colour=Colour.GREEN)),
    ],
)
def test_who_is_exempt_has_no_clock(kind, case):
    assert timed(RULES, kind, case, TUESDAY_TEN) is None


def test_urgent_runs_through_the_weekend_and_normal_waits_for_monday():
    urgent = timed(RULES, K.ON_SITE, Case(Urgency.URGENT), FRIDAY_SEVENTEEN)
    normal = timed(RULES, K.ON_SITE, Case(), FRIDAY_SEVENTEEN)
    solved = timed(RULES, K.SOLVE, Case(complex=True), FRIDAY_SEVENTEEN)
    assert urgent.due_at == FRIDAY_SEVENTEEN + timedelta(hours=2)
    assert normal.due_at == FRIDAY_SEVENTEEN + timedelta(days=3)
    assert solved.due_at == FRIDAY_SEVENTEEN + timedelta(days=5)  # Wednesday: three working days


def test_a_clock_warns_when_three_quarters_of_its_running_time_are_gone():
    found = timed(RULES, K.DISPATCH, Case(), FRIDAY_SEVENTEEN)
    assert found.warn_at == datetime(2026, 3, 9, 2, 30, tzinfo=UTC)  # one hour on Friday, two on Monday


def test_how_a_clock_stands():
    warn, due = TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=1)
    second = timedelta(seconds=1)

    def now(at, met=None, stopped=None):
        return standing(at, warn_at=warn, due_at=due, met_at=met, stopped_at=stopped)

    assert now(warn - second) is Standing.RUNNING
    assert now(warn) is Standing.AT_RISK
    assert now(due) is Standing.AT_RISK
    assert now(due + second) is Standing.BREACHED
    assert now(due + second, met=due) is Standing.MET
    assert now(due + second, met=due + second) is Standing.MET_LATE
    assert now(due + second, stopped=warn) is Standing.STOPPED
