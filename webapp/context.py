"""Tell a view who asks, when, in which language and zone; the values hold for the whole request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app, g, has_request_context
from sqlalchemy.orm import Session

from kernel import settings
from kernel.clock import Clock
from kernel.errors import Forbidden
from webapp.config import Config
from webapp.db import db


@dataclass(frozen=True, slots=True)
class Actor:
    """Hold who acts: a person with roles, maybe narrowed by an API token.

    `lent` names the permissions that are somebody else's, by the ids of `signing_deputy` rows that lend them today;
    they stand in `permissions` too. `lent_roles` are the roles of those who lend.
    """

    id: int
    code: str
    name: str
    roles: frozenset[str]
    permissions: frozenset[str]
    language: str | None = None
    must_change: bool = False
    token_id: int | None = None
    session_id: int | None = None
    lent: Mapping[str, frozenset[int]] = field(default_factory=dict)
    lent_roles: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        """Tell whether they have the permission."""
        return permission in self.permissions


def config() -> Config:
    """Return the settings of the place."""
    return cast(Config, current_app.config["SPAREWELL"])


def clock() -> Clock:
    """Return the application's clock."""
    return cast(Clock, current_app.config["CLOCK"])


def now() -> datetime:
    """Return the instant of the request: read once, so that all its rows bear the same."""
    if not has_request_context():
        return clock().now()
    if "at" not in g:
        g.at = clock().now()
    return cast(datetime, g.at)


def today() -> date:
    """Return the business date of the request."""
    return settings.day_of(session(), now())


def business_zone() -> ZoneInfo:
    """Return the business time zone of the settings, looked up once a request."""
    return settings.business_zone(session())


def session() -> Session:
    """Return the request's database session: a reader for GET, a writer otherwise."""
    return cast(Session, db.session())


def current_actor() -> Actor | None:
    """Return who asks, or None before log-in."""
    return cast("Actor | None", g.get("actor"))


def actor() -> Actor:
    """Return who asks; only for views that are not public."""
    found = current_actor()
    if found is None:
        raise Forbidden("not_logged_in")
    return found


def may(permission: str) -> bool:
    """Tell whether whoever asks has the permission."""
    found = current_actor()
    return found is not None and found.may(permission)
