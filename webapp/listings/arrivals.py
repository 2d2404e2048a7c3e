"""List what is expected and what arrived, and put what is due on the keeper's home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from inventory.tables import Part
from procurement.tables import Order, OrderLine
from receiving.queries import arrivals as queries
from receiving.tables import Arrival, Recount
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.receiving_words import ARRIVAL_STATES, ARRIVAL_TONES
from webapp.scopes import in_own_stores

DUE = func.coalesce(OrderLine.promised_on, Order.expected_on, OrderLine.needed_on)
WHEN = {"now": _l("due today or overdue"), "late": _l("overdue"), "later": _l("due later")}


def _when(word: str) -> ColumnElement[bool]:
    today = context.today()
    conditions: dict[str, ColumnElement[bool]] = {"now": today >= DUE, "late": today > DUE, "later": today < DUE}
    return conditions[word]


def _expected(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.expected_select().add_columns(OrderLine.id.label("id"))


def _expected_url(row: Any) -> str:
    """Lead whoever receives goods to the ramp, everybody else to the order."""
    if context.may("arrivals.write"):
        return url_for("arrivals.register", order=row.order_id)
    return url_for("orders.show", order_id=row.order_id) if context.may("orders.read") else ""


listing(
    Listing(
        "expected_deliveries",
        _l("Expected deliveries"),
        "arrivals.read",
        _expected,
        [
            Column("order_number", _l("Order")),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("expected", _l("Still expected"), "quantity", permission="arrivals.expected"),
            Column("ordered", _l("Ordered"), "quantity", shown=False, permission="arrivals.expected"),
            Column("received", _l("Received"), "quantity", shown=False, permission="arrivals.expected"),
            Column("due_on", _l("Due"), "date"),
            Column(
                "late",
                _l("State"),
                "state",
                value=lambda row: _lateness(row.due_on),
                sort_by="due_on",
                choices={
                    "late": _l("overdue"),
                    "today": _l("due today"),
                    "later": _l("due later"),
                    "open": _l("no date"),
                },
                tones={"late": "danger", "today": "warning", "later": "secondary"},
            ),
        ],
        [
            Filter(
                "q",
                _l("Order or part"),
                where=lambda text: (
                    Order.number.icontains(text, autoescape=True) | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Order.supplier_id == row),
            Filter("store", _l("Store"), "store", where=lambda row: Order.store_id == row),
            Filter("due", _l("Due"), "choice", choices=WHEN, where=_when),
        ],
        "due_on",
        row_url=_expected_url,
        actions=[Action(_l("Register an arrival"), "arrivals.new", "arrivals.write", "upc-scan")],
        scope=lambda session: in_own_stores(Order.store_id, session, context.actor()),
        url="/arrivals/expected",
        group="receiving",
        order=10,
        tag="arrivals",
        intro=_l("What suppliers still owe. Open a line to register what came of its order."),
        empty=_l("Nothing is expected. Orders appear here as soon as they are sent."),
    )
)


def _lateness(due_on: Any) -> str:
    if due_on is None:
        return "open"
    today = context.today()
    return "late" if due_on < today else "today" if due_on == today else "later"


def _arrivals(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.arrivals_select().add_columns(Arrival.id.label("id"))


def _to_recount(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a filter's value
    waits = exists().where(Recount.arrival_id == Arrival.id, Recount.confirmed_by_id.is_(None))
    return waits & (Arrival.state != "undone") if wanted else ~waits


listing(
    Listing(
        "arrivals",
        _l("Arrivals"),
        "arrivals.read",
        _arrivals,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=ARRIVAL_STATES, tones=ARRIVAL_TONES),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("store_code", _l("Store")),
            Column("delivery_note", _l("Delivery note")),
            Column("arrived_on", _l("Arrived on"), "date"),
            Column("lines", _l("Lines"), "number"),
            Column("registered_by", _l("Registered by")),
            Column("registered_at", _l("Registered at"), "instant", shown=False),
        ],
        [
            Filter(
                "q",
                _l("Number or delivery note"),
                where=lambda text: (
                    Arrival.number.icontains(text, autoescape=True)
                    | Arrival.delivery_note.icontains(text, autoescape=True)
                ),
            ),
            Filter("state", _l("State"), "choice", choices=ARRIVAL_STATES, where=lambda s: Arrival.state == s),
            Filter("recount", _l("To be counted again"), "flag", where=_to_recount),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Arrival.supplier_id == row),
            Filter("store", _l("Store"), "store", where=lambda row: Arrival.store_id == row),
            Filter("since", _l("Arrived since"), "date", where=lambda day: Arrival.arrived_on >= day),
            Filter("until", _l("Arrived until"), "date", where=lambda day: Arrival.arrived_on <= day),
        ],
        "-number",
        row_url=lambda row: url_for("arrivals.show", arrival_id=row.id),
        actions=[Action(_l("Register an arrival"), "arrivals.new", "arrivals.write", "upc-scan")],
        scope=lambda session: in_own_stores(Arrival.store_id, session, context.actor()),
        group="receiving",
        order=20,
        tag="arrivals",
        intro=_l("Every delivery as it came. Goods wait in the hold until an inspector has passed them."),
        empty=_l("No arrivals yet. Scan the code of an order to register the first one."),
    )
)


def _orders_due(session: Session, actor: Actor) -> int:
    due = queries.expected_select().where(_when("now"), in_own_stores(Order.store_id, session, actor)).subquery()
    return session.scalar(select(func.count(due.c.order_id.distinct()))) or 0


queue(
    "arrivals_due",
    ("keeper", "supervisor"),
    _l("Deliveries due"),
    count=_orders_due,
    endpoint="list.expected_deliveries",
    icon="truck",
    order=10,
    due="now",
)


def _recounts(session: Session, actor: Actor) -> int:
    mine = in_own_stores(Arrival.store_id, session, actor)
    return session.scalar(select(func.count()).select_from(Arrival).where(_to_recount(True), mine)) or 0


queue(
    "recounts",
    ("keeper", "supervisor"),
    _l("Arrivals to count again"),
    count=_recounts,
    endpoint="list.arrivals",
    icon="arrow-repeat",
    order=12,
    urgent=True,
    recount="yes",
)
