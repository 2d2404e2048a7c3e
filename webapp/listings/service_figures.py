"""List the figures of service by engineer for a period: satisfaction, on time, fixed first time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from service.queries.figures import Figures, Ratio, figures_by_engineer
from webapp import context
from webapp.listing import Column, Filter, Listing, listing
from webapp.service_times import day_end, day_start


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one engineer's figures as shares."""

    id: int
    name: str
    completed: int
    callbacks: int
    satisfied: Decimal | None
    solved_on_time: Decimal | None
    arrived_on_time: Decimal | None
    dispatched_on_time: Decimal | None
    fixed_first_time: Decimal | None
    mean_overall: Decimal | None


def share(ratio: Ratio) -> Decimal | None:
    """Return a share from 0 to 1, or None of nothing."""
    return Decimal(ratio.part) / ratio.whole if ratio.whole else None


def period(filters: Mapping[str, Any]) -> tuple[date, date]:
    """Return the first and last day that are asked for: this month unless told otherwise."""
    last = filters.get("until") or context.today()
    first = filters.get("since") or last.replace(day=1)
    return min(first, last), last


def instants(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the instants at which a period of business days begins and ends."""
    return day_start(first, context.business_zone()), day_end(last, context.business_zone())


def line_of(engineer_id: int, name: str, held: Figures) -> Line:
    """Return figures as a line of the list."""
    return Line(
        engineer_id,
        name,
        held.completed,
        held.satisfied.whole,
        share(held.satisfied),
        share(held.solved_on_time),
        share(held.arrived_on_time),
        share(held.dispatched_on_time),
        share(held.fixed_first_time),
        held.mean_overall,
    )


def lines(session: Session, filters: Mapping[str, Any]) -> list[Line]:
    """Return the figures of everybody who completed a repair in the period."""
    since, until = instants(*period(filters))
    found = figures_by_engineer(session, since=since, until=until)
    return [line_of(each.engineer_id, each.name, each.figures) for each in found]


def month_before(day: date) -> tuple[date, date]:
    """Return the first and last day of the month before.

    >>> month_before(date(2026, 3, 31))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


LIST = listing(
    Listing(
        "service_figures",
        _l("Service figures"),
        "reports.read",
        lines,
        [
            Column("name", _l("Engineer"), value=lambda row: row.name, sort_by="name"),
            Column("completed", _l("Repairs"), "number"),
            Column("callbacks", _l("Callbacks"), "number"),
            Column("satisfied", _l("Satisfied"), "percent"),
            Column("mean_overall", _l("Mean score"), "number"),
            Column("solved_on_time", _l("Solved in time"), "percent"),
            Column("arrived_on_time", _l("On site in time"), "percent"),
            Column("dispatched_on_time", _l("Dispatched in time"), "percent"),
            Column("fixed_first_time", _l("Fixed on the first visit"), "percent"),
        ],
        [Filter("since", _l("From"), "date"), Filter("until", _l("To"), "date")],
        "name",
        url="/service-figures",
        page=False,
        tag="service",
        empty=_l("No repair was completed in this time. Choose another period."),
    )
)
