"""Open the claim by itself when an old part comes back whose lot is under its supplier's warranty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import judging_old, returning_old
from inventory.finding import found, written
from inventory.old_parts import BLAMELESS_SUPPLIER, WORDS, Cause, Verdict
from inventory.tables import Lot, OldPartDebt, OldPartReceipt, WorkOrder
from kernel.amounts import Quantity
from kernel.months import months_after
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement.tables import SupplierPart
from receiving.claiming import drop, open_return
from receiving.settings import WARRANTY_MONTHS
from receiving.settlement import Demand, Reason
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, SupplierReturn


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Name the lot of old parts, what of the note still waits, and the claim that was opened."""

    receipt_id: int
    lot_id: int
    lot_number: str
    posting_id: int
    note_id: int
    note_state: str
    quantity: Quantity
    supplier_return_id: int | None
    supplier_return_number: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Name the verdict, and the claim that stands by it."""

    verdict_id: int
    lot_id: int
    verdict: str
    cause: str
    supplier_return_id: int | None
    supplier_return_number: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Say under whose warranty a failed lot is, and until when."""

    arrival_line_id: int
    supplier_id: int
    received_on: date
    until_on: date


@once
def take_back(
    session: Session, *, line_id: int, quantity: Quantity, by: int, at: datetime, request_key: str
) -> TakenBack:
    """Confirm old parts of a return note; where their lot is known and under warranty, the claim opens by itself."""
    done = returning_old.confirm(
        session, line_id=line_id, quantity=quantity, by=by, at=at, request_key=f"{request_key}:confirm"
    )
    claim = _claimed(session, done.lot_id, by, at)
    return TakenBack(
        done.receipt_id,
        done.lot_id,
        done.lot_number,
        done.posting_id,
        done.note_id,
        done.note_state,
        done.quantity,
        claim.id if claim else None,
        claim.number if claim else None,
    )


@once
def undo_taking_back(
    session: Session, *, receipt_id: int, reason: str, by: int, at: datetime, request_key: str
) -> returning_old.ReceiptUndone:
    """Undo a confirmation that was a mistake, and the claim that it opened."""
    _drop_claim(session, found(session, OldPartReceipt, receipt_id).lot_id, reason)
    return returning_old.undo_confirmation(
        session, receipt_id=receipt_id, reason=reason, by=by, at=at, request_key=f"{request_key}:undo"
    )


@once
def decide(
    session: Session,
    *,
    lot_id: int,
    verdict: str,
    cause: str,
    finding: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Decided:
    """Judge old parts. A claim under warranty stands while they go to the maker for a defect of the part.

    Any other verdict or cause drops it, unless the supplier has begun to settle it.
    """
    made = judging_old.judge(
        session,
        lot_id=lot_id,
        verdict=verdict,
        cause=cause,
        finding=finding,
        by=by,
        at=at,
        request_key=f"{request_key}:judge",
    )
    claim = None
    if made.verdict == Verdict.TO_MAKER and Cause(made.cause) not in BLAMELESS_SUPPLIER:
        claim = live_claim(session, lot_id) or _claimed(session, lot_id, by, at)
    else:
        _drop_claim(session, lot_id, f"{WORDS[Verdict(made.verdict)].zh}：{finding}")
    return Decided(
        made.verdict_id,
        lot_id,
        made.verdict,
        made.cause,
        claim.id if claim else None,
        claim.number if claim else None,
    )


def live_claim(session: Session, lot_id: int) -> SupplierReturn | None:
    """Return the claim for a lot of old parts that was not cancelled."""
    return session.scalar(
        select(SupplierReturn).where(
            SupplierReturn.lot_id == lot_id,
            SupplierReturn.reason == Reason.WARRANTY,
            SupplierReturn.state != "cancelled",
        )
    )


def cover_of(session: Session, failed_lot_id: int) -> Cover | None:
    """Return the supplier's warranty on a bought lot; nothing for a lot that no supplier brought."""
    came = session.execute(
        select(ArrivalLine.id, ArrivalLine.part_id, Arrival.supplier_id, Arrival.arrived_on)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(ArrivalLot.lot_id == failed_lot_id)
    ).one_or_none()
    if came is None:
        return None
    line_id, part_id, supplier_id, arrived_on = came
    agreed = session.scalar(
        select(SupplierPart.warranty_months).where(
            SupplierPart.supplier_id == supplier_id, SupplierPart.part_id == part_id
        )
    )
    months = int(setting(session, WARRANTY_MONTHS, arrived_on)) if agreed is None else agreed
    return Cover(line_id, supplier_id, arrived_on, months_after(arrived_on, months))


def _claimed(session: Session, lot_id: int, by: int, at: datetime) -> SupplierReturn | None:
    """Open the claim for old parts that failed under warranty; the day on which the repair was opened counts."""
    receipt = session.scalars(select(OldPartReceipt).where(OldPartReceipt.lot_id == lot_id)).one()
    if receipt.failed_lot_id is None:
        return None
    order = found(session, WorkOrder, found(session, OldPartDebt, receipt.debt_id).work_order_id)
    cover = cover_of(session, receipt.failed_lot_id)
    if cover is None or day_of(session, order.opened_at) > cover.until_on:
        return None
    failed = found(session, Lot, receipt.failed_lot_id)
    return open_return(
        session,
        line=found(session, ArrivalLine, cover.arrival_line_id),
        quantity=receipt.quantity,
        reason=Reason.WARRANTY,
        by=by,
        at=at,
        lot_id=lot_id,
        quarantine_location_id=receipt.location_id,
        demand=Demand.REPLACEMENT,
        note=" · ".join(each for each in (order.number, failed.number, order.product_serial) if each),
        amount_cny=failed.unit_cost_cny.times(receipt.quantity),
        failed_lot_id=failed.id,
        work_order_id=order.id,
    )


def _drop_claim(session: Session, lot_id: int, reason: str) -> None:
    claim = live_claim(session, lot_id)
    if claim is None:
        return
    drop(session, claim, reason)
    written(session)
