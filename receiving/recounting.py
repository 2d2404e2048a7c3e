"""Have counted again what was received blind and differs from its order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from procurement.finding_room import wanted
from procurement.tables import Order, OrderLine
from receiving.tables import Arrival, ArrivalLine, Recount


class CameFor(Protocol):
    """Stand for a line of a delivery: for which order line or claim, which part and how much."""

    @property
    def order_line_id(self) -> int | None:
        """Return the order line that was named."""

    @property
    def supplier_return_id(self) -> int | None:
        """Return the claim that was named."""

    @property
    def part_id(self) -> int:
        """Return the part that really came."""

    @property
    def quantity(self) -> Quantity:
        """Return how much came."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """Name the recount that was confirmed and how many of its arrival still wait."""

    recount_id: int
    arrival_id: int
    waiting: int


def ask_recounts(session: Session, arrival_id: int, lines: Iterable[CameFor], none_came_of: Iterable[int]) -> None:
    """Ask for a recount of every order line of which more or less came than it still expects."""
    came: dict[int, Quantity] = dict.fromkeys(sorted(set(none_came_of)), Quantity.zero())
    for line in lines:
        if line.order_line_id is None or line.supplier_return_id is not None:
            continue
        right = found(session, OrderLine, line.order_line_id).part_id == line.part_id
        came.setdefault(line.order_line_id, Quantity.zero())
        came[line.order_line_id] += line.quantity if right else Quantity.zero()
    for order_line_id, arrived in sorted(came.items()):
        line_asked = found(session, OrderLine, order_line_id)
        expected = wanted(found(session, Order, line_asked.order_id), line_asked)
        if arrived != expected:
            row = Recount(arrival_id=arrival_id, order_line_id=order_line_id, expected=expected, arrived=arrived)
            session.add(row)
    written(session)


@once
def confirm_recount(
    session: Session, *, recount_id: int, quantity: Quantity, by: int, at: datetime, request_key: str
) -> Recounted:
    """Confirm that goods were counted again; a recount that finds another quantity asks for the arrival anew."""
    row = locked(session, Recount, recount_id)
    arrival = found(session, Arrival, row.arrival_id)
    if arrival.state == "undone":
        raise InvalidState("arrival_not_open", number=arrival.number, state=arrival.state)
    if row.confirmed_by_id is not None:
        raise InvalidState("recount_confirmed", number=arrival.number)
    check_quantity(session, found(session, OrderLine, row.order_line_id).part_id, quantity, zero=True)
    if quantity != row.arrived:
        raise RuleViolation(
            "recount_differs",
            field="quantity",
            counted=str(quantity),
            registered=str(row.arrived),
            number=arrival.number,
        )
    row.recounted, row.confirmed_by_id, row.confirmed_at = quantity, by, at
    written(session)
    rest = session.scalars(
        select(Recount.id).where(Recount.arrival_id == row.arrival_id, Recount.confirmed_by_id.is_(None))
    ).all()
    return Recounted(row.id, row.arrival_id, len(rest))


def check_counted(session: Session, arrival: Arrival, line: ArrivalLine) -> None:
    """Refuse to inspect what was received blind, differs from its order and was not counted again."""
    waiting = session.scalar(
        select(Recount.id).where(
            Recount.arrival_id == arrival.id,
            Recount.order_line_id == line.order_line_id,
            Recount.confirmed_by_id.is_(None),
        )
    )
    if waiting is not None and line.kind == "ordered":
        raise InvalidState("recount_needed", number=arrival.number)
