"""Ask for parts, reserve, cancel, close and expire, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import requesting, reserving
from inventory.tables import Part, Reservation, WorkOrder
from kernel.errors import Conflict, InvalidState, NotFound, RuleViolation
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def test_a_request_reserves_what_is_free_and_waits_for_the_rest(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    asked = desk.ask(desk.order(), "P1", 5)
    session.commit()
    assert (asked.reserved, asked.backordered, asked.quantity) == (q(3), q(2), q(5))
    assert desk.stock("P1") == (q(3), q(3))


def test_the_same_request_key_asks_once(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    order = desk.order()
    facts = {
        "work_order_id": order,
        "part_id": world.parts["P1"],
        "store_id": world.places["C"],
        "by": world.people["desk"],
        "at": NOON,
        "request_key": "k1",
    }
    first = requesting.request_part(session, quantity=q(2), **facts)
    session.commit()
    assert requesting.request_part(session, quantity=q(2), **facts) == first
    assert desk.stock("P1") == (q(3), q(2))
    with pytest.raises(Conflict):
        requesting.request_part(session, quantity=q(1), **facts)


def test_the_more_urgent_then_the_older_is_served(session: Session, world: World, desk: Desk) -> None:
    normal = desk.ask(desk.order("W1"), "P1", 2, minutes=0)
    late = desk.ask(desk.order("W2"), "P1", 2, minutes=1)
    urgent = desk.ask(desk.order("W3", "urgent"), "P1", 2, minutes=2)
    lot = desk.bring("P1", 5).lots[0].lot_id
    desk.clear(lot, 5)
    filled = desk.put_away(lot, 5).filled
    session.commit()
    assert [(p.part_request_id, p.quantity) for p in filled] == [
        (urgent.part_request_id, q(2)),
        (normal.part_request_id, q(2)),
        (late.part_request_id, q(1)),
    ]


def test_a_newcomer_does_not_overtake_who_waits(session: Session, world: World, desk: Desk) -> None:
    first = desk.ask(desk.order("W1"), "P1", 2)
    world.stocked("P1", 2)  # came in by another door: nobody has been served yet
    newcomer = desk.ask(desk.order("W2"), "P1", 2, minutes=5)
    assert newcomer.reserved == q(0)
    assert reserving.promised_to(session, first.part_request_id) == q(2)


def test_a_wrong_model_is_refused_by_name(session: Session, world: World, desk: Desk) -> None:
    desk.fit("P1", "AC-1")
    order = desk.order(model="WM-2")
    with pytest.raises(RuleViolation) as caught:
        desk.ask(order, "P1", 1)
    assert (caught.value.code, caught.value.details["model"]) == ("does_not_fit", "WM-2")
    assert desk.ask(desk.order("W2", model="AC-1"), "P1", 1).backordered == q(1)
    assert desk.ask(order, "P2", 1).backordered == q(1)


@pytest.mark.parametrize(
    ("part", "quantity", "code"), [("P1", "0", "quantity_not_positive"), ("P1", "1.5", "not_whole_steps")]
)
def test_a_quantity_is_whole_steps_above_zero(desk: Desk, part: str, quantity: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        desk.ask(desk.order(), part, quantity)
    assert caught.value.code == code


def test_a_hose_is_asked_for_by_the_millimetre(world: World, desk: Desk) -> None:
    world.stocked("HOSE", "10.5")
    assert desk.ask(desk.order(), "HOSE", "2.345").reserved == q("2.345")


def test_unknown_rows_are_named(session: Session, world: World, desk: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        requesting.cancel_request(session, part_request_id=99, by=1, at=NOON, request_key=key())
    assert caught.value.code == "part_request_unknown"
    with pytest.raises(RuleViolation) as wrong:
        desk.ask(desk.order(), "P1", 1, store="C-A1")
    assert wrong.value.code == "wrong_kind_of_place"
    with pytest.raises(Conflict):
        desk.order("W1")


def test_old_stock_is_used_up_and_the_successor_follows(session: Session, world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2")
    world.stocked("P1", 1)
    world.stocked("P2", 5)
    asked = desk.ask(desk.order(), "P1", 3)
    assert (asked.part_id, asked.quantity, asked.reserved) == (world.parts["P1"], q(1), q(1))
    other = asked.others[0]
    assert (other.part_id, other.quantity, other.reserved) == (world.parts["P2"], q(2), q(2))
    assert desk.request(other.part_request_id).asked_part_id == world.parts["P1"]
    later = desk.ask(desk.order("W2"), "P1", 1)
    assert (later.part_id, later.others) == (world.parts["P2"], ())


def test_factors_turn_one_part_into_several(world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2", factors=(1, 2))
    assert desk.ask(desk.order(), "P1", 3).quantity == q(6)


def test_one_way_interchange_never_puts_the_old_part_in_place_of_the_new(world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2")
    world.stocked("P1", 5)
    asked = desk.ask(desk.order(), "P2", 1)
    assert (asked.part_id, asked.backordered) == (world.parts["P2"], q(1))


def test_two_way_interchange_uses_the_old_part_first(world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2", two_way=True)
    world.stocked("P1", 2)
    world.stocked("P2", 2)
    asked = desk.ask(desk.order(), "P2", 3)
    assert (asked.part_id, asked.quantity) == (world.parts["P1"], q(2))
    assert [(o.part_id, o.quantity) for o in asked.others] == [(world.parts["P2"], q(1))]


def test_a_successor_that_does_not_fit_is_left_out(world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2")
    desk.fit("P2", "AC-1")
    asked = desk.ask(desk.order(model="WM-2"), "P1", 1)
    assert (asked.part_id, asked.backordered) == (world.parts["P1"], q(1))


def test_a_discontinued_part_without_successor_is_given_while_it_lasts(
    session: Session, world: World, desk: Desk
) -> None:
    session.get_one(Part, world.parts["P1"]).state = "discontinued"
    world.stocked("P1", 2)
    order = desk.order()
    with pytest.raises(RuleViolation) as caught:
        desk.ask(order, "P1", 3)
    assert (caught.value.code, caught.value.details["available"]) == ("part_discontinued", "2")
    assert desk.ask(order, "P1", 2).reserved == q(2)


def test_expired_goods_are_not_promised(world: World, desk: Desk) -> None:
    world.stocked("FRESH", 4, on=date(2025, 1, 1), expires_on=date(2026, 3, 1))
    world.stocked("FRESH", 1, on=date(2025, 1, 1), expires_on=date(2026, 3, 2))
    asked = desk.ask(desk.order(), "FRESH", 3)
    assert (asked.reserved, asked.backordered) == (q(1), q(2))


def test_cancelling_hands_the_promise_on(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    first = desk.ask(desk.order("W1"), "P1", 2)
    second = desk.ask(desk.order("W2"), "P1", 1)
    desk.issue(first.part_request_id, 1)
    given_up = requesting.cancel_request(
        session, part_request_id=first.part_request_id, by=world.people["desk"], at=NOON, request_key=key()
    )
    assert given_up.quantity == q(1)
    row = desk.request(first.part_request_id)
    assert (row.issued, row.cancelled, row.open) == (q(1), q(1), False)
    assert reserving.promised_to(session, second.part_request_id) == q(1)
    with pytest.raises(InvalidState):
        requesting.cancel_request(session, part_request_id=first.part_request_id, by=1, at=NOON, request_key=key())


def test_closing_frees_promises_and_keeps_what_was_used(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    order = desk.order("W1")
    asked = desk.ask(order, "P1", 3)
    waiting = desk.ask(desk.order("W2"), "P1", 1)
    desk.issue(asked.part_request_id, 1)
    closed = requesting.close_work_order(
        session, work_order_id=order, by=world.people["desk"], at=NOON, request_key=key()
    )
    session.commit()
    assert (closed.state, closed.cancelled[0].quantity) == ("closed", q(2))
    assert session.get_one(WorkOrder, order).closed_at == NOON
    assert desk.stock("P1") == (q(2), q(1))
    assert reserving.promised_to(session, waiting.part_request_id) == q(1)
    with pytest.raises(InvalidState) as caught:
        desk.ask(order, "P1", 1)
    assert caught.value.code == "work_order_closed"


def test_a_cancelled_work_order_consumes_nothing(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 1)
    order = desk.order()
    desk.issue(desk.ask(order, "P1", 1).part_request_id, 1)
    facts = {"work_order_id": order, "cancelled": True, "by": world.people["desk"], "at": NOON}
    with pytest.raises(InvalidState) as caught:
        requesting.close_work_order(session, **facts, request_key=key())
    assert caught.value.details["parts"] == ["P1"]
    desk.give_back(order, lot, 1)
    assert requesting.close_work_order(session, **facts, request_key=key()).state == "cancelled"


def test_urgency_changes_the_turn(session: Session, world: World, desk: Desk) -> None:
    first, second = desk.order("W1"), desk.order("W2")
    desk.ask(first, "P1", 1)
    waiting = desk.ask(second, "P1", 1, minutes=1)
    requesting.change_urgency(
        session, work_order_id=second, urgency="urgent", by=world.people["desk"], at=NOON, request_key=key()
    )
    world.stocked("P1", 1)
    filled = reserving.fill_backorders(
        session,
        part_ids=(world.parts["P1"],),
        store_id=world.places["C"],
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    assert [p.part_request_id for p in filled.promises] == [waiting.part_request_id]
    with pytest.raises(RuleViolation):
        requesting.change_urgency(session, work_order_id=second, urgency="soon", by=1, at=NOON, request_key=key())


def test_a_released_promise_goes_to_the_more_urgent(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 1)
    holder = desk.ask(desk.order("W1"), "P1", 1)
    urgent = desk.ask(desk.order("W2", "important"), "P1", 1, minutes=1)
    released = reserving.release(
        session,
        part_request_id=holder.part_request_id,
        reason="the customer waits anyway",
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    assert released.quantity == q(1)
    assert [p.part_request_id for p in released.filled] == [urgent.part_request_id]
    assert desk.request(holder.part_request_id).open


def test_a_promise_nobody_comes_for_lapses(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    holder = desk.ask(desk.order("W1"), "P1", 2)
    waiting = desk.ask(desk.order("W2"), "P1", 1, minutes=1)
    session.commit()
    early = NOON + timedelta(days=13)
    assert reserving.expire(session, by=1, at=early, request_key=key()).reservations == 0
    lapsed = reserving.expire(session, by=1, at=NOON + timedelta(days=14), request_key=key())
    session.commit()
    assert lapsed.reservations == 1
    assert [p.part_request_id for p in lapsed.filled] == [waiting.part_request_id]
    row = desk.request(holder.part_request_id)
    assert (row.open, row.cancelled) == (False, q(2))
    states = session.scalars(select(Reservation.state).order_by(Reservation.id)).all()
    assert states == ["expired", "open"]


def test_expiry_also_serves_whoever_was_forgotten(session: Session, world: World, desk: Desk) -> None:
    waiting = desk.ask(desk.order("W1"), "P1", 1)
    world.stocked("P1", 1)
    served = reserving.expire(session, by=1, at=NOON, request_key=key())
    assert [p.part_request_id for p in served.filled] == [waiting.part_request_id]


def test_an_engineer_is_assigned(session: Session, world: World, desk: Desk) -> None:
    order = desk.order()
    requesting.assign_engineer(
        session, work_order_id=order, engineer_id=world.people["engineer2"], by=1, at=NOON, request_key=key()
    )
    assert session.get_one(WorkOrder, order).engineer_id == world.people["engineer2"]
