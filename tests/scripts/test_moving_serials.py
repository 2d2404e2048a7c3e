"""Pieces by serial number: moved, issued and returned one by one or many at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inventory.issuing import issue_from_van
from inventory.moving_serials import issue_serials, move_serials, return_serials, where_they_lie
from inventory.places import MovementKind as M
from inventory.requesting import close_work_order
from inventory.serial_ranges import read_serials
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import NotFound, OutOfOrder, RuleViolation
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def keeper(world: World) -> dict[str, Any]:
    """Stage SN01 to SN06 of one day; return who moves them."""
    desk = Desk(world.session, world)
    made = desk.bring("SER", 6, serial_numbers=read_serials("SN01–SN06"))
    for lot in made.lots:
        desk.clear(lot.lot_id, 1)
    world.session.commit()
    return {"by": world.people["keeper"], "at": NOON}


def moved(world: World, keeper: dict[str, Any], text: str, to: str) -> Any:
    return move_serials(
        world.session,
        part_id=world.parts["SER"],
        serial_numbers=read_serials(text),
        to_location_id=world.places[to],
        request_key=key(),
        **keeper,
    )


def test_a_range_goes_from_staging_into_a_bin_and_on_to_another(
    session: Session, world: World, keeper: dict[str, Any]
) -> None:
    assert moved(world, keeper, "SN01–SN06", "C-A1").pieces == 6
    assert moved(world, keeper, "SN02..SN03", "C-A2").pieces == 2
    places = [each.location_id for each in where_they_lie(session, world.parts["SER"], ("SN01", "SN02"))]
    assert places == [world.places["C-A1"], world.places["C-A2"]]
    with pytest.raises(RuleViolation) as there:
        moved(world, keeper, "SN02", "C-A2")
    assert there.value.code == "serials_there_already"
    assert verify(session).whole


@pytest.mark.parametrize(
    ("text", "to", "code"), [("SN07", "C-A1", "serial_nowhere"), ("SN01", "N-A1", "serial_not_movable")]
)
def test_what_is_nowhere_or_elsewhere_does_not_move(
    world: World, keeper: dict[str, Any], text: str, to: str, code: str
) -> None:
    with pytest.raises((NotFound, RuleViolation)) as refused:
        moved(world, keeper, text, to)
    assert refused.value.code == code


def test_named_pieces_are_issued_and_come_back(session: Session, world: World, keeper: dict[str, Any]) -> None:
    moved(world, keeper, "SN01–SN06", "C-A1")
    young = world.stocked("SER", 1, serial_number="YOUNG", on=date(2026, 3, 2))
    desk = Desk(session, world)
    order = desk.order("W1")
    request = desk.ask(order, "SER", 4).part_request_id
    session.commit()
    facts: dict[str, Any] = {"part_request_id": request, **keeper}
    with pytest.raises(OutOfOrder):
        issue_serials(session, serial_numbers=("YOUNG",), request_key=key(), **facts)
    session.rollback()
    done = issue_serials(session, serial_numbers=read_serials("SN05–SN06, SN03"), request_key=key(), **facts)
    assert (len(done.lot_ids), done.cost_cny) == (3, Money.of("30"))
    back: dict[str, Any] = {
        "work_order_id": order, "part_id": world.parts["SER"], "to_location_id": world.places["C-A2"], **keeper
    }  # fmt: skip
    came = return_serials(session, serial_numbers=("SN05", "SN06"), request_key=key(), **back)
    assert len(came.lot_ids) == 2
    with pytest.raises(RuleViolation):
        return_serials(session, serial_numbers=("SN05",), request_key=key(), **back)
    assert world.on_hand("C-A1", young) == q(1)
    assert verify(session).whole


def test_an_unused_piece_goes_back_into_its_own_lot_in_the_van_even_after_the_order_is_closed(
    session: Session, world: World
) -> None:
    lot = world.stocked("SER", 1, serial_number="V1", cost="77")
    world.move(M.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 1)
    world.move(M.TRANSFER_IN, lot, "VAN1-T", "VAN1", 1)
    order = Desk(session, world).order("W1")
    engineer: dict[str, Any] = {"by": world.people["engineer"], "at": NOON}
    used = issue_from_van(
        session,
        work_order_id=order,
        part_id=world.parts["SER"],
        van_id=world.places["VAN1"],
        quantity=q(1),
        request_key=key(),
        **engineer,
    )
    assert used.cost_cny == Money.of("77")
    close_work_order(session, work_order_id=order, request_key=key(), **engineer)
    return_serials(
        session,
        work_order_id=order,
        part_id=world.parts["SER"],
        serial_numbers=("V1",),
        to_location_id=world.places["VAN1"],
        request_key=key(),
        **engineer,
    )
    assert world.on_hand("VAN1", lot) == q(1)
    assert verify(session).whole
