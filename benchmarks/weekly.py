"""Judge weekly periods: the parts that five excavators had replaced, by weeks and by months, from their work orders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.judging import PEERS, REFERENCE, Made, Tools, Trial, naive, planned, replayed, run, said

ORDERS = "excavator_work_orders.csv.gz"
FIRST, REPLAYED, LAST = "2002-01-01", "2008-11-03", "2011-10-31"
"""Demand begins; reviews begin; and the records end: from November 2011 on hardly an order was written down."""


@dataclass(frozen=True)
class Scale:
    """Name a length of periods, and the lead time and review in such periods."""

    name: str
    unit: str
    protection: int


SCALES = (Scale("weeks", "W", 8), Scale("months", "M", 2))


def judge_weeks(data: Path, tools: Tools) -> None:
    """Replay the same parts by weeks and by months and print what the judges say."""
    if not (data / ORDERS).is_file():
        print(f"weekly: left out, for there is no {ORDERS}")
        return
    for scale in SCALES:
        trial = trial_by(scale, data / ORDERS)
        print(
            f"excavators by {scale.name}: {len(trial.demand)} parts, {trial.reviews} reviews, lead time and review"
            f" {scale.protection} {scale.name}"
        )
        _tell("Sparewell", trial, planned(trial), tools)
        for name in (REFERENCE, "SBA(.1) + neg. binomial"):
            _tell(name, trial, replayed(PEERS[name], trial, tools), tools)
        _tell("naive", trial, replayed(naive, trial, tools), tools)


def trial_by(scale: Scale, orders: Path) -> Trial:
    """Count one unit of the part for each work order that replaced it, by period; weeks begin on Mondays.

    Parts that were not asked for before the first review are left out.
    """
    import pandas as pd  # noqa: PLC0415 - comes with the judges, not with the project

    seen = pd.read_csv(orders)
    seen = seen[seen["Action"].fillna("").str.contains("Replace") & seen["Part"].notna()]
    day = pd.to_datetime(seen["BscStartDate"])
    first, start, end = (pd.Period(each, scale.unit).ordinal for each in (FIRST, REPLAYED, LAST))
    # The last day is a Monday: its week is left out as it is not over, and so is what is no whole month.
    stop = end if scale.unit == "W" else end + 1
    number = pd.PeriodIndex(day, freq=scale.unit).map(lambda each: each.ordinal) - first
    table = seen.groupby([seen["Part"], number]).size().unstack(fill_value=0)
    demand = table.reindex(columns=range(stop - first), fill_value=0).to_numpy(dtype=np.float64)
    known = demand[:, : start - first].sum(1) > 0
    return Trial(demand[known], start - first, stop - start, scale.protection)


def _tell(name: str, trial: Trial, made: Made, tools: Tools) -> None:
    found = said(trial, made.quantiles, tools)
    need = tools.stock.summary(run(trial, made.order_up_to, tools))
    units = [need["onhand@fill"][each] for each in ("0.9", "0.95")]
    parts = need["onhand@fill_part"]["0.95"]
    print(
        f"  {name:24s} CRPS {found['ltd_CRPS']:.4f}  95 % coverage {found['ltd_cover0.95']:.4f}"
        f"  units for fill .90 / .95 {units[0]} / {units[1]}  for part-fill .95 {parts}"
    )
