"""What can be done on a keeper's walk: set out and end it, find a shelf short, decide asks, hand over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import asking_exceptions, handing_over, picking_short, walking
from inventory.handing_over import HandedOver
from inventory.tables import FifoAsk, PickWave
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import order_of, request_of, store_of_request
from webapp.context import Actor
from webapp.fields import FlagField, Input, QuantityField, RowId, RowIds, TextField
from webapp.pictures import LONGEST_PICTURE, picture_of, require_ink
from webapp.scopes import require_store
from webapp.uploads import store_content


class AskInput(Input):
    """Name an ask."""

    fifo_ask_id = RowId(required=True)


class DecideInput(AskInput):
    """Sign an ask, or refuse it and say why."""

    signed = FlagField(load_default=False, metadata={"label": _l("Sign: this lot may go first")})
    answer = TextField(300, load_default="", metadata={"label": _l("Why it is refused")})


class ShortInput(Input):
    """Say how much of a pick was there."""

    part_request_id = RowId(required=True)
    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    location_id = RowId("bin", required=True, metadata={"label": _l("Place")})
    taken = QuantityField(required=True, metadata={"label": _l("Found there and taken")})
    reason = TextField(300, required=True, metadata={"label": _l("What is the matter"), "rows": 2})


class WaveInput(Input):
    """Choose what a walk takes on."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Store")})
    part_request_ids = RowIds(most=100, required=True)


class WalkInput(Input):
    """Name a walk."""

    pick_wave_id = RowId(required=True)


class EndInput(WalkInput):
    """End a walk."""

    cancelled = FlagField(load_default=False, metadata={"label": _l("Nothing was picked: give the walk up")})


class HandOverInput(Input):
    """Hand over what was issued to a work order."""

    work_order_id = RowId(required=True)
    received_by_id = RowId("person", required=True, metadata={"label": _l("Received by")})
    signature = TextField(LONGEST_PICTURE, load_default="", metadata={"label": _l("Signature of the receiver")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


def set_out(
    session: Session, *, store_id: int, part_request_ids: list[int], by: int, at: datetime, request_key: str
) -> walking.SetOut:
    """Begin a walk for requests of a store; what is promised to them is held until it ends."""
    return walking.set_out(
        session, store_id=store_id, part_request_ids=tuple(part_request_ids), by=by, at=at, request_key=request_key
    )


@once
def hand_over(
    session: Session,
    *,
    work_order_id: int,
    received_by_id: int,
    signature: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> HandedOver:
    """Hand over what was issued to a work order and keep the receiver's signature (a PNG in base64)."""
    order = order_of(session, work_order_id)
    if not signature:
        raise RuleViolation("handover_unsigned", field="signature")
    kind, picture = picture_of(signature, frozenset({"png"}))
    require_ink(picture)
    kept = store_content(
        session,
        picture,
        kind,
        name=f"{order.number}-signature.png",
        table_name="work_order",
        row_id=work_order_id,
        purpose="signature",
        by=by,
        at=at,
    )
    return handing_over.hand_over(
        session,
        work_order_id=work_order_id,
        received_by_id=received_by_id,
        signature_attachment_id=kept,
        note=note,
        by=by,
        at=at,
        request_key=f"{request_key}:paper",
    )


def ask_of(session: Session, fifo_ask_id: int) -> FifoAsk:
    """Return an ask that exists."""
    row = session.get(FifoAsk, fifo_ask_id)
    if row is None:
        raise NotFound("fifo_ask_unknown", id=fifo_ask_id)
    return row


def wave_of(session: Session, pick_wave_id: int) -> PickWave:
    """Return a walk that exists."""
    row = session.get(PickWave, pick_wave_id)
    if row is None:
        raise NotFound("pick_wave_unknown", id=pick_wave_id)
    return row


def _ask_there(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    ask_of(session, data["fifo_ask_id"])


def _ask_in_own_store(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, request_of(session, ask_of(session, data["fifo_ask_id"]).part_request_id).store_id)


def _own_requests(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["store_id"])
    for key in data["part_request_ids"]:
        require_store(session, actor, request_of(session, key).store_id)


def own_walk(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a walk through a store that somebody else keeps."""
    require_store(session, actor, wave_of(session, data["pick_wave_id"]).store_id)


def order_there(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a work order that does not exist."""
    order_of(session, data["work_order_id"])


DECIDE_ASK = command(
    Command(
        "decide_fifo_ask",
        _l("Sign or refuse an exception"),
        "fifo.sign",
        asking_exceptions.decide_ask,
        DecideInput,
        "/fifo-asks/<int:fifo_ask_id>/decide",
        "stock",
        _ask_there,
    )
)
WITHDRAW_ASK = command(
    Command(
        "withdraw_fifo_ask",
        _l("Withdraw the ask"),
        "stock.issue",
        asking_exceptions.withdraw_ask,
        AskInput,
        "/fifo-asks/<int:fifo_ask_id>/withdraw",
        "stock",
        _ask_in_own_store,
        done=_l("Withdrawn."),
    )
)
PICK_SHORT = command(
    Command(
        "pick_short",
        _l("Fewer are there"),
        "stock.issue",
        picking_short.pick_short,
        ShortInput,
        "/part-requests/<int:part_request_id>/pick-short",
        "stock",
        store_of_request,
    )
)
SET_OUT = command(
    Command(
        "set_out", _l("Set out on a walk"), "stock.issue", set_out, WaveInput, "/pick-waves", "stock", _own_requests
    )
)
END_WALK = command(
    Command(
        "end_walk",
        _l("End the walk"),
        "stock.issue",
        walking.end_walk,
        EndInput,
        "/pick-waves/<int:pick_wave_id>/end",
        "stock",
        own_walk,
    )
)
HAND_OVER = command(
    Command(
        "hand_over",
        _l("Hand over"),
        "stock.issue",
        hand_over,
        HandOverInput,
        "/work-orders/<int:work_order_id>/hand-over",
        "stock",
        order_there,
        HandedOver,
    )
)
