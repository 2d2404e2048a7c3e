"""Switch the language."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp import context
from webapp.access import public
from webapp.i18n import COOKIE, LANGUAGES
from webapp.security import safe_next
from webapp.tables import Login

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Remember the language on the account and in the browser."""
    wanted = request.form.get("language", "")
    response = make_response(redirect(safe_next(request.form.get("next"), url_for("home.home")), 303))
    if wanted not in LANGUAGES:
        return response
    actor = context.current_actor()
    if actor is not None:
        context.session().get_one(Login, actor.id).language = wanted
    secure = context.config().secure_cookies
    response.set_cookie(COOKIE, wanted, max_age=400 * 86400, secure=secure, httponly=True, samesite="Lax")
    return response
