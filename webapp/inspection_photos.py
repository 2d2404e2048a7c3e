"""Keep photos of what an inspection found, of the whole lot or of one finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from inventory.finding import found
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from receiving.queries.inspections import InspectionView
from receiving.tables import Inspection, InspectionResult
from webapp.row_files import files_of_rows
from webapp.uploads import IMAGES, Stored, attach, read_upload, shown_name, stored

MOST_PHOTOS = 12
FINDING = "inspection_result"


@dataclass(frozen=True, slots=True)
class PhotosKept:
    """Name the photos that were kept; their bytes are at /files/{file_id}."""

    inspection_id: int
    file_ids: tuple[int, ...]


def photos(session: Session, inspection_id: int) -> list[Attachment]:
    """Return the photos of an inspection."""
    wanted = select(Attachment).where(Attachment.table_name == "inspection", Attachment.row_id == inspection_id)
    return list(session.scalars(wanted.order_by(Attachment.id)))


def photos_of_findings(session: Session, view: InspectionView) -> dict[int, list[Attachment]]:
    """Return the photos of each finding of an inspection, in their order."""
    return files_of_rows(session, FINDING, [each.result_id for each in view.results], "photo")


def inspection_of(session: Session, result_id: int) -> int:
    """Return the inspection to which a finding belongs."""
    return found(session, InspectionResult, result_id).inspection_id


def keep_photos(
    session: Session, *, inspection_id: int, files: list[FileStorage], by: int, at: datetime, request_key: str
) -> PhotosKept:
    """Keep the pictures that were sent with an inspection, drawn anew; twelve at most belong to one."""
    if not files:
        raise RuleViolation("upload_empty")
    return _kept(
        session,
        inspection_id=inspection_id,
        pictures=tuple(_stored(session, each) for each in files),
        by=by,
        at=at,
        request_key=request_key,
    )


def _stored(session: Session, file: FileStorage) -> Stored:
    file.stream.seek(0)  # a view that collided with another writer runs again
    kind, content = read_upload(file, IMAGES)
    return stored(session, content, kind, name=shown_name(file.filename or "photo", kind))


@once
def _kept(
    session: Session, *, inspection_id: int, pictures: tuple[Stored, ...], by: int, at: datetime, request_key: str
) -> PhotosKept:
    """Add pictures to an inspection, once for a request key."""
    del request_key  # the wrapper has used it
    inspection = session.get_one(Inspection, inspection_id)
    if inspection.state == "dropped":
        raise InvalidState("inspection_decided", number=inspection.number, state=inspection.state)
    mine = (Attachment.table_name == "inspection", Attachment.row_id == inspection_id)
    there = session.scalar(select(func.count()).select_from(Attachment).where(*mine)) or 0
    if there + len(pictures) > MOST_PHOTOS:
        raise RuleViolation("photos_too_many", most=MOST_PHOTOS)
    ids = (
        attach(session, each, table_name="inspection", row_id=inspection_id, purpose="photo", by=by, at=at)
        for each in pictures
    )
    return PhotosKept(inspection_id, tuple(ids))
