"""Run statements that were built once, on the session's own connection.

Building a statement and taking it through the ORM costs several times as much as SQLite needs to run it, so the
statements that every command of the ledger runs are module constants with named parameters. They read and write
columns, never entities: what the session holds as objects goes by `session.scalars` as everywhere else.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def run(session: Session, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement of columns with its named parameters, after what the session has pending."""
    session.flush()
    return session.connection().execute(statement, values)


def run_many(session: Session, statement: Executable, rows: list[dict[str, Any]]) -> None:
    """Run a statement once for each row of parameters."""
    session.flush()
    session.connection().execute(statement, rows)
