"""Write known balances along the stock cards of parts that move much, so that their pages far back stay quick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from inventory.queries.columns import number
from inventory.queries.stock_cards import SPACING, changes_select
from inventory.tables import Movement, Stock, StockCheckpoint
from kernel.amounts import Quantity
from kernel.refusals import refusals
from kernel.requests import once

MOST_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Checkpointed:
    """Count the checkpoints that were added."""

    added: int


@once
def add_checkpoints(session: Session, *, by: int, at: datetime, request_key: str) -> Checkpointed:
    """Go on from the last checkpoint of every part and store with many movements since."""
    added = 0
    for part_id, store_id in _busy(session):
        added += _continue(session, part_id, store_id)
        if added >= MOST_AT_ONCE:
            break
    return Checkpointed(added)


def _busy(session: Session) -> list[tuple[int, int]]:
    """Return parts and stores of parts that have moved more often than one checkpoint is wide."""
    busy = select(Movement.part_id).group_by(Movement.part_id).having(func.count() > SPACING)
    stocked = (
        select(Stock.part_id, Stock.store_id).where(Stock.part_id.in_(busy)).order_by(*Stock.__table__.primary_key)
    )
    return [(row[0], row[1]) for row in session.execute(stocked)]


def _continue(session: Session, part_id: int, store_id: int) -> int:
    last = session.execute(
        select(StockCheckpoint.movement_id, number(StockCheckpoint.on_hand))
        .where(StockCheckpoint.part_id == part_id, StockCheckpoint.store_id == store_id)
        .order_by(StockCheckpoint.movement_id.desc())
        .limit(1)
    ).one_or_none()
    since, balance = (last[0], int(last[1])) if last else (0, 0)
    listed = changes_select(part_id, store_id).where(Movement.id > since).order_by(Movement.id)
    rows = []
    for count, (movement_id, change, _moved_on) in enumerate(session.execute(listed), 1):
        balance += int(change)
        if count % SPACING == 0:
            rows.append(
                {
                    "part_id": part_id,
                    "store_id": store_id,
                    "movement_id": movement_id,
                    "on_hand": Quantity(balance),
                }
            )
    if rows:
        with refusals():
            session.execute(insert(StockCheckpoint), rows)
    return len(rows)
