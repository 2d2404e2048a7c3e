"""Requests, quotations and contracts for tests, made through the scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from kernel.amounts import Money
from procurement import contracting, quoting, requesting_quotes
from procurement.contracting import AgreedLine, AgreedStep, Contracted, ContractText
from procurement.quoting import Quoted, QuotedLine, QuotedStep, QuoteTerms
from procurement.requesting_quotes import AskedLine, Requested
from procurement.tables import QuoteInvitation, QuoteLine, QuoteRequestLine
from tests.support.procurement import Market, key
from tests.support.world import NOON, q

CLOSES = date(2026, 3, 10)
VALID = date(2026, 6, 30)


@dataclass
class Desk:
    """Hold the buyer's desk: requests and their quotations, contracts."""

    market: Market
    requests: list[int] = field(default_factory=list)

    @property
    def buyer(self) -> int:
        """Return the buyer."""
        return self.market.world.people["buyer"]

    @property
    def supervisor(self) -> int:
        """Return the supervisor."""
        return self.market.world.people["supervisor"]

    def request(self, *lines: tuple[str, int], to: tuple[str, ...] = ("S1", "S2"), send: bool = True) -> Requested:
        """Ask suppliers for parts, and send the request."""
        session, world = self.market.world.session, self.market.world
        for code in to:
            if code not in self.market.suppliers:
                self.market.supplier(code)
        made = requesting_quotes.create_request(
            session,
            store_id=world.places["C"],
            closes_on=CLOSES,
            lines=tuple(AskedLine(world.parts[part], q(quantity)) for part, quantity in lines),
            supplier_ids=tuple(self.market.suppliers[code] for code in to),
            by=self.buyer,
            at=NOON,
            request_key=key(),
        )
        if send:
            requesting_quotes.send_request(
                session, request_id=made.request_id, by=self.buyer, at=NOON, request_key=key()
            )
        self.requests.append(made.request_id)
        return made

    def invitation(self, request_id: int, supplier: str) -> QuoteInvitation:
        """Return a supplier's invitation."""
        session = self.market.world.session
        return session.scalars(
            select(QuoteInvitation).where(
                QuoteInvitation.request_id == request_id,
                QuoteInvitation.supplier_id == self.market.suppliers[supplier],
            )
        ).one()

    def lines(self, request_id: int) -> list[QuoteRequestLine]:
        """Return the lines of a request."""
        query = select(QuoteRequestLine).where(QuoteRequestLine.request_id == request_id)
        return list(self.market.world.session.scalars(query.order_by(QuoteRequestLine.line_no)))

    def quote(
        self,
        request_id: int,
        supplier: str,
        *prices: tuple[tuple[int, str], ...],
        currency: str = "CNY",
        tax_included: bool = False,
        tax_bp: int = 1300,
        valid: date = VALID,
        lead: int = 10,
        minimum: int = 0,
        multiple: int = 1,
        freight: str = "0",
        at: datetime = NOON,
    ) -> Quoted:
        """Enter a supplier's quotation, line by line; an empty one cannot be offered."""
        return quoting.enter_quote(
            self.market.world.session,
            invitation_id=self.invitation(request_id, supplier).id,
            via="mail",
            terms=QuoteTerms(currency, tax_included, tax_bp, valid, Money.of(freight)),
            lines=tuple(
                QuotedLine(
                    line.id,
                    tuple(QuotedStep(q(start), Money.of(price)) for start, price in steps),
                    lead,
                    q(minimum),
                    q(multiple),
                )
                for line, steps in zip(self.lines(request_id), prices, strict=True)
            ),
            received_at=at,
            by=self.buyer,
            at=at,
            request_key=key(),
        )

    def quote_line(self, quoted: Quoted, number: int = 0) -> int:
        """Return a line of a quotation."""
        session = self.market.world.session
        query = select(QuoteLine.id).where(QuoteLine.quote_id == quoted.quote_id).order_by(QuoteLine.id)
        return list(session.scalars(query))[number]

    def close(self, request_id: int) -> None:
        """Close a request by hand."""
        requesting_quotes.close_request(
            self.market.world.session, request_id=request_id, by=self.buyer, at=NOON, request_key=key()
        )

    def contract(
        self,
        supplier: str,
        *lines: tuple[str, str],
        maximum: int | None = None,
        begins: date = date(2026, 1, 1),
        ends: date = date(2026, 12, 31),
        approve: bool = True,
        lead: int | None = None,
    ) -> Contracted:
        """Write a contract with one price for each part, and let it be approved."""
        session = self.market.world.session
        if supplier not in self.market.suppliers:
            self.market.supplier(supplier)
        made = contracting.create_contract(
            session,
            supplier_id=self.market.suppliers[supplier],
            text=ContractText("Framework", begins, ends),
            lines=self.agreed(*lines, maximum=maximum, lead=lead),
            by=self.buyer,
            at=NOON,
            request_key=key(),
        )
        if approve:
            contracting.approve_version(
                session, contract_id=made.contract_id, by=self.supervisor, at=NOON, request_key=key()
            )
        return made

    def agreed(
        self, *lines: tuple[str, str], maximum: int | None = None, lead: int | None = None
    ) -> tuple[AgreedLine, ...]:
        """Return lines of a contract with one price each."""
        return tuple(
            AgreedLine(
                self.market.world.parts[part],
                (AgreedStep(q(0), Money.of(price)),),
                lead_time_days=lead,
                maximum_total=None if maximum is None else q(maximum),
            )
            for part, price in lines
        )


def later(days: int) -> datetime:
    """Return noon so many days later."""
    return NOON + timedelta(days=days)
