"""Read tables from text files: find the encoding and the delimiter, then give one row after another."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kernel.errors import RuleViolation
from webapp.imports.findings import letter_of
from webapp.imports.limits import Limits
from webapp.imports.sources import TAKEN, Source, chunks

DELIMITERS = ",;\t"
LONGEST_TAIL = 64 * 1024
SHOWN = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}
"""Names of the encodings as people know them."""


@dataclass(frozen=True, slots=True)
class Text:
    """Describe a text: how its bytes are read and what parts its cells."""

    form: str
    encoding: str
    delimiter: str


def look(source: Source, form: str, limits: Limits) -> Text:
    """Find encoding and delimiter of a text by reading all of it once; refuse what is no table."""
    encoding = encoding_of(source, form, limits)
    head = ""
    for line in lines(source, Text(form, encoding, ","), limits):
        head = line.lstrip("\ufeff")
        if head.startswith("sep=") and len(head.strip()) == 5:
            return Text(form, encoding, head[4])
        if head.strip(f'{DELIMITERS} \n"'):
            break
    if not head.strip():
        raise RuleViolation("upload_empty")
    if head.lstrip().startswith(("<", "{", "[")):
        raise RuleViolation("upload_kind", kinds=TAKEN)
    return Text(form, encoding, _delimiter(head))


def _delimiter(head: str) -> str:
    outside = "".join(head.split('"')[::2])
    return max(DELIMITERS, key=lambda each: (outside.count(each), each == ","))


def encoding_of(source: Source, form: str, limits: Limits) -> str:
    """Return the encoding that the whole text really has: by its mark, else UTF-8, else GB18030."""
    with_head = chunks(source, form, limits)
    head = next(with_head, b"")
    with_head.close()
    if not head:
        raise RuleViolation("upload_empty")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif head.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    elif b"\x00" in head:
        candidates = _unmarked_utf16(head)
    else:
        candidates = ("utf-8", "gb18030")
    first_fault: RuleViolation | None = None
    for candidate in candidates:
        fault = _fault(source, form, limits, candidate)
        if fault is None:
            return candidate
        first_fault = first_fault or fault
    raise first_fault or RuleViolation("upload_kind", kinds=TAKEN)


def _unmarked_utf16(head: bytes) -> tuple[str, ...]:
    """Return the byte order of UTF-16 without a mark, or nothing where the bytes are no text."""
    sample = head[:2000]
    if b"\x00\x00" in sample:
        return ()
    return ("utf-16-le",) if sample[1::2].count(0) > sample[::2].count(0) else ("utf-16-be",)


def _fault(source: Source, form: str, limits: Limits, encoding: str) -> RuleViolation | None:
    """Return where a text is not of this encoding, or nothing."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    row, tail = 1, b""
    for piece in chunks(source, form, limits):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as error:
            return _wrong_at(row, tail, error)
        if "\x00" in text:
            return RuleViolation("upload_kind", kinds=TAKEN)
        row += piece.count(b"\n")
        tail = (tail + piece).rpartition(b"\n")[2][-LONGEST_TAIL:]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _wrong_at(row, tail, error)
    return None


def _wrong_at(row: int, tail: bytes, error: UnicodeDecodeError) -> RuleViolation:
    before = bytes(error.object[: error.start])
    line = (tail + before).rpartition(b"\n")[2]
    cells = max(line.count(each.encode()) for each in DELIMITERS)
    byte = f"0x{error.object[error.start]:02X}"
    return RuleViolation("import_wrong_encoding", row=row + before.count(b"\n"), column=letter_of(cells), byte=byte)


def lines(source: Source, text: Text, limits: Limits) -> Iterator[str]:
    """Yield the lines of a text with their ends; refuse a line longer than any real one."""
    inner = codecs.getincrementaldecoder(text.encoding)("strict")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    rest: list[str] = []
    held = 0
    for piece in chunks(source, text.form, limits):
        parts = decoder.decode(piece).split("\n")
        for part in parts[:-1]:
            yield "".join([*rest, part, "\n"])
            rest, held = [], 0
        rest.append(parts[-1])
        held += len(parts[-1])
        if held > limits.record_length:
            raise RuleViolation("import_line_too_long")
    last = "".join(rest) + decoder.decode(b"", final=True)
    if last:
        yield last


class _Bounded:
    """Give the reader lines and stop it when one record takes too many of them."""

    def __init__(self, given: Iterable[str], most: int) -> None:
        self.given, self.most, self.taken = iter(given), most, 0

    def __iter__(self) -> _Bounded:
        return self

    def __next__(self) -> str:
        line = next(self.given)
        self.taken += len(line)
        if self.taken > self.most:
            raise RuleViolation("import_line_too_long")
        return line


def records(source: Source, text: Text, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row; a quoted cell may hold line ends, blank rows are left out."""
    given = _Bounded(lines(source, text, limits), limits.record_length)
    former = csv.field_size_limit(limits.record_length)
    reader = csv.reader(given, delimiter=text.delimiter, strict=True)
    number = 0
    try:
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            given.taken = 0
            number += 1
            if number == 1 and cells:
                cells[0] = cells[0].lstrip("\ufeff")
                if len(cells) <= 2 and cells[0].startswith("sep="):
                    continue
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise RuleViolation("import_bad_quotes", row=number + 1) from error
    finally:
        csv.field_size_limit(former)
