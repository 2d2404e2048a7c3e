"""Say what the levels of a part would be with another lead time or another service target."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from forecasting.distribution import protection_moments
from forecasting.levels import Levels
from forecasting.promises import protection_quantiles

TARGETS = (0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999)
"""The steps that a service target goes up and down by."""


@dataclass(frozen=True)
class Basis:
    """Hold what a level rests on: the planner's own, one part wide, and whether the part is stocked there.

    `minimum` and `maximum` were set by people, `planned_need` comes on top of what they bind, and `computed` is the
    reorder point that they have changed, where they have; all in units.
    """

    levels: Levels
    stocked: bool = True
    minimum: float = 0.0
    maximum: float = math.inf
    planned_need: float = 0.0
    computed: float | None = None

    @property
    def lead_time_days(self) -> float:
        """Return the mean lead time, days."""
        return float(self.levels.lead_time_periods[0]) * self.levels.period_days

    @property
    def mean_per_day(self) -> float:
        """Return the mean demand, units a day."""
        return float(self.levels.mean[0]) / self.levels.period_days

    @property
    def year_mean_per_day(self) -> float:
        """Return the mean demand over a whole year, units a day."""
        return float(self.levels.year_mean[0]) / self.levels.period_days

    @property
    def target(self) -> float:
        """Return the cycle service at which the part is held."""
        return float(self.levels.held_target[0])

    @property
    def reorder_point(self) -> float:
        """Return the reorder point as it stands, units."""
        return float(self.levels.reorder_point[0])

    @property
    def order_up_to_level(self) -> float:
        """Return the order-up-to level as it stands, units."""
        return float(self.levels.order_up_to_level[0])


@dataclass(frozen=True, slots=True)
class Shifted:
    """Hold the levels under other conditions, in units."""

    lead_time_days: float
    target: float
    reorder_point: float
    order_up_to_level: float


def step_of(target: float, steps: int) -> float:
    """Return the service target so many steps up or down the usual ones, the nearest step counting as the first.

    >>> step_of(0.95, 1), step_of(0.95, -1), step_of(0.96, 1), step_of(0.9999, 1)
    (0.97, 0.925, 0.97, 0.9999)
    """
    ordered = [each for each in TARGETS if (each > target if steps > 0 else each < target)]
    if not ordered:
        return target
    return ordered[min(steps, len(ordered)) - 1] if steps > 0 else ordered[max(steps, -len(ordered))]


def shifted(
    basis: Basis,
    *,
    lead_time_days: float | None = None,
    lead_time_sd_days: float | None = None,
    target: float | None = None,
) -> Shifted:
    """Return the levels with another lead time, another spread of it or another target.

    They are read off the part's own distribution, as the planner reads them. The computed reorder point moves by as
    much as that quantile moves, within the bounds that people have set; planned need stays on top of it. A part that is
    not stocked there has no levels, whatever the conditions.

    :param basis: what the computed level rests on.
    :param lead_time_days: days, at least 0; None: as it was.  ``lead_time_sd_days``: its spread, days.
    :param target: probability below 1; None: as it was.
    """
    one = basis.levels
    days = basis.lead_time_days if lead_time_days is None else max(lead_time_days, 0.0)
    wanted = basis.target if target is None else target
    if not basis.stocked:
        return Shifted(days, wanted, basis.reorder_point, basis.order_up_to_level)
    spread = one.lead_time_sd_periods
    if lead_time_sd_days is not None:
        spread = np.array([max(lead_time_sd_days, 0.0) / one.period_days])
    other = _conditions(one, np.array([days / one.period_days]), spread)
    before = _conditions(one, one.lead_time_periods, one.lead_time_sd_periods)
    moved = protection_quantiles(other, [wanted]) - protection_quantiles(before, [basis.target])
    step, need = float(moved[0, 0]), basis.planned_need
    if not step:
        return Shifted(days, wanted, basis.reorder_point, basis.order_up_to_level)
    computed = basis.reorder_point - need if basis.computed is None else basis.computed
    point = min(max(computed + step, basis.minimum, 0.0), basis.maximum)
    top = min(point + basis.order_up_to_level - basis.reorder_point, basis.maximum)
    return Shifted(days, wanted, point + need, max(top, point) + need)


def _conditions(one: Levels, lead_time: np.ndarray, spread: np.ndarray) -> Levels:
    """Return the demand over another lead time and the review."""
    total, variance = protection_moments(
        one.mean, one.variance, lead_time, spread, one.review_periods, one.level_variance
    )
    return replace(one, protection_mean=total, protection_sd=np.sqrt(variance))
