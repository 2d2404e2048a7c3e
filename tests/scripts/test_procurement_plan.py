"""Purchase plans: what is proposed and why, and what becomes of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.settings import REVIEW_DAYS
from forecasting.tables import Level
from inventory.deciding_surplus import approve_surplus, submit_surplus
from inventory.limiting import set_van_limit, set_van_value
from inventory.tables import Lot, PartRequest, SurplusProposal, Transfer, TransferLine, VanLimit
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes
from kernel.settings import set_value
from procurement.ordering import approve_order
from procurement.settings import APPROVAL_LIMIT
from procurement.tables import Order, OrderLine, Plan, Proposal
from tests.scripts.test_levelling import ask, monthly
from tests.support.planning import ON, STEADY, approve, closed, proposals, run, sums, supplied, turn
from tests.support.procurement import Market, key
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


def test_a_plan_proposes_for_a_van_only_what_it_may_have(session: Session, market: Market) -> None:
    world = market.world
    world.stocked("P1", 9)
    common = {"by": world.people["supervisor"], "at": NOON}
    van, part = world.places["VAN1"], world.parts["P1"]
    set_van_limit(session, van_id=van, part_id=part, most=q(2), request_key="van-limit", **common)
    ask(world, "P1", 5, ON, store="VAN1")
    plan = run(market)
    row = proposals(market)["P1", "VAN1"]
    assert (row.kind, row.quantity, sums(row)["van_room"]) == ("transfer", q(2), 2)
    assert "van_limit" in row.warnings
    assert "supplying_store_short" not in row.warnings
    approve(market, plan)
    turned = turn(market, plan)
    assert len(turned.transfers) == 1
    set_van_limit(session, van_id=van, part_id=part, most=q(9), request_key="van-limit-2", **common)
    run(market)
    assert proposals(market)["P1", "VAN1"].quantity == q(3)
    cost = session.scalars(select(Lot.unit_cost_cny)).first()
    assert cost is not None
    set_van_value(session, van_id=van, most_value_cny=cost.times(q(1)), request_key="van-value", **common)
    run(market)
    assert proposals(market)["P1", "VAN1"].quantity == q(1)


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


def test_what_a_van_may_not_take_keeps_nothing_else_from_being_ordered(session: Session, market: Market) -> None:
    world = market.world
    market.offer("S1", "P2", (0, "20"))
    world.stocked("P1", 4)
    world.stocked("HOSE", 4)
    ask(world, "P1", 3, ON, store="VAN1")
    ask(world, "HOSE", 2, ON, store="VAN1")
    ask(world, "P2", 2, ON)
    plan = run(market)
    refused_line = proposals(market)["P1", "VAN1"].id
    approve(market, plan)
    session.add(VanLimit(van_id=world.places["VAN1"], part_id=world.parts["P1"], most=q(1)))
    session.flush()
    turned = turn(market, plan)
    assert turned.declined == (refused_line,)
    assert [(each.lines, each.to_store_id) for each in turned.transfers] == [(1, world.places["VAN1"])]
    assert len(turned.orders) == 1
    assert session.get_one(Proposal, refused_line).state == "declined"


@pytest.mark.parametrize("act", ["sell", "transfer"])
def test_what_was_approved_to_leave_as_surplus_no_longer_fills_a_level(
    session: Session, market: Market, act: str
) -> None:
    world = market.world
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(world, "P1", STEADY)
    for request in session.scalars(select(PartRequest)):
        request.open = False
    world.stocked("P1", 60)
    proposal = SurplusProposal(
        number="SU-1",
        part_id=world.parts["P1"],
        store_id=world.places["C"],
        advice=act,
        advised_quantity=q(59),
        value_cny=Money.of(590),
        facts={},
        computed_on=ON,
        advised_store_id=None,
    )
    session.add(proposal)
    session.flush()
    to = world.places["N"] if act == "transfer" else None
    asked = {"surplus_proposal_id": proposal.id, "at": NOON}
    submit_surplus(
        session, act=act, quantity=q(59), to_store_id=to, by=world.people["buyer"], request_key="su-1", **asked
    )
    run(market)
    assert proposals(market)["P1", "C"].kind == "notice", "nothing leaves before it is approved"
    approve_surplus(session, by=world.people["supervisor"], request_key="su-2", **asked)
    run(market)
    rows = proposals(market)
    if act == "sell":
        row = rows["P1", "C"]
        assert (row.kind, sums(row)["outgoing"], sums(row)["inventory_position"]) == ("purchase", 59, 1)
    else:
        assert rows["P1", "C"].kind == "notice", "what goes to a store below stays in the echelon"
