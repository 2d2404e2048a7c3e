"""Surplus is proposed once for each part and store, approved by another person, and then really carried out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.deciding_surplus import approve_surplus, carry_out_surplus, reject_surplus, submit_surplus
from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.proposing_surplus import Recomputed, recompute_surplus
from inventory.tables import Lot, Movement, SurplusProposal, Transfer, TransferLine
from kernel.amounts import Money
from kernel.errors import FourEyes, InsufficientStock, InvalidState, RuleViolation
from tests.support.world import World, q

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
M = MovementKind


@pytest.fixture
def world(session: Session) -> World:
    """Return a company where P1 lies dead in C and is used in N, and P2 is dead everywhere."""
    made = World(session).build()
    old = date(2024, 1, 5)
    made.stocked("P1", 10, on=old)
    made.stocked("P2", 4, at="C-A2", on=old)
    there = made.stocked("P1", 6, at="N-A1", on=date(2026, 2, 1))
    made.work_order("W1")
    part = session.get_one(Lot, there).part_id
    issue = Move(M.ISSUE, part, there, made.places["N-A1"], made.places["W1"], q(5))
    post(session, [issue], kind="issue", reference="W1", by=made.people["keeper2"], at=NOW)
    return made


def computed(world: World, key: str = "r") -> Recomputed:
    return recompute_surplus(world.session, by=world.people["supervisor"], at=NOW, request_key=key)


def proposal(world: World, part: str, store: str = "C") -> SurplusProposal:
    return world.session.scalars(
        select(SurplusProposal)
        .where(SurplusProposal.part_id == world.parts[part], SurplusProposal.store_id == world.places[store])
        .order_by(SurplusProposal.id.desc())
        .execution_options(populate_existing=True)
    ).first()  # type: ignore[return-value]


def submitted(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    row = proposal(world, part)
    submit_surplus(
        world.session,
        surplus_proposal_id=row.id,
        act=act,
        quantity=q(quantity),
        to_store_id=world.places[to] if to else None,
        by=world.people["buyer"],
        at=NOW,
        request_key=f"submit{row.id}",
    )
    return row.id


def approved(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    number = submitted(world, part, act, quantity, to)
    approve_surplus(
        world.session, surplus_proposal_id=number, by=world.people["supervisor"], at=NOW, request_key=f"approve{number}"
    )
    return number


def carried_out(world: World, number: int, reference: str = "") -> str:
    return carry_out_surplus(
        world.session,
        surplus_proposal_id=number,
        reference=reference,
        by=world.people["keeper"],
        at=NOW,
        request_key=f"do{number}{reference}",
    ).reference


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


def test_scrap_leaves_the_house_and_a_return_waits_in_quarantine(world: World) -> None:
    computed(world)
    carried_out(world, approved(world, "P2", "scrap", 3))
    kinds = world.session.scalars(select(Movement.kind).order_by(Movement.id.desc()).limit(2)).all()
    assert list(kinds) == ["scrap", "quarantine"]
    carried_out(world, approved(world, "P1", "supplier_return", 10))
    last = world.session.scalars(select(Movement).order_by(Movement.id.desc()).limit(1)).one()
    assert (last.kind, last.quantity, last.to_location_id) == ("quarantine", q(10), world.places["C-Q"])


def test_a_sale_needs_the_work_order_by_which_it_left(world: World) -> None:
    computed(world)
    number = approved(world, "P2", "sell", 4)
    with pytest.raises(RuleViolation) as error:
        carried_out(world, number, "W1")
    assert error.value.code == "surplus_not_sold"


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
