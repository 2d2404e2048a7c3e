"""Set the service target of each part by how badly it is missed and how its demand comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray
from forecasting.classes import DemandClass


class Criticality(IntEnum):
    """Say what a missing part does (VED): stops the product, hampers it, or can wait."""

    VITAL = 0
    ESSENTIAL = 1
    DESIRABLE = 2


@dataclass(frozen=True)
class ServiceTargets:
    """Cycle service targets by criticality, and what each demand class adds or takes (0.01 = one point)."""

    vital: float = 0.98
    essential: float = 0.95
    desirable: float = 0.90
    class_adjustment: dict[DemandClass, float] = field(default_factory=dict)
    lowest: float = 0.0
    highest: float = 0.9995

    def __post_init__(self) -> None:
        """Refuse targets that are no probabilities below 1."""
        if not 0 <= self.lowest <= self.highest < 1:
            raise ValueError("bounds must satisfy 0 <= lowest <= highest < 1")
        if not all(0 <= t < 1 for t in (self.vital, self.essential, self.desirable)):
            raise ValueError("a service target must lie in 0 <= target < 1")

    def table(self) -> FloatArray:
        """Return the targets, (criticality, demand class), kept between the lowest and the highest.

        >>> ServiceTargets(class_adjustment={DemandClass.LUMPY: -0.02}).table()[:, 3:].round(2).tolist()
        [[0.98, 0.96], [0.95, 0.93], [0.9, 0.88]]
        """
        by_criticality = np.array([self.vital, self.essential, self.desirable])
        by_class = np.array([self.class_adjustment.get(c, 0.0) for c in DemandClass])
        table: FloatArray = by_criticality[:, None] + by_class[None, :]
        return table.clip(self.lowest, self.highest)


def service_targets(criticality: ArrayLike, demand_class: ArrayLike, targets: ServiceTargets) -> FloatArray:
    """Look up the target of each part, (parts,).

    :param criticality: :class:`Criticality` codes, (parts,).
    :param demand_class: :class:`~forecasting.classes.DemandClass` codes, (parts,).
    :raises ValueError: for a code that does not exist.

    >>> service_targets([0, 1, 2], [3, 3, 0], ServiceTargets()).tolist()
    [0.98, 0.95, 0.9]
    """
    rows, columns = np.asarray(criticality, dtype=np.int64), np.asarray(demand_class, dtype=np.int64)
    table = targets.table()
    for codes, limit in ((rows, table.shape[0]), (columns, table.shape[1])):
        if codes.size and not (codes.min() >= 0 and codes.max() < limit):
            raise ValueError("unknown criticality or demand class")
    return np.asarray(table[rows, columns], dtype=np.float64)
