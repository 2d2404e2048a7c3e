"""Try to break the promises of the ledger by the back door, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.places import MovementKind as M
from inventory.tables import Balance, Lot, Movement, Stock
from kernel.errors import AppError, InsufficientStock, NotInspected, OutOfOrder, RuleViolation
from kernel.refusals import refusal
from tests.support.world import NOON, World, q


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that must be refused and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def test_goods_go_round_and_every_lot_sums_to_zero(session: Session, world: World) -> None:
    lot = world.stocked("P1", 10)
    world.work_order("W1")
    world.move(M.ISSUE, lot, "C-A1", "W1", 4)
    world.move(M.RETURN, lot, "W1", "C-A1", 1)
    session.commit()
    assert world.on_hand("C-A1", lot) == q(7)
    assert world.on_hand("W1", lot) == q(3)
    stock = session.get_one(Stock, (world.parts["P1"], world.places["C"]))
    assert (stock.on_hand, stock.reserved) == (q(7), q(0))


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("C-H", "C-A1", M.PUTAWAY),
        ("C-Q", "C-A1", M.RELOCATION),
        ("SUPPLIER", "C-A1", M.RECEIPT),
        ("C-H", "C", M.RELEASE),
    ],
)
def test_no_path_leads_around_inspection(session: Session, world: World, source: str, target: str, kind: M) -> None:
    lot = world.lot("P1")
    world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    with pytest.raises(AppError):
        world.move(kind, lot, source, target, 5)


def test_release_needs_the_verdict_in_its_exact_quantity(session: Session, world: World) -> None:
    lot = world.lot("P1")
    world.move(M.OPENING, lot, "OPENING", "C-H", 5)
    verdict = world.clearance(lot, 3, 2)
    session.commit()
    with pytest.raises(NotInspected):
        world.move(M.RELEASE, lot, "C-H", "C-S", 5, clearance_id=verdict)
    session.rollback()
    world.move(M.RELEASE, lot, "C-H", "C-S", 3, clearance_id=verdict)
    session.commit()
    with pytest.raises(AppError):
        world.move(M.RELEASE, lot, "C-H", "C-S", 3, clearance_id=verdict)


def test_nothing_goes_below_zero(session: Session, world: World) -> None:
    lot = world.stocked("P1", 2)
    world.work_order("W1")
    with pytest.raises(InsufficientStock):
        world.move(M.ISSUE, lot, "C-A1", "W1", 3)


def test_oldest_lot_goes_first(session: Session, world: World) -> None:
    newer = world.stocked("P1", 2, on=date(2026, 2, 1))
    older = world.stocked("P1", 2, on=date(2026, 1, 1), at="C-A2")
    world.work_order("W1")
    session.commit()
    with pytest.raises(OutOfOrder):
        world.move(M.ISSUE, newer, "C-A1", "W1", 1)
    session.rollback()
    world.move(M.ISSUE, older, "C-A2", "W1", 2)
    world.move(M.ISSUE, newer, "C-A1", "W1", 1)


def test_serial_is_in_one_place(session: Session, world: World) -> None:
    lot = world.lot("SER", serial_number="SN1")
    with pytest.raises(RuleViolation):
        world.move(M.OPENING, lot, "OPENING", "C-H", 2)
    session.rollback()


def test_ledger_rows_cannot_be_changed(session: Session, world: World) -> None:
    lot = world.stocked("P1", 10)
    session.commit()
    assert refused(session, "UPDATE movement SET quantity = 1") == "append_only"
    assert refused(session, "DELETE FROM movement") == "append_only"
    assert refused(session, "DELETE FROM balance") == "append_only"
    assert refused(session, "UPDATE balance SET on_hand = on_hand + 1000") == "kept_by_movements"
    assert refused(session, "UPDATE balance SET on_hand = on_hand + 1000, last_movement_id = last_movement_id + 1")
    assert refused(session, "UPDATE stock SET on_hand = on_hand + 1000") == "kept_by_movements"
    assert refused(session, "UPDATE stock SET reserved = reserved + 1000") == "kept_by_movements"
    assert refused(session, "UPDATE chain_head SET hash = previous_hash FROM movement") == "chain_head"
    assert session.get_one(Lot, lot)
    if session.get_bind().dialect.name == "postgresql":
        assert refused(session, "TRUNCATE movement CASCADE") == "append_only"
    else:
        for way in ("INSERT OR REPLACE", "REPLACE"):
            sql = f"{way} INTO movement SELECT * FROM movement WHERE id = 1"
            assert refused(session, sql) in {"taken", "append_only", "chain"}


def test_balances_equal_the_sum_of_movements(session: Session, world: World) -> None:
    for part in ("P1", "P2"):
        world.stocked(part, 7)
    moved: dict[tuple[int, int], int] = {}
    for m in session.scalars(select(Movement)):
        moved[m.to_location_id, m.lot_id] = moved.get((m.to_location_id, m.lot_id), 0) + m.quantity.scaled
        moved[m.from_location_id, m.lot_id] = moved.get((m.from_location_id, m.lot_id), 0) - m.quantity.scaled
    for b in session.scalars(select(Balance)):
        assert moved[b.location_id, b.lot_id] == b.on_hand.scaled
    assert NOON
