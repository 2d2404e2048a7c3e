"""A small demo company for tests: built once for a test run, copied for whoever changes it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, insert, select, text
from sqlalchemy.pool import NullPool

from kernel.db import Base
from tests.support.postgres import PostgresServer, clone
from webapp.demo.building import build_demo

SCALE = 0.03


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Build the small company as of this hour; workers of one run share the file, so nobody writes to it."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent
    path = folder / "demo-template.sqlite3"
    with (folder / "demo-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            build_demo(path, now=datetime.now(UTC), scale=SCALE)
    return path


@pytest.fixture(scope="session")
def demo_database(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of this worker's own copy of the small company; nobody has a password yet."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(demo_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_demo(demo_template: Path, postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """Return the address of the small company on PostgreSQL: its rows copied table by table."""
    name = f"demo_{uuid4().hex[:12]}"
    admin = create_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        clone(connection, name, postgres_template)
    source = create_engine(f"sqlite:///{demo_template}", poolclass=NullPool)
    target = create_engine(postgres_server.url(name), poolclass=NullPool)
    with source.connect() as old, target.begin() as new:
        copy_rows(old, new)
    yield postgres_server.url(name)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def copy_rows(old: Connection, new: Connection) -> None:
    """Put every row into PostgreSQL as it is, past the guards, and let new rows be numbered after them."""
    new.execute(text("SET session_replication_role = replica"))
    new.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)}"))
    for table in Base.metadata.sorted_tables:
        for rows in old.execute(select(table)).mappings().partitions(5000):
            new.execute(insert(table), [dict(row) for row in rows])
        if table.autoincrement_column is not None:
            column = table.autoincrement_column.name
            last = f"(SELECT max({column}) FROM {table.name})"
            new.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column}'), {last})"))
    new.execute(text("SET session_replication_role = origin"))
    new.execute(text("ANALYZE"))
