"""Give documents the numbers that people read aloud: PO-202611-0007."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.tables import NumberSeries

_FIND = (
    select(NumberSeries)
    .where(NumberSeries.prefix == bindparam("prefix"), NumberSeries.period == bindparam("period"))
    .with_for_update()
)


def next_number(session: Session, prefix: str, on: date) -> str:
    """Return the next number of a series, counted anew each month; the row stays locked until the commit."""
    period = f"{on:%Y%m}"
    wanted = {"prefix": prefix, "period": period}
    series = session.scalar(_FIND, wanted)
    if series is None:
        try:
            with session.begin_nested():
                session.add(NumberSeries(prefix=prefix, period=period))
        except IntegrityError:
            pass  # somebody else opened the month first; theirs is counted on
        series = session.scalars(_FIND, wanted).one()
    series.last += 1
    session.flush()
    return f"{prefix}-{period}-{series.last:04d}"
