"""A serial number is in one place, whatever lots have borne it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from inventory.fifo import older_lots
from inventory.picking import candidates
from inventory.places import MovementKind as M
from inventory.tables import Lot
from inventory.verifying import verify
from kernel.errors import Conflict, OutOfOrder, RuleViolation
from kernel.refusals import refusals
from tests.support.attacks import refused
from tests.support.inventory import Desk
from tests.support.world import World


@pytest.fixture
def sent_back(session: Session, world: World) -> int:
    """Return the lot of a piece that went to quarantine and back to its supplier."""
    lot = world.stocked("SER", 1, serial_number="SN1")
    world.move(M.QUARANTINE, lot, "C-A1", "C-Q", 1)
    world.move(M.SUPPLIER_RETURN, lot, "C-Q", "SUPPLIER", 1)
    session.commit()
    return lot


def test_a_piece_that_left_to_its_supplier_comes_in_again_as_a_new_lot(
    session: Session, world: World, sent_back: int
) -> None:
    made = Desk(session, world).bring("SER", 1, serial_numbers=("SN1",))
    assert made.lots[0].lot_id != sent_back
    session.commit()
    assert verify(session).whole


def test_a_number_that_is_in_the_house_cannot_come_in_a_second_time(session: Session, world: World) -> None:
    world.stocked("SER", 1, serial_number="SN1")
    session.commit()
    with pytest.raises(Conflict) as known:
        Desk(session, world).bring("SER", 1, serial_numbers=("SN1",))
    assert known.value.code == "serial_known"
    session.rollback()
    copied = "part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id, created_at, serial_number"
    sql = f"INSERT INTO lot (number, {copied}) SELECT 'SECOND', {copied} FROM lot WHERE serial_number = 'SN1'"
    assert refused(session, sql) == "serial_known"


def test_of_two_lots_that_wait_outside_with_one_number_only_one_comes_in(session: Session, world: World) -> None:
    first, second = (world.lot("SER", serial_number="SN1") for _ in range(2))
    world.move(M.OPENING, first, "OPENING", "C-H", 1)
    session.commit()
    with pytest.raises(RuleViolation) as twice:
        world.move(M.OPENING, second, "OPENING", "N-H", 1)
    assert twice.value.code == "serial_twice"


def test_an_old_lot_does_not_come_back_while_its_number_is_in_the_house_again(
    session: Session, world: World, sent_back: int
) -> None:
    again = Desk(session, world).bring("SER", 1, serial_numbers=("SN1",)).lots[0].lot_id
    session.commit()
    gone = session.get_one(Lot, sent_back)
    with pytest.raises(RuleViolation) as twice:
        world.move(M.OPENING, gone.id, "OPENING", "C-H", 1)
    assert twice.value.code == "serial_twice"
    session.rollback()
    assert again != gone.id


def test_pieces_of_one_day_have_the_same_turn_and_those_of_another_have_not(session: Session, world: World) -> None:
    old = [world.stocked("SER", 1, serial_number=f"SN{n}", on=date(2026, 1, 5)) for n in (1, 2)]
    young = world.stocked("SER", 1, serial_number="SN3", on=date(2026, 1, 6))
    world.work_order("W1")
    session.commit()
    there = candidates(session, world.parts["SER"], world.places["C"])
    assert older_lots(there, old[1], date(2026, 3, 2)) == ()
    assert older_lots(there, young, date(2026, 3, 2)) == tuple(old)
    with pytest.raises(OutOfOrder), refusals():
        world.move(M.ISSUE, young, "C-A1", "W1", 1)
    session.rollback()
    world.move(M.ISSUE, old[1], "C-A1", "W1", 1)
    world.move(M.ISSUE, old[0], "C-A1", "W1", 1)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
