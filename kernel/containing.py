"""Ask whether a text contains another, letters big or small, in the way each engine is quick at.

SQLite's LIKE knows no difference between big and small Latin letters by itself; to call `lower` on every value of a
long list, as SQLAlchemy's `icontains` does there, takes three times as long. Signs that LIKE reads otherwise are
escaped.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

ESCAPE = "/"


class _Contains(FunctionElement[bool]):
    """Hold a column and the pattern it is compared with."""

    type = Boolean()
    name = "contains"
    inherit_cache = True


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Return the condition that a column contains a text, whatever the case of its letters."""
    escaped = text
    for sign in (ESCAPE, "%", "_"):
        escaped = escaped.replace(sign, ESCAPE + sign)
    return _Contains(column, literal(f"%{escaped}%"))


@compiles(_Contains)
def _plain(element: _Contains, compiler: SQLCompiler, **options: Any) -> str:
    return _compared(element, compiler, "ILIKE", options)


@compiles(_Contains, "sqlite")
def _on_sqlite(element: _Contains, compiler: SQLCompiler, **options: Any) -> str:
    return _compared(element, compiler, "LIKE", options)


def _compared(element: _Contains, compiler: SQLCompiler, word: str, options: dict[str, Any]) -> str:
    column, pattern = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} {word} {pattern} ESCAPE '{ESCAPE}')"
