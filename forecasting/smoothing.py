"""Smooth demand exponentially (SES)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import (
    FloatArray,
    as_history,
    constant,
    discounted_mean_paths,
    per_part,
    time_major,
)


def ses(history: ArrayLike, alpha: ArrayLike, start: ArrayLike | None = None) -> FloatArray:
    """Forecast by simple exponential smoothing, F[t+1] = F[t] + alpha * (y[t] - F[t]).

    Source: Brown (1959); Hyndman & Athanasopoulos, *Forecasting: Principles and Practice*, 3rd ed.,
    section 8.1.

    :param history: demand, units per period, (parts, periods); blanks leave the level as it is.
    :param alpha: smoothing constant, 0 to 1, one number or (parts,).
    :param start: first level, units per period; without it the weights are normalised instead.
    :return: (parts, periods + 1); column t forecasts period t from the periods before it, the last
        column is the forecast for the future.
    :raises ValueError: for a history that is not two-dimensional or a constant outside 0 to 1.

    >>> ses([[10.0, 20.0, 10.0]], 0.5, start=[10.0]).tolist()
    [[10.0, 10.0, 15.0, 12.5]]
    """
    demand = as_history(history)
    values, seen = time_major(demand)
    parts = demand.shape[0]
    first = None if start is None else np.array(per_part(start, parts, "start"))
    return discounted_mean_paths(values, seen, constant(alpha, parts, "alpha"), first).T
