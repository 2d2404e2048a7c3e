"""Plan the levels of a large assortment in shares, each by another worker, with the same result as at once.

What is learnt across parts is learnt once and travels with each share, so a share is a pure function of its package:
whoever works it out, on whichever machine, and however often.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.learning import Learnt
from forecasting.levels import Levels, PlannerSettings
from forecasting.model import as_seasons, plan_levels, teach

_SHARED = ("settings", "period_days", "learnt", "seasons")
_ROWS = tuple(each.name for each in fields(Levels) if each.name not in _SHARED)


@dataclass(frozen=True)
class Inputs:
    """Hold what :func:`forecasting.model.plan_levels` is given, arrays (rows,) but for the two that say otherwise.

    ``history`` (rows, periods), ``attributes`` (rows, facts); ``period_days`` and ``settings`` hold for all.
    """

    history: FloatArray
    lead_time_days: FloatArray
    lead_time_sd_days: FloatArray
    review_days: FloatArray
    targets: FloatArray
    exact: BoolArray
    family: IntArray
    attributes: FloatArray
    period_days: float
    settings: PlannerSettings

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.history.shape[0])

    def planned(self, learnt: Learnt | None = None) -> Levels:
        """Return the levels of all rows; without ``learnt`` everything is learnt from them."""
        own: dict[str, Any] = {**self.arrays()}
        return plan_levels(**own, learnt=learnt, period_days=self.period_days, settings=self.settings)

    def taught(self) -> Learnt | None:
        """Return what is learnt across all rows, None for too few of them."""
        return teach(
            self.history,
            lead_time_days=self.lead_time_days,
            review_days=self.review_days,
            period_days=self.period_days,
            family=self.family,
            attributes=self.attributes,
            settings=self.settings,
        )

    def some(self, rows: slice) -> Inputs:
        """Return the same of some rows."""
        own: dict[str, Any] = {name: values[rows] for name, values in self.arrays().items()}
        return Inputs(**own, period_days=self.period_days, settings=self.settings)

    def arrays(self) -> dict[str, FloatArray | IntArray | BoolArray]:
        """Return what there is of each row."""
        return {
            "history": self.history,
            "lead_time_days": self.lead_time_days,
            "lead_time_sd_days": self.lead_time_sd_days,
            "review_days": self.review_days,
            "targets": self.targets,
            "exact": self.exact,
            "family": self.family,
            "attributes": self.attributes,
        }


def parted(inputs: Inputs, shares: int) -> list[slice]:
    """Return at most so many shares of about one size.

    Each begins where the planner itself begins a chunk of rows, so that not even the order of a sum differs.
    """
    chunk = inputs.settings.chunk_parts
    chunks = -(-inputs.rows // chunk)
    bounds = [round(chunks * i / shares) * chunk for i in range(shares + 1)]
    return [slice(begin, min(end, inputs.rows)) for begin, end in pairwise(bounds) if end > begin]


def package(inputs: Inputs, learnt: Learnt) -> bytes:
    """Return a share with all that working it out takes, as arrays and JSON: nothing in it can be run.

    :raises ValueError: for settings of which only a part would travel.
    """
    if PlannerSettings.from_json(inputs.settings.to_json()) != inputs.settings:
        raise ValueError("a share knows the usual settings only")
    told = {
        "learnt": learnt.to_json(),
        "settings": inputs.settings.to_json(),
        "period_days": inputs.period_days,
    }
    return _written({**inputs.arrays(), "told": np.array(json.dumps(told))})


def work_out(share: bytes) -> bytes:
    """Return the levels of a share."""
    arrays = _read(share)
    told = json.loads(str(arrays.pop("told")))
    inputs = Inputs(**arrays, period_days=told["period_days"], settings=PlannerSettings.from_json(told["settings"]))
    levels = inputs.planned(Learnt.from_json(told["learnt"]))
    return _written({name: getattr(levels, name) for name in _ROWS})


def joined(inputs: Inputs, learnt: Learnt, results: Sequence[bytes]) -> Levels:
    """Return the levels of all rows from those of the shares, in their order."""
    found = [_read(each) for each in results]
    columns: dict[str, Any] = {name: np.concatenate([each[name] for each in found]) for name in _ROWS}
    return Levels(
        **columns,
        settings=inputs.settings,
        period_days=inputs.period_days,
        learnt=learnt,
        seasons=as_seasons(learnt.seasons),
    )


def _written(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def _read(kept: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}
