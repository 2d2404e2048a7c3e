"""Let long work tell how far it is, and be told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import acting
from kernel.clock import Clock
from kernel.db import reading
from webapp.db import OwnSession
from webapp.unit_of_work import transact

R = TypeVar("R")


class Cancelled(Exception):
    """Say that somebody asked the job to stop."""


class Progress:
    """Give a job its sessions, and keep how far it is for the heartbeat to write down.

    How far the job is stands in memory until the heartbeat, on a connection of its own, can write it: while the job
    itself writes, SQLite lets nobody else write.
    """

    def __init__(self, job_id: int, by: int | None, name: str, factory: sessionmaker[OwnSession], clock: Clock) -> None:
        """Begin at nothing."""
        self.job_id, self.by, self.clock = job_id, by, clock
        self.source = f"job {name} {job_id}"
        self._factory = factory
        self._lock = threading.Lock()
        self._stand: tuple[int, int, str] = (0, 0, "")
        self.cancel_asked = threading.Event()

    @property
    def request_key(self) -> str:
        """Return the key under which the job's commands happen once, however often the job is begun."""
        return f"job:{self.job_id}"

    @property
    def at(self) -> datetime:
        """Return the present instant."""
        return self.clock.now()

    def tell(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the job is; raises `Cancelled` when somebody asked it to stop."""
        with self._lock:
            self._stand = (done, total, message[:300] or self._stand[2])
        if self.cancel_asked.is_set():
            raise Cancelled

    def stand(self) -> tuple[int, int, str]:
        """Return how far the job is: done, total, message."""
        with self._lock:
            return self._stand

    def write(self, work: Callable[[Session], R]) -> R:
        """Run work in a transaction of its own, for the person who asked; it is run again after a collision."""
        return transact(self._factory, work, by=self.by, at=self.at, source=self.source)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only reads."""
        with self._factory() as session:
            yield reading(acting(session, by=self.by, at=self.at, source=self.source))
