"""Add to the lead time of each store what it waits for at the store above, and keep what explains it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.arrays import BoolArray, FloatArray
from forecasting.deciding import PartRules, hold
from forecasting.gathering import Gathered
from forecasting.levels import Levels
from forecasting.waiting_above import Owed, rows_above, with_waits
from inventory.tables import Location
from kernel.settings import setting

Told = list[dict[str, Any] | None]


def add_waits(
    session: Session,
    own: PartRules,
    found: Gathered,
    levels: Levels,
    order_quantity: FloatArray,
    told: Told,
    *,
    vital: BoolArray,
    unit_price: FloatArray,
    on: date,
) -> tuple[Levels, Told]:
    """Return the levels with the waiting at the stores above in the lead times, and the rows of the sum with it.

    What lies where is decided twice: here, as if the stores above always had stock, to know what is left for them to
    give; and afterwards for good, with the lead times that come of it.  Parameters as for
    :func:`forecasting.deciding.settle`; ``told``: rows of the sum so far, (rows,).
    """
    above = rows_above(found.part, found.store, found.network.above)
    if not bool((above >= 0).any()) or not setting(session, settings.WAIT_ABOVE, on):
        return levels, told
    held = hold(session, own, found, levels, order_quantity, vital=vital, unit_price=unit_price, on=on)

    def holding(now: Levels) -> tuple[FloatArray, FloatArray]:
        point, quantity, _bounds = held.levels(found, now.reorder_point)
        return point, quantity

    later, waited = with_waits(levels, above, holding)
    return later, _told(session, found, levels, waited, told)


def _told(session: Session, found: Gathered, before: Levels, waited: Owed, told: Told) -> Told:
    """Return the rows of the sum with what is waited for, where anything is."""
    rows = np.flatnonzero(waited.wait > 0)
    above = found.network.above[found.store[rows]]
    names = _codes(session, found.network.store_ids[np.unique(above)].tolist())
    days = before.period_days
    columns = {
        "stock": waited.stock,
        "chance": waited.chance,
        "short": waited.short,
        "way": before.lead_time_periods * days,
        "way_sd": before.lead_time_sd_periods * days,
        "days": waited.wait * days,
        "sd": waited.wait_sd * days,
    }
    some = [np.round(each[rows], 6).tolist() for each in columns.values()]
    suppliers = found.network.store_ids[above].tolist()
    out = list(told)
    for row, supplier, *values in zip(rows.tolist(), suppliers, *some, strict=True):
        out[row] = {**(out[row] or {}), "above": {"from": names[supplier], **dict(zip(columns, values, strict=True))}}
    return out


def _codes(session: Session, store_ids: list[int]) -> dict[int, str]:
    return dict(session.execute(select(Location.id, Location.code).where(Location.id.in_(store_ids))).all())
