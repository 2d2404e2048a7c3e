"""Time a run of levels computed by one worker and by several, through the job queue of one database.

    python -m benchmarks.sharing [--parts 100000] [--periods 60] [--workers 2]

Each worker is a process of its own, as it would be on another host. Everything counts, from reading the demand to the
stored levels; only the planner's own part is shared out. The levels are compared: they must be the same.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import Engine, delete, select

from benchmarks.level_store import fill
from benchmarks.planning import demand
from forecasting.settings import WORKERS
from forecasting.tables import KeptLevel, Level, LevelRun
from kernel.clock import Clock, business_day
from kernel.db import Base, make_engine
from kernel.errors import Conflict
from kernel.settings import set_value
from tests.support.databases import session_on
from tests.support.web import make_app
from tests.support.world import NOON, World
from webapp.db import db, own_sessions
from webapp.jobs import Progress
from webapp.jobs.worker import work_off
from webapp.jobs_of.plans import compute_stock
from webapp.tables import Job

PAUSE_SECONDS = 0.2


def helper(url: str, folder: str) -> None:
    """Work off what the queue asks for until told to stop."""
    app = make_app(url, Path(folder), JOBS_IMMEDIATE=False)
    with app.app_context():
        db.session.execute(select(1))
    print("ready", flush=True)
    while not Path(folder, "stop").exists():
        with contextlib.suppress(Conflict):  # the other one writes
            if work_off(app):
                continue
        time.sleep(PAUSE_SECONDS)


def levels(engine: Engine) -> list[tuple[Any, ...]]:
    """Return what the newest levels say, and clear them away for the next run."""
    names = [column for column in Level.__table__.columns if column.name not in ("id", "run_id")]
    with session_on(engine) as session:
        newest = select(LevelRun.id).order_by(LevelRun.id.desc()).limit(1).scalar_subquery()
        rows = session.execute(select(*names).where(Level.run_id == newest).order_by(Level.part_id, Level.store_id))
        found = [tuple(row) for row in rows]
        session.execute(delete(Level))
        session.execute(delete(KeptLevel))
        session.commit()
    return found


def timed(app: Flask, by: int, number: int) -> float:
    """Return the seconds of a run of levels."""
    with app.app_context():
        factory, clock = own_sessions(db.engine), cast(Clock, app.config["CLOCK"])
        with session_on(db.engine) as session:
            row = Job(
                key=f"benchmark {number}", name="plan", arguments={}, asked_at=NOON, asked_by_id=by, state="running"
            )
            session.add(row)
            session.commit()
            job_id = row.id
        begin = time.perf_counter()
        compute_stock(Progress(job_id, by, "plan", factory, clock), business_day(NOON), by)
        return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--parts", type=int, default=100_000)
    asked.add_argument("--periods", type=int, default=60)
    asked.add_argument("--workers", type=int, default=2)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'shared.db'}"
        engine = make_engine(url)
        Base.metadata.create_all(engine)
        with session_on(engine) as session:
            world = World(session).build()
            fill(session, world, demand(options.parts, options.periods))
            session.commit()
        app = make_app(url, Path(folder))
        alone = timed(app, world.people["buyer"], 1)
        one = levels(engine)
        with session_on(engine) as session:
            rule = {"workers": options.workers, "least_rows": 1}
            set_value(session, name=WORKERS, value=rule, valid_from_on=date(2026, 1, 1), by=None)
            session.commit()
        command = [sys.executable, "-c", "import sys; from benchmarks.sharing import helper; helper(*sys.argv[1:])"]
        helpers = [
            subprocess.Popen([*command, url, folder], stdout=subprocess.PIPE, text=True)
            for _ in range(options.workers - 1)
        ]
        for each in helpers:
            assert each.stdout is not None
            each.stdout.readline()
        together = timed(app, world.people["buyer"], 2)
        same = levels(engine) == one
        Path(folder, "stop").touch()
        for each in helpers:
            each.wait()
        engine.dispose()
    print(f"one worker                      {alone:8.2f} s   {len(one)} levels")
    print(f"{options.workers} workers                       {together:8.2f} s   {together / alone:.2f} of it")
    print("the levels are the same" if same else "THE LEVELS DIFFER")


if __name__ == "__main__":
    main()
