"""Set the JSON API up: its document, its blueprints, the shape of its errors."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, abort, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema, fields

from webapp.access import signed_in
from webapp.fields import ScaledField
from webapp.security import limiter, rate_key

PREFIX = "/api/v1"
RATE = "1200 per minute"
LARGEST_JSON = 2 * 1024 * 1024


class ProblemSchema(Schema):
    """Tell what went wrong: a stable code, words in the reader's language, and facts."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    status = fields.Integer(required=True)
    details = fields.Dict()
    errors = fields.Dict()


class RestApi(Api):  # type: ignore[misc]
    """Document errors in our shape and leave their answers to `webapp.errors`."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Register none: one place answers errors for pages and programs."""


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """Hold routes of the API."""

    HTTP_METHODS: ClassVar[list[str]] = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def api_blueprint(name: str, description: str) -> Blueprint:
    """Return a blueprint of the API, below /api/v1."""
    return ApiBlueprint(f"api_{name}", "webapp", url_prefix=PREFIX, description=description)


def path_parameters(path: str) -> list[tuple[str, str]]:
    """Return the names and kinds in a path.

    >>> path_parameters("/orders/<int:order_id>/lines/<code>")
    [('order_id', 'int'), ('code', 'string')]
    """
    return [(name, kind or "string") for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", path)]


def set_up(app: Flask) -> Api:
    """Make the API and its document at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Sparewell",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    rest = RestApi(
        app,
        spec_kwargs={
            "marshmallow_plugin": plugin,
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
            "security": [{"token": []}],
            "servers": [{"url": "/"}],
        },
    )
    plugin.converter.add_attribute_function(_amount_property)
    inner = app.view_functions["api-docs.openapi_json"]
    app.view_functions["api-docs.openapi_json"] = signed_in(lambda: inner())
    app.before_request(_json_only)
    app.before_request(_limit_api)
    return rest


def _schema_name(schema: Any) -> str | bool:
    """Name a schema in the document; narrowed ones are written where they stand."""
    made = schema() if isinstance(schema, type) else schema
    if getattr(made, "only", None) or getattr(made, "exclude", None) or getattr(made, "partial", None):
        return False
    name = type(made).__name__
    return False if name in {"GeneratedSchema", "Input"} else name.removesuffix("Schema")


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
    if request.endpoint is None or request.endpoint.startswith("api_files"):
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

__all__ = ["ApiBlueprint", "ProblemSchema", "api_blueprint", "path_parameters", "set_up"]
