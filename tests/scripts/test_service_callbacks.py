"""Callbacks: scores, four eyes, low scores and what follows, one-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.refusals import refusal
from service import calling_back, closing
from service.queries.desk import callback_rows, callbacks_select, follow_up_rows, follow_ups_select
from service.tables import FollowUp
from tests.support.service import Desk, key
from tests.support.world import NOON, World

HOUR = timedelta(hours=1)
TOKEN = "a" * 64


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def refused(desk, statement, **values):
    desk.session.commit()

    def run():
        desk.session.execute(text(statement), values)
        desk.session.commit()

    with pytest.raises(DBAPIError) as caught:
        run()
    desk.session.rollback()
    return refusal(caught.value).code


def test_the_engineer_never_calls_back_about_their_own_repair(desk):
    done = desk.repaired()
    with pytest.raises(FourEyes):
        desk.call_back(done.callback_id, (10, 10, 10, 10), by=desk.engineer)
    scores = "attitude = 10, punctuality = 10, effect = 10, overall = 10, channel = 'phone', done_at = due_at"
    assert refused(desk, f"UPDATE callback SET {scores}, done_by_id = :by", by=desk.engineer) == "four_eyes"
    assert (
        refused(
            desk,
            f"UPDATE callback SET {scores}, done_by_id = :by, engineer_id = :other",
            by=desk.engineer,
            other=desk.engineer2,
        )
        == "unchangeable"
    )


def test_a_callback_names_the_engineer_who_repaired(desk):
    ticket = desk.on_site()
    insert = (
        "INSERT INTO callback (ticket_id, engineer_id, due_at, low_below, low_reason, suggestions, tries)"
        " VALUES (:ticket, :engineer, '2026-03-03 00:00:00', 8, '', '', 0)"
    )
    assert refused(desk, insert, ticket=ticket, engineer=desk.engineer2) == "four_eyes"
    assert refused(desk, insert, ticket=ticket, engineer=desk.engineer) == "four_eyes"  # nothing is completed yet


@pytest.mark.parametrize("scores", [(7, 10, 10, 10), (10, 7, 10, 10), (10, 10, 7, 10), (10, 10, 10, 7)])
def test_a_score_below_eight_needs_a_reason_and_opens_a_task(desk, scores):
    done = desk.repaired()
    desk.session.commit()
    with pytest.raises(RuleViolation, match="low_score_needs_reason"):
        desk.call_back(done.callback_id, scores, low_reason="  ")
    called = desk.call_back(done.callback_id, scores, low_reason="迟到", task="致歉并回访")
    assert called.low
    task = desk.session.get_one(FollowUp, called.follow_up_id)
    assert (task.task, task.assigned_to_id, task.due_at) == ("致歉并回访", desk.desk, NOON + 49 * HOUR)


def test_eight_is_not_low(desk):
    assert not desk.call_back(desk.repaired().callback_id, (8, 8, 8, 8)).low


@pytest.mark.parametrize("score", [0, 11, -1])
@pytest.mark.parametrize("place", range(4))
def test_a_score_lies_between_one_and_ten(desk, score, place):
    done = desk.repaired()
    scores = [9, 9, 9, 9]
    scores[place] = score
    with pytest.raises(RuleViolation, match="score_out_of_range"):
        desk.call_back(done.callback_id, tuple(scores), low_reason="x")


def test_the_database_itself_wants_all_scores_and_the_reason(desk):
    desk.repaired()
    some = "attitude = 9, punctuality = 9, effect = 9, channel = 'phone', done_at = due_at, done_by_id = :by"
    assert refused(desk, f"UPDATE callback SET {some}", by=desk.desk) == "database_refused"
    assert refused(desk, f"UPDATE callback SET {some}, overall = 3", by=desk.desk) == "low_score_needs_reason"
    assert refused(desk, f"UPDATE callback SET {some}, overall = 11", by=desk.desk) == "score_out_of_range"


def test_a_callback_is_made_once(desk):
    done = desk.repaired()
    desk.call_back(done.callback_id, (9, 9, 9, 9))
    with pytest.raises(InvalidState, match="callback_done"):
        desk.call_back(done.callback_id, (10, 10, 10, 10))
    assert refused(desk, "UPDATE callback SET overall = 10") == "append_only"
    assert refused(desk, "DELETE FROM callback") == "append_only"


def test_the_customer_answers_once_by_the_link_while_it_is_valid(desk):
    done = desk.repaired()
    calling_back.invite(
        desk.session,
        callback_id=done.callback_id,
        token_hash=TOKEN,
        expires_at=NOON + 24 * HOUR,
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    scores = {"attitude": 6, "punctuality": 9, "effect": 9, "overall": 9, "low_reason": "态度不好"}

    def answer(at, token=TOKEN):
        return calling_back.answer_link(desk.session, token_hash=token, **scores, at=at, request_key=key())

    with pytest.raises(NotFound):
        answer(NOON, "b" * 64)
    with pytest.raises(InvalidState, match="survey_expired"):
        answer(NOON + 25 * HOUR)
    assert answer(NOON + HOUR).low
    with pytest.raises(NotFound):
        answer(NOON + HOUR)
    (row,) = callback_rows(desk.session, callbacks_select(at=NOON, waiting=False))
    assert row.overall == 9


def test_nobody_answers_and_the_callback_stays_due(desk):
    done = desk.repaired()
    noted = calling_back.note_unanswered(
        desk.session, callback_id=done.callback_id, by=desk.desk, at=NOON, request_key=key()
    )
    assert noted.tries == 1
    (row,) = callback_rows(desk.session, callbacks_select(at=NOON + 25 * HOUR, owner_id=desk.desk, waiting=True))
    assert (row.tries, row.overdue, row.customer_name) == (1, True, "王芳")
    assert callback_rows(desk.session, callbacks_select(at=NOON, owner_id=desk.engineer)) == ()


def test_a_ticket_closes_after_callback_and_tasks(desk):
    done = desk.repaired()

    def close(**more):
        return closing.close(
            desk.session, ticket_id=done.ticket_id, by=desk.desk, at=NOON + 2 * HOUR, request_key=key(), **more
        )

    with pytest.raises(InvalidState, match="callback_open"):
        close()
    called = desk.call_back(done.callback_id, (5, 5, 5, 5), low_reason="没修好")
    with pytest.raises(InvalidState, match="follow_up_open"):
        close()
    (row,) = follow_up_rows(
        desk.session, follow_ups_select(at=NOON + 50 * HOUR, assigned_to_id=desk.desk, waiting=True)
    )
    assert (row.follow_up_id, row.overdue, row.task) == (called.follow_up_id, True, "没修好")
    with pytest.raises(RuleViolation, match="result_missing"):
        _finish(desk, called.follow_up_id, "")
    _finish(desk, called.follow_up_id, "再次上门修好")
    with pytest.raises(InvalidState, match="follow_up_done"):
        _finish(desk, called.follow_up_id, "再次")
    assert close().state == "closed"


def test_a_customer_who_cannot_be_reached_is_closed_with_the_reason(desk):
    done = desk.repaired()
    closed = closing.close(
        desk.session,
        ticket_id=done.ticket_id,
        without_callback_reason="三次无人接听",
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    assert closed.state == "closed"
    assert callback_rows(desk.session, callbacks_select(at=NOON, waiting=True)) == ()


def test_a_task_can_be_asked_of_anybody(desk):
    ticket = desk.take_in().ticket_id
    kept = calling_back.open_follow_up(
        desk.session,
        ticket_id=ticket,
        task="补开发票",
        assigned_to_id=desk.world.people["admin"],
        due_at=NOON + HOUR,
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    assert desk.session.get_one(FollowUp, kept.follow_up_id).cause == "asked"


def _finish(desk, follow_up_id, result):
    return calling_back.finish_follow_up(
        desk.session, follow_up_id=follow_up_id, result=result, by=desk.desk, at=NOON, request_key=key()
    )
