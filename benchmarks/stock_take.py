# ruff: noqa: ANN401  rows are what the database gave
"""Measure a stock-take of many lines against the bare bulk writes of the same rows in the same run.

Three steps: open it over a store (create), keep a filled-in file of counts (count by import), post the differences
(post). The bare twin is a copy of the database without triggers that gets the same rows of every table the step wrote,
by SQLAlchemy Core's executemany in one transaction. So the ratio says what rules, books, hashes and the trail cost.

    python -m benchmarks.stock_take [--lines 20000] [--differing 5] [--rounds 3] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks.ledger import engines, strip
from inventory import counting
from inventory.keeping_counts import Seen
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import Clearance, CountLine, Location, Lot, Part, StockTake, VarianceCause
from kernel.amounts import Money
from kernel.db import Base, make_engine
from kernel.settings import set_value
from tests.support.databases import Copies, Names, session_on
from tests.support.world import NOON, everything, q

BINS = 500
LATER = NOON + timedelta(hours=2)
WRITTEN = (
    "number_series", "stock_take", "count_line", "count", "posting", "movement", "balance", "stock", "chain_head",
    "stock_take_approval", "request", "audit",
)  # fmt: skip
"""The tables that the three steps write, in an order that foreign keys allow."""


def stocked(session: Session, names: Names, lines: int) -> None:
    """Put ten of a part of its own on each of `lines` shelves of the central store, in bulk."""
    store, unit = names.places["C"], session.get_one(Part, names.parts["P1"]).unit_id
    bins = [
        Location(
            code=f"X-{number:04d}", name_zh="", name_en="", kind="bin", store_id=store, parent_id=store,
            pick_sequence=number,
        )
        for number in range(BINS)
    ]  # fmt: skip
    parts = [
        Part(number=f"X{number:06d}", name_zh=f"零件{number}", name_en=f"Part {number}", unit_id=unit, abc="C")
        for number in range(lines)
    ]
    session.add_all([*bins, *parts])
    session.flush()
    lots = [
        Lot(
            number=f"XL{number:06d}", part_id=part.id, origin="opening", reference="BENCH",
            received_on=date(2026, 1, 5), rank_on=date(2026, 1, 5), unit_cost_cny=Money.of(1 + number % 90),
            brought_by_id=names.people["buyer"], created_at=NOON,
        )
        for number, part in enumerate(parts)
    ]  # fmt: skip
    session.add_all(lots)
    session.flush()
    hold, staging = names.places["C-H"], names.places["C-S"]
    opening = session.scalars(select(Location.id).where(Location.kind == LocationKind.OPENING)).one()
    by = {"by": names.people["keeper"], "at": NOON, "reference": "BENCH"}

    def move(kind: MovementKind, source: int, target: Callable[[int], int], **more: Any) -> None:
        cleared = more.get("cleared")
        moves = [
            Move(
                kind, lot.part_id, lot.id, source, target(number), q(10),
                clearance_id=cleared[number] if cleared else None,
            )
            for number, lot in enumerate(lots)
        ]  # fmt: skip
        post(session, moves, kind=str(kind), **by)

    move(MovementKind.OPENING, opening, lambda _number: hold)
    verdicts = [
        Clearance(
            lot_id=lot.id, hold_location_id=hold, passed=q(10), failed=q(0), brought_by_id=names.people["buyer"],
            inspected_by_id=names.people["inspector"], decided_at=NOON, reference="BENCH",
        )
        for lot in lots
    ]  # fmt: skip
    session.add_all(verdicts)
    session.flush()
    move(MovementKind.RELEASE, hold, lambda _number: staging, cleared=[each.id for each in verdicts])
    move(MovementKind.PUTAWAY, staging, lambda number: bins[number % BINS].id)
    lenient = {"share_percent": 100, "value_cny": 1_000_000}
    for name, value in (("stock_take.tolerance", lenient), ("stock_take.approval_limit_cny", 10**9)):
        set_value(session, name=name, value=value, valid_from_on=date(2020, 1, 1), by=None)
    session.commit()


def create(session: Session, names: Names, _take: int, _differing: int) -> None:
    """Open a stock-take over the whole store."""
    counting.create_stock_take(
        session,
        store_id=names.places["C"],
        due_on=date(2026, 3, 5),
        by=names.people["supervisor"],
        at=NOON,
        request_key="create",
    )


def count(session: Session, names: Names, take: int, differing: int) -> None:
    """Keep a file of counts in which some lines in a hundred differ by one, up or down."""
    lines = session.execute(
        select(CountLine.location_id, CountLine.part_id).where(CountLine.stock_take_id == take).order_by(CountLine.id)
    ).all()
    seen = tuple(
        Seen(place, part, q(10 + _off(number, differing)), names.people["keeper"], LATER)
        for number, (place, part) in enumerate(lines)
    )
    counting.count_file(
        session, stock_take_id=take, seen=seen, by=names.people["keeper"], at=LATER, request_key="count"
    )


def _off(number: int, differing: int) -> int:
    return (1 if number % 2 else -1) if number % 100 < differing else 0


def settle(session: Session, names: Names, take: int) -> None:
    """Give every difference its cause, close and approve; not measured."""
    lines = Base.metadata.tables["count_line"]
    cause = session.scalars(select(VarianceCause.code)).first()
    session.execute(update(lines).where(lines.c.stock_take_id == take).values(cause=cause))
    who = {"stock_take_id": take, "at": LATER}
    counting.review(session, **who, by=names.people["supervisor"], request_key="review")
    counting.approve(session, **who, by=names.people["admin"], request_key="approve")
    session.commit()


def post_differences(session: Session, names: Names, take: int, _differing: int) -> None:
    """Post the differences."""
    counting.post_variances(session, stock_take_id=take, by=names.people["admin"], at=LATER, request_key="post")


STEPS = (("create", create), ("count by import", count), ("post", post_differences))


def rows_of(connection: Connection) -> dict[str, dict[Any, dict[str, Any]]]:
    """Return every row of the written tables by its key."""
    found = {}
    for name in WRITTEN:
        table = Base.metadata.tables[name]
        keys = [column.name for column in table.primary_key]
        rows = connection.execute(select(table)).mappings()
        found[name] = {tuple(row[key] for key in keys): dict(row) for row in rows}
    return found


def bare(connection: Connection, before: dict[str, Any], after: dict[str, Any]) -> float:
    """Write the rows that a step added or changed by executemany in one transaction; return the seconds."""
    inserts, updates = [], []
    for name in WRITTEN:
        table: Table = Base.metadata.tables[name]
        keys = [column.name for column in table.primary_key]
        added = [row for key, row in after[name].items() if key not in before[name]]
        changed = [row for key, row in after[name].items() if key in before[name] and row != before[name][key]]
        if added:
            inserts.append((insert(table), added))
        if changed:
            names = [n for n in changed[0] if any(r[n] != before[name][tuple(r[k] for k in keys)][n] for r in changed)]
            statement = update(table).where(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
            values = [{**{n: row[n] for n in names}, **{f"the_{key}": row[key] for key in keys}} for row in changed]
            updates.append((statement.values({n: bindparam(n) for n in names}), values))
    begun = time.perf_counter()
    for statement, rows in [*inserts, *updates]:
        connection.execute(statement, rows)
    connection.commit()
    return time.perf_counter() - begun


def measure(copies: Copies, given: argparse.Namespace, profile: cProfile.Profile | None) -> None:
    """Measure each step on a fresh stock-take, `rounds` times, and print the medians."""
    company = make_engine(copies.url, poolclass=NullPool)
    with session_on(company) as session:
        stocked(session, copies.names, given.lines)
    company.dispose()
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in STEPS}
    for _round in range(given.rounds):
        with copies.fresh(hurried=False) as engine, copies.fresh(hurried=False) as twin:
            one_round(engine, twin, copies.names, given, seconds, profile)
    for name, taken in seconds.items():
        script, raw = (statistics.median(each[side] for each in taken) for side in (0, 1))
        print(f"  {name:16} {script:7.2f} s by the script {raw:7.2f} s bare  ×{script / raw:.1f}")


def one_round(
    engine: Engine,
    twin: Engine,
    names: Names,
    given: argparse.Namespace,
    seconds: dict[str, list[tuple[float, float]]],
    profile: cProfile.Profile | None,
) -> None:
    """Take the steps one after the other, each first by the script and then bare."""
    strip(twin)
    with session_on(engine) as session, twin.connect() as connection:
        for name, step in STEPS:
            take = session.scalar(select(StockTake.id)) or 0
            if name == "post":
                before = rows_of(session.connection())
                settle(session, names, take)
                bare(connection, before, rows_of(session.connection()))
            before = rows_of(session.connection())
            session.rollback()
            if profile:
                profile.enable()
            begun = time.perf_counter()
            step(session, names, take, given.differing)
            session.commit()
            script = time.perf_counter() - begun
            if profile:
                profile.disable()
            after = rows_of(session.connection())
            session.rollback()
            seconds[name].append((script, bare(connection, before, after)))


def main() -> None:
    """Measure on every engine and print the figures."""
    parser = argparse.ArgumentParser(description="A stock-take of many lines against bare bulk writes.")
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--differing", type=int, default=5, help="lines in a hundred that differ")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="show where the scripts spend their time")
    given = parser.parse_args()
    everything()
    folder = Path(tempfile.mkdtemp(prefix="sparewell-bench-"))
    profile = cProfile.Profile() if given.profile else None
    try:
        with engines(folder) as found:
            for name, copies in found:
                print(f"{name}, {given.lines} lines, {given.differing} % differ")
                measure(copies, given, profile)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
