"""Declare what can be done: one registration gives the API endpoint, its document and the page's form."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from apispec import APISpec
from flask import Blueprint, Flask, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from marshmallow import Schema
from sqlalchemy.orm import Session

from kernel.errors import AppError, Forbidden, RuleViolation
from webapp import context
from webapp.access import needs
from webapp.api.base import (
    PREFIX,
    RestApi,
    address_of,
    body_of,
    described_by,
    load,
    operation,
    path_parameters,
    read_json,
)
from webapp.context import Actor
from webapp.fields import Input
from webapp.forms import Form, new_key, validated
from webapp.messages import message
from webapp.shapes import schema_of
from webapp.standing_in import standing_in
from webapp.unit_of_work import record_refusal, start_reading

SOUND_KEY = re.compile(r"[A-Za-z0-9._:-]{8,64}")


@dataclass(frozen=True, eq=False)
class Command:
    """Describe something that people and programs can do.

    `run` is a script: it gets the session, the data of the schema, and by=, at= and request_key=; the names in `path`
    (`<int:order_id>`) are given to it too and belong to the schema as well where pages have no such address.
    `check` may refuse an object that is not this person's, before `run`. `needed` tells which one of its permissions
    these very data need, where one is not enough for all.
    """

    name: str
    title: Any
    permission: str
    run: Callable[..., Any]
    schema: type[Schema] = Input
    path: str = ""
    tag: str = ""
    check: Callable[[Session, Actor, dict[str, Any]], object] | None = None
    result: type | None = None
    done: Any = ""
    also: tuple[str, ...] = ()
    needed: Callable[[Session, dict[str, Any]], str] | None = None

    @property
    def url(self) -> str:
        """Return the path below /api/v1."""
        return self.path or f"/{self.name.replace('_', '-')}"

    @property
    def returns(self) -> type:
        """Return the dataclass that the script gives back."""
        found = self.result or get_type_hints(inspect.unwrap(self.run)).get("return")
        if not isinstance(found, type):
            raise TypeError(f"the script of {self.name} must say what it returns")
        return found

    @property
    def permissions(self) -> tuple[str, ...]:
        """Return the permissions of which one is enough."""
        return (self.permission, *self.also)


COMMANDS: dict[str, Command] = {}


def command(made: Command) -> Command:
    """Register a command."""
    if made.name in COMMANDS:
        raise ValueError(f"there are two commands {made.name}")
    COMMANDS[made.name] = made
    return made


def run(made: Command, data: dict[str, Any], request_key: str) -> Any:
    """Carry a command out for whoever asks; the caller's transaction holds what it writes."""
    actor, session = context.actor(), context.session()
    if not actor.permissions.intersection(made.permissions):
        raise Forbidden("permission_missing", permission=made.permission)
    if made.check is not None:
        made.check(session, actor, data)
    wanted = (made.needed(session, data),) if made.needed else made.permissions
    if not actor.permissions.intersection(wanted):
        raise Forbidden("permission_missing", permission=wanted[0])
    key = f"p{actor.id}:{request_key}"
    with standing_in(session, actor, made.name, wanted, data, key):
        return made.run(session, **data, by=actor.id, at=context.now(), request_key=key)


def handle_form(
    made: Command,
    template: str,
    next_url: Callable[[Any], str] | str,
    *,
    initial: dict[str, Any] | None = None,
    fixed: dict[str, Any] | None = None,
    success: Callable[[Any], str] | str = "",
    **shown: Any,
) -> ResponseReturnValue:
    """Show a command's form, or carry it out and go on to `next_url`.

    After an error the form comes back with what was typed, the message beside its field and the first of them in
    focus. `initial` fills the boxes at first, `fixed` are values from the address that people cannot change; `shown`
    goes to the template, which finds the form as `form`. Values of `shown` may be functions: they are called only when
    the page is shown.
    """
    schema = made.schema()
    if request.method != "POST":
        return render_template(
            template, command=made, form=Form(schema, initial or {}, hidden=frozenset(fixed or ())), **_called(shown)
        )
    data, form = validated(schema, request.form, fixed)
    if not form.errors:
        try:
            result = run(made, data, form.request_key)
        except AppError as error:
            start_over(error)
            form.message = message(error)
            place = error.details.get("field")
            if isinstance(place, str) and place in form.names:
                form.errors = {place: [form.message]}
            return _shown_again(template, made, form, error.status, shown)
        flash(_said(made, success, result), "success")
        return redirect(next_url(result) if callable(next_url) else next_url, 303)
    form.message = form.message or _("Some entries cannot be used. Nothing was changed; see the marked fields.")
    start_reading()
    return _shown_again(template, made, form, 422, shown)


def do(
    made: Command,
    next_url: Callable[[Any], str] | str,
    *,
    back: str = "",
    success: Callable[[Any], str] | str = "",
    **data: Any,
) -> ResponseReturnValue:
    """Carry out a command from a page's button, say so, and go on to `next_url`.

    What the form sent is read by the command's schema; `data` are values from the address, which a form cannot change.
    A refusal is said on the page `back` (or `next_url`, when that is an address).
    """
    read, form = validated(made.schema(), request.form, data)
    home = back or (next_url if isinstance(next_url, str) else "")
    try:
        if form.errors:
            raise RuleViolation("form_incomplete", fields=tuple(form.errors))
        result = run(made, read, form.request_key)
    except AppError as error:
        if not home:
            raise
        start_over(error)
        flash(message(error), "danger")
        return redirect(home, 303)
    flash(_said(made, success, result), "success")
    return redirect(next_url(result) if callable(next_url) else next_url, 303)


def _said(made: Command, success: Callable[[Any], str] | str, result: Any) -> str:
    """Return what is said after a command: the page's own words, made of the result where it wants to, or its usual."""
    return str(success(result) if callable(success) else success or made.done or _("Done."))


def start_over(error: AppError) -> None:
    """Roll back what a refused command wrote, record the refusal, and read anew."""
    record_refusal(error)
    start_reading()


def _called(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in shown.items()}


def _shown_again(template: str, made: Command, form: Form, status: int, shown: dict[str, Any]) -> Response:
    text = render_template(template, command=made, form=form, **_called(shown))
    return make_response(text, status)


KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,64}$"},
    "description": "Chosen by the caller; the same key with the same content happens once.",
}
ERRORS = (400, 401, 403, 404, 409, 413, 415, 422, 429)


def set_up(app: Flask, rest: RestApi) -> None:
    """Give every command its API endpoint."""
    app.jinja_env.globals["new_key"] = new_key
    routes = Blueprint("api_commands", "webapp", url_prefix=PREFIX)
    for made in COMMANDS.values():
        routes.add_url_rule(made.url, made.name, needs(*made.permissions)(_api_view(made)), methods=["POST"])
    app.register_blueprint(routes)
    described_by(rest, _describe)


def _describe(spec: APISpec) -> None:
    for made in COMMANDS.values():
        more = {
            "parameters": [*path_parameters(made.url), KEY_PARAMETER],
            "requestBody": body_of(_body(made)),
            "description": (inspect.getdoc(inspect.unwrap(made.run)) or "").split("\n")[0],
        }
        summary = made.name.replace("_", " ").capitalize()
        answer = schema_of(made.returns)
        described = operation(made.name, summary, made.tag or "commands", answer, errors=ERRORS, **more)
        spec.path(path=address_of(made.url), operations={"post": described})


@cache
def _body(made: Command) -> Schema:
    """Return the schema of a request's body: what stands in the path is no part of it."""
    inner = {each["name"] for each in path_parameters(made.url)}
    return made.schema(exclude=sorted(inner & set(made.schema._declared_fields)))  # noqa: SLF001


def _api_view(made: Command) -> Callable[..., Any]:
    def view(**path: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not SOUND_KEY.fullmatch(key):
            raise RuleViolation("request_key_missing")
        data = load(_body(made), read_json(), "json")
        return schema_of(made.returns)().dump(run(made, {**data, **path}, key))

    return view
