"""Keep photos and the specification sheet of a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from inventory.tables import Part
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp import row_files
from webapp.uploads import DOCUMENTS, IMAGES, file_permission

KINDS = {"photo": IMAGES, "specification": DOCUMENTS}
"""What may be kept under which purpose: photos are pictures, a specification sheet is a PDF or a picture."""
TABLE = "part"

file_permission(TABLE, "parts.read")


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
    return row_files.files_of(session, TABLE, part_id, purpose)


def one_of(purpose: str) -> str:
    """Return a purpose for which files are kept, or refuse it."""
    if purpose not in KINDS:
        raise RuleViolation("word_unknown", field="purpose", value=purpose, known=list(KINDS))
    return purpose


def keep_files(
    session: Session, *, part_id: int, purpose: str, files: list[FileStorage], by: int, at: datetime, request_key: str
) -> FilesKept:
    """Keep files with a part, pictures drawn anew; twelve of a purpose at most."""
    kept = row_files.keep_with_row(
        session,
        table_name=TABLE,
        row_id=found(session, Part, part_id).id,
        purpose=purpose,
        kinds=KINDS[one_of(purpose)],
        files=files,
        by=by,
        at=at,
        request_key=request_key,
    )
    return FilesKept(part_id, kept.file_ids)


@once
def remove_file(
    session: Session, *, part_id: int, file_id: int, by: int, at: datetime, request_key: str
) -> FileRemoved:
    """Take a file from a part; the trail keeps that it was there, and its bytes stay for who else has them."""
    del by, at, request_key  # the wrapper and the trail have used them
    row = session.get(Attachment, file_id)
    if row is None or (row.table_name, row.row_id) != (TABLE, part_id):
        raise NotFound("file_unknown", file_id=file_id)
    session.delete(row)
    session.flush()
    return FileRemoved(part_id, file_id)
