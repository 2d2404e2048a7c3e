"""Let promises lapse whose time is over, and tell engineers of promises that went to others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory import reserving
from webapp.jobs import Progress, job, periodic
from webapp.lost_promises import tell_losers

__all__ = ["expire_by_the_clock", "expire_reservations", "tell_of_lost_promises"]


def _expire(progress: Progress) -> dict[str, Any]:
    done = progress.write(
        lambda session: reserving.expire(session, by=progress.by or 0, at=progress.at, request_key=progress.request_key)
    )
    new = len(done.filled)
    summary = _("%(lapsed)s promises lapsed; %(filled)s new ones were made.", lapsed=done.reservations, filled=new)
    return {"lapsed": done.reservations, "filled": new, "summary": summary}


@periodic("expire_reservations_hourly", _l("Let promises lapse"), timedelta(hours=1))
def expire_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Let promises lapse by the clock."""
    return _expire(progress)


@job("expire_reservations", "requests.write", _l("Let promises lapse"))
def expire_reservations(progress: Progress) -> dict[str, Any]:
    """Let promises lapse now."""
    return {**_expire(progress), "url": "/part-requests?open=yes"}


@periodic("lost_promises", _l("Tell of promises that went to others"), timedelta(minutes=1))
def tell_of_lost_promises(progress: Progress) -> dict[str, Any]:
    """Queue the mails to engineers whose requests lost a promise."""
    at = progress.at
    return {"mails": progress.write(lambda session: tell_losers(session, at))}
