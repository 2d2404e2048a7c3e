"""Let one order through to a supplier that its score blocks, for a reason on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import locked, written
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from procurement.finding_standing import open_release, standing_of
from procurement.tables import Order, Supplier, SupplierRelease


@dataclass(frozen=True, slots=True)
class Released:
    """Name the release; the next order that is drafted to the supplier uses it up."""

    supplier_release_id: int
    supplier_id: int


@once
def release_supplier(
    session: Session, *, supplier_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Released:
    """Let the next order to a supplier through although its score blocks it; somebody else drafts that order."""
    supplier = locked(session, Supplier, supplier_id)
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    if standing_of(session, supplier_id) != "block":
        raise InvalidState("supplier_not_blocked_by_score", supplier=supplier.code)
    if open_release(session, supplier_id) is not None:
        raise InvalidState("released_already", supplier=supplier.code)
    row = SupplierRelease(supplier_id=supplier_id, reason=reason.strip(), released_by_id=by, released_at=at)
    session.add(row)
    written(session)
    return Released(row.id, supplier_id)


@once
def end_release(session: Session, *, supplier_id: int, by: int, at: datetime, request_key: str) -> Released:
    """Take back that an order is let through, before one was drafted."""
    supplier = locked(session, Supplier, supplier_id)
    row = open_release(session, supplier_id)
    if row is None:
        raise InvalidState("nothing_released", supplier=supplier.code)
    row.ended_at = at
    written(session)
    return Released(row.id, supplier_id)


def use_release(session: Session, order: Order) -> None:
    """Use up the release that lets an order through to a blocked supplier; without a block nothing is used."""
    if standing_of(session, order.supplier_id) != "block":
        return
    found = open_release(session, order.supplier_id)
    row = locked(session, SupplierRelease, found.id) if found else None
    if row is None or row.order_id is not None or row.ended_at is not None:
        raise InvalidState("supplier_blocked_by_score", supplier=session.get_one(Supplier, order.supplier_id).code)
    row.order_id = order.id
    written(session)
