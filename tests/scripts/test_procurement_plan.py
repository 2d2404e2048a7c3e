"""Purchase plans: what is proposed and why, what a second run does, and who may approve."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from forecasting.settings import REVIEW_DAYS
from forecasting.tables import Level
from inventory.tables import Location, PartRequest, Transfer, TransferLine, VanLimit
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.settings import set_value
from procurement.ordering import approve_order
from procurement.planning import approve_plan, change_proposal, reset_proposal
from procurement.queries.plans import plan_detail
from procurement.settings import APPROVAL_LIMIT
from procurement.tables import Order, OrderLine, Plan, Proposal
from tests.scripts.test_levelling import ask, monthly
from tests.support.planning import ON, STEADY, approve, closed, proposals, run, sums, supplied, turn
from tests.support.procurement import Market, key, refused
from tests.support.world import NOON, World, q


@pytest.fixture
def market(session: Session, world: World) -> Market:
    return supplied(world)


def test_a_proposal_prints_its_whole_sum(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20, minimum=6, multiple=6)
    monthly(market.world, "P1", STEADY)
    market.world.stocked("P1", 100)
    for request in session.scalars(select(PartRequest)):
        request.open = False
    market.world.session.flush()
    run(market)
    assert proposals(market) == {}
    market.world.stocked("P2", 1)
    ask(market.world, "P1", 100, date(2026, 3, 1))
    market.sent("S1", ("P1", 6))
    run(market)
    row = proposals(market)["P1", "C"]
    parts = sums(row)
    assert parts["on_hand"] - parts["outstanding"] + parts["on_order"] == parts["inventory_position"] == 6
    assert parts["missing"] == parts["order_up_to_level"] - parts["inventory_position"]
    assert parts["missing"] + parts["rounding"] == parts["quantity"] == row.quantity.scaled / 1000
    assert parts["quantity"] % 6 == 0
    assert row.unit_price_cny == Money.of(20)
    assert (row.kind, row.state, row.included) == ("purchase", "open", True)


def test_a_position_on_its_level_does_not_fire_again(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    plan = run(market)
    wanted = proposals(market)["P1", "C"].quantity
    level = session.scalars(select(Level).where(Level.part_id == market.world.parts["P1"])).one()
    assert wanted == Quantity(int(level.order_up_to_level * 1000))
    approve(market, plan)
    turn(market, plan)
    again = run(market)
    assert again.proposals == 0
    level.reorder_point = level.order_up_to_level  # the trap: order up to the very level that fires
    session.flush()
    assert run(market, level_run_id=level.run_id).proposals == 0


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


def test_waiting_tickets_come_first_even_if_no_level_says_so(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=5, minimum=10, multiple=5)
    ask(market.world, "P1", 3, ON)
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.exception, row.urgency_rank, row.quantity, row.needed_on) == ("ticket_waits", 2, q(10), ON)
    assert sums(row)["urgent_shortage"] == 3


def test_transfers_go_before_buying(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"))
    market.world.stocked("P1", 2)
    ask(market.world, "P1", 3, ON, store="N")
    run(market)
    rows = proposals(market)
    moved, bought = rows["P1", "N"], rows["P1", "C"]
    assert (moved.kind, moved.quantity, moved.from_store_id) == ("transfer", q(2), market.world.places["C"])
    assert "supplying_store_short" in moved.warnings
    assert (bought.kind, bought.quantity, bought.exception) == ("purchase", q(1), "ticket_waits")


def test_a_ticket_is_helped_from_any_store_that_has_it_free(session: Session, market: Market) -> None:
    market.world.stocked("P1", 4, at="N-A1")
    ask(market.world, "P1", 3, ON, store="VAN1")
    run(market)
    row = proposals(market)["P1", "VAN1"]
    assert (row.kind, row.from_store_id, row.quantity) == ("transfer", market.world.places["N"], q(3))
    assert row.warnings == ["lateral_transfer"]
    assert ("P1", "C") not in proposals(market)


def test_the_budget_keeps_tickets_first_and_splits_nothing_silently(session: Session, market: Market) -> None:
    set_value(session, name=REVIEW_DAYS, value=30, valid_from_on=date(2020, 1, 1), by=None)
    for part, price in (("P1", "10"), ("P2", "1000"), ("P3", "100")):
        market.offer("S1", part, (0, price), lead=20, order_cost="0.01")
    for part in ("P1", "P2"):
        monthly(market.world, part, STEADY)
    closed(market)
    ask(market.world, "P3", 2, ON)
    whole = run(market)
    cost = {
        where[0]: row.quantity.scaled // 1000 * row.unit_price_cny.decimal for where, row in proposals(market).items()
    }
    assert whole.amount_cny == Money.of(sum(cost.values()))
    cut = run(market, budget_cny=Money.of(cost["P3"] + cost["P1"] + 5))
    rows = proposals(market)
    assert [rows[part, "C"].included for part in ("P1", "P2", "P3")] == [True, False, True]
    assert rows["P2", "C"].excluded_reason == "over_budget"
    assert rows["P2", "C"].quantity == rows["P2", "C"].computed_quantity
    assert (cut.left_out, cut.amount_cny) == (1, Money.of(cost["P3"] + cost["P1"]))
    assert approve(market, cut).declined == 1


def test_a_budget_that_is_too_small_buys_what_tickets_wait_for_and_says_so(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "10"), lead=20)
    monthly(market.world, "P1", STEADY)
    closed(market)
    ask(market.world, "P1", 2, ON)
    run(market, budget_cny=Money.of(30))
    row = proposals(market)["P1", "C"]
    assert (row.quantity, row.included) == (q(2), True)
    assert "cut_by_budget" in row.warnings
    assert sums(row)["cut_by_budget"] > 0


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


def test_suppliers_are_chosen_by_state_first(session: Session, market: Market) -> None:
    for code, state, price in (
        ("BAD", "blocked", "1"),
        ("NEW", "candidate", "2"),
        ("WATCH", "on_watch", "3"),
        ("GOOD", "approved", "9"),
        ("DEAR", "approved", "12"),
    ):
        market.supplier(code, state=state)
        market.offer(code, "P1", (0, price))
    market.offer("WATCH", "P2", (0, "3"))
    market.offer("BAD", "P3", (0, "1"))
    for part in ("P1", "P2", "P3", "HOSE"):
        ask(market.world, part, 3, ON)
    run(market)
    rows = proposals(market)
    assert rows["P1", "C"].supplier_id == market.suppliers["GOOD"]
    assert "supplier_on_watch" in rows["P2", "C"].warnings
    assert (rows["P3", "C"].supplier_id, rows["P3", "C"].included) == (None, False)
    assert "supplier_not_approved" in rows["P3", "C"].warnings
    assert "no_supplier" in rows["HOSE", "C"].warnings


def test_a_price_break_is_taken_where_more_costs_less(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "10"), (10, "8"), lead=20)
    monthly(market.world, "P1", [0, 1] * 6)
    closed(market)
    ask(market.world, "P1", 9, ON)
    run(market)
    row = proposals(market)["P1", "C"]
    assert row.quantity >= q(10)
    assert row.unit_price_cny == Money.of(8)


def test_a_plan_becomes_one_order_per_supplier_and_store(session: Session, market: Market) -> None:
    set_value(session, name=APPROVAL_LIMIT, value=100, valid_from_on=date(2020, 1, 1), by=None)
    market.offer("S1", "P1", (0, "20"))
    market.offer("S1", "P2", (0, "20"))
    market.offer("S2", "P3", (0, "60"))
    for part in ("P1", "P2", "P3"):
        ask(market.world, part, 2, ON)
    market.world.stocked("HOSE", 4)
    ask(market.world, "HOSE", 3, ON, store="N")
    plan = run(market)
    approve(market, plan)
    turned = turn(market, plan)
    assert [(o.supplier_id, o.lines, o.state) for o in turned.orders] == [
        (market.suppliers["S1"], 2, "approved"),
        (market.suppliers["S2"], 1, "draft"),
    ]
    assert [(t.from_store_id, t.to_store_id) for t in turned.transfers] == [
        (market.world.places["C"], market.world.places["N"])
    ]
    line = session.scalars(select(TransferLine)).one()
    assert (line.part_id, line.quantity) == (market.world.parts["HOSE"], q(3))
    assert session.get_one(Plan, plan.plan_id).state == "ordered"
    dear = turned.orders[1].order_id
    with pytest.raises(FourEyes):
        approve_order(session, order_id=dear, by=market.world.people["buyer"], at=NOON, request_key=key())
    approve_order(session, order_id=dear, by=market.world.people["supervisor"], at=NOON, request_key=key())
    lines = session.scalars(select(OrderLine).join(Order).order_by(OrderLine.id)).all()
    assert all(each.proposal_id is not None for each in lines)
    assert run(market).proposals == 0, "what is on order or asked to be moved is not proposed again"
    assert session.scalar(select(func.count()).select_from(Transfer)) == 1


def test_an_order_of_a_plan_that_nobody_approved_cannot_be_approved_by_sql(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"))
    ask(market.world, "P1", 2, ON)
    plan = run(market)
    made = market.draft("S1", ("P1", 1))
    session.commit()
    sql = "UPDATE purchase_order SET plan_id = :plan WHERE id = :id"
    assert refused(session, sql, plan=plan.plan_id, id=made.order_id) == "unchangeable"
    assert refused(session, "UPDATE purchase_order SET state = 'approved'") == "not_approved"


def test_old_stock_counts_for_its_successor(session: Session, market: Market) -> None:
    from inventory.tables import Supersession

    session.add(
        Supersession(
            predecessor_id=market.world.parts["P1"],
            successor_id=market.world.parts["P2"],
            valid_from_on=date(2026, 1, 1),
        )
    )
    market.offer("S1", "P2", (0, "20"))
    market.world.stocked("P1", 2)
    ask(market.world, "P2", 3, ON)
    run(market)
    rows = proposals(market)
    assert list(rows) == [("P2", "C")]
    assert sums(rows["P2", "C"])["superseded"] == 2


def test_a_ticket_for_an_old_number_is_urgent_for_the_last_successor(session: Session, market: Market) -> None:
    from inventory.tables import Supersession

    parts = market.world.parts
    for old, new in (("P2", "P3"), ("P1", "P2")):  # the last link of the chain was entered first
        session.add(Supersession(predecessor_id=parts[old], successor_id=parts[new], valid_from_on=date(2026, 1, 1)))
    market.offer("S1", "P3", (0, "20"))
    market.world.stocked("P1", 2)
    ask(market.world, "P1", 3, ON)
    run(market)
    rows = proposals(market)
    assert list(rows) == [("P3", "C")]
    row = rows["P3", "C"]
    assert (row.exception, row.urgency_rank, row.quantity, row.needed_on) == ("ticket_waits", 2, q(1), ON)
    assert (sums(row)["urgent_shortage"], sums(row)["superseded"]) == (1, -1)


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


def test_what_a_van_may_not_take_keeps_nothing_else_from_being_ordered(session: Session, market: Market) -> None:
    world = market.world
    market.offer("S1", "P2", (0, "20"))
    world.stocked("P1", 4)
    world.stocked("HOSE", 4)
    session.add(VanLimit(van_id=world.places["VAN1"], part_id=world.parts["P1"], most=q(1)))
    ask(world, "P1", 3, ON, store="VAN1")
    ask(world, "HOSE", 2, ON, store="VAN1")
    ask(world, "P2", 2, ON)
    plan = run(market)
    refused_line = proposals(market)["P1", "VAN1"].id
    approve(market, plan)
    turned = turn(market, plan)
    assert turned.declined == (refused_line,)
    assert [(each.lines, each.to_store_id) for each in turned.transfers] == [(1, world.places["VAN1"])]
    assert len(turned.orders) == 1
    assert session.get_one(Proposal, refused_line).state == "declined"


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
