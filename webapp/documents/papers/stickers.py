"""Describe labels for parts, lots, pieces and places, on sheets of A4 and on a label printer's roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.documents.codes import fits_code128
from webapp.documents.engine import render

A4_MM = (210.0, 297.0)


@dataclass(frozen=True, kw_only=True)
class Sticker:
    """Hold one label: `scan_code` goes into the QR code, `key` in large letters and, where it fits, into Code 128."""

    scan_code: str
    key: str  # the bare number of part, lot or bin
    name: str = ""
    name_second: str = ""
    facts: tuple[str, ...] = ()  # at most two short lines, such as lot date and bin


@dataclass(frozen=True, slots=True)
class Size:
    """Hold the size of one label in millimetres."""

    width_mm: float
    height_mm: float

    @property
    def scale(self) -> float:
        """Return how large its letters are beside those of a label of 70 by 37 mm."""
        return min(self.width_mm / 70, self.height_mm / 37)

    @property
    def roomy(self) -> bool:
        """Tell whether second name, facts and bar code have room; else code, key and name get all of it."""
        return self.scale >= 0.55

    @property
    def bar_mm(self) -> float:
        """Return the width of the bar code."""
        return self.width_mm - 8 * self.scale


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold how labels stand on a sheet of A4: columns and rows from the margins at the top and on the left."""

    columns: int
    rows: int
    size: Size
    left_mm: float = 0.0
    top_mm: float = 0.0

    @property
    def places(self) -> int:
        """Return how many labels a sheet holds."""
        return self.columns * self.rows

    def place(self, number: int) -> tuple[float, float]:
        """Return where a label begins, from the left and from the top in millimetres, row by row from 0."""
        row, column = divmod(number, self.columns)
        return self.left_mm + column * self.size.width_mm, self.top_mm + row * self.size.height_mm


SHEETS = {
    "a4-3x8": Sheet(3, 8, Size(70, 37.125)),
    "a4-2x7": Sheet(2, 7, Size(99.1, 38.1), 5.9, 15.15),
    "a4-4x10": Sheet(4, 10, Size(52.5, 29.7)),
    "a4-5x13": Sheet(5, 13, Size(38.1, 21.2), 9.75, 10.7),
}
"""Sheets of labels as they are sold, by columns and rows."""

ROLLS = {"50x30": Size(50, 30), "40x30": Size(40, 30), "60x40": Size(60, 40), "100x60": Size(100, 60)}
"""Labels on a printer's roll, by width and height in millimetres."""

PER_SHEET = SHEETS["a4-3x8"].places


def render_label_sheet(stickers: Sequence[Sticker], language: str, *, skip: int = 0, layout: str = "a4-3x8") -> bytes:
    """Render labels on A4 sheets; the first `skip` places, already used, stay empty.

    Raises `ValueError` when there is no label, `skip` goes beyond one sheet or the layout is unknown.
    """
    sheet = SHEETS.get(layout)
    if sheet is None or not stickers or not 0 <= skip < sheet.places:
        raise ValueError("a sheet needs labels, a known layout, and skips fewer than it holds")
    cells = [None] * skip + [(one, _barred(one, sheet.size)) for one in stickers]
    sheets = [cells[start : start + sheet.places] for start in range(0, len(cells), sheet.places)]
    return render("label_sheet.html", None, language, sheets=sheets, sheet=sheet)


def render_label_roll(stickers: Sequence[Sticker], language: str, *, layout: str = "50x30") -> bytes:
    """Render one label a page, for a label printer; raises `ValueError` when there is none or the size is unknown."""
    size = ROLLS.get(layout)
    if not stickers or size is None:
        raise ValueError("a roll needs labels of a known size")
    cells = [(one, _barred(one, size)) for one in stickers]
    return render("label_roll.html", None, language, cells=cells, size=size)


def _barred(sticker: Sticker, size: Size) -> bool:
    return size.roomy and fits_code128(sticker.key, size.bar_mm)
