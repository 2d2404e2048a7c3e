"""Hold a file that is to be read, wherever it lies, and look at its first bytes."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kernel.errors import RuleViolation
from webapp.config import MEBIBYTE
from webapp.imports.limits import Limits

CHUNK = 256 * 1024
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
KNOWN_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"SQLite format 3", b"{\\rtf")
TAKEN = "CSV, CSV.GZ, XLSX"


@dataclass(frozen=True, slots=True)
class Source:
    """Name a file and open it as often as needed: from memory or from a path."""

    name: str
    content: bytes | None = None
    path: Path | None = None

    @classmethod
    def at(cls, path: Path) -> Source:
        """Return the source of a file on disk."""
        return cls(path.name, path=path)

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return io.BytesIO(self.content) if self.content is not None else self._path.open("rb")

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return len(self.content) if self.content is not None else self._path.stat().st_size

    @property
    def sha256(self) -> str:
        """Return the hash of the content."""
        total = hashlib.sha256()
        with self.open() as file:
            while piece := file.read(CHUNK):
                total.update(piece)
        return total.hexdigest()

    @property
    def _path(self) -> Path:
        assert self.path is not None, "a source has content or a path"
        return self.path


def form_of(source: Source, limits: Limits) -> str:
    """Tell what a file is by its size and first bytes: `text`, `gzip` or `workbook`; refuse everything else."""
    if source.size > limits.bytes:
        raise RuleViolation("upload_too_large", limit_mib=limits.bytes // MEBIBYTE)
    with source.open() as file:
        head = file.read(16)
    if not head:
        raise RuleViolation("upload_empty")
    if head.startswith(ZIP):
        return "workbook"
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(OLD_OFFICE):
        raise RuleViolation("import_old_workbook")
    if head.startswith(KNOWN_OTHERS):
        raise RuleViolation("upload_kind", kinds=TAKEN)
    return "text"


def chunks(source: Source, form: str, limits: Limits) -> Generator[bytes]:
    """Yield the bytes of a text, unpacked; stops as soon as it unpacks further than allowed."""
    total = 0
    with source.open() as file:
        for piece in _unpacked(file) if form == "gzip" else iter(lambda: file.read(CHUNK), b""):
            total += len(piece)
            if total > limits.unpacked_bytes:
                raise RuleViolation("upload_unpacks_too_far")
            yield piece


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    """Yield the content of a gzip file, of all its members, a bounded piece at a time."""
    unpacker = zlib.decompressobj(31)
    packed = file.read(CHUNK)
    try:
        while packed:
            piece = unpacker.decompress(packed, CHUNK)
            if piece:
                yield piece
            packed = unpacker.unconsumed_tail
            if unpacker.eof:
                packed = unpacker.unused_data or file.read(CHUNK)
                if not packed.strip(b"\x00"):
                    return
                unpacker = zlib.decompressobj(31)
            elif not packed:
                packed = file.read(CHUNK)
    except zlib.error as error:
        raise RuleViolation("upload_broken") from error
    raise RuleViolation("upload_broken")
