"""Order what a last-time buy was approved for; once, unless that order is cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory.finding import locked, written
from kernel.amounts import Money
from kernel.errors import Conflict, InvalidState, RuleViolation
from kernel.requests import once
from procurement.drafting import NewLine, draft_order
from procurement.queries.order_lines import amount_of
from procurement.tables import Order
from service.tables import LastTimeBuy, LastTimeOrder


@dataclass(frozen=True, slots=True)
class LastTimeOrdered:
    """Name the draft order made of a last-time buy."""

    last_time_buy_id: int
    order_id: int
    number: str
    amount_cny: Money


@once
def order_last_time_buy(
    session: Session,
    *,
    last_time_buy_id: int,
    supplier_id: int,
    store_id: int,
    lines: tuple[NewLine, ...],
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> LastTimeOrdered:
    """Draft the order of an approved last-time buy; it must hold its part, and there is one such order only."""
    row = locked(session, LastTimeBuy, last_time_buy_id)
    if row.state != "approved":
        raise InvalidState("last_time_buy_not_approved", number=row.number)
    there = session.scalar(order_of(row.id))
    if there is not None:
        raise Conflict("last_time_buy_ordered", number=row.number, order=there.number)
    if all(line.part_id != row.part_id for line in lines):
        raise RuleViolation("last_time_part_missing", number=row.number)
    order, made = draft_order(session, supplier_id=supplier_id, store_id=store_id, lines=lines, by=by, at=at, note=note)
    session.add(LastTimeOrder(last_time_buy_id=row.id, order_id=order.id, made_by_id=by, made_at=at))
    written(session)
    return LastTimeOrdered(row.id, order.id, order.number, amount_of(made))


def order_of(last_time_buy_id: int) -> Select[Order]:
    """Ask for the order of a last-time buy that was not cancelled."""
    return (
        select(Order)
        .join(LastTimeOrder, LastTimeOrder.order_id == Order.id)
        .where(LastTimeOrder.last_time_buy_id == last_time_buy_id, Order.state != "cancelled")
    )
