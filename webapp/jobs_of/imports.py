"""Check and write imported files as long work, so that large ones show how far they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.errors import Conflict, NotFound
from kernel.tables import Blob
from webapp import context
from webapp.imports.kinds import Options
from webapp.imports.limits import Limits
from webapp.imports.running import Report, check, write
from webapp.imports.saying import counts, shortened
from webapp.imports.sources import Source
from webapp.jobs import Progress, job

CHECK, WRITE = "import_check", "import_write"
MOST_SHOWN = 500


def source_of(session: Session, name: str, sha256: str) -> Source:
    """Return an uploaded file."""
    found = session.get(Blob, sha256)
    if found is None:
        raise NotFound("file_unknown")
    return Source(name, found.content)


def options_of(plain: dict[str, Any]) -> Options:
    """Return options from their plain form."""
    return Options(**{**plain, "on": date.fromisoformat(plain["on"])})


@job(CHECK, "import.write", _l("Check a file"))
def check_file(
    progress: Progress, *, kind: str, file_name: str, sha256: str, options: dict[str, Any]
) -> dict[str, Any]:
    """Check every row of a file and keep the report."""
    with progress.read() as session:
        report, _work = check(
            session,
            kind,
            source_of(session, file_name, sha256),
            options_of(options),
            Limits.of(context.config()),
            lambda done, _total: progress.tell(done, 0, _("%(done)s rows read", done=done)),
        )
    progress.tell(report.rows, report.rows)
    return {
        "url": f"/imports/{progress.job_id}",
        "summary": _("%(rows)s rows, %(faulty)s with faults.", rows=report.rows, faulty=report.faulty_rows),
        "report": plain_report(report),
    }


def plain_report(report: Report) -> dict[str, Any]:
    """Return a report as plain facts, with as many findings as a page shows."""
    found = report.findings
    return {
        "read_as": report.read_as,
        "rows": report.rows,
        "faulty_rows": report.faulty_rows,
        "counts": report.counts,
        "fault_count": found.fault_count,
        "note_count": found.note_count,
        "faults": shortened(found.faults, MOST_SHOWN),
        "notes": shortened(found.notes, MOST_SHOWN),
        "done_before": report.done_before,
    }


@job(WRITE, "import.write", _l("Import a file"))
def write_file(
    progress: Progress,
    *,
    kind: str,
    file_name: str,
    sha256: str,
    options: dict[str, Any],
    brought_by: int,
    check_job_id: int,
    cleared: bool = False,
) -> dict[str, Any]:
    """Write all rows of a checked file in one transaction."""
    if cleared and progress.by == brought_by:
        raise Conflict("import_checked_by_self")
    chosen = replace(options_of(options), cleared_by=progress.by if cleared else None)
    limits = Limits.of(context.config())

    def work(session: Session) -> dict[str, int]:
        _report, made = write(
            session,
            kind,
            source_of(session, file_name, sha256),
            chosen,
            limits,
            by=brought_by,
            at=progress.at,
            tell=progress.tell,
        )
        return made

    made = progress.write(work)
    said = "; ".join(f"{words}: {count}" for words, count in counts(made))
    return {"url": f"/imports/{check_job_id}", "summary": _("Imported. %(made)s", made=said), "made": made}
