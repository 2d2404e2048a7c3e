"""Forecast by plain means: of all history, of a moving window, of the last period or season."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, as_history, divide, time_major


def moving_average(history: ArrayLike, window: int | None = None) -> FloatArray:
    """Forecast the mean of what was observed in the last ``window`` periods (None: all).

    :param history: demand, units per period, (parts, periods); blanks do not count.
    :param window: periods, at least 1.
    :return: (parts, periods + 1) one-step forecasts, 0 where nothing was observed in the window.
    :raises ValueError: for a window below 1.

    >>> moving_average([[3.0, 1.0, float("nan"), 5.0]], 2).tolist()
    [[0.0, 3.0, 2.0, 1.0, 5.0]]
    """
    if window is not None and window < 1:
        raise ValueError("window must be at least 1 period")
    values, seen = time_major(as_history(history))
    periods, parts = values.shape
    nothing = np.zeros((1, parts))
    total = np.concatenate([nothing, np.cumsum(values, 0)])
    count = np.concatenate([nothing, np.cumsum(seen, 0, dtype=np.float64)])
    if window is not None and window < periods:
        # Differences of running sums may end a hair below zero; demand cannot.
        total[window:] = (total[window:] - total[:-window].copy()).clip(0.0)
        count[window:] = count[window:] - count[:-window].copy()
    return divide(total, count).T


def seasonal_naive(history: ArrayLike, season: int = 1) -> FloatArray:
    """Forecast what was seen one season ago (season 1: in the last period); a blank counts as 0.

    :param history: demand, units per period, (parts, periods).
    :param season: periods, at least 1.
    :return: (parts, periods + 1) one-step forecasts, 0 in the first season.
    :raises ValueError: for a season below 1.

    >>> seasonal_naive([[1.0, 2.0, 3.0]], 2).tolist()
    [[0.0, 0.0, 1.0, 2.0]]
    """
    if season < 1:
        raise ValueError("season must be at least 1 period")
    demand = np.nan_to_num(as_history(history))
    parts, periods = demand.shape
    paths = np.zeros((parts, periods + 1))
    if periods >= season:
        paths[:, season:] = demand[:, : periods + 1 - season]
    return paths
