"""Draw prices over time: what suppliers list as steps, what was paid as dots, what the market said as triangles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from webapp.charts.frame import (
    LEGEND_ROW,
    Plot,
    Twin,
    drawing,
    element,
    label,
    legend,
    legend_rows,
    line,
    marker,
    number,
    path,
    text_width,
    ticks,
)

LISTED_KINDS = ("chart-line", "chart-line-2", "chart-limit")


@dataclass(frozen=True)
class PriceMark:
    """Hold a price with its day, whose it is, and what it is: listed, paid or market."""

    on: date
    price: float
    name: str
    kind: str


@dataclass(frozen=True)
class PriceWords:
    """Hold the words of the legend and of the table."""

    listed: str
    paid: str
    market: str
    day: str
    whose: str
    kind: str
    price: str


def price_chart(
    title: str,
    description: str,
    marks: Sequence[PriceMark],
    until: date,
    words: PriceWords,
    *,
    width: int = 640,
    height: int = 220,
) -> Markup:
    """Draw the prices up to a day; a list holds until the next one of the same supplier."""
    there = [each for each in marks if each.on <= until]
    suppliers = sorted({each.name for each in there if each.kind == "listed"})
    entries = [
        ("line", LISTED_KINDS[index % len(LISTED_KINDS)], f"{name} {words.listed}")
        for index, name in enumerate(suppliers[: len(LISTED_KINDS)])
    ]
    kinds = {each.kind for each in there}
    entries += [("box", "chart-dot", words.paid)] if "paid" in kinds else []
    entries += [("dot", "chart-mark", words.market)] if "market" in kinds else []
    plot, body = _frame(width, height, [each.price for each in there], entries)
    if not there:
        return drawing(title, description, width, height, body, "prices")
    first = min(each.on for each in there).toordinal()
    last = max(until.toordinal(), first + 1)
    for index, name in enumerate(suppliers):
        steps = sorted((each for each in there if each.kind == "listed" and each.name == name), key=lambda m: m.on)
        corners: list[tuple[float, float]] = []
        for step in steps:
            x = plot.x(step.on.toordinal(), first, last)
            corners += [(x, corners[-1][1])] if corners else []
            corners.append((x, plot.y(step.price)))
        corners.append((plot.right, corners[-1][1]))
        body.append(path(corners, LISTED_KINDS[index % len(LISTED_KINDS)]))
    for each in there:
        x, y = plot.x(each.on.toordinal(), first, last), plot.y(each.price)
        hint = f"{each.on:%Y-%m-%d} · {each.name} · {each.price:,.2f}"
        if each.kind == "paid":
            body.append(
                element("circle", {"cx": x, "cy": y, "r": 3, "class": "chart-dot"}, element("title", None, hint))
            )
        elif each.kind == "market":
            body.append(marker(x, y, "chart-mark", hint))
    body += _days(plot.left, plot.right, plot.bottom, first, last)
    return drawing(title, description, width, height, body, "prices")


def _frame(
    width: float, height: float, prices: Sequence[float], entries: Sequence[tuple[str, str, str]]
) -> tuple[Plot, list[Markup]]:
    """Return a plot on a scale of the prices themselves: from zero a change of a tenth would look like none."""
    low, high = (min(prices), max(prices)) if prices else (0.0, 1.0)
    room = max((high - low) * 0.1, high * 0.02)
    marks = ticks(max(low - room, 0.0), high + room)
    left = max(text_width(number(mark)) for mark in marks) + 10
    top = 26 + LEGEND_ROW * (len(legend_rows(left, width, entries)) - 1)
    plot = Plot(left, top, width - 10, height - 24, marks[0], marks[-1])
    body = legend(left, width, entries)
    for mark in marks:
        body.append(line(plot.left, plot.y(mark), plot.right, plot.y(mark), "chart-grid"))
        body.append(label(plot.left - 5, plot.y(mark) + 3.5, number(mark), "chart-muted", "end"))
    return plot, body


def _days(left: float, right: float, bottom: float, first: int, last: int) -> list[Markup]:
    """Write the first and the last day below the plot."""
    ends = [f"{date.fromordinal(day):%Y-%m-%d}" for day in (first, last)]
    drawn = [label(right, bottom + 15, ends[1], "chart-muted", "end"), line(left, bottom, right, bottom, "chart-axis")]
    if left + text_width(ends[0]) + 14 < right - text_width(ends[1]):
        drawn.append(label(left, bottom + 15, ends[0], "chart-muted"))
    return drawn


def price_rows(marks: Sequence[PriceMark], words: PriceWords) -> Twin:
    """Return the same as a table, the newest price first."""
    said = {"listed": words.listed, "paid": words.paid, "market": words.market}
    rows = sorted(marks, key=lambda each: (each.on, each.kind, each.name), reverse=True)
    return Twin(
        (words.day, words.whose, words.kind, words.price),
        tuple((f"{each.on:%Y-%m-%d}", each.name, said[each.kind], f"{each.price:,.2f}") for each in rows),
    )
