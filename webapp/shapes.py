"""Derive the schema of an answer from the dataclass that a script or a query returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields
from sqlalchemy import JSON, Boolean, Date, Integer, Select
from sqlalchemy.types import TypeEngine

from kernel.amounts import Money, Quantity, Scaled
from kernel.db import Instant, MoneyType, QuantityType
from kernel.text import Text
from webapp.fields import DayField, InstantField, MoneyField, QuantityField, ScaledField


@dataclass(frozen=True, eq=False)
class Columns:
    """Say that a field holds rows of a query or a table, and that it shows their columns.

    It stands in an annotation: `Annotated[tuple[Any, ...], Columns("Movement", movements_select())]`.
    """

    name: str
    of: Any
    without: tuple[str, ...] = ()

    def schema(self) -> type[Schema]:
        """Return the schema of one row."""
        columns = self.of.selected_columns if isinstance(self.of, Select) else self.of.__table__.columns
        members = {str(each.key): _stored(each.type) for each in columns if each.key not in self.without}
        return Schema.from_dict(members, name=self.name)


def _stored(kind: TypeEngine[Any]) -> fields.Field[Any]:
    """Return the field that writes what a column of this type holds."""
    table: tuple[tuple[Any, type[fields.Field[Any]]], ...] = (
        (QuantityType, QuantityField),
        (MoneyType, MoneyField),
        (Instant, InstantField),
        (Date, DayField),
        (Boolean, fields.Boolean),
        (Integer, fields.Integer),
        (JSON, fields.Raw),
    )
    return next((made for base, made in table if isinstance(kind, base)), fields.String)(allow_none=True)


def schema_of(kind: type, *, masked: bool = False) -> type[Schema]:
    """Return the marshmallow schema of a dataclass; nested dataclasses and tuples are followed.

    With `masked`, amounts of money may be null: they are hidden from those who may not see prices.
    """
    return _schema(kind, masked)


@cache
def _schema(kind: type, masked: bool) -> type[Schema]:  # noqa: FBT001 - the key of the cache
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} is no dataclass")
    hints = get_type_hints(kind, include_extras=True)
    members = {each.name: field_of(hints[each.name], masked=masked) for each in dataclass_fields(kind)}
    return Schema.from_dict(members, name=kind.__name__)


def field_of(kind: Any, *, nullable: bool = False, masked: bool = False) -> fields.Field[Any]:
    """Return the field that writes a value of the annotated kind."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:], masked=masked)
    if origin in (Union, UnionType):
        known = [each for each in arguments if each is not type(None)]
        return field_of(known[0], nullable=len(known) < len(arguments), masked=masked)
    options: dict[str, Any] = {"allow_none": True} if nullable else {}
    if origin in (tuple, list, frozenset, set):
        one = len(set(arguments) - {Ellipsis}) == 1
        return fields.List(field_of(arguments[0], masked=masked) if one else fields.Raw(), **options)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        keys, values = (field_of(each, masked=masked) for each in arguments)
        return fields.Dict(keys=keys, values=values, **options)
    return _plain(kind, masked=masked, **options)


def _annotated(kind: Any, notes: tuple[Any, ...], *, masked: bool) -> fields.Field[Any]:
    """Return the field of rows that show the columns of a query, else of the annotated kind."""
    columns = next((each for each in notes if isinstance(each, Columns)), None)
    if columns is None:
        return field_of(kind, masked=masked)
    row = columns.schema()
    return fields.List(fields.Nested(row)) if get_origin(kind) in (tuple, list) else fields.Nested(row, allow_none=True)


def _plain(kind: Any, *, masked: bool = False, **options: Any) -> fields.Field[Any]:
    if not isinstance(kind, type):
        return fields.Raw(**options)
    if issubclass(kind, Text):
        return fields.Nested(_text_schema(), **options)
    if is_dataclass(kind) and not issubclass(kind, Scaled):
        return fields.Nested(schema_of(kind, masked=masked), **options)
    table: tuple[tuple[type, type[fields.Field[Any]]], ...] = (
        (Quantity, QuantityField),
        (Money, MoneyField),
        (Scaled, ScaledField),
        (bool, fields.Boolean),
        (int, fields.Integer),
        (float, fields.Float),
        (Decimal, fields.String),
        (datetime, InstantField),
        (date, DayField),
        (Enum, fields.String),
        (str, fields.String),
    )
    if masked and issubclass(kind, Money):
        options["allow_none"] = True
    return next((made(**options) for base, made in table if issubclass(kind, base)), fields.Raw(**options))


@cache
def _text_schema() -> type[Schema]:
    return Schema.from_dict({"zh": fields.String(), "en": fields.String()}, name="Text")
