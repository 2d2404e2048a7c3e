"""What can be done with the part master: parts, models, categories, units, fits, alternates, successions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import parts_keeping
from inventory.parts_keeping import Kept, PartFacts
from kernel.amounts import Quantity
from webapp.commands import Command, command
from webapp.fields import ChoiceField, DayField, FlagField, Input, QuantityField, RowId, TextField, WholeField
from webapp.old_part_words import OWED

USE_CLASSES = {"wear": _l("wear part"), "common": _l("common part"), "key": _l("key part")}
CRITICALITIES = {"vital": _l("vital"), "essential": _l("essential"), "desirable": _l("desirable")}
PART_STATES = {"active": _l("active"), "phasing_out": _l("phasing out"), "discontinued": _l("discontinued")}
PART_TONES = {"active": "success", "phasing_out": "warning", "discontinued": "secondary"}


class NamesInput(Input):
    """Ask for a name in both languages."""

    name_zh = TextField(200, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(200, required=True, metadata={"label": _l("Name in English")})


class PartInput(NamesInput):
    """Describe a part."""

    number = TextField(60, required=True, metadata={"label": _l("Part number")})
    unit_id = RowId("unit", required=True, metadata={"label": _l("Unit")})
    category_id = RowId("category", load_default=None, allow_none=True, metadata={"label": _l("Category")})
    use_class = ChoiceField(USE_CLASSES, load_default="common", metadata={"label": _l("Use class")})
    criticality = ChoiceField(
        CRITICALITIES,
        load_default="essential",
        metadata={"label": _l("Criticality"), "help": _l("Decides the service that stock is planned for.")},
    )
    state = ChoiceField(PART_STATES, load_default="active", metadata={"label": _l("State")})
    shelf_life_days = WholeField(
        1,
        36500,
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Shelf life"),
            "unit": _l("days"),
            "help": _l("With it, the earliest expiry goes first."),
        },
    )
    gtin = TextField(14, load_default=None, allow_none=True, metadata={"label": _l("GS1 article number (GTIN)")})
    storage_condition = TextField(120, load_default="", metadata={"label": _l("Storage condition")})
    specification = TextField(2000, load_default="", metadata={"label": _l("Specification"), "rows": 3})
    serial_tracked = FlagField(
        load_default=False, metadata={"label": _l("Every piece has a serial number that is tracked")}
    )
    original_maker = FlagField(load_default=True, metadata={"label": _l("From the original maker")})
    old_part = ChoiceField(
        OWED,
        load_default="by_rule",
        metadata={
            "label": _l("Old part after a repair"),
            "help": _l("By the rule: what the settings say for its use class and criticality."),
        },
    )


class ChangedPartInput(PartInput):
    """Describe a changed part."""

    part_id = RowId(required=True)


class FitInput(Input):
    """Say that a part fits a model."""

    part_id = RowId(required=True)
    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Product model")})
    quantity_per_repair = QuantityField(
        positive=True, load_default=Quantity.of(1), metadata={"label": _l("Quantity in a repair")}
    )


class NoFitInput(Input):
    """Name a part and a model."""

    part_id = RowId(required=True)
    product_model_id = RowId(required=True)


class AlternateInput(Input):
    """Say what may be used instead."""

    part_id = RowId(required=True)
    alternate_part_id = RowId("part", required=True, metadata={"label": _l("May be used instead")})
    note = TextField(200, load_default="", metadata={"label": _l("Note")})


class NoAlternateInput(Input):
    """Name an alternate."""

    alternate_id = RowId(required=True)


class SupersedeInput(Input):
    """Say what succeeds a part."""

    predecessor_id = RowId(required=True)
    successor_id = RowId("part", required=True, metadata={"label": _l("Succeeded by")})
    valid_from_on = DayField(required=True, metadata={"label": _l("From")})
    two_way = FlagField(load_default=False, metadata={"label": _l("The old part may also stand in for the new one")})
    predecessor_factor = WholeField(1, 1000, load_default=1, metadata={"label": _l("So many of the old")})
    successor_factor = WholeField(1, 1000, load_default=1, metadata={"label": _l("equal so many of the new")})


class NoSuccessorInput(Input):
    """Name a part that is succeeded."""

    predecessor_id = RowId(required=True)


class ModelInput(NamesInput):
    """Describe a product model."""

    code = TextField(60, required=True, metadata={"label": _l("Model")})
    family = TextField(60, load_default="", metadata={"label": _l("Family")})
    warranty_months = WholeField(0, 240, load_default=12, metadata={"label": _l("Warranty"), "unit": _l("months")})


class ChangedModelInput(NamesInput):
    """Describe a changed product model."""

    product_model_id = RowId(required=True)
    family = TextField(60, load_default="", metadata={"label": _l("Family")})
    warranty_months = WholeField(0, 240, load_default=12, metadata={"label": _l("Warranty"), "unit": _l("months")})


class CategoryInput(NamesInput):
    """Describe a category."""

    code = TextField(40, required=True, metadata={"label": _l("Code")})
    parent_id = RowId("category", load_default=None, allow_none=True, metadata={"label": _l("Belongs to")})
    seasonal = FlagField(load_default=False, metadata={"label": _l("Demand follows the months of the year")})


class ChangedCategoryInput(NamesInput):
    """Describe a changed category."""

    category_id = RowId(required=True)
    parent_id = RowId("category", load_default=None, allow_none=True, metadata={"label": _l("Belongs to")})
    seasonal = FlagField(load_default=False, metadata={"label": _l("Demand follows the months of the year")})


class UnitInput(NamesInput):
    """Describe a unit of measure."""

    code = TextField(12, required=True, metadata={"label": _l("Code")})
    step = QuantityField(
        positive=True,
        required=True,
        metadata={"label": _l("Smallest step"), "help": _l("1 for pieces, 0.001 for metres cut to the millimetre")},
    )


def create_part(session: Session, *, by: int, at: datetime, request_key: str, **facts: Any) -> Kept:
    """Add a part to the part master."""
    return parts_keeping.create_part(session, facts=PartFacts(**facts), by=by, at=at, request_key=request_key)


def update_part(session: Session, *, part_id: int, by: int, at: datetime, request_key: str, **facts: Any) -> Kept:
    """Change a part; once there are lots its unit and its serial tracking stay as they are."""
    return parts_keeping.update_part(
        session, part_id=part_id, facts=PartFacts(**facts), by=by, at=at, request_key=request_key
    )


def _made(name: str, title: Any, run: Any, schema: type[Input], path: str, done: Any = "") -> Command:
    return command(Command(name, title, "parts.write", run, schema, path, "parts", done=done))


P = "/parts/<int:part_id>"
CREATE_PART = _made("create_part", _l("New part"), create_part, PartInput, "/parts")
UPDATE_PART = _made("update_part", _l("Change the part"), update_part, ChangedPartInput, P, _l("The part is changed."))
SET_FIT = _made("set_fit", _l("Fits a model"), parts_keeping.set_fit, FitInput, f"{P}/fits")
REMOVE_FIT = _made(
    "remove_fit", _l("Fits no longer"), parts_keeping.remove_fit, NoFitInput, f"{P}/fits/<int:product_model_id>/remove"
)
SET_ALTERNATE = _made(
    "set_alternate", _l("May be used instead"), parts_keeping.set_alternate, AlternateInput, f"{P}/alternates"
)
REMOVE_ALTERNATE = _made(
    "remove_alternate",
    _l("No alternate any more"),
    parts_keeping.remove_alternate,
    NoAlternateInput,
    "/alternates/<int:alternate_id>/remove",
)
SUPERSEDE = _made(
    "supersede",
    _l("Succeeded by another part"),
    parts_keeping.supersede,
    SupersedeInput,
    "/parts/<int:predecessor_id>/successor",
)
REMOVE_SUPERSESSION = _made(
    "remove_supersession",
    _l("Take the succession back"),
    parts_keeping.remove_supersession,
    NoSuccessorInput,
    "/parts/<int:predecessor_id>/successor/remove",
)
CREATE_MODEL = _made("create_model", _l("New product model"), parts_keeping.create_model, ModelInput, "/product-models")
UPDATE_MODEL = _made(
    "update_model",
    _l("Change the product model"),
    parts_keeping.update_model,
    ChangedModelInput,
    "/product-models/<int:product_model_id>",
)
CREATE_CATEGORY = _made(
    "create_category", _l("New category"), parts_keeping.create_category, CategoryInput, "/categories"
)
UPDATE_CATEGORY = _made(
    "update_category",
    _l("Change the category"),
    parts_keeping.update_category,
    ChangedCategoryInput,
    "/categories/<int:category_id>",
)
CREATE_UNIT = _made("create_unit", _l("New unit"), parts_keeping.create_unit, UnitInput, "/units")
