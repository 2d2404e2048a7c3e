"""Measure whether posting slows down as the ledger grows: the same documents on a small and on a large ledger in turns.

Both ledgers are built in bulk first (`benchmarks.building`), with the same shape: five years, two stores, one part
that moves a hundred times as much as the others. Receipts, requests and issues of that part and of a usual one go
through the scripts, one transaction a document; the two ledgers take turns document by document.

    python -m benchmarks.growth [--small 50000] [--large 5000000] [--documents 100] [--postgresql | --kept FOLDER]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session

from benchmarks.building import company, fill
from benchmarks.ledger import ask, issue, receipt
from inventory.tables import Location, Part
from kernel.db import Base, make_engine
from kernel.tables import Person
from tests.support import postgres
from tests.support.databases import Names, session_on
from tests.support.world import everything

PARTS_PER_MOVEMENT = 1 / 50
DOCUMENTS = {"receipts": receipt, "requests": ask, "issues": issue}


@dataclass
class Ledger:
    """Hold one built ledger."""

    engine: Engine
    names: Names
    hot_part_id: int
    usual_part_id: int

    def with_part(self, part_id: int) -> Names:
        """Return the names with P1 standing for another part, and the bin of the bulk stock."""
        return replace(self.names, parts=self.names.parts | {"P1": part_id})


def build(engine: Engine, movements: int) -> Ledger:
    """Build a ledger in an empty database."""
    Base.metadata.create_all(engine)
    names = company(engine)
    built = fill(engine, names, movements=movements, parts=max(20, int(movements * PARTS_PER_MOVEMENT)))
    print(f"  built {movements:,} movements of {built.parts:,} parts in {built.seconds:.0f} s", flush=True)
    return Ledger(engine, names, built.hot_part_id, built.usual_part_id)


def reopened(engine: Engine) -> Ledger:
    """Return a ledger that was built earlier, in the same shape."""
    with session_on(engine) as session:
        people = dict(session.execute(select(Person.code, Person.id)).all())
        lasting = select(Location.code, Location.id).where(Location.kind != "work_order")
        built = select(func.min(Part.id), func.max(Part.id)).where(Part.number.like("B_______"))
        first, last = session.execute(built).one()
        names = Names(people, dict(session.execute(lasting).all()), dict(_named_parts(session, first)))
    return Ledger(engine, names, first, (first + last) // 2)


def _named_parts(session: Session, first: int) -> list[tuple[str, int]]:
    return [(number, key) for number, key in session.execute(select(Part.number, Part.id).where(Part.id < first))]


def measure(ledgers: dict[str, Ledger], documents: int) -> dict[tuple[str, str], dict[str, float]]:
    """Return the median seconds of each kind of document for each part and ledger."""
    seconds: dict[tuple[str, str], dict[str, list[float]]] = {}
    with ExitStack() as stack:
        sessions = {name: stack.enter_context(session_on(each.engine)) for name, each in ledgers.items()}
        for which in ("hot", "usual"):
            for session in sessions.values():
                session.info.pop("work_order", None)
            for kind, document in DOCUMENTS.items():
                found = seconds.setdefault((which, kind), {name: [] for name in ledgers})
                for number in range(documents):
                    for name, ledger in ledgers.items():
                        part = ledger.hot_part_id if which == "hot" else ledger.usual_part_id
                        begun = time.perf_counter()
                        document(sessions[name], ledger.with_part(part), number + 10_000 * (which == "usual"))
                        sessions[name].commit()
                        found[name].append(time.perf_counter() - begun)
    return {key: {name: statistics.median(times) for name, times in each.items()} for key, each in seconds.items()}


@contextmanager
def places(folder: Path, *, postgresql: bool) -> Iterator[dict[str, Engine]]:
    """Give two empty databases of one engine."""
    if not postgresql:
        made = {name: make_engine(f"sqlite:///{folder / name}.db") for name in ("small", "large")}
        yield made
        for engine in made.values():
            engine.dispose()
        return
    server = postgres.start(durable=True)
    try:
        admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in ("small", "large"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        made = {name: make_engine(server.url(name)) for name in ("small", "large")}
        yield made
        for engine in made.values():
            engine.dispose()
    finally:
        server.stop()


def main() -> None:
    """Build both ledgers, measure, and print the ratio of each kind of document."""
    parser = argparse.ArgumentParser(description="Posting on a large ledger against a small one.")
    parser.add_argument("--small", type=int, default=50_000)
    parser.add_argument("--large", type=int, default=5_000_000)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--kept", type=Path, help="a folder of `benchmarks.screens --keep`: its ledgers are copied")
    given = parser.parse_args()
    everything()
    folder = Path(tempfile.mkdtemp(prefix="sparewell-growth-"))
    sizes = {"small": given.small, "large": given.large}
    try:
        for name, size in sizes.items() if given.kept else ():
            shutil.copy(given.kept / f"ledger-{size}.db", folder / f"{name}.db")
        with places(folder, postgresql=given.postgresql) as engines:
            print("PostgreSQL" if given.postgresql else "SQLite")
            ledgers = {
                name: reopened(engine) if given.kept else build(engine, sizes[name]) for name, engine in engines.items()
            }
            for (which, kind), median in measure(ledgers, given.documents).items():
                small, large = median["small"], median["large"]
                print(f"  {which:6} part, {kind:9} {small * 1000:6.2f} ms small {large * 1000:6.2f} ms large"
                      f"  ratio {large / small:.2f}")  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
