"""Watch the forecast when a month is over, and tell the buyers of what was found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.tables import ForecastAlarm
from forecasting.watching import Watched, due_months, watch_month
from kernel.settings import day_of
from webapp import context
from webapp.jobs import Progress, job, periodic
from webapp.role_mails import mail_role

__all__ = ["watch_by_the_clock", "watch_now"]

ALARM_WORDS = {
    "bias": ("预测有偏", "biased forecasts"),
    "coverage": ("预测离散度不符", "groups with a wrong spread"),
    "service": ("服务水平低于承诺", "groups with service below promise"),
}
"""A mail is written in both languages, because nobody reads along when it is sent."""


def _watch(progress: Progress) -> dict[str, Any]:
    """Watch every month that is due, the oldest first, each in a transaction of its own."""
    months = progress.write(lambda session: due_months(session, day_of(session, progress.at)))
    done: list[Watched] = []
    for turn, month in enumerate(months, 1):
        done.append(progress.write(lambda session, month=month: _one(session, progress, month)))  # type: ignore[misc]
        progress.tell(turn, len(months), f"{month:%Y-%m}")
    alarms = sum(each.alarms for each in done)
    summary = _("%(months)s months watched, %(alarms)s alarms.", months=len(done), alarms=alarms)
    return {"months": len(done), "alarms": alarms, "summary": summary, "url": "/forecast-watch"}


def _one(session: Session, progress: Progress, month: date) -> Watched:
    key = f"{progress.request_key}:{month}"
    made = watch_month(session, month_on=month, by=progress.by or 0, at=progress.at, request_key=key)
    if made.alarms:
        _tell(session, month, progress)
    return made


def _tell(session: Session, month: date, progress: Progress) -> None:
    """Queue one mail to each buyer with how many alarms of each kind there are."""
    counted = dict(
        session.execute(
            select(ForecastAlarm.kind, func.count()).where(ForecastAlarm.month_on == month).group_by(ForecastAlarm.kind)
        ).all()
    )
    words = [(count, *ALARM_WORDS[kind]) for kind, count in sorted(counted.items())]
    zh = "，".join(f"{name}：{count}" for count, name, _en in words)
    en = ", ".join(f"{count} {name}" for count, _zh, name in words)
    link = f"{context.config().base_url.rstrip('/')}/forecast-alarms?open=yes"
    mail_role(
        session,
        "buyer",
        subject=f"{month:%Y-%m} 预测监控报警 / alarms of the forecast",
        body=f"{month:%Y-%m} {zh}。请查看并注明原因。\n{en}: please look and note what you find.\n\n{link}",
        about=f"forecast_watch:{month}",
        at=progress.at,
    )


@periodic("forecast_watch_daily", _l("Watch the forecast"), timedelta(days=1))
def watch_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Watch the months that are over, by the clock: most days there is none."""
    return _watch(progress)


@job("forecast_watch", "plan.write", _l("Watch the forecast"))
def watch_now(progress: Progress) -> dict[str, Any]:
    """Watch the months that are over now."""
    return _watch(progress)
