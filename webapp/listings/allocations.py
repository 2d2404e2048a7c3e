"""List what was done to promises beyond the plain rule: holds, releases, takeovers, re-allocations."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.queries.allocations import allocation_events_select, waiting_losses_select
from inventory.tables import AllocationEvent, Part, PartRequest, WorkOrder
from webapp import context
from webapp.context import Actor
from webapp.listing import Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import sees_all_work

ALLOCATIONS = {
    "held": _l("held"),
    "lifted": _l("hold lifted"),
    "released": _l("released"),
    "taken_over": _l("taken over by a more urgent request"),
    "reallocated": _l("given to another request"),
}
TONES = {
    "held": "primary",
    "lifted": "secondary",
    "released": "warning",
    "taken_over": "danger",
    "reallocated": "warning",
}
SYSTEM_REASONS = {
    "insufficient_stock": _l("the goods are gone"),
    "no_longer_wanted": _l("no longer wanted"),
    "walk_ended": _l("the walk ended"),
}


def _of_order(text: str) -> Any:
    named = select(PartRequest.id).join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
    named = named.where(WorkOrder.number.icontains(text, autoescape=True))
    return AllocationEvent.part_request_id.in_(named) | AllocationEvent.to_request_id.in_(named)


def said_reason(row: Any) -> Any:
    """Return why it was done; what the rule did by itself in words."""
    return SYSTEM_REASONS.get(row.reason, row.reason)


def _lost(yes: bool) -> Any:  # noqa: FBT001 - the value of a filter
    mine = AllocationEvent.id.in_(select(waiting_losses_select(context.actor().id).subquery().c.id))
    return mine if yes else ~mine


listing(
    Listing(
        "allocations",
        _l("Promises changed"),
        "requests.read",
        lambda _session, _filters: allocation_events_select(),
        [
            Column("at", _l("At"), "instant"),
            Column("kind", _l("What was done"), "state", choices=ALLOCATIONS, tones=TONES),
            Column("work_order", _l("Work order")),
            Column("to_work_order", _l("To work order")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("store_code", _l("Store")),
            Column("reason", _l("Reason"), value=said_reason, sort=False),
            Column("by_name", _l("By")),
        ],
        [
            Filter("q", _l("Work order"), where=_of_order),
            Filter(
                "kind",
                _l("What was done"),
                "choice",
                choices=ALLOCATIONS,
                where=lambda kind: AllocationEvent.kind == kind,
            ),
            Filter("lost", _l("Lost by my requests that wait"), "flag", where=_lost),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
            Filter("store", _l("Store"), "store", where=lambda store: PartRequest.store_id == store),
        ],
        "-at",
        row_url=lambda row: url_for("requests.work_order", work_order_id=row.work_order_id),
        scope=lambda _session: sees_or_own(),
        url="/part-requests/allocations",
        group="stock",
        order=33,
        tag="requests",
        intro=_l("Holds, releases, takeovers and promises given on, each with its reason. Nothing here ever changes."),
        empty=_l("Every promise followed the plain rule."),
    )
)


def sees_or_own() -> Any:
    """Return the condition that a record is of somebody's own work, or true for those who see all."""
    actor = context.actor()
    if sees_all_work(actor):
        return AllocationEvent.id.is_not(None)
    mine = select(PartRequest.id).join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
    return AllocationEvent.part_request_id.in_(mine.where(WorkOrder.engineer_id == actor.id))


def _count_losses(session: Session, actor: Actor) -> int:
    found = waiting_losses_select(actor.id).subquery()
    return session.scalar(select(func.count(func.distinct(found.c.part_request_id)))) or 0


queue(
    "lost_promises",
    ("engineer",),
    _l("Promises of mine that went to others"),
    count=_count_losses,
    endpoint="list.allocations",
    icon="arrow-left-right",
    order=35,
    urgent=True,
    lost="yes",
)
