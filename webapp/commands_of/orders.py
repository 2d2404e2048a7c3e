"""What can be done with purchase orders: draft, approve, send with its paper by mail, confirm, follow, end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import RuleViolation
from kernel.settings import setting
from procurement import amending, ordering, tracking
from procurement.amending import Amended, LineChange
from procurement.drafting import NewLine, Urgency
from procurement.ordering import Ordered, Promise, Stepped
from procurement.queries.one_order import order_detail
from procurement.queries.order_lines import amount_of, lines_of
from procurement.settings import LARGE_ORDER
from procurement.tables import Order
from webapp import context
from webapp.commands import Command, command
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    MoneyField,
    QuantityField,
    RowId,
    TextField,
    WholeField,
)
from webapp.lookups import table_lookup
from webapp.order_mailing import mail_order, queue_order
from webapp.order_mails import remind_supplier, tell_of_urgent

table_lookup("order", Order, permission="orders.read", code="number", name="state")

STATES = {
    "draft": _l("draft"),
    "approved": _l("approved order"),
    "sent": _l("sent"),
    "confirmed": _l("confirmed"),
    "partly_received": _l("partly received"),
    "received": _l("received"),
    "closed": _l("closed"),
    "cancelled": _l("cancelled"),
}
TONES = {
    "draft": "secondary",
    "approved": "info",
    "sent": "primary",
    "confirmed": "primary",
    "partly_received": "warning",
    "received": "success",
    "closed": "success",
    "cancelled": "secondary",
}
NOTE_KINDS = {"note": _l("note"), "reminder": _l("reminder"), "expedite": _l("expedited")}


class LineInput(Input):
    """Say what is ordered."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    unit_price_cny = MoneyField(
        load_default=None, allow_none=True, metadata={"label": _l("Unit price"), "help": _l("Empty: the price list.")}
    )
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})
    over_percent = WholeField(
        0,
        100,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Excess accepted, %"), "help": _l("Empty: as the settings say.")},
    )


class OrderTextInput(Input):
    """Say what is ordered of whom, for which warehouse."""

    supplier_id = RowId("supplier", required=True, metadata={"label": _l("Supplier")})
    store_id = RowId("warehouse", required=True, metadata={"label": _l("Deliver to")})
    note = TextField(1000, load_default="", metadata={"label": _l("Note to the supplier"), "rows": 2})
    lines = fields.List(fields.Nested(LineInput), required=True, validate=validate.Length(1, 500))


class NewOrderInput(OrderTextInput):
    """Describe a new order."""

    urgent_reason = TextField(
        300,
        load_default="",
        metadata={
            "label": _l("Why it cannot wait"),
            "help": _l("Empty: an ordinary order. An urgent one is told to the supervisors at once."),
        },
    )
    work_order_id = RowId(
        "work_order", load_default=None, allow_none=True, metadata={"label": _l("For the work order")}
    )


class OrderInput(Input):
    """Name an order."""

    order_id = RowId(required=True)


class ApproveInput(OrderInput):
    """Approve an order."""

    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class SendInput(OrderInput):
    """Send an order."""

    by_mail = FlagField(load_default=True, metadata={"label": _l("Send the paper to the supplier by mail")})


class PromiseInput(Input):
    """Say when a line is promised."""

    order_line_id = RowId(required=True)
    promised_on = DayField(required=True, metadata={"label": _l("Promised on")})


class ConfirmInput(OrderInput):
    """Note what the supplier promised."""

    supplier_reference = TextField(80, load_default="", metadata={"label": _l("The supplier's own number")})
    promises = fields.List(fields.Nested(PromiseInput), required=True, validate=validate.Length(1, 500))


class CancelInput(OrderInput):
    """Give up what has not come."""

    order_line_id = RowId(load_default=None, allow_none=True)
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class TakeBackInput(OrderInput):
    """Take back an amendment."""

    reason = TextField(300, required=True, metadata={"label": _l("Why the amendment is taken back")})


class NoteInput(OrderInput):
    """Add to the log of an order."""

    order_line_id = RowId(load_default=None, allow_none=True)
    kind = ChoiceField(NOTE_KINDS, required=True, metadata={"label": _l("Kind")})
    text = TextField(1000, required=True, metadata={"label": _l("What was said"), "rows": 2})


class ChangeInput(Input):
    """Say what changes on a line."""

    order_line_id = RowId(required=True)
    quantity = QuantityField(positive=True, load_default=None, allow_none=True, metadata={"label": _l("Quantity")})
    unit_price_cny = MoneyField(load_default=None, allow_none=True, metadata={"label": _l("Unit price")})
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})
    over_percent = WholeField(
        0,
        100,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Excess accepted, %")},
    )
    removed = FlagField(load_default=False, metadata={"label": _l("Take the line away")})


class AmendInput(OrderInput):
    """Amend an order; its text until now is kept as a version."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason")})
    changes = fields.List(fields.Nested(ChangeInput), load_default=list)
    note = TextField(
        1000, load_default=None, allow_none=False, metadata={"label": _l("Note to the supplier"), "rows": 2}
    )
    added = fields.List(fields.Nested(LineInput), load_default=list)


def create(
    session: Session,
    *,
    supplier_id: int,
    store_id: int,
    note: str,
    urgent_reason: str,
    work_order_id: int | None,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Ordered:
    """Draft an order; prices come from the supplier's list unless given. An urgent one is told to the supervisors."""
    if work_order_id and not urgent_reason:
        raise RuleViolation("urgent_without_reason", field="urgent_reason")
    made = ordering.create_order(
        session,
        supplier_id=supplier_id,
        store_id=store_id,
        lines=tuple(NewLine(**each) for each in lines),
        note=note,
        urgency=Urgency(urgent_reason, work_order_id) if urgent_reason else None,
        by=by,
        at=at,
        request_key=request_key,
    )
    if urgent_reason:
        tell_of_urgent(session, made.order_id, at)
    return made


def send(session: Session, *, order_id: int, by_mail: bool, by: int, at: datetime, request_key: str) -> Stepped:
    """Mark an order as sent and, if wanted, queue its paper to the supplier by mail."""
    stepped = ordering.send_order(session, order_id=order_id, by=by, at=at, request_key=request_key)
    if by_mail:
        queue_order(session, order_detail(session, order_id=order_id), at)
    return stepped


def right_to_approve(session: Session, order_id: int) -> str:
    """Return the right that approving an order needs: another one above the limit of the settings."""
    limit = Money.of(str(setting(session, LARGE_ORDER, context.today())))
    large = amount_of(lines_of(session, order_id)) > limit
    return "orders.approve_large" if large else "orders.approve"


def confirm(
    session: Session,
    *,
    order_id: int,
    supplier_reference: str,
    promises: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Stepped:
    """Note the dates that the supplier promised."""
    read: list[tuple[int, date]] = [(each["order_line_id"], each["promised_on"]) for each in promises]
    return ordering.confirm_order(
        session,
        order_id=order_id,
        promises=tuple(Promise(line, on) for line, on in read),
        supplier_reference=supplier_reference,
        by=by,
        at=at,
        request_key=request_key,
    )


def amend(
    session: Session,
    *,
    order_id: int,
    reason: str,
    changes: list[dict[str, Any]],
    added: list[dict[str, Any]],
    note: str | None,
    by: int,
    at: datetime,
    request_key: str,
) -> Amended:
    """Amend an order that has not ended; the text until now is kept as a version."""
    removed = tuple(each["order_line_id"] for each in changes if each["removed"])
    stay = [
        {name: value for name, value in each.items() if name != "removed"} for each in changes if not each["removed"]
    ]
    real = [each for each in stay if any(value is not None for name, value in each.items() if name != "order_line_id")]
    return amending.amend_order(
        session,
        order_id=order_id,
        reason=reason,
        changes=tuple(LineChange(**each) for each in real),
        added=tuple(NewLine(**each) for each in added),
        removed_line_ids=removed,
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


def _made(name: str, title: Any, permission: str, run: Any, schema: type[Input], path: str, done: Any = "") -> Command:
    return command(Command(name, title, permission, run, schema, path, "orders", done=done))


PATH = "/orders/<int:order_id>"
CREATE = _made("create_order", _l("New order"), "orders.write", create, NewOrderInput, "/orders")
APPROVE = command(
    Command(
        "approve_order",
        _l("Approve the order"),
        "orders.approve",
        ordering.approve_order,
        ApproveInput,
        f"{PATH}/approve",
        "orders",
        done=_l("Approved."),
        also=("orders.approve_large",),
        needed=lambda session, data: right_to_approve(session, data["order_id"]),
    )
)
SEND = _made("send_order", _l("Send the order"), "orders.write", send, SendInput, f"{PATH}/send", _l("Sent."))
CONFIRM = _made(
    "confirm_order",
    _l("Confirm the dates"),
    "orders.write",
    confirm,
    ConfirmInput,
    f"{PATH}/confirm",
    _l("The promised dates are kept."),
)
CANCEL = _made(
    "cancel_order_rest",
    _l("Cancel the rest"),
    "orders.write",
    ordering.cancel_rest,
    CancelInput,
    f"{PATH}/cancel",
    _l("What had not come is cancelled."),
)
CLOSE = _made(
    "close_order",
    _l("Close the order"),
    "orders.write",
    ordering.close_order,
    OrderInput,
    f"{PATH}/close",
    _l("Closed."),
)
NOTE = _made(
    "note_order",
    _l("Add to the log"),
    "orders.write",
    tracking.add_order_note,
    NoteInput,
    f"{PATH}/notes",
    _l("Noted."),
)
REMIND = _made(
    "remind_supplier",
    _l("Remind the supplier"),
    "orders.write",
    remind_supplier,
    OrderInput,
    f"{PATH}/reminder",
    _l("The supplier is reminded by mail; the log says so."),
)
MAIL = _made(
    "mail_order",
    _l("Mail the order again"),
    "orders.write",
    mail_order,
    OrderInput,
    f"{PATH}/mail",
    _l("The order goes to the supplier as it holds now; the log shows the mail."),
)
TAKE_BACK = _made(
    "take_back_order_amendment",
    _l("Take the amendment back"),
    "orders.write",
    ordering.take_back_amendment,
    TakeBackInput,
    f"{PATH}/take-back",
    _l("The order is again what the supplier has."),
)
AMEND = _made(
    "amend_order",
    _l("Amend the order"),
    "orders.write",
    amend,
    AmendInput,
    f"{PATH}/amend",
    _l("The order is amended; its old text is kept."),
)
