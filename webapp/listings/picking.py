"""List what is ready to be picked, in the order of service, and the exceptions from first in, first out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.queries import waiting_select
from inventory.queries.picks import uncounted
from inventory.tables import FifoException, Lot, Movement, Part, PartRequest, Reservation, ShortPick, WorkOrder
from kernel.amounts import Quantity
from kernel.tables import Person
from webapp import context
from webapp.commands_of.requests import URGENCIES
from webapp.context import Actor
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.listings.requests import URGENCY_TONES, urgency_order
from webapp.queues import queue
from webapp.scopes import in_own_stores

ZERO = Quantity.zero()


def ready_select() -> Select[Any]:
    """Return the requests of which something can be picked now, with the turn of each."""
    listed = waiting_select().order_by(None)
    serving = (urgency_order(PartRequest.urgency), PartRequest.asked_at, PartRequest.id)
    waits = select(ShortPick.id).where(ShortPick.part_request_id == PartRequest.id, uncounted()).exists()
    return listed.where(listed.selected_columns["reserved"] > ZERO, ~waits).add_columns(
        PartRequest.id.label("id"), func.row_number().over(order_by=serving).label("turn")
    )


listing(
    Listing(
        "pick_queue",
        _l("Picks waiting"),
        "stock.issue",
        lambda _session, _filters: ready_select(),
        [
            Column("turn", _l("Turn"), "number"),
            Column("work_order_number", _l("Work order")),
            Column(
                "urgency",
                _l("Urgency"),
                "state",
                value=lambda row: row.urgency,
                sort_by="urgency_rank",
                choices=URGENCIES,
                tones=URGENCY_TONES,
            ),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("reserved", _l("To pick"), "quantity", unit="unit"),
            Column("backordered", _l("Back-ordered"), "quantity"),
            Column("store_code", _l("Store")),
            Column("engineer", _l("Engineer")),
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
            Filter("store", _l("Store"), "store", where=lambda store: PartRequest.store_id == store),
            Filter("work_order", _l("Work order"), "lookup", lookup="work_order", where=lambda v: WorkOrder.id == v),
            Filter("urgency", _l("Urgency"), "choice", choices=URGENCIES, where=lambda v: PartRequest.urgency == v),
        ],
        "turn",
        row_url=lambda row: url_for("picking.pick", part_request_id=row.id),
        actions=[Action(_l("Pick the next"), "picking.begin", "stock.issue", "play-fill")],
        bulk=[
            BulkAction(_l("Set out for the chosen"), "picking_waves.begin", "stock.issue", "signpost-split"),
            BulkAction(_l("Pick the chosen"), "picking.walk", "stock.issue", "cart-check"),
            BulkAction(_l("Print a pick list"), "picking.print_chosen", "stock.issue", "printer"),
        ],
        scope=lambda session: in_own_stores(PartRequest.store_id, session, context.actor()),
        url="/picking",
        group="stock",
        order=32,
        tag="stock",
        intro=_l("In the order of service: the more urgent first, then the older. Choose several for one walk."),
        empty=_l("Nothing to pick. What is asked for and in stock appears here by itself."),
    )
)


def _exceptions(_session: Session, _filters: Mapping[str, Any]) -> Any:
    asker, signer = aliased(Person), aliased(Person)
    return (
        select(
            FifoException.id.label("id"),
            FifoException.signed_at.label("signed_at"),
            WorkOrder.id.label("work_order_id"),
            WorkOrder.number.label("work_order"),
            Part.number.label("number"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            Lot.number.label("lot"),
            FifoException.reason.label("reason"),
            asker.name.label("asked_by"),
            signer.name.label("signed_by"),
            Movement.id.is_not(None).label("used"),
            Movement.posting_id.label("posting_id"),
        )
        .join(WorkOrder, WorkOrder.id == FifoException.work_order_id)
        .join(Lot, Lot.id == FifoException.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(asker, asker.id == FifoException.asked_by_id)
        .join(signer, signer.id == FifoException.signed_by_id)
        .outerjoin(Movement, Movement.fifo_exception_id == FifoException.id)
    )


listing(
    Listing(
        "fifo_exceptions",
        _l("Exceptions from first in, first out"),
        "stock.read",
        _exceptions,
        [
            Column("signed_at", _l("Signed at"), "instant"),
            Column("work_order", _l("Work order")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("lot", _l("Lot")),
            Column("reason", _l("Reason")),
            Column("asked_by", _l("Asked by")),
            Column("signed_by", _l("Signed by")),
            Column("used", _l("Used"), "flag"),
        ],
        [
            Filter("work_order", _l("Work order"), "lookup", lookup="work_order", where=lambda v: WorkOrder.id == v),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
            Filter(
                "used",
                _l("Used"),
                "flag",
                where=lambda yes: Movement.id.is_not(None) if yes else Movement.id.is_(None),
            ),
        ],
        "-signed_at",
        row_url=lambda row: url_for("requests.work_order", work_order_id=row.work_order_id),
        actions=[Action(_l("Sign an exception"), "picking.sign", "fifo.sign", "pen")],
        group="stock",
        order=70,
        tag="stock",
        intro=_l("Each lets one lot go to one work order before an older lot, once, signed by another person."),
        empty=_l("No exception was ever signed: everything went first in, first out."),
    )
)


def _ready(session: Session, actor: Actor) -> int:
    promised = (
        select(Reservation.part_request_id)
        .distinct()
        .where(Reservation.state == "open", in_own_stores(Reservation.store_id, session, actor))
    )
    waits = select(ShortPick.id).where(ShortPick.part_request_id == Reservation.part_request_id, uncounted()).exists()
    return session.scalar(select(func.count()).select_from(promised.where(~waits).subquery())) or 0


queue(
    "picks",
    ("keeper",),
    _l("Picks waiting"),
    count=_ready,
    endpoint="list.pick_queue",
    icon="cart-check",
    order=20,
)
