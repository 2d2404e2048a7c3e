"""Own the transaction of a request: commit what was answered well, roll back the rest, run again what collided."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Response, current_app, g, make_response, request
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import acting, log
from kernel.db import reading
from kernel.errors import AppError, Conflict
from kernel.refusals import refusals
from webapp import context
from webapp.db import OwnSession, db, own_sessions

R = TypeVar("R")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_TRIES = 6
FIRST_PAUSE_SECONDS = 0.02
COLLISIONS = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available."""


def collided(error: DBAPIError) -> bool:
    """Tell whether the same work may well succeed when run again."""
    state = getattr(error.orig, "sqlstate", None)
    said = str(error.orig).lower()
    return state in COLLISIONS or "database is locked" in said or "database is busy" in said


def pause(attempt: int) -> None:
    """Wait a little longer after each collision, by chance, so that two do not meet again."""
    time.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.5))  # noqa: S311 - no secret hangs on it


def source() -> str:
    """Name the route that works, for the audit trail."""
    return f"{request.method} {request.url_rule.rule if request.url_rule else request.path}"[:120]


def begin() -> Session:
    """Mark the request's session with who works; until the view runs it only reads."""
    session = context.session()
    actor = context.current_actor()
    return acting(session, by=actor.id if actor else None, at=context.now(), source=source())


def start_reading() -> Session:
    """Give up whatever the session holds and make it a reader."""
    db.session.rollback()
    return reading(begin())


def dispatch(view: Callable[[], object]) -> Response:
    """Run the view of a request and settle its transaction before the answer leaves."""
    if request.method in SAFE:
        begin()
        response = make_response(view())
        db.session.rollback()
        return response
    before = dict(cookie)
    for attempt in range(MOST_TRIES):
        db.session.rollback()
        begin()
        g.after_commit = []
        try:
            response = _settled(make_response(view()))
        except DBAPIError as error:
            db.session.rollback()
            if not collided(error):
                raise
            pause(attempt)
            cookie.clear()
            cookie.update(before)
        else:
            for step in g.pop("after_commit"):
                step()
            return response
    raise Conflict("too_busy")


def _settled(response: Response) -> Response:
    if response.status_code < 400:
        with refusals():
            db.session.commit()
    else:
        db.session.rollback()
    return response


def after_commit(step: Callable[[], object]) -> None:
    """Run a step once the request's transaction has been committed; never when it is rolled back."""
    g.after_commit.append(step)


def sessions() -> sessionmaker[OwnSession]:
    """Return the factory of sessions for work in a transaction of its own."""
    return own_sessions(db.engine)


def transact(
    factory: sessionmaker[OwnSession], work: Callable[[Session], R], *, by: int | None, at: datetime, source: str
) -> R:
    """Run work in a transaction of its own and commit it; run it again when it collides with another."""
    for attempt in range(MOST_TRIES):
        with factory() as session:
            acting(session, by=by, at=at, source=source)
            try:
                result = work(session)
                with refusals():
                    session.commit()
            except DBAPIError as error:
                session.rollback()
                if not collided(error):
                    raise
                pause(attempt)
            else:
                return result
    raise Conflict("too_busy")


def in_own_transaction(work: Callable[[Session], R]) -> R:
    """Run work that must stand whatever becomes of the request; the request's own transaction ends first.

    On SQLite one connection of a thread would wait for another of the same thread for ever.
    """
    db.session.rollback()
    actor = context.current_actor()
    return transact(sessions(), work, by=actor.id if actor else None, at=context.now(), source=source())


def record_refusal(error: AppError) -> None:
    """Put a refusal into the audit trail; that a row was not found tells nothing and is left out."""
    if error.status in {403, 409, 422} and context.current_actor() is not None:
        facts = {name: str(value)[:200] for name, value in error.details.items()}
        try:
            in_own_transaction(
                lambda session: log(
                    session, action="refused", about=(request.endpoint or "")[:60], key=error.code, facts=facts
                )
            )
        except (DBAPIError, AppError):
            current_app.logger.exception("a refusal could not be recorded: %s", error)
