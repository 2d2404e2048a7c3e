"""Decide what is done with surplus: one person submits, another approves, and the act is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.finding import check_quantity, found, locked, store, written
from inventory.picking import candidates
from inventory.posting import lock_stock
from inventory.quarantining import quarantine, scrap
from inventory.queries.columns import number
from inventory.surplus import Act
from inventory.tables import PartRequest, Stock, SurplusApproval, SurplusProposal, WorkOrder
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
    row = _in_state(session, surplus_proposal_id, "open")
    if (act == Act.TRANSFER) != (to_store_id is not None):
        raise RuleViolation("surplus_store_wanted", field="to_store_id")
    if to_store_id is not None and store(session, to_store_id).id == row.store_id:
        raise RuleViolation("same_store", field="to_store_id")
    check_quantity(session, row.part_id, quantity)
    _check_there(session, row, quantity)
    row.act, row.quantity, row.to_store_id, row.note = act, quantity, to_store_id, note
    row.submitted_by_id, row.submitted_at, row.state = by, at, "submitted"
    written(session)
    return SurplusStep(row.id, row.state)


@once
def approve_surplus(
    session: Session, *, surplus_proposal_id: int, by: int, at: datetime, request_key: str
) -> SurplusStep:
    """Approve what somebody else submitted."""
    row = _in_state(session, surplus_proposal_id, "submitted")
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
    row = _in_state(session, surplus_proposal_id, "submitted", "approved")
    row.state, row.ended_note = "rejected", reason
    written(session)
    return SurplusStep(row.id, row.state)


@once
def carry_out_surplus(
    session: Session, *, surplus_proposal_id: int, by: int, at: datetime, request_key: str, reference: str = ""
) -> SurplusStep:
    """Do what was approved: ask for the transfer, take the goods to quarantine, scrap them, or note the sale.

    A transfer then goes the way of transfers, goods for the supplier wait in quarantine for their return; a sale is
    noted with the work order by which the part really left the store.
    """
    row = _in_state(session, surplus_proposal_id, "approved")
    assert row.quantity is not None
    _check_there(session, row, row.quantity if row.act != Act.SELL else Quantity.zero())
    row.reference = _act(session, row, row.quantity, reference.strip(), by, at, request_key)
    row.carried_out_by_id, row.carried_out_at, row.state = by, at, "carried_out"
    written(session)
    return SurplusStep(row.id, row.state, row.reference)


def _act(
    session: Session, row: SurplusProposal, quantity: Quantity, reference: str, by: int, at: datetime, key: str
) -> str:
    match row.act:
        case Act.TRANSFER:
            assert row.to_store_id is not None
            return request_transfer(
                session,
                from_store_id=row.store_id,
                to_store_id=row.to_store_id,
                lines=((row.part_id, quantity),),
                by=by,
                at=at,
                request_key=f"{key}:transfer",
                note=row.number,
            ).number
        case Act.SELL:
            return _sold(session, row, quantity, reference)
        case _:
            _take_out(session, row, quantity, by, at, key)
            return row.number


def _take_out(session: Session, row: SurplusProposal, quantity: Quantity, by: int, at: datetime, key: str) -> None:
    """Take the oldest lots to quarantine, and scrap them there where that was approved."""
    lock_stock(session, [(row.part_id, row.store_id)])
    picked = fifo.picks(candidates(session, row.part_id, row.store_id), quantity, date.min)
    if fifo.total(picked) < quantity:
        raise InsufficientStock("insufficient_stock", part_id=row.part_id, asked=str(quantity))
    reason = row.note or row.number
    for place, pick in enumerate(picked):
        moved = quarantine(
            session,
            lot_id=pick.lot_id,
            from_location_id=pick.location_id,
            quantity=pick.quantity,
            reason=reason,
            by=by,
            at=at,
            request_key=f"{key}:q{place}",
        )
        if row.act == Act.SCRAP:
            scrap(
                session,
                lot_id=pick.lot_id,
                quarantine_location_id=moved.quarantine_location_id,
                quantity=pick.quantity,
                reference=row.number,
                reason=reason,
                by=by,
                at=at,
                request_key=f"{key}:s{place}",
            )


def _sold(session: Session, row: SurplusProposal, quantity: Quantity, reference: str) -> str:
    """Return the work order of the sale; it must have got the part from this store since the approval."""
    issued = session.scalar(
        select(func.sum(number(PartRequest.issued)))
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .where(
            WorkOrder.number == reference,
            PartRequest.part_id == row.part_id,
            PartRequest.store_id == row.store_id,
            PartRequest.asked_at >= row.submitted_at,
        )
    )
    if int(issued or 0) < quantity.scaled:
        raise RuleViolation("surplus_not_sold", field="reference", quantity=str(quantity))
    return reference


def _in_state(session: Session, surplus_proposal_id: int, *states: str) -> SurplusProposal:
    found(session, SurplusProposal, surplus_proposal_id)
    row = locked(session, SurplusProposal, surplus_proposal_id)
    if row.state not in states:
        raise InvalidState("surplus_state", number=row.number, state=row.state)
    return row


def _check_there(session: Session, row: SurplusProposal, quantity: Quantity) -> None:
    """See that so much is there beyond what is promised."""
    there = session.execute(
        select(Stock.on_hand, Stock.reserved).where(Stock.part_id == row.part_id, Stock.store_id == row.store_id)
    ).one_or_none()
    free = there[0] - there[1] if there else Quantity.zero()
    if quantity > free:
        raise InsufficientStock("insufficient_stock", part_id=row.part_id, asked=str(quantity), available=str(free))
