# ruff: noqa: E501  the attacks read best one a line
"""Attack the ledger by raw SQL with the application's own rights, on both engines and by every way that SQLite has."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from inventory.places import MovementKind as M
from inventory.posting import reverse
from inventory.tables import (
    Balance,
    CountLine,
    FifoException,
    Movement,
)
from inventory.verifying import verify
from kernel.db import make_engine
from kernel.errors import AppError, FourEyes, InsufficientStock, InvalidState, NotInspected, OutOfOrder, RuleViolation
from kernel.refusals import refusals
from tests.support.attacks import UNCHANGEABLE, approve, fill, keep_count, refused, request, reserve, stock_take
from tests.support.world import NOON, World, q


@pytest.fixture
def busy(world: World) -> World:
    """Give every table of the ledger a row."""
    return fill(world)


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
    ("stock_promises", "UPDATE stock SET reserved = 0", "reserved_not_the_reservations", "part"),
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
            table = re.split("_no_|_follows|_promises|_starts|_keeps_", trigger)[0]
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(sql))
        findings = verify(session).findings
        assert any(each.check == check and each.where.startswith(where) for each in findings), (sql, findings)
        session.rollback()
    assert verify(session).whole
