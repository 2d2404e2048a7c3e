"""Own the transaction of a request: commit what was answered well, roll back the rest, run again what collided."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Response, current_app, g, make_response, request
from flask import session as cookie
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import acting, has_changes, log
from kernel.db import goes_on_writing, has_written, reading
from kernel.errors import AppError
from kernel.refusals import refusals
from kernel.retrying import Sleep, gave_way, retrying
from webapp import context
from webapp.db import OwnSession, db, own_sessions

R = TypeVar("R")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


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


def end_reading(session: Session) -> None:
    """End a transaction that only read; what was written in it all the same is undone.

    It ends by a commit where nothing was written: the driver of PostgreSQL forgets with every rollback what it has
    prepared on the connection, and would have each statement parsed and planned anew from then on.
    """
    if not session.in_transaction():
        return
    pending = session.new or session.dirty or session.deleted or has_changes(session)
    if pending or not goes_on_writing(session) or has_written(session):
        session.rollback()
    else:
        session.commit()


def dispatch(view: Callable[[], object]) -> Response:
    """Run the view of a request and settle its transaction before the answer leaves."""
    if request.method in SAFE:
        begin()
        response = make_response(view())
        end_reading(context.session())
        return response
    response = retrying(_once(view), sleep=current_app.config["SLEEP"])
    for step in g.pop("after_commit"):
        step()
    return response


def _once(view: Callable[[], object]) -> Callable[[], Response]:
    """Return one try of a writing view: what a collision undoes in the database is undone in the cookie too.

    The first goes on in the transaction that found out who asks, where the engine lets a reader write.
    """
    before = dict(cookie)
    only_read = goes_on_writing(context.session())

    def attempt() -> Response:
        nonlocal only_read
        if not only_read:
            db.session.rollback()
        only_read = False
        begin()
        g.after_commit = []
        try:
            return _settled(make_response(view()))
        except DBAPIError as error:
            db.session.rollback()
            if gave_way(error):
                cookie.clear()
                cookie.update(before)
            raise

    return attempt


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
    factory: sessionmaker[OwnSession],
    work: Callable[[Session], R],
    *,
    by: int | None,
    at: datetime,
    source: str,
    sleep: Sleep = time.sleep,
) -> R:
    """Run work in a transaction of its own and commit it; run it again when it collides with another."""

    def attempt() -> R:
        with factory() as session:
            result = work(acting(session, by=by, at=at, source=source))
            with refusals():
                session.commit()
            return result

    return retrying(attempt, sleep=sleep)


def in_own_transaction(work: Callable[[Session], R]) -> R:
    """Run work that must stand whatever becomes of the request; the request's own transaction ends first.

    On SQLite one connection of a thread would wait for another of the same thread for ever.
    """
    db.session.rollback()
    actor = context.current_actor()
    who, sleep = actor.id if actor else None, current_app.config["SLEEP"]
    return transact(sessions(), work, by=who, at=context.now(), source=source(), sleep=sleep)


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
