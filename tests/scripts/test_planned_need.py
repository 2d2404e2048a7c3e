"""Campaigns, recalls and maintenance: certain need on top of the levels and in the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forecasting.tables import Level
from forecasting.tables.base import PlannedNeed, PlannedWork, RateRun
from inventory.tables import PartRequest, Supersession
from kernel.errors import AppError
from procurement.planning import run_plan
from procurement.tables import Proposal
from service.base_keeping import (
    change_maintenance,
    keep_life,
    keep_maintenance,
)
from service.base_planning import mark_planned_work
from service.campaigning import approve_campaign, end_campaign, reject_campaign
from service.part_using import ask_part
from service.tables import Campaign
from tests.support.installed_base import ON, approved, ask, campaign, key, level, levels, recompute, repaired, with_base
from tests.support.procurement import Market
from tests.support.service import Desk
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(world: World) -> Desk:
    return with_base(world)


def test_a_recall_lifts_the_reorder_point_by_what_is_still_to_come_and_explains_it(desk: Desk) -> None:
    session = desk.session
    recompute(desk)
    levels(desk)
    before, rows = level(desk, "P3")
    assert "planned_need" not in rows
    made = approved(desk)
    recompute(desk)
    levels(desk)
    after, rows = level(desk, "P3")
    # 144 units at 50 % over 30 days, and lead time and review together are longer.
    assert rows["planned_campaign"].value == pytest.approx(72)
    assert rows["planned_campaign"].text == session.get_one(Campaign, made).number
    assert rows["planned_need"].value == pytest.approx(72)
    assert after.reorder_point == pytest.approx(before.reorder_point + 72)
    assert after.order_up_to_level == pytest.approx(before.order_up_to_level + 72)
    codes = [row.code for row in after.rows]
    assert codes.index("planned_need") + 1 == codes.index("reorder_point")
    # A store that another supplies needs nothing of it itself: its warehouse holds all.
    lifted = select(func.sum(Level.planned_need)).where(Level.run_id == after.run_id)
    assert session.scalar(lifted) == pytest.approx(72)

    # What its tickets have asked for is no longer to come, and is no history either.
    for number in range(20):
        ticket = repaired(desk, "P3", ON, serial=f"W{number % 24 + 1:02}-0")
        mark_planned_work(session, ticket_id=ticket, campaign_id=made, by=desk.desk, at=NOON, request_key=key())
        ask(desk, ticket, "P3", 1, ON - timedelta(days=20))
    recompute(desk)
    levels(desk)
    now, rows = level(desk, "P3")
    assert rows["planned_need"].value == pytest.approx(52)
    assert sum(each or 0 for each in now.history) == 0
    assert session.scalar(select(func.count()).select_from(PlannedWork)) == 20
    end_campaign(session, campaign_id=made, reason="all came", by=desk.desk, at=NOON, request_key=key())
    recompute(desk)
    levels(desk)
    ended, rows = level(desk, "P3")
    assert "planned_need" not in rows
    assert ended.reorder_point == pytest.approx(before.reorder_point)


def test_the_plan_buys_what_a_recall_needs_and_shows_it_in_the_sum(desk: Desk) -> None:
    session, world = desk.session, desk.world
    market = Market(world)
    market.offer("S1", "P3", (0, "12"), lead=30)
    approved(desk, units=40, percent=100)
    recompute(desk)
    plan = run_plan(session, on=ON, by=world.people["buyer"], at=NOON, request_key=key())
    proposal = session.scalars(
        select(Proposal).where(Proposal.plan_id == plan.plan_id, Proposal.part_id == world.parts["P3"])
    ).all()
    assert sum(each.quantity.scaled for each in proposal) >= 40_000
    rows = {row["code"]: row["value"] for each in proposal for row in each.explanation}
    assert rows["planned_need"] == pytest.approx(40)
    one = {row["code"]: row["value"] for row in proposal[0].explanation}
    summed = one["protection_mean"] + one["safety_stock"] + one["planned_need"]
    assert summed == pytest.approx(one["reorder_point"], abs=0.01)


def test_a_campaign_counts_only_when_another_person_has_approved_it(desk: Desk) -> None:
    session, world = desk.session, desk.world
    made = campaign(desk)
    recompute(desk)
    assert session.scalar(select(func.count()).select_from(PlannedNeed)) == 0
    with pytest.raises(AppError) as refused:
        approve_campaign(session, campaign_id=made, by=desk.desk, at=NOON, request_key=key())
    assert refused.value.code == "four_eyes"
    session.rollback()
    row = session.get_one(Campaign, made)
    row.state, row.approved_by_id, row.approved_at = "approved", desk.desk, NOON
    with pytest.raises(Exception, match=r"four_eyes|ck_campaign"):
        session.flush()  # nor by any other door
    session.rollback()
    supervisor = world.people["supervisor"]
    approve_campaign(session, campaign_id=made, by=supervisor, at=NOON, request_key=key())
    for script in (approve_campaign,):
        with pytest.raises(AppError) as refused:
            script(session, campaign_id=made, by=supervisor, at=NOON, request_key=key())
        assert refused.value.code == "campaign_state"
        session.rollback()
    other = campaign(desk)
    reject_campaign(session, campaign_id=other, reason="no defect", by=desk.desk, at=NOON, request_key=key())
    assert session.get_one(Campaign, other).state == "rejected"
    with pytest.raises(AppError) as refused:
        end_campaign(session, campaign_id=other, reason="x", by=desk.desk, at=NOON, request_key=key())
    assert refused.value.code == "campaign_state"
    session.rollback()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"to_on": ON - timedelta(days=1)}, "campaign_dates_backwards"),
        ({"from_on": date(2025, 1, 1), "to_on": date(2025, 2, 1)}, "campaign_in_the_past"),
        ({"serial_from": "W9", "serial_to": "W1"}, "serials_backwards"),
        ({"lines": ()}, "no_lines"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_refused(desk: Desk, more: dict[str, object], code: str) -> None:
    with pytest.raises(AppError) as refused:
        campaign(desk, **more)
    assert refused.value.code == code


def test_a_recall_of_serial_numbers_means_the_units_within(desk: Desk) -> None:
    approved(desk, serial_from="W01-0", serial_to="W02-5", percent=100)
    recompute(desk)
    need = desk.session.scalars(select(PlannedNeed)).one()
    assert (need.kind, need.quantity, need.from_on) == ("campaign", 12.0, ON)


def test_a_campaign_for_an_old_number_needs_as_many_of_the_successor_as_do_its_work(desk: Desk) -> None:
    parts = desk.world.parts
    approved(desk, serial_from="W01-0", serial_to="W02-5", percent=100)
    desk.session.add(
        Supersession(
            predecessor_id=parts["P3"], successor_id=parts["P1"], valid_from_on=date(2026, 1, 1), successor_factor=2
        )
    )
    recompute(desk)
    need = desk.session.scalars(select(PlannedNeed)).one()
    assert (need.part_id, need.quantity) == (parts["P1"], 24.0)


def test_planned_tickets_are_of_an_approved_campaign_of_their_model(desk: Desk) -> None:
    session = desk.session
    made = campaign(desk)
    ticket = repaired(desk, "P2", ON)
    other = repaired(desk, "P1", ON, model="AC-1")
    for wanted, code in ((ticket, "campaign_not_approved"), (other, "campaign_of_another_model")):
        with pytest.raises(AppError) as refused:
            mark_planned_work(session, ticket_id=wanted, campaign_id=made, by=desk.desk, at=NOON, request_key=key())
        assert refused.value.code == code
        approve = {"campaign_id": made, "by": desk.world.people["supervisor"], "at": NOON}
        if code == "campaign_not_approved":
            approve_campaign(session, **approve, request_key=key())


def test_maintenance_comes_every_interval_of_a_units_age(desk: Desk) -> None:
    session, world = desk.session, desk.world
    keep_life(
        session,
        product_model_id=world.models["WM-2"],
        life_months=600,
        shape_tenths=50,
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    line = keep_maintenance(
        session,
        product_model_id=world.models["WM-2"],
        part_id=world.parts["P2"],
        interval_months=12,
        quantity=q(2),
        percent=50,
        by=desk.desk,
        at=NOON,
        request_key=key(),
    ).maintenance_line_id
    recompute(desk)
    needs = session.scalars(select(PlannedNeed).order_by(PlannedNeed.from_on)).all()
    # Units sold in March 2024 and 2025 reach 24 and 12 months now: 12 units, of each 2 parts, of half of them.
    assert needs[0].from_on == ON
    assert needs[0].quantity == pytest.approx(12 * 30 / 31, rel=0.01)
    assert needs[1].quantity == pytest.approx(12, rel=0.01)
    assert {each.reference for each in needs} == {"WM-2"}
    levels(desk, lead=23.0)
    _found, rows = level(desk, "P2")
    assert rows["planned_maintenance"].value == pytest.approx(12 * 30 / 31, rel=0.02)
    change_maintenance(
        session,
        maintenance_line_id=line,
        quantity=q(2),
        percent=50,
        active=False,
        by=desk.desk,
        at=NOON,
        request_key=key(),
    )
    recompute(desk)
    newest = select(func.max(RateRun.id)).scalar_subquery()
    assert session.scalars(select(PlannedNeed).where(PlannedNeed.run_id == newest)).all() == []
    with pytest.raises(AppError) as refused:
        keep_maintenance(
            session,
            product_model_id=world.models["WM-2"],
            part_id=world.parts["P2"],
            interval_months=12,
            quantity=q(1),
            percent=10,
            by=desk.desk,
            at=NOON,
            request_key=key(),
        )
    assert refused.value.code == "maintenance_line_there"


def test_what_planned_work_asks_for_is_maintenance_unless_it_is_said_otherwise(desk: Desk) -> None:
    session = desk.session
    ticket = desk.on_site(product_id=None, product_model_id=desk.world.models["AC-1"])
    desk.diagnose(ticket)
    asked = [desk.ask_part(ticket).part_request_id]
    mark_planned_work(session, ticket_id=ticket, by=desk.desk, at=NOON, request_key=key())
    asked.append(desk.ask_part(ticket).part_request_id)
    said = ask_part(
        session,
        ticket_id=ticket,
        part_id=desk.world.parts["P1"],
        quantity=q(1),
        stream="repair",
        by=desk.engineer,
        at=NOON,
        request_key=key(),
    )
    streams = [session.get_one(PartRequest, each).stream for each in (*asked, said.part_request_id)]
    assert streams == ["repair", "maintenance", "repair"]
