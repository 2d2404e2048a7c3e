"""List customers and the units that were sold to them; masked for those who need not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import Session

from service.queries.keeping import customers_select
from service.tables import Customer
from webapp import context
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.personal import shown_name, shown_phone, shown_text
from webapp.service_scopes import own_customers
from webapp.service_words import CONTACT_WAYS


def _customers(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    words = str(filters.get("q") or "") if context.may("personal.read") else ""
    return customers_select(words).add_columns(Customer.id.label("id"))


def _number(row: Any) -> str:
    return f"#{row.id}"


LIST = listing(
    Listing(
        "customers",
        _l("Customers"),
        "customers.read",
        _customers,
        [
            Column("shown_name", _l("Name"), value=lambda row: shown_name(row.name), sort_by="name"),
            Column("phone", _l("Telephone"), value=lambda row: shown_phone(row.phone), sort=False),
            Column("region", _l("Region")),
            Column("address", _l("Address"), value=lambda row: shown_text(row.address), sort=False),
            Column("email", _l("Mail"), value=lambda row: shown_text(row.email), sort=False, shown=False),
            Column("contact_preference", _l("Wants to be reached by"), "state", choices=CONTACT_WAYS, shown=False),
            Column("remote_area", _l("Remote area"), "flag", shown=False),
            Column("tickets", _l("Tickets"), "number"),
            Column("active", _l("Active"), "flag", shown=False),
            Column("number", _l("Number"), value=_number, sort=False, shown=False),
        ],
        [
            Filter("q", _l("Name, telephone, address")),
            Filter("region", _l("Region"), where=lambda text: Customer.region.icontains(text, autoescape=True)),
            Filter("active", _l("Active"), "flag", where=lambda v: Customer.active == v),
        ],
        "shown_name",
        row_url=lambda row: url_for("customers.show", customer_id=row.id),
        actions=[Action(_l("New customer"), "customers.new", "customers.write", "person-plus")],
        scope=lambda _session: own_customers(context.actor()),
        group="service",
        order=40,
        tag="service",
        intro=_l("Names, telephones and addresses stand here and nowhere else."),
        empty=_l("No customers yet. They are added when a case is taken in."),
    )
)
