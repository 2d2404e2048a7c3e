"""The customer's own page: four scores by a one-time link, without a log-in, in both languages."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from inventory.tables import ProductModel
from kernel.errors import AppError, InvalidState, NotFound
from service import calling_back
from service.tables import Callback, Ticket
from webapp import context
from webapp.access import public
from webapp.commands_of.callbacks import ScoresInput, beside_reason
from webapp.forms import Form, validated
from webapp.messages import message
from webapp.one_time_links import RATE, private_page, token_hash
from webapp.security import limiter
from webapp.unit_of_work import start_reading

blueprint = Blueprint("survey", __name__, url_prefix="/survey")


def _invited(token: str) -> Callback:
    """Return the callback that a link opens, while it is valid and not answered."""
    row = context.session().scalar(select(Callback).where(Callback.token_hash == token_hash(token)))
    if row is None:
        raise NotFound("survey_unknown")
    if row.token_expires_at is None or context.now() > row.token_expires_at:
        raise InvalidState("survey_expired")
    return row


def _page(token: str, form: Form | None, *, said: str = "", status: int = 200) -> ResponseReturnValue:
    shown: dict[str, object] = {"form": form, "said": said}
    if form is not None:
        row = _invited(token)
        ticket = context.session().get_one(Ticket, row.ticket_id)
        model = context.session().get(ProductModel, ticket.product_model_id or 0)
        shown |= {"number": ticket.number, "model": model, "completed_at": ticket.completed_at}
    return private_page(render_template("survey/form.html", **shown), status)


@blueprint.get("/<token>")
@public
@limiter.limit(RATE)
def form(token: str) -> ResponseReturnValue:
    """Ask for the scores."""
    try:
        _invited(token)
    except AppError as error:
        return _page(token, None, said=message(error), status=error.status)
    return _page(token, Form(ScoresInput(), {}))


@blueprint.post("/<token>")
@public
@limiter.limit(RATE)
def answer(token: str) -> ResponseReturnValue:
    """Take the scores once."""
    data, sent = validated(ScoresInput(), request.form)
    try:
        _invited(token)
        if sent.errors:
            return _again(token, sent)
        with beside_reason():
            calling_back.answer_link(
                context.session(),
                token_hash=token_hash(token),
                **data,
                at=context.now(),
                request_key=f"survey:{token_hash(token)[:24]}:{sent.request_key}",
            )
    except AppError as error:
        if error.details.get("field") == "low_reason":
            sent.errors = {"low_reason": [message(error)]}
            return _again(token, sent)
        start_reading()
        return _page(token, None, said=message(error), status=error.status)
    return _page(token, None)


def _again(token: str, sent: Form) -> ResponseReturnValue:
    start_reading()
    return _page(token, sent, status=422)
