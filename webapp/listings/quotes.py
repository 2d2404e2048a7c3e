"""List requests for quotation and the suppliers' answers; put what waits on the buyer's home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from inventory.tables import Location
from kernel.tables import Person
from procurement.tables import (
    Quote,
    QuoteAward,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestLine,
    Supplier,
)
from webapp.commands_of.quotes import STATES, TONES, WAYS
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue

AWARD_WAITS = exists().where(QuoteAward.request_id == QuoteRequest.id, QuoteAward.state == "proposed")
ANSWERED = exists().where(Quote.invitation_id == QuoteInvitation.id)


def _count_of(table: Any, *conditions: Any) -> Any:
    counted = select(func.count()).select_from(table).where(table.request_id == QuoteRequest.id, *conditions)
    return counted.correlate(QuoteRequest).scalar_subquery()


def _requests(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            QuoteRequest.id.label("id"),
            QuoteRequest.number.label("number"),
            QuoteRequest.state.label("state"),
            QuoteRequest.closes_on.label("closes_on"),
            QuoteRequest.created_on.label("created_on"),
            Location.code.label("store_code"),
            Person.name.label("created_by"),
            _count_of(QuoteRequestLine).label("lines"),
            _count_of(QuoteInvitation).label("asked"),
            _count_of(QuoteInvitation, ANSWERED).label("answered"),
        )
        .join(Location, Location.id == QuoteRequest.store_id)
        .join(Person, Person.id == QuoteRequest.created_by_id)
    )


def _asks_part(part_id: int) -> Any:
    return exists().where(QuoteRequestLine.request_id == QuoteRequest.id, QuoteRequestLine.part_id == part_id)


def _asks_supplier(supplier_id: int) -> Any:
    return exists().where(QuoteInvitation.request_id == QuoteRequest.id, QuoteInvitation.supplier_id == supplier_id)


listing(
    Listing(
        "quote_requests",
        _l("Requests for quotation"),
        "quotes.read",
        _requests,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("closes_on", _l("Quote by"), "date"),
            Column("lines", _l("Lines"), "number"),
            Column("asked", _l("Suppliers asked"), "number"),
            Column("answered", _l("Suppliers that answered"), "number"),
            Column("store_code", _l("Deliver to")),
            Column("created_by", _l("Buyer")),
            Column("created_on", _l("Asked on"), "date", shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: QuoteRequest.number.icontains(text, autoescape=True)),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda v: QuoteRequest.state == v),
            Filter("part", _l("Part"), "part", where=_asks_part),
            Filter("supplier", _l("Supplier"), "supplier", where=_asks_supplier),
            Filter(
                "waits",
                _l("Award waits for approval"),
                "flag",
                where=lambda wanted: AWARD_WAITS if wanted else ~AWARD_WAITS,
            ),
        ],
        "-number",
        row_url=lambda row: url_for("quotes.show", request_id=row.id),
        actions=[Action(_l("Ask for quotations"), "quotes.new", "quotes.write")],
        group="buying",
        order=17,
        tag="quotes",
        intro=_l("Ask several suppliers at once, compare what they answer, award line by line."),
        empty=_l("No requests yet. Ask for quotations from here, from a plan's lines or from a part."),
    )
)


def _quotes(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Quote.id.label("id"),
            QuoteRequest.id.label("request_id"),
            QuoteRequest.number.label("number"),
            Supplier.code.label("supplier_code"),
            Supplier.name_zh.label("supplier_name_zh"),
            Supplier.name_en.label("supplier_name_en"),
            Quote.version.label("version"),
            Quote.via.label("via"),
            Quote.currency.label("currency"),
            Quote.valid_until_on.label("valid_until_on"),
            Quote.received_at.label("received_at"),
        )
        .join(QuoteInvitation, QuoteInvitation.id == Quote.invitation_id)
        .join(QuoteRequest, QuoteRequest.id == QuoteInvitation.request_id)
        .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
    )


listing(
    Listing(
        "quotations",
        _l("Quotations"),
        "quotes.read",
        _quotes,
        [
            Column("number", _l("Request")),
            Column("supplier_code", _l("Supplier code")),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("version", _l("Version"), "number"),
            Column("via", _l("How it came"), "state", choices=WAYS),
            Column("currency", _l("Currency")),
            Column("valid_until_on", _l("Valid until"), "date"),
            Column("received_at", _l("Received at"), "instant"),
        ],
        [
            Filter("request", _l("Request"), "row", where=lambda v: QuoteRequest.id == int(v)),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda v: Supplier.id == v),
            Filter("via", _l("How it came"), "choice", choices=WAYS, where=lambda v: Quote.via == v),
        ],
        "-received_at",
        row_url=lambda row: url_for("quotations.quote", quote_id=row.id),
        tag="quotes",
        intro=_l("Every answer as it came, version after version."),
        empty=_l("No quotation has come yet."),
    )
)


def _waiting(state: str) -> Any:
    def count(session: Session, _actor: Actor) -> int:
        return session.scalar(select(func.count()).select_from(QuoteRequest).where(QuoteRequest.state == state)) or 0

    return count


def _awards(session: Session, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(QuoteAward).where(QuoteAward.state == "proposed")) or 0


def _unanswered(session: Session, _actor: Actor) -> int:
    """Count the suppliers of open requests that have not answered."""
    asked = select(func.count()).select_from(QuoteInvitation).join(QuoteRequest)
    return session.scalar(asked.where(QuoteRequest.state == "sent", ~ANSWERED)) or 0


queue(
    "quotes_unanswered",
    "buyer",
    _l("Quotations still to come"),
    count=_unanswered,
    endpoint="list.quote_requests",
    icon="hourglass-split",
    order=16,
    state="sent",
)
queue(
    "quotes_to_award",
    "buyer",
    _l("Quotations to compare and award"),
    count=_waiting("closed"),
    endpoint="list.quote_requests",
    icon="trophy",
    order=17,
    state="closed",
)
queue(
    "awards_to_approve",
    "supervisor",
    _l("Awards to approve"),
    count=_awards,
    endpoint="list.quote_requests",
    icon="patch-check",
    order=17,
    waits="yes",
)
