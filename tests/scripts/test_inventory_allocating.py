"""Take over, hold, lift, release and re-allocate promises, on both engines; kept by the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import allocating, requesting, reserving
from inventory.priority import URGENCIES, Claim, serving_key, takeovers
from inventory.tables import AllocationEvent
from kernel.errors import InsufficientStock, InvalidState, RuleViolation
from kernel.refusals import refusal
from kernel.settings import set_value
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def facts(world: World, who: str = "supervisor") -> dict[str, Any]:
    return {"by": world.people[who], "at": NOON, "request_key": key()}


def promised(session: Session, *asked: requesting.Requested) -> list[str]:
    return [str(reserving.promised_to(session, each.part_request_id)) for each in asked]


def events(session: Session) -> list[tuple[str, int, int | None]]:
    rows = session.scalars(select(AllocationEvent).order_by(AllocationEvent.id))
    return [(row.kind, row.part_request_id, row.to_request_id) for row in rows]


def test_an_urgent_request_takes_soft_promises_over_the_newest_first(
    session: Session, world: World, desk: Desk
) -> None:
    world.stocked("P1", 4)
    old = desk.ask(desk.order("W1"), "P1", 2)
    new = desk.ask(desk.order("W2"), "P1", 2, minutes=1)
    important = desk.ask(desk.order("W3", "important"), "P1", 1, minutes=2)
    assert promised(session, old, new, important) == ["2", "2", "0"], "only the urgent take over"
    urgent = desk.ask(desk.order("W4", "urgent"), "P1", 3, minutes=3)
    assert promised(session, old, new, important, urgent) == ["1", "0", "0", "3"]
    assert urgent.backordered == q(0)
    assert events(session) == [
        ("taken_over", new.part_request_id, urgent.part_request_id),
        ("taken_over", old.part_request_id, urgent.part_request_id),
    ]
    desk.issue(urgent.part_request_id, 3)
    assert desk.stock("P1") == (q(1), q(1))


def test_the_rule_of_taking_over_is_a_setting(session: Session, world: World, desk: Desk) -> None:
    set_value(session, name="reservation.taking_over", value=[], valid_from_on=date(2026, 1, 1), by=None)
    world.stocked("P1", 1)
    first = desk.ask(desk.order("W1"), "P1", 1)
    assert desk.ask(desk.order("W2", "urgent"), "P1", 1, minutes=1).reserved == q(0)
    assert promised(session, first) == ["1"]


def test_a_held_promise_is_neither_taken_over_nor_does_it_lapse(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    first = desk.ask(desk.order("W1"), "P1", 2)
    with pytest.raises(RuleViolation, match="reason_missing"):
        allocating.hold(session, part_request_id=first.part_request_id, reason=" ", **facts(world))
    allocating.hold(session, part_request_id=first.part_request_id, reason="promised by phone", **facts(world))
    urgent = desk.ask(desk.order("W2", "urgent"), "P1", 1, minutes=1)
    assert promised(session, first, urgent) == ["2", "0"]
    late = NOON + timedelta(days=60)
    assert reserving.expire(session, by=1, at=late, request_key=key()).reservations == 0
    allocating.lift(session, part_request_id=first.part_request_id, reason="no longer", **facts(world))
    assert promised(session, first, urgent) == ["1", "1"]
    with pytest.raises(InvalidState, match="not_held"):
        allocating.lift(session, part_request_id=first.part_request_id, reason="again", **facts(world))


def test_goods_that_are_gone_end_soft_promises_before_hard_ones(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    soft = desk.ask(desk.order("W1", "important"), "P1", 1)
    hard = desk.ask(desk.order("W2"), "P1", 2, minutes=1)
    allocating.hold(session, part_request_id=hard.part_request_id, reason="boss", **facts(world))
    keeper = world.people["keeper"]
    assert reserving.make_room(session, world.parts["P1"], world.places["C"], q(2), NOON, by=keeper) == (
        soft.part_request_id,
        hard.part_request_id,
    )
    released = select(AllocationEvent.part_request_id, AllocationEvent.quantity, AllocationEvent.by_id)
    assert session.execute(released.where(AllocationEvent.kind == "released")).all() == [
        (soft.part_request_id, q(1), keeper),
        (hard.part_request_id, q(1), keeper),
    ]
    assert promised(session, soft, hard) == ["0", "1"]
    assert not desk.request(hard.part_request_id).held


def test_a_supervisor_gives_a_promise_to_another_request(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    world.stocked("P2", 3)
    giver = desk.ask(desk.order("W1", "urgent"), "P1", 3)
    taker = desk.ask(desk.order("W2"), "P1", 2, minutes=1)
    other = desk.ask(desk.order("W3"), "P2", 1)
    ids: dict[str, Any] = {"from_request_id": giver.part_request_id, "to_request_id": taker.part_request_id}
    with pytest.raises(RuleViolation, match="more_than_lacking"):
        allocating.reallocate(session, **ids, quantity=q(3), reason="x", **facts(world))
    with pytest.raises(InsufficientStock):
        allocating.reallocate(session, **ids, quantity=q(4), reason="x", **facts(world))
    with pytest.raises(RuleViolation, match="not_the_same_part"):
        allocating.reallocate(
            session,
            **{**ids, "to_request_id": other.part_request_id},
            quantity=q(1),
            reason="x",
            **facts(world),
        )
    allocating.reallocate(session, **ids, quantity=q(2), reason="hospital", **facts(world))
    assert promised(session, giver, taker) == ["1", "2"]
    reserving.fill_backorders(
        session,
        part_ids=(world.parts["P1"],),
        store_id=world.places["C"],
        **facts(world),
    )
    assert promised(session, giver, taker) == ["1", "2"], "the rule does not take it back"
    assert events(session)[0] == ("reallocated", giver.part_request_id, taker.part_request_id)


def test_a_back_order_is_served_by_the_same_rule_at_putaway(session: Session, world: World, desk: Desk) -> None:
    normal = desk.ask(desk.order("W1"), "P1", 1)
    urgent = desk.ask(desk.order("W2", "urgent"), "P1", 1, minutes=5)
    lot = desk.bring("P1", 1).lots[0].lot_id
    desk.clear(lot, 1)
    filled = desk.put_away(lot, 1)
    assert [each.part_request_id for each in filled.filled] == [urgent.part_request_id]
    assert promised(session, normal, urgent) == ["0", "1"]


def test_closing_lifts_a_hold(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 1)
    order = desk.order("W1")
    asked = desk.ask(order, "P1", 1)
    allocating.hold(session, part_request_id=asked.part_request_id, reason="boss", **facts(world))
    requesting.close_work_order(session, work_order_id=order, **facts(world))
    assert desk.stock("P1") == (q(1), q(0))
    assert [kind for kind, *_ in events(session)] == ["held", "lifted"]


def refused(session: Session, sql: str, **values: object) -> str:
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def test_the_database_keeps_holds_and_their_record(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 1)
    asked = desk.ask(desk.order("W1"), "P1", 1)
    assert refused(session, "UPDATE part_request SET held = true") == "hold_without_record"
    allocating.hold(session, part_request_id=asked.part_request_id, reason="boss", **facts(world))
    assert refused(session, "UPDATE part_request SET held = false") == "hold_without_record"
    for state in ("released", "expired"):
        assert refused(session, "UPDATE reservation SET state = :state", state=state) == "promise_held"
    assert refused(session, "UPDATE allocation_event SET reason = 'other'") == "append_only"
    assert refused(session, "DELETE FROM allocation_event") == "append_only"


claims = st.builds(
    Claim,
    part_request_id=st.integers(1, 8),
    urgency=st.sampled_from(URGENCIES),
    asked_at=st.integers(0, 5).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    quantity=st.integers(1, 5).map(q),
    held=st.booleans(),
)


@given(
    waiting=st.lists(claims, max_size=4, unique_by=lambda c: c.part_request_id),
    holding=st.lists(claims, max_size=4, unique_by=lambda c: c.part_request_id),
    may=st.sets(st.sampled_from(URGENCIES)),
)
def test_nobody_takes_from_the_same_urgent_or_more_than_is_lacking(
    waiting: list[Claim], holding: list[Claim], may: set[str]
) -> None:
    taken = takeovers(waiting, holding, may)
    givers, takers = ({c.part_request_id: c for c in each} for each in (holding, waiting))
    for each in taken:
        giver, taker = givers[each.from_request_id], takers[each.to_request_id]
        assert not giver.held
        assert taker.urgency in may
        assert serving_key(taker)[0] < serving_key(giver)[0]
    for key_, claim in givers.items():
        assert sum((t.quantity for t in taken if t.from_request_id == key_), q(0)) <= claim.quantity
    for key_, claim in takers.items():
        assert sum((t.quantity for t in taken if t.to_request_id == key_), q(0)) <= claim.quantity
