"""Keep what is still to happen in the play, in order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count

from kernel.clock import BUSINESS_ZONE
from webapp.demo.stage import clock

Step = Callable[[], object]


class Agenda:
    """Hold steps by their time; steps of the same moment happen in the order in which they were noted."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._steps: list[tuple[datetime, int, Step]] = []
        self._number = count()

    def note(self, at: datetime, step: Step) -> None:
        """Note a step for later."""
        heapq.heappush(self._steps, (at, next(self._number), step))

    def until(self, end: datetime) -> Iterator[tuple[datetime, Step]]:
        """Yield the steps up to an instant in order, with those that are noted on the way."""
        while self._steps and self._steps[0][0] <= end:
            at, _, step = heapq.heappop(self._steps)
            yield at, step


def at_work(at: datetime) -> datetime:
    """Return the instant if people work then, else the next morning of work (Monday to Saturday, half past eight).

    >>> from datetime import date
    >>> at_work(clock(date(2026, 3, 7), 19)).isoformat()
    '2026-03-09T00:30:00+00:00'
    """
    here = at.astimezone(BUSINESS_ZONE)
    hour = here.hour + here.minute / 60
    on = here.date()
    if on.weekday() < 6 and 8.5 <= hour < 18:
        return at
    if hour >= 18:
        on += timedelta(days=1)
    if on.weekday() == 6:
        on += timedelta(days=1)
    minute = here.minute if hour >= 18 or hour < 8.5 else here.minute // 2
    return clock(on, 8.5 + minute / 60)
