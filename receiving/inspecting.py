"""Inspect what lies in the hold and decide by quantity: what passed goes to staging, what failed onto a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import accepting
from inventory.finding import check_quantity, found, held, locked, place_in, step_of, written
from inventory.places import LocationKind
from inventory.posting import lock_stock
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from procurement import tracking
from procurement.states import worse
from receiving import verdict
from receiving.claiming import open_return
from receiving.queries.standards import standard_for
from receiving.readings import Reading
from receiving.settlement import Demand, Reason
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, Characteristic, Inspection, InspectionResult
from receiving.verdict import DefectClass, Finding


@dataclass(frozen=True, slots=True)
class Begun:
    """Name the inspection, what it is about and the standard that it follows."""

    inspection_id: int
    number: str
    lot_id: int
    pending: Quantity
    standard_id: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """Say what was found of a characteristic: a measured value, or for an attribute whether it is right.

    Sample 0 speaks of the whole lot, 1, 2, 3 ... of single pieces.
    """

    characteristic_id: int
    sample: int = 0
    measured: Reading | None = None
    conforms: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Say for each result whether it conforms, and what verdict the findings suggest so far."""

    conforms: tuple[bool, ...]
    proposed_passed: Quantity
    proposed_failed: Quantity
    severity: str | None


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


@dataclass(frozen=True, slots=True)
class _Case:
    """Hold the rows that an inspection is about."""

    arrival: Arrival
    line: ArrivalLine
    lot: ArrivalLot
    hold: Location
    pending: Quantity


@once
def begin(session: Session, *, lot_id: int, by: int, at: datetime, request_key: str) -> Begun:
    """Begin to inspect a lot in the hold; if somebody has begun, go on with theirs."""
    case = _case(session, lot_id, by)
    row = _pending_inspection(session, case) or _begin(session, case, by, at)
    return Begun(row.id, row.number, lot_id, case.pending, row.standard_id)


@once
def record_results(
    session: Session,
    *,
    inspection_id: int,
    results: tuple[Result, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> Noted:
    """Note what was found; a measured value is judged by its limits at once, and may be corrected until the verdict."""
    inspection = found(session, Inspection, inspection_id)
    case = _case(session, found(session, ArrivalLot, inspection.arrival_lot_id).lot_id, by)
    if inspection.state != "pending":
        raise InvalidState("inspection_decided", number=inspection.number, state=inspection.state)
    conforms = tuple(_note(session, inspection, result, by, at) for result in results)
    proposal = verdict.propose(
        _findings(session, inspection), pending=case.pending, step=step_of(session, case.line.part_id)
    )
    severity = None if proposal.severity is None else str(proposal.severity)
    return Noted(conforms, proposal.passed, proposal.failed, severity)


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
    case = _case(session, lot_id, by)
    step = step_of(session, case.line.part_id)
    for quantity in (passed, failed):
        check_quantity(session, case.line.part_id, quantity, zero=True)
    inspection = _pending_inspection(session, case) or _begin(session, case, by, at)
    for result in results:
        _note(session, inspection, result, by, at)
    findings = _findings(session, inspection)
    verdict.check(findings, passed=passed, failed=failed, pending=case.pending, step=step)
    if passed:
        _check_complete(session, inspection, findings)
    _close(session, inspection, findings, passed, failed, severity, reason, by, at)
    return _carry_out(session, case, inspection, by, at, request_key, demand, deadline_on)


def _carry_out(
    session: Session,
    case: _Case,
    inspection: Inspection,
    by: int,
    at: datetime,
    request_key: str,
    demand: Demand,
    deadline_on: date | None,
) -> Decided:
    """Tell the order and the ledger, open a return for what failed, close the arrival when nothing is pending."""
    assert case.line.delivery_id is not None
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
    back = None
    if inspection.failed:
        back = open_return(
            session,
            line=case.line,
            quantity=inspection.failed,
            reason=Reason.REJECTED,
            by=by,
            at=at,
            lot_id=case.lot.lot_id,
            inspection_id=inspection.id,
            quarantine_location_id=place_in(session, case.arrival.store_id, LocationKind.QUARANTINE).id,
            demand=demand,
            note=inspection.reason,
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


def _case(session: Session, lot_id: int, by: int) -> _Case:
    """Find what a lot is about and lock its arrival, so that two inspectors never decide over the same pieces."""
    about = session.execute(
        select(ArrivalLine.arrival_id, ArrivalLine.part_id, Arrival.store_id)
        .join(ArrivalLot, ArrivalLot.arrival_line_id == ArrivalLine.id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(ArrivalLot.lot_id == lot_id)
    ).first()
    if about is None:
        raise NotFound("lot_without_arrival", lot_id=lot_id)
    lock_stock(session, [(about.part_id, about.store_id)])
    arrival = locked(session, Arrival, about.arrival_id)
    lot = session.scalars(select(ArrivalLot).where(ArrivalLot.lot_id == lot_id)).one()
    line = found(session, ArrivalLine, lot.arrival_line_id)
    if lot.bought_by_id == by:
        raise FourEyes("four_eyes", step="inspect", arrival=arrival.number)
    assert line.hold_location_id is not None
    pending = held(session, line.hold_location_id, lot_id)
    if arrival.state == "undone" or not pending:
        raise InvalidState("nothing_pending", arrival=arrival.number, lot_id=lot_id)
    return _Case(arrival, line, lot, found(session, Location, line.hold_location_id), pending)


def _pending_inspection(session: Session, case: _Case) -> Inspection | None:
    return session.scalar(
        select(Inspection).where(Inspection.arrival_lot_id == case.lot.id, Inspection.state == "pending")
    )


def _begin(session: Session, case: _Case, by: int, at: datetime) -> Inspection:
    on = day_of(session, at)
    row = Inspection(
        number=next_number(session, "QC", on),
        arrival_lot_id=case.lot.id,
        bought_by_id=case.lot.bought_by_id,
        begun_by_id=by,
        begun_at=at,
        standard_id=standard_for(session, part_id=case.line.part_id, on=on),
    )
    session.add(row)
    written(session)
    return row


def _note(session: Session, inspection: Inspection, result: Result, by: int, at: datetime) -> bool:
    """Write or correct one result and return whether it conforms."""
    wanted = found(session, Characteristic, result.characteristic_id)
    if wanted.standard_id != inspection.standard_id:
        raise RuleViolation("not_of_the_standard", characteristic_id=wanted.id)
    conforms = _judged(wanted, result)
    row = session.scalar(
        select(InspectionResult).where(
            InspectionResult.inspection_id == inspection.id,
            InspectionResult.characteristic_id == wanted.id,
            InspectionResult.sample == result.sample,
        )
    )
    if row is None:
        row = InspectionResult(
            inspection_id=inspection.id,
            characteristic_id=wanted.id,
            sample=result.sample,
            conforms=conforms,
            noted_by_id=by,
            noted_at=at,
        )
        session.add(row)
    row.conforms, row.noted_by_id, row.noted_at = conforms, by, at
    row.measured, row.note = result.measured, result.note
    written(session)
    return conforms


def _judged(wanted: Characteristic, result: Result) -> bool:
    if result.sample < 0:
        raise RuleViolation("sample_negative", sample=result.sample)
    if wanted.kind == "measured":
        if result.measured is None:
            raise RuleViolation("measured_value_needed", characteristic_id=wanted.id)
        return verdict.conforms(result.measured, wanted.lower_limit, wanted.upper_limit)
    if result.measured is not None or result.conforms is None:
        raise RuleViolation("right_or_not_needed", characteristic_id=wanted.id)
    return result.conforms


def _findings(session: Session, inspection: Inspection) -> tuple[Finding, ...]:
    rows = session.execute(
        select(InspectionResult, Characteristic.defect_class)
        .join(Characteristic, Characteristic.id == InspectionResult.characteristic_id)
        .where(InspectionResult.inspection_id == inspection.id)
        .order_by(Characteristic.position, InspectionResult.sample)
    )
    return tuple(
        Finding(result.characteristic_id, result.sample, DefectClass(defect_class), result.conforms)
        for result, defect_class in rows
    )


def _check_complete(session: Session, inspection: Inspection, findings: tuple[Finding, ...]) -> None:
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


def _close(
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
