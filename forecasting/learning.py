"""Learn from all parts what planning one of them needs: the pooled model, and where a textbook method beats it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from forecasting.arrays import BoolArray, FloatArray, IntArray, divide
from forecasting.backtest import Backtest, backtest, pinball, quick_quantiles, scores, warmup_periods, weigh
from forecasting.classes import DemandClass
from forecasting.dispersion import Dispersion
from forecasting.levels import PlannerSettings
from forecasting.pooled import Pooled, learn_interval

_JUDGED_PARTS = 1000
_ENOUGH_PARTS = 30
_SEED = 7
_NO_RECORD = 1e9
TOLERANCE = 1.02
"""How much worse than the best textbook method of a class the pooled model may be before it gives way there."""


@dataclass(frozen=True)
class ClassRecord:
    """What methods did on a demand class at past reviews: pinball loss per part and review, units.

    ``best`` is the least loss of a textbook method and ``method`` its index among the candidates.
    """

    parts: int
    pooled: float
    best: float
    method: int
    naive: float

    @property
    def trusted(self) -> bool:
        """Tell whether the pooled model plans this class."""
        return self.pooled <= TOLERANCE * self.best


@dataclass(frozen=True)
class Learnt:
    """Hold what all parts taught; with it each part is planned alone, anywhere, with the same result.

    ``interval`` and ``period``: the demand of ``interval.horizon`` periods and of one.  ``reference``: geometric mean
    of the parts' demand per period, units.  ``records`` by demand class, NONE first (all parts together).
    ``weights`` (classes, candidates) and ``dispersion``: the textbook blend where the pooled model gives way.
    ``seasons``: index of each family and place in the year, empty without seasons.
    """

    interval: Pooled
    period: Pooled
    reference: float
    records: tuple[ClassRecord, ...]
    weights: FloatArray
    dispersion: Dispersion
    seasons: FloatArray = field(default_factory=lambda: np.empty((0, 0)))

    def trusted(self, demand_class: IntArray) -> BoolArray:
        """Tell which parts the pooled model plans, (parts,)."""
        return np.array([record.trusted for record in self.records])[demand_class]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain numbers, for keeping and for another worker."""
        return {
            "interval": self.interval.to_json(),
            "period": None if self.period is self.interval else self.period.to_json(),
            "reference": self.reference,
            "records": [[r.parts, r.pooled, r.best, r.method, r.naive] for r in self.records],
            "weights": self.weights.tolist(),
            "dispersion": [self.dispersion.factor, self.dispersion.power],
            "seasons": self.seasons.tolist(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Learnt:
        """Return what :meth:`to_json` kept."""
        interval = Pooled.from_json(kept["interval"])
        return cls(
            interval,
            interval if kept["period"] is None else Pooled.from_json(kept["period"]),
            float(kept["reference"]),
            tuple(ClassRecord(*each) for each in kept["records"]),
            np.array(kept["weights"]),
            Dispersion(*kept["dispersion"]),
            np.array(kept["seasons"]),
        )


def learn(
    history: FloatArray,
    pack: FloatArray,
    attributes: FloatArray,
    demand_class: IntArray,
    dispersion: Dispersion,
    horizon: int,
    settings: PlannerSettings,
) -> Learnt | None:
    """Learn from all parts; None where there are too few of them, or too short histories.

    :param history: clean units per period, (parts, periods).
    :param pack: units that demand comes in, (parts,).
    :param attributes: further facts of each part, blanks allowed, (parts, facts).
    :param demand_class: :class:`~forecasting.classes.DemandClass` codes, (parts,).
    :param dispersion: pooled spread of the textbook methods.
    :param horizon: periods of lead time + review for which stock is planned, at least 1.
    """
    packs, log_pack = history / pack[:, None], np.log(pack)
    found = learn_interval(packs, horizon, log_pack, attributes)
    if found is None:
        return None
    interval, lent = found
    period = interval
    if horizon > 1:
        single = learn_interval(packs, 1, log_pack, attributes)
        if single is None:
            return None
        period = single[0]
    some = np.unique(lent.part)
    mean, _ = interval.predict(packs[some], log_pack[some], attributes[some])
    units = mean * pack[some] / horizon
    reference = float(np.exp(np.log(units[units > 0]).mean())) if (units > 0).any() else 1.0
    if some.size > _JUDGED_PARTS:
        some = np.sort(np.random.default_rng(_SEED).choice(some, _JUDGED_PARTS, replace=False))
    textbook = backtest(
        history[some],
        settings.candidates,
        horizon=horizon,
        origins=settings.backtest_reviews,
        dispersion=dispersion,
        prior_weight=settings.prior_periods,
        levels=settings.loss_levels,
    )
    skip, periods = warmup_periods(history.shape[1]), history.shape[1]
    first = max(skip + 1, horizon, periods - horizon - settings.backtest_reviews + 1)
    own, _, _ = judge_pooled(
        interval,
        packs[some],
        pack[some],
        attributes[some],
        list(range(first, periods - horizon + 1)),
        settings.loss_levels,
    )
    records = _records(own, textbook, demand_class[some])
    return Learnt(
        interval, period, reference, records, _class_weights(textbook, demand_class[some], settings), dispersion
    )


def judge_pooled(
    interval: Pooled,
    packs: FloatArray,
    pack: FloatArray,
    attributes: FloatArray,
    reviews: Sequence[int],
    levels: tuple[float, ...],
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return the pinball loss of the pooled model at past reviews, that of the naive method, and how many counted.

    What all parts taught is taken as of today (a hundred coefficients learnt from tens of thousands of examples know
    next to nothing of one part); of the part itself only what lay before each review is used.

    :param packs: history in packs, (parts, periods).
    :param reviews: periods known at each review.
    :return: loss and naive loss per review, units, and reviews judged, (parts,) each.
    """
    parts, horizon = packs.shape[0], interval.horizon
    loss, naive, count = np.zeros(parts), np.zeros(parts), np.zeros(parts, dtype=np.int64)
    log_pack = np.log(pack)
    for t in reviews:
        came = packs[:, t : t + horizon].sum(1)
        good = ~np.isnan(came)
        real = np.where(good, came, 0.0)
        mean, excess = interval.predict(packs[:, :t], log_pack, attributes)
        same = np.nan_to_num(packs[:, t - horizon : t]).sum(1)
        promised = quick_quantiles(mean, mean * (1.0 + excess), levels)
        for level, quantile in zip(levels, promised, strict=True):
            loss += np.where(good, pinball(real, quantile, level), 0.0) * pack
            naive += np.where(good, pinball(real, same, level), 0.0) * pack
        count += good
    return divide(loss, count * len(levels)), divide(naive, count * len(levels)), count


def _records(own: FloatArray, textbook: Backtest, demand_class: IntArray) -> tuple[ClassRecord, ...]:
    """Compare by class; a class of few parts has the record of all."""
    everyone = _record(own, textbook, np.ones(own.shape, dtype=bool))
    records = [everyone]
    for code in list(DemandClass)[1:]:
        members = (demand_class == code) & (textbook.origins > 0)
        enough = members.sum() >= _ENOUGH_PARTS
        records.append(_record(own, textbook, members) if enough else replace(everyone, parts=int(members.sum())))
    return tuple(records)


def _record(own: FloatArray, textbook: Backtest, members: BoolArray) -> ClassRecord:
    losses = textbook.loss[members].mean(0)
    best = int(np.argmin(losses))
    naive = float(textbook.naive_loss[members].mean())
    return ClassRecord(int(members.sum()), float(own[members].mean()), float(losses[best]), best, naive)


def _class_weights(textbook: Backtest, demand_class: IntArray, settings: PlannerSettings) -> FloatArray:
    """Return the weights of the textbook methods by class: those of a part that has no record of its own."""
    score = scores(textbook, demand_class, horizon=1, prior_reviews=_NO_RECORD)
    weights = weigh(score, settings.sharpness)
    everyone = weights.mean(0)
    return np.stack([weights[own].mean(0) if (own := demand_class == code).any() else everyone for code in DemandClass])
