"""What sale prices and price alerts are used for: the bill of a repair, the lines and the amount of a plan."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from kernel.amounts import Money
from procurement.alerts import codes_of
from procurement.queries.price_effect import price_effect
from procurement.sale_prices_keeping import decide_sale_prices, propose_sale_price
from procurement.suppliers_keeping import set_certificate
from procurement.watching_prices import acknowledge_price_alert, watch_prices
from service import part_using
from tests.scripts.test_levelling import ask, monthly
from tests.support.planning import ON, STEADY, proposals, run, sums, supplied
from tests.support.procurement import Market, ago, key
from tests.support.service import Desk
from tests.support.world import NOON, World, q


@pytest.fixture
def market(session: Session, world: World) -> Market:
    return supplied(world)


def sell(session: Session, world: World, price: str, from_on: date) -> None:
    made = propose_sale_price(
        session,
        part_id=world.parts["P1"],
        unit_price_cny=Money.of(price),
        from_on=from_on,
        reason="list",
        by=world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    decide_sale_prices(
        session,
        sale_price_ids=(made.sale_price_id,),
        approve=True,
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    )


@pytest.mark.parametrize(("purchased", "covered", "total"), [("2020-01-01", "0", "17"), ("2026-01-01", "17", "0")])
def test_a_repair_charges_the_listed_price_and_nothing_in_warranty(
    session: Session, world: World, purchased: str, covered: str, total: str
) -> None:
    desk = Desk(world)
    lot = world.stocked("P1", 3, cost="10")
    for kind, source, target in (("transfer_out", "C-A1", "VAN1-T"), ("transfer_in", "VAN1-T", "VAN1")):
        world.move(kind, lot, source, target, 3)
    sell(session, world, "17", date(2026, 3, 2))
    sell(session, world, "99", date(2026, 4, 1))  # holds later
    ticket = desk.on_site(purchased_on=date.fromisoformat(purchased), triage={})
    desk.diagnose(ticket, told="100")
    desk.agree(ticket)
    part_using.use_from_van(
        session,
        ticket_id=ticket,
        part_id=world.parts["P1"],
        quantity=q(1),
        by=desk.engineer,
        at=NOON,
        request_key=key(),
    )
    done = desk.complete(ticket)
    assert (done.parts[0].price_cny, done.covered_cny, done.total_cny) == (
        Money.of(17),
        Money.of(covered),
        Money.of(total),
    )


def test_a_plan_says_that_a_price_jumped_and_what_it_would_cost(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), lead=5)
    market.sent("S1", ("P1", 1), at=ago(30))
    market.offer("S1", "P1", (0, "26"), lead=5, valid_from=ago(20).date())
    market.sent("S1", ("P1", 1), at=ago(10))
    market.offer("S1", "P1", (0, "20"), lead=5, valid_from=ago(5).date())
    made = watch_prices(session, on=ON, by=None, at=NOON, request_key=key())
    ask(market.world, "P1", 12, ON)
    plan = run(market)
    row = proposals(market)["P1", "C"]
    assert row.exception == "ticket_waits"
    assert "price_jump" in codes_of(row.alerts)
    assert sums(row)["price_jump"] == 0.3
    effect = price_effect(session, plan_id=plan.plan_id)
    line = effect.lines[0]
    assert (line.old_price_cny, line.new_price_cny) == (Money.of(20), Money.of(26))
    assert effect.new_amount_cny - effect.amount_cny == Money.of(6).times(row.quantity)
    acknowledge_price_alert(
        session,
        price_alert_id=made.price_alert_ids[0],
        reason="copper",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert price_effect(session, plan_id=plan.plan_id).lines == ()
    run(market)
    assert "price_jump" not in codes_of(proposals(market)["P1", "C"].alerts)


def test_a_plan_buys_elsewhere_and_says_whose_licence_ended(session: Session, market: Market) -> None:
    market.offer("S1", "P1", (0, "20"), preferred=True)
    market.offer("S2", "P1", (0, "25"))
    monthly(market.world, "P1", STEADY)
    set_certificate(
        session,
        supplier_id=market.suppliers["S1"],
        kind="business_licence",
        number="L-1",
        expires_on=date(2026, 1, 31),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    run(market)
    row = proposals(market)["P1", "C"]
    assert row.supplier_id == market.suppliers["S2"]
    assert "preferred_certificate_expired" in row.warnings
