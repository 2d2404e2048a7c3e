"""Keep what a file may do to what its name says; import-linter keeps the layers between the rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("kernel", "inventory", "forecasting", "procurement", "receiving", "service")
# What stores, guards or shows rows, by the name of the file or of the folder it lies in.
STORES = {"tables", "queries", "guards"}
# The kernel is where the database is made usable: these of its files decide, the others store.
KERNEL_NOUNS = {"amounts", "clock", "errors", "hashing", "text"}
CLOCK = Path("kernel/clock.py")
CLOCK_READINGS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
SQL_CLOCK_READINGS = {"now", "current_timestamp", "current_date", "localtimestamp", "sysdate"}


def room_files():
    return [path.relative_to(ROOT) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def kind(path):
    """Tell what the file may do: store, do (a gerund) or decide (a noun)."""
    names = {path.stem, *(part for part in path.parts[1:-1])}
    if path.stem == "__init__" or names & STORES:
        return "store"
    if path.parts[0] == "kernel":
        return "noun" if path.stem in KERNEL_NOUNS else "store"
    words = path.stem.split("_")
    if words[-1] == "queries":
        return "store"
    return "gerund" if any(word.endswith("ing") for word in words) else "noun"


def imported(tree):
    """List the modules that the code names in its imports, wherever they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def knows_database(tree):
    return any(name.split(".")[0] in {"sqlalchemy", "sqlite3", "psycopg"} for name in imported(tree))


def clock_readings(tree):
    """List the calls that read the clock of the machine or of the database."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for function in calls:
        if not isinstance(function, ast.Attribute):
            continue
        owner = function.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if function.attr in CLOCK_READINGS.get(name, ()) or (name == "func" and function.attr in SQL_CLOCK_READINGS):
            yield f"{name}.{function.attr}, line {function.lineno}"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "kernel.clock"}:
            readings = CLOCK_READINGS["time"] | {"now", "today"}
            yield from (
                f"{node.module}.{each.name}, line {node.lineno}" for each in node.names if each.name in readings
            )


def method_calls(tree, *methods):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            yield f"{node.func.attr}, line {node.lineno}"


def parsed(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


@pytest.fixture(scope="module")
def trees():
    found = {path: parsed(path) for path in room_files()}
    assert {path.parts[0] for path in found} >= {"kernel", "inventory"}
    return found


def test_nouns_know_no_database(trees):
    assert [str(path) for path, tree in trees.items() if kind(path) == "noun" and knows_database(tree)] == []


def test_only_the_clock_reads_the_clock(trees):
    found = {str(path): list(clock_readings(tree)) for path, tree in trees.items() if path != CLOCK}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_scripts_leave_the_transaction_to_the_edge(trees):
    found = {
        str(path): list(method_calls(tree, "commit", "rollback"))
        for path, tree in trees.items()
        if path.parts[0] != "kernel"
    }
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_nobody_below_the_edge_prints_or_waits(trees):
    names = {
        str(path): node.func.id
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}
    }
    assert names == {}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("inventory/fifo.py", "noun"),
        ("inventory/issuing.py", "gerund"),
        ("inventory/putting_away.py", "gerund"),
        ("inventory/stock_take_queries.py", "store"),
        ("inventory/tables.py", "store"),
        ("inventory/tables/parts.py", "store"),
        ("procurement/queries/plans.py", "store"),
        ("kernel/amounts.py", "noun"),
        ("kernel/db.py", "store"),
        ("service/__init__.py", "store"),
    ],
)
def test_a_file_is_known_by_its_name(path, expected):
    assert kind(Path(path)) == expected


@pytest.mark.parametrize(
    "code",
    [
        "import sqlalchemy.orm",
        "from sqlalchemy import select",
        "def late():\n    from sqlalchemy.orm import Session",
        "import sqlite3",
    ],
)
def test_a_hidden_import_of_the_database_is_seen(code):
    assert knows_database(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "dt.date.today()",
        "time.time()",
        "select(func.now())",
        "from time import time",
        "from kernel.clock import now",
    ],
)
def test_a_reading_of_the_clock_is_seen(code):
    assert list(clock_readings(ast.parse(code)))
