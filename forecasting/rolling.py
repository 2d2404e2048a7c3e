"""Replay planning over past reviews: what would have been forecast and stocked at each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import FloatArray, as_history
from forecasting.levels import PlannerSettings
from forecasting.model import plan_levels
from forecasting.promises import held_targets, period_quantiles, protection_quantiles

_HIGHEST = 0.9995


@dataclass(frozen=True)
class Rolling:
    """Arrays ready for ``numpy.savez``: forecasts, order-up-to levels by dial, and by a dial that knows prices."""

    forecast: dict[str, NDArray[np.generic]]
    order_up_to: dict[str, NDArray[np.generic]]
    budget: dict[str, NDArray[np.generic]] | None


def kept_parts(
    demand: ArrayLike, start: int, *, drop_incomplete: bool = False, all_parts: bool = False
) -> NDArray[np.bool_]:
    """Say which parts take part: complete ones if asked, and those with demand before ``start`` unless all.

    >>> kept_parts([[0, 1, 0], [0, 0, 5], [1, None, 0]], 2, drop_incomplete=True).tolist()
    [True, False, False]
    """
    history = as_history(demand)
    keep = np.ones(history.shape[0], dtype=bool)
    if drop_incomplete:
        keep &= ~np.isnan(history).any(1)
    if not all_parts:
        keep &= np.nansum(history[:, :start], 1) > 0
    return keep


def rolling_forecast(
    demand: ArrayLike,
    *,
    start: int,
    reviews: int,
    horizon: int = 3,
    protection: int = 3,
    levels: Sequence[float] = (0.5, 0.9, 0.95, 0.99),
    dial: Sequence[float] = (0.9, 0.95, 0.98),
    budget_dial: Sequence[float] | None = None,
    unit_price: ArrayLike | None = None,
    settings: PlannerSettings | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rolling:
    """Plan at each of ``reviews`` past reviews with only the periods before it.

    The review interval is one period and the lead time ``protection - 1`` periods, both certain.  A dial of
    prices sets each part's target to 1 - lambda * price / median price, kept within 0 to 0.9995: cheap
    parts are stocked deep and dear ones shallow for the same money.

    :param demand: units per period, (parts, periods).
    :param start: periods known at the first review, 1 to periods; review i knows start + i.
    :param reviews: H, at least 1.
    :param horizon: periods forecast one by one.
    :param protection: periods of lead time + review, at least 1.
    :param levels: probabilities of the forecast quantiles.
    :param dial: cycle service targets of the order-up-to levels; slow parts are held somewhat higher than fast ones,
        see :func:`forecasting.promises.held_targets`.
    :param budget_dial: lambdas, above 0; needs ``unit_price``.
    :param unit_price: money, (parts,); blanks count as the median.  Where given, forecasts learn by it too.
    :param progress: called with (reviews done, reviews).
    :return: ``forecast``: origins (H,), point (H, N, h), levels (Q,), quantiles (H, N, h, Q), ltd_levels (Q,),
        ltd_quantiles (H, N, Q); ``order_up_to`` and ``budget``: start, targets (K,), S (K, H, N).
    :raises ValueError: for a start, count or dial out of range, or a price dial without prices.
    """
    history = as_history(demand)
    if not (1 <= start <= history.shape[1] and reviews >= 1 and horizon >= 1 and protection >= 1):
        raise ValueError("start must lie within the history; reviews, horizon and protection be at least 1")
    if start + reviews - 1 > history.shape[1]:
        raise ValueError("the last review lies beyond the data")
    wanted = np.asarray(levels, dtype=np.float64)
    knobs = np.asarray(dial, dtype=np.float64)
    lambdas = None if budget_dial is None else np.asarray(budget_dial, dtype=np.float64)
    priced = None if lambdas is None else priced_targets(lambdas, unit_price, history.shape[0])
    rules = replace(settings or PlannerSettings(), backtest_periods=protection)
    parts = history.shape[0]
    facts = None if unit_price is None else log_prices(unit_price, parts)
    point = np.empty((reviews, parts, horizon), dtype=np.float32)
    single = np.empty((reviews, parts, horizon, wanted.size), dtype=np.float32)
    summed = np.empty((reviews, parts, wanted.size), dtype=np.float32)
    stock = np.empty((knobs.size, reviews, parts), dtype=np.float32)
    stock_priced = np.empty((0 if lambdas is None else lambdas.size, reviews, parts), dtype=np.float32)
    for i in range(reviews):
        found = plan_levels(
            history[:, : start + i],
            lead_time_days=float(protection - 1),
            review_days=1.0,
            period_days=1.0,
            attributes=facts,
            settings=rules,
        )
        point[i] = found.mean[:, None]
        single[i] = period_quantiles(found, wanted)[:, None, :]
        summed[i] = protection_quantiles(found, wanted)
        held = held_targets(found, np.broadcast_to(knobs, (parts, knobs.size)))
        stock[:, i] = np.ceil(protection_quantiles(found, held) - 1e-9).T
        if priced is not None:
            stock_priced[:, i] = np.ceil(protection_quantiles(found, priced.T).T - 1e-9)
        if progress is not None:
            progress(i + 1, reviews)
    forecast: dict[str, NDArray[np.generic]] = {
        "origins": np.arange(start, start + reviews),
        "point": point,
        "levels": wanted,
        "quantiles": single,
        "ltd_levels": wanted,
        "ltd_quantiles": summed,
    }
    budget = None if lambdas is None else {"start": np.array(start), "targets": lambdas, "S": stock_priced}
    return Rolling(forecast, {"start": np.array(start), "targets": knobs, "S": stock}, budget)


def priced_targets(lambdas: FloatArray, unit_price: ArrayLike | None, parts: int) -> FloatArray:
    """Return the target of each part at each lambda, (lambdas, parts)."""
    if unit_price is None or not bool(np.all(lambdas > 0)):
        raise ValueError("a price dial needs unit prices and lambdas above 0")
    price = _prices(unit_price, parts)
    known = np.isfinite(price) & (price > 0)
    middle = float(np.median(price[known])) if known.any() else 1.0
    relative = np.where(known, price, middle) / middle
    return np.clip(1.0 - lambdas[:, None] * relative[None, :], 0.0, _HIGHEST)


def log_prices(unit_price: ArrayLike, parts: int) -> FloatArray:
    """Return prices as a fact to learn by: their logarithm, blank where none is known, (parts, 1).

    >>> log_prices([1.0, 0.0], 2).tolist()
    [[0.0], [nan]]
    """
    price = _prices(unit_price, parts)
    known = np.isfinite(price) & (price > 0)
    return np.where(known, np.log(np.where(known, price, 1.0)), np.nan)[:, None]


def _prices(unit_price: ArrayLike, parts: int) -> FloatArray:
    price = np.asarray(unit_price, dtype=np.float64)
    if price.shape != (parts,):
        raise ValueError("one unit price per part is needed")
    return price
