"""Change settings, verify the audit trail, look at a token."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.auditing import verify_audit
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import DEFINITIONS, set_value, stored
from kernel.tables import Person, Setting
from webapp import context
from webapp.access import needs
from webapp.commands import Command, command, do, handle_form
from webapp.fields import DayField, Input, TextField
from webapp.navigation import entry
from webapp.pages.account import REVOKE
from webapp.permissions import PERMISSIONS
from webapp.tables import ApiToken

blueprint = Blueprint("administration", __name__, url_prefix="/administration")
entry("admin", _l("Settings"), "administration.settings", "settings.write", 20)


@dataclass(frozen=True, slots=True)
class KeptSetting:
    """Say which setting holds from which day on."""

    name: str
    valid_from_on: date


class SettingInput(Input):
    """Ask for a setting's value, written as JSON, and the day from which it holds."""

    name = TextField(80, required=True)
    value = fields.Raw(required=True, metadata={"label": _l("Value"), "input": "area"})
    valid_from_on = DayField(required=True, metadata={"label": _l("Holds from")})


@once
def keep_setting(
    session: Session, *, name: str, value: Any, valid_from_on: date, by: int, at: datetime, request_key: str
) -> KeptSetting:
    """Set a value from a day on."""
    del at, request_key
    set_value(session, name=name, value=value, valid_from_on=valid_from_on, by=by)
    return KeptSetting(name, valid_from_on)


def _keep(
    session: Session, *, name: str, value: Any, valid_from_on: date, by: int, at: datetime, request_key: str
) -> KeptSetting:
    """Set a value from a day on; a page gives it as text."""
    read = _read(name, value) if isinstance(value, str) else value
    return keep_setting(
        session, name=name, value=read, valid_from_on=valid_from_on, by=by, at=at, request_key=request_key
    )


def _read(name: str, text: str) -> Any:
    """Return the value that a text means: a text setting's words themselves, else JSON."""
    if name in DEFINITIONS and isinstance(DEFINITIONS[name].default, str):
        return text.strip()
    try:
        return json.loads(text, parse_constant=lambda _name: None)
    except ValueError:
        raise RuleViolation("setting_not_json", field="value") from None


KEEP = command(
    Command(
        "keep_setting",
        _l("Change a setting"),
        "settings.write",
        _keep,
        SettingInput,
        "/settings/<name>",
        "settings",
        done=_l("The setting is changed."),
    )
)


@blueprint.get("/settings")
@needs("settings.write")
def settings() -> str:
    """Show every setting with the value that holds today."""
    session, on = context.session(), context.today()
    rows = [(each, stored(session, each.name, on)) for _name, each in sorted(DEFINITIONS.items())]
    return render_template("admin/settings.html", rows=rows, shown=_shown)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


@blueprint.route("/settings/<name>", methods=["GET", "POST"])
@needs("settings.write")
def change(name: str) -> ResponseReturnValue:
    """Change a setting, and show the values that held before."""
    if name not in DEFINITIONS:
        raise NotFound("setting_unknown", name=name)
    session = context.session()
    on = context.today()
    initial = {"value": _shown(stored(session, name, on)), "valid_from_on": on.isoformat()}

    def history() -> list[tuple[date, str, str | None]]:
        rows = context.session().execute(
            select(Setting.valid_from_on, Setting.value, Person.name)
            .outerjoin(Person, Person.id == Setting.set_by_id)
            .where(Setting.name == name)
            .order_by(Setting.valid_from_on.desc())
        )
        return [(row[0], _shown(row[1]), row[2]) for row in rows]

    return handle_form(
        KEEP,
        "admin/setting.html",
        url_for("administration.settings"),
        initial=initial,
        fixed={"name": name},
        definition=DEFINITIONS[name],
        default=_shown(DEFINITIONS[name].default),
        history=history,
    )


@blueprint.get("/audit/verify")
@needs("audit.read")
def verify() -> ResponseReturnValue:
    """Check the chain of the audit trail from its first row."""
    wrong = verify_audit(context.session())
    if wrong:
        flash(
            _(
                "The trail is broken at %(ids)s. Tell the administrator of the database.",
                ids=", ".join(map(str, wrong[:20])),
            ),
            "danger",
        )
    else:
        flash(_("The trail is whole: no row was changed, added between or taken out."), "success")
    return redirect(url_for("list.audit"))


@blueprint.get("/tokens/<int:token_id>")
@needs("people.write")
def token(token_id: int) -> str:
    """Show a token's permissions."""
    row = context.session().get(ApiToken, token_id)
    if row is None:
        raise NotFound("token_unknown", token_id=token_id)
    person = context.session().get_one(Person, row.person_id)
    return render_template(
        "admin/token.html", token=row, person=person, words=[(p, PERMISSIONS.get(p, p)) for p in row.permissions]
    )


@blueprint.post("/tokens/<int:token_id>/revoke")
@needs("people.write")
def revoke(token_id: int) -> ResponseReturnValue:
    """End anybody's token."""
    return do(REVOKE, url_for("administration.token", token_id=token_id), token_id=token_id)
