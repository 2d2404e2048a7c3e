"""Kill a writing process at any statement or moment: what it was told is done stays done, the rest never happened."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from inventory.verifying import verify
from tests.support.databases import Copies, Names, quick_folder, session_on
from tests.support.writers import counted, kept, postings, work

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
SHARE = float(os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
FORK = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
ROUNDS_A_DATABASE = 20
"""On PostgreSQL, where a database of one's own costs more than what is tried in it."""
GO_ON_EVERY = 10
"""In one round of so many somebody else goes on with the work of the dead."""


def doomed(engine: Engine, names: Names, last: int, within: float, pipe: int) -> None:
    """Work until event number `last`, or for so many seconds, then die without a word."""
    left = last

    def reached() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if within:  # the system ends the process wherever it is, also inside SQLite's own work
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, within)
    with counted(engine, reached):
        work(engine, names, lambda key: os.write(pipe, f"{key}\n".encode()) and None)


def acknowledged(engine: Engine, names: Names, last: int, within: float) -> list[str]:
    """Run a doomed writer and return what it was told is done."""
    assert FORK is not None
    reading, writing = os.pipe()
    process = FORK.Process(target=doomed, args=(engine, names, last, within, writing))
    process.start()
    os.close(writing)
    with os.fdopen(reading) as pipe:
        keys = pipe.read().split()
    process.join()
    assert process.exitcode in ({-signal.SIGALRM, 0} if within else {-signal.SIGKILL})
    return keys


def drill(copies: Copies, rounds: int) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    events = 0

    def reached() -> None:
        nonlocal events
        events += 1

    took, steps = 0.0, [0, 0]
    for _ in range(2):  # a statement is compiled the first time
        with copies.fresh() as engine, counted(engine, reached):
            for later in (0, 1):  # who begins in a new database has its numbers to open, who comes later has not
                events, begun = 0, time.perf_counter()
                work(engine, copies.names, lambda _: None)
                took, steps[later] = time.perf_counter() - begun, events
    chosen = random.Random(SEED)
    a_database = 1 if copies.url.startswith("sqlite") else ROUNDS_A_DATABASE
    for first in range(0, rounds, a_database):
        with copies.fresh() as engine:
            for number in range(first, min(first + a_database, rounds)):
                before = postings(engine) if number > first else 0
                engine.dispose()  # nobody else holds the database open when the writer dies
                last, within = chosen.randint(1, steps[number > first]), chosen.uniform(0.0001, took)
                by_alarm = number % 2 == 1
                keys = acknowledged(engine, copies.names, 0 if by_alarm else last, within if by_alarm else 0)
                kept(engine, keys, before)
                if number % GO_ON_EVERY == 0:
                    with session_on(engine) as session:
                        work(engine, copies.names, lambda _: None)
                        assert verify(session).whole


@pytest.fixture
def copies(database_url: str, tmp_path: Path) -> Iterator[Copies]:
    if FORK is None:
        pytest.skip("this system cannot fork a process")
    with quick_folder(tmp_path) as folder:
        yield Copies(database_url, folder)


def test_a_killed_writer_loses_nothing_acknowledged(copies: Copies) -> None:
    drill(copies, 6 if copies.url.startswith("sqlite") else 3)


@pytest.mark.drill
def test_many_killed_writers(copies: Copies) -> None:
    drill(copies, int(SHARE * (1000 if copies.url.startswith("sqlite") else 60)))
