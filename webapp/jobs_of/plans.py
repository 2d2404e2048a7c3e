"""Compute the purchase plan as a job: when somebody asks, and every night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.queries import latest_run
from kernel.amounts import Money
from kernel.setting_values import keys, whole
from kernel.settings import day_of, define, setting, zone
from kernel.tables import Person
from procurement.planning import Planned, buying_stores, run_plan, store_stock
from procurement.tables import Plan
from service.base_planning import plan_base
from webapp.i18n import money
from webapp.jobs import Progress, job, periodic
from webapp.jobs_of.level_shares import planned_stock
from webapp.jobs_of.scenarios import draw_after
from webapp.plan_steps import followed_by

__all__ = ["NIGHT", "compute_stock", "make_plan", "plan_by_night"]

NIGHT = define(
    "planning.night",
    {"on": True, "hour": 2, "author": ""},
    "夜间自动计算：是否启用、几点开始、没有草稿时以谁（人员编号）的名义新建计划（空：只计算库存水平并更新已有草稿）",
    "Nightly computation: on, from which hour, and in whose name (code of a person) a plan is made where there is no"
    " draft; empty: only levels and the drafts that exist",
    check=keys(hour=whole(0, 23)),
)


@job("plan", "plan.write", _l("Compute the plan"))
def make_plan(progress: Progress, *, store_id: int | None, budget_cny: str | None) -> dict[str, Any]:
    """Compute the draft plan anew; an earlier draft gives way, what buyers changed in it stays.

    Levels are kept before the proposals are composed, so that a job that was stopped goes on from them.
    """
    with progress.read() as session:
        on = day_of(session, progress.at)
    with followed_by(progress):
        done = _planned(
            progress,
            compute_stock(progress, on, progress.by or 0),
            on,
            by=progress.by or 0,
            store_ids=(store_id,) if store_id else None,
            budget_cny=None if budget_cny is None else Money.of(budget_cny),
        )
        draw_after(progress, progress.by or 0)
    return {
        "url": f"/plans/{done.plan_id}",
        "summary": _(
            "%(number)s: %(buy)s to buy for %(amount)s, %(move)s to transfer, %(look)s to look at, %(out)s left out.",
            number=done.number,
            buy=done.purchases,
            amount=money(done.amount_cny),
            move=done.transfers,
            look=done.notices,
            out=done.left_out,
        ),
    }


@dataclass(frozen=True)
class _Night:
    """Hold what is to be done in a night: for whom levels are computed, and which drafts are behind."""

    on: date
    by: int | None
    drafts: tuple[tuple[int, tuple[int, ...], Money | None], ...]
    author: int | None


@periodic("plan_nightly", _l("Compute levels and drafts by night"), timedelta(hours=1))
def plan_by_night(progress: Progress) -> dict[str, Any] | None:
    """Compute levels and the drafts of the day once, from the hour of the setting on; later if nobody worked then.

    A draft is computed in the name of its author, so that nobody else becomes one who may not approve it.
    """
    with progress.read() as session:
        night = _due(session, progress)
    if night is None:
        return None
    if night.by is None:
        return {"summary": _("Nobody has planned yet: name an author in the setting, or compute the first plan.")}
    with followed_by(progress):
        run_id = compute_stock(progress, night.on, night.by)
        made = [
            _planned(progress, run_id, night.on, by=by, store_ids=stores, budget_cny=budget)
            for by, stores, budget in night.drafts
        ]
        if not night.drafts and night.author is not None:
            made.append(_planned(progress, run_id, night.on, by=night.author, store_ids=None, budget_cny=None))
        draw_after(progress, night.by)
    return {
        "level_run_id": run_id,
        "plans": [each.number for each in made],
        "summary": _("Levels are computed, %(count)s drafts renewed.", count=len(made)),
    }


def _due(session: Session, progress: Progress) -> _Night | None:
    """Return what is to be done, None before the hour and where everything of the day is done."""
    on = day_of(session, progress.at)
    rule = setting(session, NIGHT, on)
    if not rule["on"] or progress.at.astimezone(zone(session, on)).hour < int(rule["hour"]):
        return None
    drafts = session.scalars(select(Plan).where(Plan.state == "draft").order_by(Plan.id)).all()
    buying = set(buying_stores(session))
    # A store that is supplied by another one since then is planned with that one.
    behind = [draft for draft in drafts if draft.planned_on < on and buying & set(draft.scope)]
    run = latest_run(session)
    if run is not None and run.computed_on >= on and not behind:
        return None
    author = session.scalar(select(Person.id).where(Person.code == str(rule["author"]), Person.active))
    known = [draft.created_by_id for draft in drafts] + ([run.by_id] if run is not None else [])
    return _Night(
        on,
        author if author is not None else next(iter(known), None),
        tuple((draft.created_by_id, tuple(sorted(buying & set(draft.scope))), draft.budget_cny) for draft in behind),
        None if drafts else author,
    )


def compute_stock(progress: Progress, on: date, by: int) -> int:
    """Compute what the base needs and the levels, each in a transaction of its own; return the run of levels."""
    at, key = progress.at, f"{progress.request_key}:levels:{on}"
    progress.write(lambda session: plan_base(session, on=on, by=by, at=at, request_key=f"{key}:base"))
    prepared = planned_stock(progress, on)
    done = progress.write(lambda session: store_stock(session, prepared=prepared, by=by, at=at, request_key=key))
    return done.level_run_id


def _planned(
    progress: Progress,
    level_run_id: int,
    on: date,
    *,
    by: int,
    store_ids: tuple[int, ...] | None,
    budget_cny: Money | None,
) -> Planned:
    which = "-".join(str(each) for each in store_ids or ())
    return progress.write(
        lambda session: run_plan(
            session,
            on=on,
            store_ids=store_ids,
            budget_cny=budget_cny,
            level_run_id=level_run_id,
            by=by,
            at=progress.at,
            request_key=f"{progress.request_key}:{on}:{by}:{which}",
        )
    )
