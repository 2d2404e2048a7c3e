"""Files as people and attackers send them: read, or refused early with words."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from kernel.errors import RuleViolation
from webapp.imports.limits import Limits
from webapp.imports.sheet import open_sheet
from webapp.imports.sources import Source

LIMITS = Limits()
TABLE = 'part,name,qty\nA1,压缩机,3\nA2,"风扇, 大",4\n'


def read(content: bytes | str, limits: Limits = LIMITS) -> list[list[object]]:
    data = content.encode() if isinstance(content, str) else content
    sheet = open_sheet(Source("f", data), limits)
    return [list(sheet.header), *(list(cells) for _number, cells in sheet.rows)]


def refused(content: bytes | str, limits: Limits = LIMITS) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        read(content, limits)
    return caught.value


def workbook(rows: list[list[object]], **options: object) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def archive(**entries: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_usual_encoding_gives_the_same_cells(encoding: str, packed: bool) -> None:
    content = TABLE.encode(encoding)
    rows = read(gzip.compress(content) if packed else content)
    assert rows == [["part", "name", "qty"], ["A1", "压缩机", "3"], ["A2", "风扇, 大", "4"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_usual_delimiter_and_line_end(delimiter: str, ends: str) -> None:
    text = ends.join([delimiter.join(["part", "q, p; r"]).replace("q, p; r", '"q, p; r"'), delimiter.join(["A", "1"])])
    assert read(text) == [["part", "q, p; r"], ["A", "1"]]


def test_the_hint_that_spreadsheets_write_names_the_delimiter() -> None:
    assert read("sep=;\npart;q\nA;1\n") == [["part", "q"], ["A", "1"]]


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    sheet = open_sheet(Source("f", b'\n\npart,q\n\nA,1\n"B\nb",2\nC,3\n'), LIMITS)
    assert (sheet.header_row, [number for number, _cells in sheet.rows]) == (3, [5, 6, 7])


def test_a_byte_of_no_encoding_is_told_with_row_and_column() -> None:
    fault = refused(b"part,q,r\nA,1,2\nB,\xff,3\n")
    assert fault.code == "import_wrong_encoding"
    assert (fault.details["row"], fault.details["column"]) == (3, "B")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "upload_empty"),
        (b"\n\n\n", "upload_empty"),
        (b"part,q\n", "import_only_headings"),
        (b"\x00\x01\x02\x00\x00\x00binary" * 50, "upload_kind"),
        (b"%PDF-1.7\n", "upload_kind"),
        (b"\x89PNG\r\n\x1a\n0000", "upload_kind"),
        (b"<html><table><tr><td>part</td></tr></table>", "upload_kind"),
        (b'{"part": 1}', "upload_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "import_old_workbook"),
        (b"PK\x03\x04 no archive at all", "upload_broken"),
        (gzip.compress(b"part,q\nA,1\n", mtime=0)[:-9], "upload_broken"),
        (b"\x1f\x8b\x08 no gzip at all", "upload_broken"),
        (b'part,q\nA,"1\n', "import_bad_quotes"),
        (gzip.compress(b"", mtime=0), "upload_empty"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    assert refused(archive(a_xml="<a/>")).code == "upload_kind"


def test_a_workbook_is_read_with_numbers_dates_and_offset() -> None:
    rows = read(workbook([["part", "q"], ["A", 0.1 + 0.2], [], ["B", 3]]))
    assert rows == [["part", "q"], ["A", pytest.approx(0.3)], ["B", 3.0]]


def test_a_gzip_bomb_is_refused_quickly_and_in_little_memory() -> None:
    squeezed = io.BytesIO()
    with gzip.GzipFile(fileobj=squeezed, mode="wb", compresslevel=9) as file:
        piece = b"0," * 524_288
        for _ in range(300):
            file.write(piece)
    tracemalloc.start()
    fault = refused(squeezed.getvalue())
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fault.code in {"upload_unpacks_too_far", "import_line_too_long"}
    assert most < 60 * 1024 * 1024


def test_a_million_columns_are_refused() -> None:
    wide = ",".join(f"m{number}" for number in range(400_000))
    assert refused(f"part,{wide}\n").code == "import_too_many_columns"


def test_one_endless_line_is_refused() -> None:
    assert refused("part," + "1" * (LIMITS.record_length + 10)).code == "import_line_too_long"


def test_one_endless_quoted_record_is_refused() -> None:
    assert refused('part,q\n"' + 'x\n","' * 2_000_000).code in {"import_line_too_long", "import_too_many_columns"}


def test_too_many_rows_and_too_large_files_are_refused() -> None:
    small = Limits(rows=2, bytes=100)
    assert refused("part,q\nA,1\nB,1\nC,1\n", small).code == "import_too_many_rows"
    assert refused("part,q\n" + "A,1\n" * 100, small).code == "upload_too_large"


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def replaced(entry: str, content: bytes) -> bytes:
    """Return a sound workbook with one entry replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["part", "q"], ["A", 1]]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == entry else old.read(name))
    return file.getvalue()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "columns"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c></row>', "rows"),
        ('<row r="1"><c r="BB1"><v>1</v></c></row><row r="150000"><c r="A150000"><v>1</v></c></row>', "large"),
    ],
)
def test_a_sheet_that_claims_endless_room_is_refused_before_room_is_made(cell: str, code: str) -> None:
    sheet = SHEET.format(cell).encode()
    assert code in refused(replaced("xl/worksheets/sheet1.xml", sheet)).code


def test_a_workbook_that_unpacks_too_far_is_refused() -> None:
    bomb = replaced("xl/worksheets/sheet1.xml", b" " * (LIMITS.workbook_bytes + 1))
    assert len(bomb) < 200_000
    assert refused(bomb).code == "upload_unpacks_too_far"


def test_a_size_that_lies_does_not_help_the_bomb() -> None:
    bomb = bytearray(replaced("xl/worksheets/sheet1.xml", b" " * 2_000_000))
    for offset, skip in ((bytes(bomb).rfind(b"PK\x01\x02"), 24),):
        bomb[offset + skip : offset + skip + 4] = (100).to_bytes(4, "little")
    assert refused(bytes(bomb)).code == "upload_broken"


def test_one_long_text_shared_by_many_cells_is_refused() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5001))
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>' + "x" * 30_000
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["part", "q"], ["A", 1]]))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET.format(cells).encode()
            if name == "xl/sharedStrings.xml":
                content = (strings + "</t></si></sst>").encode()
            new.writestr(name, content)
    assert refused(file.getvalue()).code == "upload_unpacks_too_far"


@pytest.mark.parametrize("entry", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_that_declares_entities_is_refused(entry: str) -> None:
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert refused(replaced(entry, evil)).code == "import_declares_entities"


def test_too_many_entries_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number in range(1100):
            packed.writestr(f"{number}", "")
    assert refused(file.getvalue()).code == "upload_unpacks_too_far"
