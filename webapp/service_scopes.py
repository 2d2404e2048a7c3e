"""Narrow tickets, customers and sold units to what is somebody's own: an engineer sees only their tickets."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from service.tables import Callback, Customer, Dispatch, Product, Ticket
from webapp.context import Actor
from webapp.scopes import sees_all_work


def own_tickets(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Ticket` that it is somebody's own, or true."""
    return true() if sees_all_work(actor) else Ticket.engineer_id == actor.id


def own_customers(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Customer`: for an engineer, those of own tickets."""
    return true() if sees_all_work(actor) else Customer.id.in_(_of_own(actor, Ticket.customer_id))


def own_products(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `Product`: for an engineer, those of own tickets."""
    return true() if sees_all_work(actor) else Product.id.in_(_of_own(actor, Ticket.product_id))


def _of_own(actor: Actor, column: Any) -> Any:
    return select(column).where(Ticket.engineer_id == actor.id, column.is_not(None))


def require_ticket(session: Session, actor: Actor, ticket_id: int) -> None:
    """Refuse a ticket that does not exist; another engineer's does not exist for an engineer."""
    if session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, own_tickets(actor))) is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)


def check_ticket(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a command on a ticket that is not this person's."""
    require_ticket(session, actor, data["ticket_id"])


def check_dispatch(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a command on a dispatch whose ticket is not this person's."""
    ticket_id = session.scalar(select(Dispatch.ticket_id).where(Dispatch.id == data["dispatch_id"]))
    if ticket_id is None:
        raise NotFound("dispatch_unknown", dispatch_id=data["dispatch_id"])
    require_ticket(session, actor, ticket_id)


def check_callback(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a command on a callback whose ticket is not this person's."""
    ticket_id = session.scalar(select(Callback.ticket_id).where(Callback.id == data["callback_id"]))
    if ticket_id is None:
        raise NotFound("callback_unknown", callback_id=data["callback_id"])
    require_ticket(session, actor, ticket_id)
