"""Take files from people: size, true kind, pictures drawn anew; hand them out to those who may see them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from kernel.errors import RuleViolation
from kernel.tables import Attachment
from webapp import context
from webapp.context import Actor
from webapp.mail import store_blob

IMAGES = frozenset({"jpeg", "png", "webp"})
DOCUMENTS = IMAGES | {"pdf"}
SHEETS = frozenset({"xlsx", "csv"})
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560
MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp", "pdf": "pdf", "xlsx": "xlsx", "csv": "csv"}


@dataclass(frozen=True, slots=True)
class FileRule:
    """Say who may open the files of a table's rows."""

    permission: str
    check: Callable[[Session, Actor, int], object] | None


FILE_RULES: dict[str, FileRule] = {}


def file_permission(
    table_name: str, permission: str, check: Callable[[Session, Actor, int], object] | None = None
) -> None:
    """Let people with the permission open the files of a table's rows; `check(session, actor, row_id)` may refuse."""
    FILE_RULES[table_name] = FileRule(permission, check)


def kind_of(head: bytes) -> str:
    r"""Return what a file is by its first bytes: jpeg, png, webp, pdf, xlsx (any archive), csv (any text), or nothing.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"\xff\xd8\xff\xe0"), kind_of(b"\x00\x01")
    ('pdf', 'jpeg', '')
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    looks_like_markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return "" if b"\x00" in head or not head or looks_like_markup else "csv"


def read_upload(file: FileStorage, kinds: frozenset[str]) -> tuple[str, bytes]:
    """Return an upload's kind and content, or refuse it: empty, too large, of another kind."""
    limit = context.config().upload_max_bytes
    content = file.stream.read(limit + 1)
    if not content:
        raise RuleViolation("upload_empty")
    if len(content) > limit:
        raise RuleViolation("upload_too_large", limit_mib=limit // (1024 * 1024))
    kind = kind_of(content[:4096])
    if kind not in kinds:
        raise RuleViolation("upload_kind", kinds=tuple(sorted(kinds)))
    if kind == "xlsx":
        check_archive(io.BytesIO(content))
    return kind, content


def check_archive(file: BinaryIO) -> None:
    """Refuse an archive that unpacks too far or has too many entries, before anything is unpacked."""
    config = context.config()
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RuleViolation("upload_broken") from None
    size = sum(each.file_size for each in entries)
    if len(entries) > config.upload_max_entries or size > config.upload_unpacked_max_bytes:
        raise RuleViolation("upload_unpacks_too_far", entries=len(entries), size=size)
    file.seek(0)


def store_upload(
    session: Session,
    file: FileStorage,
    *,
    table_name: str,
    row_id: int,
    purpose: str,
    kinds: frozenset[str],
    by: int,
    at: datetime,
) -> int:
    """Keep an uploaded file with the row it belongs to and return its id."""
    kind, content = read_upload(file, kinds)
    return store_content(
        session,
        content,
        kind,
        name=shown_name(file.filename or purpose, kind),
        table_name=table_name,
        row_id=row_id,
        purpose=purpose,
        by=by,
        at=at,
    )


def store_content(
    session: Session,
    content: bytes,
    kind: str,
    *,
    name: str,
    table_name: str,
    row_id: int,
    purpose: str,
    by: int,
    at: datetime,
) -> int:
    """Keep bytes of a known kind with the row they belong to and return the attachment's id."""
    kept = stored(session, content, kind, name=name)
    return attach(session, kept, table_name=table_name, row_id=row_id, purpose=purpose, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Stored:
    """Name stored bytes that belong to no row yet."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str


def stored(session: Session, content: bytes, kind: str, *, name: str) -> Stored:
    """Keep bytes of a known kind, pictures drawn anew."""
    if kind in IMAGES:
        content = redrawn(content, kind)
    return Stored(name, MEDIA_TYPES[kind], len(content), store_blob(session, content))


def attach(session: Session, file: Stored, *, table_name: str, row_id: int, purpose: str, by: int, at: datetime) -> int:
    """Give stored bytes to the row they belong to and return the attachment's id."""
    row = Attachment(
        table_name=table_name,
        row_id=row_id,
        purpose=purpose,
        name=file.name,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        added_by_id=by,
        added_at=at,
    )
    session.add(row)
    session.flush()
    return row.id


def shown_name(name: str, kind: str) -> str:
    r"""Return a name to show: no folder, no control characters, the ending that fits.

    >>> shown_name("../../etc/pass\nwd.svg", "png")
    'passwd.png'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = "".join(letter for letter in last if letter.isprintable()).rpartition(".")[0] or last
    return f"{stem.strip(' .')[:150] or 'file'}.{ENDINGS[kind]}"


def redrawn(content: bytes, kind: str) -> bytes:
    """Return a picture drawn anew: upright, of sane size, without whatever else the file carried."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleViolation("upload_too_many_pixels", most=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            upright = upright.convert("RGB" if kind == "jpeg" else "RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise RuleViolation("upload_not_an_image") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = io.BytesIO()
    upright.save(drawn, kind.upper(), quality=85)
    return drawn.getvalue()
