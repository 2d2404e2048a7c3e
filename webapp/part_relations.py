"""Show what a part fits, stands in for, succeeds, belongs to and is also known as."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import (
    Alternate,
    Category,
    Fit,
    FitRange,
    Part,
    PartMerge,
    ProductModel,
    Stock,
    Supersession,
)
from service.tables import Kit, KitLine


def fits_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List the models that a part fits, one row for each range of serial numbers."""
    return (
        select(
            ProductModel.id,
            ProductModel.code,
            ProductModel.name_zh,
            ProductModel.name_en,
            Fit.quantity_per_repair,
            FitRange.id.label("fit_range_id"),
            FitRange.serial_from,
            FitRange.serial_to,
        )
        .join(Fit, Fit.product_model_id == ProductModel.id)
        .outerjoin(FitRange, FitRange.fit_id == Fit.id)
        .where(Fit.part_id == part_id)
        .order_by(ProductModel.code, FitRange.id)
    )


def stands_in_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List what a part may be used instead of."""
    return (
        select(Part.id.label("part_id"), Part.number, Part.name_zh, Part.name_en, Alternate.note)
        .join(Part, Part.id == Alternate.part_id)
        .where(Alternate.alternate_part_id == part_id)
        .order_by(Part.number)
    )


def kits_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List the kits that hold a part."""
    return (
        select(Kit.id.label("kit_id"), Kit.code, Kit.name_zh, Kit.name_en, KitLine.quantity)
        .join(KitLine, KitLine.kit_id == Kit.id)
        .where(KitLine.part_id == part_id, Kit.active)
        .order_by(Kit.code)
    )


def aliases_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List the other numbers of a part, duplicates that were merged into it, with what lies under each."""
    there = select(func.coalesce(func.sum(Stock.on_hand), 0)).where(Stock.part_id == Part.id).correlate(Part)
    return (
        select(
            Part.id.label("part_id"),
            Part.number,
            PartMerge.merged_at,
            PartMerge.reason,
            there.scalar_subquery().label("on_hand"),
        )
        .join(PartMerge, (PartMerge.duplicate_id == Part.id) & PartMerge.undone_at.is_(None))
        .where(Part.merged_into_id == part_id)
        .order_by(Part.number)
    )


def category_path(session: Session, category_id: int | None) -> list[Category]:
    """Return the categories above and with this one, the widest first."""
    path: list[Category] = []
    while category_id is not None:
        row = session.get_one(Category, category_id)
        path.insert(0, row)
        category_id = row.parent_id
    return path


def alternates_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List what may be used instead of a part."""
    return (
        select(Alternate.id, Part.id.label("part_id"), Part.number, Part.name_zh, Part.name_en, Alternate.note)
        .join(Part, Part.id == Alternate.alternate_part_id)
        .where(Alternate.part_id == part_id)
        .order_by(Part.number)
    )


def successions_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List what a part succeeds and what succeeds it."""
    old, new_part = aliased(Part), aliased(Part)
    return (
        select(
            Supersession.valid_from_on,
            Supersession.two_way,
            Supersession.predecessor_factor,
            Supersession.successor_factor,
            old.number.label("old"),
            old.id.label("old_id"),
            new_part.number.label("new"),
            new_part.id.label("new_id"),
        )
        .join(old, old.id == Supersession.predecessor_id)
        .join(new_part, new_part.id == Supersession.successor_id)
        .where((Supersession.predecessor_id == part_id) | (Supersession.successor_id == part_id))
        .order_by(Supersession.valid_from_on)
    )
