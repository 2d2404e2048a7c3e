# ruff: noqa: E501  the attacks read best one a line
"""Attack the ledger by raw SQL with the application's own rights, on both engines and by every way that SQLite has."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from inventory.places import MovementKind as M
from inventory.posting import reverse
from inventory.tables import (
    Balance,
    Count,
    CountLine,
    FifoException,
    Movement,
    PartRequest,
    Reservation,
    StockTake,
    StockTakeApproval,
)
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.auditing import acting, audit_session
from kernel.db import make_engine
from kernel.errors import AppError, FourEyes, InsufficientStock, InvalidState, NotInspected, OutOfOrder, RuleViolation
from kernel.refusals import refusal, refusals
from kernel.requests import once
from kernel.tables import ChainHead
from tests.support.world import NOON, World, q

Sessions = sessionmaker()
audit_session(Sessions)


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that must be refused and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


@pytest.fixture
def busy(world: World) -> World:
    """Give every table of the ledger a row."""
    return fill(world)


def fill(world: World) -> World:
    """Make stock, an open and a resolved reservation, a count, an exception, two request keys."""
    session = world.session
    lot = world.stocked("P1", 10, on=date(2026, 1, 5))
    world.stocked("P2", 10, on=date(2026, 1, 5))
    world.stocked("SER", 1, serial_number="SN1")
    work_order = world.work_order("W1")
    world.move(M.ISSUE, lot, "C-A1", "W1", 2)
    request(world, work_order, "P1", 4)
    first = reserve(world, 1, "P1", 1)
    first.state = "released"
    session.flush()
    reserve(world, 1, "P1", 3)
    stock_take(world)
    session.add(
        FifoException(
            lot_id=lot,
            work_order_id=work_order,
            reason="test",
            asked_by_id=world.people["engineer"],
            signed_by_id=world.people["supervisor"],
            signed_at=NOON,
        )
    )
    remember(session, number=1, by=world.people["keeper"], at=NOON, request_key="first")
    remember(session, number=2, by=world.people["keeper"], at=NOON, request_key="second")
    session.commit()
    return world


@once
def remember(session: Session, *, number: int, by: int, at: object, request_key: str) -> int:
    return number


def request(world: World, work_order: int, part: str, quantity: int, store: str = "C") -> int:
    row = PartRequest(
        work_order_id=work_order,
        part_id=world.parts[part],
        store_id=world.places[store],
        quantity=q(quantity),
        urgency="normal",
        asked_by_id=world.people["engineer"],
        asked_at=NOON,
        asked_on=date(2026, 3, 2),
    )
    world.session.add(row)
    world.session.flush()
    return row.id


def reserve(world: World, request_id: int, part: str, quantity: int, store: str = "C") -> Reservation:
    row = Reservation(
        part_request_id=request_id,
        part_id=world.parts[part],
        store_id=world.places[store],
        quantity=q(quantity),
        reserved_at=NOON,
        expires_at=NOON + timedelta(days=3),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()
    return row


def stock_take(world: World, counted: int = 8, book: int = 8) -> int:
    """Make a stock-take with one counted line of P1 in C-A1 by the bare rows and return its id."""
    session = world.session
    made = StockTake(
        number=f"ST{book}{counted}",
        store_id=world.places["C"],
        scope={},
        due_on=date(2026, 3, 2),
        created_by_id=world.people["supervisor"],
        created_at=NOON,
    )
    session.add(made)
    session.flush()
    line = CountLine(stock_take_id=made.id, location_id=world.places["C-A1"], part_id=world.parts["P1"], cause="lost")
    session.add(line)
    session.flush()
    keep_count(world, line.id, counted, book)
    return made.id


def keep_count(
    world: World, line: int, counted: int, book: int, *, number: int = 1, ledger_id: int | None = None
) -> None:
    head = world.session.scalars(select(ChainHead.last_id).where(ChainHead.name == "movement")).one()
    row = Count(
        count_line_id=line,
        round=number,
        counted=q(counted),
        book=q(book),
        ledger_id=head if ledger_id is None else ledger_id,
        counted_by_id=world.people["keeper"],
        counted_at=NOON,
        entered_by_id=world.people["keeper2"],
        unit_cost_cny=Money.of(10),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()


def approve(world: World, stock_take_id: int, by: str, author: str = "supervisor") -> None:
    row = StockTakeApproval(
        stock_take_id=stock_take_id,
        created_by_id=world.people[author],
        approved_by_id=world.people[by],
        approved_at=NOON,
        value_cny=Money.of(1000),
        limit_cny=Money.of(1000),
    )
    world.session.add(row)
    with refusals():
        world.session.flush()


# --- rows that only triggers or nobody may write --------------------------------------------------------------------

UNCHANGEABLE = {
    "movement": "UPDATE movement SET quantity = quantity + 1000 WHERE id = 1",
    "movement by date": "UPDATE movement SET moved_on = '2025-01-01' WHERE id = 1",
    "movement deleted": "DELETE FROM movement WHERE id = (SELECT MAX(id) FROM movement)",
    "posting": "UPDATE posting SET by_id = by_id + 1",
    "lot cost": "UPDATE lot SET unit_cost_cny = 1",
    "lot rank": "UPDATE lot SET rank_on = '2020-01-01', received_on = '2020-01-01'",
    "lot buyer": "UPDATE lot SET brought_by_id = 1",
    "lot deleted": "DELETE FROM lot",
    "clearance": "UPDATE clearance SET passed = passed + 1000",
    "clearance deleted": "DELETE FROM clearance",
    "exception": "UPDATE fifo_exception SET work_order_id = 99",
    "exception deleted": "DELETE FROM fifo_exception",
    "audit": "UPDATE audit SET after = ''",
    "audit deleted": "DELETE FROM audit",
    "request": "UPDATE request SET content_hash = '' WHERE key = 'first'",
    "request key": "UPDATE request SET key = 'third' WHERE key = 'first'",
    "request deleted": "DELETE FROM request",
    "count": "UPDATE count SET counted = counted - 1000",
    "count deleted": "DELETE FROM count",
    "count line moved": "UPDATE count_line SET part_id = part_id + 1",
    "count line deleted": "DELETE FROM count_line",
    "stock-take author": "UPDATE stock_take SET created_by_id = created_by_id + 1",
    "stock-take deleted": "DELETE FROM stock_take",
    "stock-take approved by itself": "UPDATE stock_take SET state = 'approved'",
    "rule": "UPDATE movement_rule SET to_kind = 'bin' WHERE kind = 'receipt'",
    "rule added": "INSERT INTO movement_rule (kind, from_kind, to_kind) VALUES ('receipt', 'supplier', 'bin')",
    "rule deleted": "DELETE FROM movement_rule",
    "head": "UPDATE chain_head SET last_id = last_id - 1 WHERE name = 'movement'",
    "head jumped": "UPDATE chain_head SET last_id = last_id + 1 WHERE name = 'movement'",
    "head renamed": "UPDATE chain_head SET name = 'other' WHERE name = 'movement'",
    "head deleted": "DELETE FROM chain_head",
    "balance": "UPDATE balance SET on_hand = on_hand + 1000",
    "balance down": "UPDATE balance SET on_hand = 0",
    "balance elsewhere": "UPDATE balance SET location_id = location_id + 100",
    "balance of another lot": "UPDATE balance SET lot_id = lot_id + 100",
    "balance in another store": "UPDATE balance SET store_id = 1",
    "balance hidden": "UPDATE balance SET issueable = NOT issueable",
    "balance deleted": "DELETE FROM balance",
    "stock": "UPDATE stock SET on_hand = on_hand + 1000",
    "stock moved": "UPDATE stock SET store_id = store_id + 1",
    "stock of another part": "UPDATE stock SET part_id = part_id + 100",
    "reserved": "UPDATE stock SET reserved = 0 WHERE reserved > 0",
    "stock deleted": "DELETE FROM stock",
    "reservation reopened": "UPDATE reservation SET state = 'open' WHERE state = 'released'",
    "reservation resolved twice": "UPDATE reservation SET state = 'issued' WHERE state = 'released'",
    "reservation smaller": "UPDATE reservation SET quantity = 1000 WHERE state = 'open'",
    "reservation of another part": "UPDATE reservation SET part_id = part_id + 1",
    "reservation in another store": "UPDATE reservation SET store_id = store_id + 1",
    "reservation renumbered": "UPDATE reservation SET id = id + 100",
    "reservation deleted": "DELETE FROM reservation",
    "request for more": "UPDATE part_request SET quantity = quantity + 1000",
    "part request deleted": "DELETE FROM part_request",
    "kind of place": "UPDATE location SET kind = 'bin' WHERE kind = 'hold'",
    "store of place": "UPDATE location SET store_id = (SELECT id FROM location WHERE code = 'N') WHERE code = 'C-A1'",
    "store forgotten": "UPDATE location SET store_id = NULL WHERE code = 'C-A1'",
    "place renumbered": "UPDATE location SET id = id + 1000",
    "place deleted": "DELETE FROM location WHERE code = 'C-A1'",
    "store for a work order": (
        "UPDATE location SET store_id = (SELECT id FROM location WHERE code = 'C') WHERE code = 'W1'"
    ),
    "step of the unit": "UPDATE unit SET step = 1",
    "unit of the part": "UPDATE part SET unit_id = (SELECT id FROM unit WHERE code = 'm') WHERE number = 'P1'",
    "serials forgotten": "UPDATE part SET serial_tracked = false WHERE number = 'SER'",
    "part deleted": "DELETE FROM part",
    "work order elsewhere": "UPDATE work_order SET location_id = location_id + 1",
    "work order deleted": "DELETE FROM work_order",
    "person deleted": "DELETE FROM person",
}


def test_what_stands_cannot_be_changed(session: Session, busy: World) -> None:
    for attack in UNCHANGEABLE.values():
        refused(session, attack)
    assert verify(session).findings == ()


@pytest.mark.postgres
def test_truncate_is_refused_and_a_role_without_ownership_has_no_other_way(postgres_url: str) -> None:
    """Run the attacks that need an owner's rights as a role that has only the application's."""
    engine = make_engine(postgres_url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE application NOLOGIN"))
        connection.execute(text("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO application"))
        connection.commit()
        try:
            connection.execute(text("SET ROLE application"))
            connection.commit()
            for sql in (
                "TRUNCATE movement CASCADE",
                "ALTER TABLE movement DISABLE TRIGGER ALL",
                "DROP TRIGGER movement_posted ON movement",
                "SET session_replication_role = replica",
                "CREATE OR REPLACE FUNCTION movement_posted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
            ):
                with pytest.raises(DBAPIError):
                    connection.execute(text(sql))
                connection.rollback()
                connection.execute(text("SET ROLE application"))
        finally:
            connection.rollback()
            connection.execute(text("RESET ROLE"))
            connection.execute(text("DROP OWNED BY application"))
            connection.execute(text("DROP ROLE application"))
            connection.commit()
        for table in ("movement", "balance", "stock", "lot", "audit", "reservation", "count", "chain_head"):
            with pytest.raises(DBAPIError, match="append_only"):
                connection.execute(text(f"TRUNCATE {table} CASCADE"))
            connection.rollback()


# --- forged projections ---------------------------------------------------------------------------------------------


def test_a_balance_cannot_be_forged_with_a_real_movement(session: Session, busy: World) -> None:
    """Neither an old movement nor one of another place makes a balance go up."""
    for movement in session.scalars(select(Movement.id)).all():
        refused(
            session, "UPDATE balance SET on_hand = on_hand + 10000, last_movement_id = :movement", movement=movement
        )
    session.commit()
    lot, part, place = session.execute(select(Balance.lot_id, Balance.part_id, Balance.location_id).limit(1)).one()
    for movement in session.scalars(select(Movement.id)).all():
        code = refused(
            session,
            "INSERT INTO balance (location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable, rank_on)"
            " SELECT :place, :lot, :part, 10000, :movement, :store, true, rank_on FROM lot WHERE id = :lot",
            place=busy.places["C-A2"],
            lot=lot,
            part=part,
            movement=movement,
            store=busy.places["C"],
        )
        assert code == "kept_by_movements"
    assert place


def test_stock_cannot_be_forged_with_a_movement_that_is_no_stock(session: Session, world: World) -> None:
    """A receipt into the hold names the store, and must not count as stock all the same."""
    world.stocked("P1", 5)
    waiting = world.lot("P1")
    for quantity, kind, source, target in ((5, M.OPENING, "OPENING", "C-H"),):
        movement = world.move(kind, waiting, source, target, quantity)
        assert (
            refused(
                session,
                "UPDATE stock SET on_hand = on_hand + :quantity, last_movement_id = :movement",
                quantity=q(quantity).scaled,
                movement=movement,
            )
            == "kept_by_movements"
        )


def test_no_movement_slips_past_the_projections(session: Session, busy: World) -> None:
    """A place without a store would leave stock, order of issue and promises behind."""
    nowhere = busy.place("LOST", "bin")  # type: ignore[arg-type]
    lot = session.scalars(select(Balance.lot_id).where(Balance.location_id == busy.places["C-A1"])).first()
    assert nowhere
    assert lot is not None
    with pytest.raises(RuleViolation, match="no_store"):
        busy.move(M.RELOCATION, lot, "C-A1", "LOST", 1)
    session.rollback()
    with pytest.raises(DBAPIError, match="other_store"):
        busy.place("W2", "work_order", store_id=busy.places["C"])  # type: ignore[arg-type]
    session.rollback()
    with pytest.raises(DBAPIError, match="other_store"):
        busy.place("B2", "bin", store_id=busy.places["C-A1"])  # type: ignore[arg-type]


# --- inspection -----------------------------------------------------------------------------------------------------


def test_a_buyer_does_not_inspect_by_any_copy_of_the_name(session: Session, world: World) -> None:
    lot = world.lot("P1")
    world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    session.commit()
    sql = (
        "INSERT INTO clearance (lot_id, hold_location_id, passed, failed, brought_by_id, inspected_by_id, decided_at,"
        " reference) VALUES (:lot, :hold, 5000, 0, :copied, :inspector, '2026-03-02 04:00:00', 'x')"
    )
    who = world.people
    hold = world.places["C-H"]
    for copied, inspector in (("buyer", "buyer"), ("keeper", "buyer"), ("keeper", "inspector")):
        code = refused(session, sql, lot=lot, hold=hold, copied=who[copied], inspector=who[inspector])
        assert code == "four_eyes"
    code = refused(session, sql, lot=lot, hold=world.places["C-A1"], copied=who["buyer"], inspector=who["inspector"])
    assert code == "more_than_in_hold"


def test_no_more_is_cleared_than_lies_in_the_hold(session: Session, world: World) -> None:
    lot = world.lot("P1")
    world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    session.commit()
    with refusals(), pytest.raises(DBAPIError, match="more_than_in_hold"):
        world.clearance(lot, 4, 2)


def test_a_verdict_on_one_lot_frees_no_other(session: Session, world: World) -> None:
    good, bad = world.lot("P1"), world.lot("P1")
    for lot in (good, bad):
        world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    verdict = world.clearance(good, 5)
    session.commit()
    with pytest.raises(NotInspected):
        world.move(M.RELEASE, bad, "C-H", "C-S", 5, clearance_id=verdict)
    session.rollback()
    with pytest.raises(AppError):
        world.move(M.REJECTION, good, "C-H", "C-Q", 5, clearance_id=verdict)


def test_what_was_rejected_does_not_come_back_into_stock(session: Session, world: World) -> None:
    lot = world.lot("P1")
    world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    verdict = world.clearance(lot, 3, 2)
    world.move(M.REJECTION, lot, "C-H", "C-Q", 2, clearance_id=verdict)
    session.commit()
    for kind, target in ((M.RELOCATION, "C-A1"), (M.PUTAWAY, "C-A1"), (M.RETURN, "C-A1"), (M.TRANSFER_IN, "C-A1")):
        with pytest.raises(AppError):
            world.move(kind, lot, "C-Q", target, 2)
        session.rollback()
    with pytest.raises(RuleViolation, match="not_the_mirror"):
        world.move(M.REVERSAL, lot, "C-Q", "C-A1", 2, reverses_id=2)


# --- order of issue -------------------------------------------------------------------------------------------------


def exception(world: World, lot: int, work_order: int, signer: str = "supervisor") -> int:
    row = FifoException(
        lot_id=lot,
        work_order_id=work_order,
        reason="cracked carton",
        asked_by_id=world.people["engineer"],
        signed_by_id=world.people[signer],
        signed_at=NOON,
    )
    world.session.add(row)
    with refusals():
        world.session.flush()
    return row.id


def test_an_exception_holds_for_its_lot_and_work_order_once(session: Session, world: World) -> None:
    world.stocked("P1", 5, on=date(2026, 1, 1))
    newer = world.stocked("P1", 5, on=date(2026, 2, 1))
    newest = world.stocked("P1", 5, on=date(2026, 2, 2))
    first, second = world.work_order("W1"), world.work_order("W2")
    signed = exception(world, newer, first)
    assert second
    session.commit()
    for lot, target in ((newer, "W2"), (newest, "W1")):
        with pytest.raises(OutOfOrder):
            world.move(M.ISSUE, lot, "C-A1", target, 1, fifo_exception_id=signed)
        session.rollback()
    world.move(M.ISSUE, newer, "C-A1", "W1", 1, fifo_exception_id=signed)
    session.commit()
    with pytest.raises(AppError):
        world.move(M.ISSUE, newer, "C-A1", "W1", 1, fifo_exception_id=signed)
    session.rollback()
    with pytest.raises(FourEyes):
        exception(world, newer, first, signer="engineer")


def test_nothing_goes_to_a_closed_work_order_and_it_stays_closed(session: Session, world: World) -> None:
    lot = world.stocked("P1", 5)
    world.work_order("W1")
    world.move(M.ISSUE, lot, "C-A1", "W1", 2)
    back = world.move(M.RETURN, lot, "W1", "C-A1", 1)
    session.execute(text("UPDATE work_order SET state = 'closed'"))
    session.commit()
    with pytest.raises(InvalidState):
        world.move(M.ISSUE, lot, "C-A1", "W1", 1)
    session.rollback()
    with pytest.raises(InvalidState):
        world.move(M.REVERSAL, lot, "C-A1", "W1", 1, reverses_id=back)
    session.rollback()
    assert refused(session, "UPDATE work_order SET state = 'open'") == "work_order_closed"


# --- reversal -------------------------------------------------------------------------------------------------------


def test_a_reversal_mirrors_once_and_is_never_reversed(session: Session, world: World) -> None:
    lot = world.stocked("P1", 5)
    moved = world.move(M.RELOCATION, lot, "C-A1", "C-A2", 2)
    other = world.stocked("P1", 5)
    session.commit()
    for wrong_lot, source, target, quantity in (
        (lot, "C-A2", "C-A1", 1),
        (lot, "C-A1", "C-A2", 2),
        (other, "C-A2", "C-A1", 2),
        (lot, "C-A2", "C-Q", 2),
    ):
        with pytest.raises(AppError):
            world.move(M.REVERSAL, wrong_lot, source, target, quantity, reverses_id=moved)
        session.rollback()
    back = world.move(M.REVERSAL, lot, "C-A2", "C-A1", 2, reverses_id=moved)
    session.commit()
    with pytest.raises(AppError):
        world.move(M.REVERSAL, lot, "C-A2", "C-A1", 2, reverses_id=moved)
    session.rollback()
    with pytest.raises(AppError):
        world.move(M.REVERSAL, lot, "C-A1", "C-A2", 2, reverses_id=back)
    session.rollback()
    posting = session.get_one(Movement, back).posting_id
    with pytest.raises(InvalidState, match="reversal_of_reversal"):
        reverse(session, posting_id=posting, by=world.people["keeper"], at=NOON, reason="again")


# --- reservations ---------------------------------------------------------------------------------------------------


def test_a_reservation_is_of_what_was_asked_and_is_there(session: Session, world: World) -> None:
    world.stocked("P1", 5)
    world.stocked("P2", 5)
    world.stocked("P1", 5, at="N-A1")
    asked = request(world, world.work_order("W1"), "P1", 9)
    session.commit()
    for part, quantity, store, code in (
        ("P2", 1, "C", "not_asked_for"),
        ("P1", 1, "N", "not_asked_for"),
        ("P1", 6, "C", "insufficient_stock"),
    ):
        with pytest.raises(RuleViolation, match=code):
            reserve(world, asked, part, quantity, store)
        session.rollback()
    reserve(world, asked, "P1", 5)
    session.commit()
    with pytest.raises(InsufficientStock):
        reserve(world, asked, "P1", 1)
    session.rollback()
    world.stocked("P1", 9)
    session.commit()
    reserve(world, asked, "P1", 4)
    with pytest.raises(RuleViolation, match="not_asked_for"):
        reserve(world, asked, "P1", 1)


def test_promised_stock_leaves_by_no_door(session: Session, world: World) -> None:
    lot = world.stocked("P1", 5)
    reserve(world, request(world, world.work_order("W1"), "P1", 5), "P1", 5)
    session.commit()
    for kind, target in ((M.ISSUE, "W1"), (M.TRANSFER_OUT, "N-T"), (M.QUARANTINE, "C-Q")):
        with pytest.raises(AppError, match="reserved_for_others"):
            world.move(kind, lot, "C-A1", target, 1)
        session.rollback()


# --- serial numbers -------------------------------------------------------------------------------------------------


def test_a_serial_number_is_whole_and_in_one_place(session: Session, world: World) -> None:
    lot = world.stocked("SER", 1, serial_number="SN7")
    session.commit()
    with pytest.raises(AppError, match="serial_twice"):
        world.move(M.OPENING, lot, "OPENING", "N-H", 1)
    session.rollback()
    fine = world.part("FINE", unit_id=2, serial_tracked=True)
    assert fine
    piece = world.lot("FINE", serial_number="F1")
    session.commit()
    for quantity in ("0.5", 2):
        with pytest.raises(AppError, match="serial_twice"):
            world.move(M.OPENING, piece, "OPENING", "C-H", quantity)
        session.rollback()
    with refusals(), pytest.raises(DBAPIError, match="serial_missing"):
        world.lot("SER")


# --- counts ---------------------------------------------------------------------------------------------------------


def test_a_count_knows_the_book_and_comes_in_turn(session: Session, world: World) -> None:
    world.stocked("P1", 10)
    made = stock_take(world, counted=10, book=10)
    line = session.scalars(select(CountLine.id).where(CountLine.stock_take_id == made)).one()
    session.commit()
    for counted, book, more in (
        (5, 9, {"number": 2}),
        (5, 0, {"number": 2, "ledger_id": 0}),
        (5, 10, {"number": 2, "ledger_id": 99}),
        (-1, 10, {"number": 2}),
    ):
        with pytest.raises(RuleViolation, match="not_the_book"):
            keep_count(world, line, counted, book, **more)
        session.rollback()
    with pytest.raises(RuleViolation, match="count_out_of_turn"):
        keep_count(world, line, 5, 10, number=9)


def test_nobody_approves_what_they_made_counted_or_typed(session: Session, world: World) -> None:
    world.stocked("P1", 10)
    made = stock_take(world, counted=8, book=10)
    session.commit()
    for by, author in (
        ("supervisor", "supervisor"),
        ("supervisor", "admin"),
        ("keeper", "supervisor"),
        ("keeper2", "supervisor"),
        ("admin", "desk"),
    ):
        with pytest.raises(AppError):
            approve(world, made, by, author)
        session.rollback()
    approve(world, made, "admin")
    session.commit()
    assert refused(session, "UPDATE stock_take_approval SET approved_by_id = 1")
    assert refused(session, "DELETE FROM stock_take_approval") == "append_only"


def test_only_the_approved_variance_is_posted(session: Session, world: World) -> None:
    lot, other = world.stocked("P1", 10), world.stocked("P2", 10)
    made = stock_take(world, counted=8, book=10)
    line = session.scalars(select(CountLine.id).where(CountLine.stock_take_id == made)).one()
    session.commit()
    with pytest.raises(RuleViolation, match="count_not_approved"):
        world.move(M.ADJUSTMENT, lot, "C-A1", "VARIANCE", 2, count_line_id=line)
    session.rollback()
    approve(world, made, "admin")
    session.commit()
    with pytest.raises(RuleViolation, match="count_approved"):
        keep_count(world, line, 1, 10, number=2)
    session.rollback()
    assert refused(session, "UPDATE count_line SET cause = NULL") == "count_approved"
    for wrong, source, target, quantity in (
        (lot, "C-A1", "VARIANCE", 3),
        (lot, "VARIANCE", "C-A1", 2),
        (other, "C-A1", "VARIANCE", 2),
        (lot, "C-A2", "VARIANCE", 2),
    ):
        with pytest.raises(AppError):
            world.move(M.ADJUSTMENT, wrong, source, target, quantity, count_line_id=line)
        session.rollback()
    world.move(M.ADJUSTMENT, lot, "C-A1", "VARIANCE", 2, count_line_id=line)
    session.commit()
    with pytest.raises(RuleViolation, match="not_the_variance"):
        world.move(M.ADJUSTMENT, lot, "C-A1", "VARIANCE", 1, count_line_id=line)


# --- amounts, parts, chain ------------------------------------------------------------------------------------------

MOVEMENT = (
    "INSERT INTO movement (id, posting_id, kind, part_id, lot_id, from_location_id, to_location_id, quantity,"
    " moved_on, posted_at, by_id, previous_hash, hash) SELECT {id}, p.id, 'relocation', {part}, {lot}, :source,"
    " :target, {quantity}, p.moved_on, {posted}, p.by_id, h.hash, '" + "a" * 64 + "'"
    " FROM posting p, chain_head h WHERE p.id = (SELECT MAX(id) FROM posting) AND h.name = 'movement'"
)
RIGHT = {"id": "h.last_id + 1", "part": ":part", "lot": ":lot", "quantity": "1000", "posted": "p.posted_at"}


WRONG_AMOUNTS: list[dict[str, str]] = [
    {"quantity": "'a few'"},
    {"quantity": "'1000 pcs'"},
    {"quantity": "1e3 + 0.5"},
    {"quantity": "500"},
    {"quantity": "0"},
    {"quantity": "-1000"},
    {"quantity": "9223372036854775807"},
    {"part": ":part + 1"},
    {"lot": ":lot + 1"},
    {"lot": "999"},
    {"id": "h.last_id + 2"},
    {"id": "h.last_id"},
    {"id": "1"},
    {"posted": "'2020-01-01 00:00:00.000000'"},
]


def test_a_movement_is_exact_of_one_part_and_in_the_chain(session: Session, world: World) -> None:
    lot = world.stocked("P1", 5)
    world.stocked("P2", 5)
    world.move(M.RELOCATION, lot, "C-A1", "C-A2", 1)
    values = {"part": world.parts["P1"], "lot": lot, "source": world.places["C-A1"], "target": world.places["C-A2"]}
    for wrong in WRONG_AMOUNTS:
        refused(session, MOVEMENT.format(**{**RIGHT, **wrong}), **values)
    session.execute(text(MOVEMENT.format(**RIGHT)), values)


# --- SQLite's own ways ----------------------------------------------------------------------------------------------


@pytest.fixture
def attacked(sqlite_url: str) -> World:
    """Return a filled SQLite company whose session is closed, so that only the attacker holds the file."""
    with Sessions(bind=make_engine(sqlite_url)) as opened:
        world = fill(World(acting(opened, by=None, at=NOON, source="test")).build())
        opened.commit()
    return world


@pytest.fixture
def bare(attacked: World, sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Open the file by the plain driver, with everything off that a connection can switch off."""
    opened = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("foreign_keys = OFF", "recursive_triggers = OFF", "ignore_check_constraints = ON"):
        opened.execute(f"PRAGMA {pragma}")
    yield opened
    opened.close()


LEDGER = (
    "movement",
    "posting",
    "lot",
    "clearance",
    "fifo_exception",
    "balance",
    "stock",
    "reservation",
    "part_request",
    "work_order",
    "location",
    "part",
    "unit",
    "count",
    "count_line",
    "stock_take",
    "audit",
    "request",
    "chain_head",
    "movement_rule",
    "person",
)


def snapshot(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=str) for table in LEDGER}


@pytest.mark.parametrize("way", ["", "OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"])
def test_a_bare_connection_changes_nothing(bare: sqlite3.Connection, way: str) -> None:
    before = snapshot(bare)
    for attack in UNCHANGEABLE.values():
        sql = attack.replace("UPDATE", f"UPDATE {way}", 1).replace("INSERT", f"INSERT {way}", 1)
        with suppress(sqlite3.Error):
            bare.execute(sql)
        assert snapshot(bare) == before, sql


def test_no_row_takes_the_place_of_another(bare: sqlite3.Connection) -> None:
    """Try REPLACE, upsert and a hidden row id against every row of every table."""
    before = snapshot(bare)
    for table in LEDGER:
        for sql in takeovers(bare, table):
            with suppress(sqlite3.Error):
                bare.execute(sql)
            assert snapshot(bare)[table] == before[table], sql
    assert snapshot(bare) == before


def takeovers(bare: sqlite3.Connection, table: str) -> list[str]:
    columns = [row[1] for row in bare.execute(f"PRAGMA table_info({table})")]
    listed = ", ".join(columns)
    names = [f'"{c}"' for c in columns]
    attacks = [f"{way} INTO {table} SELECT * FROM {table}" for way in ("INSERT OR REPLACE", "REPLACE")]
    attacks += [
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET {name} = {name}"
        for name in names
    ]
    attacks += [f"UPDATE OR REPLACE {table} SET {name} = (SELECT MIN({name}) FROM {table})" for name in names[:1]]
    return [
        *attacks,
        f"INSERT OR REPLACE INTO {table} (rowid, {listed}) SELECT 1, {listed} FROM {table} ORDER BY 2 DESC LIMIT 1",
        f"UPDATE OR REPLACE {table} SET rowid = 1",
    ]


def test_keys_of_people_read_aloud_cannot_be_taken_over(bare: sqlite3.Connection) -> None:
    """An UPDATE OR REPLACE to another row's unique code would delete that row without a word."""
    before = snapshot(bare)
    for table, column, first, second in (
        ("location", "code", "C-A1", "C-A2"),
        ("part", "number", "P1", "P2"),
        ("unit", "code", "pcs", "m"),
        ("person", "code", "keeper", "buyer"),
        ("request", "key", "first", "second"),
    ):
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?", (first, second))
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(
                f"REPLACE INTO {table} ({column}) VALUES (?)",
                (first,),
            )
    assert snapshot(bare) == before


def test_checks_switched_off_let_nothing_wrong_in(bare: sqlite3.Connection, attacked: World) -> None:
    before = snapshot(bare)
    lot, part = bare.execute("SELECT lot_id, part_id FROM movement WHERE id = 1").fetchone()
    c, hold, bin_ = attacked.places["C"], attacked.places["C-H"], attacked.places["C-A1"]
    buyer, inspector = attacked.people["buyer"], attacked.people["inspector"]
    attacks: list[tuple[str, str, tuple[object, ...]]] = [
        ("reservation", "part_request_id, part_id, store_id, quantity, reserved_at, expires_at, state", (1, part, c, -5000, "x", "x", "open")),
        ("reservation", "part_request_id, part_id, store_id, quantity, reserved_at, expires_at, state", (1, part, c, "many", "x", "x", "open")),
        ("clearance", "lot_id, hold_location_id, passed, failed, brought_by_id, inspected_by_id, decided_at, reference", (lot, hold, -5, 5, buyer, inspector, "x", "x")),
        ("clearance", "lot_id, hold_location_id, passed, failed, brought_by_id, inspected_by_id, decided_at, reference", (lot, hold, "all", 0, buyer, inspector, "x", "x")),
        ("fifo_exception", "lot_id, work_order_id, reason, asked_by_id, signed_by_id, signed_at", (lot, 1, "x", buyer, buyer, "x")),
        ("lot", "number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at", ("X", part, "purchase", "x", "2026-03-01", "2020-01-01", 1, buyer, "x")),
        ("lot", "number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at", ("X", 999, "purchase", "x", "2026-03-01", "2026-03-01", 1, buyer, "x")),
        ("count", "count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id", (1, 2, -1000, 8000, 9, buyer, "2099", buyer)),
        ("balance", "location_id, lot_id, part_id, on_hand, last_movement_id, store_id, issueable, rank_on", (bin_, 77, part, 5, 1, c, 1, "2026-03-01")),
        ("stock", "part_id, store_id, on_hand, reserved, last_movement_id", (77, c, 5, 0, 1)),
        ("location", "code, name_zh, name_en, kind, store_id, region, pick_sequence, active", ("Z", "z", "z", "bin", 12345, "", 0, 1)),
    ]  # fmt: skip
    for way in ("INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR FAIL"):
        for table, columns, values in attacks:
            marks = ", ".join("?" for _ in values)
            with suppress(sqlite3.Error):
                bare.execute(f"{way} INTO {table} ({columns}) VALUES ({marks})", values)
            assert snapshot(bare)[table] == before[table], (way, table, values)


WRONG_MOVEMENTS: list[dict[str, object]] = [
    {"quantity": 999_000},
    {"quantity": -1000},
    {"quantity": "many"},
    {"quantity": 1000.5},
    {"lot_id": 999},
    {"posting_id": 999},
    {"to_location_id": 999},
    {"kind": "teleport"},
    {"kind": "reversal", "reverses_id": 1},
    {"kind": "reversal"},
    {"kind": "adjustment"},
    {"kind": "adjustment", "count_line_id": 1, "to": "VARIANCE"},
    {"kind": "issue", "to": "W1", "quantity": 7000},
    {"to": "C-A1"},
    {"id": 1},
    {"moved_on": "yesterday"},
]


@pytest.mark.parametrize("way", ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "INSERT OR FAIL"])
def test_a_bare_movement_is_refused_whole(bare: sqlite3.Connection, attacked: World, way: str) -> None:
    """Whatever the conflict clause, a refused movement leaves neither a row nor half a balance."""
    before = snapshot(bare)
    last, head = bare.execute("SELECT last_id, hash FROM chain_head WHERE name = 'movement'").fetchone()
    posting, moved_on, posted_at, by = bare.execute(
        "SELECT id, moved_on, posted_at, by_id FROM posting ORDER BY id DESC"
    ).fetchone()
    lot, part = bare.execute(
        "SELECT lot_id, part_id FROM balance WHERE location_id = ? AND part_id = ?",
        (attacked.places["C-A1"], attacked.parts["P1"]),
    ).fetchone()
    row: dict[str, object] = {
        "id": last + 1,
        "posting_id": posting,
        "kind": "relocation",
        "part_id": part,
        "lot_id": lot,
        "from_location_id": attacked.places["C-A1"],
        "to_location_id": attacked.places["C-A2"],
        "quantity": 1000,
        "moved_on": moved_on,
        "posted_at": posted_at,
        "by_id": by,
        "previous_hash": head,
        "hash": "b" * 64,
    }
    for wrong in WRONG_MOVEMENTS:
        changed = {**row, **wrong}
        if "to" in wrong:
            changed["to_location_id"] = attacked.places[str(changed.pop("to"))]
        sql = f"{way} INTO movement ({', '.join(changed)}) VALUES ({', '.join('?' for _ in changed)})"
        with pytest.raises(sqlite3.Error):
            bare.execute(sql, tuple(changed.values()))
        assert snapshot(bare) == before, wrong


# --- verifying finds what a broken file hides -----------------------------------------------------------------------


BROKEN = (
    ("movement_no_update", "UPDATE movement SET quantity = 9000 WHERE id = 3", "movement_changed", "movement 3"),
    ("movement_no_update", "UPDATE movement SET by_id = 2 WHERE id = 5", "movement_changed", "movement 5"),
    ("movement_no_update", "UPDATE movement SET hash = previous_hash WHERE id = 4", "chain_link", "movement 5"),
    ("movement_no_delete", "DELETE FROM movement WHERE id = 2", "chain_gap", "movement 3"),
    ("movement_no_delete", "DELETE FROM movement WHERE id = 10", "chain_head", "movement"),
    ("balance_follows", "UPDATE balance SET on_hand = on_hand + 1000", "balance_not_the_movements", "location"),
    ("balance_follows", "UPDATE balance SET on_hand = on_hand + 1000", "lot_not_zero_sum", "lot"),
    ("stock_follows", "UPDATE stock SET on_hand = on_hand + 1000", "stock_not_the_balances", "part"),
    ("stock_follows", "UPDATE stock SET reserved = 0", "reserved_not_the_reservations", "part"),
    (
        "lot_no_update",
        "UPDATE lot SET brought_by_id = (SELECT inspected_by_id FROM clearance LIMIT 1)",
        "inspected_by_who_brought_it",
        "clearance",
    ),
    ("clearance_no_update", "UPDATE clearance SET passed = passed + 1000", "released_without_clearance", "movement"),
    ("clearance_no_update", "UPDATE clearance SET passed = passed + 1000", "verdict_not_carried_out", "clearance"),
    ("part_keeps_measure", "UPDATE part SET serial_tracked = true WHERE number = 'P1'", "lot_not_right", "lot"),
    ("lot_no_update", "UPDATE lot SET origin = 'refurbished' WHERE id = 1", "lot_of_another_origin", "lot 1"),
    ("balance_follows", "UPDATE balance SET on_hand = on_hand + 1000", "value_not_the_movements", "part"),
    (
        "reservation_keeps_quantity",
        "UPDATE reservation SET quantity = 5000 WHERE state = 'open'",
        "promised_beyond_the_request",
        "request",
    ),
    (
        "reservation_keeps_quantity",
        "UPDATE reservation SET store_id = (SELECT id FROM location WHERE code = 'N') WHERE state = 'open'",
        "promised_elsewhere",
        "reservation",
    ),
    (
        "balance_starts",
        (
            "INSERT INTO balance (location_id, lot_id, part_id, issueable, on_hand, last_movement_id, rank_on)"
            " SELECT (SELECT id FROM location WHERE kind = 'scrap'), 1, 1, false, 1000, 1, '2026-03-01'"
        ),
        "balance_outside",
        "location",
    ),
    ("audit_no_update", "UPDATE audit SET after = 'x' WHERE id = 2", "audit_chain", "audit 2"),
    ("audit_no_delete", "DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)", "audit_chain", "audit"),
)
"""The trigger that would have refused, the change, the check that finds it, and where."""


def test_verify_names_what_is_broken(session: Session, busy: World) -> None:
    assert verify(session).whole
    session.commit()
    for trigger, sql, check, where in BROKEN:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            table = re.split("_no_|_follows|_starts|_keeps_", trigger)[0]
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(sql))
        findings = verify(session).findings
        assert any(each.check == check and each.where.startswith(where) for each in findings), (sql, findings)
        session.rollback()
    assert verify(session).whole
