"""Take unused parts back from a work order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import returning
from kernel.amounts import Quantity
from service import part_using
from service.states import IN_REPAIR
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import own_order, ticket_of
from webapp.context import Actor
from webapp.fields import Input, QuantityField, RowId
from webapp.scopes import require_store


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """Name what came back, and its posting where no ticket keeps it."""

    work_order_id: int
    lot_id: int
    quantity: Quantity
    posting_id: int | None


class ReturnInput(Input):
    """Say what comes back and where it is put."""

    work_order_id = RowId(required=True)
    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    to_location_id = RowId("bin", required=True, metadata={"label": _l("Put into bin or van")})


def bring_back(
    session: Session,
    *,
    work_order_id: int,
    lot_id: int,
    quantity: Quantity,
    to_location_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> BroughtBack:
    """Take so much of a lot back into a bin or van; an engineer at work on a ticket returns through it."""
    ticket = ticket_of(session, work_order_id)
    if ticket is not None and ticket.engineer_id == by and ticket.state in IN_REPAIR:
        part_using.bring_back(
            session,
            ticket_id=ticket.id,
            lot_id=lot_id,
            quantity=quantity,
            to_location_id=to_location_id,
            by=by,
            at=at,
            request_key=request_key,
        )
        return BroughtBack(work_order_id, lot_id, quantity, None)
    done = returning.return_unused(
        session,
        work_order_id=work_order_id,
        lot_id=lot_id,
        quantity=quantity,
        to_location_id=to_location_id,
        by=by,
        at=at,
        request_key=request_key,
    )
    return BroughtBack(work_order_id, lot_id, quantity, done.posting_id)


def _own_order_and_place(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    own_order(session, actor, data)
    require_store(session, actor, data["to_location_id"])


RETURN = command(
    Command(
        "return_unused",
        _l("Return unused"),
        "stock.issue",
        bring_back,
        ReturnInput,
        "/work-orders/<int:work_order_id>/returns",
        "stock",
        _own_order_and_place,
        BroughtBack,
        also=("requests.write",),
    )
)
