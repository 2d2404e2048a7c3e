"""Send an engineer: candidates ranked, with the reasons behind each score."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.settings import day_of
from service.dispatching import Dispatched, open_dispatch_of
from service.queries.candidates import candidates
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.dispatch import DISPATCH, MARK_NOTIFIED
from webapp.lookups import code_of
from webapp.pages.tickets import at_ticket, detail, trail_of

blueprint = Blueprint("dispatch", __name__)


@blueprint.route("/tickets/<int:ticket_id>/dispatch", methods=["GET", "POST"])
@needs("dispatch.write")
def choose(ticket_id: int) -> ResponseReturnValue:
    """Choose whom to send; another one in place of the first needs a reason."""
    found = detail(ticket_id)
    session = context.session()
    ranked = candidates(session, ticket_id, day_of(session, context.now()))
    sent = open_dispatch_of(session, ticket_id)
    names = {each.engineer_id: each.name for each in ranked}

    def said(made: Dispatched) -> str:
        words = _("%(name)s is sent to %(number)s.", name=names.get(made.engineer_id, ""), number=made.number)
        return words if not made.over_load else f"{words} {_('More open tickets than the limit: tell them.')}"

    return handle_form(
        DISPATCH,
        "dispatch/choose.html",
        at_ticket(ticket_id),
        fixed={"ticket_id": ticket_id},
        success=said,
        ticket=found,
        trail=trail_of(found),
        candidates=ranked,
        codes={each.engineer_id: code_of("engineer", each.engineer_id) for each in ranked},
        sent_id=sent.engineer_id if sent else None,
    )


@blueprint.post("/dispatches/<int:dispatch_id>/notified/<int:ticket_id>")
@needs("dispatch.write")
def notified(dispatch_id: int, ticket_id: int) -> ResponseReturnValue:
    """Note that the engineer was told by telephone."""
    return do(MARK_NOTIFIED, url_for("tickets.show", ticket_id=ticket_id), dispatch_id=dispatch_id)
