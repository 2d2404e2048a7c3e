"""Forecast intermittent demand: Croston, its bias correction SBA, and TSB."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import (
    BoolArray,
    FloatArray,
    as_history,
    constant,
    discounted_mean_paths,
    divide,
    per_part,
    time_major,
)


def _gaps(seen: BoolArray, hit: BoolArray) -> FloatArray:
    """Count the observed periods from the demand before (or the first observation) up to each period."""
    gaps = np.zeros(seen.shape)
    running = np.zeros(seen.shape[1])
    for t in range(seen.shape[0]):
        running = running + seen[t]
        gaps[t] = running
        running = np.where(hit[t], 0.0, running)
    return gaps


def _start(value: ArrayLike | None, parts: int, name: str) -> FloatArray | None:
    return None if value is None else np.array(per_part(value, parts, name))


def croston(
    history: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike | None = None,
    start_size: ArrayLike | None = None,
    start_interval: ArrayLike | None = None,
) -> FloatArray:
    """Forecast demand per period as smoothed size over smoothed interval, both moved by demands only.

    Source: Croston (1972), *Operational Research Quarterly* 23(3), 289-303.

    :param history: demand, units per period, (parts, periods); blanks stop the interval's clock.
    :param alpha: smoothing constant of the size, 0 to 1, one number or (parts,).
    :param beta: the same for the interval; without it alpha.
    :param start_size: first size, units; without it weights are normalised and the first demand counts fully.
    :param start_interval: first interval, periods; without it likewise.
    :return: (parts, periods + 1) one-step forecasts, 0 before the first demand.
    :raises ValueError: for a history that is not two-dimensional or a constant outside 0 to 1.

    >>> croston([[0.0, 6.0, 0.0, 0.0, 3.0]], 0.5, start_size=6.0, start_interval=2.0).tolist()
    [[3.0, 3.0, 3.0, 3.0, 3.0, 1.8]]
    """
    demand = as_history(history)
    parts = demand.shape[0]
    values, seen = time_major(demand)
    hit = values > 0
    gain = constant(alpha, parts, "alpha")
    gain_interval = gain if beta is None else constant(beta, parts, "beta")
    size = discounted_mean_paths(values, hit, gain, _start(start_size, parts, "start_size"))
    interval = discounted_mean_paths(
        _gaps(seen, hit), hit, gain_interval, _start(start_interval, parts, "start_interval")
    )
    return divide(size, interval).T


def sba(
    history: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike | None = None,
    start_size: ArrayLike | None = None,
    start_interval: ArrayLike | None = None,
) -> FloatArray:
    """Forecast as Croston times (1 - beta / 2), which takes out most of Croston's upward bias.

    Source: Syntetos & Boylan (2005), *International Journal of Forecasting* 21, 303-314, the
    Syntetos-Boylan approximation; beta is the constant of the interval.

    Parameters, result and errors as for :func:`croston`.

    >>> sba([[0.0, 6.0]], 0.5, start_size=6.0, start_interval=2.0)[:, -1].tolist()
    [2.25]
    """
    parts = as_history(history).shape[0]
    gain = constant(alpha if beta is None else beta, parts, "beta")
    return croston(history, alpha, beta, start_size, start_interval) * (1.0 - gain / 2.0)[:, None]


def tsb(
    history: ArrayLike,
    alpha: ArrayLike,
    beta: ArrayLike,
    start_size: ArrayLike | None = None,
    start_probability: ArrayLike | None = None,
) -> FloatArray:
    """Forecast as smoothed probability of demand times smoothed size; the probability moves every period.

    So, unlike Croston, the forecast of a part that nobody asks for any more goes to 0.
    Source: Teunter, Syntetos & Babai (2011), *European Journal of Operational Research* 214, 606-615.

    :param history: demand, units per period, (parts, periods); blanks move nothing.
    :param alpha: smoothing constant of the size, 0 to 1, one number or (parts,).
    :param beta: smoothing constant of the probability, likewise.
    :param start_size: first size, units; without it weights are normalised.
    :param start_probability: first probability of demand in a period; without it likewise.
    :return: (parts, periods + 1) one-step forecasts.
    :raises ValueError: for a history that is not two-dimensional or a constant outside 0 to 1.

    >>> tsb([[4.0, 0.0]], 0.5, 0.5, start_size=4.0, start_probability=0.5).tolist()
    [[2.0, 3.0, 1.5]]
    """
    demand = as_history(history)
    parts = demand.shape[0]
    values, seen = time_major(demand)
    hit = values > 0
    size = discounted_mean_paths(values, hit, constant(alpha, parts, "alpha"), _start(start_size, parts, "start_size"))
    chance = discounted_mean_paths(
        hit.astype(np.float64),
        seen,
        constant(beta, parts, "beta"),
        _start(start_probability, parts, "start_probability"),
    )
    return (size * chance).T
