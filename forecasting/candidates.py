"""List the forecasting methods that compete for a part, and run one of them over all parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forecasting.arrays import FloatArray
from forecasting.intermittent import croston, sba, tsb
from forecasting.mean import moving_average
from forecasting.smoothing import ses

Method = Literal["mean", "ses", "croston", "sba", "tsb"]


@dataclass(frozen=True)
class Candidate:
    """A method with its constants; alpha smooths the level or size, beta the interval or probability."""

    method: Method
    alpha: float = 0.0
    beta: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a constant outside 0 to 1."""
        if not (0 <= self.alpha <= 1 and 0 <= self.beta <= 1):
            raise ValueError("smoothing constants must lie between 0 and 1")


DEFAULT_CANDIDATES: tuple[Candidate, ...] = (
    Candidate("mean"),
    Candidate("ses", 0.05),
    Candidate("ses", 0.1),
    Candidate("ses", 0.2),
    Candidate("sba", 0.1, 0.1),
    Candidate("tsb", 0.1, 0.05),
    Candidate("tsb", 0.1, 0.1),
    Candidate("tsb", 0.1, 0.2),
)


def forecast_paths(history: FloatArray, candidate: Candidate) -> FloatArray:
    """Return the candidate's one-step forecasts, (parts, periods + 1), units per period.

    >>> import numpy as np
    >>> forecast_paths(np.array([[2.0, 4.0]]), Candidate("mean")).tolist()
    [[0.0, 2.0, 3.0]]
    """
    match candidate.method:
        case "mean":
            return moving_average(history)
        case "ses":
            return ses(history, candidate.alpha)
        case "croston":
            return croston(history, candidate.alpha, candidate.beta)
        case "sba":
            return sba(history, candidate.alpha, candidate.beta)
        case "tsb":
            return tsb(history, candidate.alpha, candidate.beta)


def level_uncertainty(candidate: Candidate, periods: int) -> float:
    """Return the variance of the forecast level as a share of the variance of one period.

    A smoothed level carries alpha / (2 - alpha) of the noise (the variance of an exponentially
    weighted mean), a plain mean of n periods 1 / n.  This error is the same in every period ahead, so
    over an interval it adds up with the square of its length.

    >>> round(level_uncertainty(Candidate("ses", 0.1), 60), 4), level_uncertainty(Candidate("mean"), 50)
    (0.0526, 0.02)
    """
    own = 1.0 / max(periods, 1)
    gain = candidate.beta if candidate.method == "tsb" else candidate.alpha
    return max(own, gain / (2.0 - gain))
