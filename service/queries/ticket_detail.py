"""One ticket with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.tables import Balance, Lot, Part, PartRequest, Reservation, Unit, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.settings import day_of, setting, zone
from kernel.tables import Attachment, Person
from kernel.text import Text
from service.calendar import Calendar, Runs
from service.calendars import CALENDAR, calendar_around
from service.queries.tickets import TicketRow, ticket_rows, tickets_select
from service.sla import standing
from service.tables import (
    Callback,
    Dispatch,
    FollowUp,
    GuidedChoice,
    GuidedQuestion,
    RepairReport,
    ReportPart,
    SlaClock,
    Ticket,
    TicketAnswer,
    TicketEvent,
)


@dataclass(frozen=True, slots=True)
class ClockView:
    """Hold a clock as it stands: running seconds left (negative: overdue) and the share of its time that is used."""

    kind: str
    runs: str
    started_at: datetime
    warn_at: datetime
    due_at: datetime
    met_at: datetime | None
    standing: str
    remaining_seconds: int
    used_percent: int


@dataclass(frozen=True, slots=True)
class EventView:
    """Hold a step of the log."""

    event_id: int
    kind: str
    at: datetime
    by_name: str | None
    note: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartHeld:
    """Hold a lot that the work order has in the ledger now, with what the report charged for it."""

    part_id: int
    part_number: str
    part_name: Text
    unit: Text
    lot_id: int
    lot_number: str
    serial_number: str | None
    quantity: Quantity
    unit_cost_cny: Money
    cost_cny: Money
    unit_price_cny: Money | None
    price_cny: Money | None
    warranty_until_on: date | None


@dataclass(frozen=True, slots=True)
class PartWaited:
    """Hold a part request on the work order; reserved is what is promised and not yet issued."""

    part_request_id: int
    part_id: int
    part_number: str
    part_name: Text
    store_id: int
    quantity: Quantity
    issued: Quantity
    reserved: Quantity
    backordered: Quantity
    open: bool


@dataclass(frozen=True, slots=True)
class DispatchView:
    """Hold one dispatch and its answer."""

    dispatch_id: int
    engineer_id: int
    engineer_name: str
    dispatched_by_name: str
    dispatched_at: datetime
    notified_at: datetime | None
    accepted_at: datetime | None
    declined_at: datetime | None
    withdrawn_at: datetime | None
    reason: str
    score: int
    score_reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Hold a guided question and what was answered."""

    question_id: int
    question: Text
    answer: Text


@dataclass(frozen=True, kw_only=True)
class TicketFacts:
    """Hold what pages and programs show alike of a ticket beyond its row in a list."""

    product_id: int | None
    product_model_id: int | None
    purchased_on: date | None
    warranty_until_on: date | None
    symptom_id: int | None
    fault_type: str | None
    fault_at: datetime | None
    fault_environment: str
    remote_area: bool
    complex: bool
    closed_at: datetime | None
    cancel_reason: str
    answers: tuple[AnswerView, ...]
    clocks: tuple[ClockView, ...]
    dispatches: tuple[DispatchView, ...]
    requests: tuple[PartWaited, ...]
    parts: tuple[PartHeld, ...]
    parts_cost_cny: Money
    events: tuple[EventView, ...]


@dataclass(frozen=True, kw_only=True)
class TicketDetail(TicketFacts):
    """Hold a ticket with its log, clocks, dispatches, parts, report and callback."""

    row: TicketRow
    report: RepairReport | None
    callback: Callback | None
    follow_ups: tuple[FollowUp, ...]
    attachments: tuple[Attachment, ...]


def ticket_detail(session: Session, ticket_id: int, at: datetime, *, engineer_id: int | None = None) -> TicketDetail:
    """Return a ticket; with `engineer_id`, only one of that engineer's: others do not exist for them."""
    query = tickets_select(at=at, engineer_id=engineer_id).where(Ticket.id == ticket_id)
    rows = ticket_rows(session, query)
    if not rows:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    ticket = session.get_one(Ticket, ticket_id)
    held = parts_held(session, ticket)
    return TicketDetail(
        row=rows[0],
        product_id=ticket.product_id,
        product_model_id=ticket.product_model_id,
        purchased_on=ticket.purchased_on,
        warranty_until_on=ticket.warranty_until_on,
        symptom_id=ticket.symptom_id,
        fault_type=ticket.fault_type,
        fault_at=ticket.fault_at,
        fault_environment=ticket.fault_environment,
        remote_area=ticket.remote_area,
        complex=ticket.complex,
        closed_at=ticket.closed_at,
        cancel_reason=ticket.cancel_reason,
        answers=answers_of(session, ticket_id),
        clocks=clock_views(session, ticket_id, at),
        dispatches=dispatches_of(session, ticket_id),
        requests=requests_of(session, ticket),
        parts=held,
        parts_cost_cny=sum((part.cost_cny for part in held), Money.zero()),
        report=session.scalar(select(RepairReport).where(RepairReport.ticket_id == ticket_id)),
        callback=session.scalar(select(Callback).where(Callback.ticket_id == ticket_id)),
        follow_ups=tuple(
            session.scalars(select(FollowUp).where(FollowUp.ticket_id == ticket_id).order_by(FollowUp.id))
        ),
        attachments=attachments_of(session, ticket_id),
        events=events_of(session, ticket_id),
    )


def clock_views(session: Session, ticket_id: int, at: datetime) -> tuple[ClockView, ...]:
    """Return the clocks of a ticket as they stand at an instant, in the time in which each runs."""
    on = day_of(session, at)
    calendar = calendar_around(on.year, setting(session, CALENDAR, on), zone(session, on))
    rows = session.scalars(
        select(SlaClock).where(SlaClock.ticket_id == ticket_id).order_by(SlaClock.due_at, SlaClock.id)
    )
    return tuple(_clock_view(row, at, calendar) for row in rows)


def _clock_view(row: SlaClock, at: datetime, calendar: Calendar) -> ClockView:
    until = row.met_at or row.stopped_at or at
    runs = Runs(row.runs)
    whole = calendar.between(row.started_at, row.due_at, runs).total_seconds()
    left = calendar.between(until, row.due_at, runs).total_seconds()
    state = standing(at, warn_at=row.warn_at, due_at=row.due_at, met_at=row.met_at, stopped_at=row.stopped_at)
    used = 100 if whole <= 0 else min(max(round(100 * (whole - left) / whole), 0), 999)
    return ClockView(
        row.kind,
        row.runs,
        row.started_at,
        row.warn_at,
        row.due_at,
        row.met_at,
        str(state),
        round(left),
        used,
    )


def events_of(session: Session, ticket_id: int) -> tuple[EventView, ...]:
    """Return the log of a ticket in its order."""
    rows = session.execute(
        select(TicketEvent, Person.name)
        .outerjoin(Person, Person.id == TicketEvent.by_id)
        .where(TicketEvent.ticket_id == ticket_id)
        .order_by(TicketEvent.id)
    )
    return tuple(EventView(row.id, row.kind, row.at, name, row.note, row.facts) for row, name in rows)


def parts_held(session: Session, ticket: Ticket) -> tuple[PartHeld, ...]:
    """Return the lots that the ticket's work order holds in the ledger."""
    if ticket.work_order_id is None:
        return ()
    rows = session.execute(
        select(Lot, Part, Unit, Balance.on_hand, ReportPart)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(WorkOrder, WorkOrder.location_id == Balance.location_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(RepairReport, RepairReport.ticket_id == ticket.id)
        .outerjoin(ReportPart, (ReportPart.report_id == RepairReport.id) & (ReportPart.lot_id == Lot.id))
        .where(WorkOrder.id == ticket.work_order_id, Balance.on_hand > Quantity.zero())
        .order_by(Part.number, Lot.id)
    )
    return tuple(
        PartHeld(
            part.id,
            part.number,
            part.name,
            unit.name,
            lot.id,
            lot.number,
            lot.serial_number,
            held,
            lot.unit_cost_cny,
            lot.unit_cost_cny.times(held),
            charged.unit_price_cny if charged else None,
            charged.unit_price_cny.times(held) if charged else None,
            charged.warranty_until_on if charged else None,
        )
        for lot, part, unit, held, charged in rows
    )


def requests_of(session: Session, ticket: Ticket) -> tuple[PartWaited, ...]:
    """Return what was asked for on the ticket's work order."""
    if ticket.work_order_id is None:
        return ()
    promised = (
        select(func.sum(Reservation.quantity))
        .where(Reservation.part_request_id == PartRequest.id, Reservation.state == "open")
        .correlate(PartRequest)
        .scalar_subquery()
    )
    rows = session.execute(
        select(PartRequest, Part, promised)
        .join(Part, Part.id == PartRequest.part_id)
        .where(PartRequest.work_order_id == ticket.work_order_id)
        .order_by(PartRequest.id)
    )
    return tuple(
        PartWaited(
            asked.id,
            part.id,
            part.number,
            part.name,
            asked.store_id,
            asked.quantity,
            asked.issued,
            reserved or Quantity.zero(),
            asked.quantity - asked.issued - asked.cancelled - (reserved or Quantity.zero()),
            asked.open,
        )
        for asked, part, reserved in rows
    )


def dispatches_of(session: Session, ticket_id: int) -> tuple[DispatchView, ...]:
    """Return everybody who was sent to a ticket, and what they answered."""
    people = dict(session.execute(select(Person.id, Person.name)).all())
    rows = session.scalars(select(Dispatch).where(Dispatch.ticket_id == ticket_id).order_by(Dispatch.id))
    return tuple(
        DispatchView(
            row.id,
            row.engineer_id,
            people[row.engineer_id],
            people[row.dispatched_by_id],
            row.dispatched_at,
            row.notified_at,
            row.accepted_at,
            row.declined_at,
            row.withdrawn_at,
            row.reason,
            row.score,
            tuple(row.score_reasons),
        )
        for row in rows
    )


def answers_of(session: Session, ticket_id: int) -> tuple[AnswerView, ...]:
    """Return the guided questions that were answered at intake."""
    rows = session.execute(
        select(TicketAnswer, GuidedQuestion, GuidedChoice)
        .join(GuidedQuestion, GuidedQuestion.id == TicketAnswer.question_id)
        .outerjoin(GuidedChoice, GuidedChoice.id == TicketAnswer.choice_id)
        .where(TicketAnswer.ticket_id == ticket_id)
        .order_by(GuidedQuestion.position, GuidedQuestion.id)
    )
    return tuple(
        AnswerView(
            question.id,
            Text(question.text_zh, question.text_en),
            Text(choice.text_zh, choice.text_en) if choice else Text(answer.words, answer.words),
        )
        for answer, question, choice in rows
    )


def attachments_of(session: Session, ticket_id: int, *purposes: str) -> tuple[Attachment, ...]:
    """Return the photos and signatures of a ticket, of all or of some purposes."""
    query = select(Attachment).where(Attachment.table_name == "ticket", Attachment.row_id == ticket_id)
    if purposes:
        query = query.where(Attachment.purpose.in_(purposes))
    return tuple(session.scalars(query.order_by(Attachment.id)))
