"""Call the customer back after the repair, and make good what a low score tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of, setting
from service.recording import record, ticket_to_change
from service.satisfaction import CALLBACK, is_low
from service.tables import Callback, FollowUp, Ticket


@dataclass(frozen=True, slots=True)
class CalledBack:
    """Hold what a callback led to; a low score has opened a task."""

    callback_id: int
    ticket_id: int
    low: bool
    follow_up_id: int | None


@dataclass(frozen=True, slots=True)
class CallbackNoted:
    """Name the callback and how often nobody answered."""

    callback_id: int
    tries: int


@dataclass(frozen=True, slots=True)
class FollowUpKept:
    """Name the task."""

    follow_up_id: int
    ticket_id: int


@once
def call_back(
    session: Session,
    *,
    callback_id: int,
    attitude: int,
    punctuality: int,
    effect: int,
    overall: int,
    by: int,
    at: datetime,
    request_key: str,
    low_reason: str = "",
    task: str = "",
    suggestions: str = "",
) -> CalledBack:
    """Record a callback by telephone; never by the engineer who repaired.

    A score below the limit needs the reason and opens a task for the ticket's owner.
    """
    callback, ticket = _waiting(session, callback_id)
    if callback.engineer_id == by:
        raise FourEyes("four_eyes", number=ticket.number)
    callback.done_by_id = by
    scores = (attitude, punctuality, effect, overall)
    return _answer(session, callback, ticket, "phone", scores, low_reason, task, suggestions, by, at)


@once
def answer_link(
    session: Session,
    *,
    token_hash: str,
    attitude: int,
    punctuality: int,
    effect: int,
    overall: int,
    at: datetime,
    request_key: str,
    low_reason: str = "",
    suggestions: str = "",
    by: int | None = None,
) -> CalledBack:
    """Take the customer's own scores by the one-time link, while it is valid."""
    callback_id = session.scalar(select(Callback.id).where(Callback.token_hash == token_hash))
    if callback_id is None:
        raise NotFound("survey_unknown")
    callback, ticket = _waiting(session, callback_id)
    if callback.token_expires_at is None or at > callback.token_expires_at:
        raise InvalidState("survey_expired")
    scores = (attitude, punctuality, effect, overall)
    return _answer(session, callback, ticket, "web", scores, low_reason, "", suggestions, None, at)


@once
def invite(
    session: Session,
    *,
    callback_id: int,
    token_hash: str,
    expires_at: datetime,
    by: int,
    at: datetime,
    request_key: str,
) -> CallbackNoted:
    """Open a one-time link for the customer; only the SHA-256 of its secret is kept, an earlier link is void."""
    callback, ticket = _waiting(session, callback_id)
    if expires_at <= at:
        raise RuleViolation("survey_expired")
    callback.token_hash, callback.token_expires_at = token_hash, expires_at
    record(session, ticket.id, "survey_sent", by=by, at=at)
    with refusals():
        session.flush()
    return CallbackNoted(callback.id, callback.tries)


@once
def note_unanswered(
    session: Session,
    *,
    callback_id: int,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> CallbackNoted:
    """Note that nobody answered the call."""
    callback, ticket = _waiting(session, callback_id)
    callback.tries += 1
    record(session, ticket.id, "callback_unanswered", by=by, at=at, note=note.strip(), tries=callback.tries)
    session.flush()
    return CallbackNoted(callback.id, callback.tries)


@once
def open_follow_up(
    session: Session,
    *,
    ticket_id: int,
    task: str,
    assigned_to_id: int,
    due_at: datetime,
    by: int,
    at: datetime,
    request_key: str,
) -> FollowUpKept:
    """Open a task on a ticket for somebody."""
    if not task.strip():
        raise RuleViolation("task_missing")
    ticket = ticket_to_change(session, ticket_id)
    return FollowUpKept(_open(session, ticket, "asked", task.strip(), assigned_to_id, due_at, None, by, at), ticket.id)


@once
def finish_follow_up(
    session: Session,
    *,
    follow_up_id: int,
    result: str,
    by: int,
    at: datetime,
    request_key: str,
) -> FollowUpKept:
    """Finish a task and say what came of it."""
    if not result.strip():
        raise RuleViolation("result_missing")
    row = session.scalar(
        select(FollowUp).where(FollowUp.id == follow_up_id).with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise NotFound("follow_up_unknown", follow_up_id=follow_up_id)
    if row.done_at is not None:
        raise InvalidState("follow_up_done", follow_up_id=follow_up_id)
    row.done_at, row.done_by_id, row.result = at, by, result.strip()
    record(session, row.ticket_id, "follow_up_done", by=by, at=at, note=result.strip())
    session.flush()
    return FollowUpKept(row.id, row.ticket_id)


def _waiting(session: Session, callback_id: int) -> tuple[Callback, Ticket]:
    callback = session.get(Callback, callback_id)
    if callback is None:
        raise NotFound("callback_unknown", callback_id=callback_id)
    ticket = ticket_to_change(session, callback.ticket_id)
    session.refresh(callback)
    if callback.done_at is not None:
        raise InvalidState("callback_done", number=ticket.number)
    return callback, ticket


def _answer(
    session: Session,
    callback: Callback,
    ticket: Ticket,
    channel: str,
    scores: tuple[int, int, int, int],
    low_reason: str,
    task: str,
    suggestions: str,
    by: int | None,
    at: datetime,
) -> CalledBack:
    """Write the scores once, and open the task that a low one needs."""
    low = is_low(scores, callback.low_below)
    reason = low_reason.strip()
    if low and not reason:
        raise RuleViolation("low_score_needs_reason", low_below=callback.low_below)
    callback.attitude, callback.punctuality, callback.effect, callback.overall = scores
    callback.channel, callback.low_reason, callback.suggestions = channel, reason, suggestions.strip()
    callback.done_at, callback.token_hash = at, None
    with refusals():
        session.flush()
    record(session, ticket.id, "called_back", by=by, at=at, note=reason, overall=scores[3], channel=channel)
    follow_up_id = None
    if low:
        hours = float(setting(session, CALLBACK, day_of(session, at))["follow_up_hours"])
        due_at = at + timedelta(hours=hours)
        words = task.strip() or reason
        follow_up_id = _open(session, ticket, "low_score", words, ticket.owner_id, due_at, callback.id, by, at)
    session.flush()
    return CalledBack(callback.id, ticket.id, low, follow_up_id)


def _open(
    session: Session,
    ticket: Ticket,
    cause: str,
    task: str,
    assigned_to_id: int,
    due_at: datetime,
    callback_id: int | None,
    by: int | None,
    at: datetime,
) -> int:
    row = FollowUp(
        ticket_id=ticket.id,
        cause=cause,
        task=task,
        assigned_to_id=assigned_to_id,
        opened_at=at,
        due_at=due_at,
        callback_id=callback_id,
    )
    with refusals():
        session.add(row)
        session.flush()
    record(session, ticket.id, "follow_up_opened", by=by, at=at, note=task, assigned_to_id=assigned_to_id)
    return row.id
