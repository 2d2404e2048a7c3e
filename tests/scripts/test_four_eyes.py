"""Wherever two people are asked for, the database itself refuses one, by each rule alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, TypeDecorator, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kernel.db import Base
from kernel.four_eyes import pairs_of
from tests.support.postgres import PostgresServer
from tests.support.world import everything

everything()
MOST_IMPORTANT = {
    "clearance",
    "inspection",
    "fifo_exception",
    "stock_take_approval",
    "stock_take_endorsement",
    "plan_approval",
    "order_approval",
    "quote_award",
    "contract_version",
    "supplier",
    "period_close",
    "old_part_answer",
    "old_part_receipt",
    "old_part_verdict",
    "surplus_approval",
    "lot_thaw",
    "disposal",
    "limit_signature",
    "transfer_settlement",
    "campaign",
    "last_time_buy",
    "target_choice",
    "supplier_step",
    "supplier_bank",
}
SAID = {
    "fifo_ask": {"state": "refused", "decided_at": "2026-03-02"},
    "disposal": {"act": "scrap"},
    "settlement": {"kind": "waived", "limit_cny": 1},
    "supplier": {"state": "approved"},
    "supplier_step": {"step": "approved"},
    "target_choice": {"scenario_id": 10_000},
}
"""What must stand in a row besides, so that it asks for a second person."""
BEGINS_UNDECIDED = {"fifo_ask_right"}
"""Triggers that let no row begin as decided; the decision is looked at when it comes."""


def rules() -> list[tuple[str, str, str, str]]:
    """Return table, constraint and the two columns of every rule that is a check, in the same order every time.

    A table keeps its constraints in a set, and pytest's workers must all collect the same list.
    """
    return sorted((table, *rule) for table, rules in pairs_of(Base.metadata).items() for rule in rules)


RULES = rules()


def some_row(table: Table, first: str, second: str, people: tuple[int, int]) -> dict[str, Any]:
    """Return a row of plausible nonsense: only the two people matter here."""
    row: dict[str, Any] = {}
    for number, column in enumerate(table.columns):
        if column.name in {first, second}:
            row[column.name] = people[column.name == second]
        elif not column.nullable:
            kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            row[column.name] = _some(kind.python_type, number)
    return row | SAID.get(table.name, {})


def _some(kind: type[Any], number: int) -> Any:
    if kind is datetime:
        return datetime(2026, 3, 2, tzinfo=UTC)
    if kind is date:
        return date(2026, 3, 2)
    if kind is bool:
        return False
    if kind in {dict, list, object}:
        return "{}"
    return f"t{number}"[:4] if kind is str else 10_000 + number


def test_the_important_ones_are_all_rules_of_the_database() -> None:
    assert {table for table, _, _, _ in RULES} >= MOST_IMPORTANT


@pytest.fixture
def postgres_session(postgres_server: PostgresServer, postgres_template: str) -> Iterator[Session]:
    """Give a session on the schema itself; what it does is taken back."""
    engine = create_engine(postgres_server.url(postgres_template), poolclass=NullPool)
    with Session(engine) as session:
        yield session
        session.rollback()


@pytest.mark.postgres
@pytest.mark.parametrize(("table", "name", "first", "second"), RULES)
def test_the_check_alone_refuses_one_person_on_postgresql(
    postgres_session: Session, table: str, name: str, first: str, second: str
) -> None:
    """Triggers and foreign keys are off and every other check is gone: the same person is refused, two are not."""
    session = postgres_session
    session.execute(text("SET session_replication_role = replica"))
    others = session.execute(
        text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = CAST(:table AS regclass)"),
        {"table": f'"{table}"'},
    ).scalars()
    for other in others.all():
        if other != name:
            session.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT "{other}"'))
    described = Base.metadata.tables[table]
    said = insert_sql(described, some_row(described, first, second, (1, 1)))
    with pytest.raises(Exception, match=name), session.begin_nested():
        session.execute(text(said), some_row(described, first, second, (1, 1)))
    session.execute(text(said), some_row(described, first, second, (1, 2)))
    session.rollback()


@pytest.mark.parametrize("checks", [True, False])
@pytest.mark.parametrize(("table", "name", "first", "second"), RULES)
def test_one_person_is_refused_on_sqlite(
    sqlite_url: str, table: str, name: str, first: str, second: str, *, checks: bool
) -> None:
    """Foreign keys are off; only triggers that speak of four eyes are left, and the checks where they are not off."""
    described = Base.metadata.tables[table]
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        connection.execute(f"PRAGMA ignore_check_constraints = {int(not checks)}")
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for trigger, sql in triggers:
            if "four_eyes" not in sql and trigger not in BEGINS_UNDECIDED:
                connection.execute(f"DROP TRIGGER {trigger}")
        row = some_row(described, first, second, (1, 1))
        row = {key: str(value) if isinstance(value, date) else value for key, value in row.items()}
        words = "four_eyes|lot_of_another_part" if table == "fifo_ask" else "four_eyes"
        with pytest.raises(sqlite3.IntegrityError, match=words):
            connection.execute(insert_sql(described, row), row)


def insert_sql(table: Table, row: dict[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(f":{name}" for name in row)})'
