"""The data of the five papers of a ticket, as values; words and layout are the edge's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Lot, Part, ProductModel, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound
from kernel.tables import Person
from kernel.text import Text
from service.queries.history import SuggestedPart, suggested_parts
from service.queries.ticket_detail import AnswerView, answers_of, attachments_of
from service.sla import ClockKind
from service.tables import (
    Callback,
    Customer,
    Dispatch,
    RepairReport,
    ReportPart,
    SlaClock,
    Symptom,
    Ticket,
    TicketEvent,
)


@dataclass(frozen=True, slots=True)
class PaperTicket:
    """Hold what every paper says about the case."""

    number: str
    customer_name: str
    customer_phone: str
    customer_address: str
    region: str
    product: Text
    model_code: str
    serial: str
    purchased_on: date | None
    in_warranty: bool | None
    warranty_until_on: date | None
    symptom: Text
    description: str
    urgency: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class IntakeFormData:
    """Hold the service intake form 受理登记表."""

    ticket: PaperTicket
    channel: str
    fault_type: str | None
    fault_at: datetime | None
    fault_environment: str
    wished_at: datetime | None
    visit: str
    answers: tuple[AnswerView, ...]
    dispatch_due_at: datetime | None
    on_site_due_at: datetime | None
    owner_name: str


@dataclass(frozen=True, slots=True)
class DispatchSheetData:
    """Hold the dispatch sheet 派工单."""

    ticket: PaperTicket
    engineer_name: str
    engineer_phone: str
    dispatched_by_name: str
    dispatched_at: datetime
    accepted_at: datetime | None
    on_site_due_at: datetime | None
    solve_due_at: datetime | None
    wished_at: datetime | None
    score: int
    score_reasons: tuple[Mapping[str, Any], ...]
    parts: tuple[SuggestedPart, ...]


@dataclass(frozen=True, slots=True)
class PaperPart:
    """Hold a part built in, as the report has it."""

    part_number: str
    part_name: Text
    unit: Text
    lot_number: str
    serial_number: str | None
    quantity: Quantity
    unit_price_cny: Money
    price_cny: Money
    warranty_until_on: date | None


@dataclass(frozen=True, slots=True)
class RepairData:
    """Hold the service confirmation 服务确认单 and the repair record 维修记录: two papers of one report."""

    ticket: PaperTicket
    engineer_name: str
    visit: str
    arrived_at: datetime | None
    completed_at: datetime
    diagnosis: str
    cause: str
    work_done: str
    test_result: str
    test_passed: bool
    parts: tuple[PaperPart, ...]
    parts_fee_cny: Money
    labour_fee_cny: Money
    travel_fee_cny: Money
    covered_cny: Money
    total_cny: Money
    told_cny: Money
    cost_told_at: datetime | None
    cost_agreed_at: datetime | None
    agreed_how: str | None
    part_warranty_months: int
    signature_attachment_id: int | None
    unsigned_reason: str
    photo_before_ids: tuple[int, ...]
    photo_after_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SatisfactionSurveyData:
    """Hold the satisfaction survey 满意度调查表, open or answered; scores from 1 to 10."""

    ticket: PaperTicket
    engineer_name: str
    completed_at: datetime | None
    channel: str | None
    asked_by_name: str | None
    answered_at: datetime | None
    attitude: int | None
    punctuality: int | None
    effect: int | None
    overall: int | None
    low_reason: str
    suggestions: str


def intake_form(session: Session, ticket_id: int) -> IntakeFormData:
    """Return the data of the intake form."""
    ticket = _ticket(session, ticket_id)
    due = _due(session, ticket_id)
    return IntakeFormData(
        paper_ticket(session, ticket),
        ticket.channel,
        ticket.fault_type,
        ticket.fault_at,
        ticket.fault_environment,
        ticket.wished_at,
        ticket.visit,
        answers_of(session, ticket_id),
        due.get(ClockKind.DISPATCH),
        due.get(ClockKind.ON_SITE),
        session.get_one(Person, ticket.owner_id).name,
    )


def dispatch_sheet(session: Session, ticket_id: int) -> DispatchSheetData:
    """Return the data of the dispatch sheet for the engineer who is sent now."""
    ticket = _ticket(session, ticket_id)
    sent = session.scalar(
        select(Dispatch)
        .where(Dispatch.ticket_id == ticket_id, Dispatch.declined_at.is_(None), Dispatch.withdrawn_at.is_(None))
        .order_by(Dispatch.id.desc())
    )
    if sent is None:
        raise InvalidState("not_dispatched", number=ticket.number)
    engineer = session.get_one(Person, sent.engineer_id)
    due = _due(session, ticket_id)
    return DispatchSheetData(
        paper_ticket(session, ticket),
        engineer.name,
        engineer.phone or "",
        session.get_one(Person, sent.dispatched_by_id).name,
        sent.dispatched_at,
        sent.accepted_at,
        due.get(ClockKind.ON_SITE),
        due.get(ClockKind.SOLVE),
        ticket.wished_at,
        sent.score,
        tuple(sent.score_reasons),
        suggested_parts(session, ticket_id),
    )


def repair_papers(session: Session, ticket_id: int) -> RepairData:
    """Return the data of service confirmation and repair record; the repair must be completed."""
    ticket = _ticket(session, ticket_id)
    report = session.scalar(select(RepairReport).where(RepairReport.ticket_id == ticket_id))
    if report is None or report.completed_at is None:
        raise InvalidState("not_completed", number=ticket.number)
    arrived_at = session.scalar(
        select(TicketEvent.at)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.kind == "arrived")
        .order_by(TicketEvent.id.desc())
        .limit(1)
    )
    return RepairData(
        ticket=paper_ticket(session, ticket),
        engineer_name=session.get_one(Person, report.engineer_id).name,
        visit=report.visit,
        arrived_at=arrived_at,
        completed_at=report.completed_at,
        diagnosis=report.diagnosis,
        cause=report.cause,
        work_done=report.work_done,
        test_result=report.test_result,
        test_passed=bool(report.test_passed),
        parts=_parts(session, report.id),
        parts_fee_cny=report.parts_fee_cny,
        labour_fee_cny=report.labour_fee_cny,
        travel_fee_cny=report.travel_fee_cny,
        covered_cny=report.covered_cny,
        total_cny=report.total_cny,
        told_cny=report.told_cny,
        cost_told_at=report.cost_told_at,
        cost_agreed_at=report.cost_agreed_at,
        agreed_how=report.agreed_how,
        part_warranty_months=report.part_warranty_months,
        signature_attachment_id=report.signature_attachment_id,
        unsigned_reason=report.unsigned_reason,
        photo_before_ids=tuple(row.id for row in attachments_of(session, ticket_id, "photo_before")),
        photo_after_ids=tuple(row.id for row in attachments_of(session, ticket_id, "photo_after")),
    )


def satisfaction_survey(session: Session, ticket_id: int) -> SatisfactionSurveyData:
    """Return the data of the satisfaction survey; the repair must be completed."""
    ticket = _ticket(session, ticket_id)
    callback = session.scalar(select(Callback).where(Callback.ticket_id == ticket_id))
    if callback is None:
        raise InvalidState("not_completed", number=ticket.number)
    asker = session.get(Person, callback.done_by_id) if callback.done_by_id is not None else None
    return SatisfactionSurveyData(
        paper_ticket(session, ticket),
        session.get_one(Person, callback.engineer_id).name,
        ticket.completed_at,
        callback.channel,
        asker.name if asker else None,
        callback.done_at,
        callback.attitude,
        callback.punctuality,
        callback.effect,
        callback.overall,
        callback.low_reason,
        callback.suggestions,
    )


def paper_ticket(session: Session, ticket: Ticket) -> PaperTicket:
    """Return what every paper says about a case."""
    customer = session.get_one(Customer, ticket.customer_id)
    model = session.get(ProductModel, ticket.product_model_id) if ticket.product_model_id else None
    symptom = session.get(Symptom, ticket.symptom_id) if ticket.symptom_id else None
    return PaperTicket(
        ticket.number,
        customer.name,
        customer.phone,
        customer.address,
        ticket.region,
        model.name if model else Text(ticket.model_typed, ticket.model_typed),
        model.code if model else "",
        ticket.serial,
        ticket.purchased_on,
        ticket.in_warranty,
        ticket.warranty_until_on,
        Text(symptom.name_zh, symptom.name_en) if symptom else Text("", ""),
        ticket.description,
        ticket.urgency,
        ticket.opened_at,
    )


def _ticket(session: Session, ticket_id: int) -> Ticket:
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    return ticket


def _due(session: Session, ticket_id: int) -> dict[str, datetime]:
    """Return until when each clock of a ticket must be met; stopped ones are asked of nobody."""
    rows = session.execute(
        select(SlaClock.kind, SlaClock.due_at).where(SlaClock.ticket_id == ticket_id, SlaClock.stopped_at.is_(None))
    )
    return dict(rows.all())


def _parts(session: Session, report_id: int) -> tuple[PaperPart, ...]:
    rows = session.execute(
        select(ReportPart, Part, Unit, Lot)
        .join(Part, Part.id == ReportPart.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Lot, Lot.id == ReportPart.lot_id)
        .where(ReportPart.report_id == report_id)
        .order_by(Part.number, Lot.id)
    )
    return tuple(
        PaperPart(
            part.number,
            part.name,
            unit.name,
            lot.number,
            lot.serial_number,
            used.quantity,
            used.unit_price_cny,
            used.price_cny,
            used.warranty_until_on,
        )
        for used, part, unit, lot in rows
    )
