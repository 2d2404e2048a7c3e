"""Call customers back after the repair, and make good what they were unhappy with."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.errors import AppError, NotFound
from kernel.tables import Person
from service.tables import Callback, Customer, FollowUp, Ticket
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form, run, start_over
from webapp.commands_of.callbacks import CALL_BACK, FINISH_TASK, INVITE, OPEN_TASK, UNANSWERED
from webapp.forms import Form, validated
from webapp.messages import message
from webapp.pages.tickets import at_ticket, detail, trail_of
from webapp.service_scopes import require_ticket

blueprint = Blueprint("callbacks", __name__)


def callback_of(callback_id: int) -> Callback:
    """Return a callback on a ticket that whoever asks may see."""
    row = context.session().get(Callback, callback_id)
    if row is None:
        raise NotFound("callback_unknown", callback_id=callback_id)
    require_ticket(context.session(), context.actor(), row.ticket_id)
    return row


def _at(callback_id: int) -> str:
    return url_for("callbacks.show", callback_id=callback_id)


@blueprint.route("/callbacks/<int:callback_id>", methods=["GET", "POST"])
@needs("callbacks.write")
def show(callback_id: int) -> ResponseReturnValue:
    """Show a callback with the form for the scores, or what the customer said."""
    row, session = callback_of(callback_id), context.session()
    ticket = session.get_one(Ticket, row.ticket_id)

    def said(made: object) -> str:
        if getattr(made, "low", False):
            return str(_("Thank you. A low score: a task was opened to make it good."))
        return str(_("Thank you. The ticket can be closed now."))

    return handle_form(
        CALL_BACK,
        "callbacks/show.html",
        at_ticket(row.ticket_id),
        fixed={"callback_id": callback_id},
        success=said,
        callback=row,
        ticket=ticket,
        customer=session.get_one(Customer, ticket.customer_id),
        engineer=session.get_one(Person, row.engineer_id),
        asker=session.get(Person, row.done_by_id) if row.done_by_id else None,
        same_person=row.engineer_id == context.actor().id,
        unanswered=Form(UNANSWERED.schema(), {}, hidden=frozenset({"callback_id"})),
    )


@blueprint.post("/callbacks/<int:callback_id>/unanswered")
@needs("callbacks.write")
def unanswered(callback_id: int) -> ResponseReturnValue:
    """Note that nobody answered."""
    return do(UNANSWERED, _at(callback_id), callback_id=callback_id)


@blueprint.post("/callbacks/<int:callback_id>/link")
@needs("callbacks.write")
def link(callback_id: int) -> ResponseReturnValue:
    """Make the customer's link and show it once."""
    row = callback_of(callback_id)
    data, form = validated(INVITE.schema(), request.form, {"callback_id": callback_id})
    try:
        made = run(INVITE, data, form.request_key)
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")
        return redirect(_at(callback_id), 303)
    ticket = context.session().get_one(Ticket, row.ticket_id)
    answer = make_response(render_template("callbacks/link.html", made=made, ticket=ticket, back=_at(callback_id)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/tickets/<int:ticket_id>/tasks/new", methods=["GET", "POST"])
@needs("callbacks.write", "tickets.write")
def open_task(ticket_id: int) -> ResponseReturnValue:
    """Open a task on a ticket."""
    found = detail(ticket_id)
    return handle_form(
        OPEN_TASK,
        "command.html",
        at_ticket(ticket_id),
        initial={"assigned_to_id": found.row.owner_id, "due_at": context.now() + timedelta(days=1)},
        fixed={"ticket_id": ticket_id},
        back=at_ticket(ticket_id),
        trail=trail_of(found),
    )


@blueprint.route("/follow-ups/<int:follow_up_id>", methods=["GET", "POST"])
@needs("callbacks.write", "tickets.write")
def task(follow_up_id: int) -> ResponseReturnValue:
    """Show a task, and finish it."""
    session = context.session()
    row = session.get(FollowUp, follow_up_id)
    if row is None:
        raise NotFound("follow_up_unknown", follow_up_id=follow_up_id)
    found = detail(row.ticket_id)
    return handle_form(
        FINISH_TASK,
        "callbacks/task.html",
        at_ticket(row.ticket_id),
        fixed={"follow_up_id": follow_up_id},
        task=row,
        ticket=found,
        trail=trail_of(found),
        customer=session.get_one(Customer, found.row.customer_id),
        assigned=session.get_one(Person, row.assigned_to_id),
        done_by=session.get(Person, row.done_by_id) if row.done_by_id else None,
    )
