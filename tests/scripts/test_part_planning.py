"""What is done with computed levels: policy, stock or not through a run after another, and what people have set."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.levelling import compute_levels
from forecasting.part_planning import remove_part_planning, set_part_planning
from forecasting.preparing_levels import Supply
from forecasting.queries import LevelDetail, level_for
from forecasting.settings import BASE_STOCK, POLICY, STOCKING
from forecasting.tables import HistoryDemand
from forecasting.tables.parts import PartPlanning
from inventory.merging import merge_parts
from inventory.tables import Location, Part
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.settings import DEFINITIONS, set_value
from kernel.tables import Setting
from tests.support.world import NOON, World, q

keys = count(1)
ON = date(2026, 3, 2)


@pytest.fixture
def network(session: Session, world: World) -> World:
    """N is replenished from C, the van from N."""
    session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
    session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["N"]
    session.flush()
    return world


def asked(world: World, part: str, months: dict[tuple[int, int], int], *, store: str = "C", since: int = 2023) -> None:
    """Import what was asked for in each month from January of a year to February 2026; nothing where none is named."""
    for month in range(since * 12, 2026 * 12 + 2):
        key = (month // 12, month % 12 + 1)
        world.session.add(
            HistoryDemand(
                part_id=world.parts[part],
                store_id=world.places[store],
                period_start_on=date(*key, 1),
                quantity=q(months.get(key, 0)),
                source="test",
            )
        )
    world.session.flush()


def supply(world: World, price: float, *parts: str) -> Supply:
    ids = tuple(sorted(world.parts[part] for part in parts))
    many = len(ids)
    return Supply(
        part_ids=ids,
        lead_time_days=(20.0,) * many,
        lead_time_sd_days=(3.0,) * many,
        order_cost_cny=(60.0,) * many,
        holding_rate=(0.2,) * many,
        minimum=(1.0,) * many,
        multiple=(1.0,) * many,
        from_quantity=((1.0,),) * many,
        unit_price_cny=((price,),) * many,
    )


def run(world: World, on: date = ON, *, price: float = 50, parts: tuple[str, ...] = ("P1", "P2", "P3")) -> str:
    made = compute_levels(
        world.session,
        on=on,
        lead_times=supply(world, price, *parts),
        by=world.people["buyer"],
        at=NOON,
        request_key=f"planning-{next(keys)}",
    )
    return made.inputs_hash


def level(world: World, part: str, store: str = "C") -> LevelDetail:
    found = level_for(world.session, part_id=world.parts[part], store_id=world.places[store])
    assert found is not None
    return found


def told(found: LevelDetail, code: str) -> Any:
    return next((row.text or row.value for row in found.rows if row.code == code), None)


def say(world: World, part: str, store: str | None = None, **facts: Any) -> None:
    nothing: dict[str, Any] = {
        "policy": None,
        "target_permyriad": None,
        "stocked": "auto",
        "minimum": None,
        "maximum": None,
        "reason": "",
    }
    set_part_planning(
        world.session,
        part_id=world.parts[part],
        store_id=world.places[store] if store else None,
        by=world.people["buyer"],
        at=NOON,
        request_key=f"say-{next(keys)}",
        **nothing | facts,
    )


STEADY = {(year, month): 6 for year in (2023, 2024, 2025, 2026) for month in range(1, 13)}


def test_a_part_that_is_hardly_asked_for_is_ordered_on_request(session: Session, network: World) -> None:
    asked(network, "P1", STEADY)
    asked(network, "P2", {(2024, 3): 1, (2025, 9): 1})
    run(network)
    steady, slow = level(network, "P1"), level(network, "P2")
    assert (steady.stocked, told(steady, "stocking_reason")) == (True, "expected")
    assert (slow.stocked, told(slow, "stocking_reason")) == (False, "few")
    assert (slow.reorder_point, slow.order_up_to_level) == (0, 0)
    assert (told(slow, "demands_last_year"), told(slow, "demands_needed")) == (1, 2)
    assert told(slow, "reorder_point") == pytest.approx(told(slow, "protection_mean") + told(slow, "safety_stock"))
    session.get_one(Part, network.parts["P2"]).criticality = "vital"
    session.flush()
    run(network)
    assert told(level(network, "P2"), "stocking_reason") == "vital"
    off = dict(DEFINITIONS[STOCKING].default, active=False)
    session.get_one(Part, network.parts["P2"]).criticality = "essential"
    set_value(session, name=STOCKING, value=off, valid_from_on=ON, by=None)
    run(network)
    assert told(level(network, "P2"), "stocking_reason") == "rule_off"
    assert level(network, "P2").order_up_to_level > 0


def test_a_dear_part_needs_more_demands(network: World) -> None:
    asked(network, "P2", {(2025, 6): 1, (2025, 9): 1})
    run(network, price=50)
    assert told(level(network, "P2"), "stocking_reason") == "demands"
    run(network, price=9000)
    assert told(level(network, "P2"), "demands_needed") == 3


def test_a_decision_rests_before_it_is_turned_round(session: Session, network: World) -> None:
    """In with the second demand, kept through the rest though the demands grow old, out when long below and rested."""
    asked(network, "P2", {(2024, 4): 1, (2024, 12): 1})
    seen: list[tuple[str, bool, str]] = []
    for on in (date(2024, 9, 2), date(2025, 1, 6), date(2025, 3, 3), date(2025, 9, 1), date(2025, 11, 3), ON):
        run(network, on)
        found = level(network, "P2")
        seen.append((f"{on:%y-%m}", found.stocked, told(found, "stocking_reason")))
    assert seen == [
        ("24-09", False, "few"),
        ("25-01", True, "demands"),
        ("25-03", True, "demands"),
        ("25-09", True, "lately"),
        ("25-11", False, "few"),
        ("26-03", False, "few"),
    ]
    assert told(level(network, "P2"), "decision_days") == (ON - date(2025, 11, 3)).days
    rows = select(HistoryDemand).where(
        HistoryDemand.part_id == network.parts["P2"],
        HistoryDemand.period_start_on.in_((date(2026, 1, 1), date(2026, 2, 1))),
    )
    for row in session.scalars(rows):
        row.quantity = q(1)
    session.flush()
    run(network, ON)
    resting = level(network, "P2")
    assert (resting.stocked, told(resting, "stocking_reason")) == (False, "resting_out")
    run(network, date(2026, 5, 11))
    assert (level(network, "P2").stocked, told(level(network, "P2"), "decision_days")) == (True, 0)


def test_slow_dear_parts_go_one_for_one_and_the_house_may_look_all_the_time(session: Session, network: World) -> None:
    few = {(2025, month): 1 for month in (3, 5, 8, 11)}
    asked(network, "P1", STEADY)
    asked(network, "P2", few)
    run(network, price=9000)
    steady, slow = level(network, "P1"), level(network, "P2")
    assert (steady.policy, slow.policy) == ("periodic", "base_stock")
    assert slow.stocked
    assert slow.order_up_to_level == slow.reorder_point >= 1
    assert steady.order_up_to_level > steady.reorder_point
    set_value(session, name=POLICY, value="continuous", valid_from_on=ON, by=None)
    set_value(
        session,
        name=BASE_STOCK,
        value={"demand_per_year_below": 0, "unit_price_from_cny": 0},
        valid_from_on=ON,
        by=None,
    )
    run(network, price=9000)
    always = level(network, "P1")
    assert (always.policy, told(always, "review")) == ("continuous", 0)
    assert always.reorder_point <= steady.reorder_point
    assert 0.9 < always.fill_rate < 1
    assert level(network, "P2").policy == "continuous"


def test_what_people_set_holds_field_by_field_for_one_store_before_all(network: World) -> None:
    asked(network, "P1", STEADY)
    asked(network, "P1", {(2025, month): 2 for month in range(1, 13)}, store="N")
    run(network)
    before = level(network, "P1")
    say(network, "P1", target_permyriad=9950, policy="continuous")
    say(network, "P1", "N", policy="periodic", minimum=q(9))
    say(network, "P1", "C", minimum=q(1))
    run(network)
    central, north = level(network, "P1"), level(network, "P1", "N")
    assert (central.policy, central.target) == ("continuous", 0.995)
    assert (north.policy, north.target) == ("periodic", 0.995)
    assert north.reorder_point == 9
    assert told(north, "computed_reorder_point") < 9
    assert (told(north, "minimum_stock"), told(central, "minimum_stock")) == (9, 10)
    assert {row.text for row in north.rows if row.code == "set_by_hand"} == {"chosen_policy", "chosen_target"}
    assert before.target == 0.95


def test_bounds_hold_and_a_store_covers_what_must_lie_below_it(network: World) -> None:
    asked(network, "P1", STEADY)
    say(network, "P1", "C", maximum=q(7))
    say(network, "P3", "VAN1", minimum=q(2))
    say(network, "P2", "VAN1", stocked="yes")
    run(network)
    capped = level(network, "P1")
    assert capped.order_up_to_level <= 7 < told(capped, "computed_reorder_point")
    for store in ("VAN1", "N", "C"):
        found = level(network, "P3", store)
        assert (found.stocked, found.reorder_point) == (True, 2), store
    assert told(level(network, "P3", "N"), "stocking_reason") == "store_below"
    assert [level(network, "P2", store).reorder_point for store in ("VAN1", "N", "C")] == [1, 1, 1]


def test_a_store_that_holds_none_itself_still_supplies_those_below_it(network: World) -> None:
    asked(network, "P1", STEADY)
    asked(network, "P1", {(2025, month): 20 for month in range(1, 13)}, store="VAN1")
    say(network, "P1", "C", stocked="no")
    say(network, "P1", "N", maximum=q(1))
    run(network)
    central, north, van = (level(network, "P1", store) for store in ("C", "N", "VAN1"))
    assert (central.stocked, north.stocked, van.stocked) == (False, True, True)
    assert van.order_up_to_level > 1
    assert north.order_up_to_level <= van.order_up_to_level + 1 == told(north, "maximum_stock")
    assert central.reorder_point == central.order_up_to_level == north.order_up_to_level


def test_nothing_is_stocked_against_somebodys_word(network: World) -> None:
    asked(network, "P1", STEADY)
    first = run(network)
    assert run(network) == first
    say(network, "P1", stocked="no", reason="phased out")
    assert run(network) != first
    gone = level(network, "P1")
    assert (gone.stocked, gone.order_up_to_level, told(gone, "stocking_reason")) == (False, 0, "set_not_stocked")
    assert gone.fill_rate < 0.5


def test_setting_replaces_and_removing_gives_it_back_to_the_rules(session: Session, network: World) -> None:
    say(network, "P1", target_permyriad=9000)
    say(network, "P1", maximum=q(4), reason="small shelf")
    (row,) = session.scalars(select(PartPlanning)).all()
    assert (row.target_permyriad, row.maximum, row.reason) == (None, q(4), "small shelf")
    remove = {"by": network.people["buyer"], "at": NOON}
    remove_part_planning(session, part_planning_id=row.id, request_key=f"say-{next(keys)}", **remove)
    assert session.scalar(select(PartPlanning.id)) is None
    with pytest.raises(NotFound):
        remove_part_planning(session, part_planning_id=row.id, request_key=f"say-{next(keys)}", **remove)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "nothing_set"),
        ({"minimum": q(5), "maximum": q(4)}, "bounds_crossed"),
        ({"minimum": q(5), "stocked": "no"}, "minimum_of_nothing"),
        ({"minimum": q("0.5")}, "not_whole_steps"),
        ({"target_permyriad": 0}, "target_out_of_range"),
        ({"target_permyriad": 10000}, "target_out_of_range"),
    ],
)
def test_nonsense_is_refused(network: World, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        say(network, "P1", **facts)
    assert refused.value.code == code


def test_a_merged_part_is_planned_as_the_part_that_is_kept(session: Session, network: World) -> None:
    merge_parts(
        session,
        duplicate_id=network.parts["P2"],
        kept_id=network.parts["P1"],
        reason="entered twice",
        by=network.people["buyer"],
        at=NOON,
        request_key=f"merge-{next(keys)}",
    )
    with pytest.raises(InvalidState):
        say(network, "P2", stocked="no")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (POLICY, "base_stock"),
        (POLICY, "weekly"),
        (STOCKING, {"demands_by_price": []}),
        (STOCKING, {"demands_by_price": [[5, 1], [0, 2]]}),
        (STOCKING, {"demands_by_price": [["a", 1]]}),
        (STOCKING, {"out_after_months": 0}),
    ],
)
def test_a_setting_that_says_nothing_is_named(session: Session, network: World, name: str, value: Any) -> None:
    whole = value if isinstance(value, str) else {**DEFINITIONS[name].default, **value}
    with pytest.raises(RuleViolation) as asked:
        set_value(session, name=name, value=whole, valid_from_on=date(2020, 1, 1), by=None)
    assert asked.value.code.startswith("setting_")
    session.add(Setting(name=name, value=whole, valid_from_on=date(2020, 1, 1), set_by_id=None))
    session.flush()
    with pytest.raises(RuleViolation) as refused:
        run(network)
    assert (refused.value.code, refused.value.details["name"]) == ("planning_setting_unusable", name)


def test_a_part_nobody_knows_a_price_of_counts_as_cheap(network: World) -> None:
    asked(network, "P2", {(2025, 6): 1, (2025, 9): 1})
    bare = supply(network, 1.0)
    compute_levels(
        network.session,
        on=ON,
        lead_times=replace(bare, part_ids=()),
        by=network.people["buyer"],
        at=NOON,
        request_key=f"planning-{next(keys)}",
    )
    assert (level(network, "P2").policy, told(level(network, "P2"), "demands_needed")) == ("periodic", 2)
