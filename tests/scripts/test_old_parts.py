"""What engineers owe of replaced parts: opened by itself, explained and signed, brought, judged, carried out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from inventory import issuing, owing, requesting, reversing
from inventory.places import MovementKind as M
from inventory.returning_old import AskedLine, cancel_note, close_note, undo_confirmation
from inventory.tables import (
    Lot,
    Movement,
    OldPartDebt,
    Part,
    PartRequest,
)
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import Conflict, Forbidden, FourEyes, InvalidState, RuleViolation
from kernel.settings import set_value
from tests.support.attacks import refused
from tests.support.inventory import key
from tests.support.old_parts import OldParts, there
from tests.support.world import NOON, World, q


@pytest.fixture
def old(world: World) -> OldParts:
    return OldParts.in_stock(world)


# --- the debt -------------------------------------------------------------------------------------------------------


def test_what_a_repair_uses_is_owed_back_within_the_days_of_the_setting(old: OldParts) -> None:
    order = old.used(quantity=2)
    debt = old.debt(order)
    assert (debt.quantity, debt.engineer_id, debt.due_on) == (
        q(2), old.world.people["engineer"], date(2026, 3, 9)
    )  # fmt: skip
    more = old.desk.ask(order, "P1", 1)
    old.desk.issue(more.part_request_id, 1)
    assert old.debt(order).quantity == q(3)


def test_a_part_that_neither_says_so_nor_falls_under_the_rule_is_not_owed(old: OldParts) -> None:
    old.used("P2", 2)
    assert old.session.scalar(select(OldPartDebt.id)) is None
    part = old.session.get_one(Part, old.world.parts["P2"])
    part.use_class = "key"
    old.used("P2", 1, number="W2")
    assert old.session.scalars(select(OldPartDebt)).one().quantity == q(1)
    part.old_part = "never"
    old.used("P2", 1, number="W3")
    assert len(old.session.scalars(select(OldPartDebt)).all()) == 1


def test_the_rule_is_a_setting(old: OldParts) -> None:
    rule = dict.fromkeys(("wear", "key", "vital", "essential", "desirable"), False) | {"common": True}
    set_value(old.session, name=owing.OWED_FOR, value=rule, valid_from_on=date(2026, 1, 1), by=None)
    set_value(old.session, name=owing.DUE_DAYS, value=30, valid_from_on=date(2026, 1, 1), by=None)
    assert old.debt(old.used("P2", 1), "P2").due_on == date(2026, 4, 1)


def test_the_debt_follows_returns_and_reversals(old: OldParts) -> None:
    order = old.used(quantity=3)
    lot = old.session.scalars(select(Movement.lot_id).where(Movement.kind == "issue")).one()
    old.desk.give_back(order, lot, 2)
    assert old.debt(order).quantity == q(1)
    back = old.session.scalars(select(Movement.posting_id).where(Movement.kind == "return")).one()
    undone: dict[str, Any] = {"reason": "wrong", "by": old.world.people["keeper"], "at": NOON}
    reversing.reverse_posting(old.session, posting_id=back, request_key=key(), **undone)
    assert old.debt(order).quantity == q(3)
    issue = old.session.scalars(select(Movement.posting_id).where(Movement.kind == "issue")).one()
    reversing.reverse_posting(old.session, posting_id=issue, request_key=key(), **undone)
    assert old.debt(order).quantity == q(0)
    waits = old.session.scalars(select(PartRequest)).one()
    old.desk.issue(waits.id, 3)
    assert old.debt(order).quantity == q(3)


def test_what_comes_back_of_a_closed_order_is_not_owed_any_more(old: OldParts) -> None:
    order = old.used(quantity=2)
    lot = old.session.scalars(select(Movement.lot_id).where(Movement.kind == "issue")).one()
    requesting.close_work_order(
        old.session, work_order_id=order, by=old.world.people["desk"], at=NOON, request_key=key()
    )
    old.desk.give_back(order, lot, 1)
    assert old.debt(order).quantity == q(1)


def test_a_part_from_the_van_is_owed_too(old: OldParts) -> None:
    world = old.world
    lot = world.stocked("P1", 2, on=date(2025, 12, 1))
    world.move(M.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 2)
    world.move(M.TRANSFER_IN, lot, "VAN1-T", "VAN1", 2)
    order = old.desk.order()
    facts: dict[str, Any] = {"by": world.people["engineer"], "at": NOON, "request_key": key()}
    issuing.issue_from_van(
        old.session, work_order_id=order, part_id=world.parts["P1"], van_id=world.places["VAN1"], quantity=q(1), **facts
    )
    assert old.debt(order).quantity == q(1)


def test_the_debt_goes_with_the_work_order_to_another_engineer(old: OldParts) -> None:
    order = old.used()
    requesting.assign_engineer(
        old.session,
        work_order_id=order,
        engineer_id=old.world.people["engineer2"],
        by=old.world.people["desk"],
        at=NOON,
        request_key=key(),
    )
    assert old.debt(order).engineer_id == old.world.people["engineer2"]


def test_an_old_part_may_be_asked_for_where_no_rule_does(old: OldParts) -> None:
    order = old.used("P2", 2)
    facts: dict[str, Any] = {"work_order_id": order, "by": old.world.people["supervisor"], "at": NOON}
    asked = owing.ask_old_part(
        old.session, part_id=old.world.parts["P2"], reason="批量故障分析", request_key=key(), **facts
    )
    assert asked.quantity == q(2)
    with pytest.raises(Conflict):
        owing.ask_old_part(old.session, part_id=old.world.parts["P2"], reason="again", request_key=key(), **facts)
    with pytest.raises(RuleViolation) as none:
        owing.ask_old_part(old.session, part_id=old.world.parts["P3"], reason="why", request_key=key(), **facts)
    assert none.value.code == "part_not_used"


# --- explanations ---------------------------------------------------------------------------------------------------


def test_a_signed_explanation_lets_off_and_gives_time(old: OldParts) -> None:
    debt = old.debt(old.used(quantity=3))
    said = old.explain(debt.id, quantity=1)
    with pytest.raises(InvalidState) as waits:
        old.explain(debt.id)
    assert waits.value.code == "explanation_waits"
    assert old.answer(said.explanation_id).still_owed == q(2)
    later = old.explain(debt.id, "more_time", 2, excuse="on_the_way", until_on=date(2026, 3, 20))
    assert old.answer(later.explanation_id).due_on == date(2026, 3, 20)
    refused_one = old.explain(debt.id, quantity=2)
    with pytest.raises(RuleViolation):
        old.answer(refused_one.explanation_id, granted=False)
    answered = old.answer(refused_one.explanation_id, granted=False, note="再找一下")
    assert (answered.granted, answered.still_owed) == (False, q(2))


def test_nobody_lets_themselves_off(old: OldParts) -> None:
    debt = old.debt(old.used())
    said = old.explain(debt.id)
    with pytest.raises(FourEyes):
        old.answer(said.explanation_id, who="engineer")
    signed = (
        "INSERT INTO old_part_answer (explanation_id, explained_by_id, granted, signed_by_id, signed_at, note)"
        " VALUES (:said, :by, true, :signer, '2026-03-02 04:00:00', '')"
    )
    engineer, other = old.world.people["engineer"], old.world.people["engineer2"]
    assert refused(old.session, signed, said=said.explanation_id, by=engineer, signer=engineer) == "four_eyes"
    assert refused(old.session, signed, said=said.explanation_id, by=other, signer=engineer) == "four_eyes"
    assert refused(old.session, "UPDATE old_part_debt SET excused = 1000") == "not_signed"
    assert refused(old.session, "UPDATE old_part_debt SET due_on = '2027-01-01'") == "not_signed"
    assert refused(old.session, "UPDATE old_part_debt SET quantity = 1000") == "not_what_was_used"
    assert refused(old.session, "UPDATE old_part_debt SET returned = 1000") == "not_what_came_back"
    assert refused(old.session, f"UPDATE old_part_debt SET engineer_id = {other}") == "not_the_engineer"
    assert refused(old.session, "DELETE FROM old_part_debt") == "append_only"
    assert refused(old.session, "UPDATE old_part_explanation SET quantity = 1") == "append_only"
    stranger = (
        "INSERT INTO old_part_explanation (debt_id, wish, excuse, quantity, note, explained_by_id, explained_at)"
        " VALUES (:debt, 'let_off', 'lost', 1000, 'x', :by, '2026-03-02 04:00:00')"
    )
    assert refused(old.session, stranger, debt=debt.id, by=other) == "not_the_debtor"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"quantity": 9}, "more_than_owed"),
        ({"note": " "}, "reason_missing"),
        ({"wish": "more_time", "until_on": None}, "later_day_needed"),
        ({"wish": "more_time", "until_on": date(2026, 3, 9)}, "later_day_needed"),
    ],
)
def test_an_explanation_must_make_sense(old: OldParts, more: dict[str, object], code: str) -> None:
    debt = old.debt(old.used())
    with pytest.raises(RuleViolation) as wrong:
        old.explain(debt.id, **more)  # type: ignore[arg-type]
    assert wrong.value.code == code


# --- the return note ------------------------------------------------------------------------------------------------


def test_the_keeper_confirms_piece_by_piece_and_the_note_closes_itself(old: OldParts) -> None:
    debt = old.debt(old.used(quantity=3))
    note = old.note(AskedLine(debt.id, q(3), fault="不启动"))
    first = old.confirm(note.line_ids[0], 1)
    assert (first.note_state, old.debt(debt.work_order_id).returned) == ("open", q(1))
    assert there(old, first.lot_id) == {"C-OLD": "1"}
    lot = old.session.get_one(Lot, first.lot_id)
    assert (lot.origin, lot.unit_cost_cny, lot.number[:4]) == ("old", Money.zero(), "OLD-")
    last = old.confirm(note.line_ids[0], 2)
    assert last.note_state == "closed"
    assert old.debt(debt.work_order_id).returned == q(3)
    assert verify(old.session).whole


def test_nobody_confirms_their_own_old_parts_nor_more_than_came(old: OldParts) -> None:
    debt = old.debt(old.used(quantity=2))
    note = old.note(AskedLine(debt.id, q(2)))
    with pytest.raises(FourEyes):
        old.confirm(note.line_ids[0], who="engineer")
    with pytest.raises(RuleViolation) as more:
        old.confirm(note.line_ids[0], 3)
    assert more.value.code == "more_than_on_note"
    with pytest.raises(RuleViolation) as twice:
        old.note(AskedLine(debt.id, q(1)))
    assert twice.value.code == "more_than_owed"
    with pytest.raises(FourEyes):
        close_note(old.session, note_id=note.note_id, by=old.world.people["engineer"], at=NOON, request_key=key())


def test_a_note_may_be_cancelled_while_nothing_is_confirmed_and_closed_when_the_rest_does_not_come(
    old: OldParts,
) -> None:
    debt = old.debt(old.used(quantity=2))
    engineer, keeper = old.world.people["engineer"], old.world.people["keeper"]
    first = old.note(AskedLine(debt.id, q(2)))
    with pytest.raises(Forbidden):
        cancel_note(old.session, note_id=first.note_id, by=keeper, at=NOON, request_key=key())
    cancel_note(old.session, note_id=first.note_id, by=engineer, at=NOON, request_key=key())
    second = old.note(AskedLine(debt.id, q(2)))
    old.confirm(second.line_ids[0], 1)
    with pytest.raises(InvalidState):
        cancel_note(old.session, note_id=second.note_id, by=engineer, at=NOON, request_key=key())
    close_note(old.session, note_id=second.note_id, by=keeper, at=NOON, request_key=key())
    with pytest.raises(InvalidState):
        old.confirm(second.line_ids[0], 1)
    third = old.note(AskedLine(debt.id, q(1)))
    assert old.confirm(third.line_ids[0], 1).note_state == "closed"


def test_a_confirmation_by_mistake_is_undone_and_the_piece_is_owed_again(old: OldParts) -> None:
    debt = old.debt(old.used(quantity=2))
    note = old.note(AskedLine(debt.id, q(2)))
    wrong = old.confirm(note.line_ids[0], 2)
    facts: dict[str, Any] = {"reason": "看错", "by": old.world.people["keeper"], "at": NOON}
    undo_confirmation(old.session, receipt_id=wrong.receipt_id, request_key=key(), **facts)
    assert (old.debt(debt.work_order_id).returned, there(old, wrong.lot_id)) == (q(0), {})
    again = old.confirm(note.line_ids[0], 1)
    old.judge(again.lot_id, "scrap")
    with pytest.raises(InvalidState) as followed:
        undo_confirmation(old.session, receipt_id=again.receipt_id, request_key=key(), **facts)
    assert followed.value.code == "verdict_followed"
    assert verify(old.session).whole


def test_a_tracked_piece_must_be_named_and_not_be_in_the_house(old: OldParts) -> None:
    world = old.world
    for number in ("SN1", "SN2"):
        world.stocked("SER", 1, serial_number=number)
    old.used("SER", 1)
    debt = old.debt(old.used("SER", 1, number="W2"), "SER")
    with pytest.raises(RuleViolation) as missing:
        old.note(AskedLine(debt.id, q(1)))
    assert missing.value.code == "serial_missing"
    note = old.note(AskedLine(debt.id, q(1), serial_number="SN1"))
    with pytest.raises(Conflict) as elsewhere:
        old.confirm(note.line_ids[0])
    assert elsewhere.value.code == "serial_elsewhere"
    old.session.rollback()


def test_a_tracked_piece_leaves_its_closed_repair_when_it_comes_back(old: OldParts) -> None:
    world = old.world
    first = world.stocked("SER", 1, serial_number="SN1", on=date(2026, 1, 1))
    world.stocked("SER", 1, serial_number="SN2")
    fitted = old.used("SER", 1)
    requesting.close_work_order(old.session, work_order_id=fitted, by=world.people["desk"], at=NOON, request_key=key())
    debt = old.debt(old.used("SER", 1, number="W2"), "SER")
    note = old.note(AskedLine(debt.id, q(1), serial_number="SN1"))
    came = old.confirm(note.line_ids[0])
    assert (there(old, first), there(old, came.lot_id)) == ({}, {"C-OLD": "1"})
    assert old.debt(fitted, "SER").quantity == q(1)  # what left with the customer was used all the same
    assert verify(old.session).whole
