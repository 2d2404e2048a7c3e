"""Draw a control chart: means of lots in order, centre and control limits, what the standard allows, signals marked."""

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


@dataclass(frozen=True)
class Watched:
    """Hold one lot: its name, its mean, and whether it is a signal."""

    name: str
    mean: float
    signal: bool


@dataclass(frozen=True)
class ControlWords:
    """Hold the translated words of the lines and columns."""

    lot: str
    mean: str
    centre: str
    control: str
    allowed: str
    signal: str


def control_chart(
    title: str,
    description: str,
    lots: Sequence[Watched],
    words: ControlWords,
    *,
    centre: float,
    control: tuple[float, float],
    allowed: tuple[float | None, float | None],
    width: int = 640,
    height: int = 240,
) -> Markup:
    """Draw the means of `lots` between control limits and the limits of the standard; signals are large and red."""
    bounds = [each for each in allowed if each is not None]
    known = finite([*(each.mean for each in lots), *control, *bounds])
    room = (max(known) - min(known)) * 0.08 or abs(max(known)) * 0.01 or 1.0
    marks = ticks(min(known) - room, max(known) + room)
    entries = [
        ("line", "chart-line", words.mean),
        ("line", "chart-axis", words.centre),
        ("line", "chart-line-2", words.control),
        *([("line", "chart-limit", words.allowed)] if bounds else []),
    ]
    left = max(text_width(number(mark)) for mark in marks) + 10
    top = 26 + LEGEND_ROW * (len(legend_rows(left, width, entries)) - 1)
    plot = Plot(left, top, width - 10, height - 24, marks[0], marks[-1])
    body = [line(plot.left, plot.y(mark), plot.right, plot.y(mark), "chart-grid") for mark in marks]
    body += [label(plot.left - 5, plot.y(mark) + 3.5, number(mark), "chart-muted", "end") for mark in marks]
    body.append(line(plot.left, plot.y(centre), plot.right, plot.y(centre), "chart-axis"))
    body += [path([(plot.left, plot.y(each)), (plot.right, plot.y(each))], "chart-line-2") for each in control]
    body += [line(plot.left, plot.y(each), plot.right, plot.y(each), "chart-limit") for each in bounds]
    body += _drawn(plot, lots, words)
    body += below(plot, [each.name for each in lots])
    body += legend(left, width, entries)
    return drawing(title, description, width, height, body, "control")


def control_rows(lots: Sequence[Watched], words: ControlWords) -> Twin:
    """Return the same as a table, one row a lot."""
    return Twin(
        (words.lot, words.mean, words.signal),
        tuple((each.name, number(each.mean), words.signal if each.signal else "") for each in lots),
    )


def _drawn(plot: Plot, lots: Sequence[Watched], words: ControlWords) -> list[Markup]:
    points = []
    drawn: list[Markup] = []
    for index, each in enumerate(lots):
        left, slot = plot.slot(index, len(lots))
        at = (left + slot / 2, plot.y(each.mean))
        points.append(at)
        said = f"{each.name} · {number(each.mean)}" + (f" · {words.signal}" if each.signal else "")
        kind, radius = ("chart-bad", 5.0) if each.signal else ("chart-dot", 3.0)
        drawn.append(
            element("circle", {"cx": at[0], "cy": at[1], "r": radius, "class": kind}, element("title", None, said))
        )
    return [path(points, "chart-line"), *drawn]
