"""Build the demo's database beside its place and move it there when it is complete."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import time

from sqlalchemy import Engine, event
from sqlalchemy.pool import StaticPool

from kernel.db import make_engine
from webapp import schema
from webapp.db import own_sessions
from webapp.demo.history import Progress, play

SEED = 20260301
LEFT_BEHIND_SECONDS = 3600
"""A file that an interrupted build left is removed by the next build after this time."""


def build_demo(
    path: Path, *, now: datetime, seed: int = SEED, scale: float = 1.0, progress: Progress = lambda _done: None
) -> None:
    """Build the company as of `now` (to the hour) into the file `path`, replacing what is there.

    The same seed, scale and hour give the same ledger.
    """
    now = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    unfinished = path.with_name(f"{path.stem}-building-{os.getpid()}{path.suffix}")
    try:
        _build(unfinished, now, seed, scale, progress)
        for ending in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _build(path: Path, now: datetime, seed: int, scale: float, progress: Progress) -> None:
    path.unlink(missing_ok=True)
    engine = make_engine(f"sqlite:///{path}", poolclass=StaticPool)
    event.listen(engine, "connect", _hurry)
    try:
        schema.upgrade(engine)
        with _garbage_left_alone(), own_sessions(engine)(expire_on_commit=False) as session:
            play(session, now=now, seed=seed, scale=scale, progress=progress)
        _settle(engine)
    finally:
        engine.dispose()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    """Write without waiting for the disk: a build that breaks off is thrown away anyway."""
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = OFF")


def _settle(engine: Engine) -> None:
    """Let SQLite know how its tables are filled, so that it chooses good ways through them."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Look for cyclic garbage rarely: millions of short-lived objects are made, few of them in circles."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _sweep(path: Path) -> None:
    """Remove what earlier builds left that were broken off by force."""
    for old in path.parent.glob(f"{path.stem}-building-*"):
        if time() - old.stat().st_mtime > LEFT_BEHIND_SECONDS:
            old.unlink(missing_ok=True)
