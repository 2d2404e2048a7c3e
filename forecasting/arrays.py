"""Name the array types of the room and the small helpers that every model shares."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def as_history(history: ArrayLike) -> FloatArray:
    """Return the history as a float array of shape (parts, periods).

    Raises ValueError when it is not two-dimensional.

    >>> as_history([[1, None, 2]]).tolist()
    [[1.0, nan, 2.0]]
    """
    array = np.asarray(history, dtype=np.float64)
    if array.ndim != 2:  # noqa: PLR2004 - parts and periods
        raise ValueError(f"history must have shape (parts, periods), not {array.shape}")
    return array


def per_part(value: ArrayLike, parts: int, name: str) -> FloatArray:
    """Spread one number or (parts,) numbers over all parts, units as given.

    Raises ValueError when the length fits neither.

    >>> per_part(0.1, 2, "alpha").tolist()
    [0.1, 0.1]
    """
    array = np.asarray(value, dtype=np.float64)
    if array.ndim > 1 or (array.ndim == 1 and array.shape[0] != parts):
        raise ValueError(f"{name} must be one number or one per part ({parts}), not {array.shape}")
    return np.broadcast_to(array, (parts,))


def constant(value: ArrayLike, parts: int, name: str) -> FloatArray:
    """Spread a smoothing constant over all parts; raises ValueError outside 0 to 1.

    >>> constant([0.1, 0.2], 2, "alpha").tolist()
    [0.1, 0.2]
    """
    array = per_part(value, parts, name)
    if not bool(np.all((array >= 0) & (array <= 1))):
        raise ValueError(f"{name} must lie between 0 and 1")
    return array


def divide(numerator: ArrayLike, denominator: ArrayLike, otherwise: float = 0.0) -> FloatArray:
    """Divide element by element and give ``otherwise`` where the denominator is not positive.

    >>> divide([1.0, 2.0], [2.0, 0.0]).tolist()
    [0.5, 0.0]
    """
    top, bottom = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    out = np.full(top.shape, otherwise, dtype=np.float64)
    return cast("FloatArray", np.divide(top, bottom, out=out, where=bottom > 0))


def discounted_mean_paths(
    values: FloatArray, counted: BoolArray, alpha: FloatArray, start: FloatArray | None
) -> FloatArray:
    """Follow an exponentially discounted mean through time for all parts at once.

    ``values`` and ``counted`` are time-major, (periods, parts); a value that is not counted
    leaves the mean as it is.  Gives (periods + 1, parts): row t is the mean of what was counted
    *before* period t, so every row is an honest forecast and the last row is today's.

    With ``start`` (parts,) this is the textbook recursion m += alpha * (value - m) from that
    start.  Without, weights are normalised to sum to one, so the first counted value is the first
    mean and no start has to be guessed from values that lie ahead.  Before anything is counted
    the mean is 0.
    """
    periods, parts = values.shape
    paths = np.empty((periods + 1, parts))
    total = np.zeros(parts) if start is None else np.array(start, dtype=np.float64)
    weight = np.zeros(parts) if start is None else np.ones(parts)
    # With alpha = 0 and no start nothing would ever be weighed, so the first value must count.
    for t in range(periods):
        paths[t] = divide(total, weight)
        gain = np.where(counted[t], np.where(weight > 0, alpha, np.maximum(alpha, 1e-9)), 0.0)
        total = total + gain * (np.where(counted[t], values[t], 0.0) - total)
        weight = weight + gain * (1.0 - weight)
    paths[periods] = divide(total, weight)
    return paths


def time_major(history: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Turn (parts, periods) into contiguous (periods, parts): values with blanks as 0, and what was seen."""
    turned = np.ascontiguousarray(history.T)
    seen = ~np.isnan(turned)
    return np.where(seen, turned, 0.0), seen
