"""What the buyer sees: lists, one order with all that belongs to it, what is overdue, scores and their rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from procurement import queries
from procurement.evaluating import evaluate_suppliers
from procurement.ordering import LineChange, amend_order
from procurement.planning import run_plan
from procurement.prices import line_amount
from procurement.queries.columns import half_even
from procurement.suppliers_keeping import PriceStep, set_certificate, set_prices
from procurement.tracking import add_order_note
from tests.scripts.test_levelling import ask
from tests.support.procurement import Market, ago, key
from tests.support.world import NOON, World, q

ON = date(2026, 3, 2)


@pytest.fixture
def market(world: World) -> Market:
    market = Market(world)
    for supplier, price in (("S1", "10"), ("S2", "12")):
        market.offer(supplier, "P1", (0, price), (100, "9"))
    return market


def test_an_order_shows_all_that_belongs_to_it(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10), promised=date(2026, 3, 10))
    buyer = market.world.people["buyer"]
    amend_order(
        session,
        order_id=made.order_id,
        reason="fewer",
        changes=(LineChange(made.line_ids[0], quantity=q(8)),),
        by=buyer,
        at=NOON,
        request_key=key(),
    )
    add_order_note(session, order_id=made.order_id, kind="note", text="by rail", by=buyer, at=NOON, request_key=key())
    market.deliver(made.line_ids[0], 5, date(2026, 3, 12), failed=1)
    found = queries.order_detail(session, order_id=made.order_id)
    line = found.lines[0]
    assert (line.quantity, line.received, line.open, line.amount_cny) == (q(8), q(5), q(3), Money.of(80))
    assert (found.amount_cny, found.state, found.version, found.sent_version) == (Money.of(80), "partly_received", 2, 1)
    assert [(d.days_late, d.passed, d.failed) for d in found.deliveries] == [(2, q(4), q(1))]
    assert [(a.version, a.amount_cny) for a in found.approvals] == [(1, Money.of(100))]
    assert [(v.version, v.reason) for v in found.versions] == [(1, "fewer")]
    assert [n.text for n in found.notes] == ["by rail"]


def test_the_lists_of_orders_and_lines(session: Session, market: Market) -> None:
    late = market.sent("S1", ("P1", 10), promised=date(2026, 2, 20), at=ago(30))
    market.sent("S2", ("P1", 4), promised=date(2026, 3, 20))
    draft = market.draft("S1", ("P1", 1))
    orders = session.execute(queries.orders_select(on=ON)).all()
    assert [(row.order_id, row.amount_cny, row.overdue_lines) for row in orders] == [
        (draft.order_id, Money.of(10), 0),
        (orders[1].order_id, Money.of(48), 0),
        (late.order_id, Money.of(100), 1),
    ]
    assert [row.order_id for row in session.execute(queries.overdue_select(on=ON))] == [late.order_id]
    assert len(session.execute(queries.order_lines_select(open_only=True)).all()) == 2
    wanted = queries.order_lines_select(supplier_id=market.suppliers["S1"], part_id=market.world.parts["P1"])
    assert len(session.execute(wanted).all()) == 2
    where = market.world.parts["P1"], market.world.places["C"]
    assert queries.on_order(session) == {where: q(15)}


def test_reminders_come_before_and_after_the_date_and_not_every_day(session: Session, market: Market) -> None:
    soon = market.sent("S1", ("P1", 10), promised=ON + timedelta(days=2))
    late = market.sent("S2", ("P1", 10), promised=ON - timedelta(days=5), at=ago(30))
    market.sent("S2", ("P1", 10), promised=ON + timedelta(days=30))

    def due(on: date) -> list[int]:
        return [each.order_id for each in queries.reminders_due(session, on=on)]

    assert due(ON) == [late.order_id, soon.order_id]
    for order in (soon, late):
        add_order_note(
            session,
            order_id=order.order_id,
            kind="reminder",
            text="please confirm",
            by=market.world.people["buyer"],
            at=NOON,
            request_key=key(),
        )
    assert due(ON) == []
    assert due(ON + timedelta(days=1)) == []
    assert due(ON + timedelta(days=2)) == [late.order_id]
    assert due(ON + timedelta(days=3)) == [late.order_id, soon.order_id]


def test_scores_open_to_their_rows_and_history(session: Session, market: Market) -> None:
    for n in range(6):
        promised = date(2026, 1, 10) + timedelta(days=n)
        good = market.sent("S1", ("P1", 10), promised=promised, at=ago(60))
        market.deliver(good.line_ids[0], 4, promised - timedelta(days=1))
        market.deliver(good.line_ids[0], 6, promised)
        bad = market.sent("S2", ("P1", 10), promised=promised, at=ago(60))
        market.deliver(bad.line_ids[0], 10, promised + timedelta(days=15), failed=5)
    few = market.supplier("S3")
    set_certificate(
        session,
        supplier_id=market.suppliers["S1"],
        kind="business_licence",
        number="1",
        expires_on=date(2030, 1, 1),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    for on in (ON, ON):  # a second evaluation of the day replaces the first
        done = evaluate_suppliers(session, on=on, by=market.world.people["buyer"], at=NOON, request_key=key())
    assert done.standings == {"good": 2, "not_enough_data": 1}
    scores = {row.supplier_id: row for row in session.execute(queries.scores_select())}
    assert len(scores) == 3
    first, second = (scores[market.suppliers[code]] for code in ("S1", "S2"))
    assert (first.delivery_tenths, first.quality_tenths) == (873, 943)
    assert (second.delivery_tenths, second.quality_tenths) == (627, 669)
    assert first.price_tenths > second.price_tenths
    assert scores[few].total_tenths is None
    detail = queries.score_detail(session, supplier_id=market.suppliers["S2"])
    assert detail is not None
    rows = {each.name: each.rows for each in detail.dimensions}
    assert len(rows["delivery"]) == 6
    raw = {each.name: each.raw for each in detail.dimensions}
    assert (raw["delivery"], raw["quality"]) == (50, 50)
    assert detail.low == detail.total == detail.high  # all facts of a supplier are alike here
    assert detail.moved is False
    assert {row["value"] for row in rows["delivery"]} == {"15"}
    assert detail.total == Decimal(second.total_tenths) / 10
    assert [p.total for p in queries.score_history(session, supplier_id=market.suppliers["S2"])] == [detail.total]


def test_lead_times_are_those_delivered(session: Session, market: Market) -> None:
    for n in range(8):
        made = market.sent("S1", ("P1", 5), at=ago(60 - n))
        market.deliver(made.line_ids[0], 5, (ago(60 - n) + timedelta(days=25)).date())
    facts = queries.lead_time_facts(session, on=ON)
    slow, other = facts[market.offers["S1", "P1"]], facts[market.offers["S2", "P1"]]
    assert slow.planned_days == 10
    assert 18 < slow.mean_days < 25
    assert slow.deliveries == 8
    assert 10 < other.mean_days < slow.mean_days


def test_a_proposal_opens_to_its_rivals(session: Session, market: Market) -> None:
    market.supplier("S4", state="blocked")
    market.offer("S4", "P1", (0, "1"))
    ask(market.world, "P1", 3, ON)
    made = run_plan(session, on=ON, by=market.world.people["buyer"], at=NOON, request_key=key())
    line = session.execute(queries.plan_lines_select(plan_id=made.plan_id)).one()
    assert (line.part_number, line.exception, line.amount_cny) == ("P1", "ticket_waits", Money.of(30))
    found = queries.proposal_detail(session, proposal_id=line.proposal_id)
    assert [rival.offer.supplier_id for rival in found.rivals] == [market.suppliers["S1"], market.suppliers["S2"]]
    assert found.barred == ((market.suppliers["S4"], "supplier_blocked"),)
    assert found.level is not None
    head = queries.plan_detail(session, plan_id=made.plan_id)
    assert (head.amount_cny, head.proposals, head.by_exception) == (Money.of(30), 1, {"ticket_waits": 1})
    listed = session.execute(queries.plans_select()).one()
    assert (listed.amount_cny, listed.proposals, listed.left_out) == (Money.of(30), 1, 0)
    current = queries.current_plan(session)
    assert current is not None
    assert current.id == made.plan_id


def test_suppliers_parts_prices_and_papers_are_listed(session: Session, market: Market) -> None:
    set_prices(
        session,
        supplier_part_id=market.offers["S1", "P1"],
        valid_from_on=date(2026, 4, 1),
        steps=(PriceStep(q(0), Money.of(15)),),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    part = market.world.parts["P1"]

    def prices(on: date) -> list[Money]:
        return [r.unit_price_cny for r in session.execute(queries.supplier_parts_select(on=on, part_id=part))]

    assert prices(ON) == [Money.of(10), Money.of(12)]
    assert prices(date(2026, 4, 1)) == [Money.of(15), Money.of(12)]
    assert prices(date(2019, 1, 1)) == [None, None]
    market.sent("S1", ("P1", 3))
    history = queries.price_history(session, part_id=part)
    assert [(p.kind, p.unit_price_cny) for p in history if p.supplier_code == "S1"][-2:] == [
        ("paid", Money.of(10)),
        ("listed", Money.of(15)),
    ]
    rows = session.execute(queries.suppliers_select()).all()
    assert [(r.code, r.parts, r.open_orders) for r in rows] == [("S1", 1, 1), ("S2", 1, 0)]
    assert len(session.execute(queries.prices_select(part_id=part)).all()) == 5
    assert session.execute(queries.certificates_select(expires_by=ON)).all() == []


def test_the_database_rounds_amounts_as_the_scripts_do(session: Session) -> None:
    from sqlalchemy import BigInteger, literal, select

    from procurement.queries.columns import line_amount as in_sql

    cases = [(3333, 1500), (10050, 1000), (10150, 1000), (333, 333), (1005, 50), (99999, 99999), (50, 1000), (150, 1)]
    for price, quantity in cases:
        wanted = line_amount(Money(price), Quantity(quantity)).scaled
        value = in_sql(literal(price, BigInteger), literal(quantity, BigInteger))
        assert session.scalar(select(value)) == wanted, (price, quantity)
    assert session.scalar(select(half_even(literal(25, BigInteger), 10))) == 2
