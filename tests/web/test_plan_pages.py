"""The purchase plan through its pages: computed as a job, opened to its sums, changed, approved by another, ordered."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from procurement.tables import Order, Plan, Proposal
from tests.support.papers import text_of
from tests.support.procurement import Market, add_history
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
    for words in ("= Inventory position", "= Reorder point", "= Quantity", "Demand and forecast", "Service target"):
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


def test_levels_open_to_their_sum_and_lists_answer(wanted: Web) -> None:
    buyer = wanted.as_("buyer")
    made = buyer.api("/plans", {"budget_cny": "10000"})
    assert made.status_code == 200, made.text
    level = next(each for each in buyer.api("/levels").json["items"] if each["part_number"] == "P1")
    page = buyer.text(f"/levels/{level['id']}")
    assert "Average interval between demands" in page
    for path in ("/levels", "/plans", "/plan-lines", "/plan-lines?exception=stock_out", "/levels?demand_class=smooth"):
        assert buyer.get(path).status_code == 200, path
    keeper = wanted.as_("keeper")
    assert keeper.get("/plans").status_code == 403
