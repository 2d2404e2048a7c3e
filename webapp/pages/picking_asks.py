"""One ask to take a lot before an older one: what is asked, what would go first, signing or refusing it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory import fifo
from inventory.picking import candidates
from inventory.queries.picks import fifo_asks_select
from inventory.tables import FifoAsk, Location, Lot, PartRequest
from kernel.amounts import Quantity
from webapp import context
from webapp.access import needs
from webapp.commands import do
from webapp.commands_of.picking_walks import DECIDE_ASK, WITHDRAW_ASK, ask_of
from webapp.listings.picking_walks import ASK_STATES, ASK_TONES
from webapp.scopes import require_store

blueprint = Blueprint("picking_asks", __name__, url_prefix="/picking/exceptions/asks")


def _at(fifo_ask_id: int) -> str:
    return url_for("picking_asks.show", fifo_ask_id=fifo_ask_id)


def found(fifo_ask_id: int) -> FifoAsk:
    """Return an ask that whoever asks may see."""
    session, actor = context.session(), context.actor()
    row = ask_of(session, fifo_ask_id)
    if not actor.may("fifo.sign"):
        require_store(session, actor, session.get_one(PartRequest, row.part_request_id).store_id)
    return row


@blueprint.get("/<int:fifo_ask_id>")
@needs("stock.issue", "fifo.sign")
def show(fifo_ask_id: int) -> str:
    """Show an ask with the lots in the order in which they would leave."""
    row, session = found(fifo_ask_id), context.session()
    request = session.get_one(PartRequest, row.part_request_id)
    on = context.today()
    there = fifo.in_order(candidates(session, request.part_id, request.store_id, on), on)
    return render_template(
        "picking/ask.html",
        ask=session.execute(fifo_asks_select().where(FifoAsk.id == fifo_ask_id)).one(),
        lots=_lots(there),
        states=ASK_STATES,
        tones=ASK_TONES,
        me=context.actor().id,
        said=_l("The oldest lot goes first, or the one that expires first. This permits one other lot, once."),
    )


def _lots(there: list[fifo.Candidate]) -> list[tuple[Lot, Location, Quantity]]:
    session = context.session()
    return [(session.get_one(Lot, c.lot_id), session.get_one(Location, c.location_id), c.quantity) for c in there]


@blueprint.post("/<int:fifo_ask_id>/decide")
@needs("fifo.sign")
def decide(fifo_ask_id: int) -> ResponseReturnValue:
    """Sign or refuse an ask."""
    found(fifo_ask_id)
    return do(DECIDE_ASK, _at(fifo_ask_id), success=_("The decision is on record."), fifo_ask_id=fifo_ask_id)


@blueprint.post("/<int:fifo_ask_id>/withdraw")
@needs("stock.issue")
def withdraw(fifo_ask_id: int) -> ResponseReturnValue:
    """Take an ask back."""
    found(fifo_ask_id)
    return do(WITHDRAW_ASK, _at(fifo_ask_id), fifo_ask_id=fifo_ask_id)
