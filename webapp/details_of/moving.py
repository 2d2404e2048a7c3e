"""Read one work order, part request, transfer, posting or stock-take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import Select, select

from inventory import stock_take_queries as counting
from inventory.queries import (
    Consumption,
    WaitingRequest,
    consumption,
    movements_select,
    requests_select,
    transfer_lines_select,
)
from inventory.queries.allocations import allocation_events_select
from inventory.queries.transfer_pieces import PieceOfTransfer, pieces_of
from inventory.queries.transit import settlements_select
from inventory.stock_take_queries import CauseSum, CountMade, SheetLine, StockTakeHead, VarianceLine
from inventory.tables import AllocationEvent, Movement, PartRequest, ProductModel, Reservation
from inventory.variance import Accuracy
from kernel.amounts import Money, Quantity
from kernel.tables import Person
from webapp import context
from webapp.commands_of.requests_owners import own_request, ticket_of
from webapp.detail import Detail, detail, made_of
from webapp.listings.requests import standing
from webapp.pages import postings, requests, stock_takes, transfers
from webapp.pages.postings_last import original_of, reversed_by
from webapp.shapes import Columns

Requests = Annotated[tuple[Any, ...], Columns("RequestOfWorkOrder", requests_select())]


def _promises_select(*part_request_ids: int) -> Select[*tuple[Any, ...]]:
    """List the reservations of requests."""
    return (
        select(
            Reservation.id.label("reservation_id"),
            Reservation.part_request_id,
            Reservation.quantity,
            Reservation.state,
            Reservation.reserved_at,
            Reservation.expires_at,
            Reservation.resolved_at,
        )
        .where(Reservation.part_request_id.in_(part_request_ids))
        .order_by(Reservation.id)
    )


def _changes(*part_request_ids: int) -> Select[*tuple[Any, ...]]:
    """List what was done to the promises of requests beyond the plain rule: held, released, taken over, given on."""
    return (
        allocation_events_select()
        .where(AllocationEvent.part_request_id.in_(part_request_ids))
        .order_by(AllocationEvent.id)
    )


Changes = Annotated[tuple[Any, ...], Columns("ChangeOfPromise", _changes())]
Promises = Annotated[tuple[Any, ...], Columns("ReservationOfRequest", _promises_select())]


@dataclass(frozen=True, slots=True)
class WorkOrderShown:
    """Hold a work order: what it asked for, what is promised, what it holds by lot and cost."""

    work_order_id: int
    number: str
    state: str
    urgency: str
    opened_at: datetime
    closed_at: datetime | None
    product_model_id: int | None
    product_serial: str
    model_code: str | None
    engineer_id: int | None
    engineer: str | None
    ticket_id: int | None
    ticket_number: str | None
    requests: Requests
    reservations: Promises
    promises_changed: Changes
    held: Consumption


def read_work_order(work_order_id: int) -> WorkOrderShown:
    """Show a work order with its part requests, open reservations and what it holds."""
    session, row = context.session(), requests.found(work_order_id)
    asked = session.execute(
        requests_select().where(PartRequest.work_order_id == work_order_id).order_by(PartRequest.id)
    ).all()
    promised = _promises_select(*(each.part_request_id for each in asked)).where(Reservation.state == "open")
    model = session.get(ProductModel, row.product_model_id) if row.product_model_id else None
    engineer = session.get(Person, row.engineer_id) if row.engineer_id else None
    ticket = ticket_of(session, work_order_id)
    return made_of(
        WorkOrderShown,
        row,
        work_order_id=row.id,
        model_code=model.code if model else None,
        engineer=engineer.name if engineer else None,
        ticket_id=ticket.id if ticket else None,
        ticket_number=ticket.number if ticket else None,
        requests=asked,
        reservations=session.execute(promised).all(),
        promises_changed=session.execute(_changes(*(each.part_request_id for each in asked))).all(),
        held=consumption(session, work_order_id=work_order_id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRequestShown(WaitingRequest):
    """Hold a part request with how it stands and every reservation that was made for it."""

    open: bool
    cancelled: Quantity
    returned: Quantity
    asked_part_id: int | None
    work_order_state: str
    standing: str
    reservations: Promises
    promises_changed: Changes


def read_part_request(part_request_id: int) -> PartRequestShown:
    """Show a part request with every reservation that was made for it."""
    session = context.session()
    own_request(session, context.actor(), {"part_request_id": part_request_id})
    row = session.execute(requests_select().where(PartRequest.id == part_request_id)).one()
    promised = session.execute(_promises_select(part_request_id)).all()
    changed = session.execute(_changes(part_request_id)).all()
    return made_of(PartRequestShown, row, standing=standing(row), reservations=promised, promises_changed=changed)


@dataclass(frozen=True, slots=True)
class TransferShown:
    """Hold a transfer with its lines and who asked, sent and received."""

    transfer_id: int
    number: str
    state: str
    note: str
    from_store_id: int
    from_store_code: str
    to_store_id: int
    to_store_code: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    sent_by: str
    sent_at: datetime | None
    received_by: str
    received_at: datetime | None
    beyond_reason: str
    beyond_signed_by_id: int | None
    lines: Annotated[tuple[Any, ...], Columns("LineOfTransfer", transfer_lines_select(transfer_id=0))]
    pieces: tuple[PieceOfTransfer, ...]
    settlements: Annotated[tuple[Any, ...], Columns("SettlementOfTransfer", settlements_select())]


def read_transfer(transfer_id: int) -> TransferShown:
    """Show a transfer with what was asked for, sent and received."""
    session, row = context.session(), transfers.found(transfer_id)
    return made_of(
        TransferShown,
        row,
        transfer_id=row.id,
        from_store_code=transfers.place_of(row.from_store_id).code,
        to_store_code=transfers.place_of(row.to_store_id).code,
        asked_by=transfers.name_of(row.asked_by_id),
        sent_by=transfers.name_of(row.sent_by_id),
        received_by=transfers.name_of(row.received_by_id),
        beyond_signed_by_id=signed.signed_by_id if (signed := transfers.signature_of(transfer_id)) else None,
        lines=session.execute(transfer_lines_select(transfer_id=transfer_id)).all(),
        pieces=tuple(pieces_of(session, row)),
        settlements=transfers.settlements_of(transfer_id),
    )


@dataclass(frozen=True, slots=True)
class PostingShown:
    """Hold a posting with its movements, what undid it and what it undid."""

    posting_id: int
    kind: str
    reference: str
    note: str
    moved_on: date
    posted_at: datetime
    by_id: int
    by_name: str
    reverses_posting_id: int | None
    reversed_by_posting_id: int | None
    movements: Annotated[tuple[Any, ...], Columns("Movement", movements_select())]


def read_posting(posting_id: int) -> PostingShown:
    """Show a posting with its movements."""
    session, row = context.session(), postings.found(posting_id)
    moves = movements_select().where(Movement.posting_id == posting_id).limit(postings.MOST_SHOWN)
    return made_of(
        PostingShown,
        row,
        posting_id=row.id,
        by_name=session.get_one(Person, row.by_id).name,
        reverses_posting_id=original_of(posting_id),
        reversed_by_posting_id=reversed_by(posting_id),
        movements=session.execute(moves).all(),
    )


@dataclass(frozen=True, slots=True)
class LineToCount:
    """Hold a line of a stock-take as whoever counts may see it: where and what, never how many."""

    count_line_id: int
    location_id: int
    location_code: str
    part_id: int
    part_number: str
    unit: str
    step: Quantity
    serial_tracked: bool
    times_counted: int
    recount_asked: bool
    found: bool
    to_count: bool
    assigned_to_id: int | None
    assigned_to: str | None


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    """Hold a line whose shelf and book differ, with every count, what it is worth and its cause."""

    line: SheetLine
    counts: tuple[CountMade, ...]
    difference: Quantity | None
    unit_cost_cny: Money
    value_cny: Money
    cause: str | None
    cause_note: str


@dataclass(frozen=True, slots=True)
class Review:
    """Hold what only those see who plan, review or approve: the book, the differences and their worth."""

    differences: tuple[DifferenceShown, ...]
    by_cause: tuple[CauseSum, ...]
    accuracy: Accuracy
    line_share: Decimal | None
    value_share: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockTakeShown(StockTakeHead):
    """Hold a stock-take with its lines; the review is null for those who only count, so that counting stays blind."""

    sheet: tuple[LineToCount, ...]
    review: Review | None


def read_stock_take(stock_take_id: int) -> StockTakeShown:
    """Show a stock-take: its lines, and to those who review it the differences; counting is blind."""
    session, head = context.session(), stock_takes.take_of(stock_take_id)
    lines = counting.count_sheet(session, stock_take_id=stock_take_id)
    return made_of(
        StockTakeShown,
        head,
        sheet=tuple(made_of(LineToCount, each) for each in lines),
        review=_review(stock_take_id) if stock_takes.may_review() else None,
    )


def _review(stock_take_id: int) -> Review:
    report = counting.variance_report(context.session(), stock_take_id=stock_take_id)
    return made_of(
        Review,
        report,
        report.accuracy,
        differences=tuple(_difference(each) for each in report.differing),
    )


def _difference(each: VarianceLine) -> DifferenceShown:
    return made_of(DifferenceShown, each)


def _nothing(_name: str) -> bool:
    """Hide nothing: who reviews a stock-take sees what the differences are worth, as on its page."""
    return False


WORK_ORDER = "/work-orders/<int:work_order_id>"
REQUEST = "/part-requests/<int:part_request_id>"
TAKE = "/stock-takes/<int:stock_take_id>"

detail(Detail("work_order", WORK_ORDER, requests.work_order, read_work_order, "requests"))
detail(Detail("part_request", REQUEST, requests.work_order, read_part_request, "requests"))
detail(Detail("transfer", "/transfers/<int:transfer_id>", transfers.show, read_transfer, "transfers"))
detail(Detail("posting", "/postings/<int:posting_id>", postings.show, read_posting, "stock"))
detail(Detail("stock_take", TAKE, stock_takes.show, read_stock_take, "stock-takes", _nothing))
