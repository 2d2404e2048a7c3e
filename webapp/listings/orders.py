"""List orders, their lines, what is overdue and what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from procurement.queries import orders as queries
from procurement.tables import Order
from webapp import context
from webapp.commands_of.orders import STATES, TONES
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue


def _orders(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.orders_select(on=context.today()).order_by(None).subquery()
    made = select(listed, listed.c.order_id.label("id"))
    if text := filters.get("q"):
        made = made.where(listed.c.number.icontains(text, autoescape=True))
    for name, column in (("state", "state"), ("supplier", "supplier_id"), ("store", "store_id")):
        if wanted := filters.get(name):
            made = made.where(listed.c[column] == wanted)
    if "rush" in filters:
        made = made.where(listed.c.urgent if filters["rush"] else ~listed.c.urgent)
    if "late" in filters:
        late = listed.c.overdue_lines > 0
        made = made.where(late if filters["late"] else ~late)
    return made


listing(
    Listing(
        "orders",
        _l("Purchase orders"),
        "orders.read",
        _orders,
        [
            Column("number", _l("Number")),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("store_code", _l("Deliver to")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("urgent", _l("Urgent"), "flag"),
            Column("lines", _l("Lines"), "number"),
            Column("open_lines", _l("Lines open"), "number"),
            Column("overdue_lines", _l("Lines overdue"), "number"),
            Column("amount_cny", _l("Amount"), "money", permission="prices.read"),
            Column("ordered_on", _l("Ordered"), "date"),
            Column("expected_on", _l("Expected"), "date"),
            Column("created_by", _l("Buyer"), shown=False),
        ],
        [
            Filter("q", _l("Number")),
            Filter("state", _l("State"), "choice", choices=STATES),
            Filter("supplier", _l("Supplier"), "supplier"),
            Filter("store", _l("Deliver to"), "store"),
            Filter("late", _l("Overdue"), "flag"),
            Filter("rush", _l("Urgent"), "flag"),
        ],
        "-number",
        row_url=lambda row: url_for("orders.show", order_id=row.order_id),
        actions=[Action(_l("New order"), "orders.new", "orders.write")],
        group="buying",
        order=20,
        tag="orders",
        empty=_l("No orders yet. Approve a plan and turn it into orders, or write one."),
    )
)

LINE_COLUMNS = [
    Column("order_number", _l("Order")),
    Column("part_number", _l("Part number")),
    Column("part_name", _l("Name"), "name"),
    Column("supplier_name", _l("Supplier"), "name"),
    Column("order_state", _l("State"), "state", choices=STATES, tones=TONES),
    Column("quantity", _l("Ordered"), "quantity", unit="unit"),
    Column("received", _l("Received"), "quantity", unit="unit"),
    Column("open", _l("Open"), "quantity", unit="unit"),
    Column("promised_on", _l("Promised"), "date"),
    Column("due_on", _l("Due"), "date"),
    Column("unit_price_cny", _l("Unit price"), "money", permission="prices.read", shown=False),
]


def _lines(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = (
        queries.order_lines_select(
            supplier_id=filters.get("supplier"), part_id=filters.get("part"), open_only=bool(filters.get("open"))
        )
        .order_by(None)
        .subquery()
    )
    return select(listed, listed.c.order_line_id.label("id"))


def _overdue(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.overdue_select(on=context.today()).order_by(None).subquery()
    made = select(listed, listed.c.order_line_id.label("id"))
    if supplier := filters.get("supplier"):
        made = made.where(listed.c.supplier_id == supplier)
    return made


listing(
    Listing(
        "order_lines",
        _l("Order lines"),
        "orders.read",
        _lines,
        LINE_COLUMNS,
        [
            Filter("supplier", _l("Supplier"), "supplier"),
            Filter("part", _l("Part"), "part"),
            Filter("open", _l("Only what is open"), "flag"),
        ],
        "due_on",
        row_url=lambda row: url_for("orders.show", order_id=row.order_id),
        group="buying",
        order=25,
        tag="orders",
    )
)
listing(
    Listing(
        "overdue",
        _l("Overdue deliveries"),
        "orders.read",
        _overdue,
        [
            *LINE_COLUMNS,
            Column(
                "days_late",
                _l("Days late"),
                "number",
                value=lambda row: (context.today() - row.due_on).days,
                sort_by="due_on",
            ),
        ],
        [Filter("supplier", _l("Supplier"), "supplier")],
        "due_on",
        row_url=lambda row: url_for("orders.show", order_id=row.order_id),
        group="buying",
        order=30,
        tag="orders",
        intro=_l(
            "What suppliers owe since before today, the longest first. Note calls on the order; a promised date counts."
        ),
        empty=_l("Nothing is overdue."),
    )
)


def _count(*states: str) -> Any:
    def waiting(session: Session, _actor: Actor) -> int:
        return session.scalar(select(func.count()).select_from(Order).where(Order.state.in_(states))) or 0

    return waiting


def _late(session: Session, _actor: Actor) -> int:
    listed = queries.overdue_select(on=context.today()).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(listed)) or 0


queue(
    "orders_overdue",
    "buyer",
    _l("Overdue deliveries"),
    count=_late,
    endpoint="list.overdue",
    icon="alarm",
    order=20,
    urgent=True,
)


def _urgent(session: Session, _actor: Actor) -> int:
    waiting = select(func.count()).select_from(Order).where(Order.state == "draft", Order.urgent_reason != "")
    return session.scalar(waiting) or 0


queue(
    "orders_urgent",
    "supervisor",
    _l("Urgent orders to approve"),
    count=_urgent,
    endpoint="list.orders",
    icon="lightning",
    order=10,
    urgent=True,
    state="draft",
    rush="yes",
)
queue(
    "orders_draft",
    ("supervisor", "service_manager"),
    _l("Draft orders to approve"),
    count=_count("draft"),
    endpoint="list.orders",
    icon="file-earmark-text",
    order=30,
    state="draft",
)
queue(
    "orders_waiting",
    "buyer",
    _l("Orders that wait for approval"),
    count=_count("draft"),
    endpoint="list.orders",
    icon="hourglass-split",
    order=30,
    state="draft",
)
queue(
    "orders_to_send",
    "buyer",
    _l("Orders to send"),
    count=_count("approved"),
    endpoint="list.orders",
    icon="send",
    order=35,
    state="approved",
)
queue(
    "orders_to_confirm",
    "buyer",
    _l("Orders to be confirmed"),
    count=_count("sent"),
    endpoint="list.orders",
    icon="calendar-check",
    order=40,
    state="sent",
)
