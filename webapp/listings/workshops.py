"""List outside workshops and what they are asked to repair."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from inventory.queries import workshops
from inventory.tables import (
    Location,
    WorkshopOrder,
)
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.old_part_words import (
    WORKSHOP_STATES,
    WORKSHOP_TONES,
)
from webapp.queues import queue
from webapp.scopes import in_own_stores


def _workshop_named(text: str) -> ColumnElement[bool]:
    like = [c.icontains(text, autoescape=True) for c in (Location.code, Location.name_zh, Location.name_en)]
    return like[0] | like[1] | like[2]


listing(
    Listing(
        "workshop_orders",
        _l("At outside workshops"),
        "old_parts.read",
        lambda _session, _filters: workshops.workshop_orders_select(on=context.today()).add_columns(
            WorkshopOrder.id.label("id")
        ),
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=WORKSHOP_STATES, tones=WORKSHOP_TONES),
            Column("workshop_code", _l("Workshop")),
            Column("workshop_name", _l("Name"), "name"),
            Column("quantity", _l("Quantity sent"), "quantity"),
            Column("back", _l("Quantity back"), "quantity"),
            Column("sent_on", _l("Sent on"), "date"),
            Column("due_on", _l("Back by"), "date"),
            Column("cost_cny", _l("Cost of the repair"), "money", permission="prices.read"),
            Column("reminded_on", _l("Last reminder"), "date"),
            Column("reminders", _l("Reminders"), "number", shown=False),
            Column("contact", _l("Contact person"), shown=False),
            Column("phone", _l("Phone"), shown=False),
            Column("address", _l("Address"), shown=False),
            Column("lines", _l("Lines"), "number", shown=False),
            Column("closed_at", _l("Closed at"), "instant", shown=False),
            Column("note", _l("Note"), shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: WorkshopOrder.number.icontains(text, autoescape=True)),
            Filter(
                "workshop",
                _l("Workshop"),
                "lookup",
                lookup="workshop",
                where=lambda place: WorkshopOrder.workshop_id == place,
            ),
            Filter(
                "state",
                _l("State"),
                "choice",
                choices=WORKSHOP_STATES,
                where=lambda wanted: (
                    workshops.workshop_orders_select(on=context.today()).selected_columns["state"] == wanted
                ),
            ),
        ],
        "due_on",
        row_url=lambda row: url_for("old_parts.workshop_order", workshop_order_id=row.id),
        actions=[Action(_l("Workshops"), "list.workshops", "old_parts.read", "tools")],
        scope=lambda session: in_own_stores(WorkshopOrder.store_id, session, context.actor()),
        url="/old-parts/workshop-orders",
        group="service",
        order=63,
        tag="old-parts",
        intro=_l("What workshops repair for us, and when it should be back."),
        empty=_l("Nothing is at a workshop. Judge old parts first, then send those that are to be repaired."),
    )
)


listing(
    Listing(
        "workshops",
        _l("Workshops"),
        "old_parts.read",
        lambda _session, _filters: workshops.workshops_select(on=context.today()),
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Repairs for")),
            Column("contact", _l("Contact person")),
            Column("phone", _l("Phone")),
            Column("address", _l("Address")),
            Column("email", _l("E-mail"), shown=False),
            Column("open_orders", _l("Orders there"), "number"),
            Column("overdue_orders", _l("Overdue"), "number"),
            Column("quantity", _l("Quantity there"), "quantity"),
            Column("active", _l("In use"), "flag"),
        ],
        [Filter("q", _l("Code or name"), where=_workshop_named)],
        "code",
        row_url=lambda row: url_for("old_parts.workshop", workshop_id=row.id),
        actions=[Action(_l("Add a workshop"), "old_parts.new_workshop", "parts.write")],
        scope=lambda session: in_own_stores(Location.store_id, session, context.actor()),
        url="/old-parts/workshops",
        group="service",
        order=64,
        tag="old-parts",
        intro=_l("Who repairs old parts for us, where they are, and what they have."),
        empty=_l("There is no workshop yet."),
    )
)


def _workshops_late(session: Session, actor: Actor) -> int:
    mine = in_own_stores(WorkshopOrder.store_id, session, actor)
    late = (WorkshopOrder.state == "sent") & (WorkshopOrder.due_on < context.today())
    return session.scalar(select(func.count()).select_from(WorkshopOrder).where(late, mine)) or 0


queue(
    "workshops_late",
    ("keeper", "supervisor"),
    _l("Overdue at workshops"),
    count=_workshops_late,
    endpoint="list.workshop_orders",
    icon="tools",
    order=68,
    urgent=True,
    state="overdue",
)
