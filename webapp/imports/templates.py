"""Write an empty table for each kind of import: headings in both languages, and a sheet that explains them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from webapp.imports.kinds import Kind
from webapp.imports.periods import begin, later

MONTHS = 12
SHEETS = ("数据 Data", "说明 Notes")
NOTES = ("列 Column", "必填 Required", "示例 Example", "其他可识别的列名 Also known as")


def template_of(kind: Kind, today: date) -> bytes:
    """Return the workbook: only the first sheet is read when it comes back."""
    import xlsxwriter

    headings = [f"{column.zh} / {column.en}" for column in kind.columns]
    if kind.name == "history":
        start = later(begin(today, "month"), -MONTHS, "month")
        headings += [f"{later(start, number, 'month'):%Y-%m}" for number in range(MONTHS)]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        data, notes = (book.add_worksheet(name) for name in SHEETS)
        for number, heading in enumerate(headings):
            data.set_column(number, number, 16)
            data.write_string(0, number, heading, bold)
        data.freeze_panes(1, 1)
        _explain(notes, kind, bold)
    return file.getvalue()


def _explain(notes: Any, kind: Kind, bold: Any) -> None:
    notes.set_column(0, 3, 36)
    notes.write_row(0, 0, NOTES, bold)
    for row, column in enumerate(kind.columns, 1):
        notes.write_string(row, 0, f"{column.zh} / {column.en}")
        notes.write_string(row, 1, "是 yes" if column.required else "")
        if column.example is not None:
            notes.write(row, 2, column.example)
        notes.write_string(row, 3, ", ".join((column.name, *column.also)))
