"""List bins against their capacity, fixed homes of parts, and further keepers."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l

from inventory.queries.bins import bins_select, deputies_select, homes_select
from inventory.tables import BinHome, Location, StoreDeputy
from webapp.listing import Action, Column, Filter, Listing, listing

listing(
    Listing(
        "bins",
        _l("Bins and their room"),
        "stock.read",
        lambda _session, _filters: bins_select(),
        [
            Column("code", _l("Bin")),
            Column("store_code", _l("Store")),
            Column("zone_code", _l("Zone")),
            Column("condition", _l("Storage condition")),
            Column("units", _l("Units in all"), "quantity"),
            Column("most_units", _l("Most units in all"), "quantity"),
            Column("lots", _l("Different lots"), "number"),
            Column("most_lots", _l("Most different lots"), "number"),
            Column("full_percent", _l("Full %"), "number"),
            Column("pick_sequence", _l("Place in the walk"), "number", shown=False),
            Column("active", _l("In use"), "flag", shown=False),
        ],
        [
            Filter("q", _l("Bin"), where=lambda text: Location.code.icontains(text, autoescape=True)),
            Filter("store", _l("Store"), "store", where=lambda store: Location.store_id == store),
            Filter("zone", _l("Zone"), "lookup", lookup="zone", where=lambda zone: Location.parent_id == zone),
        ],
        "code",
        row_url=lambda row: url_for("places.show", location_id=row.id),
        actions=[Action(_l("Homes of parts"), "list.bin_homes", "stock.read", "house")],
        url="/bins",
        group="stock",
        order=91,
        tag="places",
        intro=_l("What each bin holds against what it takes. Putaway proposes homes first, then bins with room."),
        empty=_l("No bins yet. Add them to a warehouse under Places."),
    )
)

listing(
    Listing(
        "bin_homes",
        _l("Homes of parts"),
        "stock.read",
        lambda _session, _filters: homes_select(),
        [
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("place", _l("Bin")),
            Column("position", _l("Which home"), "number"),
            Column("there", _l("There now"), "quantity", unit="unit"),
            Column("most", _l("At most of the part"), "quantity"),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: BinHome.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: Location.store_id == store),
            Filter("q", _l("Bin"), where=lambda text: Location.code.icontains(text, autoescape=True)),
        ],
        "number",
        row_url=lambda row: url_for("places.show", location_id=row.location_id),
        actions=[Action(_l("Fixed home of a part"), "bins.new_home", "parts.write")],
        url="/bin-homes",
        group="stock",
        order=92,
        tag="places",
        intro=_l("A fixed home is proposed first when the part comes in."),
        empty=_l("No part has a fixed home yet."),
    )
)

listing(
    Listing(
        "store_deputies",
        _l("Further keepers"),
        "stock.read",
        lambda _session, _filters: deputies_select(),
        [
            Column("store_code", _l("Store")),
            Column("person", _l("Further keeper")),
            Column("from_on", _l("From"), "date"),
            Column("until_on", _l("Until"), "date"),
            Column("named_by", _l("Named by")),
        ],
        [Filter("store", _l("Store"), "store", where=lambda store: StoreDeputy.store_id == store)],
        "-from_on",
        row_url=lambda row: url_for("places.show", location_id=row.store_id),
        actions=[Action(_l("Further keeper"), "bins.new_deputy", "parts.write")],
        url="/store-deputies",
        group="stock",
        order=93,
        tag="places",
        intro=_l("Who works in a store beside its keeper, and on which days."),
        empty=_l("Every store has its one keeper."),
    )
)
