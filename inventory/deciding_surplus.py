"""Decide what is done with surplus: one person submits, another approves, a transfer is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, store, written
from inventory.reserving import free_stock
from inventory.surplus import Act
from inventory.tables import SurplusApproval, SurplusProposal
from inventory.transferring import request_transfer
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InsufficientStock, InvalidState, RuleViolation
from kernel.refusals import name_check
from kernel.requests import once

name_check("ck_surplus_approval_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class SurplusStep:
    """Hold the state of a proposal after a step, and the document that carried it out."""

    surplus_proposal_id: int
    state: str
    reference: str = ""


@once
def submit_surplus(
    session: Session,
    *,
    surplus_proposal_id: int,
    act: str,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    to_store_id: int | None = None,
    note: str = "",
) -> SurplusStep:
    """Submit what is to be done with surplus, as advised or otherwise, for another person to approve."""
    row = in_state(session, surplus_proposal_id, "open")
    if (act == Act.TRANSFER) != (to_store_id is not None):
        raise RuleViolation("surplus_store_wanted", field="to_store_id")
    if to_store_id is not None and store(session, to_store_id).id == row.store_id:
        raise RuleViolation("same_store", field="to_store_id")
    check_quantity(session, row.part_id, quantity)
    check_there(session, row, act, quantity, at)
    row.act, row.quantity, row.to_store_id, row.note = act, quantity, to_store_id, note
    row.submitted_by_id, row.submitted_at, row.state = by, at, "submitted"
    written(session)
    return SurplusStep(row.id, row.state)


@once
def approve_surplus(
    session: Session, *, surplus_proposal_id: int, by: int, at: datetime, request_key: str
) -> SurplusStep:
    """Approve what somebody else submitted."""
    row = in_state(session, surplus_proposal_id, "submitted")
    if row.submitted_by_id == by:
        raise FourEyes("four_eyes", step="approve_surplus", number=row.number)
    assert row.submitted_by_id is not None
    session.add(
        SurplusApproval(
            surplus_proposal_id=row.id, submitted_by_id=row.submitted_by_id, approved_by_id=by, approved_at=at
        )
    )
    written(session)
    row.state = "approved"
    written(session)
    return SurplusStep(row.id, row.state)


@once
def reject_surplus(
    session: Session, *, surplus_proposal_id: int, reason: str, by: int, at: datetime, request_key: str
) -> SurplusStep:
    """Reject what was submitted or approved, with a reason; the next computation may propose anew."""
    row = in_state(session, surplus_proposal_id, "submitted", "approved")
    row.state, row.ended_note = "rejected", reason
    written(session)
    return SurplusStep(row.id, row.state)


@once
def carry_out_surplus(
    session: Session, *, surplus_proposal_id: int, by: int, at: datetime, request_key: str
) -> SurplusStep:
    """Ask for the transfer that was approved; sales, returns and scrapping leave by `inventory.disposing`."""
    row = in_state(session, surplus_proposal_id, "approved")
    if row.act != Act.TRANSFER:
        raise InvalidState("surplus_other_way", number=row.number)
    assert row.quantity is not None
    assert row.to_store_id is not None
    check_there(session, row, Act.TRANSFER, row.quantity, at)
    row.reference = request_transfer(
        session,
        from_store_id=row.store_id,
        to_store_id=row.to_store_id,
        lines=((row.part_id, row.quantity),),
        by=by,
        at=at,
        request_key=f"{request_key}:transfer",
        note=row.number,
    ).number
    row.carried_out_by_id, row.carried_out_at, row.state = by, at, "carried_out"
    written(session)
    return SurplusStep(row.id, row.state, row.reference)


def in_state(session: Session, surplus_proposal_id: int, *states: str) -> SurplusProposal:
    """Return a proposal, locked, that is in one of the states."""
    found(session, SurplusProposal, surplus_proposal_id)
    row = locked(session, SurplusProposal, surplus_proposal_id)
    if row.state not in states:
        raise InvalidState("surplus_state", number=row.number, state=row.state)
    return row


def check_there(session: Session, row: SurplusProposal, act: str, quantity: Quantity, at: datetime) -> None:
    """See that so much is there beyond what is promised; what is sold or transferred must be good as well."""
    if act in (Act.SELL, Act.TRANSFER):
        check_unpromised(session, row, quantity, at)
        return
    there = free_stock(session, row.part_id, row.store_id, at)
    _enough(row, quantity, there.on_hand - there.reserved)


def check_unpromised(session: Session, row: SurplusProposal, quantity: Quantity, at: datetime) -> None:
    """See that so much of the goods that can still be issued is promised to nobody."""
    _enough(row, quantity, free_stock(session, row.part_id, row.store_id, at).available)


def _enough(row: SurplusProposal, quantity: Quantity, free: Quantity) -> None:
    if quantity > free:
        raise InsufficientStock("insufficient_stock", part_id=row.part_id, asked=str(quantity), available=str(free))
