"""What can be done with requests for quotation: ask, send with links, close, give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from kernel.errors import RuleViolation
from kernel.settings import day_of
from procurement import requesting_quotes
from procurement.requesting_quotes import AskedLine, Requested
from procurement.tables import QuoteInvitation, QuoteRequest, Supplier
from webapp.commands import Command, command
from webapp.fields import (
    DayField,
    FlagField,
    Input,
    QuantityField,
    RowId,
    TextField,
)
from webapp.one_time_links import token_hash
from webapp.quote_paper import link_end, link_of, mail_request, next_secret

STATES = {
    "draft": _l("draft"),
    "sent": _l("sent to suppliers"),
    "closed": _l("closed, to be awarded"),
    "awarded": _l("awarded"),
    "cancelled": _l("cancelled"),
}
TONES = {"draft": "secondary", "sent": "primary", "closed": "warning", "awarded": "success", "cancelled": "secondary"}
WAYS = {"web": _l("by the link"), "mail": _l("by mail"), "phone": _l("by telephone"), "paper": _l("on paper")}
MOST_LINES = 200
MOST_SUPPLIERS = 12


class AskedInput(Input):
    """Ask for one part."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})
    proposal_id = RowId(load_default=None, allow_none=True)


class AskedSupplierInput(Input):
    """Name a supplier to be asked."""

    supplier_id = RowId("supplier", required=True, metadata={"label": _l("Supplier")})


class NewRequestInput(Input):
    """Describe a request for quotation."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Deliver to")})
    closes_on = DayField(
        required=True, metadata={"label": _l("Quote by"), "help": _l("Suppliers may answer until the end of this day.")}
    )
    note = TextField(1000, load_default="", metadata={"label": _l("Note to the suppliers"), "rows": 2})
    lines = fields.List(fields.Nested(AskedInput), required=True, validate=validate.Length(1, MOST_LINES))
    suppliers = fields.List(
        fields.Nested(AskedSupplierInput), required=True, validate=validate.Length(1, MOST_SUPPLIERS)
    )


class RequestInput(Input):
    """Name a request."""

    request_id = RowId(required=True)


class ChangedRequestInput(NewRequestInput):
    """Write a draft anew."""

    request_id = RowId(required=True)


class SendInput(RequestInput):
    """Send a request."""

    by_mail = FlagField(
        load_default=True, metadata={"label": _l("Send paper and link by mail to every supplier that has an address")}
    )


class InviteInput(RequestInput):
    """Ask one more supplier."""

    supplier_id = RowId("supplier", required=True, metadata={"label": _l("Supplier")})


class ClosingInput(RequestInput):
    """Move the closing day."""

    closes_on = DayField(required=True, metadata={"label": _l("Quote by")})


class CancelInput(RequestInput):
    """Give a request up."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class InvitationInput(Input):
    """Name an invitation."""

    invitation_id = RowId(required=True)


class LinkInput(InvitationInput):
    """Make a new link."""

    by_mail = FlagField(load_default=True, metadata={"label": _l("Send paper and link to the supplier by mail")})


@dataclass(frozen=True, slots=True)
class SentOut:
    """Say to how many suppliers a request went by mail, and who has no address."""

    request_id: int
    number: str
    state: str
    mailed: int
    without_mail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkMade:
    """Hold a supplier's link, to be handed over."""

    invitation_id: int
    request_id: int
    link: str
    mailed: bool


def _asked(lines: list[dict[str, Any]], suppliers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "lines": tuple(AskedLine(**each) for each in lines),
        "supplier_ids": tuple(each["supplier_id"] for each in suppliers),
    }


def create(
    session: Session,
    *,
    store_id: int,
    closes_on: date,
    note: str,
    lines: list[dict[str, Any]],
    suppliers: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Requested:
    """Draft a request for quotation over parts to suppliers."""
    return requesting_quotes.create_request(
        session,
        store_id=store_id,
        closes_on=closes_on,
        note=note,
        **_asked(lines, suppliers),
        by=by,
        at=at,
        request_key=request_key,
    )


def change(
    session: Session,
    *,
    request_id: int,
    store_id: int,
    closes_on: date,
    note: str,
    lines: list[dict[str, Any]],
    suppliers: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Requested:
    """Write a draft anew: its lines and suppliers are those given now."""
    return requesting_quotes.change_request(
        session,
        request_id=request_id,
        store_id=store_id,
        closes_on=closes_on,
        note=note,
        **_asked(lines, suppliers),
        by=by,
        at=at,
        request_key=request_key,
    )


def send(session: Session, *, request_id: int, by_mail: bool, by: int, at: datetime, request_key: str) -> SentOut:
    """Send a request: each supplier gets a link of its own, by mail where it has an address."""
    sent = requesting_quotes.send_request(session, request_id=request_id, by=by, at=at, request_key=request_key)
    mailed, without = 0, []
    rows = session.execute(
        select(QuoteInvitation, Supplier)
        .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
        .where(QuoteInvitation.request_id == request_id)
        .order_by(Supplier.code)
    ).all()
    for invitation, supplier in rows:
        to = supplier.email if by_mail else ""
        _open(session, invitation, to, by, at, f"{request_key}:link:{invitation.id}")
        mailed += bool(to)
        if not supplier.email:
            without.append(supplier.code)
    return SentOut(sent.request_id, sent.number, sent.state, mailed, tuple(without))


def make_link(
    session: Session, *, invitation_id: int, by_mail: bool, by: int, at: datetime, request_key: str
) -> LinkMade:
    """Make a supplier's link anew, the one before is void; mail it or hand it over."""
    invitation = found(session, QuoteInvitation, invitation_id)
    supplier = found(session, Supplier, invitation.supplier_id)
    if by_mail and not supplier.email:
        raise RuleViolation("supplier_without_mail", supplier=supplier.code, field="by_mail")
    _open(session, invitation, supplier.email if by_mail else "", by, at, request_key)
    return LinkMade(invitation.id, invitation.request_id, link_of(invitation), by_mail)


def _open(session: Session, invitation: QuoteInvitation, to: str, by: int, at: datetime, request_key: str) -> None:
    """Make the next link once for a request key, and mail it where an address is given."""
    before = invitation.sends
    closes_on = found(session, QuoteRequest, invitation.request_id).closes_on
    requesting_quotes.open_link(
        session,
        invitation_id=invitation.id,
        token_hash=token_hash(next_secret(invitation)),
        expires_at=link_end(session, closes_on),
        sent_to=to,
        by=by,
        at=at,
        request_key=request_key,
    )
    if to and invitation.sends > before:
        mail_request(session, invitation, day_of(session, at), at, reminder=False)


def request_command(
    name: str, title: Any, run: Any, schema: type[Input], path: str, done: Any = "", permission: str = "quotes.write"
) -> Command:
    """Declare a command about requests for quotation."""
    return command(Command(name, title, permission, run, schema, path, "quotes", done=done))


PATH = "/quote-requests/<int:request_id>"
INVITATION = "/quote-invitations/<int:invitation_id>"
CREATE = request_command("create_quote_request", _l("Ask for quotations"), create, NewRequestInput, "/quote-requests")
CHANGE = request_command(
    "change_quote_request", _l("Change the request"), change, ChangedRequestInput, f"{PATH}/change", _l("Changed.")
)
SEND = request_command("send_quote_request", _l("Send the request"), send, SendInput, f"{PATH}/send")
INVITE = request_command(
    "invite_supplier",
    _l("Ask one more supplier"),
    requesting_quotes.invite_supplier,
    InviteInput,
    f"{PATH}/invite",
    _l("Added. Send it the link."),
)
MOVE_CLOSING = request_command(
    "move_quote_closing",
    _l("Move the closing day"),
    requesting_quotes.move_closing,
    ClosingInput,
    f"{PATH}/closing",
    _l("Moved. Send links anew to suppliers whose link has ended."),
)
CLOSE = request_command(
    "close_quote_request",
    _l("Close now"),
    requesting_quotes.close_request,
    RequestInput,
    f"{PATH}/close",
    _l("Closed. Compare the quotations and award."),
)
CANCEL = request_command(
    "cancel_quote_request",
    _l("Give the request up"),
    requesting_quotes.cancel_request,
    CancelInput,
    f"{PATH}/cancel",
    _l("Given up; all links are void."),
)
MAKE_LINK = request_command("make_quote_link", _l("Make a new link"), make_link, LinkInput, f"{INVITATION}/link")
REVOKE = request_command(
    "revoke_quote_link",
    _l("Void the link"),
    requesting_quotes.revoke_link,
    InvitationInput,
    f"{INVITATION}/revoke",
    _l("The link is void."),
)
