"""Carry the rows of one table from one database to another, and tell whether the same rows stand in both.

Values pass through the types of the columns, so that each engine gets them in its own form. The sum of a table is that
of a hash of each row: the same on both engines, whatever the order in which rows are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Select, Table, Text, cast, select, type_coerce
from sqlalchemy.types import TypeEngine

ROWS_A_STEP = 5000
HASH_BYTES = 16
Row = Sequence[Any]
Tell = Callable[[str, int], None]
"""Is told the name of a table and how many of its rows more were handled."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Tell how many rows a table has and what their hashes add up to."""

    rows: int
    hashes: str


class Adding:
    """Add up the hashes of rows."""

    def __init__(self) -> None:
        """Begin with no row."""
        self.rows = self.total = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Take in some rows."""
        self.rows += len(rows)
        for row in rows:
            own = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=HASH_BYTES).digest()
            self.total += int.from_bytes(own, "big")

    @property
    def sum(self) -> Sum:
        """Return what was added up."""
        return Sum(self.rows, f"{self.total % 2 ** (8 * HASH_BYTES):032x}")


def read(connection: Connection, table: Table, *, ordered: bool) -> Iterator[Sequence[Row]]:
    """Give the rows of a table in pieces."""
    query = _query(connection, table)
    if ordered:
        query = query.order_by(*table.primary_key.columns)
    found = connection.execute(query, execution_options={"yield_per": ROWS_A_STEP})
    yield from found.partitions()


def sum_of(connection: Connection, table: Table, tell: Tell) -> Sum:
    """Add up the rows of a table as they stand."""
    adding = Adding()
    for rows in read(connection, table, ordered=False):
        adding.add(rows)
        tell(table.name, len(rows))
    return adding.sum


def carry(source: Connection, target: Connection, table: Table, tell: Tell) -> Sum:
    """Write every row of a table that the source has into the target, which has none; return what was read."""
    adding = Adding()

    def told() -> Iterator[Sequence[Row]]:
        for rows in read(source, table, ordered=True):
            adding.add(rows)
            yield rows
            tell(table.name, len(rows))

    if target.dialect.name == "sqlite":
        _insert(target, table, told())
    else:
        _copy(target, table, told())
    return adding.sum


def _query(connection: Connection, table: Table) -> Select[Any]:
    """Return the query for all columns; JSON as the text that is stored, where nothing and null are not the same."""
    as_text = type_coerce if connection.dialect.name == "sqlite" else cast
    return select(*(as_text(each, Text) if isinstance(each.type, JSON) else each for each in table.columns))


def _insert(target: Connection, table: Table, pieces: Iterator[Sequence[Row]]) -> None:
    names, marks = ", ".join(f'"{each.name}"' for each in table.columns), ", ".join("?" * len(table.columns))
    driver = target.connection.driver_connection
    assert driver is not None
    bind = _binder(target, table)
    sql = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - names of our own tables
    for rows in pieces:
        driver.executemany(sql, map(bind, rows))


def _copy(target: Connection, table: Table, pieces: Iterator[Sequence[Row]]) -> None:
    names = ", ".join(f'"{each.name}"' for each in table.columns)
    driver = target.connection.driver_connection
    assert driver is not None
    bind = _binder(target, table)
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as into:
        for rows in pieces:
            for row in rows:
                into.write_row(bind(row))


def _binder(target: Connection, table: Table) -> Callable[[Row], Row]:
    """Return what turns a row's values into those that the driver of the target takes."""
    changed: list[tuple[int, Callable[[Any], Any]]] = []
    for place, column in enumerate(table.columns):
        kind: TypeEngine[Any] = Text() if isinstance(column.type, JSON) else column.type
        if turn := kind.dialect_impl(target.dialect).bind_processor(target.dialect):
            changed.append((place, turn))

    def bind(row: Row) -> Row:
        values = list(row)
        for place, turn in changed:
            values[place] = turn(values[place])
        return values

    return bind
