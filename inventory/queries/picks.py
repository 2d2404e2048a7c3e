"""Show picks that came up short, walks, asks to leave the order, and hand-overs."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from inventory.queries.columns import Listing, number, quantity
from inventory.tables import (
    Count,
    CountLine,
    FifoAsk,
    Handover,
    HandoverPosting,
    Location,
    Lot,
    Part,
    PartRequest,
    PickWave,
    PickWaveLine,
    ShortPick,
    Unit,
    WorkOrder,
)
from kernel.tables import Person


def uncounted() -> ColumnElement[bool]:
    """Return the condition that nobody has counted the place of a short pick since."""
    counted = (
        select(Count.id)
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(
            CountLine.location_id == ShortPick.location_id,
            CountLine.part_id == ShortPick.part_id,
            Count.counted_at > ShortPick.at,
        )
    )
    return ~counted.exists()


def short_requests(session: Session, part_request_ids: Iterable[int]) -> list[int]:
    """Return which requests wait because a place of theirs was found short and is not counted yet."""
    rows = select(ShortPick.part_request_id).where(ShortPick.part_request_id.in_(list(part_request_ids)), uncounted())
    return sorted(set(session.scalars(rows)))


def short_picks_select() -> Listing:
    """List picks that came up short."""
    return (
        select(
            ShortPick.id.label("id"),
            ShortPick.at,
            ShortPick.part_request_id,
            WorkOrder.id.label("work_order_id"),
            WorkOrder.number.label("work_order"),
            PartRequest.store_id,
            Location.code.label("place"),
            ShortPick.location_id,
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Lot.number.label("lot"),
            ShortPick.wanted,
            ShortPick.found,
            quantity(number(ShortPick.wanted) - number(ShortPick.found)).label("missing"),
            ShortPick.reason,
            Person.name.label("by_name"),
            uncounted().label("open"),
        )
        .join(PartRequest, PartRequest.id == ShortPick.part_request_id)
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .join(Location, Location.id == ShortPick.location_id)
        .join(Part, Part.id == ShortPick.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Lot, Lot.id == ShortPick.lot_id)
        .join(Person, Person.id == ShortPick.by_id)
    )


def fifo_asks_select() -> Listing:
    """List asks to issue a lot before an older one."""
    asker, decider = aliased(Person), aliased(Person)
    return (
        select(
            FifoAsk.id.label("id"),
            FifoAsk.asked_at,
            FifoAsk.state,
            FifoAsk.part_request_id,
            FifoAsk.work_order_id,
            WorkOrder.number.label("work_order"),
            PartRequest.store_id,
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            FifoAsk.lot_id,
            Lot.number.label("lot"),
            FifoAsk.reason,
            FifoAsk.asked_by_id,
            asker.name.label("asked_by"),
            decider.name.label("decided_by"),
            FifoAsk.decided_at,
            FifoAsk.answer,
            FifoAsk.fifo_exception_id,
        )
        .join(PartRequest, PartRequest.id == FifoAsk.part_request_id)
        .join(WorkOrder, WorkOrder.id == FifoAsk.work_order_id)
        .join(Lot, Lot.id == FifoAsk.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(asker, asker.id == FifoAsk.asked_by_id)
        .outerjoin(decider, decider.id == FifoAsk.decided_by_id)
    )


def waves_select() -> Listing:
    """List walks with how many requests they took on and how many of these wait still."""
    lines = select(func.count()).select_from(PickWaveLine).where(PickWaveLine.pick_wave_id == PickWave.id)
    waiting = (
        select(func.count())
        .select_from(PickWaveLine)
        .join(PartRequest, PartRequest.id == PickWaveLine.part_request_id)
        .where(PickWaveLine.pick_wave_id == PickWave.id, PartRequest.open)
    )
    return (
        select(
            PickWave.id.label("id"),
            PickWave.number,
            PickWave.state,
            PickWave.store_id,
            Location.code.label("store_code"),
            PickWave.keeper_id,
            Person.name.label("keeper"),
            PickWave.started_at,
            PickWave.closed_at,
            lines.correlate(PickWave).scalar_subquery().label("requests"),
            waiting.correlate(PickWave).scalar_subquery().label("waiting"),
        )
        .join(Location, Location.id == PickWave.store_id)
        .join(Person, Person.id == PickWave.keeper_id)
    )


def handovers_select() -> Listing:
    """List hand-overs with who gave and who took."""
    giver, taker = aliased(Person), aliased(Person)
    issues = select(func.count()).select_from(HandoverPosting).where(HandoverPosting.handover_id == Handover.id)
    return (
        select(
            Handover.id.label("id"),
            Handover.number,
            Handover.work_order_id,
            WorkOrder.number.label("work_order"),
            Handover.handed_at,
            giver.name.label("handed_by"),
            taker.name.label("received_by"),
            issues.correlate(Handover).scalar_subquery().label("issues"),
            Handover.note,
        )
        .join(WorkOrder, WorkOrder.id == Handover.work_order_id)
        .join(giver, giver.id == Handover.handed_by_id)
        .join(taker, taker.id == Handover.received_by_id)
    )
