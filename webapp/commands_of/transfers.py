"""What can be done with a transfer 调拨 between stores and vans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from inventory import transferring
from inventory.finding import found
from inventory.finding_pieces import PIECE, Pieces
from inventory.tables import Part
from inventory.transferring import RequestedTransfer, Transferred
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import at_either_end, own_transfer, receives, sends
from webapp.context import Actor
from webapp.fields import Input, QuantityField, RowId, SerialsField, TextField
from webapp.serial_codes import scanned_serials


class AskedLineInput(Input):
    """Hold a part that is asked for."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class LineInput(Input):
    """Hold how much of a part goes or came, zero where nothing did; pieces with serial numbers are named instead."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Quantity"),
            "help": _l("Of pieces with serial numbers it follows from these, and must agree where it is given."),
        },
    )
    serials = SerialsField()


class BetweenStoresInput(Input):
    """Say from which store to which parts go."""

    from_store_id = RowId("store", required=True, metadata={"label": _l("From")})
    to_store_id = RowId("store", required=True, metadata={"label": _l("To")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})
    beyond_reason = TextField(
        300,
        load_default="",
        metadata={
            "label": _l("Why it may take the van beyond its limit"),
            "help": _l("Empty: what goes beyond a limit is refused. With a reason a supervisor has to sign it first."),
        },
    )


class NewTransferInput(BetweenStoresInput):
    """Ask that parts go from one store to another."""

    lines = fields.List(fields.Nested(AskedLineInput), required=True, validate=validate.Length(1, 200))


class TransferInput(Input):
    """Name a transfer."""

    transfer_id = RowId(required=True)


class SendInput(TransferInput):
    """Say how much really goes."""

    lines = fields.List(fields.Nested(LineInput), required=True, validate=validate.Length(1, 200))


class ReceiveInput(TransferInput):
    """Say how much really came and where it is put."""

    to_location_id = RowId("bin", required=True, metadata={"label": _l("Put into bin or van")})
    lines = fields.List(fields.Nested(LineInput), required=True, validate=validate.Length(1, 200))


def _pairs(lines: list[dict[str, Any]]) -> transferring.Lines:
    return tuple((each["part_id"], each["quantity"]) for each in lines)


def _named(session: Session, lines: list[dict[str, Any]]) -> tuple[transferring.Lines, Pieces]:
    """Return how much of each part is meant and the pieces that are named; without a quantity as many as those."""
    quantities: list[tuple[int, Quantity]] = []
    pieces: list[tuple[int, tuple[str, ...]]] = []
    for each in lines:
        serials = scanned_serials(each["serials"])
        given, part = each["quantity"], found(session, Part, each["part_id"])
        if given is None and not part.serial_tracked and not serials:
            raise RuleViolation("quantity_missing", part=part.number)
        quantities.append((each["part_id"], PIECE * len(serials) if given is None else given))
        if serials:
            pieces.append((each["part_id"], serials))
    return tuple(quantities), tuple(pieces)


def ask(
    session: Session,
    *,
    from_store_id: int,
    to_store_id: int,
    note: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
    beyond_reason: str = "",
) -> RequestedTransfer:
    """Ask that parts go from one store or van to another; nothing is promised yet."""
    return transferring.request_transfer(
        session,
        from_store_id=from_store_id,
        to_store_id=to_store_id,
        lines=_pairs(lines),
        note=note,
        beyond_reason=beyond_reason,
        by=by,
        at=at,
        request_key=request_key,
    )


def send(
    session: Session, *, transfer_id: int, lines: list[dict[str, Any]], by: int, at: datetime, request_key: str
) -> Transferred:
    """Send a transfer, oldest lots first, never what is promised to others."""
    quantities, pieces = _named(session, lines)
    return transferring.send(
        session, transfer_id=transfer_id, lines=quantities, pieces=pieces, by=by, at=at, request_key=request_key
    )


def receive(
    session: Session,
    *,
    transfer_id: int,
    to_location_id: int,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Transferred:
    """Receive what came of a transfer, counted by another person than its sender."""
    quantities, pieces = _named(session, lines)
    return transferring.receive(
        session,
        transfer_id=transfer_id,
        to_location_id=to_location_id,
        lines=quantities,
        pieces=pieces,
        by=by,
        at=at,
        request_key=request_key,
    )


def _touches_own(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    at_either_end(session, actor, data["from_store_id"], data["to_store_id"])


PATH = "/transfers/<int:transfer_id>"
ENGINEERS = ("requests.write",)

ASK = command(
    Command(
        "request_transfer",
        _l("Ask for a transfer"),
        "stock.move",
        ask,
        NewTransferInput,
        "/transfers",
        "transfers",
        _touches_own,
        also=ENGINEERS,
    )
)
SEND = command(
    Command(
        "send_transfer",
        _l("Send"),
        "stock.move",
        send,
        SendInput,
        f"{PATH}/send",
        "transfers",
        sends,
        done=_l("Sent. The other keeper counts and receives it."),
        also=ENGINEERS,
    )
)
RECEIVE = command(
    Command(
        "receive_transfer",
        _l("Receive"),
        "stock.move",
        receive,
        ReceiveInput,
        f"{PATH}/receive",
        "transfers",
        receives,
        also=ENGINEERS,
    )
)
CANCEL = command(
    Command(
        "cancel_transfer",
        _l("Cancel the transfer"),
        "stock.move",
        transferring.cancel,
        TransferInput,
        f"{PATH}/cancel",
        "transfers",
        own_transfer,
        Transferred,
        _l("Cancelled; nothing was moved."),
        ENGINEERS,
    )
)
