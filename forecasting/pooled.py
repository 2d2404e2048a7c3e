"""Learn across parts how the demand of an interval is distributed, so that a part with three demands borrows.

Every (part, past review) is an example: what was known at the review, and what was asked for in the interval after it.
One regression over all examples gives mean and spread of each part's demand over the interval itself, not of one period
to be multiplied; a second look at the examples corrects the chances that it promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from forecasting.arrays import FloatArray, IntArray
from forecasting.count_regression import CountRegression, fit_count_regression
from forecasting.features import FREQUENCY, QUIET, known

REVIEWS = 24
"""How many past reviews each part lends."""
_MOST_EXAMPLES = 60_000
_FEWEST_EXAMPLES = 2_000
_FEWEST_PARTS = 100
_FIRST_REVIEW = 6
_SEED = 20_261_123
_KNOTS = (0.1, 0.3, 0.5, 0.7, 0.9)
_BENT = (FREQUENCY, QUIET)
"""Columns that may bend: the effect of how often and of how long ago is not a straight line."""
BENDS = (("frequency", len(_KNOTS)), ("quiet", len(_KNOTS)))
"""What the bends speak of, as :data:`forecasting.features.GROUPS`."""
_BUCKETS = (0.2, 0.4, 0.6, 0.8, 0.95)
_CHANCES = np.concatenate([np.arange(1, 100) / 100, [0.992, 0.995, 0.997, 0.998, 0.999, 0.9995]])
_LEAST, _MOST = 1e-6, 1 - 1e-6
# A single absurd period must not decide what all other parts learn.
_ABSURD = 100.0


@dataclass(frozen=True)
class Examples:
    """What parts lent: ``columns`` (examples, columns), ``start`` and ``demand`` (examples,), part and review."""

    columns: FloatArray
    start: FloatArray
    demand: FloatArray
    part: IntArray
    review: IntArray


@dataclass(frozen=True)
class Pooled:
    """Hold what was learnt for an interval of ``horizon`` periods; everything counts in packs.

    ``pool``: mean demand per period of all parts.  ``knots`` (bent columns, knots).  ``middles``: of the attributes.
    ``edges`` (buckets - 1,): means at which the correction of chances changes; ``corrections`` (buckets, chances).
    """

    horizon: int
    pool: float
    knots: FloatArray
    middles: FloatArray
    regression: CountRegression
    edges: FloatArray
    corrections: FloatArray

    def columns(self, history: FloatArray, log_pack: FloatArray, attributes: FloatArray) -> tuple[FloatArray, ...]:
        """Return what the regression sees of each part today: columns, start and demands so far."""
        seen = known(history, self.pool, log_pack)
        return _widened(seen.columns, self.knots, attributes, self.middles), seen.start, seen.demands

    def predict(
        self, history: FloatArray, log_pack: FloatArray, attributes: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return mean (packs over the interval, 0 for a part without demand) and excess, (parts,) each."""
        columns, start, demands = self.columns(history, log_pack, attributes)
        mean, excess = self.regression.predict(columns, start + np.log(self.horizon))
        return np.where(demands > 0, mean, 0.0), excess

    def corrected(self, mean: FloatArray, wanted: ArrayLike) -> FloatArray:
        """Return the levels at which the distribution keeps the chances ``wanted``, (parts, chances).

        :param mean: packs over ``horizon`` periods, (parts,).
        :param wanted: probabilities, (chances,) for all parts or (parts, chances).
        """
        chances = np.asarray(wanted, dtype=np.float64)
        rows = np.broadcast_to(np.atleast_2d(chances), (mean.shape[0], chances.shape[-1]))
        out = self._looked_up(mean, rows, backwards=False)
        return np.where(rows < 1.0, np.minimum(out, _MOST), out)

    def kept(self, mean: FloatArray, levels: FloatArray) -> FloatArray:
        """Return the chances that are kept at levels of the distribution: what :meth:`corrected` turns round.

        :param levels: (parts, levels).
        """
        return self._looked_up(mean, levels, backwards=True)

    def _looked_up(self, mean: FloatArray, rows: FloatArray, *, backwards: bool) -> FloatArray:
        out = np.empty(rows.shape)
        bucket = np.searchsorted(self.edges, mean)
        for i, line in enumerate(self.corrections):
            own = bucket == i
            # From 0 to 0 and from 1 to 1, so that the ends of the scale keep their meaning.
            lines = np.r_[0.0, _CHANCES, 1.0], np.r_[0.0, line, 1.0]
            out[own] = np.interp(rows[own], *(lines[::-1] if backwards else lines))
        return out

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain numbers, for keeping and for another worker."""
        return {
            "horizon": self.horizon,
            "pool": self.pool,
            "knots": self.knots.tolist(),
            "middles": self.middles.tolist(),
            "middle": self.regression.middle.tolist(),
            "spread": self.regression.spread.tolist(),
            "weights": self.regression.weights.tolist(),
            "edges": self.edges.tolist(),
            "corrections": self.corrections.tolist(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Pooled:
        """Return what :meth:`to_json` kept."""
        regression = CountRegression(*(np.array(kept[name]) for name in ("middle", "spread", "weights")))
        arrays = (np.array(kept[name]) for name in ("edges", "corrections"))
        knots, middles = np.array(kept["knots"]), np.array(kept["middles"], dtype=np.float64)
        return cls(int(kept["horizon"]), float(kept["pool"]), knots, middles, regression, *arrays)


def gather_examples(
    history: FloatArray, horizon: int, log_pack: FloatArray, *, most: int = _MOST_EXAMPLES
) -> tuple[Examples, float]:
    """Return what was known at past reviews and what came after each, of all parts or of some by lot.

    :param history: packs per period, (parts, periods); intervals with a blank are left out.
    :param horizon: periods of the interval, at least 1.
    :return: the examples, and the mean demand per period of the parts that lent them.
    """
    periods = history.shape[1]
    last = periods - horizon
    reviews = [t for t in range(last - REVIEWS + 1, last + 1) if t >= max(1, min(_FIRST_REVIEW, last))]
    sold = np.flatnonzero(np.nansum(history, 1) > 0)
    if sold.size * max(len(reviews), 1) > most:
        lot = np.random.default_rng(_SEED)
        sold = np.sort(lot.choice(sold, max(1, most // max(len(reviews), 1)), replace=False))
    own, pack = history[sold], log_pack[sold]
    limit = _ABSURD * np.maximum(_second_largest(own), 1.0)
    watched = ~np.isnan(own)
    pool = float(np.minimum(own, limit[:, None])[watched].mean()) if watched.any() else 0.0
    columns, start, demand, part, when = [], [], [], [], []
    for t in reviews:
        came = np.minimum(own[:, t : t + horizon].sum(1), limit)
        seen = known(own[:, :t], pool, pack)
        good = ~np.isnan(came) & (seen.demands > 0)
        columns.append(seen.columns[good])
        start.append(seen.start[good])
        demand.append(came[good])
        part.append(sold[good])
        when.append(np.full(int(good.sum()), t))
    if not columns:
        nothing = np.empty(0, dtype=np.int64)
        return Examples(np.empty((0, 1)), np.empty(0), np.empty(0), nothing, nothing), pool
    return Examples(*(np.concatenate(each) for each in (columns, start, demand, part, when))), pool


def learn_interval(
    history: FloatArray, horizon: int, log_pack: FloatArray, attributes: FloatArray
) -> tuple[Pooled, Examples] | None:
    """Learn the demand of intervals of ``horizon`` periods; None where there is too little to learn from.

    :param history: packs per period, at least 0, blanks where nobody watched, (parts, periods).
    :param horizon: periods of the interval, at least 1.
    :param log_pack: logarithm of the units in a pack, (parts,).
    :param attributes: further facts of each part, such as the logarithm of its price; blanks allowed, (parts, facts).
    """
    lent, pool = gather_examples(history, horizon, log_pack)
    if lent.demand.size < _FEWEST_EXAMPLES or np.unique(lent.part).size < _FEWEST_PARTS:
        return None
    knots = np.quantile(lent.columns[:, _BENT], _KNOTS, axis=0).T
    known_facts = np.isfinite(attributes)
    middles = np.where(known_facts, attributes, 0.0).sum(0) / np.maximum(known_facts.sum(0), 1)
    columns = _widened(lent.columns, knots, attributes[lent.part], middles)
    offset = lent.start + np.log(horizon)
    regression = fit_count_regression(columns, lent.demand, offset)
    mean, excess = regression.predict(columns, offset)
    edges, corrections = _corrections(mean, excess, lent.demand)
    return Pooled(horizon, pool, knots, middles, regression, edges, corrections), lent


def _widened(columns: FloatArray, knots: FloatArray, attributes: FloatArray, middles: FloatArray) -> FloatArray:
    """Add the bends and the attributes with their squares to the columns."""
    bends = [np.maximum(columns[:, [at]] - own, 0.0) for at, own in zip(_BENT, knots, strict=True)]
    facts = np.where(np.isfinite(attributes), attributes, middles)
    return np.concatenate([columns, *bends, facts, (facts - middles) ** 2], axis=1)


def _corrections(mean: FloatArray, excess: FloatArray, demand: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return by bucket of the mean at which level of the distribution each chance was really kept.

    The place of a demand within its distribution, spread evenly over the step of a count, is uniform where the
    distribution is right (Czado, Gneiting & Held 2009, *Biometrics* 65, 1254); its quantiles are the correction.
    """
    size, chance = mean / excess, 1.0 / (1.0 + excess)
    upper = special.betainc(size, demand + 1.0, chance)
    lower = np.where(demand > 0, special.betainc(size, np.maximum(demand, 1e-9), chance), 0.0)
    place = lower + (upper - lower) * np.random.default_rng(_SEED).random(demand.size)
    edges = np.quantile(mean, _BUCKETS)
    bucket = np.searchsorted(edges, mean)
    everywhere = np.quantile(place, _CHANCES)
    lines = [
        np.quantile(place[own], _CHANCES) if (own := bucket == i).any() else everywhere for i in range(edges.size + 1)
    ]
    return edges, np.clip(np.stack(lines), _LEAST, _MOST)


def _second_largest(history: FloatArray) -> FloatArray:
    """Return the second largest period of each part, so that one absurd one does not vouch for itself."""
    filled = np.nan_to_num(history)
    if filled.shape[1] < 2:  # noqa: PLR2004 - a second one
        return np.zeros(filled.shape[0])
    return np.asarray(np.partition(filled, -2, axis=1)[:, -2])
