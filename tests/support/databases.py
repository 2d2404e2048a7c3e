"""Make many copies of a prepared company, for tests that need a fresh database in every round."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from kernel.auditing import acting, audit_session
from kernel.db import make_engine
from tests.support.postgres import clone, folder_in_memory
from tests.support.world import NOON, World

Sessions = sessionmaker()
audit_session(Sessions)


@contextmanager
def quick_folder(usual: Path) -> Iterator[Path]:
    """Give a folder in memory where there is one: flushes to a disk are worth nothing where only processes die."""
    fast = folder_in_memory()
    if fast is None:
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
    _idle: dict[bool, list[Aimed]] = field(default_factory=lambda: {True: [], False: []})

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
        idle = self._idle[hurried]
        aimed = idle.pop() if idle else Aimed(self.url, hurried=hurried)
        with self._copied(name) as database:
            aimed.at(database)
            yield aimed.engine
            aimed.engine.dispose()
        idle.append(aimed)

    @contextmanager
    def _copied(self, name: str) -> Iterator[str]:
        """Make a copy for a time and return what the driver knows it by."""
        if self.url.startswith("sqlite"):
            path = self.folder / f"{name}.db"
            shutil.copy(self.url.removeprefix("sqlite:///"), path)
            yield str(path)
            path.unlink()
            return
        base, query = self.url.split("?")
        server, _, template = base.rpartition("/")
        admin = create_engine(f"{server}/postgres?{query}", isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with admin.connect() as connection:
            clone(connection, name, template)
        yield name
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


class Aimed:
    """Hold an engine that is pointed at one copy after the other.

    What SQLAlchemy compiles it keeps by engine: with an engine for each copy every round, and every forked child,
    would spend most of its time on compiling the same statements again.
    """

    def __init__(self, url: str, *, hurried: bool) -> None:
        """Make an engine that connects to nothing yet."""
        self.sqlite = url.startswith("sqlite")
        self.engine = make_engine(url) if self.sqlite else make_engine(url, pool_size=10, max_overflow=30)
        self.database = ""
        event.listen(self.engine, "do_connect", self._aim)
        if self.sqlite and hurried:
            event.listen(self.engine, "connect", _hurry)

    def at(self, database: str) -> None:
        """Connect there from now on."""
        self.database = database
        self.engine.url = self.engine.url.set(database=database)

    def _aim(self, _dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        if self.sqlite:
            arguments[0] = self.database
        else:
            named["dbname"] = self.database


def _hurry(connection: sqlite3.Connection, _record: object) -> None:
    """Leave out the flushes to disk: a copy lives no longer than its test."""
    connection.execute("PRAGMA synchronous = OFF")


def session_on(engine: Engine) -> Session:
    """Open a session that acts for nobody at noon."""
    return acting(Sessions(bind=engine), by=None, at=NOON, source="test")
