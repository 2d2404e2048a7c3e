"""Read what is at workshops and how much of it will come back as good stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from inventory.queries.columns import number, total
from inventory.tables import Lot, Part, Unit, WorkshopLine, WorkshopOrder
from kernel.settings import setting
from procurement import settings
from procurement.repair_yield import Ended, expected, yields


@dataclass(frozen=True, slots=True)
class Repair:
    """Hold what is still at a workshop of one part on one order, and what of it is expected back, in thousandths."""

    part_id: int
    store_id: int
    workshop_order_id: int
    order_number: str
    due_on: date
    sent: int
    expected: int
    share: float


def expected_repairs(session: Session, on: date) -> list[Repair]:
    """Return what workshops still have, by part and order; the share that comes back is learnt from what came back."""
    done = number(WorkshopLine.repaired) + number(WorkshopLine.unrepaired)
    rule = setting(session, settings.REPAIR_YIELD, on)
    back = session.execute(
        select(Lot.part_id, total(number(WorkshopLine.repaired)), total(done))
        .join(Lot, Lot.id == WorkshopLine.lot_id)
        .where(done > 0)
        .group_by(Lot.part_id)
    )
    shares = yields(
        [Ended(part, int(repaired), int(returned)) for part, repaired, returned in back],
        assumed=float(rule["percent"]) / 100,
        weight=float(rule["weight"]),
    )
    left = number(WorkshopLine.quantity) - done
    rows = session.execute(
        select(
            Lot.part_id,
            WorkshopOrder.store_id,
            WorkshopOrder.id,
            WorkshopOrder.number,
            WorkshopOrder.due_on,
            total(case((left > 0, left), else_=0)),
            Unit.step,
        )
        .join(WorkshopOrder, WorkshopOrder.id == WorkshopLine.workshop_order_id)
        .join(Lot, Lot.id == WorkshopLine.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(WorkshopOrder.state == "sent", left > 0)
        .group_by(
            Lot.part_id, WorkshopOrder.store_id, WorkshopOrder.id, WorkshopOrder.number, WorkshopOrder.due_on, Unit.step
        )
        .order_by(WorkshopOrder.due_on, WorkshopOrder.id, Lot.part_id)
    )
    found = []
    for part, store, order, code, due, sent, step in rows:
        share = shares.get(part, shares[0])
        found.append(Repair(part, store, order, code, due, int(sent), expected(int(sent), share, step.scaled), share))
    return found
