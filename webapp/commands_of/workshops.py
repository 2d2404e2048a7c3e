"""What can be done with outside workshops 送修: open and keep them, send old parts out, remind, take back."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import Session

from inventory import refurbishing, workshops_keeping
from inventory.finding import found
from inventory.refurbishing import SentOut
from inventory.tables import Location, WorkshopLine
from inventory.tables import WorkshopOrder as Workshops
from kernel.amounts import Money, Quantity
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import DayField, FlagField, Input, MoneyField, QuantityField, RowId, TextField
from webapp.lookups import table_lookup
from webapp.scopes import require_store
from webapp.workshop_mails import remind_workshop

TAG = "old-parts"
ZERO = Quantity.zero()
table_lookup(
    "workshop", Location, permission="old_parts.read", where=lambda: Location.active & (Location.kind == "workshop")
)


def _an_address(text: str) -> None:
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValidationError(_("This is not an e-mail address."))


class WorkshopFacts(Input):
    """Say where a workshop is and whom to ask."""

    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, load_default="", metadata={"label": _l("Name in English")})
    address = TextField(300, load_default="", metadata={"label": _l("Address"), "rows": 2})
    contact = TextField(120, load_default="", metadata={"label": _l("Contact person")})
    phone = TextField(40, load_default="", metadata={"label": _l("Phone"), "input": "tel"})
    email = TextField(
        254,
        load_default="",
        checks=[_an_address],
        metadata={"label": _l("E-mail"), "input": "email", "help": _l("Reminders of overdue orders can go there.")},
    )
    supplier_id = RowId(
        "supplier",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Supplier"), "help": _l("Only where the workshop is one of our suppliers.")},
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note"), "rows": 2})


class WorkshopInput(WorkshopFacts):
    """Describe a new outside workshop."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Repairs for")})
    code = TextField(60, required=True, metadata={"label": _l("Code")})

    class Meta:
        """Ask for the code first."""

        fields = (
            "store_id", "code", "name_zh", "name_en", "address", "contact", "phone", "email", "supplier_id", "note",
        )  # fmt: skip


class ChangeWorkshopInput(WorkshopFacts):
    """Change what is known of a workshop."""

    workshop_id = RowId(required=True)
    active = FlagField(load_default=True, metadata={"label": _l("In use")})


class RemindInput(Input):
    """Name the order that should be back."""

    workshop_order_id = RowId(required=True)


class SendOutInput(Input):
    """Say which old parts go to which workshop."""

    workshop_id = RowId("workshop", required=True, metadata={"label": _l("Outside workshop")})
    due_on = DayField(required=True, metadata={"label": _l("Back by")})
    lot_ids = fields.List(RowId(), required=True, validate=validate.Length(1, 200))
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class CameBackInput(Input):
    """Say what a workshop sent back of a line."""

    workshop_line_id = RowId(required=True)
    repaired = QuantityField(required=True, metadata={"label": _l("Repaired")})
    unrepaired = QuantityField(load_default=ZERO, metadata={"label": _l("Could not be repaired")})
    unit_cost_cny = MoneyField(
        load_default=Money.zero(), metadata={"label": _l("Cost of each repaired piece"), "unit": "¥"}
    )


def send_out(
    session: Session,
    *,
    workshop_id: int,
    due_on: date,
    lot_ids: list[int],
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> SentOut:
    """Send old parts that are to be repaired to an outside workshop."""
    return refurbishing.send_out(
        session,
        workshop_id=workshop_id,
        due_on=due_on,
        lot_ids=tuple(lot_ids),
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


def _store_of_lots(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, found(session, Location, data["workshop_id"]).id)


def _store_of_new_workshop(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, data["store_id"])


def _store_of_workshop_order(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_store(session, actor, found(session, Workshops, data["workshop_order_id"]).store_id)


def _store_of_workshop_line(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    line = found(session, WorkshopLine, data["workshop_line_id"])
    require_store(session, actor, found(session, Workshops, line.workshop_order_id).store_id)


OPEN_WORKSHOP = command(
    Command(
        "open_workshop",
        _l("Add a workshop"),
        "parts.write",
        workshops_keeping.open_workshop,
        WorkshopInput,
        "/workshops",
        TAG,
        _store_of_new_workshop,
    )
)


CHANGE_WORKSHOP = command(
    Command(
        "change_workshop",
        _l("Change the workshop"),
        "parts.write",
        workshops_keeping.change_workshop,
        ChangeWorkshopInput,
        "/workshops/<int:workshop_id>",
        TAG,
        _store_of_lots,
        done=_l("Saved."),
    )
)


REMIND_WORKSHOP = command(
    Command(
        "remind_workshop",
        _l("Remind the workshop"),
        "stock.move",
        remind_workshop,
        RemindInput,
        "/workshop-orders/<int:workshop_order_id>/remind",
        TAG,
        _store_of_workshop_order,
        done=_l("Noted; the mail is on its way where an address is known."),
    )
)


SEND_OUT = command(
    Command(
        "send_to_workshop",
        _l("Send to a workshop"),
        "stock.move",
        send_out,
        SendOutInput,
        "/workshop-orders",
        TAG,
        _store_of_lots,
    )
)


TAKE_BACK = command(
    Command(
        "take_back_from_workshop",
        _l("Take back from the workshop"),
        "stock.move",
        refurbishing.take_back,
        CameBackInput,
        "/workshop-lines/<int:workshop_line_id>/back",
        TAG,
        _store_of_workshop_line,
    )
)
