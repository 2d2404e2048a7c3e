"""What can be done with quotations: take what a supplier quotes, award, agree to an award."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from procurement import awarding, quoting
from procurement.awarding import Awarded, AwardedLine
from procurement.quoting import Quoted, QuotedLine, QuotedStep, QuoteTerms
from webapp.commands import Command, command
from webapp.commands_of.quotes import INVITATION, MOST_LINES, PATH, WAYS, RequestInput, request_command
from webapp.currencies import CurrencyInput
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    InstantField,
    MoneyField,
    QuantityField,
    RowId,
    TextField,
    WholeField,
)

AWARD_STATES = {"proposed": _l("waits for approval"), "done": _l("carried out"), "withdrawn": _l("taken back")}
AWARD_PATH = "/quote-awards/<int:award_id>"


class StepInput(Input):
    """Say a price from a quantity on."""

    from_quantity = QuantityField(
        load_default=Quantity.zero(), metadata={"label": _l("From quantity"), "help": _l("Empty: any quantity.")}
    )
    unit_price = MoneyField(positive=True, required=True, metadata={"label": _l("Unit price")})


class QuotedInput(Input):
    """Say on what terms a line is offered."""

    request_line_id = RowId(required=True)
    cannot_offer = FlagField(load_default=False, metadata={"label": _l("Cannot offer")})
    breaks = fields.List(fields.Nested(StepInput), load_default=list, validate=validate.Length(0, 10))
    minimum_quantity = QuantityField(
        load_default=None, allow_none=True, metadata={"label": _l("Minimum quantity"), "help": _l("Empty: none.")}
    )
    multiple_quantity = QuantityField(
        positive=True, load_default=None, allow_none=True, metadata={"label": _l("Pack"), "help": _l("Empty: single.")}
    )
    lead_time_days = WholeField(
        0, 1000, load_default=None, allow_none=True, metadata={"label": _l("Lead time"), "unit": _l("days")}
    )
    supplier_part_number = TextField(80, load_default="", metadata={"label": _l("Your own part number")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class AnswerInput(CurrencyInput):
    """Hold a supplier's quotation."""

    tax_included = FlagField(load_default=False, metadata={"label": _l("Prices include the tax")})
    tax_percent = WholeField(0, 100, required=True, metadata={"label": _l("Tax rate"), "unit": "%"})
    valid_until_on = DayField(required=True, metadata={"label": _l("Valid until")})
    freight = MoneyField(
        load_default=Money.zero(),
        metadata={"label": _l("Freight and packing, once"), "help": _l("In the same currency. Empty: none.")},
    )
    note = TextField(2000, load_default="", metadata={"label": _l("Note"), "rows": 2})
    lines = fields.List(fields.Nested(QuotedInput), required=True, validate=validate.Length(1, MOST_LINES))


class EnterInput(AnswerInput):
    """Enter a quotation that came by mail, telephone or on paper."""

    invitation_id = RowId(required=True)
    via = ChoiceField(
        {key: words for key, words in WAYS.items() if key != "web"},
        required=True,
        metadata={"label": _l("How it came")},
    )
    received_at = InstantField(required=True, metadata={"label": _l("Received at")})


class AwardLineInput(Input):
    """Say how much a quotation's line gets."""

    quote_line_id = RowId(required=True)
    quantity = QuantityField(load_default=Quantity.zero(), metadata={"label": _l("Quantity awarded")})


class AwardInput(RequestInput):
    """Award a request."""

    lines = fields.List(fields.Nested(AwardLineInput), required=True, validate=validate.Length(1, 2400))
    makes_orders = FlagField(load_default=True, metadata={"label": _l("Draft an order for each supplier")})
    prices_from_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Enter as price lists from"), "help": _l("Empty: price lists stay as they are.")},
    )
    reason = TextField(
        500,
        load_default="",
        metadata={"label": _l("Reason"), "rows": 2, "help": _l("Needed unless each line goes to the cheapest.")},
    )


class AwardIdInput(Input):
    """Name an award."""

    award_id = RowId(required=True)


def quote_terms(data: dict[str, Any]) -> tuple[QuoteTerms, tuple[QuotedLine, ...]]:
    """Return terms and lines of a quotation from what a form or a program sent."""
    terms = QuoteTerms(
        data["currency"],
        data["tax_included"],
        data["tax_percent"] * 100,
        data["valid_until_on"],
        data["freight"],
        data["note"],
    )
    return terms, tuple(_quoted(each, number) for number, each in enumerate(data["lines"], 1))


def _quoted(each: dict[str, Any], number: int) -> QuotedLine:
    """Return a line; whoever neither prices it nor says that it cannot be offered has forgotten it."""
    if not each["breaks"] and not each["cannot_offer"]:
        raise RuleViolation("quote_line_silent", line=number)
    if each["breaks"] and not each["cannot_offer"] and each["lead_time_days"] is None:
        raise RuleViolation("quote_line_without_lead_time", line=number)
    steps = tuple(QuotedStep(**step) for step in each["breaks"])
    return QuotedLine(
        each["request_line_id"],
        () if each["cannot_offer"] else steps,
        each["lead_time_days"] or 0,
        each["minimum_quantity"],
        each["multiple_quantity"],
        each["supplier_part_number"],
        each["note"],
    )


def enter(
    session: Session,
    *,
    invitation_id: int,
    via: str,
    received_at: datetime,
    by: int,
    at: datetime,
    request_key: str,
    **data: Any,
) -> Quoted:
    """Enter a quotation that came by mail, telephone or on paper."""
    terms, lines = quote_terms(data)
    return quoting.enter_quote(
        session,
        invitation_id=invitation_id,
        via=via,
        terms=terms,
        lines=lines,
        received_at=received_at,
        by=by,
        at=at,
        request_key=request_key,
    )


def award(
    session: Session,
    *,
    request_id: int,
    lines: list[dict[str, Any]],
    makes_orders: bool,
    prices_from_on: date | None,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Awarded:
    """Award a closed request by line; above the limit the award waits for another person."""
    return awarding.propose_award(
        session,
        request_id=request_id,
        lines=tuple(AwardedLine(**each) for each in lines if each["quantity"]),
        makes_orders=makes_orders,
        prices_from_on=prices_from_on,
        reason=reason,
        by=by,
        at=at,
        request_key=request_key,
    )


ENTER = request_command("enter_quote", _l("Enter a quotation"), enter, EnterInput, f"{INVITATION}/quotes")
AWARD = request_command("award_quotes", _l("Award"), award, AwardInput, f"{PATH}/award")
APPROVE = request_command(
    "approve_award",
    _l("Approve the award"),
    awarding.approve_award,
    AwardIdInput,
    f"{AWARD_PATH}/approve",
    _l("Approved and carried out."),
    "quotes.approve",
)
WITHDRAW = command(
    Command(
        "withdraw_award",
        _l("Take the award back"),
        "quotes.write",
        awarding.withdraw_award,
        AwardIdInput,
        f"{AWARD_PATH}/withdraw",
        "quotes",
        done=_l("Taken back; the request can be awarded anew."),
        also=("quotes.approve",),
    )
)
