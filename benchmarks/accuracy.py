"""Judge forecasts and stock levels on real demand with the judges that stand beside the checkout, and print the tables.

    python -m benchmarks.accuracy [--data ../shared/data] [--judges ../shared/bench] [--only carparts]

Rolling origin with one default configuration for all sets: CRPS, loss and coverage of the 95 % quantile of the demand
over lead time and review (3 periods); stock needed for a fill rate; by demand class the CRPS against smoothing (.1)
with a negative binomial; on sets with prices the money needed by a dial that knows them; and the leaderboard's split
(carparts, 12 months from month 39). Then a set by weeks and by months, and made-up seasons with and without learning
them. Sets and judges are not part of the project: without them there is nothing to do.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.judging import (
    BESIDE,
    PEERS,
    PROTECTION,
    REFERENCE,
    SPLITS,
    Split,
    Tools,
    crps,
    judges,
    planned,
    replayed,
    run,
    said,
    trial_of,
)
from benchmarks.seasons import judge_seasons
from benchmarks.weekly import judge_weeks
from forecasting.classes import DemandClass, adi_cv2, demand_classes
from forecasting.rolling import rolling_forecast


def judge_set(split: Split, data: Path, tools: Tools) -> None:
    """Replay one set and print what the judges say."""
    trial = trial_of(split, data, tools)
    began = time.perf_counter()
    made = planned(trial)
    seconds = time.perf_counter() - began
    found = said(trial, made.quantiles, tools)
    need = tools.stock.summary(run(trial, made.order_up_to, tools))
    print(f"{split.name}: {len(trial.demand)} parts, {split.reviews} reviews, {seconds:.0f} s")
    print(
        f"  CRPS {found['ltd_CRPS']:.4f}  95 % loss {found['ltd_wQL0.95']:.4f}"
        f"  95 % coverage {found['ltd_cover0.95']:.4f}"
    )
    for service, words in (("fill", "fill"), ("fill_part", "part-fill")):
        units = need[f"onhand@{service}"]
        print(f"  units on hand for {words} .90 / .95 / .98: {units['0.9']} / {units['0.95']} / {units['0.98']}")
    if made.budget is not None:
        money = tools.stock.summary(run(trial, made.budget, tools))["value@fill"]
        print(f"  money for fill .90 / .95 with the dial that knows prices: {money['0.9']} / {money['0.95']}")
    plain = replayed(PEERS[REFERENCE], trial, tools).quantiles
    code = demand_classes(*adi_cv2(trial.demand[:, : split.start]))
    for each in DemandClass:
        rows = np.flatnonzero(code == each)
        if rows.size and trial.demand[rows, split.start :].sum() > 0:
            ours, theirs = (crps(trial, given, rows) for given in (made.quantiles, plain))
            against = f"CRPS {ours:.4f}  SES(.1)+nb {theirs:.4f}  {ours / theirs:.3f}"
            print(f"  {each.name.lower():13s}{rows.size:6d} parts  {against}")


def leaderboard(data: Path, tools: Tools) -> None:
    """Print the split of the public leaderboard."""
    demand, _ = tools.forecasts.load(str(data / "carparts.csv.gz"), True, None)
    levels = np.arange(1, 10) / 10
    made = rolling_forecast(demand, start=39, reviews=1, horizon=12, protection=PROTECTION, levels=levels.tolist())
    arrays: Any = made.forecast
    found = tools.forecasts.evaluate(demand, arrays["origins"], arrays["point"], levels, arrays["quantiles"])
    print(f"leaderboard (car_parts, monthly, short): wQL {found['CRPS']:.4f}  RMSE {found['RMSE']:.3f}")


def main() -> None:
    """Judge and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, default=BESIDE / "data")
    asked.add_argument("--judges", type=Path, default=BESIDE / "bench")
    asked.add_argument("--only", help="leaderboard, weekly, seasons, or the name of a set")
    options = asked.parse_args()
    if not (options.data.is_dir() and options.judges.is_dir()):
        raise SystemExit("nothing to judge on: name the folders with --data and --judges")
    tools = judges(options.judges)
    if options.only in (None, "leaderboard", "carparts"):
        leaderboard(options.data, tools)
    for split in SPLITS:
        if options.only in (None, split.name):
            judge_set(split, options.data, tools)
    if options.only in (None, "weekly"):
        judge_weeks(options.data, tools)
    if options.only in (None, "seasons"):
        judge_seasons(tools)


if __name__ == "__main__":
    main()
