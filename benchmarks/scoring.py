"""Time the evaluation of all suppliers at once against scoring them one by one, on the same receipts.

    python -m benchmarks.scoring [--suppliers 5000] [--lines 1000000] [--one-by-one 40]

Everything counts: reading a database, summing, scoring, storing. The one-by-one way reads each supplier's facts as rows
and scores them, for some suppliers, and is scaled up to all. Sums of both ways are compared: they must be the same.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, insert, select, text

from kernel.amounts import Money, Quantity
from kernel.db import Base, make_engine
from procurement.credibility import sums_of
from procurement.evaluating import evaluate_suppliers, facts_of, months_before, rules_on
from procurement.reading_scores import read_sums
from procurement.scorecard import delivery, quality, score
from procurement.tables import Delivery, Order, OrderLine, Supplier
from tests.support.databases import session_on
from tests.support.world import NOON, World

ON = date(2026, 3, 1)
LINES_AN_ORDER = 5
CHUNK = 50_000


def fill(engine: Engine, suppliers: int, lines: int) -> list[int]:
    """Write suppliers with orders, lines and one delivery a line; return the suppliers' ids."""
    random = np.random.default_rng(7)
    with session_on(engine) as session:
        world = World(session).build()
        session.commit()
    with engine.begin() as connection:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))  # measured is reading, not the guards of writing
    by, part, store = world.people["buyer"], world.parts["P1"], world.places["C"]
    late_share, bad_share = random.beta(1, 4, suppliers), random.beta(1, 20, suppliers)
    with engine.begin() as connection:
        connection.execute(
            insert(Supplier),
            [
                {"id": n + 1, "code": f"S{n}", "name_zh": "", "name_en": "", "proposed_by_id": by, "created_at": NOON}
                | {"state": "candidate"}
                for n in range(suppliers)
            ],
        )
    for begin in range(0, lines // LINES_AN_ORDER, CHUNK // LINES_AN_ORDER):
        orders = range(begin, min(begin + CHUNK // LINES_AN_ORDER, lines // LINES_AN_ORDER))
        _write(engine, orders, random, (late_share, bad_share), (by, part, store))
    return [n + 1 for n in range(suppliers)]


def _write(
    engine: Engine,
    orders: range,
    random: np.random.Generator,
    truth: tuple[np.ndarray, np.ndarray],
    ids: tuple[int, int, int],
) -> None:
    """Write some orders with their lines and deliveries."""
    by, part, store = ids
    heads, rows, came = [], [], []
    for order in orders:
        owner = int(random.integers(truth[0].size))
        sent = ON - timedelta(days=int(random.integers(30, 700)))
        due = sent + timedelta(days=14)
        heads.append(
            {"id": order + 1, "number": f"PO{order}", "supplier_id": owner + 1, "store_id": store, "state": "received"}
            | {"created_by_id": by, "created_at": NOON, "created_on": sent, "ordered_on": sent, "expected_on": due}
        )
        for line in range(LINES_AN_ORDER):
            key = order * LINES_AN_ORDER + line + 1
            size = int(random.integers(1, 200))
            bad = int(random.binomial(size, truth[1][owner]))
            late = int(random.integers(1, 30)) if random.random() < truth[0][owner] else 0
            amount = Quantity.of(size)
            rows.append(
                {"id": key, "order_id": order + 1, "line_no": line + 1, "part_id": part, "quantity": amount}
                | {"unit_price_cny": Money.of(1), "received": amount, "first_promised_on": due}
            )
            came.append(
                {"id": key, "order_line_id": key, "quantity": amount, "received_on": due + timedelta(days=late)}
                | {"received_by_id": by, "recorded_at": NOON, "due_on": due, "failed": Quantity.of(bad)}
                | {"passed": Quantity.of(size - bad), "severity": "major" if bad else None}
            )
    with engine.begin() as connection:
        connection.execute(insert(Order), heads)
        connection.execute(insert(OrderLine), rows)
        connection.execute(insert(Delivery), came)


def main() -> None:
    """Fill a database, score it both ways, print seconds, lines a second, their ratio and the memory."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--suppliers", type=int, default=5000)
    asked.add_argument("--lines", type=int, default=1_000_000)
    asked.add_argument("--one-by-one", type=int, default=40)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder, 'scores.sqlite3').as_posix()}")
        Base.metadata.create_all(engine)
        ids = fill(engine, given.suppliers, given.lines)
        with session_on(engine) as session:
            rules, since = rules_on(session, ON), months_before(ON, 24)
            some = ids[:: max(1, len(ids) // given.one_by_one)]
            begin = time.perf_counter()
            facts = [facts_of(session, each, on=ON, since=since) for each in some]
            for each in facts:
                score(each, rules, ON)
            alone = (time.perf_counter() - begin) / len(some) * len(ids)
            read = read_sums(session, some, rules, on=ON, since=since)
            for at, each in enumerate(facts):
                same = read.quality.of(at) == sums_of(quality(each.lines, rules, ON).rows)
                if not (same and read.delivery.of(at) == sums_of(delivery(each.lines, rules, ON).rows)):
                    raise SystemExit(f"the sums of supplier {some[at]} differ")
            session.rollback()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            begin = time.perf_counter()
            by = session.scalars(select(Supplier.proposed_by_id)).first()
            assert by is not None
            evaluate_suppliers(session, on=ON, by=by, at=NOON, request_key="benchmark")
            session.commit()
            together = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{given.suppliers:,} suppliers, {given.lines:,} receipt lines; sums alike on {len(some)} suppliers")
    print(f"all at once   {together:8.1f} s   {given.lines / together:12,.0f} lines/s")
    print(f"one by one    {alone:8.1f} s   {given.lines / alone:12,.0f} lines/s   (from {len(some)} suppliers)")
    print(f"ratio         {alone / together:8.1f}     memory {before / 1024:,.0f} -> {peak / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
