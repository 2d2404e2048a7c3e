"""Show which lots were frozen, why, and who set them free."""

from __future__ import annotations

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from inventory.queries.columns import Listing, number, quantity, total
from inventory.tables import Balance, Lot, LotFreeze, LotThaw, Part, Unit
from kernel.tables import Person


def freezes_select(*, lot_id: int | None = None) -> Listing:
    """List freezes, the newest first.

    Columns: id, lot_id, lot_number, part_id, number, name_zh, name_en, unit, there (what lies in the stores), cause,
    reason, reference, frozen_by, frozen_at, state (frozen, free), thawed_by, thawed_at, thaw_reason.
    """
    freezer, thawer = aliased(Person), aliased(Person)
    there = (
        select(quantity(total(number(Balance.on_hand))))
        .where(Balance.lot_id == LotFreeze.lot_id, Balance.store_id.is_not(None))
        .correlate(LotFreeze)
        .scalar_subquery()
    )
    listed = (
        select(
            LotFreeze.id,
            LotFreeze.lot_id,
            Lot.number.label("lot_number"),
            LotFreeze.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            there.label("there"),
            LotFreeze.cause,
            LotFreeze.reason,
            LotFreeze.reference,
            freezer.name.label("frozen_by"),
            LotFreeze.frozen_at,
            case((LotThaw.id.is_(None), "frozen"), else_="free").label("state"),
            thawer.name.label("thawed_by"),
            LotThaw.thawed_at,
            LotThaw.reason.label("thaw_reason"),
        )
        .join(Lot, Lot.id == LotFreeze.lot_id)
        .join(Part, Part.id == LotFreeze.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(freezer, freezer.id == LotFreeze.frozen_by_id)
        .outerjoin(LotThaw, LotThaw.lot_freeze_id == LotFreeze.id)
        .outerjoin(thawer, thawer.id == LotThaw.thawed_by_id)
        .order_by(LotFreeze.id.desc())
    )
    return listed if lot_id is None else listed.where(LotFreeze.lot_id == lot_id)
