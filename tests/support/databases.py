"""Make many copies of a prepared company, for tests that need a fresh database in every round."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from kernel.auditing import acting, audit_session
from kernel.db import make_engine
from tests.support.world import NOON, World

Sessions = sessionmaker()
audit_session(Sessions)


@contextmanager
def quick_folder(usual: Path) -> Iterator[Path]:
    """Give a folder in memory where there is one: flushes to a disk are worth nothing where only processes die."""
    fast = Path("/dev/shm")
    if not os.access(fast, os.W_OK):
        yield usual
        return
    with TemporaryDirectory(dir=fast, prefix="sparewell-") as folder:
        yield Path(folder)


@dataclass
class Names:
    """Hold the ids of a built company by short names, without a session."""

    people: dict[str, int]
    places: dict[str, int]
    parts: dict[str, int]


@dataclass
class Copies:
    """Hold a database with a built company and hand out copies of it."""

    url: str
    folder: Path
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        """Build the company once."""
        engine = make_engine(self.url, poolclass=NullPool)
        with Sessions(bind=engine) as session:
            world = World(acting(session, by=None, at=NOON, source="test")).build()
            session.commit()
        engine.dispose()
        self.names = Names(world.people, world.places, world.parts)

    @contextmanager
    def fresh(self, *, hurried: bool = True) -> Iterator[Engine]:
        """Give an engine on a copy of the company, removed afterwards; `hurried` leaves out SQLite's flushes."""
        name = f"copy_{uuid4().hex[:12]}"
        if self.url.startswith("sqlite"):
            path = self.folder / f"{name}.db"
            shutil.copy(self.url.removeprefix("sqlite:///"), path)
            engine = make_engine(f"sqlite:///{path}")
            if hurried:
                event.listen(engine, "connect", _hurry)
            yield engine
            engine.dispose()
            path.unlink()
            return
        base, query = self.url.split("?")
        server, _, template = base.rpartition("/")
        admin = create_engine(f"{server}/postgres?{query}", isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine = make_engine(f"{server}/{name}?{query}", pool_size=10, max_overflow=30)
        yield engine
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    """Leave out the flushes to disk: a copy lives no longer than its test."""
    connection.execute("PRAGMA synchronous = OFF")


def session_on(engine: Engine) -> Session:
    """Open a session that acts for nobody at noon."""
    return acting(Sessions(bind=engine), by=None, at=NOON, source="test")
