"""Answer lists as JSON, with the filters, order and paging of the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from apispec import APISpec
from flask import Blueprint, Flask, request
from flask_babel import gettext as _
from marshmallow import EXCLUDE, Schema, fields, validate
from werkzeug.exceptions import UnprocessableEntity

from kernel.amounts import LARGEST
from webapp import context
from webapp.access import needs
from webapp.api.base import PREFIX, RestApi, address_of, described_by, load, operation, path_parameters
from webapp.fields import DayField, InstantField, MoneyField, QuantityField, TextField
from webapp.listing import LISTINGS, SIZES, Column, Filter, Listing
from webapp.listing_rows import LONGEST_CURSOR, asked, attribute, cell, fetch, sortable, visible


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
    total = fields.Integer(allow_none=True, metadata={"description": "null where counting would mean reading all"})
    pages = fields.Integer()


def _item_schema(made: Listing) -> type[Schema]:
    members: dict[str, fields.Field[Any]] = {"id": fields.Integer(allow_none=True)}
    for column in made.columns:
        for name in _names(column):
            members[name] = _FIELDS.get(column.kind, fields.String)(allow_none=True)
        if column.unit:
            members[column.unit] = fields.String(allow_none=True)
    return Schema.from_dict(members, name=f"{_camel(made.name)}Row")


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
    if made.slices is not None:
        about = "where the page begins: empty, end, or what older or newer of a page before said"
        members["cursor"] = TextField(LONGEST_CURSOR, metadata={"description": about})
    for each in made.filters:
        members[each.key] = _filter_field(each)
    return Schema.from_dict(members, name=f"{_camel(made.name)}Query")


def _filter_field(made: Filter) -> fields.Field[Any]:
    if made.row_kind:
        return TextField(128, metadata={"description": f"code of the {made.row_kind.replace('_', ' ')}"})
    if made.kind == "choice" and not callable(made.choices):
        return fields.String(validate=validate.OneOf(list(made.choices)))
    if made.kind == "row":
        return fields.Integer(validate=validate.Range(1, LARGEST), metadata={"description": "id"})
    return DayField() if made.kind == "date" else fields.Boolean() if made.kind == "flag" else TextField(200)


def _view(made: Listing) -> Callable[..., Any]:
    def view() -> Any:
        load(_query(made), request.args.to_dict(), "query", unknown=EXCLUDE)
        what = asked(made, request.args)
        wanted = request.args.get("sort", "").lstrip("-")
        errors = {
            **what.errors,
            **({} if not wanted or wanted in sortable(made) else {"sort": _("Choose one of the list.")}),
        }
        if errors:
            wrong = UnprocessableEntity()
            wrong.data = {"messages": {"query": errors}}  # type: ignore[attr-defined]
            raise wrong
        found = fetch(made, context.session(), what)
        seen = visible(made)
        items = _page(made)().dump({"items": [_item(row, seen) for row in found.rows]})["items"]
        answer = {"items": items, "page": found.page, "size": what.size, "total": found.total, "pages": found.pages}
        if made.slices is not None:
            answer |= {"older": found.part.older if found.part else "", "newer": found.part.newer if found.part else ""}
        return answer

    return view


def _item(row: Any, columns: list[Column]) -> dict[str, Any]:
    item: dict[str, Any] = {"id": attribute(row, "id")}
    for column in columns:
        for name in _names(column):
            item[name] = attribute(row, name) if column.value is None else cell(column, row)
        if column.unit:
            item[column.unit] = attribute(row, column.unit)
    return item


@cache
def _query(made: Listing) -> Schema:
    return _query_schema(made)()


@cache
def _page(made: Listing) -> type[Schema]:
    members: dict[str, Any] = {"items": fields.List(fields.Nested(_item_schema(made)))}
    if made.slices is not None:
        members |= {"older": fields.String(), "newer": fields.String()}
    return type(f"{_camel(made.name)}Page", (PageOf,), members)


def set_up(app: Flask, rest: RestApi) -> None:
    """Add the endpoint of every list."""
    routes = Blueprint("api_lists", "webapp", url_prefix=PREFIX)
    for made in LISTINGS.values():
        routes.add_url_rule(made.address, made.name, needs(*made.permissions)(_view(made)))
    app.register_blueprint(routes)
    described_by(rest, _describe)


def _describe(spec: APISpec) -> None:
    for made in LISTINGS.values():
        summary = f"List {made.name.replace('_', ' ')}"
        more = {"parameters": [*path_parameters(made.address), {"in": "query", "schema": type(_query(made))}]}
        described = operation(
            f"list_{made.name}", summary, made.tag or "lists", _page(made), errors=(400, 401, 403, 422, 429), **more
        )
        spec.path(path=address_of(made.address), operations={"get": described})
