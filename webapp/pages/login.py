"""Log in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from kernel.auditing import log
from kernel.tables import Person
from webapp import context
from webapp.access import public, signed_in
from webapp.auth import sessions
from webapp.auth.passwords import matches
from webapp.db import db
from webapp.security import limiter, safe_next
from webapp.tables import Login
from webapp.unit_of_work import begin, in_own_transaction, start_reading

blueprint = Blueprint("login", __name__)

PER_ADDRESS = "30 per minute; 300 per hour"
PER_ACCOUNT = "10 per 15 minutes"


def _account() -> str:
    return "account:" + request.form.get("code", "").strip().lower()[:40]


@blueprint.get("/login")
@public
def log_in() -> ResponseReturnValue:
    """Ask for name and password."""
    following = safe_next(request.args.get("next"), url_for("home.home"))
    if context.current_actor() is not None:
        return redirect(following)
    return render_template("login.html", next=following, code="", message="")


@blueprint.post("/login")
@public
@limiter.limit(PER_ADDRESS, methods=["POST"])
@limiter.limit(PER_ACCOUNT, key_func=_account, methods=["POST"])
def check() -> ResponseReturnValue:
    """Begin a log-in, or say that name and password do not fit: the same words whatever is wrong."""
    code = request.form.get("code", "").strip()[:40]
    following = safe_next(request.form.get("next"), url_for("home.home"))
    session = start_reading()
    found = session.execute(
        select(Person.id, Person.active, Login.password_hash)
        .join(Login, Login.person_id == Person.id)
        .where(Person.code == code)
    ).one_or_none()
    known = found if found is not None and found.active else None
    right = matches(known.password_hash if known else None, request.form.get("password", ""))
    if known is None or not right:
        in_own_transaction(
            lambda own: log(own, action="refused", about="login", key=code, facts={"address": request.remote_addr})
        )
        start_reading()
        said = _("Name and password do not fit. Check both, or ask the administrator for a new password.")
        return render_template("login.html", next=following, code=code, message=said), 401
    db.session.rollback()
    sessions.log_in(begin(), known.id)
    return redirect(following, 303)


@blueprint.post("/logout")
@signed_in
def log_out() -> ResponseReturnValue:
    """End the log-in, on the server too."""
    session = context.session()
    log(session, action="logged", about="logout", key=str(context.actor().id), facts={})
    sessions.end_current(session)
    return redirect(url_for("login.log_in"), 303)
