"""List sold units by model and serial number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from service.queries.keeping import products_select
from service.tables import Product, Ticket
from webapp import context
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.personal import shown_name
from webapp.service_scopes import own_products


def _products(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    tickets = select(func.count(Ticket.id)).where(Ticket.product_id == Product.id).correlate(Product).scalar_subquery()
    found = products_select().add_columns(Product.id.label("id"), tickets.label("tickets"))
    words = str(filters.get("q") or "").strip()
    if words:
        columns = (Product.serial, ProductModel.code)
        found = found.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return found


LIST = listing(
    Listing(
        "products",
        _l("Sold units"),
        "customers.read",
        _products,
        [
            Column("serial", _l("Serial number")),
            Column("model_code", _l("Model")),
            Column("model", _l("Model name"), "name"),
            Column("customer", _l("Customer"), value=lambda row: shown_name(row.customer_name), sort=False),
            Column("purchased_on", _l("Bought on"), "date"),
            Column("dealer", _l("Dealer")),
            Column("tickets", _l("Tickets"), "number"),
        ],
        [
            Filter("q", _l("Serial number or model")),
            Filter(
                "model", _l("Model"), "lookup", lookup="product_model", where=lambda v: Product.product_model_id == v
            ),
            Filter("customer", _l("Customer"), "lookup", lookup="customer", where=lambda v: Product.customer_id == v),
        ],
        "serial",
        row_url=lambda row: url_for("products.show", product_id=row.id),
        actions=[Action(_l("Register a unit"), "products.new", "customers.write")],
        scope=lambda _session: own_products(context.actor()),
        group="service",
        order=50,
        tag="service",
        intro=_l("What was sold to whom and when: the warranty runs from the day of purchase."),
        empty=_l("No units yet. They are registered when a case is taken in."),
    )
)
