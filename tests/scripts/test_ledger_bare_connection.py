# ruff: noqa: E501  the attacks read best one a line
"""A bare connection to SQLite, with all checks off that a connection can switch off, changes nothing either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy.orm import sessionmaker

from kernel.auditing import acting, audit_session
from kernel.db import make_engine
from tests.support.attacks import UNCHANGEABLE, fill
from tests.support.world import NOON, World

Sessions = sessionmaker()
audit_session(Sessions)


# --- SQLite's own ways ----------------------------------------------------------------------------------------------


@pytest.fixture
def attacked(sqlite_url: str) -> World:
    """Return a filled SQLite company whose session is closed, so that only the attacker holds the file."""
    with Sessions(bind=make_engine(sqlite_url)) as opened:
        world = fill(World(acting(opened, by=None, at=NOON, source="test")).build())
        opened.commit()
    return world


@pytest.fixture
def bare(attacked: World, sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Open the file by the plain driver, with everything off that a connection can switch off."""
    opened = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("foreign_keys = OFF", "recursive_triggers = OFF", "ignore_check_constraints = ON"):
        opened.execute(f"PRAGMA {pragma}")
    yield opened
    opened.close()


LEDGER = (
    "movement",
    "posting",
    "lot",
    "clearance",
    "fifo_exception",
    "balance",
    "stock",
    "reservation",
    "part_request",
    "work_order",
    "location",
    "part",
    "unit",
    "count",
    "count_line",
    "stock_take",
    "audit",
    "request",
    "chain_head",
    "movement_rule",
    "person",
)


def snapshot(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=str) for table in LEDGER}


@pytest.mark.parametrize("way", ["", "OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"])
def test_a_bare_connection_changes_nothing(bare: sqlite3.Connection, way: str) -> None:
    before = snapshot(bare)
    for attack in UNCHANGEABLE.values():
        sql = attack.replace("UPDATE", f"UPDATE {way}", 1).replace("INSERT", f"INSERT {way}", 1)
        with suppress(sqlite3.Error):
            bare.execute(sql)
        assert snapshot(bare) == before, sql


def test_no_row_takes_the_place_of_another(bare: sqlite3.Connection) -> None:
    """Try REPLACE, upsert and a hidden row id against every row of every table."""
    before = snapshot(bare)
    for table in LEDGER:
        for sql in takeovers(bare, table):
            with suppress(sqlite3.Error):
                bare.execute(sql)
            assert snapshot(bare)[table] == before[table], sql
    assert snapshot(bare) == before


def takeovers(bare: sqlite3.Connection, table: str) -> list[str]:
    columns = [row[1] for row in bare.execute(f"PRAGMA table_info({table})")]
    listed = ", ".join(columns)
    names = [f'"{c}"' for c in columns]
    attacks = [f"{way} INTO {table} SELECT * FROM {table}" for way in ("INSERT OR REPLACE", "REPLACE")]
    attacks += [
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET {name} = {name}"
        for name in names
    ]
    attacks += [f"UPDATE OR REPLACE {table} SET {name} = (SELECT MIN({name}) FROM {table})" for name in names[:1]]
    return [
        *attacks,
        f"INSERT OR REPLACE INTO {table} (rowid, {listed}) SELECT 1, {listed} FROM {table} ORDER BY 2 DESC LIMIT 1",
        f"UPDATE OR REPLACE {table} SET rowid = 1",
    ]


def test_keys_of_people_read_aloud_cannot_be_taken_over(bare: sqlite3.Connection) -> None:
    """An UPDATE OR REPLACE to another row's unique code would delete that row without a word."""
    before = snapshot(bare)
    for table, column, first, second in (
        ("location", "code", "C-A1", "C-A2"),
        ("part", "number", "P1", "P2"),
        ("unit", "code", "pcs", "m"),
        ("person", "code", "keeper", "buyer"),
        ("request", "key", "first", "second"),
    ):
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?", (first, second))
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(
                f"REPLACE INTO {table} ({column}) VALUES (?)",
                (first,),
            )
    assert snapshot(bare) == before


def test_checks_switched_off_let_nothing_wrong_in(bare: sqlite3.Connection, attacked: World) -> None:
    before = snapshot(bare)
    lot, part = bare.execute("SELECT lot_id, part_id FROM movement WHERE id = 1").fetchone()
    c, hold, bin_ = attacked.places["C"], attacked.places["C-H"], attacked.places["C-A1"]
    buyer, inspector = attacked.people["buyer"], attacked.people["inspector"]
    attacks: list[tuple[str, str, tuple[object, ...]]] = [
        ("reservation", "part_request_id, part_id, store_id, quantity, reserved_at, expires_at, state", (1, part, c, -5000, "x", "x", "open")),
        ("reservation", "part_request_id, part_id, store_id, quantity, reserved_at, expires_at, state", (1, part, c, "many", "x", "x", "open")),
        ("clearance", "lot_id, hold_location_id, passed, failed, brought_by_id, inspected_by_id, decided_at, reference", (lot, hold, -5, 5, buyer, inspector, "x", "x")),
        ("clearance", "lot_id, hold_location_id, passed, failed, brought_by_id, inspected_by_id, decided_at, reference", (lot, hold, "all", 0, buyer, inspector, "x", "x")),
        ("fifo_exception", "lot_id, work_order_id, reason, asked_by_id, signed_by_id, signed_at", (lot, 1, "x", buyer, buyer, "x")),
        ("lot", "number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at", ("X", part, "purchase", "x", "2026-03-01", "2020-01-01", 1, buyer, "x")),
        ("lot", "number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at", ("X", 999, "purchase", "x", "2026-03-01", "2026-03-01", 1, buyer, "x")),
        ("count", "count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id", (1, 2, -1000, 8000, 9, buyer, "2099", buyer)),
        ("balance", "location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable, rank_on", (bin_, 77, part, 5, 1, c, 1, "2026-03-01")),
        ("stock", "part_id, store_id, on_hand, reserved, last_movement_id", (77, c, 5, 0, 1)),
        ("location", "code, name_zh, name_en, kind, store_id, region, pick_sequence, active", ("Z", "z", "z", "bin", 12345, "", 0, 1)),
    ]  # fmt: skip
    for way in ("INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR FAIL"):
        for table, columns, values in attacks:
            marks = ", ".join("?" for _ in values)
            with suppress(sqlite3.Error):
                bare.execute(f"{way} INTO {table} ({columns}) VALUES ({marks})", values)
            assert snapshot(bare)[table] == before[table], (way, table, values)


WRONG_MOVEMENTS: list[dict[str, object]] = [
    {"quantity": 999_000},
    {"quantity": -1000},
    {"quantity": "many"},
    {"quantity": 1000.5},
    {"lot_id": 999},
    {"posting_id": 999},
    {"to_location_id": 999},
    {"kind": "teleport"},
    {"kind": "reversal", "reverses_id": 1},
    {"kind": "reversal"},
    {"kind": "adjustment"},
    {"kind": "adjustment", "count_line_id": 1, "to": "VARIANCE"},
    {"kind": "issue", "to": "W1", "quantity": 7000},
    {"to": "C-A1"},
    {"id": 1},
    {"moved_on": "yesterday"},
]


@pytest.mark.parametrize("way", ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR FAIL"])
def test_a_bare_movement_is_refused_whole(bare: sqlite3.Connection, attacked: World, way: str) -> None:
    """Whatever the conflict clause, a refused movement leaves neither a row nor half a balance."""
    before = snapshot(bare)
    last, head = bare.execute("SELECT last_id, hash FROM chain_head WHERE name = 'movement'").fetchone()
    posting, moved_on, posted_at, by = bare.execute(
        "SELECT id, moved_on, posted_at, by_id FROM posting ORDER BY id DESC"
    ).fetchone()
    lot, part = bare.execute(
        "SELECT lot_id, part_id FROM balance WHERE location_id = ? AND part_id = ?",
        (attacked.places["C-A1"], attacked.parts["P1"]),
    ).fetchone()
    row: dict[str, object] = {
        "id": last + 1,
        "posting_id": posting,
        "kind": "relocation",
        "part_id": part,
        "lot_id": lot,
        "from_location_id": attacked.places["C-A1"],
        "to_location_id": attacked.places["C-A2"],
        "quantity": 1000,
        "moved_on": moved_on,
        "posted_at": posted_at,
        "by_id": by,
        "previous_hash": head,
        "hash": "b" * 64,
    }
    for wrong in WRONG_MOVEMENTS:
        changed = {**row, **wrong}
        if "to" in wrong:
            changed["to_location_id"] = attacked.places[str(changed.pop("to"))]
        sql = f"{way} INTO movement ({', '.join(changed)}) VALUES ({', '.join('?' for _ in changed)})"
        with pytest.raises(sqlite3.Error):
            bare.execute(sql, tuple(changed.values()))
        assert snapshot(bare) == before, wrong
