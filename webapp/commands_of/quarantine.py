"""Take bad goods out of stock, and scrap them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import quarantining
from inventory.quarantining import Quarantined, Removed
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import from_own_place
from webapp.context import Actor
from webapp.fields import Input, QuantityField, RowId, TextField
from webapp.scopes import require_store


class QuarantineInput(Input):
    """Say what is bad, where it lies and why."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    from_location_id = RowId("location", required=True, metadata={"label": _l("Lies in")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    reason = TextField(300, required=True, metadata={"label": _l("What is wrong with it"), "rows": 2})


class ScrapInput(Input):
    """Say what is scrapped and why."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    quarantine_location_id = RowId("location", required=True, metadata={"label": _l("Lies in")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    reference = TextField(
        60, required=True, metadata={"label": _l("Document"), "help": _l("The decision or the scrap record.")}
    )
    reason = TextField(300, required=True, metadata={"label": _l("Why it is scrapped"), "rows": 2})


def _own_quarantine(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["quarantine_location_id"])


QUARANTINE = command(
    Command(
        "quarantine",
        _l("Put into quarantine"),
        "stock.move",
        quarantining.quarantine,
        QuarantineInput,
        "/quarantines",
        "stock",
        from_own_place,
        Quarantined,
    )
)
SCRAP = command(
    Command(
        "scrap",
        _l("Scrap"),
        "stock.scrap",
        quarantining.scrap,
        ScrapInput,
        "/scraps",
        "stock",
        _own_quarantine,
        Removed,
        _l("Scrapped. The posting keeps the reason."),
    )
)
