"""Bring in, clear, put away, quarantine and reverse, on both engines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inventory import accepting, looking_at_bins, putting_away, quarantining, reserving, reversing
from inventory.tables import Lot
from kernel.amounts import Money
from kernel.errors import Conflict, FourEyes, InsufficientStock, InvalidState, NotFound, RuleViolation
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def test_goods_in_the_hold_are_no_stock(session: Session, world: World, desk: Desk) -> None:
    brought = desk.bring("P1", 5, "12.3456")
    assert [lot.quantity for lot in brought.lots] == [q(5)]
    lot = session.get_one(Lot, brought.lots[0].lot_id)
    assert (lot.unit_cost_cny, lot.rank_on, lot.brought_by_id) == (
        Money.of("12.3456"),
        date(2026, 3, 1),
        world.people["buyer"],
    )
    assert desk.ask(desk.order(), "P1", 1).reserved == q(0)


def test_bringing_in_happens_once(session: Session, world: World, desk: Desk) -> None:
    first = desk.bring("P1", 5, request_key="arrival")
    session.commit()
    assert desk.bring("P1", 5, request_key="arrival") == first
    with pytest.raises(Conflict):
        desk.bring("P1", 6, request_key="arrival")


def test_each_serial_is_a_lot(world: World, desk: Desk) -> None:
    brought = desk.bring("SER", 2, serial_numbers=("A1", "A2"))
    assert [lot.quantity for lot in brought.lots] == [q(1), q(1)]
    with pytest.raises(Conflict) as caught:
        desk.bring("SER", 1, serial_numbers=("A2",))
    assert caught.value.details["serial_numbers"] == ["A2"]


@pytest.mark.parametrize(
    ("part", "quantity", "serials", "code"),
    [
        ("SER", 2, ("A1",), "serials_do_not_match"),
        ("SER", 2, ("A1", "A1"), "serials_do_not_match"),
        ("SER", 1, (), "serials_do_not_match"),
        ("SER", 1, (" ",), "serials_do_not_match"),
        ("P1", 1, ("A1",), "not_serial_tracked"),
        ("P1", 0, (), "quantity_not_positive"),
    ],
)
def test_serials_match_the_quantity(desk: Desk, part: str, quantity: int, serials: tuple[str, ...], code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        desk.bring(part, quantity, serial_numbers=serials)
    assert caught.value.code == code


def test_shelf_life_gives_the_expiry_and_the_rank(session: Session, desk: Desk) -> None:
    computed = desk.bring("FRESH", 1).lots[0].lot_id
    stated = desk.bring("FRESH", 1, expires_on=date(2026, 9, 1)).lots[0].lot_id
    assert session.get_one(Lot, computed).rank_on == date(2026, 3, 1) + timedelta(days=365)
    assert session.get_one(Lot, stated).rank_on == date(2026, 9, 1)


def test_only_a_hold_takes_arrivals(session: Session, world: World, desk: Desk) -> None:
    world.places["C-H"], kept = world.places["C-A1"], world.places["C-H"]
    with pytest.raises(RuleViolation) as caught:
        desk.bring("P1", 1)
    assert caught.value.code == "wrong_kind_of_place"
    world.places["C-H"] = kept
    with pytest.raises(RuleViolation):
        desk.bring("P1", 1, cost="-1")


def test_a_verdict_splits_the_lot(session: Session, world: World, desk: Desk) -> None:
    lot = desk.bring("P1", 10).lots[0].lot_id
    desk.clear(lot, 6, 1)
    session.commit()
    assert [world.on_hand(place, lot) for place in ("C-H", "C-S", "C-Q")] == [q(3), q(6), q(1)]
    with pytest.raises(InsufficientStock) as caught:
        desk.clear(lot, 4)
    assert caught.value.details["available"] == "3"
    desk.clear(lot, 0, 3)
    assert world.on_hand("C-Q", lot) == q(4)


def test_who_ordered_does_not_inspect(world: World, desk: Desk) -> None:
    lot = desk.bring("P1", 1).lots[0].lot_id
    with pytest.raises(FourEyes):
        desk.clear(lot, 1, by="buyer")
    with pytest.raises(RuleViolation):
        desk.clear(lot, 0)


def test_an_opening_is_cleared_by_another(session: Session, world: World, desk: Desk) -> None:
    declared = accepting.declare_opening(
        session,
        part_id=world.parts["P1"],
        quantity=q(3),
        hold_location_id=world.places["C-H"],
        unit_cost_cny=Money.of(8),
        received_on=date(2025, 5, 1),
        reference="期初",
        by=world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    lot = declared.lots[0].lot_id
    assert session.get_one(Lot, lot).origin == "opening"
    with pytest.raises(FourEyes):
        desk.clear(lot, 3)
    desk.clear(lot, 3, by="supervisor")


def test_an_arrival_is_undone_while_all_of_it_is_in_the_hold(session: Session, world: World, desk: Desk) -> None:
    brought = desk.bring("P1", 3)
    lot = brought.lots[0].lot_id
    facts: dict[str, Any] = {"reason": "错单", "by": world.people["keeper"], "at": NOON}
    cleared = desk.clear(lot, 1)
    with pytest.raises(InvalidState) as caught:
        accepting.undo(session, posting_id=brought.posting_id, **facts, request_key=key())
    assert caught.value.code == "no_longer_in_hold"
    accepting.withdraw_clearance(session, posting_id=cleared.posting_id, **facts, request_key=key())
    accepting.undo(session, posting_id=brought.posting_id, **facts, request_key=key())
    session.commit()
    assert world.on_hand("C-H", lot) == q(0)
    with pytest.raises(InvalidState) as again:
        accepting.undo(session, posting_id=brought.posting_id, **facts, request_key=key())
    assert again.value.code == "already_reversed"
    with pytest.raises(InvalidState):
        accepting.undo(session, posting_id=cleared.posting_id, **facts, request_key=key())
    with pytest.raises(NotFound):
        accepting.undo(session, posting_id=999, **facts, request_key=key())


def test_a_verdict_is_not_withdrawn_after_putaway(session: Session, world: World, desk: Desk) -> None:
    lot = desk.bring("P1", 3).lots[0].lot_id
    cleared = desk.clear(lot, 3)
    desk.put_away(lot, 1)
    with pytest.raises(InvalidState) as caught:
        accepting.withdraw_clearance(
            session, posting_id=cleared.posting_id, reason="x", by=1, at=NOON, request_key=key()
        )
    assert caught.value.code == "already_put_away"


def test_putaway_makes_stock(session: Session, world: World, desk: Desk) -> None:
    lot = desk.bring("P1", 3).lots[0].lot_id
    desk.clear(lot, 3)
    with pytest.raises(RuleViolation):
        desk.put_away(lot, 1, to="N-A1")
    with pytest.raises(InsufficientStock):
        desk.put_away(lot, 4)
    desk.put_away(lot, 2)
    session.commit()
    assert desk.stock("P1") == (q(2), q(0))


def test_bins_are_proposed_where_the_part_lies(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2, at="C-A2")
    facts: dict[str, Any] = {"part_id": world.parts["P1"], "store_id": world.places["C"]}
    assert [(b.code, b.reason) for b in looking_at_bins.propose_bins(session, **facts)] == [
        ("C-A2", "holds_it"),
        ("C-A1", "empty"),
    ]
    putting_away.relocate(
        session,
        lot_id=lot,
        from_location_id=world.places["C-A2"],
        to_location_id=world.places["C-A1"],
        quantity=q(2),
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    assert [(b.code, b.reason, b.on_hand) for b in looking_at_bins.propose_bins(session, **facts)] == [
        ("C-A1", "holds_it", q(2)),
        ("C-A2", "held_it", q(0)),
    ]


def test_bad_goods_leave_stock_and_the_last_in_turn_waits_again(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 5)
    urgent = desk.ask(desk.order("W1", "urgent"), "P1", 2, minutes=1)
    old = desk.ask(desk.order("W2"), "P1", 2, minutes=2)
    new = desk.ask(desk.order("W3"), "P1", 1, minutes=3)
    facts: dict[str, Any] = {"lot_id": lot, "by": world.people["inspector"], "at": NOON}
    done = quarantining.quarantine(
        session,
        from_location_id=world.places["C-A1"],
        quantity=q(2),
        reason="抽检不合格",
        **facts,
        request_key=key(),
    )
    session.commit()
    assert done.displaced == (new.part_request_id, old.part_request_id)
    held = [reserving.promised_to(session, r.part_request_id) for r in (urgent, old, new)]
    assert held == [q(2), q(1), q(0)]
    assert (desk.stock("P1"), world.on_hand("C-Q", lot)) == ((q(3), q(3)), q(2))
    quarantine = done.quarantine_location_id
    quarantining.return_to_supplier(
        session, quarantine_location_id=quarantine, quantity=q(1), reference="CLAIM-1", **facts, request_key=key()
    )
    quarantining.scrap(
        session,
        quarantine_location_id=quarantine,
        quantity=q(1),
        reference="S-1",
        reason="压碎",
        **facts,
        request_key=key(),
    )
    assert world.on_hand("C-Q", lot) == q(0)
    with pytest.raises(InsufficientStock):
        quarantining.scrap(
            session,
            quarantine_location_id=quarantine,
            quantity=q(1),
            reference="S-1",
            reason="压碎",
            **facts,
            request_key=key(),
        )
    with pytest.raises(RuleViolation):
        quarantining.quarantine(
            session, from_location_id=world.places["C-A1"], quantity=q(1), reason=" ", **facts, request_key=key()
        )


def test_expired_goods_leave_without_touching_promises(session: Session, world: World, desk: Desk) -> None:
    expired = world.stocked("FRESH", 2, on=date(2025, 1, 1), expires_on=date(2026, 2, 1))
    world.stocked("FRESH", 1, on=date(2025, 2, 1), expires_on=date(2026, 8, 1))
    asked = desk.ask(desk.order(), "FRESH", 1)
    done = quarantining.quarantine(
        session,
        lot_id=expired,
        from_location_id=world.places["C-A1"],
        quantity=q(2),
        reason="过期",
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    assert done.displaced == ()
    assert reserving.promised_to(session, asked.part_request_id) == q(1)


def undo(session: Session, world: World, posting: int, **more: Any) -> reversing.Reversed:
    facts = {"reason": "误操作", "by": world.people["keeper"], "at": NOON, "request_key": key(), **more}
    return reversing.reverse_posting(session, posting_id=posting, **facts)


def test_a_reversed_issue_waits_again(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    asked = desk.ask(desk.order(), "P1", 2)
    done = desk.issue(asked.part_request_id, 2)
    undo(session, world, done.posting_id)
    session.commit()
    row = desk.request(asked.part_request_id)
    assert (row.issued, row.open, desk.stock("P1")) == (q(0), True, (q(2), q(2)))
    with pytest.raises(InvalidState) as caught:
        undo(session, world, done.posting_id)
    assert caught.value.code == "already_reversed"
    assert desk.issue(asked.part_request_id, 2).lines[0].lot_id == lot


def test_an_issue_is_reversed_only_while_the_parts_are_there(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    order = desk.order()
    done = desk.issue(desk.ask(order, "P1", 2).part_request_id, 2)
    desk.give_back(order, lot, 1)
    with pytest.raises(InsufficientStock):
        undo(session, world, done.posting_id)


def test_a_reversed_return_counts_as_issued_again(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    order = desk.order("W1")
    asked = desk.ask(order, "P1", 2)
    desk.issue(asked.part_request_id, 2)
    waiting = desk.ask(desk.order("W2"), "P1", 1)
    back = desk.give_back(order, lot, 1)
    reversed_ = undo(session, world, back.posting_id)
    session.commit()
    row = desk.request(asked.part_request_id)
    assert (row.issued, row.cancelled, row.returned) == (q(2), q(0), q(0))
    assert reversed_.displaced == (waiting.part_request_id,)
    assert world.on_hand("W1", lot) == q(2)


def test_a_reversed_putaway_takes_promises_back(session: Session, world: World, desk: Desk) -> None:
    waiting = desk.ask(desk.order(), "P1", 2)
    lot = desk.bring("P1", 3).lots[0].lot_id
    desk.clear(lot, 3)
    put = desk.put_away(lot, 3)
    assert undo(session, world, put.posting_id).displaced == (waiting.part_request_id,)
    session.commit()
    assert desk.stock("P1") == (q(0), q(0))
    assert world.on_hand("C-S", lot) == q(3)


def test_scrap_and_supplier_returns_come_back_by_reversal(session: Session, world: World, desk: Desk) -> None:
    lot = desk.bring("P1", 2).lots[0].lot_id
    desk.clear(lot, 0, 2)
    gone = quarantining.scrap(
        session,
        lot_id=lot,
        quarantine_location_id=world.places["C-Q"],
        quantity=q(2),
        reference="S-1",
        reason="误报废",
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    assert world.on_hand("C-Q", lot) == q(0)
    undo(session, world, gone.posting_id)
    assert world.on_hand("C-Q", lot) == q(2)


def test_later_than_today_somebody_else_reverses(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    done = desk.issue(desk.ask(desk.order(), "P1", 1).part_request_id, 1)
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(FourEyes):
        undo(session, world, done.posting_id, at=tomorrow)
    undo(session, world, done.posting_id, at=tomorrow, by=world.people["supervisor"])


def test_documents_are_undone_as_documents(session: Session, world: World, desk: Desk) -> None:
    cleared = desk.clear(desk.bring("P1", 2).lots[0].lot_id, 2)
    with pytest.raises(InvalidState) as caught:
        undo(session, world, cleared.posting_id)
    assert caught.value.code == "undone_by_its_document"
    with pytest.raises(RuleViolation):
        undo(session, world, cleared.posting_id, reason="")
