"""A centre, a region and a van: what the lower two wait for above them, in their levels and in the sums that open."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import count
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.levelling import Levelled, compute_levels
from forecasting.part_planning import set_part_planning
from forecasting.preparing_levels import Supply
from forecasting.queries import LevelDetail, level_arrays, level_basis, level_for
from forecasting.settings import TRANSFER_LEAD_TIME, WAIT_ABOVE
from forecasting.shifting import shifted
from forecasting.tables import HistoryDemand, KeptLevel
from inventory.tables import Location
from kernel.settings import set_value
from tests.support.world import NOON, World, q

ON = date(2026, 3, 2)
LEAD, REVIEW = 40.0, 7.0
NAMES = ("transfer_time_days", "wait_above_days", "total_lead_time_days")
keys = count(1)


@pytest.fixture
def network(session: Session, world: World) -> World:
    """N is replenished from C, the van from N; each has been asked for P1 and P2 for three years."""
    session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
    session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["N"]
    rng = np.random.default_rng(7)
    for part, store, mean in (("P1", "C", 3), ("P1", "N", 4), ("P1", "VAN1", 2), ("P2", "C", 2)):
        for month, units in enumerate(rng.poisson(mean, 36).tolist(), start=2023 * 12 + 2):
            session.add(
                HistoryDemand(
                    part_id=world.parts[part],
                    store_id=world.places[store],
                    period_start_on=date(month // 12, month % 12 + 1, 1),
                    quantity=q(units),
                    source="test",
                )
            )
    session.flush()
    return world


def run(world: World) -> Levelled:
    ids = tuple(sorted(world.parts[part] for part in ("P1", "P2")))
    return compute_levels(
        world.session,
        on=ON,
        lead_times=Supply(
            part_ids=ids,
            lead_time_days=(LEAD,) * 2,
            lead_time_sd_days=(6.0,) * 2,
            order_cost_cny=(60.0,) * 2,
            holding_rate=(0.2,) * 2,
            minimum=(1.0,) * 2,
            multiple=(1.0,) * 2,
            from_quantity=((1.0,),) * 2,
            unit_price_cny=((900.0,),) * 2,
        ),
        by=world.people["buyer"],
        at=NOON,
        request_key=f"waits-{next(keys)}",
    )


def level(world: World, store: str, part: str = "P1") -> LevelDetail:
    found = level_for(world.session, part_id=world.parts[part], store_id=world.places[store])
    assert found is not None
    return found


def rows(found: LevelDetail) -> dict[str, Any]:
    return {row.code: row.text or row.value for row in found.rows}


def switch(world: World, *, on: bool) -> None:
    set_value(world.session, name=WAIT_ABOVE, value=on, valid_from_on=date(2026, 1, 1), by=None)


def say(world: World, store: str, **facts: Any) -> None:
    nothing: dict[str, Any] = {"policy": None, "target_permyriad": None, "stocked": "auto"}
    set_part_planning(
        world.session,
        part_id=world.parts["P1"],
        store_id=world.places[store],
        by=world.people["buyer"],
        at=NOON,
        request_key=f"say-{next(keys)}",
        **nothing | {"minimum": None, "maximum": None, "reason": ""} | facts,
    )


def test_the_wait_is_in_the_lead_time_and_the_sum_opens(network: World) -> None:
    switch(network, on=False)
    without = run(network)
    before = {store: level(network, store) for store in ("C", "N", "VAN1")}
    assert not {*NAMES} & {*rows(before["N"])}
    assert rows(before["N"])["lead_time_days"] == pytest.approx(2)
    switch(network, on=True)
    with_it = run(network)
    assert with_it.inputs_hash != without.inputs_hash
    centre, region, van = (level(network, store) for store in ("C", "N", "VAN1"))
    assert rows(centre) == rows(before["C"])
    for found, supplier in ((region, "C"), (van, "N")):
        told = rows(found)
        way, wait, total = (told[name] for name in NAMES)
        assert told["supplied_from"] == supplier
        assert way == pytest.approx(2)
        assert wait > 0
        assert way + wait == pytest.approx(total, abs=1e-5)
        assert told["lead_time"] * 30.4375 == pytest.approx(total)
        spread = np.hypot(told["transfer_time_sd_days"], told["wait_above_sd_days"])
        assert told["lead_time_sd"] * 30.4375 == pytest.approx(spread, abs=1e-5)
        assert 0 < told["chance_none_above"] < 1
        assert told["protection_mean"] + told["safety_stock"] == pytest.approx(told["reorder_point"])
        variance = sum(told[f"variance_of_{each}"] for each in ("demand", "lead_time", "forecast"))
        assert told["protection_variance"] == pytest.approx(variance)
        assert "lead_time_days" not in told
    # Little's law, on the demand of the store above.
    assert rows(region)["short_above"] / (centre.mean / 30.4375) == pytest.approx(
        rows(region)["wait_above_days"], abs=1e-4
    )
    assert region.reorder_point >= before["N"].reorder_point
    assert van.reorder_point >= before["VAN1"].reorder_point
    own = centre.order_up_to_level - before["N"].order_up_to_level
    assert rows(region)["stock_above"] == pytest.approx(own)


def test_who_keeps_none_lets_wait_for_his_whole_lead_time(session: Session, network: World) -> None:
    run(network)
    usual = level(network, "N")
    say(network, "C", stocked="no")
    made = run(network)
    told = rows(level(network, "N"))
    assert level(network, "N").reorder_point > usual.reorder_point
    assert (told["stock_above"], told["chance_none_above"]) == (0, 1)
    assert told["wait_above_days"] == pytest.approx(LEAD + REVIEW / 2, abs=1e-4)
    assert told["wait_above_sd_days"] == pytest.approx(np.sqrt(36.0 + REVIEW**2 / 12), abs=1e-4)
    kept = session.scalars(
        select(KeptLevel.protection_days).where(
            KeptLevel.run_id == made.level_run_id, KeptLevel.store_id == network.places["N"]
        )
    ).one()
    assert kept == round(2 + LEAD + REVIEW / 2 + REVIEW), "the watch follows the interval that was promised"


def test_the_van_waits_for_what_its_region_waits_for(network: World) -> None:
    run(network)
    usual = rows(level(network, "VAN1"))
    say(network, "C", stocked="no")
    run(network)
    assert rows(level(network, "VAN1"))["wait_above_days"] > usual["wait_above_days"]
    say(network, "N", stocked="no")
    run(network)
    region, van = rows(level(network, "N")), rows(level(network, "VAN1"))
    assert van["stock_above"] == 0
    assert van["wait_above_days"] == pytest.approx(region["total_lead_time_days"] + REVIEW / 2, abs=1e-4)
    assert level(network, "VAN1").stocked
    assert (level(network, "N").reorder_point, level(network, "C").reorder_point) == (
        level(network, "VAN1").order_up_to_level,
        level(network, "VAN1").order_up_to_level,
    )


def test_with_ample_stock_above_levels_are_as_without_waiting(session: Session, network: World) -> None:
    for store in ("C", "N"):
        say(network, store, minimum=q(500))
    switch(network, on=False)
    plain = level_arrays(session, run(network).level_run_id)
    switch(network, on=True)
    found = level_arrays(session, run(network).level_run_id)
    for each in fields(plain):
        if each.name != "run_id":
            assert np.array_equal(getattr(found, each.name), getattr(plain, each.name)), each.name
    assert "wait_above_days" not in rows(level(network, "N"))


def test_without_stores_below_the_switch_changes_nothing(session: Session, network: World) -> None:
    for code in ("N", "VAN1"):
        session.get_one(Location, network.places[code]).supplying_store_id = None
    session.flush()
    found = []
    for on in (False, True):
        switch(network, on=on)
        found.append(level_arrays(session, run(network).level_run_id))
    for each in fields(found[0]):
        if each.name != "run_id":
            assert np.array_equal(getattr(found[0], each.name), getattr(found[1], each.name)), each.name


def test_what_would_be_starts_from_the_whole_lead_time(session: Session, network: World) -> None:
    """As much sooner as one waits gives the level of a store that never waits, but for the spread of waiting."""
    say(network, "C", stocked="no")
    made = run(network)
    region = level(network, "N")
    basis = level_basis(session, part_id=region.part_id, store_id=region.store_id, run_id=made.level_run_id)
    assert basis is not None
    assert basis.lead_time_days == pytest.approx(rows(region)["total_lead_time_days"])
    assert shifted(basis).reorder_point == pytest.approx(region.reorder_point)
    at_once = shifted(basis, lead_time_days=2.0, lead_time_sd_days=1.0)
    switch(network, on=False)
    run(network)
    assert at_once.reorder_point == pytest.approx(level(network, "N").reorder_point)


def test_a_slower_transfer_leaves_less_above_to_give(network: World) -> None:
    run(network)
    usual = rows(level(network, "N"))
    set_value(
        network.session,
        name=TRANSFER_LEAD_TIME,
        value={"days": 3, "sd_days": 1},
        valid_from_on=date(2026, 1, 1),
        by=None,
    )
    run(network)
    slower = rows(level(network, "N"))
    assert slower["transfer_time_days"] == pytest.approx(3)
    assert slower["stock_above"] <= usual["stock_above"], "more lies below, less is left above"
    assert slower["wait_above_days"] >= usual["wait_above_days"]
