"""Cycle counts, doubts about the book, and the list of causes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import causes_keeping, planning_counts
from inventory.causes_keeping import CauseKept
from inventory.planning_counts import Opened, PlanKept, PlansKept
from inventory.proposing_counts import doubt
from inventory.tables import CountPlan
from kernel.errors import NotFound
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import ChoiceField, FlagField, Input, RowId, RowIds, TextField, WholeField
from webapp.scopes import own_stores, require_store

CLASSES = {"A": "A", "B": "B", "C": "C"}
SIDES = {"both": _l("gains and losses"), "gain": _l("gains"), "loss": _l("losses")}
LONGEST_CYCLE = 3650


class FiguresInput(Input):
    """Say how often something is counted, and how much at once."""

    every_days = WholeField(1, LONGEST_CYCLE, required=True, metadata={"label": _l("Every"), "unit": _l("days")})
    lines_at_once = WholeField(1, 20_000, required=True, metadata={"label": _l("Most lines at once")})
    days_to_count = WholeField(
        0, 90, load_default=3, metadata={"label": _l("To be counted within"), "unit": _l("days")}
    )


class PlanInput(FiguresInput):
    """Count a class, a zone, or all of a store again and again."""

    store_id = RowId("store", required=True, metadata={"label": _l("Store")})
    zone_id = RowId("zone", load_default=None, allow_none=True, metadata={"label": _l("Only this zone")})
    abc = ChoiceField(CLASSES, load_default=None, allow_none=True, metadata={"label": _l("Only this ABC class")})


class ByClassInput(Input):
    """Name the store whose classes are counted in turn."""

    store_id = RowId("store", required=True, metadata={"label": _l("Store")})


class ChangePlanInput(FiguresInput):
    """Change a cycle count."""

    count_plan_id = RowId(required=True)
    active = FlagField(load_default=False, metadata={"label": _l("In use")})


class OpenInput(Input):
    """Name the cycle counts to open now."""

    count_plan_ids = RowIds(required=True)


class DoubtInput(Input):
    """Say where the book is doubted."""

    location_id = RowId("bin", required=True, metadata={"label": _l("Place")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    note = TextField(300, load_default="", metadata={"label": _l("Why")})


class CauseInput(Input):
    """Describe a cause."""

    name_zh = TextField(120, required=True, metadata={"label": _l("Chinese name")})
    name_en = TextField(120, required=True, metadata={"label": _l("English name")})
    side = ChoiceField(SIDES, load_default="both", metadata={"label": _l("Explains")})
    account = TextField(
        80,
        load_default="",
        metadata={"label": _l("Account"), "help": _l("Who bears it; empty: the account of the settings.")},
    )
    place = WholeField(0, 10_000, load_default=100, metadata={"label": _l("Turn in the list")})


class NewCauseInput(CauseInput):
    """Add a cause."""

    code = TextField(
        20, required=True, metadata={"label": _l("Code"), "help": _l("Small letters, digits and _; it stays.")}
    )


class ChangeCauseInput(CauseInput):
    """Change a cause."""

    variance_cause_id = RowId(required=True)
    active = FlagField(load_default=False, metadata={"label": _l("In use")})


def open_due(session: Session, *, count_plan_ids: list[int], by: int, at: datetime, request_key: str) -> Opened:
    """Open stock-takes over what is due of some cycle counts."""
    ids = tuple(sorted(set(count_plan_ids)))
    return planning_counts.open_due(session, count_plan_ids=ids, by=by, at=at, request_key=request_key)


def _own_store(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["store_id"])


def _own_place(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["location_id"])


def own_plan(session: Session, actor: Actor, data: dict[str, Any]) -> CountPlan:
    """Return a cycle count of a store that is somebody's own."""
    plan = session.get(CountPlan, data["count_plan_id"])
    if plan is None:
        raise NotFound("count_plan_unknown", id=data["count_plan_id"])
    require_store(session, actor, plan.store_id)
    return plan


def _own_plans(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    own = own_stores(session, actor)
    stores = session.scalars(select(CountPlan.store_id).where(CountPlan.id.in_(data["count_plan_ids"])).distinct())
    for store_id in stores.all():
        if own is not None:
            require_store(session, actor, store_id)


PLAN = command(
    Command(
        "plan_counts",
        _l("New cycle count"),
        "counts.write",
        planning_counts.plan_counts,
        PlanInput,
        "/count-plans",
        "stock-takes",
        _own_store,
        PlanKept,
        _l("The cycle count is kept."),
    )
)
PLAN_BY_CLASS = command(
    Command(
        "plan_counts_by_class",
        _l("Count by class"),
        "counts.write",
        planning_counts.plan_by_class,
        ByClassInput,
        "/count-plans/by-class",
        "stock-takes",
        _own_store,
        PlansKept,
        _l("Classes A, B and C have their cycle counts now."),
    )
)
CHANGE_PLAN = command(
    Command(
        "change_count_plan",
        _l("Change the cycle count"),
        "counts.write",
        planning_counts.change_plan,
        ChangePlanInput,
        "/count-plans/<int:count_plan_id>",
        "stock-takes",
        own_plan,
        PlanKept,
        _l("The cycle count is kept."),
    )
)
OPEN_DUE = command(
    Command(
        "open_due_counts",
        _l("Open what is due"),
        "counts.write",
        open_due,
        OpenInput,
        "/count-plans/open",
        "stock-takes",
        _own_plans,
        Opened,
        _l("What is due is open for counting."),
    )
)
DOUBT = command(
    Command(
        "propose_count",
        _l("Propose a count"),
        "counts.count",
        doubt,
        DoubtInput,
        "/count-proposals",
        "stock-takes",
        _own_place,
        done=_l("It is counted in the next cycle."),
        also=("counts.write",),
    )
)
ADD_CAUSE = command(
    Command(
        "add_variance_cause",
        _l("New cause"),
        "counts.write",
        causes_keeping.add_cause,
        NewCauseInput,
        "/variance-causes",
        "stock-takes",
        result=CauseKept,
        done=_l("The cause is kept."),
    )
)
CHANGE_CAUSE = command(
    Command(
        "change_variance_cause",
        _l("Change the cause"),
        "counts.write",
        causes_keeping.change_cause,
        ChangeCauseInput,
        "/variance-causes/<int:variance_cause_id>",
        "stock-takes",
        result=CauseKept,
        done=_l("The cause is kept."),
    )
)
