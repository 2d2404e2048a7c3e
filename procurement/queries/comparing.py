"""Read the quotations of a request side by side: every line, every supplier, what it costs, what was paid last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from procurement.prices import Step, list_on, step_for
from procurement.queries.contracts import terms_in_force
from procurement.queries.offers import standings
from procurement.quote_comparison import Bid, Cost, Mix, best_mix, cheapest, cost_of
from procurement.tables import (
    Order,
    OrderLine,
    PriceBreak,
    Quote,
    QuoteBreak,
    QuoteInvitation,
    QuoteLine,
    QuoteRequestLine,
    Supplier,
    SupplierPart,
)

NOTHING = Money.zero()


@dataclass(frozen=True, slots=True)
class Rival:
    """Hold a supplier that was asked, how it stands, and its newest quotation."""

    invitation_id: int
    supplier_id: int
    code: str
    name_zh: str
    name_en: str
    state: str
    standing: str
    score: Decimal | None
    quote_id: int | None = None
    version: int = 0
    currency: str = ""
    tax_included: bool = False
    tax_bp: int = 0
    rate_millionths: int = 0
    rate_on: date | None = None
    valid_until_on: date | None = None
    received_at: datetime | None = None
    via: str = ""
    freight_cny: Money = NOTHING
    note: str = ""


@dataclass(frozen=True, slots=True)
class LastPaid:
    """Hold what was paid for a part the last time, to whom and when."""

    unit_price_cny: Money
    supplier_id: int
    ordered_on: date


@dataclass(frozen=True)
class Comparison:
    """Hold a request's lines against its suppliers; bids are keyed by line and supplier."""

    on: date
    lines: tuple[QuoteRequestLine, ...]
    rivals: tuple[Rival, ...]
    bids: Mapping[tuple[int, int], Bid]
    said: Mapping[tuple[int, int], QuoteLine]
    last_paid: Mapping[int, LastPaid]

    def valid(self, bid: Bid) -> bool:
        """Tell whether a bid still holds."""
        return bid.valid_until_on >= self.on

    def of_line(self, line_id: int, *, valid: bool = True) -> list[Bid]:
        """Return the bids of a line, those that hold only."""
        return [bid for (line, _), bid in self.bids.items() if line == line_id and (not valid or self.valid(bid))]

    @cached_property
    def costs(self) -> dict[tuple[int, int], Cost]:
        """Return what each bid costs at the asked quantity."""
        asked = {line.id: line.quantity for line in self.lines}
        return {key: cost_of(bid, asked[key[0]]) for key, bid in self.bids.items()}

    @cached_property
    def freight(self) -> dict[int, Money]:
        """Return the freight of each supplier."""
        return {rival.supplier_id: rival.freight_cny for rival in self.rivals}

    def freight_of(self, supplier_ids: Collection[int]) -> Money:
        """Return what some suppliers ask for freight together."""
        return sum((self.freight[each] for each in supplier_ids), Money.zero())

    def landed(self, costs: Collection[Cost]) -> Money:
        """Return what some deliveries cost together with their suppliers' freight."""
        bought = [cost for cost in costs if cost.quantity]
        freight = self.freight_of({cost.bid.supplier_id for cost in bought})
        return sum((cost.amount_cny for cost in bought), freight)

    def cheapest_landed(self, line_id: int, quantity: Quantity) -> Money:
        """Return what a quantity of a line costs from one supplier alone, freight included, where that is least."""
        return min(self.landed([cost_of(bid, quantity)]) for bid in self.of_line(line_id))

    @cached_property
    def mix(self) -> Mix:
        """Return the cheapest mix of the bids that hold."""
        return best_mix(
            {line.id: line.quantity for line in self.lines},
            {line.id: self.of_line(line.id) for line in self.lines},
            self.freight,
        )

    def total(self, rival: Rival) -> Money:
        """Return what all lines that a supplier offers come to, freight included."""
        amounts = (cost.amount_cny for (_, supplier), cost in self.costs.items() if supplier == rival.supplier_id)
        return sum(amounts, rival.freight_cny)

    def offered(self, rival: Rival) -> int:
        """Return how many lines a supplier offers."""
        return sum(supplier == rival.supplier_id for _, supplier in self.bids)

    def best(self, line_id: int) -> dict[str, set[int]]:
        """Return by criterion the suppliers that are best at a line: price, lead time, validity, score."""
        bids = {bid.supplier_id: bid for bid in self.of_line(line_id)}
        if not bids:
            return {}
        cost = {key: self.costs[line_id, key].amount_cny for key in bids}
        scores = {rival.supplier_id: rival.score for rival in self.rivals if rival.supplier_id in bids}
        known = {key: score for key, score in scores.items() if score is not None}
        found = {
            "price": {key for key in bids if cost[key] == min(cost.values())},
            "lead_time": {
                key for key, bid in bids.items() if bid.lead_time_days == min(b.lead_time_days for b in bids.values())
            },
            "validity": {
                key for key, bid in bids.items() if bid.valid_until_on == max(b.valid_until_on for b in bids.values())
            },
            "score": {key for key, score in known.items() if score == max(known.values())},
        }
        return {name: best for name, best in found.items() if len(best) < len(bids) or name == "price"}

    def cheapest(self, line_id: int, quantity: Quantity) -> Cost | None:
        """Return the cheapest bid that holds for a quantity of a line."""
        return cheapest(self.of_line(line_id), quantity)


def compare(session: Session, *, request_id: int, on: date) -> Comparison:
    """Return the newest quotations of a request side by side, as they hold on a day."""
    lines = tuple(
        session.scalars(
            select(QuoteRequestLine).where(QuoteRequestLine.request_id == request_id).order_by(QuoteRequestLine.line_no)
        )
    )
    rivals = _rivals(session, request_id)
    bids, said = _bids(session, rivals)
    return Comparison(on, lines, rivals, bids, said, _last_paid(session, [line.part_id for line in lines], on))


def newest_quotes(session: Session, request_id: int) -> dict[int, Quote]:
    """Return the newest quotation of each invitation of a request."""
    newest = (
        select(Quote.invitation_id, func.max(Quote.version).label("version")).group_by(Quote.invitation_id).subquery()
    )
    rows = session.scalars(
        select(Quote)
        .join(newest, (newest.c.invitation_id == Quote.invitation_id) & (newest.c.version == Quote.version))
        .join(QuoteInvitation, QuoteInvitation.id == Quote.invitation_id)
        .where(QuoteInvitation.request_id == request_id)
    )
    return {row.invitation_id: row for row in rows}


def _rivals(session: Session, request_id: int) -> tuple[Rival, ...]:
    quotes, stand = newest_quotes(session, request_id), standings(session)
    rows = session.execute(
        select(QuoteInvitation, Supplier)
        .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
        .where(QuoteInvitation.request_id == request_id)
        .order_by(Supplier.code)
    )
    names = (
        "version currency tax_included tax_bp rate_millionths rate_on valid_until_on received_at via freight_cny note"
    )
    found = []
    for invitation, supplier in rows:
        quote = quotes.get(invitation.id)
        standing, score = stand.get(supplier.id, ("not_enough_data", None))
        told = {name: getattr(quote, name) for name in names.split()} | {"quote_id": quote.id} if quote else {}
        head = (invitation.id, supplier.id, supplier.code, supplier.name_zh, supplier.name_en, supplier.state)
        found.append(Rival(*head, standing, score, **told))
    return tuple(found)


def _bids(
    session: Session, rivals: tuple[Rival, ...]
) -> tuple[dict[tuple[int, int], Bid], dict[tuple[int, int], QuoteLine]]:
    by_quote = {rival.quote_id: rival for rival in rivals if rival.quote_id is not None}
    lines = session.scalars(select(QuoteLine).where(QuoteLine.quote_id.in_(by_quote))).all()
    steps: dict[int, list[Step]] = defaultdict(list)
    breaks = select(QuoteBreak).where(QuoteBreak.quote_line_id.in_([line.id for line in lines]))
    for each in session.scalars(breaks.order_by(QuoteBreak.from_quantity)):
        steps[each.quote_line_id].append(Step(each.from_quantity, each.unit_price_cny, date.min))
    bids, said = {}, {}
    for line in lines:
        rival = by_quote[line.quote_id]
        key = (line.request_line_id, rival.supplier_id)
        said[key] = line
        if line.offered and rival.valid_until_on is not None:
            bids[key] = Bid(
                line.id,
                rival.supplier_id,
                tuple(steps[line.id]),
                line.minimum_quantity,
                line.multiple_quantity,
                line.lead_time_days,
                rival.valid_until_on,
            )
    return bids, said


def _last_paid(session: Session, part_ids: list[int], on: date) -> dict[int, LastPaid]:
    """Return what was paid last for each part, of orders that have been sent."""
    rows = session.execute(
        select(OrderLine.part_id, OrderLine.unit_price_cny, Order.supplier_id, Order.ordered_on)
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.part_id.in_(part_ids), Order.ordered_on.is_not(None), Order.ordered_on <= on)
        .order_by(Order.ordered_on, OrderLine.id)
    )
    return {part: LastPaid(price, supplier, ordered) for part, price, supplier, ordered in rows if ordered}


def present_prices(session: Session, table: Comparison) -> dict[tuple[int, int], Money]:
    """Return what a piece of each bid's quantity costs today by the supplier's contract in force, else its list."""
    part_of = {line.id: line.part_id for line in table.lines}
    parts = set(part_of.values())
    terms = terms_in_force(session, on=table.on, part_ids=parts)
    listed: dict[tuple[int, int], list[Step]] = defaultdict(list)
    rows = session.execute(
        select(SupplierPart.supplier_id, SupplierPart.part_id, PriceBreak)
        .join(PriceBreak, PriceBreak.supplier_part_id == SupplierPart.id)
        .where(SupplierPart.part_id.in_(parts), SupplierPart.active)
    )
    for supplier_id, part_id, row in rows:
        listed[supplier_id, part_id].append(Step(row.from_quantity, row.unit_price_cny, row.valid_from_on))
    found = {}
    for (line_id, supplier_id), cost in table.costs.items():
        key = (supplier_id, part_of[line_id])
        agreed = terms[key].price(cost.quantity) if key in terms else None
        step = step_for(list_on(listed[key], table.on), cost.quantity)
        if (present := agreed or (step.unit_price_cny if step else None)) is not None:
            found[line_id, supplier_id] = present
    return found
