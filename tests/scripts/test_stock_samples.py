"""Stored lots are looked at by age and risk; a bad finding freezes the lot, once, and names who lost a promise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.tables import FrozenLot, Part
from kernel.errors import InvalidState, RuleViolation
from receiving.sampling_stock import PlannedSamples, judge_sample, plan_samples
from receiving.tables import StockSample
from tests.support.world import World, q

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def world(session: Session) -> World:
    """Return a company with a lot of 2024, one of last month, and a fresh one of a vital part that is kept cold."""
    made = World(session).build()
    made.stocked("P1", 25, on=date(2024, 1, 5))
    made.stocked("P1", 4, on=date(2026, 2, 5))
    part = session.get_one(Part, made.parts["P2"])
    part.criticality, part.storage_condition = "vital", "below 10 °C"
    made.stocked("P2", 9, at="C-A2", on=date(2025, 12, 20))
    return made


def planned(world: World, key: str, at: datetime = NOW) -> PlannedSamples:
    return plan_samples(world.session, by=world.people["inspector"], at=at, request_key=key)


def judged(world: World, number: int, defective: int, finding: str = "") -> tuple[str, tuple[int, ...]]:
    done = judge_sample(
        world.session,
        stock_sample_id=number,
        defective=q(defective),
        finding=finding,
        by=world.people["inspector"],
        at=NOW,
        request_key=f"j{number}{defective}{finding}",
    )
    return done.state, done.frozen_lot_ids


def test_age_and_risk_decide_what_is_due_and_nothing_is_due_twice(world: World) -> None:
    assert planned(world, "a") == PlannedSamples(due=2, lapsed=0)
    rows = world.session.scalars(select(StockSample).order_by(StockSample.lot_id)).all()
    assert [(row.lot_id, row.sample_size) for row in rows] == [(1, q(6)), (3, q(4))]
    assert planned(world, "b") == PlannedSamples(due=0, lapsed=0)
    assert judged(world, rows[0].id, 0) == ("good", ())
    assert planned(world, "c") == PlannedSamples(due=0, lapsed=0)
    assert planned(world, "d", datetime(2027, 3, 2, 4, tzinfo=UTC)).due == 2


def test_a_bad_finding_freezes_the_lot_and_says_what_is_wrong(world: World) -> None:
    planned(world, "a")
    with pytest.raises(RuleViolation) as error:
        judged(world, 1, 1)
    assert error.value.code == "finding_missing"
    with pytest.raises(RuleViolation):
        judged(world, 1, 7, "all")
    assert judged(world, 1, 2, "corroded") == ("bad", (1,))
    assert world.session.get(FrozenLot, 1) is not None
    with pytest.raises(InvalidState):
        judged(world, 1, 1, "again")
    assert planned(world, "b").due == 0  # a frozen lot waits for its verdict, not for another sample


def test_the_database_keeps_a_result(world: World) -> None:
    planned(world, "a")
    judged(world, 1, 0)
    for attack in (
        "UPDATE stock_sample SET state = 'bad', defective = 1, finding = 'x' WHERE id = 1",
        "UPDATE stock_sample SET inspected_by_id = 1 WHERE id = 1",
        "DELETE FROM stock_sample",
        "UPDATE stock_sample SET state = 'good' WHERE id = 2",
        "UPDATE stock_sample SET lot_id = 2 WHERE id = 2",
    ):
        with pytest.raises(DBAPIError), world.session.begin_nested():
            world.session.execute(text(attack))
