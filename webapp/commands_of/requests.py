"""What can be done with work orders, part requests and the promises made to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import allocating, asking_instead, requesting, reserving
from inventory.allocating import Held, Reallocated
from inventory.asking_instead import AskedInstead
from inventory.requesting import Cancelled, ChangedWorkOrder, ClosedWorkOrder, OpenedWorkOrder
from inventory.reserving import Filled, Released
from kernel.amounts import Quantity
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from service import part_using
from service.base_planning import stream_of
from service.states import IN_REPAIR
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import leading, leads_order, own_order, own_request, request_of, ticket_of
from webapp.context import Actor
from webapp.fields import ChoiceField, DayField, FlagField, Input, QuantityField, RowId, TextField
from webapp.scopes import everywhere, require_store

URGENCIES = {"urgent": _l("urgent"), "important": _l("important"), "normal": _l("normal")}
ASKED_FOR = {
    "repair": _l("a repair"),
    "maintenance": _l("planned maintenance"),
    "direct_sale": _l("a direct sale"),
}
"""What parts are asked for on a work order; a van is refilled by a transfer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what became of a request: the part that is issued in the end, promised and lacking."""

    part_request_id: int
    part_id: int
    reserved: Quantity
    backordered: Quantity


class NewOrderInput(Input):
    """Describe a work order that belongs to no ticket."""

    urgency = ChoiceField(URGENCIES, required=True, metadata={"label": _l("Urgency")})
    product_model_id = RowId(
        "product_model",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Product model"), "help": _l("Parts are checked against it.")},
    )
    product_serial = TextField(
        80,
        load_default="",
        metadata={"label": _l("Serial number of the product"), "help": _l("Parts are checked against it, too.")},
    )
    engineer_id = RowId("engineer", load_default=None, allow_none=True, metadata={"label": _l("Engineer")})
    number = TextField(
        40, load_default="", metadata={"label": _l("Number"), "help": _l("Empty: the next number of the month.")}
    )


class OrderInput(Input):
    """Name a work order."""

    work_order_id = RowId(required=True)


class CloseInput(OrderInput):
    """Close a work order, or give it up."""

    cancelled = FlagField(load_default=False, metadata={"label": _l("Nothing was done: cancel it")})


class SerialInput(OrderInput):
    """Say which product is repaired."""

    product_serial = TextField(80, load_default="", metadata={"label": _l("Serial number of the product")})


class UrgencyInput(OrderInput):
    """Say how urgent a work order is."""

    urgency = ChoiceField(URGENCIES, required=True, metadata={"label": _l("Urgency")})


class PartInput(OrderInput):
    """Ask a store for a part."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    store_id = RowId("warehouse", required=True, metadata={"label": _l("Store")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})
    stream = ChoiceField(
        ASKED_FOR,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("For"), "help": _l("Empty: maintenance for a ticket of planned work, else a repair.")},
    )


class RequestInput(Input):
    """Name a part request."""

    part_request_id = RowId(required=True)


class CancelInput(RequestInput):
    """Cancel a request; it counts as demand only where it was needed all the same."""

    was_needed = FlagField(
        load_default=False,
        metadata={
            "label": _l("It was needed, but could not be waited for"),
            "help": _l("Then it stays demand, and the store plans for it."),
        },
    )


class ReasonInput(RequestInput):
    """Name a part request and say why."""

    reason = TextField(300, required=True, metadata={"label": _l("Why"), "rows": 2})


class GiveInput(Input):
    """Give what is promised to one request to another."""

    from_request_id = RowId(required=True)
    to_request_id = RowId(required=True, metadata={"label": _l("To the request of")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    reason = TextField(300, required=True, metadata={"label": _l("Why"), "rows": 2})


class ShareInput(Input):
    """Name a part in a store."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    store_id = RowId("store", required=True, metadata={"label": _l("Store")})


class InsteadInput(Input):
    """Say which part is asked in the place of a request."""

    part_request_id = RowId(required=True)
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    promised_too = FlagField(load_default=False, metadata={"label": _l("Give up what is promised, too")})


WHY_INSTEAD = {
    "older": _l("old stock, to be used up first"),
    "successor": _l("successor"),
    "alternate": _l("may be used instead"),
}


@once
def open_order(
    session: Session,
    *,
    urgency: str,
    product_model_id: int | None,
    engineer_id: int | None,
    number: str,
    product_serial: str = "",
    by: int,
    at: datetime,
    request_key: str,
) -> OpenedWorkOrder:
    """Open a work order that belongs to no ticket."""
    return requesting.open_work_order(
        session,
        number=number or next_number(session, "WO", day_of(session, at)),
        urgency=urgency,
        product_model_id=product_model_id,
        engineer_id=engineer_id,
        product_serial=product_serial,
        by=by,
        at=at,
        request_key=f"{request_key}:order",
    )


def ask_part(
    session: Session,
    *,
    work_order_id: int,
    part_id: int,
    store_id: int,
    quantity: Quantity,
    needed_on: date | None,
    by: int,
    at: datetime,
    request_key: str,
    stream: str | None = None,
) -> Asked:
    """Ask a store for a part; an engineer at work on a ticket asks through it, so that its log and state follow."""
    ticket = ticket_of(session, work_order_id)
    if ticket is not None and ticket.engineer_id == by and ticket.state in IN_REPAIR:
        done = part_using.ask_part(
            session,
            ticket_id=ticket.id,
            part_id=part_id,
            store_id=store_id,
            quantity=quantity,
            needed_on=needed_on,
            stream=stream,
            by=by,
            at=at,
            request_key=request_key,
        )
        return Asked(done.part_request_id, done.part_id, done.reserved, done.backordered)
    asked = requesting.request_part(
        session,
        work_order_id=work_order_id,
        part_id=part_id,
        store_id=store_id,
        quantity=quantity,
        needed_on=needed_on,
        stream=stream_of(session, work_order_id, stream),
        by=by,
        at=at,
        request_key=request_key,
    )
    reserved = sum((each.reserved for each in asked.others), asked.reserved)
    lacking = sum((each.backordered for each in asked.others), asked.backordered)
    return Asked(asked.part_request_id, asked.part_id, reserved, lacking)


def share_out(session: Session, *, part_id: int, store_id: int, by: int, at: datetime, request_key: str) -> Filled:
    """Promise what is free of a part in a store to those who wait: the more urgent first, then the older."""
    return reserving.fill_backorders(
        session, part_ids=(part_id,), store_id=store_id, by=by, at=at, request_key=request_key
    )


def _leads_request(session: Session, actor: Actor, data: dict[str, object]) -> None:
    leading(session, actor, data)
    request_of(session, int(str(data["part_request_id"])))


def _request_there(session: Session, _actor: Actor, data: dict[str, object]) -> None:
    request_of(session, int(str(data["part_request_id"])))


def _both_requests(session: Session, _actor: Actor, data: dict[str, object]) -> None:
    request_of(session, int(str(data["from_request_id"])))
    request_of(session, int(str(data["to_request_id"])))


def _keeps_or_leads(session: Session, actor: Actor, data: dict[str, object]) -> None:
    if not everywhere(actor):
        require_store(session, actor, int(str(data["store_id"])))


ORDER, REQUEST = "/work-orders/<int:work_order_id>", "/part-requests/<int:part_request_id>"

OPEN_ORDER = command(
    Command(
        "open_work_order",
        _l("Open a work order"),
        "requests.write",
        open_order,
        NewOrderInput,
        "/work-orders",
        "requests",
        leading,
        OpenedWorkOrder,
    )
)
CLOSE_ORDER = command(
    Command(
        "close_work_order",
        _l("Close the work order"),
        "requests.write",
        requesting.close_work_order,
        CloseInput,
        f"{ORDER}/close",
        "requests",
        leads_order,
        ClosedWorkOrder,
        _l("Closed. What it still waited for is cancelled and goes to who is next."),
    )
)
CHANGE_URGENCY = command(
    Command(
        "change_urgency",
        _l("Change the urgency"),
        "requests.write",
        requesting.change_urgency,
        UrgencyInput,
        f"{ORDER}/urgency",
        "requests",
        leads_order,
        ChangedWorkOrder,
        _l("The urgency is changed, and with it the turn of what still waits."),
    )
)
NAME_PRODUCT = command(
    Command(
        "name_product",
        _l("Serial number of the product"),
        "requests.write",
        requesting.name_product,
        SerialInput,
        f"{ORDER}/serial",
        "requests",
        own_order,
        ChangedWorkOrder,
        _l("The serial number is noted. Parts are checked against it from now on."),
    )
)
USE_INSTEAD = command(
    Command(
        "use_instead",
        _l("Use another part"),
        "requests.write",
        asking_instead.use_instead,
        InsteadInput,
        f"{REQUEST}/instead",
        "requests",
        own_request,
        AskedInstead,
        _l("The other part is asked for in its place, with the same turn."),
        also=("stock.issue",),
    )
)
ASK_PART = command(
    Command(
        "request_part",
        _l("Ask for a part"),
        "requests.write",
        ask_part,
        PartInput,
        f"{ORDER}/part-requests",
        "requests",
        own_order,
        Asked,
    )
)
CANCEL_REQUEST = command(
    Command(
        "cancel_part_request",
        _l("Cancel the request"),
        "requests.write",
        requesting.cancel_request,
        CancelInput,
        f"{REQUEST}/cancel",
        "requests",
        own_request,
        Cancelled,
        _l("Cancelled. What was promised goes to who is next."),
    )
)
RELEASE = command(
    Command(
        "release_reservation",
        _l("Release the promise"),
        "requests.write",
        reserving.release,
        ReasonInput,
        f"{REQUEST}/release",
        "requests",
        _leads_request,
        Released,
        _l("Released. It went to whoever is first in turn."),
    )
)
HOLD = command(
    Command(
        "hold_reservation",
        _l("Hold the promise"),
        "stock.allocate",
        allocating.hold,
        ReasonInput,
        f"{REQUEST}/hold",
        "requests",
        _request_there,
        Held,
        _l("Held: nobody takes it over, and it does not lapse."),
    )
)
LIFT = command(
    Command(
        "lift_hold",
        _l("Lift the hold"),
        "stock.allocate",
        allocating.lift,
        ReasonInput,
        f"{REQUEST}/lift",
        "requests",
        _request_there,
        Held,
        _l("Lifted: a more urgent request may take it over."),
    )
)
REALLOCATE = command(
    Command(
        "reallocate",
        _l("Give the promise to another request"),
        "stock.allocate",
        allocating.reallocate,
        GiveInput,
        "/part-requests/<int:from_request_id>/reallocate",
        "requests",
        _both_requests,
        Reallocated,
        _l("Given to the other request and held for it. The reason is on record."),
    )
)
SHARE_OUT = command(
    Command(
        "share_out",
        _l("Share out what is free"),
        "requests.write",
        share_out,
        ShareInput,
        "/reservations/fill",
        "requests",
        _keeps_or_leads,
        Filled,
        _l("What is free is promised to those who wait."),
        also=("stock.issue",),
    )
)
