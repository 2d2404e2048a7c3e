"""What can be done with one's list of scanned codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from webapp import scan_list
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import at_either_end
from webapp.commands_of.transfers import BetweenStoresInput
from webapp.context import Actor
from webapp.fields import Input, RowId, TextField, WholeField
from webapp.scopes import require_store


class ScannedCodeInput(Input):
    """Hold a scanned code."""

    code = TextField(128, required=True, metadata={"label": _l("Code")})
    times = WholeField(1, 10_000, load_default=1, metadata={"label": _l("Times")})


class ScannedTimesInput(Input):
    """Say how often something was scanned."""

    scanned_id = RowId(required=True)
    times = WholeField(0, 10_000, required=True, metadata={"label": _l("Times")})


class MoveListInput(Input):
    """Say where the lots go."""

    to_location_id = RowId("bin", required=True, metadata={"label": _l("Into bin")})


def _own_bin(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a bin of a store that somebody else keeps; goods move within one store."""
    require_store(session, actor, data["to_location_id"])


def _own_store(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a transfer that touches no store of one's own."""
    at_either_end(session, actor, data["from_store_id"], data["to_store_id"])


SCAN = command(
    Command(
        "scan_to_list",
        _l("Scan to the list"),
        "stock.read",
        scan_list.scan_to_list,
        ScannedCodeInput,
        "/scan-list",
        "stock",
    )
)
CHANGE = command(
    Command(
        "change_scanned", _l("Correct the list"), "stock.read", scan_list.change_scanned, ScannedTimesInput,
        "/scan-list/<int:scanned_id>", "stock", done=_l("Corrected."),
    )
)  # fmt: skip
EMPTY = command(
    Command(
        "empty_scanned", _l("Empty the list"), "stock.read", scan_list.empty_scanned, Input, "/scan-list/empty",
        "stock", done=_l("The list is empty."),
    )
)  # fmt: skip
MOVE = command(
    Command(
        "move_scanned", _l("Move the lots"), "stock.move", scan_list.move_scanned, MoveListInput, "/scan-list/move",
        "stock", _own_bin, done=_l("Moved."),
    )
)  # fmt: skip
TRANSFER = command(
    Command(
        "transfer_scanned", _l("Transfer the parts"), "stock.move", scan_list.transfer_scanned, BetweenStoresInput,
        "/scan-list/transfer", "stock", _own_store,
    )
)  # fmt: skip
