"""Give documents the numbers that people read aloud: PO-202611-0007."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.prepared import run
from kernel.tables import NumberSeries

_NEXT = (
    update(NumberSeries)
    .where(NumberSeries.prefix == bindparam("series"), NumberSeries.period == bindparam("month"))
    .values(last=NumberSeries.last + 1)
    .returning(NumberSeries.last)
)


def next_number(session: Session, prefix: str, on: date) -> str:
    """Return the next number of a series, counted anew each month; the row stays locked until the commit."""
    period = f"{on:%Y%m}"
    last = run(session, _NEXT, series=prefix, month=period).scalar()
    if last is None:
        try:
            with session.begin_nested():
                session.add(NumberSeries(prefix=prefix, period=period))
        except IntegrityError:
            pass  # somebody else opened the month first; theirs is counted on
        last = run(session, _NEXT, series=prefix, month=period).scalar_one()
    return f"{prefix}-{period}-{last:04d}"
