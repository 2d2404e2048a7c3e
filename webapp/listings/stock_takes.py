"""List stock-takes, and put those that wait on the home pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import Count, CountLine, Location, StockTake
from kernel.tables import Person
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores

STATES = {
    "counting": _l("being counted"),
    "reviewed": _l("waits for approval"),
    "approved": _l("approved"),
    "posted": _l("posted"),
    "cancelled": _l("cancelled"),
}
TONES = {
    "counting": "primary",
    "reviewed": "warning",
    "approved": "info",
    "posted": "success",
    "cancelled": "secondary",
}


def _stock_takes(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    author = aliased(Person)
    mine = CountLine.stock_take_id == StockTake.id
    lines = select(func.count()).select_from(CountLine).where(mine).correlate(StockTake).scalar_subquery()
    counted = (
        select(func.count(Count.count_line_id.distinct()))
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(mine)
        .correlate(StockTake)
        .scalar_subquery()
    )
    return (
        select(
            StockTake.id.label("id"),
            StockTake.number.label("number"),
            Location.code.label("store"),
            Location.name_zh.label("name_zh"),
            Location.name_en.label("name_en"),
            StockTake.state.label("state"),
            StockTake.due_on.label("due_on"),
            lines.label("lines"),
            counted.label("counted"),
            author.name.label("author"),
            StockTake.created_at.label("created_at"),
            StockTake.posted_at.label("posted_at"),
        )
        .join(Location, Location.id == StockTake.store_id)
        .join(author, author.id == StockTake.created_by_id)
    )


listing(
    Listing(
        "stock_takes",
        _l("Stock-takes"),
        "counts.read",
        _stock_takes,
        [
            Column("number", _l("Number")),
            Column("name", _l("Store"), "name"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("due_on", _l("Due"), "date"),
            Column("lines", _l("Lines"), "number"),
            Column("counted", _l("Counted"), "number"),
            Column("author", _l("Made by")),
            Column("created_at", _l("Made at"), "instant", shown=False),
            Column("posted_at", _l("Posted at"), "instant"),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: StockTake.number.icontains(text, autoescape=True)),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda state: StockTake.state == state),
            Filter("store", _l("Store"), "store", where=lambda store: StockTake.store_id == store),
        ],
        "-number",
        row_url=lambda row: url_for("stock_takes.show", stock_take_id=row.id),
        actions=[Action(_l("New stock-take"), "stock_takes.new", "counts.write")],
        scope=lambda session: in_own_stores(StockTake.store_id, session, context.actor()),
        group="stock",
        order=60,
        tag="stock-takes",
        intro=_l("Once a month everything is counted and every difference gets a cause."),
        empty=_l("No stock-takes yet. Begin one for a store; issues may go on while it is counted."),
    )
)


def _in_state(state: str) -> Callable[[Session, Actor], int]:
    def waiting(session: Session, actor: Actor) -> int:
        mine = in_own_stores(StockTake.store_id, session, actor)
        return session.scalar(select(func.count()).select_from(StockTake).where(StockTake.state == state, mine)) or 0

    return waiting


queue(
    "counts",
    ("keeper", "supervisor"),
    _l("Stock-takes being counted"),
    count=_in_state("counting"),
    endpoint="list.stock_takes",
    icon="clipboard-check",
    order=50,
    state="counting",
)
queue(
    "counts_to_approve",
    ("supervisor",),
    _l("Stock-takes to approve"),
    count=_in_state("reviewed"),
    endpoint="list.stock_takes",
    icon="patch-check",
    order=20,
    state="reviewed",
)
