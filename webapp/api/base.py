"""Set the JSON API up: its document, its blueprints, the shape of its errors."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, ClassVar, Literal

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint
from flask_smorest.spec.plugins import FlaskPlugin
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import UnprocessableEntity

from kernel.amounts import LARGEST
from webapp.access import signed_in
from webapp.fields import ScaledField, translated
from webapp.security import limiter, rate_key

PREFIX = "/api/v1"
RATE = "1200 per minute"
LARGEST_JSON = 2 * 1024 * 1024


Describe = Callable[[APISpec], None]


class ProblemSchema(Schema):
    """Tell what went wrong: a stable code, words in the reader's language, and facts."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    status = fields.Integer(required=True)
    details = fields.Dict()
    errors = fields.Dict()


class PathPlugin(FlaskPlugin):
    """Take paths that are written out as well as Flask's rules."""

    def path_helper(self, rule: Any = None, **kwargs: Any) -> str | None:
        """Return the path of a rule; one that is written out stays."""
        if rule is None:
            return None
        path: str = super().path_helper(rule=rule, **kwargs)
        return path


class RestApi(Api):
    """Document errors in our shape and leave their answers to `webapp.errors`."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.later: list[Describe] = []
        self._lock = threading.Lock()
        super().__init__(*args, **kwargs)

    def _register_error_handlers(self) -> None:
        """Register none: one place answers errors for pages and programs."""

    def described(self) -> dict[str, Any]:
        """Return the whole document, written on first use."""
        with self._lock:
            while self.later:
                self.later.pop(0)(self.spec)
            told: dict[str, Any] = self.spec.to_dict()
        return told

    def document(self) -> ResponseReturnValue:
        """Answer the whole document."""
        self.described()
        answer: ResponseReturnValue = self._openapi_json()
        return answer


class ApiBlueprint(Blueprint):
    """Hold routes of the API."""

    HTTP_METHODS: ClassVar[list[str]] = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def api_blueprint(name: str, description: str) -> Blueprint:
    """Return a blueprint of the API, below /api/v1."""
    return ApiBlueprint(f"api_{name}", "webapp", url_prefix=PREFIX, description=description)


def described_by(rest: RestApi, describe: Describe) -> None:
    """Add a part of the document, written when somebody first asks for it: a start needs no document."""
    rest.later.append(describe)


def address_of(path: str) -> str:
    """Return a path as the document writes it.

    >>> address_of("/orders/<int:order_id>/lines/<code>")
    '/api/v1/orders/{order_id}/lines/{code}'
    """
    return PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


def path_parameters(path: str) -> list[dict[str, Any]]:
    """Return the parameters of a path as the document writes them.

    >>> [each["name"] for each in path_parameters("/orders/<int:order_id>/lines/<code>")]
    ['order_id', 'code']
    """
    kinds: dict[str, dict[str, Any]] = {"int": {"type": "integer", "minimum": 0, "maximum": LARGEST}}
    return [
        {"name": name, "in": "path", "required": True, "schema": kinds.get(kind, {"type": "string", "minLength": 1})}
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", path)
    ]


def operation(
    name: str, summary: str, tag: str, answer: type[Schema], *, errors: Iterable[int], **more: Any
) -> dict[str, Any]:
    """Return an operation as the document writes it."""
    responses: dict[str, Any] = {"200": {"description": "Done", **_content(answer)}}
    for status in errors:
        responses[str(status)] = {"description": HTTPStatus(status).phrase, **_content(ProblemSchema)}
    return {"operationId": name, "summary": summary, "tags": [tag], "responses": responses, **more}


def _content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def body_of(schema: Schema) -> dict[str, Any]:
    """Return a request's body as the document writes it."""
    return {"required": True, **_content(schema)}


def read_json() -> Any:
    """Return the request's JSON, or answer 400 for what is none: broken, or nested without end."""
    try:
        return request.get_json()
    except RecursionError:
        abort(400)


def load(
    schema: Schema, data: Any, where: str, *, unknown: Literal["exclude", "include", "raise"] | None = None
) -> dict[str, Any]:
    """Return what the schema reads, or answer 422 with the words for each field."""
    try:
        found: dict[str, Any] = schema.load(data, unknown=unknown)
    except ValidationError as error:
        answer = UnprocessableEntity()
        answer.data = {"messages": {where: translated(error.messages)}}  # type: ignore[attr-defined]
        raise answer from None
    return found


def rest_api(app: Flask) -> RestApi:
    """Return the API that was set up on an application."""
    found: RestApi = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return found


def set_up(app: Flask) -> RestApi:
    """Make the API and its document at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Sparewell",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_names())  # type: ignore[arg-type]
    rest = RestApi(
        app,
        spec_kwargs={
            "flask_plugin": PathPlugin(),
            "marshmallow_plugin": plugin,
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
            "servers": [{"url": "/"}],
        },
    )
    assert plugin.converter is not None
    plugin.converter.add_attribute_function(_amount_property)  # type: ignore[no-untyped-call]

    @signed_in
    def document() -> ResponseReturnValue:
        return rest.document()

    app.view_functions["api-docs.openapi_json"] = document
    app.before_request(_json_only)
    app.before_request(_limit_api)
    return rest


_NAMED: dict[str, type[Schema]] = {}
"""Which schema bears which name in the document."""


def _schema_names() -> Callable[[Any], str | bool]:
    """Return the function that names schemas in a document; a second one of the same name bears its module's too."""
    taken: dict[str, type] = {}

    def name_of(schema: Any) -> str | bool:
        made = schema() if isinstance(schema, type) else schema
        if getattr(made, "only", None) or getattr(made, "exclude", None) or getattr(made, "partial", None):
            return False
        kind = type(made)
        name = kind.__name__.removesuffix("Schema")
        if name in {"Generated", "Input", ""}:
            return False
        if taken.setdefault(name, kind) is not kind:
            name += "".join(word.capitalize() for word in kind.__module__.rpartition(".")[2].split("_"))
        while taken.setdefault(name, kind) is not kind:
            name += "2"
        return name

    return name_of


def _amount_property(self: Any, field: Any, **_: Any) -> dict[str, Any]:
    """Describe exact amounts as strings."""
    del self
    if not isinstance(field, ScaledField):
        return {}
    return {"type": "string", "pattern": r"^-?[0-9]{1,16}(\.[0-9]{1,9})?$", "example": "12.5"}


def _json_only() -> None:
    """Refuse a body that is no JSON, or far too long, before anything reads it."""
    if not request.path.startswith(f"{PREFIX}/") or request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if request.endpoint is None or request.endpoint.startswith("api_files."):
        return
    if (request.content_length or 0) > LARGEST_JSON:
        abort(413)
    if not request.is_json and (request.content_length or request.mimetype):
        abort(415)


def _limit_api() -> None:
    """Count calls of the API, whatever their endpoint."""
    if request.path.startswith(f"{PREFIX}/"):
        _LIMITED()


def _nothing() -> None:
    """Do nothing; the limiter wraps it."""


_LIMITED = limiter.limit(RATE, key_func=rate_key)(_nothing)
