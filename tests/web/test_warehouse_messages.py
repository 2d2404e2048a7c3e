"""Every code that the stores can refuse with has words."""

from __future__ import annotations

import ast
from pathlib import Path

import kernel.errors
from inventory.tables import movement_guards
from kernel.errors import AppError
from webapp.messages import known_codes

ROOM = Path(movement_guards.__file__).parent.parent
KINDS = {name for name, each in vars(kernel.errors).items() if isinstance(each, type) and issubclass(each, AppError)}


def raised_codes() -> dict[str, str]:
    """Return the codes that scripts of the room raise by name, with where."""
    found = {}
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = f"{file.name}:{node.lineno}"
    return found


def test_every_code_has_words() -> None:
    known, raised = known_codes(), raised_codes()
    assert len(raised) > 60
    assert {code: where for code, where in raised.items() if code not in known} == {}


def test_what_the_ledger_itself_refuses_has_words() -> None:
    known = known_codes()
    codes = {code for code, *_rest in (*movement_guards.CHECKS, *movement_guards.SQLITE_CHECKS)}
    assert {"out_of_order", "not_inspected"} <= codes
    assert {code for code in codes if code not in known} == set()
