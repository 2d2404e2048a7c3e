"""Let the disk be full at any point of a writer's work: it hears of it, and what was acknowledged is there."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from inventory.verifying import verify
from tests.support.databases import Copies, Names, quick_folder, session_on
from tests.support.writers import kept, work

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
FORK = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
HEARD, DONE = 3, 0
PAGE = 4096


def cramped(engine: Engine, names: Names, most: int, pipe: int) -> None:
    """Work with no file allowed beyond so many bytes, which SQLite hears of as of a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        work(engine, names, lambda key: os.write(pipe, f"{key}\n".encode()) and None)
    except DBAPIError:
        os._exit(HEARD)
    os._exit(DONE)


def tried(engine: Engine, names: Names, most: int) -> tuple[list[str], int | None]:
    """Run a writer on a full disk; return what it was told is done and how it ended."""
    assert FORK is not None
    reading, writing = os.pipe()
    process = FORK.Process(target=cramped, args=(engine, names, most, writing))
    process.start()
    os.close(writing)
    with os.fdopen(reading) as pipe:
        keys = pipe.read().split()
    process.join()
    return keys, process.exitcode


def drill(copies: Copies, points: int) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    chance = random.Random(SEED)
    with copies.fresh() as engine:
        path = Path(str(engine.url.database))
        begun = path.stat().st_size
        work(engine, copies.names, lambda _: None)
        grown = path.stat().st_size
    heard = 0
    for number in range(points):
        most = chance.randint(0, PAGE * 60) if number % 2 else chance.randint(begun, grown + PAGE)
        with copies.fresh() as engine:
            keys, code = tried(engine, copies.names, most)
            assert code in {HEARD, DONE}
            heard += code == HEARD
            kept(engine, keys)
            with session_on(engine) as session:
                work(engine, copies.names, lambda _: None)
                assert verify(session).whole
    assert heard >= points // 2


@pytest.fixture
def copies(sqlite_url: str, tmp_path: Path) -> Iterator[Copies]:
    if FORK is None:
        pytest.skip("this system cannot fork a process")
    with quick_folder(tmp_path) as folder:
        yield Copies(sqlite_url, folder)


def test_a_full_disk(copies: Copies) -> None:
    drill(copies, 4)


@pytest.mark.drill
def test_fifty_full_disks(copies: Copies) -> None:
    drill(copies, 50)
