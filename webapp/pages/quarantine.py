"""Take bad goods out of stock, look at what lies in quarantine, scrap it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.quarantining import Quarantined
from inventory.queries import movements_select
from inventory.tables import Location, Lot, Movement, PartRequest, Unit, WorkOrder
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.quarantine import QUARANTINE, SCRAP
from webapp.listings.postings import KINDS
from webapp.pages.picking_codes import Lying, lying, read
from webapp.pages.postings_last import last_posting
from webapp.partners import gathered
from webapp.scopes import own_stores, require_store

blueprint = Blueprint("quarantine", __name__, url_prefix="/quarantine")
SOURCES = ("staging", "bin", "van")


def _held(location_id: int, lot_id: int) -> Lying:
    require_store(context.session(), context.actor(), location_id)
    found = lying(lot_id=lot_id, location_id=location_id, kinds=("quarantine",))
    if not found:
        raise NotFound("not_in_quarantine")
    return found[0]


@blueprint.route("/new", methods=["GET", "POST"])
@needs("stock.move")
def new() -> ResponseReturnValue:
    """Put goods from staging, a bin or a van into their store's quarantine: scan the lot or the place."""
    there, choices, wrong = _chosen()
    return handle_form(
        QUARANTINE,
        "quarantine/new.html",
        _next,
        initial={
            "lot_id": there.lot.id if there else None,
            "from_location_id": there.place.id if there else None,
            "quantity": there.on_hand if there else None,
        },
        success=_said,
        there=there,
        choices=choices,
        wrong=wrong,
    )


def _next(made: Quarantined) -> str:
    lot_id = context.session().scalar(select(Movement.lot_id).where(Movement.posting_id == made.posting_id))
    place_id = made.quarantine_location_id
    return url_for("quarantine.show", location_id=place_id, lot_id=lot_id, done=made.posting_id)


def _said(made: Quarantined) -> str:
    if not made.displaced:
        return str(_("In quarantine. Nothing of it can be issued any more."))
    orders = context.session().scalars(
        select(WorkOrder.number)
        .distinct()
        .join(PartRequest, PartRequest.work_order_id == WorkOrder.id)
        .where(PartRequest.id.in_(made.displaced))
        .order_by(WorkOrder.number)
    )
    return str(_("In quarantine. These lost their promise and wait again: %(orders)s.", orders=", ".join(orders)))


def _chosen() -> tuple[Lying | None, list[Lying], str]:
    """Return what is meant by the scans, what may be chosen, and what is wrong."""
    session, given = context.session(), request.args
    lot = session.scalar(select(Lot).where(Lot.number == given.get("lot", "")))
    place = session.scalar(select(Location).where(Location.code == given.get("place", "")))
    found = read(given.get("code", ""))
    if found.lots:
        lot, place = found.lots[0], None
    elif found.place is not None:
        lot, place = None, found.place
    if lot is None and place is None:
        return None, [], found.wrong
    own = own_stores(session, context.actor())
    there = lying(lot_id=lot.id if lot else None, location_id=place.id if place else None, kinds=SOURCES)
    mine = [each for each in there if own is None or each.place.store_id in own]
    if len(mine) == 1:
        return mine[0], [], ""
    return None, mine, found.wrong or ("" if mine else _("Nothing of it lies in staging, a bin or a van of yours."))


@blueprint.get("/<int:location_id>/<int:lot_id>")
@needs("stock.read")
def show(location_id: int, lot_id: int) -> str:
    """Show what lies in quarantine, how it came there and what can be done with it."""
    there, session = _held(location_id, lot_id), context.session()
    return render_template(
        "quarantine/show.html",
        there=there,
        unit=session.get_one(Unit, there.part.unit_id),
        moves=gathered(session.execute(movements_select(lot_id=lot_id)).all()),
        kinds=KINDS,
        last=last_posting(),
    )


@blueprint.route("/<int:location_id>/<int:lot_id>/scrap", methods=["GET", "POST"])
@needs("stock.scrap")
def scrap(location_id: int, lot_id: int) -> ResponseReturnValue:
    """Scrap what lies in quarantine, for a stated reason."""
    there = _held(location_id, lot_id)
    here = url_for("quarantine.show", location_id=location_id, lot_id=lot_id)
    return handle_form(
        SCRAP,
        "command.html",
        lambda made: url_for("postings.show", posting_id=made.posting_id, done=made.posting_id),
        initial={"quantity": there.on_hand},
        fixed={"lot_id": lot_id, "quarantine_location_id": location_id},
        intro=_(
            "%(part)s, lot %(lot)s in %(place)s. It leaves the house for good.",
            part=there.part.number,
            lot=there.lot.number,
            place=there.place.code,
        ),
        submit=_("Scrap"),
        back=here,
        trail=[(_("Quarantine"), url_for("list.quarantine")), (there.lot.number, here)],
    )
