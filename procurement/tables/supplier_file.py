"""What belongs to a supplier's file: its people, the changes of its bank account, the categories that it supplies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of
from kernel.errors import FourEyes, InvalidState
from kernel.guards import frozen_columns, guard, no_delete, no_replace, refuse, trigger_function
from kernel.refusals import KINDS, name_check

CONTACT_ROLES = ("sales", "management", "accounts", "quality", "service", "other")
BANK_STATES = ("open", "approved", "refused", "withdrawn")

KINDS.setdefault("bank_step", InvalidState)
KINDS.setdefault("bank_needs_second_person", InvalidState)


class SupplierContact(Base):
    """Hold a person at a supplier; the main one's name, phone and mail are copied to the supplier: orders go there."""

    __tablename__ = "supplier_contact"
    __table_args__ = (
        one_of("role", CONTACT_ROLES),
        CheckConstraint("NOT main OR active", name="main_is_active"),
        CheckConstraint("name <> '' OR phone <> '' OR email <> ''", name="says_something"),
        Index(
            "ix_supplier_contact_main",
            "supplier_id",
            unique=True,
            sqlite_where=text("main"),
            postgresql_where=text("main"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(12), default="sales")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    main: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(String(300), default="")


class SupplierBank(Base):
    """Hold a change of a supplier's bank account: one person asks for it, another has checked it with the supplier.

    Until then the account on the supplier stays in force; only an approved change may be written there.
    """

    __tablename__ = "supplier_bank"
    __table_args__ = (
        one_of("state", BANK_STATES),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("(state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by_somebody"),
        CheckConstraint("state NOT IN ('approved', 'refused') OR finding <> ''", name="says_how_checked"),
        Index(
            "ix_supplier_bank_open",
            "supplier_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    bank_name: Mapped[str] = mapped_column(String(120))
    bank_account: Mapped[str] = mapped_column(String(60))
    old_bank_name: Mapped[str] = mapped_column(String(120), comment="in force when the change was asked for")
    old_bank_account: Mapped[str] = mapped_column(String(60))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), comment="how the house heard of the change")
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(String(300), default="", comment="with whom it was checked, and how")


class SupplierCategory(Base):
    """Say that a supplier may supply a category of parts with all below it; without a row it is bound to none."""

    __tablename__ = "supplier_category"
    __table_args__ = (UniqueConstraint("supplier_id", "category_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))


no_delete("supplier_bank")
no_replace("supplier_bank", ("id",))
frozen_columns(
    "supplier_bank",
    "supplier_id",
    "bank_name",
    "bank_account",
    "old_bank_name",
    "old_bank_account",
    "proposed_by_id",
    "proposed_at",
    "reason",
)
for _when in ("INSERT", "UPDATE"):  # the check says it too, but a connection to SQLite may switch checks off
    refuse(
        f"supplier_bank_{_when.lower()}_other_person",
        "supplier_bank",
        f"BEFORE {_when}",
        "NEW.decided_by_id = NEW.proposed_by_id",
        "four_eyes",
    )
refuse("supplier_bank_begins", "supplier_bank", "BEFORE INSERT", "NEW.state <> 'open'", "bank_step")
refuse("supplier_bank_steps", "supplier_bank", "BEFORE UPDATE", "OLD.state <> 'open'", "bank_step")
_UNSIGNED = (
    "(NEW.bank_name <> OLD.bank_name OR NEW.bank_account <> OLD.bank_account) AND NOT EXISTS"
    " (SELECT 1 FROM supplier_bank b WHERE b.supplier_id = NEW.id AND b.state = 'approved'"
    " AND b.bank_name = NEW.bank_name AND b.bank_account = NEW.bank_account"
    " AND b.id = (SELECT MAX(l.id) FROM supplier_bank l WHERE l.supplier_id = NEW.id AND l.state = 'approved'))"
)
guard(
    "supplier_bank_signed_twice",
    sqlite=f"""CREATE TRIGGER supplier_bank_signed_twice BEFORE UPDATE OF bank_name, bank_account ON supplier
        WHEN {_UNSIGNED} BEGIN SELECT RAISE(ABORT, 'sparewell:bank_needs_second_person'); END""",
    postgresql=trigger_function(
        "supplier_bank_signed_twice",
        "supplier",
        "BEFORE UPDATE OF bank_name, bank_account",
        f"IF ({_UNSIGNED}) THEN RAISE EXCEPTION 'sparewell:bank_needs_second_person'"
        " USING ERRCODE = 'check_violation'; END IF;",
    ),
    tables=("supplier", "supplier_bank"),
)
name_check("ck_supplier_bank_four_eyes", "four_eyes", FourEyes)
name_check("ck_supplier_bank_says_how_checked", "reason_needed")
name_check("ck_supplier_contact_says_something", "name_needed")
