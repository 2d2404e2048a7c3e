# ruff: noqa: S608  every name in a statement is one of the schema's own
"""Write the next step of the schema as SQL: `python -m webapp.migrations.step r0007_name`; without a name, anew.

The schema before is what the code declared when the step before was last written down, asked of git; the schema after
is what the code declares now. What differs becomes four files: up and down, for SQLite and PostgreSQL. A step that has
been released stays as it is: write another one. What SQL of this kind cannot know (new values made of old rows) is
added by hand in the step's Python file.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sqlalchemy import Column, make_url
from sqlalchemy.sql.elements import BindParameter

from kernel.db import Base
from webapp.migrations.snapshot import BETWEEN, parse, statements
from webapp.rooms import import_tables

VERSIONS = Path(__file__).parent / "versions"
ENGINES = ("sqlite", "postgresql")
_TABLE = re.compile(r"CREATE TABLE (\S+) \(\n(.*)\n\)(.*)", re.DOTALL)
_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX (\S+) ON (\S+) ")
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) .*? ON \"?(\w+)\"?", re.DOTALL)
_FUNCTION = re.compile(r"CREATE FUNCTION (\w+)\(\)")
_SEED = re.compile(r"INSERT INTO (\w+) ")
_ROW = re.compile(r"INSERT INTO (\w+) \(([^)]*)\) VALUES \(([^)]*)\)$")


class CannotWriteStepError(Exception):
    """Say what a step needs that cannot be written by comparing."""


@dataclass
class Schema:
    """Hold the statements of one schema by what they make, each group in the order in which it is made."""

    tables: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, listed: list[str]) -> Self:
        """Sort the statements of a snapshot."""
        made = cls()
        for sql in (each.strip() for each in listed):
            if found := _TABLE.match(sql):
                made.tables[found[1]] = sql
            elif found := _INDEX.match(sql):
                made.indexes[found[1]] = sql
            elif found := _FUNCTION.match(sql):
                made.functions[found[1]] = sql
            elif found := _TRIGGER.match(sql):
                made.triggers[found[1]] = sql
            else:
                made.rows.append(sql)
        return made

    def of_table(self, table: str) -> list[str]:
        """Return the indexes of a table."""
        return [sql for sql in self.indexes.values() if _group(_INDEX, sql, 2) == table]


def _group(pattern: re.Pattern[str], sql: str, group: int) -> str:
    found = pattern.match(sql)
    if found is None:
        raise CannotWriteStepError(sql)
    return found[group]


def _lines(sql: str) -> dict[str, str]:
    """Return the columns and constraints of a table by name."""
    body = _group(_TABLE, sql, 2)
    lines = [line.strip().rstrip(",").rstrip() for line in body.split("\n") if line.strip()]
    return {(line.split()[1] if line.startswith("CONSTRAINT ") else line.split()[0]): line for line in lines}


def _is_column(line: str) -> bool:
    return not line.startswith("CONSTRAINT ")


def _fill(table: str, column: str, dialect: str) -> str:
    """Return what rows that exist get in a new column: its `info['made_of']`, else its default or NULL."""
    declared: Column[object] = Base.metadata.tables[table.strip('"')].c[column.strip('"')]
    if made_of := declared.info.get("made_of"):
        return str(made_of)
    if declared.default is None or not declared.default.is_scalar:
        if declared.nullable:
            return "NULL"
        raise CannotWriteStepError(f"{table}.{column} needs a default for the rows that exist")
    value = BindParameter("fill", getattr(declared.default, "arg", None), type_=declared.type)
    compiled = value.compile(dialect=make_url(f"{dialect}://").get_dialect()(), compile_kwargs={"literal_binds": True})
    return str(compiled)


def between(before: Schema, after: Schema, dialect: str) -> list[str]:
    """Return the statements that lead from one schema to the other."""
    return _sqlite(before, after) if dialect == "sqlite" else _postgresql(before, after)


def _differing(before: dict[str, str], after: dict[str, str]) -> tuple[list[str], list[str], list[str]]:
    """Return the names that are gone, new and changed."""
    gone = [name for name in before if name not in after]
    new = [name for name in after if name not in before]
    return gone, new, [name for name in after if name in before and after[name] != before[name]]


def _sqlite(before: Schema, after: Schema) -> list[str]:
    """Make changed tables anew under their name, and every trigger of a table of which one changed, in their order."""
    gone, new, changed = _differing(before.tables, after.tables)
    out_triggers, in_triggers, other_triggers = _differing(before.triggers, after.triggers)
    touched = {_group(_TRIGGER, before.triggers[name], 2) for name in (*out_triggers, *other_triggers)}
    touched |= {_group(_TRIGGER, after.triggers[name], 2) for name in (*in_triggers, *other_triggers)}
    anew = {name.strip('"') for name in (*gone, *new, *changed)} | touched | _tables_of_rows(before, after)
    made = [f"DROP TRIGGER {n}" for n, sql in before.triggers.items() if _group(_TRIGGER, sql, 2) in anew]
    made += [f"DROP TABLE {name}" for name in reversed(gone)]
    for name in new:
        made += [after.tables[name], *after.of_table(name)]
    for name in changed:
        made += [*_copied(name, before.tables[name], after.tables[name]), *after.of_table(name)]
    rest = {*new, *changed}
    out_indexes, in_indexes, other_indexes = _differing(before.indexes, after.indexes)
    for name in (*out_indexes, *other_indexes):
        if _group(_INDEX, before.indexes[name], 2) not in {*rest, *gone}:
            made.append(f"DROP INDEX {name}")
    for name in (*in_indexes, *other_indexes):
        if _group(_INDEX, after.indexes[name], 2) not in rest:
            made.append(after.indexes[name])
    made += _rows(before, after)
    return made + [sql for sql in after.triggers.values() if _group(_TRIGGER, sql, 2) in anew]


def _copied(name: str, before: str, after: str) -> list[str]:
    """Make a table anew with the rows that it has."""
    bare = name.strip('"')
    old, new = _lines(before), _lines(after)
    columns = [column for column, line in new.items() if _is_column(line)]
    values = [column if column in old else _fill(name, column, "sqlite") for column in columns]
    return [
        after.replace(f"CREATE TABLE {name} (", f"CREATE TABLE new_{bare} (", 1),
        f"INSERT INTO new_{bare} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {name}",
        f"DROP TABLE {name}",
        f"ALTER TABLE new_{bare} RENAME TO {name}",
    ]


def _postgresql(before: Schema, after: Schema) -> list[str]:
    """Alter changed tables in place; functions go with their triggers."""
    gone, new, changed = _differing(before.tables, after.tables)
    made: list[str] = []
    foreign: list[str] = []
    out_triggers, _, other_triggers = _differing(before.triggers, after.triggers)
    out_functions, _, other_functions = _differing(before.functions, after.functions)
    made += [f"DROP FUNCTION {name}() CASCADE" for name in (*out_functions, *other_functions)]
    for name in (*out_triggers, *other_triggers):
        if name not in {*out_functions, *other_functions}:
            made.append(f'DROP TRIGGER {name} ON "{_group(_TRIGGER, before.triggers[name], 2)}"')
    held = _tables_of_rows(before, after)
    made += [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in sorted(held)]
    out_indexes, in_indexes, other_indexes = _differing(before.indexes, after.indexes)
    made += [f"DROP INDEX {name}" for name in (*out_indexes, *other_indexes)]
    made += [f"DROP TABLE {name} CASCADE" for name in reversed(gone)]
    for name in changed:
        made += _altered(name, _lines(before.tables[name]), _lines(after.tables[name]), foreign)
    made += [after.tables[name] for name in new]
    made += foreign
    made += [after.indexes[name] for name in (*in_indexes, *other_indexes)]
    made += _rows(before, after)
    made += [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in sorted(held)]
    for name, sql in after.functions.items():
        if before.functions.get(name) != sql:
            made.append(sql)
    for name, sql in after.triggers.items():
        kept = before.triggers.get(name) == sql and before.functions.get(name) == after.functions.get(name)
        if not kept:
            made.append(sql)
    return made


def _altered(name: str, before: dict[str, str], after: dict[str, str], foreign: list[str]) -> list[str]:
    """Alter one table on PostgreSQL; new foreign keys come after every new table."""
    gone, new, changed = _differing(before, after)
    made = [
        f"ALTER TABLE {name} DROP CONSTRAINT IF EXISTS {c} CASCADE"
        for c in (*gone, *changed)
        if not _is_column(before[c])
    ]
    made += [f"ALTER TABLE {name} DROP COLUMN {column}" for column in gone if _is_column(before[column])]
    for column in (column for column in changed if _is_column(after[column])):
        made += _changed_column(name, column, before[column], after[column])
    for column in (column for column in new if _is_column(after[column])):
        made += _new_column(name, column, after[column])
    for constraint in (constraint for constraint in (*new, *changed) if not _is_column(after[constraint])):
        sql = f"ALTER TABLE {name} ADD {after[constraint]}"
        (foreign if "FOREIGN KEY" in sql else made).append(sql)
    return made


def _new_column(table: str, column: str, line: str) -> list[str]:
    """Add a column; values made of the row's others are written past the table's rules."""
    fill = _fill(table, column, "postgresql")
    if Base.metadata.tables[table.strip('"')].c[column.strip('"')].info.get("made_of"):
        made = [
            f"ALTER TABLE {table} ADD COLUMN {line.replace(' NOT NULL', '')}",
            f"ALTER TABLE {table} DISABLE TRIGGER USER",
            f"UPDATE {table} SET {column} = {fill}",
            f"ALTER TABLE {table} ENABLE TRIGGER USER",
        ]
        return made + ([f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL"] if "NOT NULL" in line else [])
    if "NOT NULL" not in line:
        return [f"ALTER TABLE {table} ADD COLUMN {line}"]
    return [
        f"ALTER TABLE {table} ADD COLUMN {line} DEFAULT {fill}",
        f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT",
    ]


_AS_BYTES = {
    ("JSON", "BYTEA"): " USING convert_to({}::text, 'UTF8')",
    ("BYTEA", "JSON"): " USING convert_from({}, 'UTF8')::json",
}
"""How PostgreSQL takes a text for bytes and back; what the bytes are to say is up to the step."""


def _changed_column(table: str, column: str, before: str, after: str) -> list[str]:
    def kind(line: str) -> str:
        return line.split(None, 1)[1].replace(" NOT NULL", "")

    made = []
    if kind(before) != kind(after):
        using = _AS_BYTES.get((kind(before), kind(after)), "").format(column)
        made.append(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind(after)}{using}")
    if ("NOT NULL" in before) != ("NOT NULL" in after):
        word = "SET" if "NOT NULL" in after else "DROP"
        if word == "SET":
            made.append(f"UPDATE {table} SET {column} = {_fill(table, column, 'postgresql')} WHERE {column} IS NULL")
        made.append(f"ALTER TABLE {table} ALTER COLUMN {column} {word} NOT NULL")
    return made


def _tables_of_rows(before: Schema, after: Schema) -> set[str]:
    """Return the tables that stay and whose rows of the schema's own differ."""
    differing = set(before.rows) ^ set(after.rows)
    return {name for sql in differing if (name := _group(_SEED, sql, 1)) in before.tables and name in after.tables}


def _rows(before: Schema, after: Schema) -> list[str]:
    """Take out and put in the rows that the schema itself brings along."""
    made = []
    for sql in before.rows:
        if sql not in after.rows and _group(_SEED, sql, 1) in after.tables:
            found = _ROW.match(sql)
            if found is None:
                raise CannotWriteStepError(f"write by hand what becomes of: {sql}")
            pairs = zip(found[2].split(", "), found[3].split(", "), strict=True)
            made.append(f"DELETE FROM {found[1]} WHERE {' AND '.join(f'{c} = {v}' for c, v in pairs)}")
    return made + [sql for sql in after.rows if sql not in before.rows]


def declared_then(root: Path, step: str) -> dict[str, list[str]]:
    """Return the statements of the schema when the files of a step were last written down."""
    files = [f"webapp/migrations/versions/{path.name}" for path in VERSIONS.glob(f"{step}*")]
    asked = ["git", "log", "-1", "--format=%H", "--", *files]
    commit = subprocess.run(asked, cwd=root, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", commit], cwd=root, check=True, capture_output=True)  # noqa: S603, S607
        subprocess.run(["tar", "x"], cwd=folder, input=archive.stdout, check=True)  # noqa: S607
        found = {}
        for dialect in ENGINES:
            command = [sys.executable, "-m", "webapp.migrations.snapshot", dialect]
            told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
            found[dialect] = parse(told.stdout)
        return found


TEMPLATE = '''\
"""Take the step {name}: its SQL compares what the code declared before and after."""

from __future__ import annotations

from webapp.migrations.running import run_step

revision = "{number}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    run_step("{name}", "up")


def downgrade() -> None:
    """Take it back."""
    run_step("{name}", "down")
'''


def write(name: str) -> None:
    """Write the files of a step; the Python file only once."""
    steps = sorted({path.stem for path in VERSIONS.glob("r[0-9]*.py")} | {name})
    before = steps[steps.index(name) - 1]
    earlier = declared_then(Path(__file__).resolve().parents[2], before[:5])
    import_tables()
    for dialect in ENGINES:
        then, now = Schema.of(earlier[dialect]), Schema.of([each.strip() for each in statements(dialect)])
        for direction, made in (("up", between(then, now, dialect)), ("down", between(now, then, dialect))):
            path = VERSIONS / f"{name}_{dialect}_{direction}.sql"
            path.write_text(BETWEEN.join(made) + "\n", encoding="utf-8")
    python = VERSIONS / f"{name}.py"
    if not python.exists():
        python.write_text(TEMPLATE.format(name=name, number=name[1:5], before=before[1:5]), encoding="utf-8")


if __name__ == "__main__":
    newest = max(path.stem for path in VERSIONS.glob("r[0-9]*.py"))
    write(sys.argv[1] if len(sys.argv) > 1 else newest)
