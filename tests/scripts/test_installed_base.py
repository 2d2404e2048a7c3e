"""Demand beyond history: rates from real tickets, the installed base in the levels, parts that start like others."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.tables.base import BaseForecast, FailureRate, RateRun
from inventory.tables import Fit, Supersession
from kernel.errors import AppError
from service.base_keeping import (
    keep_sales,
    start_alone,
    start_like,
)
from service.base_planning import mark_planned_work, unmark_planned_work
from service.reading_base import read_sales
from service.tables import Product
from tests.support.installed_base import ON, ask, key, level, levels, recompute, repaired, with_base
from tests.support.service import Desk
from tests.support.world import NOON, World


@pytest.fixture
def desk(world: World) -> Desk:
    return with_base(world)


def test_rates_come_from_completed_repairs_with_the_age_of_the_part(desk: Desk) -> None:
    """A replaced part begins anew, planned work is no failure, and a predecessor's failures are its successor's."""
    session, world = desk.session, desk.world
    for month in range(3, 13):
        repaired(desk, "P2", date(2025, month, 5))
    first = repaired(desk, "P2", date(2025, 6, 20), serial="W20-1")
    repaired(desk, "P2", date(2026, 1, 20), serial="W20-1", quantity=3)
    marked = repaired(desk, "P2", date(2025, 8, 20), serial="W20-2")
    mark_planned_work(session, ticket_id=marked, by=desk.desk, at=NOON, request_key=key())
    repaired(desk, "P2", date(2026, 3, 1))  # this month has not ended
    run = recompute(desk)
    row = session.scalars(select(FailureRate).where(FailureRate.part_id == world.parts["P2"])).one()
    assert (row.run_id, row.failures, row.product_model_id) == (run, 12, world.models["WM-2"])
    assert row.quantity == pytest.approx(14 / 12)
    assert row.units == pytest.approx(144, rel=0.01)
    assert row.low < row.failures / row.unit_months < row.high
    assert row.shape is not None
    by_age = {begin: failures for begin, _end, _units, _months, failures, _rate in row.ages}
    # W20-1 was sold in July 2024: it failed at 11 months, and its new part at 7 months rather than 18.
    assert by_age[3] > 1.9
    assert session.get_one(RateRun, run).first_month_on == date(2025, 3, 1)
    forecast = session.scalars(select(BaseForecast)).one()
    assert forecast.source == "rates"
    assert len(forecast.means) == 24
    assert forecast.means[1] == pytest.approx(row.rate * row.units * row.quantity, rel=0.25)
    again = recompute(desk)
    hashes = session.scalars(select(RateRun.inputs_hash).order_by(RateRun.id)).all()
    assert again != run
    assert hashes[0] == hashes[1]
    unmark_planned_work(session, ticket_id=marked, by=desk.desk, at=NOON, request_key=key())
    session.add(
        Supersession(
            predecessor_id=world.parts["P2"],
            successor_id=world.parts["P3"],
            valid_from_on=date(2026, 1, 1),
            successor_factor=2,
        )
    )
    recompute(desk)
    newest = session.scalars(select(FailureRate).order_by(FailureRate.id.desc())).first()
    assert newest is not None
    assert (newest.part_id, newest.failures) == (world.parts["P3"], 13)
    assert newest.quantity == pytest.approx(2 * 15 / 13), "two of the new one do the work of an old one"
    assert first


def test_sales_are_the_larger_of_counts_and_units_and_cases_alone_are_no_base(desk: Desk) -> None:
    session, world = desk.session, desk.world
    model, other = world.models["WM-2"], world.models["AC-1"]
    kept = keep_sales(
        session,
        rows=((model, date(2026, 1, 15), 50), (other, date(2024, 5, 1), 7)),
        source="sales.csv",
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    assert (kept.written, kept.replaced) == (2, 0)
    sales = read_sales(session, ON)
    january = 2026 * 12
    assert sales.by_month[model][january] == 50
    assert sales.by_month[model][january - 1] == 6
    assert sales.source == {model: "both", other: "counts"}
    again = keep_sales(
        session, rows=((model, date(2026, 1, 1), 2),), source="b.csv", by=desk.desk, at=NOON, request_key=key()
    )
    assert again.replaced == 1
    assert read_sales(session, ON).by_month[model][january] == 6
    with pytest.raises(AppError) as refused:
        keep_sales(
            session,
            rows=((model, date(2026, 1, 1), 2), (model, date(2026, 1, 9), 3)),
            source="c.csv",
            by=desk.desk,
            at=NOON,
            request_key=key(),
        )
    assert refused.value.code == "base_month_twice"
    session.rollback()


def test_units_that_are_registered_by_their_cases_only_are_no_base(desk: Desk) -> None:
    """The desk's one air conditioner has a ticket: a rate per such unit would say that each of them fails."""
    desk.session.get_one(Product, desk.product).purchased_on = date(2025, 6, 1)
    desk.take_in()
    sales = read_sales(desk.session, ON)
    assert sales.source[desk.model] == "cases"
    assert desk.model not in sales.by_month
    assert sales.source[desk.world.models["WM-2"]] == "units"


def test_a_part_with_little_history_follows_its_base_and_says_so(desk: Desk) -> None:
    session = desk.session
    for month in (8, 9, 10, 11, 12):
        for number in range(3):
            repaired(desk, "P2", date(2025, month, 5), serial=f"W{month + number:02}-0")
    recompute(desk)
    levels(desk)
    found, rows = level(desk, "P2")
    forecast = session.scalars(select(BaseForecast)).one()
    assert rows["base_units"].value == pytest.approx(144, rel=0.02)
    assert rows["base_failures"].value == 15
    assert rows["history_weight"].value == 0
    assert rows["base_mean"].value == pytest.approx(found.mean, rel=0.01)
    assert found.mean == pytest.approx(forecast.means[0], rel=0.1)
    assert found.reorder_point > 0
    summed = rows["protection_mean"].value + rows["safety_stock"].value
    assert summed == pytest.approx(rows["reorder_point"].value)
    assert rows["protection_mean"].value == pytest.approx(
        rows["mean_per_period"].value * (rows["lead_time"].value + rows["review"].value)
    )


def test_a_new_part_starts_like_another_and_can_be_let_alone(desk: Desk) -> None:
    session, world = desk.session, desk.world
    for back in range(1, 13):
        month = 2026 * 12 + 2 - back
        ticket = repaired(desk, "P1", date(month // 12, month % 12 + 1, 10), model="AC-1")
        ask(desk, ticket, "P1", 4, date(month // 12, month % 12 + 1, 10))
    levels(desk)
    old, _rows = level(desk, "P1")
    like = {"part_id": world.parts["P3"], "from_on": date(2025, 3, 2), "by": desk.desk, "at": NOON}
    start_like(session, **like, similar_part_id=world.parts["P1"], percent=50, ramp_months=6, request_key=key())
    recompute(desk)
    levels(desk)
    new, rows = level(desk, "P3")
    assert rows["starts_like"].text == "P1"
    assert new.mean == pytest.approx(old.mean * 0.5, rel=0.01)
    start_like(session, **like, percent=100, ramp_months=0, request_key=key())
    recompute(desk)
    assert session.scalars(select(BaseForecast.source).order_by(BaseForecast.id.desc())).first() == "category"
    start_alone(session, part_id=world.parts["P3"], by=desk.desk, at=NOON, request_key=key())
    for wrong, code in (
        ({"similar_part_id": world.parts["P3"]}, "starts_like_itself"),
        ({"part_id": world.parts["P1"]}, "starts_without_category"),
    ):
        with pytest.raises(AppError) as refused:
            start_like(session, **like | wrong, percent=100, ramp_months=0, request_key=key())
        assert refused.value.code == code


def test_old_runs_keep_their_heads_and_lose_their_details(desk: Desk, session: Session) -> None:
    repaired(desk, "P2", date(2025, 5, 5))
    for _time in range(5):
        recompute(desk)
    assert session.scalar(select(func.count()).select_from(RateRun)) == 5
    assert session.scalar(select(func.count(func.distinct(FailureRate.run_id)))) == 3


def test_parts_without_a_fit_to_a_model_in_use_are_left_alone(desk: Desk) -> None:
    """A company without products or counts gets a run with nothing in it, and its levels are as they were."""
    session = desk.session
    session.execute(Product.__table__.delete())
    session.execute(Fit.__table__.delete())
    levels(desk)
    before, _rows = level(desk, "P1")
    recompute(desk)
    levels(desk)
    after, _rows = level(desk, "P1")
    assert after.reorder_point == before.reorder_point
    assert session.scalar(select(func.count()).select_from(FailureRate)) == 0
