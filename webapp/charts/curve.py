"""Draw a curve of shares against money, with marked places on and below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import (
    Plot,
    Twin,
    drawing,
    element,
    finite,
    label,
    legend_rows,
    line,
    marker,
    path,
    text_width,
    ticks,
)


@dataclass(frozen=True)
class Place:
    """Hold a marked place: its name, money and share (0 to 1), and how it is drawn ('dot' or 'mark')."""

    name: str
    money: float
    share: float
    shape: str = "dot"


@dataclass(frozen=True)
class CurveWords:
    """Hold the translated words of a curve: what runs along each side, and the curve's own name."""

    money: str
    share: str
    curve: str


def curve_chart(
    title: str,
    description: str,
    points: Sequence[tuple[float, float]],
    places: Sequence[Place],
    words: CurveWords,
    *,
    money: Callable[[float], str],
    percent: Callable[[float], str],
    width: int = 440,
    height: int = 290,
) -> Markup:
    """Draw `points` (money, share from 0 to 1) as a line and each place as a mark; `money` and `percent` write figures.

    The share's scale begins below the lowest of all, so that what matters is not squeezed under the top.
    """
    values = finite([0.0, *(x for x, _ in points), *(place.money for place in places)])
    shares = finite([*(y for _, y in points), *(place.share for place in places)]) or [0.0, 1.0]
    sums, levels = ticks(0.0, max(values) or 1.0), ticks(min(0.99, *shares) * 100, 100)
    left = max(text_width(percent(each / 100)) for each in levels) + 10
    entries = [("line", "chart-line", words.curve)]
    entries += [(place.shape, _kind(place), place.name) for place in places]
    rows = legend_rows(left, width, entries)
    plot = Plot(left, 14 + 20 * len(rows), width - 14, height - 40, levels[0], levels[-1])
    body = [each for number, row in enumerate(rows) for each in _legend(left, row, number)]
    for level in levels:
        y = plot.y(level)
        body.append(line(plot.left, y, plot.right, y, "chart-grid"))
        body.append(label(plot.left - 5, y + 3.5, percent(level / 100), "chart-muted", "end"))
    body.append(line(plot.left, plot.bottom, plot.right, plot.bottom, "chart-axis"))
    body += _money_labels(plot, sums, money)
    body.append(label(plot.right, height - 6, words.money, "chart-muted", "end"))
    body.append(path([(plot.x(x, sums[0], sums[-1]), plot.y(y * 100)) for x, y in points], "chart-line"))
    for place in places:
        at = plot.x(place.money, sums[0], sums[-1]), plot.y(place.share * 100)
        hint = f"{place.name} · {money(place.money)} · {percent(place.share)}"
        if place.shape == "mark":
            body.append(marker(*at, _kind(place), hint))
        else:
            inner = element("title", None, hint)
            body.append(element("circle", {"cx": at[0], "cy": at[1], "r": 5.0, "class": _kind(place)}, inner))
    return drawing(title, description, width, height, body, "curve")


def curve_rows(
    points: Sequence[tuple[float, float]],
    places: Sequence[Place],
    words: CurveWords,
    *,
    money: Callable[[float], str],
    percent: Callable[[float], str],
) -> Twin:
    """Return the curve and its marked places as a table."""
    named = [(place.name, money(place.money), percent(place.share)) for place in places]
    drawn = [(words.curve, money(x), percent(y)) for x, y in points]
    return Twin(("", words.money, words.share), (*named, *drawn))


def _kind(place: Place) -> str:
    return "chart-mark" if place.shape == "mark" else "chart-bad" if place.shape == "warn" else "chart-dot"


def _legend(left: float, entries: list[tuple[str, str, str]], number: int) -> list[Markup]:
    """Write one line of the legend, each name behind the very sign that stands in the drawing."""
    drawn: list[Markup] = []
    x, y = left, 10.0 + 20 * number
    for shape, kind, text in entries:
        if shape == "line":
            drawn.append(line(x, y, x + 16, y, kind))
        elif shape == "mark":
            drawn.append(marker(x + 8, y, kind))
        else:
            drawn.append(element("circle", {"cx": x + 8, "cy": y, "r": 5.0, "class": kind}))
        drawn.append(label(x + 20, y + 4, text))
        x += 32 + text_width(text)
    return drawn


def _money_labels(plot: Plot, sums: Sequence[float], money: Callable[[float], str]) -> list[Markup]:
    """Write the sums under the plot, leaving out those that would touch."""
    drawn, end = [], 0.0
    for each in sums:
        text = money(each)
        x = min(max(plot.x(each, sums[0], sums[-1]), text_width(text) / 2), plot.right - text_width(text) / 2 + 12)
        if x - text_width(text) / 2 >= end:
            drawn.append(label(x, plot.bottom + 15, text, "chart-muted", "middle"))
            end = x + text_width(text) / 2 + 8
    return drawn
