"""Carry a claim one step on: look at what is open, write what is settled, say how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import locked, written
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from receiving.queries.owed import under_way
from receiving.settlement import Reason, SettlementKind, state_of
from receiving.tables import Settlement, SupplierReturn


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """Say how far a return has come; `posting_id` is empty where no stock moved."""

    supplier_return_id: int
    state: str
    sent: Quantity
    scrapped: Quantity
    settled: Quantity
    posting_id: int | None = None


def open_claim_of(session: Session, supplier_return_id: int) -> SupplierReturn:
    """Return a claim that has not ended, locked."""
    row = locked(session, SupplierReturn, supplier_return_id)
    if row.state not in ("open", "returned"):
        raise InvalidState("return_ended", number=row.number, state=row.state)
    return row


def check_open(session: Session, row: SupplierReturn, quantity: Quantity) -> None:
    """Refuse to settle more than is open; what came for the claim and waits for its verdict is not."""
    waiting = under_way(session, row.id)
    rest = row.quantity - row.settled - waiting
    if quantity <= rest:
        return
    if waiting and quantity <= rest + waiting:
        raise RuleViolation("replacement_in_hold", waiting=str(waiting), open=str(rest))
    raise RuleViolation("settled_too_much", open=str(rest), asked=str(quantity))


def settled(
    session: Session,
    row: SupplierReturn,
    kind: SettlementKind,
    quantity: Quantity,
    *,
    by: int,
    at: datetime,
    amount_cny: Money | None = None,
    reference: str = "",
    note: str = "",
    credited_on: date | None = None,
    limit_cny: Money | None = None,
    inspection_id: int | None = None,
) -> None:
    """Write that so much of a claim is settled; who calls it has looked at whether it may be."""
    written(session)  # the return first: the sum that it holds is compared with the rows there are
    session.add(
        Settlement(
            supplier_return_id=row.id,
            opened_by_id=row.opened_by_id,
            kind=str(kind),
            quantity=quantity,
            amount_cny=amount_cny or Money.zero(),
            reference=reference,
            settled_by_id=by,
            settled_at=at,
            note=note,
            credited_on=credited_on,
            limit_cny=limit_cny,
            inspection_id=inspection_id,
        )
    )
    written(session)
    row.settled += quantity


def waive(session: Session, row: SupplierReturn, quantity: Quantity, note: str, by: int, at: datetime) -> None:
    """Waive so much of a claim; for a reason, and never by who opened it."""
    if not note.strip():
        raise RuleViolation("reason_needed")
    if by == row.opened_by_id:
        raise FourEyes("four_eyes", step="waive")
    settled(session, row, SettlementKind.WAIVED, quantity, by=by, at=at, note=note.strip())


def taken_back(session: Session, row: SupplierReturn, quantity: Quantity, by: int, at: datetime) -> None:
    """Settle a refused replacement as it leaves: nothing was paid for it, the claim behind it stays open."""
    rest = min(quantity, row.quantity - row.settled)
    if Reason(row.reason) is Reason.REFUSED and rest:
        settled(session, row, SettlementKind.TAKEN_BACK, rest, by=by, at=at)


def stepped(session: Session, row: SupplierReturn, posting_id: int | None = None) -> ReturnStep:
    """Write the state that follows and say how far the return has come."""
    row.state = state_of(quantity=row.quantity, gone=row.sent + row.scrapped, settled=row.settled)
    written(session)
    return step_of_claim(row, posting_id)


def step_of_claim(row: SupplierReturn, posting_id: int | None = None) -> ReturnStep:
    """Say how far a return has come."""
    return ReturnStep(row.id, row.state, row.sent, row.scrapped, row.settled, posting_id)
