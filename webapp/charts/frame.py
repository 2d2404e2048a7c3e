"""Give all charts their frame: SVG elements, scales, axes, legend."""

import math
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

INK_WIDTH_PER_CHARACTER = 6.2  # units of the drawing, at the 11-unit label size
LEGEND_ROW = 18
WIDE, NARROW = (860, 250), (340, 230)
"""Width and height of a chart on a desk's screen and on a phone: letters of both come out about as large as text."""
WIDE_FROM = 0x2E80  # from here on characters are as wide as they are high


@dataclass(frozen=True)
class Twin:
    """Hold the same figures as a chart, as a table: one head and its rows, all text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Plot:
    """Map values into the drawing's rectangle (units of the drawing, y grows downward)."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Return the height at which `value` stands."""
        span = (self.high - self.low) or 1.0
        return self.bottom - (value - self.low) / span * (self.bottom - self.top)

    def x(self, value: float, low: float, high: float) -> float:
        """Return the place of `value` on a horizontal scale from `low` to `high`."""
        return self.left + (value - low) / ((high - low) or 1.0) * (self.right - self.left)

    def slot(self, index: int, count: int) -> tuple[float, float]:
        """Return left edge and width of slot `index` when the width is cut into `count` slots."""
        width = (self.right - self.left) / max(count, 1)
        return self.left + index * width, width


def element(name: str, attributes: dict[str, object] | None = None, *children: object) -> Markup:
    """Write one SVG element; attribute values and text children are escaped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key, _short(value)) for key, value in (attributes or {}).items() if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    if not inside:
        return Markup("<{}{}/>").format(name, written)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, inside)


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def drawing(title: str, description: str, width: float, height: float, body: Iterable[object], kind: str) -> Markup:
    """Close a drawing: a picture with an accessible name and description."""
    inner = Markup("").join(escape(part) for part in body)
    mark = f"{zlib.crc32((title + description + inner).encode()):08x}"  # the same picture has the same ids
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"chart chart-{kind}",
            "role": "img",
            "viewBox": f"0 0 {width:g} {height:g}",
            "aria-labelledby": f"chart-title-{mark} chart-desc-{mark}",
        },
        element("title", {"id": f"chart-title-{mark}"}, title),
        element("desc", {"id": f"chart-desc-{mark}"}, description or title),
        inner,
    )


def label(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> Markup:
    """Write a piece of text into the drawing."""
    names = f"chart-text {kind}".strip()
    return element("text", {"x": float(x), "y": float(y), "class": names, "text-anchor": anchor}, text)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """Draw a straight line."""
    return element("line", {"x1": float(x1), "y1": float(y1), "x2": float(x2), "y2": float(y2), "class": kind})


def box(x: float, y: float, width: float, height: float, kind: str, hint: str = "") -> Markup:
    """Draw a rectangle; `hint` is shown when a pointer rests on it."""
    attributes: dict[str, object] = {
        "x": float(x),
        "y": float(y),
        "width": max(float(width), 0.0),
        "height": max(float(height), 0.0),
        "class": kind,
    }
    return element("rect", attributes, *([element("title", None, hint)] if hint else []))


def path(points: Sequence[tuple[float, float]], kind: str, *, closed: bool = False) -> Markup:
    """Draw straight strokes through `points`; nothing for fewer than two of them."""
    if len(points) < 2:
        return Markup("")
    strokes = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")
    return element("path", {"d": strokes, "class": kind})


def text_width(text: str) -> float:
    """Estimate the width of a label in units of the drawing; Chinese characters are twice as wide.

    >>> text_width("库位") > text_width("ab")
    True
    """
    return sum(INK_WIDTH_PER_CHARACTER * (1.8 if ord(character) >= WIDE_FROM else 1.0) for character in text)


def cut(text: str, width: float) -> str:
    """Shorten a label to `width` units with an ellipsis."""
    if text_width(text) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…") > width:
        kept = kept[:-1]
    return kept + "…"


def number(value: float) -> str:
    """Write a figure for an axis or a table twin: grouped, at most two decimals.

    >>> number(12500), number(0.5), number(-3)
    ('12,500', '0.5', '-3')
    """
    written = f"{value:,.2f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written == "-0" else written


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Return round values that cover `low` to `high` in about `wanted` steps of 1, 2, 2.5 or 5.

    >>> ticks(0, 87)
    [0.0, 25.0, 50.0, 75.0, 100.0]
    """
    finite([low, high])
    if high <= low:
        high = low + 1.0
    rough = (high - low) / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if power * factor >= rough * 0.999999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(step * index, 10) for index in range(first, last + 1)]


def finite(values: list[float]) -> list[float]:
    """Return `values`; raises `ValueError` where one of them cannot be drawn."""
    if not all(map(math.isfinite, values)):
        raise ValueError("a chart needs finite values")
    return values


def framed(
    width: float,
    height: float,
    values: Iterable[float],
    entries: Sequence[tuple[str, str, str]] = (),
    *,
    top: float = 26,
    bottom: float = 24,
    right: float = 10,
) -> tuple[Plot, list[Markup]]:
    """Return a plot whose scale covers zero and all `values`, with its grid, value labels and legend drawn."""
    known = finite([0.0, *(float(value) for value in values)])
    marks = ticks(min(known), max(known))
    left = max(text_width(number(mark)) for mark in marks) + 10
    rows = legend_rows(left, width, entries)
    plot = Plot(left, top + LEGEND_ROW * (len(rows) - 1), width - right, height - bottom, marks[0], marks[-1])
    grid = legend(left, width, entries)
    for mark in marks:
        y = plot.y(mark)
        grid.append(line(plot.left, y, plot.right, y, "chart-axis" if mark == 0 else "chart-grid"))
        grid.append(label(plot.left - 5, y + 3.5, number(mark), "chart-muted", "end"))
    return plot, grid


def below(plot: Plot, names: Sequence[str]) -> list[Markup]:
    """Write the names of the slots under the plot, leaving out those that would touch."""
    if not names:
        return []
    _, width = plot.slot(0, len(names))
    every = max(1, math.ceil((max(text_width(name) for name in names) + 4) / width))
    drawn = []
    for index in range(0, len(names), every):
        left, _ = plot.slot(index, len(names))
        drawn.append(label(left + width / 2, plot.bottom + 15, names[index], "chart-muted", "middle"))
    return drawn


def legend_rows(left: float, width: float, entries: Sequence[tuple[str, str, str]]) -> list[list[tuple[str, str, str]]]:
    """Part a legend into lines that fit between `left` and `width`; one line, an empty one, where there is none."""
    rows: list[list[tuple[str, str, str]]] = [[]]
    room = width - left
    for entry in entries:
        needed = 32 + text_width(entry[2])
        if rows[-1] and needed > room:
            rows.append([])
            room = width - left
        rows[-1].append(entry)
        room -= needed
    return rows


def legend(left: float, width: float, entries: Sequence[tuple[str, str, str]]) -> list[Markup]:
    """Write the legend on the top lines: (shape 'box' | 'line' | 'dot', class, text)."""
    drawn: list[Markup] = []
    for place, row in enumerate(legend_rows(left, width, entries)):
        x, y = left, 10 + LEGEND_ROW * place
        for shape, kind, text in row:
            if shape == "line":
                drawn.append(line(x, y, x + 16, y, kind))
            elif shape == "dot":
                drawn.append(marker(x + 8, y, kind))
            else:
                drawn.append(box(x + 2, y - 5, 12, 10, kind))
            drawn.append(label(x + 20, y + 4, text))
            x += 32 + text_width(text)
    return drawn


def for_screens(
    draw: Callable[[int, int], Markup], wide: tuple[int, int] = WIDE, narrow: tuple[int, int] = NARROW
) -> Markup:
    """Draw a chart twice, for a desk's screen and for a phone; the stylesheet shows the one that fits."""
    return Markup('<div class="wide-only">{}</div><div class="narrow-only">{}</div>').format(draw(*wide), draw(*narrow))


def marker(x: float, y: float, kind: str, hint: str = "") -> Markup:
    """Draw a small triangle that points upward."""
    corners = f"{x - 4:.1f},{y + 4:.1f} {x + 4:.1f},{y + 4:.1f} {x:.1f},{y - 4:.1f}"
    return element("polygon", {"points": corners, "class": kind}, *([element("title", None, hint)] if hint else []))
