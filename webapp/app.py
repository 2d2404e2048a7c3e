"""Put the web application together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from kernel.amounts import LARGEST
from kernel.clock import Clock, SystemClock
from kernel.db import reading
from kernel.errors import Forbidden
from webapp import access, commands, detail, errors, i18n, listing, lookups, navigation, security, unit_of_work
from webapp.api import base as api
from webapp.api import files
from webapp.auth import sessions
from webapp.config import Config
from webapp.db import db
from webapp.jobs import worker
from webapp.rooms import import_all, import_tables
from webapp.secret_key import secret_weakness
from webapp.sound_json import SoundJSON

ARGON2_COST = (65536, 3)
"""Kibibytes of memory and rounds for one password."""


class BoundedInteger(IntegerConverter):
    """Read whole numbers of an address that a row may have; larger ones name no page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **kwargs})


class Sparewell(Flask):
    """Run each view inside the unit of work."""

    json_provider_class = SoundJSON

    def dispatch_request(self) -> Response:
        """Answer a request in one transaction."""
        return unit_of_work.dispatch(super().dispatch_request)


def create_app(config: Config, clock: Clock | None = None, **overrides: Any) -> Sparewell:
    """Make the application for a place; `overrides` are Flask settings, for tests."""
    if config.is_production and (weakness := secret_weakness(config.secret_key)):
        raise RuntimeError(f"the secret key {weakness}")
    import_tables()
    app = Sparewell("webapp", instance_path=str(config.instance_path))
    app.config.from_mapping(_settings(config))
    app.config.from_mapping(overrides)
    if app.config["PROPAGATE_EXCEPTIONS"] is None:
        app.config["PROPAGATE_EXCEPTIONS"] = app.testing
    app.config["CLOCK"] = clock or SystemClock()
    app.url_map.converters["int"] = BoundedInteger
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    access.public(app.view_functions["static"])
    i18n.set_up(app)
    errors.set_up(app)
    app.before_request(_identify)
    security.set_up(app)
    _register(app)
    app.teardown_request(_let_go)
    return app


def _settings(config: Config) -> Mapping[str, Any]:
    return {
        "SPAREWELL": config,
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {}
        if config.is_sqlite
        else {"pool_size": config.server_threads, "max_overflow": config.server_threads, "pool_recycle": 1800},
        "MAX_CONTENT_LENGTH": config.upload_max_bytes + 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 5000,
        "TRUSTED_HOSTS": None if "*" in config.trusted_hosts else list(config.trusted_hosts),
        "SESSION_COOKIE_NAME": "__Host-sparewell" if config.secure_cookies else "sparewell",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=config.session_absolute_hours),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        "ARGON2_COST": ARGON2_COST,
        "JOBS_IMMEDIATE": False,
        "SLEEP": time.sleep,
        "RATELIMIT_ENABLED": True,
        "JSON_SORT_KEYS": False,
    }


def _register(app: Flask) -> None:
    """Take in every listing, command, page and API file."""
    for package in ("webapp.listings", "webapp.commands_of", "webapp.jobs_of"):
        import_all(package)
    pages = import_all("webapp.pages")
    rest = api.set_up(app)
    listing.set_up(app, rest)
    commands.set_up(app, rest)
    detail.set_up(app, rest)
    lookups.set_up(app)
    for module in import_all("webapp.api"):
        if hasattr(module, "blueprint"):
            rest.register_blueprint(module.blueprint)
    files.set_up(app, rest)
    for module in pages:
        if hasattr(module, "blueprint"):
            app.register_blueprint(module.blueprint)
    navigation.set_up(app)
    worker.set_up(app)


def _identify() -> ResponseReturnValue | None:
    """Find out who asks, check the form's token and the permission; all of it reading only."""
    if request.endpoint == "static":
        return None
    session = reading(unit_of_work.begin())
    header = request.headers.get("Authorization", "")
    if header:
        token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else ""
        g.actor = sessions.actor_of_token(session, token) if request.path.startswith("/api/") else None
    else:
        g.actor = sessions.actor_of_cookie(session)
    unit_of_work.begin()
    if request.routing_exception is not None:
        return None
    security.check_texts()
    if request.method not in unit_of_work.SAFE:
        security.check_form_token()
    access.guard_view(current_app)
    actor = g.actor
    if actor and actor.must_change and access.access_of(current_app, str(request.endpoint)) != access.PUBLIC:
        return _new_password_first()
    return None


def _new_password_first() -> ResponseReturnValue | None:
    """Lead somebody whose password was given by another to the page where they set their own."""
    if request.endpoint in {"account.password", "account.password_form"}:
        return None
    if errors.for_program():
        raise Forbidden("password_must_change")
    return redirect(url_for("account.password_form"))


def _let_go(error: BaseException | None) -> None:
    """Leave no transaction open, whatever happened."""
    if error is not None and not isinstance(error, HTTPException):
        db.session.rollback()
