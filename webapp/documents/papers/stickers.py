"""Describe labels for parts, lots and bins, on sheets of A4 and on a label printer's roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.documents.codes import fits_code128
from webapp.documents.engine import render

SHEET_COLUMNS, SHEET_ROWS = 3, 8
PER_SHEET = SHEET_COLUMNS * SHEET_ROWS
SHEET_BAR_WIDTH_MM = 62.0
ROLL_BAR_WIDTH_MM = 46.0


@dataclass(frozen=True, kw_only=True)
class Sticker:
    """Hold one label: `scan_code` goes into the QR code, `key` in large letters and, where it fits, into Code 128."""

    scan_code: str
    key: str  # the bare number of part, lot or bin
    name: str = ""
    name_second: str = ""
    facts: tuple[str, ...] = ()  # at most two short lines, such as lot date and bin


def render_label_sheet(stickers: Sequence[Sticker], language: str, *, skip: int = 0) -> bytes:
    """Render labels on A4 sheets of 3 by 8 (70 × 37 mm); the first `skip` places, already used, stay empty.

    Raises `ValueError` when there is no label or `skip` goes beyond one sheet.
    """
    if not stickers or not 0 <= skip < PER_SHEET:
        raise ValueError("a sheet needs labels and skips fewer than it holds")
    cells = [None] * skip + [(one, fits_code128(one.key, SHEET_BAR_WIDTH_MM)) for one in stickers]
    cells += [None] * (-len(cells) % PER_SHEET)
    sheets = [cells[start : start + PER_SHEET] for start in range(0, len(cells), PER_SHEET)]
    return render("label_sheet.html", None, language, sheets=sheets, columns=SHEET_COLUMNS)


def render_label_roll(stickers: Sequence[Sticker], language: str) -> bytes:
    """Render one label of 50 × 30 mm a page, for a label printer; raises `ValueError` when there is none."""
    if not stickers:
        raise ValueError("a roll needs labels")
    cells = [(one, fits_code128(one.key, ROLL_BAR_WIDTH_MM)) for one in stickers]
    return render("label_roll.html", None, language, cells=cells)
