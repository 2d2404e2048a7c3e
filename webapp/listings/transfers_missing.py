"""List what is on its way, what did not arrive, and the limits of vans; put what waits on the home pages."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from inventory.queries.transit import in_transit_select, settlements_select, van_limits_select
from inventory.tables import LimitSignature, Part, Transfer, TransferSettlement, VanLimit
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.listings.transfers import STATES, TONES
from webapp.queues import queue
from webapp.scopes import in_own_stores

SETTLEMENT_STATES = {"asked": _l("waits for approval"), "posted": _l("settled"), "refused": _l("refused")}
SETTLEMENT_TONES = {"asked": "warning", "posted": "success", "refused": "danger"}
SHORT_CAUSES = {"found": _l("found late"), "sent_back": _l("sent back"), "lost": _l("lost on the way")}


def _at_own_end(session: Session) -> ColumnElement[bool]:
    actor = context.actor()
    return in_own_stores(Transfer.from_store_id, session, actor) | in_own_stores(Transfer.to_store_id, session, actor)


listing(
    Listing(
        "in_transit",
        _l("Goods in transit"),
        "stock.read",
        lambda _session, _filters: in_transit_select(),
        [
            Column("transfer_number", _l("Transfer")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("from_code", _l("From")),
            Column("to_code", _l("To")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("quantity", _l("On the way"), "quantity", unit="unit"),
            Column("sent_at", _l("Sent at"), "instant"),
        ],
        [
            Filter("q", _l("Transfer"), where=lambda text: Transfer.number.icontains(text, autoescape=True)),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
            Filter(
                "store",
                _l("Store"),
                "store",
                where=lambda store: or_(Transfer.from_store_id == store, Transfer.to_store_id == store),
            ),
        ],
        "sent_at",
        row_url=lambda row: url_for("transfers.show", transfer_id=row.transfer_id),
        scope=_at_own_end,
        url="/transfers/in-transit",
        group="stock",
        order=41,
        tag="transfers",
        intro=_l("Sent and not yet received: these goods are in no store. What is missing stays here until settled."),
        empty=_l("Nothing is on its way."),
    )
)

listing(
    Listing(
        "transfer_settlements",
        _l("Goods that did not arrive"),
        "stock.read",
        lambda _session, _filters: settlements_select(),
        [
            Column("transfer_number", _l("Transfer")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("cause", _l("What became of it"), "state", choices=SHORT_CAUSES),
            Column("state", _l("State"), "state", choices=SETTLEMENT_STATES, tones=SETTLEMENT_TONES),
            Column("note", _l("What was found out")),
            Column("by_name", _l("By")),
            Column("at", _l("At"), "instant"),
            Column("decided_by", _l("Decided by")),
        ],
        [
            Filter("q", _l("Transfer"), where=lambda text: Transfer.number.icontains(text, autoescape=True)),
            Filter(
                "state",
                _l("State"),
                "choice",
                choices=SETTLEMENT_STATES,
                where=lambda state: TransferSettlement.state == state,
            ),
            Filter(
                "cause",
                _l("What became of it"),
                "choice",
                choices=SHORT_CAUSES,
                where=lambda cause: TransferSettlement.cause == cause,
            ),
        ],
        "-at",
        row_url=lambda row: url_for("transfers.show", transfer_id=row.transfer_id),
        scope=_at_own_end,
        url="/transfers/missing",
        group="stock",
        order=42,
        tag="transfers",
        intro=_l("Each piece that was sent and did not arrive gets a cause. A loss is approved by another person."),
        empty=_l("Everything that was sent has arrived."),
    )
)

listing(
    Listing(
        "van_limits",
        _l("Limits of vans"),
        "stock.read",
        lambda _session, _filters: van_limits_select(),
        [
            Column("van_code", _l("Van")),
            Column("engineer", _l("Engineer")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("most", _l("At most in the van"), "quantity", unit="unit"),
            Column("there", _l("In the van or on its way"), "quantity"),
            Column("room", _l("Still fits"), "quantity"),
        ],
        [
            Filter("van", _l("Van"), "lookup", lookup="van", where=lambda van: VanLimit.van_id == van),
            Filter("part", _l("Part"), "part", where=lambda part: VanLimit.part_id == part),
        ],
        "van_code",
        row_url=lambda row: url_for("van_limits.show", van_id=row.van_id),
        actions=[Action(_l("Stock in the van"), "list.van_stock", "stock.read", "truck")],
        scope=lambda session: in_own_stores(VanLimit.van_id, session, context.actor()),
        url="/vans/limits",
        group="stock",
        order=46,
        tag="places",
        intro=_l("No transfer takes a van beyond these, unless a supervisor signs it."),
        empty=_l("No van has a limit yet. Open a van under Places to set one."),
    )
)


def _unsigned() -> Any:
    signed = select(LimitSignature.id).where(LimitSignature.transfer_id == Transfer.id).exists()
    return (
        select(func.count())
        .select_from(Transfer)
        .where(Transfer.state == "requested", Transfer.beyond_reason != "", ~signed)
    )


def _losses(session: Session, _actor: Actor) -> int:
    asked = select(func.count()).select_from(TransferSettlement).where(TransferSettlement.state == "asked")
    return session.scalar(asked) or 0


queue(
    "losses_to_approve",
    ("supervisor",),
    _l("Losses on the way to approve"),
    count=_losses,
    endpoint="list.transfer_settlements",
    icon="question-diamond",
    order=43,
    urgent=True,
    state="asked",
)
queue(
    "transfers_beyond_limit",
    ("supervisor",),
    _l("Transfers beyond a van's limit to sign"),
    count=lambda session, _actor: session.scalar(_unsigned()) or 0,
    endpoint="list.transfers",
    icon="pen",
    order=44,
    beyond="yes",
)
