"""List what has passed inspection and waits for its bin."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.queries import putaway_select
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores

listing(
    Listing(
        "putaway",
        _l("Putaways waiting"),
        "putaway.write",
        lambda _session, _filters: putaway_select().add_columns(Lot.id.label("id")),
        [
            Column("lot_number", _l("Lot")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("on_hand", _l("To put away"), "quantity", unit="unit"),
            Column("location_code", _l("Lies in")),
            Column("reference", _l("Document")),
            Column("serial_number", _l("Serial"), shown=False),
            Column("expires_on", _l("Expires"), "date"),
            Column("received_on", _l("Received"), "date"),
            Column("since_at", _l("Waits since"), "instant"),
        ],
        [
            Filter(
                "q",
                _l("Lot, part or document"),
                where=lambda text: (
                    Lot.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                    | Lot.reference.icontains(text, autoescape=True)
                ),
            ),
            Filter("store", _l("Store"), "store", where=lambda store: Balance.store_id == store),
        ],
        "received_on",
        row_url=lambda row: url_for("putaway.put", location_id=row.location_id, lot_id=row.lot_id),
        actions=[
            Action(_l("Put the next away"), "putaway.begin", "putaway.write", "play-fill"),
            Action(_l("Print a putaway list"), "putaway.paper", "putaway.write", "printer"),
            Action(_l("Move between bins"), "putaway.relocate", "stock.move", "arrow-left-right"),
        ],
        bulk=[BulkAction(_l("Print a list of the chosen"), "putaway.print_chosen", "putaway.write", "printer")],
        scope=lambda session: in_own_stores(Balance.store_id, session, context.actor()),
        group="receiving",
        order=50,
        tag="stock",
        intro=_l("What has passed inspection and lies in staging. In its bin it becomes stock and serves who waits."),
        empty=_l("Nothing to put away. Goods come here once an inspector has passed them."),
    )
)


def _waiting(session: Session, actor: Actor) -> int:
    lying = select(func.count()).select_from(Balance).join(Location, Location.id == Balance.location_id)
    mine = in_own_stores(Balance.store_id, session, actor)
    return session.scalar(lying.where(Location.kind == "staging", Balance.on_hand > Quantity.zero(), mine)) or 0


queue(
    "putaways",
    ("keeper",),
    _l("Putaways waiting"),
    count=_waiting,
    endpoint="list.putaway",
    icon="box-arrow-in-up",
    order=15,
)
