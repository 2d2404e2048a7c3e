# ruff: noqa: S608, ANN401  statements are made of rows the benchmark wrote itself
"""Measure receipts and issues through the scripts against plain Core writing the same rows in the same run.

A receipt brings goods in, clears them and puts them away; an issue asks, promises and issues: each one transaction.
The plain twin is a copy of the database without triggers, with the same engine settings. It gets every statement that
the script wrote with, and what the triggers wrote, as statements of SQLAlchemy Core made once; it reads nothing,
decides nothing and hashes nothing. The two take turns document by document, so that the machine's mood hits both,
and the median document of each counts.

    python -m benchmarks.ledger [--documents 300] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Insert,
    UpdateBase,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from inventory import accepting, issuing, putting_away, requesting
from inventory.tables import Location, Lot, Movement, Reservation
from kernel.amounts import Money, Quantity
from kernel.db import Base, QuantityType, make_engine
from kernel.tables import Audit
from tests.support import postgres
from tests.support.databases import Copies, Names, session_on
from tests.support.world import NOON, everything, q

Document = Callable[[Session, Names, int], None]


def cleared(session: Session, names: Names, part: str, number: int) -> int:
    """Bring five pieces into the hold, pass them, and return their lot."""
    who, key = names.people, f"receipt-{number}"
    brought = accepting.bring_in(
        session,
        part_id=names.parts[part],
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
    return lot


def receipt(session: Session, names: Names, number: int) -> None:
    """Bring five pieces in, pass them and put them away."""
    putting_away.put_away(
        session,
        lot_id=cleared(session, names, "P1", number),
        from_location_id=names.places["C-S"],
        to_location_id=names.places["C-A1"],
        quantity=q(5),
        by=names.people["keeper"],
        at=NOON,
        request_key=f"receipt-{number}:away",
    )


def ask(session: Session, names: Names, number: int) -> None:
    """Ask for two pieces, which are promised at once; which request it was is kept for the issue."""
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
    asked = requesting.request_part(
        session,
        work_order_id=order,
        part_id=names.parts["P1"],
        store_id=names.places["C"],
        quantity=q(2),
        by=names.people["engineer"],
        at=NOON,
        request_key=f"ask-{number}",
    )
    session.info.setdefault("asked", {})[number] = asked.part_request_id


def issue(session: Session, names: Names, number: int) -> None:
    """Issue the two pieces of a request."""
    issuing.issue(
        session,
        part_request_id=session.info["asked"][number],
        quantity=q(2),
        by=names.people["keeper"],
        at=NOON,
        request_key=f"issue-{number}",
    )


@dataclass
class Tape:
    """Record the writing statements of one document as SQLAlchemy Core knows them.

    What an insert of ours brings back besides its row's id is reading, which the twin is spared.
    """

    statements: list[tuple[UpdateBase, Any]] = field(default_factory=list)
    plain: dict[str, UpdateBase] = field(default_factory=dict)

    def listen(self, engine: Engine) -> None:
        """Record what goes through an engine."""

        def write(_c: object, statement: object, many: Any, one: Any, _options: object) -> None:
            if isinstance(statement, Insert):
                table = statement.table
                statement = self.plain.setdefault(table.fullname, insert(table))
            if isinstance(statement, UpdateBase):
                self.statements.append((statement, many or one))

        event.listen(engine, "before_execute", write)


OUTSIDE = {"supplier", "opening", "customer", "scrap", "variance"}
SHELVES = {"bin", "van"}


class Projections:
    """Hold what the triggers write after a movement as plain statements of Core, made once."""

    def __init__(self, dialect: str) -> None:
        """Make the statements for one engine."""
        put = sqlite.insert if dialect == "sqlite" else postgresql.insert
        tables = Base.metadata.tables
        balance, stock, head = tables["balance"], tables["stock"], tables["chain_head"]
        change = bindparam("change", type_=QuantityType())
        at_place, at_store = put(balance), put(stock)
        self.balance = at_place.on_conflict_do_update(
            index_elements=["location_id", "lot_id"],
            set_={"on_hand": balance.c.on_hand + change, "last_movement_id": at_place.excluded.last_movement_id},
        )
        self.stock = at_store.on_conflict_do_update(
            index_elements=["part_id", "store_id"],
            set_={"on_hand": stock.c.on_hand + change, "last_movement_id": at_store.excluded.last_movement_id},
        )
        self.promise = (
            update(stock)
            .where(stock.c.part_id == bindparam("part"), stock.c.store_id == bindparam("store"))
            .values(reserved=stock.c.reserved + bindparam("change", type_=QuantityType()))
        )
        self.head = (
            update(head)
            .where(head.c.name == bindparam("chain"))
            .values(last_id=bindparam("last"), hash=bindparam("newest"))
        )

    def after(self, session: Session, since: dict[str, int]) -> list[tuple[UpdateBase, Any]]:
        """Return what the triggers wrote after the rows `since`."""
        kinds = dict(session.execute(select(Location.id, Location.kind)).all())
        stores = dict(session.execute(select(Location.id, Location.store_id)).all())
        ranks = dict(session.execute(select(Lot.id, Lot.rank_on)).all())
        written: list[tuple[UpdateBase, Any]] = []
        for m in session.scalars(select(Movement).where(Movement.id > since["movement"]).order_by(Movement.id)):
            for place, change in ((m.from_location_id, -m.quantity), (m.to_location_id, m.quantity)):
                if kinds[place] in OUTSIDE:
                    continue
                row = {"part_id": m.part_id, "on_hand": m.quantity, "last_movement_id": m.id, "change": change}
                shelf = kinds[place] in SHELVES
                more = {"location_id": place, "lot_id": m.lot_id, "store_id": stores[place], "issueable": shelf}
                more |= {"rank_on": ranks[m.lot_id], "expires_on": None}
                written.append((self.balance, row | more))
                if shelf:
                    written.append((self.stock, row | {"store_id": stores[place], "reserved": Quantity.zero()}))
            written.append((self.head, {"chain": "movement", "last": m.id, "newest": m.hash}))
        entries = session.scalars(select(Audit).where(Audit.id > since["audit"]).order_by(Audit.id))
        written += [(self.head, {"chain": "audit", "last": entry.id, "newest": entry.hash}) for entry in entries]
        for name, column in (("reservation", Reservation.reserved_at), ("resolved", Reservation.resolved_at)):
            rows = select(Reservation).where(column.is_not(None), Reservation.id > since[name])
            for row in session.scalars(rows.order_by(Reservation.id)):
                change = row.quantity if name == "reservation" else -row.quantity
                written.append((self.promise, {"part": row.part_id, "store": row.store_id, "change": change}))
        return written


def newest(session: Session) -> dict[str, int]:
    """Return the last row of each table after which the triggers write; reservations are resolved in their order."""
    tables = {"movement": Movement, "audit": Audit, "reservation": Reservation}
    found = {name: session.scalar(select(func.max(table.id))) or 0 for name, table in tables.items()}
    done = select(func.max(Reservation.id)).where(Reservation.resolved_at.is_not(None))
    found["resolved"] = session.scalar(done) or 0
    session.rollback()
    return found


def replay(engine: Engine, written: list[tuple[UpdateBase, Any]]) -> None:
    """Write the same rows by plain Core in one transaction on a connection of the pool, as the session takes one."""
    with engine.begin() as connection:
        for statement, values in written:
            made = connection.execute(statement, values)
            if made.returns_rows:
                made.all()


def measure(copies: Copies, documents: int, profile: cProfile.Profile | None) -> dict[str, tuple[float, float]]:
    """Return (documents a second through the scripts, by plain Core) for each kind of document."""
    figures = {}
    with copies.fresh(hurried=False) as engine, copies.fresh(hurried=False) as bare_engine:
        strip(bare_engine)
        tape, projections = Tape(), Projections(engine.dialect.name)
        tape.listen(engine)
        aside = make_engine(
            engine.url.render_as_string(hide_password=False)
        )  # what the benchmark looks up itself must not disturb the connection measured
        with session_on(engine) as session, session_on(aside) as looking:
            for name, document in (("receipts", receipt), ("requests", ask), ("issues", issue)):
                script_seconds: list[float] = []
                raw_seconds: list[float] = []
                for number in range(documents):
                    since = newest(looking)
                    tape.statements.clear()
                    if profile:
                        profile.enable()
                    begun = time.perf_counter()
                    document(session, copies.names, number)
                    session.commit()
                    script_seconds.append(time.perf_counter() - begun)
                    if profile:
                        profile.disable()
                    written = tape.statements + projections.after(looking, since)
                    looking.rollback()
                    begun = time.perf_counter()
                    replay(bare_engine, written)
                    raw_seconds.append(time.perf_counter() - begun)
                figures[name] = (1 / statistics.median(script_seconds), 1 / statistics.median(raw_seconds))
            with bare_engine.connect() as connection:
                compare(session, connection)
        aside.dispose()
    return figures


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
    server = postgres.start(durable=True)
    try:
        admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE company"))
        admin.dispose()
        made = make_engine(server.url("company"))
        Base.metadata.create_all(made)
        made.dispose()
        found.append(("PostgreSQL", Copies(server.url("company"), folder)))
        yield found
    finally:
        server.stop()


def main() -> None:
    """Measure on every engine and print the figures."""
    parser = argparse.ArgumentParser(description="Receipts and issues a second, against plain Core.")
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
                    print(f"  {kind:9} {scripts:6.0f}/s by scripts {raw:6.0f}/s by plain Core {scripts / raw:6.0%}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
