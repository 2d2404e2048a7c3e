"""Sold units: one page each with owner, warranty and tickets."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import ProductModel
from kernel.errors import NotFound
from service.queries.tickets import ticket_rows, tickets_select
from service.tables import Customer, Product
from service.warranty import cover
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.products import ADD, CHANGE
from webapp.context import Actor
from webapp.scanning import Found, scan_target
from webapp.service_scopes import own_products, own_tickets

blueprint = Blueprint("products", __name__, url_prefix="/products")


def product_of(product_id: int) -> Product:
    """Return a sold unit that whoever asks may see."""
    query = select(Product).where(Product.id == product_id, own_products(context.actor()))
    row = context.session().scalar(query)
    if row is None:
        raise NotFound("product_unknown", product_id=product_id)
    return row


def _at(product_id: int) -> str:
    return url_for("products.show", product_id=product_id)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("customers.write")
def new() -> ResponseReturnValue:
    """Register a sold unit."""
    return handle_form(
        ADD,
        "command.html",
        lambda made: _at(made.product_id),
        initial={"customer_id": request.args.get("customer", type=int), "serial": request.args.get("serial", "")[:80]},
        names=["product_model_id", "serial", "customer_id", "purchased_on", "dealer"],
        back=url_for("list.products"),
        trail=[(_("Sold units"), url_for("list.products"))],
    )


@blueprint.get("/<int:product_id>")
@needs("customers.read")
def show(product_id: int) -> str:
    """Show a unit with owner, warranty and tickets."""
    row, session = product_of(product_id), context.session()
    model = session.get_one(ProductModel, row.product_model_id)
    tickets = tickets_select(at=context.now(), product_id=product_id).where(own_tickets(context.actor()))
    return render_template(
        "products/show.html",
        product=row,
        model=model,
        customer=session.get(Customer, row.customer_id) if row.customer_id else None,
        covered=cover(row.purchased_on, model.warranty_months, context.today()),
        tickets=ticket_rows(session, tickets.limit(50)),
    )


@blueprint.route("/<int:product_id>/change", methods=["GET", "POST"])
@needs("customers.write")
def change(product_id: int) -> ResponseReturnValue:
    """Change owner, day of purchase, dealer."""
    row = product_of(product_id)
    return handle_form(
        CHANGE,
        "command.html",
        _at(product_id),
        initial={
            "customer_id": row.customer_id,
            "purchased_on": row.purchased_on.isoformat() if row.purchased_on else "",
            "dealer": row.dealer,
        },
        fixed={"product_id": product_id},
        back=_at(product_id),
        trail=[(_("Sold units"), url_for("list.products")), (row.serial, _at(product_id))],
    )


def _scanned(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find sold units by their serial number, or by model and serial number."""
    if code.kind not in {None, CodeKind.SERIAL}:
        return []
    named = ProductModel.code + "/" + Product.serial
    rows = session.execute(
        select(Product, ProductModel)
        .join(ProductModel, ProductModel.id == Product.product_model_id)
        .where((Product.serial == code.key) | (named == code.key), own_products(actor))
        .order_by(ProductModel.code)
        .limit(10)
    )
    take_in = actor.may("tickets.write")
    return [
        Found(
            _l("Sold unit"),
            unit.serial,
            model.code,
            _at(unit.id),
            ((_l("Take in a case"), url_for("tickets.new", product=unit.id)),) if take_in else (),
        )
        for unit, model in rows
    ]


scan_target("product", "customers.read", _scanned, 60)
