"""Every code that a room may raise has words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import kernel.errors
from kernel.errors import AppError
from webapp.messages import Facts, known_codes

ROOT = Path(__file__).parents[2]
ROOMS = ("kernel", "inventory", "forecasting", "procurement", "receiving", "service", "webapp")
ERRORS = {name for name, kind in vars(kernel.errors).items() if isinstance(kind, type) and issubclass(kind, AppError)}
IN_SQL = re.compile(r"sparewell:([a-z_]+)")
INTERNAL = {"movement"}


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def codes_of(tree):
    """Yield the codes that a module raises, puts into a trigger or gives a constraint."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno:
            yield from IN_SQL.findall(node.value)
        if not isinstance(node, ast.Call):
            continue
        name, texts = called(node), [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        if name in ERRORS and texts and isinstance(texts[0], str):
            yield texts[0]
        if name == "name_check" and len(texts) > 1 and isinstance(texts[1], str):
            yield texts[1]
        if name == "refuse" and len(texts) > 4 and isinstance(texts[4], str):
            yield texts[4].partition(":")[0]


def files():
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_code_has_words(path):
    codes = {code.partition(":")[0] for code in codes_of(ast.parse(path.read_text(encoding="utf-8")))}
    assert sorted(codes - set(known_codes())) == []


def test_the_scan_sees_all_three_ways():
    code = """
raise InsufficientStock("too_little", part_id=1)
name_check("ck_x", "no_more", Conflict)
refuse("n", "t", "BEFORE UPDATE", "true", "stays:t")
SQL = "SELECT RAISE(ABORT, 'sparewell:never')"
"""
    assert set(codes_of(ast.parse(code))) == {"too_little", "no_more", "stays", "never"}


def test_words_take_whatever_details_come():
    for code, words in known_codes().items():
        assert str(words) % Facts({}), code
