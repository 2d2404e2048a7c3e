"""The engineer's pages, made for a phone: my tickets, one ticket step by step, parts, report."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from inventory.queries.old_parts import OWED, debts_select
from inventory.tables import OldPartDebt
from kernel.amounts import Money, Quantity
from kernel.errors import AppError, Forbidden
from kernel.settings import setting
from procurement.finding_prices import sale_prices_on
from service.charges import PRICING, charged
from service.queries.desk import engineers_tickets, visits_to_phone
from service.queries.history import suggested_parts
from service.queries.ticket_detail import TicketDetail
from service.tables import Customer, Ticket
from service.warranty import is_free
from webapp import context
from webapp.access import needs
from webapp.commands import Command, do, handle_form, start_over
from webapp.commands_of.dispatch import ACCEPT, DECLINE
from webapp.commands_of.repairs import (
    ADD_PHOTO,
    AGREE_COST,
    ARRIVE,
    ASK_PART,
    BRING_BACK,
    COMPLETE,
    DIAGNOSE,
    USE_PART,
)
from webapp.forms import new_key
from webapp.i18n import money, number
from webapp.messages import message
from webapp.navigation import entry
from webapp.pages.tickets import detail
from webapp.pictures import as_text
from webapp.service_parts import fitting_parts, places_of
from webapp.uploads import IMAGES, read_upload

blueprint = Blueprint("repairs", __name__, url_prefix="/my-tickets")
entry("service", _l("My tickets"), "repairs.mine", "repairs.write", 5)


def own(ticket_id: int) -> TicketDetail:
    """Return a ticket that is the reader's own work, or refuse."""
    found = detail(ticket_id)
    if found.row.engineer_id != context.actor().id:
        raise Forbidden("not_your_ticket", number=found.row.number)
    return found


def at_work(ticket_id: int) -> str:
    """Return the address of the engineer's page of a ticket."""
    return url_for("repairs.work", ticket_id=ticket_id)


def _trail(found: TicketDetail) -> list[tuple[str, str]]:
    return [(_("My tickets"), url_for("repairs.mine")), (found.row.number, at_work(found.row.ticket_id))]


@blueprint.get("")
@needs("repairs.write")
def mine() -> str:
    """Show an engineer's open tickets, the most pressing first."""
    session, at, me = context.session(), context.now(), context.actor().id
    return render_template(
        "repairs/mine.html",
        tickets=engineers_tickets(session, me, at),
        to_phone={row.ticket_id for row in visits_to_phone(session, at, engineer_id=me)},
    )


@blueprint.get("/<int:ticket_id>")
@needs("repairs.write")
def work(ticket_id: int) -> str:
    """Show the next step of a ticket first, then all that is needed on the way."""
    found = own(ticket_id)
    session = context.session()
    sent = next((d for d in found.dispatches if d.declined_at is None and d.withdrawn_at is None), None)
    soon = visits_to_phone(session, context.now(), engineer_id=context.actor().id)
    return render_template(
        "repairs/work.html",
        ticket=found,
        row=found.row,
        customer=_customer(found),
        sent=sent,
        free=is_free(found.row.in_warranty, found.fault_type),
        phone_now=ticket_id in {row.ticket_id for row in soon},
        suggested=suggested_parts(session, ticket_id),
        places=places_of(session, context.actor().id),
        photos=[each for each in found.attachments if each.purpose.startswith("photo")],
        old_parts=_owed(found),
        step=_step(found),
    )


def _owed(found: TicketDetail) -> list[Any]:
    """Return the old parts that this ticket still owes."""
    wanted = debts_select(on=context.today()).join(Ticket, Ticket.work_order_id == OldPartDebt.work_order_id)
    return list(context.session().execute(wanted.where(Ticket.id == found.row.ticket_id, OWED > 0)))


def _customer(found: TicketDetail) -> Customer:
    return context.session().get_one(Customer, found.row.customer_id)


def _step(found: TicketDetail) -> str:
    """Name the next step of a ticket."""
    state, report = found.row.state, found.report
    if state in {"completed", "closed"}:
        return "done"
    if state == "dispatched":
        return "answer"
    if state in {"accepted", "waiting_parts"} and found.row.visit == "on_site":
        return "arrive"
    if report is None:
        return "diagnose"
    if report.told_cny > Money.zero() and report.cost_agreed_at is None:
        return "agree"
    return "complete"


@blueprint.post("/<int:ticket_id>/accept/<int:dispatch_id>")
@needs("repairs.write")
def accept(ticket_id: int, dispatch_id: int) -> ResponseReturnValue:
    """Accept a dispatch."""
    return do(ACCEPT, at_work(ticket_id), back=url_for("repairs.mine"), dispatch_id=dispatch_id)


@blueprint.route("/<int:ticket_id>/decline/<int:dispatch_id>", methods=["GET", "POST"])
@needs("repairs.write")
def decline(ticket_id: int, dispatch_id: int) -> ResponseReturnValue:
    """Decline a dispatch with a reason."""
    found = own(ticket_id)
    return handle_form(
        DECLINE,
        "command.html",
        url_for("repairs.mine"),
        fixed={"dispatch_id": dispatch_id},
        intro=_("The desk sends somebody else; the clocks run on."),
        submit=_("Decline"),
        back=at_work(ticket_id),
        trail=_trail(found),
    )


@blueprint.post("/<int:ticket_id>/arrive")
@needs("repairs.write")
def arrive(ticket_id: int) -> ResponseReturnValue:
    """Say with one tap that one has arrived."""
    return do(ARRIVE, at_work(ticket_id), back=url_for("repairs.mine"), ticket_id=ticket_id)


@blueprint.post("/<int:ticket_id>/agree")
@needs("repairs.write")
def agree(ticket_id: int) -> ResponseReturnValue:
    """Record how the customer agreed to the cost."""
    return do(AGREE_COST, at_work(ticket_id), ticket_id=ticket_id)


def _page(command: Command, template: str, ticket_id: int, **more: Any) -> ResponseReturnValue:
    found = own(ticket_id)
    back = at_work(ticket_id)
    return handle_form(
        command,
        template,
        more.pop("following", back),
        fixed={"ticket_id": ticket_id},
        back=back,
        trail=_trail(found),
        ticket=found,
        **more,
    )


@blueprint.route("/<int:ticket_id>/diagnosis", methods=["GET", "POST"])
@needs("repairs.write")
def diagnose(ticket_id: int) -> ResponseReturnValue:
    """Write what is wrong and what it will cost."""
    found = own(ticket_id)
    free = is_free(found.row.in_warranty, found.fault_type)
    report = found.report
    return _page(
        DIAGNOSE,
        "command.html",
        ticket_id,
        initial={
            "diagnosis": report.diagnosis if report else "",
            "cause": report.cause if report else "",
            "told_cny": str(report.told_cny) if report else "0",
        },
        intro=_("Under warranty: the customer pays nothing.")
        if free
        else _("The customer pays. Tell the most it will cost; parts and fees together may not exceed it."),
    )


@blueprint.get("/<int:ticket_id>/parts")
@needs("repairs.write")
def parts(ticket_id: int) -> str:
    """Choose a part among those that fit, with what van and store have of each."""
    found = own(ticket_id)
    session = context.session()
    asked = request.args.get("q", "")[:100]
    places = places_of(session, context.actor().id)
    rows = fitting_parts(session, found.product_model_id, places, asked)
    suggested = {each.part_id: each for each in suggested_parts(session, ticket_id)}
    return render_template(
        "repairs/parts.html",
        ticket=found,
        row=found.row,
        trail=_trail(found),
        places=places,
        parts=sorted(rows, key=lambda each: (each.part_id not in suggested, each.number)),
        suggested=suggested,
        q=asked,
        keys=[(new_key(), new_key()) for _row in rows],
    )


@blueprint.route("/<int:ticket_id>/ask", methods=["GET", "POST"])
@needs("repairs.write")
def ask(ticket_id: int) -> ResponseReturnValue:
    """Ask a store for a part."""

    def said(made: Any) -> str:
        if made.backordered > Quantity.zero():
            lacking = number(made.backordered)
            return str(_("Asked for. %(lacking)s is not there yet: the ticket waits for it.", lacking=lacking))
        return str(_("Reserved: %(reserved)s. The store will issue it.", reserved=number(made.reserved)))

    return _page(
        ASK_PART,
        "command.html",
        ticket_id,
        initial={"quantity": "1", "part_id": request.args.get("part", type=int)},
        success=said,
        submit=_("Ask for the part"),
    )


@blueprint.route("/<int:ticket_id>/use", methods=["GET", "POST"])
@needs("repairs.write")
def use(ticket_id: int) -> ResponseReturnValue:
    """Use a part from the van."""
    return _page(
        USE_PART,
        "command.html",
        ticket_id,
        initial={"quantity": "1", "part_id": request.args.get("part", type=int)},
        submit=_("Use from the van"),
    )


@blueprint.route("/<int:ticket_id>/return", methods=["GET", "POST"])
@needs("repairs.write")
def bring_back(ticket_id: int) -> ResponseReturnValue:
    """Return a part that was not needed."""
    return _page(
        BRING_BACK,
        "command.html",
        ticket_id,
        initial={"lot_id": request.args.get("lot", type=int), "quantity": request.args.get("quantity", "1")[:20]},
        intro=_("It goes back into its own lot, into your van unless you name another place."),
        submit=_("Return"),
    )


@blueprint.post("/<int:ticket_id>/photos")
@needs("repairs.write")
def photo(ticket_id: int) -> ResponseReturnValue:
    """Keep a photo that the phone has taken."""
    back = at_work(ticket_id)
    try:
        _kind, content = read_upload(request.files.get("file") or FileStorage(), IMAGES)
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")
        return redirect(back, 303)
    return do(ADD_PHOTO, back, ticket_id=ticket_id, content=as_text(content))


@blueprint.route("/<int:ticket_id>/complete", methods=["GET", "POST"])
@needs("repairs.write")
def complete(ticket_id: int) -> ResponseReturnValue:
    """Complete the repair: work, test, fees, signature."""
    found = own(ticket_id)
    markup = float(setting(context.session(), PRICING, context.today())["markup_percent"])
    listed = sale_prices_on(context.session(), [each.part_id for each in found.parts], context.today())
    priced = [(each, charged(each.unit_cost_cny, listed.get(each.part_id), markup)) for each in found.parts]
    fee = sum((price.times(each.quantity) for each, price in priced), Money.zero()).rounded()
    report = found.report
    return _page(
        COMPLETE,
        "repairs/complete.html",
        ticket_id,
        initial={
            "work_done": report.work_done if report else "",
            "labour_fee_cny": "0",
            "travel_fee_cny": "0",
            "test_passed": False,
        },
        success=lambda made: _("Completed. The customer pays %(total)s.", total=money(made.total_cny)),
        priced=priced,
        parts_fee=fee,
        free=is_free(found.row.in_warranty, found.fault_type),
        row=found.row,
    )
