"""Take in demand from before the system: what a file says of a period takes the place of what was known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from forecasting.tables import HistoryDemand
from inventory.finding import store
from kernel.amounts import Quantity
from kernel.auditing import log
from kernel.errors import RuleViolation
from kernel.refusals import refusals
from kernel.requests import once

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class ImportedHistory:
    """Count parts and periods that were written, and how many of them took the place of others."""

    parts: int
    written: int
    replaced: int


@once
def import_history(
    session: Session,
    *,
    store_id: int,
    starts: tuple[date, ...],
    rows: tuple[tuple[int, tuple[int | None, ...]], ...],
    source: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ImportedHistory:
    """Write the demand of parts in a store: for each part id its thousandths of a unit by period, None: not observed.

    Observed zeros are written too: nobody asking is not the same as nobody looking.
    """
    store(session, store_id)
    if any(len(cells) != len(starts) for _part, cells in rows) or len(set(starts)) != len(starts):
        raise RuleViolation("history_shape")
    part_ids = [part for part, _cells in rows]
    covered = (
        HistoryDemand.store_id == store_id,
        HistoryDemand.part_id.in_(part_ids),
        HistoryDemand.period_start_on.in_(starts),
    )
    replaced = session.scalar(select(func.count()).select_from(HistoryDemand).where(*covered)) or 0
    if replaced:
        session.execute(delete(HistoryDemand).where(*covered))
    values = [
        {
            "part_id": part,
            "store_id": store_id,
            "period_start_on": start,
            "quantity": Quantity(cell),
            "source": source[:120],
        }
        for part, cells in rows
        for start, cell in zip(starts, cells, strict=True)
        if cell is not None
    ]
    table = cast("Table", HistoryDemand.__table__)
    with refusals():
        for begin in range(0, len(values), CHUNK):
            session.execute(insert(table), values[begin : begin + CHUNK])
    facts = {"parts": len(rows), "periods": len(starts), "written": len(values), "replaced": replaced, "file": source}
    log(session, action="logged", about="history_demand", key=request_key[:80], facts=facts)
    return ImportedHistory(len(rows), len(values), replaced)
