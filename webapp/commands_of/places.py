"""What can be done with places: open stores and vans, add zones and bins, change them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from inventory import places_keeping
from webapp.commands import Command, command
from webapp.fields import FlagField, Input, RowId, TextField, WholeField


class StoreInput(Input):
    """Describe a store."""

    code = TextField(20, required=True, metadata={"label": _l("Code")})
    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name in English")})
    region = TextField(60, load_default="", metadata={"label": _l("Region")})
    supplying_store_id = RowId(
        "store",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Replenished from"), "help": _l("Empty: buys from suppliers.")},
    )


class WarehouseInput(StoreInput):
    """Describe a warehouse."""

    keeper_id = RowId("person", load_default=None, allow_none=True, metadata={"label": _l("Keeper")})


class VanInput(StoreInput):
    """Describe an engineer's personal stock."""

    keeper_id = RowId("engineer", required=True, metadata={"label": _l("Engineer")})


class ZoneInput(Input):
    """Describe a zone."""

    store_id = RowId(required=True)
    code = TextField(40, required=True, metadata={"label": _l("Code")})
    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name in English")})


class BinInput(Input):
    """Describe a bin."""

    store_id = RowId(required=True)
    code = TextField(40, required=True, metadata={"label": _l("Code")})
    zone_id = RowId("zone", load_default=None, allow_none=True, metadata={"label": _l("Zone")})
    pick_sequence = WholeField(
        0, 1_000_000, load_default=0, metadata={"label": _l("Place in the walk"), "help": _l("Picks go by this order.")}
    )


class PlaceInput(Input):
    """Describe a changed place."""

    location_id = RowId(required=True)
    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name in English")})
    keeper_id = RowId("person", load_default=None, allow_none=True, metadata={"label": _l("Keeper")})
    region = TextField(60, load_default="", metadata={"label": _l("Region")})
    pick_sequence = WholeField(0, 1_000_000, load_default=0, metadata={"label": _l("Place in the walk")})
    supplying_store_id = RowId("store", load_default=None, allow_none=True, metadata={"label": _l("Replenished from")})
    active = FlagField(load_default=True, metadata={"label": _l("In use")})


def _made(name: str, title: Any, run: Any, schema: type[Input], path: str) -> Command:
    return command(Command(name, title, "parts.write", run, schema, path, "places"))


OPEN_WAREHOUSE = _made(
    "open_warehouse", _l("New warehouse"), places_keeping.open_warehouse, WarehouseInput, "/warehouses"
)
OPEN_VAN = _made("open_van", _l("New engineer's van"), places_keeping.open_van, VanInput, "/vans")
ADD_ZONE = _made("add_zone", _l("New zone"), places_keeping.add_zone, ZoneInput, "/stores/<int:store_id>/zones")
ADD_BIN = _made("add_bin", _l("New bin"), places_keeping.add_bin, BinInput, "/stores/<int:store_id>/bins")
UPDATE_PLACE = _made(
    "update_place", _l("Change the place"), places_keeping.update_place, PlaceInput, "/places/<int:location_id>"
)
