"""Inspect what lies in the hold and decide by quantity: what passed goes to staging, what failed onto a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import accepting
from inventory.finding import check_quantity, place_in, step_of, written
from inventory.places import LocationKind
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement import tracking
from procurement.states import worse
from receiving import verdict
from receiving.beginning import Begun, Case, begin, case_of, inspection_of
from receiving.claiming import open_return
from receiving.conceding import conceded_for
from receiving.drawing_samples import draw_of, may_pass, switch_after
from receiving.noting import Noted, Result, findings_of, note, record_results
from receiving.replacing import refused_goods, settle_by_verdict
from receiving.settlement import Demand
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Characteristic, Inspection
from receiving.verdict import DefectClass, Finding

__all__ = ["Begun", "Decided", "Noted", "Result", "begin", "decide", "record_results"]


@dataclass(frozen=True, slots=True)
class Decided:
    """Say what was decided, what is still pending and which return was opened for what failed."""

    inspection_id: int
    number: str
    clearance_id: int
    posting_id: int
    passed: Quantity
    failed: Quantity
    pending: Quantity
    severity: str | None
    arrival_state: str
    supplier_return_id: int | None
    supplier_return_number: str | None


@once
def decide(
    session: Session,
    *,
    lot_id: int,
    passed: Quantity,
    failed: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    severity: str | None = None,
    reason: str = "",
    results: tuple[Result, ...] = (),
    demand: Demand = Demand.REPLACEMENT,
    deadline_on: date | None = None,
) -> Decided:
    """Decide over a lot, or over a part of it; what is left stays pending for a later verdict.

    With a standard every characteristic must have been looked at before anything passes. The severity is the worse of
    the inspector's word and the findings; a failure needs a severity and a reason (the failed characteristics are one).
    Raises `FourEyes` for the buyer and `RuleViolation` when a critical defect would pass.
    """
    case = case_of(session, lot_id, by)
    step = step_of(session, case.line.part_id)
    for quantity in (passed, failed):
        check_quantity(session, case.line.part_id, quantity, zero=True)
    inspection = inspection_of(session, case, by, at)
    drawn = draw_of(session, inspection.id)
    if case.pieces and drawn is not None and drawn.lot_size > 1:
        raise RuleViolation("pieces_decided_together", number=inspection.number, pieces=drawn.lot_size)
    for result in results:
        note(session, inspection, result, by, at)
    findings = findings_of(session, inspection)
    conceded = conceded_for(session, inspection.id, day_of(session, at))
    verdict.check(findings, passed=passed, failed=failed, pending=case.pending, step=step, conceded=conceded)
    check_sample(session, inspection, passed, conceded)
    if passed:
        check_complete(session, inspection, findings)
    close(session, inspection, findings, passed, failed, severity, reason, by, at)
    switch_after(
        session,
        inspection=inspection,
        supplier_id=case.arrival.supplier_id,
        part_id=case.line.part_id,
        by=by,
        at=at,
    )
    return carry_out(session, case, inspection, by, at, request_key, demand, deadline_on)


def carry_out(
    session: Session,
    case: Case,
    inspection: Inspection,
    by: int,
    at: datetime,
    request_key: str,
    demand: Demand,
    deadline_on: date | None,
) -> Decided:
    """Tell order or claim and the ledger; return what failed; close the arrival when nothing is pending."""
    if case.line.delivery_id is not None:
        tracking.record_verdict(
            session,
            delivery_id=case.line.delivery_id,
            passed=inspection.passed,
            failed=inspection.failed,
            severity=inspection.severity,
            by=by,
            at=at,
            request_key=f"{request_key}:verdict",
        )
    settle_by_verdict(session, inspection, case.line, by, at)
    reason, asked, worth = refused_goods(case.line)
    back = None
    if inspection.failed:
        back = open_return(
            session,
            line=case.line,
            quantity=inspection.failed,
            reason=reason,
            by=by,
            at=at,
            lot_id=case.lot.lot_id,
            inspection_id=inspection.id,
            quarantine_location_id=place_in(session, case.arrival.store_id, LocationKind.QUARANTINE).id,
            demand=asked or demand,
            note=inspection.reason,
            amount_cny=worth,
            deadline_on=deadline_on,
        )
    if _all_decided(session, case.arrival):
        case.arrival.state = "closed"
        written(session)
    cleared = accepting.clear(
        session,
        lot_id=case.lot.lot_id,
        hold_location_id=case.hold.id,
        passed=inspection.passed,
        failed=inspection.failed,
        reference=inspection.number,
        by=by,
        at=at,
        request_key=f"{request_key}:clear",
    )
    return Decided(
        inspection.id,
        inspection.number,
        cleared.clearance_id,
        cleared.posting_id,
        inspection.passed,
        inspection.failed,
        case.pending - inspection.passed - inspection.failed,
        inspection.severity,
        case.arrival.state,
        None if back is None else back.id,
        None if back is None else back.number,
    )


def check_complete(session: Session, inspection: Inspection, findings: tuple[Finding, ...]) -> None:
    """Refuse to pass anything while a characteristic of the standard has not been looked at."""
    if inspection.standard_id is None:
        return
    wanted = session.execute(
        select(Characteristic.id, Characteristic.position)
        .where(Characteristic.standard_id == inspection.standard_id)
        .order_by(Characteristic.position)
    )
    positions = {row.id: row.position for row in wanted}
    missing = verdict.missing(findings, positions)
    if missing:
        raise RuleViolation("characteristics_not_looked_at", positions=[positions[each] for each in missing])


def check_sample(session: Session, inspection: Inspection, passed: Quantity, conceded: Quantity) -> None:
    """Refuse a verdict before the sample is counted, and one that lets more pass than the sample and concessions do."""
    drawn = draw_of(session, inspection.id)
    if drawn is None:
        return
    if drawn.outcome is None:
        raise RuleViolation("sample_not_counted", number=inspection.number)
    most = may_pass(drawn, conceded)
    if passed > most:
        raise RuleViolation("sample_not_accepted", passed=str(passed), may_pass=str(most))


def close(
    session: Session,
    inspection: Inspection,
    findings: tuple[Finding, ...],
    passed: Quantity,
    failed: Quantity,
    severity: str | None,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    """Write a verdict; a failure needs how grave it is, and a reason or findings that are one."""
    if severity is not None and severity not in set(DefectClass):
        raise RuleViolation("severity_unknown", severity=severity)
    found_worst = verdict.worst(findings)
    gravest = worse(severity, None if found_worst is None else str(found_worst))
    said = reason.strip() or _failed_texts(session, findings)
    if failed and gravest is None:
        raise RuleViolation("severity_needed")
    if failed and not said:
        raise RuleViolation("reason_needed")
    inspection.passed, inspection.failed = passed, failed
    inspection.severity, inspection.reason = gravest, said[:500]
    inspection.decided_by_id, inspection.decided_at, inspection.state = by, at, "decided"
    written(session)


def _failed_texts(session: Session, findings: tuple[Finding, ...]) -> str:
    """Return the characteristics that did not conform, in the words of the standard."""
    failed = {finding.characteristic_id for finding in findings if not finding.conforms}
    rows = session.scalars(
        select(Characteristic).where(Characteristic.id.in_(failed)).order_by(Characteristic.position)
    )
    return "；".join(row.text_zh or row.text_en for row in rows)


def _all_decided(session: Session, arrival: Arrival) -> bool:
    lots = (
        select(ArrivalLot.id, ArrivalLot.quantity)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .where(ArrivalLine.arrival_id == arrival.id)
    )
    arrived = {row.id: row.quantity for row in session.execute(lots)}
    judged = session.scalar(
        select(func.sum(Inspection.passed + Inspection.failed, type_=QuantityType)).where(
            Inspection.arrival_lot_id.in_(arrived), Inspection.state == "decided"
        )
    )
    return judged == sum(arrived.values(), Quantity.zero())
