"""Print the papers of a ticket: intake form, dispatch sheet, confirmation, record, survey."""

from __future__ import annotations

from flask import Blueprint, Response

from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands_of.tickets import ticket_of
from webapp.printing import paper_answer
from webapp.service_papers import PAPERS
from webapp.service_scopes import require_ticket

blueprint = Blueprint("service_papers", __name__, url_prefix="/tickets")


@blueprint.get("/<int:ticket_id>/papers/<kind>.pdf")
@needs("tickets.read")
def paper(ticket_id: int, kind: str) -> Response:
    """Print one paper of a ticket."""
    session = context.session()
    require_ticket(session, context.actor(), ticket_id)
    if kind not in PAPERS:
        raise NotFound("nothing_here")
    number = ticket_of(session, ticket_id).number
    return paper_answer(lambda language: PAPERS[kind](session, ticket_id, language), f"{number}-{kind}")
