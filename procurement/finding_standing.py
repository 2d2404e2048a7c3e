"""Find whether a supplier may get an order: its state, its score, its papers, and what was let through all the same."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from kernel.errors import InvalidState
from procurement.finding_qualification import hindrances
from procurement.tables import Supplier, SupplierRelease, SupplierScore


def check_supplier(session: Session, supplier_id: int, on: date, *, release: SupplierRelease | None = None) -> Supplier:
    """Return a supplier that may get orders: approved or on watch, not blocked by its score, its papers in order.

    :param release: lets one order through although the score blocks the supplier.
    """
    supplier = found(session, Supplier, supplier_id)
    if supplier.state == "blocked":
        raise InvalidState("supplier_blocked", supplier=supplier.code)
    if supplier.state not in ("approved", "on_watch"):
        raise InvalidState("supplier_not_approved", supplier=supplier.code, state=supplier.state)
    if release is None and standing_of(session, supplier_id) == "block":
        raise InvalidState("supplier_blocked_by_score", supplier=supplier.code)
    wanting = hindrances(session, on=on, standings={}, supplier_ids=[supplier.id]).get(supplier.id)
    if wanting is not None:
        raise InvalidState(
            wanting.code, supplier=supplier.code, certificate=wanting.kind, ended_on=str(wanting.ended_on or "")
        )
    return supplier


def standing_of(session: Session, supplier_id: int) -> str | None:
    """Return how a supplier's newest score lets it stand, none before it was scored."""
    newest = select(SupplierScore.standing).where(SupplierScore.supplier_id == supplier_id)
    return session.scalar(newest.order_by(SupplierScore.scored_on.desc()).limit(1))


def open_release(session: Session, supplier_id: int) -> SupplierRelease | None:
    """Return the release of a supplier that no order has used up."""
    return session.scalar(
        select(SupplierRelease).where(
            SupplierRelease.supplier_id == supplier_id,
            SupplierRelease.order_id.is_(None),
            SupplierRelease.ended_at.is_(None),
        )
    )


def release_of(session: Session, order_id: int) -> SupplierRelease | None:
    """Return the release that let an order through."""
    return session.scalar(select(SupplierRelease).where(SupplierRelease.order_id == order_id))
