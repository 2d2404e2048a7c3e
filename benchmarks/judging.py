"""Replay the planner and textbook methods on real demand, for the judges that stand beside the checkout."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from forecasting.arrays import FloatArray
from forecasting.rolling import priced_targets, rolling_forecast

BESIDE = Path(__file__).resolve().parents[2] / "shared"
LEVELS = (*np.arange(1, 100) / 100, 0.991, 0.992, 0.993, 0.994, 0.995, 0.996, 0.997, 0.998, 0.999, 0.9995)
DIAL = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99, 0.993, 0.996, 0.998, 0.999)
DIAL = (*DIAL, 0.9995)
LAMBDAS = tuple(np.exp(np.linspace(np.log(1e-5), np.log(0.9), 22)))
PROTECTION = 3
REFERENCE = "SES(.1) + neg. binomial"
"""The method that all others are measured against."""


@dataclass(frozen=True)
class Tools:
    """Hold the judge of forecasts, that of stock, and the peers' methods."""

    forecasts: ModuleType
    stock: ModuleType
    peers: ModuleType


@dataclass(frozen=True)
class Split:
    """Say how a set is replayed: periods known at first, reviews, and whether parts with a blank are left out."""

    name: str
    start: int
    reviews: int
    complete: bool


SPLITS = (Split("carparts", 33, 18, True), Split("auto", 12, 12, False), Split("raf", 60, 24, False))


@dataclass(frozen=True)
class Trial:
    """Say what is replayed: units per period (parts, periods), prices if known, periods known at first, protection."""

    demand: FloatArray
    start: int
    reviews: int
    protection: int = PROTECTION
    price: FloatArray | None = None

    @property
    def origins(self) -> range:
        """Return how many periods are known at each review."""
        return range(self.start, self.start + self.reviews)

    @property
    def ahead(self) -> FloatArray:
        """Return the demand of the periods that are replayed."""
        return self.demand[:, self.start : self.start + self.reviews]


@dataclass(frozen=True)
class Made:
    """Hold what a method made of a trial.

    ``quantiles`` of the protection demand (reviews, parts, LEVELS); ``order_up_to`` by DIAL and ``budget`` by LAMBDAS,
    (dial, reviews, parts) each.
    """

    quantiles: FloatArray
    order_up_to: FloatArray
    budget: FloatArray | None


def judges(folder: Path) -> Tools:
    """Return the judges and the peers' methods from the folder in which they stand."""
    sys.path.insert(0, str(folder))
    import forecast_eval  # type: ignore[import-not-found]  # noqa: PLC0415 - known only now where it stands
    import inventory_sim  # type: ignore[import-not-found]  # noqa: PLC0415
    import peer_methods  # type: ignore[import-not-found]  # noqa: PLC0415

    return Tools(forecast_eval, inventory_sim, peer_methods)


def trial_of(split: Split, data: Path, tools: Tools) -> Trial:
    """Read a set."""
    demand, about = tools.forecasts.load(str(data / f"{split.name}.csv.gz"), split.complete, split.start)
    return Trial(demand, split.start, split.reviews, price=about.get("unit_price"))


def planned(trial: Trial) -> Made:
    """Return what the planner makes of a trial, with one default configuration for all of them."""
    made = rolling_forecast(
        trial.demand,
        start=trial.start,
        reviews=trial.reviews,
        protection=trial.protection,
        levels=LEVELS,
        dial=DIAL,
        budget_dial=None if trial.price is None else LAMBDAS,
        unit_price=trial.price,
    )
    arrays: Any = made.forecast, made.order_up_to["S"], None if made.budget is None else made.budget["S"]
    return Made(arrays[0]["ltd_quantiles"], arrays[1], arrays[2])


Peer = Callable[[FloatArray, int, ModuleType], Any]
"""Give protection quantiles (parts, LEVELS) from a history, the protection in periods and the peers' methods."""


def _smoothed(history: FloatArray, protection: int, peers: ModuleType) -> Any:  # noqa: ANN401 - the judges' arrays
    mean, squares = peers.ses(history, [0.1])
    return peers.q_nb(protection * mean, protection * squares)


def _corrected(history: FloatArray, protection: int, peers: ModuleType) -> Any:  # noqa: ANN401
    mean, squares = peers.croston(history, [0.1], "sba")
    return peers.q_nb(protection * mean, protection * squares)


def _poisson(history: FloatArray, protection: int, peers: ModuleType) -> Any:  # noqa: ANN401
    return peers.q_poisson(protection * peers.ses(history, [0.1])[0])


def _normal(history: FloatArray, protection: int, peers: ModuleType) -> Any:  # noqa: ANN401
    mean, squares = peers.ses(history, [0.1])
    return peers.q_normal(protection * mean, protection * squares)


def _bootstrap(history: FloatArray, protection: int, peers: ModuleType) -> Any:  # noqa: ANN401
    return peers.wss(history, protection, seed=history.shape[1])


def naive(history: FloatArray, protection: int, peers: ModuleType) -> FloatArray:
    """Promise that as much comes as in the last interval, whatever the chance asked for."""
    del peers
    return np.repeat(history[:, -protection:].sum(1)[:, None], len(LEVELS), axis=1)


PEERS: dict[str, Peer] = {
    REFERENCE: _smoothed,
    "SBA(.1) + neg. binomial": _corrected,
    "SES(.1) + Poisson": _poisson,
    "SES(.1) + normal": _normal,
    "bootstrap (WSS)": _bootstrap,
}


def replayed(peer: Peer, trial: Trial, tools: Tools) -> Made:
    """Return what a peer makes of a trial: its quantiles are its stock, as the judges have it."""
    found = np.empty((trial.reviews, trial.demand.shape[0], len(LEVELS)), dtype=np.float32)
    for i, origin in enumerate(trial.origins):
        found[i] = peer(trial.demand[:, :origin], trial.protection, tools.peers)
    whole = np.ceil(found - 1e-6)
    at = np.abs(np.array(LEVELS)[None, :] - np.array(DIAL)[:, None]).argmin(1)
    return Made(found, whole[:, :, at].transpose(2, 0, 1), None if trial.price is None else _priced(whole, trial.price))


def _priced(whole: FloatArray, price: FloatArray) -> FloatArray:
    """Return a peer's stock by the dial that knows prices, the planner's own."""
    stock = np.empty((len(LAMBDAS), *whole.shape[:2]), dtype=np.float32)
    for i, target in enumerate(priced_targets(np.array(LAMBDAS), price, whole.shape[1])):
        at = np.minimum(np.searchsorted(LEVELS, target - 1e-9), len(LEVELS) - 1)
        stock[i] = np.where(target > 0, np.take_along_axis(whole, at[None, :, None], axis=2)[:, :, 0], 0.0)
    return stock


def said(trial: Trial, quantiles: FloatArray, tools: Tools) -> dict[str, Any]:
    """Return what the judge of forecasts says of the protection demand."""
    found: dict[str, Any] = tools.forecasts.evaluate(
        trial.demand, np.array(trial.origins), None, None, None, LEVELS, quantiles, trial.protection
    )
    return found


def run(trial: Trial, stock: FloatArray, tools: Tools) -> dict[str, Any]:
    """Return what the judge of stock says of each setting of a dial; the protection's last period is the review."""
    found: dict[str, Any] = tools.stock.simulate(trial.ahead, stock, trial.protection - 1, None, trial.price)
    return found


def came(trial: Trial) -> list[tuple[int, FloatArray]]:
    """Return the demand of each whole interval of the protection's length, with the number of its review."""
    spans = [(i, each) for i, each in enumerate(trial.origins) if each + trial.protection <= trial.demand.shape[1]]
    return [(i, trial.demand[:, each : each + trial.protection].sum(1)) for i, each in spans]


def crps(trial: Trial, quantiles: FloatArray, rows: FloatArray) -> float:
    """Return the CRPS of some parts' protection demand over their demand: mean pinball at .01 to .99, doubled."""
    chance = np.array(LEVELS[:99])
    loss = total = 0.0
    for i, demand in came(trial):
        wrong = demand[rows, None] - quantiles[i][rows][:, :99]
        loss += float(2 * np.maximum(chance * wrong, (chance - 1) * wrong).mean(1).sum())
        total += float(demand[rows].sum())
    return loss / total
