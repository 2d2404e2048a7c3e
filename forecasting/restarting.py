"""Know levels that were computed from the very same inputs, so that a plan that was stopped goes on from them."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from datetime import date
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.tables import Level, LevelRun
from kernel.hashing import canonical


def fingerprint(facts: list[Any], arrays: Iterable[NDArray[np.generic]]) -> str:
    """Return the hash of what levels are computed from: plain facts and settings, arrays, and the program itself.

    :param facts: plain values that JSON can hold.
    """
    total = hashlib.sha256(canonical([program(), facts]).encode())
    for array in arrays:
        total.update(str((array.shape, array.dtype.str)).encode())
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


@functools.cache
def program() -> str:
    """Return which program computes: its version and a hash of the planner's own source.

    Another program may compute other levels from the same inputs.
    """
    source = hashlib.sha256()
    for file in sorted(resources.files("forecasting").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".py"):
            source.update(file.read_bytes())
    try:
        known = version("sparewell")
    except PackageNotFoundError:
        known = "unknown"
    return f"{known} {source.hexdigest()}"


def stored_run(session: Session, *, on: date, inputs_hash: str) -> LevelRun | None:
    """Return the newest run, if it is of the day, has these inputs, and its levels are all still there.

    Decisions to stock rest on those before them, so only the newest run says what computing anew would say.
    """
    run = session.scalar(select(LevelRun).order_by(LevelRun.id.desc()).limit(1))
    if run is None or run.inputs_hash != inputs_hash or run.computed_on != on:
        return None
    held = session.scalar(select(func.count()).select_from(Level).where(Level.run_id == run.id))
    return run if held == run.level_count else None
