"""Fill the papers of a stock-take: sheet and report, cut into booklets that a printer and a person can carry."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from inventory import stock_take_queries as queries
from inventory.stock_take_queries import SheetLine, StockTakeHead, VarianceLine
from kernel.amounts import Money, Quantity
from webapp.documents.papers import CountLine, CountSheet, Figure, StockTakeReport
from webapp.documents.papers import VarianceLine as PrintedVariance
from webapp.i18n import day, day_of_instant, instant, money, number, percent
from webapp.printing import signature
from webapp.units import unit_text

BOOKLET = 1000
"""Lines of one booklet: about forty pages, and as much as one person counts in a day."""
SHEET, REPORT = "count_sheet", "stock_take_report"
KEPT_WITH = {SHEET: "stock_take", REPORT: "stock_take_report"}
"""Under which name the booklets are kept: reports are opened by those who review, sheets by those who count."""
ZERO = Quantity.zero()


@dataclass(frozen=True, slots=True)
class Booklet:
    """Hold the lines of one booklet, whose it is, and which of how many."""

    lines: tuple[SheetLine, ...]
    counter: str
    turn: int
    turns: int


def booklets(lines: Sequence[SheetLine]) -> Iterator[Booklet]:
    """Cut a sheet into booklets: each counter's lines by themselves, in walking order; an empty sheet is one."""
    by_counter: dict[str, list[SheetLine]] = {}
    for line in lines:
        by_counter.setdefault(line.assigned_to or "", []).append(line)
    cuts = [
        (counter, tuple(mine[begin : begin + BOOKLET]))
        for counter, mine in by_counter.items()
        for begin in range(0, len(mine), BOOKLET)
    ] or [("", ())]
    if len(lines) <= BOOKLET:
        cuts = [(next(iter(by_counter), "") if len(by_counter) == 1 else "", tuple(lines))]
    for turn, (counter, mine) in enumerate(cuts, 1):
        yield Booklet(mine, counter, turn, len(cuts))


def sheet_paper(take: StockTakeHead, booklet: Booklet, language: str, head: dict[str, Any]) -> CountSheet:
    """Return the blind count sheet of one booklet."""
    scope = _("%(lines)s lines", lines=len(booklet.lines))
    if booklet.turns > 1:
        scope = _("Booklet %(turn)s of %(turns)s, %(scope)s", turn=booklet.turn, turns=booklet.turns, scope=scope)
    return CountSheet(
        **head,
        lines=tuple(
            CountLine(
                location=each.location_code,
                part_number=each.part_number,
                part_name=each.part_name.in_(language),
                unit=unit_text(each.unit).in_(language),
            )
            for each in booklet.lines
        ),
        store=f"{take.store_code} {take.store_name.in_(language)}",
        planned_on=day(take.due_on),
        scope=scope,
        counter=signature(booklet.counter or None),
    )


def report_booklets(report: queries.VarianceReport) -> Iterator[tuple[VarianceLine, ...]]:
    """Cut the differences into booklets, gains first; a report without a difference is one."""
    lines = report.differing
    for begin in range(0, max(len(lines), 1), BOOKLET):
        yield lines[begin : begin + BOOKLET]


def report_paper(
    report: queries.VarianceReport, lines: tuple[VarianceLine, ...], language: str, head: dict[str, Any]
) -> StockTakeReport:
    """Return the report with some of its differences; sums are always those of the whole stock-take."""
    take = report.head
    gains = sum((each.value_cny for each in report.gains), Money.zero())
    losses = sum((each.value_cny for each in report.losses), Money.zero())
    return StockTakeReport(
        **head,
        variances=tuple(_printed(each, language) for each in lines),
        store=f"{take.store_code} {take.store_name.in_(language)}",
        started_at=instant(take.created_at),
        finished_at=instant(take.posted_at) if take.posted_at else "",
        counted_lines=number(take.lines_counted),
        matching_lines=number(report.accuracy.lines_right),
        recounted_lines=number(report.recounted),
        accuracy=percent(report.accuracy.line_share, 1),
        gains=money(gains),
        losses=money(losses),
        net=money(gains + losses),
        by_cause=tuple(
            Figure(
                name=each.text.in_(language),
                value=float((each.gain_value_cny - each.loss_value_cny).decimal),
                text=money(each.gain_value_cny - each.loss_value_cny),
            )
            for each in report.by_cause
        ),
        supervisor=signature(take.created_by, day_of_instant(take.created_at)),
        approver=signature(take.approved_by, instant(take.approved_at) if take.approved_at else ""),
    )


def _printed(each: VarianceLine, language: str) -> PrintedVariance:
    last, difference = each.counts[-1], each.difference or ZERO
    return PrintedVariance(
        part_number=each.line.part_number,
        part_name=each.line.part_name.in_(language),
        unit=unit_text(each.line.unit).in_(language),
        quantity=f"{'+' if difference > ZERO else ''}{number(difference)}",
        location=each.line.location_code,
        book=number(last.book),
        counted=number(last.counted),
        value=money(each.value_cny),
        cause=each.cause_text.in_(language) if each.cause_text else "",
        note=each.cause_note,
        gain=difference > ZERO,
    )


HEADINGS = (
    ("库位 / Place", 14),
    ("配件编号 / Part", 18),
    ("名称 / Name", 36),
    ("单位 / Unit", 10),
    ("盘点数 / Counted", 14),
    ("序列号 / Serial numbers", 36),
    ("盘点人 / Counter", 16),
)


def sheet_workbook(take: StockTakeHead, lines: Sequence[SheetLine]) -> bytes:
    """Return the open lines as a workbook with an empty column to fill in; it comes back as an import of counts."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(take.number[:31])
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        fill = book.add_format({"bg_color": "#FFF8DC", "border": 1})
        for column, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for row, line in enumerate(lines, 1):
            texts = (
                line.location_code,
                line.part_number,
                f"{line.part_name.zh} {line.part_name.en}",
                unit_text(line.unit).zh,
            )
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
            sheet.write_blank(row, 4, None, fill)
            sheet.write_blank(row, 5, None, fill if line.serial_tracked else None)
            sheet.write_string(row, 6, line.assigned_to or "")
        sheet.freeze_panes(1, 2)
    return file.getvalue()
