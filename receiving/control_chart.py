"""Watch a measured characteristic over lots: control limits, signals and capability from the readings themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean, variance

D2 = 1.128
"""Mean range of two standard normal values: Montgomery, Introduction to Statistical Quality Control, appendix VI."""
RUN = 8
"""So many lots in a row on one side of the centre are a signal: Western Electric rule 4."""
FEWEST_LOTS = 2
FEWEST_READINGS = 2
SIGMAS = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold the chart of individual lot means: centre, limits, and for each lot whether it is a signal."""

    means: tuple[float, ...]
    centre: float
    lower: float
    upper: float
    signals: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Capability:
    """Hold how well readings fit between the limits.

    `pp` and `ppk` use the spread of all readings, `cp` and `cpk` that within lots; one-sided limits have no `pp`.
    """

    readings: int
    mean: float
    deviation: float
    pp: float | None
    ppk: float | None
    cp: float | None
    cpk: float | None


def chart(lots: Sequence[Sequence[float]]) -> Chart | None:
    """Return the chart of individuals over the means of lots, in order of time, or None before the second lot.

    Limits are centre +- 3 MR / d2, MR the mean moving range of neighbours. Lot means stand as individuals because what
    differs between deliveries is more than what differs within one. Source: Montgomery, 6.4, eq. 6.33.

    The flow rates of the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, have limits 45.8159 and 55.8041:

    >>> flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    >>> found = chart([[each] for each in flow])
    >>> round(found.centre, 2), round(found.lower, 3), round(found.upper, 3)
    (50.81, 45.816, 55.804)
    """
    means = tuple(fmean(each) for each in lots if each)
    if len(means) < FEWEST_LOTS:
        return None
    centre = fmean(means)
    reach = SIGMAS * fmean(abs(after - before) for before, after in pairwise(means)) / D2
    return Chart(means, centre, centre - reach, centre + reach, _signals(means, centre, reach))


def capability(lots: Sequence[Sequence[float]], lower: float | None, upper: float | None) -> Capability | None:
    """Return performance and capability indices, or None before the second reading or without limits.

    Pp = (U - L) / 6 s, Ppk = min(U - m, m - L) / 3 s; Cp and Cpk alike with the spread pooled within lots.
    Source: ISO 22514-2:2017, 6.1 and 6.2. Readings that do not differ at all have no index.
    """
    readings = [value for each in lots for value in each]
    if len(readings) < FEWEST_READINGS or (lower is None and upper is None):
        return None
    mean, overall = fmean(readings), sqrt(variance(readings))
    within = _within(lots)
    return Capability(
        len(readings),
        mean,
        overall,
        _spread(lower, upper, overall),
        _nearest(mean, lower, upper, overall),
        _spread(lower, upper, within),
        _nearest(mean, lower, upper, within),
    )


def _signals(means: Sequence[float], centre: float, reach: float) -> tuple[bool, ...]:
    sides = [(mean > centre) - (mean < centre) for mean in means]
    return tuple(
        abs(mean - centre) > reach or (at + 1 >= RUN and sides[at] != 0 and len(set(sides[at + 1 - RUN : at + 1])) == 1)
        for at, mean in enumerate(means)
    )


def _within(lots: Sequence[Sequence[float]]) -> float:
    """Return the deviation within lots, pooled by degrees of freedom; zero where every lot has one reading."""
    grouped = [each for each in lots if len(each) >= FEWEST_READINGS]
    freedom = sum(len(each) - 1 for each in grouped)
    return sqrt(sum(variance(each) * (len(each) - 1) for each in grouped) / freedom) if freedom else 0.0


def _spread(lower: float | None, upper: float | None, deviation: float) -> float | None:
    if lower is None or upper is None or not deviation:
        return None
    return (upper - lower) / (2 * SIGMAS * deviation)


def _nearest(mean: float, lower: float | None, upper: float | None, deviation: float) -> float | None:
    rooms = [room for room in (_room(upper, mean), _room(mean, lower)) if room is not None]
    return min(rooms) / (SIGMAS * deviation) if deviation else None


def _room(above: float | None, below: float | None) -> float | None:
    return None if above is None or below is None else above - below
