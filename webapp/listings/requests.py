"""List work orders and part requests, and put those that wait on the home pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from inventory.priority import URGENCIES as ORDER
from inventory.queries import requests_select
from inventory.tables import Part, PartRequest, ProductModel, WorkOrder
from kernel.amounts import Quantity
from kernel.tables import Person
from webapp import context
from webapp.commands_of.requests import URGENCIES
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import own_work_orders

ORDER_STATES = {"open": _l("open"), "closed": _l("closed"), "cancelled": _l("cancelled")}
ORDER_TONES = {"open": "primary", "closed": "success", "cancelled": "secondary"}
URGENCY_TONES = {"urgent": "danger", "important": "warning", "normal": "secondary"}
STREAMS = {
    "repair": _l("repair"),
    "maintenance": _l("maintenance"),
    "direct_sale": _l("direct sale"),
    "refill": _l("refill"),
}
PROMISE = {
    "ready": _l("ready to pick"),
    "part": _l("partly back-ordered"),
    "lacking": _l("back-ordered"),
    "done": _l("done"),
}
PROMISE_TONES = {"ready": "success", "part": "warning", "lacking": "danger", "done": "secondary"}
ZERO = Quantity.zero()


def standing(row: Any) -> str:
    """Tell how a request stands: all promised, part of it, nothing, or nothing waits any more."""
    if not row.open:
        return "done"
    if row.backordered <= ZERO:
        return "ready"
    return "part" if row.reserved > ZERO else "lacking"


def urgency_order(column: Any) -> ColumnElement[int]:
    """Return the rank of an urgency, the most urgent first."""
    return case({word: rank for rank, word in enumerate(ORDER)}, value=column, else_=len(ORDER))


def _work_orders(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    mine = (PartRequest.work_order_id == WorkOrder.id) & PartRequest.open
    waiting = select(func.count()).select_from(PartRequest).where(mine).correlate(WorkOrder).scalar_subquery()
    return (
        select(
            WorkOrder.id.label("id"),
            WorkOrder.number.label("number"),
            WorkOrder.state.label("state"),
            WorkOrder.urgency.label("urgency"),
            urgency_order(WorkOrder.urgency).label("urgency_rank"),
            ProductModel.code.label("model"),
            Person.name.label("engineer"),
            waiting.label("waiting"),
            WorkOrder.opened_at.label("opened_at"),
            WorkOrder.closed_at.label("closed_at"),
        )
        .outerjoin(ProductModel, ProductModel.id == WorkOrder.product_model_id)
        .outerjoin(Person, Person.id == WorkOrder.engineer_id)
    )


listing(
    Listing(
        "work_orders",
        _l("Work orders"),
        "requests.read",
        _work_orders,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=ORDER_STATES, tones=ORDER_TONES),
            Column(
                "urgency",
                _l("Urgency"),
                "state",
                value=lambda row: row.urgency,
                sort_by="urgency_rank",
                choices=URGENCIES,
                tones=URGENCY_TONES,
            ),
            Column("waiting", _l("Parts waiting"), "number"),
            Column("engineer", _l("Engineer")),
            Column("model", _l("Product model")),
            Column("opened_at", _l("Opened at"), "instant"),
            Column("closed_at", _l("Closed at"), "instant", shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: WorkOrder.number.icontains(text, autoescape=True)),
            Filter("state", _l("State"), "choice", choices=ORDER_STATES, where=lambda v: WorkOrder.state == v),
            Filter("urgency", _l("Urgency"), "choice", choices=URGENCIES, where=lambda v: WorkOrder.urgency == v),
            Filter("engineer", _l("Engineer"), "lookup", lookup="engineer", where=lambda v: WorkOrder.engineer_id == v),
        ],
        "-opened_at",
        row_url=lambda row: url_for("requests.work_order", work_order_id=row.id),
        actions=[Action(_l("Open a work order"), "requests.new", "requests.write")],
        scope=lambda _session: own_work_orders(context.actor()),
        group="stock",
        order=30,
        tag="requests",
        intro=_l("A work order asks for parts, holds what was issued to it, and consumes it when it is closed."),
        empty=_l("No work orders yet. A ticket gets one when it is dispatched."),
    )
)


def _part_requests(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = requests_select().add_columns(PartRequest.id.label("id"))
    lacking = listed.selected_columns["backordered"]
    if "backordered" in filters:
        listed = listed.where((PartRequest.open & (lacking > ZERO)) if filters["backordered"] else (lacking <= ZERO))
    return listed


listing(
    Listing(
        "part_requests",
        _l("Part requests"),
        "requests.read",
        _part_requests,
        [
            Column("work_order_number", _l("Work order")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("standing", _l("Stands"), "state", value=standing, choices=PROMISE, tones=PROMISE_TONES),
            Column(
                "urgency",
                _l("Urgency"),
                "state",
                value=lambda row: row.urgency,
                sort_by="urgency_rank",
                choices=URGENCIES,
                tones=URGENCY_TONES,
            ),
            Column("store_code", _l("Store")),
            Column("quantity", _l("Asked for"), "quantity", unit="unit"),
            Column("issued", _l("Issued so far"), "quantity"),
            Column("reserved", _l("Reserved"), "quantity"),
            Column("backordered", _l("Back-ordered"), "quantity"),
            Column("held", _l("Held"), "flag", shown=False),
            Column("cancelled", _l("Cancelled"), "quantity", shown=False),
            Column("stream", _l("Stream"), "state", choices=STREAMS, shown=False),
            Column("engineer", _l("Engineer")),
            Column("needed_on", _l("Needed on"), "date", shown=False),
            Column("asked_at", _l("Asked at"), "instant"),
        ],
        [
            Filter(
                "q",
                _l("Work order or part"),
                where=lambda text: (
                    WorkOrder.number.icontains(text, autoescape=True) | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("open", _l("Waiting"), "flag", where=lambda yes: PartRequest.open == yes),
            Filter("backordered", _l("Back-ordered"), "flag"),
            Filter("urgency", _l("Urgency"), "choice", choices=URGENCIES, where=lambda v: PartRequest.urgency == v),
            Filter("store", _l("Store"), "store", where=lambda store: PartRequest.store_id == store),
            Filter("part", _l("Part"), "part", where=lambda part: PartRequest.part_id == part),
            Filter("engineer", _l("Engineer"), "lookup", lookup="engineer", where=lambda v: WorkOrder.engineer_id == v),
        ],
        "-asked_at",
        row_url=lambda row: url_for("requests.work_order", work_order_id=row.work_order_id),
        actions=[Action(_l("Let promises lapse"), "requests_lapse.lapse", "jobs.read", "hourglass-bottom")],
        scope=lambda _session: own_work_orders(context.actor()),
        group="stock",
        order=31,
        tag="requests",
        intro=_l("What was asked for is the demand, whatever could be issued of it."),
        empty=_l("Nobody has asked for a part yet. Parts are asked for on a work order."),
    )
)


def _waiting(session: Session, actor: Actor) -> int:
    mine = (PartRequest.open, WorkOrder.engineer_id == actor.id)
    found = select(func.count()).select_from(PartRequest).join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
    return session.scalar(found.where(*mine)) or 0


queue(
    "my_requests",
    ("engineer",),
    _l("My part requests waiting"),
    count=_waiting,
    endpoint="list.part_requests",
    icon="hourglass-split",
    order=30,
    open="yes",
)
