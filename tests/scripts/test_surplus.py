"""Surplus is proposed once for each part and store, approved by another person, and then really carried out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.deciding_surplus import approve_surplus, reject_surplus
from inventory.proposing_surplus import Recomputed
from inventory.tables import (
    SurplusApproval,
    Transfer,
    TransferLine,
)
from inventory.transferring import request_transfer
from kernel.amounts import Money
from kernel.errors import FourEyes, InsufficientStock, InvalidState
from tests.support.surplus import (
    NOW,
    approved,
    carried_out,
    computed,
    dead_stock,
    ended,
    proposal,
    refused_by_the_database,
    submitted,
)
from tests.support.world import World, q


@pytest.fixture
def world(session: Session) -> World:
    return dead_stock(session)


def test_there_is_one_live_proposal_which_follows_the_figures(world: World) -> None:
    assert computed(world) == Recomputed(new=2, kept=0, lapsed=0, in_hand=0)
    first = proposal(world, "P1")
    assert (first.advice, first.advised_store_id, first.advised_quantity) == ("transfer", world.places["N"], q(2))
    assert proposal(world, "P2").advice == "supplier_return" or proposal(world, "P2").advice == "sell"
    assert proposal(world, "P2").value_cny == Money.of(40)
    assert computed(world, "r2") == Recomputed(new=0, kept=2, lapsed=0, in_hand=0)
    submitted(world, "P1", "transfer", 2, "N")
    assert computed(world, "r3") == Recomputed(new=0, kept=1, lapsed=0, in_hand=1)
    world.stocked("P2", 1, at="C-A2", on=date(2026, 2, 25))  # something came in: no surplus any more
    assert computed(world, "r4").lapsed == 1
    assert proposal(world, "P2").state == "lapsed"


def test_a_transfer_is_asked_for_after_another_person_approved(world: World) -> None:
    computed(world)
    number = submitted(world, "P1", "transfer", 2, "N")
    with pytest.raises(InvalidState):
        carried_out(world, number)
    with pytest.raises(FourEyes):
        approve_surplus(world.session, surplus_proposal_id=number, by=world.people["buyer"], at=NOW, request_key="own")
    approve_surplus(
        world.session, surplus_proposal_id=number, by=world.people["supervisor"], at=NOW, request_key="other"
    )
    reference = carried_out(world, number)
    transfer = world.session.scalars(select(Transfer).where(Transfer.number == reference)).one()
    line = world.session.scalars(select(TransferLine).where(TransferLine.transfer_id == transfer.id)).one()
    assert (transfer.to_store_id, line.quantity) == (world.places["N"], q(2))


def test_no_more_is_submitted_than_is_there_and_what_is_rejected_may_come_again(world: World) -> None:
    computed(world)
    with pytest.raises(InsufficientStock):
        submitted(world, "P2", "sell", 5)
    number = submitted(world, "P2", "sell", 4)
    reject_surplus(
        world.session,
        surplus_proposal_id=number,
        reason="keep it",
        by=world.people["supervisor"],
        at=NOW,
        request_key="no",
    )
    assert computed(world, "again").new == 1


def test_the_database_keeps_four_eyes_and_one_live_proposal(world: World) -> None:
    session = world.session
    computed(world)
    open_id = proposal(world, "P2").id
    number = submitted(world, "P1", "transfer", 2, "N")
    session.flush()
    who = {"buyer": world.people["buyer"], "boss": world.people["supervisor"], "id": number, "open": open_id}
    approval = (
        "INSERT INTO surplus_approval (surplus_proposal_id, submitted_by_id, approved_by_id, approved_at)"
        " VALUES (:{0}, :{1}, :{2}, '2026-03-02 00:00:00.000000')"
    )
    attacks = [
        approval.format("id", "buyer", "buyer"),
        approval.format("id", "boss", "buyer"),
        approval.format("open", "buyer", "boss"),
        "UPDATE surplus_proposal SET state = 'approved' WHERE id = :id",
        "UPDATE surplus_proposal SET state = 'carried_out', carried_out_by_id = :boss WHERE id = :id",
        "UPDATE surplus_proposal SET quantity = 9000 WHERE id = :id",
        "UPDATE surplus_proposal SET submitted_by_id = :boss WHERE id = :id",
        "UPDATE surplus_proposal SET part_id = part_id + 1 WHERE id = :id",
        "DELETE FROM surplus_proposal WHERE id = :id",
        (
            "INSERT INTO surplus_proposal (number, part_id, store_id, advice, advised_quantity, value_cny, facts,"
            " computed_on, state, note, ended_note, reference) SELECT 'X', part_id, store_id, advice, advised_quantity,"
            " value_cny, '{}', computed_on, 'open', '', '', '' FROM surplus_proposal WHERE id = :id"
        ),
    ]
    for attack in attacks:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), who)


def test_a_transfer_ends_a_proposal_only_if_it_was_asked_for_it(world: World) -> None:
    computed(world)
    number = approved(world, "P1", "transfer", 2, "N")
    name = proposal(world, "P1").number

    def asked(part: str, quantity: int, note: str) -> str:
        return request_transfer(
            world.session,
            from_store_id=world.places["C"],
            to_store_id=world.places["N"],
            lines=((world.parts[part], q(quantity)),),
            by=world.people["keeper"],
            at=NOW,
            request_key=f"{part}{quantity}{note}",
            note=note,
        ).number

    for old in (asked("P1", 2, ""), asked("P1", 1, name), asked("P2", 2, name)):
        ended(world, number, old)
    assert carried_out(world, number).startswith("TR")


def test_an_approval_serves_for_what_was_approved_only(world: World) -> None:
    computed(world)
    number = submitted(world, "P2", "sell", 2)
    world.session.add(
        SurplusApproval(
            surplus_proposal_id=number,
            submitted_by_id=world.people["buyer"],
            approved_by_id=world.people["supervisor"],
            approved_at=NOW,
        )
    )
    world.session.flush()
    for attack in ("state = 'open'", "state = 'open', act = 'scrap', quantity = 4000", "quantity = 1000"):
        refused_by_the_database(
            world, "surplus_state", f"UPDATE surplus_proposal SET {attack} WHERE id = :id", id=number
        )
