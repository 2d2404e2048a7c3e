"""Read one request for quotation, one quotation, one award or one contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import Select, select

from kernel.amounts import Money, Quantity
from procurement.queries.comparing import compare
from procurement.queries.contracts import CalledOff, lines_of_version
from procurement.tables import (
    ContractVersion,
    Order,
    QuoteAward,
    QuoteAwardLine,
    QuoteAwardOrder,
    QuoteInvitation,
    QuoteRequestLine,
    Supplier,
)
from webapp import context
from webapp.detail import Detail, detail, made_of, price
from webapp.pages import contracts, quotations, quotes, quotes_comparing
from webapp.shapes import Columns

MONEY = frozenset({"unit_price", "freight"})
"""Figures in a foreign currency are prices too."""


def _invitations_select(request_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            QuoteInvitation.id,
            QuoteInvitation.supplier_id,
            Supplier.code.label("supplier_code"),
            QuoteInvitation.sent_at,
            QuoteInvitation.sent_to,
            QuoteInvitation.token_expires_at.label("link_expires_at"),
            QuoteInvitation.reminded_at,
            QuoteInvitation.revoked_at,
        )
        .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
        .where(QuoteInvitation.request_id == request_id)
        .order_by(Supplier.code)
    )


@dataclass(frozen=True, slots=True)
class BidShown:
    """Hold what a supplier's newest quotation costs for a line of a request."""

    request_line_id: int
    quote_line_id: int
    supplier_id: int
    quantity: Quantity
    unit_price_cny: Money
    amount_cny: Money
    lead_time_days: int
    valid_until_on: date
    holds: bool
    best_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteRequestShown:
    """Hold a request with its lines, suppliers, the comparison of their quotations, and awards."""

    id: int
    number: str
    state: str
    store_id: int
    closes_on: date
    created_by_id: int
    created_on: date
    sent_at: datetime | None
    note: str
    end_reason: str
    lines: Annotated[tuple[Any, ...], Columns("LineOfQuoteRequest", QuoteRequestLine, ("request_id",))]
    suppliers: Annotated[tuple[Any, ...], Columns("SupplierOfQuoteRequest", _invitations_select(0))]
    bids: tuple[BidShown, ...]
    mix_amount_cny: Money
    mix_freight_cny: Money
    award_ids: tuple[int, ...]


def read_request(request_id: int) -> QuoteRequestShown:
    """Show a request for quotation with its lines, suppliers, quotations side by side and awards."""
    session, row = context.session(), quotes.found(request_id)
    table = compare(session, request_id=request_id, on=context.today())
    best = {line.id: table.best(line.id) for line in table.lines}
    bids = tuple(
        BidShown(
            line_id,
            cost.bid.quote_line_id,
            supplier_id,
            cost.quantity,
            cost.unit_price_cny,
            cost.amount_cny,
            cost.bid.lead_time_days,
            cost.bid.valid_until_on,
            table.valid(cost.bid),
            tuple(name for name, winners in best[line_id].items() if supplier_id in winners),
        )
        for (line_id, supplier_id), cost in table.costs.items()
    )
    awards = select(QuoteAward.id).where(QuoteAward.request_id == request_id).order_by(QuoteAward.id)
    return made_of(
        QuoteRequestShown,
        row,
        lines=table.lines,
        suppliers=session.execute(_invitations_select(request_id)).all(),
        bids=bids,
        mix_amount_cny=table.mix.amount_cny,
        mix_freight_cny=table.mix.freight_cny,
        award_ids=tuple(session.scalars(awards)),
    )


@dataclass(frozen=True, slots=True)
class QuotedStepShown:
    """Hold a price step in the quotation's currency."""

    from_quantity: Quantity
    unit_price: Money


@dataclass(frozen=True, slots=True)
class QuotedLineShown:
    """Hold what a supplier said to a line."""

    request_line_id: int
    cannot_offer: bool
    lead_time_days: int | None
    minimum_quantity: Quantity | None
    multiple_quantity: Quantity
    supplier_part_number: str
    note: str
    breaks: tuple[QuotedStepShown, ...]


@dataclass(frozen=True, slots=True)
class QuotationShown:
    """Hold a quotation as it came."""

    id: int
    invitation_id: int
    request_id: int
    supplier_id: int
    version: int
    via: str
    currency: str
    exchange_rate: Decimal
    rate_on: date
    tax_included: bool
    tax_percent: Decimal
    valid_until_on: date
    received_at: datetime
    entered_by_id: int | None
    freight: Money
    note: str
    lines: tuple[QuotedLineShown, ...]


def read_quotation(quote_id: int) -> QuotationShown:
    """Show a quotation as it came, with its prices in its own currency."""
    row = quotations.quote_row(quote_id)
    asked = quotes.invitation(row.invitation_id)
    lines = quotations.quoted_lines(context.session(), quote_id)
    return made_of(
        QuotationShown,
        row,
        asked,
        id=row.id,
        exchange_rate=Decimal(row.rate_millionths) / 1_000_000,
        tax_percent=Decimal(row.tax_bp) / 100,
        lines=tuple(
            QuotedLineShown(**{**line, "breaks": tuple(QuotedStepShown(**step) for step in line["breaks"])})
            for line in lines
        ),
    )


def _orders_select(award_id: int) -> Select[*tuple[Any, ...]]:
    made = select(Order.id, Order.number, Order.state).join(QuoteAwardOrder, QuoteAwardOrder.order_id == Order.id)
    return made.where(QuoteAwardOrder.award_id == award_id).order_by(Order.number)


@dataclass(frozen=True, slots=True)
class AwardShown:
    """Hold an award with its lines and the orders that it made."""

    id: int
    request_id: int
    state: str
    proposed_by_id: int
    proposed_at: datetime
    approved_by_id: int | None
    approved_at: datetime | None
    amount_cny: Money
    limit_cny: Money
    cheapest: bool
    makes_orders: bool
    prices_from_on: date | None
    reason: str
    lines: Annotated[tuple[Any, ...], Columns("LineOfAward", QuoteAwardLine, ("award_id",))]
    orders: Annotated[tuple[Any, ...], Columns("OrderOfAward", _orders_select(0))]


def read_award(award_id: int) -> AwardShown:
    """Show an award with its lines and the orders that it made."""
    session, row = context.session(), quotes_comparing.award_row(award_id)
    lines = select(QuoteAwardLine).where(QuoteAwardLine.award_id == award_id).order_by(QuoteAwardLine.id)
    return made_of(
        AwardShown, row, lines=session.scalars(lines).all(), orders=session.execute(_orders_select(award_id)).all()
    )


@dataclass(frozen=True, slots=True)
class AgreedStepShown:
    """Hold a price step of a contract."""

    from_quantity: Quantity
    unit_price: Money
    unit_price_cny: Money


@dataclass(frozen=True, slots=True)
class AgreedLineShown:
    """Hold a line of a contract with what was called off it."""

    contract_line_id: int
    line_no: int
    part_id: int
    part_number: str
    specification: str
    lead_time_days: int | None
    minimum_total: Quantity | None
    maximum_total: Quantity | None
    called_off: Quantity
    received: Quantity
    remaining: Quantity | None
    breaks: tuple[AgreedStepShown, ...]


@dataclass(frozen=True, slots=True)
class ContractShown:
    """Hold a contract with the version asked for: what is in force, else the newest."""

    id: int
    number: str
    supplier_id: int
    state: str
    end_reason: str
    version: int
    version_state: str
    title: str
    begins_on: date
    ends_on: date
    currency: str
    quality_terms: str
    delivery_terms: str
    service_terms: str
    payment_terms: str
    note: str
    change_reason: str
    written_by_id: int
    approved_by_id: int | None
    lines: tuple[AgreedLineShown, ...]
    versions: Annotated[tuple[Any, ...], Columns("VersionOfContract", ContractVersion, ("contract_id",))]


def read_contract(contract_id: int) -> ContractShown:
    """Show a contract: the version in force (or `?version=`), what is called off it, and all its versions."""
    row = contracts.found(contract_id)
    versions, version = contracts.chosen_version(contract_id)
    return made_of(
        ContractShown,
        row,
        version,
        version=version.version,
        version_state=version.state,
        note=version.note,
        lines=tuple(_agreed(line) for line in lines_of_version(context.session(), version)),
        versions=versions,
    )


def _agreed(line: CalledOff) -> AgreedLineShown:
    steps = tuple(made_of(AgreedStepShown, each) for each in line.breaks)
    return made_of(AgreedLineShown, line, breaks=steps)


def _hidden(name: str) -> bool:
    """Tell whether a fact is a price, also in another currency, that whoever asks may not see."""
    return price(name) or (name in MONEY and not context.may("prices.read"))


detail(Detail("quote_request", "/quote-requests/<int:request_id>", quotes.show, read_request, "quotes"))
detail(Detail("quotation", "/quotations/<int:quote_id>", quotations.quote, read_quotation, "quotes", _hidden))
detail(Detail("quote_award", "/quote-awards/<int:award_id>", quotes_comparing.award, read_award, "quotes"))
detail(Detail("contract", "/contracts/<int:contract_id>", contracts.show, read_contract, "contracts", _hidden))
