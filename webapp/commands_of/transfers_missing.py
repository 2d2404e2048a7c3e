"""What can be done with goods that did not arrive, and with the limits of vans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import limiting, settling_transfers
from inventory.settling_transfers import Settled
from inventory.tables import Location, TransferSettlement
from kernel.amounts import Quantity
from kernel.errors import NotFound
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import own_transfer, receives, sends
from webapp.commands_of.transfers import PATH, TransferInput
from webapp.context import Actor
from webapp.fields import ChoiceField, FlagField, Input, MoneyField, QuantityField, RowId, SerialsField, TextField
from webapp.serial_codes import scanned_serials

CAUSES = {
    "found": _l("found late: it came after all"),
    "sent_back": _l("sent back: it lies where it left"),
    "lost": _l("lost: another person has to approve"),
}


class MissingInput(TransferInput):
    """Say what became of goods that did not arrive."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    cause = ChoiceField(CAUSES, required=True, metadata={"label": _l("What became of it")})
    to_location_id = RowId(
        "bin",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Put into bin or van"), "help": _l("Only for what was found late.")},
    )
    serials = SerialsField(
        rows=3, explained=_l("Only of parts with serial numbers. One a line, as scanned, or a range: SN0001–SN0050.")
    )
    note = TextField(300, required=True, metadata={"label": _l("What was found out"), "rows": 2})


def settle(
    session: Session,
    *,
    transfer_id: int,
    part_id: int,
    quantity: Quantity,
    cause: str,
    to_location_id: int | None,
    serials: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Settled:
    """Say what became of goods that did not arrive; a loss waits until another person has approved it."""
    return settling_transfers.settle_missing(
        session,
        transfer_id=transfer_id,
        part_id=part_id,
        quantity=quantity,
        cause=cause,
        to_location_id=to_location_id,
        serial_numbers=scanned_serials(serials),
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


class LossInput(Input):
    """Approve or refuse a loss."""

    settlement_id = RowId(required=True)
    approved = FlagField(load_default=False, metadata={"label": _l("It is lost: take it out of the book")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class BeyondInput(TransferInput):
    """Sign that a transfer may take a van beyond its limits."""

    reason = TextField(300, required=True, metadata={"label": _l("Why it may go beyond the limit"), "rows": 2})


class VanLimitInput(Input):
    """Say how much of a part an engineer may have in the van."""

    van_id = RowId("van", required=True, metadata={"label": _l("Van")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    most = QuantityField(required=True, metadata={"label": _l("At most in the van")})


class VanPartInput(Input):
    """Name a part of a van."""

    van_id = RowId("van", required=True)
    part_id = RowId("part", required=True)


class VanValueInput(Input):
    """Say how much value an engineer may have in the van."""

    van_id = RowId("van", required=True, metadata={"label": _l("Van")})
    most_value_cny = MoneyField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Most value in the van"), "unit": "¥", "help": _l("Empty: no limit.")},
    )


def _of_cause(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Let the receiver's keeper find and the sender's take back; a loss is reported at either end."""
    check = {"found": receives, "sent_back": sends}.get(data["cause"], own_transfer)
    check(session, actor, data)


def _is_there(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    if session.get(TransferSettlement, data["settlement_id"]) is None:
        raise NotFound("settlement_unknown", id=data["settlement_id"])


def _is_van(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    row = session.get(Location, data["van_id"])
    if row is None or row.kind != "van":
        raise NotFound("location_unknown", id=data["van_id"])


SETTLE = command(
    Command(
        "settle_transfer",
        _l("Settle what is missing"),
        "stock.move",
        settle,
        MissingInput,
        f"{PATH}/settle",
        "transfers",
        _of_cause,
        also=("requests.write",),
    )
)
DECIDE_LOSS = command(
    Command(
        "decide_loss",
        _l("Decide about a loss on the way"),
        "transfers.approve",
        settling_transfers.decide_loss,
        LossInput,
        "/transfer-settlements/<int:settlement_id>/decide",
        "transfers",
        _is_there,
        Settled,
    )
)
SIGN_BEYOND = command(
    Command(
        "sign_beyond_limit",
        _l("Sign a transfer beyond the limit"),
        "transfers.approve",
        limiting.sign_beyond,
        BeyondInput,
        f"{PATH}/sign-limit",
        "transfers",
        own_transfer,
        done=_l("Signed. The keeper may now send it."),
    )
)
SET_VAN_LIMIT = command(
    Command(
        "set_van_limit",
        _l("Set a limit of a van"),
        "parts.write",
        limiting.set_van_limit,
        VanLimitInput,
        "/vans/<int:van_id>/limits",
        "places",
        _is_van,
        done=_l("The limit is kept."),
    )
)
REMOVE_VAN_LIMIT = command(
    Command(
        "remove_van_limit",
        _l("Remove a limit of a van"),
        "parts.write",
        limiting.remove_van_limit,
        VanPartInput,
        "/vans/<int:van_id>/limits/<int:part_id>/remove",
        "places",
        _is_van,
        done=_l("The limit is removed."),
    )
)
SET_VAN_VALUE = command(
    Command(
        "set_van_value",
        _l("Set the most value in a van"),
        "parts.write",
        limiting.set_van_value,
        VanValueInput,
        "/vans/<int:van_id>/most-value",
        "places",
        _is_van,
        done=_l("The limit is kept."),
    )
)
