"""Clocks of real tickets: moved by triage, met or missed, stopped, swept once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from kernel.settings import set_value
from service import closing, dispatching, noting, triaging
from service.queries.ticket_detail import clock_views
from service.queries.tickets import ticket_rows, tickets_select
from service.sla import TARGETS, WARN_SHARE
from service.tables import SlaClock, TicketEvent
from service.timing import sweep
from tests.support.service import Desk, key
from tests.support.world import NOON, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY_EVENING = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def clock(desk, ticket_id, kind):
    return desk.session.scalar(select(SlaClock).where(SlaClock.ticket_id == ticket_id, SlaClock.kind == kind))


def swept(desk, at):
    found = sweep(desk.session, by=None, at=at, request_key=key())
    desk.session.commit()
    return {(n.kind) for n in found.warned}, {(n.kind) for n in found.breached}


def test_a_friday_evening_call_is_due_on_monday(desk):
    ticket = desk.take_in(FRIDAY_EVENING).ticket_id
    assert clock(desk, ticket, "dispatch").due_at == datetime(2026, 3, 9, 3, 30, tzinfo=UTC)
    assert clock(desk, ticket, "on_site").due_at == FRIDAY_EVENING + timedelta(days=3)


def test_the_eve_of_a_long_holiday_is_due_after_it(desk):
    eve = datetime(2026, 9, 30, 9, 30, tzinfo=UTC)  # 17:30; 1 to 7 October are free
    ticket = desk.take_in(eve).ticket_id
    assert clock(desk, ticket, "dispatch").due_at == datetime(2026, 10, 8, 4, 0, tzinfo=UTC)


def test_urgency_found_by_triage_counts_from_the_call(desk):
    ticket = desk.take_in(FRIDAY_EVENING).ticket_id
    desk.triage(ticket, FRIDAY_EVENING + HOUR, urgency="urgent")
    assert clock(desk, ticket, "dispatch").due_at == FRIDAY_EVENING + 30 * MINUTE
    desk.dispatch(ticket, FRIDAY_EVENING + HOUR)
    assert clock(desk, ticket, "dispatch").breached_at == FRIDAY_EVENING + 30 * MINUTE
    assert clock(desk, ticket, "on_site").breached_at is None


def test_a_breach_is_taken_back_when_triage_shows_that_there_was_time(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket, urgency="urgent")
    assert swept(desk, NOON + HOUR) == (set(), {"dispatch"})
    desk.triage(ticket, NOON + HOUR, urgency="normal")
    assert clock(desk, ticket, "dispatch").breached_at is None
    assert clock(desk, ticket, "dispatch").due_at == NOON + 4 * HOUR


def test_a_remote_area_or_remote_help_has_no_time_on_site(desk):
    far = desk.take_in(remote_area=True).ticket_id
    assert clock(desk, far, "on_site") is None
    near = desk.take_in().ticket_id
    desk.triage(near, visit="remote")
    assert clock(desk, near, "on_site").stopped_at == NOON
    desk.triage(near, visit="on_site")
    assert clock(desk, near, "on_site").stopped_at is None
    desk.triage(far, remote_area=False)
    assert clock(desk, far, "on_site").due_at == NOON + 24 * HOUR


def test_the_sweep_warns_once_then_tells_the_breach_once(desk):
    ticket = desk.take_in().ticket_id  # Monday noon: dispatch due at 16:00, warning at 15:00
    assert swept(desk, NOON + 3 * HOUR - MINUTE) == (set(), set())
    assert swept(desk, NOON + 3 * HOUR) == ({"dispatch"}, set())
    assert swept(desk, NOON + 4 * HOUR) == (set(), set())  # on the second it is due it is not late
    assert swept(desk, NOON + 4 * HOUR + MINUTE) == (set(), {"dispatch"})
    assert swept(desk, NOON + 5 * HOUR) == (set(), set())
    kinds = desk.session.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket)).all()
    assert kinds == ["opened", "warned", "breached"]
    (view,) = [each for each in clock_views(desk.session, ticket, NOON + 5 * HOUR) if each.kind == "dispatch"]
    assert (view.standing, view.remaining_seconds, view.used_percent) == ("breached", -3600, 125)


def test_a_repeat_of_a_sweep_tells_the_same(desk):
    desk.take_in()
    first = sweep(desk.session, by=None, at=NOON + 5 * HOUR, request_key="sweep-1")
    assert [notice.owner_id for notice in first.breached] == [desk.desk]
    assert sweep(desk.session, by=None, at=NOON + 6 * HOUR, request_key="sweep-1") == first


def test_a_decline_lets_the_dispatch_clock_run_on(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket)
    sent = desk.dispatch(ticket, NOON + HOUR)
    assert clock(desk, ticket, "dispatch").met_at == NOON + HOUR
    dispatching.decline(
        desk.session, dispatch_id=sent.dispatch_id, reason="太远", by=desk.engineer, at=NOON + HOUR, request_key=key()
    )
    assert clock(desk, ticket, "dispatch").met_at is None
    desk.dispatch(ticket, NOON + 5 * HOUR, to=desk.engineer2)
    assert clock(desk, ticket, "dispatch").breached_at == NOON + 4 * HOUR


def test_the_engineer_is_told_within_a_quarter_of_an_hour(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket)
    sent = desk.dispatch(ticket)
    assert clock(desk, ticket, "notify").due_at == NOON + 15 * MINUTE
    dispatching.mark_notified(
        desk.session, dispatch_id=sent.dispatch_id, by=None, at=NOON + 16 * MINUTE, request_key=key()
    )
    assert clock(desk, ticket, "notify").breached_at == NOON + 15 * MINUTE
    desk.dispatch(ticket, NOON + HOUR, to=desk.engineer2, reason="换人")
    assert clock(desk, ticket, "notify").met_at is None
    assert clock(desk, ticket, "notify").breached_at is None


def test_colours_have_a_clock_of_progress(desk):
    ticket = desk.take_in().ticket_id

    def paint(colour, at):
        return triaging.recolour(
            desk.session, ticket_id=ticket, colour=colour, reason="需研发支持", by=desk.desk, at=at, request_key=key()
        )

    paint("yellow", NOON)
    assert clock(desk, ticket, "progress").due_at == NOON + 48 * HOUR
    noting.note(
        desk.session,
        ticket_id=ticket,
        text="研发已回复",
        progress=True,
        by=desk.desk,
        at=NOON + HOUR,
        request_key=key(),
    )
    assert clock(desk, ticket, "progress").met_at == NOON + HOUR
    paint("red", NOON + 2 * HOUR)
    assert clock(desk, ticket, "progress").due_at == NOON + 26 * HOUR
    assert clock(desk, ticket, "progress").met_at is None
    paint("green", NOON + 3 * HOUR)
    assert clock(desk, ticket, "progress").stopped_at == NOON + 3 * HOUR
    kinds = desk.session.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket)).all()
    assert kinds.count("coloured") == 3
    assert kinds.count("escalated") == 1


def test_a_cancelled_ticket_has_no_running_clock(desk):
    ticket = desk.take_in().ticket_id
    closing.cancel(desk.session, ticket_id=ticket, reason="重复", by=desk.desk, at=NOON, request_key=key())
    assert swept(desk, NOON + 1000 * HOUR) == (set(), set())
    assert [row.standing for row in ticket_rows(desk.session, tickets_select(at=NOON + 1000 * HOUR))] == [None]


def test_a_changed_target_holds_from_its_day_on(desk):
    before = desk.take_in().ticket_id
    changed = {
        "dispatch": {"urgent": 30, "important": 60, "normal": 60},
        "on_site": {"urgent": 120, "important": 240, "normal": 1440},
        "first_response": {"urgent": 1440, "important": 1440, "normal": 1440},
        "solve": {"urgent": 2880, "important": 2880, "normal": 2880},
        "solve_complex": {"urgent": 4320, "important": 4320, "normal": 4320},
        "notify": {"urgent": 15, "important": 15, "normal": 15},
        "progress": {"yellow": 2880, "red": 1440},
    }
    set_value(desk.session, name=TARGETS, value=changed, valid_from_on=date(2026, 3, 3), by=desk.desk)
    set_value(desk.session, name=WARN_SHARE, value=50, valid_from_on=date(2026, 3, 3), by=desk.desk)
    tomorrow = NOON + 24 * HOUR
    after = desk.take_in(tomorrow).ticket_id
    assert clock(desk, before, "dispatch").due_at == NOON + 4 * HOUR
    assert clock(desk, after, "dispatch").due_at == tomorrow + HOUR
    assert clock(desk, after, "dispatch").warn_at == tomorrow + 30 * MINUTE
