"""List which models each part fits, and with which serial numbers: the same table that the import takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from inventory.tables import Fit, FitRange, Part, ProductModel, Unit
from webapp.i18n import in_language
from webapp.listing import Action, Column, Filter, Listing, listing


def _fits(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    """Return a row for each range of a fit; one for a fit without ranges."""
    return (
        select(
            func.coalesce(FitRange.id, -Fit.id).label("id"),
            Part.id.label("part_id"),
            Part.number.label("number"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            ProductModel.code.label("model_code"),
            ProductModel.name_zh.label("model_zh"),
            ProductModel.name_en.label("model_en"),
            FitRange.serial_from.label("serial_from"),
            FitRange.serial_to.label("serial_to"),
            Fit.quantity_per_repair.label("quantity_per_repair"),
            Unit.code.label("unit"),
        )
        .join(Part, Part.id == Fit.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(ProductModel, ProductModel.id == Fit.product_model_id)
        .outerjoin(FitRange, FitRange.fit_id == Fit.id)
    )


def _words(text: str) -> Any:
    columns = (Part.number, Part.name_zh, Part.name_en, ProductModel.code)
    return or_(*(column.icontains(text, autoescape=True) for column in columns))


listing(
    Listing(
        "fits",
        _l("Which models parts fit"),
        "parts.read",
        _fits,
        [
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("model_code", _l("Model")),
            Column(
                "model_name",
                _l("Model name"),
                value=lambda row: in_language(row.model_zh, row.model_en),
                sort=False,
            ),
            Column("serial_from", _l("Serial number from")),
            Column("serial_to", _l("Serial number to")),
            Column("quantity_per_repair", _l("Taken by a repair"), "quantity", unit="unit"),
        ],
        [
            Filter("q", _l("Part or model"), where=_words),
            Filter("part", _l("Part"), "part", where=lambda part: Fit.part_id == part),
            Filter("model", _l("Model"), "lookup", lookup="product_model", where=lambda m: Fit.product_model_id == m),
            Filter(
                "ranges",
                _l("Only some serial numbers"),
                "flag",
                where=lambda yes: FitRange.id.is_not(None) if yes else FitRange.id.is_(None),
            ),
        ],
        "number",
        row_url=lambda row: url_for("parts.show", part_id=row.part_id),
        actions=[Action(_l("Import a file"), "imports.new", "import.write", "upload", {"kind": "fits"})],
        url="/parts/fits",
        group="stock",
        order=72,
        tag="parts",
        intro=_l("A part without a row here fits every model. The exported table can be changed and imported again."),
        empty=_l("No part is tied to a model yet. Add it on the page of a part, or import a file."),
    )
)
