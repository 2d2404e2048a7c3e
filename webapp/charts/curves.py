"""Draw one quantity against another, such as the budget against the service that it buys."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import Twin, drawing, element, finite, framed, label, number, path, text_width, ticks


@dataclass(frozen=True)
class CurvePoint:
    """Hold one point of a curve; a point with a `name` is marked in the drawing."""

    x: float
    y: float
    name: str = ""


def curve_chart(
    title: str,
    description: str,
    points: Sequence[CurvePoint],
    *,
    x_word: str,
    y_word: str,
    width: int = 640,
    height: int = 240,
) -> Markup:
    """Draw a line through `points` (in order of x) with both axes named and the named points marked."""
    plot, body = framed(width, height, (point.y for point in points), bottom=36, right=24)
    across = finite([point.x for point in points]) or [0.0, 1.0]
    marks = ticks(min(across), max(across))
    low, high = marks[0], marks[-1]
    body += [label(plot.x(mark, low, high), plot.bottom + 15, number(mark), "chart-muted", "middle") for mark in marks]
    body.append(path([(plot.x(point.x, low, high), plot.y(point.y)) for point in points], "chart-line"))
    for point in points:
        if point.name:
            x, y = plot.x(point.x, low, high), plot.y(point.y)
            body.append(element("circle", {"cx": x, "cy": y, "r": 3.5, "class": "chart-dot"}))
            before = x + 10 + text_width(point.name) > plot.right
            body.append(
                label(x - 7 if before else x + 7, y - 6, point.name, "chart-strong", "end" if before else "start")
            )
    body.append(label(plot.left, 14, y_word, "chart-muted"))
    body.append(label(plot.right, height - 4, x_word, "chart-muted", "end"))
    return drawing(title, description, width, height, body, "curve")


def curve_rows(points: Sequence[CurvePoint], *, x_word: str, y_word: str) -> Twin:
    """Return the points as a table."""
    return Twin((x_word, y_word), tuple((number(point.x), number(point.y)) for point in points))
