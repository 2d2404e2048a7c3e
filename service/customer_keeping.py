"""Keep customers and the units sold to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kernel.errors import NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from service.tables import Customer, Product


@dataclass(frozen=True, slots=True)
class CustomerKept:
    """Name the customer."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class ProductKept:
    """Name the sold unit."""

    product_id: int


@once
def add_customer(
    session: Session,
    *,
    name: str,
    phone: str,
    by: int,
    at: datetime,
    request_key: str,
    region: str = "",
    address: str = "",
    email: str = "",
    contact_preference: str = "phone",
    remote_area: bool = False,
) -> CustomerKept:
    """Add a customer; name and telephone are needed, or nobody could call back."""
    _reachable(name, phone)
    row = Customer(
        name=name.strip(),
        phone=phone.strip(),
        created_at=at,
        region=region.strip(),
        address=address.strip(),
        email=email.strip(),
        contact_preference=contact_preference,
        remote_area=remote_area,
    )
    with refusals():
        session.add(row)
        session.flush()
    return CustomerKept(row.id)


@once
def change_customer(
    session: Session,
    *,
    customer_id: int,
    name: str,
    phone: str,
    region: str,
    address: str,
    email: str,
    contact_preference: str,
    remote_area: bool,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> CustomerKept:
    """Change what is known of a customer; the audit trail keeps what stood there before."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound("customer_unknown", customer_id=customer_id)
    _reachable(name, phone)
    row.name, row.phone, row.region = name.strip(), phone.strip(), region.strip()
    row.address, row.email, row.contact_preference = address.strip(), email.strip(), contact_preference
    row.remote_area, row.active = remote_area, active
    with refusals():
        session.flush()
    return CustomerKept(row.id)


@once
def add_product(
    session: Session,
    *,
    product_model_id: int,
    serial: str,
    by: int,
    at: datetime,
    request_key: str,
    customer_id: int | None = None,
    purchased_on: date | None = None,
    dealer: str = "",
) -> ProductKept:
    """Register a sold unit; a serial number exists once per model."""
    if not serial.strip():
        raise RuleViolation("plate_serial_missing")
    row = Product(
        product_model_id=product_model_id,
        serial=serial.strip(),
        customer_id=customer_id,
        purchased_on=purchased_on,
        dealer=dealer.strip(),
    )
    with refusals():
        session.add(row)
        session.flush()
    return ProductKept(row.id)


@once
def change_product(
    session: Session,
    *,
    product_id: int,
    customer_id: int | None,
    purchased_on: date | None,
    dealer: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ProductKept:
    """Change who owns a unit, and when and where it was bought."""
    row = session.get(Product, product_id)
    if row is None:
        raise NotFound("product_unknown", product_id=product_id)
    row.customer_id, row.purchased_on, row.dealer = customer_id, purchased_on, dealer.strip()
    with refusals():
        session.flush()
    return ProductKept(row.id)


def _reachable(name: str, phone: str) -> None:
    if not name.strip() or not phone.strip():
        raise RuleViolation("customer_name_and_phone_needed")
