"""Kits: make and change them, choose one for a work order, and ask for its parts after looking them over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from kernel.amounts import Quantity
from kernel.errors import NotFound
from service.queries.kits import kit_lines_select, kits_select, suiting_kits
from service.tables import Kit
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.kits import ASK_KIT, CHANGE_KIT, MAKE_KIT, AskedKit
from webapp.pages.requests import found as order_found
from webapp.pages.requests import order_page, usual_store

blueprint = Blueprint("kits", __name__)


def found(kit_id: int) -> Any:
    """Return a kit as the list shows it."""
    row = context.session().execute(kits_select().where(Kit.id == kit_id)).one_or_none()
    if row is None:
        raise NotFound("kit_unknown", id=kit_id)
    return row


def lines_of(kit_id: int) -> list[Any]:
    """Return the parts of a kit."""
    return list(context.session().execute(kit_lines_select(kit_id)))


@blueprint.get("/kits/<int:kit_id>")
@needs("parts.read")
def show(kit_id: int) -> str:
    """Show a kit and its parts."""
    return render_template("kits/show.html", kit=found(kit_id), lines=lines_of(kit_id))


@blueprint.route("/kits/new", methods=["GET", "POST"])
@needs("parts.write")
def new() -> ResponseReturnValue:
    """Make a kit."""
    return handle_form(
        MAKE_KIT,
        "kits/edit.html",
        lambda made: url_for("kits.show", kit_id=made.kit_id),
        success=_("The kit is kept."),
        kit=None,
    )


@blueprint.route("/kits/<int:kit_id>/edit", methods=["GET", "POST"])
@needs("parts.write")
def edit(kit_id: int) -> ResponseReturnValue:
    """Change a kit."""
    shown, session = found(kit_id), context.session()
    row = session.scalars(select(Kit).where(Kit.id == kit_id)).one()
    names = ("name_zh", "name_en", "product_model_id", "symptom_id", "note", "active")
    return handle_form(
        CHANGE_KIT,
        "kits/edit.html",
        url_for("kits.show", kit_id=kit_id),
        initial={
            **{name: getattr(row, name) for name in names},
            "lines": [
                {"part_id": each.part_id, "quantity": each.quantity, "optional": each.optional}
                for each in lines_of(kit_id)
            ],
        },
        fixed={"kit_id": kit_id},
        success=_("The kit is kept."),
        kit=shown,
    )


@blueprint.get("/work-orders/<int:work_order_id>/kits")
@needs("requests.write")
def choose(work_order_id: int) -> str:
    """Choose a kit that suits the product and the symptom of a work order."""
    order = order_found(work_order_id)
    return render_template("kits/choose.html", order=order, kits=suiting_kits(context.session(), work_order_id))


@blueprint.route("/work-orders/<int:work_order_id>/kits/<int:kit_id>", methods=["GET", "POST"])
@needs("requests.write")
def ask(work_order_id: int, kit_id: int) -> ResponseReturnValue:
    """Look the parts of a kit over, change or drop some, and ask for all of them at once."""
    order, kit = order_found(work_order_id), found(kit_id)
    lines = lines_of(kit_id)
    return handle_form(
        ASK_KIT,
        "kits/ask.html",
        order_page(work_order_id),
        initial={
            "store_id": usual_store(None),
            "lines": [{"part_id": each.part_id, "quantity": each.quantity} for each in lines if not each.optional],
        },
        fixed={"work_order_id": work_order_id},
        success=_said,
        order=order,
        kit=kit,
        optional=[each for each in lines if each.optional],
    )


def _said(made: AskedKit) -> str:
    lacking = sum(1 for each in made.requests if each.backordered > Quantity.zero())
    said = ngettext("%(num)s part is asked for.", "%(num)s parts are asked for.", len(made.requests))
    if not lacking:
        ready = _("All of it is reserved, ready to be picked.")
        return f"{said} {ready}"
    waits = ngettext("%(num)s of them is back-ordered.", "%(num)s of them are back-ordered.", lacking)
    return f"{said} {waits}"
