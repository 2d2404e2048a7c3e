"""Campaigns and recalls: propose, approve by another person, follow, end; and tickets that are planned work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from kernel.errors import NotFound
from service.base_gathering import campaign_asked, campaign_units
from service.queries.base import campaign_lines_select, campaigns_select
from service.tables import Campaign, PlannedTicket, Ticket
from webapp import context
from webapp.access import needs
from webapp.base_words import CAMPAIGN_KINDS, CAMPAIGN_STATES, CAMPAIGN_TONES, WORK_KINDS
from webapp.commands import do, handle_form
from webapp.commands_of.base import MARK_PLANNED, UNMARK_PLANNED
from webapp.commands_of.campaigns import APPROVE, END, PROPOSE, REJECT
from webapp.service_scopes import require_ticket

blueprint = Blueprint("campaigns", __name__)


def found(campaign_id: int) -> Any:
    """Return a campaign as the list shows it."""
    row = context.session().execute(campaigns_select().where(Campaign.id == campaign_id)).one_or_none()
    if row is None:
        raise NotFound("campaign_unknown", id=campaign_id)
    return row


def lines_of(campaign_id: int) -> list[Any]:
    """Return the parts of a campaign."""
    return list(context.session().execute(campaign_lines_select(campaign_id)))


def _at(campaign_id: int) -> str:
    return url_for("campaigns.show", campaign_id=campaign_id)


def _trail(row: Any) -> list[tuple[Any, str]]:
    return [(_("Campaigns and recalls"), url_for("list.campaigns")), (row.number, _at(row.id))]


@blueprint.get("/campaigns/<int:campaign_id>")
@needs("parts.read")
def show(campaign_id: int) -> str:
    """Show a campaign: what it needs, what its tickets have asked for, and the next step."""
    row, session = found(campaign_id), context.session()
    campaign = session.get_one(Campaign, campaign_id)
    tickets = session.execute(
        select(Ticket.id, Ticket.number, Ticket.state)
        .join(PlannedTicket, PlannedTicket.ticket_id == Ticket.id)
        .where(PlannedTicket.campaign_id == campaign_id)
        .order_by(Ticket.number.desc())
        .limit(50)
    ).all()
    return render_template(
        "campaigns/show.html",
        row=row,
        lines=lines_of(campaign_id),
        units=campaign_units(session, campaign),
        asked=campaign_asked(session, campaign_id),
        tickets=tickets,
        kinds=CAMPAIGN_KINDS,
        states=CAMPAIGN_STATES,
        tones=CAMPAIGN_TONES,
        mine=row.created_by_id == context.actor().id,
    )


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
@needs("campaigns.write")
def new() -> ResponseReturnValue:
    """Propose a campaign."""
    return handle_form(
        PROPOSE,
        "campaigns/new.html",
        lambda made: _at(made.campaign_id),
        initial={"kind": "campaign", "percent": 100, "from_on": str(context.today())},
        success=lambda made: _("%(number)s is proposed. Another person approves it.", number=made.number),
    )


@blueprint.post("/campaigns/<int:campaign_id>/approve")
@needs("campaigns.approve")
def approve(campaign_id: int) -> ResponseReturnValue:
    """Approve the campaign."""
    return do(APPROVE, _at(campaign_id), campaign_id=campaign_id)


@blueprint.route("/campaigns/<int:campaign_id>/reject", methods=["GET", "POST"])
@needs("campaigns.approve", "campaigns.write")
def reject(campaign_id: int) -> ResponseReturnValue:
    """Reject or withdraw the campaign."""
    row = found(campaign_id)
    return handle_form(
        REJECT,
        "command.html",
        _at(campaign_id),
        fixed={"campaign_id": campaign_id},
        back=_at(row.id),
        trail=_trail(row),
    )


@blueprint.route("/campaigns/<int:campaign_id>/end", methods=["GET", "POST"])
@needs("campaigns.approve", "campaigns.write")
def end(campaign_id: int) -> ResponseReturnValue:
    """End the campaign before its last day."""
    row = found(campaign_id)
    return handle_form(
        END, "command.html", _at(campaign_id), fixed={"campaign_id": campaign_id}, back=_at(row.id), trail=_trail(row)
    )


@blueprint.route("/tickets/<int:ticket_id>/planned-work", methods=["GET", "POST"])
@needs("campaigns.write", "tickets.write", "dispatch.write")
def planned_work(ticket_id: int) -> ResponseReturnValue:
    """Say that a ticket is planned work, so that its parts are neither failures nor history."""
    session = context.session()
    require_ticket(session, context.actor(), ticket_id)
    ticket, kept = session.get_one(Ticket, ticket_id), session.get(PlannedTicket, ticket_id)
    return handle_form(
        MARK_PLANNED,
        "campaigns/planned_work.html",
        url_for("tickets.show", ticket_id=ticket_id),
        initial={"campaign_id": kept.campaign_id if kept else None},
        fixed={"ticket_id": ticket_id},
        ticket=ticket,
        kept=kept,
        kinds=WORK_KINDS,
    )


@blueprint.post("/tickets/<int:ticket_id>/repair-after-all")
@needs("campaigns.write", "tickets.write", "dispatch.write")
def repair_after_all(ticket_id: int) -> ResponseReturnValue:
    """Say that a ticket is a repair after all."""
    return do(UNMARK_PLANNED, url_for("tickets.show", ticket_id=ticket_id), ticket_id=ticket_id)
