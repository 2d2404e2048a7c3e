"""Show the API's document with Swagger UI, from our own copy of it."""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, abort, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from webapp.access import public, signed_in
from webapp.navigation import entry

blueprint = Blueprint("api_page", __name__, url_prefix="/api-page")
entry("reports", _l("API for programs"), "api_page.show", "tokens.write", 900)

FILES = Path(flask_swagger_ui.__file__).parent / "dist"
NAMES = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})


@blueprint.get("")
@signed_in
def show() -> str:
    """Show what programs can do."""
    return render_template("api.html")


@blueprint.get("/files/<name>")
@public
def file(name: str) -> ResponseReturnValue:
    """Hand out Swagger UI's files."""
    if name not in NAMES:
        abort(404)
    response = send_from_directory(FILES, name, max_age=86400)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
