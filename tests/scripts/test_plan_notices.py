"""What a plan shows first beside what it buys: shortages ahead, lateness, repairs, surplus, jumps, ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.tables import DemandMark, Level
from inventory.tables import Location, Part, SurplusProposal
from kernel.amounts import Money
from kernel.errors import RuleViolation
from kernel.settings import set_value
from procurement.plan_changing import change_proposal, reset_proposal
from procurement.planning import run_plan
from procurement.queries.plans import plan_detail, proposal_detail
from procurement.queries.repairs import expected_repairs
from procurement.settings import LATERAL, STORE_DAYS
from procurement.tables import Proposal
from tests.scripts.test_levelling import ask, monthly
from tests.support.old_parts import OldParts
from tests.support.planning import ON, STEADY, approve, closed, proposals, run, sums, supplied, turn
from tests.support.procurement import Market, ago, key, refused
from tests.support.world import NOON, World, q

DEEP = 400


@pytest.fixture
def market(session: Session, world: World) -> Market:
    return supplied(world)


def stocked(market: Market, part: str, history: list[int], units: int = DEEP, **offer: object) -> None:
    """Let a part be asked for month by month, be offered and lie in the central store."""
    market.offer("S1", part, (0, "20"), lead=20, **offer)
    monthly(market.world, part, history)
    closed(market)
    if units:
        market.world.stocked(part, units)


def shown(row: Proposal) -> set[str]:
    from procurement.alerts import codes_of

    return set(codes_of(row.alerts))


def texts(row: Proposal) -> dict[str, str]:
    return {each["code"]: each["text"] for each in row.explanation if each["text"]}


def test_a_store_that_is_empty_is_shown_though_enough_is_on_order(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 0)
    market.sent("S1", ("P1", 60), promised=date(2026, 3, 20))
    plan = run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception, row.quantity, row.included) == ("notice", "stock_out", q(0), True)
    assert (plan.proposals, plan.notices, plan.amount_cny) == (0, 1, Money.zero())


def test_what_runs_out_before_the_next_delivery_is_shown_with_both_days(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 2)
    market.sent("S1", ("P1", 60), promised=date(2026, 3, 30))
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "stock_out_before_delivery")
    facts = sums(row)
    assert facts["days_to_receipt"] == 28
    assert facts["days_of_cover"] == pytest.approx(2 / (51 / 12 / 30.4375), rel=0.25)
    market.sent("S1", ("P1", 1), promised=date(2026, 3, 4))
    run(market)
    assert ("P1", "C") not in proposals(market), "two days from now something comes, and till then there is enough"


def test_an_overdue_order_is_named_on_the_line_of_its_part(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 30)
    late = market.sent("S1", ("P1", 5), promised=date(2026, 2, 20), at=ago(40))
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "order_overdue")
    assert texts(row)["order_overdue_units"] == late.number
    assert (sums(row)["order_overdue_units"], sums(row)["order_overdue_days"]) == (5, 10)
    ask(market.world, "P1", 90, ON)  # now it is to be bought as well: still one line
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("purchase", "ticket_waits")
    assert shown(row) == {"ticket_waits", "stock_out", "order_overdue"}
    detail = plan_detail(session, plan_id=row.plan_id)
    assert detail.by_exception == {"ticket_waits": 1, "stock_out": 1, "order_overdue": 1}
    assert (detail.proposals, detail.notices) == (1, 0)


def test_repairs_count_with_the_yield_that_was_seen(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=20)
    monthly(market.world, "P1", [10 * units for units in STEADY])
    closed(market)
    old = OldParts(market.world)
    lot = old.brought(10, number="X1")
    old.judge(lot, "repair")
    run(market)
    before = sums(proposals(market)["P1", "C"])
    sent = old.sent_out(lot, due=ON + timedelta(days=5))
    assert [(each.share, each.sent, each.expected) for each in expected_repairs(session, ON)] == [
        (pytest.approx(0.7), 10_000, 7_000)
    ]
    old.came_back(sent.line_ids[0], 3, 1)
    found = expected_repairs(session, ON)[0]
    every = (3 + 5 * 0.7) / (4 + 5)
    assert found.share == pytest.approx((3 + 5 * every) / (4 + 5))
    assert (found.sent, found.expected) == (6_000, 4_000), "4.4 units, and no part of a unit comes back"
    run(market)
    after = sums(proposals(market)["P1", "C"])
    assert (after["in_repair"], after["in_hold"]) == (4, 3)
    assert after["inventory_position"] == before["inventory_position"] + 7
    assert after["missing"] == before["missing"] - 7


def test_a_late_workshop_is_shown(session: Session, market: Market) -> None:
    old = OldParts(market.world)
    lot = old.brought(2, number="X1")
    old.judge(lot, "repair")
    sent = old.sent_out(lot, due=ON)
    later = ON + timedelta(days=4)
    run_plan(session, on=later, by=market.world.people["buyer"], at=NOON, request_key=key())
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception, sums(row)["repair_overdue_days"]) == ("notice", "repair_overdue", 4)
    assert texts(row)["repair_overdue_units"] == sent.number


def test_surplus_is_told_apart_into_what_lies_and_what_still_comes(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 300)
    market.sent("S1", ("P1", 50), promised=date(2026, 3, 20))
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "surplus_on_order")
    facts = sums(row)
    highest = facts["inventory_position"] - facts["surplus_on_order"] - facts["surplus"]
    assert facts["surplus_on_order"] == 50
    assert highest >= facts["order_up_to_level"] + 51 / 12 * 11, "a year of demand is no surplus"
    assert shown(row) == {"surplus_on_order", "surplus"}


def test_the_surplus_page_is_named(session: Session, market: Market) -> None:
    market.offer("S1", "P2", (0, "5"))
    market.world.stocked("P2", 9)
    session.add(
        SurplusProposal(
            number="SP-1",
            part_id=market.world.parts["P2"],
            store_id=market.world.places["C"],
            advice="sell",
            advised_quantity=q(9),
            value_cny=Money.of(90),
            facts={},
            computed_on=ON,
        )
    )
    session.flush()
    run(market)
    row = proposals(market)["P2", "C"]
    assert (row.exception, texts(row)["surplus_proposal"]) == ("surplus", "SP-1")


def test_a_jump_of_demand_is_held_against_what_was_expected_without_it(session: Session, market: Market) -> None:
    stocked(market, "P1", [*STEADY[:-1], 30], 60)
    stocked(market, "P2", STEADY, 60)
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "demand_jump")
    assert sums(row)["last_period"] == 30
    assert 6 < sums(row)["expected_at_most"] < 13, "the negative binomial of the eleven months before"
    assert ("P2", "C") not in proposals(market)


def test_a_jump_that_was_mended_as_an_outlier_is_shown_until_it_is_called_a_one_off(
    session: Session, market: Market
) -> None:
    stocked(market, "P1", [*STEADY, *STEADY[:-1], 90], 60)
    run(market)
    level = session.scalars(select(Level).where(Level.part_id == market.world.parts["P1"])).first()
    assert level is not None
    assert level.history[-1] < 90, "models see less"
    assert sums(proposals(market)["P1", "C"])["last_period"] == 90
    session.add(
        DemandMark(
            part_id=market.world.parts["P1"],
            store_id=market.world.places["C"],
            period="month",
            period_start_on=date(2026, 2, 1),
            verdict="one_off",
            reason="one big customer",
            by_id=market.world.people["buyer"],
            at=NOON,
        )
    )
    session.flush()
    run(market)
    row = proposals(market).get(("P1", "C"))
    assert row is None or "demand_jump" not in shown(row)


def test_a_part_asked_for_the_first_time_is_new(session: Session, market: Market) -> None:
    stocked(market, "P2", STEADY, 60)  # so that the months before were watched
    stocked(market, "P1", [0] * 10 + [1, 2], 6)
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.exception, sums(row)["first_asked"]) == ("new_part", 2)


def test_a_discontinued_part_says_what_lies_comes_and_is_still_asked_for(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 7)
    session.get_one(Part, market.world.parts["P1"]).state = "discontinued"
    session.flush()
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "discontinued")
    assert sums(row)["demand_a_year"] == pytest.approx(51, rel=0.2)


def test_a_stocked_part_that_nobody_may_supply_is_shown_before_it_runs_out(session: Session, market: Market) -> None:
    monthly(market.world, "P1", STEADY)
    closed(market)
    market.world.stocked("P1", 60)
    plan = run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.exception) == ("notice", "no_supplier")
    assert plan.left_out == 0
    ask(market.world, "P1", 70, ON)
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.included, row.exception) == ("purchase", False, "ticket_waits")
    assert shown(row) == {"ticket_waits", "stock_out", "no_supplier"}


def test_exceptions_stand_before_plain_reorders(session: Session, market: Market) -> None:
    for part in ("P1", "P2"):
        stocked(market, part, STEADY, 0)
    run(market)
    reorder = sums(proposals(market)["P1", "C"])["reorder_point"]
    market.world.stocked("P1", int(reorder) - 1)  # a plain reorder
    market.world.stocked("P2", 60)
    market.sent("S1", ("P2", 1), promised=date(2026, 2, 20), at=ago(40))
    run(market)
    rows = session.scalars(select(Proposal).order_by(Proposal.urgency_rank, Proposal.id)).all()
    assert [row.exception for row in rows] == ["order_overdue", "reorder"]


def test_a_notice_can_be_answered_or_turned_into_a_purchase_and_stays_so(session: Session, market: Market) -> None:
    stocked(market, "P1", [*STEADY[:-1], 30], 60)
    run(market)
    row = proposals(market)["P1", "C"]
    by = {"by": market.world.people["buyer"], "at": NOON}
    change_proposal(session, proposal_id=row.id, reason="one big customer", request_key=key(), **by)
    again = run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.quantity, row.change_reason, again.notices) == ("notice", q(0), "one big customer", 1)
    offer = market.offers["S1", "P1"]
    change_proposal(
        session,
        proposal_id=row.id,
        reason="more to come",
        quantity=q(5),
        supplier_part_id=offer,
        request_key=key(),
        **by,
    )
    again = run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.quantity, row.unit_price_cny, again.purchases) == ("purchase", q(5), Money.of(20), 1)
    reset_proposal(session, proposal_id=row.id, request_key=key(), **by)
    assert (row.kind, row.quantity, row.supplier_id) == ("notice", q(0), None)


def test_a_plan_of_notices_alone_is_not_approved_and_what_was_approved_stays_whole(
    session: Session, market: Market
) -> None:
    stocked(market, "P1", [*STEADY[:-1], 30], 60)
    plan = run(market)
    with pytest.raises(RuleViolation, match="plan_empty"):
        approve(market, plan)
    stocked(market, "P2", STEADY, 0)
    plan = run(market)
    made = approve(market, plan)
    assert (made.approved, made.declined) == (1, 0)
    for change in ("explanation = '[]'", "exception = 'reorder'", "alerts = 0", "saved = 1", "needed_on = NULL"):
        assert refused(session, f"UPDATE proposal SET {change} WHERE state = 'approved'") == "plan_frozen"
    assert len(turn(market, plan).orders) == 1


def test_surplus_of_a_store_moves_before_anything_is_bought(session: Session, market: Market) -> None:
    market.world.warehouse("S", keeper="keeper")
    session.get_one(Location, market.world.places["S"]).supplying_store_id = market.world.places["C"]
    market.offer("S1", "P1", (0, "20"), lead=20)
    for store in ("N", "S"):
        monthly(market.world, "P1", STEADY, store=store)
    closed(market)
    market.world.stocked("P1", 60, at="N-A1")
    run(market)
    row = proposals(market)["P1", "S"]
    assert (row.kind, row.from_store_id, row.warnings) == ("transfer", market.world.places["N"], ["lateral_transfer"])
    facts = sums(row)
    assert facts["giver_spare"] == facts["giver_position"] - facts["giver_order_up_to_level"] > facts["quantity"]
    assert facts["quantity"] == facts["missing"]
    assert row.expected_on == ON + timedelta(days=3)
    assert ("P1", "C") not in proposals(market), "what lies in the network is used before more is bought"

    def setting(name: str, value: object) -> None:
        set_value(session, name=name, value=value, valid_from_on=date(2020, 1, 1), by=None)

    setting(STORE_DAYS, [{"from": "S", "to": "N", "days": 9}])
    run(market)
    assert proposals(market)["P1", "S"].kind == "notice", "too far: it stays empty, and that is shown"
    setting(STORE_DAYS, [{"from": "S", "to": "N", "days": 1.5}])
    run(market)
    assert proposals(market)["P1", "S"].expected_on == ON + timedelta(days=2)
    setting(LATERAL, {"allowed": False, "days": 3, "longest_days": 7, "whole_packs": True})
    run(market)
    assert proposals(market)["P1", "S"].kind == "notice"
    with pytest.raises(RuleViolation, match="setting_keys"):
        setting(STORE_DAYS, [{"from": "S"}])


def test_the_budget_weighs_criticality_and_says_what_is_lost(session: Session, market: Market) -> None:
    for part in ("P1", "P2"):
        stocked(market, part, STEADY, 0)
    session.get_one(Part, market.world.parts["P1"]).criticality = "desirable"
    session.get_one(Part, market.world.parts["P2"]).criticality = "vital"
    session.flush()
    whole = run(market)
    rows = proposals(market)
    assert sums(rows["P2", "C"])["criticality_weight"] == 4
    cost = rows["P2", "C"].quantity.scaled // 1000 * 20
    run(market, budget_cny=Money.of(cost))
    rows = proposals(market)
    assert [rows[part, "C"].included for part in ("P1", "P2")] == [False, True]
    for row in rows.values():
        facts = sums(row)
        weighed = facts["saved_backorders"] * facts["criticality_weight"]
        price = row.quantity.scaled / 1000 * 20
        assert facts["marginal_service"] == pytest.approx(weighed * 1000 / price, rel=1e-2)
        assert row.saved is not None
        assert row.saved.scaled == pytest.approx(facts["saved_backorders"] * 1000, abs=1)
    detail = plan_detail(session, plan_id=whole.plan_id)
    assert (detail.saved, detail.left_out_saved) == (rows["P2", "C"].saved, rows["P1", "C"].saved)


def test_plans_of_another_store_count_as_coming_only_once_approved(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 0)
    first = run(market)
    by = market.world.people["supervisor"]
    second = run_plan(session, on=ON, by=by, at=NOON, request_key=key())
    assert (second.purchases, second.amount_cny) == (first.purchases, first.amount_cny), "one line, in one draft"
    assert session.scalar(select(func.count()).select_from(Proposal).where(Proposal.state == "open")) == 1
    opened = proposal_detail(session, proposal_id=proposals(market)["P1", "C"].id)
    assert opened.alerts[0] == "stock_out"


def test_an_answered_notice_does_not_hold_back_a_later_purchase(session: Session, market: Market) -> None:
    stocked(market, "P1", STEADY, 30)
    market.sent("S1", ("P1", 5), promised=date(2026, 2, 20), at=ago(40))
    run(market)
    notice = proposals(market)["P1", "C"]
    assert notice.kind == "notice"
    buyer = market.world.people["buyer"]
    change_proposal(session, proposal_id=notice.id, reason="seen", by=buyer, at=NOON, request_key=key())
    ask(market.world, "P1", 90, ON)
    run(market)
    row = proposals(market)["P1", "C"]
    assert (row.kind, row.quantity, row.changed_by_id) == ("purchase", row.computed_quantity, None)
    assert row.quantity > q(0)
