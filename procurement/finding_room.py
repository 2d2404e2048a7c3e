"""Find how much of an order may still arrive; while a raise of it waits for approval, what was agreed before counts."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, or_

from inventory.queries.columns import number
from kernel.amounts import Quantity
from procurement.states import AMENDED_ORDER_STATES, RECEIVING_ORDER_STATES
from procurement.tables import Order, OrderLine


def takes_goods(order: Order) -> bool:
    """Tell whether goods may arrive for an order: it was sent, and did not end."""
    known = order.sent_version is not None and order.state in AMENDED_ORDER_STATES
    return known or order.state in RECEIVING_ORDER_STATES


def goods_may_come() -> ColumnElement[bool]:
    """Return the condition that `takes_goods` asks."""
    return or_(Order.state.in_(RECEIVING_ORDER_STATES), being_amended())


def being_amended() -> ColumnElement[bool]:
    """Return the condition that an order's supplier has an earlier text of it while its amendment is under way."""
    return and_(Order.state.in_(AMENDED_ORDER_STATES), Order.sent_version.is_not(None))


def room(order: Order, line: OrderLine) -> Quantity:
    """Return how much of a line may still come, tolerance included."""
    most = line.quantity + line.over_tolerance
    if order.state == "draft":
        most = min(most, line.agreed + line.agreed_over)
    return most - line.received - line.cancelled


def wanted(order: Order, line: OrderLine) -> Quantity:
    """Return how much of a line is still to come, without tolerance."""
    ordered = min(line.quantity, line.agreed) if order.state == "draft" else line.quantity
    return max(ordered - line.received - line.cancelled, Quantity.zero())


def to_come() -> ColumnElement[int]:
    """Return what `wanted` does, in thousandths."""
    raised = and_(Order.state == "draft", number(OrderLine.agreed) < number(OrderLine.quantity))
    ordered = case((raised, number(OrderLine.agreed)), else_=number(OrderLine.quantity))
    rest = ordered - number(OrderLine.received) - number(OrderLine.cancelled)
    return case((rest > 0, rest), else_=0)


def tolerated() -> ColumnElement[int]:
    """Return the excess that may come of a line, in thousandths."""
    raised = and_(Order.state == "draft", number(OrderLine.agreed_over) < number(OrderLine.over_tolerance))
    return case((raised, number(OrderLine.agreed_over)), else_=number(OrderLine.over_tolerance))
