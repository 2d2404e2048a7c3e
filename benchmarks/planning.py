"""Measure how many parts a second are planned, against statsforecast on the same demand in the same run.

    python benchmarks/planning.py [--parts 2000] [--periods 60] [--repeats 3] [--without-peer]

Ours: class, eight candidates with an 18-review backtest of the interval, blend, distribution over a lead time that
varies, reorder point, fill rate.  Theirs: CrostonOptimized + IMAPA + TSB with a one-step backtest.  Demand is
generated from a fixed seed: gamma rates, Poisson occurrence, geometric sizes.  The quickest of the repeats counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import time
from collections.abc import Callable

import numpy as np

from forecasting.arrays import FloatArray
from forecasting.model import plan_levels

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


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


def ours(history: FloatArray) -> object:
    """Plan everything once."""
    return plan_levels(history, lead_time_days=45.0, lead_time_sd_days=12.0, review_days=30.4375, targets=0.95)


def theirs(history: FloatArray) -> Callable[[], object]:
    """Prepare the peer's run: three intermittent models, one window of a one-step backtest."""
    os.environ["NIXTLA_ID_AS_COL"] = "1"
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - only where the peer is measured
    from statsforecast import StatsForecast  # noqa: PLC0415
    from statsforecast.models import IMAPA, TSB, CrostonOptimized  # noqa: PLC0415

    parts, periods = history.shape
    frame = pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(parts), periods),
            "ds": np.tile(np.arange(periods), parts),
            "y": history.ravel(),
        }
    )
    peer = StatsForecast(models=[CrostonOptimized(), IMAPA(), TSB(0.1, 0.1)], freq=1, n_jobs=1)
    return lambda: (peer.cross_validation(df=frame, h=1, n_windows=1), peer.forecast(df=frame, h=1))


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--parts", type=int, default=2000)
    asked.add_argument("--periods", type=int, default=60)
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--without-peer", action="store_true")
    options = asked.parse_args()
    history = demand(options.parts, options.periods)
    ours(history[:50])  # fills the table of quantiles, as a running server has
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if resource else 0
    mine = quickest(lambda: ours(history), options.repeats)
    print(f"sparewell plan_levels        {options.parts / mine:10.0f} parts/s  ({mine:.2f} s)")
    if resource:
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"memory on top of the history {grown / 1024:10.0f} MB")
    if options.without_peer or importlib.util.find_spec("statsforecast") is None:
        print("statsforecast: left out")
        return
    run = theirs(history)
    run()  # compiles
    other = quickest(run, options.repeats)
    print(f"statsforecast, 3 models      {options.parts / other:10.0f} parts/s  ({other:.2f} s)")
    print(f"ratio of parts/s             {other / mine:10.2f}")


if __name__ == "__main__":
    main()
