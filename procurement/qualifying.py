"""Lead suppliers along the path of qualification: questionnaires, samples, assessments, approval, watch, block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.tables import Part
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.months import months_after
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.finding_qualification import valid_assessment, wanting_papers
from procurement.qualification import Answer, Sample, Verdict, judge
from procurement.states import SUPPLIER_STATES
from procurement.tables import (
    Question,
    Questionnaire,
    Supplier,
    SupplierAnswer,
    SupplierAssessment,
    SupplierSample,
    SupplierStep,
)


@dataclass(frozen=True, slots=True)
class KeptSupplier:
    """Name the supplier and its state."""

    supplier_id: int
    code: str
    state: str


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """Ask something of suppliers, with a weight; fewer than the least points fail the whole."""

    name_zh: str
    name_en: str
    weight: int
    least_points: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """Name the new version of the questionnaire."""

    questionnaire_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Given:
    """Hold the points that an assessor gives for a question."""

    question_id: int
    points: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Say how an assessment ended."""

    supplier_id: int
    assessment_id: int
    points_tenths: int
    passed: bool
    failed_for: str


@dataclass(frozen=True, slots=True)
class KeptSample:
    """Name the sample and its supplier."""

    supplier_sample_id: int
    supplier_id: int


@once
def write_questionnaire(
    session: Session,
    *,
    name_zh: str,
    name_en: str,
    pass_percent: int,
    questions: tuple[NewQuestion, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> Written:
    """Write the next version of the questionnaire; suppliers are assessed by the newest one."""
    if not (name_zh.strip() or name_en.strip()):
        raise RuleViolation("name_needed")
    if not questions:
        raise RuleViolation("questionnaire_empty")
    if any(not (each.name_zh.strip() or each.name_en.strip()) for each in questions):
        raise RuleViolation("question_without_words")
    newest = session.scalar(select(func.max(Questionnaire.version))) or 0
    row = Questionnaire(
        version=newest + 1,
        name_zh=name_zh.strip() or name_en.strip(),
        name_en=name_en.strip() or name_zh.strip(),
        pass_percent=pass_percent,
        created_by_id=by,
        created_at=at,
    )
    session.add(row)
    written(session)
    session.add_all(
        Question(
            questionnaire_id=row.id,
            position=position,
            name_zh=each.name_zh.strip() or each.name_en.strip(),
            name_en=each.name_en.strip() or each.name_zh.strip(),
            weight=each.weight,
            least_points=each.least_points,
        )
        for position, each in enumerate(questions, 1)
    )
    written(session)
    return Written(row.id, row.version)


@once
def record_sample(
    session: Session,
    *,
    supplier_id: int,
    part_id: int,
    passed: Quantity,
    failed: Quantity,
    inspected_on: date,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> KeptSample:
    """Enter what the inspection of a supplier's samples found."""
    found(session, Supplier, supplier_id)
    found(session, Part, part_id)
    for quantity in (passed, failed):
        check_quantity(session, part_id, quantity, zero=True)
    if not passed and not failed:
        raise RuleViolation("sample_empty")
    if inspected_on > day_of(session, at):
        raise RuleViolation("day_in_future", field="inspected_on")
    if failed and not note.strip():
        raise RuleViolation("reason_needed", field="note")
    row = SupplierSample(
        supplier_id=supplier_id,
        part_id=part_id,
        passed=passed,
        failed=failed,
        inspected_on=inspected_on,
        inspected_by_id=by,
        entered_at=at,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    return KeptSample(row.id, supplier_id)


@once
def assess_supplier(
    session: Session,
    *,
    supplier_id: int,
    questionnaire_id: int,
    answers: tuple[Given, ...],
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> Assessed:
    """Assess a supplier by the newest questionnaire and the newest sample of each part; somebody else approves it."""
    supplier = locked(session, Supplier, supplier_id)
    paper = found(session, Questionnaire, questionnaire_id)
    if session.scalar(select(func.max(Questionnaire.version))) != paper.version:
        raise InvalidState("questionnaire_replaced", version=paper.version)
    questions = _questions(session, paper.id, answers)
    on = day_of(session, at)
    samples = _samples(session, supplier_id, on)
    needed = int(setting(session, settings.ASSESSMENT, on)["samples_needed"])
    given = {each.question_id: each for each in answers}
    verdict = judge(
        [Answer(given[each.id].points, each.weight, each.least_points) for each in questions],
        samples,
        paper.pass_percent,
        needed,
    )
    row = SupplierAssessment(
        supplier_id=supplier_id,
        questionnaire_id=paper.id,
        assessed_by_id=by,
        assessed_at=at,
        assessed_on=on,
        points_tenths=verdict.points_tenths,
        pass_percent=paper.pass_percent,
        samples=len(samples),
        samples_failed=sum(not each.passed for each in samples),
        passed=verdict.passed,
        failed_for=verdict.failed_for,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    session.add_all(
        SupplierAnswer(assessment_id=row.id, question_id=each.question_id, points=each.points, note=each.note.strip())
        for each in answers
    )
    _note_step(session, supplier, "assessed", _said(verdict), by, at, assessment=row)
    return Assessed(supplier_id, row.id, verdict.points_tenths, verdict.passed, verdict.failed_for)


@once
def set_supplier_state(
    session: Session, *, supplier_id: int, state: str, reason: str, by: int, at: datetime, request_key: str
) -> KeptSupplier:
    """Approve a supplier, put it on watch or block it; approval is never by who proposed or assessed it.

    Without a passed assessment the reason stands on record as that of an exception. Approving anew renews the
    qualification after a newer assessment; the next one is due that many months after the last.
    """
    row = locked(session, Supplier, supplier_id)
    if state not in SUPPLIER_STATES:
        raise RuleViolation("state_unknown", state=state)
    if state != "approved" and not reason.strip():
        raise RuleViolation("reason_needed")
    if state == "on_watch" and row.approved_by_id is None:
        raise InvalidState("supplier_not_approved", supplier=row.code, state=row.state)
    if state == "approved":
        _approve(session, row, reason.strip(), by, at)
        return KeptSupplier(row.id, row.code, row.state)
    if state == row.state:
        raise InvalidState("supplier_state_same", supplier=row.code, state=state)
    _note_step(session, row, state, reason.strip(), by, at)
    if state == "candidate":
        row.approved_by_id, row.approved_at, row.next_assessment_on = None, None, None
    _enter(session, row, state, reason.strip(), at)
    return KeptSupplier(row.id, row.code, row.state)


@once
def reschedule_assessment(
    session: Session,
    *,
    supplier_id: int,
    next_assessment_on: date,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptSupplier:
    """Set the day by which a supplier is assessed anew, with the reason."""
    row = locked(session, Supplier, supplier_id)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    if row.approved_by_id is None:
        raise InvalidState("supplier_not_approved", supplier=row.code, state=row.state)
    if next_assessment_on < day_of(session, at):
        raise RuleViolation("day_in_past", field="next_assessment_on")
    row.next_assessment_on = next_assessment_on
    _note_step(session, row, "rescheduled", reason.strip(), by, at)
    return KeptSupplier(row.id, row.code, row.state)


def watch_overdue(session: Session, row: Supplier, *, at: datetime) -> str | None:
    """Put a supplier whose assessment is overdue on watch, or block it where the setting says so; return the state.

    The nightly watch calls it; nobody in person stands behind the step.
    """
    on = day_of(session, at)
    if row.next_assessment_on is None or row.next_assessment_on >= on:
        return None
    state = "blocked" if setting(session, settings.ASSESSMENT, on)["block_when_overdue"] else "on_watch"
    if row.state == state or row.state not in ("approved", "on_watch"):
        return None
    reason = f"复评逾期 / assessment overdue: {row.next_assessment_on}"
    _note_step(session, row, state, reason, None, at)
    _enter(session, row, state, reason, at)
    return state


def _approve(session: Session, row: Supplier, reason: str, by: int, at: datetime) -> None:
    on = day_of(session, at)
    assessment = valid_assessment(session, row.id, on)
    passed = assessment is not None and assessment.passed
    fresh = assessment is not None and (row.approved_at is None or assessment.assessed_at > row.approved_at)
    if row.state == "approved" and not (passed and fresh):
        raise InvalidState("supplier_state_same", supplier=row.code, state="approved")
    if by == row.proposed_by_id or (assessment is not None and by == assessment.assessed_by_id):
        raise FourEyes("four_eyes", supplier=row.code)
    if not passed and not reason:
        raise InvalidState("assessment_needed", supplier=row.code, field="reason")
    if (wanting := wanting_papers(session, row.id, on)) is not None:
        raise InvalidState(
            wanting.code, supplier=row.code, certificate=wanting.kind, ended_on=str(wanting.ended_on or "")
        )
    months = int(setting(session, settings.ASSESSMENT, on)["every_months"])
    if assessment is not None and passed:
        row.next_assessment_on = months_after(assessment.assessed_on, months)
    elif row.next_assessment_on is None:  # an exception brings no newer day: who is due stays due
        row.next_assessment_on = months_after(on, months)
    _note_step(session, row, "approved", reason, by, at, assessment=assessment, as_exception=not passed)
    row.approved_by_id, row.approved_at = by, at
    _enter(session, row, "approved", reason, at)


def _enter(session: Session, row: Supplier, state: str, reason: str, at: datetime) -> None:
    row.state, row.state_reason, row.state_changed_at = state, reason, at
    written(session)


def _note_step(
    session: Session,
    row: Supplier,
    step: str,
    reason: str,
    by: int | None,
    at: datetime,
    *,
    assessment: SupplierAssessment | None = None,
    as_exception: bool = False,
) -> None:
    """Add a step to the history; the database lets no state change without it."""
    session.add(
        SupplierStep(
            supplier_id=row.id,
            step=step,
            from_state=row.state,
            proposed_by_id=row.proposed_by_id,
            done_by_id=by,
            done_at=at,
            done_on=day_of(session, at),
            reason=reason,
            assessment_id=assessment.id if assessment else None,
            assessed_by_id=assessment.assessed_by_id if assessment else None,
            as_exception=as_exception,
            next_assessment_on=row.next_assessment_on,
        )
    )
    written(session)


def _questions(session: Session, questionnaire_id: int, answers: tuple[Given, ...]) -> list[Question]:
    """Return the questions of a version, each of which was answered once with 0 to 100 points."""
    rows = list(
        session.scalars(
            select(Question).where(Question.questionnaire_id == questionnaire_id).order_by(Question.position)
        )
    )
    if len(answers) != len(rows) or {each.question_id for each in answers} != {row.id for row in rows}:
        raise RuleViolation("answers_incomplete", questions=len(rows))
    if any(not 0 <= each.points <= 100 for each in answers):  # noqa: PLR2004  points of a hundred
        raise RuleViolation("points_out_of_range")
    return rows


def _samples(session: Session, supplier_id: int, on: date) -> list[Sample]:
    """Return how the newest sample of each part ended, of those that are not too old."""
    months = int(setting(session, settings.ASSESSMENT, on)["valid_months"])
    rows = session.scalars(
        select(SupplierSample)
        .where(SupplierSample.supplier_id == supplier_id)
        .order_by(SupplierSample.inspected_on, SupplierSample.id)
    )
    newest = {row.part_id: row for row in rows if months_after(row.inspected_on, months) >= on}
    return [Sample(part_id, not row.failed) for part_id, row in sorted(newest.items())]


def _said(verdict: Verdict) -> str:
    return f"{verdict.points_tenths / 10:.1f}%" + (f" {verdict.failed_for}" if verdict.failed_for else "")
