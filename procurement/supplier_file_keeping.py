"""Keep what belongs to a supplier's file: its people, its bank account by two persons, the categories it supplies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.tables import Category
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once
from procurement.bank_accounts import is_account
from procurement.tables import Supplier, SupplierBank, SupplierCategory, SupplierContact
from procurement.tables.supplier_file import CONTACT_ROLES


@dataclass(frozen=True, slots=True)
class KeptContact:
    """Name the contact and its supplier."""

    supplier_contact_id: int
    supplier_id: int


@dataclass(frozen=True, slots=True)
class BankChange:
    """Say how a change of a bank account stands."""

    supplier_bank_id: int
    supplier_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Bound:
    """Say which categories a supplier is bound to; none means that it is bound to none."""

    supplier_id: int
    category_ids: tuple[int, ...]


@once
def set_contact(
    session: Session,
    *,
    supplier_id: int,
    name: str,
    role: str,
    by: int,
    at: datetime,
    request_key: str,
    supplier_contact_id: int | None = None,
    phone: str = "",
    email: str = "",
    main: bool = False,
    active: bool = True,
    note: str = "",
) -> KeptContact:
    """Enter a person at a supplier or change the entry; orders go to the main one, and there is one main one."""
    supplier = locked(session, Supplier, supplier_id)
    if role not in CONTACT_ROLES:
        raise RuleViolation("word_unknown", field="role", value=role, known=list(CONTACT_ROLES))
    if not name.strip():
        raise RuleViolation("name_needed", field="name")
    if main and not active:
        raise RuleViolation("main_contact_left", field="active")
    row = _contact(session, supplier_id, supplier_contact_id, name)
    if row.main and not main:
        raise RuleViolation("main_contact_needed", field="main")
    if main:
        _give_way(session, supplier_id, row)
    row.name, row.role, row.phone, row.email = name.strip(), role, phone.strip(), email.strip()
    row.main, row.active, row.note = main, active, note.strip()
    session.add(row)
    if main:
        supplier.contact, supplier.phone, supplier.email = row.name, row.phone, row.email
    written(session)
    return KeptContact(row.id, supplier_id)


def follow_main_contact(session: Session, supplier: Supplier) -> None:
    """Write what the supplier itself says of contact, phone and mail to its main contact, making one where needed."""
    said = (supplier.contact, supplier.phone, supplier.email)
    if not any(said):
        return
    row = session.scalar(
        select(SupplierContact).where(SupplierContact.supplier_id == supplier.id, SupplierContact.main)
    )
    if row is None:
        row = SupplierContact(supplier_id=supplier.id, name="", main=True)
    row.name, row.phone, row.email = said
    session.add(row)


@once
def propose_bank(
    session: Session,
    *,
    supplier_id: int,
    bank_name: str,
    bank_account: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> BankChange:
    """Ask for another bank account of a supplier; the old one stays in force until another person has checked it."""
    supplier = locked(session, Supplier, supplier_id)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    if not bank_account.strip():
        raise RuleViolation("bank_account_needed", field="bank_account")
    if not is_account(bank_account):
        raise RuleViolation("bank_account_wrong", field="bank_account")
    row = ask_for_bank(session, supplier, bank_name.strip(), bank_account.strip(), reason.strip(), by, at)
    if row is None:
        raise InvalidState("bank_same", supplier=supplier.code, field="bank_account")
    return BankChange(row.id, supplier_id, row.state)


def ask_for_bank(
    session: Session, supplier: Supplier, bank_name: str, bank_account: str, reason: str, by: int, at: datetime
) -> SupplierBank | None:
    """Write the wish for another account, none where it is the one in force; one waits at a time."""
    if (bank_name, bank_account) == (supplier.bank_name, supplier.bank_account):
        return None
    waiting = session.scalar(
        select(SupplierBank).where(SupplierBank.supplier_id == supplier.id, SupplierBank.state == "open")
    )
    if waiting is not None:
        if (waiting.bank_name, waiting.bank_account) == (bank_name, bank_account):
            return waiting
        raise InvalidState("bank_waits", supplier=supplier.code)
    row = SupplierBank(
        supplier_id=supplier.id,
        bank_name=bank_name,
        bank_account=bank_account,
        old_bank_name=supplier.bank_name,
        old_bank_account=supplier.bank_account,
        proposed_by_id=by,
        proposed_at=at,
        reason=reason,
    )
    session.add(row)
    written(session)
    return row


@once
def decide_bank(
    session: Session,
    *,
    supplier_bank_id: int,
    approve: bool,
    finding: str,
    by: int,
    at: datetime,
    request_key: str,
) -> BankChange:
    """Put another account in force or refuse it, saying with whom it was checked; never by who asked for it."""
    row = locked(session, SupplierBank, supplier_bank_id)
    supplier = locked(session, Supplier, row.supplier_id)
    if row.state != "open":
        raise InvalidState("bank_step", supplier=supplier.code)
    if by == row.proposed_by_id:
        raise FourEyes("four_eyes", supplier=supplier.code)
    if not finding.strip():
        raise RuleViolation("reason_needed", field="finding")
    row.state = "approved" if approve else "refused"
    row.decided_by_id, row.decided_at, row.finding = by, at, finding.strip()
    written(session)
    if approve:
        supplier.bank_name, supplier.bank_account = row.bank_name, row.bank_account
        written(session)
    return BankChange(row.id, row.supplier_id, row.state)


@once
def withdraw_bank(session: Session, *, supplier_bank_id: int, by: int, at: datetime, request_key: str) -> BankChange:
    """Take back the wish for another account."""
    row = locked(session, SupplierBank, supplier_bank_id)
    if row.state != "open":
        raise InvalidState("bank_step")
    row.state, row.decided_at = "withdrawn", at
    written(session)
    return BankChange(row.id, row.supplier_id, row.state)


@once
def set_categories(
    session: Session, *, supplier_id: int, category_ids: tuple[int, ...], by: int, at: datetime, request_key: str
) -> Bound:
    """Say which categories of parts a supplier may supply; without any it may supply all."""
    found(session, Supplier, supplier_id)
    wanted = set(category_ids)
    known = set(session.scalars(select(Category.id).where(Category.id.in_(wanted))))
    if missing := wanted - known:
        raise NotFound("category_unknown", id=min(missing))
    for row in session.scalars(select(SupplierCategory).where(SupplierCategory.supplier_id == supplier_id)):
        if row.category_id in wanted:
            wanted.discard(row.category_id)
        else:
            session.delete(row)
    session.add_all(SupplierCategory(supplier_id=supplier_id, category_id=key) for key in sorted(wanted))
    written(session)
    return Bound(supplier_id, tuple(sorted(known)))


def _contact(session: Session, supplier_id: int, supplier_contact_id: int | None, name: str) -> SupplierContact:
    if supplier_contact_id is None:
        return SupplierContact(supplier_id=supplier_id, name=name.strip())
    row = session.get(SupplierContact, supplier_contact_id)
    if row is None or row.supplier_id != supplier_id:
        raise NotFound("supplier_contact_unknown", id=supplier_contact_id)
    return row


def _give_way(session: Session, supplier_id: int, row: SupplierContact) -> None:
    """Let the main contact of before step back, first, because there is never more than one."""
    others = session.scalars(
        select(SupplierContact).where(SupplierContact.supplier_id == supplier_id, SupplierContact.main)
    )
    for other in others:
        if other is not row:
            other.main = False
    written(session)
