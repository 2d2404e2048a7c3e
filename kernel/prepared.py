"""Run statements that were built once, on the session's own connection.

Building a statement and taking it through the ORM costs several times as much as SQLite needs to run it, so the
statements that every command of the ledger runs are module constants with named parameters. They read and write
columns, never entities: what the session holds as objects goes by `session.scalars` as everywhere else.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.orm import Session


def in_transaction(session: Session, about: str) -> dict[Any, Any]:
    """Return what the session's transaction keeps in hand about something; with the transaction it is forgotten.

    A transaction within another (a savepoint) begins with nothing, and what it kept is not kept on after it. Where none
    has begun, one does: whoever asks is about to read.
    """
    now = session.get_nested_transaction() or session.get_transaction() or session.begin()
    kept: tuple[object, dict[str, dict[Any, Any]]] | None = session.info.get("in_transaction")
    if kept is None or kept[0] is not now:
        kept = session.info["in_transaction"] = (now, {})
    return kept[1].setdefault(about, {})


def run(session: Session, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement of columns with its named parameters, after what the session has pending."""
    return _connection(session).execute(statement, values)


def run_many(session: Session, statement: Executable, rows: list[dict[str, Any]]) -> None:
    """Run a statement once for each row of parameters."""
    _connection(session).execute(statement, rows)


def _connection(session: Session) -> Connection:
    """Return the connection of the session's transaction, once what is pending has been sent.

    It stays in hand until the transaction ends: the session would look for it anew for each statement.
    """
    session.flush()
    known = in_transaction(session, "connection")
    if not known:
        known["this"] = session.connection()
    connection: Connection = known["this"]
    return connection
