"""Learn how the year shapes demand, by family: one part has too few demands to show its season."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, IntArray, as_history, divide

# One year alone cannot tell a season from chance.
_LEAST_YEARS = 2
_TELLING = 0.5


def seasonal_indices(
    history: ArrayLike, family: ArrayLike, *, families: int, season: int = 12, first_season: int = 0
) -> FloatArray:
    """Return multiplicative seasonal indices per family, (families, season), mean 1, shrunk to 1.

    Demand per observed part of the family is taken year by year (the latest complete ones), freed of its
    yearly growth and divided by the year's mean.  The ratios' mean over the years is the raw index; it is
    believed as far as the spread between seasons exceeds what the differences between years explain
    (James-Stein): weight = 1 - noise / spread, not below 0.  Fewer than two complete years give 1.

    :param history: demand, units per period, (parts, periods); blanks do not count.
    :param family: row of the family of each part, 0 to families - 1, (parts,); -1 for none.
    :param season: periods in a year, at least 2.
    :param first_season: position in the year of the first period, 0 to season - 1.
    :raises ValueError: for a season below 2 or a family that does not exist.

    >>> summer = np.tile([1.0, 1.0, 6.0, 0.0], (3, 4))
    >>> seasonal_indices(summer, [0, 0, 0], families=2, season=4).round(2).tolist()
    [[0.5, 0.5, 3.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
    """
    demand = as_history(history)
    group = np.asarray(family, dtype=np.int64)
    if season <= 1 or (group.size and (group.max() >= families or group.min() < -1)):
        raise ValueError("season must be at least 2 periods and every family must exist")
    parts, periods = demand.shape
    years = periods // season
    if years < _LEAST_YEARS or not parts:
        return np.ones((families, season))
    recent = demand[:, periods - years * season :]
    member = group >= 0
    seen = ~np.isnan(recent[member])
    total, count = np.zeros((families, years * season)), np.zeros((families, years * season))
    np.add.at(total, group[member], np.where(seen, recent[member], 0.0))
    np.add.at(count, group[member], seen)
    rate = divide(total, count).reshape(families, years, season)
    shift = (first_season + periods - years * season) % season
    return np.roll(_indices(rate), shift, axis=1)


def _indices(rate: FloatArray) -> FloatArray:
    _, years, season = rate.shape
    yearly = rate.mean(2)
    growth = np.where((yearly[:, 0] > 0) & (yearly[:, -1] > 0), divide(yearly[:, -1], yearly[:, 0], 1.0), 1.0)
    per_period = growth ** (1.0 / (season * (years - 1)))
    trend = per_period[:, None] ** (np.arange(season) - (season - 1) / 2)
    ratio = divide(rate, yearly[:, :, None], 1.0) / trend[:, None, :]
    raw = ratio.mean(1)
    raw = divide(raw, raw.mean(1, keepdims=True), 1.0)
    noise = ratio.var(1, ddof=1).mean(1) / years
    spread = raw.var(1, ddof=1)
    weight = np.clip(1.0 - divide(noise, spread, 1.0), 0.0, 1.0)
    return np.asarray(1.0 + weight[:, None] * (raw - 1.0))


def season_positions(periods: int, season: int, first_season: int = 0) -> IntArray:
    """Return the position in the year of each period.

    >>> season_positions(4, 3, 2).tolist()
    [2, 0, 1, 2]
    """
    return np.asarray((first_season + np.arange(periods)) % season, dtype=np.int64)


def deseasonalise(history: FloatArray, index: FloatArray) -> FloatArray:
    """Free demand of its season, both (parts, periods): units of a period in which the index is 1.

    A period of which the season expects little says little: with an index of .05 no demand is no news, and one piece
    would count as twenty. Such periods join those that follow until their indices add up to half a usual period (the
    last ones join what came before); demand over index of all of them stands at the last one, the others are blank. So
    each value is a ratio of sums, and nothing that was asked for is lost. Source: ratio estimator, Cochran (1977),
    Sampling Techniques, section 2.11.

    >>> deseasonalise(np.array([[2.0, 6.0]]), np.array([[0.5, 1.5]])).tolist()
    [[4.0, 4.0]]
    >>> deseasonalise(np.array([[8.0, 0.0, 1.0, 5.0, 0.0]]), np.array([[2.0, 0.1, 0.2, 1.2, 0.1]])).round(2).tolist()
    [[4.0, nan, nan, 3.75, nan]]
    """
    if not history.size or float(index.min()) >= _TELLING:
        return np.asarray(history / index)
    parts, periods = history.shape
    base = np.full((parts, periods), np.nan)
    demand, weight = np.zeros(parts), np.zeros(parts)
    last, last_demand, last_weight = np.full(parts, -1), np.zeros(parts), np.zeros(parts)
    for period in range(periods):
        seen = ~np.isnan(history[:, period])
        demand += np.where(seen, history[:, period], 0.0)
        weight += np.where(seen, index[:, period], 0.0)
        full = seen & (weight >= _TELLING)
        base[full, period] = demand[full] / weight[full]
        last[full], last_demand[full], last_weight[full] = period, demand[full], weight[full]
        demand[full], weight[full] = 0.0, 0.0
    rest = np.flatnonzero(((weight > 0) | (demand > 0)) & (last >= 0))
    base[rest, last[rest]] = (last_demand[rest] + demand[rest]) / (last_weight[rest] + weight[rest])
    only = np.flatnonzero((last < 0) & ~np.isnan(history).all(1))
    base[only, periods - 1 - np.argmax(~np.isnan(history[only])[:, ::-1], axis=1)] = demand[only] / np.maximum(
        weight[only], _TELLING
    )
    return base


def ahead_factor(index: FloatArray, position: int, length: FloatArray) -> FloatArray:
    """Return the mean index over the next ``length`` periods (fractions count in part), (parts,).

    :param index: (parts, season).
    :param position: position in the year of the first period ahead.
    :param length: periods, above 0, (parts,).

    >>> ahead_factor(np.array([[0.5, 1.5]]), 1, np.array([1.5])).round(4).tolist()
    [1.1667]
    """
    season = index.shape[1]
    turned = np.roll(index, -position, axis=1)
    running = np.concatenate([np.zeros((index.shape[0], 1)), np.cumsum(turned, 1)], 1)
    years, rest = np.divmod(length, season)
    whole = np.floor(rest).astype(np.int64)
    rows = np.arange(index.shape[0])
    total = years * running[:, -1] + running[rows, whole] + (rest - whole) * turned[rows, np.minimum(whole, season - 1)]
    return divide(total, length, 1.0)
