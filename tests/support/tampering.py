"""Take one rule of the ledger down, as somebody can who owns the tables, and put it up again as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from kernel.guards import run_raw

FUNCTION = "SELECT pg_get_functiondef('movement_posted'::regproc)"
TRIGGER = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'movement_posted'"


def _put_up(session: Session, sql: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("DROP TRIGGER movement_posted")
    run_raw(session.connection(), sql)


@contextmanager
def rule_down(session: Session, code: str) -> Iterator[None]:
    """Let movements through that the trigger would refuse with `code`; all else goes on as ever, balances too."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    stood = str(session.connection().exec_driver_sql(TRIGGER if sqlite else FUNCTION).scalar_one())
    asked = f"RAISE(ABORT, 'sparewell:{code}') WHERE" if sqlite else f"RAISE EXCEPTION 'sparewell:{code}'"
    passed = "1 WHERE false AND" if sqlite else f"RAISE DEBUG 'sparewell:{code}'"
    if asked not in stood:  # one of those that PostgreSQL tries together
        asked, passed = f"THEN '{code}'", "THEN NULL"
    assert asked in stood
    lame = stood.replace(asked, passed)
    if not sqlite:
        lame = lame.replace(f"{passed} USING ERRCODE = 'check_violation'", passed)
    _put_up(session, lame)
    yield
    _put_up(session, stood)
