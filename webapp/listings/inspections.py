"""List what waits in the hold, oldest first, and every inspection; put the hold on the inspector's home page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import g, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from inventory.tables import Location, Lot, Part
from kernel.settings import setting
from receiving.queries import inspections as queries
from receiving.settings import HOLD_WARN_HOURS
from receiving.tables import Arrival, Inspection
from webapp import context
from webapp.context import Actor
from webapp.i18n import since
from webapp.listing import BulkAction, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.receiving_words import INSPECTION_STATES, INSPECTION_TONES, SEVERITIES, SEVERITY_TONES
from webapp.scopes import in_own_stores

WAITING_SINCE = func.coalesce(Arrival.registered_at, Lot.created_at, type_=Lot.created_at.type)
HOLD_STATES = {
    "own": _l("you ordered it"),
    "begun": _l("begun"),
    "overdue": _l("waits too long"),
    "waiting": _l("waits"),
}
HOLD_TONES = {"own": "secondary", "begun": "primary", "overdue": "danger", "waiting": "warning"}


def warned_before() -> datetime:
    """Return the instant before which goods that still wait have waited too long."""
    if "hold_warn_hours" not in g:
        g.hold_warn_hours = float(setting(context.session(), HOLD_WARN_HOURS, context.today()))
    return context.now() - timedelta(hours=g.hold_warn_hours)


def _hold(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.waiting_select().add_columns(Lot.id.label("id"))


def _state(row: Any) -> str:
    if row.bought_by_id == context.actor().id:
        return "own"
    if row.inspection_id is not None:
        return "begun"
    return "overdue" if row.waiting_since < warned_before() else "waiting"


def _overdue(wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 - a filter's value
    late = warned_before() > WAITING_SINCE
    return late if wanted else ~late


def _row_url(row: Any) -> str:
    if row.inspection_id is not None:
        return url_for("inspections.show", inspection_id=row.inspection_id)
    return url_for("inspections.lot", lot_id=row.lot_id)


listing(
    Listing(
        "hold",
        _l("To inspect"),
        "inspection.read",
        _hold,
        [
            Column("lot_number", _l("Lot")),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("pending", _l("Pending"), "quantity", value=lambda row: row.together, sort_by="together"),
            Column(
                "waiting_since", _l("Waits since"), value=lambda row: since(row.waiting_since), sort_by="waiting_since"
            ),
            Column("state", _l("State"), "state", value=_state, choices=HOLD_STATES, tones=HOLD_TONES),
            Column("arrival_number", _l("Arrival")),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("hold_code", _l("Hold"), shown=False),
            Column("serial_number", _l("Serial number"), shown=False),
            Column("expires_on", _l("Expires"), "date", shown=False),
        ],
        [
            Filter(
                "q",
                _l("Lot, part or arrival"),
                where=lambda text: (
                    Lot.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                    | Arrival.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("overdue", _l("Waits too long"), "flag", where=_overdue),
            Filter(
                "opening",
                _l("Opening stock"),
                "flag",
                where=lambda yes: Arrival.id.is_(None) if yes else Arrival.id.is_not(None),
            ),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Arrival.supplier_id == row),
            Filter("store", _l("Store"), "store", where=lambda row: Location.store_id == row),
        ],
        "waiting_since",
        row_url=_row_url,
        bulk=[
            BulkAction(
                _l("Pass the chosen opening stock"),
                "inspections.pass_opening",
                "inspection.write",
                "check2-all",
                _l("Pass all chosen lots of opening stock as a whole?"),
            )
        ],
        scope=lambda session: in_own_stores(Location.store_id, session, context.actor()),
        url="/inspections/hold",
        group="receiving",
        order=30,
        tag="inspections",
        intro=_l("What lies in the hold, the oldest first. It is no stock until it has passed."),
        empty=_l("The hold is empty: everything that came is judged."),
    )
)


def _inspections(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.inspections_select().add_columns(Inspection.id.label("id"))


listing(
    Listing(
        "inspections",
        _l("Inspections"),
        "inspection.read",
        _inspections,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=INSPECTION_STATES, tones=INSPECTION_TONES),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("lot_number", _l("Lot")),
            Column("passed", _l("Passed"), "quantity"),
            Column("failed", _l("Failed"), "quantity"),
            Column("severity", _l("Worst defect"), "state", choices=SEVERITIES, tones=SEVERITY_TONES),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("arrival_number", _l("Arrival")),
            Column("decided_by", _l("Inspector")),
            Column("decided_at", _l("Decided at"), "instant"),
            Column("reason", _l("What is wrong"), shown=False),
        ],
        [
            Filter(
                "q",
                _l("Number, lot, part or arrival"),
                where=lambda text: (
                    Inspection.number.icontains(text, autoescape=True)
                    | Lot.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                    | Arrival.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("state", _l("State"), "choice", choices=INSPECTION_STATES, where=lambda s: Inspection.state == s),
            Filter(
                "severity", _l("Worst defect"), "choice", choices=SEVERITIES, where=lambda s: Inspection.severity == s
            ),
            Filter("part", _l("Part"), "part", where=lambda row: Part.id == row),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Arrival.supplier_id == row),
        ],
        "-number",
        row_url=lambda row: url_for("inspections.show", inspection_id=row.id),
        scope=lambda session: in_own_stores(Arrival.store_id, session, context.actor()),
        group="receiving",
        order=40,
        tag="inspections",
        intro=_l("Every verdict with its findings and photos."),
        empty=_l("No inspections yet. They begin from the list of what waits in the hold."),
    )
)


def _waiting(*, overdue: bool = False) -> Callable[[Session, Actor], int]:
    def count(session: Session, actor: Actor) -> int:
        rows = queries.waiting_select().where(
            in_own_stores(Location.store_id, session, actor), Lot.brought_by_id != actor.id
        )
        found = rows.where(_overdue(True)) if overdue else rows
        return session.scalar(select(func.count()).select_from(found.subquery())) or 0

    return count


queue(
    "hold",
    ("inspector",),
    _l("To inspect"),
    count=_waiting(),
    endpoint="list.hold",
    icon="search",
    order=10,
)
queue(
    "hold_overdue",
    ("inspector", "supervisor"),
    _l("Waits too long in the hold"),
    count=_waiting(overdue=True),
    endpoint="list.hold",
    icon="hourglass-split",
    order=11,
    urgent=True,
    overdue="yes",
)
