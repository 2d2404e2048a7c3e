"""Let a buyer say of the demand of a period whether it was real or a one-off; the word holds through every next run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.demand import Period, period_starts
from forecasting.mending import ONE_OFF, REAL
from forecasting.tables import DemandMark
from inventory.finding import found, store, written
from inventory.tables import Part
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting


@dataclass(frozen=True, slots=True)
class Marked:
    """Name the mark and the period that it speaks of."""

    demand_mark_id: int
    part_id: int
    store_id: int
    period_start_on: date
    verdict: str


@once
def mark_demand(
    session: Session,
    *,
    part_id: int,
    store_id: int,
    period_start_on: date,
    verdict: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Marked:
    """Say of the period that a day lies in whether what was asked for was real or will not come again.

    An earlier word on the same period gives way. Levels follow with the next run.
    """
    if verdict not in (REAL, ONE_OFF):
        raise RuleViolation("demand_verdict_unknown", field="verdict", verdict=verdict)
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    on = day_of(session, at)
    found(session, Part, part_id)
    store(session, store_id)
    period = cast("Period", setting(session, settings.PERIOD, on))
    start: date = period_starts(np.datetime64(period_start_on), 1, period)[0].astype(object)
    row = session.scalar(
        select(DemandMark)
        .where(
            DemandMark.part_id == part_id,
            DemandMark.store_id == store_id,
            DemandMark.period == period,
            DemandMark.period_start_on == start,
        )
        .with_for_update()
    )
    if row is None:
        row = DemandMark(
            part_id=part_id,
            store_id=store_id,
            period=period,
            period_start_on=start,
            verdict=verdict,
            reason=reason.strip(),
            by_id=by,
            at=at,
        )
        session.add(row)
    else:
        row.verdict, row.reason, row.by_id, row.at = verdict, reason.strip(), by, at
    written(session)
    return Marked(row.id, part_id, store_id, start, verdict)


@once
def unmark_demand(session: Session, *, demand_mark_id: int, by: int, at: datetime, request_key: str) -> Marked:
    """Take back what was said of a period: the rule judges it again; the audit trail keeps the word."""
    row = found(session, DemandMark, demand_mark_id)
    taken = Marked(row.id, row.part_id, row.store_id, row.period_start_on, row.verdict)
    session.delete(row)
    written(session)
    return taken
