"""Find prices: what the market says, what was paid, which alerts are open, what customers pay on a day, costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.places import EXTERNAL
from inventory.tables import Balance, Location, Lot
from kernel.amounts import Money, Quantity
from kernel.months import months_after
from kernel.settings import setting
from procurement import settings
from procurement.price_jumps import Point
from procurement.tables import MarketPrice, Order, OrderLine, PriceAlert, SalePrice, Supplier

PORTION = 5000


@dataclass(frozen=True, slots=True)
class MarketView:
    """Hold what the market asks for a part: the median of the newest note of each source, and how many there are."""

    unit_price_cny: Money
    noted_on: date
    sources: int
    noted_since_on: date


def market_prices(session: Session, on: date) -> dict[int, MarketView]:
    """Return the market price of each part on a day, of notes that are not older than the setting says."""
    months = int(setting(session, settings.PRICE_WATCH, on)["months"])
    rows = session.execute(
        select(MarketPrice.part_id, MarketPrice.source, MarketPrice.noted_on, MarketPrice.unit_price_cny)
        .where(MarketPrice.noted_on <= on, MarketPrice.noted_on >= months_after(on, -months))
        .order_by(MarketPrice.noted_on, MarketPrice.id)
    )
    newest: dict[int, dict[str, tuple[date, Money]]] = defaultdict(dict)
    for part_id, source, noted_on, price in rows:
        newest[part_id][source] = noted_on, price
    return {
        part_id: MarketView(
            Money(round(median(price.scaled for _, price in said.values()))),
            max(noted_on for noted_on, _ in said.values()),
            len(said),
            min(noted_on for noted_on, _ in said.values()),
        )
        for part_id, said in newest.items()
    }


def price_series(session: Session, *, since: date, until: date) -> dict[tuple[int, str, str], list[Point]]:
    """Return the prices of each part by (part, basis, source): what each supplier was paid, what each source noted.

    Suppliers stand apart: an order that goes to another one for once is no jump of a price.
    """
    found: dict[tuple[int, str, str], list[Point]] = defaultdict(list)
    paid = (
        select(OrderLine.part_id, Supplier.code, Order.ordered_on, OrderLine.unit_price_cny, Order.number)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .where(Order.ordered_on >= since, Order.ordered_on <= until, Order.state != "cancelled")
        .order_by(Order.ordered_on, Order.id, OrderLine.line_no)
    )
    for part_id, code, on, price, number in session.execute(paid):
        assert on is not None
        found[part_id, "paid", code].append(Point(on, price, number))
    noted = (
        select(MarketPrice.part_id, MarketPrice.source, MarketPrice.noted_on, MarketPrice.unit_price_cny)
        .where(MarketPrice.noted_on >= since, MarketPrice.noted_on <= until)
        .order_by(MarketPrice.noted_on, MarketPrice.id)
    )
    for part_id, source, on, price in session.execute(noted):
        found[part_id, "market", source].append(Point(on, price, source))
    return found


def open_alerts(session: Session) -> dict[int, PriceAlert]:
    """Return the newest open alert of each part that has one."""
    rows = session.scalars(
        select(PriceAlert)
        .where(PriceAlert.acknowledged_by_id.is_(None))
        .order_by(PriceAlert.happened_on, PriceAlert.id)
    )
    return {row.part_id: row for row in rows}


def sale_prices_on(session: Session, part_ids: Sequence[int], on: date) -> dict[int, Money]:
    """Return what customers pay for parts out of warranty on a day, of those that stand in the price list."""
    found: dict[int, Money] = {}
    for some in _portions(part_ids):
        rows = session.execute(
            select(SalePrice.part_id, SalePrice.unit_price_cny)
            .where(SalePrice.part_id.in_(some), SalePrice.state == "approved", SalePrice.from_on <= on)
            .order_by(SalePrice.from_on, SalePrice.id)
        )
        found |= {part_id: price for part_id, price in rows}  # noqa: C416  the last one of a part stands
    return found


def cost_bases(session: Session, basis: str) -> dict[int, Money]:
    """Return the cost of each part: what stock cost on average, or what was paid last; each stands in for the other."""
    paid = _last_paid(session)
    held = _average(session)
    return {**paid, **held} if basis == "moving_average" else {**held, **paid}


def _last_paid(session: Session) -> dict[int, Money]:
    rows = session.execute(
        select(OrderLine.part_id, OrderLine.unit_price_cny)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.ordered_on.is_not(None), Order.state != "cancelled")
        .order_by(Order.ordered_on, Order.id, OrderLine.line_no)
    )
    return {part_id: price for part_id, price in rows}  # noqa: C416  the last one of a part stands


def _average(session: Session) -> dict[int, Money]:
    """Return the mean cost of what lies in the house, weighted by quantity."""
    rows = session.execute(
        select(Lot.part_id, Lot.unit_cost_cny, func.sum(Balance.on_hand))
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Location, Location.id == Balance.location_id)
        .where(Location.kind.not_in(sorted(EXTERNAL)), Balance.on_hand > Quantity.zero())
        .group_by(Lot.part_id, Lot.unit_cost_cny)
    )
    worth: dict[int, int] = defaultdict(int)
    units: dict[int, int] = defaultdict(int)
    for part_id, cost, quantity in rows:
        worth[part_id] += cost.scaled * quantity.scaled
        units[part_id] += quantity.scaled
    return {part_id: Money(round(worth[part_id] / units[part_id])) for part_id in worth if worth[part_id]}


def _portions(keys: Sequence[int]) -> Iterator[list[int]]:
    unique = sorted(set(keys))
    for begin in range(0, len(unique), PORTION):
        yield unique[begin : begin + PORTION]
