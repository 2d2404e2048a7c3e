"""End PostgreSQL's own process under a writer, or kill it so that the server recovers: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from kernel.db import Base, make_engine
from tests.support import postgres
from tests.support.databases import Copies
from tests.support.writers import DOCUMENTS, counted, kept, postings, work

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
SHARE = float(os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
ROUNDS_A_DATABASE = 20
KILLED_EVERY = 5
"""One round of so many kills the process outright; the server then throws all out and recovers."""


pytestmark = pytest.mark.postgres


class Server:
    """Hold a server of one's own, for killing one of its processes ends everybody's connection."""

    def __init__(self, server: postgres.PostgresServer) -> None:
        """Make the schema in a database."""
        self.server = server
        self.run("CREATE DATABASE drill")
        engine = make_engine(server.url("drill"), poolclass=NullPool)
        Base.metadata.create_all(engine)
        engine.dispose()
        self.copies = Copies(server.url("drill"), server.folder)

    def bare(self) -> psycopg.Connection:
        """Connect to the server, not to the database at work."""
        return psycopg.connect(f"host={self.server.folder / 'socket'} user=postgres dbname=postgres", autocommit=True)

    def run(self, sql: str) -> None:
        with closing(self.bare()) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    def end(self, pid: int, *, outright: bool) -> None:
        """End the process of a connection, or kill it."""
        if outright:
            os.kill(pid, signal.SIGKILL)
        else:
            self.run(f"SELECT pg_terminate_backend({pid})")

    def recovered(self) -> None:
        """Wait until the server takes connections again."""
        where = postgres.binaries()
        assert where is not None
        ready = [where / "pg_isready", "-h", self.server.folder / "socket", "-q", "-t", "30"]
        while subprocess.run(ready, check=False).returncode:
            assert self.server.process.poll() is None


@pytest.fixture
def server() -> Iterator[Server]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    started = postgres.start(in_memory=True)
    yield Server(started)
    started.stop()


class Victim:
    """Write until the process of its connection is ended at an event, at once or at some moment soon after."""

    def __init__(self, server: Server, engine: Engine, last: int, *, outright: bool, soon: bool) -> None:
        """Count down from `last`; `soon` goes on while another thread does it."""
        self.server, self.engine, self.outright, self.soon = server, engine, outright, soon
        self.left, self.pid = last, 0
        self.ender: threading.Thread | None = None

    def connected(self, connection: psycopg.Connection, _record: object) -> None:
        """Let a commit be on the disk before it is acknowledged, as a real server does."""
        self.pid = connection.info.backend_pid
        connection.execute("SET synchronous_commit = on")
        connection.commit()

    def reached(self) -> None:
        self.left -= 1
        if self.left == 0:
            end = threading.Thread(target=self.server.end, args=(self.pid,), kwargs={"outright": self.outright})
            end.start()
            self.ender = end
            if not self.soon:
                end.join()

    def run(self) -> list[str]:
        """Return what was acknowledged before the end."""
        keys: list[str] = []
        self.engine.dispose()
        event.listen(self.engine, "connect", self.connected)
        try:
            with counted(self.engine, self.reached):
                work(self.engine, self.server.copies.names, keys.append)
        except DBAPIError:
            pass
        finally:
            if self.ender:
                self.ender.join()
            event.remove(self.engine, "connect", self.connected)
            self.engine.dispose()
        return keys


def drill(server: Server, rounds: int) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    chance = random.Random(SEED)
    events = 0

    def reached() -> None:
        nonlocal events
        events += 1

    with server.copies.fresh() as engine, counted(engine, reached):
        work(engine, server.copies.names, lambda _: None)
    ended = 0
    for first in range(0, rounds, ROUNDS_A_DATABASE):
        with server.copies.fresh() as copied:
            # A sequence in a database made from a template counts on from what its template wrote ahead, unlogged
            # until the next checkpoint: a crash before that would set it back.
            server.run("CHECKPOINT")
            for number in range(first, min(first + ROUNDS_A_DATABASE, rounds)):
                before = postings(copied)
                outright = number % KILLED_EVERY == 0
                victim = Victim(server, copied, chance.randint(1, events), outright=outright, soon=number % 2 == 1)
                keys = victim.run()
                if outright:
                    server.recovered()
                kept(copied, keys, before)
                ended += len(keys) < 2 * DOCUMENTS
    assert ended > rounds * 0.3


def test_an_ended_backend_loses_nothing_acknowledged(server: Server) -> None:
    drill(server, 5)


@pytest.mark.drill
def test_two_hundred_ended_backends(server: Server) -> None:
    drill(server, int(200 * SHARE))
