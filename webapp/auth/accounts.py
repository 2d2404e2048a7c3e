"""Keep people, their roles, passwords and tokens: the scripts behind the administrator's pages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.errors import Forbidden, InvalidState, NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.tables import Person
from webapp.auth.passwords import check_strength, hash_password
from webapp.auth.sessions import TOKEN_PREFIX, end_all, hashed
from webapp.permissions import ROLES, permissions_of
from webapp.tables import ApiToken, Login, RoleGrant

LONGEST_TOKEN_DAYS = 366


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Say which person was kept."""

    person_id: int
    code: str


@dataclass(frozen=True, slots=True)
class RevokedToken:
    """Say which token no longer works."""

    token_id: int


@once
def create_person(
    session: Session,
    *,
    code: str,
    name: str,
    roles: list[str],
    by: int | None,
    at: datetime,
    request_key: str,
    email: str | None = None,
    phone: str | None = None,
) -> KeptPerson:
    """Add a person with roles; the password is set in a step of its own, so that it is never remembered."""
    del at, request_key
    person = Person(code=code, name=name, email=email, phone=phone)
    with refusals():
        session.add(person)
        session.flush()
    _grant(session, person.id, roles, by)
    return KeptPerson(person.id, person.code)


@once
def update_person(
    session: Session,
    *,
    person_id: int,
    name: str,
    roles: list[str],
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
    email: str | None = None,
    phone: str | None = None,
) -> KeptPerson:
    """Change a person; who is disabled or loses a role is logged out everywhere."""
    del at, request_key
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person_unknown", person_id=person_id)
    held = set(session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person_id)))
    if "admin" in held and ("admin" not in roles or not active) and _admins(session) <= 1:
        raise InvalidState("last_administrator")
    person.name, person.email, person.phone = name, email, phone
    person.active = active
    _grant(session, person_id, roles, by)
    if not active or held - set(roles):
        end_all(session, person_id)
    return KeptPerson(person.id, person.code)


def set_password(session: Session, *, person_id: int, password: str, at: datetime, must_change: bool) -> None:
    """Set a person's password and end all their log-ins."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person_unknown", person_id=person_id)
    check_strength(password, person.code, person.name)
    login = session.get(Login, person_id)
    if login is None:
        session.add(
            Login(
                person_id=person_id,
                password_hash=hash_password(password),
                password_set_at=at,
                must_change=must_change,
            )
        )
    else:
        login.password_hash = hash_password(password)
        login.password_set_at = at
        login.must_change = must_change
    session.flush()
    end_all(session, person_id)


def make_token(
    session: Session,
    *,
    person_id: int,
    name: str,
    permissions: list[str],
    days: int,
    roles: frozenset[str],
    at: datetime,
) -> tuple[int, str]:
    """Make an API token for a person and return its id and its text, which is kept nowhere."""
    if not set(permissions) <= permissions_of(roles) or not permissions:
        raise RuleViolation("token_permissions")
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise RuleViolation("token_days", most=LONGEST_TOKEN_DAYS)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        person_id=person_id,
        name=name,
        token_hash=hashed(token),
        shown_part=token[:9],
        permissions=sorted(permissions),
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    return row.id, token


@once
def revoke_token(
    session: Session, *, token_id: int, any_persons: bool, by: int, at: datetime, request_key: str
) -> RevokedToken:
    """End a token: one's own, or anybody's for those who keep people."""
    del request_key
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound("token_unknown", token_id=token_id)
    if row.person_id != by and not any_persons:
        raise Forbidden("token_of_another")
    if row.revoked_at is None:
        row.revoked_at = at
    return RevokedToken(row.id)


def _grant(session: Session, person_id: int, roles: list[str], by: int | None) -> None:
    """Give exactly these roles."""
    if unknown := set(roles) - set(ROLES):
        raise RuleViolation("role_unknown", role=", ".join(sorted(unknown)))
    held = {row.role: row for row in session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id))}
    for role in sorted(set(roles) - set(held)):
        session.add(RoleGrant(person_id=person_id, role=role, granted_by_id=by))
    for role in set(held) - set(roles):
        session.delete(held[role])
    session.flush()


def _admins(session: Session) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(RoleGrant)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(RoleGrant.role == "admin", Person.active)
        )
        or 0
    )
