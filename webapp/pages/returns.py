"""Bring back what a work order did not use."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.queries import consumption
from inventory.tables import Location, Movement
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.requests_owners import order_of, own_order
from webapp.commands_of.returns import RETURN, BroughtBack
from webapp.i18n import in_language, quantity

blueprint = Blueprint("returns", __name__)


@blueprint.route("/work-orders/<int:work_order_id>/return/<int:lot_id>", methods=["GET", "POST"])
@needs("stock.issue", "requests.write")
def bring_back(work_order_id: int, lot_id: int) -> ResponseReturnValue:
    """Say how much of a lot comes back, and where it is put."""
    session = context.session()
    own_order(session, context.actor(), {"work_order_id": work_order_id})
    order = order_of(session, work_order_id)
    held = next((e for e in consumption(session, work_order_id=work_order_id).lots if e.lot_id == lot_id), None)
    if held is None:
        raise NotFound("lot_not_on_work_order", number=order.number)
    unit = held.unit
    here = url_for("requests.work_order", work_order_id=work_order_id)

    def next_url(made: BroughtBack) -> str:
        return url_for("requests.work_order", work_order_id=work_order_id, done=made.posting_id)

    return handle_form(
        RETURN,
        "command.html",
        next_url,
        initial={"quantity": held.quantity, "to_location_id": _usual_place(lot_id, order.location_id)},
        fixed={"work_order_id": work_order_id, "lot_id": lot_id},
        success=lambda made: _("%(quantity)s came back.", quantity=quantity(made.quantity, unit)),
        title=_("Return unused"),
        intro=_(
            "%(part)s %(name)s, lot %(lot)s: %(quantity)s issued to %(order)s. "
            "It goes back into its own lot at its own cost.",
            part=held.number,
            name=in_language(held.name_zh, held.name_en),
            lot=held.lot_number,
            quantity=quantity(held.quantity, unit),
            order=order.number,
        ),
        submit=_("Return"),
        back=here,
        trail=[(_("Work orders"), url_for("list.work_orders")), (order.number, here)],
    )


def _usual_place(lot_id: int, work_order_place: int) -> int | None:
    """Return an engineer's own van, else the place from which the lot was issued."""
    session, actor = context.session(), context.actor()
    if not actor.may("stock.issue"):
        van = select(Location.id).where(Location.kind == "van", Location.keeper_id == actor.id, Location.active)
        return session.scalar(van.limit(1))
    taken = select(Movement.from_location_id).where(
        Movement.lot_id == lot_id, Movement.to_location_id == work_order_place, Movement.kind == "issue"
    )
    return session.scalar(taken.order_by(Movement.id.desc()).limit(1))
