"""Read chances off planned levels: how much demand is not exceeded, and at which target a part is held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.distribution import Kind, cdf, quantile_table
from forecasting.levels import Levels
from forecasting.pooled import Pooled


def protection_quantiles(levels: Levels, probabilities: ArrayLike) -> FloatArray:
    """Return quantiles of the demand over lead time + review, units, (parts, probabilities).

    :param probabilities: (probabilities,) for all parts or (parts, probabilities).
    :raises ValueError: for a probability outside 0 to 1.
    """
    model = levels.learnt.interval if levels.learnt else None
    return _quantiles(levels, levels.protection_mean, levels.protection_sd**2, probabilities, model)


def period_quantiles(levels: Levels, probabilities: ArrayLike) -> FloatArray:
    """Return quantiles of the demand of one period ahead, units, (parts, probabilities).

    :raises ValueError: for a probability outside 0 to 1.
    """
    return _quantiles(
        levels, levels.mean, levels.variance, probabilities, levels.learnt.period if levels.learnt else None
    )


def _quantiles(
    levels: Levels, mean: FloatArray, variance: FloatArray, probabilities: ArrayLike, model: Pooled | None
) -> FloatArray:
    pack = levels.pack
    wanted = np.atleast_2d(np.asarray(probabilities, dtype=np.float64))
    wanted = np.broadcast_to(wanted, (levels.parts, wanted.shape[1]))
    if model is not None:
        pooled = is_pooled(levels)
        # The correction was learnt by the demand of the model's own interval, so it is looked up by that.
        typical = levels.mean[pooled] * model.horizon / pack[pooled]
        wanted = wanted.copy()
        wanted[pooled] = model.corrected(typical, wanted[pooled])
    return quantile_table(levels.settings.kind, mean / pack, variance / pack**2, wanted) * pack[:, None]


def is_pooled(levels: Levels) -> BoolArray:
    """Tell which parts the pooled model plans, (parts,)."""
    return np.asarray(levels.method == len(levels.settings.candidates))


@dataclass(frozen=True)
class PlannedDemand:
    """Give the demand of an interval as the planner reads it: in packs, with the chances that are kept.

    ``mean`` and ``variance`` (units, units squared), ``pack`` (units) and ``per_period`` (mean of one period, units),
    (rows,).  ``pooled``: where the chances are those that ``model`` corrects.
    """

    mean: FloatArray
    variance: FloatArray
    pack: FloatArray
    per_period: FloatArray
    pooled: BoolArray
    model: Pooled | None
    kind: Kind = "negative_binomial"

    def exceedance(self, rows: IntArray, stock: FloatArray) -> FloatArray:
        """Return P(demand > stock), (rows, stocks)."""
        pack = self.pack[rows, None]
        chance = cdf(self.kind, self.mean[rows, None] / pack, self.variance[rows, None] / pack**2, stock / pack)
        own = self.pooled[rows]
        if self.model is not None and own.any():
            typical = (self.per_period[rows] * self.model.horizon / pack[:, 0])[own]
            chance[own] = self.model.kept(typical, chance[own])
        return np.maximum(1.0 - chance, 0.0)


def held_targets(levels: Levels, targets: ArrayLike) -> FloatArray:
    """Return the cycle service at which each part is held so that the assortment keeps its targets with less stock.

    A unit of a slow part lifts that part's fill rate far more than a unit of a fast one, and the odds of a shortage are
    therefore held in proportion to (demand / typical demand) ** tilt: slow parts above the target, fast ones below.
    With a tilt of 0 all are held at the target, which is best for units of demand; 1 would be best for the mean over
    parts (Lagrange condition on the sum of shares; Sherbrooke 2004, *Optimal Inventory Modeling of Systems*, 2nd ed.,
    section 2.8 on marginal analysis).  Typical is the geometric mean, so without learning across parts nothing tilts.

    :param targets: as asked for, 0 to 1, (parts,) or (parts, targets).
    :return: of the same shape.
    """
    asked = np.asarray(targets, dtype=np.float64)
    if levels.learnt is None or not levels.settings.tilt:
        return asked
    relative = np.where(levels.mean > 0, levels.mean / levels.learnt.reference, 1.0) ** levels.settings.tilt
    odds = relative[:, None] if asked.ndim > 1 else relative
    return np.asarray(asked / (asked + (1.0 - asked) * odds))
