"""Let the rules of an empty database rest while its rows are copied in, and put every one of them up again.

All of it is part of the one transaction that copies: triggers, foreign keys and indexes are never down for anybody
else, and when the copy fails they were never down at all. Foreign keys are looked at in bulk at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, text

SQLITE_KEPT = """SELECT type, name, sql FROM sqlite_master
    WHERE sql IS NOT NULL AND type IN ('trigger', 'index') ORDER BY type, rowid"""
"""Indexes before triggers; triggers in the order in which they were made, in which they also fire."""
FOREIGN_KEYS = """SELECT conrelid::regclass::text AS of_table, conname AS name, pg_get_constraintdef(oid) AS sql
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"""
INDEXES = """SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS sql
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
    AND NOT i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL ORDER BY 1"""
"""Plain indexes; one with a condition stays, for PostgreSQL would write its condition in other words when made anew."""
SEQUENCES = """SELECT t.relname AS of_table, a.attname AS of_column, format('%I.%I', n.nspname, s.relname) AS name
    FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    JOIN pg_namespace n ON n.oid = s.relnamespace
    WHERE d.deptype IN ('a', 'i') AND n.nspname = 'public' ORDER BY 1"""
RESTING = """SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled <> 'O'"""


class RulesLostError(RuntimeError):
    """Say that a rule is not as it was; the transaction is given up."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction that copies; SQLite's foreign keys can only be switched before it begins."""
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


@contextmanager
def resting(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """Take the rules down and put them up again, inside the transaction of the connection."""
    if connection.dialect.name == "sqlite":
        with _resting_sqlite(connection):
            yield
    else:
        with _resting_postgresql(connection, [table.name for table in tables]):
            yield


@contextmanager
def _resting_sqlite(connection: Connection) -> Iterator[None]:
    kept = connection.execute(text(SQLITE_KEPT)).all()
    for kind, name, _sql in reversed(kept):
        connection.exec_driver_sql(f'DROP {kind} "{name}"')
    yield
    for _kind, _name, sql in kept:
        connection.exec_driver_sql(sql)
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RulesLostError(f"rows refer to others that are not there: {[tuple(row) for row in broken[:5]]}")
    if connection.execute(text(SQLITE_KEPT)).all() != kept:
        raise RulesLostError("not every trigger and index came up again")


@contextmanager
def _resting_postgresql(connection: Connection, tables: list[str]) -> Iterator[None]:
    keys = connection.execute(text(FOREIGN_KEYS)).all()
    indexes = connection.execute(text(INDEXES)).all()
    for table, name, _sql in keys:
        _plainly(connection, f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _sql in indexes:
        _plainly(connection, f'DROP INDEX "{name}"')
    for table in tables:
        _plainly(connection, f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for _name, sql in indexes:
        _plainly(connection, sql)
    for table, name, sql in keys:
        _plainly(connection, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {sql}')
    for table in tables:
        _plainly(connection, f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    _count_on(connection)
    if (
        connection.execute(text(RESTING)).scalar_one()
        or connection.execute(text(FOREIGN_KEYS)).all() != keys
        or connection.execute(text(INDEXES)).all() != indexes
    ):
        raise RulesLostError("not every trigger, foreign key and index came up again")


def _count_on(connection: Connection) -> None:
    """Let new rows take the number after the last one that was copied."""
    for table, column, sequence in connection.execute(text(SEQUENCES)).all():
        _plainly(
            connection,
            f'SELECT setval(\'{sequence}\', COALESCE(MAX("{column}"), 1), MAX("{column}") IS NOT NULL)'  # noqa: S608
            f' FROM "{table}"',
        )


def _plainly(connection: Connection, sql: str) -> None:
    """Run a statement made of names that the database itself gave; psycopg would read a bare percent sign."""
    connection.exec_driver_sql(sql.replace("%", "%%"))
