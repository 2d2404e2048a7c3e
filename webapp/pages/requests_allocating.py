"""Release, hold, lift and give on what is promised to a request; each asks for a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.queries import requests_select, waiting_select
from inventory.tables import PartRequest
from kernel.amounts import Quantity
from webapp import context
from webapp.access import needs
from webapp.commands import Command, handle_form
from webapp.commands_of.requests import HOLD, LIFT, REALLOCATE, RELEASE, URGENCIES
from webapp.commands_of.requests_owners import request_of
from webapp.i18n import in_language, quantity
from webapp.listings.requests import URGENCY_TONES
from webapp.lost_promises import losses_of

blueprint = Blueprint("requests_allocating", __name__, url_prefix="/part-requests/<int:part_request_id>")

blueprint.add_app_template_global(losses_of, "losses_of")


def _row(part_request_id: int) -> Any:
    request_of(context.session(), part_request_id)
    return context.session().execute(requests_select().where(PartRequest.id == part_request_id)).one()


def _order_page(part_request_id: int) -> str:
    order_id = request_of(context.session(), part_request_id).work_order_id
    return url_for("requests.work_order", work_order_id=order_id)


def _with_reason(command: Command, part_request_id: int, intro: str) -> ResponseReturnValue:
    row = _row(part_request_id)
    back = _order_page(part_request_id)
    said = f"{row.work_order_number} · {row.number} {in_language(row.name_zh, row.name_en)}"
    return handle_form(
        command,
        "command.html",
        back,
        fixed={"part_request_id": part_request_id},
        intro=f"{said} · {quantity(row.reserved, row.unit)}. {intro}",
        back=back,
        trail=[(_("Work orders"), url_for("list.work_orders")), (row.work_order_number, back)],
    )


@blueprint.route("/release", methods=["GET", "POST"])
@needs("requests.write")
def release(part_request_id: int) -> ResponseReturnValue:
    """Take a promise back and give it to who is first in turn."""
    return _with_reason(RELEASE, part_request_id, _("It goes to whoever is first in turn; this request waits again."))


@blueprint.route("/hold", methods=["GET", "POST"])
@needs("stock.allocate")
def hold(part_request_id: int) -> ResponseReturnValue:
    """Make a promise hard."""
    return _with_reason(
        HOLD, part_request_id, _("A held promise is not taken over by a more urgent request and does not lapse.")
    )


@blueprint.route("/lift", methods=["GET", "POST"])
@needs("stock.allocate")
def lift(part_request_id: int) -> ResponseReturnValue:
    """Make a promise soft again."""
    return _with_reason(LIFT, part_request_id, _("A more urgent request that waits may take it over at once."))


@blueprint.route("/reallocate", methods=["GET", "POST"])
@needs("stock.allocate")
def reallocate(part_request_id: int) -> ResponseReturnValue:
    """Give a promise to another request for the same part in the same store."""
    row = _row(part_request_id)
    listed = waiting_select(store_id=row.store_id, part_id=row.part_id, backordered_only=True)
    others = context.session().execute(listed.where(PartRequest.id != part_request_id)).all()
    lacking = others[0].backordered if others else Quantity.zero()
    back = _order_page(part_request_id)
    return handle_form(
        REALLOCATE,
        "requests/reallocate.html",
        back,
        fixed={"from_request_id": part_request_id},
        initial={
            "quantity": min(row.reserved, lacking),
            "to_request_id": others[0].part_request_id if others else None,
        },
        row=row,
        others=others,
        back=back,
        urgencies=URGENCIES,
        urgency_tones=URGENCY_TONES,
    )
