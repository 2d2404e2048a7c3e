"""Say that a shelf holds less than the book: take what is there, and have the place counted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.picking_short import PickedShort
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.picking_walks import PICK_SHORT
from webapp.commands_of.requests_owners import order_of, request_of, store_of_request
from webapp.i18n import quantity
from webapp.lookups import resolve

blueprint = Blueprint("picking_short", __name__)


@blueprint.route("/picking/<int:part_request_id>/short", methods=["GET", "POST"])
@needs("stock.issue")
def short(part_request_id: int) -> ResponseReturnValue:
    """Take what is there and say what is the matter."""
    session = context.session()
    store_of_request(session, context.actor(), {"part_request_id": part_request_id})
    order = order_of(session, request_of(session, part_request_id).work_order_id)
    back = url_for("picking.pick", part_request_id=part_request_id)
    given = request.args
    return handle_form(
        PICK_SHORT,
        "command.html",
        lambda made: _next(made, given.get("wave", type=int)),
        initial={
            "lot_id": resolve("lot", given.get("lot", "")),
            "location_id": resolve("bin", given.get("place", "")),
            "taken": "0",
        },
        fixed={"part_request_id": part_request_id},
        success=_said,
        intro=_(
            "Take what is there and good. The rest of the request waits until the place is counted, "
            "and nobody else is promised what is missing."
        ),
        submit=_("Take these"),
        back=back,
        trail=[(_("Picks waiting"), url_for("list.pick_queue")), (order.number, back)],
    )


def _next(made: PickedShort, wave: int | None) -> str:
    more: dict[str, Any] = {"done": made.posting_id} if made.posting_id else {}
    if wave:
        return url_for("picking_waves.show", pick_wave_id=wave, **more)
    return url_for("picking.pick", part_request_id=made.part_request_id, **more)


def _said(made: PickedShort) -> str:
    return str(
        _(
            "Issued %(taken)s; %(missing)s are missing. The place is proposed for a count.",
            taken=quantity(made.taken),
            missing=quantity(made.missing),
        )
    )
