"""The plan as a job: its steps, what a stopped one goes on from, and the night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forecasting import shares
from forecasting.tables import LevelRun
from inventory.tables import Location
from kernel.settings import set_value
from kernel.tables import Person
from kernel.telling import listening
from procurement import planning
from procurement.tables import Plan, Proposal
from tests.support.procurement import Market, add_history, key
from tests.support.web import START, Web
from tests.support.world import World
from webapp.jobs import Progress
from webapp.jobs.worker import ask_periodic, work_off
from webapp.jobs_of import plans as jobs
from webapp.plan_steps import STEPS
from webapp.tables import Job


@pytest.fixture
def wanted(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.offer("S1", "P1", (0, "10"))
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        session.commit()
    return web


def count(web: Web, table: type) -> int:
    with web.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def job_of(web: Web, name: str) -> Job:
    with web.session() as session:
        return session.scalars(select(Job).where(Job.name == name).order_by(Job.id.desc())).first()


def test_a_plan_tells_its_steps_in_their_order(wanted: Web) -> None:
    heard = []
    with wanted.session() as session:
        by = session.scalars(select(Person.id)).first() or 0
        with listening(lambda step, done, total: heard.append(step)):
            planning.run_plan(session, on=date(2026, 3, 2), by=by, at=START, request_key=key())
        session.rollback()
    assert list(dict.fromkeys(heard)) == [step for step in STEPS if step != "curve"], "the job draws it beside"


def test_a_plan_that_was_stopped_goes_on_from_the_levels_that_were_kept(wanted: Web, monkeypatch) -> None:
    buyer = wanted.as_("buyer")
    composed = planning.compose

    def stopped(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("the machine went down")

    monkeypatch.setattr(planning, "compose", stopped)
    job = buyer.post("/plans/run", {})
    assert buyer.get(job.location).status_code == 200
    assert (job_of(wanted, "plan").state, job_of(wanted, "plan").error) == ("failed", "internal_error")
    assert (count(wanted, LevelRun), count(wanted, Plan)) == (1, 0)
    computed = []
    monkeypatch.setattr(planning, "compose", composed)
    whole = shares.plan_levels
    monkeypatch.setattr(shares, "plan_levels", lambda *a, **m: (computed.append(1), whole(*a, **m))[1])
    buyer.post("/plans/run", {})
    assert computed == [], "the levels were there"
    assert (count(wanted, LevelRun), count(wanted, Plan)) == (1, 1)
    done = job_of(wanted, "plan")
    assert (done.state, done.done, done.total) == ("done", len(STEPS), len(STEPS))


def test_a_plan_that_is_told_to_stop_leaves_nothing_half_done(wanted: Web, monkeypatch) -> None:
    tell = Progress.tell

    def asked_to_stop(self: Progress, done: int, total: int = 0, message: str = "") -> None:
        if done == list(STEPS).index("store_proposals"):
            self.cancel_asked.set()
        tell(self, done, total, message)

    monkeypatch.setattr(Progress, "tell", asked_to_stop)
    wanted.as_("buyer").post("/plans/run", {})
    assert job_of(wanted, "plan").state == "cancelled"
    assert (count(wanted, LevelRun), count(wanted, Plan), count(wanted, Proposal)) == (1, 0, 0)


def night(web: Web, instant: datetime) -> Job:
    """Let the worker look at the clock and work everything off."""
    web.at(instant)
    ask_periodic(web.app)
    while work_off(web.app):
        pass
    return job_of(web, "plan_nightly")


EARLY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""One o'clock in the morning of the third of March in Shanghai."""


def test_every_night_drafts_are_computed_anew_for_their_authors(wanted: Web) -> None:
    buyer = wanted.as_("buyer")
    buyer.post("/plans/run", {"budget_cny": "5000"})
    with wanted.session() as session:
        plan = session.scalars(select(Plan)).one()
        author, runs = plan.created_by_id, plan.runs
    assert night(wanted, EARLY).result is None, "too early"
    done = night(wanted, EARLY + timedelta(hours=2))
    assert done.state == "done"
    with wanted.session() as session:
        plan = session.scalars(select(Plan)).one()
        assert (plan.created_by_id, plan.planned_on, plan.runs) == (author, date(2026, 3, 3), runs + 1)
        assert str(plan.budget_cny) == "5000"
        assert done.result["plans"] == [plan.number]
    assert night(wanted, EARLY + timedelta(hours=3)).result is None, "once a night"
    assert night(wanted, EARLY + timedelta(hours=24)).result is None, "not before its hour"


def test_a_night_without_drafts_computes_levels_and_a_plan_only_where_an_author_is_named(wanted: Web) -> None:
    told = night(wanted, EARLY + timedelta(hours=2)).result
    assert told is not None
    assert set(told) == {"summary"}, "nobody has planned yet, and nobody is named"
    with wanted.session() as session:
        code = session.scalar(select(Person.code).where(Person.code == "buyer"))
        rule = {"on": True, "hour": 2, "author": code}
        set_value(session, name=jobs.NIGHT, value=rule, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    done = night(wanted, EARLY + timedelta(hours=3))
    assert len(done.result["plans"]) == 1
    assert count(wanted, Plan) == 1
    with wanted.session() as session:
        off = {"on": False, "hour": 2, "author": code}
        set_value(session, name=jobs.NIGHT, value=off, valid_from_on=date(2026, 3, 4), by=None)
        session.commit()
    assert night(wanted, EARLY + timedelta(hours=30)).result is None


def test_a_store_that_buys_no_more_does_not_keep_the_night_from_its_work(wanted: Web) -> None:
    wanted.as_("buyer").post("/plans/run", {})
    with wanted.session() as session:
        scope = session.scalars(select(Plan)).one().scope
        central, other = scope[0], scope[-1]
        assert central != other
        session.get_one(Location, other).supplying_store_id = central
        session.commit()
    done = night(wanted, EARLY + timedelta(hours=2))
    assert done.state == "done"
    with wanted.session() as session:
        plan = session.scalars(select(Plan).where(Plan.state == "draft")).one()
        assert (plan.planned_on, plan.scope) == (date(2026, 3, 3), scope[:-1])
    assert night(wanted, EARLY + timedelta(hours=3)).result is None, "once a night"
