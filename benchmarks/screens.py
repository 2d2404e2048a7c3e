"""Measure stock list, stock card and movement journal in a small and in a large ledger, through the application.

Each page is opened many times with other rows; what counts is the 95th percentile, and how many times larger it is in
the large ledger. Both ledgers are built by `benchmarks.building` (or taken from a folder where they lie already).

    python -m benchmarks.screens [--movements 50000 5000000] [--parts 1000 100000] [--rounds 40] [--keep FOLDER]
    python -m benchmarks.screens --postgres ...
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, select, text

from benchmarks.building import company, fill
from inventory.checkpointing import add_checkpoints
from inventory.tables import Location, Lot, Movement, Part
from kernel.db import Base, make_engine
from tests.support import postgres
from tests.support.databases import session_on
from tests.support.web import Client, Web, make_app
from tests.support.world import NOON, everything
from webapp import serving

NEAR = 0.95
WARM = 3
"""The first rounds warm statements and templates; they are not counted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what the pages are asked about: rows of the ledger under measure."""

    movements: int
    first_part: int
    last_part: int
    store: int
    first_day: date
    days: int
    lots: int
    bins: int


Address = Callable[[Facts, random.Random, Client], str]


def _part(facts: Facts, chance: random.Random) -> int:
    return chance.randrange(facts.first_part, facts.last_part + 1)


def _number(facts: Facts, chance: random.Random) -> str:
    return f"B{chance.randrange(facts.last_part - facts.first_part + 1):07d}"


def _card(facts: Facts, part: int, place: str = "") -> str:
    return f"/stock/parts/{part}/stores/{facts.store}{place}"


def _days(facts: Facts, chance: random.Random, length: int) -> str:
    since = facts.first_day + timedelta(days=chance.randrange(max(facts.days - length, 1)))
    return f"since={since}&until={since + timedelta(days=length)}"


PAGES: dict[str, Address] = {
    "stock list, first page": lambda _f, _c, _w: "/stock",
    "stock list, middle page": lambda f, c, _w: (
        f"/stock?cursor=o:{_number(f, c)}" if f.last_part > 3000 else "/stock?page=9"
    ),
    "stock list, last page": lambda f, _c, _w: "/stock?cursor=end" if f.last_part > 3000 else "/stock?page=9999",
    "stock list, of a store": lambda _f, c, _w: f"/stock?store={c.choice('CN')}",
    "stock list, number sought": lambda f, c, _w: f"/stock?q={_number(f, c)}",
    "stock card, usual part": lambda f, c, _w: _card(f, _part(f, c)),
    "stock card, busiest part": lambda f, _c, _w: _card(f, f.first_part),
    "stock card, busiest, middle": lambda f, c, _w: _card(f, f.first_part, f"?before={c.randrange(1, f.movements)}"),
    "stock card, busiest, oldest": lambda f, _c, _w: _card(f, f.first_part, "?oldest=1"),
    "journal, first page": lambda _f, _c, _w: "/movements",
    "journal, middle page": lambda f, c, _w: f"/movements?cursor=o{c.randrange(1, f.movements)}",
    "journal, last page": lambda _f, _c, _w: "/movements?cursor=end",
    "journal, of a part": lambda f, c, _w: f"/movements?part={_number(f, c)}",
    "journal, of the busiest part": lambda _f, _c, _w: "/movements?part=B0000000",
    "journal, through a bin": lambda _f, c, _w: f"/movements?place=C-B{c.randrange(200):03d}",
    "journal, of a store": lambda _f, c, _w: f"/movements?place={c.choice('CN')}",
    "journal, of a kind": lambda _f, c, _w: f"/movements?kind={c.choice(['issue', 'relocation', 'putaway', 'scrap'])}",
    "journal, of a month": lambda f, c, _w: f"/movements?{_days(f, c, 30)}",
    "journal, of a kind and week": lambda f, c, _w: f"/movements?kind=relocation&{_days(f, c, 7)}",
    "journal, of a document": lambda f, c, _w: f"/movements?reference=D{c.randrange(1, f.lots)}",
}


@dataclass(slots=True)
class Side:
    """Hold an application on one of the ledgers, and how long each of its pages took."""

    web: Web
    facts: Facts
    client: Client
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def open(self, name: str, *, counted: bool) -> None:
        """Open a page once."""
        path = PAGES[name](self.facts, self.chance, self.client)
        begun = time.perf_counter()
        answer = self.client.get(path)
        spent = time.perf_counter() - begun
        assert answer.status_code == 200, (path, answer.status_code)
        assert re.search(r"<h1", answer.text), path
        if counted:
            self.seconds.setdefault(name, []).append(spent)

    def near(self, name: str) -> float:
        """Return the 95th percentile of a page in milliseconds."""
        return sorted(self.seconds[name])[int(len(self.seconds[name]) * NEAR)] * 1000


def side(url: str, folder: Path) -> Side:
    """Open an application on a ledger."""
    web = Web(make_app(url, folder, TESTING=True))  # a setting of its own makes an application of its own
    return Side(web, facts_of(web.engine), web.as_("supervisor"))


def measure(sides: list[Side], rounds: int) -> None:
    """Open every page in turns on each side, so that the machine's mood hits all of them."""
    for name in PAGES:
        for number in range(rounds + WARM):
            for each in sides:
                each.open(name, counted=number >= WARM)


def facts_of(engine: Engine) -> Facts:
    """Read what the ledger holds."""
    with session_on(engine) as session:
        built = select(Part.id).where(Part.number.like("B_______")).order_by(Part.id)
        first = session.scalars(built.limit(1)).one()
        last = session.scalars(built.order_by(None).order_by(Part.id.desc()).limit(1)).one()
        newest = session.scalars(select(Movement).order_by(Movement.id.desc()).limit(1)).one()
        oldest = session.scalars(select(Movement).order_by(Movement.id).limit(1)).one()
        return Facts(
            newest.id,
            first,
            last,
            session.scalars(select(Location.id).where(Location.code == "C")).one(),
            oldest.moved_on,
            (newest.moved_on - oldest.moved_on).days,
            session.scalars(select(Lot.id).order_by(Lot.id.desc()).limit(1)).one(),
            200,
        )


def ready(url: str, movements: int, parts: int) -> None:
    """Build the ledger unless it is there, and let the daily job write its checkpoints."""
    engine = make_engine(url)
    with engine.connect() as connection:
        there = engine.dialect.has_table(connection, "movement")
        full = there and connection.execute(text("SELECT COUNT(*) FROM chain_head WHERE last_id > 0")).scalar_one() > 1
    if not full:
        Base.metadata.create_all(engine)
        print(fill(engine, company(engine), movements=movements, parts=parts))
    with session_on(engine) as session:
        print("checkpoints:", add_checkpoints(session, by=0, at=NOON, request_key=f"bench{time.time()}").added)
        session.commit()
    engine.dispose()


@contextlib.contextmanager
def addresses(folder: Path, sizes: list[int], *, on_postgres: bool) -> Iterator[list[str]]:
    """Give an address for each ledger, on files in the folder or on a server of its own."""
    if not on_postgres:
        yield [f"sqlite:///{folder / f'ledger-{size}.db'}" for size in sizes]
        return
    server = postgres.start()
    try:
        admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for size in sizes:
                connection.execute(text(f"CREATE DATABASE ledger_{size}"))
        admin.dispose()
        yield [server.url(f"ledger_{size}") for size in sizes]
    finally:
        server.stop()


def main() -> None:
    """Measure both ledgers and print the figures side by side."""
    parser = argparse.ArgumentParser(description="Pages over a small and a large ledger.")
    parser.add_argument("--movements", type=int, nargs=2, default=[50_000, 5_000_000])
    parser.add_argument("--parts", type=int, nargs=2, default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="a folder where the ledgers lie, or are left")
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    everything()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="sparewell-screens-"))
    folder.mkdir(exist_ok=True)
    try:
        with addresses(folder, given.movements, on_postgres=given.postgres) as urls:
            for url, movements, parts in zip(urls, given.movements, given.parts, strict=True):
                ready(url, movements, parts)
            small, large = sides = [side(url, folder) for url in urls]
            serving.settle()  # as the server does when it starts
            measure(sides, given.rounds)
            for each in sides:  # a server does not stop while somebody is connected
                each.web.engine.dispose()
        print(f"{'95th percentile, ms':34}{given.movements[0]:>12,}{given.movements[1]:>12,}   times")
        for name in PAGES:
            print(
                f"{name:34}{small.near(name):12.1f}{large.near(name):12.1f}{large.near(name) / small.near(name):8.2f}"
            )
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
