"""Answer errors: JSON for programs, a page with words for people; nothing tells what broke inside."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import escape
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from kernel.errors import AppError
from kernel.hashing import plain
from kernel.refusals import RAISED, refusal
from webapp import context
from webapp.access import opens
from webapp.db import db
from webapp.messages import OTHERWISE, message
from webapp.unit_of_work import record_refusal, start_reading

CODES = {
    400: "bad_request",
    401: "not_logged_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "wrong_content_type",
    422: "invalid_input",
    429: "too_many_requests",
}
KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")


def for_program() -> bool:
    """Tell whether the answer goes to a program."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def problem(code: str, text: str, status: int, **more: Any) -> ResponseReturnValue:
    """Answer an error as JSON: a stable code, words, and details."""
    return {"code": code, "message": text, "status": status, **more}, status


def app_error(error: AppError) -> ResponseReturnValue:
    """Answer what a script refused."""
    db.session.rollback()
    record_refusal(error)
    if for_program():
        return problem(error.code, message(error), error.status, details=plain(error.details))
    return page(error.status, message(error), error.code)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer what the framework refused; redirects pass."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    db.session.rollback()
    if isinstance(error, SecurityError):
        return "Bad Request\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
    text = str(OTHERWISE.get(status, OTHERWISE[400 if status < 500 else 500]))
    if for_program():
        data: dict[str, Any] = getattr(error, "data", None) or {}
        answer = problem(CODES.get(status, f"http_{status}"), text, status, errors=data.get("messages", {}))
    elif status == 401:
        following = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("login.log_in", next=following))
    else:
        answer = page(status, text)
    response = make_response(answer)
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def database_error(error: DBAPIError) -> ResponseReturnValue:
    """Answer what the database refused by a guard; anything else of it is a fault of ours."""
    if RAISED.search(str(error.orig)) or "constraint" in str(error.orig).lower():
        return app_error(refusal(error))
    return fault(error)


def fault(error: Exception) -> ResponseReturnValue:
    """Answer a fault of ours without telling its inside."""
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    db.session.rollback()
    current_app.logger.error("unhandled error in %s", request.endpoint, exc_info=error)
    return http_error(InternalServerError())


def page(status: int, text: str, code: str = "") -> ResponseReturnValue:
    """Show the words of an error with a way on; plainly, should the page itself fail."""
    try:
        start_reading()
        return render_template("error.html", status=status, text=text, code=code), status
    except Exception:
        current_app.logger.exception("the page of error %s failed", status)
        title = escape(_("Error"))
        return f"<!doctype html><html lang='en'><title>{title}</title><p>{escape(text)}</p></html>", status


def set_up(app: Flask) -> None:
    """Answer every kind of error."""
    app.register_error_handler(AppError, app_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DBAPIError, database_error)
    app.register_error_handler(Exception, fault)
    app.jinja_env.globals.update(may=context.may, opens=opens, current_actor=context.current_actor)
