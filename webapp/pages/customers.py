"""Customers: one page each with units and tickets."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from kernel.errors import NotFound
from service.queries.keeping import products_select
from service.queries.tickets import ticket_rows, tickets_select
from service.tables import Customer
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.customers import ADD, CHANGE
from webapp.service_scopes import own_customers, own_tickets

blueprint = Blueprint("customers", __name__, url_prefix="/customers")
FIELDS = ("name", "phone", "region", "address", "email", "contact_preference", "remote_area", "active")


def customer_of(customer_id: int) -> Customer:
    """Return a customer that whoever asks may see."""
    query = select(Customer).where(Customer.id == customer_id, own_customers(context.actor()))
    row = context.session().scalar(query)
    if row is None:
        raise NotFound("customer_unknown", customer_id=customer_id)
    return row


def _at(customer_id: int) -> str:
    return url_for("customers.show", customer_id=customer_id)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("customers.write")
def new() -> ResponseReturnValue:
    """Add a customer."""
    return handle_form(
        ADD,
        "command.html",
        lambda made: _at(made.customer_id),
        initial={"contact_preference": "phone"},
        back=url_for("list.customers"),
        trail=[(_("Customers"), url_for("list.customers"))],
    )


@blueprint.get("/<int:customer_id>")
@needs("customers.read")
def show(customer_id: int) -> str:
    """Show a customer with units and tickets."""
    row = customer_of(customer_id)
    session = context.session()
    tickets = tickets_select(at=context.now(), customer_id=customer_id).where(own_tickets(context.actor()))
    return render_template(
        "customers/show.html",
        customer=row,
        products=session.execute(products_select(customer_id=customer_id)).all(),
        tickets=ticket_rows(session, tickets.limit(50)),
    )


@blueprint.route("/<int:customer_id>/change", methods=["GET", "POST"])
@needs("customers.write")
def change(customer_id: int) -> ResponseReturnValue:
    """Change what is known of a customer."""
    row = customer_of(customer_id)
    return handle_form(
        CHANGE,
        "command.html",
        _at(customer_id),
        initial={name: getattr(row, name) for name in FIELDS},
        fixed={"customer_id": customer_id},
        back=_at(customer_id),
        trail=[(_("Customers"), url_for("list.customers")), (row.name, _at(customer_id))],
    )
