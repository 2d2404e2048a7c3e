"""Let promises lapse at once; the worker does the same every hour."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from inventory.tables import Reservation
from webapp import context
from webapp.access import needs
from webapp.forms import KEY_FIELD, new_key
from webapp.jobs import ask

blueprint = Blueprint("requests_lapse", __name__)


@blueprint.route("/part-requests/lapse", methods=["GET", "POST"])
@needs("jobs.read")
def lapse() -> ResponseReturnValue:
    """Say how many promises are over, and let them lapse."""
    session = context.session()
    if request.method == "POST":
        job_id = ask(session, "expire_reservations", request.form.get(KEY_FIELD, "") or new_key())
        return redirect(url_for("jobs.job", job_id=job_id), 303)
    over = select(func.count()).select_from(Reservation)
    due = session.scalar(over.where(Reservation.state == "open", Reservation.expires_at <= context.now())) or 0
    return render_template("requests/lapse.html", due=due)
