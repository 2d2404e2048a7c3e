"""Keep photos and the specification sheet of a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from inventory.tables import Part
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp.uploads import DOCUMENTS, IMAGES, Stored, attach, file_permission, read_upload, shown_name, stored

KINDS = {"photo": IMAGES, "specification": DOCUMENTS}
"""What may be kept under which purpose: photos are pictures, a specification sheet is a PDF or a picture."""
MOST_FILES = 12

file_permission("part", "parts.read")


@dataclass(frozen=True, slots=True)
class FilesKept:
    """Name the files that were kept; their bytes are at /files/{file_id}."""

    part_id: int
    file_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileRemoved:
    """Name the file that no longer belongs to its part."""

    part_id: int
    file_id: int


def files_of(session: Session, part_id: int, purpose: str) -> list[Attachment]:
    """Return the files of a part kept for a purpose, in their order."""
    mine = (Attachment.table_name == "part", Attachment.row_id == part_id, Attachment.purpose == purpose)
    return list(session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)))


def keep_files(
    session: Session, *, part_id: int, purpose: str, files: list[FileStorage], by: int, at: datetime, request_key: str
) -> FilesKept:
    """Keep files with a part, pictures drawn anew; twelve of a purpose at most."""
    if purpose not in KINDS:
        raise RuleViolation("word_unknown", field="purpose", value=purpose, known=list(KINDS))
    if not files:
        raise RuleViolation("upload_empty")
    read = tuple(_stored(session, each, purpose) for each in files)
    return _kept(session, part_id=part_id, purpose=purpose, files=read, by=by, at=at, request_key=request_key)


def _stored(session: Session, file: FileStorage, purpose: str) -> Stored:
    file.stream.seek(0)  # a view that collided with another writer runs again
    kind, content = read_upload(file, KINDS[purpose])
    return stored(session, content, kind, name=shown_name(file.filename or purpose, kind))


@once
def _kept(
    session: Session,
    *,
    part_id: int,
    purpose: str,
    files: tuple[Stored, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> FilesKept:
    """Add files to a part, once for a request key."""
    del request_key  # the wrapper has used it
    found(session, Part, part_id)
    mine = (Attachment.table_name == "part", Attachment.row_id == part_id, Attachment.purpose == purpose)
    there = session.scalar(select(func.count()).select_from(Attachment).where(*mine)) or 0
    if there + len(files) > MOST_FILES:
        raise RuleViolation("files_too_many", most=MOST_FILES)
    ids = (attach(session, each, table_name="part", row_id=part_id, purpose=purpose, by=by, at=at) for each in files)
    return FilesKept(part_id, tuple(ids))


@once
def remove_file(
    session: Session, *, part_id: int, file_id: int, by: int, at: datetime, request_key: str
) -> FileRemoved:
    """Take a file from a part; the trail keeps that it was there, and its bytes stay for who else has them."""
    del by, at, request_key  # the wrapper and the trail have used them
    row = session.get(Attachment, file_id)
    if row is None or (row.table_name, row.row_id) != ("part", part_id):
        raise NotFound("file_unknown", file_id=file_id)
    session.delete(row)
    session.flush()
    return FileRemoved(part_id, file_id)
