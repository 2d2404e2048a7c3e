"""Run an import: check every row, then write all of it in the caller's transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.auditing import log
from kernel.errors import Conflict, NotFound, RuleViolation
from kernel.hashing import digest
from kernel.tables import Request
from webapp.imports import base, counts, fits, history, market, parts, stock, suppliers
from webapp.imports.findings import Findings
from webapp.imports.kinds import KINDS, Kind, Options, Order, Tell, Work
from webapp.imports.limits import Limits
from webapp.imports.sheet import open_sheet
from webapp.imports.sources import Source

assert all(module.__name__ for module in (base, parts, fits, suppliers, stock, history, counts, market)), (
    "importing them registers their kinds"
)


@dataclass(slots=True)
class Report:
    """Hold what a check found: how the file was read, its rows, what would be written, and every finding."""

    kind: str
    name: str
    sha256: str
    read_as: str = ""
    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    done_before: bool = False

    @property
    def sound(self) -> bool:
        """Tell whether the file can be imported."""
        return self.findings.sound

    @property
    def faulty_rows(self) -> int:
        """Return how many rows have faults."""
        return len(self.findings.faulty_rows)


def kind_of(name: str) -> Kind:
    """Return the kind of import of this name."""
    if name not in KINDS:
        raise NotFound("import_kind_unknown", kind=name)
    return KINDS[name]


def key_of(report: Report, options: Options, again: str = "") -> str:
    """Return the request key of an import: the same file for the same kind with the same choices is written once.

    Columns without dates end with the period before the day, so its month and week stand in the key.
    """
    year, week, _day = options.on.isocalendar()
    chosen: Mapping[str, Any] = {**asdict(options), "on": f"{options.on:%Y-%m} {year}-{week}"}
    return f"import:{report.kind}:{digest([report.sha256, chosen, again])[:32]}"


def _writers(session: Session, key: str) -> set[int]:
    """Return who has carried out an import with this key."""
    keys = session.scalars(select(Request.key).where(Request.key.startswith(f"{key}:", autoescape=True)))
    return {int(each.removeprefix(f"{key}:p").split(":")[0]) for each in keys}


def check(
    session: Session, name: str, source: Source, options: Options, limits: Limits, tell: Tell | None = None
) -> tuple[Report, Work]:
    """Read a file and check every row; nothing is written."""
    kind = kind_of(name)
    report = Report(name, source.name, source.sha256)
    sheet = open_sheet(source, limits)
    report.read_as = sheet.read_as
    counted = _Counted(sheet.rows, tell)
    sheet.rows = iter(counted)
    work = kind.check(session, sheet, options, report.findings, limits)
    report.rows = counted.count
    report.counts = work.counts()
    report.done_before = bool(_writers(session, key_of(report, options)))
    return report, work


class _Counted:
    """Count the rows that pass by."""

    def __init__(self, given: Any, tell: Tell | None) -> None:
        self.given, self.tell, self.count = given, tell, 0

    def __iter__(self) -> Any:
        for row in self.given:
            self.count += 1
            if self.tell is not None and self.count % 1000 == 0:
                self.tell(self.count, 0)
            yield row


def write(
    session: Session,
    name: str,
    source: Source,
    options: Options,
    limits: Limits,
    *,
    by: int,
    at: datetime,
    again: str = "",
    tell: Tell | None = None,
    expected_sha256: str = "",
) -> tuple[Report, dict[str, int]]:
    """Check a file and write all of it; a file with any fault is refused, a file that was written before is left.

    Of a kind that may be partial the good rows are written.
    """
    report, work = check(session, name, source, options, limits, tell)
    if expected_sha256 and report.sha256 != expected_sha256:
        raise RuleViolation("import_other_file")
    if not report.sound and not (kind_of(name).partial and any(report.counts.values())):
        raise RuleViolation("import_has_faults", count=report.findings.fault_count, rows=report.faulty_rows)
    key = key_of(report, options, again)
    if _writers(session, key) - {by}:
        raise Conflict("import_done_before")
    key = f"{key}:p{by}"
    made = work.write(session, Order(by, at, key), tell or _silent)
    facts = {
        "file": report.name,
        "sha256": report.sha256,
        "rows": report.rows,
        "made": made,
        "options": asdict(options),
    }
    log(session, action="logged", about="import", key=name, facts=facts)
    return report, made


def _silent(_done: int, _total: int) -> None:
    return None
