"""Keep files with rows of any room: pictures of a standard, photos of an arrival, papers of a supplier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from kernel.errors import Forbidden, NotFound, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp.context import Actor
from webapp.uploads import Stored, attach, file_permission, read_upload, shown_name, stored

MOST_FILES = 12
"""Files of one purpose that a row may have."""


@dataclass(frozen=True, slots=True)
class RowFiles:
    """Name the files that were kept with a row; their bytes are at /files/{file_id}."""

    row_id: int
    file_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileOwner:
    """Say of a table whose rows have files: who may see and add them, and what kinds under which purpose.

    `check(session, actor, row_id)` refuses rows that are not the actor's; `page(row_id)` is where they are shown.
    """

    table: type[Any]
    see: str
    add: tuple[str, ...]
    purposes: Mapping[str, frozenset[str]]
    page: Callable[[int], str]
    check: Callable[[Session, Actor, int], object] | None = None

    @property
    def name(self) -> str:
        """Return the table's name, which stands in the address."""
        return str(self.table.__tablename__)


OWNERS: dict[str, FileOwner] = {}


def file_owner(made: FileOwner) -> FileOwner:
    """Register a table whose rows have files."""
    OWNERS[made.name] = made
    file_permission(made.name, made.see, made.check)
    return made


def files_of(session: Session, table_name: str, row_id: int, purpose: str | None = None) -> list[Attachment]:
    """Return the files of a row in their order, those of one purpose if it is named."""
    wanted = select(Attachment).where(Attachment.table_name == table_name, Attachment.row_id == row_id)
    if purpose is not None:
        wanted = wanted.where(Attachment.purpose == purpose)
    return list(session.scalars(wanted.order_by(Attachment.id)))


def files_of_rows(session: Session, table_name: str, row_ids: list[int], purpose: str) -> dict[int, list[Attachment]]:
    """Return the files of rows kept for a purpose, in their order."""
    mine = (Attachment.table_name == table_name, Attachment.row_id.in_(row_ids), Attachment.purpose == purpose)
    by_row: dict[int, list[Attachment]] = {key: [] for key in row_ids}
    for each in session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)):
        by_row[each.row_id].append(each)
    return by_row


def keep(
    session: Session,
    *,
    table_name: str,
    row_id: int,
    purpose: str,
    kinds: frozenset[str],
    files: list[FileStorage],
    by: int,
    at: datetime,
    request_key: str,
) -> RowFiles:
    """Keep uploaded files with a row, pictures drawn anew; the caller knows that the row is there."""
    if not files:
        raise RuleViolation("upload_empty")
    read = tuple(_stored(session, each, kinds, purpose) for each in files)
    return _kept(
        session,
        table_name=table_name,
        row_id=row_id,
        purpose=purpose,
        files=read,
        by=by,
        at=at,
        request_key=request_key,
    )


def _stored(session: Session, file: FileStorage, kinds: frozenset[str], purpose: str) -> Stored:
    file.stream.seek(0)  # a view that collided with another writer runs again
    kind, content = read_upload(file, kinds)
    return stored(session, content, kind, name=shown_name(file.filename or purpose, kind))


@once
def _kept(
    session: Session,
    *,
    table_name: str,
    row_id: int,
    purpose: str,
    files: tuple[Stored, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> RowFiles:
    """Add files to a row, once for a request key."""
    del request_key  # the wrapper has used it
    mine = (Attachment.table_name == table_name, Attachment.row_id == row_id, Attachment.purpose == purpose)
    there = session.scalar(select(func.count()).select_from(Attachment).where(*mine)) or 0
    if there + len(files) > MOST_FILES:
        raise RuleViolation("files_too_many", most=MOST_FILES)
    ids = (attach(session, each, table_name=table_name, row_id=row_id, purpose=purpose, by=by, at=at) for each in files)
    return RowFiles(row_id, tuple(ids))


def take_away(session: Session, *, table_name: str, row_id: int, file_id: int) -> None:
    """Take a file from its row; the trail keeps that it was there, and its bytes stay for who else has them."""
    row = session.get(Attachment, file_id)
    if row is None or (row.table_name, row.row_id) != (table_name, row_id):
        raise NotFound("file_unknown", file_id=file_id)
    session.delete(row)
    session.flush()


def require_adder(owner: FileOwner, actor: Actor) -> None:
    """Refuse who may not add files to rows of this table; one of its permissions is enough."""
    if not any(actor.may(each) for each in owner.add):
        raise Forbidden("permission_missing", permission=owner.add[0])


def keep_files(
    session: Session,
    *,
    actor: Actor,
    table_name: str,
    row_id: int,
    purpose: str,
    files: list[FileStorage],
    at: datetime,
    request_key: str,
) -> RowFiles:
    """Keep files with a row, pictures drawn anew; twelve of a purpose at most."""
    owner = OWNERS.get(table_name)
    if owner is None:
        raise NotFound("file_owner_unknown", table_name=table_name)
    require_adder(owner, actor)
    found(session, owner.table, row_id)
    if owner.check is not None:
        owner.check(session, actor, row_id)
    if purpose not in owner.purposes:
        raise RuleViolation("word_unknown", field="purpose", value=purpose, known=list(owner.purposes))
    return keep(
        session,
        table_name=table_name,
        row_id=row_id,
        purpose=purpose,
        kinds=owner.purposes[purpose],
        files=files,
        by=actor.id,
        at=at,
        request_key=request_key,
    )
