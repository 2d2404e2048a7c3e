"""Read the first sheet of a workbook, after a look at its archive and its XML that costs little memory."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from kernel.errors import RuleViolation
from webapp.imports.limits import Limits
from webapp.imports.sources import CHUNK, TAKEN, Source

END_OF_ZIP = b"PK\x05\x06"
LARGEST_DIRECTORY = 1024 * 1024
NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/(sharedStrings|styles)\.xml|xl/worksheets/[A-Za-z0-9_. -]+\.xml"
)
"""The entries that hold cells; drawings, macros and links to other files are never touched."""
REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")

Cell = str | float | int | bool | date | datetime | time | timedelta | None


def first_sheet(source: Source, limits: Limits) -> Iterator[tuple[int, list[Any]]]:
    """Return number and cells of each row of the first sheet that has any; blank rows are left out."""
    clean = _checked_copy(source, limits)
    try:
        book = CalamineWorkbook.from_filelike(clean)
        for index in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(index)
            if sheet.start is not None:
                return _rows(sheet)
    except (CalamineError, ValueError, KeyError) as error:
        raise RuleViolation("upload_broken") from error
    raise RuleViolation("upload_empty")


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell not in {None, ""} for cell in cells):
            yield number, before + cells


def _checked_copy(source: Source, limits: Limits) -> BinaryIO:
    """Return a new archive of the needed entries alone, each unpacked within the bounds and looked through."""
    with source.open() as file:
        _check_directory(file, source.size, limits)
        copy = io.BytesIO()
        try:
            with zipfile.ZipFile(file) as packed, _writer(copy) as to:
                _copy(packed, to, limits)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise RuleViolation("upload_broken") from error
        except RuntimeError as error:
            raise RuleViolation("import_password") from error
    copy.seek(0)
    return copy


def _writer(target: BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)


def _check_directory(file: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse an archive whose list of entries is too long, before the list is read."""
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or len(tail) - at < 22:
        raise RuleViolation("upload_broken")
    count, directory = struct.unpack_from("<HI", tail, at + 10)
    if count > limits.entries or directory > LARGEST_DIRECTORY:
        raise RuleViolation("upload_unpacks_too_far")
    file.seek(0)


def _copy(packed: zipfile.ZipFile, to: zipfile.ZipFile, limits: Limits) -> None:
    entries = packed.infolist()
    if len(entries) > limits.entries:
        raise RuleViolation("upload_unpacks_too_far")
    wanted = {each.filename.lstrip("/"): each for each in entries if NEEDED.fullmatch(each.filename.lstrip("/"))}
    if "xl/workbook.xml" not in wanted:
        raise RuleViolation("upload_kind", kinds=TAKEN)
    budget = limits.workbook_bytes
    if sum(each.file_size for each in wanted.values()) > budget:
        raise RuleViolation("upload_unpacks_too_far")
    strings = _Strings(limits)
    for name in sorted(wanted, key=lambda name: (name != "xl/sharedStrings.xml", name)):
        look = _look_at(name, strings, limits)
        with to.open(name, "w") as target:
            for piece in _pieces(packed, wanted[name], look):
                budget -= len(piece)
                if budget < 0:
                    raise RuleViolation("upload_unpacks_too_far")
                target.write(piece)
        if strings.longest * look.shared_cells > limits.sheet_text:
            for _piece in _pieces(packed, wanted[name], _SharedTexts(strings, limits)):
                pass


def _look_at(name: str, strings: _Strings, limits: Limits) -> _Look:
    if name == "xl/sharedStrings.xml":
        return strings
    return _Sheet(limits) if name.startswith("xl/worksheets/") else _Look()


def _pieces(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, look: _Look) -> Iterator[bytes]:
    """Yield the content of an entry while its XML is looked through."""
    parser = look.parser()
    with packed.open(entry) as file:
        while piece := file.read(CHUNK):
            _feed(parser, piece)
            yield piece
    _feed(parser, b"", last=True)


def _feed(parser: expat.XMLParserType, piece: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise RuleViolation("upload_broken") from error


def _refuse_doctype(*_declared: object) -> None:
    """Refuse XML that declares entities: no workbook does, and they can read files or grow without end."""
    raise RuleViolation("import_declares_entities")


class _Look:
    """Look through XML for what every entry is refused for."""

    shared_cells = 0

    def parser(self) -> expat.XMLParserType:
        """Return a parser that tells this object what it meets."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype
        return parser


class _Strings(_Look):
    """Measure the shared texts: cells repeat them, so their lengths count once for each cell."""

    def __init__(self, limits: Limits) -> None:
        self.lengths: list[int] = []
        self.limits, self.length, self.longest = limits, 0, 0

    def parser(self) -> expat.XMLParserType:
        """Listen to the texts and to where each ends."""
        parser = super().parser()
        parser.EndElementHandler, parser.CharacterDataHandler = self._ends, self._text
        return parser

    def _ends(self, name: str) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(self.length)
            self.longest = max(self.longest, self.length)
            self.length = 0

    def _text(self, said: str) -> None:
        self.length += len(said)
        if self.length > self.limits.cell_length * 2:
            raise RuleViolation("import_cell_too_long", most=self.limits.cell_length)


class _Sheet(_Look):
    """Measure a sheet by its farthest filled cell, before anything reserves room for all cells up to there."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = self.column = self.rows = self.columns = 0

    def parser(self) -> expat.XMLParserType:
        """Listen to where elements begin."""
        parser = super().parser()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._begins
        return parser

    def _begins(self, name: str, attributes: list[str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.column += 1
            for at in range(0, len(attributes), 2):
                if attributes[at] == "r":
                    self._place(attributes[at + 1])
                elif attributes[at] == "t" and attributes[at + 1] == "s":
                    self.shared_cells += 1
        elif name in {"v", "t", "f"}:
            if self.row > self.rows or self.column > self.columns:
                self._reach()
        elif name == "row":
            named = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", "")
            self.row = int(named) if named.isdecimal() and len(named) < 9 else self.row + 1
            self.column = 0

    def _place(self, reference: str) -> None:
        found = REFERENCE.fullmatch(reference)
        if found is None:
            raise RuleViolation("upload_broken")
        number = 0
        for letter in found[1].upper():
            number = number * 26 + ord(letter) - 64
        self.column, self.row = number, int(found[2])

    def _reach(self) -> None:
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        limits = self.limits
        if self.columns > limits.columns:
            raise RuleViolation("import_too_many_columns", most=limits.columns)
        if self.rows > limits.rows + 1:
            raise RuleViolation("import_too_many_rows", most=limits.rows)
        if self.rows * self.columns > limits.sheet_area:
            raise RuleViolation("import_sheet_too_large", most=limits.sheet_area)


class _SharedTexts(_Look):
    """Add up the texts that the cells of a sheet share; only done where they might come to much."""

    def __init__(self, strings: _Strings, limits: Limits) -> None:
        self.strings, self.limits = strings, limits
        self.shared = self.inside = False
        self.said, self.total = "", 0

    def parser(self) -> expat.XMLParserType:
        """Listen to cells and the numbers of their texts."""
        parser = super().parser()
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler = self._text
        return parser

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self.shared = attributes.get("t") == "s"
        elif name == "v" and self.shared:
            self.inside, self.said = True, ""

    def _ends(self, _name: str) -> None:
        if self.inside:
            self.inside = False
            index = int(self.said) if self.said.isdecimal() else -1
            self.total += self.strings.lengths[index] if 0 <= index < len(self.strings.lengths) else 0
            if self.total > self.limits.sheet_text:
                raise RuleViolation("upload_unpacks_too_far")

    def _text(self, said: str) -> None:
        if self.inside:
            self.said = (self.said + said)[:12]
