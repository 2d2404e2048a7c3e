"""Draw demand per period with its forecast band, the reorder point and the receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from webapp.charts.frame import Plot, Twin, below, box, drawing, framed, line, marker, number, path


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
    left_out: str = ""
    stock_out: str = ""
    coming: str = ""


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
    raw: Sequence[float | None] = (),
    stock_outs: Sequence[str] = (),
    coming: Sequence[float | None] = (),
    width: int = 640,
    height: int = 220,
) -> Markup:
    """Draw bars of demand, the forecast as a line in its band, the reorder point, and marks where goods came or come.

    All sequences follow `periods`; shorter ones end early, `None` leaves a gap (future demand, past forecast). What was
    asked for beyond what counts stands hollow upon its bar (`raw`); a period with a text in `stock_outs` has a mark.
    """
    values = chain(
        (value for value in demand if value is not None),
        (value for value in raw if value is not None),
        (value for band in forecast if band for value in (band.low, band.high)),
        (value for value in (*receipts, *coming) if value is not None),
        () if reorder_point is None else (reorder_point,),
    )
    entries = _entries(words, forecast, reorder_point, receipts, _left_out(demand, raw), stock_outs)
    entries += [("dot", "chart-coming", words.coming)] if any(coming) else []
    plot, body = framed(width, height, values, entries)
    body += _demand_bars(plot, periods, demand, words)
    body += _left_out_bars(plot, periods, demand, raw, words)
    body += _stock_out_marks(plot, periods, stock_outs)
    body += _forecast_band(plot, periods, forecast)
    if reorder_point is not None:
        y = plot.y(reorder_point)
        body.append(line(plot.left, y, plot.right, y, "chart-limit"))
    body += _receipt_marks(plot, periods, receipts, words.receipts, "chart-mark")
    body += _receipt_marks(plot, periods, coming, words.coming, "chart-coming")
    body += below(plot, periods)
    return drawing(title, description, width, height, body, "demand")


def _entries(
    words: DemandWords,
    forecast: Sequence[Band | None],
    reorder_point: float | None,
    receipts: Sequence[float | None],
    left_out: Sequence[int],
    stock_outs: Sequence[str],
) -> list[tuple[str, str, str]]:
    entries = [("box", "chart-bar", words.demand)]
    if left_out:
        entries.append(("box", "chart-left-out", words.left_out))
    if any(stock_outs):
        entries.append(("dot", "chart-bad", words.stock_out))
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


def _left_out(demand: Sequence[float | None], raw: Sequence[float | None]) -> list[int]:
    """Return the periods in which more was asked for than counts."""
    return [index for index, value in enumerate(raw) if value is not None and value > (demand[index] or 0.0)]


def _left_out_bars(
    plot: Plot,
    periods: Sequence[str],
    demand: Sequence[float | None],
    raw: Sequence[float | None],
    words: DemandWords,
) -> list[Markup]:
    drawn = []
    for index in _left_out(demand, raw):
        left, width = plot.slot(index, len(periods))
        whole, counted = raw[index] or 0.0, demand[index] or 0.0
        hint = f"{periods[index]} · {words.left_out} {number(whole - counted)}"
        height = plot.y(counted) - plot.y(whole)
        drawn.append(box(left + width * 0.18, plot.y(whole), width * 0.64, height, "chart-left-out", hint))
    return drawn


def _stock_out_marks(plot: Plot, periods: Sequence[str], stock_outs: Sequence[str]) -> list[Markup]:
    drawn = []
    for index, text in enumerate(stock_outs[: len(periods)]):
        if text:
            left, width = plot.slot(index, len(periods))
            drawn.append(marker(left + width / 2, plot.y(0) - 5, "chart-bad", f"{periods[index]} · {text}"))
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
    plot: Plot, periods: Sequence[str], receipts: Sequence[float | None], word: str, kind: str
) -> list[Markup]:
    drawn = []
    for index, value in enumerate(receipts[: len(periods)]):
        if value:
            left, width = plot.slot(index, len(periods))
            hint = f"{periods[index]} · {word} {number(value)}"
            drawn.append(marker(left + width / 2, plot.y(value), kind, hint))
    return drawn


def demand_rows(
    periods: Sequence[str],
    demand: Sequence[float | None],
    words: DemandWords,
    *,
    forecast: Sequence[Band | None] = (),
    receipts: Sequence[float | None] = (),
    raw: Sequence[float | None] = (),
    stock_outs: Sequence[str] = (),
    coming: Sequence[float | None] = (),
) -> Twin:
    """Return the same figures as a table, one row a period; columns of what never happened are left out."""
    left_out = _left_out(demand, raw)

    def at(values: Sequence[float | None], index: int) -> str:
        value = values[index] if index < len(values) else None
        return "" if value is None else number(value)

    rows = []
    for index, period in enumerate(periods):
        band = forecast[index] if index < len(forecast) else None
        middle = number(band.middle) if band else ""
        spread = f"{number(band.low)} – {number(band.high)}" if band else ""
        row = [period, at(demand, index), middle, spread, at(receipts, index)]
        if words.coming:
            row.append(at(coming, index))
        if left_out:
            row.append(number((raw[index] or 0.0) - (demand[index] or 0.0)) if index in left_out else "")
        if any(stock_outs):
            row.append(stock_outs[index] if index < len(stock_outs) else "")
        rows.append(tuple(row))
    head = [words.period, words.demand, words.forecast, words.band, words.receipts]
    head += [words.coming] if words.coming else []
    head += [words.left_out] if left_out else []
    head += [words.stock_out] if any(stock_outs) else []
    return Twin(tuple(head), tuple(rows))
