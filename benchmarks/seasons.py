"""Judge what learning seasons by family gains or loses, on made-up demand whose season is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.judging import DIAL, LEVELS, Made, Tools, Trial, run, said
from forecasting.arrays import FloatArray
from forecasting.levels import PlannerSettings
from forecasting.model import plan_levels
from forecasting.promises import held_targets, protection_quantiles

SUMMER = np.array((0.2, 0.2, 0.4, 0.7, 1.8, 2.6, 3.0, 2.6, 1.5, 0.5, 0.3, 0.2)) * 12 / 14
"""Demand of air-conditioner parts over the year, January first, mean 1."""
PARTS, YEARS, REVIEWED = 600, 6, 24
SEED = 20_261_123


@dataclass(frozen=True)
class Case:
    """Name a family: how strong its season is (0: none), how often a part is asked for in a mean month, how it varies.

    ``shift`` moves the season of each year by up to so many months, as the weather does.
    """

    name: str
    strength: float
    a_month: float
    shift: int = 0


CASES = (
    Case("strong season, fast parts", 1.0, 4.0),
    Case("strong season, slow parts", 1.0, 0.25),
    Case("strong season that comes a month early or late", 1.0, 1.0, shift=1),
    Case("weak season (a fifth)", 0.2, 1.0),
    Case("marked as seasonal, but there is none", 0.0, 1.0),
)


def demand_of(case: Case) -> FloatArray:
    """Return made-up units per month, (parts, months): rates that differ from part to part, counts by Poisson."""
    lot = np.random.default_rng(SEED)
    rate = case.a_month * lot.gamma(1.0, 1.0, PARTS)
    index = 1 + case.strength * (SUMMER - 1)
    years = [np.roll(index, int(lot.integers(-case.shift, case.shift + 1))) for _ in range(YEARS)]
    return lot.poisson(rate[:, None] * np.concatenate(years)[None, :]).astype(np.float64)


def planned_by_month(trial: Trial, *, seasons: bool) -> Made:
    """Replay the planner with the family marked as seasonal, or not."""
    settings = PlannerSettings(backtest_periods=trial.protection, season=12 if seasons else 0)
    parts = trial.demand.shape[0]
    quantiles = np.empty((trial.reviews, parts, len(LEVELS)))
    stock = np.empty((len(DIAL), trial.reviews, parts))
    for i, origin in enumerate(trial.origins):
        found = plan_levels(
            trial.demand[:, :origin],
            lead_time_days=float(trial.protection - 1),
            review_days=1.0,
            period_days=1.0,
            family=np.zeros(parts),
            settings=settings,
        )
        quantiles[i] = protection_quantiles(found, LEVELS)
        held = held_targets(found, np.broadcast_to(DIAL, (parts, len(DIAL))))
        stock[:, i] = np.ceil(protection_quantiles(found, held) - 1e-9).T
    return Made(quantiles, stock, None)


def judge_seasons(tools: Tools) -> None:
    """Print CRPS, coverage and stock with and without seasons."""
    print(f"made-up seasons: {PARTS} parts, {12 * YEARS} months, the last {REVIEWED} replayed, protection 3 months")
    for case in CASES:
        demand = demand_of(case)
        trial = Trial(demand, demand.shape[1] - REVIEWED, REVIEWED)
        asked_for = demand[:, : trial.start].sum(1) > 0
        trial = replace(trial, demand=demand[asked_for])
        for seasons in (False, True):
            made = planned_by_month(trial, seasons=seasons)
            found = said(trial, made.quantiles, tools)
            need = tools.stock.summary(run(trial, made.order_up_to, tools))["onhand@fill"]
            print(
                f"  {case.name:48s} {'with   ' if seasons else 'without'}  CRPS {found['ltd_CRPS']:.4f}"
                f"  95 % coverage {found['ltd_cover0.95']:.4f}  units for fill .95 {need['0.95']}"
            )
