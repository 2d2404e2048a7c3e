"""The database as the house uses it: base class, column types, engine settings for SQLite and PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from weakref import WeakSet

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from kernel.amounts import Money, Quantity

BigInt = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both engines; SQLite wants the word INTEGER for a row id."""

WAL_RACE_FIXED = ((3, 44, 6), (3, 50, 7))
"""Patched releases inside the range 3.7.0 to 3.51.2 whose WAL reset can lose a commit."""


MOST_PREPARED = 400
"""Statements that a connection to PostgreSQL keeps prepared."""


class QuantityType(TypeDecorator[Quantity]):
    """Store a quantity as thousandths of the part's unit."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Quantity | None, dialect: Dialect) -> int | None:
        """Take only a `Quantity`: a bare number here would be wrong by a thousand."""
        if value is not None and not isinstance(value, Quantity):
            raise TypeError(f"a Quantity is needed, not {type(value).__name__}")
        return None if value is None else value.scaled

    def process_result_value(self, value: Any, dialect: Dialect) -> Quantity | None:
        """Return the quantity; PostgreSQL gives sums as decimals."""
        return None if value is None else Quantity(int(value))


class MoneyType(TypeDecorator[Money]):
    """Store money as ten-thousandths of a yuan."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        """Take only `Money`: a bare number here would be wrong by ten thousand."""
        if value is not None and not isinstance(value, Money):
            raise TypeError(f"Money is needed, not {type(value).__name__}")
        return None if value is None else value.scaled

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        """Return the money; PostgreSQL gives sums as decimals."""
        return None if value is None else Money(int(value))


class Instant(TypeDecorator[datetime]):
    """Store an instant in UTC; only aware times go in, only aware times come out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; SQLite keeps no zone, so it gets the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The base of every table of every room."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInt,
        str: String,
        datetime: Instant,
        date: Date,
        Quantity: QuantityType,
        Money: MoneyType,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }
    __audited__: ClassVar[bool] = True
    """Whether changes of this table go to the audit trail; off for tables that are a trail themselves."""


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _know_the_value_before(_class: type[Any], _key: str, attribute: Any) -> None:
    """Load the old value before a new one is set, so that the audit trail can tell it."""
    if hasattr(attribute.property, "columns"):
        attribute.impl.active_history = True


def whole(*columns: str) -> list[CheckConstraint]:
    """Return checks that the columns hold integers: SQLite would keep a float or a text it cannot convert."""
    return [
        CheckConstraint(f"{column} IS NULL OR typeof({column}) = 'integer'", name=f"{column}_whole").ddl_if(
            dialect="sqlite"
        )
        for column in columns
    ]


def one_of(column: str, values: type[Any] | tuple[str, ...]) -> CheckConstraint:
    """Return the check that a column holds one of the listed words (a tuple, or a string enumeration)."""
    words = values if isinstance(values, tuple) else tuple(str(member.value) for member in values)
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return the journal mode that is safe on this SQLite: WAL, or TRUNCATE where a WAL reset can lose a commit.

    >>> journal_mode((3, 40, 1)), journal_mode((3, 44, 6)), journal_mode((3, 51, 3))
    ('TRUNCATE', 'WAL', 'WAL')
    """
    patched = any(version[:2] == fixed[:2] and version[2] >= fixed[2] for fixed in WAL_RACE_FIXED)
    return "WAL" if patched or version >= (3, 51, 3) or version < (3, 7, 0) else "TRUNCATE"


def prepare(engine: Engine) -> Engine:
    """Give an engine the settings that the ledger's promises rest on; harmless to call twice."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _connect_sqlite):
        event.listen(engine, "connect", _connect_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkout", _free_sqlite)
    elif engine.dialect.name == "postgresql" and not event.contains(engine, "connect", _connect_postgres):
        event.listen(engine, "connect", _connect_postgres)
        event.listen(engine, "begin", _nothing_written)
        event.listen(engine, "before_cursor_execute", _note_writing)
    return engine


def make_engine(url: str, **options: Any) -> Engine:
    """Make a prepared engine that keeps its connections: a new one on SQLite reads the whole schema first.

    No two threads use a connection at once, there is always another one to be had, and a forked child gets its own.
    """
    if not url.startswith("sqlite"):
        options.setdefault("pool_pre_ping", True)
    elif "poolclass" not in options:
        options |= {"poolclass": QueuePool, "max_overflow": -1}
    engine = prepare(create_engine(url, **options))
    _ENGINES.add(engine)
    return engine


_ENGINES: WeakSet[Engine] = WeakSet()


def _leave_to_parent() -> None:
    """Forget the parent's connections in a forked child without closing them: SQLite's must not cross a fork."""
    for engine in list(_ENGINES):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)


def reading(session: Session) -> Session:
    """Mark a session as a reader before its first statement: on SQLite it then takes no write lock."""
    session.connection(execution_options={"reader": True})
    return session


def goes_on_writing(session: Session) -> bool:
    """Tell whether a session that has only read so far may write in the same transaction."""
    return session.get_bind().dialect.name != "sqlite"


def has_written(session: Session) -> bool:
    """Tell whether a statement of the session's transaction on PostgreSQL was anything but reading."""
    return bool(session.connection().info.get("has_written"))


def _nothing_written(connection: Connection) -> None:
    connection.info["has_written"] = False


def _note_writing(
    connection: Connection, _cursor: object, statement: str, _values: object, context: Any, _many: object
) -> None:
    if context.isinsert or context.isupdate or context.isdelete or (context.is_text and statement[:6] != "SELECT"):
        connection.info["has_written"] = True


def _connect_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Leave transactions to us (driver in autocommit) and switch on what SQLite leaves off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 30000",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        f"journal_mode = {journal_mode()}",
        "synchronous = FULL",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _connect_postgres(connection: Any, _record: object) -> None:
    """Leave out what pays only for long reports: compiling a query, and sharing it among processes.

    Both take 50 to 150 ms before the first row; PostgreSQL begins them wherever it thinks that a part has far more
    balances with stock than it has. Statements stay prepared beyond the driver's usual hundred: there are more of them
    in daily use, and planning takes longer than running.
    """
    connection.prepared_max = MOST_PREPARED
    asked_for, connection.autocommit = connection.autocommit, True  # else the first rollback would undo the setting
    connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
    connection.autocommit = asked_for


def _free_sqlite(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
    """End a transaction that an earlier user of a kept connection left open, such as one whose COMMIT was refused."""
    if connection.in_transaction:
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer unless told otherwise: upgrading a read lock later loses updates or fails."""
    reader = connection.get_execution_options().get("reader", False)
    connection.exec_driver_sql("BEGIN" if reader else "BEGIN IMMEDIATE")
