"""Two processes work out one run of levels through the queue, and the levels are those of one alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from forecasting.demand import period_starts
from forecasting.settings import WORKERS
from forecasting.sharing import drop_shares
from forecasting.tables import KeptLevel, Level, LevelRun, LevelShare
from inventory.tables import Part
from kernel.amounts import Quantity
from kernel.bulk import insert_columns
from kernel.db import Base
from kernel.settings import set_value
from tests.support.procurement import Market
from tests.support.web import Web, make_app
from tests.support.world import World
from webapp.jobs_of import level_shares
from webapp.tables import Job

PARTS, MONTHS = 1500, 14
OWN = ("id", "run_id")


@pytest.fixture
def wanted(sqlite_url: str, tmp_path) -> Iterator[Web]:
    yield from furnished(sqlite_url, tmp_path)


@pytest.fixture
def wanted_on_each(database_url: str, tmp_path) -> Iterator[Web]:
    yield from furnished(database_url, tmp_path)


def furnished(url: str, folder: Path) -> Iterator[Web]:
    web = Web(make_app(url, folder))
    with web.session() as session:
        world = World(session).build()
        Market(world).offer("S1", "P1", (0, "10"))
        unit_id, first = session.scalars(select(Part.unit_id)).first(), max(world.parts.values()) + 1
        ids = [*range(first, first + PARTS)]
        names = {"name_zh": ["配件"] * PARTS, "name_en": ["Part"] * PARTS, "unit_id": [unit_id] * PARTS}
        numbers = {"id": ids, "number": [f"B{key}" for key in ids]}
        insert_columns(session, Base.metadata.tables["part"], numbers | names)
        rng = np.random.default_rng(5)
        units = rng.poisson(rng.gamma(0.5, 1.5, (PARTS, 1)), (PARTS, MONTHS))
        part, month = np.nonzero(units)
        starts = period_starts("2025-01-01", MONTHS, "month").astype(object).tolist()
        insert_columns(
            session,
            Base.metadata.tables["history_demand"],
            {
                "part_id": (part + first).tolist(),
                "store_id": [world.places["C"]] * part.size,
                "period_start_on": [starts[m] for m in month.tolist()],
                "quantity": [Quantity(int(each) * 1000) for each in units[part, month].tolist()],
                "source": ["test"] * part.size,
            },
        )
        session.commit()
    yield web
    web.engine.dispose()


def levels(web: Web) -> tuple[str, list[tuple[object, ...]]]:
    """Return the hash of the newest run and all that its levels say."""
    with web.session() as session:
        run = session.scalars(select(LevelRun).order_by(LevelRun.id.desc())).first()
        names = [column.name for column in Level.__table__.columns if column.name not in OWN]
        rows = session.execute(
            select(*(getattr(Level, name) for name in names))
            .where(Level.run_id == run.id)
            .order_by(Level.part_id, Level.store_id)
        )
        return run.inputs_hash, [tuple(row) for row in rows]


def forget(web: Web) -> None:
    """Make the levels new again: a run of the same inputs is not computed twice."""
    with web.engine.begin() as connection:
        for table in (Level, KeptLevel):
            connection.execute(table.__table__.delete())


@pytest.mark.slow
def test_two_processes_make_the_levels_that_one_makes(wanted_on_each: Web, tmp_path, monkeypatch) -> None:
    wanted = wanted_on_each
    buyer = wanted.as_("buyer")
    buyer.post("/plans/run", {})
    alone = levels(wanted)
    assert len(alone[1]) > 4096, "more than one share"
    forget(wanted)
    with wanted.session() as session:
        rule = {"workers": 2, "least_rows": 1000}
        set_value(session, name=WORKERS, value=rule, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    gathered, workers = level_shares._gathered, set()
    url = wanted.engine.url.render_as_string(hide_password=False)

    def with_another(progress, key: str, shares: int) -> list[bytes]:
        """Take one share here, and let another process take what the queue asks it for."""
        assert level_shares.work_one(progress, key)
        subprocess.run([sys.executable, "-m", "tests.support.worker", url, str(tmp_path)], check=True, timeout=300)
        results = gathered(progress, key, shares)
        with progress.read() as session:
            workers.update(session.scalars(select(LevelShare.worker)))
        return results

    monkeypatch.setattr(level_shares, "_gathered", with_another)
    buyer.post("/plans/run", {})
    assert len(workers) == 2
    with wanted.session() as session:
        helper = session.scalars(select(Job).where(Job.name == "level_share")).one()
        assert (helper.state, helper.result["shares"] > 0) == ("done", True)
        assert session.scalar(select(func.count()).select_from(LevelShare)) == 0
        head = session.scalars(select(Job).where(Job.name == "plan").order_by(Job.id.desc())).first()
        assert head.state == "done"
    assert levels(wanted) == alone


def test_without_a_free_worker_the_asker_works_alone(wanted: Web, monkeypatch) -> None:
    with wanted.session() as session:
        rule = {"workers": 3, "least_rows": 1000}
        set_value(session, name=WORKERS, value=rule, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    wanted.as_("buyer").post("/plans/run", {})
    with wanted.session() as session:
        assert session.scalars(select(Job.state).where(Job.name == "plan")).one() == "done"
        waiting = session.scalars(select(Job).where(Job.name == "level_share")).all()
        assert [each.state for each in waiting] == ["queued", "queued"], "whoever comes later finds nothing to do"


def test_who_asks_for_a_run_that_another_has_just_ended_goes_on_alone(wanted: Web, monkeypatch) -> None:
    with wanted.session() as session:
        rule = {"workers": 2, "least_rows": 1000}
        set_value(session, name=WORKERS, value=rule, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    gathered = level_shares._gathered

    def ended_by_another(progress, key: str, shares: int) -> list[bytes]:
        assert level_shares.work_one(progress, key)
        progress.write(lambda session: drop_shares(session, inputs_hash=key))
        return gathered(progress, key, shares)

    monkeypatch.setattr(level_shares, "_gathered", ended_by_another)
    wanted.as_("buyer").post("/plans/run", {})
    with wanted.session() as session:
        assert session.scalars(select(Job.state).where(Job.name == "plan")).one() == "done"
        assert session.scalar(select(func.count()).select_from(Level)) > PARTS
