"""Find the periods in which a store had none of a part and was asked for it in vain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BigInteger, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from forecasting.stock_outs import StockOut, days_without
from inventory.queries.stock_cards import changes_select
from inventory.tables import PartRequest, Reservation, Stock, WorkOrder

THOUSANDTHS = 1000.0
MOST_MOVEMENTS = 20_000
"""A part that moves more often than this in the time that is shown is not followed further back."""


def stock_outs(
    session: Session, *, part_id: int, store_id: int, starts: Sequence[date], until: date
) -> tuple[StockOut, ...]:
    """Return for each period before `until` the stock-out in it: only where somebody also asked in vain."""
    if not starts:
        return ()
    unmet = _unmet(session, part_id, store_id, starts[0], until)
    ends = [*starts[1:], until]
    lacking = [
        sum(units for day, units in unmet if start <= day < end) for start, end in zip(starts, ends, strict=True)
    ]
    if not any(lacking):
        return tuple(StockOut(0, 0.0) for _ in starts)
    listed = changes_select(part_id, store_id).subquery()
    changes = session.execute(
        select(listed.c.moved_on, listed.c.change)
        .where(listed.c.moved_on >= starts[0])
        .order_by(listed.c.id.desc())
        .limit(MOST_MOVEMENTS)
    ).all()
    on_hand = session.scalar(select(Stock.on_hand).where(Stock.part_id == part_id, Stock.store_id == store_id))
    days = days_without([(day, int(units)) for day, units in changes], on_hand.scaled if on_hand else 0, starts, until)
    return tuple(
        StockOut(gone, units / THOUSANDTHS) if gone and units else StockOut(0, 0.0)
        for gone, units in zip(days, lacking, strict=True)
    )


def _unmet(session: Session, part_id: int, store_id: int, since: date, until: date) -> list[tuple[date, int]]:
    """Return day and thousandths of a unit of every request that was not promised whole at once."""
    at_once = (
        select(func.coalesce(func.sum(type_coerce(Reservation.quantity, BigInteger)), 0))
        .where(and_(Reservation.part_request_id == PartRequest.id, Reservation.reserved_at == PartRequest.asked_at))
        .scalar_subquery()
    )
    wanted = type_coerce(PartRequest.quantity, BigInteger)
    rows = session.execute(
        select(PartRequest.asked_on, wanted - at_once)
        .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
        .where(
            PartRequest.part_id == part_id,
            PartRequest.store_id == store_id,
            PartRequest.asked_on >= since,
            PartRequest.asked_on < until,
            WorkOrder.state != "cancelled",
            wanted > at_once,
        )
    )
    return [(day, int(units)) for day, units in rows]
