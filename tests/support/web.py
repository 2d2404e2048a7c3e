"""Clients for the pages and the API: an application on a fresh database, and log-ins for each role."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import acting, audit_session
from kernel.clock import FixedClock
from kernel.db import make_engine
from kernel.tables import Person
from webapp.app import create_app
from webapp.auth.passwords import hash_password
from webapp.config import Config
from webapp.db import db
from webapp.security import limiter
from webapp.tables import Login, RoleGrant

PASSWORD = "a-good-long-password"
CHEAP_ARGON2 = (64, 1)
START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
Sessions = sessionmaker()
audit_session(Sessions)


_shared: list[Flask] = []


def make_app(url: str, folder: Path, **overrides: Any) -> Flask:
    """Return an application on the database, with cheap passwords, a clock that stands, and jobs at once.

    Making one takes a while, so tests that want nothing special share one, each time on their own database.
    """
    config = overrides.pop("config", None) or Config(
        mode="demo", secret_key="0123456789abcdef" * 3, instance_path=folder, database_url=url, default_language="en"
    )
    settings = {
        "TESTING": True,
        "ARGON2_COST": CHEAP_ARGON2,
        "JOBS_IMMEDIATE": True,
        "RATELIMIT_ENABLED": False,
        "SLEEP": time.sleep,
    }
    if overrides or config.is_production:
        return create_app(config, FixedClock(START), **{**settings, **overrides})
    if not _shared:
        _shared.append(create_app(config, FixedClock(START), **settings))
    app = _shared[0]
    limiter.enabled = False  # one for all applications: a test of the limits has switched it on for its own
    app.config.update(settings, SPAREWELL=config, CLOCK=FixedClock(START))
    with app.app_context():
        db.engine.dispose()
        db._app_engines[app][None] = make_engine(url)
    return app


class Web:
    """Hold an application with people of every role and clients for them."""

    def __init__(self, app: Flask) -> None:
        """Make the people who are not there yet."""
        self.app = app
        self.clients: dict[str, FlaskClient] = {}
        with app.app_context():
            self.hash = hash_password(PASSWORD)

    @property
    def engine(self) -> Engine:
        """Return the engine of the application."""
        with self.app.app_context():
            return db.engine

    def session(self) -> Session:
        """Return an audited session beside the application; close it before the next request on SQLite."""
        opened = Sessions(bind=self.engine)
        return acting(opened, by=None, at=START, source="test")

    def person(self, code: str, *roles: str) -> int:
        """Return the id of a person who may log in with these roles; made or changed as needed."""
        with self.session() as session:
            row = session.scalar(select(Person).where(Person.code == code))
            if row is None:
                row = Person(code=code, name=code.capitalize())
                session.add(row)
                session.flush()
            if session.get(Login, row.id) is None:
                session.add(Login(person_id=row.id, password_hash=self.hash, password_set_at=START))
            held = set(session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == row.id)))
            for role in set(roles) - held:
                session.add(RoleGrant(person_id=row.id, role=role))
            session.commit()
            return row.id

    def client(self, *, https: bool = False) -> Client:
        """Return a client that has not logged in."""
        return Client(self.app, "https://localhost" if https else "http://localhost")

    def as_(self, code: str, *roles: str) -> Client:
        """Return a client logged in as a person; without roles the code is the role."""
        self.person(code, *(roles or (code,)))
        client = self.client()
        client.log_in(code)
        return client

    def at(self, moment: datetime) -> None:
        """Let the application's clock stand at another moment."""
        self.app.config["CLOCK"].at = moment.astimezone(UTC)


class Client:
    """Drive pages and API as a browser or a program would: forms carry their token."""

    def __init__(self, app: Flask, base: str) -> None:
        """Begin with an empty browser."""
        self.raw = app.test_client()
        self.base = base

    def get(self, path: str, **more: Any) -> Any:
        """Open a page."""
        return self.raw.get(path, base_url=self.base, **more)

    def text(self, path: str, **more: Any) -> str:
        """Open a page that must answer 200 and return its HTML."""
        answer = self.get(path, **more)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.text

    def token(self, path: str = "/login") -> str:
        """Return the CSRF token of this browser."""
        page = self.get("/account", follow_redirects=True).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, f"no token on {path}"
        return found[1]

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, key: str = "", token: str = "", **more: Any
    ) -> Any:
        """Send a form with its token and a request key (a fresh one unless given)."""
        from webapp.forms import new_key

        sent = {"csrf_token": token or self.token(), "request_key": key or new_key(), **(data or {})}
        return self.raw.post(path, data=sent, base_url=self.base, **more)

    def log_in(self, code: str, password: str = PASSWORD) -> Any:
        """Log in."""
        return self.post("/login", {"code": code, "password": password})

    def api(
        self, path: str, body: Any = None, *, key: str = "", bearer: str = "", method: str = "", **more: Any
    ) -> Any:
        """Call the API: GET without a body, else POST with an Idempotency-Key."""
        from webapp.forms import new_key

        headers = dict(more.pop("headers", {}))
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        method = method or ("GET" if body is None else "POST")
        if method != "GET":
            headers.setdefault("Idempotency-Key", key or new_key())
            if not bearer:
                headers.setdefault("X-CSRFToken", self.token())
        if body is not None:
            more["json"] = body
        return self.raw.open("/api/v1" + path, method=method, headers=headers, base_url=self.base, **more)


def request_key(page: str) -> str:
    """Return the request key that a page's form bears."""
    found = re.search(r'name="request_key" value="([^"]+)"', page)
    assert found, "the page has no form with a request key"
    return found[1]
