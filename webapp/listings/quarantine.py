"""List what lies in quarantine."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.queries import quarantine_select
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores

listing(
    Listing(
        "quarantine",
        _l("Quarantine"),
        "stock.read",
        lambda _session, _filters: quarantine_select().add_columns(Lot.id.label("id")),
        [
            Column("lot_number", _l("Lot")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("on_hand", _l("Quantity"), "quantity", unit="unit"),
            Column("location_code", _l("Lies in")),
            Column("reference", _l("Came with")),
            Column("serial_number", _l("Serial"), shown=False),
            Column("since_at", _l("Lies here since"), "instant"),
        ],
        [
            Filter(
                "q",
                _l("Lot or part"),
                where=lambda text: (
                    Lot.number.icontains(text, autoescape=True) | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("store", _l("Store"), "store", where=lambda store: Balance.store_id == store),
        ],
        "since_at",
        row_url=lambda row: url_for("quarantine.show", location_id=row.location_id, lot_id=row.lot_id),
        actions=[Action(_l("Put goods into quarantine"), "quarantine.new", "stock.move", "exclamation-diamond")],
        scope=lambda session: in_own_stores(Balance.store_id, session, context.actor()),
        group="stock",
        order=50,
        tag="stock",
        intro=_l("Bad goods wait here to go back to their supplier or to be scrapped. Nothing here can be issued."),
        empty=_l("Nothing lies in quarantine."),
    )
)


def _waiting(session: Session, actor: Actor) -> int:
    lying = select(func.count()).select_from(Balance).join(Location, Location.id == Balance.location_id)
    mine = in_own_stores(Balance.store_id, session, actor)
    return session.scalar(lying.where(Location.kind == "quarantine", Balance.on_hand > Quantity.zero(), mine)) or 0


queue(
    "quarantine",
    ("supervisor",),
    _l("Lots in quarantine"),
    count=_waiting,
    endpoint="list.quarantine",
    icon="exclamation-diamond",
    order=60,
)
