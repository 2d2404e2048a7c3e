"""Declare kinds of jobs, and ask for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.auditing import log
from kernel.errors import NotFound
from webapp import context
from webapp.i18n import language
from webapp.jobs.progress import Progress
from webapp.tables import Job
from webapp.unit_of_work import after_commit

Work = Callable[..., "dict[str, Any] | None"]


@dataclass(frozen=True)
class JobKind:
    """Describe a kind of long work; `every` makes the worker ask for it by itself."""

    name: str
    title: Any
    permission: str
    work: Work
    every: timedelta | None = None


KINDS: dict[str, JobKind] = {}


def job(name: str, permission: str, title: Any) -> Callable[[Work], Work]:
    """Register long work: a function of `progress` and plain keyword arguments that returns plain facts.

    The returned dictionary is kept as the job's result; its `url` leads to the result page and `summary` is shown.
    """

    def register(work: Work) -> Work:
        KINDS[name] = JobKind(name, title, permission, work)
        return work

    return register


def periodic(name: str, title: Any, every: timedelta) -> Callable[[Work], Work]:
    """Register work that the worker does by itself, once in each span of time."""

    def register(work: Work) -> Work:
        KINDS[name] = JobKind(name, title, "", work, every)
        return work

    return register


def ask(session: Session, name: str, request_key: str, **arguments: Any) -> int:
    """Ask for a job on behalf of whoever is logged in and return its id; the same key asks once.

    The job is seen by the worker when the caller's transaction commits.
    """
    if name not in KINDS:
        raise NotFound("job_kind_unknown", name=name)
    actor = context.current_actor()
    key = f"p{actor.id if actor else 0}:{name}:{request_key}"
    known = session.scalar(select(Job.id).where(Job.key == key))
    if known is not None:
        return known
    row = Job(
        key=key,
        name=name,
        arguments=arguments,
        asked_at=context.now(),
        asked_by_id=actor.id if actor else None,
        language=language(),
    )
    session.add(row)
    session.flush()
    log(session, action="logged", about="job", key=str(row.id), facts={"name": name})
    if current_app.config["JOBS_IMMEDIATE"]:
        from webapp.jobs.worker import work_off

        app, job_id = current_app._get_current_object(), row.id  # type: ignore[attr-defined]  # noqa: SLF001
        after_commit(lambda: work_off(app, only=job_id))
    return row.id


def ask_beside(session: Session, progress: Progress, name: str, key: str, **arguments: Any) -> None:
    """Ask for a job that helps a running one, for the same person and in the same language; the same key asks once."""
    if session.scalar(select(Job.id).where(Job.key == key)) is None:
        head = session.get_one(Job, progress.job_id)
        session.add(
            Job(
                key=key,
                name=name,
                arguments=arguments,
                asked_at=progress.at,
                asked_by_id=head.asked_by_id,
                language=head.language,
            )
        )


__all__ = ["KINDS", "JobKind", "Progress", "ask", "ask_beside", "job", "periodic"]
