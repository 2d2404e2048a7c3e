# ruff: noqa: S608, ANN401  statements are made of rows the benchmark wrote itself
"""Measure receipts and issues through the scripts against the raw database writing the same rows in the same run.

A receipt brings goods in, clears them and puts them away; an issue asks, promises and issues: each one transaction.
The raw twin is a copy of the database without triggers. It gets every statement that the script sent, and what the
triggers wrote, by the bare driver; the two take turns document by document, so that the machine's mood hits both.

    python -m benchmarks.ledger [--documents 300] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from inventory import accepting, issuing, putting_away, requesting
from inventory.tables import Location, Movement, PartRequest
from kernel.amounts import Money
from kernel.db import Base, make_engine
from tests.support import postgres
from tests.support.databases import Copies, Names, session_on
from tests.support.world import NOON, everything, q

Document = Callable[[Session, Names, int], None]


def receipt(session: Session, names: Names, number: int) -> None:
    """Bring five pieces in, pass them and put them away."""
    who, key = names.people, f"receipt-{number}"
    brought = accepting.bring_in(
        session,
        part_id=names.parts["P1"],
        quantity=q(5),
        hold_location_id=names.places["C-H"],
        unit_cost_cny=Money.of(3),
        received_on=date(2026, 3, 1),
        origin="opening",
        reference=f"R{number}",
        brought_by_id=who["buyer"],
        by=who["keeper"],
        at=NOON,
        request_key=f"{key}:bring",
    )
    lot = brought.lots[0].lot_id
    accepting.clear(
        session,
        lot_id=lot,
        hold_location_id=names.places["C-H"],
        passed=q(5),
        failed=q(0),
        reference=f"I{number}",
        by=who["inspector"],
        at=NOON,
        request_key=f"{key}:clear",
    )
    putting_away.put_away(
        session,
        lot_id=lot,
        from_location_id=names.places["C-S"],
        to_location_id=names.places["C-A1"],
        quantity=q(5),
        by=who["keeper"],
        at=NOON,
        request_key=f"{key}:away",
    )


def ask(session: Session, names: Names, number: int) -> None:
    """Ask for two pieces, which are promised at once."""
    order = session.info.get("work_order")
    if order is None:
        order = session.info["work_order"] = requesting.open_work_order(
            session,
            number="W-BENCH",
            urgency="normal",
            product_model_id=None,
            engineer_id=names.people["engineer"],
            by=names.people["desk"],
            at=NOON,
            request_key="order",
        ).work_order_id
    requesting.request_part(
        session,
        work_order_id=order,
        part_id=names.parts["P1"],
        store_id=names.places["C"],
        quantity=q(2),
        by=names.people["engineer"],
        at=NOON,
        request_key=f"ask-{number}",
    )


def issue(session: Session, names: Names, number: int) -> None:
    """Issue the two pieces of the oldest request that waits."""
    waiting = select(PartRequest.id).where(PartRequest.open).order_by(PartRequest.id).limit(1)
    issuing.issue(
        session,
        part_request_id=session.scalars(waiting).one(),
        quantity=q(2),
        by=names.people["keeper"],
        at=NOON,
        request_key=f"issue-{number}",
    )


@dataclass
class Tape:
    """Record the writing statements of one document."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)

    def listen(self, engine: Engine) -> None:
        """Record what goes through an engine."""

        def write(_c: object, _cur: object, sql: str, parameters: Any, _ctx: object, executemany: bool) -> None:  # noqa: FBT001
            if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
                self.statements.append((sql, parameters, executemany))

        event.listen(engine, "before_cursor_execute", write)


def trigger_writes(session: Session, since: int) -> list[str]:
    """Return what the triggers wrote for the movements after `since`, as plain statements on the rows themselves."""
    kinds = dict(session.execute(select(Location.id, Location.kind)).all())
    stores = dict(session.execute(select(Location.id, Location.store_id)).all())
    written = []
    for m in session.scalars(select(Movement).where(Movement.id > since).order_by(Movement.id)):
        amount = m.quantity.scaled
        for place, sign in ((m.from_location_id, -1), (m.to_location_id, 1)):
            if kinds[place] in {"supplier", "opening", "scrap", "variance"}:
                continue
            store = stores[place] if stores[place] is not None else "NULL"
            shelf = kinds[place] in {"bin", "van"}
            written.append(
                f"INSERT INTO balance (location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable)"
                f" VALUES ({place}, {m.lot_id}, {m.part_id}, {amount}, {m.id}, {store}, {str(shelf).lower()})"
                f" ON CONFLICT (location_id, lot_id) DO UPDATE SET on_hand = balance.on_hand + {sign * amount},"
                f" last_movement_id = {m.id}"
            )
            if shelf:
                written.append(
                    f"INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id)"
                    f" VALUES ({m.part_id}, {store}, {amount}, 0, {m.id}) ON CONFLICT (part_id, store_id)"
                    f" DO UPDATE SET on_hand = stock.on_hand + {sign * amount}, last_movement_id = {m.id}"
                )
        written.append(f"UPDATE chain_head SET last_id = {m.id}, hash = '{m.hash}' WHERE name = 'movement'")
    return written


def replay(connection: Connection, tape: Tape, written: list[str]) -> None:
    """Write the same rows by the bare driver in one transaction."""
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    for sql, parameters, executemany in tape.statements:
        if executemany:
            cursor.executemany(sql, parameters)
        else:
            cursor.execute(sql, parameters)
            if "RETURNING" in sql:
                cursor.fetchall()
    for sql in written:
        cursor.execute(sql)
    connection.connection.commit()


def measure(copies: Copies, documents: int, profile: cProfile.Profile | None) -> dict[str, tuple[float, float]]:
    """Return (documents a second through the scripts, by the raw database) for each kind of document."""
    figures = {}
    with copies.fresh(hurried=False) as engine, copies.fresh(hurried=False) as bare_engine:
        strip(bare_engine)
        raw = create_engine(bare_engine.url, poolclass=StaticPool)
        tape = Tape()
        tape.listen(engine)
        with session_on(engine) as session, raw.connect() as connection:
            settle(connection)
            for name, document in (("receipts", receipt), ("requests", ask), ("issues", issue)):
                script_seconds = raw_seconds = 0.0
                for number in range(documents):
                    tape.statements.clear()
                    since = session.scalar(select(Movement.id).order_by(Movement.id.desc()).limit(1)) or 0
                    session.rollback()
                    if profile:
                        profile.enable()
                    begun = time.perf_counter()
                    document(session, copies.names, number)
                    session.commit()
                    script_seconds += time.perf_counter() - begun
                    if profile:
                        profile.disable()
                    written = trigger_writes(session, since)
                    session.rollback()
                    begun = time.perf_counter()
                    replay(connection, tape, written)
                    raw_seconds += time.perf_counter() - begun
                figures[name] = (documents / script_seconds, documents / raw_seconds)
            compare(session, connection)
        raw.dispose()
    return figures


def settle(connection: Connection) -> None:
    """Give the raw connection the same durability as the ledger's own."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.isolation_level = None
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "cache_size = -65536", "temp_store = MEMORY"):
            connection.connection.cursor().execute(f"PRAGMA {pragma}")
    connection.rollback()


def strip(engine: Engine) -> None:
    """Take every trigger off a copy."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for table in Base.metadata.tables:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def compare(session: Session, connection: Connection) -> None:
    """Make sure that both databases hold the same rows, or the comparison would be worth nothing."""
    for table in ("movement", "balance", "stock", "lot", "audit", "request", "reservation", "part_request"):
        ours = session.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
        theirs = connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
        assert ours == theirs, (table, ours, theirs)
    for column in ("on_hand", "last_movement_id"):
        sql = f"SELECT SUM({column}) FROM balance"
        assert session.execute(text(sql)).scalar_one() == connection.exec_driver_sql(sql).scalar_one(), column


@contextmanager
def engines(folder: Path) -> Iterator[list[tuple[str, Copies]]]:
    """Make a company on SQLite and, where its server programs are, on PostgreSQL."""
    url = f"sqlite:///{folder / 'company.db'}"
    made = make_engine(url)
    Base.metadata.create_all(made)
    made.dispose()
    found = [("SQLite", Copies(url, folder))]
    if postgres.binaries() is None:
        yield found
        return
    server = postgres.start()
    try:
        admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE company"))
        admin.dispose()
        made = make_engine(server.url("company"))
        Base.metadata.create_all(made)
        made.dispose()
        found.append(("PostgreSQL (no flush to disk)", Copies(server.url("company"), folder)))
        yield found
    finally:
        server.stop()


def main() -> None:
    """Measure on every engine and print the figures."""
    parser = argparse.ArgumentParser(description="Receipts and issues a second, against the raw database.")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--profile", action="store_true", help="show where the scripts spend their time")
    given = parser.parse_args()
    everything()
    folder = Path(tempfile.mkdtemp(prefix="sparewell-bench-"))
    profile = cProfile.Profile() if given.profile else None
    try:
        with engines(folder) as found:
            for name, copies in found:
                print(f"{name}, {given.documents} documents each, one transaction a document")
                for kind, (scripts, raw) in measure(copies, given.documents, profile).items():
                    print(f"  {kind:9} {scripts:8.0f}/s through the scripts {raw:8.0f}/s raw {scripts / raw:6.0%}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
