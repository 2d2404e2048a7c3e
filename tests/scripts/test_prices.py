"""Market notes, alerts of jumps told once, and the sale price list that two persons keep."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Category, Part
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.settings import set_value
from procurement import settings
from procurement.finding_prices import market_prices, open_alerts, sale_prices_on
from procurement.sale_prices_keeping import (
    decide_sale_prices,
    propose_by_rule,
    propose_sale_price,
    withdraw_sale_price,
)
from procurement.tables import PriceAlert, SalePrice
from procurement.watching_prices import NewNote, acknowledge_price_alert, note_market_prices, watch_prices
from tests.support.procurement import Market, ago, key, refused
from tests.support.world import NOON, World

TODAY = date(2026, 3, 2)


@pytest.fixture
def market(world: World) -> Market:
    market = Market(world)
    market.offer("S1", "P1", (0, "10"))
    return market


def note(session: Session, world: World, price: str, days: int, source: str = "1688", part: str = "P1"):
    asked = NewNote(world.parts[part], Money.of(price), TODAY - timedelta(days=days), source)
    return note_market_prices(session, notes=(asked,), by=world.people["buyer"], at=NOON, request_key=key())


def watch(session: Session, on: date = TODAY) -> int:
    made = watch_prices(session, on=on, by=None, at=NOON, request_key=key())
    return len(made.price_alert_ids)


def test_the_market_price_is_the_median_of_the_newest_note_of_each_source(session: Session, world: World) -> None:
    for price, days, source in (("9", 40, "1688"), ("10", 10, "1688"), ("14", 5, "fair"), ("12", 3, "broker")):
        note(session, world, price, days, source)
    note(session, world, "1", 500, "old")
    view = market_prices(session, TODAY)[world.parts["P1"]]
    assert (view.unit_price_cny, view.sources) == (Money.of(12), 3)
    assert market_prices(session, TODAY - timedelta(days=20))[world.parts["P1"]].unit_price_cny == Money.of(9)
    assert note(session, world, "10", 10).known == 1
    with pytest.raises(InvalidState, match="market_price_noted"):
        note(session, world, "11", 10)
    with pytest.raises(RuleViolation, match="day_in_future"):
        note(session, world, "11", -1)


def test_a_jump_is_told_once_and_acknowledged_with_a_reason(session: Session, market: Market) -> None:
    world = market.world
    market.sent("S1", ("P1", 10), at=ago(60))
    market.offer("S1", "P1", (0, "12"), valid_from=date(2026, 2, 1))
    assert watch(session) == 0  # one price alone has not jumped
    market.sent("S1", ("P1", 10), at=ago(5))
    assert watch(session) == 1
    assert watch(session) == 0
    alert = session.scalars(select(PriceAlert)).one()
    assert (alert.kind, alert.figure_bp, alert.basis) == ("against_last", 2000, "paid")
    assert set(open_alerts(session)) == {world.parts["P1"]}

    def seen(reason: str) -> None:
        acknowledge_price_alert(
            session, price_alert_id=alert.id, reason=reason, by=world.people["buyer"], at=NOON, request_key=key()
        )

    with pytest.raises(RuleViolation, match="reason_needed"):
        seen(" ")
    seen("copper went up")
    assert open_alerts(session) == {}
    with pytest.raises(InvalidState, match="price_alert_seen"):
        seen("again")
    assert watch(session, TODAY + timedelta(days=1)) == 0
    changed = f"UPDATE price_alert SET figure_bp = 1 WHERE id = {alert.id}"
    assert refused(session, changed) == "unchangeable"


def test_a_swing_of_market_notes_is_told_once(session: Session, world: World) -> None:
    set_value(session, name=settings.PRICE_JUMP, value=60, valid_from_on=date(2020, 1, 1), by=None)
    for price, days in (("10", 90), ("15", 60), ("10", 30), ("15", 20)):
        note(session, world, price, days)
    assert watch(session) == 1
    assert session.scalars(select(PriceAlert)).one().kind == "volatility"
    note(session, world, "10", 2)
    assert watch(session) == 0


def test_an_old_price_raises_no_alert(session: Session, world: World) -> None:
    note(session, world, "10", 200)
    note(session, world, "20", 100)
    assert watch(session) == 0


def propose(session: Session, world: World, price: str, from_on: date = TODAY, part: str = "P1") -> int:
    return propose_sale_price(
        session,
        part_id=world.parts[part],
        unit_price_cny=Money.of(price),
        from_on=from_on,
        reason="new list",
        by=world.people["buyer"],
        at=NOON,
        request_key=key(),
    ).sale_price_id


def decide(session: Session, world: World, *ids: int, by: str = "supervisor", approve: bool = True, days: int = 0):
    return decide_sale_prices(
        session,
        sale_price_ids=ids,
        approve=approve,
        note="" if approve else "too dear",
        by=world.people[by],
        at=NOON + timedelta(days=days),
        request_key=key(),
    )


def test_a_sale_price_holds_from_its_day_once_another_person_approved_it(session: Session, world: World) -> None:
    part = world.parts["P1"]
    first = propose(session, world, "20")
    with pytest.raises(FourEyes):
        decide(session, world, first, by="buyer")
    assert sale_prices_on(session, [part], TODAY) == {}
    decide(session, world, first)
    later = propose(session, world, "25", TODAY + timedelta(days=10))
    with pytest.raises(InvalidState, match="sale_price_waits"):
        propose(session, world, "26", TODAY + timedelta(days=10))
    with pytest.raises(RuleViolation, match="sale_price_in_past"):
        decide(session, world, later, days=11)
    decide(session, world, later)
    assert sale_prices_on(session, [part], TODAY + timedelta(days=9)) == {part: Money.of(20)}
    assert sale_prices_on(session, [part], TODAY + timedelta(days=10)) == {part: Money.of(25)}
    with pytest.raises(RuleViolation, match="sale_price_in_past"):
        propose(session, world, "19", TODAY - timedelta(days=1))
    third = propose(session, world, "30")
    withdraw_sale_price(session, sale_price_id=third, by=world.people["buyer"], at=NOON, request_key=key())
    fourth = propose(session, world, "31")
    decide(session, world, fourth, approve=False)
    assert sale_prices_on(session, [part], TODAY) == {part: Money.of(20)}


def test_the_database_keeps_approved_prices_and_two_persons(session: Session, world: World) -> None:
    done, waiting = propose(session, world, "20"), 0
    decide(session, world, done)
    waiting = propose(session, world, "21")
    assert refused(session, f"UPDATE sale_price SET unit_price_cny = 1 WHERE id = {done}") in {
        "unchangeable",
        "sale_price_step",
    }
    assert refused(session, f"UPDATE sale_price SET decided_note = 'x' WHERE id = {done}") == "sale_price_step"
    sign = f"UPDATE sale_price SET state = 'approved', decided_by_id = proposed_by_id WHERE id = {waiting}"
    assert refused(session, sign) == "four_eyes"
    assert refused(session, f"DELETE FROM sale_price WHERE id = {done}") == "append_only"


def test_the_rule_proposes_by_category_from_the_cost_of_stock(session: Session, world: World) -> None:
    top = Category(code="E", name_zh="电", name_en="Electric")
    session.add(top)
    session.flush()
    session.get_one(Part, world.parts["P2"]).category_id = top.id
    world.stocked("P1", 10, cost="10")
    world.stocked("P1", 30, cost="14")
    world.stocked("P2", 1, cost="100.03")
    markups = [{"category": "E", "percent": 50}]
    set_value(session, name=settings.SALE_MARKUPS, value=markups, valid_from_on=TODAY, by=None)

    def run():
        return propose_by_rule(session, from_on=TODAY, by=world.people["buyer"], at=NOON, request_key=key())

    made = run()
    assert made.proposed == 2
    rows = {row.part_id: row for row in session.scalars(select(SalePrice))}
    assert rows[world.parts["P1"]].unit_price_cny == Money.of("16.9")  # (10·10 + 30·14)/40 = 13, with 30 %
    assert rows[world.parts["P2"]].unit_price_cny == Money.of("150.1")
    assert run().waiting == 2
    decide(session, world, *(row.id for row in rows.values()))
    assert run().unchanged == 2
