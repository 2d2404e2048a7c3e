"""Rules that the database itself keeps, written once and put up on SQLite and PostgreSQL.

A guard raises a text that begins with `sparewell:` and a code; `kernel.refusals` turns it into an error of the house.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event

from kernel.db import Base


@dataclass(frozen=True)
class Guard:
    """Hold the statements that put up one rule: triggers on SQLite, function and trigger on PostgreSQL."""

    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    tables: tuple[str, ...] = field(default=())


GUARDS: list[Guard] = []
"""All guards of all rooms whose tables are imported, in the order in which they were declared."""


def guard(name: str, *, sqlite: str | list[str], postgresql: str | list[str], tables: tuple[str, ...] = ()) -> None:
    """Declare a rule that is put up when the tables are made; `tables` must all be there for it to make sense."""

    def listed(statements: str | list[str]) -> tuple[str, ...]:
        return (statements,) if isinstance(statements, str) else tuple(statements)

    GUARDS.append(Guard(name, listed(sqlite), listed(postgresql), tables))


def statements(dialect: str) -> list[str]:
    """Return every statement that puts the guards up on `dialect`, in order."""
    return [sql for each in GUARDS for sql in (each.sqlite if dialect == "sqlite" else each.postgresql)]


def refuse(
    name: str, table: str, when: str, condition: str, code: str, *, columns: tuple[str, ...] = (), only: str = ""
) -> None:
    """Declare a row rule: `when` (BEFORE INSERT, BEFORE UPDATE, AFTER ...) the SQL `condition` refuses with `code`.

    The condition is one boolean expression over NEW and OLD that both engines understand. `columns` narrows an update;
    `only` says of which rows the rule speaks at all, without a look at other rows: the others cost nothing.
    """
    of = f" OF {', '.join(columns)}" if columns else ""
    narrowed = f"({only}) AND ({condition})" if only else condition
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} {when}{of} ON {table} WHEN {narrowed}
            BEGIN SELECT RAISE(ABORT, 'sparewell:{code}'); END""",
        postgresql=trigger_function(
            name,
            table,
            f"{when}{of}",
            f"IF ({condition}) THEN RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF;",
            only=only,
        ),
        tables=(table,),
    )


def trigger_function(name: str, table: str, when: str, body: str, declare: str = "", only: str = "") -> list[str]:
    """Return the PL/pgSQL function and the row trigger that calls it, for rows of which `only` holds if it is given.

    PostgreSQL words a list in the condition of a trigger anew in every dump: write OR instead of IN.
    """
    declared = f"DECLARE {declare}" if declare else ""
    narrowed = f" WHEN ({only})" if only else ""
    result = "RETURN OLD;" if "DELETE" in when and "INSERT" not in when and "UPDATE" not in when else "RETURN NEW;"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ {declared}"
            f" BEGIN {body} {result} END $guard$"
        ),
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW{narrowed} EXECUTE FUNCTION {name}()",
    ]


def no_delete(table: str) -> None:
    """Declare that rows of the table are never deleted, nor the table emptied."""
    refuse(f"{table}_no_delete", table, "BEFORE DELETE", "true", f"append_only:{table}")
    _no_truncate(table)


def _no_truncate(table: str) -> None:
    name = f"{table}_no_truncate"
    guard(
        name,
        sqlite=[],
        postgresql=[
            (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION"
                f" 'sparewell:append_only:{table}' USING ERRCODE = 'check_violation'; END $guard$"
            ),
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ],
        tables=(table,),
    )


def frozen_columns(table: str, *columns: str, code: str = "unchangeable") -> None:
    """Declare that these columns keep the value that they were inserted with."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    name = f"{table}_keeps_{columns[0]}"
    sqlite_changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {sqlite_changed}
            BEGIN SELECT RAISE(ABORT, 'sparewell:{code}:{table}'); END""",
        postgresql=trigger_function(
            name,
            table,
            "BEFORE UPDATE",
            f"IF {changed} THEN RAISE EXCEPTION 'sparewell:{code}:{table}' USING ERRCODE = 'check_violation'; END IF;",
        ),
        tables=(table,),
    )


def append_only(table: str, *unique: tuple[str, ...]) -> None:
    """Declare that rows are only ever added: no update, delete, replace or truncate.

    On SQLite a REPLACE deletes the old row without a word when recursive triggers are off, so a row that would
    collide on the key `id` or one of the `unique` column groups is refused before that happens.
    """
    refuse(f"{table}_no_update", table, "BEFORE UPDATE", "true", f"append_only:{table}")
    no_delete(table)
    for columns in (("id",), *unique):
        _no_replacing_insert(table, columns)


def prunable(table: str, allowed: str, *unique: tuple[str, ...]) -> None:
    """Declare that rows are only ever added, and deleted only where the condition `allowed` on OLD holds."""
    refuse(f"{table}_no_update", table, "BEFORE UPDATE", "true", f"append_only:{table}")
    refuse(f"{table}_no_delete", table, "BEFORE DELETE", f"NOT {allowed}", f"append_only:{table}")
    _no_truncate(table)
    for columns in (("id",), *unique):
        _no_replacing_insert(table, columns)


def kept(table: str, *unique: tuple[str, ...]) -> None:
    """Declare that a row may change but stays: never deleted, never replaced, always under the same `id`."""
    no_delete(table)
    frozen_columns(table, "id")
    no_replace(table, ("id",), *unique)


def no_replace(table: str, *keys: tuple[str, ...]) -> None:
    """Declare that an insert or update never takes the place of another row (SQLite's REPLACE).

    The table must have no hidden row id of its own (`sqlite_with_rowid=False`, or an integer `id`): that would be one
    more key to collide on.
    """
    for columns in keys:
        _no_replacing_insert(table, columns)
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        moved = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
        name = f"{table}_no_takeover_{'_'.join(columns)}"
        guard(
            name,
            sqlite=f"""CREATE TRIGGER {name} BEFORE UPDATE OF {", ".join(columns)} ON {table}
                WHEN ({moved}) AND EXISTS (SELECT 1 FROM {table} WHERE {same})
                BEGIN SELECT RAISE(ABORT, 'sparewell:taken:{table}'); END""",
            postgresql=[],
            tables=(table,),
        )


def _no_replacing_insert(table: str, columns: tuple[str, ...]) -> None:
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    name = f"{table}_no_replace_{'_'.join(columns)}"
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
            BEGIN SELECT RAISE(ABORT, 'sparewell:taken:{table}'); END""",
        postgresql=[],
        tables=(table,),
    )


def integers(table: str, *columns: str) -> None:
    """Declare that inserted values are integers, also where a SQLite connection has switched column checks off."""
    name = f"{table}_integers"
    wrong = " OR ".join(f"typeof(NEW.{column}) <> 'integer'" for column in columns)
    guard(
        name,
        sqlite=f"""CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {wrong}
            BEGIN SELECT RAISE(ABORT, 'sparewell:amount_not_a_number'); END""",
        postgresql=[],
        tables=(table,),
    )


def other_person(table: str, reference: str, parent: str, copied: str, parent_column: str, actor: str) -> None:
    """Declare four eyes: `copied` equals the parent's actor and differs from `actor`; the table has a check on it too.

    The composite foreign key keeps the copy right on PostgreSQL; SQLite's can be switched off by a connection, so a
    trigger looks as well.
    """
    refuse(
        f"{table}_{actor}_is_another",
        table,
        "BEFORE INSERT",
        f"NEW.{actor} = NEW.{copied} OR NOT EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = NEW.{reference}"
        f" AND {parent}.{parent_column} = NEW.{copied})",
        "four_eyes",
    )


@event.listens_for(Base.metadata, "after_create")
def _put_up(_metadata: MetaData, connection: Connection, tables: list[Table] | None = None, **_: Any) -> None:
    """Put up the guards of the tables that were just made."""
    made = {table.name for table in tables or []}
    for each in GUARDS:
        if made.issuperset(each.tables):
            for sql in each.sqlite if connection.dialect.name == "sqlite" else each.postgresql:
                run_raw(connection, sql)


def run_raw(connection: Connection, sql: str) -> None:
    """Run a statement as it stands; psycopg would read a bare percent sign as a placeholder."""
    connection.exec_driver_sql(sql if connection.dialect.name == "sqlite" else sql.replace("%", "%%"))
