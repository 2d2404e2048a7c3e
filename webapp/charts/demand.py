"""Draw demand per period with its forecast band, the reorder point and the receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from webapp.charts.frame import Plot, Twin, below, box, drawing, framed, legend, line, marker, number, path


@dataclass(frozen=True)
class Band:
    """Hold a forecast for one period: middle and the bounds of its band."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class DemandWords:
    """Hold the translated words of the drawing and of its table twin."""

    period: str
    demand: str
    forecast: str
    band: str
    reorder_point: str
    receipts: str


def demand_chart(
    title: str,
    description: str,
    periods: Sequence[str],
    demand: Sequence[float | None],
    words: DemandWords,
    *,
    forecast: Sequence[Band | None] = (),
    reorder_point: float | None = None,
    receipts: Sequence[float | None] = (),
    width: int = 640,
    height: int = 220,
) -> Markup:
    """Draw bars of demand, the forecast as a line in its band, the reorder point and marks where goods came in.

    All sequences follow `periods`; shorter ones end early, `None` leaves a gap (future demand, past forecast).
    """
    values = chain(
        (value for value in demand if value is not None),
        (value for band in forecast if band for value in (band.low, band.high)),
        (value for value in receipts if value is not None),
        () if reorder_point is None else (reorder_point,),
    )
    plot, body = framed(width, height, values)
    body += _demand_bars(plot, periods, demand, words)
    body += _forecast_band(plot, periods, forecast)
    if reorder_point is not None:
        y = plot.y(reorder_point)
        body.append(line(plot.left, y, plot.right, y, "chart-limit"))
    body += _receipt_marks(plot, periods, receipts, words)
    body += below(plot, periods)
    body += legend(plot.left, _entries(words, forecast, reorder_point, receipts))
    return drawing(title, description, width, height, body, "demand")


def _entries(
    words: DemandWords,
    forecast: Sequence[Band | None],
    reorder_point: float | None,
    receipts: Sequence[float | None],
) -> list[tuple[str, str, str]]:
    entries = [("box", "chart-bar", words.demand)]
    if any(forecast):
        entries += [("line", "chart-line", words.forecast), ("box", "chart-band", words.band)]
    if reorder_point is not None:
        entries.append(("line", "chart-limit", words.reorder_point))
    if any(receipts):
        entries.append(("dot", "chart-mark", words.receipts))
    return entries


def _demand_bars(
    plot: Plot, periods: Sequence[str], demand: Sequence[float | None], words: DemandWords
) -> list[Markup]:
    drawn = []
    for index, value in enumerate(demand[: len(periods)]):
        if value:
            left, width = plot.slot(index, len(periods))
            top = plot.y(max(value, 0.0))
            hint = f"{periods[index]} · {words.demand} {number(value)}"
            height = abs(plot.y(value) - plot.y(0))
            drawn.append(box(left + width * 0.18, top, width * 0.64, height, "chart-bar", hint))
    return drawn


def _forecast_band(plot: Plot, periods: Sequence[str], forecast: Sequence[Band | None]) -> list[Markup]:
    """Draw each unbroken run of forecasts as one area and one line."""
    drawn: list[Markup] = []
    run: list[tuple[float, Band]] = []
    for index, band in enumerate([*forecast[: len(periods)], None]):
        if band is not None:
            left, width = plot.slot(index, len(periods))
            run.append((left + width / 2, band))
            continue
        upper = [(x, plot.y(one.high)) for x, one in run]
        lower = [(x, plot.y(one.low)) for x, one in reversed(run)]
        if len(run) == 1:
            x, only = run[0]
            drawn.append(box(x - 5, plot.y(only.high), 10, plot.y(only.low) - plot.y(only.high), "chart-band"))
            drawn.append(line(x - 5, plot.y(only.middle), x + 5, plot.y(only.middle), "chart-line"))
        drawn.append(path(upper + lower, "chart-band", closed=True) if len(run) > 1 else Markup(""))
        drawn.append(path([(x, plot.y(one.middle)) for x, one in run], "chart-line"))
        run = []
    return drawn


def _receipt_marks(
    plot: Plot, periods: Sequence[str], receipts: Sequence[float | None], words: DemandWords
) -> list[Markup]:
    drawn = []
    for index, value in enumerate(receipts[: len(periods)]):
        if value:
            left, width = plot.slot(index, len(periods))
            hint = f"{periods[index]} · {words.receipts} {number(value)}"
            drawn.append(marker(left + width / 2, plot.y(value), "chart-mark", hint))
    return drawn


def demand_rows(
    periods: Sequence[str],
    demand: Sequence[float | None],
    words: DemandWords,
    *,
    forecast: Sequence[Band | None] = (),
    receipts: Sequence[float | None] = (),
) -> Twin:
    """Return the same figures as a table, one row a period."""

    def at(values: Sequence[float | None], index: int) -> str:
        value = values[index] if index < len(values) else None
        return "" if value is None else number(value)

    rows = []
    for index, period in enumerate(periods):
        band = forecast[index] if index < len(forecast) else None
        middle = number(band.middle) if band else ""
        spread = f"{number(band.low)} – {number(band.high)}" if band else ""
        rows.append((period, at(demand, index), middle, spread, at(receipts, index)))
    return Twin((words.period, words.demand, words.forecast, words.band, words.receipts), tuple(rows))
