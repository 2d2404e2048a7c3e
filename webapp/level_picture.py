"""Draw the demand of a part in a store with its forecast band, its reorder point, what came and what comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any, cast

import numpy as np
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forecasting.demand import Period, period_numbers, period_starts
from forecasting.queries import MOST_AHEAD, LevelDetail
from forecasting.stock_outs import StockOut
from procurement.queries.receipts import Receipt, came, comes
from webapp import charts
from webapp.charts import Band, DemandWords
from webapp.i18n import number
from webapp.listings.requests import STREAMS

PERIODS_SHOWN = 36
LEAST_AHEAD = 3
THOUSAND = 1000.0
VERDICTS = {
    "flagged": _l("far above the rest"),
    "real": _l("real"),
    "one_off": _l("one-off"),
    "": _l("not judged"),
}
VERDICT_TONES = {"flagged": "warning", "real": "success", "one_off": "secondary", "": "secondary"}
STREAM_WORDS = {**STREAMS, "imported": _l("from files")}


@dataclass(frozen=True)
class Series:
    """Hold what is drawn, one value a period: past periods first, then those ahead."""

    periods: list[str]
    demand: list[float | None]
    forecast: list[Band | None]
    came: list[float | None]
    comes: list[float | None]
    raw: list[float | None]
    stock_outs: list[str]


def series(session: Session, level: LevelDetail, on: date) -> Series:
    """Return the figures of the picture: the last periods, and as many ahead as lead time and review take."""
    period = cast("Period", level.period)
    shown = min(len(level.history), PERIODS_SHOWN)
    ahead = min(max(ceil(level.protection_periods), LEAST_AHEAD), MOST_AHEAD)
    first = level.period_starts_on[-shown] if shown else level.computed_on
    starts = period_starts(np.datetime64(first), shown + ahead, period).astype(object).tolist()
    blank: list[float | None] = [None] * ahead
    band = [Band(low, max(middle, mean), high) for mean, low, middle, high in level.bands[:ahead]]
    which = {"part_id": level.part_id, "store_id": level.store_id}
    late = [Receipt(max(each.on, on), each.units) for each in comes(session, **which, on=on)]
    past: list[Band | None] = [None] * shown
    return Series(
        [period_name(start, level.period) for start in starts],
        [*level.history[-shown:], *blank] if shown else blank,
        [*past, *band],
        _by_period(came(session, **which, since=first), first, shown + ahead, period),
        _by_period(late, first, shown + ahead, period),
        list(level.raw[-shown:]) if shown else [],
        [_gap(each) for each in level.stock_outs[-shown:]] if shown else [],
    )


def _gap(each: StockOut) -> str:
    """Say how long there was no stock, nothing where there was."""
    if not each.days:
        return ""
    said = _("%(days)s days without stock, %(unmet)s asked for in vain", days=each.days, unmet=number(each.unmet))
    return str(said)


def _by_period(receipts: Iterable[Receipt], first: date, count: int, period: Period) -> list[float | None]:
    """Return units by period; what comes later than the last one shown is left out."""
    found: list[float | None] = [None] * count
    begin = int(period_numbers(np.datetime64(first), period))
    for each in receipts:
        at = int(period_numbers(np.datetime64(each.on), period)) - begin
        if 0 <= at < count:
            found[at] = (found[at] or 0.0) + each.units / THOUSAND
    return found


def words() -> DemandWords:
    """Return the words of the picture in the reader's language."""
    return DemandWords(
        period=_("Period"),
        demand=_("Demand"),
        forecast=_("Forecast"),
        band=_("80 % band"),
        reorder_point=_("Reorder point"),
        receipts=_("Receipts"),
        coming=_("On its way"),
        left_out=_("Left out as outlier"),
        stock_out=_("Stock-out"),
    )


def picture(drawn: Series, level: LevelDetail) -> Any:
    """Draw it."""
    return charts.for_screens(
        lambda width, height: charts.demand_chart(
            _("Demand and forecast"),
            _("What was asked for and what came in each period, and what is expected next with its band"),
            drawn.periods,
            drawn.demand,
            words(),
            forecast=drawn.forecast,
            reorder_point=level.reorder_point,
            receipts=drawn.came,
            coming=drawn.comes,
            raw=drawn.raw,
            stock_outs=drawn.stock_outs,
            width=width,
            height=height,
        )
    )


def table(drawn: Series) -> Any:
    """Return the same figures as a table."""
    return charts.demand_rows(
        drawn.periods,
        drawn.demand,
        words(),
        forecast=drawn.forecast,
        receipts=drawn.came,
        coming=drawn.comes,
        raw=drawn.raw,
        stock_outs=drawn.stock_outs,
    )


def period_name(start: date, period: str) -> str:
    """Name a period by its first day: a month shortly, a week by its Monday."""
    return f"{start:%Y-%m}" if period == "month" else f"{start:%Y-%m-%d}"


def streams_said(level: LevelDetail) -> str:
    """Say how much of the demand came from where, the largest first."""
    parts = sorted(level.streams.items(), key=lambda each: -each[1])
    return " · ".join(f"{STREAM_WORDS[name]} {number(units)}" for name, units in parts)
