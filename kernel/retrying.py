"""Run a transaction again when the database gave it up in favour of another; the edge does this, never a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

R = TypeVar("R")

GAVE_WAY = {
    "40001": "serialization_failure",
    "40P01": "deadlock_detected",
    "55P03": "lock_not_available",
}
"""What PostgreSQL says when the same transaction may well succeed the next time."""
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def gave_way(error: DBAPIError) -> bool:
    """Tell whether the database asks to try the transaction again: deadlock, serialization failure, lock, busy."""
    original = error.orig
    if getattr(original, "sqlstate", None) in GAVE_WAY:
        return True
    return (getattr(original, "sqlite_errorname", None) or "").startswith(BUSY)


def retrying(function: Callable[[], R], attempts: int = 5) -> R:
    """Call `function`, a whole transaction from begin to commit, up to `attempts` times while the database asks for it.

    The function must roll back when it fails, and its commands must carry request keys, so that none happens twice.
    Any other error, and the last refusal, is raised as it is.
    """
    for _ in range(attempts - 1):
        try:
            return function()
        except DBAPIError as error:
            if not gave_way(error):
                raise
    return function()
