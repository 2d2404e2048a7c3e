"""Import files: choose one, see every bad row, then write all of it at once."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, after_this_request, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from kernel.errors import AppError
from webapp import context
from webapp.access import needs
from webapp.exports import XLSX
from webapp.forms import Form, validated
from webapp.importing import (
    allowed,
    ask_check,
    ask_write,
    checked,
    limits,
    may_import,
    options_schema,
    writable,
    written,
)
from webapp.imports.findings import Finding
from webapp.imports.kinds import KINDS
from webapp.imports.running import kind_of
from webapp.imports.saying import advice, counts, place
from webapp.imports.templates import template_of
from webapp.jobs_of.imports import CHECK
from webapp.messages import message
from webapp.navigation import entry
from webapp.tables import Job
from webapp.unit_of_work import start_reading

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
RECENT = 20


@blueprint.get("")
@needs("import.write")
def index() -> str:
    """Show what can be imported, and what was checked lately."""
    recent = context.session().scalars(
        select(Job).where(Job.name == CHECK, Job.state == "done").order_by(Job.id.desc()).limit(RECENT)
    )
    mine = [kind for kind in KINDS.values() if may_import(kind)]
    shown = [(job, kind_of(job.arguments["kind"])) for job in recent if may_import(kind_of(job.arguments["kind"]))]
    return render_template("imports/index.html", kinds=mine, recent=shown)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@needs("import.write")
def new(kind: str) -> ResponseReturnValue:
    """Choose a file and how it is to be read; every row is checked before anything is written."""
    chosen = allowed(kind)
    schema = options_schema(chosen)
    if request.method != "POST":
        given = {name: request.args[name][:60] for name in chosen.options if name in request.args}
        return render_template("imports/new.html", kind=chosen, form=Form(schema, given), limits=limits())
    after_this_request(_close_files)
    data, form = validated(schema, request.form)
    if not form.errors:
        try:
            asked = ask_check(chosen, request.files.get("file"), data, form.request_key)
            return redirect(url_for("jobs.job", job_id=asked), 303)
        except AppError as error:
            form.message = message(error)
    else:
        form.message = _("Some entries cannot be used. Nothing was read; see the marked fields.")
    start_reading()
    return render_template("imports/new.html", kind=chosen, form=form, limits=limits()), 422


def _close_files(response: Response) -> Response:
    """Close what was sent once the answer is ready, however often the view ran."""
    for sent in request.files.values():
        sent.close()
    return response


@blueprint.get("/<int:job_id>")
@needs("import.write")
def report(job_id: int) -> ResponseReturnValue:
    """Show what a check found: every bad row, and what would be written."""
    row, kind = checked(job_id)
    if row.state != "done" or row.result is None:
        return redirect(url_for("jobs.job", job_id=job_id))
    found = row.result["report"]
    done = [each for each in written(job_id) if each.state == "done"]
    return render_template(
        "imports/report.html",
        job=row,
        kind=kind,
        found=found,
        counts=list(counts(found["counts"])),
        faults=[_said(each) for each in found["faults"]],
        notes=[_said(each) for each in found["notes"]],
        written=[(each, list(counts((each.result or {}).get("made", {})))) for each in done],
        own=row.asked_by_id == context.actor().id,
        writable=writable(kind, found),
    )


def _said(plain_finding: dict[str, Any]) -> tuple[str, str, str]:
    """Return place, content and advice of a finding in the reader's language."""
    found = Finding(**plain_finding)
    return place(found), found.value, advice(found)


@blueprint.post("/<int:job_id>/write")
@needs("import.write")
def write(job_id: int) -> ResponseReturnValue:
    """Write all rows of a checked file; opening stock is cleared when another person than who brought it does so."""
    key = request.form.get("request_key", "")
    asked = ask_write(job_id, clear="clear" in request.form, request_key=key)
    return redirect(url_for("jobs.job", job_id=asked), 303)


@blueprint.get("/<kind>/template.xlsx")
@needs("import.write")
def template(kind: str) -> ResponseReturnValue:
    """Hand out an empty table with the headings in both languages and a sheet that explains them."""
    chosen = allowed(kind)
    content = io.BytesIO(template_of(chosen, context.today()))
    return send_file(content, XLSX, as_attachment=True, download_name=f"{chosen.name}.xlsx")


entry("admin", _l("Import files"), "imports.index", "import.write", order=40)
