"""Maintenance lines: parts that units of a model get again and again."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.tables import Part, ProductModel
from kernel.errors import NotFound
from service.tables import MaintenanceLine
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.base import CHANGE_MAINTENANCE, NEW_MAINTENANCE

blueprint = Blueprint("maintenance", __name__, url_prefix="/maintenance-lines")


@blueprint.route("/new", methods=["GET", "POST"])
@needs("campaigns.write", "plan.write")
def new() -> ResponseReturnValue:
    """Keep a maintenance line."""
    return handle_form(
        NEW_MAINTENANCE,
        "command.html",
        url_for("list.maintenance_lines"),
        initial={"percent": 100, "interval_months": 12, "quantity": "1"},
        intro=_("Units are due each time their age reaches a multiple of the interval."),
        back=url_for("list.maintenance_lines"),
        trail=[(_("Maintenance lines"), url_for("list.maintenance_lines"))],
    )


@blueprint.route("/<int:maintenance_line_id>", methods=["GET", "POST"])
@needs("campaigns.write", "plan.write")
def edit(maintenance_line_id: int) -> ResponseReturnValue:
    """Change what maintenance takes, or let it rest."""
    session = context.session()
    row = session.get(MaintenanceLine, maintenance_line_id)
    if row is None:
        raise NotFound("maintenance_line_unknown", id=maintenance_line_id)
    model, part = session.get_one(ProductModel, row.product_model_id), session.get_one(Part, row.part_id)
    return handle_form(
        CHANGE_MAINTENANCE,
        "command.html",
        url_for("list.maintenance_lines"),
        initial={"quantity": str(row.quantity), "percent": row.percent, "active": row.active, "note": row.note},
        fixed={"maintenance_line_id": maintenance_line_id},
        intro=_(
            "%(part)s in %(model)s, every %(months)s months.",
            part=part.number,
            model=model.code,
            months=row.interval_months,
        ),
        back=url_for("list.maintenance_lines"),
        trail=[(_("Maintenance lines"), url_for("list.maintenance_lines"))],
    )
