"""Tell people what the computation of a plan is at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext as _l

from kernel.telling import listening
from webapp.jobs import Progress

STEPS = {
    "demand": _l("Reading what was asked for"),
    "levels": _l("Computing stock levels"),
    "store_levels": _l("Keeping stock levels"),
    "proposals": _l("Composing proposals from stock, orders and waiting tickets"),
    "store_proposals": _l("Keeping proposals"),
    "curve": _l("Weighing each unit of each part"),
}
"""The steps in their order, by the codes that the scripts tell."""


def _follower(show: Callable[[int, str], None]) -> Callable[[str, int, int], None]:
    order = list(STEPS)

    def hear(step: str, done: int, total: int) -> None:  # noqa: ARG001 - a step is short enough not to be parted
        if step in STEPS:
            show(order.index(step), str(STEPS[step]))

    return hear


@contextmanager
def followed_by(progress: Progress) -> Iterator[None]:
    """Write the steps into the job's row; a job that was asked to stop stops between two steps."""
    with listening(_follower(lambda done, words: progress.tell(done, len(STEPS), words))):
        yield
    progress.tell(len(STEPS), len(STEPS))


@contextmanager
def shown_on(bar: Any) -> Iterator[None]:
    """Move a progress bar of the terminal with the steps."""
    bar.length = len(STEPS)

    def show(done: int, words: str) -> None:
        bar.label = words
        bar.update(done - bar.pos)

    with listening(_follower(show)):
        yield
    bar.update(len(STEPS) - bar.pos)
