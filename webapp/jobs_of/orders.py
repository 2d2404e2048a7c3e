"""Remind of what suppliers promised."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.jobs import Progress, periodic
from webapp.order_mails import remind_of_orders


@periodic("order_reminders", _l("Remind of promised dates"), timedelta(hours=1))
def remind(progress: Progress) -> dict[str, Any]:
    """Ask after order lines that are due soon or late."""
    at = progress.at
    return {"orders": progress.write(lambda session: remind_of_orders(session, at))}
