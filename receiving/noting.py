"""Note what an inspector finds: a measured value is judged by its limits at once, an attribute is right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, step_of, written
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from receiving import verdict
from receiving.beginning import case_of
from receiving.readings import Reading
from receiving.tables import ArrivalLot, Characteristic, Inspection, InspectionResult
from receiving.verdict import DefectClass, Finding


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
    case = case_of(session, found(session, ArrivalLot, inspection.arrival_lot_id).lot_id, by)
    if inspection.state != "pending":
        raise InvalidState("inspection_decided", number=inspection.number, state=inspection.state)
    conforms = tuple(note(session, inspection, result, by, at) for result in results)
    proposal = verdict.propose(
        findings_of(session, inspection), pending=case.together, step=step_of(session, case.line.part_id)
    )
    severity = None if proposal.severity is None else str(proposal.severity)
    return Noted(conforms, proposal.passed, proposal.failed, severity)


def note(session: Session, inspection: Inspection, result: Result, by: int, at: datetime) -> bool:
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


def findings_of(session: Session, inspection: Inspection) -> tuple[Finding, ...]:
    """Return what was found so far, in the order of the sheet."""
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
