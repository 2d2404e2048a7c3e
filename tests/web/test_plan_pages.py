"""The purchase plan through its pages: computed as a job, opened to its sums, changed, approved by another, ordered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from forecasting.tables import HistoryDemand
from forecasting.tables.base import RateRun
from inventory.tables import Location, Part
from kernel.amounts import Quantity
from kernel.tables import Person
from procurement.tables import Order, Plan, Proposal
from tests.support.papers import text_of
from tests.support.procurement import Market, add_history, ago
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def wanted(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.supplier("S1")
        market.offer("S1", "P1", (0, "10"), (50, "8"), multiple=5)
        market.supplier("S2")
        market.offer("S2", "P1", (0, "11"))
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        session.commit()
    return web


def test_a_plan_is_computed_opened_changed_approved_and_ordered(wanted: Web) -> None:
    buyer, boss = wanted.as_("buyer"), wanted.as_("supervisor")
    bad = buyer.post("/plans/run", {"budget_cny": "much"})
    assert bad.status_code == 422
    assert 'value="much"' in bad.text
    job = buyer.post("/plans/run", {})
    assert job.status_code == 303
    assert "to buy" in buyer.text(job.location)
    with wanted.session() as session:
        plan_id, proposal_id = session.scalar(select(Plan.id)), session.scalar(select(Proposal.id))
    page = buyer.get(f"/plans/{plan_id}", follow_redirects=True).text
    assert "P1" in page
    opened = buyer.text(f"/proposals/{proposal_id}")
    for words in (
        "= Inventory position",
        "= Reorder point",
        "= Quantity",
        "Demand and forecast",
        "Service target",
        "What to do",
        "What would change it",
        "Lead time a week longer",
        "From another supplier: S2",
        "Service target one step higher",
    ):
        assert words in opened, words
    assert "<svg" in opened
    nothing = buyer.post(f"/proposals/{proposal_id}", {"quantity": "100", "reason": ""})
    assert nothing.status_code == 422
    assert 'value="100"' in nothing.text
    changed = buyer.post(f"/proposals/{proposal_id}", {"quantity": "100", "reason": "Promotion in April"})
    assert changed.status_code == 303
    buyer.post("/plans/run", {})
    assert "Promotion in April" in buyer.text(f"/proposals/{proposal_id}")
    assert buyer.post(f"/plans/{plan_id}/approve").status_code == 403
    boss.post(f"/plans/{plan_id}/approve")
    answer = buyer.post(f"/plans/{plan_id}/orders")
    assert answer.status_code == 303
    with wanted.session() as session:
        assert session.scalar(select(Plan.state)) == "ordered"
        assert session.scalar(select(Order.plan_id)) == plan_id
    printed = text_of(buyer.get(f"/plans/{plan_id}/plan.pdf?language=zh").data)
    assert "采购计划" in printed
    assert "P1" in printed


def test_what_a_plan_could_not_order_is_said_and_an_old_page_approves_nothing(wanted: Web) -> None:
    buyer, boss = wanted.as_("buyer"), wanted.as_("supervisor")
    buyer.post("/plans/run", {})
    with wanted.session() as session:
        row = session.scalars(select(Proposal).where(Proposal.kind == "purchase")).one()
        plan, line, supplier = f"/plans/{row.plan_id}", f"/proposals/{row.id}", row.supplier_id
    page = boss.get(plan, follow_redirects=True).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    buyer.post(line, {"quantity": "100", "reason": "Promotion in April"})
    refused = boss.post(f"{plan}/approve", {"seen": seen[1]}, follow_redirects=True)
    assert "has changed since you opened it" in refused.text
    again = re.search(r'name="seen" value="(\w+)"', refused.text)
    assert again is not None
    boss.post(f"{plan}/approve", {"seen": again[1]})
    boss.post(f"/suppliers/{supplier}/state", {"state": "blocked", "reason": "burnt down"})
    assert "1 line was left out" in buyer.post(f"{plan}/orders", follow_redirects=True).text
    with wanted.session() as session:
        assert session.scalar(select(Proposal.state).where(Proposal.id == row.id)) == "declined"
        assert session.scalar(select(Order.id)) is None


@pytest.fixture
def noticed(wanted: Web) -> Web:
    """A part that is bought, one with more than it needs and a live surplus proposal, one order that is late."""
    with wanted.session() as session:
        world = World(session)
        world.people = dict(session.execute(select(Person.code, Person.id)).all())
        world.parts = dict(session.execute(select(Part.number, Part.id)).all())
        world.places = dict(session.execute(select(Location.code, Location.id)).all())
        market = Market(world)
        market.supplier("S3")
        market.offer("S3", "P2", (0, "7"))
        late = market.sent("S3", ("P2", 4), promised=date(2026, 2, 20), at=ago(30))
        world.stocked("P2", 6)
        session.commit()
        wanted.late = (late.number, late.order_id)  # type: ignore[attr-defined]
    return wanted


def test_what_buys_nothing_is_shown_counted_filtered_and_printed(noticed: Web) -> None:
    buyer = noticed.as_("buyer")
    summary = buyer.text(buyer.post("/plans/run", {"budget_cny": "1"}).location)
    assert "1 to look at, 1 left out" in summary
    with noticed.session() as session:
        plan_id = session.scalar(select(Plan.id))
        keys = dict(session.execute(select(Part.number, Proposal.id).join(Part, Part.id == Proposal.part_id)).all())
    page = buyer.get(f"/plans/{plan_id}", follow_redirects=True).text
    for words in (
        "an order is overdue: 1",
        "stock-out now: 1",
        "Only to look at",
        "Waiting not saved, for what is left out",
    ):
        assert words in page, words
    late = buyer.api(f"/plan-lines?plan={plan_id}&exception=order_overdue").json["items"]
    assert [(each["part_number"], each["kind"]) for each in late] == [("P2", "notice")]
    assert buyer.api(f"/plan-lines?plan={plan_id}&exception=surplus").json["items"] == []
    number, order_id = noticed.late  # type: ignore[attr-defined]
    opened = buyer.text(f"/proposals/{keys['P2']}")
    for words in ("What to do", "Ask the supplier for a new date", f"{number} · 4", f'href="/orders/{order_id}"'):
        assert words in opened, words
    whole = buyer.api(f"/proposals/{keys['P1']}").json
    assert {each["code"] for each in whole["variants"]} >= {"lead_time_longer", "target_lower", "other_supplier"}
    assert all(each["cost_cny"] is not None for each in whole["variants"] if float(each["quantity"]))
    sums = {each["code"]: each["value"] for each in whole["rows"]}
    assert sums["missing"] + sums["rounding"] == sums["quantity"]
    printed = text_of(buyer.get(f"/plans/{plan_id}/plan.pdf?language=en").data)
    for words in ("Left out", "To be looked at", "beyond the budget", "an order is overdue", "Inventory position"):
        assert words in printed, words
    answered = buyer.post(f"/proposals/{keys['P2']}", {"quantity": "0", "reason": "They promised Friday"})
    assert answered.status_code == 303
    bought = buyer.post(f"/proposals/{keys['P2']}", {"quantity": "3", "reason": "Take some elsewhere"})
    assert bought.status_code in (400, 404, 409, 422)
    assert "No supplier that may get orders offers this part" in bought.text
    assert 'value="3"' in bought.text


def test_levels_open_to_their_sum_and_lists_answer(wanted: Web) -> None:
    buyer = wanted.as_("buyer")
    made = buyer.api("/plans", {"budget_cny": "10000"})
    assert made.status_code == 200, made.text
    level = next(each for each in buyer.api("/levels").json["items"] if each["part_number"] == "P1")
    page = buyer.text(f"/levels/{level['id']}")
    assert "Average interval between demands" in page
    assert "On its way" in page
    assert "2026-03" in page, "the periods ahead are named"
    for path in ("/levels", "/plans", "/plan-lines", "/plan-lines?exception=stock_out", "/levels?demand_class=smooth"):
        assert buyer.get(path).status_code == 200, path
    keeper = wanted.as_("keeper")
    assert keeper.get("/plans").status_code == 403


def test_a_buyer_judges_the_demand_of_a_month(wanted: Web) -> None:
    with wanted.session() as session:
        part, store = (
            session.scalar(select(Part.id).where(Part.number == "P1")),
            session.scalar(select(Location.id).where(Location.code == "C")),
        )
        session.execute(
            update(HistoryDemand)
            .where(HistoryDemand.part_id == part, HistoryDemand.period_start_on == date(2025, 5, 1))
            .values(quantity=Quantity.of(400))
        )
        session.commit()
    buyer, keeper = wanted.as_("buyer"), wanted.as_("keeper")
    assert buyer.api("/plans", {"budget_cny": "10000"}).status_code == 200
    level = f"/levels/parts/{part}/stores/{store}"
    page = buyer.text(level)
    assert "far above the rest" in page
    assert "chart-left-out" in page
    assert "from files" in page
    empty = buyer.post(f"{level}/demand", {"period_start_on": "2025-05-01", "verdict": "real", "reason": ""})
    assert empty.status_code == 422
    assert 'value="2025-05-01" selected' in empty.text
    said = {"period_start_on": "2025-05-01", "verdict": "real", "reason": "A heat wave"}
    assert keeper.post(f"{level}/demand", said).status_code == 403
    assert buyer.post(f"{level}/demand", said).status_code == 303
    assert "A heat wave" in buyer.text(f"{level}/demand")
    assert "A heat wave" in buyer.text("/demand-marks")
    buyer.api("/plans", {"budget_cny": "10000"})
    assert "chart-left-out" not in buyer.text(level)
    newest = next(
        each for each in buyer.api("/levels").json["items"] if (each["part_number"], each["store_code"]) == ("P1", "C")
    )
    shown = buyer.api(f"/levels/{newest['id']}").json
    assert [(each["verdict"], each["raw"], each["counted"]) for each in shown["mended"]] == [("real", 400, 400)]
    mark = shown["mended"][0]["demand_mark_id"]
    assert buyer.api(f"/demand-marks/{mark}/remove", {}).status_code == 200
    assert buyer.post(f"/demand-marks/{mark}/remove").status_code == 404


def test_a_plan_of_the_api_knows_the_base_and_the_campaigns_of_the_day(wanted: Web) -> None:
    with wanted.session() as session:
        assert session.scalar(select(RateRun.id)) is None
    assert wanted.as_("buyer").api("/plans", {"budget_cny": "10000"}).status_code == 200
    with wanted.session() as session:
        assert session.scalar(select(RateRun.id)) is not None
