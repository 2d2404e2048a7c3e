"""Keep people, their roles and their passwords."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select

from kernel.auditing import log
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.auth.accounts import create_person, set_password, update_person
from webapp.auth.passwords import random_password
from webapp.commands import Command, command, handle_form
from webapp.fields import FlagField, Input, RowId, TextField
from webapp.permissions import ROLE_NAMES, ROLES
from webapp.tables import Login, RoleGrant

blueprint = Blueprint("people", __name__, url_prefix="/people")


class PersonInput(Input):
    """Describe a person."""

    name = TextField(120, required=True, metadata={"label": _l("Full name"), "autocomplete": "name"})
    email = TextField(
        254,
        load_default=None,
        allow_none=True,
        checks=[validate.Email(error=_l("This is no mail address."))],
        metadata={"label": _l("Mail"), "input": "email"},
    )
    phone = TextField(40, load_default=None, allow_none=True, metadata={"label": _l("Phone"), "input": "tel"})
    roles = fields.List(
        fields.String(validate=validate.OneOf(list(ROLES), error=_l("Choose one of the list."))),
        load_default=list,
        metadata={"label": _l("Roles"), "choices": list(ROLE_NAMES.items())},
    )


class NewPersonInput(PersonInput):
    """Describe a new person."""

    code = TextField(
        40,
        required=True,
        checks=[validate.Regexp(r"[A-Za-z0-9._@-]+$", error=_l("Letters, digits, dots and dashes only."))],
        metadata={"label": _l("Log-in name"), "help": _l("Letters, digits, dots and dashes; it stays for good.")},
    )


class ChangedPersonInput(PersonInput):
    """Describe a changed person."""

    person_id = RowId(required=True)
    active = FlagField(load_default=True, metadata={"label": _l("Works here and may log in")})


CREATE = command(
    Command("create_person", _l("New person"), "people.write", create_person, NewPersonInput, "/people", "people")
)
UPDATE = command(
    Command(
        "update_person",
        _l("Change a person"),
        "people.write",
        update_person,
        ChangedPersonInput,
        "/people/<int:person_id>",
        "people",
        done=_l("The person is changed."),
    )
)


def found(person_id: int) -> Person:
    """Return a person or say that there is none."""
    row = context.session().get(Person, person_id)
    if row is None:
        raise NotFound("person_unknown", person_id=person_id)
    return row


def roles_of(person_id: int) -> tuple[str, ...]:
    """Return the roles that a person has."""
    held = select(RoleGrant.role).where(RoleGrant.person_id == person_id).order_by(RoleGrant.role)
    return tuple(context.session().scalars(held))


@blueprint.route("/new", methods=["GET", "POST"])
@needs("people.write")
def new() -> ResponseReturnValue:
    """Add a person."""
    return handle_form(
        CREATE,
        "command.html",
        lambda made: url_for("people.person", person_id=made.person_id),
        success=lambda made: _l("%(code)s is added. Now give a password.", code=made.code),
        back=url_for("list.people"),
        names=["code", "name", "roles", "email", "phone"],
        trail=[(_l("People"), url_for("list.people"))],
    )


@blueprint.route("/<int:person_id>", methods=["GET", "POST"])
@needs("people.write")
def person(person_id: int) -> ResponseReturnValue:
    """Show and change a person."""
    session, row = context.session(), found(person_id)
    initial: dict[str, Any] = {
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "active": row.active,
        "roles": list(roles_of(person_id)),
    }
    code, has_login = row.code, session.get(Login, person_id) is not None
    return handle_form(
        UPDATE,
        "admin/person.html",
        url_for("people.person", person_id=person_id),
        initial=initial,
        fixed={"person_id": person_id},
        person_id=person_id,
        code=code,
        has_login=has_login,
    )


@blueprint.post("/<int:person_id>/password")
@needs("people.write")
def password(person_id: int) -> ResponseReturnValue:
    """Give a person a random password, shown once; they choose their own at the first log-in."""
    session = context.session()
    made = random_password()
    set_password(session, person_id=person_id, password=made, at=context.now(), must_change=True)
    log(session, action="logged", about="password_given", key=str(person_id), facts={})
    code = session.get_one(Person, person_id).code
    return render_template("admin/password_given.html", password=made, code=code, person_id=person_id)
