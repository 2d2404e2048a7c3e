"""Learn how failures come with age: Weibull by maximum likelihood, and the Nelson–Aalen curve beside it.

Both take spells of observation: from the age at which a unit came under observation (left truncation: units older than
the records) to the age at which it failed or was last seen (right censoring).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from forecasting.arrays import FloatArray

SHAPES = (0.05, 20.0)
"""Shapes among which the most likely is looked for; real parts lie between 0.3 and 6."""


@dataclass(frozen=True, slots=True)
class Weibull:
    """Hold a Weibull life: cumulative hazard (age / scale) ** shape, scale in the unit of the ages.

    A shape below 1 is early failures, 1 is chance, above 1 is wear.
    """

    shape: float
    scale: float

    def cumulative(self, age: ArrayLike) -> FloatArray:
        """Return the failures expected of a unit by an age, without repair: the cumulative hazard.

        >>> Weibull(2.0, 10.0).cumulative([0, 10, 20]).tolist()
        [0.0, 1.0, 4.0]
        """
        return (np.maximum(np.asarray(age, dtype=np.float64), 0.0) / self.scale) ** self.shape

    def survival(self, age: ArrayLike) -> FloatArray:
        """Return the share that reaches an age."""
        return np.exp(-self.cumulative(age))


def fit_weibull(
    entry: ArrayLike, end: ArrayLike, failed: ArrayLike, weight: ArrayLike = 1.0, *, least: float = 2.0
) -> Weibull | None:
    """Return the Weibull with the highest likelihood, None where it cannot be told.

    The scale has a closed form for each shape, so one number is searched.  With d failures the likelihood is
    sum d log h(t) - sum (H(t) - H(entry)); spells of length 0 count their failure only, so that failures and exposure
    grouped by age can be given side by side.
    Source: Meeker & Escobar (1998), Statistical Methods for Reliability Data, sections 8.2 and 11.6 (truncation);
    Lawless (2003), Statistical Models and Methods for Lifetime Data, 2nd ed., section 5.2.

    :param entry, end: ages, (spells,), 0 <= entry <= end.
    :param failed: 1 where the spell ended with a failure.
    :param weight: units that a row stands for, (spells,) or one number.
    :param least: failures below which there is no answer.
    :raises ValueError: where a spell ends before it begins or begins below 0.
    """
    start, stop, hit, many = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (entry, end, failed, weight))
    )
    if bool(np.any(start < 0) or np.any(stop < start) or np.any(many < 0)):
        raise ValueError("spells must begin at 0 or later, end no earlier, and stand for no negative number")
    total = float((hit * many).sum())
    top = float(stop.max(initial=0.0))
    if total < least or top <= 0 or not bool(np.any((stop > start) & (many > 0))):
        return None
    # Ages as shares of the highest: powers stay small.
    a, b = start / top, np.maximum(stop / top, 1e-12)
    logs = float((hit * many * np.log(b)).sum())

    def exposed(shape: float) -> float:
        return float((many * (b**shape - a**shape)).sum())

    def loss(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        return -float(total * (log_shape - np.log(exposed(shape) / total)) + (shape - 1.0) * logs)

    found = optimize.minimize_scalar(loss, bounds=tuple(np.log(SHAPES)), method="bounded", options={"xatol": 1e-10})
    shape = float(np.exp(found.x))
    if not SHAPES[0] * 1.01 < shape < SHAPES[1] * 0.99:
        return None
    return Weibull(shape, top * (exposed(shape) / total) ** (1.0 / shape))


def nelson_aalen(entry: ArrayLike, end: ArrayLike, failed: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ages of failure, the cumulative hazard at each, and its variance: failures over units at risk, summed.

    Source: Aalen (1978), Annals of Statistics 6, 701-726; Klein & Moeschberger (2003), Survival Analysis, 2nd ed.,
    equations 4.2.3 and 4.2.4, with left truncation as in section 4.6.

    :param entry, end, failed: as for :func:`fit_weibull`, one unit a row.

    >>> [each.round(4).tolist() for each in nelson_aalen([0, 0, 0, 1], [2, 3, 3, 4], [1, 1, 0, 1])]
    [[2.0, 3.0, 4.0], [0.25, 0.5833, 1.5833], [0.0625, 0.1736, 1.1736]]
    """
    start, stop, hit = (np.asarray(each, dtype=np.float64) for each in (entry, end, failed))
    ages = np.unique(stop[hit > 0])
    dead = ((stop[None, :] == ages[:, None]) & (hit > 0)[None, :]).sum(1)
    risk = ((start[None, :] < ages[:, None]) & (stop[None, :] >= ages[:, None])).sum(1)
    return ages, np.cumsum(dead / risk), np.cumsum(dead / risk**2)
