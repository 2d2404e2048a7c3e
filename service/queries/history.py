"""What the repair history tells: which parts are worth carrying to a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from inventory.tables import Location, Part, Stock
from kernel.amounts import Quantity
from kernel.errors import NotFound
from kernel.text import Text
from service.tables import EngineerProfile, RepairReport, ReportPart, Ticket

ENOUGH_REPAIRS = 5
"""Fewer repairs of the same symptom than this say little, so all repairs of the model are asked."""


@dataclass(frozen=True, slots=True)
class SuggestedPart:
    """Hold a part worth carrying: used in so many of the earlier repairs, and where it is available."""

    part_id: int
    part_number: str
    part_name: Text
    usual_quantity: Quantity
    used_in_repairs: int
    of_repairs: int
    same_symptom: bool
    in_van: Quantity | None
    in_store: Quantity | None

    @property
    def share_percent(self) -> int:
        """Return in how many of a hundred such repairs the part was used."""
        share = Decimal(100 * self.used_in_repairs) / self.of_repairs
        return int(share.to_integral_value(ROUND_HALF_UP))


def suggested_parts(session: Session, ticket_id: int, *, limit: int = 8) -> tuple[SuggestedPart, ...]:
    """Return the parts that repairs of the same model and symptom used most, with what van and store have of them."""
    ticket = session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    if ticket.product_model_id is None:
        return ()
    of_model = (Ticket.product_model_id == ticket.product_model_id) & (Ticket.id != ticket.id)
    of_symptom = of_model & (Ticket.symptom_id == ticket.symptom_id)
    repairs = _repairs(session, of_symptom) if ticket.symptom_id is not None else 0
    same_symptom = repairs >= ENOUGH_REPAIRS
    if not same_symptom:
        repairs = _repairs(session, of_model)
    rows = _used(session, of_symptom if same_symptom else of_model, limit)
    van_id, store_id = _places(session, ticket)
    part_ids = [part.id for part, *_ in rows]
    in_van, in_store = _available(session, part_ids, van_id), _available(session, part_ids, store_id)
    return tuple(
        SuggestedPart(
            part.id,
            part.number,
            part.name,
            _usual(total, times),
            times,
            repairs,
            same_symptom,
            in_van.get(part.id, Quantity.zero()) if van_id is not None else None,
            in_store.get(part.id, Quantity.zero()) if store_id is not None else None,
        )
        for part, times, total in rows
    )


def _repairs(session: Session, where: ColumnElement[bool]) -> int:
    query = (
        select(func.count())
        .select_from(RepairReport)
        .join(Ticket, Ticket.id == RepairReport.ticket_id)
        .where(where, RepairReport.completed_at.is_not(None))
    )
    return session.scalar(query) or 0


def _used(session: Session, where: ColumnElement[bool], limit: int) -> list[Any]:
    times = func.count(ReportPart.report_id.distinct()).label("times")
    query = (
        select(Part, times, func.sum(ReportPart.quantity))
        .join(ReportPart, ReportPart.part_id == Part.id)
        .join(RepairReport, RepairReport.id == ReportPart.report_id)
        .join(Ticket, Ticket.id == RepairReport.ticket_id)
        .where(where, Part.state != "discontinued")
        .group_by(Part.id)
        .order_by(times.desc(), Part.number)
        .limit(limit)
    )
    return list(session.execute(query))


def _usual(total: Quantity, times: int) -> Quantity:
    """Return the mean quantity per repair, to a whole unit and at least one."""
    mean = (total.decimal / times).to_integral_value(ROUND_HALF_UP)
    return Quantity.of(max(mean, Decimal(1)))


def _places(session: Session, ticket: Ticket) -> tuple[int | None, int | None]:
    """Return the engineer's van and the store that supplies it, as far as there are any."""
    row = session.execute(
        select(Location.id, Location.supplying_store_id)
        .join(EngineerProfile, EngineerProfile.van_location_id == Location.id)
        .where(EngineerProfile.person_id == ticket.engineer_id)
    ).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


def _available(session: Session, part_ids: list[int], store_id: int | None) -> dict[int, Quantity]:
    if store_id is None:
        return {}
    rows = session.execute(
        select(Stock.part_id, Stock.on_hand, Stock.reserved).where(
            Stock.store_id == store_id, Stock.part_id.in_(part_ids)
        )
    )
    return {part_id: on_hand - reserved for part_id, on_hand, reserved in rows}
