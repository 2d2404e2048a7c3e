"""Send the mail that waits, every minute; and throw away the traces of work that repeats itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from webapp import context, mail
from webapp.jobs import Progress, periodic
from webapp.tables import Job, LoginSession

KEPT = timedelta(days=2)
SESSIONS_KEPT = timedelta(days=90)


@periodic("mail", _l("Send waiting mail"), timedelta(minutes=1))
def send_mail(progress: Progress) -> dict[str, Any]:
    """Send what waits."""
    return {"sent": mail.send_waiting(progress.write, context.config(), progress.clock)}


@periodic("tidy", _l("Tidy up"), timedelta(days=1))
def tidy(progress: Progress) -> dict[str, Any]:
    """Remove the rows of periodic jobs and of log-ins that ended long ago."""
    at = progress.at

    def remove(session: Any) -> int:
        old = select(Job.id).where(Job.key.like("periodic:%"), Job.ended_at < at - KEPT)
        gone: int = session.execute(delete(Job).where(Job.id.in_(old))).rowcount
        session.execute(delete(LoginSession).where(LoginSession.began_at < at - SESSIONS_KEPT))
        return gone

    return {"removed": progress.write(remove)}
