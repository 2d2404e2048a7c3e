"""Requests for quotation 询价: write, send with links, follow the answers, close, give up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Location, Part, Unit
from kernel.errors import AppError, NotFound
from kernel.tables import Person
from kernel.text import Text
from procurement.finding_qualification import hindrances
from procurement.queries.comparing import newest_quotes
from procurement.queries.offers import standings
from procurement.tables import (
    Order,
    Proposal,
    QuoteAward,
    QuoteAwardOrder,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestLine,
    Supplier,
    SupplierPart,
)
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form, run, start_over
from webapp.commands_of import quotes as can
from webapp.commands_of.quotations import AWARD_STATES
from webapp.commands_of.quotes import SentOut
from webapp.commands_of.suppliers import STATES as SUPPLIER_STATES
from webapp.commands_of.suppliers import TONES as SUPPLIER_TONES
from webapp.forms import Form, validated
from webapp.messages import message
from webapp.one_time_links import private_page
from webapp.pages.orders import central_store
from webapp.printing import answer, paper_language
from webapp.quote_paper import request_pdf

blueprint = Blueprint("quotes", __name__)
DAYS_TO_ANSWER = 7
MOST_FROM_PLAN = 200


def found(request_id: int) -> QuoteRequest:
    """Return a request or say that there is none."""
    row = context.session().get(QuoteRequest, request_id)
    if row is None:
        raise NotFound("quote_request_unknown", request_id=request_id)
    return row


def invitation(invitation_id: int) -> QuoteInvitation:
    """Return an invitation or say that there is none."""
    row = context.session().get(QuoteInvitation, invitation_id)
    if row is None:
        raise NotFound("quote_invitation_unknown", invitation_id=invitation_id)
    return row


def at(request_id: int) -> str:
    """Return the address of a request."""
    return url_for("quotes.show", request_id=request_id)


def trail(row: QuoteRequest | None = None) -> list[tuple[Any, str]]:
    """Return the way to a request's pages."""
    first = [(_("Requests for quotation"), url_for("list.quote_requests"))]
    return [*first, (row.number, at(row.id))] if row else first


def lines_of(request_id: int) -> list[Any]:
    """Return the lines of a request with part and unit."""
    return list(
        context.session().execute(
            select(
                QuoteRequestLine.id,
                QuoteRequestLine.line_no,
                QuoteRequestLine.part_id,
                QuoteRequestLine.quantity,
                QuoteRequestLine.needed_on,
                QuoteRequestLine.note,
                QuoteRequestLine.proposal_id,
                Part.number,
                Part.name_zh,
                Part.name_en,
                Unit.code.label("unit"),
            )
            .join(Part, Part.id == QuoteRequestLine.part_id)
            .join(Unit, Unit.id == Part.unit_id)
            .where(QuoteRequestLine.request_id == request_id)
            .order_by(QuoteRequestLine.line_no)
        )
    )


@blueprint.route("/quote-requests/new", methods=["GET", "POST"])
@needs("quotes.write")
def new() -> ResponseReturnValue:
    """Write a request: by hand, from chosen lines of a plan, or for a part."""
    return handle_form(
        can.CREATE,
        "quotes/edit.html",
        lambda made: at(made.request_id),
        initial=_begun(),
        success=lambda made: _("%(number)s is drafted. Look at it and send it.", number=made.number),
        trail=trail(),
        back=url_for("list.quote_requests"),
    )


def _begun() -> dict[str, Any]:
    """Return what a new request begins with: the parts asked for in the address, and who offers them."""
    session = context.session()
    chosen = [int(each) for each in request.args.getlist("proposal") if each.isdecimal()][:MOST_FROM_PLAN]
    proposals = session.scalars(select(Proposal).where(Proposal.id.in_(chosen), Proposal.kind != "transfer")).all()
    lines: list[dict[str, Any]] = [
        {
            "part_id": row.part_id,
            "quantity": str(row.quantity) if row.quantity else "",
            "needed_on": str(row.needed_on or ""),
            "proposal_id": row.id,
        }
        for row in proposals
    ]
    part_id = request.args.get("part", type=int)
    lines += [{"part_id": part_id}] if part_id else []
    parts = {line["part_id"] for line in lines}
    offering = select(SupplierPart.supplier_id).where(SupplierPart.part_id.in_(parts), SupplierPart.active).distinct()
    offerers = dict(
        session.execute(
            select(Supplier.id, Supplier.state).where(Supplier.id.in_(offering)).order_by(Supplier.code)
        ).all()
    )
    standing = {key: each for key, (each, _score) in standings(session).items()}
    barred = hindrances(session, on=context.today(), standings=standing, supplier_ids=list(offerers))
    asked = [key for key, state in offerers.items() if key not in barred or state == "candidate"]
    stores = {row.store_id for row in proposals}
    return {
        "store_id": stores.pop() if len(stores) == 1 else central_store(),
        "closes_on": str(context.today() + timedelta(days=DAYS_TO_ANSWER)),
        "lines": lines,
        "suppliers": [{"supplier_id": each} for each in asked[: can.MOST_SUPPLIERS]],
    }


@blueprint.post("/quote-requests/of-proposals")
@needs("quotes.write")
def of_proposals() -> ResponseReturnValue:
    """Begin a request with the lines that were ticked in a plan."""
    return redirect(url_for("quotes.new", proposal=request.form.getlist("ids")[:MOST_FROM_PLAN]), 303)


@blueprint.route("/quote-requests/<int:request_id>/edit", methods=["GET", "POST"])
@needs("quotes.write")
def edit(request_id: int) -> ResponseReturnValue:
    """Write a draft anew."""
    row = found(request_id)
    asked = context.session().scalars(
        select(QuoteInvitation.supplier_id).where(QuoteInvitation.request_id == request_id)
    )
    names = ("part_id", "quantity", "needed_on", "note", "proposal_id")
    return handle_form(
        can.CHANGE,
        "quotes/edit.html",
        at(request_id),
        initial={
            "store_id": row.store_id,
            "closes_on": row.closes_on,
            "note": row.note,
            "lines": [{name: getattr(line, name) for name in names} for line in lines_of(request_id)],
            "suppliers": [{"supplier_id": each} for each in asked],
        },
        fixed={"request_id": request_id},
        trail=trail(row),
        back=at(request_id),
    )


@blueprint.get("/quote-requests/<int:request_id>")
@needs("quotes.read")
def show(request_id: int) -> ResponseReturnValue:
    """Show a request: what is asked, who has answered, what was awarded."""
    row, session = found(request_id), context.session()
    store = session.get_one(Location, row.store_id)
    invited = session.execute(
        select(QuoteInvitation, Supplier)
        .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
        .where(QuoteInvitation.request_id == request_id)
        .order_by(Supplier.code)
    ).all()
    return render_template(
        "quotes/show.html",
        row=row,
        store=Text(store.name_zh, store.name_en),
        buyer=session.get_one(Person, row.created_by_id).name,
        lines=lines_of(request_id),
        invited=invited,
        quotes=newest_quotes(session, request_id),
        awards=awards_of(session, request_id),
        states=can.STATES,
        tones=can.TONES,
        ways=can.WAYS,
        award_states=AWARD_STATES,
        supplier_states=SUPPLIER_STATES,
        supplier_tones=SUPPLIER_TONES,
        today=context.today(),
        at=context.now(),
        me=context.actor().id,
        trail=trail(),
        forms={
            "send": Form(can.SendInput(), {"by_mail": True}, hidden=frozenset({"request_id"})),
            "invite": Form(can.InviteInput(), {}, hidden=frozenset({"request_id"})),
            "closing": Form(can.ClosingInput(), {"closes_on": row.closes_on}, hidden=frozenset({"request_id"})),
        },
    )


def awards_of(session: Session, request_id: int) -> list[dict[str, Any]]:
    """Return the awards of a request with people and the orders that they made."""
    rows = session.scalars(select(QuoteAward).where(QuoteAward.request_id == request_id).order_by(QuoteAward.id)).all()
    names = {key: name for key, name in session.execute(select(Person.id, Person.name)) if rows}
    orders = session.execute(
        select(QuoteAwardOrder.award_id, Order.id, Order.number)
        .join(Order, Order.id == QuoteAwardOrder.order_id)
        .where(QuoteAwardOrder.award_id.in_([row.id for row in rows]))
        .order_by(Order.number)
    ).all()
    return [
        {
            "award": row,
            "proposed_by": names[row.proposed_by_id],
            "approved_by": names.get(row.approved_by_id or 0, ""),
            "orders": [each for each in orders if each.award_id == row.id],
        }
        for row in rows
    ]


@blueprint.post("/quote-requests/<int:request_id>/send")
@needs("quotes.write")
def send(request_id: int) -> ResponseReturnValue:
    """Send a request."""
    return do(can.SEND, at(request_id), success=_sent, request_id=request_id)


def _sent(made: SentOut) -> str:
    said = str(ngettext("Sent to %(num)s supplier by mail.", "Sent to %(num)s suppliers by mail.", made.mailed))
    if made.without_mail:
        codes = ", ".join(made.without_mail)
        said += " " + _("No mail address: %(codes)s. Make a link below and hand it over.", codes=codes)
    return said


@blueprint.post("/quote-requests/<int:request_id>/invite")
@needs("quotes.write")
def invite(request_id: int) -> ResponseReturnValue:
    """Ask one more supplier."""
    return do(can.INVITE, at(request_id), request_id=request_id)


@blueprint.post("/quote-requests/<int:request_id>/closing")
@needs("quotes.write")
def move_closing(request_id: int) -> ResponseReturnValue:
    """Move the closing day."""
    return do(can.MOVE_CLOSING, at(request_id), request_id=request_id)


@blueprint.post("/quote-requests/<int:request_id>/close")
@needs("quotes.write")
def close(request_id: int) -> ResponseReturnValue:
    """Close a request now."""
    return do(can.CLOSE, at(request_id), request_id=request_id)


@blueprint.route("/quote-requests/<int:request_id>/cancel", methods=["GET", "POST"])
@needs("quotes.write")
def cancel(request_id: int) -> ResponseReturnValue:
    """Give a request up."""
    row = found(request_id)
    return handle_form(
        can.CANCEL,
        "command.html",
        at(request_id),
        fixed={"request_id": request_id},
        intro=_("Links become void; what suppliers have quoted stays readable."),
        back=at(request_id),
        trail=trail(row),
    )


@blueprint.get("/quote-invitations/<int:invitation_id>/request.pdf")
@needs("quotes.read")
def pdf(invitation_id: int) -> Response:
    """Print the request for one supplier."""
    row = invitation(invitation_id)
    made = request_pdf(context.session(), row, paper_language(), context.today(), context.now())
    return answer(made, found(row.request_id).number)


@blueprint.route("/quote-invitations/<int:invitation_id>/link", methods=["GET", "POST"])
@needs("quotes.write")
def link(invitation_id: int) -> ResponseReturnValue:
    """Make a supplier's link anew and show it once."""
    row = invitation(invitation_id)
    asked, session = found(row.request_id), context.session()
    supplier = session.get_one(Supplier, row.supplier_id)
    shown = {"row": asked, "supplier": supplier, "trail": trail(asked), "back": at(asked.id)}
    schema = can.LinkInput()
    if request.method != "POST":
        form = Form(schema, {"by_mail": bool(supplier.email)}, hidden=frozenset({"invitation_id"}))
        return render_template("quotes/link.html", form=form, made=None, **shown)
    data, form = validated(schema, request.form, {"invitation_id": invitation_id})
    try:
        made = run(can.MAKE_LINK, data, form.request_key)
    except AppError as error:
        start_over(error)
        form.message = message(error)
        return render_template("quotes/link.html", form=form, made=None, **shown), error.status
    return private_page(render_template("quotes/link.html", form=form, made=made, **shown))


@blueprint.post("/quote-invitations/<int:invitation_id>/revoke")
@needs("quotes.write")
def revoke(invitation_id: int) -> ResponseReturnValue:
    """Void a supplier's link."""
    return do(can.REVOKE, at(invitation(invitation_id).request_id), invitation_id=invitation_id)
