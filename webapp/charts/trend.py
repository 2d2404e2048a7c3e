"""Draw shares or points of a hundred over time as lines: what was promised beside what came, with bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import (
    LEGEND_ROW,
    Plot,
    Twin,
    below,
    drawing,
    element,
    finite,
    label,
    legend,
    legend_rows,
    line,
    number,
    path,
    text_width,
    ticks,
)

PERCENT = 100
WIDEST = 0.02
"""No scale is finer than this: a wiggle of a tenth of a point shall not look like a fall."""


@dataclass(frozen=True)
class Trend:
    """Hold one line: its name, a value for each period (None: nothing to tell), and its class in the drawing."""

    name: str
    values: tuple[float | None, ...]
    kind: str = "chart-line"


def trend_chart(
    title: str,
    description: str,
    periods: Sequence[str],
    trends: Sequence[Trend],
    *,
    bounds: Sequence[float] = (),
    bounds_word: str = "",
    unit: str = "%",
    width: int = 640,
    height: int = 200,
) -> Markup:
    """Draw the lines on a scale of their own, in hundredths; a period without a value breaks the line.

    :param unit: what stands after each figure: "%" for shares, nothing for points.
    """
    known = finite([value for each in trends for value in each.values if value is not None] + list(bounds))
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = max((high - low) * 0.1, WIDEST)
    bottom = max(low - room, 0.0) if low >= 0 else low - room
    top = min(high + room, 1.0) if high <= 1 else high + room
    marks = [mark / PERCENT for mark in ticks(bottom * PERCENT, top * PERCENT)]
    names = [f"{number(mark * PERCENT)}{unit}" for mark in marks]
    left = max(text_width(name) for name in names) + 10
    entries = [("line", each.kind, each.name) for each in trends]
    entries += [("line", "chart-limit", bounds_word)] if bounds else []
    top = 26 + LEGEND_ROW * (len(legend_rows(left, width, entries)) - 1)
    plot = Plot(left, top, width - 10, height - 24, marks[0], marks[-1])
    body = [line(plot.left, plot.y(mark), plot.right, plot.y(mark), "chart-grid") for mark in marks]
    body += [
        label(plot.left - 5, plot.y(mark) + 3.5, name, "chart-muted", "end")
        for mark, name in zip(marks, names, strict=True)
    ]
    body += [line(plot.left, plot.y(bound), plot.right, plot.y(bound), "chart-limit") for bound in bounds]
    for each in trends:
        body += _drawn(plot, periods, each, unit)
    body += below(plot, periods)
    body += legend(left, width, entries)
    return drawing(title, description, width, height, body, "trend")


def _drawn(plot: Plot, periods: Sequence[str], trend: Trend, unit: str) -> list[Markup]:
    drawn: list[Markup] = []
    run: list[tuple[float, float]] = []
    for index, value in enumerate([*trend.values[: len(periods)], None]):
        if value is None:
            drawn.append(path(run, trend.kind) if len(run) > 1 else Markup(""))
            run = []
            continue
        left, slot = plot.slot(index, len(periods))
        point = (left + slot / 2, plot.y(value))
        run.append(point)
        hint = element("title", None, f"{periods[index]} · {trend.name} {_said(value, unit)}")
        dot = "chart-dot" if trend.kind == "chart-line" else "chart-mark"
        drawn.append(element("circle", {"cx": point[0], "cy": point[1], "r": 2.4, "class": dot}, hint))
    return drawn


def _said(value: float, unit: str) -> str:
    return f"{value * PERCENT:.1f}{unit}"


def trend_rows(periods: Sequence[str], trends: Sequence[Trend], *, period_word: str, unit: str = "%") -> Twin:
    """Return the same as a table, one row a period."""

    def at(trend: Trend, index: int) -> str:
        value = trend.values[index] if index < len(trend.values) else None
        return "" if value is None else _said(value, unit)

    rows = tuple((period, *(at(each, index) for each in trends)) for index, period in enumerate(periods))
    return Twin((period_word, *(each.name for each in trends)), rows)
