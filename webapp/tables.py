"""Rows of the edge: how people log in, what they may do, tokens of programs, and jobs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of
from kernel.guards import append_only, frozen_columns, kept
from kernel.refusals import name_check
from webapp.permissions import ROLES


class Login(Base):
    """Hold how a person logs in; without a row here a person cannot."""

    __tablename__ = "login"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200), comment="argon2id")
    password_set_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False, comment="the password was given by somebody else")
    language: Mapped[str | None] = mapped_column(String(12), default=None, comment="zh_Hans_CN or en")


class RoleGrant(Base):
    """Say that a person has a role."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"), one_of("role", tuple(ROLES)))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class SigningDeputy(Base):
    """Name who signs for a person on the days of an absence; what the absent person made is signed by neither."""

    __tablename__ = "signing_deputy"
    __table_args__ = (
        CheckConstraint("giver_id <> deputy_id", name="two_persons"),
        CheckConstraint("ends_on >= begins_on", name="days_in_order"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index("ix_signing_deputy_deputy", "deputy_id", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, comment="who is away")
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begins_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(comment="the last day")
    reason: Mapped[str] = mapped_column(String(200))
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None, comment="taken back before the last day")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class DeputySignature(Base):
    """Hold what a deputy did that only the absent person's rights allowed."""

    __tablename__ = "deputy_signature"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    signing_deputy_id: Mapped[int] = mapped_column(ForeignKey("signing_deputy.id"), index=True)
    at: Mapped[datetime]
    command: Mapped[str] = mapped_column(String(60), comment="name of what was done")
    permission: Mapped[str] = mapped_column(String(40))
    request_key: Mapped[str] = mapped_column(String(200), unique=True, comment="the same request leaves one row")
    about: Mapped[dict[str, Any]] = mapped_column(JSON, comment="ids that the command was given")


class LoginSession(Base):
    """Hold one log-in, so that it can be ended on the server; the cookie bears a random text, here is its hash."""

    __tablename__ = "login_session"
    __audited__: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class ApiToken(Base):
    """Hold a token by which a program acts for a person, with no more permissions than listed here."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    shown_part: Mapped[str] = mapped_column(String(12), comment="its first characters, to tell tokens apart")
    permissions: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Job(Base):
    """Hold long work: what was asked, how far it is, and how it ended."""

    __tablename__ = "job"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        one_of("state", ("queued", "running", "done", "failed", "cancelled")),
        Index("ix_job_waiting", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(200), unique=True, comment="request key: asking twice makes one job")
    name: Mapped[str] = mapped_column(String(60), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    language: Mapped[str] = mapped_column(String(12), default="zh_Hans_CN")
    state: Mapped[str] = mapped_column(String(10), default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(300), default="")
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    heartbeat_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    error: Mapped[str | None] = mapped_column(Text, default=None)


class Scanned(Base):
    """Hold one code on a person's list of scanned codes, until the list is acted on or emptied."""

    __tablename__ = "scanned"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "row_id"),
        one_of("kind", ("part", "lot", "place")),
        CheckConstraint("times > 0", name="times_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(8))
    row_id: Mapped[int] = mapped_column(comment="id of the part, lot or place")
    times: Mapped[int] = mapped_column(comment="how often it was scanned: so many pieces or labels")
    scanned_at: Mapped[datetime]


kept("signing_deputy")
frozen_columns("signing_deputy", "giver_id", "deputy_id", "begins_on", "ends_on", "reason", "named_by_id", "named_at")
append_only("deputy_signature", ("request_key",))
name_check("ck_signing_deputy_two_persons", "deputy_is_another")
name_check("ck_signing_deputy_days_in_order", "days_out_of_order")
name_check("ck_signing_deputy_has_reason", "reason_needed")
