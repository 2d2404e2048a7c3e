"""Say in numbers what is known of a part's demand at a point in time: what the pooled model learns from.

Everything is worked out for one point in time and all parts at once, by a few products of matrices: the history
(parts, periods) times the weights of the periods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.arrays import FloatArray

ALPHAS = (0.03, 0.06, 0.12, 0.25, 0.5)
"""Constants of the discounted averages, from a memory of five years to one of two months."""
WINDOWS = (1, 3, 6, 12, 24)
START = 1
"""Which of the averages the regression starts from: alpha .06 forecasts best alone."""

_EXPONENTIAL = len(ALPHAS)
_WHOLE = _EXPONENTIAL + len(WINDOWS)
_LEAST_RATE = 0.01
_LEAST_SIZE = 0.5
_LONGEST_WAIT = 8.0

GROUPS: tuple[tuple[str, int], ...] = (
    ("base", 1),
    ("recent_demand", len(ALPHAS) + 1),
    ("frequency", len(ALPHAS)),
    ("size", 4),
    ("demands", 1),
    ("quiet", 3),
    ("age", 1),
    ("recent_demand", 4),
    ("pack", 1),
    ("trend", 4),
    ("demands", 3),
    ("recent_demand", 1),
    ("frequency", 1),
    ("size", 2),
    ("demands", 1),
    ("quiet", 1),
)
"""What the columns speak of, in their order: a code and how many columns."""
COLUMNS = sum(count for _, count in GROUPS)
FREQUENCY, QUIET = 1 + len(ALPHAS) + 1 + START, 1 + 2 * len(ALPHAS) + 1 + 4 + 1
"""Columns of the discounted share of periods with demand, and of the time since the last one (both as logarithms)."""


@dataclass(frozen=True)
class Known:
    """What is known at a point in time: ``columns`` (parts, COLUMNS), ``start`` (parts,) and ``demands`` (parts,).

    ``start`` is the logarithm of a plain forecast per period, ``demands`` the periods with demand so far.
    """

    columns: FloatArray
    start: FloatArray
    demands: FloatArray


def known(history: FloatArray, pool: float, log_pack: FloatArray) -> Known:
    """Return what the periods of ``history`` tell of each part.

    :param history: packs per period, at least 0, blanks where nobody watched, (parts, periods), at least 1 period.
    :param pool: mean demand per period of all parts; keeps the logarithm of nothing finite.
    :param log_pack: logarithm of the units in a pack, (parts,).

    >>> seen = known(np.array([[0.0, 2.0, 0.0, 4.0]]), 1.0, np.zeros(1))
    >>> seen.columns.shape[1] == COLUMNS, seen.demands.tolist(), round(float(np.exp(seen.start[0])), 2)
    (True, [2.0], 1.6)
    """
    parts, periods = history.shape
    blank = np.isnan(history)
    blanks = bool(blank.any())
    units = np.where(blank, 0.0, history) if blanks else history
    hit = units > 0
    weights = _weights(periods)
    seen = (~blank).astype(np.float64) @ weights if blanks else np.broadcast_to(weights.sum(0), (parts, _WHOLE + 1))
    demand, often = units @ weights, hit.astype(np.float64) @ weights

    count = often[:, _WHOLE]
    some = np.maximum(count, 1.0)
    size = demand[:, _WHOLE] / some
    smoothed = demand[:, :_EXPONENTIAL] / np.maximum(seen[:, :_EXPONENTIAL], 1e-9)
    share = often[:, :_EXPONENTIAL] / np.maximum(seen[:, :_EXPONENTIAL], 1e-9)
    observed = np.maximum(seen[:, _EXPONENTIAL:], 1.0)
    mean, frequency = demand[:, _EXPONENTIAL:] / observed, often[:, _EXPONENTIAL:] / observed
    latest = periods - 1 - np.argmax(hit[:, ::-1], axis=1)
    sold = count > 0
    quiet = np.where(sold, periods - 1.0 - latest, periods)
    age = np.where(sold, periods - np.argmax(hit, axis=1), 0.0)
    last_size = np.where(sold, units[np.arange(parts), latest], 0.0)
    # In shares of the mean size, so that an absurd number does not overflow when squared.
    shares = units / np.maximum(size, 1e-12)[:, None]
    evenness = np.einsum("ij,ij->i", shares, shares) / some

    hair = 0.02 * pool + 1e-3
    log_smoothed, log_mean = np.log(smoothed + hair), np.log(mean + hair)
    log_size, log_count, log_quiet = np.log(size + _LEAST_SIZE), np.log1p(count), np.log1p(quiet)
    rate = np.maximum(share[:, START], _LEAST_RATE)
    log_rate, waited, start = np.log(rate), quiet * rate, log_smoothed[:, START]
    trend = np.log((mean + 5 * hair)[:, [3, 2]] / (mean + 5 * hair)[:, [4]])
    columns = [
        np.ones((parts, 1)),
        log_smoothed,
        log_mean[:, [5]],
        np.log(share + _LEAST_RATE),
        log_size,
        np.log(last_size + _LEAST_SIZE) - log_size,
        np.log(units.max(1) + _LEAST_SIZE) - log_size,
        np.log(evenness + 0.5),
        log_count,
        log_quiet,
        np.log1p(waited),
        np.minimum(waited, _LONGEST_WAIT) / 4,
        np.log1p(age),
        log_mean[:, :4],
        log_pack,
        frequency[:, 2] - frequency[:, 4],
        frequency[:, 3] - frequency[:, 4],
        trend,
        *((count == few).astype(np.float64) for few in (1, 2, 3)),
        start * start,
        log_rate * log_rate,
        log_size * log_size,
        log_rate * log_size,
        log_rate * log_count,
        log_quiet * log_rate,
    ]
    return Known(np.column_stack(columns), start, count)


def _weights(periods: int) -> FloatArray:
    """Return the weight of each period in each sum, (periods, sums): discounted, of the last periods, of all."""
    age = np.arange(periods - 1, -1, -1)[:, None]
    discounted = (1.0 - np.array(ALPHAS)) ** age
    recent = (age < np.array(WINDOWS)).astype(np.float64)
    return np.concatenate([discounted, recent, np.ones((periods, 1))], axis=1)
