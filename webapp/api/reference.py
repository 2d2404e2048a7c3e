"""Turn the API's document into rows that a page can show: operations by topic, their inputs and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

DEEPEST = 6
"""How many lists within lists are opened before the page only names what is inside."""


@dataclass(frozen=True)
class Entry:
    """One input or one field of an answer: `place` is path, query, header or body."""

    name: str
    place: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True)
class Operation:
    """What one method of one address does."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    inputs: tuple[Entry, ...]
    answer: tuple[Entry, ...]
    errors: tuple[str, ...]


def topics(document: Json) -> dict[str, list[Operation]]:
    """Return the operations of an OpenAPI document by their first tag, topics by name."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if isinstance(told, Mapping) and "responses" in told:
                found.setdefault(told["tags"][0], []).append(_operation(document, path, method, told))
    return {tag: found[tag] for tag in sorted(found)}


def _operation(document: Json, path: str, method: str, told: Json) -> Operation:
    inputs = [
        Entry(each["name"], each["in"], _kind(each["schema"]), bool(each.get("required")), each.get("description", ""))
        for each in told.get("parameters", [])
    ]
    inputs += _content(document, told.get("requestBody", {}))
    good = [code for code in told["responses"] if str(code).startswith("2")]
    return Operation(
        told["operationId"],
        method.upper(),
        path,
        told.get("summary", ""),
        told.get("description", ""),
        tuple(inputs),
        tuple(each for code in good for each in _content(document, told["responses"][code])),
        tuple(f"{code} {each['description']}" for code, each in told["responses"].items() if code not in good),
    )


def _content(document: Json, told: Json) -> list[Entry]:
    found: list[Entry] = []
    for mimetype, each in told.get("content", {}).items():
        if mimetype in {"application/json", "multipart/form-data"}:
            found += _fields(document, each["schema"], "", DEEPEST)
        else:
            found.append(Entry(mimetype, "body", "file", True, ""))
    return found


def _fields(document: Json, schema: Json, before: str, deeper: int) -> Iterator[Entry]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _fields(document, schema["items"], f"{before}[]", deeper)
        return
    required = schema.get("required", ())
    for name, told in schema.get("properties", {}).items():
        each = _resolved(document, told)
        path = f"{before}.{name}" if before else name
        yield Entry(path, "body", _kind(each), name in required, each.get("description", ""))
        inner = _resolved(document, each.get("items", each))
        if deeper and "properties" in inner:
            yield from _fields(document, inner, f"{path}[]" if each.get("type") == "array" else path, deeper - 1)


def _resolved(document: Json, schema: Json) -> Json:
    """Return what a reference points to; `allOf` with one part is how a reference may be null."""
    if "$ref" in schema:
        return _resolved(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if len(schema.get("allOf", ())) == 1:
        return {**_resolved(document, schema["allOf"][0]), **{k: v for k, v in schema.items() if k != "allOf"}}
    return schema


def _kind(schema: Json) -> str:
    """Return a schema's kind in a few words.

    >>> _kind({"type": "string", "enum": ["a", "b"]})
    'a | b'
    >>> _kind({"type": "integer", "minimum": 1, "maximum": 200, "default": 50})
    'integer 1–200, default 50'
    """
    choices = [str(each) for each in schema.get("enum", ()) if each is not None]
    if choices:
        rising = [each for each in choices if not each.startswith("-")]
        text = " | ".join(rising) + (" (or with - before it)" if len(rising) < len(choices) else "")
    else:
        text = str(schema.get("format") or schema.get("type") or "any").replace("binary", "file")
        if text == "array" and schema.get("items", {}).get("format") == "binary":
            text = "files"
        if schema.get("example") == "12.5":
            text = "decimal as string"
    least, most = schema.get("minimum"), schema.get("maximum")
    if most is not None and most < 2**31:
        text += f" {0 if least is None else least}–{most}"
    elif schema.get("maxLength"):
        text += f" ≤ {schema['maxLength']}"
    if schema.get("nullable"):
        text += " or null"
    if schema.get("default") is not None:
        text += f", default {schema['default']}"
    return text
