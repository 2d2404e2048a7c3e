"""Rows that belong to no room: people, settings, number series, request keys, chain heads and the audit trail."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base
from kernel.guards import append_only, frozen_columns, guard, kept, no_delete, no_replace, refuse, trigger_function


class Person(Base):
    """Hold a person who acts; log-in and roles hang on it elsewhere."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True, comment="log-in name or staff number")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), default=None)
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    active: Mapped[bool] = mapped_column(default=True)


class Setting(Base):
    """Hold the value of a setting from a day on; older values stay for the days they held."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("name", "valid_from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(80), index=True)
    value: Mapped[Any] = mapped_column(JSON)
    valid_from_on: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class NumberSeries(Base):
    """Count the documents of a kind in a period, for numbers that people read aloud."""

    __tablename__ = "number_series"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    prefix: Mapped[str] = mapped_column(String(20), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Request(Base):
    """Remember the result of a command under the key that the client gave it."""

    __tablename__ = "request"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    command: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]


class ChainHead(Base):
    """Hold the last link of a hash chain; kept by trigger only."""

    __tablename__ = "chain_head"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    last_id: Mapped[int] = mapped_column(default=0)


class Audit(Base):
    """Record one change of one row: who, when, before, after; chained like the movements."""

    __tablename__ = "audit"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        CheckConstraint("action IN ('inserted', 'updated', 'deleted', 'refused', 'logged')", name="action_known"),
        Index("ix_audit_row", "table_name", "row_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(120), comment="page, API route or command that did it")
    action: Mapped[str] = mapped_column(String(10))
    table_name: Mapped[str] = mapped_column(String(60))
    row_key: Mapped[str] = mapped_column(String(80))
    before: Mapped[str | None] = mapped_column(Text, comment="canonical JSON of the changed columns")
    after: Mapped[str | None] = mapped_column(Text, comment="canonical JSON of the changed columns")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Attachment(Base):
    """Hold a stored file (photo, signature, certificate) by the row it belongs to; the bytes lie in the blob."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int] = mapped_column()
    purpose: Mapped[str] = mapped_column(String(40), comment="photo, signature, certificate, specification ...")
    name: Mapped[str] = mapped_column(String(200), comment="name shown to the user, never a path")
    media_type: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


Index("ix_attachment_row", Attachment.table_name, Attachment.row_id)


class Blob(Base):
    """Hold the bytes of attachments once per content, in the database so that a backup has them."""

    __tablename__ = "blob"
    __audited__: ClassVar[bool] = False

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes]


class Mail(Base):
    """Queue a mail and log its fate: queued, sent, failed (retried), given_up."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="queued", index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str | None] = mapped_column(Text, default=None)
    attachment_name: Mapped[str | None] = mapped_column(String(200), default=None)
    attachment_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    about: Mapped[str] = mapped_column(
        String(80), default="", index=True, comment="document it belongs to, as order:12"
    )


append_only("audit")
kept("person", ("code",))
no_delete("request")
frozen_columns("request", "key", "command", "content_hash", "result")
no_replace("request", ("key",))
no_delete("chain_head")
no_replace("chain_head", ("name",))

guard(
    "chain_head_start",
    sqlite=[
        (
            "INSERT INTO chain_head (name, last_id, hash) VALUES ('movement', 0, printf('%064d', 0)),"
            " ('audit', 0, printf('%064d', 0))"
        )
    ],
    postgresql=[
        (
            "INSERT INTO chain_head (name, last_id, hash) VALUES ('movement', 0, repeat('0', 64)),"
            " ('audit', 0, repeat('0', 64))"
        )
    ],
    tables=("chain_head",),
)


def chain(table: str) -> None:
    """Declare that rows of `table` form a chain: ids without a gap, each row bearing the hash of the one before."""
    name = f"{table}_chain"
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN
            SELECT RAISE(ABORT, 'sparewell:chain:{table}') WHERE NOT EXISTS (SELECT 1 FROM chain_head
                WHERE name = '{table}' AND last_id = NEW.id - 1 AND hash = NEW.previous_hash);
            UPDATE chain_head SET last_id = NEW.id, hash = NEW.hash WHERE name = '{table}';
            END""",
        postgresql=trigger_function(
            name,
            table,
            "AFTER INSERT",
            f"""UPDATE chain_head SET last_id = NEW.id, hash = NEW.hash
                WHERE name = '{table}' AND last_id = NEW.id - 1 AND hash = NEW.previous_hash;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'sparewell:chain:{table}' USING ERRCODE = 'check_violation';
            END IF;""",
        ),
        tables=(table, "chain_head"),
    )
    refuse(
        f"chain_head_follows_{table}",
        "chain_head",
        "BEFORE UPDATE",
        f"NEW.last_id <> OLD.last_id + 1 OR NOT EXISTS"
        f" (SELECT 1 FROM {table} WHERE id = NEW.last_id AND hash = NEW.hash AND previous_hash = OLD.hash)",
        "chain_head",
        only=f"NEW.name = '{table}'",
    )


frozen_columns("chain_head", "name")
chain("audit")
