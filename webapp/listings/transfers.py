"""List transfers and what lies in vans, and put those that wait on the home pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from inventory.queries import stock_select, transfers_select
from inventory.tables import LimitSignature, Location, Part, Stock, Transfer
from kernel.amounts import Quantity
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores, own_stores, own_van

STATES = {
    "requested": _l("to be sent"),
    "sent": _l("on its way"),
    "received": _l("received"),
    "short": _l("something is missing"),
    "closed": _l("settled"),
    "cancelled": _l("cancelled"),
}
TONES = {
    "requested": "warning",
    "sent": "info",
    "received": "success",
    "short": "danger",
    "closed": "success",
    "cancelled": "secondary",
}
END = {"out": _l("going out"), "in": _l("coming in")}


def _transfers(session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = transfers_select().add_columns(Transfer.id.label("id"))
    if end := filters.get("end"):
        column = Transfer.from_store_id if end == "out" else Transfer.to_store_id
        listed = listed.where(in_own_stores(column, session, context.actor()))
    return listed


def _unsigned(yes: bool) -> ColumnElement[bool]:  # noqa: FBT001 - the value of a filter
    signed = select(LimitSignature.id).where(LimitSignature.transfer_id == Transfer.id).exists()
    waits = (Transfer.state == "requested") & (Transfer.beyond_reason != "") & ~signed
    return waits if yes else ~waits


listing(
    Listing(
        "transfers",
        _l("Transfers"),
        "stock.read",
        _transfers,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("from_code", _l("From")),
            Column("to_code", _l("To")),
            Column("parts", _l("Parts"), "number"),
            Column("asked_by", _l("Asked by")),
            Column("asked_at", _l("Asked at"), "instant"),
            Column("sent_at", _l("Sent at"), "instant"),
            Column("received_at", _l("Received at"), "instant"),
            Column("note", _l("Note"), shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: Transfer.number.icontains(text, autoescape=True)),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda state: Transfer.state == state),
            Filter("end", _l("My stores"), "choice", choices=END),
            Filter("beyond", _l("Waits for a signature beyond a limit"), "flag", where=_unsigned),
            Filter(
                "store",
                _l("Store"),
                "store",
                where=lambda store: or_(Transfer.from_store_id == store, Transfer.to_store_id == store),
            ),
        ],
        "-number",
        row_url=lambda row: url_for("transfers.show", transfer_id=row.id),
        actions=[
            Action(_l("Ask for a transfer"), "transfers.new", "stock.move"),
            Action(_l("Ask for a refill"), "transfers.refill", "requests.write", "truck"),
        ],
        scope=lambda session: (
            in_own_stores(Transfer.from_store_id, session, context.actor())
            | in_own_stores(Transfer.to_store_id, session, context.actor())
            | (Transfer.asked_by_id == context.actor().id)
        ),
        group="stock",
        order=40,
        tag="transfers",
        intro=_l("One keeper sends, another person counts and receives."),
        empty=_l("No transfers yet. Ask for one where another store or van has what you need."),
    )
)


def _has_van() -> bool:
    return own_van() is not None


def _van_stock(session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    listed = stock_select(on=context.today())
    columns = listed.selected_columns
    vans = select(Location.id).where(Location.kind == "van")
    own = own_stores(session, context.actor())
    if own is not None:
        vans = vans.where(Location.id.in_(sorted(own)))
    there = (Stock.on_hand > Quantity.zero()) | (Stock.reserved > Quantity.zero())
    key = (columns["store_id"] * 1_000_000_000 + columns["part_id"]).label("id")
    return listed.where(there, columns["store_id"].in_(vans)).add_columns(key)


listing(
    Listing(
        "van_stock",
        _l("Stock in the van"),
        "stock.read",
        _van_stock,
        [
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("available", _l("Available"), "quantity", unit="unit"),
            Column("on_hand", _l("On hand"), "quantity"),
            Column("reserved", _l("Reserved"), "quantity"),
            Column("expired", _l("Expired"), "quantity", shown=False),
            Column("in_transit", _l("In transit"), "quantity"),
            Column("store_code", _l("Van")),
            Column("value_cny", _l("Value"), "money", permission="prices.read"),
        ],
        [
            Filter("q", _l("Part"), where=lambda text: Part.number.icontains(text, autoescape=True)),
            Filter("van", _l("Van"), "lookup", lookup="van", where=lambda van: Stock.store_id == van),
        ],
        "number",
        row_url=lambda row: url_for("transfers.use", van_id=row.store_id, part=row.number),
        actions=[
            Action(
                _l("Use a part"), "transfers.use_own", "requests.write", "tools", when=lambda: own_van() is not None
            ),
            Action(_l("Ask for a refill"), "transfers.refill", "requests.write", "truck"),
            Action(_l("Limits"), "list.van_limits", "stock.read", "speedometer2"),
        ],
        bulk=[BulkAction(_l("Ask for a refill of the chosen"), "transfers.refill_chosen", "requests.write", "truck")],
        url="/vans",
        group="stock",
        order=45,
        tag="stock",
        intro=_l("Every engineer's van is a store of its own 个人仓. Open a part to use it."),
        empty=_l("The van is empty. Ask for a refill; it comes as a transfer."),
    )
)


def _waiting(state: str, end: str) -> Callable[[Session, Actor], int]:
    column = Transfer.from_store_id if end == "out" else Transfer.to_store_id

    def count(session: Session, actor: Actor) -> int:
        mine = in_own_stores(column, session, actor)
        return session.scalar(select(func.count()).select_from(Transfer).where(Transfer.state == state, mine)) or 0

    return count


def _in_van(session: Session, actor: Actor) -> int:
    van = (Location.kind == "van") & (Location.keeper_id == actor.id)
    found = select(func.count()).select_from(Stock).join(Location, Location.id == Stock.store_id)
    return session.scalar(found.where(van, Stock.on_hand > Quantity.zero())) or 0


KEEPERS = ("keeper", "engineer")
queue(
    "transfers_to_send",
    KEEPERS,
    _l("Transfers to send"),
    count=_waiting("requested", "out"),
    endpoint="list.transfers",
    icon="box-arrow-right",
    order=40,
    state="requested",
    end="out",
)
queue(
    "transfers_to_receive",
    KEEPERS,
    _l("Transfers to receive"),
    count=_waiting("sent", "in"),
    endpoint="list.transfers",
    icon="box-arrow-in-down",
    order=41,
    state="sent",
    end="in",
)
queue(
    "transfers_short",
    ("keeper",),
    _l("Transfers with something missing"),
    count=_waiting("short", "out"),
    endpoint="list.transfers",
    icon="question-diamond",
    order=42,
    urgent=True,
    state="short",
    end="out",
)
queue(
    "van",
    ("engineer",),
    _l("Parts in my van"),
    count=_in_van,
    endpoint="list.van_stock",
    icon="truck",
    order=35,
)
