"""Drafts of purchase plans: what a further run keeps, what a buyer changes, and who may approve."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forecasting.tables import Level
from inventory.tables import Location
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from procurement.planning import approve_plan, change_proposal, reset_proposal
from procurement.queries.plans import plan_detail
from procurement.tables import Plan, Proposal
from tests.scripts.test_levelling import ask, monthly
from tests.support.planning import ON, STEADY, approve, closed, proposals, run, supplied
from tests.support.procurement import Market, key, refused
from tests.support.world import NOON, World, q


@pytest.fixture
def market(session: Session, world: World) -> Market:
    return supplied(world)


def test_a_second_run_appends_nothing_and_keeps_the_buyers_change(session: Session, market: Market) -> None:
    for part in ("P1", "P2", "P3"):
        market.offer("S1", part, (0, "20"), lead=20)
        monthly(market.world, part, STEADY)
    closed(market)
    first = run(market)
    ids = {where: row.id for where, row in proposals(market).items()}
    change_proposal(
        session,
        proposal_id=ids["P1", "C"],
        quantity=q(2),
        reason="shelf is full",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    second = run(market)
    assert (second.plan_id, second.proposals) == (first.plan_id, first.proposals) == (first.plan_id, 3)
    rows = proposals(market)
    assert {where: row.id for where, row in rows.items()} == ids
    assert (rows["P1", "C"].quantity, rows["P1", "C"].change_reason) == (q(2), "shelf is full")
    assert rows["P1", "C"].computed_quantity > q(2)
    reset_proposal(session, proposal_id=ids["P1", "C"], by=market.world.people["buyer"], at=NOON, request_key=key())
    run(market)
    rows = proposals(market)
    assert rows["P1", "C"].quantity == rows["P1", "C"].computed_quantity
    assert session.scalar(select(func.count()).select_from(Proposal)) == 3
    assert session.scalar(select(func.count()).select_from(Plan)) == 1


def test_a_draft_of_somebody_else_is_superseded_with_its_changes_kept(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    first = run(market)
    row = proposals(market)["P1", "C"]
    change_proposal(
        session,
        proposal_id=row.id,
        quantity=q(2),
        reason="shelf is full",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    second = run(market, by="supervisor")
    assert second.plan_id != first.plan_id
    assert session.get_one(Plan, first.plan_id).state == "superseded"
    row = proposals(market)["P1", "C"]
    assert (row.plan_id, row.quantity) == (second.plan_id, q(2))
    for who in ("supervisor", "buyer"):  # the author, and who changed a line
        with pytest.raises(FourEyes):
            approve(market, second, by=who)
    assert approve(market, second, by="admin").approved == 1


def test_four_eyes_hold_against_raw_sql(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    plan = run(market)
    people = market.world.people
    change_proposal(
        session,
        proposal_id=proposals(market)["P1", "C"].id,
        quantity=q(2),
        reason="shelf is full",
        by=people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    insert = (
        "INSERT INTO plan_approval (plan_id, created_by_id, approved_by_id, approved_at, amount_cny, note)"
        " VALUES (:plan, :author, :approver, '2026-03-02', 0, '')"
    )

    def attempt(author: str, approver: str) -> str:
        return refused(session, insert, plan=plan.plan_id, author=people[author], approver=people[approver])

    assert attempt("buyer", "buyer") == "four_eyes"
    assert attempt("admin", "buyer") == "four_eyes"
    assert attempt("buyer", "supervisor") == "four_eyes"
    assert refused(session, "UPDATE purchase_plan SET state = 'approved'") == "not_approved"
    assert refused(session, "UPDATE purchase_plan SET state = 'ordered'") == "plan_step"
    assert refused(session, "UPDATE proposal SET state = 'approved'") == "proposal_step"
    assert refused(session, "UPDATE proposal SET quantity = 9000, change_reason = ''") == "reason_needed"


def test_an_approved_plan_is_frozen(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    plan = run(market)
    row = proposals(market)["P1", "C"]
    approve(market, plan)
    with pytest.raises(InvalidState, match="plan_frozen"):
        change_proposal(
            session,
            proposal_id=row.id,
            quantity=q(1),
            reason="less",
            by=market.world.people["buyer"],
            at=NOON,
            request_key=key(),
        )
    assert refused(session, "UPDATE proposal SET quantity = 1000, computed_quantity = 1000") == "plan_frozen"
    assert refused(session, "UPDATE proposal SET unit_price_cny = 1") == "plan_frozen"
    assert refused(session, "DELETE FROM proposal") == "append_only"
    assert refused(session, "UPDATE plan_approval SET approved_by_id = created_by_id") == "append_only"
    assert run(market).proposals == 0, "what is approved and not yet ordered counts as coming"


def test_a_buyer_who_overspends_is_stopped_at_approval(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "10"), lead=20)
    ask(market.world, "P1", 2, ON)
    plan = run(market, budget_cny=Money.of(30))
    change_proposal(
        session,
        proposal_id=proposals(market)["P1", "C"].id,
        quantity=q(50),
        reason="bulk",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(RuleViolation, match="over_budget"):
        approve(market, plan)


def test_an_order_of_a_plan_that_nobody_approved_cannot_be_approved_by_sql(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"))
    ask(market.world, "P1", 2, ON)
    plan = run(market)
    made = market.draft("S1", ("P1", 1))
    session.commit()
    sql = "UPDATE purchase_order SET plan_id = :plan WHERE id = :id"
    assert refused(session, sql, plan=plan.plan_id, id=made.order_id) == "unchangeable"
    assert refused(session, "UPDATE purchase_order SET state = 'approved'") == "not_approved"


def test_taking_a_change_back_leaves_nothing_that_was_chosen_by_hand(session: Session, market: Market) -> None:
    """Who took a change back may approve: then the dear supplier whom they had chosen must be gone."""
    first = market.offer("S1", "P1", (0, "20"), lead=20)
    dear = market.offer("S2", "P1", (0, "90"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    run(market)
    row = proposals(market)["P1", "C"]
    computed = (row.supplier_id, row.supplier_part_id, row.unit_price_cny, row.expected_on, row.quantity)
    assert row.supplier_part_id == first
    by = {"by": market.world.people["supervisor"], "at": NOON}
    change_proposal(
        session,
        proposal_id=row.id,
        supplier_part_id=dear,
        quantity=q(48),
        reason="a friend",
        request_key=key(),
        **by,
    )
    assert str(proposals(market)["P1", "C"].unit_price_cny) == "90"
    reset_proposal(session, proposal_id=row.id, request_key=key(), **by)
    session.expire_all()
    row = proposals(market)["P1", "C"]
    assert (row.supplier_id, row.supplier_part_id, row.unit_price_cny, row.expected_on, row.quantity) == computed
    assert row.changed_by_id is None


def test_levels_that_are_gone_make_no_plan(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    made = run(market)
    session.execute(delete(Level).where(Level.run_id == made.level_run_id))
    with pytest.raises(NotFound, match="level_run_unknown"):
        run(market, level_run_id=made.level_run_id)
    assert proposals(market)["P1", "C"].quantity > q(0), "what was proposed stays"


def changed(market: Market, row: Proposal, **change: object) -> None:
    """Let the buyer change a line."""
    change_proposal(
        market.world.session,
        proposal_id=row.id,
        reason="the buyer knows better",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
        **change,  # type: ignore[arg-type]
    )


def test_a_day_and_a_supplier_set_by_hand_stay_and_the_rest_follows(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    slow = market.offer("S2", "P1", (0, "30"), lead=60)
    monthly(market.world, "P1", STEADY)
    closed(market)
    run(market)
    row = proposals(market)["P1", "C"]
    computed, sooner = row.needed_on, row.expected_on
    assert computed is not None
    assert sooner is not None
    assert "late_for_need" in row.warnings
    changed(market, row, quantity=row.quantity + q(5))
    run(market)
    row = proposals(market)["P1", "C"]
    assert row.needed_on == computed, "only the quantity was set by hand"
    wanted = ON + timedelta(days=45)
    changed(market, row, supplier_part_id=slow, needed_on=wanted)
    later = sooner + timedelta(days=40)
    for _ in range(2):
        row = proposals(market)["P1", "C"]
        assert (row.needed_on, row.expected_on, row.supplier_part_id) == (wanted, later, slow)
        assert row.warnings.count("late_for_need") == 1, "sixty days are too late for that day"
        run(market)
    reset_proposal(session, proposal_id=row.id, by=market.world.people["buyer"], at=NOON, request_key=key())
    row = proposals(market)["P1", "C"]
    assert (row.needed_on, row.expected_on) == (computed, sooner)
    assert row.warnings == ["late_for_need"]


def test_planning_one_store_leaves_what_is_planned_for_the_others(session: Session, market: Market) -> None:
    world = market.world
    session.get_one(Location, world.places["N"]).supplying_store_id = None  # buys for itself
    market.offer("S1", "P1", (0, "20"))
    ask(world, "P1", 3, ON)
    ask(world, "P1", 2, ON, store="N")
    whole = run(market)
    changed(market, proposals(market)["P1", "N"], quantity=q(7))
    part = run(market, by="supervisor", store_ids=(world.places["C"],))
    assert part.plan_id != whole.plan_id
    lines = {store: (row.plan_id, row.quantity) for (_part, store), row in proposals(market).items()}
    assert lines == {"C": (part.plan_id, q(3)), "N": (whole.plan_id, q(7))}
    left = session.get_one(Plan, whole.plan_id)
    assert (left.state, left.scope) == ("draft", [world.places["N"]])
    again = run(market)
    assert {row.plan_id for row in proposals(market).values()} == {again.plan_id}
    assert proposals(market)["P1", "N"].quantity == q(7)
    states = {plan.id: plan.state for plan in session.scalars(select(Plan))}
    assert states.pop(again.plan_id) == "draft"
    assert set(states.values()) == {"superseded"}


def test_a_plan_that_changed_while_somebody_read_it_is_not_approved(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"))
    ask(market.world, "P1", 3, ON)
    plan = run(market)

    def sign(seen: str) -> None:
        approve_plan(
            session,
            plan_id=plan.plan_id,
            by=market.world.people["supervisor"],
            at=NOON,
            request_key=key(),
            seen=seen,
        )

    seen = plan_detail(session, plan_id=plan.plan_id).seen
    changed(market, proposals(market)["P1", "C"], quantity=q(300))
    with pytest.raises(InvalidState, match="plan_changed"):
        sign(seen)
    between = plan_detail(session, plan_id=plan.plan_id).seen
    run(market)
    assert len({seen, between, plan_detail(session, plan_id=plan.plan_id).seen}) == 3
    sign(plan_detail(session, plan_id=plan.plan_id).seen)
    assert session.get_one(Plan, plan.plan_id).state == "approved"
