"""List tracked pieces by serial number, with where each is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from inventory.places import WORDS, LocationKind
from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.receiving_words import spoken

PLACES: dict[str, Any] = spoken(LocationKind, {kind: WORDS[kind] for kind in LocationKind})


def _serials(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    """Return one row for each part and number: its newest lot, and the place where it lies."""
    other = aliased(Lot)
    newest = (
        select(func.max(other.id))
        .where(other.part_id == Lot.part_id, other.serial_number == Lot.serial_number)
        .correlate(Lot)
        .scalar_subquery()
    )
    listed = (
        select(
            Lot.id.label("id"),
            Lot.serial_number.label("serial_number"),
            Part.number.label("number"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            Location.kind.label("kind"),
            Location.code.label("place"),
            Lot.number.label("lot_number"),
            Lot.received_on.label("received_on"),
        )
        .join(Part, Part.id == Lot.part_id)
        .outerjoin(Balance, (Balance.lot_id == Lot.id) & (Balance.on_hand > Quantity.zero()))
        .outerjoin(Location, Location.id == Balance.location_id)
        .where(Lot.serial_number.is_not(None), Lot.id == newest)
    )
    return cast("Select[Any]", listed)


listing(
    Listing(
        "serials",
        _l("Pieces by serial number"),
        "stock.read",
        _serials,
        [
            Column("serial_number", _l("Serial number")),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Where it is"), "state", choices=PLACES),
            Column("place", _l("Place")),
            Column("lot_number", _l("Lot"), shown=False),
            Column("received_on", _l("Received"), "date"),
        ],
        [
            Filter("q", _l("Serial number"), where=lambda text: Lot.serial_number.icontains(text, autoescape=True)),
            Filter("part", _l("Part"), "part", where=lambda row: Lot.part_id == row),
            Filter(
                "kind",
                _l("Where it is"),
                "choice",
                choices={
                    str(kind): PLACES[str(kind)]
                    for kind in (
                        LocationKind.HOLD,
                        LocationKind.STAGING,
                        LocationKind.BIN,
                        LocationKind.VAN,
                        LocationKind.IN_TRANSIT,
                        LocationKind.WORK_ORDER,
                        LocationKind.QUARANTINE,
                        LocationKind.DEFECTIVE,
                        LocationKind.WORKSHOP,
                    )
                },
                where=lambda kind: Location.kind == kind,
            ),
        ],
        "serial_number",
        row_url=lambda row: url_for("serials.show", lot_id=row.id),
        actions=[Action(_l("Move pieces by serial number"), "serials.move", "stock.move", "arrows-move")],
        group="stock",
        order=47,
        tag="stock",
        intro=_l(
            "Every tracked piece is in one place. Open it for its way from the supplier to the customer and back."
        ),
        empty=_l("No pieces with serial numbers yet. They come with arrivals of parts that are tracked by number."),
    )
)
