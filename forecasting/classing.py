"""Class all parts anew by what was issued: ABC by value, XYZ by variability, FSN by movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import CursorResult, Row, bindparam, case, delete, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from forecasting import settings
from forecasting.arrays import FloatArray, divide
from forecasting.classes import Abc, Fsn, Xyz, abc_classes, fsn_classes, xyz_classes
from forecasting.tables import HistoryDemand, PartClass
from inventory.places import ISSUEABLE, LocationKind, MovementKind
from inventory.queries.columns import number
from inventory.tables import Location, Lot, Movement, Part
from kernel.amounts import Money
from kernel.auditing import log
from kernel.db import Base
from kernel.requests import once
from kernel.settings import setting

THOUSANDTHS = 1000
LOOKED_BACK = 3
LETTERS = ({int(Abc.A): "A", 1: "B", 2: "C"}, {int(Xyz.X): "X", 1: "Y", 2: "Z"}, {int(Fsn.FAST): "F", 1: "S", 2: "N"})
PARTS, FIGURES = (Base.metadata.tables[name] for name in ("part", "part_class"))
"""The tables rather than the classes: with them a statement takes many rows at once."""


@dataclass(frozen=True, slots=True)
class Classified:
    """Say how many parts were classed, how many changed class, and what months counted."""

    parts: int
    changed: int
    first_month_on: date
    months: int


@once
def classify_parts(session: Session, *, on: date, by: int, at: datetime, request_key: str) -> Classified:
    """Compute the classes of every part from the whole months that ended by `on`, and keep the figures behind them.

    What an import tells of the months before the first movement counts too, at the cost of the newest lot. Earlier
    months take the place of those between the end of the files and the first movement: nobody watched, so they were
    not quiet. A merged duplicate counts for the part that is kept and gets its classes.
    """
    rules = {name: setting(session, key, on) for name, key in (("abc", settings.ABC), ("xyz", settings.XYZ))}
    rules["fsn"] = setting(session, settings.FSN, on)
    months = _watched(session, on, int(setting(session, settings.CLASS_MONTHS, on)))
    rows = session.execute(select(Part.id, Part.merged_into_id, Part.abc, Part.xyz, Part.fsn).order_by(Part.id)).all()
    at_row = _rows_of_kept({row.id: row.merged_into_id for row in rows})
    history, value = _issued(session, months, at_row, len(rows))
    codes = (
        abc_classes(value, **rules["abc"]),
        xyz_classes(history, **rules["xyz"]),
        fsn_classes(history, window=len(months), **rules["fsn"]),
    )
    changed = []
    for row in rows:
        now = [names[int(code[at_row[row.id]])] for names, code in zip(LETTERS, codes, strict=True)]
        if now != [row.abc, row.xyz, row.fsn]:
            changed.append({"key": row.id, "to_abc": now[0], "to_xyz": now[1], "to_fsn": now[2]})
    if changed:
        letters: dict[str, Any] = {name: bindparam(f"to_{name}") for name in ("abc", "xyz", "fsn")}
        session.connection().execute(update(PARTS).where(PARTS.c.id == bindparam("key")).values(letters), changed)
    session.execute(delete(PartClass))
    figures = [each for each, row in zip(_figures(rows, history, value), rows, strict=True) if not row.merged_into_id]
    facts = {"computed_at": at, "first_month_on": months[0], "months": len(months), "rules": rules}
    if figures:
        session.connection().execute(insert(FIGURES), [each | facts for each in figures])
    session.expire_all()
    log(
        session,
        action="logged",
        about="part_class",
        key=f"{on}",
        facts={"parts": len(rows), "changed": len(changed), "first_month_on": months[0], "months": len(months)} | rules,
    )
    return Classified(len(rows), len(changed), months[0], len(months))


def _month(on: date, back: int) -> date:
    """Return the first day of a month, so many months before that of a day.

    >>> _month(date(2026, 2, 14), 2)
    datetime.date(2025, 12, 1)
    """
    number_of = on.year * 12 + on.month - 1 - back
    return date(number_of // 12, number_of % 12 + 1, 1)


def _watched(session: Session, on: date, count: int) -> list[date]:
    """Return the last whole months, oldest first, without those between the end of the files and the first movement.

    In these nobody wrote down what was issued. Months before all files and movements count: there was nothing to tell.
    """
    began = session.scalar(select(func.min(Movement.moved_on)))
    told = session.scalar(select(func.max(HistoryDemand.period_start_on)))
    last = [_month(on, back) for back in range(1, LOOKED_BACK * count + 1)]
    if told is not None and began is not None:
        last = [month for month in last if not _month(told, 0) < month < _month(began, 0)]
    return last[:count][::-1]


def _rows_of_kept(merged: dict[int, int | None]) -> dict[int, int]:
    """Return for each part the row of the part that it counts for."""
    row = {part: i for i, part in enumerate(merged)}
    kept = {}
    for part in merged:
        last = part
        while (into := merged[last]) is not None:
            last = into
        kept[part] = row[last]
    return kept


def _issued(session: Session, months: list[date], at_row: dict[int, int], parts: int) -> tuple[FloatArray, FloatArray]:
    """Return units issued by part and month, and their cost by part; more returned than issued counts as nothing."""
    history, value = np.zeros((parts, len(months))), np.zeros(parts)
    began = session.scalar(select(func.min(Movement.moved_on)))
    for i, first in enumerate(months):
        until = _month(first, -1)
        before_ledger = began is None or first < date(began.year, began.month, 1)
        found = _from_files(session, first, until) if before_ledger else _from_ledger(session, first, until)
        for part, units, cost in found:
            history[at_row[part], i] += float(units) / THOUSANDTHS
            value[at_row[part]] += float(cost or 0) / THOUSANDTHS
    return history.clip(0.0), value.clip(0.0)


def _from_ledger(session: Session, first: date, until: date) -> CursorResult[*tuple[Any, ...]]:
    """Sum what went to work orders, less what came back, by part."""
    left, reached = aliased(Location), aliased(Location)
    signed = case(
        (left.kind.in_(ISSUEABLE) & (reached.kind == LocationKind.WORK_ORDER), number(Movement.quantity)),
        (reached.kind.in_(ISSUEABLE) & (left.kind == LocationKind.WORK_ORDER), -number(Movement.quantity)),
        else_=0,
    )
    return session.connection().execute(
        select(Movement.part_id, func.sum(signed), func.sum(signed * number(Lot.unit_cost_cny)))
        .join(Lot, Lot.id == Movement.lot_id)
        .join(left, left.id == Movement.from_location_id)
        .join(reached, reached.id == Movement.to_location_id)
        .where(
            Movement.moved_on >= first,
            Movement.moved_on < until,
            Movement.kind.in_((MovementKind.ISSUE, MovementKind.RETURN, MovementKind.REVERSAL)),
        )
        .group_by(Movement.part_id)
    )


def _from_files(session: Session, first: date, until: date) -> CursorResult[*tuple[Any, ...]]:
    """Sum imported demand by part, at the cost of the part's newest lot."""
    summed = (
        select(HistoryDemand.part_id, func.sum(number(HistoryDemand.quantity)).label("units"))
        .where(HistoryDemand.period_start_on >= first, HistoryDemand.period_start_on < until)
        .group_by(HistoryDemand.part_id)
        .subquery()
    )
    cost = (
        select(number(Lot.unit_cost_cny))
        .where(Lot.part_id == summed.c.part_id)
        .order_by(Lot.id.desc())
        .limit(1)
        .correlate(summed)
        .scalar_subquery()
    )
    return session.connection().execute(select(summed.c.part_id, summed.c.units, summed.c.units * cost))


def _figures(rows: Sequence[Row[*tuple[Any, ...]]], history: FloatArray, value: FloatArray) -> list[dict[str, Any]]:
    order = np.argsort(-value, kind="stable")
    before, rank = np.empty(len(rows)), np.empty(len(rows), dtype=np.int64)
    before[order] = divide(np.cumsum(value[order]) - value[order], float(value.sum()), 1.0)
    rank[order] = np.arange(1, len(rows) + 1)
    mean = history.mean(1)
    variation = divide(history.std(1), mean)
    return [
        {
            "part_id": row.id,
            "value_cny": Money(round(value[i])),
            "rank": int(rank[i]),
            "share_before": float(before[i]),
            "mean": float(mean[i]),
            "variation": float(variation[i]) if mean[i] > 0 else None,
            "months_moved": int((history[i] > 0).sum()),
        }
        for i, row in enumerate(rows)
    ]
