"""Follow a part's season over the periods ahead of a kept level: its band month by month, and what its factor spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

import numpy as np

from forecasting.arrays import FloatArray, IntArray
from forecasting.demand import Period, period_starts
from forecasting.levels import Levels
from forecasting.promises import period_quantiles
from forecasting.seasonal import season_positions


@dataclass(frozen=True)
class Season:
    """Hold the index of a part's family by place in the year, (season,), and the place of its first known period."""

    index: FloatArray
    first: int
    periods: int

    @property
    def past(self) -> FloatArray:
        """Return the index of each period known, (periods,)."""
        return self.index[season_positions(self.periods, self.index.size, self.first)]

    def ahead(self, count: int) -> FloatArray:
        """Return the index of each of the periods that follow, (count,).

        >>> Season(np.array([0.5, 1.5]), 0, 3).ahead(3).tolist()
        [1.5, 0.5, 1.5]
        """
        return self.index[season_positions(count, self.index.size, self.first + self.periods)]


def with_families(marks: Sequence[dict[str, Any]], family: IntArray) -> list[dict[str, Any]]:
    """Return the marks of all rows with the family whose season each follows, as far as it follows one.

    >>> with_families([{"streams": {}}, {}], np.array([-1, 4]))
    [{'streams': {}}, {'family': 4}]
    """
    told = marks or [{} for _ in family]
    return [mark | {"family": own} if own >= 0 else mark for mark, own in zip(told, family.tolist(), strict=True)]


def kept_season(settings: Mapping[str, Any], marks: Mapping[str, Any] | None, periods: int) -> Season | None:
    """Return the season that a kept level follows; none without one, and of runs that did not keep it."""
    seasons, family = settings.get("seasons"), (marks or {}).get("family")
    if not seasons or family is None:
        return None
    return Season(np.array(seasons[family], dtype=np.float64), int(settings["first_season"]), periods)


def season_span(season: Season | None, levels: Levels, first_on: date, period: Period) -> str:
    """Return the first and the last period over which the season's factor is the mean, 'from/to'; nothing without one.

    Months as 2026-07, weeks by their Mondays.
    """
    if season is None or levels.season_factor[0] == 1.0:
        return ""
    length = max(ceil(float(levels.lead_time_periods[0] + levels.review_periods[0]) - 1e-9), 1)
    starts = period_starts(np.datetime64(first_on), season.periods + length, period).astype(str)
    shown = slice(0, len("2026-07")) if period == "month" else slice(None)
    return f"{starts[season.periods][shown]}/{starts[-1][shown]}"


def bands_ahead(
    levels: Levels, season: Season | None, count: int, chances: tuple[float, ...]
) -> tuple[tuple[float, ...], ...]:
    """Return mean and quantiles of the demand of each period ahead of one part, (count) of (1 + chances), units.

    Where the part follows a season each period has its own index instead of the mean one of lead time and review.
    """
    relative = np.ones(count) if season is None else season.ahead(count) / levels.season_factor[0]
    each = levels.take(np.zeros(count, dtype=np.int64))
    each = replace(each, mean=each.mean * relative, variance=each.variance * relative**2)
    found = np.column_stack([each.mean, period_quantiles(each, chances)])
    return tuple(tuple(row) for row in found.tolist())
