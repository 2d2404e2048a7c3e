"""Keep the browser's side safe: headers, forms' tokens, addresses to come back to, rates."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest

from webapp import context

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = "camera=(self), microphone=(), geolocation=(), payment=()"


def allow_wasm() -> str:
    """Let this page run the barcode reader's WebAssembly; the macro of the scan box calls it."""
    g.wasm = True
    return ""


def add_headers(response: Response) -> Response:
    """Give every answer the headers that keep a browser careful."""
    script = "'self' 'wasm-unsafe-eval'" if g.get("wasm") else "'self'"
    policy = {**POLICY, "script-src": script}
    headers = response.headers
    headers.setdefault("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items()))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Permissions-Policy"] = PERMISSIONS_POLICY
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if context.config().secure_cookies:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def safe_next(address: str | None, default: str) -> str:
    r"""Return an address inside this place, or the default: a link must not lead a log-in elsewhere.

    >>> safe_next("/parts?page=2", "/"), safe_next("//evil.example", "/"), safe_next("/\\\\evil.example", "/")
    ('/parts?page=2', '/', '/')
    """
    if not address or not address.startswith("/") or "\\" in address or any(ord(c) < 33 for c in address):
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc or address.startswith("//") else address


def check_form_token() -> None:
    """Refuse a writing request without the form's token; a bearer token is no cookie and needs none."""
    if "Authorization" not in request.headers:
        csrf.protect()


def check_texts() -> None:
    """Refuse characters in the address or a form that no name holds and PostgreSQL cannot store."""
    given = [*request.args.values(), *(str(value) for value in (request.view_args or {}).values())]
    if request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        given += request.form.values()
        if any(name is None for name in (*request.form, *request.files)):  # a part without a name: nothing reads it
            raise BadRequest
    if any("\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text) for text in given):
        raise BadRequest


def rate_key() -> str:
    """Count API calls for each token or person, else for each address."""
    actor = context.current_actor()
    if actor is None:
        return str(get_remote_address())
    return f"token:{actor.token_id}" if actor.token_id else f"person:{actor.id}"


def set_up(app: Flask) -> None:
    """Put the guards up."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(add_headers)
    app.jinja_env.globals.update(allow_wasm=allow_wasm)
