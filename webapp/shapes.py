"""Derive the schema of an answer from the dataclass that a script returns."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields

from kernel.amounts import Money, Quantity
from kernel.text import Text
from webapp.fields import DayField, InstantField, MoneyField, QuantityField


@cache
def schema_of(kind: type) -> type[Schema]:
    """Return the marshmallow schema of a dataclass; nested dataclasses and tuples are followed."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} is no dataclass")
    hints = get_type_hints(kind)
    members = {each.name: field_of(hints[each.name]) for each in dataclass_fields(kind)}
    return Schema.from_dict(members, name=kind.__name__)


def field_of(kind: Any, *, nullable: bool = False) -> fields.Field[Any]:
    """Return the field that writes a value of the annotated kind."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        known = [each for each in arguments if each is not type(None)]
        return field_of(known[0], nullable=len(known) < len(arguments))
    if origin in (tuple, list, frozenset, set):
        return fields.List(field_of(arguments[0]) if len(set(arguments) - {Ellipsis}) == 1 else fields.Raw())
    if origin is dict:
        return fields.Dict(keys=field_of(arguments[0]), values=field_of(arguments[1]))
    return _plain(kind, allow_none=nullable or None)


def _plain(kind: Any, **options: Any) -> fields.Field[Any]:
    options = {name: value for name, value in options.items() if value is not None}
    if not isinstance(kind, type):
        return fields.Raw(**options)
    if is_dataclass(kind) and kind not in (Quantity, Money):
        inner = Schema.from_dict({"zh": fields.String(), "en": fields.String()}, name="Text") if kind is Text else None
        return fields.Nested(inner or schema_of(kind), **options)
    table: tuple[tuple[type, type[fields.Field[Any]]], ...] = (
        (Quantity, QuantityField),
        (Money, MoneyField),
        (bool, fields.Boolean),
        (int, fields.Integer),
        (float, fields.Float),
        (Decimal, fields.String),
        (datetime, InstantField),
        (date, DayField),
        (Enum, fields.String),
        (str, fields.String),
    )
    return next((made(**options) for base, made in table if issubclass(kind, base)), fields.Raw(**options))
