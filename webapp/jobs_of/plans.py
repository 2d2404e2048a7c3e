"""Compute the purchase plan as a job."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.amounts import Money
from kernel.settings import day_of
from procurement.planning import run_plan
from webapp.i18n import money
from webapp.jobs import Progress, job


@job("plan", "plan.write", _l("Compute the plan"))
def make_plan(progress: Progress, *, store_id: int | None, budget_cny: str | None) -> dict[str, Any]:
    """Compute the draft plan anew; an earlier draft gives way, what buyers changed in it stays."""
    progress.tell(0, 2, _("Reading demand, stock, orders and waiting tickets"))
    done = progress.write(
        lambda session: run_plan(
            session,
            on=day_of(session, progress.at),
            store_ids=(store_id,) if store_id else None,
            budget_cny=None if budget_cny is None else Money.of(budget_cny),
            by=progress.by or 0,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    return {
        "url": f"/plans/{done.plan_id}",
        "summary": _(
            "%(number)s: %(buy)s to buy for %(amount)s, %(move)s to transfer, %(out)s left out.",
            number=done.number,
            buy=done.purchases,
            amount=money(done.amount_cny),
            move=done.transfers,
            out=done.left_out,
        ),
    }
