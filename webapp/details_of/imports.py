"""Read what the check of a file found: every bad row with its column, and what would be written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.detail import Detail, detail, made_of
from webapp.importing import checked, written
from webapp.imports.findings import Finding
from webapp.imports.saying import advice
from webapp.pages import imports
from webapp.tables import Job


@dataclass(frozen=True, slots=True)
class FindingShown:
    """Hold one finding: the row and column as a spreadsheet counts them, what stands there, what is wrong."""

    row: int | None
    column: str
    letter: str
    value: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class WritingShown:
    """Hold how the writing of a checked file went."""

    job_id: int
    state: str
    ended_at: datetime | None
    error: str | None
    made: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImportShown:
    """Hold the check of a file; it can be committed when its state is `done` and there is no fault."""

    import_id: int
    kind: str
    file_name: str
    state: str
    error: str | None
    asked_at: datetime
    read_as: str
    rows: int
    faulty_rows: int
    sound: bool
    counts: dict[str, int]
    fault_count: int
    faults: tuple[FindingShown, ...]
    note_count: int
    notes: tuple[FindingShown, ...]
    done_before: bool
    written: tuple[WritingShown, ...]


NOTHING: dict[str, Any] = {
    "read_as": "",
    "rows": 0,
    "faulty_rows": 0,
    "counts": {},
    "fault_count": 0,
    "note_count": 0,
    "faults": [],
    "notes": [],
    "done_before": False,
}
"""The report of a check that has not ended."""


def read_import(job_id: int) -> ImportShown:
    """Show what the check of a file found, and whether it was written since."""
    row, kind = checked(job_id)
    told = (row.result or {}).get("report", NOTHING)
    facts = {name: told[name] for name in NOTHING if name not in {"faults", "notes"}}
    return made_of(
        ImportShown,
        row,
        import_id=row.id,
        kind=kind.name,
        file_name=row.arguments["file_name"],
        sound=row.state == "done" and not told["fault_count"],
        faults=tuple(_finding(each) for each in told["faults"]),
        notes=tuple(_finding(each) for each in told["notes"]),
        written=tuple(_writing(each) for each in written(job_id)),
        **facts,
    )


def _finding(plain: dict[str, Any]) -> FindingShown:
    found = Finding(**plain)
    return made_of(FindingShown, found, message=advice(found))


def _writing(job: Job) -> WritingShown:
    return made_of(WritingShown, job, job_id=job.id, made=(job.result or {}).get("made", {}))


IMPORT = detail(Detail("import", "/imports/<int:job_id>", imports.report, read_import, "imports"))
