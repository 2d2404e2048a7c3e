"""List parts, product models, categories, units and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from inventory.places import WORDS, LocationKind
from inventory.queries.columns import Listing as Selected
from inventory.tables import Category, Fit, Location, Part, ProductModel, Stock, Unit
from kernel.containing import contains
from kernel.tables import Person
from webapp.commands_of.parts import CRITICALITIES, PART_STATES, PART_TONES, USE_CLASSES
from webapp.i18n import words
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing

CLASSES = {each: each for each in "ABC"}


class PlaceWords(Mapping[str, str]):
    """Name the kinds of place in the reader's language."""

    def __getitem__(self, key: str) -> str:
        """Return the words of a kind."""
        return words(WORDS[LocationKind(key)])

    def __iter__(self) -> Any:
        """Go through the kinds."""
        return iter([str(kind) for kind in LocationKind])

    def __len__(self) -> int:
        """Count the kinds."""
        return len(LocationKind)


PLACE_KINDS = PlaceWords()


def about_part(text: str) -> ColumnElement[bool]:
    """Return the condition that a part's number, one of its old numbers, or its name holds a text."""
    alias = aliased(Part)
    known_as = select(alias.merged_into_id).where(alias.merged_into_id.is_not(None), contains(alias.number, text))
    names = (contains(c, text) for c in (Part.number, Part.name_zh, Part.name_en))
    return or_(*names, Part.id.in_(known_as))


def within_category(category_id: int) -> ColumnElement[bool]:
    """Return the condition that a part belongs to a category or to one below it."""
    tree = select(Category.id).where(Category.id == category_id).cte("below", recursive=True)
    tree = tree.union(select(Category.id).where(Category.parent_id == tree.c.id))
    return Part.category_id.in_(select(tree.c.id))


def _parts(_session: Session, _filters: Mapping[str, Any]) -> Selected:
    kept = aliased(Part)
    on_hand = (
        select(func.coalesce(func.sum(Stock.on_hand), 0)).where(Stock.part_id == Part.id).correlate(Part)
    ).scalar_subquery()
    return (
        select(
            Part.id.label("id"),
            Part.number.label("number"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            Unit.code.label("unit"),
            Category.name_zh.label("category_zh"),
            Category.name_en.label("category_en"),
            Part.use_class.label("use_class"),
            Part.criticality.label("criticality"),
            Part.abc.label("abc"),
            Part.xyz.label("xyz"),
            Part.fsn.label("fsn"),
            Part.state.label("state"),
            Part.serial_tracked.label("serial_tracked"),
            kept.number.label("kept"),
            on_hand.label("on_hand"),
        )
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(Category, Category.id == Part.category_id)
        .outerjoin(kept, kept.id == Part.merged_into_id)
    )


listing(
    Listing(
        "parts",
        _l("Parts"),
        "parts.read",
        _parts,
        [
            Column("number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("category", _l("Category"), "name"),
            Column("on_hand", _l("On hand everywhere"), "quantity", unit="unit"),
            Column("use_class", _l("Use class"), "state", choices=USE_CLASSES),
            Column("criticality", _l("Criticality"), "state", choices=CRITICALITIES),
            Column("abc", _l("ABC"), shown=False),
            Column("xyz", _l("XYZ"), shown=False),
            Column("fsn", _l("FSN"), shown=False),
            Column("serial_tracked", _l("Serial numbers"), "flag", shown=False),
            Column("kept", _l("Merged into"), shown=False),
            Column("state", _l("State"), "state", choices=PART_STATES, tones=PART_TONES),
        ],
        [
            Filter("q", _l("Number or name"), where=about_part),
            Filter("category", _l("Category"), "lookup", lookup="category", where=within_category),
            Filter(
                "model",
                _l("Fits model"),
                "lookup",
                lookup="product_model",
                where=lambda m: Part.id.in_(select(Fit.part_id).where(Fit.product_model_id == m)),
            ),
            Filter("state", _l("State"), "choice", choices=PART_STATES, where=lambda s: Part.state == s),
            Filter("use_class", _l("Use class"), "choice", choices=USE_CLASSES, where=lambda u: Part.use_class == u),
            Filter("abc", _l("ABC"), "choice", choices=CLASSES, where=lambda a: Part.abc == a),
            Filter("xyz", _l("XYZ"), "choice", choices={x: x for x in "XYZ"}, where=lambda x: Part.xyz == x),
            Filter("fsn", _l("FSN"), "choice", choices={f: f for f in "FSN"}, where=lambda f: Part.fsn == f),
            Filter(
                "merged",
                _l("Other numbers of merged parts"),
                "flag",
                where=lambda m: Part.merged_into_id.is_not(None) if m else Part.merged_into_id.is_(None),
            ),
            Filter(
                "criticality", _l("Criticality"), "choice", choices=CRITICALITIES, where=lambda c: Part.criticality == c
            ),
        ],
        "number",
        row_url=lambda row: url_for("parts.show", part_id=row.id),
        actions=[Action(_l("New part"), "parts.new", "parts.write")],
        bulk=[BulkAction(_l("Print labels"), "labels.of_parts", "parts.read")],
        group="stock",
        order=10,
        tag="parts",
        empty=_l("No parts yet. Import a file or add the first one."),
    )
)


def _models(_session: Session, _filters: Mapping[str, Any]) -> Selected:
    parts = select(func.count()).where(Fit.product_model_id == ProductModel.id).correlate(ProductModel)
    return select(
        ProductModel.id.label("id"),
        ProductModel.code.label("code"),
        ProductModel.name_zh.label("name_zh"),
        ProductModel.name_en.label("name_en"),
        ProductModel.family.label("family"),
        ProductModel.warranty_months.label("warranty_months"),
        parts.scalar_subquery().label("parts"),
    )


listing(
    Listing(
        "product_models",
        _l("Product models"),
        "parts.read",
        _models,
        [
            Column("code", _l("Model")),
            Column("name", _l("Name"), "name"),
            Column("family", _l("Family")),
            Column("warranty_months", _l("Warranty in months"), "number"),
            Column("parts", _l("Parts that fit"), "number"),
        ],
        [
            Filter(
                "q",
                _l("Model or name"),
                where=lambda t: or_(
                    *(
                        c.icontains(t, autoescape=True)
                        for c in (ProductModel.code, ProductModel.name_zh, ProductModel.name_en)
                    )
                ),
            ),
            Filter("family", _l("Family"), where=lambda t: ProductModel.family.icontains(t, autoescape=True)),
        ],
        "code",
        row_url=lambda row: url_for("part_groups.model", product_model_id=row.id),
        actions=[Action(_l("New product model"), "part_groups.new_model", "parts.write")],
        group="stock",
        order=80,
        tag="parts",
    )
)


def _categories(_session: Session, _filters: Mapping[str, Any]) -> Selected:
    above = aliased(Category)
    parts = select(func.count()).where(Part.category_id == Category.id).correlate(Category)
    return select(
        Category.id.label("id"),
        Category.code.label("code"),
        Category.name_zh.label("name_zh"),
        Category.name_en.label("name_en"),
        above.name_zh.label("above_zh"),
        above.name_en.label("above_en"),
        Category.seasonal.label("seasonal"),
        parts.scalar_subquery().label("parts"),
    ).outerjoin(above, above.id == Category.parent_id)


listing(
    Listing(
        "categories",
        _l("Categories"),
        "parts.read",
        _categories,
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("above", _l("Belongs to"), "name"),
            Column("seasonal", _l("Seasonal"), "flag"),
            Column("parts", _l("Parts"), "number"),
        ],
        [Filter("q", _l("Code"), where=lambda t: Category.code.icontains(t, autoescape=True))],
        "code",
        row_url=lambda row: url_for("part_groups.category", category_id=row.id),
        actions=[
            Action(_l("Show as a tree"), "part_groups.tree", "parts.read", "diagram-3"),
            Action(_l("New category"), "part_groups.new_category", "parts.write"),
            Action(_l("New unit"), "part_groups.new_unit", "parts.write"),
        ],
        group="stock",
        order=85,
        tag="parts",
    )
)


def _places(_session: Session, _filters: Mapping[str, Any]) -> Selected:
    store = aliased(Location)
    return (
        select(
            Location.id.label("id"),
            Location.code.label("code"),
            Location.name_zh.label("name_zh"),
            Location.name_en.label("name_en"),
            Location.kind.label("kind"),
            store.code.label("store"),
            Person.name.label("keeper"),
            Location.region.label("region"),
            Location.active.label("active"),
        )
        .outerjoin(store, store.id == Location.store_id)
        .outerjoin(Person, Person.id == Location.keeper_id)
        .where(Location.kind != LocationKind.WORK_ORDER)
    )


listing(
    Listing(
        "places",
        _l("Places"),
        "stock.read",
        _places,
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Kind"), "state", choices=PLACE_KINDS),
            Column("store", _l("Store")),
            Column("keeper", _l("Keeper")),
            Column("region", _l("Region"), shown=False),
            Column("active", _l("In use"), "flag"),
        ],
        [
            Filter("q", _l("Code"), where=lambda t: Location.code.icontains(t, autoescape=True)),
            Filter("kind", _l("Kind"), "choice", choices=PLACE_KINDS, where=lambda k: Location.kind == k),
            Filter("store", _l("Store"), "store", where=lambda s: Location.store_id == s),
        ],
        "code",
        row_url=lambda row: url_for("places.show", location_id=row.id),
        actions=[
            Action(_l("New warehouse"), "places.new_warehouse", "parts.write"),
            Action(_l("New engineer's van"), "places.new_van", "parts.write"),
        ],
        bulk=[BulkAction(_l("Print labels"), "labels.of_places", "stock.read")],
        group="stock",
        order=90,
        tag="places",
        empty=_l("No places yet. Open the first warehouse; its hold, staging and quarantine come with it."),
    )
)
