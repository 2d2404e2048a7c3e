"""One tracked piece from its supplier to the customer and back; and moving pieces by number or range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.places import WORDS, LocationKind, MovementKind
from inventory.queries import movements_select
from inventory.queries import old_parts as old_queries
from inventory.queries.columns import Listing
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import Balance, Location, Lot, Movement, Part, PartRequest, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import NotFound
from receiving.queries.traces import LotTrace, trace
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of import serials as can
from webapp.commands_of.requests_owners import order_of, own_order, request_of
from webapp.context import Actor
from webapp.i18n import money, words
from webapp.lookups import resolve
from webapp.old_part_words import CAUSES, VERDICTS
from webapp.pages.trace import Use, uses
from webapp.partners import gather
from webapp.personal import shown_name
from webapp.receiving_words import CLAIM_STATES, CLAIM_TONES, INSPECTION_STATES, INSPECTION_TONES
from webapp.scanning import Found, scan_target

blueprint = Blueprint("serials", __name__)


@dataclass(frozen=True, slots=True)
class Life:
    """Hold one lot that bore a serial number: how it came, who got it, and as an old part what became of it."""

    lot: Lot
    trace: LotTrace
    uses: list[Use]
    old: Any
    place: str
    kind: str


def lives_of(lot_id: int) -> tuple[Part, str, list[Life]]:
    """Return the part, the number, and every lot that bore it, the newest first."""
    session = context.session()
    row = session.get(Lot, lot_id)
    if row is None or row.serial_number is None:
        raise NotFound("serial_unknown", id=lot_id)
    lots = session.scalars(
        select(Lot).where(Lot.part_id == row.part_id, Lot.serial_number == row.serial_number).order_by(Lot.id.desc())
    ).all()
    return session.get_one(Part, row.part_id), row.serial_number, [_life(lot) for lot in lots]


def _life(lot: Lot) -> Life:
    session = context.session()
    there = session.execute(
        select(Location.code, Location.kind)
        .join(Balance, Balance.location_id == Location.id)
        .where(Balance.lot_id == lot.id, Balance.on_hand > Quantity.zero())
    ).first()
    old = (
        session.execute(old_queries.old_lots_select().where(Lot.id == lot.id)).first() if lot.origin == "old" else None
    )
    code, kind = there or ("", "")
    return Life(lot, trace(session, lot.id), uses(session, lot.id), old, code, kind)


def moves_of(lot_ids: list[int]) -> Listing:
    """List the movements of every lot that bore a number, the newest first."""
    return movements_select().where(Movement.lot_id.in_(lot_ids)).order_by(None).order_by(Movement.id.desc())


@blueprint.get("/serials/<int:lot_id>")
@needs("stock.read")
def show(lot_id: int) -> str:
    """Show where a piece is and every step that it took."""
    part, number, lives = lives_of(lot_id)
    moves = context.session().execute(moves_of([life.lot.id for life in lives])).all()
    gather(moves)
    return render_template(
        "serials/show.html",
        part=part,
        number=number,
        lives=lives,
        here=next((life for life in lives if life.place), None),
        moves=moves,
        kinds={str(kind): words(WORDS[kind]) for kind in MovementKind if kind in WORDS},
        places={str(kind): words(WORDS[kind]) for kind in LocationKind},
        verdicts=VERDICTS,
        causes=CAUSES,
        claim_states=CLAIM_STATES,
        claim_tones=CLAIM_TONES,
        inspection_states=INSPECTION_STATES,
        inspection_tones=INSPECTION_TONES,
        shown_name=shown_name,
    )


@blueprint.route("/serials/move", methods=["GET", "POST"])
@needs("stock.move", "putaway.write")
def move() -> ResponseReturnValue:
    """Put pieces into a bin, by number or range."""
    return handle_form(
        can.MOVE,
        "command.html",
        url_for("list.serials"),
        initial={"part_id": resolve("part", request.args.get("part", "")), "serials": request.args.get("serials", "")},
        success=lambda made: _("%(count)s pieces lie in their bin now.", count=made.pieces),
        intro=_("Scan them one below the other, or write a range. All of them go into one bin of their store."),
        submit=_("Move"),
        back=url_for("list.serials"),
        trail=[(_("Pieces by serial number"), url_for("list.serials"))],
    )


@blueprint.route("/part-requests/<int:part_request_id>/issue-serials", methods=["GET", "POST"])
@needs("stock.issue")
def issue(part_request_id: int) -> ResponseReturnValue:
    """Issue named pieces to a request."""
    session = context.session()
    asked: PartRequest = request_of(session, part_request_id)
    order, part = session.get_one(WorkOrder, asked.work_order_id), session.get_one(Part, asked.part_id)
    here = url_for("requests.work_order", work_order_id=order.id)
    return handle_form(
        can.ISSUE,
        "command.html",
        here,
        fixed={"part_request_id": part_request_id},
        success=lambda made: (
            _("%(count)s pieces are issued, %(cost)s.", count=len(made.lot_ids), cost=money(made.cost_cny))
            if context.may("prices.read")
            else _("%(count)s pieces are issued.", count=len(made.lot_ids))
        ),
        intro=_(
            "%(part)s for %(order)s. Of pieces that came on one day, take any.", part=part.number, order=order.number
        ),
        submit=_("Issue"),
        back=here,
        trail=[(_("Work orders"), url_for("list.work_orders")), (order.number, here)],
    )


@blueprint.route("/work-orders/<int:work_order_id>/return-serials", methods=["GET", "POST"])
@needs("stock.issue", "requests.write")
def give_back(work_order_id: int) -> ResponseReturnValue:
    """Take named pieces back from a work order."""
    session = context.session()
    own_order(session, context.actor(), {"work_order_id": work_order_id})
    order = order_of(session, work_order_id)
    here = url_for("requests.work_order", work_order_id=work_order_id)
    return handle_form(
        can.RETURN,
        "command.html",
        here,
        initial={"part_id": resolve("part", request.args.get("part", ""))},
        fixed={"work_order_id": work_order_id},
        success=lambda made: _("%(count)s pieces came back.", count=len(made.lot_ids)),
        intro=_("Pieces of %(order)s that were not used go back into stock.", order=order.number),
        submit=_("Return"),
        back=here,
        trail=[(_("Work orders"), url_for("list.work_orders")), (order.number, here)],
    )


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a tracked piece by its serial number, once for each part that has one of it."""
    if code.kind not in {None, CodeKind.SERIAL}:
        return []
    rows = session.execute(
        select(func.max(Lot.id), Part.number)
        .join(Part, Part.id == Lot.part_id)
        .where(Lot.serial_number == code.key)
        .group_by(Part.number)
        .order_by(Part.number)
        .limit(5)
    )
    return [
        Found(_l("Piece"), code.key, number, url_for("serials.show", lot_id=lot_id)) for lot_id, number in rows.all()
    ]


scan_target("serial", "stock.read", _scanned, 12)
