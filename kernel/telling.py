"""Let long work say what it is at, to whoever listens: a bar in a terminal, a job's row, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Hear = Callable[[str, int, int], None]

_LISTENER: ContextVar[Hear | None] = ContextVar("listener", default=None)


@contextmanager
def listening(hear: Hear) -> Iterator[None]:
    """Let `hear(step, done, total)` be called with every step that is told inside.

    >>> heard = []
    >>> with listening(lambda *step: heard.append(step)):
    ...     tell("demand", 1, 3)
    >>> tell("nobody listens")
    >>> heard
    [('demand', 1, 3)]
    """
    token = _LISTENER.set(hear)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(step: str, done: int = 0, total: int = 0) -> None:
    """Say that a step begins, named by a stable code, and how much of it is done; who listens may stop the work."""
    hear = _LISTENER.get()
    if hear is not None:
        hear(step, done, total)
