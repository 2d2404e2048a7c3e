"""Stock levels from demand that was asked for: what counts, who sees whose demand, and the sums that open."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import numpy as np
import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forecasting.levelling import Levelled, compute_levels
from forecasting.preparing_levels import Supply
from forecasting.queries import explain_level, latest_run, level_arrays, level_for, levels_select
from forecasting.settings import DEFAULT_LEAD_TIME, MAXIMUM_COVER, PERIOD, VAN_DEMAND
from forecasting.tables import HistoryDemand, Level, LevelRun
from inventory.tables import Category, Location, Part, PartRequest, Supersession, WorkOrder
from kernel.settings import set_value, setting
from tests.support.world import NOON, World, q

ON = date(2026, 3, 2)
keys = count(1)


@pytest.fixture
def network(session: Session, world: World) -> World:
    """N and the van are replenished from C."""
    for code in ("N", "VAN1"):
        session.get_one(Location, world.places[code]).supplying_store_id = world.places["C"]
    session.flush()
    return world


def ask(world: World, part: str, quantity: int, on: date, *, store: str = "C", **columns: object) -> int:
    session = world.session
    number = f"W{next(keys)}"
    order = world.work_order(number)
    row = PartRequest(
        work_order_id=order,
        part_id=world.parts[part],
        store_id=world.places[store],
        quantity=q(quantity),
        urgency="normal",
        asked_by_id=world.people["engineer"],
        asked_at=datetime(on.year, on.month, on.day, 4, tzinfo=UTC),
        asked_on=on,
        **columns,  # type: ignore[arg-type]
    )
    session.add(row)
    session.flush()
    return order


def monthly(world: World, part: str, quantities: list[int], *, store: str = "C", **columns: object) -> None:
    """Ask for so much in each month that ends with February 2026."""
    for back, quantity in enumerate(reversed(quantities)):
        month = 2026 * 12 + 1 - back
        if quantity:
            ask(world, part, quantity, date(month // 12, month % 12 + 1, 10), store=store, **columns)


def compute(world: World, supply: Supply | None = None, on: date = ON) -> Levelled:
    return compute_levels(
        world.session,
        on=on,
        lead_times=supply or Supply(),
        by=world.people["buyer"],
        at=NOON,
        request_key=f"levels-{next(keys)}",
    )


def detail(world: World, part: str, store: str = "C"):
    found = level_for(world.session, part_id=world.parts[part], store_id=world.places[store])
    assert found is not None
    return found


def test_a_store_sees_the_demand_of_all_below_it(session: Session, network: World) -> None:
    monthly(network, "P1", [1, 2, 3, 4])
    monthly(network, "P1", [0, 1, 0, 1], store="N")
    monthly(network, "P1", [1, 0, 0, 0], store="VAN1")
    compute(network)
    central, north = detail(network, "P1"), detail(network, "P1", "N")
    assert central.history == (2, 3, 3, 5)
    assert north.history == (0, 1, 0, 1)
    assert central.sources == {"own": 10, "below": 3}
    assert north.sources == {"own": 2}


def test_what_was_no_demand_does_not_count(session: Session, network: World) -> None:
    monthly(network, "P1", [1, 1, 1])
    ask(network, "P1", 5, date(2026, 2, 3), stream="refill")
    cancelled = ask(network, "P1", 7, date(2026, 2, 3))
    session.get_one(WorkOrder, cancelled).state = "cancelled"
    ask(network, "P1", 4, date(2026, 2, 4), cancelled=q(3), returned=q(3), issued=q(1))
    ask(network, "P1", 9, ON)  # this month has not ended
    compute(network)
    assert detail(network, "P1").history == (1, 1, 2)


def test_asked_for_counts_even_if_it_was_never_issued(session: Session, network: World) -> None:
    ask(network, "P1", 6, date(2026, 2, 3), cancelled=q(6), open=False)
    compute(network)
    assert detail(network, "P1").history == (6,)


def test_vans_count_by_use_or_by_refill_but_never_by_both(session: Session, network: World) -> None:
    ask(network, "P1", 2, date(2026, 2, 3), store="VAN1")
    ask(network, "P1", 5, date(2026, 2, 3), stream="refill")
    compute(network)
    assert detail(network, "P1").history == (2,)
    set_value(session, name=VAN_DEMAND, value="refill", valid_from_on=date(2026, 1, 1), by=None)
    compute(network)
    assert detail(network, "P1").history == (5,)


def test_a_successor_inherits_the_demand_by_its_factor(session: Session, network: World) -> None:
    monthly(network, "P1", [2, 4])
    monthly(network, "P2", [0, 1])
    session.add(
        Supersession(
            predecessor_id=network.parts["P1"],
            successor_id=network.parts["P2"],
            valid_from_on=date(2026, 2, 1),
            predecessor_factor=1,
            successor_factor=3,
        )
    )
    session.flush()
    compute(network)
    assert detail(network, "P2").history == (6, 13)
    assert detail(network, "P2").sources["superseded"] == 18
    assert detail(network, "P1").history == (0, 0)
    assert detail(network, "P1").reorder_point == 0


def test_an_alternate_that_was_issued_is_demand_of_the_part_asked_for(session: Session, network: World) -> None:
    ask(network, "P2", 3, date(2026, 2, 3), asked_part_id=network.parts["P1"])
    compute(network)
    assert detail(network, "P1").history == (3,)
    assert detail(network, "P2").history == (0,)


def test_imported_history_counts_and_begins_with_its_file(session: Session, network: World) -> None:
    rows = [("P1", date(2025, 10, 1), 2), ("P1", date(2025, 12, 1), 1), ("P2", date(2025, 12, 1), 5)]
    for part, start, quantity in rows:
        session.add(
            HistoryDemand(
                part_id=network.parts[part],
                store_id=network.places["N"],
                period_start_on=start,
                quantity=q(quantity),
                source="old.csv",
            )
        )
    ask(network, "P1", 4, date(2026, 2, 3), store="N")
    compute(network)
    assert detail(network, "P1", "N").history == (2, 0, 1, None, 4), (
        "between the file and the first request nobody watched"
    )
    assert detail(network, "P2", "N").history == (None, None, 5, None, 0)
    assert detail(network, "P1").sources == {"below": 7, "imported": 3}


def test_a_part_that_nobody_offers_comes_after_the_days_that_the_site_assumes(session: Session, network: World) -> None:
    ask(network, "P1", 3, date(2026, 2, 3))

    def lead_time() -> float:
        newest = select(Level.lead_time_days).where(Level.part_id == network.parts["P1"]).order_by(Level.id.desc())
        return session.scalars(newest).first() or 0.0

    compute(network)
    assert lead_time() == 30
    set_value(session, name=DEFAULT_LEAD_TIME, value=75, valid_from_on=date(2026, 1, 1), by=None)
    compute(network)
    assert lead_time() == 75


def test_weeks_are_counted_from_monday(session: Session, network: World) -> None:
    set_value(session, name=PERIOD, value="week", valid_from_on=date(2026, 1, 1), by=None)
    ask(network, "P1", 1, date(2026, 2, 15))
    ask(network, "P1", 2, date(2026, 2, 16))
    ask(network, "P1", 4, date(2026, 3, 1))
    compute(network)
    found = detail(network, "P1")
    assert found.history == (1, 2, 4)
    assert found.period_starts_on[0] == date(2026, 2, 9)


def test_lead_times_and_prices_shape_the_levels(session: Session, network: World) -> None:
    monthly(network, "P1", [3, 5, 4, 6, 2, 4, 5, 3, 4, 6, 4, 5])
    one = network.parts["P1"]

    def supply(days: float, order_cost: float = 100.0) -> Supply:
        return Supply((one,), (days,), (3.0,), (order_cost,), (0.2,), (0.0,), (6.0,), ((0.0,),), ((50.0,),))

    compute(network, supply(10))
    short = detail(network, "P1")
    compute(network, supply(60))
    long = detail(network, "P1")
    assert long.reorder_point > short.reorder_point
    assert long.safety_stock > short.safety_stock
    quantity = short.order_up_to_level - short.reorder_point
    assert quantity == 36  # EOQ sqrt(2 * 100 * 51 / 10) = 31.9 in packs of 6
    compute(network, supply(10, order_cost=10000.0))
    most = detail(network, "P1")
    assert most.order_up_to_level - most.reorder_point <= 54  # a year's demand in packs of 6


def test_what_is_ordered_at_a_time_counts_for_the_fill_rate(session: Session, network: World) -> None:
    """One that is bought when the last is used meets nearly every need, though the reorder point is zero."""
    monthly(network, "P1", [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    one = (network.parts["P1"],)
    compute(network, Supply(one, (10.0,), (3.0,), (1.0,), (0.2,), (0.0,), (1.0,), ((0.0,),), ((900.0,),)))
    bought = detail(network, "P1")
    assert (bought.reorder_point, bought.order_up_to_level) == (0, 1)
    assert bought.fill_rate > 0.9
    compute(network, Supply(one, (10.0,), (3.0,), (1.0,), (0.2,), (0.0,), (1.0,), ((),), ((),)))
    nowhere = detail(network, "P1")
    assert (nowhere.order_up_to_level, nowhere.fill_rate) == (0, 0)


def test_a_level_opens_to_a_sum_that_adds_up(session: Session, network: World) -> None:
    monthly(network, "P1", [0, 3, 0, 0, 5, 0, 1, 0, 0, 2, 0, 4, 0, 1])
    made = compute(
        network, Supply((network.parts["P1"],), (20.0,), (5.0,), (60.0,), (0.2,), (0.0,), (1.0,), ((0.0,),), ((8.0,),))
    )
    found = detail(network, "P1")
    rows = {row.code: row.value for row in found.rows}
    assert rows["protection_mean"] + rows["safety_stock"] == pytest.approx(rows["reorder_point"])
    assert rows["reorder_point"] + rows["order_quantity"] == pytest.approx(rows["order_up_to_level"])
    parts = rows["variance_of_demand"] + rows["variance_of_lead_time"] + rows["variance_of_forecast"]
    assert rows["protection_variance"] == pytest.approx(parts)
    assert rows["lead_time_days"] == pytest.approx(20)
    assert found.demand_class == "intermittent"
    assert explain_level(session, level_id=found.level_id) == found
    arrays = level_arrays(session, made.level_run_id)
    assert arrays.part_id.size == made.levels == len(session.execute(levels_select()).all())


def test_a_seasonal_part_tells_its_season_and_its_band_follows(session: Session, network: World) -> None:
    """Asked for in summer only, three years long: the level of early spring says so, other parts have no season."""
    category = Category(code="AC", name_zh="空调", name_en="Air conditioning", seasonal=True)
    session.add(category)
    session.flush()
    session.get_one(Part, network.parts["P1"]).category_id = category.id
    months = [0, 0, 0, 0, 2, 6, 8, 6, 2, 0, 0, 0]
    monthly(network, "P1", [*months, *months, *months, 0, 0])
    monthly(network, "P2", [3] * 38)
    one = (network.parts["P1"], network.parts["P2"])
    supply = Supply(
        one, (60.0,) * 2, (0.0,) * 2, (60.0,) * 2, (0.2,) * 2, (0.0,) * 2, (1.0,) * 2, ((0.0,),) * 2, ((8.0,),) * 2
    )
    arrays = level_arrays(session, compute(network, supply).level_run_id)
    row = int(np.flatnonzero(arrays.part_id == network.parts["P1"])[0])
    assert 0 < arrays.mean_per_day[row] < 0.8 * arrays.year_mean_per_day[row], "the season ahead asks for less"
    economic = math.sqrt(2 * arrays.year_mean_per_day[row] * 365.25 * 60 / (0.2 * 8))
    longest = float(setting(session, MAXIMUM_COVER, ON)) * arrays.year_mean_per_day[row]
    assert arrays.order_quantity[row] == pytest.approx(min(economic, longest), abs=1)
    found, other = detail(network, "P1"), detail(network, "P2")
    told = {row.code: row for row in found.rows}
    assert told["season_factor"].text.startswith("2026-03/")
    assert told["season_factor"].value < 1
    means = [band[0] for band in found.bands]
    assert max(means) == means[4], "from March it is four months to July"
    assert max(means) > 5 * means[0]
    assert {row.code: row.text for row in other.rows}["season_factor"] == ""
    assert len({band[0] for band in other.bands}) == 1


def test_equal_inputs_are_computed_once_and_old_levels_go(session: Session, network: World) -> None:
    monthly(network, "P1", [1, 2, 3])
    first, second = compute(network), compute(network)
    assert second == first, "found again, not computed again"
    made = [first]
    for more in range(3):
        ask(network, "P1", 1, date(2026, 2, 20 + more))
        made.append(compute(network))
    assert len({each.inputs_hash for each in made}) == 4
    kept = [each.level_run_id for each in made[1:]]
    assert session.scalars(select(Level.run_id).distinct().order_by(Level.run_id)).all() == kept
    assert session.scalar(select(func.count()).select_from(LevelRun)) == 4
    run = latest_run(session)
    assert run is not None
    assert run.id == kept[-1]


def test_levels_are_computed_anew_for_whatever_they_follow_from(session: Session, network: World) -> None:
    monthly(network, "P1", [1, 2, 3])
    one = (network.parts["P1"],)
    supply = Supply(one, (10.0,), (3.0,), (60.0,), (0.2,), (0.0,), (1.0,), ((0.0,),), ((9.0,),))
    seen = {compute(network, supply).inputs_hash}
    for change in ({"order_cost_cny": (70.0,)}, {"unit_price_cny": ((8.0,),)}, {"lead_time_days": (11.0,)}):
        seen.add(compute(network, replace(supply, **change)).inputs_hash)
    set_value(session, name=MAXIMUM_COVER, value=30, valid_from_on=date(2026, 1, 1), by=None)
    seen.add(compute(network, supply).inputs_hash)
    session.get_one(Part, network.parts["P1"]).criticality = "vital"
    session.flush()
    seen.add(compute(network, supply).inputs_hash)
    session.get_one(Part, network.parts["P1"]).shelf_life_days = 90
    session.flush()
    seen.add(compute(network, supply).inputs_hash)
    assert len(seen) == 7
    again = compute(network, supply)
    assert again.inputs_hash in seen
    session.execute(delete(Level).where(Level.run_id == again.level_run_id))
    assert compute(network, supply).level_run_id != again.level_run_id, "levels that are gone are not found"


def test_without_any_demand_there_are_levels_of_nothing(session: Session, network: World) -> None:
    made = compute(network, on=ON + timedelta(days=40))
    assert made.levels == len(network.parts)
    assert detail(network, "P1").reorder_point == 0
    assert "no_demand" in detail(network, "P1").notes
