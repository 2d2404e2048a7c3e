"""Import files: choose one, see every bad row, then write all of it at once."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, after_this_request, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy import select

from kernel.errors import AppError, Forbidden, InvalidState, NotFound, RuleViolation
from kernel.hashing import plain
from webapp import context
from webapp.access import needs
from webapp.exports import XLSX
from webapp.fields import ChoiceField, FlagField, Input, TextField, WholeField
from webapp.forms import Form, validated
from webapp.imports.facts import store_id
from webapp.imports.findings import Finding
from webapp.imports.kinds import KINDS, Kind, Options
from webapp.imports.limits import Limits
from webapp.imports.running import kind_of
from webapp.imports.saying import advice, counts, place
from webapp.imports.sources import Source, form_of
from webapp.imports.templates import template_of
from webapp.jobs import ask
from webapp.jobs_of.imports import CHECK, WRITE
from webapp.mail import store_blob
from webapp.messages import message
from webapp.navigation import entry
from webapp.tables import Job
from webapp.unit_of_work import start_reading

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
LONGEST_NAME = 100
RECENT = 20

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
}


def _schema(kind: Kind) -> Input:
    made: Input = Input.from_dict({name: BOXES[name] for name in kind.options})()  # type: ignore[assignment]
    return made


def _may(kind: Kind) -> bool:
    return all(context.may(each) for each in kind.permissions)


def _allowed(name: str) -> Kind:
    kind = kind_of(name)
    missing = [each for each in kind.permissions if not context.may(each)]
    if missing:
        raise Forbidden("permission_missing", permission=missing[0])
    return kind


@blueprint.get("")
@needs("import.write")
def index() -> str:
    """Show what can be imported, and what was checked lately."""
    recent = context.session().scalars(
        select(Job).where(Job.name == CHECK, Job.state == "done").order_by(Job.id.desc()).limit(RECENT)
    )
    mine = [kind for kind in KINDS.values() if _may(kind)]
    shown = [(job, kind_of(job.arguments["kind"])) for job in recent if _may(kind_of(job.arguments["kind"]))]
    return render_template("imports/index.html", kinds=mine, recent=shown)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@needs("import.write")
def new(kind: str) -> ResponseReturnValue:
    """Choose a file and how it is to be read; every row is checked before anything is written."""
    chosen = _allowed(kind)
    schema = _schema(chosen)
    if request.method != "POST":
        return render_template("imports/new.html", kind=chosen, form=Form(schema, {}), limits=_limits())
    after_this_request(_close_files)
    data, form = validated(schema, request.form)
    if not form.errors:
        try:
            return redirect(url_for("jobs.job", job_id=_asked(chosen, data, form)), 303)
        except AppError as error:
            form.message = message(error)
    else:
        form.message = _("Some entries cannot be used. Nothing was read; see the marked fields.")
    start_reading()
    return render_template("imports/new.html", kind=chosen, form=form, limits=_limits()), 422


def _close_files(response: Response) -> Response:
    """Close what was sent once the answer is ready, however often the view ran."""
    for sent in request.files.values():
        sent.close()
    return response


def _limits() -> Limits:
    return Limits.of(context.config())


def _asked(kind: Kind, data: dict[str, Any], form: Form) -> int:
    """Keep the file and ask for its check; return the job."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise RuleViolation("upload_empty")
    limits = _limits()
    sent.stream.seek(0)  # a view that collided with another writer runs again
    source = Source(_shown_name(sent.filename), sent.stream.read(limits.bytes + 1))
    form_of(source, limits)
    given = {name: value for name, value in data.items() if value is not None}
    options = Options(on=context.today(), **given)
    session = context.session()
    if "store" in kind.options:
        store_id(session, options.store)
    assert source.content is not None, "an upload is read into memory"
    return ask(
        session,
        CHECK,
        form.request_key,
        kind=kind.name,
        file_name=source.name,
        sha256=store_blob(session, source.content),
        options=plain(asdict(options)),
    )


def _shown_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


def _checked(job_id: int) -> tuple[Job, Kind]:
    """Return a finished check that whoever asks may see."""
    row = context.session().get(Job, job_id)
    if row is None or row.name != CHECK:
        raise NotFound("job_unknown", job_id=job_id)
    return row, _allowed(row.arguments["kind"])


@blueprint.get("/<int:job_id>")
@needs("import.write")
def report(job_id: int) -> ResponseReturnValue:
    """Show what a check found: every bad row, and what would be written."""
    row, kind = _checked(job_id)
    if row.state != "done" or row.result is None:
        return redirect(url_for("jobs.job", job_id=job_id))
    found = row.result["report"]
    written = [each for each in _written(job_id) if each.state == "done"]
    return render_template(
        "imports/report.html",
        job=row,
        kind=kind,
        found=found,
        counts=list(counts(found["counts"])),
        faults=[_said(each) for each in found["faults"]],
        notes=[_said(each) for each in found["notes"]],
        written=[(each, list(counts((each.result or {}).get("made", {})))) for each in written],
        own=row.asked_by_id == context.actor().id,
    )


def _written(check_job_id: int) -> list[Job]:
    """Return the jobs that wrote what a check found."""
    rows = context.session().scalars(
        select(Job).where(Job.name == WRITE, Job.id > check_job_id).order_by(Job.id.desc()).limit(500)
    )
    return [each for each in rows if each.arguments.get("check_job_id") == check_job_id]


def _said(plain_finding: dict[str, Any]) -> tuple[str, str, str]:
    """Return place, content and advice of a finding in the reader's language."""
    found = Finding(**plain_finding)
    return place(found), found.value, advice(found)


@blueprint.post("/<int:job_id>/write")
@needs("import.write")
def write(job_id: int) -> ResponseReturnValue:
    """Write all rows of a checked file; opening stock is cleared when another person than who brought it does so."""
    row, kind = _checked(job_id)
    if row.state != "done" or row.result is None or row.result["report"]["fault_count"]:
        raise InvalidState("import_not_sound")
    actor = context.actor()
    cleared = kind.name == "stock" and "clear" in request.form
    if cleared and actor.id == row.asked_by_id:
        raise Forbidden("import_checked_by_self")
    asked = ask(
        context.session(),
        WRITE,
        request.form.get("request_key", ""),
        **{name: row.arguments[name] for name in ("kind", "file_name", "sha256", "options")},
        brought_by=row.asked_by_id if cleared else actor.id,
        check_job_id=job_id,
        cleared=cleared,
    )
    return redirect(url_for("jobs.job", job_id=asked), 303)


@blueprint.get("/<kind>/template.xlsx")
@needs("import.write")
def template(kind: str) -> ResponseReturnValue:
    """Hand out an empty table with the headings in both languages and a sheet that explains them."""
    chosen = _allowed(kind)
    content = io.BytesIO(template_of(chosen, context.today()))
    return send_file(content, XLSX, as_attachment=True, download_name=f"{chosen.name}.xlsx")


entry("admin", _l("Import files"), "imports.index", "import.write", order=40)
