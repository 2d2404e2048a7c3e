"""Walk the stock cards that bear checkpoints and name each one that is not the sum of the movements before it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries.columns import number
from inventory.queries.stock_cards import changes_select
from inventory.tables import Movement, StockCheckpoint
from inventory.verifying_periods import Difference


def checkpoint_differences(session: Session) -> Iterator[Difference]:
    """Go through every part and store with checkpoints."""
    keys = select(StockCheckpoint.part_id, StockCheckpoint.store_id).distinct()
    for part_id, store_id in session.execute(keys.order_by(StockCheckpoint.part_id, StockCheckpoint.store_id)).all():
        yield from _card(session, part_id, store_id)


def _card(session: Session, part_id: int, store_id: int) -> Iterator[Difference]:
    known = session.execute(
        select(StockCheckpoint.movement_id, number(StockCheckpoint.on_hand))
        .where(StockCheckpoint.part_id == part_id, StockCheckpoint.store_id == store_id)
        .order_by(StockCheckpoint.movement_id)
    ).all()
    changes = iter(session.execute(changes_select(part_id, store_id).order_by(Movement.id)).all())
    balance, change = 0, next(changes, None)
    for movement_id, stands in known:
        while change is not None and change[0] <= movement_id:
            balance += int(change[1])
            change = next(changes, None)
        if balance != int(stands):
            where = f"part {part_id}, store {store_id}, movement {movement_id}"
            yield "checkpoint_not_the_movements", where, int(stands), balance
