"""Write the whole schema that the code declares as SQL: `python -m webapp.migrations.snapshot sqlite`.

The first step is such a snapshot, frozen; tests compare what the steps build with what the code declares.
"""

from __future__ import annotations

import sys

from sqlalchemy import make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from kernel.db import Base
from kernel.guards import statements as guard_statements
from webapp.rooms import import_tables

BETWEEN = "\n-- next\n"
"""Stands between two statements of a snapshot; triggers hold semicolons of their own."""


def statements(name: str) -> list[str]:
    """Return the statements that build the schema on `name` (sqlite or postgresql), in order."""
    import_tables()
    dialect = make_url(f"{name}://").get_dialect()()
    built = []
    for table in Base.metadata.sorted_tables:
        built.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        built += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return ["\n".join(line.rstrip() for line in sql.strip().splitlines()) for sql in built + guard_statements(name)]


def parse(text: str) -> list[str]:
    """Return the statements of a snapshot."""
    return [sql for sql in text.split(BETWEEN) if sql.strip()]


if __name__ == "__main__":
    sys.stdout.write(BETWEEN.join(statements(sys.argv[1])) + "\n")
