"""Follow a lot beyond its own rows: where it was sent, what left the house, what was made of it and of what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from inventory.places import LocationKind, MovementKind
from inventory.queries.columns import Listing, number, quantity, total
from inventory.tables import (
    Location,
    Lot,
    Movement,
    OldPartDebt,
    OldPartReceipt,
    Posting,
    Refurbishment,
    Transfer,
    WorkOrder,
)
from kernel.amounts import Quantity

M = MovementKind
LEAVING = (M.SUPPLIER_RETURN, M.SCRAP, M.SALE, M.LOSS, M.ADJUSTMENT)


@dataclass(frozen=True, slots=True)
class OldPiece:
    """Hold old parts that came back of a lot: the lot of old parts, and the repair that took them out later."""

    lot_id: int
    lot_number: str
    failed_lot_id: int | None
    work_order: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Made:
    """Hold a refurbished lot and the lot of old parts that it was made of."""

    lot_id: int
    lot_number: str
    old_lot_id: int
    quantity: Quantity


def sent_select(lot_id: int) -> Listing:
    """List the transfers that took pieces of a lot: transfer_id, number, from_code, to_code, to_store_id, quantity."""
    source, target = aliased(Location), aliased(Location)
    return (
        select(
            Transfer.id.label("transfer_id"),
            Transfer.number,
            source.code.label("from_code"),
            target.code.label("to_code"),
            Transfer.to_store_id,
            quantity(total(number(Movement.quantity))).label("quantity"),
        )
        .select_from(Movement)
        .join(Posting, Posting.id == Movement.posting_id)
        .join(Transfer, Transfer.number == Posting.reference)
        .join(source, source.id == Transfer.from_store_id)
        .join(target, target.id == Transfer.to_store_id)
        .where(Movement.lot_id == lot_id, Movement.kind == M.TRANSFER_OUT)
        .group_by(Transfer.id, Transfer.number, source.code, target.code, Transfer.to_store_id)
        .order_by(Transfer.id)
    )


def gone_select(lot_id: int) -> Listing:
    """List what left the house of a lot for good and was not undone: kind, reference, quantity.

    A gain of a stock-take takes away from what stock-takes lost of it.
    """
    undone, target = aliased(Movement), aliased(Location)
    signed = case((target.kind == LocationKind.VARIANCE, 1), (Movement.kind == M.ADJUSTMENT, -1), else_=1)
    amount = total(number(Movement.quantity) * signed)
    return (
        select(Movement.kind, Posting.reference, quantity(amount).label("quantity"))
        .join(Posting, Posting.id == Movement.posting_id)
        .join(target, target.id == Movement.to_location_id)
        .where(
            Movement.lot_id == lot_id,
            Movement.kind.in_(LEAVING),
            ~select(undone.id).where(undone.reverses_id == Movement.id).exists(),
        )
        .group_by(Movement.kind, Posting.reference)
        .having(amount != 0)
        .order_by(func.min(Movement.id))
    )


def old_pieces(session: Session, *, failed_lot_id: int | None = None, lot_ids: tuple[int, ...] = ()) -> list[OldPiece]:
    """Return the old parts that came back of a lot, or the lots of old parts themselves."""
    listed = (
        select(
            OldPartReceipt.lot_id,
            Lot.number,
            OldPartReceipt.failed_lot_id,
            WorkOrder.number,
            OldPartReceipt.quantity,
        )
        .join(Lot, Lot.id == OldPartReceipt.lot_id)
        .join(OldPartDebt, OldPartDebt.id == OldPartReceipt.debt_id)
        .join(WorkOrder, WorkOrder.id == OldPartDebt.work_order_id)
        .where(OldPartReceipt.undone_at.is_(None))
        .order_by(OldPartReceipt.id)
    )
    wanted = OldPartReceipt.lot_id.in_(lot_ids) if lot_ids else OldPartReceipt.failed_lot_id == failed_lot_id
    return [OldPiece(*row) for row in session.execute(listed.where(wanted))]


def made_of_old(session: Session, old_lot_ids: tuple[int, ...]) -> list[Made]:
    """Return the refurbished lots that were made of lots of old parts."""
    listed = (
        select(Refurbishment.new_lot_id, Lot.number, Refurbishment.old_lot_id, Refurbishment.quantity)
        .join(Lot, Lot.id == Refurbishment.new_lot_id)
        .where(Refurbishment.old_lot_id.in_(old_lot_ids))
        .order_by(Refurbishment.id)
    )
    return [Made(*row) for row in session.execute(listed)] if old_lot_ids else []


def made_from(session: Session, lot_id: int) -> list[OldPiece]:
    """Return the old parts that a refurbished lot was made of."""
    old = tuple(session.scalars(select(Refurbishment.old_lot_id).where(Refurbishment.new_lot_id == lot_id)))
    return old_pieces(session, lot_ids=old) if old else []
