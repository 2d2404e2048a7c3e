"""The desk: take a case in, triage it, follow it to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import ProductModel
from service.queries.desk import ALARMING
from service.queries.history import suggested_parts
from service.queries.keeping import QuestionView, questions_for
from service.queries.ticket_detail import ClockView, TicketDetail, clock_views, ticket_detail
from service.queries.tickets import next_due, ticket_rows, tickets_select
from service.states import IN_REPAIR, UNFINISHED, WITH_ENGINEER
from service.tables import Customer, Product, Symptom, Ticket
from service.triaging import Triaged
from service.warranty import cover
from webapp import context, service_words
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.tickets import CANCEL, CLOSE, NOTE, RECOLOUR, TAKE_IN, TRIAGE
from webapp.context import Actor
from webapp.forms import Form, validated
from webapp.i18n import day
from webapp.listing_pages import show as show_list
from webapp.listings.tickets import LIST
from webapp.lookups import resolve
from webapp.navigation import entry
from webapp.personal import shown_name, shown_phone, shown_text
from webapp.scanning import Found, scan_target
from webapp.scopes import sees_all_work
from webapp.service_scopes import own_tickets, require_ticket
from webapp.service_words import FAULT_TYPES, STATES

blueprint = Blueprint("tickets", __name__, url_prefix="/tickets")
MOST_PRESSING = 6
entry("service", _l("Tickets"), "tickets.index", "tickets.read", 10)
PAPERS = ("intake", "dispatch", "confirmation", "record", "survey")


def detail(ticket_id: int) -> TicketDetail:
    """Return a ticket that whoever asks may see."""
    actor = context.actor()
    own = None if sees_all_work(actor) else actor.id
    return ticket_detail(context.session(), ticket_id, context.now(), engineer_id=own)


def at_ticket(ticket_id: int) -> str:
    """Return the address of a ticket."""
    return url_for("tickets.show", ticket_id=ticket_id)


def trail_of(found: TicketDetail) -> list[tuple[str, str]]:
    """Return the way to a ticket's page."""
    return [(_("Tickets"), url_for("tickets.index")), (found.row.number, at_ticket(found.row.ticket_id))]


def tools() -> dict[str, Any]:
    """Return the words and masks that the templates of service use."""
    return {"say": service_words, "shown_name": shown_name, "shown_phone": shown_phone, "shown_text": shown_text}


@blueprint.app_context_processor
def _tools() -> dict[str, Any]:
    return {"service_tools": tools}


@blueprint.get("")
@needs("tickets.read")
def index() -> str:
    """Show the list, and above it the tickets whose clocks press most."""
    session, at = context.session(), context.now()
    query = tickets_select(at=at, standings=ALARMING).where(own_tickets(context.actor()))
    rows = ticket_rows(session, query.order_by(None).order_by(next_due(), Ticket.id).limit(MOST_PRESSING))
    pressing = [(row, next(_running(clock_views(session, row.ticket_id, at)))) for row in rows]
    return show_list(LIST, template="tickets/list.html", pressing=pressing)


def _running(clocks: Iterable[ClockView]) -> Iterator[ClockView]:
    """Yield the clocks that run, the one that is due first on top."""
    return (each for each in clocks if each.standing in {"running", *ALARMING})


@blueprint.route("/new", methods=["GET", "POST"])
@needs("tickets.write")
def new() -> ResponseReturnValue:
    """Take a case in on one screen; what is asked depends on symptom and unit."""
    if request.form.get("step") == "questions":
        _data, form = validated(TAKE_IN.schema(), request.form)
        form.errors, form.message = {}, ""
        return render_template("tickets/new.html", form=form, command=TAKE_IN, **_known())
    known = _known()
    return handle_form(
        TAKE_IN,
        "tickets/new.html",
        lambda made: url_for("tickets.triage", ticket_id=made.ticket_id, fault_type=made.suggested_fault_type),
        initial={"customer_id": known["customer_id"], "product_id": known["product_id"], "channel": "phone"},
        success=lambda made: _("%(number)s is taken in; its clocks run.", number=made.number),
        **known,
    )


@blueprint.get("/hints")
@needs("tickets.write")
def hints() -> str:
    """Answer what is known of unit and customer, and what to ask: a part of the intake page."""
    return render_template("tickets/hints.html", **_known())


def _known() -> dict[str, Any]:
    """Read which customer, unit and symptom are chosen, and return what is known and what to ask about them."""
    session = context.session()
    product = session.get(Product, _chosen("product", "product_id") or 0)
    symptom_id = _chosen("symptom", "symptom_id")
    model_id = product.product_model_id if product else _chosen("product_model", "product_model_id")
    model = session.get(ProductModel, model_id) if model_id else None
    customer = session.get(Customer, _chosen("customer", "customer_id") or (product.customer_id if product else 0) or 0)
    asked: tuple[QuestionView, ...] = ()
    if symptom_id is not None:
        asked = questions_for(session, symptom_id=symptom_id, family=model.family if model else "")
    return {
        "customer": customer,
        "customer_id": customer.id if customer else None,
        "product": product,
        "product_id": product.id if product else None,
        "model": model,
        "covered": cover(product.purchased_on, model.warranty_months, context.today()) if product and model else None,
        "history": _history(session, product, customer),
        "symptom_id": symptom_id,
        "questions": asked,
        "answered": {each.question_id: _answered(each.question_id) for each in asked},
        "symptoms": session.scalars(select(Symptom).where(Symptom.active).order_by(Symptom.code)).all(),
    }


def _history(session: Session, product: Product | None, customer: Customer | None) -> tuple[Any, ...]:
    if product is not None:
        query = tickets_select(at=context.now(), product_id=product.id)
    elif customer is not None:
        query = tickets_select(at=context.now(), customer_id=customer.id)
    else:
        return ()
    return ticket_rows(session, query.limit(5))


def _chosen(kind: str, name: str) -> int | None:
    """Return the id that a box of the form, or the address by `customer=12`, names."""
    text = request.values.get(name, "").strip()
    if text:
        return resolve(kind, text)
    return request.args.get(name.removesuffix("_id"), type=int)


def _answered(question_id: int) -> dict[str, str]:
    return {each: request.values.get(f"answers-{question_id}-{each}", "") for each in ("choice_id", "words")}


@blueprint.get("/<int:ticket_id>")
@needs("tickets.read")
def show(ticket_id: int) -> str:
    """Show one ticket with everything that hangs on it."""
    found = detail(ticket_id)
    session = context.session()
    return render_template(
        "tickets/show.html",
        ticket=found,
        row=found.row,
        customer=session.get_one(Customer, found.row.customer_id),
        trail=trail_of(found),
        suggested=suggested_parts(session, ticket_id) if found.row.state in UNFINISHED else (),
        note_form=Form(NOTE.schema(), {}, hidden=frozenset({"ticket_id"})),
        unfinished=found.row.state in UNFINISHED,
        with_engineer=found.row.state in WITH_ENGINEER,
        in_repair=found.row.state in IN_REPAIR,
        mine=found.row.engineer_id == context.actor().id,
        sees_cost=context.may("prices.read") or context.may("tickets.write"),
        papers=_papers(found),
    )


def _papers(found: TicketDetail) -> list[tuple[Any, str]]:
    """Return the papers that the ticket has so far."""
    names = {
        "intake": _l("Service intake form"),
        "dispatch": _l("Dispatch sheet"),
        "confirmation": _l("Service confirmation"),
        "record": _l("Repair record"),
        "survey": _l("Satisfaction survey"),
    }
    completed = found.report is not None and found.report.completed_at is not None
    there = {
        "intake": True,
        "dispatch": any(each.declined_at is None and each.withdrawn_at is None for each in found.dispatches),
        "confirmation": completed,
        "record": completed,
        "survey": found.callback is not None,
    }
    return [
        (names[kind], url_for("service_papers.paper", ticket_id=found.row.ticket_id, kind=kind))
        for kind in PAPERS
        if there[kind]
    ]


@blueprint.route("/<int:ticket_id>/triage", methods=["GET", "POST"])
@needs("tickets.write")
def triage(ticket_id: int) -> ResponseReturnValue:
    """Decide what it is, how urgent and where it is repaired."""
    found = detail(ticket_id)
    asked = request.args.get("fault_type", "")
    following = "dispatch.choose" if context.may("dispatch.write") and found.row.state == "new" else "tickets.show"
    return handle_form(
        TRIAGE,
        "tickets/triage.html",
        url_for(following, ticket_id=ticket_id),
        initial={
            "fault_type": found.fault_type or (asked if asked in FAULT_TYPES else ""),
            "urgency": found.row.urgency,
            "visit": found.row.visit,
            "colour": found.row.colour,
            "complex": found.complex,
            "remote_area": found.remote_area,
            "purchased_on": found.purchased_on.isoformat() if found.purchased_on else "",
            "product_model_id": found.product_model_id,
        },
        fixed={"ticket_id": ticket_id},
        success=lambda made: f"{TRIAGE.done} {_warranty_words(made)}",
        ticket=found,
        trail=trail_of(found),
    )


def _warranty_words(made: Triaged) -> str:
    if made.in_warranty is None:
        return str(_("The date of purchase is not known, so the warranty is not known either."))
    until = day(made.warranty_until_on)
    if made.in_warranty:
        return str(_("Under warranty until %(day)s.", day=until))
    return str(_("The warranty ended on %(day)s.", day=until))


def _form_page(command: Any, ticket_id: int, **more: Any) -> ResponseReturnValue:
    found = detail(ticket_id)
    return handle_form(
        command,
        "command.html",
        at_ticket(ticket_id),
        fixed={"ticket_id": ticket_id},
        back=at_ticket(ticket_id),
        trail=trail_of(found),
        **more,
    )


@blueprint.route("/<int:ticket_id>/note", methods=["GET", "POST"])
@needs("tickets.write", "repairs.write")
def note(ticket_id: int) -> ResponseReturnValue:
    """Note what happened."""
    return _form_page(NOTE, ticket_id, submit=_("Note"))


@blueprint.post("/<int:ticket_id>/phoned")
@needs("tickets.write", "repairs.write")
def phoned(ticket_id: int) -> ResponseReturnValue:
    """Note with one tap that the customer was phoned."""
    require_ticket(context.session(), context.actor(), ticket_id)
    back = url_for("repairs.work", ticket_id=ticket_id) if request.form.get("back") == "work" else at_ticket(ticket_id)
    return do(NOTE, back, ticket_id=ticket_id, text=_("The customer was phoned."), customer_contacted=True)


@blueprint.route("/<int:ticket_id>/colour", methods=["GET", "POST"])
@needs("tickets.write")
def recolour(ticket_id: int) -> ResponseReturnValue:
    """Say who must move."""
    return _form_page(
        RECOLOUR,
        ticket_id,
        initial={"colour": detail(ticket_id).row.colour},
        intro=_("Green: the own desk. Yellow: another department in good time. Red: the manager at once."),
        submit=_("Change the colour"),
    )


@blueprint.route("/<int:ticket_id>/close", methods=["GET", "POST"])
@needs("tickets.write", "callbacks.write")
def close(ticket_id: int) -> ResponseReturnValue:
    """Close a ticket after its callback."""
    return _form_page(CLOSE, ticket_id, submit=_("Close the ticket"))


@blueprint.route("/<int:ticket_id>/cancel", methods=["GET", "POST"])
@needs("tickets.write")
def cancel(ticket_id: int) -> ResponseReturnValue:
    """Cancel a ticket that nobody wants any more."""
    return _form_page(
        CANCEL,
        ticket_id,
        intro=_("Its work order and part requests are cancelled too. Issued parts have to be returned first."),
        submit=_("Cancel the ticket"),
    )


def _scanned(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a ticket by its number."""
    if code.kind not in {None, CodeKind.WORK_ORDER, CodeKind.DOCUMENT}:
        return []
    row = session.scalar(select(Ticket).where(Ticket.number == code.key, own_tickets(actor)))
    if row is None:
        return []
    mine = row.engineer_id == actor.id and row.state in WITH_ENGINEER
    url = url_for("repairs.work", ticket_id=row.id) if mine else at_ticket(row.id)
    return [Found(_l("Ticket"), row.number, str(STATES[row.state]), url)]


scan_target("ticket", "tickets.read", _scanned, 30)
