"""Turn a sent form into the data of a schema, and a schema into what a form shows.

The rules: an empty box means nothing was said; a row's code becomes its id; a local time gets the business zone;
`lines-0-quantity` is the quantity of the first line, and lines whose boxes are all empty are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from kernel.amounts import Scaled
from webapp import context
from webapp.fields import (
    DayField,
    FlagField,
    InstantField,
    RowId,
    RowIds,
    ScaledField,
    TextField,
    WholeField,
    translated,
)
from webapp.lookups import code_of, resolve

KEY_FIELD = "request_key"


def new_key() -> str:
    """Return a fresh request key: the form that is sent twice bears the same one."""
    return uuid4().hex


@dataclass
class Box:
    """Hold one field of a form as a template shows it."""

    name: str
    kind: str
    label: Any
    value: Any = ""
    help: Any = ""
    unit: Any = ""
    required: bool = False
    choices: list[tuple[str, Any]] = field(default_factory=list)
    lookup: str = ""
    rows: int = 0
    longest: int | None = None
    least: Any = None
    most: Any = None
    autocomplete: str = "off"
    errors: list[str] = field(default_factory=list)
    focus: bool = False


@dataclass
class Form:
    """Hold what a page's form shows: values as typed, messages beside their fields, and its request key."""

    schema: Schema
    values: dict[str, Any]
    errors: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    request_key: str = field(default_factory=new_key)
    hidden: frozenset[str] = frozenset()
    prefix: str = ""

    @property
    def names(self) -> list[str]:
        """Return the names of the fields that people fill in, in order."""
        return [name for name in self.schema.load_fields if name not in self.hidden]

    def box(self, name: str, line: int | None = None, inner: str = "") -> Box:
        """Return a field as it is shown; `line` and `inner` name a box of a line of a list field."""
        made = self.schema.load_fields[name]
        if not inner:
            wrong = self.errors.get(name, [])
            box = box_of(f"{self.prefix}{name}", made, self.values.get(name, usual_choice(made)), _flat(wrong))
            box.focus = bool(self.errors) and next((n for n in self.names if n in self.errors), "") == name
            return box
        nested = made.inner.schema.load_fields[inner]  # type: ignore[attr-defined]
        lines = self.values.get(name) or []
        typed = lines[line] if line is not None and line < len(lines) else {}
        wrong = self.errors.get(name, {})
        at_line: dict[str, Any] = (wrong.get(str(line)) or {}) if isinstance(wrong, dict) else {}
        number = "__line__" if line is None else line
        return box_of(f"{self.prefix}{name}-{number}-{inner}", nested, typed.get(inner), _flat(at_line.get(inner, [])))

    def line(self, name: str, line: int | None) -> Form:
        """Return a line of a list field as a form of its own, for lines that have lines themselves."""
        made = self.schema.load_fields[name]
        lines, wrong = self.values.get(name) or [], self.errors.get(name, {})
        values = lines[line] if line is not None and line < len(lines) else {}
        errors = (wrong.get(str(line)) or {}) if isinstance(wrong, dict) else {}
        number = "__line__" if line is None else line
        inner = made.inner.schema  # type: ignore[attr-defined]
        return Form(inner, values, errors if isinstance(errors, dict) else {}, prefix=f"{self.prefix}{name}-{number}-")

    def line_count(self, name: str, least: int = 1) -> int:
        """Return how many lines to show: those that are filled in, and at least `least`."""
        return max(len(self.values.get(name) or []), least)


def _flat(messages: Any) -> list[str]:
    if isinstance(messages, dict):
        return [each for value in messages.values() for each in _flat(value)]
    if isinstance(messages, list | tuple):
        return [each for value in messages for each in _flat(value)]
    return [str(messages)]


def usual_choice(made: fields.Field[Any]) -> str | None:
    """Return the word that a list stands at when nothing was chosen, or None where a list may stay empty."""
    said = made.load_default
    words = {word for word, _label in made.metadata.get("choices", ())}
    return said if isinstance(said, str) and said in words and "" not in words and not made.allow_none else None


def box_of(name: str, made: fields.Field[Any], value: Any, errors: list[str]) -> Box:
    """Return how a field of a schema is shown."""
    said = made.metadata
    box = Box(
        name=name,
        kind="text",
        label=said.get("label", name.rpartition("-")[2].replace("_", " ").capitalize()),
        value=typed(made, value),
        help=said.get("help", ""),
        unit=said.get("unit", ""),
        required=made.required or usual_choice(made) is not None,
        choices=list(said.get("choices", ())),
        rows=said.get("rows", 0),
        autocomplete=said.get("autocomplete", "off"),
        errors=errors,
    )
    box.kind = said.get("input") or _kind(made, box)
    if isinstance(made, TextField):
        box.longest = made.longest
    if isinstance(made, RowId):
        box.lookup = made.kind
    elif isinstance(made, WholeField):
        bounds: Any = next(iter(made.validators), None)
        box.least, box.most = getattr(bounds, "min", None), getattr(bounds, "max", None)
    return box


def _kind(made: fields.Field[Any], box: Box) -> str:
    if box.choices:
        return "choices" if isinstance(made, fields.List) else "choice"
    kinds: tuple[tuple[type, str], ...] = (
        (ScaledField, "decimal"),
        (RowId, "lookup"),
        (fields.Integer, "whole"),
        (fields.Boolean, "flag"),
        (DayField, "day"),
        (InstantField, "instant"),
    )
    found = next((word for base, word in kinds if isinstance(made, base)), "text")
    if found == "lookup" and isinstance(made, RowId) and not made.kind:
        return "hidden"
    return "area" if found == "text" and box.rows else found


def typed(made: fields.Field[Any], value: Any) -> Any:
    """Return a value as it stands in a box: an id as its code, an instant as local time."""
    if isinstance(made, RowId) and made.kind and isinstance(value, int):
        return code_of(made.kind, value)
    if isinstance(made, InstantField) and isinstance(value, datetime):
        return f"{value.astimezone(context.business_zone()):%Y-%m-%dT%H:%M}"
    if isinstance(value, Scaled):
        return str(value)
    return "" if value is None else value


def form_data(schema: Schema, form: MultiDict[str, str]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return what a form said: as typed (to show again), as data for the schema, and what was wrong already."""
    shown: dict[str, Any] = {}
    data: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name, made in schema.load_fields.items():
        if isinstance(made, fields.List) and isinstance(made.inner, fields.Nested):
            shown[name], data[name], wrong = _lines(name, made.inner.schema, form)
            if wrong:
                errors[name] = wrong
            continue
        if isinstance(made, fields.List):
            shown[name] = form.getlist(name)
            data[name] = [each for each in shown[name] if each]
            continue
        if isinstance(made, FlagField):
            shown[name] = data[name] = name in form
            continue
        if name not in form:
            continue
        shown[name] = form[name]
        _take(name, made, form[name], data, errors)
    return shown, data, errors


def _take(name: str, made: fields.Field[Any], text: str, data: dict[str, Any], errors: dict[str, Any]) -> None:
    """Put one typed text into the data as its schema wants it."""
    text = text.strip()
    if not text:
        if usual_choice(made) is not None:
            return
        if isinstance(made, fields.String) and not made.required:
            data[name] = None if made.allow_none else ""
        elif made.allow_none:
            data[name] = None
        return
    if isinstance(made, RowId) and made.kind:
        found = resolve(made.kind, text)
        if found is None:
            errors[name] = [_("There is no “%(text)s”. Type a code of the list.", text=text[:60])]
        else:
            data[name] = found
        return
    if isinstance(made, InstantField):
        try:
            local = datetime.fromisoformat(text)
        except ValueError:
            data[name] = text
            return
        zoned = local.replace(tzinfo=context.business_zone()) if local.tzinfo is None else local
        data[name] = zoned.isoformat()
        return
    data[name] = text


def _lines(
    name: str, inner: Any, form: MultiDict[str, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Return the lines of a list field: as typed, as data, and what was wrong by line."""
    numbers = sorted(
        {
            int(parts[1])
            for key in form
            if len(parts := key.split("-", 2)) == 3 and parts[0] == name and parts[1].isdecimal() and len(parts[1]) < 6
        }
    )
    shown: list[dict[str, Any]] = []
    data: list[dict[str, Any]] = []
    errors: dict[str, Any] = {}
    for number in numbers:
        prefix = f"{name}-{number}-"
        line = MultiDict([(k.removeprefix(prefix), v) for k, v in form.items(multi=True) if k.startswith(prefix)])
        if not any(value.strip() for value in line.values()):
            continue
        line_shown, line_data, line_wrong = form_data(inner, line)
        if line_wrong:
            errors[str(len(data))] = line_wrong
        shown.append(line_shown)
        data.append(line_data)
    return shown, data, errors


def validated(
    schema: Schema, form: MultiDict[str, str], fixed: dict[str, Any] | None = None
) -> tuple[dict[str, Any], Form]:
    """Return the data of a sent form, and the form to show again; its `errors` tell whether the data is sound.

    `fixed` are values that the page knows by itself (from its address); the form cannot change them.
    """
    shown, data, errors = form_data(schema, form)
    hidden = frozenset(fixed or ())
    data = {name: value for name, value in data.items() if name not in hidden}
    errors = {name: wrong for name, wrong in errors.items() if name not in hidden}
    loaded: dict[str, Any] = {}
    try:
        found: Any = schema.load(data, partial=tuple(hidden))
        loaded = found
    except ValidationError as error:
        said: Any = translated(error.messages)
        errors = _merged(said if isinstance(said, dict) else {"_schema": said}, errors)
    key = form.get(KEY_FIELD, "")
    made = Form(schema, shown, errors, hidden=hidden, request_key=key if _sound_key(key) else new_key())
    if "_schema" in errors:
        made.message = " ".join(_flat(errors["_schema"]))
    return {**loaded, **(fixed or {})}, made


def _merged(said: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Put what was found before the schema looked in place of what the schema said about the same field."""
    merged = dict(said)
    for name, messages in found.items():
        both = isinstance(messages, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], messages) if both else messages
    return merged


def _sound_key(key: str) -> bool:
    return 8 <= len(key) <= 64 and key.isascii() and key.isalnum()


__all__ = ["Box", "Form", "RowIds", "box_of", "form_data", "new_key", "validated"]
