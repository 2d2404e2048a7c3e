"""List how the forecast did month by month, and its alarms."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select
from sqlalchemy.orm import Session

from forecasting.tables import ForecastAlarm, ForecastWatch
from inventory.tables import Category, Location, Part
from kernel.tables import Person
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.watch_words import ALARM_GROUPS, ALARM_TONES, ALARMS, GROUPS, alarm_said, group_said


def _category(table: Any) -> ColumnElement[bool]:
    return and_(table.group_kind == "category", cast(Category.id, String) == table.group_key)


def _share(part: Any, whole: Any) -> ColumnElement[float]:
    """Return one count over another, empty where there is nothing to divide by."""
    result: ColumnElement[float] = part * 1.0 / func.nullif(whole, 0)
    return result


def watch_select() -> Select[*tuple[Any, ...]]:
    """Return the figures of every month and group, with the words of store and category."""
    of_store = and_(ForecastWatch.group_kind == "store", cast(Location.id, String) == ForecastWatch.group_key)
    return (
        select(
            ForecastWatch.id.label("id"),
            ForecastWatch.month_on.label("month_on"),
            ForecastWatch.group_kind.label("group_kind"),
            ForecastWatch.group_key.label("group_key"),
            Location.code.label("store_code"),
            Category.name_zh.label("category_zh"),
            Category.name_en.label("category_en"),
            ForecastWatch.rows.label("rows"),
            ForecastWatch.forecast.label("forecast"),
            ForecastWatch.demand.label("demand"),
            _share(ForecastWatch.demand - ForecastWatch.forecast, ForecastWatch.forecast).label("bias"),
            _share(ForecastWatch.deviation, ForecastWatch.forecast).label("error"),
            ForecastWatch.ended.label("ended"),
            _share(ForecastWatch.within_50, ForecastWatch.ended).label("covered_50"),
            _share(ForecastWatch.within_90, ForecastWatch.ended).label("covered_90"),
            _share(ForecastWatch.within_95, ForecastWatch.ended).label("covered_95"),
            ForecastWatch.lines.label("lines"),
            _share(ForecastWatch.lines_met, ForecastWatch.lines).label("met"),
            _share(ForecastWatch.met, ForecastWatch.asked).label("units_met"),
            _share(ForecastWatch.promised * ForecastWatch.lines, ForecastWatch.lines).label("promised"),
            _share(ForecastWatch.cycles_kept, ForecastWatch.cycles).label("cycles"),
            ForecastWatch.target.label("target"),
            ForecastWatch.alarms.label("alarms"),
        )
        .outerjoin(Location, of_store)
        .outerjoin(Category, _category(ForecastWatch))
    )


listing(
    Listing(
        "forecast_watch",
        _l("Forecast watch: figures"),
        "plan.read",
        lambda _session, _filters: watch_select(),
        [
            Column("month_on", _l("Month"), "date"),
            Column("group_kind", _l("Grouped by"), "state", choices=GROUPS),
            Column("group", _l("Group"), value=group_said, sort=False),
            Column("rows", _l("Forecasts"), "number", shown=False),
            Column("forecast", _l("Forecast"), "number"),
            Column("demand", _l("Demand"), "number"),
            Column("bias", _l("Bias"), "percent"),
            Column("error", _l("Error"), "percent", shown=False),
            Column("ended", _l("Intervals ended"), "number", shown=False),
            Column("covered_50", _l("Within 50 %"), "percent", shown=False),
            Column("covered_90", _l("Within 90 %"), "percent", shown=False),
            Column("covered_95", _l("Within 95 %"), "percent"),
            Column("lines", _l("Requests"), "number"),
            Column("met", _l("Met at once"), "percent"),
            Column("promised", _l("Promised"), "percent"),
            Column("units_met", _l("Units met at once"), "percent", shown=False),
            Column("cycles", _l("Months without shortage"), "percent", shown=False),
            Column("target", _l("Service target"), "percent", shown=False),
            Column("alarms", _l("Alarms"), value=lambda row: ", ".join(str(ALARMS[a]) for a in row.alarms), sort=False),
        ],
        [
            Filter(
                "by", _l("Grouped by"), "choice", choices=GROUPS, where=lambda kind: ForecastWatch.group_kind == kind
            ),
            Filter("month", _l("Month"), "date", where=lambda day: ForecastWatch.month_on == day.replace(day=1)),
        ],
        "-month_on",
        url="/forecast-watch/figures",
        actions=[Action(_l("Charts and alarms"), "watch.show", "plan.read", "graph-up")],
        tag="plans",
        intro=_l("How the forecast did in each month that is over, against the levels at the month's beginning."),
        empty=_l("No month was watched yet. The first is the month after the first plan."),
    )
)


def alarms_select() -> Select[*tuple[Any, ...]]:
    """Return the alarms with the words of what they are about."""
    of_store = and_(ForecastAlarm.group_kind == "store", cast(Location.id, String) == ForecastAlarm.group_key)
    return (
        select(
            ForecastAlarm.id.label("id"),
            ForecastAlarm.month_on.label("month_on"),
            ForecastAlarm.kind.label("kind"),
            ForecastAlarm.group_kind.label("group_kind"),
            ForecastAlarm.group_key.label("group_key"),
            ForecastAlarm.value.label("value"),
            ForecastAlarm.bound.label("bound"),
            ForecastAlarm.cases.label("cases"),
            ForecastAlarm.part_id.label("part_id"),
            ForecastAlarm.store_id.label("store_id"),
            Part.number.label("part_number"),
            Location.code.label("store_code"),
            Category.name_zh.label("category_zh"),
            Category.name_en.label("category_en"),
            ForecastAlarm.seen_at.label("seen_at"),
            Person.name.label("seen_by"),
            ForecastAlarm.note.label("note"),
        )
        .outerjoin(Part, Part.id == ForecastAlarm.part_id)
        .outerjoin(Location, (Location.id == ForecastAlarm.store_id) | of_store)
        .outerjoin(Category, _category(ForecastAlarm))
        .outerjoin(Person, Person.id == ForecastAlarm.seen_by_id)
    )


def _open(yes: bool) -> ColumnElement[bool]:  # noqa: FBT001  as filters give it
    return ForecastAlarm.seen_at.is_(None) if yes else ForecastAlarm.seen_at.is_not(None)


listing(
    Listing(
        "forecast_alarms",
        _l("Forecast alarms"),
        "plan.read",
        lambda _session, _filters: alarms_select(),
        [
            Column("month_on", _l("Month"), "date"),
            Column("kind", _l("Alarm"), "state", choices=ALARMS, tones=ALARM_TONES),
            Column("group", _l("About"), value=group_said, sort=False),
            Column("said", _l("What was found"), value=alarm_said, sort=False),
            Column("seen_at", _l("Looked at"), "instant"),
            Column("seen_by", _l("By"), shown=False),
            Column("note", _l("Note")),
        ],
        [
            Filter("open", _l("Not looked at yet"), "flag", where=_open),
            Filter("kind", _l("Alarm"), "choice", choices=ALARMS, where=lambda kind: ForecastAlarm.kind == kind),
            Filter(
                "by", _l("About"), "choice", choices=ALARM_GROUPS, where=lambda kind: ForecastAlarm.group_kind == kind
            ),
            Filter("part", _l("Part"), "part", where=lambda part: ForecastAlarm.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: ForecastAlarm.store_id == store),
        ],
        "-month_on",
        row_url=lambda row: url_for("watch.alarm", forecast_alarm_id=row.id),
        actions=[Action(_l("Charts"), "watch.show", "plan.read", "graph-up")],
        tag="plans",
        intro=_l("Where the forecast or the service of a month was not what it should have been."),
        empty=_l("No alarms. The watch runs when a month is over."),
    )
)


def _waiting(session: Session, _actor: Actor) -> int:
    open_alarms = select(func.count()).select_from(ForecastAlarm).where(ForecastAlarm.seen_at.is_(None))
    return session.scalar(open_alarms) or 0


queue(
    "forecast_alarms",
    ("buyer", "supervisor"),
    _l("Forecast alarms"),
    count=_waiting,
    endpoint="list.forecast_alarms",
    icon="graph-up",
    order=40,
    open="yes",
)
