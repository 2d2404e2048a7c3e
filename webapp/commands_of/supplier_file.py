"""What can be done with a supplier's file: people, bank account, categories, scanned papers."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from marshmallow import fields
from sqlalchemy.orm import Session

from procurement import supplier_file_keeping as keeping
from procurement.supplier_file_keeping import BankChange, Bound
from webapp import supplier_files
from webapp.commands import Command, command
from webapp.commands_of.suppliers import S, mail_field
from webapp.fields import ChoiceField, FlagField, Input, RowId, TextField
from webapp.supplier_words import CONTACT_ROLES


class ContactInput(Input):
    """Describe a person at a supplier."""

    supplier_id = RowId(required=True)
    supplier_contact_id = RowId(load_default=None, allow_none=True)
    name = TextField(120, required=True, metadata={"label": _l("Name")})
    role = ChoiceField(CONTACT_ROLES, required=True, metadata={"label": _l("Role")})
    phone = TextField(40, load_default="", metadata={"label": _l("Phone"), "input": "tel"})
    email = mail_field()
    main = FlagField(
        load_default=False, metadata={"label": _l("Main contact"), "help": _l("Orders are sent to this mail address.")}
    )
    active = FlagField(load_default=True, metadata={"label": _l("Still works there")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class BankInput(Input):
    """Ask for another bank account."""

    supplier_id = RowId(required=True)
    bank_name = TextField(120, required=True, metadata={"label": _l("Bank")})
    bank_account = TextField(60, required=True, metadata={"label": _l("Account")})
    reason = TextField(
        300,
        required=True,
        metadata={"label": _l("How you heard of it"), "help": _l("Letter, mail, call: from whom, on which day.")},
    )


class BankDecisionInput(Input):
    """Say how an account was checked."""

    supplier_bank_id = RowId(required=True)
    finding = TextField(
        300,
        required=True,
        metadata={
            "label": _l("With whom you checked it, and how"),
            "help": _l("Call a number that was on file before the change, never one of the letter that asks for it."),
        },
    )


class BankIdInput(Input):
    """Name a change of a bank account."""

    supplier_bank_id = RowId(required=True)


class CategoryInput(Input):
    """Name a category of parts."""

    category_id = RowId("category", required=True, metadata={"label": _l("Category")})


class CategoriesInput(Input):
    """Bind a supplier to categories."""

    supplier_id = RowId(required=True)
    categories = fields.List(fields.Nested(CategoryInput), load_default=list)


class FileInput(Input):
    """Name a file of a supplier."""

    supplier_id = RowId(required=True)
    file_id = RowId(required=True)


def approve_bank(
    session: Session, *, supplier_bank_id: int, finding: str, by: int, at: datetime, request_key: str
) -> BankChange:
    """Put another bank account in force, having checked it with the supplier; never by who asked for it."""
    return keeping.decide_bank(
        session,
        supplier_bank_id=supplier_bank_id,
        approve=True,
        finding=finding,
        by=by,
        at=at,
        request_key=request_key,
    )


def refuse_bank(
    session: Session, *, supplier_bank_id: int, finding: str, by: int, at: datetime, request_key: str
) -> BankChange:
    """Refuse another bank account; the old one stays in force."""
    return keeping.decide_bank(
        session,
        supplier_bank_id=supplier_bank_id,
        approve=False,
        finding=finding,
        by=by,
        at=at,
        request_key=request_key,
    )


def bind(
    session: Session,
    *,
    supplier_id: int,
    categories: list[dict[str, int]],
    by: int,
    at: datetime,
    request_key: str,
) -> Bound:
    """Say which categories of parts a supplier may supply; without any it may supply all."""
    return keeping.set_categories(
        session,
        supplier_id=supplier_id,
        category_ids=tuple(sorted({each["category_id"] for each in categories})),
        by=by,
        at=at,
        request_key=request_key,
    )


B = "/supplier-banks/<int:supplier_bank_id>"
SET_CONTACT = command(
    Command(
        "set_supplier_contact",
        _l("Person at the supplier"),
        "suppliers.write",
        keeping.set_contact,
        ContactInput,
        f"{S}/contacts",
        "suppliers",
        done=_l("The contact is kept."),
    )
)
PROPOSE_BANK = command(
    Command(
        "propose_supplier_bank",
        _l("Change the bank account"),
        "suppliers.write",
        keeping.propose_bank,
        BankInput,
        f"{S}/banks",
        "suppliers",
        done=_l("Noted. The old account stays in force until another person has checked the new one."),
    )
)
APPROVE_BANK = command(
    Command(
        "approve_supplier_bank",
        _l("Put the account in force"),
        "suppliers.approve",
        approve_bank,
        BankDecisionInput,
        f"{B}/approve",
        "suppliers",
        done=_l("The new account is in force."),
    )
)
REFUSE_BANK = command(
    Command(
        "refuse_supplier_bank",
        _l("Refuse the account"),
        "suppliers.approve",
        refuse_bank,
        BankDecisionInput,
        f"{B}/refuse",
        "suppliers",
        done=_l("Refused. The old account stays in force."),
    )
)
WITHDRAW_BANK = command(
    Command(
        "withdraw_supplier_bank",
        _l("Withdraw the change"),
        "suppliers.write",
        keeping.withdraw_bank,
        BankIdInput,
        f"{B}/withdraw",
        "suppliers",
        done=_l("Withdrawn."),
    )
)
BIND = command(
    Command(
        "set_supplier_categories",
        _l("Categories that it may supply"),
        "suppliers.write",
        bind,
        CategoriesInput,
        f"{S}/categories",
        "suppliers",
        done=_l("The categories are kept."),
    )
)
REMOVE_FILE = command(
    Command(
        "remove_supplier_file",
        _l("Remove the file"),
        "suppliers.write",
        supplier_files.remove_supplier_file,
        FileInput,
        f"{S}/files/<int:file_id>/remove",
        "suppliers",
        done=_l("The file is removed."),
    )
)
