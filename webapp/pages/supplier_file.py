"""Keep a supplier's file: people, bank account by two persons, categories, scanned papers and documents."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from inventory.tables import Category
from kernel.errors import AppError, NotFound
from procurement.tables import Supplier, SupplierBank, SupplierCategory, SupplierContact
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form, start_over
from webapp.commands_of import supplier_file as can
from webapp.forms import new_key
from webapp.messages import message
from webapp.pages.suppliers import at_supplier, found, trail_of
from webapp.supplier_files import keep_supplier_files

blueprint = Blueprint("supplier_file", __name__)


def _form(made: Any, supplier_id: int, initial: dict[str, Any], **more: Any) -> ResponseReturnValue:
    row = found(supplier_id)
    fixed = {"supplier_id": supplier_id} | more.pop("fixed", {})
    return handle_form(
        made,
        more.pop("template", "command.html"),
        at_supplier(supplier_id),
        initial=initial,
        fixed=fixed,
        back=at_supplier(supplier_id),
        trail=trail_of(row),
        **more,
    )


@blueprint.route("/suppliers/<int:supplier_id>/contacts/new", methods=["GET", "POST"])
@needs("suppliers.write")
def new_contact(supplier_id: int) -> ResponseReturnValue:
    """Enter a person at a supplier."""
    return _form(can.SET_CONTACT, supplier_id, {"active": True}, fixed={"supplier_contact_id": None})


@blueprint.route("/suppliers/<int:supplier_id>/contacts/<int:contact_id>", methods=["GET", "POST"])
@needs("suppliers.write")
def contact(supplier_id: int, contact_id: int) -> ResponseReturnValue:
    """Change a person at a supplier."""
    row = context.session().get(SupplierContact, contact_id)
    if row is None or row.supplier_id != supplier_id:
        raise NotFound("supplier_contact_unknown", id=contact_id)
    names = ("name", "role", "phone", "email", "main", "active", "note")
    initial = {name: getattr(row, name) for name in names}
    return _form(can.SET_CONTACT, supplier_id, initial, fixed={"supplier_contact_id": contact_id})


@blueprint.route("/suppliers/<int:supplier_id>/bank", methods=["GET", "POST"])
@needs("suppliers.write")
def bank(supplier_id: int) -> ResponseReturnValue:
    """Ask for another bank account."""
    return _form(
        can.PROPOSE_BANK,
        supplier_id,
        {},
        intro=_("The old account stays in force until another person has checked the new one with the supplier."),
    )


@blueprint.route("/supplier-banks/<int:supplier_bank_id>/approve", methods=["GET", "POST"])
@needs("suppliers.approve")
def approve_bank(supplier_bank_id: int) -> ResponseReturnValue:
    """Put another account in force."""
    return _decide(can.APPROVE_BANK, supplier_bank_id)


@blueprint.route("/supplier-banks/<int:supplier_bank_id>/refuse", methods=["GET", "POST"])
@needs("suppliers.approve")
def refuse_bank(supplier_bank_id: int) -> ResponseReturnValue:
    """Refuse another account."""
    return _decide(can.REFUSE_BANK, supplier_bank_id)


@blueprint.post("/supplier-banks/<int:supplier_bank_id>/withdraw")
@needs("suppliers.write")
def withdraw_bank(supplier_bank_id: int) -> ResponseReturnValue:
    """Take back a change of the account."""
    row = _bank(supplier_bank_id)
    return do(can.WITHDRAW_BANK, at_supplier(row.supplier_id), supplier_bank_id=supplier_bank_id)


def _decide(made: Any, supplier_bank_id: int) -> ResponseReturnValue:
    row = _bank(supplier_bank_id)
    supplier_id = row.supplier_id
    return handle_form(
        made,
        "suppliers/bank.html",
        at_supplier(supplier_id),
        fixed={"supplier_bank_id": supplier_bank_id},
        row=lambda: _bank(supplier_bank_id),
        supplier=lambda: context.session().get_one(Supplier, supplier_id),
        back=at_supplier(supplier_id),
        trail=trail_of(found(supplier_id)),
    )


def _bank(supplier_bank_id: int) -> SupplierBank:
    row = context.session().get(SupplierBank, supplier_bank_id)
    if row is None:
        raise NotFound("supplier_bank_unknown", id=supplier_bank_id)
    return row


@blueprint.route("/suppliers/<int:supplier_id>/categories", methods=["GET", "POST"])
@needs("suppliers.write")
def categories(supplier_id: int) -> ResponseReturnValue:
    """Bind a supplier to categories of parts."""
    codes = context.session().scalars(
        select(Category.id)
        .join(SupplierCategory, SupplierCategory.category_id == Category.id)
        .where(SupplierCategory.supplier_id == supplier_id)
        .order_by(Category.code)
    )
    return _form(
        can.BIND,
        supplier_id,
        {"categories": [{"category_id": key} for key in codes]},
        template="suppliers/categories.html",
    )


@blueprint.post("/suppliers/<int:supplier_id>/files")
@needs("suppliers.write")
def add_files(supplier_id: int) -> ResponseReturnValue:
    """Keep documents of the supplier, or the scanned paper of a certificate."""
    row = found(supplier_id)
    key = request.form.get("request_key", "")[:64] or new_key()
    try:
        kept = keep_supplier_files(
            context.session(),
            supplier_id=row.id,
            certificate_id=request.form.get("certificate_id", type=int),
            files=[each for each in request.files.getlist("files") if each.filename],
            by=context.actor().id,
            at=context.now(),
            request_key=f"p{context.actor().id}:{key}:files",
        )
        flash(ngettext("%(num)s file is kept.", "%(num)s files are kept.", len(kept.file_ids)), "success")
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")
    return redirect(url_for("suppliers.show", supplier_id=supplier_id, _anchor="papers"), 303)


@blueprint.post("/suppliers/<int:supplier_id>/files/<int:file_id>/remove")
@needs("suppliers.write")
def remove_file(supplier_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file from the supplier."""
    return do(can.REMOVE_FILE, at_supplier(supplier_id), supplier_id=supplier_id, file_id=file_id)
