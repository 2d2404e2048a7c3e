"""Show long work: how far it is, and how it ended; let people cancel it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from kernel.errors import NotFound
from webapp import context
from webapp.access import signed_in
from webapp.jobs.asking import KINDS
from webapp.tables import Job

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")

STATES = {
    "queued": _l("waiting"),
    "running": _l("running"),
    "done": _l("done"),
    "failed": _l("failed"),
    "cancelled": _l("cancelled"),
}
TONES = {"queued": "secondary", "running": "info", "done": "success", "failed": "danger", "cancelled": "warning"}
ENDED = frozenset({"done", "failed", "cancelled"})
STOP_POLLING = 286


def own_job(job_id: int) -> Job:
    """Return a job that whoever asks may see: their own, or any for those who watch all."""
    actor, row = context.actor(), context.session().get(Job, job_id)
    if row is None or (row.asked_by_id != actor.id and not actor.may("jobs.read")):
        raise NotFound("job_unknown", job_id=job_id)
    return row


def _shown(row: Job) -> dict[str, object]:
    kind = KINDS.get(row.name)
    share = 100 if row.state == "done" else (100 * row.done // row.total if row.total else 0)
    return {
        "job": row,
        "title": kind.title if kind else row.name,
        "share": min(share, 100),
        "state": STATES[row.state],
        "tone": TONES[row.state],
        "ended": row.state in ENDED,
    }


@blueprint.get("/<int:job_id>")
@signed_in
def job(job_id: int) -> str:
    """Show one job."""
    return render_template("jobs/job.html", **_shown(own_job(job_id)))


@blueprint.get("/<int:job_id>/progress")
@signed_in
def progress(job_id: int) -> ResponseReturnValue:
    """Answer the part of the page that changes; 286 tells the page to stop asking."""
    shown = _shown(own_job(job_id))
    return render_template("jobs/progress.html", **shown), STOP_POLLING if shown["ended"] else 200


@blueprint.post("/<int:job_id>/cancel")
@signed_in
def cancel(job_id: int) -> ResponseReturnValue:
    """Ask a job to stop."""
    row = own_job(job_id)
    if row.state not in ENDED:
        row.cancel_asked = True
        if row.state == "queued":
            row.state, row.ended_at = "cancelled", context.now()
    return redirect(url_for("jobs.job", job_id=job_id), 303)
