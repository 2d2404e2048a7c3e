"""Write a row by a statement made once, and tell the audit trail what the session would have told it.

For the rows that every command of the ledger writes: a flush of the session costs many times what the database needs.
What a script goes on to change belongs into the session as an object.
"""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from kernel.auditing import note_inserted
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


@functools.cache
def _inserting(table: type[Base]) -> tuple[Insert, dict[str, Any]]:
    """Return the statement, and what its columns hold where nothing is said."""
    columns = Base.metadata.tables[table.__tablename__].columns
    said = {column.key: getattr(column.default, "arg", None) for column in columns if not column.primary_key}
    return insert(Base.metadata.tables[table.__tablename__]), said
