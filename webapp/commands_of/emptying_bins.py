"""What a keeper does to take many lots out of a bin at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from inventory import emptying_bins
from inventory.emptying_bins import MovedOut
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import from_own_place
from webapp.fields import FlagField, Input, QuantityField, RowId

MOST_LOTS = 300


class PortionInput(Input):
    """Say how much of a lot goes; a line that is not taken stays where it is."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    take = FlagField(load_default=True, metadata={"label": _l("Take it along")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class MoveOutInput(Input):
    """Say which lots go from a bin into which other."""

    from_location_id = RowId("bin", required=True, metadata={"label": _l("From bin")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("Into bin")})
    lines = fields.List(fields.Nested(PortionInput), required=True, validate=validate.Length(1, MOST_LOTS))


def move_out(
    session: Session,
    *,
    from_location_id: int,
    to_location_id: int,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> MovedOut:
    """Move the chosen lots, each whole or in part, from one bin to another of the same store."""
    return emptying_bins.move_lots(
        session,
        from_location_id=from_location_id,
        to_location_id=to_location_id,
        lots=tuple((each["lot_id"], each["quantity"]) for each in lines if each["take"]),
        by=by,
        at=at,
        request_key=request_key,
    )


MOVE_OUT = command(
    Command(
        "move_out_of_bin",
        _l("Move lots out of a bin"),
        "stock.move",
        move_out,
        MoveOutInput,
        "/bins/<int:from_location_id>/move-out",
        "stock",
        from_own_place,
    )
)
