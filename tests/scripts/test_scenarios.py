"""Scenarios on real sessions: what is asked and kept, whose targets hold, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from forecasting.choosing_targets import choose_targets, leave_scenario, target_choice
from forecasting.pruning import ScenariosPruned, prune_scenarios
from forecasting.queries import explain_level, level_for
from forecasting.tables import HistoryDemand, LevelRun
from forecasting.tables.scenarios import Scenario, ScenarioLine, ServiceCurve, TargetChoice
from inventory.tables import Location, Part
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, RuleViolation
from procurement.composing import supply
from procurement.queries.offers import offers
from procurement.queries.scenario_facts import ground
from procurement.queries.scenarios import scenario_detail
from procurement.scenario_making import AskedChange, ScenarioMade, draw_curve, make_scenario
from tests.support.procurement import Market, refused
from tests.support.world import NOON, World, q

ON = date(2026, 3, 2)
keys = count(1)


@pytest.fixture
def market(session: Session, world: World) -> Market:
    """Four parts with some years of demand: a dear one, a cheap one, one nobody offers, one without any price."""
    market = Market(world)
    market.supplier("S1")
    market.supplier("S2")
    market.offer("S1", "P1", (0, "900"))
    market.offer("S2", "P2", (0, "4"), multiple=5)
    session.get_one(Part, world.parts["P1"]).criticality = "vital"
    session.get_one(Part, world.parts["P2"]).criticality = "desirable"
    world.stocked("P3", 6, cost="25")
    session.get_one(Location, world.places["N"]).supplying_store_id = world.places["C"]
    for part, step in (("P1", 3), ("P2", 5), ("P3", 7), ("FRESH", 4)):
        for month in range(36):
            start = date(2023 + month // 12, month % 12 + 1, 1) + timedelta(days=59)
            session.add(
                HistoryDemand(
                    part_id=world.parts[part],
                    store_id=world.places["C" if month % 2 else "N"],
                    period_start_on=start.replace(day=1),
                    quantity=q((month * step) % 7),
                    source="test",
                )
            )
    session.flush()
    levels(market)
    session.commit()
    return market


def levels(market: Market, on: date = ON) -> int:
    from forecasting.levelling import compute_levels

    session = market.world.session
    made = compute_levels(
        session,
        on=on,
        lead_times=supply(session, offers(session, on=on), on),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=f"scenario-{next(keys)}",
    )
    return made.level_run_id


def ask(market: Market, goal: str = "targets", *changes: AskedChange, **more) -> ScenarioMade:
    return make_scenario(
        market.world.session,
        name="What if",
        goal=goal,
        changes=changes,
        on=ON,
        by=market.world.people["buyer"],
        at=NOON,
        request_key=more.pop("key", f"scenario-{next(keys)}"),
        **more,
    )


def lines_of(session: Session, made: ScenarioMade) -> dict[int, ScenarioLine]:
    rows = session.scalars(select(ScenarioLine).where(ScenarioLine.scenario_id == made.scenario_id))
    return {row.part_id: row for row in rows}


def test_the_ground_is_what_is_bought_with_prices_and_stock(session: Session, market: Market) -> None:
    parts, central = market.world.parts, market.world.places["C"]
    found = ground(session, ON)
    price = dict(zip(found.facts.part_id.tolist(), found.facts.price.tolist(), strict=True))
    assert price == {parts["P1"]: 900.0, parts["P2"]: 4.0, parts["P3"]: 25.0}  # P3 at what its stock cost
    assert found.unpriced == 3  # FRESH, HOSE and SER
    assert set(found.facts.store_id.tolist()) == {central}
    assert dict(zip(found.facts.part_id.tolist(), found.on_hand.tolist(), strict=True))[parts["P3"]] == 6
    least = dict(zip(found.facts.part_id.tolist(), found.facts.least.tolist(), strict=True))
    assert least[parts["P1"]] > 0
    assert least[parts["P2"]] == 0


def test_a_longer_lead_time_of_one_supplier_moves_its_parts_only(session: Session, market: Market) -> None:
    change = AskedChange("lead_time_days", q(28), supplier_id=market.suppliers["S1"])
    made = ask(market, "targets", change)
    assert made.number == "SC-202603-0001"
    assert set(lines_of(session, made)) == {market.world.parts["P1"]}
    line = lines_of(session, made)[market.world.parts["P1"]]
    assert line.level_after > line.level_before
    assert line.value_after_cny > line.value_before_cny
    assert made.value_after_cny > made.value_before_cny
    row = session.get_one(Scenario, made.scenario_id)
    assert row.result["unchanged"]["units"] < row.result["before"]["units"]
    assert row.inputs["changes"][0] == {
        "what": "lead_time_days",
        "amount": "28",
        "criticality": None,
        "category_id": None,
        "supplier_id": market.suppliers["S1"],
        "part_id": None,
    }
    assert row.line_count == 1
    assert session.scalar(select(func.count()).select_from(LevelRun)) == 1  # nothing was computed anew


def test_the_best_mix_for_less_money_spares_the_dear_part(session: Session, market: Market) -> None:
    today = ask(market)
    assert today.lines == 0
    made = ask(market, "budget", budget_change_cny=Money.of("-600"))
    assert made.met
    assert made.value_after_cny <= made.value_before_cny - Money.of(600)
    found = lines_of(session, made)
    dear, cheap = found[market.world.parts["P1"]], found[market.world.parts["P2"]]
    assert dear.value_after_cny < dear.value_before_cny
    assert cheap.level_after >= cheap.level_before
    assert found[market.world.parts["P1"]].level_after >= ground(session, ON).facts.least[0]
    outright = ask(market, "budget", budget_cny=made.value_before_cny - Money.of(600))
    assert outright.value_after_cny == made.value_after_cny
    again = ask(market, "service", service_percent=q("97.5"), measure="weighted")
    assert again.service_after >= 0.975


def test_a_repeat_is_the_same_scenario(session: Session, market: Market) -> None:
    change = AskedChange("demand_percent", q(20))
    assert ask(market, "targets", change, key="same-key") == ask(market, "targets", change, key="same-key")
    assert session.scalar(select(func.count()).select_from(Scenario)) == 1


def test_another_than_the_author_puts_the_targets_in_force_and_levels_say_so(session: Session, market: Market) -> None:
    people, part = market.world.people, market.world.parts["P1"]
    made = ask(market, "budget", budget_change_cny=Money.of("-600"))
    wanted = lines_of(session, made)[part]
    facts = {"scenario_id": made.scenario_id, "on": ON, "at": NOON}
    later = ON + timedelta(days=3)
    with pytest.raises(FourEyes):
        choose_targets(session, **facts, valid_from_on=later, by=people["buyer"], request_key="choose-1")
    with pytest.raises(RuleViolation, match="targets_hold_from_today"):
        choose_targets(
            session, **facts, valid_from_on=ON - timedelta(days=1), by=people["supervisor"], request_key="choose-2"
        )
    choose_targets(session, **facts, valid_from_on=later, by=people["supervisor"], request_key="choose-3")
    assert target_choice(session, ON) is None
    levels(market, ON)
    before = level_for(session, part_id=part, store_id=market.world.places["C"])
    assert before is not None
    assert "target_from" not in {row.code for row in before.rows}
    levels(market, later)
    after = level_for(session, part_id=part, store_id=market.world.places["C"])
    assert after is not None
    assert after.target == pytest.approx(wanted.target_after)
    assert after.reorder_point == wanted.level_after
    rows = {row.code: row.text for row in explain_level(session, level_id=after.level_id).rows}
    assert rows["target_from"] == made.number
    codes = [row.code for row in after.rows]
    assert codes.index("target_from") == codes.index("target") + 1
    # What the scenario had no say about keeps the target of the settings.
    other = level_for(session, part_id=market.world.parts["FRESH"], store_id=market.world.places["C"])
    assert other is not None
    assert other.target == 0.95
    assert "target_from" not in {row.code for row in other.rows}
    leave_scenario(
        session,
        valid_from_on=later + timedelta(days=1),
        on=ON,
        by=people["buyer"],
        at=NOON,
        request_key="leave-1",
    )
    assert target_choice(session, later) is not None
    assert target_choice(session, later + timedelta(days=1)) is None
    levels(market, later + timedelta(days=1))
    left = level_for(session, part_id=part, store_id=market.world.places["C"])
    assert left is not None
    assert left.target == 0.98
    with pytest.raises(RuleViolation, match="no_scenario_in_force"):
        leave_scenario(session, valid_from_on=ON, on=ON, by=people["buyer"], at=NOON, request_key="leave-2")


def test_the_curve_is_kept_with_today_on_it(session: Session, market: Market) -> None:
    drawn = draw_curve(session, on=ON, by=market.world.people["buyer"], at=NOON, request_key="curve-1")
    assert (drawn.rows, drawn.unpriced) == (3, 3)
    row = session.get_one(ServiceCurve, drawn.service_curve_id)
    points = row.facts["points"]
    assert len(points) > 5
    for name in ("value", "units", "parts", "weighted"):
        assert [each[name] for each in points] == sorted(each[name] for each in points)
    assert row.facts["stock"]["value"] == pytest.approx(150.0)  # six of P3 at 25
    assert row.facts["levels"]["units"] > row.facts["stock"]["units"]
    at_end = row.facts["groups"][-1]
    assert at_end["vital"]["value"] + at_end["essential"]["value"] + at_end["desirable"]["value"] == pytest.approx(
        points[-1]["value"]
    )


def test_what_cannot_be_asked(session: Session, world: World) -> None:
    market = Market(world)
    with pytest.raises(InvalidState, match="no_levels_yet"):
        ask(market)
    levels(market)
    with pytest.raises(RuleViolation, match="nothing_to_mix"):
        ask(market)
    market.supplier("S1")
    market.offer("S1", "P1", (0, "9"))
    for code, goal, changes, more in (
        ("choice_unknown", "luck", (), {}),
        ("choice_unknown", "targets", (), {"measure": "hope"}),
        ("change_unknown", "targets", (AskedChange("weather", q(1)),), {}),
        ("change_out_of_bounds", "targets", (AskedChange("demand_percent", q(-101)),), {}),
        ("budget_one_way", "budget", (), {}),
        ("budget_one_way", "budget", (), {"budget_cny": Money.of(1), "budget_change_cny": Money.of(1)}),
        ("service_needed", "service", (), {}),
        ("service_needed", "service", (), {"service_percent": q(100)}),
    ):
        with pytest.raises(RuleViolation, match=code):
            ask(market, goal, *changes, **more)


def test_the_database_keeps_scenarios_and_four_eyes(session: Session, market: Market) -> None:
    made = ask(market, "targets", AskedChange("demand_percent", q(50)))
    author, boss = market.world.people["buyer"], market.world.people["supervisor"]
    assert refused(session, "UPDATE scenario SET value_after_cny = 0").startswith("append_only")
    assert refused(session, "DELETE FROM scenario_line").startswith("append_only")
    assert refused(session, "UPDATE scenario_line SET target_after = 0.1").startswith("append_only")
    chosen = (
        "INSERT INTO target_choice (valid_from_on, chosen_by_id, chosen_at, scenario_id, scenario_by_id, note)"
        " VALUES ('2026-03-02', :by, '2026-03-02 04:00:00', :scenario, :author, '')"
    )
    facts = {"scenario": made.scenario_id}
    assert refused(session, chosen, **facts, by=author, author=author) == "four_eyes"
    # A false author would make room for the true one.
    assert refused(session, chosen, **facts, by=author, author=boss) == "four_eyes"
    choose_targets(
        session,
        scenario_id=made.scenario_id,
        valid_from_on=ON,
        on=ON,
        by=boss,
        at=NOON,
        request_key="choose-raw",
    )
    assert refused(session, "DELETE FROM target_choice").startswith("append_only")
    assert session.scalar(select(func.count()).select_from(TargetChoice)) == 1


def prune(session: Session, days: int, name: str) -> ScenariosPruned:
    return prune_scenarios(session, on=ON + timedelta(days=days), by=None, at=NOON, request_key=f"prune-{name}")


def test_old_scenarios_lose_their_lines_but_never_one_in_force(session: Session, market: Market) -> None:
    boss = market.world.people["supervisor"]
    old, chosen = (ask(market, "targets", AskedChange("demand_percent", q(50))) for _each in range(2))
    held = {"on": ON, "at": NOON}
    choose_targets(session, scenario_id=chosen.scenario_id, valid_from_on=ON, by=boss, request_key="choose-p1", **held)
    assert prune(session, 180, "1") == ScenariosPruned(0, 0)
    count = len(lines_of(session, old))
    assert prune(session, 181, "2") == ScenariosPruned(1, count)
    session.commit()
    assert (len(lines_of(session, old)), len(lines_of(session, chosen))) == (0, count)
    shown = scenario_detail(session, scenario_id=old.scenario_id, on=ON)
    assert (shown.pruned_on, shown.lines) == (ON + timedelta(days=181), count)
    with pytest.raises(InvalidState, match="scenario_pruned"):
        choose_targets(session, scenario_id=old.scenario_id, valid_from_on=ON, by=boss, request_key="choose-p2", **held)
    leave_scenario(session, valid_from_on=ON + timedelta(days=200), by=boss, request_key="leave-p", **held)
    assert prune(session, 199, "3") == ScenariosPruned(0, 0)
    assert prune(session, 200, "4") == ScenariosPruned(1, count)


def test_the_database_lets_lines_go_of_pruned_scenarios_only(session: Session, market: Market) -> None:
    boss = market.world.people["supervisor"]
    made, other = (ask(market, "targets", AskedChange("demand_percent", q(50))) for _each in range(2))
    pruned = (
        "INSERT INTO scenario_pruning (scenario_id, pruned_on, pruned_at)"
        f" VALUES ({made.scenario_id}, '2026-03-02', '2026-03-02 04:00:00')"
    )
    drop = f"DELETE FROM scenario_line WHERE scenario_id = {made.scenario_id}"
    assert refused(session, drop).startswith("append_only")
    session.execute(text(pruned))
    session.execute(text(drop))
    session.commit()
    assert refused(session, "DELETE FROM scenario_line").startswith("append_only")
    assert refused(session, "DELETE FROM scenario_pruning").startswith("append_only")
    author = market.world.people["buyer"]
    chosen = (
        "INSERT INTO target_choice (valid_from_on, chosen_by_id, chosen_at, scenario_id, scenario_by_id, note)"
        f" VALUES ('2026-03-02', {boss}, '2026-03-02 04:00:00', {made.scenario_id}, {author}, '')"
    )
    assert refused(session, chosen) == "scenario_pruned"
    choose_targets(
        session, scenario_id=other.scenario_id, valid_from_on=ON, on=ON, by=boss, at=NOON, request_key="choose-p3"
    )
    session.commit()
    swapped = pruned.replace(f"({made.scenario_id},", f"({other.scenario_id},")
    assert refused(session, swapped) == "scenario_in_force"
