"""Service and money through its pages: curve, question as a job, answer, comparison, paper, and targets in force."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from forecasting.tables.scenarios import Scenario, ScenarioLine, ServiceCurve, TargetChoice
from tests.support.papers import text_of
from tests.support.procurement import Market, add_history
from tests.support.web import Web
from tests.support.world import World

BUDGET = {"name": "Less money", "goal": "budget", "budget_change_cny": "-20"}


@pytest.fixture
def planned(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.supplier("S1")
        market.offer("S1", "P1", (0, "10"), (50, "8"))
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        session.commit()
    return web


def newest(web: Web) -> int:
    with web.session() as session:
        return session.scalar(select(func.max(Scenario.id))) or 0


def test_the_curve_comes_with_the_plan_and_answers_what_is_typed(planned: Web) -> None:
    buyer = planned.as_("buyer")
    assert "No levels are computed yet" in buyer.text("/service-curve")
    assert buyer.api("/service-curves").json["items"] == []
    assert buyer.api("/service-curves/1").status_code == 404
    early = buyer.post("/scenarios/new", BUDGET)
    assert early.status_code == 409
    assert 'value="Less money"' in early.text
    assert buyer.post("/plans/run", {}).status_code == 303
    page = buyer.text("/service-curve")
    for words in ("<svg", "Today&#39;s levels", "Best mix for the same money", "Best mix by group", "essential"):
        assert words in page, words
    with planned.session() as session:
        assert session.scalar(select(func.count()).select_from(ServiceCurve)) == 1
    assert buyer.post("/service-curve/draw").status_code == 303
    typed = buyer.text("/service-curve?budget=60&service=90&measure=weighted")
    assert "the best mix serves about" in typed
    assert "takes at least about" in typed
    assert 'value="weighted" selected' in typed
    wrong = buyer.text("/service-curve?budget=much&service=101&measure=luck")
    assert "Write the budget as a number" in wrong
    assert "Write the service in per cent" in wrong
    assert 'value="much"' in wrong
    assert "The most that stock alone can give" in buyer.text("/service-curve?service=100")
    drawn = buyer.api("/service-curves").json["items"]
    assert [each["row_count"] for each in drawn] == [2, 2]  # both stores buy
    curve = buyer.api(f"/service-curves/{drawn[0]['id']}").json
    assert curve["newest"] is True
    assert len(curve["points"]) > 5
    assert [float(each["value_cny"]) for each in curve["points"]] == sorted(
        float(each["value_cny"]) for each in curve["points"]
    )
    assert planned.as_("keeper").get("/service-curve").status_code == 403


def test_a_question_is_asked_answered_compared_and_printed(planned: Web) -> None:
    buyer = planned.as_("buyer")
    buyer.post("/plans/run", {})
    lines = {
        "changes-0-what": "lead_time_days",
        "changes-0-amount": "14",
        "changes-0-supplier_id": "S1",
        "changes-1-what": "demand_percent",
        "changes-1-amount": "20",
        "changes-1-criticality": "essential",
    }
    wrong = buyer.post("/scenarios/new", {"name": "Later", "goal": "targets", **lines, "changes-0-supplier_id": "S9"})
    assert wrong.status_code == 422
    assert "There is no “S9”" in wrong.text
    assert 'value="14"' in wrong.text
    out = buyer.post("/scenarios/new", {"name": "Later", "goal": "targets", **lines, "changes-0-amount": "99999"})
    assert out.status_code == 422
    assert "Line 1: the amount goes from -3650 to 3650." in out.text
    neither = buyer.post("/scenarios/new", {"name": "Mix", "goal": "budget"})
    assert neither.status_code == 422
    assert "give either the budget or its change" in neither.text
    assert newest(planned) == 0
    job = buyer.post("/scenarios/new", {"name": "Two weeks later", "goal": "targets", **lines})
    assert job.status_code == 303
    assert "SC-202603-0001" in buyer.text(job.location)
    buyer.post("/scenarios/new", BUDGET)
    first, second = newest(planned) - 1, newest(planned)
    page = buyer.get(f"/scenarios/{first}", follow_redirects=True).text
    for words in ("Two weeks later", "+14", "supplier S1", "P1", "If nothing is done", "<svg", "Levels that rise"):
        assert words in page, words
    mix = buyer.get(f"/scenarios/{second}", follow_redirects=True).text
    assert "-¥20.00" in mix
    chosen = buyer.post("/scenarios/compare", {"ids": [str(first), str(second)]})
    both = buyer.text(chosen.location)
    assert "Two weeks later" in both
    assert "Less money" in both
    assert "No scenario is chosen" in buyer.text("/scenarios/compare?ids=x,")
    printed = text_of(buyer.get(f"/scenarios/{first}/scenario.pdf?language=zh").data)
    assert "库存情景分析" in printed
    assert "P1" in printed
    for path in ("/scenarios", "/scenarios?goal=budget&q=less", "/scenario-lines", "/scenario-lines?move=up"):
        assert buyer.get(path).status_code == 200, path
    exported = buyer.get(f"/scenario-lines/export.csv?scenario={first}").data.decode("utf-8-sig")
    assert "P1" in exported
    told = buyer.api(f"/scenarios/{first}").json
    assert told["changes"][0]["supplier"] == "S1"
    assert float(told["after"]["value_cny"]) > float(told["before"]["value_cny"])
    assert told["unchanged"]["units"] < told["before"]["units"]
    listed = buyer.api(f"/scenario-lines?scenario={first}").json["items"]
    assert {each["part_number"] for each in listed} == {"P1"}


def test_a_supervisor_puts_the_targets_of_another_in_force(planned: Web) -> None:
    buyer, boss = planned.as_("buyer"), planned.as_("supervisor")
    buyer.post("/plans/run", {})
    buyer.post("/scenarios/new", BUDGET)
    key = newest(planned)
    assert buyer.get(f"/scenarios/{key}/targets").status_code == 403
    early = boss.post(f"/scenarios/{key}/targets", {"valid_from_on": "2026-01-01"})
    assert early.status_code == 422
    assert 'value="2026-01-01"' in early.text
    assert boss.post(f"/scenarios/{key}/targets", {"valid_from_on": "2026-03-02", "note": "Agreed"}).status_code == 303
    assert "in force" in boss.get(f"/scenarios/{key}", follow_redirects=True).text
    assert "In force: the targets of" in buyer.text("/service-curve")
    buyer.post("/plans/run", {})
    with planned.session() as session:
        row = session.scalars(select(ScenarioLine).where(ScenarioLine.scenario_id == key)).first()
        assert row is not None
        part, store, target = row.part_id, row.store_id, row.target_after
    level = buyer.text(f"/levels/parts/{part}/stores/{store}")
    assert "Target from scenario" in level
    assert "SC-202603-0001" in level
    rows = {each["part_id"]: each for each in buyer.api("/levels").json["items"] if "part_id" in each}
    assert not rows or rows[part]["target"] == pytest.approx(target, abs=0.01)
    mine = boss.post("/scenarios/new", {"name": "Mine", "goal": "targets"})
    assert mine.status_code == 303
    own = boss.post(f"/scenarios/{newest(planned)}/targets", {"valid_from_on": "2026-03-02"})
    assert own.status_code == 422
    assert boss.post("/scenarios/leave", {"valid_from_on": "2026-03-02"}).status_code == 303
    assert "In force: the targets of" not in buyer.text("/service-curve")
    assert boss.post("/scenarios/leave", {"valid_from_on": "2026-03-02"}).status_code == 422
    with planned.session() as session:
        assert session.scalar(select(func.count()).select_from(TargetChoice)) == 2


def test_programs_ask_too(planned: Web) -> None:
    buyer = planned.as_("buyer")
    buyer.api("/plans", {})
    made = buyer.api("/scenarios", {"name": "By program", "goal": "service", "service_percent": "95"})
    assert made.status_code == 200, made.text
    assert made.json["met"] is True
    assert made.json["service_after"] >= 0.95
    again = buyer.api("/scenarios", {"name": "x", "goal": "budget"})
    assert again.status_code == 422
    assert buyer.api("/service-curves", {}).status_code == 200
