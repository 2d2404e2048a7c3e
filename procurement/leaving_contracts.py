"""Say why an order leaves a contract, and refuse to approve one that leaves it without a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement.queries.contract_stands import ContractStand, stands
from procurement.tables import Order, OrderLine, OutsideContract


@dataclass(frozen=True, slots=True)
class Explained:
    """Say for how many lines of an order a reason was kept."""

    order_id: int
    number: str
    lines: int


@once
def explain_outside(
    session: Session,
    *,
    order_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    order_line_id: int | None = None,
) -> Explained:
    """Keep why the lines of a draft leave their contract: one line, or all that nobody has explained yet.

    The reason speaks of the line as it is now; what is raised or leaves in another way later needs a new one.
    """
    order = locked(session, Order, order_id)
    if order.state != "draft":
        raise InvalidState("order_not_draft", number=order.number, state=order.state)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    outside = [
        stand
        for stand in stands(session, order, on=day_of(session, at))
        if stand.unexplained and order_line_id in (None, stand.order_line_id)
    ]
    if not outside:
        raise InvalidState("nothing_outside_contract", number=order.number)
    for stand in outside:
        line = found(session, OrderLine, stand.order_line_id)
        session.add(
            OutsideContract(
                order_line_id=line.id,
                kinds=list(stand.kinds),
                quantity=line.quantity,
                unit_price_cny=line.unit_price_cny,
                reason=reason.strip(),
                by_id=by,
                at=at,
                contract_id=stand.contract_id,
                contract_price_cny=stand.contract_price_cny,
            )
        )
    written(session)
    return Explained(order.id, order.number, len(outside))


def keep_to_contracts(session: Session, order: Order, on: date) -> None:
    """Refuse an order that leaves a contract without a reason; else let its lines call their contracts off."""
    judged = stands(session, order, on=on)
    silent = [stand for stand in judged if stand.unexplained]
    if silent:
        raise RuleViolation(
            "outside_contract", number=order.number, parts=", ".join(stand.part_number for stand in silent)
        )
    call_off(session, judged)


def within_contracts(session: Session, order: Order, on: date) -> bool:
    """Tell whether an order keeps to the contracts, so that it may be approved along with its plan."""
    return not any(stand.kinds for stand in stands(session, order, on=on))


def call_off(session: Session, judged: list[ContractStand]) -> None:
    """Bind lines to the contract lines that speak of them now."""
    for stand in judged:
        found(session, OrderLine, stand.order_line_id).contract_line_id = stand.contract_line_id
    written(session)
