"""Show the API's document as a page: what programs can do, what each call takes and answers."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask_babel import lazy_gettext as _l

from webapp.access import signed_in
from webapp.api.base import rest_api
from webapp.api.reference import topics
from webapp.navigation import entry

blueprint = Blueprint("api_page", __name__, url_prefix="/api-page")
entry("reports", _l("API for programs"), "api_page.show", "tokens.write", 900)


@blueprint.get("")
@signed_in
def show() -> str:
    """Show what programs can do."""
    return render_template("api.html", topics=topics(rest_api(current_app).described()))
