"""Keep photos and the specification sheet of a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from inventory.tables import Part
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp.row_files import MOST_FILES, files_of_rows, keep, take_away
from webapp.uploads import DOCUMENTS, IMAGES, file_permission

__all__ = ["KINDS", "MOST_FILES", "FileRemoved", "FilesKept", "files_of", "keep_files", "remove_file"]

KINDS = {"photo": IMAGES, "specification": DOCUMENTS}
"""What may be kept under which purpose: photos are pictures, a specification sheet is a PDF or a picture."""

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
    return files_of_rows(session, "part", [part_id], purpose)[part_id]


def keep_files(
    session: Session, *, part_id: int, purpose: str, files: list[FileStorage], by: int, at: datetime, request_key: str
) -> FilesKept:
    """Keep files with a part, pictures drawn anew; twelve of a purpose at most."""
    if purpose not in KINDS:
        raise RuleViolation("word_unknown", field="purpose", value=purpose, known=list(KINDS))
    found(session, Part, part_id)
    kept = keep(
        session,
        table_name="part",
        row_id=part_id,
        purpose=purpose,
        kinds=KINDS[purpose],
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
    take_away(session, table_name="part", row_id=part_id, file_id=file_id)
    return FileRemoved(part_id, file_id)
