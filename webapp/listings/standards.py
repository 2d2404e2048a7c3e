"""List acceptance standards, every version of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import Category, Part
from receiving.queries import standards as queries
from receiving.tables import Standard
from webapp import context
from webapp.i18n import in_language
from webapp.listing import Action, Column, Filter, Listing, listing

VALIDITY = {"now": _l("holds now"), "later": _l("holds later"), "replaced": _l("replaced")}
TONES = {"now": "success", "later": "primary", "replaced": "secondary"}
SEARCHED = (Part.number, Part.name_zh, Part.name_en, Category.code, Category.name_zh, Category.name_en)


def _replaced() -> ColumnElement[bool]:
    """Tell that a newer version of the same part or category holds already."""
    newer = aliased(Standard)
    same = or_(newer.part_id == Standard.part_id, newer.category_id == Standard.category_id)
    later = or_(
        newer.valid_from_on > Standard.valid_from_on,
        and_(newer.valid_from_on == Standard.valid_from_on, newer.version > Standard.version),
    )
    return select(newer.id).where(same, later, newer.valid_from_on <= context.today()).correlate(Standard).exists()


def _in_state(word: str) -> ColumnElement[bool]:
    begun = Standard.valid_from_on <= context.today()
    return {"now": and_(begun, ~_replaced()), "later": ~begun, "replaced": and_(begun, _replaced())}[word]


def _standards(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.standards_select().add_columns(Standard.id.label("id"), _replaced().label("replaced"))


def _state(row: Any) -> str:
    if row.valid_from_on > context.today():
        return "later"
    return "replaced" if row.replaced else "now"


listing(
    Listing(
        "standards",
        _l("Acceptance standards"),
        "inspection.read",
        _standards,
        [
            Column(
                "part_number", _l("For"), value=lambda row: row.part_number or row.category_code, sort_by="part_number"
            ),
            Column(
                "name",
                _l("Name"),
                value=lambda row: (
                    in_language(row.part_name_zh, row.part_name_en)
                    if row.part_id
                    else in_language(row.category_name_zh, row.category_name_en)
                ),
                sort=False,
            ),
            Column(
                "kind",
                _l("Kind"),
                "state",
                value=lambda row: "part" if row.part_id else "category",
                choices={"part": _l("part"), "category": _l("category")},
                sort=False,
            ),
            Column("version", _l("Version"), "number"),
            Column("valid_from_on", _l("Valid from"), "date"),
            Column("state", _l("State"), "state", value=_state, choices=VALIDITY, tones=TONES, sort=False),
            Column("characteristics", _l("Characteristics"), "number"),
            Column("note", _l("What is new"), shown=False),
        ],
        [
            Filter(
                "q",
                _l("Part or category"),
                where=lambda text: or_(*(column.icontains(text, autoescape=True) for column in SEARCHED)),
            ),
            Filter("state", _l("State"), "choice", choices=VALIDITY, where=_in_state),
            Filter("part", _l("Part"), "part", where=lambda row: Standard.part_id == row),
        ],
        "-valid_from_on",
        row_url=lambda row: url_for("standards.show", standard_id=row.id),
        actions=[Action(_l("New standard"), "standards.new", "standards.write")],
        group="receiving",
        order=60,
        tag="standards",
        intro=_l("What an inspector looks at. A part without a standard of its own follows that of its category."),
        empty=_l("No standards yet. Set one for a category first: it holds for all its parts."),
    )
)
