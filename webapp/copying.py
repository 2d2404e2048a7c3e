"""Copy a whole place into an empty database, also from one engine to the other: every row, or nothing.

Nobody may write while it goes on: on SQLite whoever copies holds the database alone, on PostgreSQL nobody else may be
connected and the tables are locked besides. At the end, before the new place is let stand, every table is read back
and compared with what was read from the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from kernel.db import Base, make_engine
from kernel.guards import GUARDS
from kernel.tables import ChainHead
from webapp import schema
from webapp.config import Config
from webapp.copying_rows import Sum, Tell, carry, sum_of
from webapp.in_use import alone, file_of, refuse_connected
from webapp.resting import RulesLostError, resting, writing
from webapp.rooms import import_tables

HEADS = ChainHead.__table__


class CopyError(RuntimeError):
    """Say why the data could not be copied, and what mends it."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Tell what stands in both places: rows by table, and the last link of each chain."""

    tables: dict[str, int]
    heads: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """Return how many rows were copied."""
        return sum(self.tables.values())


def copy_to(config: Config, address: str, tell: Callable[[int], Tell]) -> Copied:
    """Copy the place of `config` into the empty database at `address`.

    `tell` is given the number of rows to handle (each is written and read back) and returns what follows the work.
    """
    import_tables()
    target = replace(config, database_url=address)
    if config.is_sqlite and not file_of(config).exists():
        raise CopyError("There is no data here yet. Run: sparewell init")
    if address == config.database_url or (
        config.is_sqlite and target.is_sqlite and file_of(config).resolve() == file_of(target).resolve()
    ):
        raise CopyError("That is the place where the data lies already.")
    with ExitStack() as stack:
        for place in (config, target):
            stack.enter_context(_held(place))
        old, new = (stack.enter_context(_engine(place)) for place in (config, target))
        _same_schema(old, new)
        try:
            return _copy(old, new, tell)
        except (DBAPIError, RulesLostError) as error:
            why = getattr(error, "orig", None) or error
            raise CopyError(f"The data was not copied, and the new place is as it was: {str(why).strip()}") from error


@contextmanager
def _held(place: Config) -> Iterator[None]:
    """Keep others out of a place."""
    if place.is_sqlite:
        with alone(place):
            yield
        return
    try:
        refuse_connected(place)
    except OperationalError as error:
        raise CopyError(f"{place.shown_database_url} cannot be reached: {str(error.orig).strip()}") from None
    yield


@contextmanager
def _engine(place: Config) -> Iterator[Engine]:
    engine = make_engine(place.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _same_schema(old: Engine, new: Engine) -> None:
    """Refuse where the two would not be of the same version; a database without any table gets the schema here."""
    if not schema.exists(old):
        raise CopyError("There is no data here yet. Run: sparewell init")
    if schema.current(old) != schema.newest():
        raise CopyError("The data is of another version. Make a backup, then run: sparewell init")
    if not set(inspect(new).get_table_names()) - {"alembic_version"}:
        schema.upgrade(new)
    if schema.current(new) != schema.newest():
        raise CopyError(f"{new.url.database} holds tables of another version. Name an empty database.")


def _copy(old: Engine, new: Engine, tell: Callable[[int], Tell]) -> Copied:
    tables = list(Base.metadata.sorted_tables)
    with _one_moment(old, tables) as source, writing(new) as target:
        seeded = _seeded()
        _refuse_rows(target, [table for table in tables if table.name not in seeded])
        told = tell(2 * sum(_count(source, table) for table in tables))
        read: dict[str, Sum] = {}
        with resting(target, tables):
            for table in tables:
                if table.name in seeded:
                    target.execute(table.delete())
                read[table.name] = carry(source, target, table, told)
        for table in tables:
            if sum_of(target, table, told) != read[table.name]:
                raise RulesLostError(f"{table.name} is not the same in both places")
        heads = _heads(source)
        if _heads(target) != heads:
            raise RulesLostError("the chains do not end the same in both places")
    with new.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return Copied({name: each.rows for name, each in read.items()}, heads)


@contextmanager
def _one_moment(engine: Engine, tables: list[Table]) -> Iterator[Connection]:
    """Open a transaction that sees one moment and lets nobody write."""
    with engine.connect() as connection:
        connection.execution_options(reader=True)
        with connection.begin():
            if engine.dialect.name != "sqlite":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                names = ", ".join(f'"{table.name}"' for table in tables)
                connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE NOWAIT")
            yield connection


def _seeded() -> frozenset[str]:
    """Return the tables into which the schema itself puts rows."""
    found = (re.match(r"INSERT INTO (\w+)", sql.strip()) for each in GUARDS for sql in each.sqlite)
    return frozenset(match[1] for match in found if match)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _refuse_rows(target: Connection, tables: list[Table]) -> None:
    """Refuse a place in which anybody has begun to work; `tables` are those that the schema leaves empty."""
    held = [table.name for table in tables if _count(target, table)]
    if held or any(last for last, _hash in _heads(target).values()):
        raise CopyError(f"The new place holds data already ({', '.join(held[:5])}). Name an empty database.")


def _heads(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return the number and hash of the last link of each chain, by the row that keeps it."""
    listed = connection.execute(select(HEADS.c.name, HEADS.c.last_id, HEADS.c.hash).order_by(HEADS.c.name))
    return {name: (last_id, own) for name, last_id, own in listed}
