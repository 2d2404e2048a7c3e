"""Describe the five papers of a repair, from intake to the satisfaction survey."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, PartLine, Party, Signature


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Hold what every service paper says about the case."""

    number: str
    customer: Party
    product: str = ""
    serial: str = ""
    purchased_on: str = ""
    warranty: str = ""
    fault: str = ""
    urgency: str = ""
    received_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Hold one answered question of the guided intake."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class IntakeForm(Paper):
    """Hold a service intake form 受理登记表."""

    ticket: Ticket
    channel: str = ""
    fault_type: str = ""
    occurred_at: str = ""
    environment: str = ""
    wished_time: str = ""
    visit: str = ""  # on site or remote, in words
    answers: tuple[Answer, ...] = ()
    dispatch_by: str = ""
    arrive_by: str = ""
    owner: Signature = Signature()  # the first person who took it
    customer: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class SuggestedPart(PartLine):
    """Hold a part worth carrying; the note says why."""

    available: str = ""


@dataclass(frozen=True, kw_only=True)
class DispatchSheet(Paper):
    """Hold a dispatch sheet 派工单."""

    ticket: Ticket
    engineer: str = ""
    engineer_phone: str = ""
    region: str = ""
    dispatched_at: str = ""
    arrive_by: str = ""
    finish_by: str = ""
    wished_time: str = ""
    reason: str = ""  # why this engineer
    parts: tuple[SuggestedPart, ...] = ()
    dispatcher: Signature = Signature()
    engineer_signature: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class UsedPart(PartLine):
    """Hold a part built in, with what it costs the customer and how long it is under warranty."""

    serial: str = ""
    unit_price: str = ""
    amount: str = ""
    warranty_until: str = ""


@dataclass(frozen=True, kw_only=True)
class ServiceConfirmation(Paper):
    """Hold a service confirmation 服务确认单 that the customer signs."""

    ticket: Ticket
    engineer: str = ""
    arrived_at: str = ""
    finished_at: str = ""
    work_done: str = ""
    test_result: str = ""
    parts: tuple[UsedPart, ...] = ()
    parts_amount: str = ""
    labour_amount: str = ""
    travel_amount: str = ""
    covered_amount: str = ""  # borne by the warranty
    total: str = ""
    cost_agreed_at: str = ""  # when the customer agreed to the cost, before the work
    engineer_signature: Signature = Signature()
    customer: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class TestResult:
    """Hold one test after the repair."""

    point: str
    required: str = ""
    measured: str = ""
    passed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class RepairRecord(Paper):
    """Hold a repair record 维修记录."""

    ticket: Ticket
    engineer: str = ""
    arrived_at: str = ""
    finished_at: str = ""
    diagnosis: str = ""
    cause: str = ""
    actions: str = ""
    parts: tuple[UsedPart, ...] = ()
    old_parts: tuple[PartLine, ...] = ()
    tests: tuple[TestResult, ...] = ()
    photos_before: tuple[bytes, ...] = field(default=(), repr=False)
    photos_after: tuple[bytes, ...] = field(default=(), repr=False)
    engineer_signature: Signature = Signature()
    reviewer: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class Question:
    """Hold one question answered by a score from 1 to 10; `None` leaves the scale open to be ticked."""

    text: str
    score: int | None = None


@dataclass(frozen=True, kw_only=True)
class SatisfactionSurvey(Paper):
    """Hold a satisfaction survey 满意度调查表, open or answered."""

    ticket: Ticket
    questions: tuple[Question, ...]
    engineer: str = ""
    finished_at: str = ""
    asked_by: str = ""
    asked_at: str = ""
    low_score_reason: str = ""
    suggestions: str = ""
    link: str = ""  # one-time address of the survey on the web, drawn as a QR code
    customer: Signature = Signature()


def render_intake_form(paper: IntakeForm, language: str) -> bytes:
    """Render a service intake form."""
    return render("intake_form.html", paper, language)


def render_dispatch_sheet(paper: DispatchSheet, language: str) -> bytes:
    """Render a dispatch sheet."""
    return render("dispatch_sheet.html", paper, language)


def render_service_confirmation(paper: ServiceConfirmation, language: str) -> bytes:
    """Render a service confirmation."""
    return render("service_confirmation.html", paper, language)


def render_repair_record(paper: RepairRecord, language: str) -> bytes:
    """Render a repair record."""
    return render("repair_record.html", paper, language)


def render_satisfaction_survey(paper: SatisfactionSurvey, language: str) -> bytes:
    """Render a satisfaction survey."""
    return render("satisfaction_survey.html", paper, language)
