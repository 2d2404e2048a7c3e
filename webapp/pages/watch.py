"""Show how the forecast does from month to month, its alarms, and what to do about one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forecasting import settings
from forecasting.queries import level_for
from forecasting.tables import ForecastAlarm, ForecastWatch
from kernel.errors import NotFound
from kernel.settings import setting
from webapp import charts, context
from webapp.access import needs
from webapp.charts import Trend
from webapp.commands import handle_form
from webapp.commands_of.watch import SEE_ALARM
from webapp.forms import KEY_FIELD, new_key
from webapp.jobs import ask
from webapp.listings.watch import alarms_select, watch_select
from webapp.navigation import entry
from webapp.watch_words import ALARM_TONES, ALARMS, GROUPS, advice, alarm_said, group_said

blueprint = Blueprint("watch", __name__)
MONTHS_SHOWN = 24
ALARMS_SHOWN = 8


@blueprint.get("/forecast-watch")
@needs("plan.read")
def show() -> str:
    """Show trends of bias, coverage and service, the groups of the last month, and the open alarms."""
    session = context.session()
    rows = watch_select().where(ForecastWatch.group_kind == "all").order_by(ForecastWatch.month_on.desc())
    months = session.execute(rows.limit(MONTHS_SHOWN)).all()[::-1]
    last = months[-1].month_on if months else None
    groups = watch_select().where(ForecastWatch.month_on == last, ForecastWatch.group_kind != "all")
    waiting = alarms_select().where(ForecastAlarm.seen_at.is_(None))
    return render_template(
        "plans/watch.html",
        months=months,
        pictures=_pictures(months, context.today()) if months else [],
        groups=session.execute(groups.order_by(ForecastWatch.group_kind, ForecastWatch.group_key)).all(),
        alarms=session.execute(
            waiting.order_by(ForecastAlarm.month_on.desc(), ForecastAlarm.id).limit(ALARMS_SHOWN)
        ).all(),
        waiting=session.scalar(select(func.count()).where(ForecastAlarm.seen_at.is_(None))) or 0,
        words={"kinds": ALARMS, "tones": ALARM_TONES, "groups": GROUPS},
        group_said=group_said,
        alarm_said=alarm_said,
    )


@blueprint.post("/forecast-watch")
@needs("plan.write")
def run() -> ResponseReturnValue:
    """Watch the months that are over now, as a job."""
    job_id = ask(context.session(), "forecast_watch", request.form.get(KEY_FIELD, "") or new_key())
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.route("/forecast-alarms/<int:forecast_alarm_id>", methods=["GET", "POST"])
@needs("plan.read")
def alarm(forecast_alarm_id: int) -> ResponseReturnValue:
    """Show an alarm: what was found, where to look, and what somebody noted about it."""
    row = alarm_row(forecast_alarm_id)
    return handle_form(
        SEE_ALARM,
        "plans/alarm.html",
        url_for("list.forecast_alarms", open="yes"),
        fixed={"forecast_alarm_id": forecast_alarm_id},
        row=lambda: alarm_row(forecast_alarm_id),
        level=lambda: row.part_id and level_for(context.session(), part_id=row.part_id, store_id=row.store_id),
        words={"kinds": ALARMS, "tones": ALARM_TONES},
        said=lambda: alarm_said(row),
        group=lambda: group_said(row),
        advice=lambda: advice(row),
    )


def alarm_row(forecast_alarm_id: int) -> Any:
    """Return an alarm with the words of what it is about, or say that there is none."""
    found = context.session().execute(alarms_select().where(ForecastAlarm.id == forecast_alarm_id)).one_or_none()
    if found is None:
        raise NotFound("forecast_alarm_unknown", forecast_alarm_id=forecast_alarm_id)
    return found


def _pictures(months: Sequence[Any], on: date) -> list[dict[str, Any]]:
    """Return the three trends: drawing and table twin each."""
    periods = [f"{row.month_on:%Y-%m}" for row in months]
    rule = setting(context.session(), settings.WATCH_COVERAGE, on)

    def values(name: str) -> tuple[float | None, ...]:
        return tuple(None if getattr(row, name) is None else float(getattr(row, name)) for row in months)

    service = [
        Trend(_("Requests met at once"), values("met")),
        Trend(_("Promised"), values("promised"), "chart-line-2"),
    ]
    coverage = [Trend(_("Intervals within the 95 % quantile"), values("covered_95"))]
    bias = [Trend(_("Asked for above the forecast"), values("bias"))]
    return [
        _picture(_("Service delivered and promised"), periods, service),
        _picture(
            _("Coverage of the 95 % quantile"),
            periods,
            coverage,
            bounds=(float(rule["low"]), float(rule["high"])),
            bounds_word=_("Bounds"),
        ),
        _picture(_("Bias of the forecast"), periods, bias, bounds=(0.0,), bounds_word=_("No bias")),
    ]


def _picture(title: str, periods: list[str], trends: list[Trend], **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "chart": charts.for_screens(
            lambda width, height: charts.trend_chart(
                title, _("One point a month"), periods, trends, width=width, height=height, **more
            )
        ),
        "twin": charts.trend_rows(periods, trends, period_word=_("Month")),
    }


entry("buying", _l("Forecast watch"), "watch.show", "plan.read", 17)
