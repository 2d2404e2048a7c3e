"""Open claims, send goods back or scrap them, change what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from inventory import quarantining
from inventory.finding import check_held, check_quantity, found, locked, place, written
from inventory.places import LocationKind
from inventory.tables import Lot
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of, setting
from receiving.queries.owed import under_way
from receiving.settings import CLAIM_DAYS
from receiving.settlement import NOT_TAKEN_IN, UNPAID, Bearer, Demand, Reason
from receiving.stepping import ReturnStep, check_open, open_claim_of, step_of_claim, stepped, taken_back, waive
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, SupplierReturn


@dataclass(frozen=True, slots=True)
class OpenedReturn:
    """Name the return that was opened."""

    supplier_return_id: int
    number: str
    quantity: Quantity
    amount_cny: Money
    deadline_on: date


def open_return(
    session: Session,
    *,
    line: ArrivalLine,
    quantity: Quantity,
    reason: Reason,
    by: int,
    at: datetime,
    lot_id: int | None = None,
    inspection_id: int | None = None,
    quarantine_location_id: int | None = None,
    demand: Demand | None = None,
    note: str = "",
    amount_cny: Money | None = None,
    deadline_on: date | None = None,
    failed_lot_id: int | None = None,
    work_order_id: int | None = None,
) -> SupplierReturn:
    """Add a return for goods of an arrival's line; the amount is what was paid for them unless told otherwise."""
    on = day_of(session, at)
    worth = found(session, Lot, lot_id).unit_cost_cny.times(quantity) if lot_id is not None else Money.zero()
    row = SupplierReturn(
        number=next_number(session, "RV", on),
        supplier_id=found(session, Arrival, line.arrival_id).supplier_id,
        arrival_line_id=line.id,
        part_id=line.part_id,
        quantity=quantity,
        reason=str(reason),
        deadline_on=deadline_on or on + timedelta(days=int(setting(session, CLAIM_DAYS, on))),
        amount_cny=worth if amount_cny is None else amount_cny,
        opened_by_id=by,
        opened_at=at,
        lot_id=lot_id,
        inspection_id=inspection_id,
        quarantine_location_id=quarantine_location_id,
        demand=str(demand or (Demand.TAKE_BACK if reason in UNPAID else Demand.REPLACEMENT)),
        note=note,
        failed_lot_id=failed_lot_id,
        work_order_id=work_order_id,
    )
    session.add(row)
    written(session)
    return row


@once
def open_claim(
    session: Session,
    *,
    lot_id: int,
    quarantine_location_id: int,
    quantity: Quantity,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
    demand: Demand = Demand.REPLACEMENT,
    amount_cny: Money | None = None,
    deadline_on: date | None = None,
) -> OpenedReturn:
    """Claim goods that passed inspection, were found defective in stock and lie in quarantine now."""
    line = session.scalar(
        select(ArrivalLine)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .where(ArrivalLot.lot_id == lot_id)
    )
    if line is None:
        raise NotFound("lot_without_arrival", lot_id=lot_id)
    if not note.strip():
        raise RuleViolation("reason_needed")
    locked(session, Arrival, line.arrival_id)
    quarantine = place(session, quarantine_location_id, LocationKind.QUARANTINE)
    check_quantity(session, line.part_id, quantity)
    check_held(session, quarantine, lot_id, quantity + _claimed(session, lot_id, quarantine.id))
    row = open_return(
        session,
        line=line,
        quantity=quantity,
        reason=Reason.FOUND_LATER,
        by=by,
        at=at,
        lot_id=lot_id,
        quarantine_location_id=quarantine.id,
        demand=demand,
        note=note,
        amount_cny=amount_cny,
        deadline_on=deadline_on,
    )
    return OpenedReturn(row.id, row.number, row.quantity, row.amount_cny, row.deadline_on)


@once
def send_back(
    session: Session,
    *,
    supplier_return_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnStep:
    """Send goods of a return back to the supplier: out of quarantine, or over the ramp if they were never taken in."""
    row = _to_move(session, supplier_return_id, quantity)
    posting_id = None
    if row.lot_id is not None and row.quarantine_location_id is not None:
        posting_id = quarantining.return_to_supplier(
            session,
            lot_id=row.lot_id,
            quarantine_location_id=row.quarantine_location_id,
            quantity=quantity,
            reference=row.number,
            by=by,
            at=at,
            request_key=f"{request_key}:return",
        ).posting_id
    row.sent += quantity
    taken_back(session, row, quantity, by, at)
    return stepped(session, row, posting_id)


@once
def scrap(
    session: Session,
    *,
    supplier_return_id: int,
    quantity: Quantity,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    borne_by: Bearer = Bearer.SUPPLIER,
) -> ReturnStep:
    """Scrap rejected goods here where the supplier does not want them back.

    At the supplier's cost the claim goes on until it is settled. At our cost the quantity is waived with it, which
    takes another person than who opened the claim.
    """
    row = _to_move(session, supplier_return_id, quantity)
    if row.lot_id is None or row.quarantine_location_id is None:
        raise RuleViolation("not_ours_to_scrap", number=row.number)
    posting_id = quarantining.scrap(
        session,
        lot_id=row.lot_id,
        quarantine_location_id=row.quarantine_location_id,
        quantity=quantity,
        reference=row.number,
        reason=reason,
        by=by,
        at=at,
        request_key=f"{request_key}:scrap",
    ).posting_id
    row.scrapped += quantity
    taken_back(session, row, quantity, by, at)
    if borne_by is Bearer.US and Reason(row.reason) not in UNPAID:
        check_open(session, row, quantity)
        waive(session, row, quantity, reason.strip(), by, at)
    return stepped(session, row, posting_id)


@once
def change_claim(
    session: Session,
    *,
    supplier_return_id: int,
    by: int,
    at: datetime,
    request_key: str,
    demand: Demand | None = None,
    deadline_on: date | None = None,
    amount_cny: Money | None = None,
    note: str | None = None,
) -> ReturnStep:
    """Change what is asked of the supplier, until when, how much and in what words."""
    row = open_claim_of(session, supplier_return_id)
    row.demand = row.demand if demand is None else str(demand)
    row.deadline_on = deadline_on or row.deadline_on
    row.amount_cny = row.amount_cny if amount_cny is None else amount_cny
    row.note = row.note if note is None else note
    return stepped(session, row)


@once
def cancel_claim(
    session: Session,
    *,
    supplier_return_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnStep:
    """Cancel the return of goods that were never taken in: they stay after all and are registered against an order."""
    row = open_claim_of(session, supplier_return_id)
    if Reason(row.reason) not in NOT_TAKEN_IN:
        raise RuleViolation("claim_must_be_settled", number=row.number)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    drop(session, row, reason)
    written(session)
    return step_of_claim(row)


def drop(session: Session, row: SupplierReturn, reason: str) -> None:
    """Mark a return as cancelled; nothing may have been sent or settled, and nothing may wait that came for it."""
    if row.sent or row.scrapped or row.settled or under_way(session, row.id):
        raise InvalidState("return_under_way", number=row.number)
    row.state = "cancelled"
    row.note = f"{row.note}\n{reason}".strip()[:500]


def _claimed(session: Session, lot_id: int, quarantine_location_id: int) -> Quantity:
    """Return what of a lot in this quarantine is already on a claim and still there."""
    rest = type_coerce(SupplierReturn.quantity - SupplierReturn.sent - SupplierReturn.scrapped, QuantityType)
    total = session.scalar(
        select(func.sum(rest)).where(
            SupplierReturn.lot_id == lot_id,
            SupplierReturn.quarantine_location_id == quarantine_location_id,
            SupplierReturn.state != "cancelled",
        )
    )
    return total or Quantity.zero()


def _to_move(session: Session, supplier_return_id: int, quantity: Quantity) -> SupplierReturn:
    row = open_claim_of(session, supplier_return_id)
    check_quantity(session, row.part_id, quantity)
    rest = row.quantity - row.sent - row.scrapped
    if quantity > rest:
        raise RuleViolation("more_than_claimed", open=str(rest), asked=str(quantity))
    return row
