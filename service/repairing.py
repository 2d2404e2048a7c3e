"""Repair on site or from afar: arrive, diagnose, agree on the cost, complete with the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from inventory import requesting
from inventory.tables import Balance, Lot, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of, setting
from kernel.tables import Attachment
from procurement.finding_prices import sale_prices_on
from service.charges import PRICING, bill, charged
from service.recording import own_ticket, record
from service.satisfaction import CALLBACK
from service.sla import ClockKind
from service.states import IN_REPAIR, TicketState, Visit, require, step
from service.tables import Callback, RepairReport, ReportPart, Ticket
from service.timing import meet, stop_clocks
from service.warranty import is_free, last_day


@dataclass(frozen=True, slots=True)
class PartPrice:
    """Say the sale price per unit of a part where it differs from the usual mark-up."""

    part_id: int
    unit_price_cny: Money


@dataclass(frozen=True, slots=True)
class PartBuiltIn:
    """Hold a lot that went into the repair."""

    part_id: int
    lot_id: int
    quantity: Quantity
    cost_cny: Money
    price_cny: Money
    warranty_until_on: date | None


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Hold the ticket's state after a step."""

    ticket_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """Name the report and whether the customer pays."""

    ticket_id: int
    report_id: int
    free: bool
    told_cny: Money


@dataclass(frozen=True, slots=True)
class Completed:
    """Hold the completed report: what was built in, what the customer pays, when the callback is due."""

    ticket_id: int
    report_id: int
    callback_id: int
    callback_due_at: datetime
    parts: tuple[PartBuiltIn, ...]
    covered_cny: Money
    total_cny: Money


@once
def arrive(
    session: Session,
    *,
    ticket_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> StepTaken:
    """Record that the engineer is with the customer, for the first time or again with the missing part."""
    ticket = own_ticket(session, ticket_id, by)
    ticket.state = str(step(ticket.state, TicketState.ON_SITE))
    meet(session, ticket.id, ClockKind.ON_SITE, ClockKind.FIRST_RESPONSE, at=at)
    record(session, ticket.id, "arrived", by=by, at=at)
    session.flush()
    return StepTaken(ticket.id, ticket.state)


@once
def diagnose(
    session: Session,
    *,
    ticket_id: int,
    diagnosis: str,
    by: int,
    at: datetime,
    request_key: str,
    cause: str = "",
    told_cny: Money = Money(0),  # noqa: B008  a frozen value
) -> Diagnosed:
    """Write down what is wrong and the most the customer was told to pay; another sum has to be agreed anew."""
    if not diagnosis.strip():
        raise RuleViolation("diagnosis_missing")
    if told_cny < Money.zero():
        raise RuleViolation("fee_negative")
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR)
    report = report_of(session, ticket.id)
    if report is None:
        report = RepairReport(ticket_id=ticket.id, engineer_id=by, visit=ticket.visit, diagnosis=diagnosis.strip())
        session.add(report)
    elif report.told_cny != told_cny:
        report.cost_agreed_at = report.agreed_how = None
    report.engineer_id, report.visit, report.diagnosis, report.cause = (
        by,
        ticket.visit,
        diagnosis.strip(),
        cause.strip(),
    )
    if report.cost_told_at is None or report.told_cny != told_cny:
        report.told_cny, report.cost_told_at = told_cny, at
    meet(session, ticket.id, ClockKind.FIRST_RESPONSE, at=at)
    record(session, ticket.id, "diagnosed", by=by, at=at, note=diagnosis.strip(), told_cny=told_cny)
    with refusals():
        session.flush()
    return Diagnosed(ticket.id, report.id, is_free(ticket.in_warranty, ticket.fault_type), told_cny)


@once
def agree_cost(
    session: Session,
    *,
    ticket_id: int,
    how: str,
    by: int,
    at: datetime,
    request_key: str,
) -> StepTaken:
    """Record that the customer agrees to the cost told: by `signature`, `spoken` or by `message`."""
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR)
    report = report_of(session, ticket.id)
    if report is None or report.cost_told_at is None:
        raise InvalidState("cost_not_told", number=ticket.number)
    report.cost_agreed_at, report.agreed_how = at, how
    record(session, ticket.id, "cost_agreed", by=by, at=at, told_cny=report.told_cny, how=how)
    with refusals():
        session.flush()
    return StepTaken(ticket.id, ticket.state)


@once
def complete(
    session: Session,
    *,
    ticket_id: int,
    work_done: str,
    test_result: str,
    test_passed: bool,
    by: int,
    at: datetime,
    request_key: str,
    labour_fee_cny: Money = Money(0),  # noqa: B008  a frozen value
    travel_fee_cny: Money = Money(0),  # noqa: B008
    prices: tuple[PartPrice, ...] = (),
    part_warranty_months: int | None = None,
    signature_attachment_id: int | None = None,
    unsigned_reason: str = "",
) -> Completed:
    """Complete a repair that passed its test: parts as the ledger has them, bill, signature, callback.

    Closes the work order, so that what it still waited for is no demand any more. Refuses a total above what the
    customer agreed to, and a visit without signature or the reason why there is none.
    """
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR if ticket.visit == Visit.REMOTE else frozenset({TicketState.ON_SITE}))
    report = report_of(session, ticket.id)
    if report is None:
        raise InvalidState("diagnosis_missing", number=ticket.number)
    if not work_done.strip() or not test_result.strip() or not test_passed:
        raise RuleViolation("work_and_passed_test_needed", number=ticket.number)
    _check_signature(session, ticket, signature_attachment_id)
    on = day_of(session, at)
    pricing = setting(session, PRICING, on)
    months = int(pricing["part_warranty_months"]) if part_warranty_months is None else part_warranty_months
    free = is_free(ticket.in_warranty, ticket.fault_type)
    _close_work_order(session, ticket, by, at, request_key)  # first, so that nothing is issued to it after we look
    parts = _built_in(session, ticket, report.id, prices, float(pricing["markup_percent"]), months, on)
    billed = bill(
        labour=labour_fee_cny,
        travel=travel_fee_cny,
        parts=sum((part.price_cny for part in parts), Money.zero()).rounded(),
        free=free,
    )
    if billed.total_cny > report.told_cny or (billed.total_cny and report.cost_agreed_at is None):
        raise RuleViolation("cost_not_agreed", number=ticket.number, total_cny=str(billed.total_cny))
    with refusals():
        session.add_all(parts)
        session.flush()
        report.engineer_id, report.visit = by, ticket.visit
        report.work_done, report.test_result, report.test_passed = work_done.strip(), test_result.strip(), test_passed
        report.labour_fee_cny, report.travel_fee_cny = billed.labour_fee_cny, billed.travel_fee_cny
        report.parts_fee_cny, report.covered_cny = billed.parts_fee_cny, billed.covered_cny
        report.total_cny, report.part_warranty_months = billed.total_cny, months
        report.signature_attachment_id, report.unsigned_reason = signature_attachment_id, unsigned_reason.strip()
        report.completed_at = at
        session.flush()
    ticket.state, ticket.completed_at = str(step(ticket.state, TicketState.COMPLETED)), at
    meet(session, ticket.id, ClockKind.FIRST_RESPONSE, ClockKind.SOLVE, ClockKind.PROGRESS, at=at)
    stop_clocks(session, ticket.id, at)
    callback = _ask_for_callback(session, ticket, report, at)
    record(session, ticket.id, "completed", by=by, at=at, note=work_done.strip(), total_cny=billed.total_cny)
    session.flush()
    return _completed(ticket, report, callback, parts)


_REPORT = select(RepairReport).where(RepairReport.ticket_id == bindparam("ticket"))


def report_of(session: Session, ticket_id: int) -> RepairReport | None:
    """Return the report of a ticket, begun or completed."""
    return session.scalar(_REPORT, {"ticket": ticket_id})


def _check_signature(session: Session, ticket: Ticket, attachment_id: int | None) -> None:
    """Refuse a signature that was given on something else."""
    if attachment_id is None:
        return
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise NotFound("attachment_unknown", attachment_id=attachment_id)
    if (found.table_name, found.row_id, found.purpose) != ("ticket", ticket.id, "signature"):
        raise RuleViolation("signature_of_something_else", attachment_id=attachment_id)


def _built_in(
    session: Session,
    ticket: Ticket,
    report_id: int,
    prices: tuple[PartPrice, ...],
    markup_percent: float,
    months: int,
    on: date,
) -> list[ReportPart]:
    """Return the lots that the work order holds in the ledger, priced."""
    rows = session.execute(
        select(Lot, Balance.on_hand)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(WorkOrder, WorkOrder.location_id == Balance.location_id)
        .where(WorkOrder.id == ticket.work_order_id, Balance.on_hand > Quantity.zero())
        .order_by(Lot.part_id, Lot.id)
    ).all()
    asked = {each.part_id: each.unit_price_cny for each in prices}
    if unused := set(asked) - {lot.part_id for lot, _ in rows}:
        raise RuleViolation("price_of_unused_part", part_ids=sorted(unused))
    listed = sale_prices_on(session, [lot.part_id for lot, _ in rows], on)
    return [
        ReportPart(
            report_id=report_id,
            part_id=lot.part_id,
            lot_id=lot.id,
            quantity=held,
            unit_cost_cny=lot.unit_cost_cny,
            cost_cny=lot.unit_cost_cny.times(held),
            unit_price_cny=(
                price := asked.get(lot.part_id, charged(lot.unit_cost_cny, listed.get(lot.part_id), markup_percent))
            ),
            price_cny=price.times(held),
            warranty_until_on=last_day(on, months) if months else None,
        )
        for lot, held in rows
    ]


def _close_work_order(session: Session, ticket: Ticket, by: int, at: datetime, request_key: str) -> None:
    if ticket.work_order_id is None:
        raise InvalidState("no_work_order", number=ticket.number)
    requesting.close_work_order(
        session, work_order_id=ticket.work_order_id, by=by, at=at, request_key=f"{request_key}:work-order"
    )


def _ask_for_callback(session: Session, ticket: Ticket, report: RepairReport, at: datetime) -> Callback:
    asked = setting(session, CALLBACK, day_of(session, at))
    callback = Callback(
        ticket_id=ticket.id,
        engineer_id=report.engineer_id,
        due_at=at + timedelta(hours=float(asked["due_hours"])),
        low_below=int(asked["low_below"]),
    )
    with refusals():
        session.add(callback)
        session.flush()
    return callback


def _completed(ticket: Ticket, report: RepairReport, callback: Callback, parts: list[ReportPart]) -> Completed:
    return Completed(
        ticket.id,
        report.id,
        callback.id,
        callback.due_at,
        tuple(
            PartBuiltIn(p.part_id, p.lot_id, p.quantity, p.cost_cny, p.price_cny, p.warranty_until_on) for p in parts
        ),
        report.covered_cny,
        report.total_cny,
    )
