"""Compare suppliers for a part by several criteria: weighted sum and TOPSIS, and what would change the ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
LEAST_SHARE = 1e-9
STEPS = 60
"""Halvings of an interval: beyond the digits of a price."""


@dataclass(frozen=True, slots=True)
class WeightChange:
    """Say that another alternative is first once a criterion weighs so much; the other weights stay."""

    criterion: int
    weight: float
    first: int


def weighted_sum(values: ArrayLike, weights: ArrayLike, benefit: Sequence[bool]) -> Floats:
    """Return the weighted sum of values on the scale of the best, shape (alternatives,), from 0 to 1.

    :param values: shape (alternatives, criteria), above 0.
    :param weights: shape (criteria,); they need not add up to 1.
    :param benefit: for each criterion whether more is better; where less is, the scale is least / value.

    >>> weighted_sum([[90, 10.0], [60, 5.0]], [50, 50], [True, False]).round(3).tolist()
    [0.75, 0.833]
    """
    scaled, share = _scaled(_checked(values), benefit), _shares(weights)
    return np.asarray(scaled @ share, dtype=np.float64)


def topsis(values: ArrayLike, weights: ArrayLike, benefit: Sequence[bool]) -> Floats:
    """Return the closeness of each alternative to the ideal one, from 0 (the worst in all) to 1, shape (alternatives,).

    Values are divided by their Euclidean norm, weighted, and their distances to the best and to the worst of every
    criterion compared. Alternatives that do not differ at all are halfway. Source: Hwang and Yoon, Multiple Attribute
    Decision Making, 1981, section III.3.

    The choice of a fighter aircraft there (Table 3.2) gives 0.643, 0.268, 0.613 and 0.312 with rounded steps:

    >>> aircraft = [
    ...     [2.0, 1500, 20, 5.5, 5, 9],
    ...     [2.5, 2700, 18, 6.5, 3, 5],
    ...     [1.8, 2000, 21, 4.5, 7, 7],
    ...     [2.2, 1800, 20, 5.0, 5, 5],
    ... ]
    >>> closeness = topsis(aircraft, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], [True, True, True, False, True, True])
    >>> closeness.round(2).tolist()
    [0.64, 0.27, 0.61, 0.31]
    """
    given, share = _checked(values), _shares(weights)
    norms = np.sqrt((given**2).sum(axis=0))
    rated = given / np.where(norms > 0, norms, 1) * share
    upward = np.asarray(benefit, dtype=bool)
    best = np.where(upward, rated.max(axis=0), rated.min(axis=0))
    worst = np.where(upward, rated.min(axis=0), rated.max(axis=0))
    to_best = np.sqrt(((rated - best) ** 2).sum(axis=1))
    to_worst = np.sqrt(((rated - worst) ** 2).sum(axis=1))
    both = to_best + to_worst
    return np.asarray(np.where(both > 0, to_worst / np.where(both > 0, both, 1), 0.5), dtype=np.float64)


def weight_changes(values: ArrayLike, weights: ArrayLike, benefit: Sequence[bool]) -> tuple[WeightChange, ...]:
    """Return for each criterion the weight nearest to the present one at which another alternative is first.

    The weighted sum is linear in every weight, so the turning point is exact; criteria that cannot turn it are left
    out. At the turning point both are level: a little further the other one leads.
    """
    scaled, weighing = _scaled(_checked(values), benefit), np.asarray(weights, dtype=np.float64)
    first = int(np.argmax(scaled @ weighing))
    found = []
    for criterion in range(weighing.size):
        others = weighing.copy()
        others[criterion] = 0
        turning = [
            (abs(at - weighing[criterion]), at, rival)
            for rival in range(len(scaled))
            if rival != first
            and (at := _turning(scaled[first] - scaled[rival], others, criterion)) is not None
            and _leads(scaled, others, criterion, at, rival)
        ]
        if turning:
            _, weight, rival = min(turning)
            found.append(WeightChange(criterion, weight, rival))
    return tuple(found)


def winning_value(
    score: Callable[[float], Floats], present: float, alternative: int, *, downward: bool = True
) -> float | None:
    """Return the value of one alternative at which it comes first, nearest to its present one, or None.

    :param score: gives all scores when the alternative has a value; the alternative's rises as its value falls
        (`downward`) or as it grows.
    """
    far = present * LEAST_SHARE if downward else present / LEAST_SHARE
    if not _first(score(far), alternative):
        return None
    if _first(score(present), alternative):
        return present
    near, wins = present, far
    for _ in range(STEPS):
        middle = (near + wins) / 2
        if _first(score(middle), alternative):
            wins = middle
        else:
            near = middle
    return wins


def _first(scores: Floats, alternative: int) -> bool:
    return bool(scores[alternative] >= scores.max())


def _turning(ahead: Floats, others: Floats, criterion: int) -> float | None:
    """Return the weight at which two alternatives are level, none where it is below zero or nowhere."""
    if not ahead[criterion]:
        return None
    at = float(-(ahead @ others) / ahead[criterion])
    return at if at >= 0 and np.isfinite(at) else None


def _leads(scaled: Floats, others: Floats, criterion: int, at: float, rival: int) -> bool:
    """Tell whether the rival is the first of all at the turning point, not only level with the leader."""
    moved = others.copy()
    moved[criterion] = at
    sums = scaled @ moved
    return bool(sums[rival] >= sums.max() - LEAST_SHARE * max(1.0, abs(float(sums.max()))))


def _scaled(values: Floats, benefit: Sequence[bool]) -> Floats:
    upward = np.asarray(benefit, dtype=bool)
    most, least = values.max(axis=0), values.min(axis=0)
    safe = np.where(values > 0, values, 1)
    more = np.where(most > 0, values / np.where(most > 0, most, 1), 0)
    less = np.where(values > 0, least / safe, 1)
    return np.asarray(np.where(upward, more, less), dtype=np.float64)


def _checked(values: ArrayLike) -> Floats:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 2 or not given.size:  # noqa: PLR2004  a table of alternatives and criteria
        raise ValueError("values are a table of alternatives and criteria")
    if not np.all(np.isfinite(given)) or np.any(given < 0):
        raise ValueError("values are finite and not negative")
    return given


def _shares(weights: ArrayLike) -> Floats:
    weighing = np.asarray(weights, dtype=np.float64)
    if np.any(weighing < 0) or not weighing.sum():
        raise ValueError("weights are not negative, and one of them is above 0")
    return np.asarray(weighing / weighing.sum(), dtype=np.float64)
