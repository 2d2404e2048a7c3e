"""Know whether somebody works on the database, so that nothing is put in its place under a running server.

On SQLite each command that works on the data holds a lock on a file beside the database, shared with the others, for
as long as it runs; whoever replaces the database holds it alone. The system lets go of it when a process ends, however
it ends. PostgreSQL knows by itself who is connected.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from webapp.config import Config

if sys.platform != "win32":
    import fcntl

OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
    AND coalesce(backend_type, 'client backend') = 'client backend'"""
"""Counts connections to the database but one's own and the server's housekeeping."""
STOP = "Stop sparewell serve, sparewell worker and other commands that are running, then try again."


class InUse(RuntimeError):
    """Say who is in the way and what to stop."""


def file_of(config: Config) -> Path:
    """Return the file of a SQLite database."""
    return Path(str(make_url(config.database_url).database))


@contextmanager
def using(config: Config) -> Iterator[None]:
    """Work on the database beside others; refused while it is being replaced."""
    if not config.is_sqlite:
        yield
        return
    with _held(file_of(config), shared=True, refusal="The data is being replaced at this moment. Try again soon."):
        yield


@contextmanager
def alone(config: Config) -> Iterator[None]:
    """Work on a SQLite database that nobody else uses; refused while a server, worker or command does."""
    file = file_of(config)
    with _held(file, shared=False, refusal=f"{file} is in use. {STOP}"):
        yield


def refuse_connected(config: Config) -> None:
    """Refuse while anybody else is connected to the PostgreSQL database."""
    engine = create_engine(config.database_url, poolclass=NullPool)
    with engine.connect() as connection:
        others = connection.scalar(text(OTHERS))
    if others:
        raise InUse(f"{engine.url.database} is in use: {others} other connections are open. {STOP}")


@contextmanager
def _held(database: Path, *, shared: bool, refusal: str) -> Iterator[None]:
    if sys.platform == "win32":  # the system itself refuses to replace a file that is open
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(database.name + ".in-use").open("ab") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(refusal) from None
        yield
