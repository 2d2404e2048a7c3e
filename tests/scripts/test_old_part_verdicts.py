"""Verdicts on old parts, what follows them, outside workshops, and refurbished lots in their turn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inventory import refurbishing
from inventory.accepting import clear
from inventory.deciding_surplus import approve_surplus, submit_surplus
from inventory.disposing import sell_surplus
from inventory.judging_old import scrap_old, send_to_maker
from inventory.places import MovementKind as M
from inventory.returning_old import AskedLine
from inventory.tables import (
    Lot,
    OldPartVerdict,
    SurplusProposal,
)
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import AppError, FourEyes, InvalidState, OutOfOrder, RuleViolation
from kernel.settings import set_value
from tests.support.attacks import refused
from tests.support.inventory import key
from tests.support.old_parts import OldParts, there
from tests.support.world import NOON, World, q


@pytest.fixture
def old(world: World) -> OldParts:
    return OldParts.in_stock(world)


# --- verdicts -------------------------------------------------------------------------------------------------------


def test_the_verdict_is_another_persons_and_the_newest_holds_while_nothing_followed(old: OldParts) -> None:
    lot = old.brought(2)
    with pytest.raises(FourEyes):
        old.judge(lot, "scrap", who="engineer")
    first = old.judge(lot, "scrap")
    second = old.judge(lot, "to_maker")
    assert old.session.get_one(OldPartVerdict, second.verdict_id).corrects_id == first.verdict_id
    facts: dict[str, Any] = {"lot_id": lot, "quantity": q(2), "by": old.world.people["keeper"], "at": NOON}
    with pytest.raises(InvalidState) as other:
        scrap_old(old.session, request_key=key(), **facts)
    assert other.value.code == "no_such_verdict"
    send_to_maker(old.session, request_key=key(), **facts)
    assert there(old, lot) == {}
    with pytest.raises(InvalidState) as followed:
        old.judge(lot, "scrap")
    assert followed.value.code == "verdict_followed"
    assert verify(old.session).whole


def test_verdicts_hold_against_raw_sql(old: OldParts) -> None:
    lot = old.brought(2)
    engineer, inspector = old.world.people["engineer"], old.world.people["inspector"]
    insert = (
        "INSERT INTO old_part_verdict (lot_id, verdict, cause, finding, brought_by_id, judged_by_id, judged_at,"
        " corrects_id) VALUES (:lot, 'restock', 'wear', 'x', :brought, :by, '2026-03-02 04:00:00', :corrects)"
    )
    by_engineer: dict[str, Any] = {"lot": lot, "brought": engineer, "by": engineer, "corrects": None}
    assert refused(old.session, insert, **by_engineer) == "four_eyes"
    assert refused(old.session, insert, **{**by_engineer, "brought": inspector}) == "four_eyes"
    first = old.judge(lot, "scrap")
    beside: dict[str, Any] = {"lot": lot, "brought": engineer, "by": inspector, "corrects": None}
    assert refused(old.session, insert, **beside) == "verdict_followed"
    assert refused(old.session, "UPDATE old_part_verdict SET verdict = 'restock'") == "append_only"
    assert first.verdict == "scrap"


ATTACKS = (
    (M.ISSUE, "C-OLD", "W1"),
    (M.ISSUE, "C-A1", "W1"),
    (M.RELOCATION, "C-OLD", "C-A1"),
    (M.PUTAWAY, "C-S", "C-A1"),
    (M.OPENING, "OPENING", "C-H"),
    (M.RECEIPT, "SUPPLIER", "C-H"),
    (M.ADJUSTMENT, "VARIANCE", "C-A1"),
    (M.REFURBISHMENT, "CONVERSION", "C-H"),
    (M.REFURBISHMENT, "C-OLD", "CONVERSION"),
    (M.OLD_RETURN, "CUSTOMER", "C-OLD"),
    (M.SUPPLIER_RETURN, "C-OLD", "SUPPLIER"),
    (M.SCRAP, "C-OLD", "SCRAP"),
    (M.REPAIR_OUT, "C-OLD", "C-WS"),
    (M.TRANSFER_OUT, "C-OLD", "C-T"),
    (M.RETURN, "W1", "C-A1"),
)


def test_an_old_part_never_gets_to_where_it_could_be_issued(old: OldParts) -> None:
    lot = old.brought(2)
    old.workshop()
    old.world.place("CONVERSION", "conversion")  # type: ignore[arg-type]
    old.session.commit()
    for kind, source, target in ATTACKS:
        with pytest.raises(AppError):
            old.world.move(kind, lot, source, target, 1)
        old.session.rollback()
        assert there(old, lot) == {"C-OLD": "2"}


# --- workshop and refurbished stock ---------------------------------------------------------------------------------


def inspected(old: OldParts, lot: int, quantity: int) -> None:
    """Pass a lot through the gate into a bin."""
    world = old.world
    clear(
        old.session,
        lot_id=lot,
        hold_location_id=world.places["C-H"],
        passed=q(quantity),
        failed=q(0),
        reference="QC",
        by=world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    old.desk.put_away(lot, quantity)


def test_what_the_workshop_repaired_becomes_a_lot_of_its_own_cost_behind_the_gate(old: OldParts) -> None:
    lot = old.brought(3)
    with pytest.raises(InvalidState):
        old.sent_out(lot)
    old.judge(lot, "repair")
    sent = old.sent_out(lot)
    assert there(old, lot) == {"C-WS": "3"}
    part = old.came_back(sent.line_ids[0], 1)
    assert part.order_state == "sent"
    assert part.lot_id is not None
    assert there(old, part.lot_id) == {"C-H": "1"}
    assert old.session.get_one(Lot, part.lot_id).unit_cost_cny == Money.of("3")
    with pytest.raises(RuleViolation) as more:
        old.came_back(sent.line_ids[0], 3)
    assert more.value.code == "more_than_sent_out"
    rest = old.came_back(sent.line_ids[0], 1, 1)
    assert (rest.order_state, there(old, lot)) == ("closed", {"C-OLD": "1"})
    again = old.judge(lot, "scrap")
    assert again.verdict == "scrap"
    inspected(old, part.lot_id, 1)
    assert verify(old.session).whole


def test_who_made_it_does_not_inspect_it(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "restock")
    made = refurbishing.restock(
        old.session,
        lot_id=lot,
        quantity=q(1),
        unit_cost_cny=Money.of("2"),
        by=old.world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(FourEyes):
        inspected(old, made.lot_id, 1)
    assert there(old, made.lot_id) == {"C-H": "1"}
    raw = "UPDATE refurbishment SET quantity = 5000"
    assert refused(old.session, raw) == "append_only"


def test_refurbished_lots_are_a_class_of_their_own_and_go_first_unless_the_setting_says_otherwise(
    old: OldParts,
) -> None:
    lot = old.brought(1)
    old.judge(lot, "restock")
    made = refurbishing.restock(
        old.session, lot_id=lot, quantity=q(1), unit_cost_cny=Money.of("2"),
        by=old.world.people["keeper"], at=NOON, request_key=key(),
    )  # fmt: skip
    inspected(old, made.lot_id, 1)
    order = old.desk.order("W9")
    asked = old.desk.ask(order, "P1", 2)
    first = old.desk.issue(asked.part_request_id, 1)
    assert (first.lines[0].lot_id, first.cost_cny) == (made.lot_id, Money.of("2"))
    assert old.desk.issue(asked.part_request_id, 1).cost_cny == Money.of("10")


def test_the_database_compares_turns_within_a_class_only(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "restock")
    made = refurbishing.restock(
        old.session, lot_id=lot, quantity=q(1), unit_cost_cny=Money.of("2"),
        by=old.world.people["keeper"], at=NOON, request_key=key(),
    )  # fmt: skip
    inspected(old, made.lot_id, 1)
    set_value(old.session, name="refurbished.first", value=False, valid_from_on=date(2026, 1, 1), by=None)
    order = old.desk.order("W9")
    asked = old.desk.ask(order, "P1", 2)
    old.session.commit()
    with pytest.raises(OutOfOrder):
        old.desk.issue(asked.part_request_id, 1, lot_id=made.lot_id)
    old.session.rollback()
    old.world.work_order("W8")
    old.world.move(M.ISSUE, made.lot_id, "C-A1", "W8", 1)  # the class is the company's choice, not the ledger's


def test_surplus_is_sold_in_the_turn_that_is_set_for_its_day_not_for_a_later_one(old: OldParts) -> None:
    lot = old.brought(1)
    old.judge(lot, "restock")
    session, people = old.session, old.world.people
    made = refurbishing.restock(
        session, lot_id=lot, quantity=q(1), unit_cost_cny=Money.of("2"), by=people["keeper"], at=NOON, request_key=key()
    )
    inspected(old, made.lot_id, 1)
    set_value(session, name="refurbished.first", value=False, valid_from_on=date(2027, 1, 1), by=None)
    row = SurplusProposal(
        number="SP1",
        part_id=old.world.parts["P1"],
        store_id=old.world.places["C"],
        advice="sell",
        advised_quantity=q(1),
        value_cny=Money.of(10),
        facts={},
        computed_on=NOON.date(),
    )
    session.add(row)
    session.flush()
    which: dict[str, Any] = {"surplus_proposal_id": row.id, "at": NOON}
    submit_surplus(session, act="sell", quantity=q(1), by=people["buyer"], request_key=key(), **which)
    approve_surplus(session, by=people["supervisor"], request_key=key(), **which)
    price = Money.of("3")
    sold = sell_surplus(session, buyer="X", unit_price_cny=price, by=people["keeper"], request_key=key(), **which)
    assert sold.cost_cny == Money.of("2"), "the refurbished one"


def test_a_tracked_piece_keeps_its_number_through_the_workshop(old: OldParts) -> None:
    old.world.stocked("SER", 1, serial_number="NEW1")
    debt = old.debt(old.used("SER", 1), "SER")
    note = old.note(AskedLine(debt.id, q(1), serial_number="OLD1"))
    came = old.confirm(note.line_ids[0])
    old.judge(came.lot_id, "repair")
    back = old.came_back(old.sent_out(came.lot_id).line_ids[0], 1)
    assert back.lot_id is not None
    assert old.session.get_one(Lot, back.lot_id).serial_number == "OLD1"
    inspected(old, back.lot_id, 1)
    assert verify(old.session).whole


def test_verify_sees_a_receipt_that_no_debt_knows_of(old: OldParts) -> None:
    lot = old.brought(2)
    assert verify(old.session).whole
    raw = old.session.connection()
    if raw.dialect.name == "sqlite":
        raw.exec_driver_sql("DROP TRIGGER old_part_debt_returned")
    else:
        raw.exec_driver_sql("ALTER TABLE old_part_debt DISABLE TRIGGER ALL")
    raw.exec_driver_sql("UPDATE old_part_debt SET returned = 1000")
    assert [each.check for each in verify(old.session).findings] == ["old_part_debt_not_the_receipts"]
    assert lot
