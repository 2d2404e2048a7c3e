"""Open the pooled model's forecast of a part: a plain forecast times what each kind of fact makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np

from forecasting.demand import clean, until_watched
from forecasting.explain import Row
from forecasting.features import GROUPS
from forecasting.levels import Levels
from forecasting.pooled import BENDS
from forecasting.promises import is_pooled
from forecasting.season_ahead import Season
from forecasting.seasonal import deseasonalise


def explain_forecast(
    levels: Levels,
    part: int,
    history: Sequence[float | None],
    price: float | None = None,
    *,
    season: Season | None = None,
    span: str = "",
) -> list[Row]:
    """Return the product behind one part's forecast; nothing where a textbook method forecasts it.

    plain_forecast * all factors = learnt_forecast (units per period); where the part follows a season,
    learnt_forecast * factor_season = seasonal_forecast, the mean per period over lead time and review.
    What a factor says is how the fact differs from that of the parts learnt from; 1 leaves the forecast as it is.

    :param history: units per period that the levels were made from, blanks as None.
    :param price: price that was learnt by, blank where none was known.
    :param season: the season that was taken out of the history before anything was learnt.
    :param span: periods of which ``factor_season`` is the mean index, see :func:`forecasting.season_ahead.season_span`.
    """
    if levels.learnt is None or not bool(is_pooled(levels)[part]) or not levels.mean[part] > 0:
        return []
    model, pack = levels.learnt.interval, float(levels.pack[part])
    factor = float(levels.season_factor[part])
    # One factor for all months cannot free the history of a season that was not kept.
    if factor != 1.0 and season is None:
        return []
    known = np.array([[np.nan if each is None else each for each in history]])
    demand = clean(known).history
    if season is not None:
        demand = until_watched(deseasonalise(demand, season.past[None, :]))
    packs = demand / pack
    facts = np.array([[log(price) if price else np.nan]])[:, : model.middles.size]
    columns, start, _ = model.columns(packs, np.array([log(pack)]), facts)
    effects = (model.regression.standardised(columns) * model.regression.weights[:, 0])[0]
    names = [name for name, count in GROUPS for _ in range(count)]
    names += [name for name, count in BENDS for _ in range(count)]
    names += ["price"] * (effects.size - len(names))
    totals: dict[str, float] = {}
    for name, effect in zip(names, effects.tolist(), strict=True):
        totals[name] = totals.get(name, 0.0) + effect
    plain = exp(float(start[0])) * pack
    rows = [Row("plain_forecast", plain, "units_per_period")]
    rows += [Row(f"factor_{name}", exp(effect), "factor") for name, effect in totals.items()]
    learnt = plain * exp(sum(totals.values()))
    rows.append(Row("learnt_forecast", learnt, "units_per_period"))
    if factor != 1.0:
        rows.append(Row("factor_season", factor, "factor", span))
        rows.append(Row("seasonal_forecast", learnt * factor, "units_per_period"))
    return rows
