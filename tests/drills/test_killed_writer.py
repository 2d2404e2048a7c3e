"""Kill a writing process at any statement: what it was told is done stays done, the rest never happened."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.pool import NullPool

from inventory import accepting, issuing, putting_away, requesting
from inventory.tables import Posting
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.db import make_engine
from kernel.requests import was_posted
from tests.support.databases import Copies, Names, session_on
from tests.support.world import NOON, q

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
FORK = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
DOCUMENTS = 3


def work(engine: Engine, names: Names, acknowledge: Callable[[str], None]) -> None:
    """Bring goods in and issue them, one transaction a document, and acknowledge each after its commit."""
    who, part = names.people, names.parts["P1"]
    with session_on(engine) as session:
        for number in range(DOCUMENTS):
            key = str(uuid4())
            common = {"at": NOON, "by": who["keeper"]}
            brought = accepting.bring_in(
                session,
                part_id=part,
                quantity=q(5),
                hold_location_id=names.places["C-H"],
                unit_cost_cny=Money.of(3),
                received_on=date(2026, 3, 1),
                reference=f"R{number}",
                origin="opening",
                brought_by_id=who["buyer"],
                request_key=f"{key}:bring",
                **common,
            )
            lot = brought.lots[0].lot_id
            accepting.clear(
                session,
                lot_id=lot,
                hold_location_id=names.places["C-H"],
                passed=q(5),
                failed=q(0),
                reference="I",
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
                request_key=f"{key}:away",
                **common,
            )
            session.commit()
            acknowledge(f"{key}:away")
            opened = requesting.open_work_order(
                session,
                number=f"W{key[:8]}",
                urgency="normal",
                product_model_id=None,
                engineer_id=who["engineer"],
                request_key=f"{key}:order",
                **common,
            )
            asked = requesting.request_part(
                session,
                work_order_id=opened.work_order_id,
                part_id=part,
                store_id=names.places["C"],
                quantity=q(2),
                request_key=f"{key}:ask",
                **common,
            )
            issuing.issue(
                session, part_request_id=asked.part_request_id, quantity=q(2), request_key=f"{key}:issue", **common
            )
            session.commit()
            acknowledge(f"{key}:issue")


def counted(engine: Engine, reached: Callable[[], None]) -> None:
    """Call `reached` before and after every statement and around every commit."""
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, lambda *_: reached())


def doomed(url: str, names: Names, last: int, pipe: int) -> None:
    """Work until event number `last`, then die without a word."""
    engine = make_engine(url, poolclass=NullPool)
    left = last

    def reached() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    counted(engine, reached)
    work(engine, names, lambda key: os.write(pipe, f"{key}\n".encode()) and None)


def acknowledged(url: str, names: Names, last: int) -> list[str]:
    """Run a doomed writer and return what it was told is done."""
    assert FORK is not None
    reading, writing = os.pipe()
    process = FORK.Process(target=doomed, args=(url, names, last, writing))
    process.start()
    os.close(writing)
    with os.fdopen(reading) as pipe:
        keys = pipe.read().split()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return keys


def drill(copies: Copies, rounds: int) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    events = 0

    def reached() -> None:
        nonlocal events
        events += 1

    with copies.fresh() as engine:
        counted(engine, reached)
        work(engine, copies.names, lambda _: None)
    chosen = random.Random(SEED)
    for _ in range(rounds):
        last = chosen.randint(1, events)
        with copies.fresh() as engine:
            url = engine.url.render_as_string(hide_password=False)
            keys = acknowledged(url, copies.names, last)
            with session_on(engine) as session:
                assert all(was_posted(session, key) for key in keys), last
                found = verify(session)
                assert found.findings == (), last
                postings = session.scalar(select(func.count()).select_from(Posting)) or 0
                issues = sum(key.endswith(":issue") for key in keys)
                least = 3 * (len(keys) - issues) + issues
                assert least <= postings <= least + 3, last
            with session_on(engine) as session:
                work(engine, copies.names, lambda _: None)
                assert verify(session).whole


@pytest.fixture
def copies(database_url: str, tmp_path: Path) -> Copies:
    if FORK is None:
        pytest.skip("this system cannot fork a process")
    return Copies(database_url, tmp_path)


def test_a_killed_writer_loses_nothing_acknowledged(copies: Copies) -> None:
    drill(copies, 6 if copies.url.startswith("sqlite") else 3)


@pytest.mark.drill
def test_many_killed_writers(copies: Copies) -> None:
    drill(copies, 1000 if copies.url.startswith("sqlite") else 200)
