"""Class the parts anew: every week, and at once when somebody asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forecasting.classing import classify_parts
from kernel.settings import day_of
from webapp.jobs import Progress, job, periodic

__all__ = ["classify", "classify_by_the_clock"]


def _classify(progress: Progress) -> dict[str, Any]:
    done = progress.write(
        lambda session: classify_parts(
            session,
            on=day_of(session, progress.at),
            by=progress.by or 0,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    summary = _("%(parts)s parts were classed, %(changed)s changed.", parts=done.parts, changed=done.changed)
    return {"parts": done.parts, "changed": done.changed, "summary": summary}


@periodic("classify_parts_weekly", _l("Compute ABC, XYZ and FSN"), timedelta(days=7))
def classify_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Class the parts by the clock."""
    return _classify(progress)


@job("classify_parts", "plan.write", _l("Compute ABC, XYZ and FSN"))
def classify(progress: Progress) -> dict[str, Any]:
    """Class the parts now."""
    progress.tell(0, 1, _("Reading what was issued"))
    return {**_classify(progress), "url": "/parts/classes"}
