"""Let millions of movements go at random through the bare driver and compare what is refused and what is where."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from inventory.verifying import verify
from kernel.db import make_engine
from tests.support.bare_ledger import Bare
from tests.support.databases import quick_folder, session_on

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
SHARE = float(os.environ.get("SPAREWELL_RANDOM_SHARE") or os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
"""Part of a drill's full size, for a quick look while working on it."""


def drill(engine: Engine, attempts: int, parts: int, begin_with: int = SEED) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    bare = Bare(engine, begin_with, parts)
    bare.run(attempts, compare_every=max(attempts // 10, 1))
    done = len(bare.model.done)
    assert done > attempts * 0.6, bare.refusals
    assert len(bare.refusals) >= 8, bare.refusals
    with session_on(engine) as session:
        found = verify(session)
    assert found.findings == ()
    assert (found.movements, found.head) == (done, bare.hash)


def hurried(engine: Engine) -> Engine:
    """Leave out SQLite's flushes: only what the rules say is tried here."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    return engine


def test_the_ledger_at_random(engine: Engine) -> None:
    drill(hurried(engine), 2500, parts=12)


@pytest.mark.drill
@pytest.mark.parametrize("half", range(2))
def test_a_million_movements_on_sqlite(sqlite_url: str, tmp_path: Path, half: int) -> None:
    """Go in two halves, so that two workers share them."""
    with quick_folder(tmp_path) as folder:
        made = shutil.copy(sqlite_url.removeprefix("sqlite:///"), folder / "ledger.db")
        engine = hurried(make_engine(f"sqlite:///{made}"))
        drill(engine, int(1_000_000 * SHARE / 2), parts=250, begin_with=SEED + half)
        engine.dispose()


@pytest.mark.drill
@pytest.mark.postgres
def test_a_hundred_thousand_movements_on_postgresql(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    drill(engine, int(100_000 * SHARE), parts=100)
    engine.dispose()
