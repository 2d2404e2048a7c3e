"""Orders from draft to closed, and the ways around their rules that the database refuses."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, OverReceipt, RuleViolation
from procurement.ordering import (
    LineChange,
    NewLine,
    Ordered,
    Promise,
    amend_order,
    approve_order,
    cancel_rest,
    close_order,
    confirm_order,
    send_order,
    take_back_amendment,
)
from procurement.qualifying import set_supplier_state
from procurement.queries.orders import order_lines_select
from procurement.suppliers_keeping import create_supplier
from procurement.tables import Delivery, Order, OrderLine, OrderVersion
from procurement.tracking import add_order_note, record_delivery, record_verdict, undo_delivery
from receiving.queries.arrivals import expected_select
from tests.support.procurement import Market, key, refused
from tests.support.world import NOON, World, q

DAY = date(2026, 3, 20)


@pytest.fixture
def market(world: World) -> Market:
    market = Market(world)
    market.offer("S1", "P1", (0, "10"), (100, "9"))
    market.offer("S1", "P2", (0, "3.5"))
    return market


def state(session: Session, order_id: int) -> str:
    return session.get_one(Order, order_id, populate_existing=True).state


def test_an_order_goes_from_draft_to_closed(session: Session, market: Market) -> None:
    made = market.draft("S1", ("P1", 100), ("P2", 4))
    assert made.number == "PO-202603-0001"
    assert made.amount_cny == Money.of("914")
    people = market.world.people
    steps = [
        approve_order(session, order_id=made.order_id, by=people["supervisor"], at=NOON, request_key=key()),
        send_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key()),
        confirm_order(
            session,
            order_id=made.order_id,
            promises=tuple(Promise(line, DAY) for line in made.line_ids),
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        ),
    ]
    assert [step.state for step in steps] == ["approved", "sent", "confirmed"]
    first, second = made.line_ids
    market.deliver(first, 60, DAY)
    assert state(session, made.order_id) == "partly_received"
    market.deliver(first, 40, DAY)
    market.deliver(second, 4, DAY)
    assert state(session, made.order_id) == "received"
    closed = close_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key())
    assert closed.state == "closed"
    session.commit()


def test_nobody_approves_their_own_order(session: Session, market: Market) -> None:
    made = market.draft("S1", ("P1", 1))
    buyer = market.world.people["buyer"]
    with pytest.raises(FourEyes):
        approve_order(session, order_id=made.order_id, by=buyer, at=NOON, request_key=key())
    insert = (
        "INSERT INTO order_approval (order_id, version, created_by_id, approved_by_id, approved_at, amount_cny, note)"
        " VALUES (:order, 1, :author, :approver, '2026-03-02', 1, '')"
    )
    other = market.world.people["supervisor"]
    assert refused(session, insert, order=made.order_id, author=buyer, approver=buyer) == "four_eyes"
    assert refused(session, insert, order=made.order_id, author=other, approver=buyer) == "four_eyes"
    assert refused(session, "UPDATE purchase_order SET state = 'approved'") == "not_approved"
    assert refused(session, "UPDATE purchase_order SET state = 'sent', ordered_on = '2026-03-02'") == "not_approved"
    assert refused(session, "UPDATE purchase_order SET created_by_id = :other", other=other) == "unchangeable"
    assert refused(session, "DELETE FROM purchase_order") in {"append_only", "refers_to_nothing"}


def test_more_than_ordered_and_tolerated_is_refused(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 100))
    line = made.line_ids[0]
    assert session.get_one(OrderLine, line).over_tolerance == q(5)
    market.deliver(line, 105, DAY)
    with pytest.raises(OverReceipt):
        market.deliver(line, 1, DAY)
    insert = (
        "INSERT INTO delivery (order_line_id, quantity, received_on, received_by_id, recorded_at, state, passed,"
        " failed, undo_reason) VALUES (:line, 1000, '2026-03-20', :keeper, '2026-03-20', 'live', 0, 0, '')"
    )
    assert refused(session, insert, line=line, keeper=market.world.people["keeper"]) == "over_receipt"
    assert refused(session, "UPDATE order_line SET received = received + 1000") in {
        "over_receipt",
        "kept_by_deliveries",
    }
    assert refused(session, "UPDATE order_line SET received = 0") == "kept_by_deliveries"
    assert refused(session, "UPDATE order_line SET quantity = quantity + 1000") == "order_not_draft"
    assert refused(session, "UPDATE order_line SET unit_price_cny = unit_price_cny + 1") == "order_not_draft"
    assert refused(session, "UPDATE delivery SET quantity = 1000") == "unchangeable"
    assert refused(session, "DELETE FROM delivery") == "append_only"


def test_nothing_arrives_for_an_order_that_was_not_sent(session: Session, market: Market) -> None:
    made = market.draft("S1", ("P1", 10))
    with pytest.raises(InvalidState, match="order_not_sent"):
        market.deliver(made.line_ids[0], 1, DAY)


def test_an_arrival_is_undone_until_it_is_judged(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10), promised=DAY)
    line = made.line_ids[0]
    came = market.deliver(line, 10, DAY, judged=False)
    people = market.world.people
    undone = undo_delivery(
        session, delivery_id=came, reason="wrong order", by=people["keeper"], at=NOON, request_key=key()
    )
    assert undone.order_state == "confirmed"
    assert session.get_one(OrderLine, line, populate_existing=True).received == q(0)
    again = market.deliver(line, 10, DAY, failed=3)
    row = session.get_one(Delivery, again)
    assert (row.passed, row.failed, row.severity) == (q(7), q(3), "major")
    with pytest.raises(InvalidState, match="delivery_settled"):
        undo_delivery(session, delivery_id=again, reason="late", by=people["keeper"], at=NOON, request_key=key())
    assert refused(session, "UPDATE delivery SET state = 'live', undone_by_id = NULL") == "delivery_step"


def test_a_verdict_comes_in_parts_and_never_exceeds_what_came(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10))
    came = market.deliver(made.line_ids[0], 10, DAY, judged=False)

    def verdict(passed: int, failed: int, severity: str | None = None):
        return record_verdict(
            session,
            delivery_id=came,
            passed=q(passed),
            failed=q(failed),
            severity=severity,
            by=market.world.people["inspector"],
            at=NOON,
            request_key=key(),
        )

    assert verdict(4, 1, "critical").pending == q(5)
    assert verdict(3, 1, "minor").pending == q(1)
    assert session.get_one(Delivery, came).severity == "critical"
    with pytest.raises(RuleViolation, match="verdict_exceeds_delivery"):
        verdict(2, 0)


def test_a_raised_order_is_approved_and_sent_again_and_its_text_is_kept(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10), promised=DAY)
    people = market.world.people
    lower = amend_order(
        session,
        order_id=made.order_id,
        reason="fewer repairs",
        changes=(LineChange(made.line_ids[0], quantity=q(8)),),
        by=people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert (lower.state, lower.version, lower.amount_cny) == ("confirmed", 2, Money.of(80))
    raised = amend_order(
        session,
        order_id=made.order_id,
        reason="more repairs",
        changes=(LineChange(made.line_ids[0], quantity=q(20)),),
        added=(NewLine(market.world.parts["P2"], q(2)),),
        by=people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert (raised.state, raised.version, raised.amount_cny) == ("draft", 3, Money.of(207))
    kept = session.get_one(OrderVersion, (made.order_id, 1))
    assert kept.text["lines"][0]["quantity"] == "10"
    with pytest.raises(InvalidState):
        send_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key())
    approve_order(session, order_id=made.order_id, by=people["supervisor"], at=NOON, request_key=key())
    assert send_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key()).state == "sent"
    market.deliver(made.line_ids[0], 5, DAY)
    with pytest.raises(InvalidState, match="order_has_receipts"):
        amend_order(
            session,
            order_id=made.order_id,
            reason="more",
            changes=(LineChange(made.line_ids[0], quantity=q(30)),),
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        )


def test_the_rest_is_given_up(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10))
    people = market.world.people
    market.deliver(made.line_ids[0], 4, DAY)
    rest = cancel_rest(
        session, order_id=made.order_id, reason="out of production", by=people["buyer"], at=NOON, request_key=key()
    )
    assert rest.state == "received"
    with pytest.raises(OverReceipt):
        market.deliver(made.line_ids[0], 1, DAY)
    other = market.sent("S1", ("P2", 10))
    gone = cancel_rest(
        session, order_id=other.order_id, reason="duplicate", by=people["buyer"], at=NOON, request_key=key()
    )
    assert gone.state == "cancelled"


def test_the_first_promise_stays_beside_the_present_one(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10), promised=DAY)
    line = made.line_ids[0]
    confirm_order(
        session,
        order_id=made.order_id,
        promises=(Promise(line, date(2026, 4, 20)),),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    row = session.get_one(OrderLine, line)
    assert (row.promised_on, row.first_promised_on) == (date(2026, 4, 20), DAY)
    assert session.get_one(Delivery, market.deliver(line, 1, date(2026, 4, 1))).due_on == DAY


def test_only_approved_suppliers_get_orders(session: Session, market: Market) -> None:
    refusals = (("S2", "candidate", "supplier_not_approved"), ("S3", "blocked", "supplier_blocked"))
    for code, wanted, refusal in refusals:
        market.supplier(code, state=wanted)
        with pytest.raises(InvalidState, match=refusal):
            market.draft(code, ("P1", 1))


def test_nobody_approves_the_supplier_they_proposed(session: Session, market: Market) -> None:
    buyer = market.world.people["buyer"]
    made = create_supplier(session, code="S9", name_zh="供应商", name_en="", by=buyer, at=NOON, request_key=key())
    with pytest.raises(FourEyes):
        set_supplier_state(
            session, supplier_id=made.supplier_id, state="approved", reason="", by=buyer, at=NOON, request_key=key()
        )
    sql = "UPDATE supplier SET state = 'approved', approved_by_id = :who WHERE code = 'S9'"
    assert refused(session, sql, who=buyer) == "four_eyes"
    assert refused(session, "UPDATE supplier SET state = 'approved' WHERE code = 'S9'") == "supplier_not_approved"


def test_a_repeated_request_delivers_once(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10))
    twice = [
        record_delivery(
            session,
            order_line_id=made.line_ids[0],
            quantity=q(4),
            received_on=DAY,
            by=market.world.people["keeper"],
            at=NOON,
            request_key="arrival-1",
        )
        for _ in range(2)
    ]
    assert twice[0] == twice[1]
    assert session.get_one(OrderLine, made.line_ids[0], populate_existing=True).received == q(4)


def test_the_log_of_an_order_is_only_added_to(session: Session, market: Market) -> None:
    made = market.sent("S1", ("P1", 10))
    add_order_note(
        session,
        order_id=made.order_id,
        kind="expedite",
        text="called, ships on Friday",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert refused(session, "UPDATE order_note SET text = 'x'") == "append_only"
    assert refused(session, "DELETE FROM order_note") == "append_only"


def sent(session: Session, market: Market, quantity: int) -> Ordered:
    """Draft, approve and send an order of one line."""
    made = market.draft("S1", ("P1", quantity))
    people = market.world.people
    approve_order(session, order_id=made.order_id, by=people["supervisor"], at=NOON, request_key=key())
    send_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key())
    return made


def raise_to(session: Session, market: Market, made: Ordered, quantity: int) -> None:
    amend_order(
        session,
        order_id=made.order_id,
        changes=(LineChange(made.line_ids[0], quantity=q(quantity)),),
        reason="more repairs",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )


def test_what_was_agreed_arrives_while_a_raise_waits(session: Session, market: Market) -> None:
    made = sent(session, market, 20)
    raise_to(session, market, made, 50)
    assert state(session, made.order_id) == "draft"
    listed = session.execute(order_lines_select(open_only=True)).all()
    assert [(row.order_id, row.open) for row in listed] == [(made.order_id, q(20))]
    (expected,) = session.execute(expected_select()).all()
    assert expected.expected == q(20)
    with pytest.raises(OverReceipt):
        market.deliver(made.line_ids[0], 23, DAY)
    market.deliver(made.line_ids[0], 15, DAY)
    assert state(session, made.order_id) == "draft"
    # the database counts the same way without the script
    insert = (
        "INSERT INTO delivery (order_line_id, quantity, received_on, received_by_id, recorded_at, state, passed,"
        " failed) VALUES (:line, 30000, '2026-03-20', :by, '2026-03-20 00:00:00', 'live', 0, 0)"
    )
    assert refused(session, insert, line=made.line_ids[0], by=market.world.people["keeper"]) == "over_receipt"
    people = market.world.people
    approve_order(session, order_id=made.order_id, by=people["supervisor"], at=NOON, request_key=key())
    assert state(session, made.order_id) == "partly_received"
    again = send_order(session, order_id=made.order_id, by=people["buyer"], at=NOON, request_key=key())
    assert (again.state, again.version) == ("partly_received", 2)
    market.deliver(made.line_ids[0], 35, DAY)
    assert state(session, made.order_id) == "received"
    session.commit()


def test_an_amendment_is_taken_back(session: Session, market: Market) -> None:
    made = sent(session, market, 20)
    people = market.world.people
    promise = (Promise(made.line_ids[0], DAY),)
    confirm_order(session, order_id=made.order_id, promises=promise, by=people["buyer"], at=NOON, request_key=key())
    asked = {"order_id": made.order_id, "reason": "a mistake", "by": people["buyer"], "at": NOON}
    with pytest.raises(InvalidState):
        take_back_amendment(session, **asked, request_key=key())
    amend_order(
        session,
        order_id=made.order_id,
        changes=(LineChange(made.line_ids[0], quantity=q(50), needed_on=DAY),),
        added=(NewLine(market.world.parts["P2"], q(4)),),
        reason="more repairs",
        by=people["buyer"],
        at=NOON,
        request_key=key(),
    )
    market.deliver(made.line_ids[0], 5, DAY)
    back = take_back_amendment(session, **asked, request_key=key())
    assert (back.state, back.version, back.amount_cny) == ("partly_received", 3, Money.of("200"))
    order = session.get_one(Order, made.order_id, populate_existing=True)
    assert order.sent_version == 3
    assert order.confirmed_at is not None
    (line,) = session.scalars(select(OrderLine).where(OrderLine.order_id == made.order_id))
    assert (line.quantity, line.received, line.needed_on) == (q(20), q(5), None)
    texts = session.scalars(select(OrderVersion).order_by(OrderVersion.version)).all()
    assert [len(each.text["lines"]) for each in texts] == [1, 2]
    session.commit()


def test_a_raised_order_goes_back_only_to_what_was_approved(session: Session, market: Market) -> None:
    made = sent(session, market, 20)
    raise_to(session, market, made, 50)
    session.commit()
    for change in ("state = 'sent'", "state = 'confirmed'", "state = 'received'"):
        assert (
            refused(session, f"UPDATE purchase_order SET {change} WHERE id = :id", id=made.order_id) == "not_approved"
        )
    lift = "UPDATE order_line SET agreed = 50000 WHERE id = :id"
    assert refused(session, lift, id=made.line_ids[0]) == "not_approved"
    drop = "DELETE FROM order_line WHERE id = :id"
    assert refused(session, drop, id=made.line_ids[0]) == "order_not_draft"


def test_the_whole_of_an_amended_order_is_given_up(session: Session, market: Market) -> None:
    made = sent(session, market, 20)
    raise_to(session, market, made, 50)
    market.deliver(made.line_ids[0], 5, DAY)
    given_up = cancel_rest(
        session,
        order_id=made.order_id,
        reason="no longer needed",
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert given_up.state == "received"
    line = session.get_one(OrderLine, made.line_ids[0], populate_existing=True)
    assert (line.quantity, line.received, line.cancelled) == (q(20), q(5), q(15))
    session.commit()


def test_an_amendment_changes_something_and_looks_ahead(session: Session, market: Market) -> None:
    made = market.draft("S1", ("P1", 20), ("P2", 4))
    asked = {"order_id": made.order_id, "reason": "why not", "by": market.world.people["buyer"], "at": NOON}
    same = (LineChange(made.line_ids[0], quantity=q(20)),)
    with pytest.raises(RuleViolation, match="nothing_changed"):
        amend_order(session, **asked, changes=same, request_key=key())
    past = (LineChange(made.line_ids[0], needed_on=date(2020, 1, 1)),)
    with pytest.raises(RuleViolation, match="needed_in_past"):
        amend_order(session, **asked, changes=past, request_key=key())
    amend_order(session, **asked, removed_line_ids=made.line_ids[:1], request_key=key())
    assert [line.id for line in session.scalars(select(OrderLine))] == [made.line_ids[1]]
    sent_one = sent(session, market, 20)
    amend_order(
        session,
        order_id=sent_one.order_id,
        reason="less",
        by=market.world.people["buyer"],
        at=NOON,
        added=(NewLine(market.world.parts["P2"], q(4)),),
        removed_line_ids=sent_one.line_ids,
        request_key=key(),
    )
    gone = session.get_one(OrderLine, sent_one.line_ids[0], populate_existing=True)
    assert gone.cancelled == q(20)
    session.commit()


def test_one_signature_is_good_for_one_text(session: Session, market: Market) -> None:
    made = sent(session, market, 20)
    session.commit()
    back = "UPDATE purchase_order SET state = 'draft' WHERE id = :id"
    assert refused(session, back, id=made.order_id) == "order_step"  # of the same version, to be raised unsigned
    raise_to(session, market, made, 50)
    approve = "UPDATE purchase_order SET version = 1, state = 'approved' WHERE id = :id"
    assert refused(session, approve, id=made.order_id) == "order_step"
    signed = (
        "INSERT INTO order_approval (order_id, version, created_by_id, approved_by_id, approved_at, amount_cny, note)"
        " VALUES (:id, 2, :author, :approver, '2026-03-02', 1, '')"
    )
    people = market.world.people
    session.execute(text(signed), {"id": made.order_id, "author": people["buyer"], "approver": people["supervisor"]})
    more = "UPDATE order_line SET quantity = 90000 WHERE id = :id"
    assert refused(session, more, id=made.line_ids[0]) == "order_not_draft"
