"""What can be done with arrivals 到货: register what came, undo what was registered by mistake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory.serial_ranges import read_serials
from inventory.tables import Part
from kernel.amounts import Quantity
from kernel.errors import NotFound, RuleViolation
from procurement.finding_room import goods_may_come
from procurement.tables import Order, OrderLine, Supplier
from receiving import arriving, recounting
from receiving.arriving import ArrivedLine, Registered
from receiving.tables import Arrival, Recount, SupplierReturn
from webapp import context
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import DayField, Input, QuantityField, RowId, SerialsField, TextField
from webapp.i18n import in_language
from webapp.lookups import MOST, Choice, Lookup, lookup, table_lookup
from webapp.messages import message
from webapp.receiving_words import require_own

PIECE = Quantity.of(1)


def _order_lines(session: Session, which: ColumnElement[bool]) -> list[Choice]:
    rows = session.execute(
        select(OrderLine.id, Order.number, OrderLine.line_no, Part.number, Part.name_zh, Part.name_en)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Part, Part.id == OrderLine.part_id)
        .where(which)
        .order_by(Order.id.desc(), OrderLine.line_no)
        .limit(MOST)
    )
    return [Choice(row[0], f"{row[1]}/{row[2]}", f"{row[3]} {in_language(row[4], row[5])}") for row in rows]


def _find_order_line(session: Session, text: str) -> list[Choice]:
    like = Order.number.icontains(text.partition("/")[0], autoescape=True) | Part.number.icontains(
        text, autoescape=True
    )
    return _order_lines(session, goods_may_come() & like)


def _order_line_by_code(session: Session, text: str) -> int | None:
    number, _slash, line = text.rpartition("/")
    if not (line.isascii() and line.isdecimal()) or len(line) > 6:
        return None
    found = _order_lines(session, (Order.number == number) & (OrderLine.line_no == int(line)))
    return found[0].id if found else None


def _order_line_by_id(session: Session, row_id: int) -> Choice | None:
    return next(iter(_order_lines(session, OrderLine.id == row_id)), None)


lookup(Lookup("order_line", "orders.read", _find_order_line, _order_line_by_code, _order_line_by_id))
table_lookup("delivering_supplier", Supplier, permission="arrivals.write")


class ArrivedLineInput(Input):
    """Say what came of an order's line, or what came though nobody ordered it."""

    order_line_id = RowId(
        "order_line",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Order line"), "help": _l("Empty: it is on no order.")},
    )
    supplier_return_id = RowId(
        "claim",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Claim"), "help": _l("Where it replaces claimed goods or brings them back reworked.")},
    )
    part_id = RowId("part", required=True, metadata={"label": _l("Part that really came")})
    quantity = QuantityField(load_default=None, allow_none=True, metadata={"label": _l("Quantity that came")})
    supplier_lot = TextField(60, load_default=None, allow_none=True, metadata={"label": _l("Supplier's lot")})
    expires_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Expires on")})
    made_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Made on")})
    serials = SerialsField()
    note = TextField(300, load_default="", metadata={"label": _l("Remark")})


class RegisterInput(Input):
    """Register a delivery of one supplier to one store, for one order or several."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Store")})
    supplier_id = RowId("delivering_supplier", required=True, metadata={"label": _l("Supplier")})
    delivery_note = TextField(
        80, load_default="", metadata={"label": _l("Delivery note"), "help": _l("The supplier's number on the paper.")}
    )
    arrived_on = DayField(required=True, metadata={"label": _l("Arrived on")})
    carrier = TextField(80, load_default="", metadata={"label": _l("Carrier")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})
    lines = fields.List(fields.Nested(ArrivedLineInput), required=True, validate=validate.Length(1, 500))

    @validates_schema
    def _what_parts_ask_for(self, data: dict[str, Any], **_more: Any) -> None:
        """Ask for the expiry and the serial numbers of parts that need them, beside the line where they are missing."""
        wrong: dict[int, dict[str, list[str]]] = {}
        blind = not context.may("arrivals.expected")
        for number, line in enumerate(data.get("lines", ())):
            if blind and line["quantity"] is None:
                wrong[number] = {"quantity": [_("Count, and type what came; 0 where nothing did.")]}
            elif line["quantity"] and (said := _missing(line)):
                wrong[number] = said
        if wrong:
            raise ValidationError({"lines": wrong})


def _missing(line: dict[str, Any]) -> dict[str, list[str]]:
    part = context.session().get(Part, line["part_id"])
    if part is None or not _is_taken(line):
        return {}
    try:
        serials = len(_serials(line))
    except RuleViolation as error:
        return {"serials": [message(error)]}
    if part.serial_tracked and PIECE * serials != line["quantity"]:
        return {
            "serials": [
                _(
                    "%(count)s serial numbers for a quantity of %(quantity)s.",
                    count=serials,
                    quantity=str(line["quantity"]),
                )
            ]
        }
    if not part.serial_tracked and serials:
        return {"serials": [_("This part has no serial numbers. Leave the box empty.")]}
    if part.shelf_life_days is not None and line["expires_on"] is None and line["made_on"] is None:
        return {
            "expires_on": [
                _("This part has a shelf life: type the expiry that stands on the package, or the day it was made.")
            ]
        }
    return {}


def _is_taken(line: dict[str, Any]) -> bool:
    """Tell whether a line brings the part that its order line or claim wants; a wrong part goes back as it is."""
    if line["supplier_return_id"]:
        claim = context.session().get(SupplierReturn, line["supplier_return_id"])
        return claim is not None and claim.part_id == line["part_id"]
    wanted = context.session().get(OrderLine, line["order_line_id"]) if line["order_line_id"] else None
    return wanted is not None and wanted.part_id == line["part_id"]


def _serials(line: dict[str, Any]) -> tuple[str, ...]:
    """Return the numbers of a line, ranges written out; a line that was scanned twice counts once."""
    return read_serials(*dict.fromkeys(text.strip() for text in line["serials"].splitlines()))


class RecountInput(Input):
    """Say how much was found when a line was counted again."""

    recount_id = RowId(required=True)
    quantity = QuantityField(required=True, metadata={"label": _l("Counted again")})


class ArrivalInput(Input):
    """Name an arrival."""

    arrival_id = RowId(required=True)


class UndoInput(ArrivalInput):
    """Say why an arrival is undone."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


def register(
    session: Session,
    *,
    store_id: int,
    supplier_id: int,
    delivery_note: str,
    arrived_on: date,
    carrier: str,
    note: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Registered:
    """Register a delivery as it really came; a line without a quantity did not come."""
    blind = not context.may("arrivals.expected")
    return arriving.register_arrival(
        session,
        blind=blind,
        none_came_of=tuple(line["order_line_id"] for line in lines if line["order_line_id"] and not line["quantity"]),
        store_id=store_id,
        supplier_id=supplier_id,
        lines=tuple(
            ArrivedLine(
                order_line_id=line["order_line_id"],
                part_id=line["part_id"],
                quantity=line["quantity"],
                supplier_lot=line["supplier_lot"] or None,
                expires_on=line["expires_on"],
                serial_numbers=_serials(line),
                note=line["note"],
                made_on=line["made_on"],
                supplier_return_id=line["supplier_return_id"],
            )
            for line in lines
            if line["quantity"]
        ),
        delivery_note=delivery_note,
        arrived_on=arrived_on,
        carrier=carrier,
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


def _own_store(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_own(session, actor, data["store_id"])


def own_arrival(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse an arrival at a store that somebody else keeps."""
    arrival = session.get(Arrival, data["arrival_id"])
    if arrival is None:
        raise NotFound("arrival_unknown", id=data["arrival_id"])
    require_own(session, actor, arrival.store_id)


def _own_recount(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    recount = session.get(Recount, data["recount_id"])
    if recount is None:
        raise NotFound("recount_unknown", id=data["recount_id"])
    require_own(session, actor, session.get_one(Arrival, recount.arrival_id).store_id)


REGISTER = command(
    Command(
        "register_arrival",
        _l("Register an arrival"),
        "arrivals.write",
        register,
        RegisterInput,
        "/arrivals",
        "arrivals",
        _own_store,
        Registered,
    )
)
UNDO = command(
    Command(
        "undo_arrival",
        _l("Undo the arrival"),
        "arrivals.write",
        arriving.undo_arrival,
        UndoInput,
        "/arrivals/<int:arrival_id>/undo",
        "arrivals",
        own_arrival,
        arriving.UndoneArrival,
        _l("Undone: nothing of it is in the books any more."),
    )
)
RECOUNT = command(
    Command(
        "confirm_recount",
        _l("Counted again"),
        "arrivals.write",
        recounting.confirm_recount,
        RecountInput,
        "/recounts/<int:recount_id>",
        "arrivals",
        _own_recount,
        recounting.Recounted,
        _l("Counted again and confirmed."),
    )
)
