"""Read the closing of one month with its frozen figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from inventory.queries.periods import figures_select
from inventory.tables import PeriodClosing, PeriodFigure
from kernel.amounts import Money
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.pages import periods
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class PointShown:
    """Hold one point of the checklist."""

    name: str
    open: int


@dataclass(frozen=True, slots=True)
class ClosingShown:
    """Hold who asked, who confirmed, what was open then, and what the month brought by store and category."""

    id: int
    month_on: date
    state: str
    asked_by: str
    asked_at: datetime
    note: str
    confirmed_by: str | None
    confirmed_at: datetime | None
    value_cny: Money | None
    last_movement_id: int | None
    checklist: tuple[PointShown, ...]
    figures: Annotated[tuple[Any, ...], Columns("FigureOfPeriod", figures_select())]


def read_closing(period_closing_id: int) -> ClosingShown:
    """Show the closing of a month."""
    session, row = context.session(), periods.found(period_closing_id)
    points = session.get_one(PeriodClosing, period_closing_id).checklist
    figures = figures_select().where(PeriodFigure.period_close_id == (row.close_id or 0))
    return made_of(
        ClosingShown,
        row,
        checklist=tuple(PointShown(name, count) for name, count in points.items()),
        figures=tuple(session.execute(figures).all()),
    )


detail(Detail("period_closing", "/period-closings/<int:period_closing_id>", periods.show, read_closing, "periods"))
