"""Compute failure rates and planned needs anew: every night, and at once when somebody asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.settings import day_of
from service.base_planning import plan_base
from webapp.jobs import Progress, job, periodic

__all__ = ["rates", "rates_by_the_clock"]


def _rates(progress: Progress) -> dict[str, Any]:
    done = progress.write(
        lambda session: plan_base(
            session,
            on=day_of(session, progress.at),
            by=progress.by,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    summary = _(
        "%(rates)s failure rates, %(parts)s parts with a forecast, %(needs)s planned needs.",
        rates=done.rates,
        parts=done.parts,
        needs=done.needs,
    )
    return {"rates": done.rates, "parts": done.parts, "needs": done.needs, "summary": summary}


@periodic("failure_rates_daily", _l("Compute failure rates"), timedelta(days=1))
def rates_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Compute failure rates by the clock."""
    return _rates(progress)


@job("failure_rates", "plan.write", _l("Compute failure rates"))
def rates(progress: Progress) -> dict[str, Any]:
    """Compute failure rates now."""
    progress.tell(0, 1, _("Reading sales, repairs and plans"))
    return {**_rates(progress), "url": "/failure-rates"}
