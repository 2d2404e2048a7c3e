"""Keep the supplier file: suppliers, certificates, parts and prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, step_of, written
from inventory.tables import Part
from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement.bank_accounts import is_account
from procurement.prices import check_steps
from procurement.qualification import CERTIFICATE_KINDS
from procurement.qualifying import KeptSupplier
from procurement.supplier_file_keeping import follow_main_contact
from procurement.tables import PriceBreak, Supplier, SupplierCertificate, SupplierPart


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """Name the certificate and its supplier."""

    supplier_certificate_id: int
    supplier_id: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Name the supplier's part."""

    supplier_part_id: int
    supplier_id: int
    part_id: int


@dataclass(frozen=True, slots=True)
class Priced:
    """Say how many steps the new price list has."""

    supplier_part_id: int
    valid_from_on: date
    steps: int


@dataclass(frozen=True, slots=True)
class PriceStep:
    """Say that a price holds from a quantity on."""

    from_quantity: Quantity
    unit_price_cny: Money


DETAILS = (
    "name_zh",
    "name_en",
    "contact",
    "phone",
    "email",
    "address",
    "bank_name",
    "bank_account",
    "currency",
    "payment_terms",
    "note",
)
"""What of a supplier is plain text."""
BANK = ("bank_name", "bank_account")
"""What of it changes only by two persons once the supplier is entered."""


@once
def create_supplier(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    by: int,
    at: datetime,
    request_key: str,
    details: dict[str, str] | None = None,
) -> KeptSupplier:
    """Enter a supplier as a candidate; somebody else approves it."""
    if not code.strip() or not (name_zh.strip() or name_en.strip()):
        raise RuleViolation("name_needed")
    row = Supplier(
        code=code.strip(), name_zh=name_zh.strip(), name_en=name_en.strip(), proposed_by_id=by, created_at=at
    )
    account = (details or {}).get("bank_account", "")
    if account.strip() and not is_account(account):
        raise RuleViolation("bank_account_wrong", field="bank_account")
    _fill(row, details or {})
    session.add(row)
    written(session)
    follow_main_contact(session, row)
    written(session)
    return KeptSupplier(row.id, row.code, row.state)


@once
def update_supplier(
    session: Session, *, supplier_id: int, details: dict[str, str], by: int, at: datetime, request_key: str
) -> KeptSupplier:
    """Change names, contact and terms of a supplier; its bank account takes two persons."""
    row = locked(session, Supplier, supplier_id)
    if any(details.get(name, getattr(row, name)) != getattr(row, name) for name in BANK):
        raise RuleViolation("bank_needs_second_person")
    _fill(row, details)
    follow_main_contact(session, row)
    written(session)
    return KeptSupplier(row.id, row.code, row.state)


@once
def set_reputation(
    session: Session, *, supplier_id: int, reputation: int, reason: str, by: int, at: datetime, request_key: str
) -> KeptSupplier:
    """Enter a supplier's reputation, 0 to 100, with what it rests on."""
    row = locked(session, Supplier, supplier_id)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    row.reputation, row.reputation_reason = reputation, reason.strip()
    written(session)
    return KeptSupplier(row.id, row.code, row.state)


@once
def set_certificate(
    session: Session,
    *,
    supplier_id: int,
    kind: str,
    number: str,
    by: int,
    at: datetime,
    request_key: str,
    issued_on: date | None = None,
    expires_on: date | None = None,
    note: str = "",
) -> KeptCertificate:
    """Enter a licence or certificate, or change the dates of the one with this number."""
    found(session, Supplier, supplier_id)
    if kind not in CERTIFICATE_KINDS:
        raise RuleViolation("word_unknown", field="kind", value=kind, known=list(CERTIFICATE_KINDS))
    if not number.strip():
        raise RuleViolation("number_needed", field="number")
    if issued_on and issued_on > day_of(session, at):
        raise RuleViolation("issued_in_future", field="issued_on")
    if issued_on and expires_on and expires_on < issued_on:
        raise RuleViolation("expires_before_issued")
    row = session.scalar(
        select(SupplierCertificate).where(
            SupplierCertificate.supplier_id == supplier_id,
            SupplierCertificate.kind == kind,
            SupplierCertificate.number == number.strip(),
        )
    )
    if row is None:
        row = SupplierCertificate(supplier_id=supplier_id, kind=kind, number=number.strip())
        session.add(row)
    row.issued_on, row.expires_on, row.note = issued_on, expires_on, note
    written(session)
    return KeptCertificate(row.id, supplier_id)


@once
def offer_part(
    session: Session,
    *,
    supplier_id: int,
    part_id: int,
    lead_time_days: int,
    by: int,
    at: datetime,
    request_key: str,
    minimum_quantity: Quantity | None = None,
    multiple_quantity: Quantity | None = None,
    supplier_part_number: str = "",
    order_cost_cny: Money | None = None,
    holding_rate_bp: int | None = None,
    warranty_months: int | None = None,
    preferred: bool = False,
    active: bool = True,
) -> Offered:
    """Enter or change the terms on which a supplier offers a part; another supplier's preference gives way."""
    found(session, Supplier, supplier_id)
    found(session, Part, part_id)
    multiple = multiple_quantity or step_of(session, part_id)
    check_quantity(session, part_id, multiple)
    minimum = minimum_quantity or Quantity.zero()
    check_quantity(session, part_id, minimum, zero=True)
    if lead_time_days < 0:
        raise RuleViolation("lead_time_negative", lead_time_days=lead_time_days)
    if preferred:
        _give_way(session, part_id, supplier_id)
    row = session.scalar(
        select(SupplierPart).where(SupplierPart.supplier_id == supplier_id, SupplierPart.part_id == part_id)
    )
    if row is None:
        row = SupplierPart(supplier_id=supplier_id, part_id=part_id)
        session.add(row)
    row.lead_time_days, row.minimum_quantity, row.multiple_quantity = lead_time_days, minimum, multiple
    row.supplier_part_number, row.order_cost_cny = supplier_part_number, order_cost_cny
    row.holding_rate_bp, row.preferred, row.active = holding_rate_bp, preferred, active
    row.warranty_months = warranty_months
    written(session)
    return Offered(row.id, supplier_id, part_id)


@once
def set_prices(
    session: Session,
    *,
    supplier_part_id: int,
    valid_from_on: date,
    steps: tuple[PriceStep, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> Priced:
    """Enter the price list that holds from a day on; earlier lists stay, a list of the same day is replaced."""
    found(session, SupplierPart, supplier_part_id)
    if not steps:
        raise RuleViolation("price_list_empty")
    check_steps([(step.from_quantity, step.unit_price_cny) for step in steps])
    former = session.scalars(
        select(PriceBreak).where(
            PriceBreak.supplier_part_id == supplier_part_id, PriceBreak.valid_from_on == valid_from_on
        )
    )
    for row in former:
        session.delete(row)
    written(session)
    for step in steps:
        session.add(
            PriceBreak(
                supplier_part_id=supplier_part_id,
                from_quantity=step.from_quantity,
                unit_price_cny=step.unit_price_cny,
                valid_from_on=valid_from_on,
            )
        )
    written(session)
    return Priced(supplier_part_id, valid_from_on, len(steps))


def _fill(row: Supplier, details: dict[str, Any]) -> None:
    for name, value in details.items():
        if name not in DETAILS:
            raise RuleViolation("field_unknown", field=name)
        setattr(row, name, value)


def _give_way(session: Session, part_id: int, supplier_id: int) -> None:
    others = session.scalars(
        select(SupplierPart).where(
            SupplierPart.part_id == part_id, SupplierPart.supplier_id != supplier_id, SupplierPart.preferred
        )
    )
    for other in others:
        other.preferred = False
    written(session)
