"""Bring a database to the schema of this version, step by step with Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

FOLDER = Path(__file__).parent / "migrations"


def exists(engine: Engine) -> bool:
    """Tell whether the database holds the tables already."""
    with engine.connect() as connection:
        return inspect(connection.execution_options(reader=True)).has_table("person")


def newest() -> str | None:
    """Return the revision that this version of the program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(engine: Engine) -> str | None:
    """Return the revision that the database is at, or None where there is none yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection.execution_options(reader=True)).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Take every step up to a revision in one transaction; an empty database takes the same ones."""
    with _stepping(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take steps back to a revision in one transaction."""
    with _stepping(engine) as connection:
        command.downgrade(_config(connection), revision)


@contextmanager
def _stepping(engine: Engine) -> Iterator[Connection]:
    """Open a transaction for steps. SQLite makes a table anew to alter it, and keeps other tables' words about it.

    Its foreign keys rest meanwhile, which can only be said before the transaction, and are looked at before its end.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA legacy_alter_table = ON")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"the step leaves references without their rows: {broken[:5]}")
        finally:
            driver.execute("PRAGMA legacy_alter_table = OFF")
            driver.execute("PRAGMA foreign_keys = ON")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
