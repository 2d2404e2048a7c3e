"""Show movements, the queues of goods on their way, transfers; the stock card is in `stock_cards`."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from inventory.places import LocationKind
from inventory.queries.columns import Listing
from inventory.tables import (
    Balance,
    Location,
    Lot,
    Movement,
    Part,
    Posting,
    Transfer,
    TransferLine,
    Unit,
)
from kernel.amounts import Quantity
from kernel.tables import Person


def movements_select(*, lot_id: int | None = None, location_id: int | None = None) -> Listing:
    """List movements, of a lot or through a place, in the order of the ledger.

    Columns: movement_id, posting_id, moved_on, posted_at, kind, reference, note, part_id, number, name_zh, name_en,
    unit, lot_id, lot_number, from_id, from_code, to_id, to_code, quantity, by_id, by_name, reverses_id.
    """
    source, target = aliased(Location), aliased(Location)
    listed = (
        select(
            Movement.id.label("movement_id"),
            Movement.posting_id,
            Movement.moved_on,
            Movement.posted_at,
            Movement.kind,
            Posting.reference,
            Posting.note,
            Movement.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Movement.lot_id,
            Lot.number.label("lot_number"),
            source.id.label("from_id"),
            source.code.label("from_code"),
            target.id.label("to_id"),
            target.code.label("to_code"),
            Movement.quantity,
            Movement.by_id,
            Person.name.label("by_name"),
            Movement.reverses_id,
        )
        .join(Posting, Posting.id == Movement.posting_id)
        .join(Part, Part.id == Movement.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(source, source.id == Movement.from_location_id)
        .join(target, target.id == Movement.to_location_id)
        .join(Person, Person.id == Movement.by_id)
        .order_by(Movement.id)
    )
    if lot_id is not None:
        listed = listed.where(Movement.lot_id == lot_id)
    if location_id is not None:
        listed = listed.where((Movement.from_location_id == location_id) | (Movement.to_location_id == location_id))
    return listed


def queue_select(kind: LocationKind, *, store_id: int | None = None) -> Listing:
    """List goods that lie in places of a kind, who waited longest first.

    Columns: part_id, number, name_zh, name_en, unit, lot_id, lot_number, serial_number, reference, supplier_lot,
    brought_by_id, location_id, location_code, store_id, on_hand, received_on, expires_on, since_at (when something of
    the lot last came into the place).
    """
    since = (
        select(Movement.posted_at).where(Movement.id == Balance.last_movement_id).correlate(Balance).scalar_subquery()
    )
    listed = (
        select(
            Balance.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Lot.id.label("lot_id"),
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Lot.reference,
            Lot.supplier_lot,
            Lot.brought_by_id,
            Location.id.label("location_id"),
            Location.code.label("location_code"),
            Balance.store_id,
            Balance.on_hand,
            Lot.received_on,
            Lot.expires_on,
            since.label("since_at"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Balance.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == Balance.location_id)
        .where(Location.kind == kind, Balance.on_hand > Quantity.zero())
        .order_by(Lot.received_on, Lot.id)
    )
    return listed if store_id is None else listed.where(Balance.store_id == store_id)


def putaway_select(*, store_id: int | None = None) -> Listing:
    """List what has passed inspection and waits for its bin, the oldest arrival first."""
    return queue_select(LocationKind.STAGING, store_id=store_id)


def quarantine_select(*, store_id: int | None = None) -> Listing:
    """List what lies in quarantine and waits to be returned or scrapped."""
    return queue_select(LocationKind.QUARANTINE, store_id=store_id)


def transfers_select(
    *, from_store_id: int | None = None, to_store_id: int | None = None, states: tuple[str, ...] = ()
) -> Listing:
    """List transfers, newest first, with how many parts each has.

    Columns: transfer_id, number, state, from_store_id, from_code, to_store_id, to_code, asked_at, asked_by,
    sent_at, received_at, note, parts. What a store has to send is in state requested, what it has to receive in sent.
    """
    source, target = aliased(Location), aliased(Location)
    parts = (
        select(func.count(TransferLine.id))
        .where(TransferLine.transfer_id == Transfer.id)
        .correlate(Transfer)
        .scalar_subquery()
    )
    listed = (
        select(
            Transfer.id.label("transfer_id"),
            Transfer.number,
            Transfer.state,
            Transfer.from_store_id,
            source.code.label("from_code"),
            Transfer.to_store_id,
            target.code.label("to_code"),
            Transfer.asked_at,
            Person.name.label("asked_by"),
            Transfer.sent_at,
            Transfer.received_at,
            Transfer.note,
            parts.label("parts"),
        )
        .join(source, source.id == Transfer.from_store_id)
        .join(target, target.id == Transfer.to_store_id)
        .join(Person, Person.id == Transfer.asked_by_id)
        .order_by(Transfer.id.desc())
    )
    if from_store_id is not None:
        listed = listed.where(Transfer.from_store_id == from_store_id)
    if to_store_id is not None:
        listed = listed.where(Transfer.to_store_id == to_store_id)
    return listed.where(Transfer.state.in_(states)) if states else listed


def transfer_lines_select(*, transfer_id: int) -> Listing:
    """List the lines of a transfer.

    Columns: part_id, number, name_zh, name_en, serial_tracked, unit, quantity, sent, received.
    """
    return (
        select(
            TransferLine.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Part.serial_tracked,
            Unit.code.label("unit"),
            TransferLine.quantity,
            TransferLine.sent,
            TransferLine.received,
        )
        .join(Part, Part.id == TransferLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
