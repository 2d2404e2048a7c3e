"""Draw stacked bars (ageing) and horizontal bars (scores, gains and losses)."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from webapp.charts.frame import (
    Plot,
    Twin,
    below,
    box,
    cut,
    drawing,
    finite,
    framed,
    label,
    line,
    number,
    text_width,
)

BOLD = 1.15  # so much wider is a bold text
SHADES = 6  # shades of one colour that the stylesheet knows


@dataclass(frozen=True)
class Series:
    """Hold one layer of a stacked bar: its name and one value a bar, none negative."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Bar:
    """Hold one horizontal bar; no value means 'not enough data', and `text` then says so.

    `tone` is '' (neutral), 'good', 'watch' or 'bad' and never the only sign: `text` carries the figure.
    """

    label: str
    value: float | None
    text: str
    tone: str = ""


def stacked_bars(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    width: int = 640,
    height: int = 220,
) -> Markup:
    """Draw one bar a label with the series piled upon each other, the first at the bottom."""
    if any(value < 0 for layer in series for value in layer.values):
        raise ValueError("a stacked bar has no negative layer")
    totals = [sum(layer.values[index] for layer in series) for index in range(len(labels))]
    entries = [("box", f"chart-shade-{shade % SHADES}", layer.name) for shade, layer in enumerate(series)]
    plot, body = framed(width, height, totals, entries)
    for index, name in enumerate(labels):
        left, slot = plot.slot(index, len(labels))
        bar = min(slot * 0.62, 56)
        base = 0.0
        for shade, layer in enumerate(series):
            value = layer.values[index]
            if value:
                top = plot.y(base + value)
                hint = f"{name} · {layer.name} {number(value)}"
                kind = f"chart-shade-{shade % SHADES}"
                body.append(box(left + (slot - bar) / 2, top, bar, plot.y(base) - top, kind, hint))
                base += value
    body += below(plot, [cut(name, plot.slot(0, len(labels))[1] - 6) for name in labels])
    return drawing(title, description, width, height, body, "stacked")


def stacked_rows(labels: Sequence[str], series: Sequence[Series], *, label_word: str) -> Twin:
    """Return the piled values as a table, one column a series."""
    rows = tuple((name, *(number(layer.values[index]) for layer in series)) for index, name in enumerate(labels))
    return Twin((label_word, *(layer.name for layer in series)), rows)


def horizontal_bars(
    title: str,
    description: str,
    bars: Sequence[Bar],
    *,
    maximum: float | None = None,
    width: int = 640,
) -> Markup:
    """Draw one bar a line with its name before and its figure behind; negative values grow to the left of zero."""
    row = 22
    height = max(len(bars), 1) * row + 8
    names = min(max((text_width(bar.label) for bar in bars), default=0) + 10, width * 0.34)
    figures = max((text_width(bar.text) * BOLD for bar in bars), default=0) + 10
    known = finite([0.0, *(bar.value for bar in bars if bar.value is not None)])
    high = max(*known, maximum or 0.0)
    low = min(known)
    room = figures if low < 0 else 0.0
    plot = Plot(names + room, 4, width - figures, height - 4, low, high if high > low else low + 1)
    zero = plot.x(0, plot.low, plot.high)
    body = []
    for index, bar in enumerate(bars):
        y = 4 + index * row
        body.append(label(0, y + 15, cut(bar.label, names - 6)))
        body += _one_bar(plot, bar, y, zero, maximum)
    body.append(line(zero, 2, zero, height - 2, "chart-axis"))
    return drawing(title, description, width, height, body, "bars")


def _one_bar(plot: Plot, bar: Bar, y: float, zero: float, maximum: float | None) -> list[Markup]:
    if bar.value is None:
        return [label(zero + 6, y + 15, bar.text, "chart-muted")]
    drawn = []
    if maximum is not None:
        drawn.append(box(zero, y + 4, plot.x(maximum, plot.low, plot.high) - zero, 14, "chart-track"))
    end = plot.x(bar.value, plot.low, plot.high)
    kind = f"chart-bar chart-{bar.tone}" if bar.tone else "chart-bar"
    drawn.append(box(min(zero, end), y + 4, abs(end - zero), 14, kind, f"{bar.label} · {bar.text}"))
    if maximum is not None:
        drawn.append(label(plot.right + 6, y + 15, bar.text, "chart-strong"))
    elif bar.value < 0:
        drawn.append(label(end - 5, y + 15, bar.text, "chart-strong", "end"))
    else:
        drawn.append(label(end + 5, y + 15, bar.text, "chart-strong"))
    return drawn


def bar_rows(bars: Sequence[Bar], *, label_word: str, value_word: str) -> Twin:
    """Return the bars as a table."""
    return Twin((label_word, value_word), tuple((bar.label, bar.text) for bar in bars))
