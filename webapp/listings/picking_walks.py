"""List asks to leave the order, shelves found short, walks and hand-overs; put what waits on the home pages."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.places import LocationKind, MovementKind
from inventory.queries.picks import (
    fifo_asks_select,
    handovers_select,
    short_picks_select,
    uncounted,
    waves_select,
)
from inventory.tables import (
    FifoAsk,
    Handover,
    HandoverPosting,
    Location,
    Movement,
    Part,
    PartRequest,
    PickWave,
    Posting,
    ShortPick,
    WorkOrder,
)
from kernel.amounts import Quantity
from kernel.tables import Person
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores, own_stores, own_work_orders

ASK_STATES = {
    "asked": _l("waits for a signature"),
    "signed": _l("signed"),
    "refused": _l("refused"),
    "withdrawn": _l("withdrawn"),
}
ASK_TONES = {"asked": "warning", "signed": "success", "refused": "danger", "withdrawn": "secondary"}
WAVE_STATES = {"open": _l("on the way"), "done": _l("walk ended"), "cancelled": _l("given up")}
WAVE_TONES = {"open": "primary", "done": "success", "cancelled": "secondary"}


def _own_requests(session: Session) -> ColumnElement[bool]:
    return in_own_stores(PartRequest.store_id, session, context.actor())


listing(
    Listing(
        "fifo_asks",
        _l("Exceptions asked for"),
        "stock.issue",
        lambda _session, _filters: fifo_asks_select(),
        [
            Column("asked_at", _l("Asked at"), "instant"),
            Column("state", _l("State"), "state", choices=ASK_STATES, tones=ASK_TONES),
            Column("work_order", _l("Work order")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("lot", _l("Lot")),
            Column("reason", _l("Reason")),
            Column("asked_by", _l("Asked by")),
            Column("decided_by", _l("Decided by")),
            Column("answer", _l("Why it is refused"), shown=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=ASK_STATES, where=lambda state: FifoAsk.state == state),
            Filter("work_order", _l("Work order"), "lookup", lookup="work_order", where=lambda v: WorkOrder.id == v),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
        ],
        "-asked_at",
        row_url=lambda row: url_for("picking_asks.show", fifo_ask_id=row.id),
        actions=[Action(_l("Signed exceptions"), "list.fifo_exceptions", "stock.read", "pen")],
        scope=_own_requests,
        group="stock",
        order=69,
        tag="stock",
        also=("fifo.sign",),
        intro=_l("A keeper asks to take a lot before an older one; another person signs it or refuses it."),
        empty=_l("Nobody has asked for an exception: everything goes first in, first out."),
    )
)

listing(
    Listing(
        "short_picks",
        _l("Shelves found short"),
        "stock.issue",
        lambda _session, _filters: short_picks_select(),
        [
            Column("at", _l("At"), "instant"),
            Column("place", _l("Place")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("lot", _l("Lot")),
            Column("wanted", _l("To take"), "quantity", unit="unit"),
            Column("found", _l("Found there"), "quantity"),
            Column("missing", _l("Missing"), "quantity"),
            Column("work_order", _l("Work order")),
            Column("reason", _l("Reason")),
            Column("by_name", _l("By")),
            Column("open", _l("Waits for a count"), "flag"),
        ],
        [
            Filter(
                "open",
                _l("Waits for a count"),
                "flag",
                where=lambda yes: uncounted() if yes else ~uncounted(),
            ),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
            Filter("store", _l("Store"), "store", where=lambda store: PartRequest.store_id == store),
        ],
        "-at",
        row_url=lambda row: url_for("picking.pick", part_request_id=row.part_request_id),
        scope=_own_requests,
        url="/picking/short",
        group="stock",
        order=34,
        tag="stock",
        intro=_l(
            "A keeper found less than the book has. The place is proposed for a count; until then the rest waits."
        ),
        empty=_l("Every shelf held what the book said."),
    )
)

listing(
    Listing(
        "pick_waves",
        _l("Walks of keepers"),
        "stock.issue",
        lambda _session, _filters: waves_select(),
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=WAVE_STATES, tones=WAVE_TONES),
            Column("store_code", _l("Store")),
            Column("keeper", _l("Keeper")),
            Column("requests", _l("Requests"), "number"),
            Column("waiting", _l("Still to pick"), "number"),
            Column("started_at", _l("Set out at"), "instant"),
            Column("closed_at", _l("Ended at"), "instant"),
        ],
        [
            Filter("state", _l("State"), "choice", choices=WAVE_STATES, where=lambda state: PickWave.state == state),
            Filter("store", _l("Store"), "store", where=lambda store: PickWave.store_id == store),
        ],
        "-number",
        row_url=lambda row: url_for("picking_waves.show", pick_wave_id=row.id),
        actions=[Action(_l("Picks waiting"), "list.pick_queue", "stock.issue", "cart-check")],
        scope=lambda session: in_own_stores(PickWave.store_id, session, context.actor()),
        url="/picking/waves",
        group="stock",
        order=33,
        tag="stock",
        intro=_l("One way through the bins for many work orders. What a walk took on is held for it until it ends."),
        empty=_l("Nobody has set out yet. Choose several picks that wait and set out."),
    )
)

listing(
    Listing(
        "handovers",
        _l("Hand-overs"),
        "requests.read",
        lambda _session, _filters: handovers_select(),
        [
            Column("number", _l("Number")),
            Column("work_order", _l("Work order")),
            Column("handed_at", _l("Handed over at"), "instant"),
            Column("handed_by", _l("Handed over by")),
            Column("received_by", _l("Received by")),
            Column("issues", _l("Issues"), "number"),
            Column("note", _l("Note"), shown=False),
        ],
        [
            Filter("q", _l("Number"), where=lambda text: Handover.number.icontains(text, autoescape=True)),
            Filter("work_order", _l("Work order"), "lookup", lookup="work_order", where=lambda v: WorkOrder.id == v),
            Filter(
                "person", _l("Received by"), "lookup", lookup="person", where=lambda v: Handover.received_by_id == v
            ),
        ],
        "-number",
        row_url=lambda row: url_for("handing_over.done", handover_id=row.id),
        scope=lambda _session: own_work_orders(context.actor()),
        url="/hand-overs",
        group="stock",
        order=37,
        tag="stock",
        intro=_l("Who received what was issued, with the signature. Each opens as its issue slip 领料签收单."),
        empty=_l("Nothing was handed over against a signature yet."),
    )
)


def unsigned_select() -> Select[Any]:
    """List open work orders with issues out of bins that nobody has signed for."""
    undone = aliased(Movement)
    issues = (
        select(func.count(Posting.id))
        .where(
            Posting.reference == WorkOrder.number,
            Posting.kind == "issue",
            ~select(HandoverPosting.id).where(HandoverPosting.posting_id == Posting.id).exists(),
            select(Movement.id)
            .join(Location, Location.id == Movement.from_location_id)
            .where(
                Movement.posting_id == Posting.id,
                Movement.kind == str(MovementKind.ISSUE),
                Location.kind == str(LocationKind.BIN),
                ~select(undone.id).where(undone.reverses_id == Movement.id).exists(),
            )
            .exists(),
        )
        .correlate(WorkOrder)
        .scalar_subquery()
    )
    return (
        select(
            WorkOrder.id.label("id"),
            WorkOrder.number.label("number"),
            Person.name.label("engineer"),
            issues.label("issues"),
            WorkOrder.opened_at.label("opened_at"),
        )
        .outerjoin(Person, Person.id == WorkOrder.engineer_id)
        .where(WorkOrder.state == "open", issues > 0)
    )


def _from_own_stores(session: Session) -> ColumnElement[bool]:
    asked = select(PartRequest.id).where(
        PartRequest.work_order_id == WorkOrder.id, PartRequest.issued > Quantity.zero()
    )
    return asked.where(in_own_stores(PartRequest.store_id, session, context.actor())).exists()


listing(
    Listing(
        "to_hand_over",
        _l("Issued parts to hand over"),
        "stock.issue",
        lambda _session, _filters: unsigned_select(),
        [
            Column("number", _l("Work order")),
            Column("engineer", _l("Engineer")),
            Column("issues", _l("Issues"), "number"),
            Column("opened_at", _l("Opened at"), "instant"),
        ],
        [Filter("q", _l("Number"), where=lambda text: WorkOrder.number.icontains(text, autoescape=True))],
        "number",
        row_url=lambda row: url_for("handing_over.hand_over", work_order_id=row.id),
        scope=_from_own_stores,
        url="/hand-overs/waiting",
        group="stock",
        order=36,
        tag="stock",
        intro=_l("Picked and issued, and nobody has signed for it yet."),
        empty=_l("Everything that was issued is handed over."),
    )
)


def _asked(session: Session, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(FifoAsk).where(FifoAsk.state == "asked")) or 0


def _short(session: Session, actor: Actor) -> int:
    listed = select(func.count()).select_from(ShortPick)
    listed = listed.join(PartRequest, PartRequest.id == ShortPick.part_request_id)
    return session.scalar(listed.where(uncounted(), in_own_stores(PartRequest.store_id, session, actor))) or 0


def _unsigned(session: Session, actor: Actor) -> int:
    own = own_stores(session, actor)
    if own is not None and not own:
        return 0
    listed = unsigned_select().where(_from_own_stores(session))
    return session.scalar(select(func.count()).select_from(listed.subquery())) or 0


def _walks(session: Session, actor: Actor) -> int:
    mine = select(func.count()).select_from(PickWave)
    return session.scalar(mine.where(PickWave.state == "open", PickWave.keeper_id == actor.id)) or 0


queue(
    "fifo_asks",
    ("supervisor",),
    _l("Exceptions to sign"),
    count=_asked,
    endpoint="list.fifo_asks",
    icon="pen",
    order=21,
    urgent=True,
    state="asked",
)
queue(
    "walks",
    ("keeper",),
    _l("My walks under way"),
    count=_walks,
    endpoint="list.pick_waves",
    icon="signpost-split",
    order=19,
    state="open",
)
queue(
    "short_picks",
    ("keeper", "supervisor"),
    _l("Shelves found short"),
    count=_short,
    endpoint="list.short_picks",
    icon="question-diamond",
    order=22,
    open="yes",
)
queue(
    "to_hand_over",
    ("keeper",),
    _l("Issued parts to hand over"),
    count=_unsigned,
    endpoint="list.to_hand_over",
    icon="person-check",
    order=23,
)
