"""Draw a running balance as steps, and small lines that stand inside a table row."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import (
    Plot,
    Twin,
    drawing,
    element,
    finite,
    framed,
    label,
    line,
    number,
    path,
    text_width,
)


@dataclass(frozen=True)
class Step:
    """Hold the balance from one moment on: place on the time scale (any unit), its label, the balance."""

    at: float
    label: str
    balance: float


def step_chart(
    title: str,
    description: str,
    steps: Sequence[Step],
    *,
    balance_word: str,
    reorder_point: float | None = None,
    reorder_word: str = "",
    width: int = 640,
    height: int = 200,
) -> Markup:
    """Draw the balance after each movement, held until the next one; `steps` are in order of time."""
    limits = () if reorder_point is None else (reorder_point,)
    entries = [("line", "chart-line", balance_word)]
    entries += [] if reorder_point is None else [("line", "chart-limit", reorder_word)]
    plot, body = framed(width, height, (*(step.balance for step in steps), *limits), entries)
    corners = _corners(plot, steps)
    if corners:
        zero = plot.y(0)
        area = [(corners[0][0], zero), *corners, (corners[-1][0], zero)]
        body += [path(area, "chart-area", closed=True), path(corners, "chart-line")]
        body += _time_labels(plot, steps)
    if reorder_point is not None:
        y = plot.y(reorder_point)
        body.append(line(plot.left, y, plot.right, y, "chart-limit"))
    return drawing(title, description, width, height, body, "steps")


def _corners(plot: Plot, steps: Sequence[Step]) -> list[tuple[float, float]]:
    if not steps:
        return []
    first, last = steps[0].at, steps[-1].at
    corners: list[tuple[float, float]] = []
    for step in steps:
        x = plot.x(step.at, first, last)
        if corners:
            corners.append((x, corners[-1][1]))
        corners.append((x, plot.y(step.balance)))
    if first == last:  # one moment only: show its level across the whole width
        corners.append((plot.right, corners[-1][1]))
    return corners


def _time_labels(plot: Plot, steps: Sequence[Step]) -> list[Markup]:
    """Write the moments under the plot, as many as stand clear of each other; the last one always."""
    first, last = steps[0].at, steps[-1].at
    drawn = [label(plot.right, plot.bottom + 15, steps[-1].label, "chart-muted", "end")]
    end = plot.right - text_width(steps[-1].label) - 14
    begin = plot.left
    for step in steps[:-1]:
        x = plot.x(step.at, first, last)
        if x >= begin and x + text_width(step.label) <= end:
            drawn.append(label(x, plot.bottom + 15, step.label, "chart-muted"))
            begin = x + text_width(step.label) + 18
    return drawn


def step_rows(steps: Sequence[Step], *, moment_word: str, balance_word: str) -> Twin:
    """Return the balances as a table."""
    return Twin((moment_word, balance_word), tuple((step.label, number(step.balance)) for step in steps))


def sparkline(title: str, values: Sequence[float], *, width: int = 120, height: int = 28) -> Markup:
    """Draw a small line without axes, with a dot on the last value."""
    if not values:
        return drawing(title, title, width, height, (), "spark")
    low, high = min(finite(list(values))), max(values)
    plot = Plot(3, 4, width - 4, height - 4, low, high if high > low else low + 1)
    points = [(plot.x(index, 0, max(len(values) - 1, 1)), plot.y(float(value))) for index, value in enumerate(values)]
    x, y = points[-1]
    body = [path(points, "chart-line"), element("circle", {"cx": x, "cy": y, "r": 2.2, "class": "chart-dot"})]
    return drawing(title, ", ".join(number(value) for value in values), width, height, body, "spark")


def sparkline_rows(names: Sequence[str], values: Sequence[float], *, name_word: str, value_word: str) -> Twin:
    """Return a sparkline's values as a table."""
    rows = tuple((name, number(value)) for name, value in zip(names, values, strict=True))
    return Twin((name_word, value_word), rows)
