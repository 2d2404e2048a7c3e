"""List market notes, price alerts, the sale price list and its changes; count what waits."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import Part
from kernel.tables import Person
from procurement.tables import MarketPrice, PriceAlert, SalePrice
from webapp.context import Actor
from webapp.i18n import percent
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.supplier_words import (
    ALERT_BASES,
    ALERT_KINDS,
    ALERT_TONES,
    SALE_MAKERS,
    SALE_STATES,
    SALE_TONES,
)

PART = (Part.number.label("part_number"), Part.name_zh.label("name_zh"), Part.name_en.label("name_en"))

listing(
    Listing(
        "market_prices",
        _l("Market prices"),
        "prices.read",
        lambda _session, _filters: (
            select(
                MarketPrice.id.label("id"),
                MarketPrice.part_id,
                *PART,
                MarketPrice.unit_price_cny,
                MarketPrice.noted_on,
                MarketPrice.source,
                MarketPrice.note,
                Person.name.label("noted_by"),
            )
            .join(Part, Part.id == MarketPrice.part_id)
            .join(Person, Person.id == MarketPrice.noted_by_id)
        ),
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("unit_price_cny", _l("Unit price"), "money"),
            Column("noted_on", _l("Day of the price"), "date"),
            Column("source", _l("Source")),
            Column("noted_by", _l("By"), shown=False),
            Column("note", _l("Note")),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: MarketPrice.part_id == part),
            Filter("q", _l("Source"), where=lambda text: MarketPrice.source.icontains(text, autoescape=True)),
        ],
        "-noted_on",
        row_url=lambda row: url_for("prices.part", part_id=row.part_id),
        actions=[Action(_l("Note a market price"), "prices.note", "suppliers.write")],
        group="buying",
        order=52,
        tag="prices",
        empty=_l("No market price noted yet. Note one, or import a file of them."),
    )
)


def _open(yes: bool) -> ColumnElement[bool]:  # noqa: FBT001  as filters give it
    return PriceAlert.acknowledged_at.is_(None) if yes else PriceAlert.acknowledged_at.is_not(None)


listing(
    Listing(
        "price_alerts",
        _l("Price alerts"),
        "prices.read",
        lambda _session, _filters: (
            select(
                PriceAlert.id.label("id"),
                *PART,
                PriceAlert.kind,
                PriceAlert.basis,
                PriceAlert.happened_on,
                PriceAlert.found_on,
                PriceAlert.source,
                PriceAlert.reference,
                PriceAlert.old_price_cny,
                PriceAlert.new_price_cny,
                PriceAlert.figure_bp,
                PriceAlert.acknowledged_at,
                Person.name.label("acknowledged_by"),
                PriceAlert.reason,
            )
            .join(Part, Part.id == PriceAlert.part_id)
            .outerjoin(Person, Person.id == PriceAlert.acknowledged_by_id)
        ),
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Alert"), "state", choices=ALERT_KINDS, tones=ALERT_TONES),
            Column("basis", _l("Found in"), "state", choices=ALERT_BASES),
            Column("figure", _l("Change or swing"), value=lambda row: percent(row.figure_bp / 10_000, 1), sort=False),
            Column("old_price_cny", _l("Compared with"), "money"),
            Column("new_price_cny", _l("New price"), "money"),
            Column("happened_on", _l("Day of the price"), "date"),
            Column("source", _l("Supplier or source")),
            Column("reference", _l("Order or source"), shown=False),
            Column("acknowledged_at", _l("Looked at"), "instant"),
            Column("acknowledged_by", _l("By"), shown=False),
            Column("reason", _l("What was found")),
        ],
        [
            Filter("open", _l("Not looked at yet"), "flag", where=_open),
            Filter("kind", _l("Alert"), "choice", choices=ALERT_KINDS, where=lambda kind: PriceAlert.kind == kind),
            Filter("part", _l("Part"), "part", where=lambda part: PriceAlert.part_id == part),
        ],
        "-happened_on",
        row_url=lambda row: url_for("prices.alert", price_alert_id=row.id),
        actions=[Action(_l("Watch prices now"), "prices.watch", "suppliers.write", "graph-up-arrow")],
        group="buying",
        order=53,
        tag="prices",
        intro=_l("Prices that jumped against the last one or the median of the months before, or that swing widely."),
        empty=_l("No alert. Prices are watched every night."),
    )
)

_proposer, _decider = aliased(Person), aliased(Person)

listing(
    Listing(
        "sale_prices",
        _l("Sale prices"),
        "prices.read",
        lambda _session, _filters: (
            select(
                SalePrice.id.label("id"),
                SalePrice.part_id,
                *PART,
                SalePrice.unit_price_cny,
                SalePrice.from_on,
                SalePrice.state,
                SalePrice.made_by,
                SalePrice.cost_cny,
                SalePrice.margin_bp,
                SalePrice.reason,
                SalePrice.proposed_at,
                _proposer.name.label("proposed_by"),
                _decider.name.label("decided_by"),
                SalePrice.decided_note,
            )
            .join(Part, Part.id == SalePrice.part_id)
            .join(_proposer, _proposer.id == SalePrice.proposed_by_id)
            .outerjoin(_decider, _decider.id == SalePrice.decided_by_id)
        ),
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("unit_price_cny", _l("Sale price out of warranty"), "money"),
            Column("from_on", _l("Holds from"), "date"),
            Column("state", _l("State"), "state", choices=SALE_STATES, tones=SALE_TONES),
            Column("made_by", _l("Made"), "state", choices=SALE_MAKERS),
            Column("cost_cny", _l("Cost"), "money"),
            Column(
                "margin",
                _l("Mark-up"),
                value=lambda row: "" if row.margin_bp is None else percent(row.margin_bp / 10_000, 1),
                sort=False,
            ),
            Column("proposed_by", _l("Proposed by")),
            Column("proposed_at", _l("Proposed"), "instant", shown=False),
            Column("decided_by", _l("Decided by")),
            Column("reason", _l("Reason"), shown=False),
            Column("decided_note", _l("Why refused"), shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: SalePrice.part_id == part),
            Filter("state", _l("State"), "choice", choices=SALE_STATES, where=lambda v: SalePrice.state == v),
            Filter("q", _l("Part number"), where=lambda text: Part.number.icontains(text, autoescape=True)),
        ],
        "-from_on",
        row_url=lambda row: url_for("prices.sale_price", sale_price_id=row.id),
        actions=[
            Action(_l("Propose a sale price"), "prices.propose", "sale_prices.write"),
            Action(_l("Propose prices by the rule"), "prices.by_rule", "sale_prices.write", "calculator"),
        ],
        bulk=[
            BulkAction(
                _l("Approve the chosen"), "prices.approve_chosen", "sale_prices.approve", confirm=_l("Approve these?")
            )
        ],
        group="buying",
        order=54,
        tag="prices",
        intro=_l("In warranty a part is free; out of warranty the approved price of the day holds."),
        empty=_l("No sale price yet. Without one a part costs what it cost the house with the usual mark-up."),
    )
)


def _count(table: type[PriceAlert | SalePrice], where: ColumnElement[bool], session: Session) -> int:
    return session.scalar(select(func.count()).select_from(table).where(where)) or 0


def _alerts(session: Session, _actor: Actor) -> int:
    return _count(PriceAlert, PriceAlert.acknowledged_at.is_(None), session)


def _proposed(session: Session, _actor: Actor) -> int:
    return _count(SalePrice, SalePrice.state == "open", session)


queue(
    "price_alerts",
    "buyer",
    _l("Price alerts"),
    count=_alerts,
    endpoint="list.price_alerts",
    icon="graph-up-arrow",
    order=47,
    open="yes",
)
queue(
    "sale_prices",
    "supervisor",
    _l("Sale prices to approve"),
    count=_proposed,
    endpoint="list.sale_prices",
    icon="tags",
    order=48,
    state="open",
)
