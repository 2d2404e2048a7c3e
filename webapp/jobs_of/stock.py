"""Write checkpoints along the stock cards, compute surplus and find lots to look at, once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory.checkpointing import add_checkpoints
from inventory.proposing_surplus import recompute_surplus
from receiving.sampling_stock import plan_samples
from webapp.jobs import Progress, job, periodic

__all__ = [
    "checkpoints_by_the_clock",
    "compute_surplus",
    "find_samples",
    "samples_by_the_clock",
    "surplus_by_the_clock",
]


@periodic("stock_checkpoints_daily", _l("Note known balances along the stock cards"), timedelta(days=1))
def checkpoints_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Note known balances along the stock cards of parts that move much."""
    done = progress.write(
        lambda session: add_checkpoints(session, by=0, at=progress.at, request_key=progress.request_key)
    )
    return {"added": done.added, "summary": _("%(count)s balances noted.", count=done.added)}


def _surplus(progress: Progress) -> dict[str, Any]:
    done = progress.write(
        lambda session: recompute_surplus(
            session, by=progress.by or 0, at=progress.at, request_key=progress.request_key
        )
    )
    summary = _(
        "%(new)s new proposals, %(kept)s kept, %(gone)s no surplus any more.",
        new=done.new,
        kept=done.kept,
        gone=done.lapsed,
    )
    return {"new": done.new, "kept": done.kept, "lapsed": done.lapsed, "summary": summary}


@periodic("surplus_daily", _l("Compute surplus"), timedelta(days=1))
def surplus_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Propose what to do with surplus, every day."""
    return _surplus(progress)


@job("surplus", "surplus.write", _l("Compute surplus"))
def compute_surplus(progress: Progress) -> dict[str, Any]:
    """Propose what to do with surplus now."""
    return {**_surplus(progress), "url": "/surplus?state=open"}


def _samples(progress: Progress) -> dict[str, Any]:
    done = progress.write(
        lambda session: plan_samples(session, by=progress.by or 0, at=progress.at, request_key=progress.request_key)
    )
    return {"due": done.due, "lapsed": done.lapsed, "summary": _("%(count)s lots are newly due.", count=done.due)}


@periodic("stock_samples_daily", _l("Find stored lots to look at"), timedelta(days=1))
def samples_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Find stored lots that are due, every day."""
    return _samples(progress)


@job("stock_samples", "inspection.write", _l("Find stored lots to look at"))
def find_samples(progress: Progress) -> dict[str, Any]:
    """Find stored lots that are due now."""
    return {**_samples(progress), "url": "/stock-samples?state=due"}
