"""Put goods into bins 上架, and move them between bins 移位."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory import putting_away
from inventory.putting_away import PutAway, Relocated
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import from_own_place
from webapp.fields import Input, QuantityField, RowId


class PutAwayInput(Input):
    """Say which lot goes from staging into which bin."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    from_location_id = RowId("location", required=True, metadata={"label": _l("From")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("Into bin")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class RelocateInput(Input):
    """Say which lot goes from which bin into which."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    from_location_id = RowId("bin", required=True, metadata={"label": _l("From bin")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("Into bin")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


PUT_AWAY = command(
    Command(
        "put_away",
        _l("Put away"),
        "putaway.write",
        putting_away.put_away,
        PutAwayInput,
        "/putaways",
        "stock",
        from_own_place,
        PutAway,
        _l("Put away."),
    )
)
RELOCATE = command(
    Command(
        "relocate",
        _l("Move to another bin"),
        "stock.move",
        putting_away.relocate,
        RelocateInput,
        "/relocations",
        "stock",
        from_own_place,
        Relocated,
        _l("Moved."),
    )
)
