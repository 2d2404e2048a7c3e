"""Hold what the planner decided for each part, as a struct of arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntFlag
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from forecasting.arrays import FloatArray, IntArray, divide
from forecasting.backtest import LOSS_LEVELS
from forecasting.candidates import DEFAULT_CANDIDATES, Candidate
from forecasting.distribution import Kind

if TYPE_CHECKING:
    from forecasting.learning import Learnt

_SHARED = ("settings", "period_days", "learnt", "seasons")


class Note(IntFlag):
    """Flag what the planner noticed about a part; several may be set."""

    NO_DEMAND = 1
    ONE_DEMAND = 2
    SHORT_HISTORY = 4
    BLANKS = 8
    NEGATIVE = 16
    JUMP = 32
    NOT_BACKTESTED = 64
    LEAD_TIME_ASSUMED = 128
    TARGET_CLIPPED = 256
    SEASONAL = 512


def note_names(bits: int) -> list[str]:
    """Return the stable codes of the notes that are set.

    >>> note_names(3)
    ['no_demand', 'one_demand']
    """
    return [flag.name.lower() for flag in Note if flag.name and int(bits) & flag]


@dataclass(frozen=True)
class PlannerSettings:
    """Say how the planner works; the defaults serve every assortment.

    ``backtest_periods``: length of the interval that methods are judged on; None: the assortment's median
    lead time + review.  ``backtest_reviews``: how many past reviews.  ``sharpness``: how strongly better
    methods outweigh worse ones (infinity: the best alone).  ``prior_reviews`` and ``prior_periods``: how long
    a part's own record must be to weigh as much as its kind's, for the choice and for the spread.
    ``season``: periods in a year for families (0: none).  ``trim_leading_zeros``: take periods before the first
    demand for 'not yet sold'.
    """

    kind: Kind = "negative_binomial"
    candidates: tuple[Candidate, ...] = DEFAULT_CANDIDATES
    backtest_periods: int | None = None
    backtest_reviews: int = 18
    loss_levels: tuple[float, ...] = LOSS_LEVELS
    sharpness: float = 5.0
    prior_reviews: float = 8.0
    prior_periods: float = 36.0
    adi_cut: float = 1.32
    cv2_cut: float = 0.49
    season: int = 0
    first_season: int = 0
    trim_leading_zeros: bool = False
    default_lead_time_days: float = 30.0
    highest_target: float = 0.9999
    jump_factor: float = 20.0
    chunk_parts: int = 4096
    pool: bool = True
    tilt: float = 0.2

    def __post_init__(self) -> None:
        """Refuse settings with which nothing could be planned."""
        if not self.candidates or self.chunk_parts < 1 or self.backtest_reviews < 0:
            raise ValueError("settings need a candidate, a chunk of at least 1 part and no negative count")
        if not (self.prior_reviews > 0 and self.prior_periods > 0 and self.sharpness >= 0):
            raise ValueError("prior weights must be above 0 and the sharpness not negative")
        if not 0 <= self.tilt < 1:
            raise ValueError("the tilt must lie between 0 and 1")

    def to_json(self) -> dict[str, Any]:
        """Return what an explanation or another worker needs to know of the settings; the rest stands by default."""
        return {
            "kind": self.kind,
            "candidates": [[each.method, each.alpha, each.beta] for each in self.candidates],
            "season": self.season,
            "first_season": self.first_season,
            "tilt": self.tilt,
            "default_lead_time_days": self.default_lead_time_days,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> PlannerSettings:
        """Return what :meth:`to_json` kept; earlier runs knew less."""
        return cls(
            kind=kept["kind"],
            candidates=tuple(Candidate(*each) for each in kept["candidates"]),
            season=kept["season"],
            first_season=kept["first_season"],
            tilt=kept.get("tilt", 0.0),
            default_lead_time_days=kept.get("default_lead_time_days", 30.0),
        )


@dataclass(frozen=True)
class Levels:
    """What was decided for each part, arrays (parts,) unless said; units per ``period_days`` where per period.

    Demand: ``demand_class`` (:class:`~forecasting.classes.DemandClass`), ``adi`` (periods), ``cv2``.
    Model: ``method`` (index of the heaviest of ``settings.candidates``; one beyond them stands for the pooled model),
    ``weights`` (parts, candidates + 1), ``mean`` and ``variance`` of one period ahead, ``level_variance`` (what grows
    with the square of the interval: of the forecast itself), ``season_factor``, ``pack`` (units that demand comes in).
    Interval: ``lead_time_periods``, ``lead_time_sd_periods``, ``review_periods``, ``protection_mean``,
    ``protection_sd`` (units).  Stock: ``target`` (as asked for), ``held_target`` (after the tilt), ``reorder_point``,
    ``safety_stock``, ``order_up_to_level``, ``fill_rate`` (expected, over the positions between the two).  Backtest:
    ``loss`` and ``naive_loss`` (pinball per review, units), ``reviews`` judged.  ``notes``: :class:`Note` bits.
    ``learnt``: what all parts taught, if there were enough of them.  ``seasons``: index of each family and place in the
    year, empty without seasons.
    """

    demand_class: IntArray
    adi: FloatArray
    cv2: FloatArray
    method: IntArray
    weights: FloatArray
    mean: FloatArray
    variance: FloatArray
    level_variance: FloatArray
    season_factor: FloatArray
    pack: FloatArray
    lead_time_periods: FloatArray
    lead_time_sd_periods: FloatArray
    review_periods: FloatArray
    protection_mean: FloatArray
    protection_sd: FloatArray
    target: FloatArray
    held_target: FloatArray
    reorder_point: FloatArray
    safety_stock: FloatArray
    order_up_to_level: FloatArray
    fill_rate: FloatArray
    loss: FloatArray
    naive_loss: FloatArray
    reviews: IntArray
    notes: IntArray
    settings: PlannerSettings
    period_days: float
    learnt: Learnt | None = None
    seasons: tuple[tuple[float, ...], ...] = ()

    def take(self, rows: ArrayLike) -> Levels:
        """Return the levels of some parts only, in the order of ``rows``."""
        chosen = np.asarray(rows, dtype=np.int64)
        arrays = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name not in _SHARED}
        return replace(self, **arrays)

    @property
    def year_mean(self) -> FloatArray:
        """Return the mean demand of a period over a whole year, units (parts,): the season taken out again."""
        return divide(self.mean, self.season_factor)

    @property
    def parts(self) -> int:
        """Return how many parts were planned."""
        return int(self.mean.shape[0])
