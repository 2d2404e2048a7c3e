"""The path of a supplier's qualification: questionnaires, assessments with samples, and every step with its author."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory.tables.parts import Named
from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes, InvalidState
from kernel.guards import append_only, guard, refuse, trigger_function
from kernel.refusals import KINDS, name_check
from procurement.states import SUPPLIER_STATES

PATH_STEPS = ("assessed", "rescheduled", *SUPPLIER_STATES)
"""What stands in a supplier's history: its states, that it was assessed, and that the next assessment was moved."""

KINDS.setdefault("assessment_needed", InvalidState)
KINDS.setdefault("path_step_missing", InvalidState)


class Questionnaire(Named, Base):
    """Hold a version of the questions that suppliers are assessed by; a new version never changes an old one."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        CheckConstraint("pass_percent BETWEEN 1 AND 100", name="pass_mark_in_range"),
        *whole("pass_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    version: Mapped[int] = mapped_column(unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    pass_percent: Mapped[int] = mapped_column(comment="weighted points that pass, percent of all")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Question(Named, Base):
    """Hold a question of a questionnaire with its weight."""

    __tablename__ = "questionnaire_question"
    __table_args__ = (
        UniqueConstraint("questionnaire_id", "position"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("least_points BETWEEN 0 AND 100", name="least_points_in_range"),
        *whole("weight", "least_points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    position: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(300), comment="the question")
    name_en: Mapped[str] = mapped_column(String(300))
    weight: Mapped[int]
    least_points: Mapped[int] = mapped_column(default=0, comment="fewer points fail the whole assessment; 0: none")


class SupplierSample(Base):
    """Hold what the inspection of a supplier's sample 样件 found."""

    __tablename__ = "supplier_sample"
    __table_args__ = (
        CheckConstraint("passed >= 0 AND failed >= 0 AND passed + failed > 0", name="judged_something"),
        *whole("passed", "failed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    passed: Mapped[Quantity]
    failed: Mapped[Quantity]
    inspected_on: Mapped[date]
    inspected_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(500), default="")


class SupplierAssessment(Base):
    """Hold the result of assessing a supplier by a questionnaire and by its samples."""

    __tablename__ = "supplier_assessment"
    __table_args__ = (
        UniqueConstraint("id", "assessed_by_id"),
        CheckConstraint("points_tenths BETWEEN 0 AND 1000", name="points_in_range"),
        *whole("points_tenths", "pass_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    assessed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[datetime]
    assessed_on: Mapped[date] = mapped_column(index=True)
    points_tenths: Mapped[int] = mapped_column(comment="tenths of a percent of all weighted points")
    pass_percent: Mapped[int] = mapped_column(comment="of the questionnaire then")
    samples: Mapped[int] = mapped_column(comment="parts whose newest sample counted")
    samples_failed: Mapped[int] = mapped_column(comment="of them, parts whose newest sample failed")
    passed: Mapped[bool]
    failed_for: Mapped[str] = mapped_column(String(40), default="", comment="first reason, empty where it passed")
    note: Mapped[str] = mapped_column(String(1000), default="")


class SupplierAnswer(Base):
    """Hold the points that an assessor gave for a question."""

    __tablename__ = "supplier_answer"
    __table_args__ = (
        UniqueConstraint("assessment_id", "question_id"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points_in_range"),
        *whole("points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("supplier_assessment.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_question.id"))
    points: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class SupplierStep(Base):
    """Hold a step on a supplier's path: who, when, why, and the assessment behind an approval.

    Who proposed and who assessed are copied, so that a rule of the database sees that another person approves.
    """

    __tablename__ = "supplier_step"
    __table_args__ = (
        one_of("step", PATH_STEPS),
        one_of("from_state", SUPPLIER_STATES),
        CheckConstraint("step <> 'approved' OR done_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint(
            "step <> 'approved' OR assessed_by_id IS NULL OR done_by_id <> assessed_by_id", name="assessor_four_eyes"
        ),
        CheckConstraint("done_by_id IS NOT NULL OR step IN ('on_watch', 'blocked')", name="done_by_somebody"),
        CheckConstraint("step IN ('approved', 'assessed') OR reason <> ''", name="has_reason"),
        CheckConstraint("NOT as_exception OR (step = 'approved' AND reason <> '')", name="exception_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    from_state: Mapped[str] = mapped_column(String(10))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="copied from the supplier")
    done_at: Mapped[datetime]
    done_on: Mapped[date]
    done_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), default=None, comment="empty: the nightly watch, which may only watch and block"
    )
    reason: Mapped[str] = mapped_column(String(300), default="")
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_assessment.id"), default=None)
    assessed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), default=None, comment="copied from the assessment"
    )
    as_exception: Mapped[bool] = mapped_column(default=False, comment="approved without a passed assessment")
    next_assessment_on: Mapped[date | None] = mapped_column(default=None, comment="as this step left it")


append_only("questionnaire", ("version",))
append_only("questionnaire_question", ("questionnaire_id", "position"))
append_only("supplier_sample")
append_only("supplier_assessment")
append_only("supplier_answer", ("assessment_id", "question_id"))
append_only("supplier_step")

refuse(
    "supplier_answer_of_its_questionnaire",
    "supplier_answer",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM supplier_assessment a JOIN questionnaire_question q"
    " ON q.questionnaire_id = a.questionnaire_id WHERE a.id = NEW.assessment_id AND q.id = NEW.question_id)",
    "question_of_another",
)
refuse(
    "supplier_step_by_another",
    "supplier_step",
    "BEFORE INSERT",
    "NEW.step = 'approved' AND (NEW.done_by_id = NEW.proposed_by_id"
    " OR COALESCE(NEW.done_by_id, 0) = COALESCE(NEW.assessed_by_id, -1)"
    " OR NOT EXISTS (SELECT 1 FROM supplier s WHERE s.id = NEW.supplier_id AND s.proposed_by_id = NEW.proposed_by_id)"
    " OR (NEW.assessment_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM supplier_assessment a"
    " WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.assessed_by_id = NEW.assessed_by_id)))",
    "four_eyes",
)
refuse(
    "supplier_step_rests_on_assessment",
    "supplier_step",
    "BEFORE INSERT",
    "NEW.step = 'approved' AND NOT NEW.as_exception AND NOT EXISTS (SELECT 1 FROM supplier_assessment a"
    " WHERE a.id = NEW.assessment_id AND a.supplier_id = NEW.supplier_id AND a.passed)",
    "assessment_needed",
)
_WITHOUT_STEP = (
    "NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM supplier_step s WHERE s.supplier_id = NEW.id"
    " AND s.step = NEW.state AND s.from_state = OLD.state"
    " AND s.id = (SELECT MAX(l.id) FROM supplier_step l WHERE l.supplier_id = NEW.id))"
)
guard(  # afterwards, so that the checks of the row itself speak first
    "supplier_state_is_a_step",
    sqlite=f"""CREATE TRIGGER supplier_state_is_a_step AFTER UPDATE OF state ON supplier WHEN {_WITHOUT_STEP}
        BEGIN SELECT RAISE(ABORT, 'sparewell:path_step_missing'); END""",
    postgresql=trigger_function(
        "supplier_state_is_a_step",
        "supplier",
        "AFTER UPDATE OF state",
        f"IF ({_WITHOUT_STEP}) THEN RAISE EXCEPTION 'sparewell:path_step_missing'"
        " USING ERRCODE = 'check_violation'; END IF;",
    ),
    tables=("supplier", "supplier_step"),
)
refuse("supplier_begins_as_candidate", "supplier", "BEFORE INSERT", "NEW.state <> 'candidate'", "path_step_missing")
name_check("ck_supplier_step_four_eyes", "four_eyes", FourEyes)
name_check("ck_supplier_step_assessor_four_eyes", "four_eyes", FourEyes)
name_check("ck_supplier_step_has_reason", "reason_needed")
name_check("ck_supplier_step_exception_has_reason", "reason_needed")
