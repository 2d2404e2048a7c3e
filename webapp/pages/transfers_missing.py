"""Settle what did not arrive of a transfer, decide about losses, sign what goes beyond a van's limit."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.finding_pieces import pieces_on_the_way
from inventory.serial_ranges import write_serials
from inventory.settling_transfers import Settled, missing
from inventory.tables import TransferSettlement
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.transfers_missing import DECIDE_LOSS, SETTLE, SIGN_BEYOND
from webapp.pages.transfers import found

blueprint = Blueprint("transfers_missing", __name__)


def _at(transfer_id: int) -> str:
    return url_for("transfers.show", transfer_id=transfer_id)


@blueprint.route("/transfers/<int:transfer_id>/settle", methods=["GET", "POST"])
@needs("stock.move", "requests.write")
def settle(transfer_id: int) -> ResponseReturnValue:
    """Say what became of goods that did not arrive."""
    row, session = found(transfer_id), context.session()
    left = missing(session, row) if row.state == "short" else {}
    rest = pieces_on_the_way(session, row) if row.state == "short" else {}
    part_id = request.args.get("part", type=int) or next(iter(left), None)
    return handle_form(
        SETTLE,
        "command.html",
        _at(transfer_id),
        initial={
            "part_id": part_id,
            "quantity": left.get(part_id or 0),
            "serials": "\n".join(write_serials(each.serial_number for each in rest.get(part_id or 0, []))),
            "to_location_id": None,
            "cause": request.args.get("cause", ""),
        },
        fixed={"transfer_id": transfer_id},
        success=_settled,
        title=_("Settle what is missing"),
        intro=_(
            "It stays in transit until each piece has a cause. Found late: the receiver puts it into a bin. "
            "Sent back: the sender takes it back where it left. Lost: another person approves, then it leaves the book."
        ),
        submit=_("Settle"),
        back=_at(transfer_id),
        trail=[(_("Transfers"), url_for("list.transfers")), (row.number, _at(transfer_id))],
    )


def _settled(made: Settled) -> str:
    if made.state == "asked":
        return str(_("Reported as lost. Somebody who neither sent nor received it has to approve."))
    if made.transfer_state == "closed":
        return str(_("Settled. Nothing of this transfer is on the way any more."))
    return str(_("Settled. Something is still missing."))


@blueprint.post("/transfer-settlements/<int:settlement_id>/decide")
@needs("transfers.approve")
def decide(settlement_id: int) -> ResponseReturnValue:
    """Approve or refuse a loss."""
    row = context.session().get(TransferSettlement, settlement_id)
    if row is None:
        raise NotFound("settlement_unknown", id=settlement_id)
    return do(
        DECIDE_LOSS,
        _at(row.transfer_id),
        success=_("The decision is on record."),
        settlement_id=settlement_id,
    )


@blueprint.route("/transfers/<int:transfer_id>/sign-limit", methods=["GET", "POST"])
@needs("transfers.approve")
def sign(transfer_id: int) -> ResponseReturnValue:
    """Sign that a transfer may take a van beyond its limits."""
    row = found(transfer_id)
    return handle_form(
        SIGN_BEYOND,
        "command.html",
        _at(transfer_id),
        fixed={"transfer_id": transfer_id},
        initial={"reason": row.beyond_reason},
        intro=_("Asked with this reason: %(reason)s", reason=row.beyond_reason or "—"),
        submit=_("Sign"),
        back=_at(transfer_id),
        trail=[(_("Transfers"), url_for("list.transfers")), (row.number, _at(transfer_id))],
    )
