# ruff: noqa: S608, ANN401  table and column names are the benchmark's own
"""Put the rows of a ledger into an empty database in bulk, with its guards at rest."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, text

from kernel.amounts import Scaled
from kernel.db import Base

CHUNK = 50_000


BULKY = ("location", "part", "lot", "posting", "clearance", "work_order", "movement", "balance", "stock")


@dataclass(slots=True)
class Starts:
    """Hold the last id of each table before the build, and the unit that the parts are counted in."""

    last: dict[str, int]
    unit_id: int


def starts_of(connection: Connection) -> Starts:
    """Read where the build goes on."""
    last = {
        name: int(connection.execute(text(f"SELECT COALESCE(MAX(id), 0) FROM {name}")).scalar_one())
        for name in ("part", "location", "lot", "posting", "clearance", "work_order")
    }
    if connection.execute(text("SELECT COUNT(*) FROM movement")).scalar_one():
        raise SystemExit("the ledger must be empty")
    return Starts(last, int(connection.execute(text("SELECT id FROM unit WHERE code = 'pcs'")).scalar_one()))


@contextlib.contextmanager
def bare(connection: Connection) -> Iterator[None]:
    """Take triggers and indexes down, and put them up again as they were."""
    if connection.dialect.name == "sqlite":
        kept = connection.execute(
            text(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'trigger'"
                f" OR type = 'index' AND tbl_name IN ({_listed()})) ORDER BY type"
            )
        ).all()
        connection.rollback()
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("BEGIN IMMEDIATE")
        for kind, name, _sql in kept:
            cursor.execute(f"DROP {kind} {name}")
        cursor.execute("COMMIT")
        yield
        cursor.execute("BEGIN IMMEDIATE")
        for _kind, _name, sql in kept:
            cursor.execute(sql)
        cursor.execute("COMMIT")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
        return
    kept = connection.execute(
        text(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()"
            f" AND i.tablename IN ({_listed()}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c"
            " WHERE c.conname = i.indexname)"
        )
    ).all()
    for name, _sql in kept:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    connection.exec_driver_sql("SET session_replication_role = replica")
    yield
    connection.exec_driver_sql("SET session_replication_role = origin")
    connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
    for _name, sql in kept:
        connection.exec_driver_sql(sql)
    for name in BULKY:
        if "id" in Base.metadata.tables[name].columns and Base.metadata.tables[name].c["id"].autoincrement:
            connection.execute(
                text(f"SELECT setval(s, (SELECT MAX(id) FROM {name})) FROM pg_get_serial_sequence('{name}', 'id') s"
                     " WHERE s IS NOT NULL")
            )  # fmt: skip
    connection.commit()
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.autocommit = True
    raw.execute("VACUUM ANALYZE")
    raw.autocommit = False


def _listed() -> str:
    return ", ".join(f"'{name}'" for name in BULKY)


class Sink:
    """Gather rows by table and write them in large pieces by the bare driver; rows name the columns they give."""

    def __init__(self, connection: Connection) -> None:
        """Write to a connection whose triggers are down."""
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        self.columns: dict[str, tuple[str, ...]] = {}
        self.rest: dict[str, tuple[Any, ...]] = {}
        self.pending = 0

    def into(self, table: str, *given: str) -> list[tuple[Any, ...]]:
        """Return the list that takes a table's rows of the `given` columns; all others get their default."""
        described: Table = Base.metadata.tables[table]
        rest = [each for each in described.columns if each.name not in given and each.default is not None]
        self.columns[table] = (*given, *(each.name for each in rest))
        self.rest[table] = tuple(_plain(getattr(each.default, "arg", None)) for each in rest)
        return self.rows.setdefault(table, [])

    def flush(self) -> None:
        """Write what has gathered."""
        driver = self.connection.connection.driver_connection
        assert driver is not None
        for table, rows in self.rows.items():
            if not rows:
                continue
            names, rest = self.columns[table], self.rest[table]
            whole = [(*row, *rest) for row in rows] if rest else rows
            if self.sqlite:
                marks = ", ".join("?" * len(names))
                cursor = driver.cursor()
                if not driver.in_transaction:
                    cursor.execute("BEGIN IMMEDIATE")
                cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", whole)
            else:
                with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in whole:
                        copy.write_row(row)
            rows.clear()
        driver.commit()


def _plain(value: Any) -> Any:
    return value.scaled if isinstance(value, Scaled) else value
