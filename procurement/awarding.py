"""Award a request for quotation: who gets what, at what price, and the orders and price lists that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import locked, written
from inventory.tables import Part
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.drafting import NewLine, draft_order
from procurement.offers import packed
from procurement.prices import line_amount, step_for
from procurement.queries.comparing import Comparison, compare
from procurement.quote_comparison import Bid, best_mix
from procurement.requesting_quotes import request_in, void_links
from procurement.suppliers_keeping import PriceStep, offer_part, set_prices
from procurement.tables import (
    Proposal,
    QuoteAward,
    QuoteAwardLine,
    QuoteAwardOrder,
    QuoteInvitation,
    QuoteLine,
    QuoteRequest,
    QuoteRequestLine,
    Supplier,
    SupplierPart,
)
from procurement.tables.quotations import Quote, QuoteBreak

KEPT_TERMS = ("order_cost_cny", "holding_rate_bp", "warranty_months", "preferred")
"""What of a supplier's terms no quotation speaks of."""


@dataclass(frozen=True, slots=True)
class AwardedLine:
    """Say how much of its line a quotation's line gets."""

    quote_line_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Awarded:
    """Say how an award stands; a proposed one waits for another person."""

    award_id: int
    request_id: int
    number: str
    state: str
    amount_cny: Money
    order_ids: tuple[int, ...]


@once
def propose_award(
    session: Session,
    *,
    request_id: int,
    lines: tuple[AwardedLine, ...],
    makes_orders: bool,
    by: int,
    at: datetime,
    request_key: str,
    reason: str = "",
    prices_from_on: date | None = None,
) -> Awarded:
    """Award a closed request line by line; up to the limit it is carried out at once, beyond another person agrees.

    What costs more than the cheapest quotations that hold needs a reason, a split among suppliers too.
    """
    request, on = request_in(session, request_id, "closed"), day_of(session, at)
    _none_waits(session, request)
    if not lines:
        raise RuleViolation("award_empty")
    if prices_from_on is not None and prices_from_on < on:
        raise RuleViolation("day_in_past", field="prices_from_on")
    if not makes_orders and prices_from_on is None:
        raise RuleViolation("award_without_effect")
    table = compare(session, request_id=request.id, on=on)
    chosen = _chosen(session, table, lines)
    amount = sum((row.amount_cny for row in chosen), _freight(table, chosen))
    _check_asked(session, table, chosen)
    best = _is_cheapest(table, chosen)
    if not best and not reason.strip():
        raise RuleViolation("award_needs_reason", field="reason")
    award = QuoteAward(
        request_id=request.id,
        requested_by_id=request.created_by_id,
        proposed_by_id=by,
        proposed_at=at,
        amount_cny=amount,
        limit_cny=Money.of(str(setting(session, settings.AWARD_LIMIT, on))),
        cheapest=best,
        makes_orders=makes_orders,
        reason=reason.strip(),
        prices_from_on=prices_from_on,
    )
    session.add(award)
    written(session)
    for row in chosen:
        row.award_id = award.id
        session.add(row)
    written(session)
    orders = _carry_out(session, request, award, by, at, request_key) if amount <= award.limit_cny else ()
    return _awarded(request, award, orders)


@once
def approve_award(session: Session, *, award_id: int, by: int, at: datetime, request_key: str) -> Awarded:
    """Agree to an award beyond the limit and carry it out; never who asked for the quotations or proposed it."""
    award = _proposed(session, award_id)
    request = request_in(session, award.request_id, "closed")
    if by in (award.proposed_by_id, award.requested_by_id):
        raise FourEyes("four_eyes", number=request.number)
    _still_hold(session, award, day_of(session, at))
    award.approved_by_id, award.approved_at = by, at
    orders = _carry_out(session, request, award, by, at, request_key)
    return _awarded(request, award, orders)


@once
def withdraw_award(session: Session, *, award_id: int, by: int, at: datetime, request_key: str) -> Awarded:
    """Take a proposed award back, or refuse it: the request can be awarded anew."""
    award = _proposed(session, award_id)
    award.state, award.ended_at = "withdrawn", at
    written(session)
    return _awarded(session.get_one(QuoteRequest, award.request_id), award, ())


def _proposed(session: Session, award_id: int) -> QuoteAward:
    award = locked(session, QuoteAward, award_id)
    if award.state != "proposed":
        raise InvalidState("quote_award_step", state=award.state)
    return award


def _none_waits(session: Session, request: QuoteRequest) -> None:
    waiting = select(QuoteAward.id).where(QuoteAward.request_id == request.id, QuoteAward.state == "proposed")
    if session.scalar(waiting) is not None:
        raise InvalidState("award_waits", number=request.number)


def _chosen(session: Session, table: Comparison, lines: Sequence[AwardedLine]) -> list[QuoteAwardLine]:
    """Return the award's lines with their prices; only the newest quotations, while they hold, in whole packs."""
    bids = {bid.quote_line_id: (line_id, bid) for (line_id, _), bid in table.bids.items()}
    part_of = {line.id: line.part_id for line in table.lines}
    chosen = []
    for each in lines:
        if each.quote_line_id not in bids:
            raise NotFound("quote_line_unknown", id=each.quote_line_id)
        line_id, bid = bids[each.quote_line_id]
        number = session.get_one(Part, part_of[line_id]).number
        if not table.valid(bid):
            code = session.get_one(Supplier, bid.supplier_id).code
            raise RuleViolation("quote_expired", supplier=code, on=bid.valid_until_on.isoformat())
        fitting = packed(each.quantity, bid.minimum, bid.multiple)
        if not each.quantity or fitting != each.quantity:
            raise RuleViolation("award_not_in_packs", part=number, quantity=str(each.quantity), fitting=str(fitting))
        chosen.append(_award_line(line_id, bid, each.quantity))
    if len({row.quote_line_id for row in chosen}) < len(chosen):
        raise RuleViolation("award_twice")
    return chosen


def _award_line(line_id: int, bid: Bid, quantity: Quantity) -> QuoteAwardLine:
    step = step_for(bid.steps, quantity)
    assert step is not None, "a bid has prices"
    return QuoteAwardLine(
        award_id=0,
        request_line_id=line_id,
        quote_line_id=bid.quote_line_id,
        quantity=quantity,
        unit_price_cny=step.unit_price_cny,
        amount_cny=line_amount(step.unit_price_cny, quantity),
    )


def _is_cheapest(table: Comparison, chosen: Sequence[QuoteAwardLine]) -> bool:
    """Tell whether nothing that holds costs less: no other quotation of any line, or no other mix with its freight.

    What minimum and packs add to the asked quantity is no need: others are compared at what was asked.
    """
    bids = {bid.quote_line_id: bid for bid in table.bids.values()}
    paid: dict[int, Money] = defaultdict(Money.zero)
    wanted: dict[int, Quantity] = defaultdict(Quantity.zero)
    rounding: dict[int, Quantity] = defaultdict(Quantity.zero)
    for row in chosen:
        bid = bids[row.quote_line_id]
        paid[row.request_line_id] += row.amount_cny
        wanted[row.request_line_id] += row.quantity
        rounding[row.request_line_id] += max(bid.minimum, bid.multiple)
    asked = {line.id: line.quantity for line in table.lines}
    needed = {
        line: asked[line] if asked[line] <= wanted[line] < asked[line] + rounding[line] else wanted[line]
        for line in paid
    }
    best = {line: table.cheapest(line, quantity) for line, quantity in needed.items()}
    if all(cost is None or paid[line] <= cost.amount_cny for line, cost in best.items()):
        return True
    landed = sum(paid.values(), _freight(table, chosen))
    mix = best_mix(needed, {line: table.of_line(line) for line in needed}, table.freight)
    return landed <= mix.amount_cny + mix.freight_cny


def _freight(table: Comparison, chosen: Sequence[QuoteAwardLine]) -> Money:
    """Return the freight of every supplier that gets something."""
    bids = {bid.quote_line_id: bid for bid in table.bids.values()}
    return table.freight_of({bids[row.quote_line_id].supplier_id for row in chosen})


def _check_asked(session: Session, table: Comparison, chosen: Sequence[QuoteAwardLine]) -> None:
    """Refuse more of a line than was asked, but for what minimum and packs add."""
    bids = {bid.quote_line_id: bid for bid in table.bids.values()}
    for line in table.lines:
        mine = [row for row in chosen if row.request_line_id == line.id]
        total = sum((row.quantity for row in mine), Quantity.zero())
        for row in mine:
            rest = line.quantity - (total - row.quantity)
            bid = bids[row.quote_line_id]
            if total > line.quantity and (
                rest <= Quantity.zero() or row.quantity > packed(rest, bid.minimum, bid.multiple)
            ):
                number = session.get_one(Part, line.part_id).number
                raise RuleViolation("award_beyond_asked", part=number, total=str(total), asked=str(line.quantity))


def _still_hold(session: Session, award: QuoteAward, on: date) -> None:
    """Refuse an award one of whose quotations has run out, or was replaced by a newer one, since it was proposed."""
    table = compare(session, request_id=award.request_id, on=on)
    now = {bid.quote_line_id: bid for bid in table.bids.values()}
    for line in session.scalars(select(QuoteAwardLine).where(QuoteAwardLine.award_id == award.id)):
        bid = now.get(line.quote_line_id)
        if bid is None:
            raise InvalidState("quote_replaced")
        if not table.valid(bid):
            code = session.get_one(Supplier, bid.supplier_id).code
            raise RuleViolation("quote_expired", supplier=code, on=bid.valid_until_on.isoformat())


def _carry_out(
    session: Session, request: QuoteRequest, award: QuoteAward, by: int, at: datetime, request_key: str
) -> tuple[int, ...]:
    """End the request: draft one order for each supplier, enter the price lists, void the links."""
    rows = session.execute(
        select(QuoteAwardLine, QuoteRequestLine, QuoteLine, QuoteInvitation.supplier_id, Quote.freight_cny)
        .join(QuoteRequestLine, QuoteRequestLine.id == QuoteAwardLine.request_line_id)
        .join(QuoteLine, QuoteLine.id == QuoteAwardLine.quote_line_id)
        .join(Quote, Quote.id == QuoteLine.quote_id)
        .join(QuoteInvitation, QuoteInvitation.id == Quote.invitation_id)
        .where(QuoteAwardLine.award_id == award.id)
        .order_by(QuoteRequestLine.line_no, QuoteAwardLine.id)
    ).all()
    if award.prices_from_on is not None:
        for _, asked, said, supplier_id, _ in rows:
            _enter_prices(session, award.prices_from_on, asked, said, supplier_id, by, at, request_key)
    orders = _orders(session, request, rows, award.proposed_by_id, at) if award.makes_orders else ()
    for order_id in orders:
        session.add(QuoteAwardOrder(award_id=award.id, order_id=order_id))
    award.state, award.ended_at = "done", at
    request.state, request.ended_at = "awarded", at
    written(session)
    void_links(session, request.id)
    return orders


def _orders(session: Session, request: QuoteRequest, rows: Sequence[Any], by: int, at: datetime) -> tuple[int, ...]:
    """Draft the orders in the name of who proposed the award, so that somebody else approves them."""
    by_supplier: dict[int, list[NewLine]] = defaultdict(list)
    proposals = set()
    freight: dict[int, Money] = {}
    for awarded, asked, said, supplier_id, quoted_freight in rows:
        line = NewLine(
            asked.part_id,
            awarded.quantity,
            awarded.unit_price_cny,
            asked.needed_on,
            asked.proposal_id,
            lead_time_days=said.lead_time_days,
        )
        freight[supplier_id] = quoted_freight
        by_supplier[supplier_id].append(line)
        proposals |= {asked.proposal_id} - {None}
    _take_over(session, proposals)
    made = []
    for supplier_id, lines in sorted(by_supplier.items()):
        order, _ = draft_order(
            session,
            supplier_id=supplier_id,
            store_id=request.store_id,
            lines=lines,
            by=by,
            at=at,
            note=_note(request, freight[supplier_id]),
        )
        made.append(order.id)
    return tuple(made)


def _note(request: QuoteRequest, freight: Money) -> str:
    """Write on an order what it rests on, and the freight that was quoted beside the prices."""
    return f"{request.number}; 运费 freight {freight} CNY" if freight else request.number


def _take_over(session: Session, proposal_ids: set[int]) -> None:
    """Let the plan know that its proposals are bought here, so that it does not buy them again."""
    for row in session.scalars(select(Proposal).where(Proposal.id.in_(proposal_ids))):
        if row.state == "ordered":
            number = session.get_one(Part, row.part_id).number
            raise InvalidState("proposal_ordered_already", part=number)
        row.state = {"open": "declined", "approved": "ordered"}.get(row.state, row.state)
    written(session)


def _enter_prices(
    session: Session,
    on: date,
    asked: QuoteRequestLine,
    said: QuoteLine,
    supplier_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> None:
    """Enter a quotation's prices as the list of a day; its lead time, minimum and pack hold from now on."""
    known = session.scalar(
        select(SupplierPart).where(SupplierPart.supplier_id == supplier_id, SupplierPart.part_id == asked.part_id)
    )
    kept = {name: getattr(known, name) for name in KEPT_TERMS} if known else {}
    offer_id = offer_part(
        session,
        supplier_id=supplier_id,
        part_id=asked.part_id,
        lead_time_days=said.lead_time_days,
        minimum_quantity=said.minimum_quantity,
        multiple_quantity=said.multiple_quantity,
        supplier_part_number=said.supplier_part_number or (known.supplier_part_number if known else ""),
        by=by,
        at=at,
        request_key=f"{request_key}:offer:{said.id}",
        **kept,
    ).supplier_part_id
    breaks = session.scalars(select(QuoteBreak).where(QuoteBreak.quote_line_id == said.id))
    set_prices(
        session,
        supplier_part_id=offer_id,
        valid_from_on=on,
        steps=tuple(PriceStep(each.from_quantity, each.unit_price_cny) for each in breaks),
        by=by,
        at=at,
        request_key=f"{request_key}:prices:{said.id}",
    )


def _awarded(request: QuoteRequest, award: QuoteAward, orders: tuple[int, ...]) -> Awarded:
    return Awarded(award.id, request.id, request.number, award.state, award.amount_cny, orders)
