"""What can be done with customers 客户."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from service import customer_keeping
from service.tables import Customer
from webapp import context
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import ChoiceField, FlagField, Input, RowId, TextField
from webapp.lookups import MOST, Choice, Lookup, lookup
from webapp.service_scopes import own_customers
from webapp.service_words import CONTACT_WAYS

_MARKED = re.compile(r"#([0-9]{1,15})$")


def code_of_customer(row: Customer) -> str:
    """Return what people choose a customer by: name and telephone to read, the number to be sure."""
    return f"{row.name} {row.phone} #{row.id}"


def _own() -> Select[Customer]:
    return select(Customer).where(own_customers(context.actor()))


def _find(session: Session, text: str) -> list[Choice]:
    like = or_(*(c.icontains(text, autoescape=True) for c in (Customer.phone, Customer.name, Customer.address)))
    rows = session.scalars(_own().where(Customer.active, like).order_by(Customer.name, Customer.id).limit(MOST))
    return [Choice(row.id, code_of_customer(row), row.address or row.region) for row in rows]


def _by_code(session: Session, text: str) -> int | None:
    """Return the customer that was chosen, or the only one with this telephone or name."""
    marked = _MARKED.search(text)
    if marked:
        return session.scalar(_own().where(Customer.id == int(marked[1])).with_only_columns(Customer.id))
    found = session.scalars(_own().where(or_(Customer.phone == text, Customer.name == text)).limit(2)).all()
    return found[0].id if len(found) == 1 else None


def _by_id(session: Session, row_id: int) -> Choice | None:
    row = session.scalar(_own().where(Customer.id == row_id))
    return Choice(row.id, code_of_customer(row), row.region) if row else None


lookup(Lookup("customer", "personal.read", _find, _by_code, _by_id))


class CustomerInput(Input):
    """Hold what is known of a customer."""

    name = TextField(120, required=True, metadata={"label": _l("Name")})
    phone = TextField(40, required=True, metadata={"label": _l("Telephone"), "input": "tel"})
    region = TextField(60, load_default="", metadata={"label": _l("Region"), "help": _l("Decides who is near.")})
    address = TextField(300, load_default="", metadata={"label": _l("Address")})
    email = TextField(254, load_default="", metadata={"label": _l("Mail"), "input": "email"})
    contact_preference = ChoiceField(
        CONTACT_WAYS, load_default="phone", metadata={"label": _l("Wants to be reached by")}
    )
    remote_area = FlagField(load_default=False, metadata={"label": _l("Remote area: exempt from the time on site")})


class CustomerChange(CustomerInput):
    """Hold a customer as changed."""

    customer_id = RowId(required=True)
    active = FlagField(load_default=False, metadata={"label": _l("Active")})


def _known(session: Session, actor: Actor, data: dict[str, object]) -> None:
    row = select(Customer.id).where(Customer.id == data["customer_id"], own_customers(actor))
    if session.scalar(row) is None:
        raise NotFound("customer_unknown", customer_id=data["customer_id"])


ADD = command(
    Command(
        "add_customer",
        _l("New customer"),
        "customers.write",
        customer_keeping.add_customer,
        CustomerInput,
        "/customers",
        "service",
        done=_l("The customer is added."),
    )
)
CHANGE = command(
    Command(
        "change_customer",
        _l("Change the customer"),
        "customers.write",
        customer_keeping.change_customer,
        CustomerChange,
        "/customers/<int:customer_id>",
        "service",
        _known,
        done=_l("Changed."),
    )
)
