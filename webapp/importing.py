"""Ask for the check and the writing of an import, from a page or a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from kernel.errors import Forbidden, InvalidState, NotFound, RuleViolation
from kernel.hashing import plain
from webapp import context
from webapp.fields import ChoiceField, FlagField, Input, TextField, WholeField
from webapp.imports.facts import store_id
from webapp.imports.kinds import Kind, Options
from webapp.imports.limits import Limits
from webapp.imports.running import kind_of
from webapp.imports.sources import Source, form_of
from webapp.jobs import ask
from webapp.jobs_of.imports import CHECK, WRITE
from webapp.mail import store_blob
from webapp.tables import Job

LONGEST_NAME = 100

UNITS = {"day": _l("days"), "week": _l("weeks"), "month": _l("months")}
PERIODS = {"month": _l("month"), "week": _l("week")}
HOLDING = {"year": _l("year"), "month": _l("month"), "week": _l("week")}


def _choice(words: dict[str, Any], label: Any, help_text: Any = "") -> fields.Field[Any]:
    return ChoiceField(words, load_default=None, allow_none=True, metadata={"label": label, "help": help_text})


BOXES: dict[str, fields.Field[Any]] = {
    "store": TextField(
        60, load_default="", metadata={"label": _l("Store"), "help": _l("Code; empty: the central warehouse.")}
    ),
    "create_parts": FlagField(load_default=False, metadata={"label": _l("Make parts that are unknown")}),
    "create_missing": FlagField(load_default=False, metadata={"label": _l("Make unknown categories and models")}),
    "returns_as_zero": FlagField(load_default=False, metadata={"label": _l("Read negative quantities as no demand")}),
    "period": _choice(PERIODS, _l("Period of columns that are only counted")),
    "last_period": TextField(
        20,
        load_default="",
        metadata={
            "label": _l("Last period"),
            "help": _l("As 2025-12 or 2025-W52; a dated history is moved so that it ends there."),
        },
    ),
    "supplier": TextField(
        40, load_default="", metadata={"label": _l("Supplier"), "help": _l("Code; for rows that name none.")}
    ),
    "lead_time_days": WholeField(
        0, 3650, load_default=None, allow_none=True, metadata={"label": _l("Lead time"), "unit": _l("days")}
    ),
    "lead_time_unit": _choice(UNITS, _l("Unit of a column “Lead time”")),
    "holding_period": _choice(HOLDING, _l("Period of a column “Holding cost”")),
    "stock_take": TextField(
        40, required=True, metadata={"label": _l("Stock-take"), "help": _l("Its number, as ST-202603-0001.")}
    ),
    "counted_by": TextField(
        60,
        load_default="",
        metadata={"label": _l("Counted by"), "help": _l("Log-in name; for rows that name nobody. Empty: yourself.")},
    ),
    "counted_at": TextField(
        16,
        load_default="",
        metadata={"label": _l("Counted at"), "input": "instant", "help": _l("Empty: now. The book is taken of then.")},
    ),
}


def options_schema(kind: Kind) -> Input:
    """Return the schema of what may be chosen beside a file of a kind."""
    made: Input = Input.from_dict({name: BOXES[name] for name in kind.options}, name=f"{kind.name.title()}Options")()  # type: ignore[assignment]
    return made


def may_import(kind: Kind) -> bool:
    """Tell whether whoever asks may import files of a kind."""
    return all(context.may(each) for each in kind.permissions)


def allowed(name: str) -> Kind:
    """Return a kind of import that whoever asks may carry out, or refuse."""
    kind = kind_of(name)
    missing = [each for each in kind.permissions if not context.may(each)]
    if missing:
        raise Forbidden("permission_missing", permission=missing[0])
    return kind


def limits() -> Limits:
    """Return the bounds of the place for files that people send."""
    return Limits.of(context.config())


def ask_check(kind: Kind, sent: FileStorage | None, data: dict[str, Any], request_key: str) -> int:
    """Keep a file that was sent and ask for its check; return the job."""
    if sent is None or not sent.filename:
        raise RuleViolation("upload_empty")
    bounds = limits()
    sent.stream.seek(0)  # a view that collided with another writer runs again
    source = Source(_shown_name(sent.filename), sent.stream.read(bounds.bytes + 1))
    form_of(source, bounds)
    given = {name: value for name, value in data.items() if value is not None}
    if "counted_by" in kind.options and not given.get("counted_by"):
        given["counted_by"] = context.actor().code
    options = Options(on=context.today(), **given)
    session = context.session()
    if "store" in kind.options:
        store_id(session, options.store)
    assert source.content is not None, "an upload is read into memory"
    return ask(
        session,
        CHECK,
        request_key,
        kind=kind.name,
        file_name=source.name,
        sha256=store_blob(session, source.content),
        options=plain(asdict(options)),
    )


def _shown_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


def checked(job_id: int) -> tuple[Job, Kind]:
    """Return a check that whoever asks may see."""
    row = context.session().get(Job, job_id)
    if row is None or row.name != CHECK:
        raise NotFound("job_unknown", job_id=job_id)
    return row, allowed(row.arguments["kind"])


def written(check_job_id: int) -> list[Job]:
    """Return the jobs that wrote, or are to write, what a check found."""
    asked_by = Job.arguments["check_job_id"].as_integer() == check_job_id
    rows = select(Job).where(Job.name == WRITE, Job.id > check_job_id, asked_by).order_by(Job.id.desc())
    return list(context.session().scalars(rows))


def writable(kind: Kind, report: dict[str, Any]) -> bool:
    """Tell whether what a check found may be written: all rows are good, or some are and the kind may be partial."""
    return not report["fault_count"] or (kind.partial and any(report["counts"].values()))


def ask_write(job_id: int, *, clear: bool, request_key: str) -> int:
    """Ask for the writing of a checked file; who clears opening stock is another than who brought it."""
    row, kind = checked(job_id)
    if row.state != "done" or row.result is None or not writable(kind, row.result["report"]):
        raise InvalidState("import_not_sound")
    actor = context.actor()
    cleared = kind.name == "stock" and clear
    if cleared and actor.id == row.asked_by_id:
        raise Forbidden("import_checked_by_self")
    return ask(
        context.session(),
        WRITE,
        request_key,
        **{name: row.arguments[name] for name in ("kind", "file_name", "sha256", "options")},
        brought_by=row.asked_by_id if cleared else actor.id,
        check_job_id=job_id,
        cleared=cleared,
    )
