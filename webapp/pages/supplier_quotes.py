"""The supplier's own page: quote by a one-time link, without a log-in, in both languages, and see nobody else's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from kernel.errors import AppError
from kernel.tables import Person
from kernel.text import Text
from procurement import quoting
from procurement.queries.comparing import newest_quotes
from procurement.tables import QuoteBreak, QuoteInvitation, QuoteLine, QuoteRequest, Supplier
from webapp import context
from webapp.access import public
from webapp.commands_of.quotations import AnswerInput, quote_terms
from webapp.forms import Form, validated
from webapp.messages import message
from webapp.one_time_links import RATE, private_page, token_hash
from webapp.pages.quotations import answer_begun
from webapp.pages.quotes import lines_of
from webapp.printing import company, paper_language
from webapp.security import limiter
from webapp.unit_of_work import start_reading

blueprint = Blueprint("supplier_quotes", __name__, url_prefix="/quote")


def _invited(token: str) -> QuoteInvitation:
    return quoting.invited(context.session(), token_hash=token_hash(token), at=context.now())


def _asking(token: str) -> dict[str, Any]:
    """Return who asks: the company, and the buyer of the request where the link is known."""
    session = context.session()
    buyer = session.scalar(
        select(Person)
        .join(QuoteRequest, QuoteRequest.created_by_id == Person.id)
        .join(QuoteInvitation, QuoteInvitation.request_id == QuoteRequest.id)
        .where(QuoteInvitation.token_hash == token_hash(token))
    )
    return {"company": company(paper_language()), "buyer": buyer}


def _sent(token: str) -> dict[str, Any]:
    """Return what the supplier has sent last, to be read once more."""
    session = context.session()
    row = _invited(token)
    quote = newest_quotes(session, row.request_id)[row.id]
    breaks = session.execute(
        select(QuoteLine.request_line_id, QuoteLine.lead_time_days, QuoteBreak.from_quantity, QuoteBreak.unit_price)
        .join(QuoteBreak, QuoteBreak.quote_line_id == QuoteLine.id)
        .where(QuoteLine.quote_id == quote.id)
        .order_by(QuoteBreak.from_quantity)
    ).all()
    return {
        "quote": quote,
        "summary": [
            (line, [each for each in breaks if each.request_line_id == line.id]) for line in lines_of(row.request_id)
        ],
    }


def _page(token: str, form: Form | None, *, said: str = "", status: int = 200) -> ResponseReturnValue:
    shown: dict[str, Any] = {"form": form, "said": said} | _asking(token)
    if form is None and not said:
        shown |= _sent(token)
    if form is not None:
        row, session = _invited(token), context.session()
        asked, supplier = session.get_one(QuoteRequest, row.request_id), session.get_one(Supplier, row.supplier_id)
        lines = lines_of(asked.id)
        name = Text(supplier.name_zh, supplier.name_en)
        shown |= {"row": asked, "supplier": name, "lines": {line.id: line for line in lines}}
        shown["answered"] = row.opened_at is not None
    return private_page(render_template("supplier_quotes/form.html", **shown), status)


@blueprint.get("/<token>")
@public
@limiter.limit(RATE)
def form(token: str) -> ResponseReturnValue:
    """Ask for the quotation; what the supplier said before stands in the boxes."""
    try:
        row = _invited(token)
    except AppError as error:
        return _page(token, None, said=message(error), status=error.status)
    return _page(token, Form(AnswerInput(), answer_begun(row, lines_of(row.request_id))))


@blueprint.post("/<token>")
@public
@limiter.limit(RATE)
def answer(token: str) -> ResponseReturnValue:
    """Take the quotation; until the request closes it can be changed by the same link."""
    data, sent = validated(AnswerInput(), request.form)
    try:
        _invited(token)
    except AppError as error:
        start_reading()
        return _page(token, None, said=message(error), status=error.status)
    if sent.errors:
        start_reading()
        return _page(token, sent, status=422)
    try:
        terms, lines = quote_terms(data)
        quoting.answer_quote(
            context.session(),
            token_hash=token_hash(token),
            terms=terms,
            lines=lines,
            at=context.now(),
            request_key=f"quote:{token_hash(token)[:24]}:{sent.request_key}",
        )
    except AppError as error:
        start_reading()
        sent.message = message(error)
        place = error.details.get("field")
        if isinstance(place, str) and place in sent.names:
            sent.errors = {place: [sent.message]}
        return _page(token, sent, status=error.status)
    return _page(token, None)
