"""Describe the monthly stock report."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.charts import Bar, Series, horizontal_bars, stacked_bars
from webapp.documents.engine import render
from webapp.documents.labels import Words
from webapp.documents.papers.common import Paper, PartLine, Signature


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """Hold one part category's month; `value` in yuan is what the chart draws."""

    name: str
    value: float
    value_text: str
    opening: str = ""
    received: str = ""
    issued: str = ""
    adjusted: str = ""
    closing: str = ""
    turnover: str = ""
    days_of_cover: str = ""


@dataclass(frozen=True, kw_only=True)
class AgeingBar:
    """Hold the value of one category or store by age, one figure for each age class of the report."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class SlowPart(PartLine):
    """Hold a part that has long not moved."""

    value: str = ""
    last_issued_on: str = ""
    age: str = ""


@dataclass(frozen=True, kw_only=True)
class MonthlyStockReport(Paper):
    """Hold a month of stock 月度库存报告."""

    month: str
    categories: tuple[CategoryRow, ...]
    store: str = ""
    opening_value: str = ""
    received_value: str = ""
    issued_value: str = ""
    adjusted_value: str = ""
    closing_value: str = ""
    turnover: str = ""
    fill_rate: str = ""
    accuracy: str = ""
    age_classes: tuple[str, ...] = ()
    ageing: tuple[AgeingBar, ...] = ()
    slow_parts: tuple[SlowPart, ...] = ()
    comment: str = ""
    author: Signature = Signature()
    reviewer: Signature = Signature()


def render_monthly_stock_report(paper: MonthlyStockReport, language: str) -> bytes:
    """Render a monthly stock report with value by category and ageing as charts."""
    words = Words(language)
    bars = [Bar(row.name, row.value, row.value_text) for row in paper.categories]
    by_category = horizontal_bars(words("value_by_category"), paper.closing_value, bars) if bars else ""
    layers = [
        Series(name, tuple(bar.values[place] for bar in paper.ageing)) for place, name in enumerate(paper.age_classes)
    ]
    names = [bar.name for bar in paper.ageing]
    ageing = stacked_bars(words("ageing"), paper.month, names, layers, height=190) if names and layers else ""
    return render("monthly_stock_report.html", paper, language, by_category=by_category, ageing=ageing)
