"""Find the parts that fit a product model, with what the engineer's van and store have of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from inventory.tables import Fit, Location, Part, Stock, Unit
from kernel.amounts import Quantity
from kernel.text import Text
from service.tables import EngineerProfile

MOST = 60


@dataclass(frozen=True, slots=True)
class Places:
    """Name an engineer's van and the store that supplies it, as far as there are any."""

    van_id: int | None = None
    van_code: str = ""
    store_id: int | None = None
    store_code: str = ""


@dataclass(frozen=True, slots=True)
class FittingPart:
    """Hold a part that fits, with what is available in van and store."""

    part_id: int
    number: str
    name: Text
    unit: Text
    in_van: Quantity
    in_store: Quantity


def places_of(session: Session, engineer_id: int) -> Places:
    """Return an engineer's van and supplying store."""
    van = session.scalar(
        select(Location)
        .join(EngineerProfile, EngineerProfile.van_location_id == Location.id)
        .where(EngineerProfile.person_id == engineer_id)
    )
    if van is None:
        return Places()
    store = session.get(Location, van.supplying_store_id) if van.supplying_store_id else None
    return Places(van.id, van.code, store.id if store else None, store.code if store else "")


def fitting_parts(session: Session, model_id: int | None, places: Places, words: str = "") -> list[FittingPart]:
    """Return the parts that fit a model, or that are general; what lies in the van comes first."""
    query = select(Part, Unit).join(Unit, Unit.id == Part.unit_id).where(Part.state != "discontinued")
    if model_id is not None:
        of_model = exists().where(Fit.part_id == Part.id, Fit.product_model_id == model_id)
        query = query.where(or_(of_model, ~exists().where(Fit.part_id == Part.id)))
        query = query.order_by(of_model.desc())
    if words.strip():
        columns = (Part.number, Part.name_zh, Part.name_en)
        query = query.where(or_(*(column.icontains(words.strip(), autoescape=True) for column in columns)))
    rows = session.execute(query.order_by(Part.number).limit(MOST)).all()
    ids = [part.id for part, _unit in rows]
    van, store = _available(session, ids, places.van_id), _available(session, ids, places.store_id)
    zero = Quantity.zero()
    return [
        FittingPart(part.id, part.number, part.name, unit.name, van.get(part.id, zero), store.get(part.id, zero))
        for part, unit in rows
    ]


def _available(session: Session, part_ids: list[int], store_id: int | None) -> dict[int, Quantity]:
    if store_id is None:
        return {}
    rows = session.execute(
        select(Stock.part_id, Stock.on_hand, Stock.reserved).where(
            Stock.store_id == store_id, Stock.part_id.in_(part_ids)
        )
    )
    return {part_id: on_hand - reserved for part_id, on_hand, reserved in rows}
