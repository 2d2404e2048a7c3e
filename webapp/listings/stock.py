"""List stock: by part and store, by lot, as of a day, slow movers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory import queries
from kernel.amounts import Quantity
from webapp import context
from webapp.commands_of.parts import CRITICALITIES
from webapp.i18n import in_language
from webapp.listing import BulkAction, Column, Filter, Listing, listing
from webapp.listings.parts import CLASSES, PLACE_KINDS
from webapp.stock_slices import slices

BIG = 1_000_003
"""Makes one row number of a part and a store, so that pages never share a row."""
SLOW_DAYS = 365


def _stock(_session: Session, filters: Mapping[str, Any], part_ids: tuple[int, ...] | None = None) -> Select[Any]:
    rows = queries.stock_select(
        on=context.today(), store_id=filters.get("store"), part_id=filters.get("part"), part_ids=part_ids
    )
    listed = rows.order_by(None).subquery()
    made = select(listed, (listed.c.part_id * BIG + listed.c.store_id).label("id"))
    if text := filters.get("q"):
        like = [c.icontains(text, autoescape=True) for c in (listed.c.number, listed.c.name_zh, listed.c.name_en)]
        made = made.where(like[0] | like[1] | like[2])
    for name in ("criticality", "abc"):
        if wanted := filters.get(name):
            made = made.where(listed.c[name] == wanted)
    if "short" in filters:
        short = listed.c.backordered > Quantity.zero()
        made = made.where(short if filters["short"] else ~short)
    if "there" in filters:
        there = listed.c.on_hand > Quantity.zero()
        made = made.where(there if filters["there"] else ~there)
    return made


listing(
    Listing(
        "stock",
        _l("Stock"),
        "stock.read",
        _stock,
        [
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("on_hand", _l("On hand"), "quantity", unit="unit"),
            Column("reserved", _l("Reserved"), "quantity", unit="unit"),
            Column("available", _l("Available"), "quantity", unit="unit"),
            Column("backordered", _l("Back-ordered"), "quantity", unit="unit"),
            Column("hold", _l("In the hold"), "quantity", unit="unit"),
            Column("staging", _l("To put away"), "quantity", unit="unit", shown=False),
            Column("in_transit", _l("In transit"), "quantity", unit="unit", shown=False),
            Column("quarantine", _l("In quarantine"), "quantity", unit="unit", shown=False),
            Column("expired", _l("Expired"), "quantity", unit="unit", shown=False),
            Column("frozen", _l("Frozen"), "quantity", unit="unit", shown=False),
            Column("criticality", _l("Criticality"), "state", choices=CRITICALITIES, shown=False),
            Column("value_cny", _l("Value"), "money", permission="prices.read"),
        ],
        [
            Filter("q", _l("Number or name")),
            Filter("store", _l("Store"), "store"),
            Filter("part", _l("Part"), "part"),
            Filter("criticality", _l("Criticality"), "choice", choices=CRITICALITIES),
            Filter("abc", _l("ABC class"), "choice", choices=CLASSES),
            Filter("short", _l("Back-ordered"), "flag"),
            Filter("there", _l("In stock"), "flag"),
        ],
        "number",
        row_url=lambda row: url_for("stock.show", part_id=row.part_id, store_id=row.store_id),
        group="stock",
        order=5,
        tag="stock",
        intro=_l(
            "Available is on hand less reserved, expired and frozen. Goods in the hold are no stock until they have"
            " passed."
        ),
        empty=_l(
            "Nothing here fits. Stock comes from arrivals that pass inspection, or from an import of opening stock."
        ),
        slices=slices(_stock),
    )
)


def _lots(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    from inventory.tables import Part, Unit

    listed = queries.lots_select(store_id=filters.get("store"), part_id=filters.get("part")).order_by(None).subquery()
    made = (
        select(
            listed,
            (listed.c.lot_id * BIG + listed.c.location_id).label("id"),
            Part.number.label("number"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            Unit.code.label("unit"),
        )
        .join(Part, Part.id == listed.c.part_id)
        .join(Unit, Unit.id == Part.unit_id)
    )
    if text := filters.get("q"):
        made = made.where(
            listed.c.lot_number.icontains(text, autoescape=True)
            | listed.c.serial_number.icontains(text, autoescape=True)
        )
    if kind := filters.get("kind"):
        made = made.where(listed.c.location_kind == kind)
    if day := filters.get("expires_by"):
        made = made.where(listed.c.expires_on <= day)
    return made


listing(
    Listing(
        "lots",
        _l("Lots"),
        "stock.read",
        _lots,
        [
            Column("lot_number", _l("Lot")),
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("location_code", _l("Place")),
            Column("location_kind", _l("Kind of place"), "state", choices=PLACE_KINDS),
            Column("on_hand", _l("Quantity"), "quantity", unit="unit"),
            Column("received_on", _l("Received"), "date"),
            Column("expires_on", _l("Expires"), "date"),
            Column("serial_number", _l("Serial number"), shown=False),
            Column("unit_cost_cny", _l("Unit cost"), "money", permission="prices.read"),
        ],
        [
            Filter("q", _l("Lot or serial number")),
            Filter("part", _l("Part"), "part"),
            Filter("store", _l("Store"), "store"),
            Filter("kind", _l("Kind of place"), "choice", choices=PLACE_KINDS),
            Filter("expires_by", _l("Expires by"), "date"),
        ],
        "lot_number",
        row_url=lambda row: url_for("stock.lot", lot_id=row.lot_id),
        bulk=[BulkAction(_l("Print labels"), "labels.of_lots", "stock.read")],
        group="stock",
        order=30,
        tag="stock",
    )
)


def _stock_on(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    on = filters.get("on") or context.today()
    listed = queries.stock_on_select(on=on, store_id=filters.get("store")).order_by(None).subquery()
    made = select(listed, (listed.c.part_id * BIG + listed.c.store_id).label("id"))
    if text := filters.get("q"):
        made = made.where(listed.c.number.icontains(text, autoescape=True))
    return made


listing(
    Listing(
        "stock_on",
        _l("Stock as of a day"),
        "stock.read",
        _stock_on,
        [
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("on_hand", _l("On hand"), "quantity", unit="unit"),
            Column("elsewhere", _l("In hold, staging, quarantine or transit"), "quantity", unit="unit"),
            Column("value_cny", _l("FIFO value"), "money", permission="prices.read"),
        ],
        [
            Filter("on", _l("At the end of"), "date"),
            Filter("store", _l("Store"), "store"),
            Filter("q", _l("Part number")),
        ],
        "number",
        row_url=lambda row: url_for("stock.show", part_id=row.part_id, store_id=row.store_id),
        url="/stock/on",
        group="reports",
        order=20,
        tag="stock",
        intro=_l("Summed anew from the movements up to that day; without a day, as of now."),
    )
)


def _slow(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = (
        queries.slow_select(on=context.today(), days=SLOW_DAYS, store_id=filters.get("store")).order_by(None).subquery()
    )
    return select(listed, (listed.c.part_id * BIG + listed.c.store_id).label("id"))


listing(
    Listing(
        "slow_stock",
        _l("Slow stock"),
        "reports.read",
        _slow,
        [
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("on_hand", _l("On hand"), "quantity", unit="unit"),
            Column("value_cny", _l("Value"), "money", permission="prices.read"),
            Column("issued_on", _l("Last issue"), "date"),
            Column("received_on", _l("Newest receipt"), "date"),
        ],
        [Filter("store", _l("Store"), "store")],
        "-value_cny",
        row_url=lambda row: url_for("stock.show", part_id=row.part_id, store_id=row.store_id),
        url="/stock/slow",
        group="reports",
        order=30,
        tag="stock",
        intro=_l("Nothing of it was issued for a year, and none of it came in within that time."),
        empty=_l("No slow stock: everything moved within a year."),
    )
)


def _value(kind: str) -> Any:
    def rows(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
        return queries.value_select(kind, on=filters.get("on")).order_by(None)  # type: ignore[arg-type]

    return rows


for _kind, _title, _order in (
    ("category", _l("Stock value by category"), 40),
    ("store", _l("Stock value by store"), 41),
    ("part", _l("Stock value by part"), 42),
):
    listing(
        Listing(
            f"value_by_{_kind}",
            _title,
            "prices.read",
            _value(_kind),
            [
                Column("code", _l("Code")),
                Column("name", _l("Name"), value=lambda row: in_language(row.name_zh, row.name_en) or "—"),
                Column("value_cny", _l("FIFO value"), "money"),
            ],
            [Filter("on", _l("At the end of"), "date")],
            "-value_cny",
            url=f"/stock/value/{_kind}",
            group="reports",
            order=_order,
            tag="stock",
            intro=_l("What lies in the stores, each lot at what it cost."),
        )
    )
