"""Write a row by a statement made once, and tell the audit trail what the session would have told it.

For the rows that every command of the ledger writes: a flush of the session costs many times what the database needs.
Each of them sends what the session has pending first.
"""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from kernel.auditing import note_inserted, note_updated
from kernel.db import Base
from kernel.prepared import run


def insert_row(session: Session, table: type[Base], **values: Any) -> int:
    """Insert a row of `table` after what the session has pending, and return its id."""
    statement, defaults = _inserting(table)
    row = defaults | values
    made = run(session, statement, **row).inserted_primary_key
    assert made is not None
    key: int = made[0]
    if table.__audited__:
        note_inserted(session, table.__tablename__, key, row)
    return key


def change_row(session: Session, row: Base, **values: Any) -> None:
    """Write new values of an object that the session holds, and let the object have them as if just loaded."""
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return
    key = inspect(row).identity
    assert key is not None
    assert len(key) == 1, "a row of one key"
    new = {f"new_{name}": value for name, value in changed.items()}
    run(session, _updating(type(row), tuple(sorted(changed))), row_key=key[0], **new)
    for name, value in changed.items():
        set_committed_value(row, name, value)
    if row.__audited__:
        old = {name: before[name] for name in changed}
        note_updated(session, row.__tablename__, key[0], old, changed)


@functools.cache
def _updating(table: type[Base], names: tuple[str, ...]) -> Update:
    columns = Base.metadata.tables[table.__tablename__].columns
    (key,) = Base.metadata.tables[table.__tablename__].primary_key
    new = {name: bindparam(f"new_{name}", type_=columns[name].type) for name in names}
    return update(Base.metadata.tables[table.__tablename__]).where(key == bindparam("row_key")).values(new)


@functools.cache
def _inserting(table: type[Base]) -> tuple[Insert, dict[str, Any]]:
    """Return the statement, and what its columns hold where nothing is said."""
    columns = Base.metadata.tables[table.__tablename__].columns
    said = {column.key: getattr(column.default, "arg", None) for column in columns if not column.primary_key}
    return insert(Base.metadata.tables[table.__tablename__]), said
