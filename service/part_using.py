"""Ask for parts on a ticket, use those in the van, and bring back what was not needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory import issuing, requesting, returning
from inventory.tables import Location
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from service.base_planning import stream_of
from service.recording import own_ticket, record
from service.repairing import report_of
from service.states import IN_REPAIR, TicketState, require
from service.tables import EngineerProfile, Ticket
from service.warranty import is_free


@dataclass(frozen=True, slots=True)
class PartAsked:
    """Hold what became of a request for a part; `part_id` may be an older part that is used up first."""

    ticket_id: int
    part_request_id: int
    part_id: int
    store_id: int
    reserved: Quantity
    backordered: Quantity


@dataclass(frozen=True, slots=True)
class PartUsed:
    """Hold what was taken from the van, at its FIFO cost."""

    ticket_id: int
    part_id: int
    quantity: Quantity
    cost_cny: Money


@dataclass(frozen=True, slots=True)
class PartBroughtBack:
    """Hold what went back unused, and where to."""

    ticket_id: int
    lot_id: int
    quantity: Quantity
    to_location_id: int


@once
def ask_part(
    session: Session,
    *,
    ticket_id: int,
    part_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    store_id: int | None = None,
    needed_on: date | None = None,
    stream: str | None = None,
) -> PartAsked:
    """Ask a store for a part that fits the product; without a store named, the one that supplies the engineer's van.

    A part that is not there makes the ticket wait for it. Where nothing is said what it is for, that is maintenance
    for planned work, else a repair.
    """
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR)
    asked = requesting.request_part(
        session,
        work_order_id=_order_of(ticket),
        part_id=part_id,
        store_id=store_id if store_id is not None else _supplying_store(session, by),
        quantity=quantity,
        needed_on=needed_on,
        stream=stream_of(session, ticket.work_order_id, stream),
        by=by,
        at=at,
        request_key=f"{request_key}:request",
    )
    lacking = sum((each.backordered for each in asked.others), asked.backordered)
    if lacking and ticket.state != TicketState.WAITING_PARTS:
        ticket.state = str(TicketState.WAITING_PARTS)
        record(session, ticket.id, "waiting_parts", by=by, at=at, part_id=asked.part_id, backordered=lacking)
    record(session, ticket.id, "part_asked", by=by, at=at, part_id=part_id, quantity=quantity)
    session.flush()
    store = store_id if store_id is not None else _supplying_store(session, by)
    reserved = sum((each.reserved for each in asked.others), asked.reserved)
    return PartAsked(ticket.id, asked.part_request_id, asked.part_id, store, reserved, lacking)


@once
def use_from_van(
    session: Session,
    *,
    ticket_id: int,
    part_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> PartUsed:
    """Build in a part from the engineer's own van; where the customer pays, not before the cost is agreed."""
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR)
    report = report_of(session, ticket.id)
    if not is_free(ticket.in_warranty, ticket.fault_type) and (report is None or report.cost_agreed_at is None):
        raise RuleViolation("cost_not_agreed", number=ticket.number)
    issued = issuing.issue_from_van(
        session,
        work_order_id=_order_of(ticket),
        part_id=part_id,
        van_id=van_of(session, by),
        quantity=quantity,
        by=by,
        at=at,
        request_key=f"{request_key}:issue",
    )
    record(session, ticket.id, "part_used", by=by, at=at, part_id=part_id, quantity=quantity)
    session.flush()
    return PartUsed(ticket.id, part_id, issued.quantity, issued.cost_cny)


@once
def bring_back(
    session: Session,
    *,
    ticket_id: int,
    lot_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    to_location_id: int | None = None,
) -> PartBroughtBack:
    """Return a part that was not needed, into its own lot; without a place named, into the engineer's van."""
    ticket = own_ticket(session, ticket_id, by)
    require(ticket.state, IN_REPAIR)
    place = to_location_id if to_location_id is not None else van_of(session, by)
    returning.return_unused(
        session,
        work_order_id=_order_of(ticket),
        lot_id=lot_id,
        quantity=quantity,
        to_location_id=place,
        by=by,
        at=at,
        request_key=f"{request_key}:return",
    )
    record(session, ticket.id, "part_returned", by=by, at=at, lot_id=lot_id, quantity=quantity)
    session.flush()
    return PartBroughtBack(ticket.id, lot_id, quantity, place)


def van_of(session: Session, engineer_id: int) -> int:
    """Return the engineer's van, or refuse because there is none."""
    profile = session.get(EngineerProfile, engineer_id)
    if profile is None or profile.van_location_id is None:
        raise RuleViolation("engineer_without_van", engineer_id=engineer_id)
    return profile.van_location_id


def _supplying_store(session: Session, engineer_id: int) -> int:
    store = session.get_one(Location, van_of(session, engineer_id)).supplying_store_id
    if store is None:
        raise RuleViolation("no_supplying_store", engineer_id=engineer_id)
    return store


def _order_of(ticket: Ticket) -> int:
    if ticket.work_order_id is None:
        raise InvalidState("no_work_order", number=ticket.number)
    return ticket.work_order_id
