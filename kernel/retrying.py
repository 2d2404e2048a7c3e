"""Run a transaction again when the database gave it up in favour of another; the edge does this, never a script."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from kernel.errors import Conflict

R = TypeVar("R")
Sleep = Callable[[float], object]

GAVE_WAY = {
    "40001": "serialization_failure",
    "40P01": "deadlock_detected",
    "55P03": "lock_not_available",
}
"""What PostgreSQL says when the same transaction may well succeed the next time."""
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
MOST_TRIES = 6
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.02, 1.0


def gave_way(error: DBAPIError) -> bool:
    """Tell whether the database asks to try the transaction again: deadlock, serialization failure, lock, busy."""
    original = error.orig
    if getattr(original, "sqlstate", None) in GAVE_WAY:
        return True
    return (getattr(original, "sqlite_errorname", None) or "").startswith(BUSY)


def pause_seconds(tried: int) -> float:
    """Return how long to wait after so many tries: longer each time, and by chance, so that two do not meet again."""
    usual = min(FIRST_PAUSE_SECONDS * 2.0 ** (tried - 1), LONGEST_PAUSE_SECONDS)
    return usual * random.uniform(0.5, 1.5)  # noqa: S311 - no secret hangs on it


def retrying(function: Callable[[], R], tries: int = MOST_TRIES, *, sleep: Sleep = time.sleep) -> R:
    """Call `function`, a whole transaction from begin to commit, up to `tries` times while the database asks for it.

    The function must roll back when it fails, and its commands must carry request keys, so that none happens twice.
    Any other error is raised as it is; when the last try collides too, that is a `Conflict`.
    """
    for tried in range(1, tries + 1):
        try:
            return function()
        except DBAPIError as error:
            if not gave_way(error):
                raise
            if tried == tries:
                raise Conflict("too_busy") from error
        sleep(pause_seconds(tried))
    raise ValueError(f"{tries} tries are no try")
