"""Show what is on its way between stores, what became of what did not arrive, and how vans stand with their limits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from inventory.queries.columns import Listing, number, quantity
from inventory.tables import (
    Balance,
    Location,
    Part,
    Transfer,
    TransferLine,
    TransferSettlement,
    Unit,
    VanLimit,
)
from kernel.tables import Person


def in_transit_select() -> Listing:
    """List what is on the way by transfer and part: sent, less received, less what has been settled."""
    source, target = aliased(Location), aliased(Location)
    settled = (
        select(func.coalesce(func.sum(number(TransferSettlement.quantity)), 0))
        .where(
            TransferSettlement.transfer_id == TransferLine.transfer_id,
            TransferSettlement.part_id == TransferLine.part_id,
            TransferSettlement.state == "posted",
        )
        .correlate(TransferLine)
        .scalar_subquery()
    )
    left = number(TransferLine.sent) - number(TransferLine.received) - settled
    return (
        select(
            TransferLine.id.label("id"),
            Transfer.id.label("transfer_id"),
            Transfer.number.label("transfer_number"),
            Transfer.state,
            Transfer.from_store_id,
            source.code.label("from_code"),
            Transfer.to_store_id,
            target.code.label("to_code"),
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            quantity(left).label("quantity"),
            Transfer.sent_at,
        )
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .join(source, source.id == Transfer.from_store_id)
        .join(target, target.id == Transfer.to_store_id)
        .join(Part, Part.id == TransferLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(Transfer.state.in_(("sent", "short")), left > 0)
    )


def settlements_select() -> Listing:
    """List what became of goods that did not arrive."""
    by, decided = aliased(Person), aliased(Person)
    return (
        select(
            TransferSettlement.id.label("id"),
            TransferSettlement.transfer_id,
            Transfer.number.label("transfer_number"),
            Transfer.from_store_id,
            Transfer.to_store_id,
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            TransferSettlement.quantity,
            TransferSettlement.cause,
            TransferSettlement.state,
            TransferSettlement.note,
            TransferSettlement.by_id,
            by.name.label("by_name"),
            TransferSettlement.at,
            TransferSettlement.decided_by_id,
            decided.name.label("decided_by"),
            TransferSettlement.decision_note,
            TransferSettlement.posting_id,
        )
        .join(Transfer, Transfer.id == TransferSettlement.transfer_id)
        .join(Part, Part.id == TransferSettlement.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(by, by.id == TransferSettlement.by_id)
        .outerjoin(decided, decided.id == TransferSettlement.decided_by_id)
    )


def van_limits_select() -> Listing:
    """List the limits of vans with what is in each, on its way to it included."""
    van = aliased(Location)
    inside = aliased(Location)
    there = (
        select(func.coalesce(func.sum(number(Balance.on_hand)), 0))
        .join(inside, inside.id == Balance.location_id)
        .where(
            Balance.store_id == VanLimit.van_id,
            Balance.part_id == VanLimit.part_id,
            inside.kind.in_(("van", "in_transit")),
        )
        .correlate(VanLimit)
        .scalar_subquery()
    )
    return (
        select(
            VanLimit.id.label("id"),
            VanLimit.van_id,
            van.code.label("van_code"),
            Person.name.label("engineer"),
            VanLimit.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            VanLimit.most,
            quantity(there).label("there"),
            quantity(number(VanLimit.most) - there).label("room"),
        )
        .join(van, van.id == VanLimit.van_id)
        .join(Part, Part.id == VanLimit.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(Person, Person.id == van.keeper_id)
    )
