"""Measure the planner against statsforecast on the same demand in the same run.

    python -m benchmarks.planning [--parts 100000] [--periods 51] [--repeats 3] [--large 1000000] [--without-peer]

Four figures: fit, distribution and three service levels against TSB's point forecast alone, with the memory it takes
on top of the history; a whole plan of arrays (class, packs, learning, forecast, levels, fill rates, backtest of each
part) against CrostonOptimized + IMAPA + TSB with a one-step backtest; the same from a database of its own, history to
stored explanations; and, with --large, the cost of a part among many against that among fewer. Demand is generated
from a fixed seed: gamma rates, Poisson occurrence, geometric sizes. The quickest of the repeats counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import time
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.level_store import stored_plan
from forecasting.arrays import FloatArray
from forecasting.distribution import quantile_table
from forecasting.model import plan_levels
from forecasting.packs import pack_sizes
from forecasting.pooled import learn_interval

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

SERVICE = (0.9, 0.95, 0.98)
PROTECTION = 3


def demand(parts: int, periods: int, seed: int = 20240501) -> FloatArray:
    """Generate demand in all four classes, (parts, periods)."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(0.5, 1.6, (parts, 1))
    sizes = rng.geometric(rng.uniform(0.2, 1.0, (parts, 1)), (parts, periods))
    return np.asarray(rng.poisson(rate, (parts, periods)) * sizes, dtype=np.float64)


def quickest(run: Callable[[], object], repeats: int) -> float:
    """Return the seconds of the quickest of some runs."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def memory() -> float:
    """Return the most memory that this process has taken so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if resource else float("nan")


def levels_alone(history: FloatArray) -> FloatArray:
    """Fit, and read the levels of three service targets off the distribution of each part."""
    pack = pack_sizes(history)
    packs, log_pack, nothing = history / pack[:, None], np.log(pack), np.empty((history.shape[0], 0))
    learnt = learn_interval(packs, PROTECTION, log_pack, nothing)
    if learnt is None:
        raise SystemExit("too few parts to learn from")
    out = np.empty((history.shape[0], len(SERVICE)))
    for begin in range(0, history.shape[0], 8192):
        rows = slice(begin, begin + 8192)
        mean, excess = learnt[0].predict(packs[rows], log_pack[rows], nothing[rows])
        chances = learnt[0].corrected(mean, SERVICE)
        out[rows] = quantile_table("negative_binomial", mean, mean * (1 + excess), chances) * pack[rows, None]
    return out


def plan(history: FloatArray) -> object:
    """Plan everything once."""
    return plan_levels(history, lead_time_days=45.0, lead_time_sd_days=12.0, review_days=30.4375, targets=0.95)


def peer(history: FloatArray, names: Sequence[str], *, backtest: bool) -> Callable[[], object]:
    """Prepare a run of statsforecast with some of its models, with a one-step backtest where asked."""
    os.environ["NIXTLA_ID_AS_COL"] = "1"
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - only where the peer is measured
    from statsforecast import StatsForecast  # noqa: PLC0415
    from statsforecast.models import IMAPA, TSB, CrostonOptimized  # noqa: PLC0415

    known = {"CrostonOptimized": CrostonOptimized(), "IMAPA": IMAPA(), "TSB": TSB(0.1, 0.1)}
    parts, periods = history.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(parts), periods),
            "ds": np.tile(np.arange(periods), parts),
            "y": history.ravel(),
        }
    )
    engine = StatsForecast(models=[known[name] for name in names], freq=1, n_jobs=1)

    def run() -> object:
        return (
            engine.cross_validation(df=frame, h=1, n_windows=1) if backtest else None,
            engine.forecast(df=frame, h=1),
        )

    return run


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--parts", type=int, default=100_000)
    asked.add_argument("--periods", type=int, default=51)
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--peer-parts", type=int, default=5000, help="parts of the peer's slow three models")
    asked.add_argument("--stored", type=int, default=20_000, help="parts planned from a database; 0: none")
    asked.add_argument("--large", type=int, default=0, help="parts of the run that shows how the cost grows; 0: none")
    asked.add_argument("--without-peer", action="store_true")
    options = asked.parse_args()
    history = demand(options.parts, options.periods)
    levels_alone(history[:4000])  # imports and tables, as a running server has them
    plan(history[:4000])
    before = memory()
    alone = quickest(lambda: levels_alone(history), options.repeats)
    print(f"fit, distribution, three levels {alone:8.2f} s   memory on top of the history {memory() - before:.0f} MB")
    whole = quickest(lambda: plan(history), options.repeats)
    speed = f"{options.parts / whole:.0f} parts/s, {memory() - before:.0f} MB"
    print(f"plan of arrays                  {whole:8.2f} s   {speed}")
    stored = stored_plan(history[: options.stored]) if options.stored else 0.0
    if stored:
        print(f"plan from and to a database     {stored:8.2f} s   {options.stored / stored:.0f} parts/s")
    if options.large:
        many = demand(options.large, options.periods)
        more = quickest(lambda: plan(many), 1)
        print(
            f"plan of {options.large} parts: cost of a part {more / options.large / (whole / options.parts):.2f} times"
        )
    if options.without_peer or importlib.util.find_spec("statsforecast") is None:
        print("statsforecast: left out")
        return
    point = peer(history, ["TSB"], backtest=False)
    point()  # compiles
    other = quickest(point, options.repeats)
    print(f"statsforecast TSB, points       {other:8.2f} s   ours takes {alone / other:.2f} of it")
    some = history[: options.peer_parts]
    three = peer(some, ["CrostonOptimized", "IMAPA", "TSB"], backtest=True)
    three()
    slow = quickest(three, options.repeats)
    rate = len(some) / slow
    print(f"statsforecast, 3 models         {slow:8.2f} s   {rate:.0f} parts/s")
    print(f"ratio of parts/s: arrays {options.parts / whole / rate:.1f}", end="")
    print(f", from and to a database {options.stored / stored / rate:.1f}" if stored else "")


if __name__ == "__main__":
    main()
