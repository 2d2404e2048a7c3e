"""What can be done with kits: make and change them, and ask for one on a work order in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from inventory.posting import lock_stock
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.text import Text
from service import kit_keeping
from service.kit_keeping import KitKept, KitPart
from service.tables import Kit
from webapp.commands import Command, command
from webapp.commands_of.requests import Asked, ask_part
from webapp.commands_of.requests_owners import own_order
from webapp.fields import FlagField, Input, QuantityField, RowId, TextField
from webapp.lookups import table_lookup

table_lookup("kit", Kit, permission="parts.read", where=lambda: Kit.active)


class KitLineInput(Input):
    """Hold a part of a kit."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    optional = FlagField(load_default=False, metadata={"label": _l("Only if wanted")})


class KitFacts(Input):
    """Describe a kit."""

    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name in English")})
    product_model_id = RowId(
        "product_model",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Product model"), "help": _l("Empty: for every model.")},
    )
    symptom_id = RowId(
        "symptom",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Symptom"), "help": _l("Empty: for every symptom.")},
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note")})
    lines = fields.List(fields.Nested(KitLineInput), required=True, validate=validate.Length(1, 100))


class NewKitInput(KitFacts):
    """Make a kit."""

    code = TextField(40, required=True, metadata={"label": _l("Code")})

    class Meta:
        """Show the code first."""

        fields = ("code", "name_zh", "name_en", "product_model_id", "symptom_id", "note", "lines")
        ordered = True


class KitInput(KitFacts):
    """Change a kit."""

    kit_id = RowId(required=True)
    active = FlagField(load_default=True, metadata={"label": _l("In use")})


class AskedLineInput(Input):
    """Hold a part that is asked for with a kit."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class AskKitInput(Input):
    """Ask for the parts of a kit."""

    work_order_id = RowId(required=True)
    store_id = RowId("warehouse", required=True, metadata={"label": _l("Store")})
    lines = fields.List(fields.Nested(AskedLineInput), required=True, validate=validate.Length(1, 100))


@dataclass(frozen=True, slots=True)
class AskedKit:
    """Hold what became of each part of a kit."""

    work_order_id: int
    requests: tuple[Asked, ...]


def _parts(lines: list[dict[str, Any]]) -> tuple[KitPart, ...]:
    return tuple(KitPart(each["part_id"], each["quantity"], each["optional"]) for each in lines)


def make_kit(
    session: Session,
    *,
    code: str,
    name_zh: str,
    name_en: str,
    product_model_id: int | None,
    symptom_id: int | None,
    note: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> KitKept:
    """Make a kit for a product model, a symptom, both, or any repair."""
    return kit_keeping.make_kit(
        session,
        code=code,
        name=Text(name_zh, name_en),
        product_model_id=product_model_id,
        symptom_id=symptom_id,
        note=note,
        lines=_parts(lines),
        by=by,
        at=at,
        request_key=request_key,
    )


def change_kit(
    session: Session,
    *,
    kit_id: int,
    name_zh: str,
    name_en: str,
    product_model_id: int | None,
    symptom_id: int | None,
    note: str,
    active: bool,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> KitKept:
    """Change a kit and the parts in it."""
    return kit_keeping.change_kit(
        session,
        kit_id=kit_id,
        name=Text(name_zh, name_en),
        product_model_id=product_model_id,
        symptom_id=symptom_id,
        note=note,
        active=active,
        lines=_parts(lines),
        by=by,
        at=at,
        request_key=request_key,
    )


@once
def ask_kit(
    session: Session,
    *,
    work_order_id: int,
    store_id: int,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> AskedKit:
    """Ask a store for the parts of a kit in one go, as they were left after editing; all of them or none."""
    wanted: dict[int, Quantity] = {}
    for each in lines:
        if each["part_id"] in wanted:
            raise RuleViolation("part_twice", part_ids=[each["part_id"]])
        wanted[each["part_id"]] = each["quantity"]
    lock_stock(session, [(part_id, store_id) for part_id in wanted])
    asked = [
        ask_part(
            session,
            work_order_id=work_order_id,
            part_id=part_id,
            store_id=store_id,
            quantity=quantity,
            needed_on=None,
            by=by,
            at=at,
            request_key=f"{request_key}:{part_id}",
        )
        for part_id, quantity in sorted(wanted.items())
    ]
    return AskedKit(work_order_id, tuple(asked))


MAKE_KIT = command(Command("make_kit", _l("New kit"), "parts.write", make_kit, NewKitInput, "/kits", "parts"))
CHANGE_KIT = command(
    Command("change_kit", _l("Change the kit"), "parts.write", change_kit, KitInput, "/kits/<int:kit_id>", "parts")
)
ASK_KIT = command(
    Command(
        "ask_kit",
        _l("Ask for a kit"),
        "requests.write",
        ask_kit,
        AskKitInput,
        "/work-orders/<int:work_order_id>/kit-requests",
        "requests",
        own_order,
        AskedKit,
    )
)
