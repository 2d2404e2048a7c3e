"""Write rows to CSV and XLSX files that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv as csv_writer
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from flask import Response, send_file

from kernel.amounts import Money, Scaled
from webapp import context
from webapp.listing import Column

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")
IN_MEMORY = 4 * 1024 * 1024
"""Bytes of a file that stay in memory; longer ones go to disk."""
ROWS_A_SHEET = 1_000_000
"""A sheet holds 1,048,576 rows."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it.

    >>> harmless("=1+1"), harmless("AC-10")
    ("'=1+1", 'AC-10')
    """
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain(value: Any) -> Any:
    """Return a value as a file holds it: amounts as numbers, instants in the business zone."""
    if isinstance(value, Scaled):
        return value.decimal
    if isinstance(value, datetime):
        return value.astimezone(context.business_zone()).replace(tzinfo=None)
    return value


def csv(name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], on: date) -> Response:
    """Answer rows as CSV in UTF-8 with a mark, so that spreadsheets read Chinese.

    The rows go to a file on disk as they come, so that a long list takes no memory.
    """
    del title
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - `_settled` or the answer closes it
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv_writer.writer(text)
    writer.writerow([harmless(str(each.label)) for each in columns])
    for row in rows:
        writer.writerow([_csv_cell(plain(value)) for value in row])
    text.flush()
    text.detach()
    return send_file(_settled(file), "text/csv; charset=utf-8", as_attachment=True, download_name=f"{name}-{on}.csv")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return harmless(str(value)) if isinstance(value, str) or not isinstance(value, int | float | date) else str(value)


def xlsx(name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], on: date) -> Response:
    """Answer rows as a workbook with a sticky head; texts are texts, whatever they begin with.

    Rows go to disk as they come; what one sheet cannot hold goes on in the next.
    """
    import xlsxwriter

    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - `_settled` or the answer closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "quantity": book.add_format({"num_format": "#,##0.###"}),
            "money": book.add_format({"num_format": "¥#,##0.00##"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "quoted": book.add_format({"quote_prefix": True}),
        }
        sheet = _sheet(book, _sheet_name(title), columns, formats)
        for count, row in enumerate(rows):
            if count and count % ROWS_A_SHEET == 0:
                more = f"{_sheet_name(title)[:25]} {count // ROWS_A_SHEET + 1}"
                sheet = _sheet(book, more, columns, formats)
            for number, value in enumerate(row):
                _write(sheet, count % ROWS_A_SHEET + 1, number, value, formats)
    return send_file(_settled(file), XLSX, as_attachment=True, download_name=f"{name}-{on}.xlsx")


def _sheet(book: Any, name: str, columns: Sequence[Column], formats: dict[str, Any]) -> Any:
    """Begin a sheet with its head."""
    sheet = book.add_worksheet(name)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, 14 if column.numeric else 22)
        sheet.write_string(0, number, str(column.label), formats["head"])
    sheet.freeze_panes(1, 0)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    shown = plain(value)
    if shown is None:
        return
    if isinstance(shown, Decimal):
        sheet.write_number(row, column, shown, formats["money" if isinstance(value, Money) else "quantity"])
    elif isinstance(shown, int | float) and not isinstance(shown, bool):
        sheet.write_number(row, column, shown)
    elif isinstance(shown, datetime):
        sheet.write_datetime(row, column, shown, formats["instant"])
    elif isinstance(shown, date):
        sheet.write_datetime(row, column, datetime.combine(shown, datetime.min.time()), formats["day"])
    else:
        text = str(shown).replace("\x00", "")[:32767]
        sheet.write_string(row, column, text, formats["quoted"] if text.startswith(FORMULA_STARTS) else None)


def _settled(file: tempfile.SpooledTemporaryFile[bytes]) -> IO[bytes]:
    """Return a written file from its beginning: a short one in memory, a long one from disk."""
    length = file.seek(0, io.SEEK_END)
    file.seek(0)
    if length > IN_MEMORY:
        return file
    with file:
        return io.BytesIO(file.read())


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Sheet"
