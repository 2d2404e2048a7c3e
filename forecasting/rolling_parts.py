"""Replay planning review by review, keeping each in a folder, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import ArrayLike, NDArray

from forecasting.arrays import as_history
from forecasting.levels import PlannerSettings
from forecasting.restarting import fingerprint
from forecasting.rolling import Rolling, rolling_forecast

Arrays = dict[str, NDArray[np.generic]]

REVIEW_AXIS = {"S": 1}
"""Where the reviews stand in an array; in all others they come first."""
OF_ALL = frozenset({"levels", "ltd_levels", "start", "targets"})
"""Arrays that hold the same for every review."""


@dataclass(frozen=True)
class Rolled(Rolling):
    """Hold what :func:`forecasting.rolling.rolling_forecast` returns, and how many reviews were found in the folder."""

    found: int = 0


def rolled(
    demand: ArrayLike,
    *,
    start: int,
    reviews: int,
    folder: Path | None,
    progress: Callable[[int, int], None] | None = None,
    settings: PlannerSettings | None = None,
    **asked: Any,  # noqa: ANN401 - the other arguments of rolling_forecast
) -> Rolled:
    """Replay planning as :func:`forecasting.rolling.rolling_forecast`, each review on its own where a folder is given.

    A review is known by the hash of the periods that it may use, of all that is asked of it and of the program, so
    another file, another dial or another version computes anew; what a stopped run left half written counts as absent.

    :param demand: units per period, (parts, periods).
    :param start: periods known at the first review.  ``reviews``: how many.
    :param folder: where reviews are kept; None: nowhere, and all are computed in one go.
    :param asked: the other arguments of ``rolling_forecast``.
    :raises ValueError: as ``rolling_forecast``.
    """
    history = as_history(demand)
    if folder is None:
        made = rolling_forecast(history, start=start, reviews=reviews, progress=progress, settings=settings, **asked)
        return Rolled(made.forecast, made.order_up_to, made.budget)
    folder.mkdir(parents=True, exist_ok=True)
    parts, found = [], 0
    for number in range(reviews):
        known = history[:, : start + number]
        path = folder / f"review-{start + number:03d}-{_key(known, start + number, settings, asked)[:20]}.npz"
        one = _kept(path)
        if one is None:
            one = _review(rolling_forecast(known, start=start + number, reviews=1, settings=settings, **asked))
            _keep(path, one)
        else:
            found += 1
        parts.append(one)
        if progress is not None:
            progress(number + 1, reviews)
    joined = [_joined([each[at] for each in parts], start) for at in ("forecast", "order_up_to", "budget")]
    assert joined[0] is not None
    assert joined[1] is not None
    return Rolled(joined[0], joined[1], joined[2], found)


def _key(known: NDArray[np.float64], origin: int, settings: PlannerSettings | None, asked: dict[str, Any]) -> str:
    plain = {name: value for name, value in asked.items() if name != "unit_price" and value is not None}
    plain = {name: list(value) if isinstance(value, Sequence) else value for name, value in plain.items()}
    price = asked.get("unit_price")
    return fingerprint(
        [origin, repr(settings), plain],
        (known, *([] if price is None else [np.asarray(price, dtype=np.float64)])),
    )


def _review(made: Rolling) -> dict[str, Arrays]:
    named = {"forecast": made.forecast, "order_up_to": made.order_up_to, "budget": made.budget}
    return {name: arrays for name, arrays in named.items() if arrays is not None} | (
        {} if made.budget is not None else {"budget": {}}
    )


def _keep(path: Path, one: dict[str, Arrays]) -> None:
    """Write a review beside its place and move it there, so that it is there whole or not at all."""
    beside = path.with_suffix(".tmp")
    with beside.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            **{f"{group}.{name}": array for group, arrays in one.items() for name, array in arrays.items()},
        )
    beside.replace(path)


def _kept(path: Path) -> dict[str, Arrays] | None:
    """Return a review that was kept, none where there is none or only a broken one."""
    broken = (OSError, ValueError, BadZipFile, KeyError, EOFError)
    with contextlib.suppress(*broken), path.open("rb") as raw, np.load(raw) as file:
        found: dict[str, Arrays] = {"forecast": {}, "order_up_to": {}, "budget": {}}
        for key in file.files:
            group, name = key.split(".", 1)
            found[group][name] = file[key]
        return found if found["forecast"] and found["order_up_to"] else None
    return None


def _joined(parts: list[Arrays], start: int) -> Arrays | None:
    """Return the arrays of all reviews as one run would have returned them."""
    if not parts[0]:
        return None
    joined: Arrays = {}
    for name, first in parts[0].items():
        if name == "start":
            joined[name] = np.array(start)
        elif name in OF_ALL:
            joined[name] = first
        else:
            joined[name] = np.concatenate([each[name] for each in parts], axis=REVIEW_AXIS.get(name, 0))
    return joined
