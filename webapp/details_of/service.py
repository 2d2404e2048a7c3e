"""Read one ticket, callback, task, customer or sold unit; personal data is masked as on the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import Select

from inventory.tables import ProductModel
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text
from service.queries.history import SuggestedPart, suggested_parts
from service.queries.keeping import products_select
from service.queries.ticket_detail import TicketFacts
from service.queries.tickets import TicketRow, ticket_rows, tickets_select
from service.states import UNFINISHED
from service.tables import Callback, Customer, FollowUp, RepairReport, Ticket
from service.warranty import cover
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.details_of.receiving import FileShown, file_shown
from webapp.pages import callbacks, customers, products, tickets
from webapp.personal import shown_name, shown_phone, shown_text
from webapp.service_scopes import own_tickets
from webapp.shapes import Columns

MOST_TICKETS = 50
COSTS = frozenset({"unit_cost_cny", "cost_cny", "parts_cost_cny"})
SAID = ("token_hash", "token_expires_at")
"""What belongs to the customer's one-time link and is nobody's to read."""

CallbackRow = Annotated[Any, Columns("CallbackOfTicket", Callback, SAID)]


def masked(row: TicketRow) -> TicketRow:
    """Return a ticket with the customer as whoever asks may see them."""
    return replace(row, customer_name=shown_name(row.customer_name), customer_phone=shown_phone(row.customer_phone))


@dataclass(frozen=True, kw_only=True)
class TicketShown(TicketFacts, TicketRow):
    """Hold a ticket with its log, clocks, dispatches, parts, report, callback, tasks and pictures."""

    customer_address: str
    suggested_parts: tuple[SuggestedPart, ...]
    report: Annotated[Any, Columns("ReportOfTicket", RepairReport)]
    callback: CallbackRow
    follow_ups: Annotated[tuple[Any, ...], Columns("TaskOfTicket", FollowUp)]
    attachments: tuple[FileShown, ...]


def _costs(name: str) -> bool:
    """Tell whether a fact is what parts cost the house, and hidden: the desk sees it, the engineer does not."""
    return name in COSTS and not (context.may("prices.read") or context.may("tickets.write"))


def read_ticket(ticket_id: int) -> TicketShown:
    """Show a ticket with its clocks, log, dispatches, parts, report and callback; engineers see their own."""
    session, found = context.session(), tickets.detail(ticket_id)
    customer = session.get_one(Customer, found.row.customer_id)
    return made_of(
        TicketShown,
        masked(found.row),
        found,
        customer_address=shown_text(customer.address),
        suggested_parts=suggested_parts(session, ticket_id) if found.row.state in UNFINISHED else (),
        attachments=tuple(file_shown(each) for each in found.attachments),
    )


@dataclass(frozen=True, slots=True)
class CallbackShown:
    """Hold a callback: whom to call about what, or what the customer said."""

    callback_id: int
    ticket_id: int
    ticket_number: str
    description: str
    completed_at: datetime | None
    customer_id: int
    customer_name: str
    customer_phone: str
    contact_preference: str
    engineer_id: int
    engineer: str
    due_at: datetime
    tries: int
    channel: str | None
    done_at: datetime | None
    done_by: str | None
    attitude: int | None
    punctuality: int | None
    effect: int | None
    overall: int | None
    low_below: int
    low_reason: str
    suggestions: str


def read_callback(callback_id: int) -> CallbackShown:
    """Show a callback: whom to call, or what the customer said."""
    session, row = context.session(), callbacks.callback_of(callback_id)
    ticket = session.get_one(Ticket, row.ticket_id)
    customer = session.get_one(Customer, ticket.customer_id)
    asker = session.get(Person, row.done_by_id) if row.done_by_id else None
    return made_of(
        CallbackShown,
        row,
        ticket,
        customer,
        callback_id=row.id,
        ticket_number=ticket.number,
        customer_name=shown_name(customer.name),
        customer_phone=shown_phone(customer.phone),
        engineer=session.get_one(Person, row.engineer_id).name,
        done_by=asker.name if asker else None,
    )


@dataclass(frozen=True, slots=True)
class TaskShown:
    """Hold a task that makes good what a customer was unhappy with."""

    follow_up_id: int
    ticket_id: int
    ticket_number: str
    customer_name: str
    customer_phone: str
    cause: str
    task: str
    assigned_to_id: int
    assigned_to: str
    opened_at: datetime
    due_at: datetime
    done_at: datetime | None
    done_by: str | None
    result: str


def read_task(follow_up_id: int) -> TaskShown:
    """Show a task on a ticket, and how it ended."""
    session = context.session()
    row = session.get(FollowUp, follow_up_id)
    if row is None:
        raise NotFound("follow_up_unknown", follow_up_id=follow_up_id)
    ticket = masked(tickets.detail(row.ticket_id).row)
    ender = session.get(Person, row.done_by_id) if row.done_by_id else None
    return made_of(
        TaskShown,
        row,
        ticket,
        follow_up_id=row.id,
        ticket_number=ticket.number,
        assigned_to=session.get_one(Person, row.assigned_to_id).name,
        done_by=ender.name if ender else None,
    )


@dataclass(frozen=True, slots=True)
class CustomerShown:
    """Hold a customer with units and the newest tickets."""

    customer_id: int
    name: str
    phone: str
    address: str
    email: str
    region: str
    remote_area: bool
    contact_preference: str
    active: bool
    products: Annotated[tuple[Any, ...], Columns("UnitOfCustomer", products_select(), ("customer_id", "customer_name"))]
    tickets: tuple[TicketRow, ...]


def _tickets(query: Select[*tuple[Any, ...]]) -> tuple[TicketRow, ...]:
    """Return the newest tickets of a query that whoever asks may see."""
    mine = query.where(own_tickets(context.actor())).limit(MOST_TICKETS)
    return tuple(masked(each) for each in ticket_rows(context.session(), mine))


def read_customer(customer_id: int) -> CustomerShown:
    """Show a customer with units and tickets; personal data is masked for those who need not see it."""
    session, row = context.session(), customers.customer_of(customer_id)
    return made_of(
        CustomerShown,
        row,
        customer_id=row.id,
        name=shown_name(row.name),
        phone=shown_phone(row.phone),
        address=shown_text(row.address),
        email=shown_text(row.email),
        products=session.execute(products_select(customer_id=customer_id)).all(),
        tickets=_tickets(tickets_select(at=context.now(), customer_id=customer_id)),
    )


@dataclass(frozen=True, slots=True)
class ProductShown:
    """Hold a sold unit with owner, warranty and the newest tickets."""

    product_id: int
    serial: str
    product_model_id: int
    model_code: str
    model_name: Text
    family: str
    warranty_months: int
    customer_id: int | None
    customer_name: str
    purchased_on: date | None
    dealer: str
    in_warranty: bool | None
    until_on: date | None
    tickets: tuple[TicketRow, ...]


def read_product(product_id: int) -> ProductShown:
    """Show a sold unit with owner, warranty and tickets."""
    session, row = context.session(), products.product_of(product_id)
    model = session.get_one(ProductModel, row.product_model_id)
    customer = session.get(Customer, row.customer_id) if row.customer_id else None
    return made_of(
        ProductShown,
        row,
        model,
        cover(row.purchased_on, model.warranty_months, context.today()),
        product_id=row.id,
        model_code=model.code,
        model_name=model.name,
        customer_name=shown_name(customer.name) if customer else "",
        tickets=_tickets(tickets_select(at=context.now(), product_id=product_id)),
    )


detail(Detail("ticket", "/tickets/<int:ticket_id>", tickets.show, read_ticket, "service", _costs))
detail(Detail("callback", "/callbacks/<int:callback_id>", callbacks.show, read_callback, "service"))
detail(Detail("follow_up", "/follow-ups/<int:follow_up_id>", callbacks.task, read_task, "service"))
detail(Detail("customer", "/customers/<int:customer_id>", customers.show, read_customer, "service"))
detail(Detail("product", "/products/<int:product_id>", products.show, read_product, "service"))
