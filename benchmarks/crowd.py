"""Measure what many writers at once reach on PostgreSQL: on different parts, and all on one lot.

Each client is a process of its own with its own connection, as a host of the application would be. A document asks for
one piece and issues it, in one transaction, run again when the database gives it up, as the edge does. All clients of
a round start together; every document must end well, and the ledger must be whole afterwards.

    python -m benchmarks.crowd [--documents 400]
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import tempfile
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from inventory import issuing, requesting
from inventory.verifying import verify
from kernel.db import Base, make_engine
from kernel.retrying import retrying
from tests.support import postgres
from tests.support.databases import Names, session_on
from tests.support.world import NOON, World, everything, q

PARTS = 8
SPAWN = multiprocessing.get_context("spawn")


def prepare(url: str) -> Names:
    """Build a company with plenty of eight parts, one lot each."""
    engine = make_engine(url, poolclass=NullPool)
    Base.metadata.create_all(engine)
    with session_on(engine) as session:
        world = World(session).build()
        for number in range(1, PARTS + 1):
            if f"P{number}" not in world.parts:
                world.part(f"P{number}", unit_id=1)
            world.stocked(f"P{number}", 1_000_000, at="C-A1")
        session.commit()
    engine.dispose()
    return Names(world.people, world.places, world.parts)


def document(session: Session, names: Names, order: int, part: str, key: str) -> None:
    """Ask for a piece and issue it."""
    asked = requesting.request_part(
        session,
        work_order_id=order,
        part_id=names.parts[part],
        store_id=names.places["C"],
        quantity=q(1),
        by=names.people["engineer"],
        at=NOON,
        request_key=f"{key}:ask",
    )
    issuing.issue(
        session,
        part_request_id=asked.part_request_id,
        quantity=q(1),
        by=names.people["keeper"],
        at=NOON,
        request_key=f"{key}:issue",
    )


def client(url: str, names: Names, part: str, label: str, documents: int, gate: Barrier) -> None:
    """Work off one client's documents on a work order of its own."""
    everything()
    engine = make_engine(url, pool_size=1, pool_pre_ping=False)
    with session_on(engine) as session:
        order = requesting.open_work_order(
            session,
            number=f"W-{label}",
            urgency="normal",
            product_model_id=None,
            engineer_id=names.people["engineer"],
            by=names.people["desk"],
            at=NOON,
            request_key=f"{label}:order",
        ).work_order_id
        document(session, names, order, part, f"{label}:warm")
        session.commit()

        def one(key: str) -> None:
            session.rollback()
            document(session, names, order, part, key)
            session.commit()

        gate.wait()
        for number in range(documents):
            retrying(lambda key=f"{label}:{number}": one(key))  # type: ignore[misc]
        gate.wait()
    engine.dispose()


def crowd(url: str, names: Names, clients: int, documents: int, *, one_part: bool, label: str) -> float:
    """Let so many clients write `documents` together and return documents a second."""
    gate = SPAWN.Barrier(clients + 1)
    each = documents // clients
    workers = [
        SPAWN.Process(
            target=client,
            args=(url, names, "P1" if one_part else f"P{number % PARTS + 1}", f"{label}-{number}", each, gate),
        )
        for number in range(clients)
    ]
    for worker in workers:
        worker.start()
    gate.wait()
    begun = time.perf_counter()
    gate.wait()
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise SystemExit(f"a client failed with code {worker.exitcode}")
    return each * clients / seconds


def main() -> None:
    """Run the four rounds and print what each reached."""
    parser = argparse.ArgumentParser(description="Many writers on PostgreSQL.")
    parser.add_argument("--documents", type=int, default=640)
    given = parser.parse_args()
    everything()
    folder = Path(tempfile.mkdtemp(prefix="sparewell-crowd-"))
    server = postgres.start(durable=True)
    try:
        admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE crowd"))
        admin.dispose()
        url = server.url("crowd")
        names = prepare(url)
        alone = crowd(url, names, 1, given.documents, one_part=True, label="one")
        print(f"1 client                  {alone:6.0f} documents/s")
        eight = crowd(url, names, 8, given.documents, one_part=False, label="eight")
        print(f"8 clients, 8 parts        {eight:6.0f} documents/s  {eight / alone:.2f} of one client")
        many = crowd(url, names, 32, given.documents, one_part=True, label="many")
        print(f"32 clients, one lot       {many:6.0f} documents/s  {many / alone:.2f} of one client")
        with session_on(make_engine(url, poolclass=NullPool)) as session:
            found = verify(session)
        if not found.whole:
            raise SystemExit(f"the ledger is not whole: {found.findings}")
        print(f"the ledger is whole: {found.movements} movements")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
