"""List frozen lots, and samples of stored lots that are due."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.queries.freezes import freezes_select
from inventory.tables import FrozenLot, Lot, LotFreeze, LotThaw, Part
from receiving.queries.stock_samples import samples_select
from receiving.tables import StockSample
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue

CAUSES = {
    "found": _l("found by somebody"),
    "sister": _l("came with a bad lot"),
    "sample": _l("bad sample"),
    "batch_fault": _l("batch fault"),
}
FREEZE_STATES = {"frozen": _l("frozen"), "free": _l("set free")}
SAMPLE_STATES = {
    "due": _l("to be looked at"),
    "good": _l("all good"),
    "bad": _l("bad: lot frozen"),
    "lapsed": _l("nothing left to look at"),
}

listing(
    Listing(
        "frozen_lots",
        _l("Frozen lots"),
        "stock.read",
        lambda _session, _filters: freezes_select(),
        [
            Column("lot_number", _l("Lot")),
            Column("state", _l("State"), "state", choices=FREEZE_STATES, tones={"frozen": "danger", "free": "success"}),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("there", _l("In the stores"), "quantity", unit="unit"),
            Column("cause", _l("How it came out"), "state", choices=CAUSES),
            Column("reason", _l("Why it is suspect")),
            Column("frozen_by", _l("Frozen by")),
            Column("frozen_at", _l("Frozen at"), "instant"),
            Column("reference", _l("Document"), shown=False),
            Column("thawed_by", _l("Set free by"), shown=False),
            Column("thawed_at", _l("Set free at"), "instant", shown=False),
            Column("thaw_reason", _l("Why it is sound"), shown=False),
        ],
        [
            Filter(
                "state",
                _l("State"),
                "choice",
                choices=FREEZE_STATES,
                where=lambda v: LotThaw.id.is_(None) if v == "frozen" else LotThaw.id.is_not(None),
            ),
            Filter("part", _l("Part"), "part", where=lambda part: LotFreeze.part_id == part),
            Filter("cause", _l("How it came out"), "choice", choices=CAUSES, where=lambda v: LotFreeze.cause == v),
            Filter("q", _l("Lot"), where=lambda text: Lot.number.icontains(text, autoescape=True)),
        ],
        "-frozen_at",
        row_url=lambda row: url_for("stock.lot", lot_id=row.lot_id),
        group="stock",
        order=52,
        tag="lots",
        intro=_l(
            "Nothing of a frozen lot can be issued, promised or sent. Another person than who froze it sets it free."
        ),
        empty=_l("No lot is frozen. Open a lot to freeze it, with the other lots of its delivery if need be."),
    )
)

listing(
    Listing(
        "stock_samples",
        _l("Samples of stored lots"),
        "inspection.read",
        lambda _session, _filters: samples_select(),
        [
            Column("number", _l("Number")),
            Column(
                "state",
                _l("State"),
                "state",
                choices=SAMPLE_STATES,
                tones={"due": "warning", "good": "success", "bad": "danger"},
            ),
            Column("due_on", _l("Due"), "date"),
            Column("lot_number", _l("Lot")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("sample_size", _l("To look at"), "quantity", unit="unit"),
            Column("defective", _l("Defective"), "quantity", unit="unit"),
            Column("inspected_by", _l("Inspector")),
            Column("inspected_at", _l("Inspected at"), "instant", shown=False),
            Column("finding", _l("What is wrong"), shown=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=SAMPLE_STATES, where=lambda v: StockSample.state == v),
            Filter("store", _l("Store"), "store", where=lambda store: StockSample.store_id == store),
            Filter("part", _l("Part"), "part", where=lambda part: Part.id == part),
        ],
        "due_on",
        row_url=lambda row: url_for("stock_samples.show", stock_sample_id=row.id),
        actions=[Action(_l("Find what is due"), "stock_samples.plan", "inspection.write", "calculator")],
        group="receiving",
        order=60,
        tag="lots",
        intro=_l("Lots that have lain long, or bear a risk, are looked at before somebody builds them in."),
        empty=_l("Nothing is due. What is due is found every night by age and risk."),
    )
)


def _due(session: Session, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(StockSample).where(StockSample.state == "due")) or 0


def _frozen(session: Session, _actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(FrozenLot)) or 0


queue(
    "stock_samples",
    ("inspector",),
    _l("Stored lots to look at"),
    count=_due,
    endpoint="list.stock_samples",
    icon="eyedropper",
    order=40,
    state="due",
)
queue(
    "frozen_lots",
    ("supervisor", "quality"),
    _l("Frozen lots"),
    count=_frozen,
    endpoint="list.frozen_lots",
    icon="snow",
    order=65,
    state="frozen",
)
