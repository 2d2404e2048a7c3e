"""What can be done with sold units 产品."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from inventory.tables import ProductModel
from service import customer_keeping
from service.tables import Customer, Product
from webapp import context
from webapp.commands import Command, command
from webapp.fields import DayField, Input, RowId, TextField
from webapp.lookups import MOST, Choice, Lookup, lookup
from webapp.personal import shown_name
from webapp.service_scopes import own_products


def _own() -> Select[int, str, str, str | None]:
    return (
        select(Product.id, ProductModel.code, Product.serial, Customer.name)
        .join(ProductModel, ProductModel.id == Product.product_model_id)
        .outerjoin(Customer, Customer.id == Product.customer_id)
        .where(own_products(context.actor()))
    )


def _choice(row: Row[int, str, str, str | None]) -> Choice:
    return Choice(row[0], f"{row[1]}/{row[2]}", shown_name(row[3]))


def _find(session: Session, text: str) -> list[Choice]:
    serial = text.rpartition("/")[2] or text
    like = or_(Product.serial.icontains(serial, autoescape=True), ProductModel.code.icontains(text, autoescape=True))
    first = Product.serial.istartswith(serial, autoescape=True).desc()
    return [_choice(row) for row in session.execute(_own().where(like).order_by(first, Product.serial).limit(MOST))]


def _by_code(session: Session, text: str) -> int | None:
    """Return the unit of a model and serial number, or the only one with this serial number."""
    exact = ProductModel.code + "/" + Product.serial == text
    found = session.execute(_own().where(or_(exact, Product.serial == text)).limit(3)).all()
    named = [row for row in found if f"{row[1]}/{row[2]}" == text]
    chosen = named or found
    return chosen[0][0] if len(chosen) == 1 else None


def _by_id(session: Session, row_id: int) -> Choice | None:
    row = session.execute(_own().where(Product.id == row_id)).one_or_none()
    return _choice(row) if row else None


lookup(Lookup("product", "customers.read", _find, _by_code, _by_id))


class ProductOwner(Input):
    """Hold whose a unit is, and when and where it was bought."""

    customer_id = RowId("customer", load_default=None, allow_none=True, metadata={"label": _l("Customer")})
    purchased_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Bought on"), "help": _l("The warranty runs from it.")},
    )
    dealer = TextField(120, load_default="", metadata={"label": _l("Dealer")})


class ProductInput(ProductOwner):
    """Hold a sold unit."""

    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Model")})
    serial = TextField(80, required=True, metadata={"label": _l("Serial number")})


class ProductChange(ProductOwner):
    """Hold a unit as changed."""

    product_id = RowId(required=True)


ADD = command(
    Command(
        "add_product",
        _l("Register a unit"),
        "customers.write",
        customer_keeping.add_product,
        ProductInput,
        "/products",
        "service",
        done=_l("The unit is registered."),
    )
)
CHANGE = command(
    Command(
        "change_product",
        _l("Change the unit"),
        "customers.write",
        customer_keeping.change_product,
        ProductChange,
        "/products/<int:product_id>",
        "service",
        done=_l("Changed."),
    )
)
