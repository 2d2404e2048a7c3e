"""Keep files with a row of any table, once for a request, and take them away again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp.uploads import Stored, attach, read_upload, shown_name, stored

MOST_FILES = 12
"""Files of one purpose that a row may have."""


@dataclass(frozen=True, slots=True)
class RowFiles:
    """Name the files that were kept with a row; their bytes are at /files/{file_id}."""

    row_id: int
    file_ids: tuple[int, ...]


def files_of_rows(session: Session, table_name: str, row_ids: list[int], purpose: str) -> dict[int, list[Attachment]]:
    """Return the files of rows kept for a purpose, in their order."""
    mine = (Attachment.table_name == table_name, Attachment.row_id.in_(row_ids), Attachment.purpose == purpose)
    found: dict[int, list[Attachment]] = {key: [] for key in row_ids}
    for each in session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)):
        found[each.row_id].append(each)
    return found


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
