"""Show a person their own account: password, log-ins, tokens."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.auditing import log
from kernel.errors import AppError, RuleViolation
from webapp import context
from webapp.access import needs, signed_in
from webapp.auth import sessions
from webapp.auth.accounts import LONGEST_TOKEN_DAYS, RevokedToken, make_token, revoke_token, set_password
from webapp.auth.passwords import matches
from webapp.commands import Command, command, do, start_over
from webapp.fields import Input, RowId, TextField, WholeField
from webapp.forms import Form, validated
from webapp.messages import message
from webapp.permissions import PERMISSIONS, ROLE_NAMES
from webapp.security import limiter
from webapp.tables import ApiToken, Login, LoginSession

blueprint = Blueprint("account", __name__, url_prefix="/account")


class PasswordInput(Input):
    """Ask for the present and a new password."""

    present = TextField(
        200,
        required=True,
        metadata={"label": _l("Present password"), "input": "password", "autocomplete": "current-password"},
    )
    new = TextField(
        200,
        required=True,
        metadata={
            "label": _l("New password"),
            "input": "password",
            "autocomplete": "new-password",
            "help": _l("At least 10 characters. All other log-ins end."),
        },
    )


class TokenInput(Input):
    """Ask for a token's name, span and permissions."""

    name = TextField(80, required=True, metadata={"label": _l("What the token is for")})
    days = WholeField(1, LONGEST_TOKEN_DAYS, required=True, metadata={"label": _l("Holds for"), "unit": _l("days")})
    permissions = fields.List(
        fields.String(validate=validate.OneOf(list(PERMISSIONS))),
        required=True,
        metadata={"label": _l("May do"), "choices": list(PERMISSIONS.items())},
    )


class RevokeInput(Input):
    """Name a token."""

    token_id = RowId(required=True)


def _revoke(session: Session, *, token_id: int, by: int, at: datetime, request_key: str) -> RevokedToken:
    """End a token: one's own, or anybody's for those who keep people."""
    anybodys = context.may("people.write")
    return revoke_token(session, token_id=token_id, any_persons=anybodys, by=by, at=at, request_key=request_key)


REVOKE = command(
    Command(
        "revoke_token",
        _l("Revoke a token"),
        "tokens.write",
        _revoke,
        RevokeInput,
        path="/tokens/<int:token_id>/revoke",
        tag="people",
        done=_l("The token no longer works."),
        also=("people.write",),
    )
)


@blueprint.get("")
@signed_in
def account() -> ResponseReturnValue:
    """Show roles, log-ins and tokens."""
    actor, session = context.actor(), context.session()
    mine = select(LoginSession).where(LoginSession.person_id == actor.id, LoginSession.ended_at.is_(None))
    tokens = select(ApiToken).where(ApiToken.person_id == actor.id).order_by(ApiToken.id.desc())
    return render_template(
        "account/account.html",
        roles=[str(name) for role, name in ROLE_NAMES.items() if role in actor.roles],
        log_ins=list(session.scalars(mine.order_by(LoginSession.id.desc()).limit(20))),
        tokens=list(session.scalars(tokens)),
        now=context.now(),
    )


@blueprint.get("/password")
@signed_in
def password_form() -> ResponseReturnValue:
    """Ask for a new password."""
    return render_template("account/password.html", form=Form(PasswordInput(), {}))


@blueprint.post("/password")
@signed_in
@limiter.limit("10 per 15 minutes")
def password() -> ResponseReturnValue:
    """Change the password, end every log-in and begin a new one."""
    data, form = validated(PasswordInput(), request.form)
    form.values = {}
    actor, session = context.actor(), context.session()
    if not form.errors:
        try:
            if not matches(session.get_one(Login, actor.id).password_hash, data["present"]):
                raise RuleViolation("password_wrong", field="present")
            set_password(session, person_id=actor.id, password=data["new"], at=context.now(), must_change=False)
        except AppError as error:
            start_over(error)
            form.errors = {str(error.details.get("field", "new")): [message(error)]}
    if form.errors:
        return render_template("account/password.html", form=form), 422
    sessions.log_in(session, actor.id)
    flash(_("The password is changed; all other log-ins have ended."), "success")
    return redirect(url_for("account.account"), 303)


@blueprint.post("/log-ins/end")
@signed_in
def end_others() -> ResponseReturnValue:
    """End every other log-in of one's own."""
    actor = context.actor()
    sessions.end_all(context.session(), actor.id, but=actor.session_id)
    flash(_("All other log-ins have ended."), "success")
    return redirect(url_for("account.account"), 303)


@blueprint.get("/tokens/new")
@needs("tokens.write")
def token_form() -> ResponseReturnValue:
    """Ask for a token's name and permissions."""
    return render_template("account/token.html", form=Form(TokenInput(), {"days": 90}), mine=_mine())


@blueprint.post("/tokens/new")
@needs("tokens.write")
def token() -> ResponseReturnValue:
    """Make a token and show it once."""
    data, form = validated(TokenInput(), request.form)
    actor, session = context.actor(), context.session()
    made = ""
    if not form.errors:
        try:
            _id, made = make_token(session, person_id=actor.id, roles=actor.roles, at=context.now(), **data)
        except AppError as error:
            start_over(error)
            form.message = message(error)
    if not made:
        return render_template("account/token.html", form=form, mine=_mine()), 422
    log(session, action="logged", about="api_token", key=data["name"], facts={"permissions": data["permissions"]})
    return render_template("account/token_made.html", token=made, name=data["name"])


def _mine() -> list[tuple[str, object]]:
    return [(name, words) for name, words in PERMISSIONS.items() if context.may(name)]


@blueprint.post("/tokens/<int:token_id>/revoke")
@needs("tokens.write", "people.write")
def revoke(token_id: int) -> ResponseReturnValue:
    """End a token."""
    return do(REVOKE, url_for("account.account"), token_id=token_id)
