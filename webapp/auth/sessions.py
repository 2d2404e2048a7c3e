"""Begin, find and end log-ins: a row on the server and a random text in the signed cookie."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import request
from flask import session as cookie
from sqlalchemy import CompoundSelect, Row, bindparam, null, select, union_all
from sqlalchemy.orm import Session

from kernel.auditing import acting, log
from kernel.prepared import run
from kernel.settings import TIMEZONE, day_of, holding, know_setting, know_zone
from kernel.tables import Person
from receiving.settings import BLIND
from webapp import context
from webapp.context import Actor
from webapp.permissions import as_received, lent_by, permissions_of
from webapp.tables import ApiToken, Login, LoginSession, RoleGrant, SigningDeputy
from webapp.unit_of_work import source

TOKEN_PREFIX = "sw_"  # noqa: S105 - not a secret, it only tells a token from other texts
RENEWED_EVERY_SECONDS = 60

_WHO = (
    Person.code,
    Person.name,
    Person.active,
    Login.language,
    Login.must_change,
    holding(TIMEZONE, date.max).label("zone"),
)
_LOG_IN = (
    select(LoginSession.id, LoginSession.person_id, LoginSession.began_at, LoginSession.ended_at, *_WHO)
    .join(Person, Person.id == LoginSession.person_id)
    .join(Login, Login.person_id == Person.id)
    .where(LoginSession.token_hash == bindparam("hash"))
)
_TOKEN = (
    select(ApiToken.id, ApiToken.person_id, ApiToken.permissions, ApiToken.expires_at, ApiToken.revoked_at, *_WHO)
    .join(Person, Person.id == ApiToken.person_id)
    .join(Login, Login.person_id == Person.id)
    .where(ApiToken.token_hash == bindparam("hash"))
)
_NAMED = (
    select(Person.id.label("person_id"), *_WHO)
    .join(Login, Login.person_id == Person.id)
    .where(Person.code == bindparam("code"))
)
_BLIND = holding(BLIND).label("blind")
_ROLES: CompoundSelect[Any] = union_all(
    select(SigningDeputy.id, SigningDeputy.begins_on, SigningDeputy.ends_on, RoleGrant.role, _BLIND)
    .join(RoleGrant, RoleGrant.person_id == SigningDeputy.giver_id)
    .join(Person, Person.id == SigningDeputy.giver_id)
    .where(SigningDeputy.deputy_id == bindparam("person"), SigningDeputy.ended_at.is_(None), Person.active),
    select(null(), null(), null(), RoleGrant.role, _BLIND).where(RoleGrant.person_id == bindparam("person")),
)
"""Statements of every request, made once, with the settings that it needs: who it is, and with which roles.

The roles that somebody lends stand beside their row's id and days.
"""


def hashed(token: str) -> str:
    """Return the hash under which a random token is kept; it is long, so no salt and no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def log_in(session: Session, person_id: int) -> None:
    """Begin a new log-in: what the cookie held before is gone, so nobody can have planted it."""
    end_current(session)
    acting(session, by=person_id, at=context.now(), source=source())
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            person_id=person_id,
            token_hash=hashed(token),
            began_at=context.now(),
            address=(request.remote_addr or "")[:60],
            device=request.user_agent.string[:200],
        )
    )
    log(session, action="logged", about="login", key=str(person_id), facts={"address": request.remote_addr or ""})
    cookie.clear()
    cookie.permanent = True
    cookie["sid"] = token
    cookie["seen"] = int(context.now().timestamp())


def end_current(session: Session) -> None:
    """End the log-in that the cookie names and empty the cookie."""
    if token := cookie.get("sid"):
        row = session.scalar(select(LoginSession).where(LoginSession.token_hash == hashed(token)))
        if row is not None and row.ended_at is None:
            row.ended_at = context.now()
    cookie.clear()


def end_all(session: Session, person_id: int, *, but: int | None = None) -> None:
    """End every log-in of a person, maybe but the present one."""
    open_rows = select(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    for row in session.scalars(open_rows):
        if row.id != but:
            row.ended_at = context.now()
    session.flush()


def actor_of_cookie(session: Session) -> Actor | None:
    """Return whose log-in the cookie names, if it has not ended, idled or grown too old."""
    token, seen = cookie.get("sid"), cookie.get("seen")
    if not isinstance(token, str) or not isinstance(seen, int):
        return None
    config, at = context.config(), context.now()
    if at.timestamp() - seen > config.session_idle_minutes * 60:
        return None
    row = run(session, _LOG_IN, hash=hashed(token)).one_or_none()
    if row is None or row.ended_at is not None or at - row.began_at > timedelta(hours=config.session_absolute_hours):
        return None
    if at.timestamp() - seen >= RENEWED_EVERY_SECONDS:
        cookie["seen"] = int(at.timestamp())
    return _actor(session, row, session_id=row.id)


def actor_of_token(session: Session, token: str) -> Actor | None:
    """Return for whom an API token acts; it narrows what they may do and never widens it."""
    row = run(session, _TOKEN, hash=hashed(token)).one_or_none()
    if row is None or row.revoked_at is not None or row.expires_at <= context.now():
        return None
    return _actor(session, row, token_id=row.id, narrowed=frozenset(row.permissions))


def actor_named(session: Session, code: str) -> Actor | None:
    """Return the active person of that log-in name as an actor, or None."""
    row = run(session, _NAMED, code=code).one_or_none()
    return None if row is None else _actor(session, row)


def _actor(
    session: Session,
    who: Row[*tuple[Any, ...]],
    *,
    session_id: int | None = None,
    token_id: int | None = None,
    narrowed: frozenset[str] | None = None,
) -> Actor | None:
    """Return an active person as an actor, or None."""
    if not who.active:
        return None
    know_zone(session, who.zone)
    today = day_of(session, context.now())
    held = run(session, _ROLES, person=who.person_id, day=today).all()
    roles = frozenset(row.role for row in held if row.id is None)
    permissions = permissions_of(roles)
    if "arrivals.read" in permissions and "arrivals.expected" not in permissions:
        permissions = as_received(permissions, blind=bool(know_setting(session, BLIND, today, held[0].blind)))
    if narrowed is not None and "arrivals.read" in narrowed:
        narrowed |= {"arrivals.expected"}  # what the person may see of arrivals, the token may
    lending = [row for row in held if row.id] if narrowed is None else []
    lent, lent_roles = _lent(lending, permissions)
    return Actor(
        id=who.person_id,
        code=who.code,
        name=who.name,
        roles=roles,
        permissions=permissions | lent.keys() if narrowed is None else permissions & narrowed,
        language=who.language,
        must_change=who.must_change,
        session_id=session_id,
        token_id=token_id,
        lent=lent,
        lent_roles=lent_roles,
    )


def _lent(
    rows: Sequence[Row[*tuple[Any, ...]]], own: frozenset[str]
) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Return what others lend a person today beyond their own: permissions by the ids that lend them, and roles.

    A token never gets it: what a program does stands under nobody else's name.
    """
    if not rows:
        return {}, frozenset()
    today = context.today()
    roles: dict[int, set[str]] = defaultdict(set)
    for key, begins_on, ends_on, role, _blind in rows:
        if begins_on <= today <= ends_on:
            roles[key].add(role)
    lent: dict[str, set[int]] = defaultdict(set)
    for key, held in roles.items():
        for name in lent_by(held) - own:
            lent[name].add(key)
    lending = {role for key, held in roles.items() if any(key in keys for keys in lent.values()) for role in held}
    return {name: frozenset(keys) for name, keys in lent.items()}, frozenset(lending - {"admin"})
