"""Compute a large run of levels with several workers of the queue, on one host or many."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.preparing_levels import Prepared
from forecasting.shares import joined, package, parted, work_out
from forecasting.sharing import SharesGone, bring_share, drop_shares, share_out, shares_brought, take_share
from kernel.settings import setting
from kernel.telling import tell
from procurement.planning import prepare_stock
from webapp.jobs import Progress, job
from webapp.jobs.asking import ask_beside

__all__ = ["planned_stock", "share_levels"]

SHARES_A_WORKER = 4
"""Small shares, so that nobody waits long for the last."""
WAIT_SECONDS = 0.5


@job("level_share", "plan.write", _l("Compute a share of the stock levels"))
def share_levels(progress: Progress, *, inputs_hash: str) -> dict[str, Any]:
    """Take shares of a run until none is left."""
    done = 0
    while work_one(progress, inputs_hash):
        done += 1
        progress.tell(done)
    return {"shares": done, "summary": _("%(count)s shares computed.", count=done)}


def work_one(progress: Progress, inputs_hash: str) -> bool:
    """Take a share, work it out and bring it; tell whether there was one."""
    worker = f"{socket.gethostname()} {os.getpid()}"
    share = progress.write(lambda session: take_share(session, inputs_hash=inputs_hash, worker=worker, at=progress.at))
    if share is None:
        return False
    result = work_out(share.package)
    progress.write(lambda session: bring_share(session, share_id=share.id, result=result))
    return True


def planned_stock(progress: Progress, on: date) -> Prepared:
    """Return what the levels of a day follow from, planned, by as many workers as the setting says.

    What is read and computed here holds no lock, so work at the shelves goes on meanwhile. Where levels of the very
    same inputs are stored nothing is planned. Other workers are asked through the queue; whoever asks works along, and
    goes on alone where nobody else is free.
    """
    with progress.read() as session:
        workers, least = _rule(session, on)
        prepared = prepare_stock(session, on=on)
    inputs, key = prepared.inputs, prepared.inputs_hash
    together = workers > 1 and inputs.rows >= least and not prepared.stored
    learnt = inputs.taught() if together else None
    if learnt is None:
        return prepared.with_levels()
    packages = [package(inputs.some(rows), learnt) for rows in parted(inputs, workers * SHARES_A_WORKER)]
    progress.write(lambda session: share_out(session, inputs_hash=key, packages=packages, at=progress.at))
    for number in range(1, workers):
        progress.write(
            lambda session, n=number: ask_beside(  # type: ignore[misc]
                session, progress, "level_share", f"{progress.request_key}:{key[:16]}:{n}", inputs_hash=key
            )
        )
    try:
        results = _gathered(progress, key, len(packages))
    except SharesGone:  # a night's job and a person asked for the same run
        return prepared.with_levels()
    progress.write(lambda session: drop_shares(session, inputs_hash=key))
    return replace(prepared, planned=joined(inputs, learnt, results))


def _gathered(progress: Progress, key: str, shares: int) -> list[bytes]:
    """Work along until every share was brought; what a lost worker had taken is taken again."""
    pause = threading.Event()
    while True:
        tell("levels", 0, shares)
        if work_one(progress, key):
            continue
        with progress.read() as session:
            results = shares_brought(session, inputs_hash=key, shares=shares)
        if results is not None:
            return results
        pause.wait(WAIT_SECONDS)


def _rule(session: Session, on: date) -> tuple[int, int]:
    rule = setting(session, settings.WORKERS, on)
    return rule["workers"], rule["least_rows"]
