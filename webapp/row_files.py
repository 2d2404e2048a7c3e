"""Keep files with the row they belong to: photos and sheets of parts, papers of quotations and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, request
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from kernel.errors import AppError, RuleViolation
from kernel.requests import once
from kernel.tables import Attachment
from webapp import context
from webapp.commands import start_over
from webapp.forms import new_key
from webapp.messages import message
from webapp.uploads import Stored, attach, read_upload, shown_name, stored

MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class RowFiles:
    """Name the files that were kept with a row; their bytes are at /files/{file_id}."""

    row_id: int
    file_ids: tuple[int, ...]


def files_of(session: Session, table_name: str, row_id: int, purpose: str = "") -> list[Attachment]:
    """Return the files of a row in their order, all of them or those kept for a purpose."""
    mine = select(Attachment).where(Attachment.table_name == table_name, Attachment.row_id == row_id)
    if purpose:
        mine = mine.where(Attachment.purpose == purpose)
    return list(session.scalars(mine.order_by(Attachment.id)))


def keep_with_row(
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
    """Keep files with a row, pictures drawn anew; twelve of a purpose at most."""
    if not files:
        raise RuleViolation("upload_empty")
    read = tuple(_stored(session, each, purpose, kinds) for each in files)
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


def sent_files() -> list[FileStorage]:
    """Return the files that the present form brought."""
    return [each for each in request.files.getlist("files") if each.filename]


def add_sent_files(table_name: str, row_id: int, purpose: str, kinds: frozenset[str]) -> None:
    """Keep the files that a page's form sent, and say so, or say why not."""
    try:
        kept = keep_with_row(
            context.session(),
            table_name=table_name,
            row_id=row_id,
            purpose=purpose,
            kinds=kinds,
            files=sent_files(),
            by=context.actor().id,
            at=context.now(),
            request_key=f"p{context.actor().id}:{request.form.get('request_key', '')[:64] or new_key()}:files",
        )
        flash(ngettext("%(num)s file is kept.", "%(num)s files are kept.", len(kept.file_ids)), "success")
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")


def _stored(session: Session, file: FileStorage, purpose: str, kinds: frozenset[str]) -> Stored:
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
