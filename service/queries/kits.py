"""Show kits and the parts in them, and which kits suit a work order."""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inventory.tables import Part, ProductModel, Unit, WorkOrder
from service.tables import Kit, KitLine, Symptom, Ticket


def kits_select() -> Select[*tuple[object, ...]]:
    """List kits with model, symptom and the number of their parts."""
    parts = select(func.count()).select_from(KitLine).where(KitLine.kit_id == Kit.id).correlate(Kit)
    return (
        select(
            Kit.id.label("id"),
            Kit.code,
            Kit.name_zh,
            Kit.name_en,
            ProductModel.code.label("model"),
            Symptom.code.label("symptom"),
            Symptom.name_zh.label("symptom_name_zh"),
            Symptom.name_en.label("symptom_name_en"),
            parts.scalar_subquery().label("parts"),
            Kit.note,
            Kit.active,
        )
        .outerjoin(ProductModel, ProductModel.id == Kit.product_model_id)
        .outerjoin(Symptom, Symptom.id == Kit.symptom_id)
    )


def kit_lines_select(kit_id: int) -> Select[*tuple[object, ...]]:
    """List the parts of a kit, the optional ones last."""
    return (
        select(
            KitLine.part_id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            KitLine.quantity,
            KitLine.optional,
        )
        .join(Part, Part.id == KitLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(KitLine.kit_id == kit_id)
        .order_by(KitLine.optional, Part.number)
    )


def suiting_kits(session: Session, work_order_id: int) -> list[object]:
    """Return the kits for a work order's product model and its ticket's symptom, the most particular first."""
    order = session.get_one(WorkOrder, work_order_id)
    symptom_id = session.scalar(select(Ticket.symptom_id).where(Ticket.work_order_id == work_order_id))
    listed = kits_select().where(
        Kit.active,
        or_(Kit.product_model_id.is_(None), Kit.product_model_id == order.product_model_id),
    )
    if symptom_id is not None:
        listed = listed.where(or_(Kit.symptom_id.is_(None), Kit.symptom_id == symptom_id))
    particular = (Kit.product_model_id.is_(None), Kit.symptom_id.is_(None), Kit.code)
    return list(session.execute(listed.order_by(*particular)))
