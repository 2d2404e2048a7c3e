"""Read one person or one job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernel.tables import Person
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.pages import jobs, people
from webapp.tables import Job, Login


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Hold a person with the roles they have."""

    person_id: int
    code: str
    name: str
    email: str | None
    phone: str | None
    active: bool
    roles: tuple[str, ...]
    has_login: bool


def read_person(person_id: int) -> PersonShown:
    """Show a person with their roles."""
    session, row = context.session(), people.found(person_id)
    return made_of(
        PersonShown,
        row,
        person_id=row.id,
        roles=people.roles_of(person_id),
        has_login=session.get(Login, person_id) is not None,
    )


@dataclass(frozen=True, slots=True)
class JobShown:
    """Hold long work: how far it is and how it ended; `url` is the page that shows its result."""

    job_id: int
    name: str
    state: str
    done: int
    total: int
    message: str
    cancel_asked: bool
    asked_by: str | None
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    summary: str
    url: str
    error: str | None


def job_shown(row: Job) -> JobShown:
    """Return what programs may know of a job."""
    asker = context.session().get(Person, row.asked_by_id) if row.asked_by_id else None
    told = row.result or {}
    return made_of(
        JobShown,
        row,
        job_id=row.id,
        asked_by=asker.name if asker else None,
        summary=str(told.get("summary", "")),
        url=str(told.get("url", "")),
    )


def read_job(job_id: int) -> JobShown:
    """Show a job: how far it is and how it ended."""
    return job_shown(jobs.own_job(job_id))


detail(Detail("person", "/people/<int:person_id>", people.person, read_person, "people"))
detail(Detail("job", "/jobs/<int:job_id>", jobs.job, read_job, "jobs"))
