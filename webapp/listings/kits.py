"""List kits: what a kind of repair usually needs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from service.queries.kits import kits_select
from service.tables import Kit, KitLine
from webapp.listing import Action, Column, Filter, Listing, listing


def _named(text: str) -> Any:
    return or_(*(each.icontains(text, autoescape=True) for each in (Kit.code, Kit.name_zh, Kit.name_en)))


def _with_part(part_id: int) -> Any:
    return select(KitLine.id).where(KitLine.kit_id == Kit.id, KitLine.part_id == part_id).exists()


listing(
    Listing(
        "kits",
        _l("Kits"),
        "parts.read",
        lambda _session, _filters: kits_select(),
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("model", _l("Product model")),
            Column("symptom_name", _l("Symptom"), "name"),
            Column("parts", _l("Parts"), "number"),
            Column("active", _l("In use"), "flag"),
            Column("note", _l("Note"), shown=False),
        ],
        [
            Filter("q", _l("Code or name"), where=_named),
            Filter("part", _l("With the part"), "part", where=_with_part),
            Filter(
                "model",
                _l("Product model"),
                "lookup",
                lookup="product_model",
                where=lambda model: Kit.product_model_id == model,
            ),
        ],
        "code",
        row_url=lambda row: url_for("kits.show", kit_id=row.id),
        actions=[Action(_l("New kit"), "kits.new", "parts.write")],
        group="stock",
        order=79,
        tag="parts",
        intro=_l("A named list of parts that a kind of repair usually needs, asked for in one go on a work order."),
        empty=_l("No kits yet. Make one for a repair that comes again and again."),
    )
)
