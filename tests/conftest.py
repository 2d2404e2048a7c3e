"""Fixtures that every test may use: engines of both kinds, a fresh session, a small world."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from kernel.auditing import acting, audit_session
from kernel.db import Base, make_engine
from tests.support import postgres
from tests.support.world import NOON, World, everything

everything()
Sessions = sessionmaker()
audit_session(Sessions)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real demand data and judges that may lie beside the project."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no folder ../shared with real data beside the project")
    return SHARED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the schema once on SQLite; tests get copies of the file."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """Run a PostgreSQL for the session."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = postgres.start(in_memory=True)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.PostgresServer) -> str:
    """Make the schema once on PostgreSQL; tests get clones of the database."""
    _admin(postgres_server, "CREATE DATABASE template_sparewell")
    engine = make_engine(postgres_server.url("template_sparewell"))
    Base.metadata.create_all(engine)
    engine.dispose()
    return "template_sparewell"


def _admin(server: postgres.PostgresServer, sql: str) -> None:
    engine = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Return the address of a fresh SQLite database."""
    shutil.copy(sqlite_template, tmp_path / "sparewell.db")
    return f"sqlite:///{tmp_path / 'sparewell.db'}"


@pytest.fixture
def postgres_url(postgres_server: postgres.PostgresServer, postgres_template: str) -> Iterator[str]:
    """Return the address of a fresh PostgreSQL database."""
    name = f"t_{uuid4().hex[:12]}"
    admin = create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        postgres.clone(connection, name, postgres_template)
    yield postgres_server.url(name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a fresh database, once for each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Return an engine on a fresh database, once for each engine."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Return a session on a fresh database, once for each engine; it works for nobody at noon."""
    with Sessions(bind=engine) as opened:
        yield acting(opened, by=None, at=NOON, source="test")


@pytest.fixture
def world(session: Session) -> World:
    """Return a small company: units, parts, two warehouses with their places, a van, people."""
    return World(session).build()
