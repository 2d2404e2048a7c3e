"""Write all rows of a file that was checked, as long work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp.commands import Command, command
from webapp.fields import FlagField, Input, RowId
from webapp.importing import ask_write
from webapp.tables import Job


class CommitInput(Input):
    """Say whether opening stock is cleared while it is imported."""

    job_id = RowId(required=True)
    clear = FlagField(load_default=False)


@dataclass(frozen=True, slots=True)
class WritingAsked:
    """Name the job that writes the rows; how far it is stands at /jobs/{job_id}."""

    import_id: int
    job_id: int
    state: str


def commit_import(
    session: Session, *, job_id: int, clear: bool, by: int, at: datetime, request_key: str
) -> WritingAsked:
    """Write all rows of a checked file; opening stock is cleared only by another person than who brought it."""
    del by, at  # the job keeps who asked, and when
    asked = ask_write(job_id, clear=clear, request_key=request_key)
    return WritingAsked(job_id, asked, session.get_one(Job, asked).state)


COMMIT = command(
    Command(
        "commit_import",
        _l("Import a file"),
        "import.write",
        commit_import,
        CommitInput,
        "/imports/<int:job_id>/commit",
        "imports",
    )
)
