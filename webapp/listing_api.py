"""Answer lists as JSON, with the filters, order and paging of the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, request
from flask_smorest import Api
from marshmallow import EXCLUDE, Schema, fields, validate

from webapp import context
from webapp.access import needs
from webapp.api.base import ProblemSchema, api_blueprint
from webapp.fields import DayField, InstantField, MoneyField, QuantityField, TextField
from webapp.listing import LISTINGS, SIZES, Column, Filter, Listing
from webapp.listing_rows import asked, attribute, cell, fetch, sortable, visible

class NumberField(fields.Float):
    """Write a number as it is: counts stay whole."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value if isinstance(value, int) else super()._serialize(value, attr, obj, **kwargs)


_FIELDS: dict[str, type[fields.Field[Any]]] = {
    "quantity": QuantityField,
    "money": MoneyField,
    "number": NumberField,
    "percent": NumberField,
    "date": DayField,
    "instant": InstantField,
    "flag": fields.Boolean,
}


class PageOf(Schema):
    """Hold a page of a list."""

    page = fields.Integer()
    size = fields.Integer()
    total = fields.Integer()
    pages = fields.Integer()


def _item_schema(made: Listing) -> type[Schema]:
    members: dict[str, fields.Field[Any]] = {"id": fields.Integer(allow_none=True)}
    for column in made.columns:
        for name in _names(column):
            members[name] = _FIELDS.get(column.kind, fields.String)(allow_none=True)
        if column.unit:
            members[column.unit] = fields.String(allow_none=True)
    return Schema.from_dict(members, name=f"{_camel(made.name)}Row")  # type: ignore[arg-type]


def _names(column: Column) -> list[str]:
    return [f"{column.key}_zh", f"{column.key}_en"] if column.kind == "name" and column.value is None else [column.key]


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def _query_schema(made: Listing) -> type[Schema]:
    members: dict[str, fields.Field[Any]] = {
        "page": fields.Integer(validate=validate.Range(1, 1_000_000), load_default=1),
        "size": fields.Integer(validate=validate.Range(1, SIZES[-1]), load_default=made.size),
    }
    if names := [c.key for c in made.columns if c.sort and (c.value is None or c.sort_by)]:
        both = [*names, *(f"-{name}" for name in names)]
        members["sort"] = fields.String(validate=validate.OneOf(both), load_default=made.default_sort or None)
    for each in made.filters:
        members[each.key] = _filter_field(each)
    return Schema.from_dict(members, name=f"{_camel(made.name)}Query")  # type: ignore[arg-type]


def _filter_field(made: Filter) -> fields.Field[Any]:
    if made.row_kind:
        return TextField(128, metadata={"description": f"code of the {made.row_kind.replace('_', ' ')}"})
    if made.kind == "choice" and not callable(made.choices):
        return fields.String(validate=validate.OneOf(list(made.choices)))
    return DayField() if made.kind == "date" else fields.Boolean() if made.kind == "flag" else TextField(200)


def _view(made: Listing) -> Callable[..., Any]:
    def view(_query: dict[str, Any]) -> Any:
        what = asked(made, request.args)
        if what.errors:
            abort(422)
        if (wanted := request.args.get("sort")) and wanted.lstrip("-") not in sortable(made):
            abort(422)
        found = fetch(made, context.session(), what)
        seen = visible(made)
        items = [_item(row, seen) for row in found.rows]
        return {"items": items, "page": found.page, "size": what.size, "total": found.total, "pages": found.pages}

    view.__name__ = made.name
    view.__doc__ = f"List {made.name.replace('_', ' ')}."
    return view


def _item(row: Any, columns: list[Column]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": attribute(row, "id")}
    for column in columns:
        for name in _names(column):
            item[name] = attribute(row, name) if column.value is None else cell(column, row)
        if column.unit:
            item[column.unit] = attribute(row, column.unit)
    return item


def set_up(rest: Api) -> None:
    """Add the endpoint of every list."""
    lists = api_blueprint("lists", "Lists, filtered, sorted and paged")
    for made in LISTINGS.values():
        page = type(f"{_camel(made.name)}Page", (PageOf,), {"items": fields.List(fields.Nested(_item_schema(made)))})
        view = lists.response(200, page)(_view(made))
        for status in (401, 403, 422, 429):
            view = lists.alt_response(status, schema=ProblemSchema)(view)
        view = lists.arguments(_query_schema(made)(unknown=EXCLUDE), location="query")(view)
        view = lists.doc(operationId=f"list_{made.name}", tags=[made.tag or "lists"], security=[{"token": []}])(view)
        needs(*made.permissions)(view)
        lists.add_url_rule(made.address, made.name, view, methods=["GET"], tags=[made.tag or "lists"])
    rest.register_blueprint(lists)
