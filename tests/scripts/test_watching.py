"""The watch on the forecast: what levels promised when a month began, against what came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.keeping_levels import keep_stored_runs
from forecasting.levelling import compute_levels
from forecasting.preparing_levels import Supply
from forecasting.tables import ForecastAlarm, ForecastError, ForecastWatch, HistoryDemand, KeptLevel, LevelRun
from forecasting.tables.base import PlannedWork
from forecasting.watching import due_months, see_alarm, watch_month
from inventory import requesting
from inventory.tables import Category, Location, Part, PartRequest
from kernel.errors import InvalidState, RuleViolation
from kernel.settings import set_value
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    """N is replenished from C; four pieces of P1 are asked for each month up to the end of February."""
    session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
    category = Category(code="AC", name_zh="空调", name_en="Air conditioner")
    session.add(category)
    session.flush()
    session.get_one(Part, world.parts["P1"]).category_id = category.id
    for back in range(24):
        number = 2026 * 12 + 1 - back
        session.add(
            HistoryDemand(
                part_id=world.parts["P1"],
                store_id=world.places["C"],
                period_start_on=date(number // 12, number % 12 + 1, 1),
                quantity=q(4),
                source="old.csv",
            )
        )
    session.flush()
    return Desk(session, world)


def plan(desk: Desk, on: date, lead_days: float = 10.0) -> int:
    supply = Supply((desk.world.parts["P1"],), (lead_days,), (0.0,), (10.0,), (0.2,), (0.0,), (1.0,), ((),), ((),))
    made = compute_levels(
        desk.session, on=on, lead_times=supply, by=desk.world.people["buyer"], at=NOON, request_key=key()
    )
    return made.level_run_id


def ask(desk: Desk, number: str, units: int, on: date, store: str = "C") -> requesting.Requested:
    return requesting.request_part(
        desk.session,
        work_order_id=desk.order(number),
        part_id=desk.world.parts["P1"],
        store_id=desk.world.places[store],
        quantity=q(units),
        by=desk.world.people["desk"],
        at=datetime(on.year, on.month, on.day, 4, tzinfo=UTC),
        request_key=key(),
    )


def watch(desk: Desk, month: date) -> dict[tuple[str, str], ForecastWatch]:
    watch_month(desk.session, month_on=month, by=desk.world.people["buyer"], at=NOON, request_key=key())
    rows = desk.session.scalars(select(ForecastWatch).where(ForecastWatch.month_on == month))
    return {(row.group_kind, row.group_key): row for row in rows}


MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def test_a_month_is_compared_with_the_levels_at_its_beginning(world: World, desk: Desk) -> None:
    plan(desk, date(2026, 2, 20))
    plan(desk, MARCH)
    in_force = plan(desk, date(2026, 3, 15))  # for April
    world.stocked("P1", 5)
    ask(desk, "W1", 3, date(2026, 3, 5))
    ask(desk, "W2", 4, date(2026, 3, 20), store="N")  # N has none of it
    ask(desk, "W3", 4, date(2026, 3, 25))  # two of them are there
    recall = ask(desk, "W4", 9, date(2026, 3, 26))
    planned = desk.session.get_one(PartRequest, recall.part_request_id).work_order_id
    desk.session.add(PlannedWork(work_order_id=planned, kind="campaign"))  # neither demand nor a promise
    desk.session.flush()
    assert due_months(desk.session, date(2026, 3, 31)) == ()
    assert due_months(desk.session, APRIL) == (MARCH,)
    q95 = _kept(desk, MARCH).q95
    groups = watch(desk, MARCH)
    central = groups["store", str(world.places["C"])]
    assert central.demand == 11
    assert central.forecast == pytest.approx(4 * 31 / 30.4375, rel=0.15)
    assert central.deviation == pytest.approx(11 - central.forecast)
    assert (central.lines, central.lines_met, central.asked, central.met) == (2, 1, 7, 5)
    assert (central.cycles, central.cycles_kept) == (1, 0)
    assert (central.ended, central.within_95) == (1, 1 if q95 >= 3 else 0)
    assert ("store", str(world.places["N"])) not in groups  # nothing was promised there
    for kind in ("all", "demand_class", "criticality", "category"):
        assert sum(row.demand for (each, _key), row in groups.items() if each == kind) == 11
    kept = set(desk.session.scalars(select(KeptLevel.run_id)))
    assert kept == {in_force}  # the interval of March's levels is over
    with pytest.raises(InvalidState):
        watch_month(desk.session, month_on=MARCH, by=world.people["buyer"], at=NOON, request_key=key())
    assert due_months(desk.session, MAY) == (APRIL,)


def _kept(desk: Desk, month: date) -> KeptLevel:
    return desk.session.scalars(
        select(KeptLevel).where(KeptLevel.in_force_on == month, KeptLevel.store_id == desk.world.places["C"])
    ).one()


def test_an_interval_is_judged_when_it_has_ended(desk: Desk) -> None:
    plan(desk, MARCH, lead_days=45.0)  # with a week of review it ends on the 21st of April
    ask(desk, "W1", 4, date(2026, 3, 5))
    ask(desk, "W2", 900, date(2026, 4, 21))
    ask(desk, "W3", 900, date(2026, 4, 22))
    kept = _kept(desk, MARCH)
    assert kept.protection_days == 52
    assert watch(desk, MARCH)["all", "all"].ended == 0
    april = watch(desk, APRIL)["all", "all"]
    assert (april.ended, april.within_50, april.within_95, april.under_95) == (1, 0, 0, 0)
    assert april.demand == 1800
    assert desk.session.scalar(select(func.count()).select_from(KeptLevel)) == 1  # still in force for May


def test_a_day_more_and_the_interval_had_covered_it(desk: Desk) -> None:
    plan(desk, MARCH, lead_days=45.0)
    ask(desk, "W1", 900, date(2026, 4, 22))
    watch(desk, MARCH)
    april = watch(desk, APRIL)["all", "all"]
    assert (april.ended, april.within_50, april.under_95) == (1, 1, 1)


def test_alarms_of_bias_coverage_and_service(world: World, desk: Desk) -> None:
    session = desk.session
    start = date(2026, 1, 1)
    set_value(
        session,
        name="watch.tracking",
        value={"smoothing": 0.5, "limit": 0.5, "spreads": 2.0, "least_months": 2},
        valid_from_on=start,
        by=None,
    )
    set_value(
        session, name="watch.coverage", value={"low": 0.9, "high": 0.98, "least": 1}, valid_from_on=start, by=None
    )
    set_value(
        session,
        name="watch.service",
        value={"points": 0.02, "significance": 0.05, "least_lines": 3},
        valid_from_on=start,
        by=None,
    )
    plan(desk, MARCH)
    for number, day in enumerate((2, 3, 4)):  # nothing is in stock
        ask(desk, f"W{number}", 30, MARCH + timedelta(days=day))
    first = watch(desk, MARCH)
    assert sorted(first["all", "all"].alarms) == ["coverage", "service"]
    ask(desk, "W9", 90, date(2026, 4, 9))
    watch(desk, APRIL)
    bias = session.scalars(select(ForecastAlarm).where(ForecastAlarm.kind == "bias")).one()
    assert (bias.month_on, bias.part_id, bias.store_id) == (APRIL, world.parts["P1"], world.places["C"])
    assert (bias.value, bias.cases) == (1, 2)
    state = session.scalars(select(ForecastError)).one()
    assert state.months == 2
    april_error, march_error = 90 - _forecast(desk, 30), 90 - _forecast(desk, 31)
    assert state.error == pytest.approx(0.5 * april_error + 0.25 * march_error)
    missed = session.scalars(
        select(ForecastAlarm).where(ForecastAlarm.kind == "service", ForecastAlarm.group_kind == "all")
    ).one()
    assert (missed.value, missed.cases) == (0, 3)
    assert missed.bound == first["all", "all"].promised > 0.3

    def see(note: str) -> None:
        see_alarm(session, forecast_alarm_id=bias.id, note=note, by=world.people["buyer"], at=NOON, request_key=key())

    with pytest.raises(RuleViolation):
        see(" ")
    see("A new customer")
    assert (bias.note, bias.seen_by_id) == ("A new customer", world.people["buyer"])
    with pytest.raises(InvalidState):
        see("again")


def _forecast(desk: Desk, days: int) -> float:
    return desk.session.scalars(select(KeptLevel.mean)).one() * days


def test_runs_from_before_the_watch_are_taken_from_their_levels(desk: Desk) -> None:
    plan(desk, date(2026, 2, 20))
    plan(desk, date(2026, 3, 20))
    rows = {
        (row.in_force_on, row.store_id): (row.mean, row.q50, row.q90, row.q95, row.protection_days, row.variance)
        for row in desk.session.scalars(select(KeptLevel))
    }
    desk.session.query(KeptLevel).delete()
    assert keep_stored_runs(desk.session) == 2
    assert {
        (row.in_force_on, row.store_id): pytest.approx(
            (row.mean, row.q50, row.q90, row.q95, row.protection_days, row.variance)
        )
        for row in desk.session.scalars(select(KeptLevel))
    } == rows
    assert keep_stored_runs(desk.session) == 0


def test_a_run_for_an_earlier_day_does_not_take_the_place_of_a_later_one(desk: Desk) -> None:
    later = plan(desk, date(2026, 2, 20))
    plan(desk, date(2026, 2, 10))
    assert desk.session.scalar(select(func.count()).select_from(LevelRun)) == 2
    assert set(desk.session.scalars(select(KeptLevel.run_id))) == {later}


def test_a_month_without_levels_is_not_watched(desk: Desk) -> None:
    assert due_months(desk.session, APRIL) == ()
    with pytest.raises(RuleViolation):
        watch_month(desk.session, month_on=MARCH, by=desk.world.people["buyer"], at=NOON, request_key=key())
