"""What can be done with tracked pieces by their serial numbers, one or a whole range."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import moving_serials
from inventory.moving_serials import IssuedPieces, MovedPieces, ReturnedPieces
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import own_order, store_of_request
from webapp.context import Actor
from webapp.fields import Input, RowId, SerialsField
from webapp.scopes import require_store
from webapp.serial_codes import scanned_serials


class SerialsInput(Input):
    """Name pieces by their serial numbers."""

    serials = SerialsField(required=True, rows=6)


class MoveSerialsInput(SerialsInput):
    """Say which pieces go into which bin."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("To bin")})


class IssueSerialsInput(SerialsInput):
    """Say which pieces are issued to a request."""

    part_request_id = RowId(required=True)


class ReturnSerialsInput(SerialsInput):
    """Say which pieces a work order brings back, and where to."""

    work_order_id = RowId(required=True)
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("Put into bin or van")})


def move(
    session: Session, *, part_id: int, serials: str, to_location_id: int, by: int, at: datetime, request_key: str
) -> MovedPieces:
    """Put pieces into a bin of their store, by number or range."""
    return moving_serials.move_serials(
        session,
        part_id=part_id,
        serial_numbers=scanned_serials(serials),
        to_location_id=to_location_id,
        by=by,
        at=at,
        request_key=request_key,
    )


def issue(
    session: Session, *, part_request_id: int, serials: str, by: int, at: datetime, request_key: str
) -> IssuedPieces:
    """Issue named pieces to a request, by number or range."""
    return moving_serials.issue_serials(
        session,
        part_request_id=part_request_id,
        serial_numbers=scanned_serials(serials),
        by=by,
        at=at,
        request_key=request_key,
    )


def give_back(
    session: Session,
    *,
    work_order_id: int,
    part_id: int,
    serials: str,
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnedPieces:
    """Take named pieces back that a work order did not use, by number or range."""
    return moving_serials.return_serials(
        session,
        work_order_id=work_order_id,
        part_id=part_id,
        serial_numbers=scanned_serials(serials),
        to_location_id=to_location_id,
        by=by,
        at=at,
        request_key=request_key,
    )


def _into_own(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["to_location_id"])


def _own_order_and_place(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    own_order(session, actor, data)
    _into_own(session, actor, data)


MOVE = command(
    Command(
        "move_serials",
        _l("Move pieces by serial number"),
        "stock.move",
        move,
        MoveSerialsInput,
        "/serials/move",
        "stock",
        _into_own,
        also=("putaway.write",),
    )
)
ISSUE = command(
    Command(
        "issue_serials",
        _l("Issue pieces by serial number"),
        "stock.issue",
        issue,
        IssueSerialsInput,
        "/part-requests/<int:part_request_id>/issue-serials",
        "stock",
        store_of_request,
    )
)
RETURN = command(
    Command(
        "return_serials",
        _l("Return pieces by serial number"),
        "stock.issue",
        give_back,
        ReturnSerialsInput,
        "/work-orders/<int:work_order_id>/return-serials",
        "stock",
        _own_order_and_place,
        also=("requests.write",),
    )
)
