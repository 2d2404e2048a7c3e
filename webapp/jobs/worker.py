"""Take jobs from the queue, beat while they run, and take again those whose worker died."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import acting
from kernel.clock import Clock
from kernel.errors import AppError
from kernel.hashing import plain
from webapp.db import OwnSession, db, own_sessions
from webapp.jobs.asking import KINDS
from webapp.jobs.progress import Cancelled, Progress
from webapp.messages import message
from webapp.tables import Job
from webapp.unit_of_work import transact

BEAT_SECONDS = 2.0
IDLE_SECONDS = 1.0
LOST_AFTER = timedelta(minutes=5)
MOST_TRIES = 3


def set_up(app: Flask) -> None:
    """Remember the application's worker."""
    app.extensions["sparewell_worker"] = None


class Worker:
    """Work jobs off in a thread or a process of its own until told to stop."""

    def __init__(self, app: Flask) -> None:
        """Prepare a worker for the application."""
        self.app = app
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in a thread of this process."""
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, wait_seconds: float = 10) -> None:
        """Finish the job at hand, if it ends soon, and stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(wait_seconds)

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stop.is_set():
            try:
                busy = work_off(self.app)
                ask_periodic(self.app)
            except Exception:
                self.app.logger.exception("the worker stumbled")
                busy = False
            if not busy:
                self._stop.wait(IDLE_SECONDS)


def ask_periodic(app: Flask) -> None:
    """Ask for the work that is due by the clock; the slot in the key keeps two workers from doing it twice."""
    with app.app_context():
        clock, factory = _tools(app)
        at = clock.now()
        for kind in [each for each in KINDS.values() if each.every is not None]:
            every = cast(timedelta, kind.every)
            key = f"periodic:{kind.name}:{int(at.timestamp() // every.total_seconds())}"
            with factory() as session:
                known = session.scalar(select(Job.id).where(Job.key == key))
                if known is not None:
                    continue
            with contextlib.suppress(IntegrityError):
                row = Job(key=key, name=kind.name, arguments={}, asked_at=at)
                transact(factory, lambda session, row=row: session.add(row), by=None, at=at, source="worker")  # type: ignore[misc]


def work_off(app: Flask, only: int | None = None) -> bool:
    """Do the oldest waiting job, or the one named; tell whether there was one."""
    with app.app_context():
        clock, factory = _tools(app)
        taken = transact(factory, lambda session: _take(session, clock, only), by=None, at=clock.now(), source="worker")
        if taken is None:
            return False
        job_id, name, by, arguments, locale = taken
        progress = Progress(job_id, by, name, factory, clock)
        with force_locale(locale), _beating(progress, factory, alone=app.config["JOBS_IMMEDIATE"]):
            outcome = _run(app, name, progress, arguments)
        transact(factory, lambda s: _end(s, progress, *outcome), by=by, at=clock.now(), source=progress.source)
        return True


def _tools(app: Flask) -> tuple[Clock, sessionmaker[OwnSession]]:
    return cast(Clock, app.config["CLOCK"]), own_sessions(db.engine)


def _take(session: Session, clock: Clock, only: int | None) -> tuple[int, str, int | None, dict[str, Any], str] | None:
    """Claim a job that waits, or whose worker has not been heard of."""
    at = clock.now()
    waits = or_(Job.state == "queued", (Job.state == "running") & (Job.heartbeat_at < at - LOST_AFTER))
    find = select(Job).where(waits).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    row = session.scalar(find.where(Job.id == only) if only is not None else find)
    if row is None:
        return None
    if row.cancel_asked or row.tries >= MOST_TRIES:
        row.state = "cancelled" if row.cancel_asked else "failed"
        row.error = None if row.cancel_asked else "worker_lost"
        row.ended_at = at
        return None
    row.state, row.tries = "running", row.tries + 1
    row.started_at = row.heartbeat_at = at
    return row.id, row.name, row.asked_by_id, dict(row.arguments), row.language


def _run(app: Flask, name: str, progress: Progress, arguments: dict[str, Any]) -> tuple[str, Any, str | None]:
    """Run the work and return how it ended: state, result, error in words."""
    try:
        if name not in KINDS:
            return "failed", None, f"job_kind_unknown: {name}"
        result = KINDS[name].work(progress, **arguments)
    except Cancelled:
        return "cancelled", None, None
    except AppError as error:
        return "failed", None, message(error)
    except Exception:
        app.logger.exception("job %s failed", progress.job_id)
        return "failed", None, "internal_error"
    return "done", plain(result), None


def _end(session: Session, progress: Progress, state: str, result: Any, error: str | None) -> None:
    row = session.get_one(Job, progress.job_id)
    row.done, row.total, row.message = progress.stand()
    row.state, row.result, row.error = state, result, error
    row.ended_at = row.heartbeat_at = progress.at


@contextlib.contextmanager
def _beating(progress: Progress, factory: sessionmaker[OwnSession], *, alone: bool) -> Iterator[None]:
    """Write the job's stand down every few moments while it runs, and look whether it should stop."""
    if alone:
        yield
        return
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            with contextlib.suppress(DBAPIError):
                _beat(progress, factory)

    thread = threading.Thread(target=beat, name=f"beat of job {progress.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(progress: Progress, factory: sessionmaker[OwnSession]) -> None:
    with factory() as session:
        acting(session, by=None, at=progress.at, source=progress.source)
        if session.get_bind().dialect.name == "sqlite":
            session.connection(execution_options={"reader": True}).exec_driver_sql("PRAGMA busy_timeout = 500")
        row = session.get_one(Job, progress.job_id)
        if row.cancel_asked:
            progress.cancel_asked.set()
        row.done, row.total, row.message = progress.stand()
        row.heartbeat_at = progress.at
        session.commit()
