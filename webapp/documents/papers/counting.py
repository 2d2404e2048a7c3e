"""Describe the papers of a stock-take: the blind count sheet and the report."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.charts import Bar, horizontal_bars
from webapp.documents.engine import render
from webapp.documents.labels import Words
from webapp.documents.papers.common import Figure, Paper, PartLine, Signature


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """Hold one line to be counted; it has no place for the book quantity, so that the count is blind."""

    location: str
    part_number: str
    part_name: str
    part_name_second: str = ""
    lot: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class CountSheet(Paper):
    """Hold a count sheet 盘点表."""

    lines: tuple[CountLine, ...]
    store: str = ""
    scope: str = ""
    planned_on: str = ""
    round: str = ""  # first count or recount, in words
    counter: Signature = Signature()
    recounter: Signature = Signature()
    supervisor: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class VarianceLine(PartLine):
    """Hold one counted line with a difference; `quantity` is the variance with its sign."""

    location: str = ""
    book: str = ""
    counted: str = ""
    value: str = ""
    cause: str = ""
    gain: bool = False


@dataclass(frozen=True, kw_only=True)
class StockTakeReport(Paper):
    """Hold a stock-take report 盘点报告."""

    variances: tuple[VarianceLine, ...]
    store: str = ""
    scope: str = ""
    started_at: str = ""
    finished_at: str = ""
    counted_lines: str = ""
    matching_lines: str = ""
    recounted_lines: str = ""
    accuracy: str = ""
    gains: str = ""
    losses: str = ""
    net: str = ""
    by_cause: tuple[Figure, ...] = ()  # signed values
    conclusion: str = ""
    counter: Signature = Signature()
    supervisor: Signature = Signature()
    approver: Signature = Signature()


def render_count_sheet(paper: CountSheet, language: str) -> bytes:
    """Render a count sheet."""
    return render("count_sheet.html", paper, language)


def render_stock_take_report(paper: StockTakeReport, language: str) -> bytes:
    """Render a stock-take report with gains and losses by cause as a chart."""
    bars = [
        Bar(figure.name, figure.value, figure.text, figure.tone or ("bad" if (figure.value or 0) < 0 else "good"))
        for figure in paper.by_cause
    ]
    title = Words(language)("value_by_cause")
    drawing = horizontal_bars(title, paper.net, bars) if bars else ""
    return render("stock_take_report.html", paper, language, drawing=drawing)
